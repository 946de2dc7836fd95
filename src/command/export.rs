//! `repcue export`: the same performance into a sound file, faster than real time.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use super::target::{target, unwritten};
use super::wishes::Wishes;
use super::{Failure, Outcome, load, print, speech, warn};
use crate::cli::Export;
use crate::config::Config;
use crate::controls::signals::Signals;
use crate::diagnostic::{Diagnostic, quoted_path};
use crate::display::bars::Work;
use crate::output::file;
use crate::player::{Manner, player};
use crate::rehearsal::Rehearsal;
use crate::score::Score;
use crate::sound::wav::MOST_FRAMES;
use crate::time::{At, clock};

/// The fewest frames a second that may be asked for.
const LEAST_RATE: u64 = 8_000;

/// Writes a session into a file.
pub(super) fn run(args: &Export, config: &Config) -> Result<Outcome, Failure> {
    if !args.output.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("wav")) {
        let mistake = Diagnostic::plain(format!("{} is not a WAV file's name", quoted_path(&args.output)));
        let name = args.output.with_extension("wav");
        return Err(mistake.help(format!("repcue writes WAV: `-o {}`", name.display())).into());
    }
    let wishes = Wishes::of(&args.session, config);
    let routine = load::either(&args.what, &wishes.changes)?;
    let path = &args.output;
    let target = target(path, args.force)?;
    let Rehearsal { timeline, sounds, .. } =
        speech::prepare(&routine, &speech::phrases()?, &wishes, args.rate)?;
    let score = Arc::new(Score::new(&timeline, &sounds, args.rate));
    if score.end.0 > MOST_FRAMES {
        return Err(too_long(timeline.end() - At::ZERO, args.rate).into());
    }
    let manner = Manner { volume: wishes.volume, ..Manner::default() };
    let (mut renderer, _transport) = player(&score, manner);
    let bar = Work::new("export", score.end.0);
    let signals = Signals::catch();
    let written = file::write(&mut renderer, score.end, target, &mut |done| {
        bar.show(done.0);
        if signals.halt() {
            signals.stop_here();
        }
        if signals.end().is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    drop(bar);
    let written = written.map_err(|error| unwritten(path, &error))?;
    if let (ControlFlow::Break(()), Some(signal)) = (written, signals.end()) {
        warn(format!("Interrupted: {} is not written.", quoted_path(path)));
        return Ok(Outcome::Signalled(signal));
    }
    print(format!("{}: {}\n", path.display(), clock(timeline.end() - At::ZERO)))?;
    Ok(Outcome::Done)
}

/// A session that no WAV file holds, and what there is to do.
fn too_long(length: Duration, rate: u32) -> Diagnostic {
    let holds = clock(Duration::from_secs(MOST_FRAMES / u64::from(rate)));
    let mistake =
        Diagnostic::plain(format!("the session lasts {}, longer than a WAV file can be", clock(length)));
    let mistake = mistake.help(format!("at {rate} frames a second it holds {holds}, in 4 GB"));
    match MOST_FRAMES / length.as_secs().max(1) {
        fits @ LEAST_RATE.. => mistake.help(format!("`--rate {}` makes it fit", fits / 1_000 * 1_000)),
        _ => mistake.help("export it in parts: `--only` and `--skip` choose exercises".to_owned()),
    }
}
