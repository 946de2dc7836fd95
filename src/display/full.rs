//! The full view: the whole terminal, for a look from the mat.

mod banner;
mod before;
pub mod draw;
pub mod keys;
mod parts;
mod stack;
mod work;

use std::time::{Duration, Instant};

use super::canvas::Canvas;
use super::scene::{Extras, Scene};
use super::terminal::{Features, Terminal};
use crate::platform::time_with_sleep;
use crate::player::{Position, Volume};
use crate::timeline::Timeline;

/// How long a message is shown.
const MESSAGE: Duration = Duration::from_secs(12);
/// How long a new volume is shown.
const VOLUME: Duration = Duration::from_secs(3);

/// The time of day, read once: after that only the time since then is asked for, so a date that jumps changes nothing.
#[derive(Debug, Clone, Copy)]
pub struct DayClock {
    /// The time since midnight when it was read.
    read: Duration,
    /// When it was read, on the clock of [`time_with_sleep`].
    at: Duration,
}

impl DayClock {
    /// A clock that shows this time since midnight now.
    #[must_use]
    pub fn new(time: Duration) -> DayClock {
        DayClock { read: time, at: time_with_sleep() }
    }

    fn now(self) -> Duration {
        self.read + time_with_sleep().saturating_sub(self.at)
    }
}

/// The full view of a session.
#[derive(Debug)]
pub struct Full {
    terminal: Terminal,
    has_colours: bool,
    has_keys: bool,
    clock: Option<DayClock>,
    /// The last volume, and when it last changed.
    volume: Option<(Volume, Option<Instant>)>,
    /// The last message, and when it came.
    message: Option<(String, Instant)>,
    shows_keys: bool,
    shows_effort: bool,
}

impl Full {
    /// The view, with or without colours and a keyboard; with a clock it shows when the session ends.
    #[must_use]
    pub fn new(features: Features, has_colours: bool, has_keys: bool, clock: Option<DayClock>) -> Full {
        let terminal = Terminal::new(features);
        Full {
            terminal,
            has_colours,
            has_keys,
            clock,
            volume: None,
            message: None,
            shows_keys: false,
            shows_effort: false,
        }
    }

    /// Shows the keys for the effort in each rest, or not.
    #[must_use]
    pub fn reminding_of_effort(self, shows_effort: bool) -> Full {
        Full { shows_effort, ..self }
    }

    /// Changes to the alternate screen.
    pub(super) fn enter(&mut self) {
        self.terminal.enter();
    }

    /// Returns to the terminal's own screen.
    pub(super) fn leave(&mut self) {
        self.terminal.leave();
    }

    /// Shows the position on a terminal of this size, in columns and rows. Returns whether the terminal is still in the
    /// full view.
    pub(super) fn show(
        &mut self,
        timeline: &Timeline,
        position: &Position,
        held: bool,
        size: (u16, u16),
    ) -> bool {
        let now = Instant::now();
        let extras = self.extras(position.volume, now);
        let scene = Scene::new(timeline, position, held, extras);
        let canvas: Canvas = draw::draw(&scene, size, self.has_colours);
        self.terminal.show(canvas, &scene.terminal_title(), scene.percent())
    }

    fn extras(&mut self, volume: Volume, now: Instant) -> Extras {
        let is_recent = |since: Instant, time: Duration| now.saturating_duration_since(since) < time;
        self.message.take_if(|(_, since)| !is_recent(*since, MESSAGE));
        let changed = match self.volume {
            Some((before, changed)) if before == volume => changed,
            Some(_) => Some(now),
            None => None,
        };
        self.volume = Some((volume, changed));
        Extras {
            time_of_day: self.clock.map(DayClock::now),
            message: self.message.as_ref().map(|(words, _)| words.clone()),
            volume: changed.is_some_and(|since| is_recent(since, VOLUME)).then_some(volume.0),
            has_keys: self.has_keys,
            shows_keys: self.shows_keys,
            shows_effort: self.shows_effort,
        }
    }

    /// Shows a message for a while.
    pub(super) fn say(&mut self, words: &str) {
        self.message = Some((words.to_owned(), Instant::now()));
    }

    /// Shows or hides the keys.
    pub(super) fn toggle_keys(&mut self) {
        self.shows_keys = !self.shows_keys && self.has_keys;
    }
}

#[cfg(test)]
mod tests;
