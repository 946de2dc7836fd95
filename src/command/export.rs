//! `repcue export`: renders a session to a sound file, faster than real time.

mod choice;
mod parts;

use std::io::{self, BufWriter, ErrorKind};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use super::music::Music;
use super::resolved_options::ResolvedOptions;
use super::target::{target, write_error};
use super::{EnvironmentError, Failure, Outcome, load, past, print, resume, speech, standard_output, warn};
use crate::cli::{Export, Loudness, Playing};
use crate::config::Config;
use crate::controls::keys::restore_terminal;
use crate::controls::signals::Signals;
use crate::diagnostic::quoted_path;
use crate::display::bars::Work;
use crate::files::write::{AtomicFile, Target};
use crate::output::file;
use crate::output::levelled::{self, Levelled};
use crate::player::{PlaybackOptions, player};
use crate::report::{captions, chapters};
use crate::routine::InstructionsChoice;
use crate::score::Score;
use crate::session::prepare::PreparedSession;
use crate::time::{Frames, clock};
use crate::timeline::Timeline;
use choice::{Choice, Listing};
use parts::Part;
pub(super) use parts::about;

/// How far a session may be from the loudness that was asked for without a warning, in LU.
const OFF: f64 = 0.5;
/// The loudness of lossy formats, which are for phones and watches, in LUFS: that of podcasts.
pub(super) const USUAL: f64 = -16.0;

/// The warning for rounds that wait for the user: a file cannot.
const AT_USUAL_PACE: &str = "warning: a file cannot wait for you, so the rounds at your own pace are played at 4 s a rep; \
                             write a `tempo` and no `for = \"open\"` to choose another pace";

/// Renders a session to a file, to several, or to standard output.
pub(super) fn run(args: &Export, config: &Config) -> Result<Outcome, Failure> {
    let choice = Choice::of(args)?;
    let playing = Playing { volume: args.volume, music: args.music.clone(), ..args.sound.clone().into() };
    let mut options = ResolvedOptions::for_session(&args.session, &playing, config);
    options.changes.past = past::of(resume::id(&args.what).as_ref(), options.history.is_kept);
    if options.changes.instructions != Some(InstructionsChoice::Learning) {
        // A file is for another day, and perhaps for somebody else.
        options.changes.past.known.clear();
        options.changes.past.knows_kit = false;
    }
    let routine = load::either(&args.what, &options.changes)?;
    if routine.has_rounds_at_own_pace() {
        warn(AT_USUAL_PACE);
    }
    let routine = routine.unattended();
    // Before any lengthy work. The same command always gives the same order.
    let music = Music::find(options.music.as_ref(), options.changes.selection.shuffle.unwrap_or(0))?;
    let choice = Choice { has_music: music.is_some(), ..choice };
    let check = |path: &Path| target(path, args.force);
    let whole = if choice.is_pipe || args.split { None } else { Some(check(&args.output)?) };
    let captions = args.captions.as_deref().map(check).transpose()?;
    let listing = args.chapters.as_deref().map(check).transpose()?;
    let PreparedSession { timeline, sounds, .. } =
        speech::prepare(&routine, &speech::phrases()?, &options, args.rate)?;
    let score = Arc::new(Score::new(&timeline, &sounds, args.rate));
    let parts = match whole {
        _ if args.split => parts::split(&timeline, args, choice.format)?,
        whole => vec![parts::whole((&routine, &timeline), (args, choice.format), whole)],
    };
    if let Some(part) = parts.iter().find(|part| part.frames(args.rate).0 > choice.format.most_frames()) {
        return Err(choice::too_long(part.length(), choice.format, args.rate).into());
    }
    let options = PlaybackOptions { volume: options.volume, ..PlaybackOptions::default() };
    let renderer = || {
        let plain = player(&score, options).0;
        match &music {
            Some(music) => plain.with_music(music.source(args.rate)),
            None => plain,
        }
    };
    let signals = Signals::catch(restore_terminal);
    let goes_on = |bar: &Work, done: Frames| {
        bar.show(done.0);
        if signals.suspend_requested() {
            signals.suspend_program();
        }
        if signals.end().is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let wanted = match args.loudness {
        Some(Loudness::Off) => None,
        Some(Loudness::Lufs(wanted)) => Some(wanted),
        None => choice.format.is_lossy().then_some(USUAL),
    };
    let sound = match wanted {
        None => ControlFlow::Continue(Levelled::plain(renderer())),
        Some(wanted) => {
            let bar = Work::new("measure", score.end.0);
            levelled::gain(wanted, score.end, &renderer, &mut |done| goes_on(&bar, done)).map_continue(
                |(gain, loudness)| {
                    if args.loudness.is_some() && (loudness - wanted).abs() > OFF {
                        warn(format!("It cannot be as loud as {wanted} LUFS: it is {loudness:.1} LUFS."));
                    }
                    Levelled::limited(renderer(), gain)
                },
            )
        }
    };
    let written = match sound {
        ControlFlow::Break(()) => ControlFlow::Break(()),
        ControlFlow::Continue(mut sound) => {
            let bar = Work::new("export", score.end.0);
            let mut progress = |done| goes_on(&bar, done);
            match choice.is_pipe {
                true => pipe(&mut sound, &parts[0], &choice, &mut progress)?,
                false => files(&mut sound, parts, &choice, &mut progress)?,
            }
        }
    };
    if let Some(music) = &music {
        music.print_warnings();
    }
    let ControlFlow::Continue(lines) = written else {
        warn(format!("Interrupted: {} was not written.", quoted_path(&args.output)));
        return Ok(signals.end().map_or(Outcome::Done, Outcome::Signalled));
    };
    let beside = beside(&timeline, args, &choice, captions, listing)?;
    if !choice.is_pipe {
        print(lines + &beside)?;
    }
    Ok(Outcome::Done)
}

/// Writes the parts of a session, each to its file. Nothing gets its name before everything is complete. Returns what
/// is printed.
fn files(
    sound: &mut Levelled,
    parts: Vec<Part>,
    choice: &Choice,
    progress: &mut dyn FnMut(Frames) -> ControlFlow<()>,
) -> Result<ControlFlow<(), String>, Failure> {
    let mut complete: Vec<(AtomicFile, &Part)> = Vec::new();
    let mut lines = String::new();
    let (mut parts, mut done) = (parts, 0);
    let targets: Vec<Option<Target>> = parts.iter_mut().map(|part| part.target.take()).collect();
    for (part, target) in parts.iter().zip(targets) {
        let Some(target) = target else { continue };
        let rate = sound.rate();
        let length = part.frames(rate);
        let failed = |error| write_error(&part.path, error);
        let mut whole = target.begin().map_err(failed)?;
        let sink = choice.spec(part, rate).file(BufWriter::new(&mut whole)).map_err(failed)?;
        let written = file::write(sound, length, sink, &mut |now| progress(Frames(done + now.0)));
        if written.map_err(failed)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        done += length.0;
        complete.push((whole, part));
        lines += &format!("{}: {}\n", part.path.display(), clock(part.length()));
    }
    for (whole, part) in complete {
        whole.finish().map_err(|error| write_error(&part.path, error))?;
    }
    if parts.len() > 1 {
        let playlist = parts::playlist(&parts);
        if let Some(path) = parts.iter().find_map(|part| part.playlist.as_ref()) {
            crate::files::write::write(path, playlist).map_err(|error| write_error(path, error))?;
            lines += &format!("{}: {} files\n", path.display(), parts.len());
        }
    }
    Ok(ControlFlow::Continue(lines))
}

/// Writes a session to standard output. A reader that has enough is not an error.
fn pipe(
    sound: &mut Levelled,
    part: &Part,
    choice: &Choice,
    progress: &mut dyn FnMut(Frames) -> ControlFlow<()>,
) -> Result<ControlFlow<(), String>, Failure> {
    let rate = sound.rate();
    let sink = choice.spec(part, rate).pipe(BufWriter::new(standard_output()));
    match sink.and_then(|sink| file::write(sound, part.frames(rate), sink, progress)) {
        Ok(written) => Ok(written.map_continue(|()| String::new())),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(ControlFlow::Continue(String::new())),
        Err(error) => Err(EnvironmentError::Print(error).into()),
    }
}

/// Writes the captions and the list of chapters beside a session. Returns what is printed.
fn beside(
    timeline: &Timeline,
    args: &Export,
    choice: &Choice,
    captions_to: Option<Target>,
    listing_to: Option<Target>,
) -> Result<String, Failure> {
    let mut lines = String::new();
    if let (Some(target), Some(path), Some(format)) = (captions_to, &args.captions, choice.captions) {
        let said = captions::captions(timeline);
        finish(target, &captions::file(timeline, &said, format)).map_err(|error| write_error(path, error))?;
        lines += &format!("{}: {} captions\n", path.display(), said.len());
    }
    if let (Some(target), Some(path), Some(listing)) = (listing_to, &args.chapters, choice.chapters) {
        let all = chapters::chapters(timeline);
        let text = match listing {
            Listing::Text => chapters::text(&all),
            Listing::Json => chapters::json(&all),
        };
        finish(target, &text).map_err(|error| write_error(path, error))?;
        lines += &format!("{}: {} chapters\n", path.display(), all.len());
    }
    Ok(lines)
}

fn finish(target: Target, text: &str) -> io::Result<()> {
    let mut whole = target.begin()?;
    io::Write::write_all(&mut whole, text.as_bytes())?;
    whole.finish()
}
