//! What follows from the values of an exercise: its sets, turns, lengths and amounts.

use std::time::Duration;

use super::{Exercise, Rest, Round, Set, Side, Sides, Work, duration, name, reps};

impl Exercise {
    /// Whether a name on the command line means this exercise: its id, its name or an alias, in any spelling.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let wanted = name::loose(name);
        let mut names = [&self.id, &self.name].into_iter().chain(&self.facts.aliases);
        self.id == name || self.name == name || names.any(|own| name::ways_to_type(own).contains(&wanted))
    }

    /// A set of a round, both from 1.
    #[must_use]
    pub fn set(&self, round: u32, set: u32) -> &Set {
        let sets = &self.round(round).sets;
        &sets[index(set).min(sets.len() - 1)]
    }

    /// The rest before the next exercise, in a round, from 1.
    #[must_use]
    pub fn rest_after(&self, round: u32) -> Rest {
        self.round(round).rest_after
    }

    fn round(&self, round: u32) -> &Round {
        &self.rounds[index(round).min(self.rounds.len() - 1)]
    }

    /// All sets that differ, in order: each with its round and its number, from 1, and how often it is repeated in
    /// `rounds` rounds.
    pub fn each_set(&self, rounds: u32) -> impl Iterator<Item = (&Set, u64)> {
        let times = |n: usize, len: usize, all: u32| {
            let all = all as usize;
            if n >= all {
                0
            } else if n + 1 == len {
                (all - n) as u64
            } else {
                1
            }
        };
        self.rounds.iter().enumerate().flat_map(move |(r, round)| {
            let of_round = times(r, self.rounds.len(), rounds);
            let sets = round.sets.iter().enumerate();
            sets.map(move |(s, set)| (set, of_round * times(s, round.sets.len(), self.sets)))
        })
    }

    /// The sides of a set that have an interval of their own, in order; a single `None` if no side has one.
    #[must_use]
    pub fn turns(&self, set: &Set) -> Vec<Option<Side>> {
        match (self.sides, set.work) {
            (Sides::Left | Sides::Right, _) => vec![self.sides.only()],
            (Sides::Together, _) | (_, Work::OwnPace { time: Some(_), .. }) => vec![None],
            (Sides::Alternate, work) if !matches!(work, Work::Time(_)) => vec![None],
            (Sides::Each | Sides::Alternate, _) => vec![Some(self.first), Some(self.first.other())],
        }
    }

    /// Whether an interval of this set has the reps of both sides: its numbers are per side.
    #[must_use]
    pub fn does_both_sides(&self, set: &Set) -> bool {
        matches!(self.sides, Sides::Each | Sides::Alternate) && self.turns(set) == [None]
    }

    /// The amount of a set in words, on one side: `10 reps`, `5 breaths`, `45s`, `as many reps as you like`.
    #[must_use]
    pub fn amount(&self, set: &Set) -> String {
        match set.work {
            Work::Reps(reps) | Work::OwnPace { reps: Some(reps), time: Some(_) } => self.counted(reps),
            Work::Open(_) => format!("as many {} as you like", self.unit.as_deref().unwrap_or(reps::REPS)),
            Work::Time(time) | Work::Paced { time, .. } | Work::OwnPace { reps: None, time: Some(time) } => {
                duration::written(time)
            }
            Work::OwnPace { reps: Some(reps), time: None } => format!("{}, own pace", self.counted(reps)),
            Work::OwnPace { reps: None, time: None } => "own pace".to_owned(),
        }
    }

    /// A number of reps with their unit: `1 rep`, `5 breaths`.
    #[must_use]
    pub fn counted(&self, reps: u32) -> String {
        format!("{reps} {}", singular(self.unit.as_deref().unwrap_or(reps::REPS), reps == 1))
    }

    /// The first side if the sides alternate rep by rep; otherwise `None`.
    #[must_use]
    pub fn first_of_alternating(&self) -> Option<Side> {
        (self.sides == Sides::Alternate).then_some(self.first)
    }

    /// The number of reps that the cues of one set mark, over both sides; for a set without cues, the number of work
    /// intervals.
    #[must_use]
    pub fn reps_of_set(&self, set: &Set) -> u64 {
        let turns = self.turns(set).len() as u64;
        match set.work {
            Work::Reps(reps) | Work::Open(reps) | Work::Paced { reps, .. } => {
                u64::from(reps) * turns.max(u64::from(self.reps_of_a_number()))
            }
            Work::Time(_) | Work::OwnPace { .. } => turns,
        }
    }

    /// The length of the work of one set, over both sides, without the switch.
    #[must_use]
    pub fn work_of_set(&self, set: &Set) -> Duration {
        let turns = u32::try_from(self.turns(set).len()).unwrap_or(2);
        match set.work {
            Work::Reps(_) | Work::Open(_) => {
                // Each side begins its own count.
                let reps = u32::try_from(self.reps_of_set(set) / u64::from(turns)).unwrap_or(u32::MAX);
                set.rep.times(reps).saturating_mul(turns)
            }
            Work::Time(length) | Work::Paced { time: length, .. } => length.saturating_mul(turns),
            Work::OwnPace { .. } => set.own_pace().saturating_mul(turns),
        }
    }

    /// The sets of a round, from 1, that differ from the one before.
    #[must_use]
    pub fn sets_of(&self, round: u32) -> &[Set] {
        let sets = &self.round(round).sets;
        &sets[..sets.len().min((self.sets as usize).max(1))]
    }

    /// The length of a round, from 1, with the rests between its sets.
    #[must_use]
    pub fn length_of_round(&self, round: u32) -> Duration {
        let sets = self.sets_of(round);
        let repeated = self.sets - u32::try_from(sets.len() - 1).unwrap_or(0);
        let one = |set: &Set| self.length_of_set(set).saturating_add(set.rest.length());
        let (last, others) = sets.split_last().unwrap_or((&sets[0], &[]));
        let others = others.iter().map(one).fold(Duration::ZERO, Duration::saturating_add);
        others.saturating_add(one(last).saturating_mul(repeated)).saturating_sub(last.rest.length())
    }

    /// The length of one set from its start to its stop, with the switch.
    #[must_use]
    pub fn length_of_set(&self, set: &Set) -> Duration {
        let switches = u32::try_from(self.turns(set).len().saturating_sub(1)).unwrap_or(1);
        self.work_of_set(set).saturating_add(self.switch.saturating_mul(switches))
    }
}

/// A unit after a number: without its plural `s` after one.
#[must_use]
pub fn singular(unit: &str, is_one: bool) -> &str {
    let one = unit.strip_suffix('s').filter(|one| !one.is_empty() && !one.ends_with('s'));
    one.filter(|_| is_one).unwrap_or(unit)
}

/// The index of a number from 1.
fn index(number: u32) -> usize {
    number.saturating_sub(1) as usize
}

#[cfg(test)]
mod tests;
