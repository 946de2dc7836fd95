//! Loads the routine or exercise that the user names.

use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::sync::Arc;

use super::warn;
use crate::cli::SessionArgs;
use crate::diagnostic::{Diagnostic, Diagnostics, Source, draw, quoted};
use crate::files;
use crate::routine::Routine;
use crate::routine::changes::Changes;
use crate::routine::library::Library;

/// The exercise library; unusable files are reported as warnings.
pub(super) fn library() -> Library {
    let (library, unreadable) = files::library();
    if !unreadable.is_empty() {
        warn(draw::styled(&unreadable));
    }
    library
}

/// The overrides and the selection of the command line. A shuffle without a seed gets one.
pub(super) fn changes(args: &SessionArgs) -> Changes {
    let mut changes = args.changes.changes();
    changes.week = args.selection.week;
    let (selection, wanted) = (&mut changes.selection, &args.selection);
    selection.from.clone_from(&wanted.from);
    selection.only.clone_from(&wanted.only);
    selection.skip.clone_from(&wanted.skip);
    selection.shuffle = wanted.shuffle.then(|| wanted.seed.unwrap_or_else(new_seed));
    changes
}

/// A seed of four digits. Each `RandomState` of the standard library has keys of its own.
pub(super) fn new_seed() -> u64 {
    1_000 + RandomState::new().hash_one(()) % 9_000
}

/// Reports the seed of a shuffle that was requested without one, so that it can be repeated.
pub(super) fn report_order(given: Option<u64>, changes: &Changes) {
    if let (None, Some(seed)) = (given, changes.selection.shuffle) {
        warn(format!("Shuffled. Repeat this order with `--shuffle --seed {seed}`."));
    }
}

/// Loads a routine by its name, its path, or from standard input.
pub(super) fn routine(name: &str, changes: &Changes) -> Result<Routine, Diagnostics> {
    let library = library();
    let source = files::routine(name, &library).map_err(Diagnostics::from)?;
    Routine::parse(&source, &library, changes)
}

/// Loads an exercise, by its name or its path, as a routine.
pub(super) fn drill(name: &str, changes: &Changes) -> Result<Routine, Diagnostics> {
    let library = library();
    let path = Path::new(name);
    if library.get(name).is_none() && (path.exists() || path.extension().is_some()) {
        let source = files::read(path).map_err(Diagnostics::from)?;
        return Routine::parse_exercise(&source, changes);
    }
    if let (None, Some(routine)) = (library.get(name), files::routine_name(name)) {
        let error = Diagnostic::plain(format!("{} is a routine, not an exercise", quoted(name)));
        return Err(error.help(format!("`repcue run {routine}` plays it")).into());
    }
    Routine::drill(name, &library, changes)
}

/// Loads a routine or an exercise of that name, preferring a routine.
pub(super) fn either(name: &str, changes: &Changes) -> Result<Routine, Diagnostics> {
    let library = library();
    Routine::parse_any(&source_of_either(name, &library)?, &library, changes)
}

/// The text of a routine or an exercise of that name, preferring a routine.
pub(super) fn source_of_either(name: &str, library: &Library) -> Result<Arc<Source>, Diagnostics> {
    files::routine(name, library).or_else(|error| match library.get(name) {
        Some(entry) => Ok(Arc::clone(&entry.source)),
        None => Err(error.into()),
    })
}
