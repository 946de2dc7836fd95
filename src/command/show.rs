//! `repcue show`: what would happen, as a table or as JSON.

mod json;
mod table;

use super::{Failure, Outcome, load, print};
use crate::cli::Show;
use crate::output::SILENT_RATE;
use crate::sound::Sounds;
use crate::timeline::compile;

/// Shows a routine or an exercise.
pub(super) fn run(args: &Show) -> Result<Outcome, Failure> {
    let routine = load::either(&args.what, &args.changes.changes())?;
    let timeline = compile(&routine, &Sounds::new(SILENT_RATE));
    let text = if args.json { json::written(&timeline) } else { table::drawn(&timeline) };
    print(&text)?;
    Ok(Outcome::Done)
}
