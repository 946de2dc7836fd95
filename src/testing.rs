//! What the tests of several parts begin with: a routine, or its timeline, from its text.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::diagnostic::Source;
use crate::routine::Routine;
use crate::routine::changes::Changes;
use crate::routine::file::read_routine;
use crate::routine::library::Library;
use crate::routine::lower::{self, Context};
use crate::sound::Sounds;
use crate::timeline::phrases::Phrases;
use crate::timeline::{Timeline, compile};

/// The routine of a text without a mistake.
pub fn routine(text: &str) -> Routine {
    let (file, mistakes) = read_routine(&Source::new("t.toml", text));
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let context = Context { library: &Library::new([]), changes: &Changes::default() };
    lower::routine(&file, &context, true).unwrap()
}

/// Its timeline, with the shipped sounds and phrases and without speech.
pub fn timeline(text: &str) -> Timeline {
    compile(&routine(text), &Phrases::shipped(), &Sounds::shipped(48_000))
}
