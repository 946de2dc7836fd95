//! The terminal during the full view: the alternate screen, the title and the progress, and how it gets them back.
//!
//! It is restored by whatever ends the session: the display itself, a second signal, a panic. All of them call
//! [`restore`] or [`Terminal::leave`], and only the first does something.

use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::time::Duration;

use super::canvas::Canvas;
use crate::printable::visible;
use crate::threads;

/// The terminal's own screen and cursor are kept, and so is its title.
const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[22;2t";
/// They are back. A terminal that cannot keep a title has none then, which a shell sets again.
const LEAVE: &str = "\x1b[0m\x1b]2;\x07\x1b[23;2t\x1b[?25h\x1b[?1049l";
/// The same for terminals that print titles.
const ENTER_PLAIN: &str = "\x1b[?1049h\x1b[?25l";
const LEAVE_PLAIN: &str = "\x1b[0m\x1b[?25h\x1b[?1049l";
/// The terminal shows no progress any more.
const NO_PROGRESS: &str = "\x1b]9;4;0\x07";
/// Between these, the terminal draws nothing, and then everything at once. Terminals that do not know them ignore them.
const BEGIN: &str = "\x1b[?2026h";
const END: &str = "\x1b[?2026l";
/// The longest that restoring waits for a terminal that takes no output.
const PATIENCE: Duration = Duration::from_millis(300);

/// What restores the terminal; `None` while it is not changed. Locked while something is written.
static RESTORING: Mutex<Option<Features>> = Mutex::new(None);

/// What a terminal understands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Features {
    /// Whether it has a title.
    pub has_title: bool,
    /// Whether it shows progress (OSC 9;4). Others show a notification instead.
    pub has_progress: bool,
}

impl Features {
    /// The features of the terminal that the environment describes.
    #[must_use]
    pub fn new(variable: impl Fn(&str) -> Option<String>) -> Features {
        let is = |name: &str, values: &[&str]| {
            variable(name).is_some_and(|value| values.contains(&value.as_str()))
        };
        let vte = variable("VTE_VERSION").and_then(|version| version.parse::<u32>().ok());
        Features {
            has_title: !is("TERM", &["linux"]),
            has_progress: variable("WT_SESSION").is_some()
                || is("ConEmuANSI", &["ON"])
                || is("TERM_PROGRAM", &["ghostty", "WezTerm"])
                || vte.is_some_and(|version| version >= 7_900),
        }
    }
}

/// The terminal in the full view.
#[derive(Debug, Default)]
pub struct Terminal {
    features: Features,
    /// What it shows; `None` if that is not known.
    shown: Option<Canvas>,
    title: String,
    percent: Option<u8>,
}

impl Terminal {
    /// A terminal with these features, not entered yet.
    #[must_use]
    pub fn new(features: Features) -> Terminal {
        Terminal { features, ..Terminal::default() }
    }

    /// Changes to the alternate screen. Until [`Terminal::leave`], a panic restores the terminal before its message.
    pub fn enter(&mut self) {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                restore();
                before(panic);
            }));
        });
        let mut restoring = lock();
        *self = Terminal::new(self.features);
        if restoring.is_none() {
            *restoring = Some(self.features);
            write(if self.features.has_title { ENTER } else { ENTER_PLAIN });
        }
    }

    /// Shows a drawing, a title and the progress in percent; writes only what has changed. Returns whether the terminal
    /// is still in the full view: a panic elsewhere ends it.
    pub fn show(&mut self, canvas: Canvas, title: &str, percent: u8) -> bool {
        let restoring = lock();
        if restoring.is_none() {
            return false;
        }
        let mut text = String::new();
        if let Ok(bytes) = canvas.bytes(self.shown.as_ref()) {
            text += &String::from_utf8_lossy(&bytes);
        }
        self.shown = Some(canvas);
        let title = visible(title);
        if self.features.has_title && self.title != title {
            text += &format!("\x1b]2;{title}\x07");
            self.title = title;
        }
        if self.features.has_progress && self.percent != Some(percent) {
            text += &format!("\x1b]9;4;1;{percent}\x07");
            self.percent = Some(percent);
        }
        if !text.is_empty() {
            write(&format!("{BEGIN}{text}{END}"));
        }
        drop(restoring);
        true
    }

    /// Restores the terminal.
    pub fn leave(&mut self) {
        *self = Terminal::new(self.features);
        leave();
    }
}

/// Restores the terminal from any thread, unless that takes too long: a terminal that hangs stays as it is.
pub fn restore() {
    // Without a thread, waiting for a terminal that hangs could take forever.
    let _ = threads::within(PATIENCE, "restore", leave);
}

fn leave() {
    if let Some(features) = lock().take() {
        let progress = if features.has_progress { NO_PROGRESS } else { "" };
        let leave = if features.has_title { LEAVE } else { LEAVE_PLAIN };
        write(&format!("{END}{progress}{leave}"));
    }
}

fn lock() -> MutexGuard<'static, Option<Features>> {
    RESTORING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn write(text: &str) {
    let mut stdout = io::stdout();
    // The session continues even if its terminal is gone.
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(variables: &[(&str, &str)]) -> (bool, bool) {
        let value = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        let Features { has_title, has_progress } = Features::new(value);
        (has_title, has_progress)
    }

    #[test]
    fn progress_is_shown_only_by_terminals_that_know_it() {
        assert_eq!(features(&[("TERM", "xterm-256color")]), (true, false));
        assert_eq!(features(&[("TERM", "linux")]), (false, false));
        assert_eq!(features(&[("TERM_PROGRAM", "iTerm.app")]), (true, false));
        for known in
            [("TERM_PROGRAM", "ghostty"), ("WT_SESSION", "x"), ("ConEmuANSI", "ON"), ("VTE_VERSION", "8000")]
        {
            assert_eq!(features(&[known]), (true, true), "{known:?}");
        }
        assert_eq!(features(&[("VTE_VERSION", "7600")]), (true, false));
    }
}
