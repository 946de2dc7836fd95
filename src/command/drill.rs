//! `repcue drill`: plays a single exercise.

use super::resolved_options::ResolvedOptions;
use super::resume::Start;
use super::run::play;
use super::{Failure, Outcome, load, past};
use crate::cli::Drill;
use crate::config::Config;
use crate::history::record::What;

/// Plays an exercise.
pub(super) fn run(args: &Drill, config: &Config) -> Result<Outcome, Failure> {
    let mut options = ResolvedOptions::for_drill(&args.changes, &args.playing, config);
    options.changes.past = past::of(None, options.history.is_kept);
    let routine = load::drill(&args.exercise, &options.changes)?;
    play(&routine, &options, &args.playing, &Start::of(What::Drill))
}
