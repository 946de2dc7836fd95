//! What the transport asks of the renderer, and the queue that it goes through. The only file that names `rtrb`.
//!
//! The queue has one sender, on the controlling side, and one receiver, on the audio thread. Neither waits for the
//! other, and a command is plain data: taking one out allocates and frees nothing.

use crate::score::Score;
use crate::time::Frames;

/// How many commands can be in the queue. The renderer empties it in every block, so that it only fills up while nobody
/// asks for sound; what [`Outbox`](super::transport::Outbox) does then is said there.
const CAPACITY: usize = 64;

/// Something that the renderer is to do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Command {
    /// Pauses; a long pause counts as long however short it is.
    Pause { long: bool },
    /// Ends the pause.
    Resume,
    /// Goes to a place.
    Seek(Target),
    /// Says the last instructions again.
    Repeat,
    /// Says that it is still paused.
    Remind,
    /// Ends the rest that waits for the user.
    Release,
    /// Adds time before the count of the present interval.
    AddTime(Frames),
    /// Takes frames out of the silences to come.
    RecoverDeficit(Frames),
    /// Sets the volume, as a factor for samples.
    SetGain(f32),
    /// Fades out, and ends.
    Stop,
}

/// A place to go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    /// The interval.
    pub mark: usize,
    /// To its hold point instead of its beginning.
    pub to_hold_point: bool,
}

impl Target {
    /// The frame to show while the sound at `now`, an interval and a frame, fades out. Beyond the hold point of the same
    /// interval it is the present frame: what is played again counts as added time.
    pub(super) fn frame(self, score: &Score, now: (usize, u64)) -> u64 {
        let mark = &score.marks[self.mark];
        match mark.hold_point {
            Some((hold_point, _)) if self.to_hold_point && self.mark == now.0 => hold_point.0.max(now.1),
            Some((hold_point, _)) if self.to_hold_point => hold_point.0,
            _ => mark.start.0,
        }
    }
}

/// The end of the queue that commands are put into.
#[derive(Debug)]
pub(super) struct CommandSender(rtrb::Producer<Command>);

impl CommandSender {
    /// Puts a command into the queue, if there is room for it; never waits.
    pub(super) fn try_send(&mut self, command: Command) -> bool {
        self.0.push(command).is_ok()
    }
}

/// The end of the queue that commands are taken from.
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
