//! The text of a file before its last `repcue set`: kept in the state folder, one for each file.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::target::unwritten;
use super::{Failure, Outcome, new, own, print};
use crate::diagnostic::{Diagnostic, Source, quoted_path};
use crate::digest::sha256_hex;
use crate::files;

/// Keeps the text `before` a change; a line above it recognises the text `after`. False for someone without a home.
///
/// # Errors
/// If it cannot be written.
pub(super) fn keep(path: &Path, before: &str, after: &str) -> Result<bool, Failure> {
    let Some(kept) = kept(path) else { return Ok(false) };
    // As private as the file itself.
    files::write_like(&kept, format!("{}\n{before}", hash(after)), path)
        .map_err(|error| unwritten(&kept, &error))?;
    Ok(true)
}

/// Forgets what was kept.
pub(super) fn forget(path: &Path) {
    if let Some(kept) = kept(path) {
        // If it were still there, it would only be refused the next time.
        let _ = fs::remove_file(kept);
    }
}

/// Undoes the last change of a file. A copy that is then the same as what is built in is removed.
///
/// # Errors
/// If there is nothing to undo, if the file has been changed since, or if it cannot be written.
pub(super) fn undo(path: &Path) -> Result<Outcome, Failure> {
    let shown = path.display().to_string();
    let nothing = || {
        let error = Diagnostic::plain(format!("nothing to undo in {}", quoted_path(path)));
        error.help("only the last `repcue set` can be undone, and only once")
    };
    let kept = kept(path).ok_or_else(nothing)?;
    let text = fs::read_to_string(&kept).map_err(|_| nothing())?;
    let (after, text) = text.split_once('\n').ok_or_else(nothing)?;
    let now: Arc<Source> = files::read(path)?;
    if hash(&now.text) != after {
        let title = format!("{} has been changed since", quoted_path(path));
        let kept = kept.display();
        let help = format!("the text before the last `repcue set` is in {kept}, below its first line");
        return Err(Diagnostic::plain(title).help(help).into());
    }
    match own::copied(path) {
        Some((name, built_in)) if built_in == text => {
            remove(path)?;
            print(format!(
                "Removed {shown}: it had no changes left. The built-in `{name}` is used again.\n"
            ))?;
        }
        _ => {
            new::write(path, text)?;
            forget(path);
            print(format!("Reverted {shown}.\n"))?;
        }
    }
    Ok(Outcome::Done)
}

/// Removes a file, and what was kept for it.
///
/// # Errors
/// If it cannot be removed.
pub(super) fn remove(path: &Path) -> Result<(), Failure> {
    // What was kept is found by the file, while there is one.
    let kept = kept(path);
    fs::remove_file(path)
        .map_err(|error| Failure::Environment(format!("cannot delete `{}`: {error}", path.display())))?;
    if let Some(kept) = kept {
        let _ = fs::remove_file(kept);
    }
    Ok(())
}

/// Where the text of a file is kept.
fn kept(path: &Path) -> Option<PathBuf> {
    let path = own::resolved(path);
    let name = hash(&path.to_string_lossy());
    files::state_folder().map(|folder| folder.join("undo").join(format!("{name}.toml")))
}

fn hash(text: &str) -> String {
    sha256_hex(text.as_bytes())
}
