//! The timeline: what happens in a session, as intervals and cues in time.
//!
//! [`compile()`] builds a [`Timeline`] from a [`Routine`](crate::routine::Routine) and the lengths of its sounds and
//! phrases. It is pure and total: the same routine gives the same timeline.

mod coach;
mod compile;
mod count;
pub mod instructions;
mod occupied;
pub mod phrases;
mod preparation;
pub mod rounds;
mod script;
mod work;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use crate::routine::{Exercise, Set, Side};
use crate::time::At;

pub use compile::compile;
use rounds::TimedRounds;
pub use script::ending;

/// A complete session in time.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// The routine's title.
    pub title: String,
    /// What the session needs, as it is said: "You need: mat."
    pub equipment: Option<Arc<str>>,
    /// The intervals, without gaps, from the beginning to [`Timeline::end`].
    pub intervals: Vec<Interval>,
    /// The cues, in order of their instants; those at the same instant in order of their intervals.
    pub cues: Vec<Cue>,
    /// The phrase spoken once in a long pause.
    pub still_paused: String,
    /// The rounds that are played until time is up, in order.
    pub timed_rounds: Vec<TimedRounds>,
    /// What is said at the end of a session that did not go as planned, instead of the planned time.
    pub done_otherwise: String,
    /// The indices in [`Timeline::intervals`] of work that nothing names: there is no room for its name.
    pub unnamed: Vec<usize>,
    /// The number of exercises of the routine; one that a block repeats in each round counts once.
    pub exercise_count: u32,
}

impl Timeline {
    /// The end of the session.
    #[must_use]
    pub fn end(&self) -> At {
        self.intervals.last().map_or(At::ZERO, |interval| interval.end)
    }

    /// The exercises of the routine in order, each with its total length, including what comes before each set and the
    /// rests after it.
    #[must_use]
    pub fn exercises(&self) -> Vec<(Arc<Exercise>, Duration)> {
        let mut places = HashMap::new();
        let mut exercises: Vec<(Arc<Exercise>, Duration)> = Vec::new();
        for interval in &self.intervals {
            let Some(exercise) = &interval.exercise else { continue };
            let place = *places.entry(Arc::as_ptr(exercise)).or_insert(exercises.len());
            match exercises.get_mut(place) {
                Some((_, length)) => *length += interval.length(),
                None => exercises.push((Arc::clone(exercise), interval.length())),
            }
        }
        exercises
    }

    /// The index in [`Timeline::intervals`] of the work of an interval: its own, or what it comes before; `None` at the
    /// end.
    #[must_use]
    pub fn work_from(&self, interval: usize) -> Option<usize> {
        let ahead = self.intervals.get(interval..)?;
        Some(interval + ahead.iter().position(|interval| interval.kind == IntervalKind::Work)?)
    }

    /// Whether two intervals of work belong to the same turn of an exercise: all its sets in one round.
    #[must_use]
    pub fn is_same_turn(&self, one: &Interval, other: &Interval) -> bool {
        one.exercise_number == other.exercise_number && one.round == other.round
    }

    /// The index of the interval with which the turn that an interval belongs to begins: the rest or "get ready" before
    /// its first set. At the end, the end.
    #[must_use]
    pub fn turn_start(&self, interval: usize) -> usize {
        let is_of_it = |index: &usize| self.are_of_one_turn(*index, interval);
        (0..=interval).rev().take_while(is_of_it).last().unwrap_or(interval)
    }

    /// The index of the interval with which the next turn begins; after the last one, the end.
    #[must_use]
    pub fn next_turn(&self, interval: usize) -> usize {
        let later = (interval..self.intervals.len()).find(|index| !self.are_of_one_turn(*index, interval));
        later.unwrap_or(self.intervals.len().saturating_sub(1))
    }

    /// The index of the interval with which the turn of an interval begins; within this time after its start, that of
    /// the turn before.
    #[must_use]
    pub fn previous_turn(&self, interval: usize, at: At, within: Duration) -> usize {
        let start = self.turn_start(interval);
        if interval == start && at - self.intervals[start].start < within {
            self.turn_start(start.saturating_sub(1))
        } else {
            start
        }
    }

    /// Whether the work of two intervals belongs to one turn.
    fn are_of_one_turn(&self, one: usize, other: usize) -> bool {
        let turn = |index| {
            let work = &self.intervals[self.work_from(index)?];
            Some((work.exercise_number, work.round))
        };
        turn(one) == turn(other)
    }

    /// The index in [`Timeline::intervals`] of the interval at an instant; the last one after the end.
    #[must_use]
    pub fn interval_at(&self, at: At) -> usize {
        self.intervals
            .partition_point(|interval| interval.end <= at)
            .min(self.intervals.len().saturating_sub(1))
    }
}

/// A span of the session with one thing on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// Its first instant.
    pub start: At,
    /// The first instant after it; later than `start`.
    pub end: At,
    /// Its kind.
    pub kind: IntervalKind,
    /// The title of its block, if it has one.
    pub block: Option<Arc<str>>,
    /// The round of the block, from 1.
    pub round: u32,
    /// The number of rounds of the block; 0 if nobody knows it, because the user sets the pace until time is up.
    pub rounds: u32,
    /// The exercise that it belongs to; for a rest, the one before it. `None` at the very end.
    pub exercise: Option<Arc<Exercise>>,
    /// The number of its exercise among those of the routine, from 1; 0 at the very end.
    pub exercise_number: u32,
    /// The set of the exercise, from 1.
    pub set: u32,
    /// The side that works or, in "get ready" and switch, is about to; `None` if both do.
    pub side: Option<Side>,
    /// The number of reps, per side if the sides take turns; `None` if reps are not counted.
    pub reps: Option<u32>,
    /// The part of an open-ended set that is repeated until the user continues.
    pub cycle: Option<(At, At)>,
    /// The instant at which time can be added: just before the count.
    pub hold_point: Option<At>,
    /// Whether it waits there until the user continues.
    pub waits: bool,
    /// The instructions that are said in it for the first time.
    pub instructions: Vec<Arc<str>>,
    /// How much longer it is than its given length, so that instructions fit.
    pub grown: Duration,
    /// For reps, which numbers are said: each, each second, each fifth. `None` if none are.
    pub count_step: Option<u32>,
    /// For work, what is spoken after a skip to it.
    pub skipped: Vec<Arc<str>>,
}

impl Interval {
    /// An interval of no exercise.
    pub(crate) fn new(kind: IntervalKind, start: At, end: At) -> Interval {
        Interval {
            start,
            end,
            kind,
            block: None,
            round: 1,
            rounds: 1,
            exercise: None,
            exercise_number: 0,
            set: 1,
            side: None,
            reps: None,
            cycle: None,
            hold_point: None,
            waits: false,
            instructions: Vec::new(),
            grown: Duration::ZERO,
            count_step: None,
            skipped: Vec::new(),
        }
    }

    /// The set that it belongs to; `None` at the very end.
    #[must_use]
    pub fn own_set(&self) -> Option<&Set> {
        self.exercise.as_deref().map(|exercise| exercise.set(self.round, self.set))
    }

    /// Its length.
    #[must_use]
    pub fn length(&self) -> Duration {
        self.end - self.start
    }
}

/// The kind of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IntervalKind {
    /// "Get ready", before a set.
    Ready,
    /// Work: reps, or a timed hold.
    Work,
    /// The switch of sides.
    Switch,
    /// Rest.
    Rest,
    /// The end of the routine.
    Done,
}

impl IntervalKind {
    /// The word for this kind in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            IntervalKind::Ready => "ready",
            IntervalKind::Work => "work",
            IntervalKind::Switch => "switch",
            IntervalKind::Rest => "rest",
            IntervalKind::Done => "done",
        }
    }
}

/// One sound at one instant.
#[derive(Debug, Clone, PartialEq)]
pub struct Cue {
    /// The instant at which it begins.
    pub at: At,
    /// Its sound or phrase.
    pub kind: CueKind,
    /// Its length.
    pub length: Duration,
    /// The index in [`Timeline::intervals`] of its interval.
    pub interval: usize,
    /// The side that it is panned to; `None` is the center.
    pub side: Option<Side>,
    /// The rep that it marks, from 1; with alternating sides, counted per side.
    pub rep: Option<u32>,
}

/// The kinds of cues: sounds, and speech.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CueKind {
    /// One of the sounds.
    Sound(Sound),
    /// A spoken phrase.
    Say(Arc<str>),
}

/// The fourteen sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sound {
    /// The 3-2-1 before a change.
    Count,
    /// The count before the next rep, after a long pause between reps: softer than [`Sound::Count`].
    Knock,
    /// Work begins.
    Go,
    /// The lift begins.
    Lift,
    /// The hold begins.
    Hold,
    /// Another second of a hold or of a timed exercise.
    Tick,
    /// The lowering begins.
    Lower,
    /// The pause at the bottom begins.
    Pause,
    /// A rep is complete, and the next does not begin immediately.
    Rep,
    /// Half of a set is complete.
    Half,
    /// The last rep begins.
    Last,
    /// Switch sides.
    Switch,
    /// Rest begins.
    Rest,
    /// The routine is over.
    Done,
}

impl Sound {
    /// All sounds, in order of declaration.
    pub const ALL: [Sound; 14] = [
        Sound::Count,
        Sound::Knock,
        Sound::Go,
        Sound::Lift,
        Sound::Hold,
        Sound::Tick,
        Sound::Lower,
        Sound::Pause,
        Sound::Rep,
        Sound::Half,
        Sound::Last,
        Sound::Switch,
        Sound::Rest,
        Sound::Done,
    ];

    /// The word for this sound, which is also its file name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Sound::Count => "count",
            Sound::Knock => "knock",
            Sound::Go => "go",
            Sound::Lift => "lift",
            Sound::Hold => "hold",
            Sound::Tick => "tick",
            Sound::Lower => "lower",
            Sound::Pause => "pause",
            Sound::Rep => "rep",
            Sound::Half => "half",
            Sound::Last => "last",
            Sound::Switch => "switch",
            Sound::Rest => "rest",
            Sound::Done => "done",
        }
    }
}

/// The lengths of sounds and phrases, which the timeline needs in advance.
pub trait Lengths {
    /// The length of a sound.
    fn sound(&self, sound: Sound) -> Duration;
    /// The length of a spoken phrase.
    fn speech(&self, text: &str) -> Duration;
}

#[cfg(test)]
mod tests;
