//! What the history says about the session that is about to begin, and what to say of it.

use super::resolved_options::ResolvedOptions;
use super::resume::Start;
use super::{load, warn};
use crate::calendar;
use crate::history::lines::History;
use crate::history::{past, store};
use crate::report::progress::harder;
use crate::routine::Routine;
use crate::routine::changes::Changes;
use crate::routine::past::Past;
use crate::session::resume_point::RoutineId;

/// The past of a routine; empty if the user keeps no history, or if it cannot be read, which the recorder reports.
pub(super) fn of(routine: Option<&RoutineId>, is_kept: bool) -> Past {
    let bytes = store::path().filter(|_| is_kept).and_then(|path| store::read(&path).ok());
    match (bytes, calendar::today()) {
        (Some(bytes), Some(today)) => {
            past::of(&History::read([bytes.as_slice()]), routine.map(RoutineId::as_str), today)
        }
        _ => Past::default(),
    }
}

/// Says which exercises have reached the top of their ranges with the session that ended, and how to make them harder.
pub(super) fn say_harder(start: &Start, options: &ResolvedOptions) {
    let past = of(start.id.as_ref(), options.history.is_kept);
    let changes = Changes { past, ..options.changes.clone() };
    // It was valid when the session began; if it is not any more, the next session reports that.
    let Ok(routine) = load::routine(&start.routine, &changes) else { return };
    let exercises = routine.blocks.iter().flat_map(|block| &block.exercises);
    for line in exercises.filter_map(|exercise| harder(exercise, &start.routine)) {
        warn(line);
    }
}

/// What a session that is resumed later keeps: the values that followed from the past, not the past itself.
pub(super) fn kept(routine: &Routine, past: &Past) -> Past {
    let exercises = || routine.blocks.iter().flat_map(|block| &block.exercises);
    let stages = exercises()
        .filter_map(|exercise| Some((exercise.id.clone(), exercise.progress.as_ref()?.stage)))
        .collect();
    let known =
        exercises().map(|exercise| &exercise.id).filter(|id| past.known.contains(*id)).cloned().collect();
    Past { stages, known, knows_kit: past.knows_kit, ..Past::default() }
}
