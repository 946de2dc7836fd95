//! Where the voice is in a data folder, and who may change it: one process at a time, which cleans up after those that
//! were killed.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::{Error, at};

/// The voice's folder within the data folder. The last figure is the form of the files in it: a new
/// form gets a new folder, and an old folder is never misread.
pub(super) const FOLDER: &str = "hibari-0.2.1-1";
/// The file that whoever installs or removes the voice holds locked. It stays, because deleting a lock that another
/// process waits for would give both of them the lock.
const LOCK: &str = ".voice.lock";

/// The right to change the voice in a data folder, as long as it lives.
pub(super) struct Place {
    data: PathBuf,
    _lock: File,
}

impl Place {
    /// Takes the right to change the voice in a data folder, which is made if it is not there.
    ///
    /// # Errors
    /// If another process has it, or the folder or the lock cannot be made.
    pub(super) fn take(data: &Path) -> Result<Place, Error> {
        fs::create_dir_all(data).map_err(at(data))?;
        let path = data.join(LOCK);
        // To read as well, or a FIFO of that name would make it wait.
        let lock = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let lock = lock.map_err(at(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Busy),
            // Some network folders have no locks, and two at once are rarer than these.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(at(&path)(error)),
        }
        Ok(Place { data: data.to_owned(), _lock: lock })
    }

    /// Where the voice is or will be.
    pub(super) fn folder(&self) -> PathBuf {
        self.data.join(FOLDER)
    }

    /// A new empty folder beside it.
    pub(super) fn scratch(&self) -> Result<Scratch, Error> {
        let folder = self.data.join(format!(".{FOLDER}.{}.part", std::process::id()));
        fs::create_dir(&folder).map_err(at(&folder))?;
        Ok(Scratch(folder))
    }

    /// Deletes what is left of processes that were killed: whoever made it held the lock, and so is dead.
    ///
    /// # Errors
    /// If something cannot be deleted.
    pub(super) fn clean(&self) -> Result<(), Error> {
        for entry in fs::read_dir(&self.data).map_err(at(&self.data))?.flatten() {
            let is_folder = entry.file_type().is_ok_and(|file| file.is_dir());
            if is_folder && entry.file_name().to_str().is_some_and(is_left_over) {
                fs::remove_dir_all(entry.path()).map_err(at(&entry.path()))?;
            }
        }
        Ok(())
    }
}

/// Whether a folder of this name was made to install or remove a voice of whatever version.
fn is_left_over(name: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let part = || name.strip_prefix(".hibari-")?.strip_suffix(".part")?.rsplit_once('.');
    // The first versions fetched into a folder of their own, and called what they removed `.PROCESS.old.part`.
    name.strip_prefix("fetch-").is_some_and(is_number)
        || part().is_some_and(|(before, last)| {
            is_number(last) || last == "old" && before.rsplit_once('.').is_some_and(|(_, id)| is_number(id))
        })
}

/// A folder that goes, with all that is in it, when this goes.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    /// A place in it.
    pub(super) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be deleted now is deleted by the next one.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_repcue_made_is_left_over() {
        for name in [
            "fetch-123",
            ".hibari-0.2.1-1.123.part",
            ".hibari-0.2.1-1.123.old.part",
            ".hibari-9.9.9-7.1.part",
        ] {
            assert!(is_left_over(name), "{name}");
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
            assert!(!is_left_over(name), "{name}");
        }
    }
}
