//! `repcue drill`: one exercise by itself.

use super::run::play;
use super::{Failure, Outcome, load};
use crate::cli::Drill;

/// Plays an exercise.
pub(super) fn run(args: &Drill) -> Result<Outcome, Failure> {
    let routine = load::drill(&args.exercise, &args.changes.changes())?;
    play(&routine, None, &args.playing)
}
