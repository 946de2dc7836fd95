//! What the user sees of a session. It reads the position and never controls the session.

pub mod bars;
pub mod lines;
pub mod screen;
pub mod view;

use crate::player::Position;
use crate::timeline::Timeline;
use bars::Bars;
use lines::Lines;

/// The two ways to display a session.
#[derive(Debug)]
pub enum Display {
    /// Two progress bars, on a terminal.
    Bars(Box<Bars>),
    /// One line per interval and per event.
    Lines(Lines),
}

impl Display {
    /// Shows the position; `held` if the session waits for its lost device.
    pub fn show(&mut self, timeline: &Timeline, position: &Position, held: bool) {
        match self {
            Display::Bars(bars) => bars.show(timeline, position, held),
            Display::Lines(lines) => lines.show(timeline, position),
        }
    }

    /// Shows a message above the session.
    pub fn say(&self, words: &str) {
        match self {
            Display::Bars(bars) => bars.say(words),
            Display::Lines(lines) => lines.say(words),
        }
    }

    /// Shows a message about a command that leads to an interval, which is shown next. Bars do not need it.
    pub fn lead(&mut self, words: &str) {
        if let Display::Lines(lines) = self {
            lines.lead(words);
        }
    }

    /// Clears the display while another program uses the screen.
    pub fn suspend(&self) {
        if let Display::Bars(bars) = self {
            bars.suspend();
        }
    }

    /// Ends the display.
    pub fn end(&mut self) {
        if let Display::Bars(bars) = self {
            bars.end();
        }
    }
}
