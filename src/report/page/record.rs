//! What the history says of a set, as far as it is known before it is played: the keys of a line of `history.jsonl`.
//! The script of the page adds when it was, and what was cued.

use serde::Serialize;

use crate::routine::phase::Phase;
use crate::routine::{Side, Sides, Work};
use crate::timeline::{Interval, IntervalKind};

/// The part of a line that is known.
#[derive(Debug, Serialize)]
pub(super) struct Record<'a> {
    exercise: &'a str,
    name: &'a str,
    round: u32,
    set: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    side: Option<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    alternate: bool,
    measure: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    planned: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hold_ms: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    load: Option<&'a str>,
}

impl Record<'_> {
    /// The record of an interval; `None` if it is not work.
    pub(super) fn new(interval: &Interval) -> Option<Record<'_>> {
        let (IntervalKind::Work, Some(exercise)) = (interval.kind, interval.exercise.as_deref()) else {
            return None;
        };
        let set = interval.own_set()?;
        let seconds = (interval.length().as_millis() + 500) / 1_000;
        let (measure, planned) = match set.work {
            Work::Open(_) => ("reps", None),
            Work::Reps(_) | Work::Paced { .. } => ("reps", interval.reps),
            Work::OwnPace { reps: Some(reps), .. } => ("reps", Some(reps)),
            Work::OwnPace { reps: None, time: None } => ("seconds", None),
            Work::Time(_) | Work::OwnPace { reps: None, time: Some(_) } => {
                ("seconds", u32::try_from(seconds).ok())
            }
        };
        let holds = set.rep.phases().iter().filter(|phase| phase.phase == Phase::Hold);
        let hold: u128 = holds.map(|phase| phase.length.as_millis()).sum();
        Some(Record {
            exercise: &exercise.id,
            name: &exercise.name,
            round: interval.round,
            set: interval.set,
            side: interval.side.map(Side::word),
            alternate: exercise.sides == Sides::Alternate && interval.side.is_none(),
            measure,
            unit: exercise.unit.as_deref().filter(|_| measure == "reps"),
            planned,
            hold_ms: u32::try_from(hold).ok().filter(|hold| *hold > 0 && set.work.is_cued()),
            load: set.load.as_deref(),
        })
    }
}
