//! `repcue show`: what would happen, as a table or as JSON.

mod json;
mod table;

use super::wishes::Wishes;
use super::{Failure, Outcome, load, print, speech};
use crate::cli::Show;
use crate::output::SILENT_RATE;

/// Shows a routine or an exercise.
pub(super) fn run(args: &Show) -> Result<Outcome, Failure> {
    let wishes = Wishes::of(&args.changes, Some(&args.selection), &args.playing)?;
    let routine = load::either(&args.what, &wishes.changes)?;
    let timeline = speech::prepare(&routine, &wishes, SILENT_RATE)?.timeline;
    let text = if args.json { json::written(&timeline) } else { table::drawn(&timeline) };
    print(&text)?;
    Ok(Outcome::Done)
}
