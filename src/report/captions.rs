//! What is said in a session, with times: captions for players, and the lyrics of an audio file.

use std::fmt::Write;
use std::time::Duration;

use super::chapters::stamp;
use crate::printable::visible;
use crate::time::{At, clock};
use crate::timeline::{CueKind, Timeline};

/// The shortest time for which a caption is shown, unless the next one begins before.
const SHORTEST: Duration = Duration::from_secs(1);

/// A spoken phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// When it begins.
    pub start: At,
    /// When it is no longer shown.
    pub end: At,
    /// One line of text, without control characters.
    pub text: String,
}

/// The format of a file of captions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Lyrics with times, for music players.
    Lrc,
    /// WebVTT, for browsers.
    Vtt,
    /// SubRip, for video players.
    Srt,
}

impl Format {
    /// All formats, each with the ending of its files.
    pub const ALL: [(&'static str, Format); 3] =
        [("lrc", Format::Lrc), ("vtt", Format::Vtt), ("srt", Format::Srt)];
}

/// The phrases of a session, in order.
#[must_use]
pub fn captions(timeline: &Timeline) -> Vec<Caption> {
    let said = timeline.cues.iter().filter_map(|cue| match &cue.kind {
        CueKind::Say(text) => Some((cue.at, cue.length, visible(text))),
        CueKind::Sound(_) => None,
    });
    let said: Vec<_> = said.collect();
    let next = said.iter().skip(1).map(|(at, ..)| *at).chain([timeline.end()]);
    said.iter()
        .zip(next)
        .map(|((start, length, text), next)| {
            let end = *start + (*length).max(SHORTEST);
            Caption {
                start: *start,
                end: if next > *start { end.min(next) } else { end },
                text: text.clone(),
            }
        })
        .collect()
}

/// Captions as the content of a file.
#[must_use]
pub fn file(timeline: &Timeline, captions: &[Caption], format: Format) -> String {
    match format {
        Format::Lrc => {
            let length = clock(timeline.end() - At::ZERO);
            format!("[ti:{}]\n[ar:repcue]\n[length:{length}]\n{}", visible(&timeline.title), lyrics(captions))
        }
        Format::Vtt => captions.iter().fold("WEBVTT\n".to_owned(), |mut text, caption| {
            let words = caption.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            // Writing to a string cannot fail.
            let _ =
                write!(text, "\n{} --> {}\n{words}\n", stamp(caption.start, '.'), stamp(caption.end, '.'));
            text
        }),
        Format::Srt => captions.iter().enumerate().fold(String::new(), |mut text, (n, caption)| {
            let (start, end) = (stamp(caption.start, ','), stamp(caption.end, ','));
            let _ = write!(text, "{}\n{start} --> {end}\n{}\n\n", n + 1, caption.text);
            text
        }),
    }
}

/// Captions as lyrics, one line each: `[01:05.25] Lift and hold.`
#[must_use]
pub fn lyrics(captions: &[Caption]) -> String {
    captions.iter().fold(String::new(), |mut text, caption| {
        let hundredths = (caption.start.0.as_nanos() + 5_000_000) / 10_000_000;
        let (minutes, rest) = (hundredths / 6_000, hundredths % 6_000);
        let _ = writeln!(text, "[{minutes:02}:{:02}.{:02}] {}", rest / 100, rest % 100, caption.text);
        text
    })
}
