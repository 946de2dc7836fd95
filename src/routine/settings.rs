//! The values of one layer: the library, a routine, a block, an exercise, or the command line.
//!
//! Every value is optional; the nearer layer wins, value by value.

use std::time::Duration;

use super::reps::Range;
use super::{Count, CountAt, Instructions, Rest, Side, Sides, Start, Ticks};

/// The kind of work in a set, before the numbers are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkKind {
    /// Counted: `reps = 10`.
    Counted,
    /// Open-ended: `reps = "open"`.
    Open,
    /// Timed: `for = "45s"`.
    Timed(Duration),
}

/// The values of one layer; `None` if it does not give them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the value of the key of its name, documented in docs/format.md")]
pub struct Settings {
    pub name: Option<String>,
    pub say: Option<String>,
    pub work: Option<WorkKind>,
    /// The number of reps; an open-ended set keeps the number of the layer below.
    pub counted: Option<Range>,
    pub sets: Option<u32>,
    pub sides: Option<Sides>,
    pub first: Option<Side>,
    pub start: Option<Start>,
    pub lift: Option<Duration>,
    pub hold: Option<Duration>,
    pub lower: Option<Duration>,
    pub pause: Option<Duration>,
    pub count: Option<Count>,
    pub count_at: Option<CountAt>,
    pub ready: Option<Duration>,
    pub rest: Option<Rest>,
    pub rest_after: Option<Rest>,
    pub switch: Option<Duration>,
    pub setup: Option<String>,
    pub tips: Option<Vec<String>>,
    pub muscles: Option<Vec<String>>,
    pub equipment: Option<Vec<String>>,
    pub harder: Option<String>,
    pub easier: Option<String>,
    pub instructions: Option<Instructions>,
    pub ticks: Option<Ticks>,
    pub warn: Option<Vec<Duration>>,
}

impl Settings {
    /// Merges this layer over another: missing values come from `below`.
    #[must_use]
    pub fn over(self, below: &Settings) -> Settings {
        let below = below.clone();
        Settings {
            name: self.name.or(below.name),
            say: self.say.or(below.say),
            work: self.work.or(below.work),
            counted: self.counted.or(below.counted),
            sets: self.sets.or(below.sets),
            sides: self.sides.or(below.sides),
            first: self.first.or(below.first),
            start: self.start.or(below.start),
            lift: self.lift.or(below.lift),
            hold: self.hold.or(below.hold),
            lower: self.lower.or(below.lower),
            pause: self.pause.or(below.pause),
            count: self.count.or(below.count),
            count_at: self.count_at.or(below.count_at),
            ready: self.ready.or(below.ready),
            rest: self.rest.or(below.rest),
            rest_after: self.rest_after.or(below.rest_after),
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
}
