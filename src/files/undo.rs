//! The text of a file before its last `repcue set` or `repcue rm`, stored in the state folder, one entry for each file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::copies::resolved;
use super::{read, state_folder, write_like};
use crate::digest::sha256_hex;

/// The first line for a file that was deleted, in place of what identifies its text.
const DELETED: &str = "deleted";

/// Why the last change of a file cannot be undone.
#[derive(Debug)]
pub enum UndoError {
    /// Nothing is stored for it.
    Nothing,
    /// Something else has changed the file since; the old text is in this file, below its first line.
    ChangedSince(PathBuf),
    /// The file cannot be read; the message says why.
    Unreadable(crate::diagnostic::Diagnostic),
}

/// The path at which the old text of a file is stored; `None` if the user has no home folder.
#[must_use]
pub fn stored_path(path: &Path) -> Option<PathBuf> {
    place(&resolved(path))
}

/// Stores the text `before` a change at `kept`, as private as the file itself. A line above it identifies the text
/// `after`.
///
/// # Errors
/// If it cannot be written.
pub fn store(kept: &Path, path: &Path, before: &str, after: &str) -> io::Result<()> {
    write_like(kept, format!("{}\n{before}", hash(after)), path)
}

/// The path at which the text of a file is stored when it is deleted: as [`stored_path`] finds it once the file is gone. A
/// link is deleted, not what it leads to.
#[must_use]
pub fn deleted_path(path: &Path) -> Option<PathBuf> {
    place(&resolved(path.parent()?).join(path.file_name()?))
}

/// Stores the text of a file that is about to be deleted at `kept`, as private as the file itself.
///
/// # Errors
/// If it cannot be written.
pub fn store_deleted(kept: &Path, path: &Path, text: &str) -> io::Result<()> {
    write_like(kept, format!("{DELETED}\n{text}"), path)
}

/// Returns where the text of a deleted file is stored, and the text; `None` if nothing is stored for it.
#[must_use]
pub fn load_deleted(path: &Path) -> Option<(PathBuf, String)> {
    let kept = deleted_path(path)?;
    let text = fs::read_to_string(&kept).ok()?;
    let (first, text) = text.split_once('\n')?;
    (first == DELETED).then(|| (kept, text.to_owned()))
}

/// Keeps what is stored at `kept` for a file that has been renamed to `path`.
pub fn follow(kept: &Path, path: &Path) {
    if let Some(now) = stored_path(path) {
        // Without it the last change cannot be undone, which is then reported.
        let _ = fs::rename(kept, now);
    }
}

/// Returns the text of a file before its last change.
///
/// # Errors
/// If nothing is stored, or something else has changed the file since.
pub fn load(path: &Path) -> Result<String, UndoError> {
    let kept = stored_path(path).ok_or(UndoError::Nothing)?;
    let text = fs::read_to_string(&kept).map_err(|_| UndoError::Nothing)?;
    let (after, before) = text.split_once('\n').ok_or(UndoError::Nothing)?;
    let now = read(path).map_err(UndoError::Unreadable)?;
    if hash(&now.text) == after { Ok(before.to_owned()) } else { Err(UndoError::ChangedSince(kept)) }
}

/// Deletes what is stored for a file.
pub fn discard(path: &Path) {
    if let Some(kept) = stored_path(path) {
        // If it remains, it is only refused the next time.
        let _ = fs::remove_file(kept);
    }
}

/// Removes a file and what is stored for it.
///
/// # Errors
/// If it cannot be removed.
pub fn remove(path: &Path) -> io::Result<()> {
    // The path depends on the file's real path, which is known only while the file exists.
    let kept = stored_path(path);
    fs::remove_file(path)?;
    if let Some(kept) = kept {
        let _ = fs::remove_file(kept);
    }
    Ok(())
}

fn place(resolved: &Path) -> Option<PathBuf> {
    let name = hash(&resolved.to_string_lossy());
    state_folder().map(|folder| folder.join("undo").join(format!("{name}.toml")))
}

fn hash(text: &str) -> String {
    sha256_hex(text.as_bytes())
}
