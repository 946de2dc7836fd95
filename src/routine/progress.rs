//! Double progression: which value of its ranges an exercise has, as follows from the sessions before.
//!
//! The ranges of an exercise have stages. Each stage is a little more than the one before: first more reps or a longer
//! time up to the high end, then a longer hold, then more sets. Two sessions in a row that succeeded lead one stage up, two
//! that failed one stage down.

use std::fmt;
use std::time::Duration;

use super::duration::written;
use super::list::PerSet;
use super::past::{Attempt, Tried};
use super::range::{LengthRange, TimesRange};
use super::reps::{REPS, Range};

/// The number of sessions in a row that lead to another stage.
const IN_A_ROW: u32 = 2;
/// The step of a hold.
const HOLD_STEP: Duration = Duration::from_secs(1);

/// How much is done in a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// Reps.
    Reps(PerSet<Range>),
    /// Time.
    Time(PerSet<LengthRange>),
    /// Neither has a range.
    Fixed,
}

/// The ranges of an exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progression {
    /// The reps or the time of its sets.
    pub amount: Amount,
    /// What its reps are called, if not reps.
    pub unit: Option<String>,
    /// The hold in each rep.
    pub hold: Option<PerSet<LengthRange>>,
    /// The number of its sets.
    pub sets: TimesRange,
    /// The load of its sets.
    pub load: Option<PerSet<String>>,
    /// Whether one side works after the other.
    pub takes_turns: bool,
}

/// How far above the low end each range is, in steps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Steps {
    amount: u32,
    hold: u32,
    sets: u32,
}

/// The stage that an exercise is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The stage, from 0.
    pub stage: u32,
    /// Its values: `11 reps`.
    pub values: String,
    /// Why it is this one.
    pub why: Why,
}

/// Why an exercise is on its stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// No session before has these ranges.
    Begins,
    /// The session began with it, and was resumed.
    Resumed,
    /// The stage below, with these values, was done in full twice.
    Up(String),
    /// The stage above, with these values, was not done in full twice, or was too hard.
    Down(String),
    /// Once more the same as the last time: it was done in full once, or not.
    Again(bool),
    /// The highest stage was done in full twice.
    Top,
}

impl fmt::Display for Progress {
    /// `11 reps: 10 reps done in full twice`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = &self.values;
        match &self.why {
            Why::Begins => write!(f, "{values}: the low end, to begin with"),
            Why::Resumed => write!(f, "{values}: as this session began"),
            Why::Up(below) => write!(f, "{values}: {below} done in full twice"),
            Why::Down(above) => write!(f, "{values}: {above} too much twice"),
            Why::Again(true) => write!(f, "{values}: done in full once, the second time leads on"),
            Why::Again(false) => write!(f, "{values}: not yet done in full"),
            Why::Top => write!(f, "{values}: the high end, done in full twice"),
        }
    }
}

impl Steps {
    /// The number of reps.
    #[must_use]
    pub fn reps(self, range: Range) -> u32 {
        range.low.saturating_add(self.amount).min(range.high)
    }

    /// The time of a set.
    #[must_use]
    pub fn time(self, range: LengthRange) -> Duration {
        (range.low + step(range) * self.amount).min(range.high)
    }

    /// The hold of a rep.
    #[must_use]
    pub fn hold(self, range: LengthRange) -> Duration {
        (range.low + HOLD_STEP * self.hold).min(range.high)
    }

    /// The number of sets.
    #[must_use]
    pub fn sets(self, range: TimesRange) -> u32 {
        range.low.saturating_add(self.sets).min(range.high)
    }
}

/// The step of a time: a second in a range of up to ten, two up to twenty, otherwise five.
fn step(range: LengthRange) -> Duration {
    Duration::from_secs(match (range.high - range.low).as_secs_f64() {
        spread if spread <= 10.0 => 1,
        spread if spread <= 20.0 => 2,
        _ => 5,
    })
}

/// The number of steps from the low to the high end.
fn steps(range: LengthRange, step: Duration) -> u32 {
    u32::try_from((range.high - range.low).as_nanos().div_ceil(step.as_nanos())).unwrap_or(u32::MAX)
}

impl Progression {
    /// The steps of the highest stage.
    fn most(&self) -> Steps {
        let amount = match &self.amount {
            Amount::Reps(reps) => reps.values().map(|range| range.high - range.low).max(),
            Amount::Time(time) => time.values().map(|range| steps(*range, step(*range))).max(),
            Amount::Fixed => None,
        };
        let hold = self.hold.as_ref().and_then(|hold| hold.values().map(|r| steps(*r, HOLD_STEP)).max());
        Steps { amount: amount.unwrap_or(0), hold: hold.unwrap_or(0), sets: self.sets.high - self.sets.low }
    }

    /// The highest stage; 0 if nothing has a range.
    #[must_use]
    pub fn highest(&self) -> u32 {
        let most = self.most();
        most.amount.saturating_add(most.hold).saturating_add(most.sets)
    }

    /// The steps of a stage; above the highest one, of that.
    #[must_use]
    pub fn steps(&self, stage: u32) -> Steps {
        let most = self.most();
        let amount = stage.min(most.amount);
        let hold = (stage - amount).min(most.hold);
        Steps { amount, hold, sets: (stage - amount - hold).min(most.sets) }
    }

    /// The stage of an exercise after these sessions, the oldest first. A session that was planned with other values than
    /// those of a stage says nothing. `None` if nothing has a range.
    #[must_use]
    pub fn climb(&self, attempts: &[Attempt]) -> Option<Progress> {
        let highest = self.highest();
        if highest == 0 {
            return None;
        }
        let (mut stage, mut row, mut why) = (0, (true, 0), Why::Begins);
        for attempt in attempts {
            let Some(tried) = self.stage_of(attempt) else { continue };
            if tried != stage {
                // The user chose it.
                (stage, row) = (tried, (true, 0));
            }
            let succeeded = attempt.succeeded(self.takes_turns);
            row = if row.0 == succeeded { (succeeded, row.1 + 1) } else { (succeeded, 1) };
            why = Why::Again(succeeded);
            if row.1 < IN_A_ROW {
                continue;
            }
            if succeeded && stage == highest {
                why = Why::Top;
                continue;
            }
            if !succeeded && stage == 0 {
                continue;
            }
            let before = self.values(stage);
            (stage, why) =
                if succeeded { (stage + 1, Why::Up(before)) } else { (stage - 1, Why::Down(before)) };
            row = (true, 0);
        }
        Some(self.at(stage, why))
    }

    /// The stage that a session began with.
    #[must_use]
    pub fn resumed(&self, stage: u32) -> Option<Progress> {
        let highest = self.highest();
        (highest > 0).then(|| self.at(stage.min(highest), Why::Resumed))
    }

    fn at(&self, stage: u32, why: Why) -> Progress {
        Progress { stage, values: self.values(stage), why }
    }

    /// The stage that a session was planned with.
    fn stage_of(&self, attempt: &Attempt) -> Option<u32> {
        let most = self.most();
        let numbers = attempt.sets.iter().map(|set| set.set).max()?;
        let sets = attempt.planned_sets.unwrap_or(numbers);
        let sets = match most.sets {
            0 => 0,
            _ => sets.checked_sub(self.sets.low).filter(|steps| *steps <= most.sets)?,
        };
        // Of several ranges, the widest tells the stages apart.
        let amount = attempt.sets.iter().map(|set| self.amount_of(set)).max()?;
        let hold = attempt.sets.iter().map(|set| self.hold_of(set)).max()?;
        let steps = Steps { amount, hold, sets };
        let stage = amount.saturating_add(hold).saturating_add(sets);
        (self.steps(stage) == steps && attempt.sets.iter().all(|set| self.plans(steps, set))).then_some(stage)
    }

    /// The steps of a set above the low end of its amount.
    fn amount_of(&self, set: &Tried) -> u32 {
        let planned = set.planned.unwrap_or(0);
        match &self.amount {
            Amount::Reps(reps) => planned.saturating_sub(place(reps, set).low),
            Amount::Time(time) => {
                let range = *place(time, set);
                let above = Duration::from_secs(planned.into()).saturating_sub(range.low);
                let near = u32::try_from(above.as_nanos() / step(range).as_nanos()).unwrap_or(u32::MAX);
                let most = steps(range, step(range));
                // The history has whole seconds: of two steps that round to the same, it was the later one.
                let is_reached = |amount: &u32| {
                    let time = Steps { amount: *amount, ..Steps::default() }.time(range);
                    *amount <= most && rounded(time) <= planned
                };
                let nearby = near.saturating_sub(1)..=near.saturating_add(1);
                nearby.rev().find(is_reached).unwrap_or(most)
            }
            Amount::Fixed => 0,
        }
    }

    /// The steps of a set above the low end of its hold.
    fn hold_of(&self, set: &Tried) -> u32 {
        let above = |hold: &PerSet<LengthRange>| {
            let above = Duration::from_millis(set.hold_ms.into()).saturating_sub(place(hold, set).low);
            u32::try_from(above.as_nanos().div_ceil(HOLD_STEP.as_nanos())).unwrap_or(u32::MAX)
        };
        self.hold.as_ref().map_or(0, above)
    }

    /// Whether a set was planned with these values.
    fn plans(&self, steps: Steps, set: &Tried) -> bool {
        let amount = match &self.amount {
            Amount::Reps(reps) => set.planned == Some(steps.reps(*place(reps, set))),
            Amount::Time(time) => set.planned == Some(rounded(steps.time(*place(time, set)))),
            Amount::Fixed => true,
        };
        let hold = self
            .hold
            .as_ref()
            .is_none_or(|hold| Duration::from_millis(set.hold_ms.into()) == steps.hold(*place(hold, set)));
        amount && hold && self.load.as_ref().map(|load| place(load, set)) == set.load.as_ref()
    }

    /// The values of a stage in words: those of the first set, and of each range.
    #[must_use]
    pub fn values(&self, stage: u32) -> String {
        let (steps, most) = (self.steps(stage), self.most());
        let mut words = Vec::new();
        match &self.amount {
            Amount::Reps(reps) if most.amount > 0 => {
                let unit = self.unit.as_deref().unwrap_or(REPS);
                let number = steps.reps(*reps.get(0, 0));
                words.push(format!("{number} {}", super::singular(unit, number == 1)));
            }
            Amount::Time(time) if most.amount > 0 => words.push(written(steps.time(*time.get(0, 0)))),
            _ => {}
        }
        if let Some(hold) = self.hold.as_ref().filter(|_| most.hold > 0) {
            words.push(format!("hold {}", written(steps.hold(*hold.get(0, 0)))));
        }
        if most.sets > 0 {
            let number = steps.sets(self.sets);
            words.push(format!("{number} {}", if number == 1 { "set" } else { "sets" }));
        }
        words.join(", ")
    }
}

/// The value that a set has of a list.
fn place<'a, T: Clone>(list: &'a PerSet<T>, set: &Tried) -> &'a T {
    let from_zero = |number: u32| number.saturating_sub(1) as usize;
    list.get(from_zero(set.round), from_zero(set.set))
}

/// A length in whole seconds as the history has it, half rounds up.
fn rounded(length: Duration) -> u32 {
    u32::try_from((length + Duration::from_millis(500)).as_secs()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
