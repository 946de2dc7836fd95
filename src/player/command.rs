//! The commands from the transport to the renderer, and their queue. The only file that names `rtrb`.
//!
//! The queue has one sender, on the controlling side, and one receiver, on the audio thread. Neither waits for the
//! other, and a command is plain data: taking one out allocates and frees nothing.

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
    /// Fades out, and ends.
    Stop,
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
#[derive(Debug)]
pub(super) struct CommandSender(rtrb::Producer<Command>);

impl CommandSender {
    /// Sends a command if there is room; never waits.
    pub(super) fn try_send(&mut self, command: Command) -> bool {
        self.0.push(command).is_ok()
    }
}

/// The receiving end of the queue.
#[derive(Debug)]
pub(super) struct CommandReceiver(rtrb::Consumer<Command>);

impl CommandReceiver {
    /// The next command, if there is one.
    pub(super) fn try_receive(&mut self) -> Option<Command> {
        self.0.pop().ok()
    }
}

/// A new queue.
pub(super) fn command_queue() -> (CommandSender, CommandReceiver) {
    let (sender, receiver) = rtrb::RingBuffer::new(CAPACITY);
    (CommandSender(sender), CommandReceiver(receiver))
}
