//! One performance: the loop that shows where the sound is and obeys the person, until it is over.

use std::thread;
use std::time::{Duration, Instant};

use crate::controls::Command;
use crate::controls::keys::Keyboard;
use crate::controls::signals::Signals;
use crate::display::Display;
use crate::output::watch::{Verdict, Watch};
use crate::output::{Output, Stage};
use crate::player::Transport;
use crate::time::{At, clock};
use crate::timeline::{StretchKind, Timeline};

/// How often the screen and the keys are looked at.
const LOOK: Duration = Duration::from_millis(50);
/// What a device still has to play when the renderer has made its last frame.
const DRAIN: Duration = Duration::from_millis(350);
/// The longest that a stop waits for its fade.
const FADE: Duration = Duration::from_millis(500);
/// What the key for more rest adds.
const MORE: Duration = Duration::from_secs(10);
/// A step of the volume.
const STEP: i8 = 5;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It was played to its end.
    Done,
    /// The person stopped it.
    Stopped,
    /// A signal stopped it; its number.
    Signalled(u8),
}

/// All that a performance needs.
#[derive(Debug)]
pub struct Session<'a> {
    /// What is performed.
    pub timeline: &'a Timeline,
    /// What steers it.
    pub transport: Transport,
    /// What plays it.
    pub output: Output,
    /// What the output plays.
    pub stage: Stage,
    /// What shows it.
    pub display: Display,
    /// The person's keys, if there are any.
    pub keyboard: Option<Keyboard>,
}

impl Session<'_> {
    /// Plays until it is over, and tells how it ended.
    pub fn perform(mut self) -> Ending {
        let signals = Signals::catch();
        let begun = Instant::now();
        let mut watch = Watch::new(self.output.rate());
        let ending = loop {
            if let Some(ending) = self.obey(self.wait()) {
                break ending;
            }
            if let Some(signal) = signals.come() {
                break Ending::Signalled(signal);
            }
            self.keep_time(&mut watch, begun.elapsed());
            let position = self.transport.position();
            self.display.show(self.timeline, &position);
            if position.finished {
                break Ending::Done;
            }
        };
        self.end(ending)
    }

    /// Waits a moment for what the person wants.
    fn wait(&self) -> Option<Command> {
        match &self.keyboard {
            Some(keyboard) => keyboard.wait(LOOK),
            None => {
                thread::sleep(LOOK);
                None
            }
        }
    }

    fn obey(&mut self, command: Option<Command>) -> Option<Ending> {
        match command? {
            Command::Space => {
                if !self.transport.go_on() {
                    self.transport.toggle_pause();
                }
            }
            Command::GoOn => {
                if self.transport.is_paused() {
                    self.transport.pause(false);
                } else {
                    self.transport.go_on();
                }
            }
            Command::Next => self.transport.next(),
            Command::Back => self.transport.back(),
            Command::Louder => self.transport.louder(STEP),
            Command::Softer => self.transport.louder(-STEP),
            Command::Repeat => self.transport.repeat(),
            Command::MoreRest => {
                self.transport.more(MORE);
            }
            Command::Stop => return Some(Ending::Stopped),
            Command::Interrupt => return Some(Ending::Signalled(Signals::INTERRUPT)),
        }
        None
    }

    /// Goes on without sound where a device does not keep time.
    fn keep_time(&mut self, watch: &mut Watch, now: Duration) {
        if !matches!(self.output, Output::Device(_)) {
            return;
        }
        let why = match watch.look(now, self.transport.rendered()) {
            Verdict::Fine => return,
            Verdict::Stalled => "the sound device has stopped",
            Verdict::TooFast => "the sound device plays faster than time",
        };
        self.display.say(&format!("warning: {why}; the session goes on without sound"));
        self.output.go_silent(&self.stage);
    }

    fn end(mut self, ending: Ending) -> Ending {
        if ending != Ending::Done {
            self.transport.stop();
            let stopped = Instant::now();
            while !self.transport.position().finished && stopped.elapsed() < FADE {
                thread::sleep(LOOK / 5);
            }
        }
        if matches!(self.output, Output::Device(_)) {
            thread::sleep(DRAIN);
        }
        self.display.end();
        match ending {
            // Where each stretch has its line, the last one has said so.
            Ending::Done if matches!(self.display, Display::Lines(_)) => {}
            Ending::Done => self.display.say(&format!("Done: {}.", self.timeline.title)),
            Ending::Stopped | Ending::Signalled(_) => self.display.say(&self.how_far()),
        }
        ending
    }

    /// Where a session was stopped, in a line.
    fn how_far(&self) -> String {
        let position = self.transport.position();
        let stretch = &self.timeline.stretches[position.stretch];
        let place = match (stretch.kind, &stretch.exercise) {
            (StretchKind::Rest, Some(exercise)) => format!(", in the rest after {}", exercise.name),
            (_, Some(exercise)) => format!(", at {}", exercise.name),
            (_, None) => String::new(),
        };
        let (at, end) = (position.at - At::ZERO, self.timeline.end() - At::ZERO);
        format!("Stopped at {} of {}{place}.", clock(at), clock(end))
    }
}
