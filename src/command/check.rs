//! `repcue check`: all mistakes of files, and no sound.

use super::{Failure, Outcome, load, print};
use crate::cli::Check;
use crate::files;
use crate::output::SILENT_RATE;
use crate::sound::Sounds;
use crate::time::{At, clock};
use crate::timeline::compile;

/// Checks files, each of them, and tells the mistakes of all.
pub(super) fn run(args: &Check) -> Result<Outcome, Failure> {
    let library = load::library();
    let changes = args.changes.changes();
    let sounds = Sounds::new(SILENT_RATE);
    let mut mistakes = Vec::new();
    for name in &args.files {
        let routine = files::routine(name, &library)
            .map_err(|mistake| vec![mistake])
            .and_then(|source| load::any_of(&source, &library, &changes));
        match routine {
            Ok(routine) => {
                let count: usize = routine.blocks.iter().map(|block| block.exercises.len()).sum();
                let exercises =
                    if count == 1 { "1 exercise".to_owned() } else { format!("{count} exercises") };
                let length = clock(compile(&routine, &sounds).end() - At::ZERO);
                print(&format!("{name}: no mistakes; {exercises}, {length}\n"))?;
            }
            Err(found) => mistakes.extend(found),
        }
    }
    if mistakes.is_empty() { Ok(Outcome::Done) } else { Err(mistakes.into()) }
}
