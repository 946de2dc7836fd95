//! A session as a page: one HTML file that plays its sound and shows what the screen of a session shows. It needs no
//! network, no library and no font. Pure: the same session is the same page.
//!
//! ```text
//! page.html ── style (page.css) ── markup (sheet, strip) ── data (JSON) ── script (*.js) ── address of the sound
//! ```
//!
//! The sound is either within the page ([`Page::write`]) or at an address ([`Page::at_address`]). Without scripts, the page is
//! the routine as a sheet, with the browser's own player.

mod data;
mod embedded;
mod record;
mod sheet;
pub mod strip;

use std::io::{self, Write};

use super::cover;
use super::picture::escaped;
use crate::digest::sha256;
use crate::routine::Routine;
use crate::timeline::Timeline;

/// The markup, with `{{places}}` for what differs.
const MARKUP: &str = include_str!("page/page.html");
pub(crate) const STYLE: &str =
    concat!(include_str!("page/page.css"), include_str!("page/stage.css"), include_str!("page/sheet.css"));
/// Marks the page as one with scripts before anything is drawn.
const FIRST: &str = "document.documentElement.classList.add('scripted')";
/// A block, so that its names are its own.
const SCRIPT: &str = concat!(
    "'use strict';\n{\n",
    include_str!("page/stage.js"),
    include_str!("page/session.js"),
    include_str!("page/ring.js"),
    include_str!("page/picture.js"),
    include_str!("page/control.js"),
    include_str!("page/device.js"),
    include_str!("page/history.js"),
    include_str!("page/start.js"),
    "}\n"
);
/// The kind of sound that a page contains.
const SOUND: &str = "audio/mp4";

/// A page without its sound.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Everything before the address of the sound.
    before: String,
    /// Everything after it.
    after: String,
}

impl Page {
    /// The page of a session.
    #[must_use]
    pub fn new(routine: &Routine, timeline: &Timeline) -> Page {
        let values = values(routine, timeline);
        let (before, after) = MARKUP.split_once("{{sound}}").unwrap_or((MARKUP, ""));
        Page { before: filled(before, &values), after: filled(after, &values) }
    }

    /// Writes the page with its sound, an M4A file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, to: &mut impl Write, sound: &[u8]) -> io::Result<()> {
        to.write_all(self.before.as_bytes())?;
        embedded::write_address(to, SOUND, sound)?;
        to.write_all(self.after.as_bytes())?;
        to.flush()
    }

    /// The page with its sound at an address, absolute or relative to the page, on the same server.
    #[must_use]
    pub fn at_address(&self, sound: &str) -> String {
        [&self.before, &*attribute(sound), &self.after].concat()
    }
}

/// What stands at the places of the markup, by their names.
fn values(routine: &Routine, timeline: &Timeline) -> [(&'static str, String); 10] {
    [
        ("title", attribute(&timeline.title)),
        ("policy", policy()),
        ("cover", embedded::address("image/png", &cover::png(timeline))),
        ("style", STYLE.to_owned()),
        ("first", FIRST.to_owned()),
        ("strip", strip::svg(timeline)),
        ("length", timeline.end().0.as_secs().to_string()),
        ("sheet", sheet::html(routine, timeline)),
        ("data", data::json(routine, timeline)),
        ("script", SCRIPT.to_owned()),
    ]
}

/// A part of the markup with its places filled, each once: what is filled in is never read again.
fn filled(markup: &str, values: &[(&str, String)]) -> String {
    let mut parts = markup.split("{{");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (place, after) = part.split_once("}}").unwrap_or((part, ""));
        let value = values.iter().find(|(name, _)| *name == place);
        text += value.map_or("", |(_, value)| value);
        text += after;
    }
    text
}

/// The content security policy: nothing is loaded, and only these scripts run, whatever a routine contains.
fn policy() -> String {
    let hash = |text: &str| format!("'sha256-{}'", embedded::text(&sha256(text.as_bytes())));
    format!(
        "default-src 'none'; media-src 'self' data: blob:; img-src data:; style-src {}; script-src {} {}; base-uri 'none'; \
         form-action 'none'",
        hash(STYLE),
        hash(FIRST),
        hash(SCRIPT)
    )
}

/// Text that is safe between tags and in an attribute with double quotes.
fn attribute(words: &str) -> String {
    escaped(words).replace('"', "&quot;")
}

#[cfg(test)]
mod tests;
