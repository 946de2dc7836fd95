//! The display on a terminal: the full view or, if it does not fit or the user prefers them, the bars.

use std::time::{Duration, Instant};

use super::bars::{self, Bars};
use super::full::Full;
use super::full::{draw, keys};
use super::lines;
use crate::player::Position;
use crate::timeline::Timeline;

/// The shortest time between two frames: at most ten a second.
const FRAME: Duration = Duration::from_millis(100);

/// The full view and the bars of a session.
#[derive(Debug)]
pub struct Visual {
    full: Full,
    bars: Option<Bars>,
    has_colours: bool,
    has_keys: bool,
    prefers_bars: bool,
    is_full: bool,
    /// When the last frame was shown.
    last: Option<Instant>,
    /// The messages of the full view, which the terminal's own screen gets at the end.
    messages: Vec<String>,
}

impl Visual {
    /// The display, with the full view if it is preferred and fits.
    #[must_use]
    pub fn new(full: Full, prefers_bars: bool, has_colours: bool, has_keys: bool) -> Visual {
        Visual {
            full,
            bars: None,
            has_colours,
            has_keys,
            prefers_bars,
            is_full: false,
            last: None,
            messages: Vec::new(),
        }
    }

    pub(super) fn show(&mut self, timeline: &Timeline, position: &Position, held: bool) {
        let now = Instant::now();
        if self.last.is_some_and(|last| now.saturating_duration_since(last) < FRAME) {
            return;
        }
        self.last = Some(now);
        let size = bars::size();
        let is_full = !self.prefers_bars && draw::fits(size);
        self.change_to(is_full);
        if self.is_full {
            if self.full.show(timeline, position, held, size) {
                return;
            }
            // Something has panicked, and its message is on the terminal's own screen.
            self.prefers_bars = true;
            self.change_to(false);
        }
        if let Some(bars) = &mut self.bars {
            bars.show(timeline, position, held);
        }
    }

    fn change_to(&mut self, is_full: bool) {
        if is_full && !self.is_full {
            if let Some(mut bars) = self.bars.take() {
                bars.end();
            }
            self.full.enter();
        } else if !is_full {
            if self.is_full {
                self.full.leave();
            }
            if self.bars.is_none() {
                self.bars = Some(Bars::new(self.has_colours, self.has_keys));
            }
        }
        self.is_full = is_full;
    }

    pub(super) fn say(&mut self, words: &str) {
        if self.is_full {
            self.full.say(words);
            if self.messages.last().is_none_or(|last| last != words) {
                self.messages.push(words.to_owned());
            }
        } else {
            self.print(words);
        }
    }

    /// Shows instructions that nothing speaks; the full view has its own.
    pub(super) fn instruct(&mut self, words: &str) {
        if !self.is_full {
            self.print(words);
        }
    }

    fn print(&self, words: &str) {
        match &self.bars {
            Some(bars) => bars.say(words),
            None => lines::print(&bars::wrapped(words)),
        }
    }

    /// Shows or hides the keys.
    pub(super) fn toggle_keys(&mut self) {
        if self.is_full {
            self.full.toggle_keys();
            self.last = None;
        } else if self.has_keys {
            self.print(&keys::lines());
        }
    }

    /// Changes between the full view and the bars.
    pub(super) fn change(&mut self) {
        self.prefers_bars = !self.prefers_bars;
        self.last = None;
    }

    /// Gives the terminal to another program; the next frame takes it back.
    pub(super) fn suspend(&mut self) {
        if self.is_full {
            self.full.leave();
            self.is_full = false;
        }
        if let Some(bars) = &self.bars {
            bars.suspend();
        }
    }

    pub(super) fn end(&mut self) {
        if self.is_full {
            self.full.leave();
            self.is_full = false;
        }
        if let Some(mut bars) = self.bars.take() {
            bars.end();
        }
        for words in std::mem::take(&mut self.messages) {
            self.print(&words);
        }
    }
}

impl Drop for Visual {
    /// Whatever ends the session, the terminal is as it was.
    fn drop(&mut self) {
        if self.is_full {
            self.full.leave();
        }
    }
}
