//! The control socket: one line in, one line of JSON out.
//!
//! It lies in the person's runtime folder as `NAME.sock`, open to nobody else; on Windows it is a named pipe. A lock
//! on `NAME.lock` says who owns it, so that what a killed session has left is known as such. Nothing in a folder that
//! somebody else can get at is opened, by the session or by those who ask it.

pub mod client;
mod folder;
pub mod line;
mod server;
mod stream;

pub use folder::sessions;
pub use server::{OpenSocketError, Socket};
pub use stream::fits;

use std::path::{Path, PathBuf};

use super::Command;

/// The name of a session that was given none.
pub const DEFAULT: &str = "main";

/// What can be asked for, by its word.
pub const WORDS: [(&str, Command); 9] = [
    ("pause", Command::Pause),
    ("resume", Command::Resume),
    ("toggle", Command::Toggle),
    ("next", Command::Next),
    ("back", Command::Back),
    ("repeat", Command::Repeat),
    ("more-rest", Command::MoreRest),
    ("silent", Command::Silent),
    ("stop", Command::Stop),
];

/// The word for the status, once.
pub const STATUS: &str = "status";
/// The word for the status at each change, until the session ends.
pub const FOLLOW: &str = "follow";

/// Whether a session can have a name, whatever its length: letters, digits, `-` and `_`.
#[must_use]
pub fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-_".contains(c))
}

/// Where the socket of a session lies.
#[must_use]
pub fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.sock"))
}
