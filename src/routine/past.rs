//! What earlier sessions of a routine say about the next one: data for lowering, which has neither a clock nor a file.

use std::collections::{BTreeMap, BTreeSet};

use super::Side;

/// The past of one routine. Empty without a history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// The sessions with each exercise, by its id, the oldest first.
    pub attempts: BTreeMap<String, Vec<Attempt>>,
    /// The stage that each exercise has, whatever the sessions say: a session that is resumed keeps what it began with.
    pub stages: BTreeMap<String, u32>,
    /// The exercises that the user knows, by id: they are announced briefly.
    pub known: BTreeSet<String>,
    /// Whether the user knows what the routine needs: then the session does not wait until it is there.
    pub knows_kit: bool,
    /// The week of the plan that is next, if one was done.
    pub week: Option<u32>,
}

/// The sets of one exercise in one session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attempt {
    /// The sets, in the order in which they ended.
    pub sets: Vec<Tried>,
    /// Whether the user called one of them too hard.
    pub was_too_hard: bool,
    /// The number of sets that were planned in a round, if known.
    pub planned_sets: Option<u32>,
    /// The number of rounds that were planned, if known.
    pub planned_rounds: Option<u32>,
}

/// A set, or one side of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The round of its block, from 1.
    pub round: u32,
    /// The set in that round, from 1.
    pub set: u32,
    /// The side that worked, if only one did.
    pub side: Option<Side>,
    /// What was planned: reps, or seconds of timed work. `None` if the user ended it.
    pub planned: Option<u32>,
    /// Whether all of that was cued.
    pub is_full: bool,
    /// The hold in each rep, in milliseconds.
    pub hold_ms: u32,
    /// The load, as written.
    pub load: Option<String>,
}

impl Attempt {
    /// Whether each set was cued in full, on both sides if they take turns, and none was too hard.
    #[must_use]
    pub fn succeeded(&self, takes_turns: bool) -> bool {
        let last = |of: fn(&Tried) -> u32| self.sets.iter().map(of).max().unwrap_or(0);
        let sets = self.planned_sets.unwrap_or_else(|| last(|set| set.set));
        let rounds = self.planned_rounds.unwrap_or_else(|| last(|set| set.round));
        let done: BTreeSet<_> =
            self.sets.iter().map(|set| (set.round, set.set, set.side.map(Side::word))).collect();
        let sides = if takes_turns { 2 } else { 1 };
        // Counted, not walked through: the numbers come from a file.
        let is_complete = done.len() as u64 >= u64::from(sets) * u64::from(rounds) * sides;
        is_complete && !self.was_too_hard && self.sets.iter().all(|set| set.is_full)
    }
}
