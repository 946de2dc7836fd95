//! What a person does while a session plays: keys, the headset's and the desktop's media keys, the control socket;
//! and signals from outside. All of it ends in one [`CommandQueue`].

pub mod keys;
#[cfg(target_os = "linux")]
pub mod media;
pub mod signals;
pub mod socket;

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

/// Something that a person wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Pause, or resume; where the session waits for the person, go on.
    Toggle,
    /// Pause.
    Pause,
    /// Resume; where the session waits for the person, go on.
    Resume,
    /// To the next interval.
    Next,
    /// To the start of this interval, or to the one before.
    Back,
    /// A step louder.
    Louder,
    /// A step softer.
    Softer,
    /// So loud, from 0 to 100.
    Volume(u8),
    /// The last instruction again.
    Repeat,
    /// More rest.
    MoreRest,
    /// Go on without sound while the device is lost.
    Silent,
    /// Stop the program for a while, as Ctrl-Z does.
    Suspend,
    /// End the session.
    Stop,
    /// End the session as Ctrl-C does.
    Interrupt,
}

/// Where all that is wanted comes in.
#[derive(Debug)]
pub struct CommandQueue {
    wanted: Receiver<Command>,
    /// Keeps it open while nobody else does.
    _open: Sender<Command>,
}

impl CommandQueue {
    /// An commands, and the way into it.
    #[must_use]
    pub fn new() -> (CommandQueue, Sender<Command>) {
        let (sender, wanted) = mpsc::channel();
        (CommandQueue { wanted, _open: sender.clone() }, sender)
    }

    /// The next thing that is wanted, within a time.
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
