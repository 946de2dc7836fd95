//! Which exercises of a routine are played, and in which order.
//!
//! Warm-up and cool-down blocks keep their position and order.

use super::shuffle::{SplitMix64, shuffle};
use super::{Block, BlockKind, Exercise, Routine};
use crate::diagnostic::{Diagnostic, nearest, quoted};

/// A selection of the exercises of a routine. Exercises are named by id or by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// The exercise to start with.
    pub from: Option<String>,
    /// The exercises to keep; all if empty.
    pub only: Vec<String>,
    /// The exercises to leave out.
    pub skip: Vec<String>,
    /// The seed for shuffling the exercises within each block; the same seed gives the same order.
    pub shuffle: Option<u64>,
}

impl Selection {
    /// Applies the selection and reports names that the routine does not have, or a selection that leaves nothing.
    pub fn apply(&self, routine: &mut Routine) -> Vec<Diagnostic> {
        let named = [("from", self.from.as_slice()), ("only", &self.only), ("skip", &self.skip)];
        let errors: Vec<Diagnostic> = named
            .into_iter()
            .flat_map(|(option, names)| names.iter().map(move |name| (option, name)))
            .filter_map(|(option, name)| unknown(routine, option, name))
            .collect();
        if !errors.is_empty() {
            return errors;
        }
        if let Some(from) = &self.from {
            start_at(routine, from);
        }
        let wanted = |exercise: &Exercise| {
            let named = |names: &[String]| names.iter().any(|name| is_called(exercise, name));
            (self.only.is_empty() || named(&self.only)) && !named(&self.skip)
        };
        for block in &mut routine.blocks {
            block.exercises.retain(wanted);
        }
        routine.blocks.retain(|block| !block.exercises.is_empty());
        if routine.blocks.is_empty() {
            let nothing = Diagnostic::plain("no exercises are left to play");
            return vec![
                nothing.help("`--only`, `--skip` and `--from` together must leave at least one exercise"),
            ];
        }
        if let Some(seed) = self.shuffle {
            let mut random = SplitMix64(seed);
            for block in routine.blocks.iter_mut().filter(|block| block.kind == BlockKind::Main) {
                shuffle(&mut block.exercises, &mut random);
            }
        }
        Vec::new()
    }
}

fn is_called(exercise: &Exercise, name: &str) -> bool {
    exercise.id == name || exercise.name.eq_ignore_ascii_case(name)
}

fn exercises(routine: &Routine) -> impl Iterator<Item = &Exercise> {
    routine.blocks.iter().flat_map(|block| &block.exercises)
}

/// The maximum number of exercises that a message lists.
const MOST_NAMED: usize = 40;

/// The error for a name that no exercise of the routine has.
fn unknown(routine: &Routine, option: &str, name: &str) -> Option<Diagnostic> {
    if exercises(routine).any(|exercise| is_called(exercise, name)) {
        return None;
    }
    let error = Diagnostic::plain(format!("`--{option}`: the routine has no exercise {}", quoted(name)));
    let mut ids: Vec<&str> = exercises(routine).map(|exercise| exercise.id.as_str()).collect();
    Some(match nearest(name, ids.iter().copied()) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => {
            let mut seen = std::collections::HashSet::new();
            ids.retain(|id| seen.insert(*id));
            let more = if ids.len() > MOST_NAMED { ", …" } else { "" };
            ids.truncate(MOST_NAMED);
            error.help(format!("its exercises are {}{more}", ids.join(", ")))
        }
    })
}

/// Drops everything before an exercise.
fn start_at(routine: &mut Routine, from: &str) {
    let place = routine.blocks.iter().enumerate().find_map(|(n, block)| {
        Some((n, block.exercises.iter().position(|exercise| is_called(exercise, from))?))
    });
    let Some((block, exercise)) = place else { return };
    let mut rest = routine.blocks.split_off(block);
    if exercise > 0 {
        // The round that is entered in the middle becomes a block of its own; the complete rounds follow it.
        let whole = &mut rest[0];
        let mut partial = Block { rounds: 1, ..whole.clone() };
        partial.exercises.drain(..exercise);
        if whole.rounds > 1 {
            whole.rounds -= 1;
            for exercise in &mut partial.exercises {
                exercise.rounds.truncate(1);
            }
            if let (Some(last), Some(round_rest)) = (partial.exercises.last_mut(), whole.round_rest) {
                last.rounds[0].rest_after = round_rest;
            }
            for exercise in whole.exercises.iter_mut().filter(|exercise| exercise.rounds.len() > 1) {
                exercise.rounds.remove(0);
            }
            rest.insert(0, partial);
        } else {
            rest[0] = partial;
        }
    }
    routine.blocks = rest;
}

#[cfg(test)]
mod tests;
