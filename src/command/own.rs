//! Finding the user's own files, and what depends on them.

use std::path::PathBuf;

use super::Failure;
use crate::diagnostic::{Diagnostic, nearest, quoted};
use crate::files::{self, Own, copies};
use crate::routine::edit::ids;
use crate::routine::name::{composed, loose};

/// A routine or exercise of the user's own.
pub(super) struct OwnFile {
    /// Its folder: `routines` or `exercises`.
    pub(super) kind: &'static str,
    /// Its name, as in the folder.
    pub(super) name: String,
    /// Its path.
    pub(super) path: PathBuf,
}

/// The user's own file of this name, in any spelling; a routine before an exercise.
///
/// # Errors
/// If there is none, with what the name may mean.
pub(super) fn find(typed: &str) -> Result<OwnFile, Failure> {
    let all: Vec<(&'static str, String)> = copies::KINDS
        .into_iter()
        .flat_map(|kind| Own::read(kind).found.into_iter().map(move |found| (kind, found.name)))
        .collect();
    let exact = composed(typed);
    let similar = loose(typed);
    let place = all
        .iter()
        .position(|(_, name)| *name == exact)
        .or_else(|| all.iter().position(|(_, name)| !similar.is_empty() && loose(name) == similar));
    let found = place.and_then(|place| {
        let (kind, name) = &all[place];
        Some(OwnFile { kind, name: name.clone(), path: files::own_path(kind, name)? })
    });
    if let Some(found) = found {
        return Ok(found);
    }
    let built_in = copies::KINDS.into_iter().any(|kind| copies::built_in(kind, typed).is_some());
    if built_in {
        let error = Diagnostic::plain(format!("{} is built in", quoted(typed)));
        return Err(error.help(format!("`repcue copy {typed} NEW-NAME` makes one of your own")).into());
    }
    let error = Diagnostic::plain(format!("you have no routine or exercise named {}", quoted(typed)));
    Err(match nearest(typed, all.iter().map(|(_, name)| name.as_str())) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("`repcue list` shows those of your own"),
    }
    .into())
}

/// Warnings about the user's routines that use an exercise that is no longer there.
pub(super) fn users_of(exercise: &str, now: Option<&str>) -> Vec<Diagnostic> {
    let of_it = |text: &str| ids(text).iter().any(|id| id == exercise);
    let users = Own::read("routines").found.into_iter().filter(|found| {
        found.source.as_ref().is_ok_and(|source| source.text.contains("use") && of_it(&source.text))
    });
    users
        .map(|found| {
            let title = format!("your routine {} uses {}", quoted(&found.name), quoted(exercise));
            Diagnostic::plain(title).warning().help(match now {
                Some(now) => format!("`repcue edit {}`, and write `use = \"{now}\"`", found.name),
                None => format!("`repcue edit {}`, and use another exercise", found.name),
            })
        })
        .collect()
}
