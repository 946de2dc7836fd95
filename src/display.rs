//! What is seen of a session. It reads the position and never controls.

pub mod bars;
pub mod lines;
pub mod screen;
pub mod view;

use crate::player::Position;
use crate::timeline::Timeline;
use bars::Bars;
use lines::Lines;

/// One of the two ways to show a session.
#[derive(Debug)]
pub enum Display {
    /// Two progress bars, on a terminal.
    Bars(Box<Bars>),
    /// A line for each interval, and for each thing that happens.
    Lines(Lines),
}

impl Display {
    /// Shows where the session is, and whether it is held because its device is lost.
    pub fn show(&mut self, timeline: &Timeline, position: &Position, held: bool) {
        match self {
            Display::Bars(bars) => bars.show(timeline, position, held),
            Display::Lines(lines) => lines.show(timeline, position),
        }
    }

    /// Says something that is not part of the session, above it.
    pub fn say(&self, words: &str) {
        match self {
            Display::Bars(bars) => bars.say(words),
            Display::Lines(lines) => lines.say(words),
        }
    }

    /// Says what somebody has done that leads to an interval, which is shown next. Bars show it without words.
    pub fn lead(&mut self, words: &str) {
        if let Display::Lines(lines) = self {
            lines.lead(words);
        }
    }

    /// Shows nothing for a while: somebody else has the screen.
    pub fn halt(&self) {
        if let Display::Bars(bars) = self {
            bars.halt();
        }
    }

    /// Shows nothing more.
    pub fn end(&mut self) {
        if let Display::Bars(bars) = self {
            bars.end();
        }
    }
}
