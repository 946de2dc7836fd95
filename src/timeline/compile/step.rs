//! The sets of a routine in order, each with its place.

use std::sync::Arc;
use std::time::Duration;

use super::Script;
use crate::routine::{Exercise, Rest, Routine, Set, Work};
use crate::time::At;
use crate::timeline::{Interval, IntervalKind};

/// Tips as spoken.
type Tips = Arc<[Arc<str>]>;

/// One set of one exercise, with its place in the routine.
pub(in crate::timeline) struct Step {
    pub(super) block: Option<Arc<str>>,
    /// The index of its block.
    pub(super) block_number: usize,
    pub(in crate::timeline) round: u32,
    pub(in crate::timeline) rounds: u32,
    pub(super) round_rest: Option<Rest>,
    /// The rest after its block, which is that of the last exercise even if time is up before it.
    pub(super) rest_after_block: Rest,
    /// The time until which its block is played.
    pub(in crate::timeline) until: Option<Duration>,
    /// Whether the user sets the pace until then.
    pub(in crate::timeline) is_at_own_pace: bool,
    /// The number of exercises of its block.
    pub(super) exercises: usize,
    pub(in crate::timeline) exercise: Arc<Exercise>,
    /// The number of the exercise in the routine, from 1.
    pub(super) exercise_number: u32,
    /// The tips of the exercise, as spoken.
    pub(in crate::timeline) tips: Tips,
    /// The index of the exercise in its block.
    pub(super) place: usize,
    pub(in crate::timeline) set: u32,
}

/// All sets of a routine, in order.
pub(super) fn steps(routine: &Routine, script: &Script<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut before = 0;
    for (block_number, block) in routine.blocks.iter().enumerate() {
        let title: Option<Arc<str>> = block.title.as_deref().map(Arc::from);
        let is_at_own_pace = block.is_at_own_pace();
        let tips = |exercise: &Exercise| exercise.tips.iter().map(|tip| script.tip(tip).into()).collect();
        let exercises: Vec<(Arc<Exercise>, Tips)> =
            block.exercises.iter().map(|exercise| (Arc::new(exercise.clone()), tips(exercise))).collect();
        for round in 1..=block.rounds {
            let last = block.exercises.last().map(|exercise| exercise.rest_after(round));
            let rest_after_block = last.unwrap_or(Rest::Time(Duration::ZERO));
            for (place, (exercise, tips)) in exercises.iter().enumerate() {
                let exercise_number = u32::try_from(before + place + 1).unwrap_or(u32::MAX);
                for set in 1..=exercise.sets {
                    steps.push(Step {
                        block: title.clone(),
                        block_number,
                        round,
                        rounds: block.rounds,
                        round_rest: block.round_rest,
                        rest_after_block,
                        until: block.time,
                        is_at_own_pace,
                        exercises: block.exercises.len(),
                        exercise: Arc::clone(exercise),
                        exercise_number,
                        tips: Arc::clone(tips),
                        place,
                        set,
                    });
                }
            }
        }
        before += exercises.len();
    }
    steps
}

impl Step {
    /// The set itself.
    pub(in crate::timeline) fn own(&self) -> &Set {
        self.exercise.set(self.round, self.set)
    }

    /// The number of reps of work without cues, if one is given.
    pub(in crate::timeline) fn uncued_reps(&self) -> Option<u32> {
        match self.own().work {
            Work::OwnPace { reps, .. } => reps,
            _ => None,
        }
    }

    /// How long its work lasts if nobody ends it, at the user's own pace.
    pub(in crate::timeline) fn own_pace(&self) -> Duration {
        // Until time is up, the session must have as many rounds as the user can do.
        if self.is_at_own_pace { self.own().soonest() } else { self.own().own_pace() }
    }

    /// Whether this is another set of the exercise of the step before it.
    pub(super) fn continues(&self) -> bool {
        self.set > 1
    }

    /// Whether another round of a block begins with this set.
    pub(in crate::timeline) fn begins_round(&self) -> bool {
        self.round > 1 && self.place == 0 && self.set == 1
    }

    /// The rest between this set and the next one.
    pub(super) fn rest_before(&self, next: &Step) -> Rest {
        let round_ends = next.block_number == self.block_number && next.round != self.round;
        match self.round_rest {
            Some(round_rest) if round_ends => round_rest,
            _ if next.continues() => self.own().rest,
            _ if next.block_number != self.block_number => self.rest_after_block,
            _ => self.exercise.rest_after(self.round),
        }
    }

    /// An interval of this step, without any cues.
    pub(in crate::timeline) fn interval(&self, kind: IntervalKind, start: At, end: At) -> Interval {
        Interval {
            block: self.block.clone(),
            round: self.round,
            rounds: self.rounds,
            exercise: Some(Arc::clone(&self.exercise)),
            exercise_number: self.exercise_number,
            set: self.set,
            ..Interval::new(kind, start, end)
        }
    }

    /// The number of reps of a set; `None` for a timed one.
    pub(in crate::timeline) fn counted(&self) -> Option<u32> {
        self.own().work.reps()
    }
}
