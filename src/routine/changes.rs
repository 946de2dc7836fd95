//! Overrides from the command line: a layer of values above the whole routine.

use super::Tempo;
use super::duration::Length;
use super::reps::{Level, Reps};
use super::selection::Selection;
use super::settings::{Settings, WorkKind};
use super::{Count, Rest, Side, Sides};

/// Overrides for every exercise that is played; `None` keeps the value from the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the option of its name, documented in the help")]
pub struct Changes {
    pub reps: Option<Reps>,
    pub r#for: Option<Length>,
    pub sets: Option<u32>,
    pub sides: Option<Sides>,
    pub first: Option<Side>,
    pub tempo: Option<Tempo>,
    pub lift: Option<Length>,
    pub hold: Option<Length>,
    pub lower: Option<Length>,
    pub pause: Option<Length>,
    pub ready: Option<Length>,
    pub rest: Option<Rest>,
    pub switch: Option<Length>,
    pub count: Option<Count>,
    /// Which end of a rep range to train.
    pub level: Option<Level>,
    /// Defaults for values that no layer gives; they win over the program's own.
    pub defaults: Settings,
    /// Which exercises are played, and in which order.
    pub selection: Selection,
}

impl Changes {
    /// The overrides as the topmost layer. `rest` applies to every rest, including the one after an exercise.
    #[must_use]
    pub fn settings(&self) -> Settings {
        let (work, counted) = match (self.r#for, self.reps) {
            (Some(length), _) => (Some(WorkKind::Timed(length.0)), None),
            (None, Some(Reps::Counted(range))) => (Some(WorkKind::Counted), Some(range)),
            (None, Some(Reps::Open)) => (Some(WorkKind::Open), None),
            (None, None) => (None, None),
        };
        let phase = |own: Option<Length>, of: fn(Tempo) -> std::time::Duration| {
            own.map(|length| length.0).or(self.tempo.map(of))
        };
        Settings {
            work,
            counted,
            sets: self.sets,
            sides: self.sides,
            first: self.first,
            count: self.count,
            lift: phase(self.lift, |tempo| tempo.lift),
            hold: phase(self.hold, |tempo| tempo.hold),
            lower: phase(self.lower, |tempo| tempo.lower),
            pause: phase(self.pause, |tempo| tempo.pause),
            ready: self.ready.map(|length| length.0),
            rest: self.rest,
            rest_after: self.rest,
            switch: self.switch.map(|length| length.0),
            ..Settings::default()
        }
    }
}
