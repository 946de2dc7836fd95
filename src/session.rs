//! One performance: the loop that shows where the sound is and obeys the person, until it is over.

pub mod keeper;
mod pause;
pub mod resume_point;
mod sleep;
pub mod sound;

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crate::controls::keys::Keyboard;
use crate::controls::signals::Signals;
use crate::controls::{Command, Inbox};
use crate::display::screen::Screen;
use crate::display::view::now;
use crate::platform;
use crate::player::{Position, Transport, Volume};
use crate::status::{Board, Status};
use crate::time::clock;
use crate::timeline::{StretchKind, Timeline};
use keeper::Keeper;
use pause::LongPause;
use resume_point::Place;
use sleep::Sleep;
use sound::{News, Sound};

/// How often the screen, the sound and the signals are looked at. What a person wants is obeyed at once.
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
    /// What makes the sound has panicked.
    Failed,
}

/// All that a performance needs.
#[derive(Debug)]
pub struct Session {
    /// What is performed.
    pub timeline: Arc<Timeline>,
    /// What steers it.
    pub transport: Transport,
    /// What plays it.
    pub sound: Sound,
    /// What shows it.
    pub screen: Screen,
    /// The person's keys, if there are any.
    pub keyboard: Option<Keyboard>,
    /// The signals that have come.
    pub signals: Signals,
    /// All that anybody wants of it.
    pub inbox: Inbox,
    /// Where others read what it does.
    pub board: Arc<Board>,
    /// Its name on the board.
    pub name: String,
    /// Whether there is any way to answer it: else it never waits.
    pub answered: bool,
    /// What keeps where it is, if anything does.
    pub keeper: Option<Keeper>,
}

impl Session {
    /// Plays until it is over, and tells how it ended.
    pub fn perform(mut self) -> Ending {
        let mut sleep = Sleep::new();
        let mut long_pause = LongPause::default();
        let mut kept = None;
        let ending = loop {
            let wanted = self.inbox.wait(LOOK);
            if wanted == Some(Command::Suspend) || self.signals.halt() {
                self.halt();
                sleep = Sleep::new();
            }
            if let Some(ending) = wanted.and_then(|wanted| self.obey(wanted)) {
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
            if let Some(news) = self.sound.mind(&self.transport) {
                if news == News::Failed {
                    break Ending::Failed;
                }
                self.tell(news);
            }
            let position = self.transport.position();
            if long_pause.is_to_be_told(position.paused_for) {
                self.transport.remind_of_pause();
                self.screen.say(&format!("Still paused, for {} now.", clock(position.paused_for)));
            }
            self.screen.show(&position, self.sound.holds());
            self.publish(&position);
            self.keep(&position, &mut kept);
            if position.finished {
                break Ending::Done;
            }
        };
        self.end(ending)
    }

    fn obey(&mut self, command: Command) -> Option<Ending> {
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
            Command::Louder => self.transport.louder(STEP),
            Command::Softer => self.transport.louder(-STEP),
            Command::Volume(volume) => self.transport.set_volume(Volume(volume)),
            Command::Repeat => {
                self.transport.repeat();
                self.screen.lead("Again.");
            }
            Command::MoreRest => {
                self.transport.more(MORE);
            }
            Command::Silent => {
                if self.sound.go_on_silent() {
                    self.screen.say("The session goes on without sound.");
                }
            }
            // The one has gone on already; the other is done by the loop.
            Command::Toggle | Command::Suspend => {}
            Command::Stop => return Some(Ending::Stopped),
            Command::Interrupt => return Some(Ending::Signalled(Signals::INTERRUPT)),
        }
        None
    }

    /// Says what has happened to the sound.
    fn tell(&mut self, news: News) {
        self.screen.say(match news {
            News::Lost if self.keyboard.is_some() => {
                "warning: the sound device is gone; the session waits for it (s goes on without sound)"
            }
            News::Lost => "warning: the sound device is gone; the session waits for it",
            News::LostInTime => "warning: the sound device is gone; the session goes on without sound",
            News::TooSlow if self.keyboard.is_some() => {
                "warning: the sound device is too slow; the session waits for it (s goes on without sound)"
            }
            News::TooSlow => "warning: the sound device is too slow; the session waits for it",
            News::TooSlowInTime => "warning: the sound device is too slow; the session goes on without sound",
            News::Back => "The sound is back.",
            News::TooFast => {
                "warning: the sound device plays faster than time; the session goes on without sound"
            }
            // It ends the session, and the command reports it.
            News::Failed => return,
        });
    }

    /// Halts the program until somebody lets it go on; then the session is paused, where somebody can resume it.
    fn halt(&mut self) {
        let was_paused = self.transport.is_paused();
        self.transport.pause_long();
        self.let_fade();
        self.screen.halt();
        if let Some(keyboard) = &self.keyboard {
            keyboard.let_go();
        }
        self.signals.stop_here();
        if let Some(keyboard) = &self.keyboard {
            keyboard.take_again();
        }
        self.sound.go_on_after_halt(&self.transport);
        if !self.answered && !was_paused {
            self.transport.pause(false);
        }
    }

    /// Pauses after the machine has slept.
    fn wake(&mut self) {
        self.sound.go_on_after_halt(&self.transport);
        if self.answered {
            self.transport.pause_long();
            let how = if self.keyboard.is_some() { "space" } else { "`repcue ctl resume`" };
            self.screen.say(&format!("The machine has slept: paused; {how} goes on."));
        }
    }

    /// Keeps where the session is, at each interval from the first work on; `kept` is the last that was.
    fn keep(&mut self, position: &Position, kept: &mut Option<usize>) {
        let Some(keeper) = &mut self.keeper else { return };
        if *kept != Some(position.stretch) && (kept.is_some() || has_worked(&self.timeline, position)) {
            *kept = Some(position.stretch);
            if let Some(place) = Place::of(&self.timeline, position.stretch) {
                keeper.keep(place);
            }
        }
        if let Some(error) = keeper.mind() {
            self.screen.say(&format!("warning: this session cannot be resumed later: {error}"));
        }
    }

    fn publish(&self, position: &Position) {
        self.board.write(Status::of(&self.name, &self.timeline, position, self.sound.holds()));
    }

    fn end(mut self, ending: Ending) -> Ending {
        // First of all: whatever hangs from here on, the terminal is the shell's again, and so is Ctrl-C.
        drop(self.keyboard.take());
        self.signals.end_at_once();
        if ending != Ending::Done {
            self.transport.stop();
            self.let_fade();
        }
        if self.sound.is_heard() {
            thread::sleep(DRAIN);
        }
        self.publish(&Position { finished: true, ..self.transport.position() });
        let position = self.transport.position();
        let is_done =
            ending == Ending::Done || self.timeline.stretches[position.stretch].kind == StretchKind::Done;
        let keeper = self.keeper.take();
        let can_resume = !is_done && keeper.as_ref().is_some_and(Keeper::has_kept);
        if let Some(keeper) = keeper {
            keeper.end(is_done);
        }
        let last = match ending {
            // Where each stretch has its line, the last one has said so.
            Ending::Done if self.screen.has_lines => None,
            Ending::Done => Some(format!("Done: {}.", self.timeline.title)),
            Ending::Stopped | Ending::Signalled(_) | Ending::Failed => {
                let resume = if can_resume { " Resume with `repcue run --resume`." } else { "" };
                Some(how_far(&self.timeline, &position) + resume)
            }
        };
        self.screen.end(last.as_deref());
        // The device is closed last: that can take a moment.
        drop(self.sound);
        ending
    }

    /// Waits until what was playing is silent.
    fn let_fade(&self) {
        let begun = Instant::now();
        let is_silent = |position: Position| position.finished || position.paused_for > Duration::ZERO;
        while !is_silent(self.transport.position()) && begun.elapsed() < FADE && !self.sound.holds() {
            thread::sleep(LOOK / 5);
        }
    }
}

/// Whether work has been done: an earlier interval was work, or this one is for a second at least.
fn has_worked(timeline: &Timeline, position: &Position) -> bool {
    let (now, before) = (&timeline.stretches[position.stretch], &timeline.stretches[..position.stretch]);
    let is_at_work = now.kind == StretchKind::Work && position.at - now.start >= Duration::from_secs(1);
    is_at_work || before.iter().any(|stretch| stretch.kind == StretchKind::Work)
}

/// Where a session was stopped, in a line.
fn how_far(timeline: &Timeline, position: &Position) -> String {
    let interval = &timeline.stretches[position.stretch];
    let name = interval.exercise.as_ref().map(|exercise| &exercise.name);
    let place = match (interval.kind, name, now(interval, position).rep) {
        (_, None, _) => String::new(),
        (StretchKind::Ready, Some(name), _) => format!(" (before {name})"),
        (StretchKind::Rest, Some(name), _) => format!(" (rest after {name})"),
        (_, Some(name), Some(rep)) => format!(" ({name}, rep {rep})"),
        (_, Some(name), None) => format!(" ({name})"),
    };
    let (at, end) = position.session(timeline.end());
    format!("Stopped at {} of {}{place}.", clock(at), clock(end))
}
