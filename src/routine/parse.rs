//! Parses a text into a valid [`Routine`], or returns all errors.

use std::path::Path;
use std::sync::Arc;

use super::Routine;
use super::changes::Changes;
use super::file::{is_exercise, read_routine};
use super::library::Library;
use super::lower::{self, Context};
use crate::diagnostic::{Diagnostics, Source};
use crate::printable::visible;

impl Routine {
    /// Parses a routine and applies `changes`. `library` resolves `use`.
    ///
    /// # Errors
    /// All errors of the text in order, then those of the exercises that it uses.
    pub fn parse(source: &Arc<Source>, library: &Library, changes: &Changes) -> Result<Routine, Diagnostics> {
        let (file, mut errors) = read_routine(source);
        match lower::routine(&file, &Context { library, changes }, errors.is_empty()) {
            Ok(routine) if errors.is_empty() => return Ok(routine),
            Ok(_) => {}
            Err(more) => errors.extend(more),
        }
        errors.sort_by_key(|error| {
            let elsewhere = error.source.as_ref().is_none_or(|other| !Arc::ptr_eq(other, source));
            (elsewhere, error.labels.first().map(|label| label.span.start))
        });
        Err(Diagnostics(errors))
    }

    /// Parses an exercise file as a routine of one exercise. Its id is the name of the source without its extension.
    ///
    /// # Errors
    /// All errors of the text.
    pub fn parse_exercise(source: &Arc<Source>, changes: &Changes) -> Result<Routine, Diagnostics> {
        let stem = Path::new(&source.name).file_stem();
        let id = stem.map_or_else(|| "exercise".to_owned(), |stem| visible(&stem.to_string_lossy()));
        let library = Library::new([(id.clone(), Arc::clone(source))]);
        Routine::drill(&id, &library, changes)
    }

    /// Parses an exercise if the text has exercise keys at the top level and no `exercise` or `block`; otherwise a
    /// routine.
    ///
    /// # Errors
    /// All errors of the text.
    pub fn parse_any(
        source: &Arc<Source>,
        library: &Library,
        changes: &Changes,
    ) -> Result<Routine, Diagnostics> {
        if is_exercise(&source.text) {
            Routine::parse_exercise(source, changes)
        } else {
            Routine::parse(source, library, changes)
        }
    }

    /// One exercise of the library, as a routine.
    ///
    /// # Errors
    /// If there is no such exercise, or if the exercise or the changes have errors.
    pub fn drill(id: &str, library: &Library, changes: &Changes) -> Result<Routine, Diagnostics> {
        lower::drill(id, &Context { library, changes }).map_err(Diagnostics)
    }
}

#[cfg(test)]
mod tests;
