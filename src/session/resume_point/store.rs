//! The resume points are files in the state folder, one per routine, so the end of one session does not affect others.
//! A session locks a file beside its own while it runs.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Origin, ResumePoint};
use crate::diagnostic::{Diagnostic, quoted_path};
use crate::digest::sha256_hex;
use crate::files;
use crate::platform;
use crate::session::resume_point_writer::{Claim, lock};

/// An older one is not offered, but can still be resumed on request.
const RECENT: Duration = Duration::from_secs(12 * 3600);
/// An older one is removed.
const LONGEST_KEPT: Duration = Duration::from_secs(30 * 24 * 3600);
/// The maximum number of stored sessions of the same routine.
const MOST: usize = 20;

/// A stored resume point.
#[derive(Debug)]
pub struct Stored {
    /// Its path.
    pub path: PathBuf,
    /// Its content, or the errors in it.
    pub point: Result<ResumePoint, Vec<Diagnostic>>,
    /// Whether its session is still running.
    pub runs: bool,
    age: Duration,
}

impl Stored {
    /// Whether to offer it.
    pub fn is_recent(&self) -> bool {
        self.age < RECENT
    }
}

/// All resume points, newest first. Removes those that are too old.
///
/// # Errors
/// If another user could have written them: they name files that are read.
pub fn all() -> Result<Vec<Stored>, Diagnostic> {
    let Some(folder) = files::resume_folder().filter(|folder| files::is_there(folder)) else {
        return Ok(Vec::new());
    };
    if !platform::is_private_folder(&folder) {
        let error = Diagnostic::plain(ClaimError::NotPrivate(folder).to_string());
        return Err(error.help("it contains resume points: `chmod 700` it if it is yours, or delete it"));
    }
    let entries = fs::read_dir(&folder).map_err(|error| {
        Diagnostic::plain(format!("cannot read the folder {}: {error}", quoted_path(&folder)))
    })?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut all: Vec<Stored> = paths.filter_map(|path| stored(&path)).collect();
    all.sort_by_key(|stored| stored.age);
    all.retain(|stored| {
        let is_kept = stored.runs || stored.age < LONGEST_KEPT;
        if !is_kept {
            // A file that cannot be removed is not resumed either.
            let _ = fs::remove_file(&stored.path).and_then(|()| fs::remove_file(lock(&stored.path)));
        }
        is_kept
    });
    Ok(all)
}

fn stored(path: &Path) -> Option<Stored> {
    path.extension().filter(|ending| *ending == "toml")?;
    // Neither a link nor a pipe: a session writes a regular file.
    let is = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
    // A time in the future counts as now: the clock has been changed.
    let age = is.modified().ok()?.elapsed().unwrap_or_default();
    let point = files::read(path).map_err(|error| vec![error]).and_then(|source| ResumePoint::read(&source));
    Some(Stored { path: path.to_owned(), point, runs: runs(path), age })
}

/// Whether a session holds the lock of a resume point.
fn runs(path: &Path) -> bool {
    let Ok(lock) = File::open(lock(path)) else { return false };
    matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock))
}

/// Why a session cannot store resume points.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// There is no folder for them.
    #[error("no home folder found")]
    NoHome,
    /// Another user could have written what is in the folder.
    #[error("{} must be a folder that only you can open", quoted_path(.0))]
    NotPrivate(PathBuf),
    /// Other sessions have all files of the routine.
    #[error("too many sessions of this routine are running")]
    TooMany,
    /// The folder or a lock in it cannot be created.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Claims a file for a session: that of the session that it resumes, or the first free one of its routine.
///
/// # Errors
/// Why nothing can be stored.
pub fn claim(origin: &Origin, resumed: Option<&Path>) -> Result<Claim, ClaimError> {
    let folder = files::resume_folder().ok_or(ClaimError::NoHome)?;
    platform::make_private_folder(&folder)?;
    if !platform::is_private_folder(&folder) {
        return Err(ClaimError::NotPrivate(folder));
    }
    let name = file_name(origin);
    let others = (1..=MOST).map(|number| match number {
        1 => folder.join(format!("{name}.toml")),
        _ => folder.join(format!("{name}-{number}.toml")),
    });
    for path in resumed.map(Path::to_owned).into_iter().chain(others) {
        let lock = File::options().create(true).write(true).truncate(false).open(lock(&path))?;
        match lock.try_lock() {
            Ok(()) => return Ok(Claim { path, lock: Some(lock) }),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                return Ok(Claim { path, lock: None });
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
    }
    Err(ClaimError::TooMany)
}

/// A readable name with a hash, unique to the routine.
fn file_name(origin: &Origin) -> String {
    let routine = origin.routine.as_str();
    let stem = Path::new(routine).file_stem().unwrap_or_default().to_string_lossy();
    let readable: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(40).collect();
    let mark = sha256_hex(format!("{:?}", (&origin.routine, &origin.session)).as_bytes());
    format!("{readable}-{}", &mark[..12])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routine::changes::Changes;
    use crate::session::resume_point::RoutineId;

    #[test]
    fn each_routine_has_its_own_file() {
        let name = |routine: RoutineId, session: Option<&str>| {
            let session = session.map(str::to_owned);
            file_name(&Origin { routine, session, changes: Changes::default(), minutes: None })
        };
        let named = |text: &str| RoutineId::Named(text.to_owned());
        let file = |text: &str| RoutineId::File(text.to_owned());
        let names = [
            name(named("five"), None),
            name(named("five"), Some("anna")),
            name(file("/a/five.toml"), None),
            name(file("/b/five.toml"), None),
            name(file("/a/fünf  5.toml"), None),
            name(file(&format!("/{}.toml", "x".repeat(200))), None),
        ];
        let all: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(all.len(), names.len(), "{names:?}");
        for name in &names {
            assert!(
                name.len() <= 60 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
                "{name}"
            );
        }
        assert!(names[4].starts_with("f-nf--5-"), "{names:?}");
    }
}
