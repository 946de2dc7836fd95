//! What a shell can complete: the names of routines and exercises, a person's own among them. The only file
//! that names `clap_complete`.

use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use clap_complete::env::{CompleteEnv, Shells};

use crate::files;

/// The environment variable by which a shell asks.
const VARIABLE: &str = "REPCUE_COMPLETE";

/// Answers a shell that asks, and ends the program then.
pub fn answer(command: fn() -> clap::Command) {
    CompleteEnv::with_factory(command).var(VARIABLE).complete();
}

/// What a shell is to read once, so that it asks from then on; `None` for a shell that is not known.
#[must_use]
pub fn registration(shell: &str) -> Option<String> {
    let shells = Shells::builtins();
    let mut text = Vec::new();
    shells.completer(shell)?.write_registration(VARIABLE, "repcue", "repcue", "repcue", &mut text).ok()?;
    String::from_utf8(text).ok()
}

/// The shells that are known.
#[must_use]
pub fn shells() -> Vec<&'static str> {
    Shells::builtins().names().collect()
}

/// The names of routines.
#[must_use]
pub fn routines() -> ArgValueCandidates {
    ArgValueCandidates::new(|| routine_names().collect())
}

/// The names of exercises.
#[must_use]
pub fn exercises() -> ArgValueCandidates {
    ArgValueCandidates::new(exercise_names)
}

/// The names of routines and exercises.
#[must_use]
pub fn either() -> ArgValueCandidates {
    ArgValueCandidates::new(|| routine_names().chain(exercise_names()).collect())
}

fn routine_names() -> impl Iterator<Item = CompletionCandidate> {
    files::routines().into_iter().map(|found| CompletionCandidate::new(found.name))
}

fn exercise_names() -> Vec<CompletionCandidate> {
    let (library, _) = files::library();
    let named = library.entries().map(|entry| {
        let name = entry.name().to_owned();
        CompletionCandidate::new(entry.id.clone()).help(Some(name.into()))
    });
    named.collect()
}
