//! Rounds until time is up, as the session that plays them needs to know them.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use super::CueKind;

/// The rounds of a block that are played until its time is up.
#[derive(Debug, Clone, PartialEq)]
pub struct TimedRounds {
    /// The title of the block, if it has one.
    pub block: Option<Arc<str>>,
    /// Their intervals, from the first go until time is up.
    pub intervals: Range<usize>,
    /// The time.
    pub time: Duration,
    /// The number of exercises in a round.
    pub exercises: u32,
    /// For each interval, how many exercises are complete when it begins.
    pub complete: Vec<u32>,
    /// How many are complete when time is up, if everything goes as planned.
    pub planned: u32,
    /// What a session needs if the user sets the pace: then time is up whatever is played.
    pub own_pace: Option<OwnPace>,
}

/// What is heard in rounds that the user sets the pace of, whatever is played, and after them.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnPace {
    /// The sounds and phrases on the clock, in order.
    pub calls: Vec<Call>,
    /// The numbers that are told when time is up: of rounds, and of exercises in addition.
    pub told: Vec<ToldNumber>,
}

/// A cue at a time since the rounds began.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The time.
    pub after: Duration,
    /// Its sound or phrase.
    pub kind: CueKind,
}

/// A number that only the session knows, in a phrase of the timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldNumber {
    /// The phrase in the timeline, which is as long as any of the others.
    pub planned: Arc<str>,
    /// What is said instead, by number; `None` says nothing.
    pub phrases: Vec<Option<Arc<str>>>,
}

/// A number of rounds and of exercises in addition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RoundsDone {
    /// The number of whole rounds.
    pub rounds: u32,
    /// The number of exercises of the next one.
    pub exercises: u32,
}

impl TimedRounds {
    /// This number of complete exercises in rounds.
    #[must_use]
    pub fn done(&self, complete: u32) -> RoundsDone {
        let each = self.exercises.max(1);
        RoundsDone { rounds: complete / each, exercises: complete % each }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complete_exercises_make_rounds() {
        let rounds = TimedRounds {
            block: None,
            intervals: 0..1,
            time: Duration::ZERO,
            exercises: 3,
            complete: Vec::new(),
            planned: 0,
            own_pace: None,
        };
        let done = |complete| (rounds.done(complete).rounds, rounds.done(complete).exercises);
        assert_eq!([0, 2, 3, 7].map(done), [(0, 0), (0, 2), (1, 0), (2, 1)]);
    }
}
