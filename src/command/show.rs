//! `repcue show`: what would happen, as a table or as JSON.

mod json;
mod table;

use super::{Failure, Outcome, load, print, speech};
use crate::cli::Show;
use crate::output::SILENT_RATE;

/// Shows a routine or an exercise.
pub(super) fn run(args: &Show) -> Result<Outcome, Failure> {
    let routine = load::either(&args.what, &load::changes(&args.changes, &args.selection))?;
    let timeline =
        speech::prepare(&routine, args.selection.minutes, args.playing.voice.as_ref(), SILENT_RATE)?.timeline;
    let text = if args.json { json::written(&timeline) } else { table::drawn(&timeline) };
    print(&text)?;
    Ok(Outcome::Done)
}
