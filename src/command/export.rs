//! `repcue export`: the same performance into a sound file, faster than real time.

use std::sync::Arc;

use super::wishes::Wishes;
use super::{Failure, Outcome, load, print, speech};
use crate::cli::Export;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, quoted};
use crate::display::bars::Work;
use crate::output::file;
use crate::player::{Manner, player};
use crate::rehearsal::Rehearsal;
use crate::score::Score;
use crate::time::{At, clock};

/// Writes a session into a file.
pub(super) fn run(args: &Export, config: &Config) -> Result<Outcome, Failure> {
    if !args.output.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("wav")) {
        let mistake = Diagnostic::plain(format!(
            "{} is not a WAV file's name",
            quoted(&args.output.display().to_string())
        ));
        let name = args.output.with_extension("wav");
        return Err(mistake.help(format!("repcue writes WAV: `-o {}`", name.display())).into());
    }
    let wishes = Wishes::of(&args.session, config);
    let routine = load::either(&args.what, &wishes.changes)?;
    let Rehearsal { timeline, sounds, .. } = speech::prepare(&routine, &wishes, args.rate)?;
    let score = Arc::new(Score::new(&timeline, &sounds, args.rate));
    let manner = Manner { volume: wishes.volume, ..Manner::default() };
    let (mut renderer, _transport) = player(&score, manner);
    let bar = Work::new("export", score.end.0);
    let path = &args.output;
    file::write(&mut renderer, score.end, path, &mut |done| bar.show(done.0))
        .map_err(|error| Failure::World(format!("cannot write `{}`: {error}", path.display())))?;
    drop(bar);
    print(&format!("{}: {}\n", path.display(), clock(timeline.end() - At::ZERO)))?;
    Ok(Outcome::Done)
}
