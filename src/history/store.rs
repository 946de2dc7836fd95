//! The file of the history: private, appended to under a lock.
//!
//! The lock is a file of its own, `history.lock`, because forgetting replaces the file: a lock on that would be one on a
//! file that is gone. A file system without locks is written without one.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::files;
use crate::files::regular;
use crate::platform;

/// The most that is read: a hundred years of sessions have less.
const MOST: u64 = 64 << 20;

/// The history of the user; `None` if they have no home folder.
#[must_use]
pub fn path() -> Option<PathBuf> {
    files::data_folder().map(|folder| folder.join("history.jsonl"))
}

/// The path of the history.
///
/// # Errors
/// If the user has no home folder.
pub fn required_path() -> io::Result<PathBuf> {
    path().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no home folder found"))
}

/// The bytes of a history; none if there is no file.
///
/// # Errors
/// If it cannot be read, or is not a regular file.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    match regular::read(path, MOST) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read,
    }
}

/// Appends lines, each without its end, in one write. A last line that was cut off is ended first.
///
/// # Errors
/// If they cannot be written, or the path is not a regular file.
pub fn append<'a>(path: &Path, lines: impl IntoIterator<Item = &'a [u8]>) -> io::Result<()> {
    let _lock = lock(path)?;
    append_locked(path, lines)
}

fn append_locked<'a>(path: &Path, lines: impl IntoIterator<Item = &'a [u8]>) -> io::Result<()> {
    let mut file = platform::open_private(path)?;
    let mut text = Vec::new();
    if file.seek(SeekFrom::End(0))? > 0 {
        file.seek(SeekFrom::End(-1))?;
        let mut last = [0];
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            text.push(b'\n');
        }
    }
    for line in lines {
        text.extend_from_slice(line);
        text.push(b'\n');
    }
    file.write_all(&text)?;
    file.sync_data()
}

/// Changes the history under its lock: `change` gets its bytes, and returns lines to append, or what replaces all of it.
///
/// # Errors
/// If it cannot be read or written.
pub fn change<T>(path: &Path, change: impl FnOnce(&[u8]) -> (Change, T)) -> io::Result<T> {
    let _lock = lock(path)?;
    let (change, result) = change(&read(path)?);
    match change {
        Change::Nothing => {}
        Change::Append(lines) => append_locked(path, lines.iter().map(Vec::as_slice))?,
        Change::Replace(bytes) => files::write(path, bytes)?,
    }
    Ok(result)
}

/// How a history changes.
#[derive(Debug)]
pub enum Change {
    /// Not at all.
    Nothing,
    /// By these further lines, each without its end.
    Append(Vec<Vec<u8>>),
    /// To these bytes.
    Replace(Vec<u8>),
}

/// Waits for the lock of a history, and holds it until the file is dropped. Creates the folder if necessary.
fn lock(path: &Path) -> io::Result<Option<File>> {
    if let Some(folder) = path.parent() {
        platform::make_private_folder(folder)?;
    }
    let lock = platform::open_lock(&path.with_extension("lock"), true)?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => lock.lock().map(|()| Some(lock)),
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests;
