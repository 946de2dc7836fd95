//! `repcue drill`: one exercise by itself.

use super::run::play;
use super::wishes::Wishes;
use super::{Failure, Outcome, load};
use crate::cli::Drill;

/// Plays an exercise.
pub(super) fn run(args: &Drill) -> Result<Outcome, Failure> {
    let wishes = Wishes::of(&args.changes, None, &args.playing)?;
    let routine = load::drill(&args.exercise, &wishes.changes)?;
    play(&routine, &wishes, &args.playing)
}
