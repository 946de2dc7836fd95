//! What is stored of an unfinished session so that it can be resumed from the start of its set.

mod file;
pub mod store;

use std::fmt;
use std::time::Duration;

use crate::player::Position;
use crate::routine::changes::Changes;
use crate::routine::{Side, Sides};
use crate::time::At;
use crate::timeline::{Interval, IntervalKind, Timeline};

/// A session and the place at which it resumes.
#[derive(Debug, Clone, PartialEq)]
pub struct ResumePoint {
    /// How it was started.
    pub origin: Origin,
    /// The place.
    pub place: Place,
}

/// What a session was started with: the same values give the same session.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// The routine.
    pub routine: RoutineId,
    /// The name that the user gave it, if any.
    pub session: Option<String>,
    /// The overrides of the command line. Settings are not included: they are read again.
    pub changes: Changes,
    /// The time to fit into.
    pub minutes: Option<u32>,
}

/// The identity of a routine, independent of the current folder and of how its path is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoutineId {
    /// A built-in routine or one in the user's folder, by name.
    Named(String),
    /// Any other file, by its absolute path without links.
    File(String),
}

impl RoutineId {
    /// The name or the path by which the routine is found.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            RoutineId::Named(text) | RoutineId::File(text) => text,
        }
    }
}

/// A set of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The id of the exercise.
    pub exercise: String,
    /// Its display name.
    pub name: String,
    /// The side that the set begins with, if one side follows the other.
    pub side: Option<Side>,
    /// The round of its block, from 1.
    pub round: u32,
    /// The number of rounds; 0 if nobody knows it.
    pub rounds: u32,
    /// The set of the exercise, from 1.
    pub set: u32,
    /// The number of sets.
    pub sets: u32,
    /// How much is over of the time of rounds at the user's own pace, to the millisecond; `None` outside them.
    pub rounds_elapsed: Option<Duration>,
    /// The position of the set among all sets of the session, from 1.
    pub number: u32,
    /// The session's time at the start of its last interval, to the millisecond.
    pub at: Duration,
    /// The length of the session, to the millisecond.
    pub duration: Duration,
}

impl Place {
    /// The set of an interval; for a rest, the set after it; `None` at the end.
    #[must_use]
    pub fn at_interval(timeline: &Timeline, interval: usize) -> Option<Place> {
        let ahead = &timeline.intervals[interval..];
        let within = interval + ahead.iter().position(|interval| interval.kind != IntervalKind::Rest)?;
        timeline.intervals[within].exercise.as_ref()?;
        let sets = (1..).zip(sets(timeline)).take_while(|(_, (start, _))| *start <= within);
        let (number, (_, first)) = sets.last()?;
        let exercise = first.exercise.as_ref()?;
        Some(Place {
            exercise: exercise.id.clone(),
            name: exercise.name.clone(),
            side: first.side.filter(|_| exercise.sides == Sides::Each),
            round: first.round,
            rounds: first.rounds,
            set: first.set,
            sets: exercise.sets,
            rounds_elapsed: None,
            number,
            at: to_millis(timeline.intervals[interval].start - At::ZERO),
            duration: to_millis(timeline.end() - At::ZERO),
        })
    }

    /// The same place, with the time of a position.
    #[must_use]
    pub fn at_time(self, position: &Position) -> Place {
        let rounds_elapsed = position.rounds.map(|rounds| to_millis(rounds.elapsed));
        Place { rounds_elapsed, ..self }
    }

    /// The first interval of this set in a timeline: the set at the same position if it matches, otherwise the first
    /// that matches; `None` if none does.
    #[must_use]
    pub fn find(&self, timeline: &Timeline) -> Option<usize> {
        let is_it = |interval: &Interval| {
            let exercise = interval.exercise.as_ref().is_some_and(|exercise| exercise.id == self.exercise);
            exercise && interval.round == self.round && interval.set == self.set
        };
        let number = usize::try_from(self.number).ok()?.checked_sub(1)?;
        let there = sets(timeline).nth(number).filter(|(_, interval)| is_it(interval));
        there.or_else(|| sets(timeline).find(|(_, interval)| is_it(interval))).map(|(start, _)| start)
    }
}

impl fmt::Display for Place {
    /// `Lying clam shell, left (round 1 of 2, set 2 of 3)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if let Some(side) = self.side {
            write!(f, ", {}", side.word())?;
        }
        let numbers = [("round", self.round, self.rounds), ("set", self.set, self.sets)];
        let numbers: Vec<String> = numbers
            .into_iter()
            .filter(|(_, _, of)| *of != 1)
            .map(|(what, number, of)| match of {
                0 => format!("{what} {number}"),
                of => format!("{what} {number} of {of}"),
            })
            .collect();
        if numbers.is_empty() { Ok(()) } else { write!(f, " ({})", numbers.join(", ")) }
    }
}

fn to_millis(length: Duration) -> Duration {
    Duration::from_millis(u64::try_from(length.as_millis()).unwrap_or(u64::MAX))
}

/// The sets of a session in order: the index of the first interval of each, and the interval.
fn sets(timeline: &Timeline) -> impl Iterator<Item = (usize, &Interval)> {
    let mut within = false;
    timeline.intervals.iter().enumerate().filter(move |(_, interval)| {
        // A set is a "get ready", work, and perhaps a switch and more work. A "get ready" always begins one, and so
        // does work that immediately follows a rest or another set.
        let begins = match interval.kind {
            IntervalKind::Ready => true,
            IntervalKind::Work => !within,
            IntervalKind::Switch | IntervalKind::Rest | IntervalKind::Done => false,
        };
        within = matches!(interval.kind, IntervalKind::Ready | IntervalKind::Switch);
        begins
    })
}

#[cfg(test)]
mod tests;
