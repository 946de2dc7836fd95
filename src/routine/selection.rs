//! Which exercises of a routine are played, and in which order.
//!
//! Warm-up and cool-down blocks keep their position and order.

use super::shuffle::{SplitMix64, shuffle};
use super::{Block, BlockKind, Exercise, Routine};
use crate::diagnostic::{Diagnostic, nearest, quoted};

/// A selection of the exercises of a routine. Exercises are named by id or by name; `plank:2` is the second of that name,
/// or the second set if there is one of that name.
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
        // The numbers are those of the whole routine.
        let all: Vec<&Exercise> = exercises(routine).collect();
        let find = |name: &String| found(&all, name);
        let from = self.from.as_ref().and_then(find);
        let only: Vec<Found> = self.only.iter().filter_map(find).collect();
        let skip: Vec<Found> = self.skip.iter().filter_map(find).collect();
        let mut place = 0;
        for block in &mut routine.blocks {
            for exercise in &mut block.exercises {
                let own = place;
                place += 1;
                let is_named = |found: &Found| found.places.contains(&own);
                // Whether one of these names means a set.
                let means = |all: &[Found], set: u32| {
                    all.iter().any(|found| is_named(found) && found.set.is_none_or(|number| number == set))
                };
                if !only.is_empty() || skip.iter().any(is_named) {
                    let is_kept = |set: &u32| (only.is_empty() || means(&only, *set)) && !means(&skip, *set);
                    let kept: Vec<u32> = (1..=exercise.sets).filter(is_kept).collect();
                    keep_sets(exercise, &kept);
                }
            }
        }
        if let Some(from) = &from {
            start_at(routine, from);
        }
        for block in &mut routine.blocks {
            block.exercises.retain(|exercise| exercise.sets > 0);
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

/// The exercises that a name stands for: their places among all, and the set, from 1, if it stands for one.
struct Found {
    places: Vec<usize>,
    set: Option<u32>,
}

/// Looks up a name, which may end in a number: `plank:2`.
fn found(all: &[&Exercise], name: &str) -> Option<Found> {
    let places = |name: &str| -> Vec<usize> {
        all.iter().enumerate().filter(|(_, named)| named.is_called(name)).map(|(place, _)| place).collect()
    };
    let whole = places(name);
    if !whole.is_empty() {
        return Some(Found { places: whole, set: None });
    }
    let (name, number) = name.rsplit_once(':')?;
    let number: u32 = number.parse().ok().filter(|number| *number > 0)?;
    match &places(name)[..] {
        [] => None,
        [one] if number <= all[*one].sets => Some(Found { places: vec![*one], set: Some(number) }),
        several => {
            let place = several.get(number as usize - 1)?;
            Some(Found { places: vec![*place], set: None })
        }
    }
}

/// Keeps only these sets of each round, from 1, in order.
fn keep_sets(exercise: &mut Exercise, kept: &[u32]) {
    for round in &mut exercise.rounds {
        let last = round.sets.len() - 1;
        let mut places: Vec<usize> = kept.iter().map(|set| (*set as usize - 1).min(last)).collect();
        // The last of those that differ stands for all sets after it too.
        while let [.., one, next] = places[..]
            && one == next
        {
            places.pop();
        }
        round.sets = places.into_iter().map(|place| round.sets[place].clone()).collect();
    }
    exercise.sets = u32::try_from(kept.len()).unwrap_or(u32::MAX);
}

fn exercises(routine: &Routine) -> impl Iterator<Item = &Exercise> {
    routine.blocks.iter().flat_map(|block| &block.exercises)
}

/// The maximum number of exercises that a message lists.
const MOST_NAMED: usize = 40;

/// The error for a name that no exercise of the routine has.
fn unknown(routine: &Routine, option: &str, name: &str) -> Option<Diagnostic> {
    let all: Vec<&Exercise> = exercises(routine).collect();
    if found(&all, name).is_some() {
        return None;
    }
    let error = Diagnostic::plain(format!("`--{option}`: the routine has no exercise {}", quoted(name)));
    if let Some((first, _)) = name.rsplit_once(':') {
        let of_name: Vec<&&Exercise> = all.iter().filter(|named| named.is_called(first)).collect();
        match &of_name[..] {
            [] => {}
            [one] => {
                let help = format!(
                    "there is one {}, of {} sets: `{first}:1` to `{first}:{}`",
                    quoted(first),
                    one.sets,
                    one.sets
                );
                return Some(error.help(help));
            }
            several => {
                let help = format!("choose one: `{first}:1` to `{first}:{}`", several.len());
                return Some(error.help(help));
            }
        }
    }
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

/// Drops everything before an exercise, or before a set of it.
fn start_at(routine: &mut Routine, from: &Found) {
    let mut first = 0;
    let place = routine.blocks.iter().enumerate().find_map(|(n, block)| {
        let within = (0..block.exercises.len()).find(|within| from.places.contains(&(first + within)));
        first += block.exercises.len();
        Some((n, within?))
    });
    let Some((block, exercise)) = place else { return };
    let mut rest = routine.blocks.split_off(block);
    let later_set = from.set.filter(|set| *set > 1);
    if exercise > 0 || later_set.is_some() {
        // The round that is entered in the middle becomes a block of its own; the complete rounds follow it.
        let whole = &mut rest[0];
        let mut partial = Block { rounds: 1, ..whole.clone() };
        partial.exercises.drain(..exercise);
        if let (Some(set), Some(first)) = (later_set, partial.exercises.first_mut()) {
            let later: Vec<u32> = (set..=first.sets).collect();
            keep_sets(first, &later);
        }
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
