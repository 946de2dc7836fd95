//! A file that a command writes: whether it may be replaced, and the errors if it may not.

use std::io::{self, BufRead, IsTerminal};
use std::path::Path;

use super::{EnvironmentError, Failure, ask};
use crate::diagnostic::{Diagnostic, quoted_path};
use crate::files::write::{Target, WriteError, no_folder};

/// Checks the path that the user gave for a file. An existing file is replaced with `force`, or after confirmation on a
/// terminal.
pub(super) fn target(path: &Path, force: bool) -> Result<Target, Failure> {
    let target = Target::check(path).map_err(|error| write_error(path, error))?;
    // Reported before any lengthy work.
    if !target.has_folder() {
        return Err(write_error(path, no_folder()));
    }
    if !target.exists() || force {
        return Ok(target);
    }
    let name = quoted_path(path);
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        let exists = Diagnostic::plain(format!("{name} already exists"));
        return Err(exists.help("`--force` replaces it").into());
    }
    ask(format!("{name} already exists. Replace it? [y/N] "));
    let mut answer = String::new();
    // Without an answer the file is not replaced.
    let _ = io::stdin().lock().read_line(&mut answer);
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" => Ok(target),
        _ => Err(EnvironmentError::NotReplaced(path.to_owned()).into()),
    }
}

/// The error for a file that could not be written: an input error if it must not be written, otherwise an environment
/// error.
pub(super) fn write_error(path: &Path, error: io::Error) -> Failure {
    let help = match WriteError::from_io(&error) {
        Some(WriteError::ReadOnly) => "make it writable, or choose another file",
        Some(WriteError::NotAFile(_)) => "choose a regular file",
        None => return EnvironmentError::Write { path: path.to_owned(), source: error }.into(),
    };
    Diagnostic::plain(format!("cannot write {}: {error}", quoted_path(path))).help(help).into()
}

/// The error for a file that could not be deleted.
pub(super) fn delete_error(path: &Path, source: io::Error) -> Failure {
    EnvironmentError::Delete { path: path.to_owned(), source }.into()
}
