//! `repcue timer`: plays intervals that have no file, or writes them to one.

use super::resolved_options::ResolvedOptions;
use super::resume::Start;
use super::run::play;
use super::{Failure, Outcome, load, new, print};
use crate::cli::Timer;
use crate::config::Config;
use crate::diagnostic::Source;
use crate::history::record::What;
use crate::routine::Routine;
use crate::routine::changes::Changes;

/// Plays the intervals, or saves them.
pub(super) fn run(args: &Timer, config: &Config) -> Result<Outcome, Failure> {
    let timer = args.intervals()?;
    let library = load::library();
    let source = Source::new("timer", timer.toml(&library));
    if let Some(name) = &args.save {
        Routine::parse(&source, &library, &Changes::default())?;
        let path = new::unused("routines", name)?;
        new::create(&path, "routines", &source.text)?;
        print(format!(
            "{}\nPreview it with `repcue show {name}`, play it with `repcue run {name}`.\n",
            path.display()
        ))?;
        return Ok(Outcome::Done);
    }
    let changes = args.changes.changes(load::new_seed);
    load::report_order(args.changes.seed, &changes);
    let options = ResolvedOptions::for_changes(changes, &args.playing, config);
    let routine = Routine::parse(&source, &library, &options.changes)?;
    play(&routine, &options, &args.playing, &Start::of(What::Timer))
}
