//! Installs another voice of the same authors: one file beside the installed voice, whose other files it shares.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::at;
use super::place::{OTHERS, Place};
use super::{Error, State, fetch, files, sha256, write};
use crate::release::{HUB, OtherVoice};

/// The programs that fetch a file, in the order in which they are tried, with their arguments before the file and the address.
pub(super) const CLIENTS: [&[&str]; 2] = [
    &[
        "curl",
        "--proto",
        "=https",
        "--proto-redir",
        "=https",
        "--fail",
        "--silent",
        "--show-error",
        "--location",
        "--retry",
        "2",
        "--connect-timeout",
        "20",
        "--output",
    ],
    &["wget", "--https-only", "--no-verbose", "--tries=3", "--timeout=20", "--output-document"],
];

/// The file of another voice in a data folder, whether or not it is installed.
#[must_use]
pub fn other_file(data: &Path, voice: &OtherVoice) -> PathBuf {
    data.join(OTHERS).join(voice.file.name)
}

/// The state of another voice in a data folder. Reads all of its file.
#[must_use]
pub fn other_state(data: &Path, voice: &OtherVoice) -> State {
    let path = other_file(data, voice);
    if fs::symlink_metadata(&path).is_err() {
        return State::Absent;
    }
    match files::read(&path, voice.file.bytes) {
        Ok(contents) if sha256(&contents) == voice.file.sha256 => State::Whole,
        _ => State::Damaged,
    }
}

/// Installs another voice into a data folder. It speaks only if the voice of [`install`](super::install) is there too. Returns the
/// state before: a damaged file is replaced, and a whole one is left as it is.
///
/// `file` is the voice's file. Without it curl or wget fetches it from its authors' address; `fetching` is called before that.
/// Whatever the file comes from, its SHA-256 must be that of the release. `stopped` is as for [`install`](super::install).
///
/// # Errors
/// If the file cannot be read or fetched or is another one, if it cannot be written, if another process installs or removes a
/// voice, or if it was stopped.
pub fn install_other(
    data: &Path,
    voice: &OtherVoice,
    file: Option<&Path>,
    fetching: &dyn Fn(),
    stopped: &dyn Fn() -> bool,
) -> Result<State, Error> {
    let address = format!("{HUB}{}", voice.file.name);
    install_from(data, voice, file, (&CLIENTS, &address), fetching, stopped)
}

pub(super) fn install_from(
    data: &Path,
    voice: &OtherVoice,
    file: Option<&Path>,
    (clients, address): (&[&[&str]], &str),
    fetching: &dyn Fn(),
    stopped: &dyn Fn() -> bool,
) -> Result<State, Error> {
    let before = other_state(data, voice);
    if before == State::Whole {
        return Ok(State::Whole);
    }
    // Another file is refused before anything is created.
    let given = file.map(|file| read_file(file, voice)).transpose()?;
    let place = Place::lock(data)?;
    // A leftover that cannot be deleted does not prevent the installation.
    let _ = place.delete_leftovers();
    let scratch = place.scratch()?;
    let contents = match given {
        Some(contents) => contents,
        None => {
            fetching();
            fetch::other(voice, clients, address, &scratch.join("fetched"), stopped)?
        }
    };
    let made = scratch.join("voice");
    write(&made, &contents)?;
    let path = other_file(data, voice);
    let folder = data.join(OTHERS);
    fs::create_dir_all(&folder).map_err(at(&folder))?;
    fs::rename(&made, &path).map_err(at(&path))?;
    Ok(before)
}

/// Reads and checks the file of another voice.
pub(super) fn read_file(file: &Path, voice: &OtherVoice) -> Result<Vec<u8>, Error> {
    let unreadable = |source| Error::UnreadableFile { file: file.to_owned(), source };
    let contents = files::read(file, voice.file.bytes.max(32 << 20)).map_err(unreadable)?;
    let found = sha256(&contents);
    if found != voice.file.sha256 {
        let (voice, expected) = (voice.name, voice.file.sha256.to_owned());
        return Err(Error::WrongFile { file: file.to_owned(), voice, found, expected });
    }
    Ok(contents)
}

#[cfg(test)]
mod tests {
    use std::sync::PoisonError;

    use super::super::tests::PROCESSES;
    use super::*;
    use crate::release::InstalledFile;

    const CONTENTS: &[u8] = b"a network";

    fn voice() -> OtherVoice {
        let sha256 = sha256(CONTENTS).leak();
        OtherVoice {
            name: "made-up",
            file: InstalledFile { name: "made-up.onnx", bytes: CONTENTS.len() as u64, sha256 },
        }
    }

    /// A client that copies: the address is a path.
    const COPIES: &[&[&str]] = &[&["no-such-client"], &["sh", "-c", "cp \"$2\" \"$1\"", "sh"]];

    #[test]
    fn a_given_file_is_installed_if_it_is_the_right_one() {
        let _no_processes = PROCESSES.read().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().unwrap();
        let (data, file) = (folder.path().join("data"), folder.path().join("file"));
        let install = || {
            install_from(&data, &voice(), Some(&file), (&[], ""), &|| panic!("there is a file"), &|| false)
        };
        assert!(matches!(install(), Err(Error::UnreadableFile { .. })));
        fs::write(&file, "another").unwrap();
        let error = install().unwrap_err();
        assert!(matches!(error, Error::WrongFile { .. }) && error.is_about_given_wheel(), "{error}");
        assert!(!data.exists(), "nothing was created");
        fs::write(&file, CONTENTS).unwrap();
        assert_eq!(install().unwrap(), State::Absent);
        assert_eq!(fs::read(other_file(&data, &voice())).unwrap(), CONTENTS);
        assert_eq!(install().unwrap(), State::Whole);
        fs::write(other_file(&data, &voice()), "damaged").unwrap();
        assert_eq!(other_state(&data, &voice()), State::Damaged);
        assert_eq!(install().unwrap(), State::Damaged);
        assert_eq!(other_state(&data, &voice()), State::Whole);
    }

    #[cfg(unix)]
    #[test]
    fn a_fetched_file_is_checked_and_every_client_is_named_if_none_succeeds() {
        let _alone = PROCESSES.write().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().unwrap();
        let (data, source) = (folder.path().join("data"), folder.path().join("source"));
        let install = |stopped: bool| {
            install_from(&data, &voice(), None, (COPIES, source.to_str().unwrap()), &|| {}, &|| stopped)
        };
        for contents in [None, Some("another")] {
            if let Some(contents) = contents {
                fs::write(&source, contents).unwrap();
            }
            let error = install(false).unwrap_err();
            let message = error.to_string();
            assert!(message.contains("no-such-client") && message.contains("`sh"), "{message}");
            assert!(message.contains(source.to_str().unwrap()) && message.contains("made-up"), "{message}");
            assert_eq!(other_state(&data, &voice()), State::Absent);
        }
        fs::write(&source, CONTENTS).unwrap();
        assert!(matches!(install(true), Err(Error::Interrupted)));
        assert_eq!(other_state(&data, &voice()), State::Absent);
        assert_eq!(install(false).unwrap(), State::Absent);
        assert_eq!(other_state(&data, &voice()), State::Whole);
        assert!(super::super::remove(&data).unwrap());
        assert_eq!(other_state(&data, &voice()), State::Absent);
    }

    #[test]
    fn the_addresses_are_encrypted() {
        assert!(HUB.starts_with("https://") && HUB.ends_with('/'));
    }
}
