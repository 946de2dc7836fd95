//! Limits on the size of a routine, generous but low enough that a typing error does not make a session that lasts a
//! year.
//!
//! Checks what the file asks for, at its span: its numbers, and its texts as spoken. [`crate::session::prepare`] checks
//! the total length of speech, with the phrases around it.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, Source, quoted};
use crate::routine::duration::written;
use crate::routine::field::MOST;
use crate::routine::spoken::{self, Pronunciation, estimated};
use crate::routine::{Block, Exercise, Origin, Routine};
use crate::time::COUNT_IN;

/// The part of an exercise that an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    Name,
    Setup,
    Tips,
    Equipment,
    /// The rest between two rounds of its block.
    RoundRest,
}

/// The limits for a whole routine.
pub(super) struct Limits {
    reps: u64,
    length: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { reps: u64::from(MOST), length: super::super::duration::LONGEST }
    }
}

impl Limits {
    /// Reports a routine that is too long, at the exercise that exceeds the limit, and texts that `pronounce` makes too
    /// long. `place` returns the span of a part of an exercise, given the indices of the block and of the exercise.
    pub(super) fn check(
        &self,
        routine: &Routine,
        place: impl Fn(usize, usize, Part) -> (Arc<Source>, Range<usize>),
    ) -> Vec<Diagnostic> {
        let pronunciation = Pronunciation::new(&routine.pronounce);
        let mut errors = too_long_to_say(routine, &pronunciation, &place);
        errors.extend(self.too_long(routine, &pronunciation, &place));
        errors
    }

    fn too_long(
        &self,
        routine: &Routine,
        pronunciation: &Pronunciation,
        place: impl Fn(usize, usize, Part) -> (Arc<Source>, Range<usize>),
    ) -> Option<Diagnostic> {
        let (mut reps, mut length) = (0u64, Duration::ZERO);
        // A rest is played only if something follows it.
        let mut rest = Duration::ZERO;
        for (b, block) in routine.blocks.iter().enumerate() {
            for (e, exercise) in block.exercises.iter().enumerate() {
                let of_sets = exercise.each_set(block.rounds);
                let of_sets = of_sets.map(|(set, times)| exercise.reps_of_set(set).saturating_mul(times));
                reps = of_sets.fold(reps, u64::saturating_add);
                let own = length_of(exercise, block.rounds, pronunciation);
                length = length.saturating_add(rest).saturating_add(own);
                let is_last = e + 1 == block.exercises.len();
                let after = rests_after(exercise, block.rounds);
                let last = exercise.rest_after(block.rounds).length();
                rest = if is_last { last } else { after };
                let rests = if is_last {
                    rests_between_rounds(block, after.saturating_sub(last))
                } else {
                    Duration::ZERO
                };
                let (title, part, label) = if reps > self.reps {
                    let title = format!("the routine has more than {} reps", self.reps);
                    (title, Part::Whole, "this exercise makes it too long")
                } else if length > self.length {
                    let title = format!("the routine lasts longer than {}", written(self.length));
                    (title, Part::Whole, "this exercise makes it too long")
                } else if length.saturating_add(rests) > self.length {
                    let title = format!("the routine lasts longer than {}", written(self.length));
                    (title, Part::RoundRest, "the rests between its rounds make it too long")
                } else {
                    length = length.saturating_add(rests);
                    continue;
                };
                let (source, span) = place(b, e, part);
                let help = "reduce `reps`, `for`, `sets`, `rounds` or the rests";
                return Some(Diagnostic::error(&source, span, title, label).help(help));
            }
        }
        None
    }
}

/// The shortest possible length of all sets of an exercise in all rounds, with the intervals before and between them. Of
/// the speech only the name counts, because "get ready" cannot be shorter; the phrases around it are not known here.
fn length_of(exercise: &Exercise, rounds: u32, pronunciation: &Pronunciation) -> Duration {
    let name = exercise.say.as_deref().unwrap_or(&exercise.name);
    let has_ready = exercise.ready_from == Origin::Exercise && !exercise.ready.is_zero();
    let ready = || exercise.ready.max(estimated(&pronunciation.apply(name)) + COUNT_IN);
    let sets = exercise.each_set(rounds).map(|(set, times)| {
        // "Get ready" comes before a set that has no rest before it.
        let ready = if has_ready && set.rest.length().is_zero() { ready() } else { Duration::ZERO };
        let switches = u32::try_from(exercise.turns(set).len().saturating_sub(1)).unwrap_or(1);
        let set = ready
            .saturating_add(exercise.work_of_set(set))
            .saturating_add(exercise.switch.saturating_mul(switches))
            .saturating_add(set.rest.length());
        many(set, times)
    });
    let all = sets.fold(Duration::ZERO, Duration::saturating_add);
    // No rest follows the last set of a round.
    let last = (1..=exercise.rounds.len()).map(|round| {
        let number = u32::try_from(round).unwrap_or(u32::MAX);
        many(exercise.set(number, exercise.sets).rest.length(), times_of_round(exercise, round, rounds))
    });
    all.saturating_sub(last.fold(Duration::ZERO, Duration::saturating_add))
}

/// The rests after an exercise in all rounds.
fn rests_after(exercise: &Exercise, rounds: u32) -> Duration {
    let rests = (1..=exercise.rounds.len()).map(|round| {
        many(exercise.rounds[round - 1].rest_after.length(), times_of_round(exercise, round, rounds))
    });
    rests.fold(Duration::ZERO, Duration::saturating_add)
}

/// How often round `round`, from 1, of those that differ is played in `rounds` rounds.
fn times_of_round(exercise: &Exercise, round: usize, rounds: u32) -> u64 {
    let rounds = rounds as usize;
    match exercise.rounds.len() {
        _ if round > rounds => 0,
        all if round == all => (rounds - round + 1) as u64,
        _ => 1,
    }
}

/// `length`, repeated.
fn many(length: Duration, times: u64) -> Duration {
    length.saturating_mul(u32::try_from(times).unwrap_or(u32::MAX))
}

/// The sum of the rests between the rounds of a block; `usual` is that of the rests after its last exercise.
fn rests_between_rounds(block: &Block, usual: Duration) -> Duration {
    block.round_rest.map_or(usual, |rest| rest.length().saturating_mul(block.rounds.saturating_sub(1)))
}

/// Reports the texts that `pronounce` makes too long, each at its span.
fn too_long_to_say(
    routine: &Routine,
    pronunciation: &Pronunciation,
    place: impl Fn(usize, usize, Part) -> (Arc<Source>, Range<usize>),
) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    let (mut needed, mut list) = (HashSet::new(), 0);
    for (b, block) in routine.blocks.iter().enumerate() {
        for (e, exercise) in block.exercises.iter().enumerate() {
            let name = exercise.say.as_ref().unwrap_or(&exercise.name);
            let texts =
                std::iter::once((Part::Name, if exercise.say.is_some() { "say" } else { "name" }, name))
                    .chain(exercise.setup.iter().map(|setup| (Part::Setup, "setup", setup)))
                    .chain(exercise.tips.iter().map(|tip| (Part::Tips, "tips", tip)));
            // No text is too long as written.
            for (part, key, text) in texts.filter(|_| !pronunciation.is_empty()) {
                let said = pronunciation.apply(text);
                let length = said.chars().count();
                if length > spoken::LONGEST {
                    let (source, span) = place(b, e, part);
                    let title = format!("`{key}` is too long to say: {length} characters");
                    let label = format!("with `pronounce` it becomes {}", quoted(&said));
                    errors.push(Diagnostic::error(&source, span, title, label).help(format!(
                        "at most {} characters can be said at once: shorten it, or its words in `pronounce`",
                        spoken::LONGEST
                    )));
                }
            }
            let before = list;
            for thing in exercise.equipment.iter().filter(|thing| needed.insert(thing.as_str())) {
                list += pronunciation.apply(thing).chars().count() + 2;
            }
            if before <= spoken::LONGEST && list > spoken::LONGEST {
                let (source, span) = place(b, e, Part::Equipment);
                let title = "the equipment list is too long to say";
                let label = format!("this takes it over {} characters", spoken::LONGEST);
                errors.push(Diagnostic::error(&source, span, title, label).help("shorten `equipment`"));
            }
        }
    }
    errors
}

#[cfg(test)]
mod tests;
