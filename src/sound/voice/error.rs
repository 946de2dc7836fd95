//! Why a voice cannot speak.

use std::error::Error;
use std::io;
use std::sync::Arc;

use super::program::ProgramError;
use super::unavailable::Unavailable;
use crate::causes::with_causes;
use crate::sound::wav::WavError;

/// Why a voice cannot speak. The messages call the voice "it".
#[derive(Debug, thiserror::Error)]
pub enum VoiceError {
    /// It cannot be used on this machine.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// The data of the built-in voice are damaged.
    #[error("its built-in data is damaged")]
    BuiltInDamaged,
    /// The natural voice cannot be loaded or run. The message has the causes, because what repairs it comes last.
    #[error("{}{}", with_causes(error), repair.as_ref().map(|command| format!("; `{command}` repairs it")).unwrap_or_default())]
    Natural {
        /// The error of the natural voice; every phrase fails with the same one if it cannot be loaded.
        error: Arc<dyn Error + Send + Sync>,
        /// The command that repairs it, if it is damaged.
        repair: Option<String>,
    },
    /// There is no temporary folder for a program's output.
    #[error("no temporary folder")]
    NoFolder(#[source] io::Error),
    /// A program cannot be started.
    #[error("cannot run `{program}`")]
    NotStarted {
        /// Its name or path.
        program: String,
        /// The system's error.
        source: io::Error,
    },
    /// A program did not speak.
    #[error("`{program}` {error}")]
    Program {
        /// Its name or path.
        program: String,
        /// What it did instead.
        error: ProgramError,
    },
    /// A program's output is not a usable WAV file.
    #[error("cannot use the output of `{program}`")]
    Output {
        /// Its name or path.
        program: String,
        /// What is wrong with the output.
        source: WavError,
    },
    /// It panicked.
    #[error("it ended in the middle of a word")]
    Panicked,
}
