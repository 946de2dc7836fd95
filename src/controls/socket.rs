//! The control socket: one line in, one line of JSON out.
//!
//! The socket is `NAME.sock` in the user's runtime folder, accessible only to the user; on Windows it is a named pipe.
//! A lock on `NAME.lock` marks its owner, so leftovers of a killed session are recognized. Neither the session nor its
//! clients open anything in a folder that other users can write to.

pub mod client;
mod folder;
pub mod line;
mod server;
mod stream;

pub use folder::{NotPrivate, sessions};
pub use server::{OpenSocketError, Socket};
pub use stream::{PathTooLong, fits};

use std::path::{Path, PathBuf};

use super::Command;
use crate::history::record::Effort;

/// The default name of a session.
pub const DEFAULT: &str = "main";

/// The commands by name.
pub const WORDS: [(&str, Command); 17] = [
    ("pause", Command::Pause),
    ("resume", Command::Resume),
    ("toggle", Command::Toggle),
    ("next", Command::Next),
    ("back", Command::Back),
    ("next-exercise", Command::NextExercise),
    ("previous-exercise", Command::PreviousExercise),
    ("repeat", Command::Repeat),
    ("more-rest", Command::MoreRest),
    ("music", Command::Music),
    ("louder", Command::Louder),
    ("softer", Command::Softer),
    ("effort 1", Command::Effort(Effort::Easy)),
    ("effort 2", Command::Effort(Effort::Right)),
    ("effort 3", Command::Effort(Effort::TooHard)),
    ("silent", Command::Silent),
    ("stop", Command::Stop),
];

/// The request for the status, once.
pub const STATUS: &str = "status";
/// The request for the status at each change, until the session ends.
pub const FOLLOW: &str = "follow";

/// Whether a session can have this name, of any length: letters, digits, `-` and `_`.
#[must_use]
pub fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-_".contains(c))
}

/// The path of a session's socket.
#[must_use]
pub fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.sock"))
}
