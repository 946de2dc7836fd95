//! Starts a session: builds everything that it needs, in the required order.

use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::Session;
use super::recorder::Recorder;
use super::resume_point_writer::ResumePointWriter;
use super::spoken_ending::{Narrator, SpokenEnding};
use crate::controls::keys::{self, Keyboard};
#[cfg(target_os = "linux")]
use crate::controls::media;
use crate::controls::signals::Signals;
use crate::controls::{Command, CommandQueue};
use crate::display::Display;
use crate::display::screen::Screen;
use crate::output::supervisor::OutputSupervisor;
use crate::output::{DeviceRequest, Output};
use crate::player::music::MusicSource;
use crate::player::{PlaybackOptions, Volume, player};
use crate::score::Score;
use crate::status::StatusChannel;
use crate::time::Frames;
use crate::timeline::{CueKind, Timeline};

/// The silence before the first cue, in addition to the device's buffer: a sleeping Bluetooth link or sink cuts off the
/// first sound.
const LEAD_IN: Duration = Duration::from_millis(500);

/// The music of a session.
#[derive(Debug)]
pub struct SessionMusic {
    /// Its frames, at the sample rate of the output.
    pub source: Box<dyn MusicSource>,
    /// Warnings about its files.
    pub warnings: Receiver<String>,
}

/// What a session is started with.
#[derive(Debug)]
pub struct Setup {
    /// The timeline.
    pub timeline: Timeline,
    /// The same in frames, at the sample rate of the output.
    pub score: Arc<Score>,
    /// The output.
    pub output: Output,
    /// Whether to search for a device while it plays silently.
    pub looks_for_device: bool,
    /// The device to search for when this one is lost.
    pub request: DeviceRequest,
    /// Whether the session continues silently while its device is lost.
    pub keeps_time: bool,
    /// The initial volume.
    pub volume: Volume,
    /// The music, if there is any.
    pub music: Option<SessionMusic>,
    /// The index of the interval to start with.
    pub start: usize,
    /// How much is over of the time of rounds that it starts within.
    pub rounds_elapsed: Duration,
    /// The queue of commands, and its sender for the controls.
    pub commands: (CommandQueue, Sender<Command>),
    /// Where its status is published.
    pub channel: Arc<StatusChannel>,
    /// Its name on the control socket.
    pub name: String,
    /// Whether it has a control socket.
    pub has_socket: bool,
    /// Speaks what is known only at the end; `None` if nothing is spoken.
    pub narrator: Option<Narrator>,
    /// Stores its position, if it can be resumed.
    pub resume_point_writer: Option<ResumePointWriter>,
    /// Records it in the history, if that is kept.
    pub recorder: Option<Recorder>,
}

impl Session {
    /// Starts to play. `display` creates the display, for a session with or without a keyboard.
    pub fn start(setup: Setup, display: impl FnOnce(bool) -> Display) -> Session {
        let Setup { score, output, volume, start, commands: (commands, sender), channel, .. } = setup;
        let signals = Signals::catch(keys::restore_terminal);
        // From here on, only the screen writes to the terminal.
        let keyboard = Keyboard::open(sender.clone());
        let interactive = keyboard.is_some() || setup.has_socket;
        let lead_in = Frames(Frames::of(LEAD_IN, output.rate()).0.saturating_sub(output.buffer_frames().0));
        let rounds_elapsed = Frames::of(setup.rounds_elapsed, output.rate());
        let options = PlaybackOptions { lead_in, interactive, volume, start, rounds_elapsed };
        let (mut renderer, transport) = player(&score, options);
        let mut music_warnings = None;
        if let Some(SessionMusic { source, warnings }) = setup.music {
            renderer = renderer.with_music(source);
            music_warnings = Some(warnings);
        }
        #[cfg(target_os = "linux")]
        media::open(&setup.name, sender, Arc::clone(&channel), transport.clone());
        let renderer = Arc::new(Mutex::new(renderer));
        let mut output = OutputSupervisor::begin(output, renderer, setup.request, setup.keeps_time);
        if setup.looks_for_device {
            output.look_for_device();
        }
        let timeline = Arc::new(setup.timeline);
        let speaks =
            timeline.cues.iter().any(|cue| matches!(cue.kind, CueKind::Say(_)) && !cue.length.is_zero());
        let screen = Screen::begin(display(keyboard.is_some()), Arc::clone(&timeline));
        Session {
            timeline,
            transport,
            output,
            screen,
            keyboard,
            signals,
            commands,
            channel,
            name: setup.name,
            speaks,
            interactive,
            start,
            music_warnings,
            spoken_ending: setup.narrator.map(|narrator| SpokenEnding::new(narrator, start)),
            resume_point_writer: setup.resume_point_writer,
            recorder: setup.recorder,
        }
    }
}
