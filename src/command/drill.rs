//! `repcue drill`: one exercise by itself.

use super::resume::Start;
use super::run::play;
use super::wishes::Wishes;
use super::{Failure, Outcome, load};
use crate::cli::Drill;
use crate::config::Config;

/// Plays an exercise.
pub(super) fn run(args: &Drill, config: &Config) -> Result<Outcome, Failure> {
    let wishes = Wishes::of_drill(&args.changes, &args.playing, config);
    let routine = load::drill(&args.exercise, &wishes.changes)?;
    play(&routine, &wishes, &args.playing, &Start::default())
}
