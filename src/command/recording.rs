//! Starts to record a session in the history.

use std::hash::{BuildHasher, RandomState};
use std::path::Path;

use super::resolved_options::HistoryOptions;
use super::resume::Start;
use super::warn;
use crate::calendar::{self, Moment};
use crate::config::Config;
use crate::history::lines::History;
use crate::history::record::SessionFacts;
use crate::history::store;
use crate::history::week::{self, Goal, Week};
use crate::history::writer::HistoryWriter;
use crate::routine::Routine;
use crate::session::recorder::Recorder;

/// The recorder of a session that begins now. `None` if the user keeps no history or, with a warning, if there is no place
/// for it.
pub(super) fn recorder(start: &Start, routine: &Routine, options: HistoryOptions) -> Option<Recorder> {
    if !options.is_kept {
        return None;
    }
    let path = match store::required_path() {
        Ok(path) => path,
        Err(error) => {
            warn(format!("warning: this session is not in the history: {error}"));
            return None;
        }
    };
    let Some(began) = Moment::now() else {
        warn("warning: this session is not in the history: the computer's clock is beyond the year 9999");
        return None;
    };
    let facts = SessionFacts {
        // Each `RandomState` of the standard library has keys of its own.
        id: SessionFacts::id(began, RandomState::new().hash_one(())),
        began,
        what: start.what,
        routine: start.id.as_ref().map(|id| id.as_str().to_owned()),
        week: (!routine.weeks.is_empty()).then_some(routine.week),
        resumed: start.place.is_some(),
    };
    let week = week_with(&path, began, options.goal);
    Some(Recorder::new(facts, HistoryWriter::new(path), week))
}

/// How the week goes, in words; empty without a history.
pub(super) fn week(config: &Config) -> String {
    let is_kept = config.history.as_ref().is_none_or(|history| history.value);
    let bytes = store::path().filter(|_| is_kept).and_then(|path| store::read(&path).ok());
    let days = week::days(&History::read(bytes.as_deref()));
    let Some(today) = calendar::today().filter(|_| !days.is_empty()) else { return String::new() };
    let goal = config.goal.as_ref().map(|goal| goal.value).unwrap_or_default();
    Week::new(&days, today, goal).words()
}

/// The week of a session that begins now, with it; `None` if the history cannot be read, which writing to it reports.
fn week_with(path: &Path, began: Moment, goal: Goal) -> Option<Week> {
    let bytes = store::read(path).ok()?;
    let mut days = week::days(&History::read([bytes.as_slice()]));
    days.insert(began.day());
    Some(Week::new(&days, began.day(), goal))
}
