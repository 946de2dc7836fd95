//! `repcue drill`: plays a single exercise.

use super::resolved_options::ResolvedOptions;
use super::resume::Start;
use super::run::play;
use super::{Failure, Outcome, load};
use crate::cli::Drill;
use crate::config::Config;
use crate::history::record::What;

/// Plays an exercise.
pub(super) fn run(args: &Drill, config: &Config) -> Result<Outcome, Failure> {
    let options = ResolvedOptions::for_drill(&args.changes, &args.playing, config);
    let routine = load::drill(&args.exercise, &options.changes)?;
    play(&routine, &options, &args.playing, &Start::of(What::Drill))
}
