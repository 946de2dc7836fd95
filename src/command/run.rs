//! `repcue run`: a routine, from its file to its last sound. Read this first.

use std::io::{self, IsTerminal};
use std::sync::{Arc, Mutex};

use super::wishes::Wishes;
use super::{Failure, Outcome, has_colours, load, speech, warn};
use crate::cli::{Playing, Run};
use crate::config::Config;
use crate::controls::keys::Keyboard;
use crate::display::Display;
use crate::display::bars::Bars;
use crate::display::lines::Lines;
use crate::output::Output;
use crate::output::device::Device;
use crate::output::silent::Silent;
use crate::player::{Manner, player};
use crate::rehearsal::Rehearsal;
use crate::routine::Routine;
use crate::score::Score;
use crate::session::Session;
use crate::time::Frames;
use std::time::Duration;

/// Silence before the first cue: a sleeping Bluetooth link or sink cuts off what comes first.
const LEAD_IN: Duration = Duration::from_millis(500);

/// Plays a routine.
pub(super) fn run(args: &Run, config: &Config) -> Result<Outcome, Failure> {
    let wishes = Wishes::of(&args.session, config);
    let routine = load::routine(&args.routine, &wishes.changes)?;
    play(&routine, &wishes, &args.session.playing)
}

/// Plays any routine: each line is a stage of the way from words to sound.
pub(super) fn play(routine: &Routine, wishes: &Wishes, playing: &Playing) -> Result<Outcome, Failure> {
    let mut output = open(wishes.device.as_deref(), playing.no_sound)?;
    let rate = output.rate();
    if speech::could_be_better(&wishes.voice) {
        warn("A better voice is one command away: repcue voice install");
    }
    let Rehearsal { timeline, sounds, .. } = speech::prepare(routine, wishes, rate)?;
    let score = Arc::new(Score::new(&timeline, &sounds, rate));
    let keyboard = Keyboard::open();
    let manner = Manner {
        lead_in: Frames::of(LEAD_IN, rate),
        answered: keyboard.is_some(),
        volume: wishes.volume,
        ..Manner::default()
    };
    let (renderer, transport) = player(&score, manner);
    let stage = Arc::new(Mutex::new(renderer));
    let display = display(playing, keyboard.is_some());
    output.play(&stage);
    let session = Session { timeline: &timeline, transport, output, stage, display, keyboard };
    Ok(session.perform().into())
}

/// The device that was asked for; without one, the silent clock and a warning.
fn open(name: Option<&str>, no_sound: bool) -> Result<Output, Failure> {
    if no_sound {
        return Ok(Output::Silent(Silent::new()));
    }
    let (output, why) = Output::open(name);
    match (name, why) {
        (_, None) => Ok(output),
        (Some(name), Some(why)) => {
            let names = Device::names();
            let there = if names.is_empty() {
                "there is none".to_owned()
            } else {
                format!("there are: {}", names.join(", "))
            };
            Err(Failure::World(format!(
                "cannot play on the device `{name}`: {why}\n  help: {there}\n  help: `--no-sound` plays without one"
            )))
        }
        (None, Some(why)) => {
            warn(&format!("warning: no sound device ({why}); the session plays without sound"));
            Ok(output)
        }
    }
}

fn display(playing: &Playing, has_keys: bool) -> Display {
    if playing.plain || !io::stdout().is_terminal() {
        return Display::Lines(Lines::default());
    }
    Display::Bars(Box::new(Bars::new(has_colours(), has_keys)))
}
