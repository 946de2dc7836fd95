//! A line for each stretch, for pipes, logs and people who want nothing that moves.

use std::io::{self, IsTerminal, Write};

use super::view::{heading, numbers};
use crate::player::Position;
use crate::printable::visible;
use crate::time::{At, clock};
use crate::timeline::{Stretch, Timeline};

/// Writes to standard output.
#[derive(Debug)]
pub struct Lines {
    /// The stretch that the session begins with.
    first: usize,
    shown: Option<usize>,
    /// What ends a line: on a terminal that gives each key at once, a line feed alone makes stairs.
    ending: &'static str,
}

impl Lines {
    /// Lines from a stretch on.
    #[must_use]
    pub fn new(first: usize) -> Lines {
        let ending = if io::stdout().is_terminal() { "\r\n" } else { "\n" };
        Lines { first, shown: None, ending }
    }

    pub(super) fn show(&mut self, timeline: &Timeline, position: &Position) {
        if self.shown == Some(position.stretch) {
            return;
        }
        // Stretches that went by between two looks are not left out.
        let first = match self.shown {
            None => self.first.min(position.stretch),
            Some(shown) if shown < position.stretch => shown + 1,
            Some(_) => position.stretch,
        };
        for stretch in &timeline.stretches[first..=position.stretch] {
            self.say(&line(stretch));
        }
        self.shown = Some(position.stretch);
    }

    pub(super) fn say(&self, words: &str) {
        // A reader that has gone away does not end the session.
        let lines: String = words.lines().map(|line| visible(line) + self.ending).collect();
        let _ = io::stdout().write_all(lines.as_bytes()).and_then(|()| io::stdout().flush());
    }
}

/// A stretch in a line: when, how long, what.
#[must_use]
pub fn line(stretch: &Stretch) -> String {
    let mut words = vec![heading(stretch)];
    words.extend(numbers(stretch));
    let (start, length) = (clock(stretch.start - At::ZERO), clock(stretch.length()));
    format!("{start:>7}  {length:>6}  {}", words.join(" · "))
}
