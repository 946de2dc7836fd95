//! Playing a score: the [`Renderer`] makes the sound and is the only clock; the [`Transport`] controls it
//! from outside.
//!
//! ```text
//!  Transport ──▶ Outbox ──▶ queue of commands ──▶ Renderer ──▶ sound
//!      ▲                                             │
//!      └──────────────── Report ◀────────────────────┘
//! ```
//!
//! The renderer applies commands at the beginning of a block and reports at its end, with the number of commands that the report
//! takes into account. The transport adds those that are still on their way: so what was asked for shows at once, and
//! the next command builds on it.

mod added_time;
mod command;
mod position;
mod renderer;
mod report;
mod transport;

use std::sync::Arc;

use crate::score::Score;
use crate::time::Frames;

pub use position::{Activity, Position};
pub use renderer::{BLOCK, Renderer};
pub use transport::Transport;

/// How loud a session is, from 0 to 100: the ear's scale, so that equal steps sound equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Volume(pub u8);

impl Default for Volume {
    fn default() -> Volume {
        Volume(80)
    }
}

impl Volume {
    /// The factor for samples; a square, which follows the ear closely enough from 10 to 100.
    fn gain(self) -> f32 {
        let part = f32::from(self.0.min(100)) / 100.0;
        part * part
    }
}

/// How a score is to be played.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlaybackOptions {
    /// Silence before the score begins, which wakes a sleeping sink.
    pub lead_in: Frames,
    /// Whether somebody can answer: then open-ended sets and rests without an end continue until
    /// [`Transport::go_on`]; else they end after their own number or length.
    pub interactive: bool,
    /// The interval to begin with.
    pub start: usize,
    /// How loud to begin.
    pub volume: Volume,
}

/// The two sides of playing a score.
#[must_use]
pub fn player(score: &Arc<Score>, options: PlaybackOptions) -> (Renderer, Transport) {
    let start = options.start.min(score.marks.len() - 1);
    let (sender, receiver) = command::command_queue();
    let renderer = Renderer::new(Arc::clone(score), receiver, PlaybackOptions { start, ..options });
    let transport = Transport::new(Arc::clone(score), renderer.shared_report(), sender, options.volume);
    (renderer, transport)
}

#[cfg(test)]
mod tests;
