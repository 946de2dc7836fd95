//! Why a program did not speak.

use std::io;
use std::process::ExitStatus;
use std::time::Duration;

use super::LARGEST;
use crate::time::clock;

/// Why a program did not speak. The messages follow the program's name.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// It was killed, because it took longer than this.
    #[error("took longer than {} s", .0.as_secs())]
    TooSlow(Duration),
    /// It was killed, because its file became too large.
    #[error("wrote more than {} MB", LARGEST >> 20)]
    TooLarge,
    /// It was killed, because the system cannot say whether it has ended.
    #[error(transparent)]
    Wait(io::Error),
    /// It failed, with this first line on its standard error.
    #[error("failed: {0}")]
    Failed(String),
    /// It failed without a word.
    #[error("failed: {0}")]
    FailedSilently(ExitStatus),
    /// It left no file, or something else than a file.
    #[error("produced no sound")]
    NoSound,
    /// It spoke much longer than its text takes to say.
    #[error("spoke for {}, but the limit for this text is {}", clock(*.length), clock(*.most))]
    TooLong {
        /// How long it spoke.
        length: Duration,
        /// The limit.
        most: Duration,
    },
}
