//! Which of the spoken phrases are instructions, which are spoken more slowly.

use std::collections::HashSet;

use super::phrases::Phrases;
use super::script::Script;
use crate::routine::Routine;

/// The set-ups and tips of a routine, as they are spoken.
#[must_use]
pub fn instructions(routine: &Routine, phrases: &Phrases) -> HashSet<String> {
    let script = Script::new(phrases, routine);
    let exercises = routine.blocks.iter().flat_map(|block| &block.exercises);
    exercises
        .flat_map(|exercise| {
            let tips = exercise.tips.iter().map(|tip| script.tip(tip));
            script.setup(exercise).into_iter().chain(tips).collect::<Vec<_>>()
        })
        .collect()
}
