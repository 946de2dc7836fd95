//! What the user sees of a session. It reads the position and never controls the session.

pub mod bars;
pub mod canvas;
pub mod full;
pub mod large;
pub mod lines;
pub mod scene;
pub mod screen;
pub mod terminal;
pub mod view;
pub mod visual;

use crate::player::Position;
use crate::timeline::Timeline;
use lines::Lines;
use visual::Visual;

/// The displays to choose from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DisplayKind {
    /// The whole terminal; the bars if it is too small.
    #[default]
    Full,
    /// Two progress bars.
    Bars,
    /// One line per interval and per event.
    Plain,
}

/// The two ways to display a session.
#[derive(Debug)]
pub enum Display {
    /// The full view or two progress bars, on a terminal.
    Visual(Box<Visual>),
    /// One line per interval and per event.
    Lines(Lines),
}

impl Display {
    /// Shows the position; `held` if the session waits for its lost device.
    pub fn show(&mut self, timeline: &Timeline, position: &Position, held: bool) {
        match self {
            Display::Visual(visual) => visual.show(timeline, position, held),
            Display::Lines(lines) => lines.show(timeline, position),
        }
    }

    /// Shows a message.
    pub fn say(&mut self, words: &str) {
        match self {
            Display::Visual(visual) => visual.say(words),
            Display::Lines(lines) => lines.say(words),
        }
    }

    /// Shows instructions that nothing speaks.
    pub fn instruct(&mut self, words: &str) {
        match self {
            Display::Visual(visual) => visual.instruct(words),
            Display::Lines(lines) => lines.say(words),
        }
    }

    /// Shows a message about a command that leads to an interval, which is shown next. Only lines need it.
    pub fn lead(&mut self, words: &str) {
        if let Display::Lines(lines) = self {
            lines.lead(words);
        }
    }

    /// Shows the keys, or hides them.
    pub fn toggle_keys(&mut self) {
        match self {
            Display::Visual(visual) => visual.toggle_keys(),
            Display::Lines(lines) => lines.say_keys(),
        }
    }

    /// Changes between the full view and the bars. Lines stay lines.
    pub fn change(&mut self) {
        if let Display::Visual(visual) = self {
            visual.change();
        }
    }

    /// Clears the display while another program uses the screen.
    pub fn suspend(&mut self) {
        if let Display::Visual(visual) = self {
            visual.suspend();
        }
    }

    /// Ends the display.
    pub fn end(&mut self) {
        if let Display::Visual(visual) = self {
            visual.end();
        }
    }
}
