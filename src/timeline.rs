//! What happens, in time: intervals one after the other, and cues at their instants.
//!
//! [`compile()`] makes a [`Timeline`] of a [`Routine`](crate::routine::Routine) and of the lengths of the
//! sounds and phrases in it. It is pure and total: the same routine gives the same timeline.

mod coach;
mod compile;
mod occupied;
pub mod phrases;
mod script;
mod work;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use crate::routine::{Exercise, Side};
use crate::time::At;

pub use compile::compile;

/// A whole session, in time.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// The routine's title.
    pub title: String,
    /// Without a gap, from the beginning to [`Timeline::end`].
    pub intervals: Vec<Interval>,
    /// In the order of their instants; those of one instant in the order of their intervals.
    pub cues: Vec<Cue>,
    /// What is said once in a long pause.
    pub still_paused: String,
}

impl Timeline {
    /// When it is over.
    #[must_use]
    pub fn end(&self) -> At {
        self.intervals.last().map_or(At::ZERO, |interval| interval.end)
    }

    /// The exercises of the routine in their order, each with how long it takes in all: with what comes before each set,
    /// and with the rests after it.
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

    /// The place in [`Timeline::intervals`] of the interval at an instant; the last one after the end.
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
    /// What it is for.
    pub kind: IntervalKind,
    /// The title of the block that it is in, where it has one.
    pub block: Option<Arc<str>>,
    /// Which round of the block, from 1.
    pub round: u32,
    /// How many rounds its block has.
    pub rounds: u32,
    /// The exercise that it belongs to: of a rest, the one before it. `None` at the very end.
    pub exercise: Option<Arc<Exercise>>,
    /// Which set of the exercise, from 1.
    pub set: u32,
    /// The side that works, or (get-ready, switch) is about to; `None` where both do.
    pub side: Option<Side>,
    /// How many reps there are to do, on each side where there are sides; `None` where none are counted.
    pub reps: Option<u32>,
    /// Of an open-ended set, the part that is repeated until the person goes on.
    pub cycle: Option<(At, At)>,
    /// Where time can be added: just before the count.
    pub hold_point: Option<At>,
    /// Whether it waits there until the person goes on.
    pub waits: bool,
    /// Of work, what is said to somebody who has skipped to it.
    pub skipped: Vec<Arc<str>>,
}

impl Interval {
    /// How long it lasts.
    #[must_use]
    pub fn length(&self) -> Duration {
        self.end - self.start
    }
}

/// What an interval is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IntervalKind {
    /// Get-ready, before a set.
    Ready,
    /// Work: reps, or a time.
    Work,
    /// The change of sides.
    Switch,
    /// Rest.
    Rest,
    /// The end of the routine.
    Done,
}

impl IntervalKind {
    /// The word for it in JSON.
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
    /// When it begins.
    pub at: At,
    /// Which sound, or what is said.
    pub kind: CueKind,
    /// How long it is heard.
    pub length: Duration,
    /// The place in [`Timeline::intervals`] of the interval that it belongs to.
    pub interval: usize,
    /// The side that it comes from; `None`: the middle.
    pub side: Option<Side>,
    /// The rep that it marks, from 1; with alternating sides, of its side.
    pub rep: Option<u32>,
}

/// The kinds of cues: twelve sounds, and speech.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CueKind {
    /// One of the sounds.
    Sound(Sound),
    /// A phrase.
    Say(Arc<str>),
}

/// The twelve sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sound {
    /// The 3-2-1 before something changes.
    Count,
    /// Work begins.
    Go,
    /// The lift begins.
    Lift,
    /// The hold begins.
    Hold,
    /// A further second of a hold or of a timed exercise.
    Tick,
    /// The lowering begins.
    Lower,
    /// A rep is complete, and the next does not begin at once.
    Rep,
    /// Half of a set is done.
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
    /// All of them, in the order of their declaration.
    pub const ALL: [Sound; 12] = [
        Sound::Count,
        Sound::Go,
        Sound::Lift,
        Sound::Hold,
        Sound::Tick,
        Sound::Lower,
        Sound::Rep,
        Sound::Half,
        Sound::Last,
        Sound::Switch,
        Sound::Rest,
        Sound::Done,
    ];

    /// The word for it, which is also the name of its file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Sound::Count => "count",
            Sound::Go => "go",
            Sound::Lift => "lift",
            Sound::Hold => "hold",
            Sound::Tick => "tick",
            Sound::Lower => "lower",
            Sound::Rep => "rep",
            Sound::Half => "half",
            Sound::Last => "last",
            Sound::Switch => "switch",
            Sound::Rest => "rest",
            Sound::Done => "done",
        }
    }
}

/// How long things are heard, which the timeline must know before it is laid.
pub trait Lengths {
    /// The length of a sound.
    fn sound(&self, sound: Sound) -> Duration;
    /// The length of a phrase, spoken.
    fn speech(&self, text: &str) -> Duration;
}

#[cfg(test)]
mod tests;
