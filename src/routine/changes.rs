//! Overrides from the command line: a layer of values above the whole routine.

use super::Tempo;
use super::duration::Length;
use super::list::PerSet;
use super::past::Past;
use super::range::{LengthRange, RestRange, TimesRange};
use super::reps::{LevelChoice, Reps};
use super::selection::Selection;
use super::settings::{Settings, WorkKind};
use super::week::Day;
use super::{Count, InstructionsChoice, Rest, Side, Sides};

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
    pub instructions: Option<InstructionsChoice>,
    /// Which value of a range to use.
    pub level: Option<LevelChoice>,
    /// The week of a plan.
    pub week: Option<u32>,
    /// Today, which selects the week of a plan with a start if `week` does not.
    pub today: Option<Day>,
    /// What earlier sessions say.
    pub past: Past,
    /// Defaults for values that no layer gives; they win over the program's own.
    pub defaults: Settings,
    /// Which exercises are played, and in which order.
    pub selection: Selection,
}

impl Changes {
    /// The overrides as the topmost layer. `rest` applies to every rest, including the one after an exercise.
    #[must_use]
    pub fn settings(&self) -> Settings {
        let (work, counted, unit) = match (self.r#for, &self.reps) {
            (Some(_), _) => (Some(WorkKind::Timed), None, None),
            (None, Some(Reps::Counted(range, unit))) => {
                (Some(WorkKind::Counted), Some(PerSet::one(*range)), unit.clone())
            }
            (None, Some(Reps::Open)) => (Some(WorkKind::Open), None, None),
            (None, None) => (None, None, None),
        };
        let phase = |own: Option<Length>, of: fn(Tempo) -> std::time::Duration| {
            let length = own.map(|length| length.0).or(self.tempo.map(of));
            length.map(|length| PerSet::one(LengthRange::one(length)))
        };
        let rest = self.rest.map(RestRange::from);
        let lengths = [self.lift, self.hold, self.lower, self.pause];
        Settings {
            is_paced: self.tempo.is_some() || lengths.iter().any(Option::is_some),
            work,
            counted,
            unit,
            time: self.r#for.map(|length| PerSet::one(LengthRange::from(length))),
            sets: self.sets.map(TimesRange::one),
            sides: self.sides,
            first: self.first,
            count: self.count,
            instructions: self.instructions,
            lift: phase(self.lift, |tempo| tempo.lift),
            hold: phase(self.hold, |tempo| tempo.hold),
            lower: phase(self.lower, |tempo| tempo.lower),
            pause: phase(self.pause, |tempo| tempo.pause),
            ready: self.ready.map(|length| length.0),
            rest: rest.map(PerSet::one),
            rest_after: rest,
            switch: self.switch.map(|length| length.0),
            ..Settings::default()
        }
    }
}
