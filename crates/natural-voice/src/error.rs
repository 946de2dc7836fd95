//! Why the voice cannot be loaded or cannot speak.

use std::io;
use std::path::PathBuf;

/// Why the voice cannot be loaded or cannot speak. The message leaves out the cause, which [`std::error::Error::source`]
/// returns.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file of the voice cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// A file of the voice differs from the installed one.
    #[error("`{name}` is damaged")]
    Damaged {
        /// The file's name.
        name: &'static str,
        /// The difference.
        source: Damage,
    },
    /// A neural network cannot be loaded or run.
    #[error("the network `{name}` failed")]
    Network {
        /// The network's file name.
        name: &'static str,
        /// The runtime's error.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Error {
    /// Whether installing the voice again can repair it.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(self, Error::Read { .. } | Error::Damaged { .. })
    }
}

/// How a file of the voice differs from the installed one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// It is longer.
    #[error("it is longer than when it was installed")]
    TooLong,
    /// It has other contents.
    #[error("it has changed since it was installed")]
    Hash,
    /// It is not JSON, or JSON of another shape.
    #[error("it is not the expected JSON")]
    Json(#[source] serde_json::Error),
    /// It lacks an entry.
    #[error("it has no `{0}`")]
    Lacks(&'static str),
}
