//! `repcue run`: plays a routine, from its file to its last sound. Read this file first.

use std::io::{self, IsTerminal};
use std::sync::Arc;

use super::music::Music;
use super::resolved_options::ResolvedOptions;
use super::resume::Start;
use super::{
    EnvironmentError, Failure, Outcome, control, has_colours, load, pain, past, recording, resume, speech,
    warn,
};
use crate::calendar;
use crate::causes::with_causes;
use crate::cli::{Playing, Run};
use crate::config::Config;
use crate::controls::CommandQueue;
use crate::diagnostic::quoted;
use crate::display::full::{DayClock, Full};
use crate::display::lines::Lines;
use crate::display::terminal::Features;
use crate::display::visual::Visual;
use crate::display::{Display, DisplayKind};
use crate::output::silent::Silent;
use crate::output::trouble::Trouble;
use crate::output::{DeviceRequest, Output};
use crate::routine::Routine;
use crate::routine::reps::LevelChoice;
use crate::score::Score;
use crate::session::prepare::PreparedSession;
use crate::session::spoken_ending::Narrator;
use crate::session::start::Setup;
use crate::session::{Ending, Session};
use crate::status::StatusChannel;

/// Plays a routine.
pub(super) fn run(args: &Run, config: &Config) -> Result<Outcome, Failure> {
    let playing = &args.playing;
    let mut start = if args.resume { resume::interrupted(args)? } else { Start::at_the_beginning(args) };
    let mut options = ResolvedOptions::for_start(&start, playing, config);
    if !args.resume {
        options.changes.past = past::of(start.id.as_ref(), options.history.is_kept);
    }
    let mut routine = load::routine(&start.routine, &options.changes)?;
    if !args.resume {
        if let Some(resumed) = resume::offer(args, &start)? {
            start = resumed;
            options = ResolvedOptions::for_start(&start, playing, config);
            routine = load::routine(&start.routine, &options.changes)?;
        } else {
            load::report_order(args.session.selection.seed, &options.changes);
        }
    }
    if args.routine.is_none() && !args.resume {
        warn(format!("Playing {}; `repcue list` shows all routines.", quoted(&start.routine)));
    }
    let mut start = start.of_week(&routine);
    start.changes.past = past::kept(&routine, &options.changes.past);
    if options.changes.level == Some(LevelChoice::Progress) {
        // Resumed later, it has the same numbers and the same week, whatever the settings say by then.
        start.changes.level = options.changes.level;
        start.changes.week = (!routine.weeks.is_empty()).then_some(routine.week).or(start.changes.week);
    }
    let outcome = play(&routine, &options, &start.playing(playing), &start)?;
    if options.changes.level == Some(LevelChoice::Progress) {
        past::say_harder(&start, &options);
    }
    Ok(outcome)
}

/// Plays a routine: each line is a stage on the way from text to sound.
pub(super) fn play(
    routine: &Routine,
    options: &ResolvedOptions,
    playing: &Playing,
    start: &Start,
) -> Result<Outcome, Failure> {
    let music = music(options, playing)?;
    let (output, looks_for_device) = open(&options.output, playing.no_sound)?;
    if speech::could_be_better(&options.voice) {
        warn("For a more natural voice, run `repcue voice install`.");
    }
    // It is prepared while the phrases are generated.
    let music = music.and_then(|music| music.start(output.rate()));
    let phrases = speech::phrases()?;
    start.introduce(routine);
    let (queue, sender) = CommandQueue::new();
    let channel = Arc::new(StatusChannel::default());
    // It stays open while the session plays.
    let (name, socket) = control::open(playing.session.as_ref(), &sender, &channel)?;
    // Without a keyboard and without a socket, nobody can answer.
    let can_answer = io::stdout().is_terminal() || socket.is_some();
    let routine = &if can_answer { routine.clone() } else { routine.unattended() };
    let PreparedSession { timeline, sounds, speaker, .. } =
        speech::prepare(routine, &phrases, options, output.rate())?;
    let score = Arc::new(Score::new(&timeline, &sounds, output.rate()));
    let narrator =
        score.endings.is_some().then(|| Narrator { speaker, sounds, phrases, routine: routine.clone() });
    let recorder = recording::recorder(start, routine, options.history);
    let id = recorder.as_ref().map(|recorder| recorder.id().to_owned());
    let rounds_elapsed = start.rounds_elapsed();
    let (start, resume_point_writer) = (start.interval(&timeline), start.resume_point_writer());
    let setup = Setup {
        timeline,
        score,
        output,
        looks_for_device,
        request: options.output.clone(),
        keeps_time: playing.keep_time,
        volume: options.volume,
        music,
        start,
        rounds_elapsed,
        commands: (queue, sender),
        channel,
        name,
        has_socket: socket.is_some(),
        narrator,
        resume_point_writer,
        recorder,
    };
    let shows_effort = options.history.shows_effort && id.is_some();
    let ending =
        Session::start(setup, |has_keys| display(options.display, has_keys, start, shows_effort)).perform();
    if let (Ending::Done | Ending::Stopped, Some(id), true) = (ending, &id, options.history.asks_pain) {
        pain::ask(id);
    }
    ending.try_into()
}

/// The requested music. Its order is that of the shuffled exercises, or another one each time.
fn music(options: &ResolvedOptions, playing: &Playing) -> Result<Option<Music>, Failure> {
    let seed = options.changes.selection.shuffle.unwrap_or_else(load::new_seed);
    Music::find(options.music.as_ref().filter(|_| !playing.no_sound), seed)
}

/// Opens the requested device; if that fails, the silent clock, with a warning. Also returns whether to search for a
/// device.
fn open(request: &DeviceRequest, no_sound: bool) -> Result<(Output, bool), Failure> {
    if no_sound {
        return Ok((Output::Silent(Silent::new()), false));
    }
    let (output, trouble) = Output::open(request);
    let Some(trouble) = trouble else { return Ok((output, false)) };
    match (&trouble, &request.name) {
        (Trouble::Hung, _) => {
            warn(format!(
                "warning: {trouble}, or use `--no-sound`; the session plays without sound until it answers"
            ));
            Ok((output, true))
        }
        (_, None) => {
            let why = with_causes(&trouble);
            warn(format!("warning: no sound device ({why}); the session plays without sound"));
            Ok((output, false))
        }
        (_, Some(name)) => Err(EnvironmentError::Device { name: name.clone(), source: trouble }.into()),
    }
}

/// The requested display; lines on anything but a terminal with cursor control.
fn display(kind: DisplayKind, has_keys: bool, start: usize, shows_effort: bool) -> Display {
    let has_no_cursor = std::env::var_os("TERM").is_some_and(|kind| kind == "dumb");
    // Users of screen readers set this for all programs.
    let is_read_aloud = std::env::var_os("ACCESSIBLE").is_some_and(|value| !value.is_empty());
    if kind == DisplayKind::Plain || has_no_cursor || is_read_aloud || !io::stdout().is_terminal() {
        return Display::Lines(Lines::new(start, has_keys));
    }
    let features = Features::new(|name| std::env::var(name).ok());
    let clock = calendar::time_of_day().map(DayClock::new);
    let full = Full::new(features, has_colours(), has_keys, clock).reminding_of_effort(shows_effort);
    let prefers_bars = kind == DisplayKind::Bars;
    Display::Visual(Box::new(Visual::new(full, prefers_bars, has_colours(), has_keys)))
}
