//! Plays a score: the [`Renderer`] generates the sound and is the only clock; the [`Transport`] controls it from
//! outside.
//!
//! ```text
//!  Transport ──▶ Outbox ──▶ queue of commands ──▶ Renderer ──▶ sound
//!      ▲                                             │
//!      └──────────────── Report ◀────────────────────┘
//! ```
//!
//! The renderer applies commands at the start of a block. At its end it reports, with the number of commands that the
//! report includes. The transport adds those that are still in the queue: so a command shows immediately, and the next
//! one builds on it.

mod added_time;
mod command;
mod played;
mod position;
mod renderer;
mod report;
mod rounds;
mod told_ending;
mod transport;

use std::sync::Arc;

use crate::score::Score;
use crate::time::Frames;

pub use played::Played;
pub use position::{Activity, Position, RoundsTime};
pub use renderer::{BLOCK, Renderer};
pub use transport::{BACK_WITHIN, Progress, Transport};

/// The volume of a session, from 0 to 100, on a perceptual scale: equal steps sound equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Volume(pub u8);

impl Default for Volume {
    fn default() -> Volume {
        Volume(80)
    }
}

impl Volume {
    /// The gain: a square, which is close enough to perception from 10 to 100.
    fn gain(self) -> f32 {
        let part = f32::from(self.0.min(100)) / 100.0;
        part * part
    }
}

/// How a score is played.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlaybackOptions {
    /// The silence before the score begins, which wakes a sleeping sink.
    pub lead_in: Frames,
    /// Whether the user can respond: then open-ended sets and rests until ready continue until [`Transport::go_on`];
    /// otherwise they end after their own number or length.
    pub interactive: bool,
    /// The index of the interval to start with.
    pub start: usize,
    /// If that is within rounds until time is up at the user's own pace: how much of their time is over.
    pub rounds_elapsed: Frames,
    /// The initial volume.
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
