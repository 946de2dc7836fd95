//! The values of one layer: the library, a routine, a block, an exercise, or the command line.
//!
//! Every value is optional; the nearer layer wins, value by value. Values that exclude each other (`every` and `rest`, a
//! rate and the lengths of phases) win as a group.

use std::time::Duration;

use super::list::PerSet;
use super::phases::Phases;
use super::range::{LengthRange, RateRange, RestRange, TimesRange};
use super::reps::Range;
use super::{Count, CountAt, InstructionsChoice, Side, Sides, Start, Ticks};

/// The kind of work in a set, before the numbers are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkKind {
    /// Counted: `reps = 10`.
    Counted,
    /// Open-ended, and cued: `reps = "open"`.
    Open,
    /// Timed: `for = "45s"`.
    Timed,
    /// At the user's own pace: `for = "open"`. Whether `reps` says how many.
    OwnPace(bool),
}

/// The values of one layer; `None` if it does not give them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the value of the key of its name, documented in docs/format.md")]
pub struct Settings {
    pub name: Option<String>,
    pub say: Option<String>,
    pub work: Option<WorkKind>,
    /// The numbers of reps; an open-ended set keeps the number of the layer below.
    pub counted: Option<PerSet<Range>>,
    pub unit: Option<String>,
    pub time: Option<PerSet<LengthRange>>,
    pub load: Option<PerSet<String>>,
    /// The number of sets, as given or as follows from the longest list of this layer.
    pub sets: Option<TimesRange>,
    pub sides: Option<Sides>,
    pub first: Option<Side>,
    pub start: Option<Start>,
    pub lift: Option<PerSet<LengthRange>>,
    pub hold: Option<PerSet<LengthRange>>,
    pub lower: Option<PerSet<LengthRange>>,
    pub pause: Option<PerSet<LengthRange>>,
    pub phases: Option<Phases>,
    pub rate: Option<PerSet<RateRange>>,
    /// Whether lengths of phases are given in the layer that gives the work, or nearer: timed work then has reps.
    pub is_paced: bool,
    pub count: Option<Count>,
    pub count_at: Option<CountAt>,
    pub ready: Option<Duration>,
    pub rest: Option<PerSet<RestRange>>,
    pub rest_after: Option<RestRange>,
    pub every: Option<Duration>,
    pub switch: Option<Duration>,
    pub setup: Option<String>,
    pub tips: Option<Vec<String>>,
    pub muscles: Option<Vec<String>>,
    pub equipment: Option<Vec<String>>,
    pub harder: Option<String>,
    pub easier: Option<String>,
    pub instructions: Option<InstructionsChoice>,
    pub ticks: Option<Ticks>,
    pub warn: Option<Vec<Duration>>,
}

impl Settings {
    /// Whether this layer gives the length of a phase.
    fn gives_lengths(&self) -> bool {
        [&self.lift, &self.hold, &self.lower, &self.pause].iter().any(|phase| phase.is_some())
    }

    /// Merges this layer over another: missing values come from `below`.
    #[must_use]
    pub fn over(self, below: &Settings) -> Settings {
        let mut below = below.clone();
        if self.gives_lengths() {
            below.rate = None;
        }
        if self.rest.is_some() || self.rest_after.is_some() {
            below.every = None;
        }
        if self.every.is_some() {
            (below.rest, below.rest_after) = (None, None);
        }
        // Reps of an exercise that is done at the user's own pace are said, not cued.
        let work = match (self.work, below.work) {
            (Some(WorkKind::Counted), Some(WorkKind::OwnPace(_))) => Some(WorkKind::OwnPace(true)),
            (own, below) => own.or(below),
        };
        Settings {
            is_paced: self.is_paced || (self.work.is_none() && below.is_paced),
            name: self.name.or(below.name),
            say: self.say.or(below.say),
            work,
            counted: self.counted.or(below.counted),
            unit: self.unit.or(below.unit),
            time: self.time.or(below.time),
            load: self.load.or(below.load),
            sets: self.sets.or(below.sets),
            sides: self.sides.or(below.sides),
            first: self.first.or(below.first),
            start: self.start.or(below.start),
            lift: self.lift.or(below.lift),
            hold: self.hold.or(below.hold),
            lower: self.lower.or(below.lower),
            pause: self.pause.or(below.pause),
            phases: self.phases.or(below.phases),
            rate: self.rate.or(below.rate),
            count: self.count.or(below.count),
            count_at: self.count_at.or(below.count_at),
            ready: self.ready.or(below.ready),
            rest: self.rest.or(below.rest),
            rest_after: self.rest_after.or(below.rest_after),
            every: self.every.or(below.every),
            switch: self.switch.or(below.switch),
            setup: self.setup.or(below.setup),
            tips: self.tips.or(below.tips),
            muscles: self.muscles.or(below.muscles),
            equipment: self.equipment.or(below.equipment),
            harder: self.harder.or(below.harder),
            easier: self.easier.or(below.easier),
            instructions: self.instructions.or(below.instructions),
            ticks: self.ticks.or(below.ticks),
            warn: self.warn.or(below.warn),
        }
    }

    /// The number of rounds and of sets whose values may differ.
    #[must_use]
    pub fn differs(&self) -> (usize, usize) {
        let lengths = [&self.time, &self.lift, &self.hold, &self.lower, &self.pause];
        let lengths = lengths.into_iter().flatten().map(PerSet::differs);
        let others = [
            self.counted.as_ref().map(PerSet::differs),
            self.load.as_ref().map(PerSet::differs),
            self.rate.as_ref().map(PerSet::differs),
            self.rest.as_ref().map(PerSet::differs),
        ];
        let all = lengths.chain(others.into_iter().flatten());
        all.fold((1, 1), |(rounds, sets), (r, s)| (rounds.max(r), sets.max(s)))
    }
}
