//! From text to a valid [`Routine`], or to everything that is wrong with it.

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
    /// The routine that a text describes, with `changes` applied to it. `library` is where `use` looks exercises up.
    ///
    /// # Errors
    /// All errors of the text: first its own, in their order, then those of the exercises that it uses.
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

    /// The one exercise that a text describes, as a routine. Its id is the name of the source without its ending.
    ///
    /// # Errors
    /// All errors of the text.
    pub fn parse_exercise(source: &Arc<Source>, changes: &Changes) -> Result<Routine, Diagnostics> {
        let stem = Path::new(&source.name).file_stem();
        let id = stem.map_or_else(|| "exercise".to_owned(), |stem| visible(&stem.to_string_lossy()));
        let library = Library::new([(id.clone(), Arc::clone(source))]);
        Routine::drill(&id, &library, changes)
    }

    /// Whichever a text describes: an exercise if it has keys of one at its top and no `exercise` or `block`, else a routine.
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
    /// If there is none of this id, or if it has errors; and what is wrong with the changes.
    pub fn drill(id: &str, library: &Library, changes: &Changes) -> Result<Routine, Diagnostics> {
        lower::drill(id, &Context { library, changes }).map_err(Diagnostics)
    }
}
