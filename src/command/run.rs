//! `repcue run`: a routine, from its file to its last sound. Read this first.

use std::io::{self, IsTerminal};
use std::sync::{Arc, Mutex};

use super::resume::Beginning;
use super::wishes::Wishes;
use super::{Failure, Outcome, control, has_colours, load, resume, speech, warn};
use crate::cli::{Playing, Run};
use crate::config::Config;
use crate::controls::Inbox;
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
use crate::output::{Output, Wanted};
use crate::player::{Manner, player};
use crate::rehearsal::Rehearsal;
use crate::routine::Routine;
use crate::score::Score;
use crate::session::Session;
use crate::session::sound::Sound;
use crate::status::Board;
use crate::time::Frames;
use std::time::Duration;

/// Silence before the first cue, with what the device holds: a sleeping Bluetooth link or sink cuts off what comes first.
const LEAD_IN: Duration = Duration::from_millis(500);

/// Plays a routine.
pub(super) fn run(args: &Run, config: &Config) -> Result<Outcome, Failure> {
    let (bookmark, args) = if args.resume {
        let (bookmark, args) = resume::broken_off(args)?;
        (Some(bookmark), args)
    } else {
        resume::offer(args);
        (None, args.clone())
    };
    let wishes = Wishes::of(&args.session, config);
    let name = resume::routine(&args);
    let routine = load::routine(name, &wishes.changes)?;
    let words = match &bookmark {
        Some(bookmark) => bookmark.words.clone(),
        None => resume::words(wishes.changes.selection.shuffle),
    };
    // What came through a pipe is gone.
    let words = (name != "-").then_some(words);
    play(&routine, &wishes, &args.session.playing, &Beginning { words, bookmark })
}

/// Plays any routine: each line is a stage of the way from words to sound.
pub(super) fn play(
    routine: &Routine,
    wishes: &Wishes,
    playing: &Playing,
    beginning: &Beginning,
) -> Result<Outcome, Failure> {
    let (output, may_come) = open(&wishes.output, playing.no_sound)?;
    let rate = output.rate();
    if speech::could_be_better(&wishes.voice) {
        warn("A better voice is one command away: repcue voice install");
    }
    let Rehearsal { timeline, sounds, .. } = speech::prepare(routine, wishes, rate)?;
    let score = Arc::new(Score::new(&timeline, &sounds, rate));
    let (inbox, sender) = Inbox::new();
    let board = Arc::new(Board::default());
    let (name, socket) = control::open(playing.session.as_ref(), &sender, &board)?;
    let (start, keeper) = (beginning.start(&timeline), beginning.keeper(&name));
    let signals = Signals::catch();
    // From here on only the screen writes on the terminal.
    let keyboard = Keyboard::open(sender.clone());
    let answered = keyboard.is_some() || socket.is_some();
    let lead_in = Frames(Frames::of(LEAD_IN, rate).0.saturating_sub(output.holds().0));
    let (renderer, transport) = player(&score, Manner { lead_in, answered, volume: wishes.volume, start });
    #[cfg(target_os = "linux")]
    media::open(&name, sender, Arc::clone(&board), transport.clone());
    let stage = Arc::new(Mutex::new(renderer));
    let mut sound = Sound::begin(output, stage, wishes.output.clone(), playing.keep_time);
    if may_come {
        sound.look_for_device();
    }
    let timeline = Arc::new(timeline);
    let screen = Screen::begin(display(playing, keyboard.is_some(), start), Arc::clone(&timeline));
    let session = Session {
        timeline,
        transport,
        sound,
        screen,
        keyboard,
        signals,
        inbox,
        board,
        name,
        answered,
        keeper,
    };
    session.perform().try_into()
}

/// The device that was asked for; without one, the silent clock and a warning. And whether a device may still come.
fn open(wanted: &Wanted, no_sound: bool) -> Result<(Output, bool), Failure> {
    if no_sound {
        return Ok((Output::Silent(Silent::new()), false));
    }
    let (output, trouble) = Output::open(wanted);
    let Some(trouble) = trouble else { return Ok((output, false)) };
    match (&trouble, &wanted.name) {
        (Trouble::Hung, _) => {
            warn(&format!(
                "warning: {trouble}, or use `--no-sound`; the session plays without sound until it answers"
            ));
            Ok((output, true))
        }
        (_, None) => {
            warn(&format!("warning: no sound device ({trouble}); the session plays without sound"));
            Ok((output, false))
        }
        (_, Some(name)) => {
            let choice = trouble.choice().map(|choice| format!("\n  help: {choice}")).unwrap_or_default();
            Err(Failure::World(format!(
                "cannot play on the device {}: {trouble}{choice}\n  help: `--no-sound` plays without one",
                quoted(name)
            )))
        }
    }
}

fn display(playing: &Playing, has_keys: bool, start: usize) -> Display {
    if playing.plain || !io::stdout().is_terminal() {
        return Display::Lines(Lines::new(start));
    }
    Display::Bars(Box::new(Bars::new(has_colours(), has_keys)))
}
