//! The voice's place in a data folder. One process at a time may change it, and deletes what killed processes have left.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::error::{Error, at};

/// The voice's folder in the data folder. The last digit is the version of the files' format: a new format gets a new folder,
/// so that an old one is never misread.
pub(super) const FOLDER: &str = "hibari-0.2.1-1";
/// The folder of the other voices in the data folder.
pub(super) const OTHERS: &str = "hibari-0.2.1-voices";
/// The file that is locked while the voice is installed or removed. It is never deleted: otherwise two processes could lock
/// two files of that name.
const LOCK: &str = ".voice.lock";

/// The voice's place, locked until this is dropped.
pub(super) struct Place {
    data: PathBuf,
    lock: File,
}

impl Drop for Place {
    /// Unlocks the folder. Closing the file is not enough: a program that is being started may have it open for a moment
    /// too.
    fn drop(&mut self) {
        let _ = self.lock.unlock();
    }
}

impl Place {
    /// Locks the place in a data folder, which is created if necessary.
    pub(super) fn lock(data: &Path) -> Result<Place, Error> {
        fs::create_dir_all(data).map_err(at(data))?;
        let path = data.join(LOCK);
        // Opening a FIFO of that name for writing alone would block.
        let lock = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let lock = lock.map_err(at(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Busy),
            // Some network file systems have no locks. Two installations at once are rarer than these.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(at(&path)(error)),
        }
        Ok(Place { data: data.to_owned(), lock })
    }

    /// The voice's folder, which need not exist.
    pub(super) fn folder(&self) -> PathBuf {
        self.data.join(FOLDER)
    }

    /// Creates an empty folder next to it.
    pub(super) fn scratch(&self) -> Result<Scratch, Error> {
        let folder = self.data.join(format!(".{FOLDER}.{}.part", std::process::id()));
        fs::create_dir(&folder).map_err(at(&folder))?;
        Ok(Scratch(folder))
    }

    /// Deletes the scratch folders of killed processes. Their owners held the lock, so none of them still runs.
    pub(super) fn delete_leftovers(&self) -> Result<(), Error> {
        for entry in fs::read_dir(&self.data).map_err(at(&self.data))?.flatten() {
            let is_folder = entry.file_type().is_ok_and(|file| file.is_dir());
            if is_folder && entry.file_name().to_str().is_some_and(is_leftover) {
                fs::remove_dir_all(entry.path()).map_err(at(&entry.path()))?;
            }
        }
        Ok(())
    }
}

/// Whether a folder of this name was made while a voice of any version was installed or removed.
fn is_leftover(name: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let part = || name.strip_prefix(".hibari-")?.strip_suffix(".part")?.rsplit_once('.');
    // The first versions fetched into a folder `fetch-PROCESS`, and renamed what they removed to `.….PROCESS.old.part`.
    name.strip_prefix("fetch-").is_some_and(is_number)
        || part().is_some_and(|(before, last)| {
            is_number(last) || last == "old" && before.rsplit_once('.').is_some_and(|(_, id)| is_number(id))
        })
}

/// A folder that is deleted with all its contents when this is dropped.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    /// A path in it.
    pub(super) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be deleted now is a leftover for the next process.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_folders_of_installations_are_leftovers() {
        for name in [
            "fetch-123",
            ".hibari-0.2.1-1.123.part",
            ".hibari-0.2.1-1.123.old.part",
            ".hibari-9.9.9-7.1.part",
        ] {
            assert!(is_leftover(name), "{name}");
        }
        for name in [
            "fetch-",
            "fetch-me",
            "hibari-0.2.1-1",
            ".hibari-0.2.1-1.part",
            ".hibari-mine.part",
            ".hibari-mine.old.part",
            ".hibari-0.2.1-1.123.parts",
            ".voice.lock",
        ] {
            assert!(!is_leftover(name), "{name}");
        }
    }
}
