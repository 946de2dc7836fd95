//! Shared by the tests of several modules: a routine or its timeline from text, a position in it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::diagnostic::Source;
use crate::player::{Activity, Position, Volume};
use crate::routine::Routine;
use crate::routine::changes::Changes;
use crate::routine::library::Library;
use crate::sound::Sounds;
use crate::time::At;
use crate::timeline::phrases::Phrases;
use crate::timeline::{Lengths, Sound, Timeline, compile};
use std::time::Duration;

/// Parses a valid routine.
pub fn routine(text: &str) -> Routine {
    let source = Source::new("t.toml", text);
    Routine::parse(&source, &Library::new([]), &Changes::default())
        .unwrap_or_else(|errors| panic!("{errors}"))
}

/// Its timeline, with the built-in sounds and phrases and without speech.
pub fn timeline(text: &str) -> Timeline {
    compile(&routine(text), &Phrases::built_in(), &Sounds::built_in(48_000))
}

/// A position in an interval, while the session plays.
pub fn playing(interval: usize, at: At) -> Position {
    Position {
        rounds: None,
        at,
        interval,
        loops: 0,
        extra: Duration::ZERO,
        added: Duration::ZERO,
        activity: Activity::Playing,
        paused_for: Duration::ZERO,
        volume: Volume(80),
        finished: false,
    }
}

/// Lengths for timelines: every sound takes 100 ms, and a phrase this many milliseconds a character.
pub struct ByCharacter(pub u32);

impl Lengths for ByCharacter {
    fn sound(&self, _: Sound) -> Duration {
        Duration::from_millis(100)
    }
    fn speech(&self, text: &str) -> Duration {
        Duration::from_millis(self.0.into()) * u32::try_from(text.chars().count()).unwrap()
    }
}
