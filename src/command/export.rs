//! `repcue export`: renders a session to a sound file, faster than real time.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use super::resolved_options::ResolvedOptions;
use super::target::{target, write_error};
use super::{Failure, Outcome, load, print, speech, warn};
use crate::cli::{Export, Playing};
use crate::config::Config;
use crate::controls::keys::restore_terminal;
use crate::controls::signals::Signals;
use crate::diagnostic::{Diagnostic, quoted_path};
use crate::display::bars::Work;
use crate::output::file;
use crate::output::levelled::{self, Levelled};
use crate::player::{PlaybackOptions, player};
use crate::score::Score;
use crate::session::prepare::PreparedSession;
use crate::sound::wav::MOST_FRAMES;
use crate::time::{At, Frames, clock};

/// The lowest sample rate, in hertz.
const LEAST_RATE: u64 = 8_000;
/// How far a session may be from the loudness that was asked for without a warning, in LU.
const OFF: f64 = 0.5;

/// Renders a session to a file.
pub(super) fn run(args: &Export, config: &Config) -> Result<Outcome, Failure> {
    if !args.output.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("wav")) {
        let error = Diagnostic::plain(format!(
            "cannot write {}: only WAV output is supported",
            quoted_path(&args.output)
        ));
        let name = args.output.with_extension("wav");
        return Err(error.help(format!("try `-o {}`", name.display())).into());
    }
    let playing = Playing { volume: args.volume, ..args.sound.clone().into() };
    let options = ResolvedOptions::for_session(&args.session, &playing, config);
    let routine = load::either(&args.what, &options.changes)?;
    let path = &args.output;
    let target = target(path, args.force)?;
    let PreparedSession { timeline, sounds, .. } =
        speech::prepare(&routine, &speech::phrases()?, &options, args.rate)?;
    let score = Arc::new(Score::new(&timeline, &sounds, args.rate));
    if score.end.0 > MOST_FRAMES {
        return Err(too_long(timeline.end() - At::ZERO, args.rate).into());
    }
    let options = PlaybackOptions { volume: options.volume, ..PlaybackOptions::default() };
    let renderer = || player(&score, options).0;
    let signals = Signals::catch(restore_terminal);
    let goes_on = |bar: &Work, done: Frames| {
        bar.show(done.0);
        if signals.suspend_requested() {
            signals.suspend_program();
        }
        if signals.end().is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let sound = match args.loudness {
        None => ControlFlow::Continue(Levelled::plain(renderer())),
        Some(wanted) => {
            let bar = Work::new("measure", score.end.0);
            levelled::gain(wanted, score.end, &renderer, &mut |done| goes_on(&bar, done)).map_continue(
                |(gain, loudness)| {
                    if (loudness - wanted).abs() > OFF {
                        warn(format!("It cannot be as loud as {wanted} LUFS: it is {loudness:.1} LUFS."));
                    }
                    Levelled::limited(renderer(), gain)
                },
            )
        }
    };
    let written = match sound {
        ControlFlow::Break(()) => Ok(ControlFlow::Break(())),
        ControlFlow::Continue(mut sound) => {
            let bar = Work::new("export", score.end.0);
            file::write(&mut sound, score.end, target, &mut |done| goes_on(&bar, done))
        }
    };
    let written = written.map_err(|error| write_error(path, error))?;
    if let (ControlFlow::Break(()), Some(signal)) = (written, signals.end()) {
        warn(format!("Interrupted: {} was not written.", quoted_path(path)));
        return Ok(Outcome::Signalled(signal));
    }
    print(format!("{}: {}\n", path.display(), clock(timeline.end() - At::ZERO)))?;
    Ok(Outcome::Done)
}

/// The error for a session that exceeds the WAV format, with suggestions.
fn too_long(length: Duration, rate: u32) -> Diagnostic {
    let holds = clock(Duration::from_secs(MOST_FRAMES / u64::from(rate)));
    let error = Diagnostic::plain(format!("the session lasts {}, too long for a WAV file", clock(length)));
    let error = error.help(format!("at {rate} Hz, a WAV file (at most 4 GB) holds {holds}"));
    match MOST_FRAMES / length.as_secs().max(1) {
        fits @ LEAST_RATE.. => error.help(format!("use `--rate {}`", fits / 1_000 * 1_000)),
        _ => error.help("export it in parts, with `--only` or `--skip`".to_owned()),
    }
}
