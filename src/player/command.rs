//! The commands from the transport to the renderer, and their queue.
//!
//! The queue has one sender, on the controlling side, and one receiver, on the audio thread. Neither waits for the
//! other, and a command is plain data: taking one out allocates and frees nothing.

use super::ring::{RingReceiver, RingSender, ring};
use crate::score::Score;
use crate::time::Frames;

/// The capacity of the queue. The renderer empties it in every block, so it fills up only while nothing pulls frames;
/// then [`Outbox`](super::transport::Outbox) keeps the commands.
const CAPACITY: usize = 64;

/// A command to the renderer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Command {
    /// Pauses; with `long`, the pause counts as a long one, however short it is.
    Pause { long: bool },
    /// Ends the pause.
    Resume,
    /// Goes to a place.
    Seek(Target),
    /// Repeats the last instructions.
    Repeat,
    /// Announces that it is still paused.
    Remind,
    /// Ends the rest that waits for the user.
    Release,
    /// Adds time before the count of the current interval.
    AddTime(Frames),
    /// Takes frames out of the following silences.
    RecoverDeficit(Frames),
    /// Sets the volume, as a gain.
    SetGain(f32),
    /// Turns the music on or off.
    SetMusic(bool),
    /// Fades out, and ends.
    Stop,
}

impl Command {
    /// Whether the session no longer takes the planned time after it, or skips something.
    pub(super) fn changes_plan(self) -> bool {
        match self {
            Command::Pause { .. }
            | Command::Seek(_)
            | Command::Repeat
            | Command::Release
            | Command::AddTime(_) => true,
            Command::Resume
            | Command::Remind
            | Command::RecoverDeficit(_)
            | Command::SetGain(_)
            | Command::SetMusic(_)
            | Command::Stop => false,
        }
    }
}

/// A place to go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    /// The index of the interval.
    pub mark: usize,
    /// Whether to go to its hold point instead of its start.
    pub to_hold_point: bool,
}

impl Target {
    /// The frame to show while the sound at `now`, an interval and a frame, fades out. Beyond the hold point of the
    /// same interval it is the current frame: what is played again counts as added time.
    pub(super) fn frame(self, score: &Score, now: (usize, u64)) -> u64 {
        let mark = &score.marks[self.mark];
        match mark.hold_point {
            Some((hold_point, _)) if self.to_hold_point && self.mark == now.0 => hold_point.0.max(now.1),
            Some((hold_point, _)) if self.to_hold_point => hold_point.0,
            _ => mark.start.0,
        }
    }
}

/// The sending end of the queue.
pub(super) type CommandSender = RingSender<Command>;

/// The receiving end of the queue.
pub(super) type CommandReceiver = RingReceiver<Command>;

/// A new queue.
pub(super) fn command_queue() -> (CommandSender, CommandReceiver) {
    ring(CAPACITY)
}
