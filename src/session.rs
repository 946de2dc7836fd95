//! One performance: the loop that shows the position and obeys commands until the session is over.

mod messages;
mod pause;
pub mod played;
pub mod prepare;
pub mod recorder;
pub mod resume_point;
pub mod resume_point_writer;
mod sleep;
pub mod spoken_ending;
pub mod start;

use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

use crate::controls::keys::Keyboard;
use crate::controls::signals::Signals;
use crate::controls::{Command, CommandQueue};
use crate::display::screen::Screen;
use crate::history::record::Effort;
use crate::output::supervisor::{OutputEvent, OutputSupervisor};
use crate::platform;
use crate::player::{BACK_WITHIN, Position, Transport, Volume};
use crate::status::{Status, StatusChannel};
use crate::tally::Tally;
use crate::timeline::{IntervalKind, Timeline};
use pause::LongPause;
use recorder::Recorder;
use resume_point::Place;
use resume_point_writer::ResumePointWriter;
use sleep::Sleep;
use spoken_ending::SpokenEnding;

/// How often the screen, the sound and the signals are checked. Commands are obeyed immediately.
const LOOK: Duration = Duration::from_millis(50);
/// The time that a device needs to play what it has buffered after the last frame.
const DRAIN: Duration = Duration::from_millis(350);
/// The longest that a stop waits for its fade.
const FADE: Duration = Duration::from_millis(500);
/// The time that the key for more rest adds.
const MORE: Duration = Duration::from_secs(10);
/// One step of the volume.
const STEP: i8 = 5;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It was played to its end.
    Done,
    /// The user stopped it.
    Stopped,
    /// A signal stopped it; its number.
    Signalled(u8),
    /// The renderer has panicked.
    Failed,
}

/// Everything that a session needs.
#[derive(Debug)]
pub struct Session {
    /// What is played.
    pub timeline: Arc<Timeline>,
    /// Controls the renderer.
    pub transport: Transport,
    /// The output.
    pub output: OutputSupervisor,
    /// The display.
    pub screen: Screen,
    /// The keyboard, if there is one.
    pub keyboard: Option<Keyboard>,
    /// The signals received.
    pub signals: Signals,
    /// The queue of commands.
    pub commands: CommandQueue,
    /// Where its status is published.
    pub channel: Arc<StatusChannel>,
    /// Its name, as published in its status.
    pub name: String,
    /// Whether anything is spoken. If not, instructions are shown.
    pub speaks: bool,
    /// Whether the user has any way to respond: otherwise it never waits.
    pub interactive: bool,
    /// The index of the interval that it started with.
    pub start: usize,
    /// Warnings about the files of the music, if there is any.
    music_warnings: Option<Receiver<String>>,
    /// Prepares what is said at the end, if anything is spoken.
    spoken_ending: Option<SpokenEnding>,
    /// Stores the position, if the session can be resumed.
    pub resume_point_writer: Option<ResumePointWriter>,
    /// Records it in the history, if that is kept.
    pub recorder: Option<Recorder>,
}

impl Session {
    /// Plays until the session is over. Returns how it ended.
    pub fn perform(mut self) -> Ending {
        let mut sleep = Sleep::new();
        let mut long_pause = LongPause::default();
        let mut kept = None;
        let mut instructed = None;
        let ending = loop {
            let command = self.commands.wait(LOOK);
            if command == Some(Command::Suspend) || self.signals.suspend_requested() {
                self.suspend();
                sleep = Sleep::new();
            }
            if let Some(ending) = command.and_then(|command| self.apply(command)) {
                break ending;
            }
            if let Some(signal) = self.signals.end() {
                break Ending::Signalled(signal);
            }
            if platform::output_is_gone() {
                let signal = if self.keyboard.is_some() { Signals::HANG_UP } else { Signals::PIPE };
                break Ending::Signalled(signal);
            }
            if sleep.is_over() {
                self.wake();
            }
            if let Some(event) = self.output.poll(&self.transport) {
                if event == OutputEvent::Failed {
                    break Ending::Failed;
                }
                if let Some(words) = messages::output(event, self.keyboard.is_some()) {
                    self.screen.say(&words);
                }
            }
            for warning in self.music_warnings.iter().flat_map(Receiver::try_iter) {
                self.screen.say(&warning);
            }
            let position = self.transport.position();
            if long_pause.is_due(position.paused_for) {
                self.transport.remind_of_pause();
                self.screen.say(&messages::still_paused(position.paused_for));
            }
            self.screen.show(&position, self.output.is_held());
            self.show_instructions(&position, &mut instructed);
            if let Some(spoken_ending) = &mut self.spoken_ending {
                spoken_ending.poll(&self.timeline, &self.transport, &position);
            }
            self.publish(&position);
            self.store_position(&position, &mut kept);
            self.record(&position);
            if position.finished {
                break Ending::Done;
            }
        };
        self.end(ending)
    }

    fn apply(&mut self, command: Command) -> Option<Ending> {
        let is_paused = self.transport.is_paused();
        match command {
            Command::Toggle if is_paused || !self.transport.go_on() => self.transport.pause(!is_paused),
            Command::Pause => self.transport.pause(true),
            Command::Resume if is_paused => self.transport.pause(false),
            Command::Resume => {
                self.transport.go_on();
            }
            Command::Next => {
                self.transport.next();
                self.screen.lead("Next.");
            }
            Command::Back => {
                self.transport.back();
                self.screen.lead("Back.");
            }
            Command::NextExercise => {
                let now = self.transport.position();
                self.transport.go_to(self.timeline.next_turn(now.interval));
                self.screen.lead("Next exercise.");
            }
            Command::PreviousExercise => {
                let now = self.transport.position();
                self.transport.go_to(self.timeline.previous_turn(now.interval, now.at, BACK_WITHIN));
                self.screen.lead("Previous exercise.");
            }
            Command::Keys => self.screen.toggle_keys(),
            Command::ChangeDisplay => self.screen.change(),
            Command::Louder => self.transport.louder(STEP),
            Command::Softer => self.transport.louder(-STEP),
            Command::Music if self.music_warnings.is_some() => {
                let is_on = self.transport.toggle_music();
                self.screen.say(if is_on { "The music is on." } else { "The music is off." });
            }
            Command::Volume(volume) => self.transport.set_volume(Volume(volume)),
            Command::Repeat => {
                self.transport.repeat();
                self.screen.lead("Again.");
            }
            Command::MoreRest => {
                self.transport.more(MORE);
            }
            Command::Effort(effort) => self.rate(effort),
            Command::Silent => {
                if self.output.continue_silently() {
                    self.screen.say("The session continues without sound.");
                }
            }
            // The first has already continued; the main loop handles the second; the third has nothing to turn off.
            Command::Toggle | Command::Suspend | Command::Music => {}
            Command::Stop => return Some(Ending::Stopped),
            Command::Interrupt => return Some(Ending::Signalled(Signals::INTERRUPT)),
        }
        None
    }

    /// Shows the equipment once, and the instructions of an interval if nothing speaks them; `shown` is the last interval.
    fn show_instructions(&mut self, position: &Position, shown: &mut Option<usize>) {
        let instructions = &self.timeline.intervals[position.interval].instructions;
        if let (None, Some(equipment)) = (&shown, &self.timeline.equipment)
            && (self.speaks || !instructions.contains(equipment))
        {
            self.screen.say(equipment);
        }
        if *shown == Some(position.interval) {
            return;
        }
        *shown = Some(position.interval);
        for text in instructions.iter().filter(|_| !self.speaks) {
            self.screen.instruct(text);
        }
    }

    /// Suspends the program until it is continued; then the session is paused, if the user can resume it.
    fn suspend(&mut self) {
        let was_paused = self.transport.is_paused();
        self.transport.pause_long();
        self.wait_for_fade();
        self.screen.suspend();
        if let Some(keyboard) = &self.keyboard {
            keyboard.suspend();
        }
        self.signals.suspend_program();
        if let Some(keyboard) = &self.keyboard {
            keyboard.resume();
        }
        self.output.resume_after_suspend(&self.transport);
        if !self.interactive && !was_paused {
            self.transport.pause(false);
        }
    }

    /// Pauses after the machine has slept.
    fn wake(&mut self) {
        self.output.resume_after_suspend(&self.transport);
        if self.interactive {
            self.transport.pause_long();
            self.screen.say(&messages::woken(self.keyboard.is_some()));
        }
    }

    /// Stores the position at each interval from the first work on; `kept` is the last interval stored.
    fn store_position(&mut self, position: &Position, kept: &mut Option<usize>) {
        let Some(resume_point_writer) = &mut self.resume_point_writer else { return };
        if *kept != Some(position.interval) && (kept.is_some() || has_worked(&self.timeline, position)) {
            *kept = Some(position.interval);
            if let Some(place) = Place::at_interval(&self.timeline, position.interval) {
                resume_point_writer.queue(place.at_time(position));
            }
        }
        if let Some(error) = resume_point_writer.poll() {
            self.screen.say(&format!("warning: this session cannot be resumed later: {error}"));
        }
    }

    /// Records how hard the last set was.
    fn rate(&mut self, effort: Effort) {
        let (position, progress) = (self.transport.position(), self.transport.progress());
        let words = match &mut self.recorder {
            None => messages::NO_HISTORY.to_owned(),
            Some(recorder) => match recorder.effort(effort, &self.timeline, &position, &progress) {
                Some(name) => messages::rated(&name, effort),
                None => messages::NO_SET.to_owned(),
            },
        };
        self.screen.say(&words);
    }

    /// Records the sets that have ended.
    fn record(&mut self, position: &Position) {
        let Some(recorder) = &mut self.recorder else { return };
        if let Some(error) = recorder.look(&self.timeline, position, || self.transport.progress()) {
            self.screen.say(&messages::not_recorded(&error));
        }
    }

    fn publish(&self, position: &Position) {
        let status = Status::new(&self.name, &self.timeline, position, self.output.is_held());
        let week = self.recorder.as_ref().and_then(Recorder::week);
        self.channel.write(Status {
            week_days: week.map(|week| week.days),
            week_goal: week.map(|week| week.goal),
            ..status
        });
    }

    fn end(mut self, ending: Ending) -> Ending {
        // First of all: whatever hangs from here on, the shell has the terminal and Ctrl-C back.
        drop(self.keyboard.take());
        self.signals.end_at_once();
        if ending != Ending::Done {
            self.transport.stop();
            self.wait_for_fade();
        }
        if self.output.is_heard() {
            thread::sleep(DRAIN);
        }
        self.publish(&Position { finished: true, ..self.transport.position() });
        let position = self.transport.position();
        let is_done =
            ending == Ending::Done || self.timeline.intervals[position.interval].kind == IntervalKind::Done;
        let resume_point_writer = self.resume_point_writer.take();
        let can_resume = !is_done && resume_point_writer.as_ref().is_some_and(ResumePointWriter::has_stored);
        if let Some(resume_point_writer) = resume_point_writer {
            resume_point_writer.end(is_done);
        }
        let progress = self.transport.progress();
        let mut week = None;
        if let Some(mut recorder) = self.recorder.take() {
            let error = recorder.end(&self.timeline, is_done, &progress);
            week = recorder.week().filter(|_| recorder.has_recorded() && error.is_none());
            if let Some(error) = error {
                self.screen.say(&messages::not_recorded(&error));
            }
        }
        let last = match ending {
            Ending::Done => {
                let tally = Tally::new(&self.timeline, &progress.played, self.start);
                let tally = tally.with_rounds(&self.timeline, &progress);
                Some(messages::done(&tally, progress.taken, week))
            }
            Ending::Stopped | Ending::Signalled(_) | Ending::Failed => {
                Some(messages::stopped(&self.timeline, &position, can_resume))
            }
        };
        self.screen.end(last.as_deref());
        // The device is closed last because that can take a moment.
        drop(self.output);
        ending
    }

    /// Waits until the fade is silent.
    fn wait_for_fade(&self) {
        let begun = Instant::now();
        let is_silent = |position: Position| position.finished || position.paused_for > Duration::ZERO;
        while !is_silent(self.transport.position()) && begun.elapsed() < FADE && !self.output.is_held() {
            thread::sleep(LOOK / 5);
        }
    }
}

/// Whether work has been done: an earlier interval was work, or this one has been for at least a second.
fn has_worked(timeline: &Timeline, position: &Position) -> bool {
    let (now, before) = (&timeline.intervals[position.interval], &timeline.intervals[..position.interval]);
    let is_at_work = now.kind == IntervalKind::Work && position.at - now.start >= Duration::from_secs(1);
    is_at_work || before.iter().any(|interval| interval.kind == IntervalKind::Work)
}
