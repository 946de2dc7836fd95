//! The folder of the sockets: its owner, and the sessions that run in it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::is_name;
use crate::platform;

/// How often to retry a lock that no session holds: a client that lists sessions holds it for an instant.
const TRIES: u32 = 100;
/// The time between two tries.
const AGAIN: Duration = Duration::from_millis(2);

/// Other users can access the folder. It is passed inside an [`io::Error`].
#[derive(Debug, thiserror::Error)]
#[error("`{}` must be a folder that only you can open, but {why}", folder.display())]
pub struct NotPrivate {
    folder: PathBuf,
    why: Exposure,
}

impl NotPrivate {
    /// What the user can do, in words.
    pub const HELP: &str = "set REPCUE_RUNTIME_DIR to a folder of your own";

    /// The `NotPrivate` inside an I/O error, if there is one.
    #[must_use]
    pub fn from_io(error: &io::Error) -> Option<&NotPrivate> {
        error.get_ref()?.downcast_ref()
    }
}

/// How other users can access a folder.
#[cfg_attr(not(unix), expect(dead_code, reason = "only Unix has these permissions"))]
#[derive(Debug, thiserror::Error)]
enum Exposure {
    #[error("it is not a folder")]
    NotAFolder,
    #[error("it belongs to another user (ID {0})")]
    OtherUser(u32),
    #[error("others can open it (mode {0:o})")]
    Mode(u32),
}

/// Creates the folder if it does not exist; refuses one that other users can access.
pub(super) fn create_private(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    #[cfg(not(unix))]
    fs::create_dir_all(folder)?;
    check(folder)
}

/// Refuses a folder that other users can access: its content cannot be trusted.
fn check(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let is = fs::symlink_metadata(folder)?;
        let (mode, user) = (is.mode() & 0o7777, is.uid());
        let why = if !is.is_dir() {
            Exposure::NotAFolder
        } else if user != platform::user() {
            Exposure::OtherUser(user)
        } else if mode & 0o077 != 0 {
            Exposure::Mode(mode)
        } else {
            return Ok(());
        };
        Err(io::Error::other(NotPrivate { folder: folder.to_owned(), why }))
    }
    #[cfg(not(unix))]
    {
        fs::metadata(folder).map(drop)
    }
}

/// Takes the lock of a name and holds it as long as the file is open; `None` if a session holds it.
///
/// # Errors
/// If the lock file cannot be opened.
pub(super) fn claim(folder: &Path, name: &str) -> io::Result<Option<File>> {
    let lock = platform::open_lock(&lock_of(folder, name), true)?;
    for _ in 0..TRIES {
        if is_held(lock.try_lock())? {
            return Ok(Some(lock));
        }
        if !is_held(lock.try_lock_shared())? {
            return Ok(None);
        }
        // No session holds it: a client was testing the lock.
        lock.unlock()?;
        thread::sleep(AGAIN);
    }
    Ok(None)
}

/// Whether a session holds a lock. A shared lock is tried, as several clients can test at the same time.
fn is_kept(path: &Path) -> io::Result<bool> {
    let lock = platform::open_lock(path, false)?;
    Ok(!is_held(lock.try_lock_shared())?)
}

fn is_held(tried: Result<(), fs::TryLockError>) -> io::Result<bool> {
    match tried {
        Ok(()) => Ok(true),
        Err(fs::TryLockError::WouldBlock) => Ok(false),
        Err(fs::TryLockError::Error(error)) => Err(error),
    }
}

fn lock_of(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.lock"))
}

/// The names of the running sessions, in order.
///
/// # Errors
/// If the folder is not private to the user or cannot be read; a missing folder is not an error.
pub fn sessions(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match check(folder).and_then(|()| fs::read_dir(folder)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let name = path.file_name()?.to_str()?.strip_suffix(".lock")?.to_owned();
            // A file that cannot be opened is not a session's lock.
            (is_name(&name) && is_kept(&path).unwrap_or(false)).then_some(name)
        })
        .collect();
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn a_client_that_lists_sessions_is_not_taken_for_one() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("own");
        create_private(&folder).unwrap();
        let done = AtomicBool::new(false);
        thread::scope(|scope| {
            let look = || {
                while !done.load(Ordering::Relaxed) {
                    assert!(sessions(&folder).unwrap().iter().all(|name| name == "main"));
                }
            };
            scope.spawn(look);
            scope.spawn(look);
            for n in 0..500 {
                let lock = claim(&folder, "main").unwrap();
                assert!(lock.is_some(), "{n}");
                assert_eq!(sessions(&folder).unwrap(), ["main"], "{n}");
                assert!(claim(&folder, "main").unwrap().is_none(), "{n}");
            }
            done.store(true, Ordering::Relaxed);
        });
        assert!(sessions(&folder).unwrap().is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn only_a_file_can_be_a_lock() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("own");
        create_private(&folder).unwrap();
        fs::create_dir(lock_of(&folder, "folder")).unwrap();
        std::os::unix::fs::symlink(folder.join("target"), lock_of(&folder, "link")).unwrap();
        for name in ["folder", "link"] {
            assert!(claim(&folder, name).is_err(), "{name}");
        }
        assert!(sessions(&folder).unwrap().is_empty());
        assert!(!folder.join("target").exists(), "a link is not followed");
    }
}
