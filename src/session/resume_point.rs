//! What is kept of a session that is not over, so that another one can resume it, from the start of its set.

mod file;
pub mod store;

use std::fmt;
use std::time::Duration;

use crate::routine::changes::Changes;
use crate::routine::{Side, Sides};
use crate::time::At;
use crate::timeline::{Interval, IntervalKind, Timeline};

/// A session, and the place in it where another one resumes it.
#[derive(Debug, Clone, PartialEq)]
pub struct ResumePoint {
    /// Which session.
    pub origin: Origin,
    /// Which place.
    pub place: Place,
}

/// What a session was started with: another one that is started with the same plays the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// Of which routine it is.
    pub routine: RoutineId,
    /// The name that the person gave it, if any.
    pub session: Option<String>,
    /// What the command line changes. The settings are not among it: they are read again.
    pub changes: Changes,
    /// The time to fit into.
    pub minutes: Option<u32>,
}

/// Which routine, whatever folder somebody is in and however they write its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoutineId {
    /// A built-in one, or one of the person's own folder, by its name.
    Named(String),
    /// Any other file, by its absolute path without links.
    File(String),
}

impl RoutineId {
    /// The name or the path, by which the routine is found.
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
    /// The exercise by its id.
    pub exercise: String,
    /// What a person calls it.
    pub name: String,
    /// The side that the set begins with, if one side works after the other.
    pub side: Option<Side>,
    /// Which round of its block, from 1.
    pub round: u32,
    /// Of how many.
    pub rounds: u32,
    /// Which set of the exercise, from 1.
    pub set: u32,
    /// Of how many.
    pub sets: u32,
    /// Which of all sets of the session, from 1.
    pub number: u32,
    /// How far the session was when its last interval began, to the millisecond.
    pub at: Duration,
    /// How long the session is, to the millisecond.
    pub duration: Duration,
}

impl Place {
    /// The set of an interval: of a rest, the set after it; `None` at the end.
    #[must_use]
    pub fn of(timeline: &Timeline, interval: usize) -> Option<Place> {
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
            number,
            at: to_millis(timeline.intervals[interval].start - At::ZERO),
            duration: to_millis(timeline.end() - At::ZERO),
        })
    }

    /// The interval with which its set begins in a timeline: the set of the same number, if it is the same set; else
    /// the first that is; `None` if there is none.
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
            .filter(|(_, _, of)| *of > 1)
            .map(|(what, number, of)| format!("{what} {number} of {of}"))
            .collect();
        if numbers.is_empty() { Ok(()) } else { write!(f, " ({})", numbers.join(", ")) }
    }
}

fn to_millis(length: Duration) -> Duration {
    Duration::from_millis(u64::try_from(length.as_millis()).unwrap_or(u64::MAX))
}

/// The sets of a session in order: where each begins, with its first interval.
fn sets(timeline: &Timeline) -> impl Iterator<Item = (usize, &Interval)> {
    let mut within = false;
    timeline.intervals.iter().enumerate().filter(move |(_, interval)| {
        // A set is a get-ready, work, and perhaps a switch and more work; a get-ready always begins one, and so
        // does work that comes right after a rest or after another set.
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
