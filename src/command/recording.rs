//! Starts to record a session in the history.

use std::hash::{BuildHasher, RandomState};

use super::resume::Start;
use super::warn;
use crate::calendar::Moment;
use crate::history::record::SessionFacts;
use crate::history::store;
use crate::history::writer::HistoryWriter;
use crate::routine::Routine;
use crate::session::recorder::Recorder;

/// The recorder of a session that begins now. `None`, with a warning, if there is no place for the history.
pub(super) fn recorder(start: &Start, routine: &Routine) -> Option<Recorder> {
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
    Some(Recorder::new(facts, HistoryWriter::new(path)))
}
