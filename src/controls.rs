//! What controls a session while it plays: the keyboard, media keys of headsets and the desktop, and the control socket,
//! which send to one [`CommandQueue`]; and signals, for which the session's loop checks itself.

pub mod keys;
#[cfg(target_os = "linux")]
pub mod media;
pub mod signals;
pub mod socket;

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use crate::history::record::Effort;

/// A command to the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Pause or resume; if the session waits for the user, continue.
    Toggle,
    /// Pause.
    Pause,
    /// Resume; if the session waits for the user, continue.
    Resume,
    /// Skip to the next interval.
    Next,
    /// Go to the start of this interval, or to the one before.
    Back,
    /// Skip to the next exercise.
    NextExercise,
    /// Go to the start of this exercise, or to the one before.
    PreviousExercise,
    /// Show or hide the keys.
    Keys,
    /// Change between the full view and the bars.
    ChangeDisplay,
    /// One step louder.
    Louder,
    /// One step quieter.
    Softer,
    /// Set the volume, from 0 to 100.
    Volume(u8),
    /// Turn the music off or on.
    Music,
    /// Repeat the last instructions.
    Repeat,
    /// Add time to the rest.
    MoreRest,
    /// Say how hard the last set was.
    Effort(Effort),
    /// Continue without sound while the device is lost.
    Silent,
    /// Suspend the program, as Ctrl-Z does.
    Suspend,
    /// End the session.
    Stop,
    /// End the session, as Ctrl-C does.
    Interrupt,
}

/// The queue of all commands to a session.
#[derive(Debug)]
pub struct CommandQueue {
    wanted: Receiver<Command>,
    /// Keeps the queue open while there is no other sender.
    _open: Sender<Command>,
}

impl CommandQueue {
    /// A queue and its sender.
    #[must_use]
    pub fn new() -> (CommandQueue, Sender<Command>) {
        let (sender, wanted) = mpsc::channel();
        (CommandQueue { wanted, _open: sender.clone() }, sender)
    }

    /// Waits for the next command, at most for `time`.
    pub fn wait(&self, time: Duration) -> Option<Command> {
        match self.wanted.recv_timeout(time) {
            Ok(command) => Some(command),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                thread::sleep(time);
                None
            }
        }
    }
}
