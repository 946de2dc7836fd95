//! The size of a routine: generous, so that no mistyped number makes a file that plays for a year.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, Source};
use crate::routine::duration::written;
use crate::routine::field::MOST;
use crate::routine::{Exercise, Routine};

/// The most that a whole routine may ask for.
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
    /// Refuses a routine that is too long, at the exercise with which it becomes so.
    pub(super) fn check(
        &self,
        routine: &Routine,
        place: impl Fn(usize, usize) -> (Arc<Source>, Range<usize>),
    ) -> Result<(), Vec<Diagnostic>> {
        let (mut reps, mut length) = (0u64, Duration::ZERO);
        for (b, block) in routine.blocks.iter().enumerate() {
            for (e, exercise) in block.exercises.iter().enumerate() {
                let sets = exercise.sets.saturating_mul(block.rounds);
                reps = reps.saturating_add(exercise.reps_of_set().saturating_mul(u64::from(sets)));
                length = length.saturating_add(length_of(exercise).saturating_mul(block.rounds));
                let title = if reps > self.reps {
                    format!("the routine has more than {} reps", self.reps)
                } else if length > self.length {
                    format!("the routine lasts longer than {}", written(self.length))
                } else {
                    continue;
                };
                let (source, span) = place(b, e);
                let label = "with this exercise it becomes too long";
                return Err(vec![
                    Diagnostic::error(&source, span, title, label)
                        .help("make `reps`, `for`, `sets` or `rounds` smaller"),
                ]);
            }
        }
        Ok(())
    }
}

/// All sets of an exercise with what comes before, between and after them, the speech left out.
fn length_of(exercise: &Exercise) -> Duration {
    let switches = u32::try_from(exercise.turns().len().saturating_sub(1)).unwrap_or(1);
    let set = exercise.ready.saturating_add(exercise.work_of_set());
    let set = set.saturating_add(exercise.switch.saturating_mul(switches));
    let rests = exercise.rest.length().saturating_mul(exercise.sets.saturating_sub(1));
    set.saturating_mul(exercise.sets).saturating_add(rests).saturating_add(exercise.rest_after.length())
}
