//! `repcue run`: a routine, from its file to its last sound. Read this first.

use std::io::{self, IsTerminal};
use std::sync::{Arc, Mutex};

use super::resolved_options::ResolvedOptions;
use super::resume::Start;
use super::{Failure, Outcome, control, has_colours, load, resume, speech, warn};
use crate::cli::{Playing, Run};
use crate::config::Config;
use crate::controls::CommandQueue;
use crate::controls::keys::Keyboard;
#[cfg(target_os = "linux")]
use crate::controls::media;
use crate::controls::signals::Signals;
use crate::diagnostic::quoted;
use crate::display::Display;
use crate::display::bars::Bars;
use crate::display::lines::Lines;
use crate::display::screen::Screen;
use crate::output::silent::Silent;
use crate::output::trouble::Trouble;
use crate::output::{DeviceRequest, Output};
use crate::player::{PlaybackOptions, player};
use crate::rehearsal::PreparedSession;
use crate::routine::Routine;
use crate::score::Score;
use crate::session::Session;
use crate::session::sound::Sound;
use crate::status::StatusChannel;
use crate::time::Frames;
use std::time::Duration;

/// Silence before the first cue, with what the device holds: a sleeping Bluetooth link or sink cuts off what comes first.
const LEAD_IN: Duration = Duration::from_millis(500);

/// Plays a routine.
pub(super) fn run(args: &Run, config: &Config) -> Result<Outcome, Failure> {
    let (selection, playing) = (&args.session.selection, &args.session.playing);
    let mut start = if args.resume { resume::interrupted(args)? } else { Start::at_the_beginning(args) };
    let mut resolved_options = ResolvedOptions::of_start(&start, playing, config);
    let mut routine = load::routine(&start.routine, &resolved_options.changes)?;
    if !args.resume {
        if let Some(resumed) = resume::offer(args, &start)? {
            start = resumed;
            resolved_options = ResolvedOptions::of_start(&start, playing, config);
            routine = load::routine(&start.routine, &resolved_options.changes)?;
        } else {
            load::report_order(selection, &resolved_options.changes);
        }
    }
    play(&routine, &resolved_options, &start.playing(playing), &start)
}

/// Plays any routine: each line is a stage of the way from words to sound.
pub(super) fn play(
    routine: &Routine,
    resolved_options: &ResolvedOptions,
    playing: &Playing,
    start: &Start,
) -> Result<Outcome, Failure> {
    let (output, may_come) = open(&resolved_options.output, playing.no_sound)?;
    let rate = output.rate();
    if speech::could_be_better(&resolved_options.voice) {
        warn("A better voice is one command away: repcue voice install");
    }
    let PreparedSession { timeline, sounds, .. } =
        speech::prepare(routine, &speech::phrases()?, resolved_options, rate)?;
    let score = Arc::new(Score::new(&timeline, &sounds, rate));
    let (commands, sender) = CommandQueue::new();
    let channel = Arc::new(StatusChannel::default());
    let (name, socket) = control::open(playing.session.as_ref(), &sender, &channel)?;
    let (start, resume_point_writer) = (start.interval(&timeline), start.resume_point_writer());
    let signals = Signals::catch();
    // From here on only the screen writes on the terminal.
    let keyboard = Keyboard::open(sender.clone());
    let interactive = keyboard.is_some() || socket.is_some();
    let lead_in = Frames(Frames::of(LEAD_IN, rate).0.saturating_sub(output.holds().0));
    let (renderer, transport) =
        player(&score, PlaybackOptions { lead_in, interactive, volume: resolved_options.volume, start });
    #[cfg(target_os = "linux")]
    media::open(&name, sender, Arc::clone(&channel), transport.clone());
    let stage = Arc::new(Mutex::new(renderer));
    let mut sound = Sound::begin(output, stage, resolved_options.output.clone(), playing.keep_time);
    if may_come {
        sound.look_for_device();
    }
    let timeline = Arc::new(timeline);
    let screen =
        Screen::begin(display(resolved_options.plain, keyboard.is_some(), start), Arc::clone(&timeline));
    let session = Session {
        timeline,
        transport,
        sound,
        screen,
        keyboard,
        signals,
        commands,
        channel,
        name,
        interactive,
        resume_point_writer,
    };
    session.perform().try_into()
}

/// The device that was asked for; without one, the silent clock and a warning. And whether a device may still come.
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
            warn(format!("warning: no sound device ({trouble}); the session plays without sound"));
            Ok((output, false))
        }
        (_, Some(name)) => {
            let choice = trouble.choice().map(|choice| format!("\n  help: {choice}")).unwrap_or_default();
            Err(Failure::Environment(format!(
                "cannot play on the device {}: {trouble}{choice}\n  help: `--no-sound` plays without one",
                quoted(name)
            )))
        }
    }
}

/// Bars, on a terminal that can move its cursor, for somebody who wants them.
fn display(plain: bool, has_keys: bool, start: usize) -> Display {
    let has_no_cursor = std::env::var_os("TERM").is_some_and(|kind| kind == "dumb");
    // Set by people who use a screen reader, for all programs.
    let is_read_aloud = std::env::var_os("ACCESSIBLE").is_some_and(|value| !value.is_empty());
    if plain || has_no_cursor || is_read_aloud || !io::stdout().is_terminal() {
        return Display::Lines(Lines::new(start, has_keys));
    }
    Display::Bars(Box::new(Bars::new(has_colours(), has_keys)))
}
