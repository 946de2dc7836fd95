//! Replaces files completely or not at all, and preserves their attributes. The only file that names `tempfile`.
//!
//! The new content is written beside the old file, and renamed when it is complete. Links are followed first, so that
//! their target is replaced. Mode and owner are preserved. If a rename would lose something, because the file has other
//! names (hard links), another owner or is a mount point, the complete content is copied into the old file instead:
//! only a crash during that copy can leave half of it.

use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// The name of an unfinished file is `.repcue-`, random letters and digits, `.unfinished`: short, so that a file with a
/// name of any length can be replaced.
const PREFIX: &str = ".repcue-";
const SUFFIX: &str = ".unfinished";
const LETTERS: usize = 12;
/// The maximum number of links to follow to a file that does not exist; Linux has the same limit.
const MOST_LINKS: usize = 40;
/// How often to retry if another repcue removes a new unfinished file before it is locked.
const TRIES: usize = 16;

/// Why a file is not replaced although the system would allow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteError {
    /// It is not a regular file but a folder, a device, …
    NotAFile(&'static str),
    /// It is read-only, by its mode or for this user.
    ReadOnly,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::NotAFile(kind) => write!(f, "it is {kind}, not a file"),
            WriteError::ReadOnly => f.write_str("it is read-only"),
        }
    }
}

impl std::error::Error for WriteError {}

impl WriteError {
    /// The `WriteError` inside an I/O error, if there is one.
    #[must_use]
    pub fn from_io(error: &io::Error) -> Option<WriteError> {
        error.get_ref()?.downcast_ref().copied()
    }
}

impl From<WriteError> for io::Error {
    fn from(refusal: WriteError) -> io::Error {
        io::Error::new(ErrorKind::PermissionDenied, refusal)
    }
}

/// A temporary file without a name: it is gone when the program is, however that ends.
///
/// # Errors
/// If the system has no folder for temporary files, or refuses.
pub fn unnamed() -> io::Result<File> {
    tempfile::tempfile()
}

/// Writes a file completely or not at all, and creates its folder if necessary.
///
/// # Errors
/// If it cannot be written, or must not be replaced ([`WriteError`]).
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> io::Result<()> {
    write_as(path, content.as_ref(), None)
}

/// Writes a file as [`write()`] does; if it is new, only users who can read `like` can read it.
///
/// # Errors
/// As for [`write()`].
pub fn write_like(path: &Path, content: impl AsRef<[u8]>, like: &Path) -> io::Result<()> {
    write_as(path, content.as_ref(), fs::metadata(like).ok().map(|like| like.permissions()))
}

fn write_as(path: &Path, content: &[u8], mode: Option<Permissions>) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut whole = Target::check(path)?.begin_with(mode)?;
    whole.write_all(content)?;
    whole.finish()
}

/// A checked destination: whether a file exists there, and that it may be replaced.
#[derive(Debug)]
pub struct Target {
    /// The path, with all links resolved.
    path: PathBuf,
    /// The existing file.
    old: Option<Metadata>,
}

impl Target {
    /// Checks a destination and changes nothing.
    ///
    /// # Errors
    /// If what exists there must not be replaced ([`WriteError`]), or cannot be inspected.
    pub fn check(path: &Path) -> io::Result<Target> {
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(Target { path: end_of_links(path)?, old: None });
            }
            Err(error) => return Err(error),
        };
        if !metadata.is_file() {
            return Err(WriteError::NotAFile(kind(&metadata)).into());
        }
        // Root can open every file: only the mode shows that this one is read-only.
        if metadata.permissions().readonly() {
            return Err(WriteError::ReadOnly.into());
        }
        let path = fs::canonicalize(path)?;
        match File::options().write(true).open(&path) {
            Ok(_) => Ok(Target { path, old: Some(metadata) }),
            Err(error) if error.kind() == ErrorKind::PermissionDenied => Err(WriteError::ReadOnly.into()),
            Err(error) => Err(error),
        }
    }

    /// Whether a file already exists there.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.old.is_some()
    }

    /// Whether its folder exists.
    #[must_use]
    pub fn has_folder(&self) -> bool {
        self.folder().is_dir()
    }

    /// Starts the new file, and removes unfinished files of killed programs from its folder.
    ///
    /// # Errors
    /// If the folder is not writable.
    pub fn begin(self) -> io::Result<AtomicFile> {
        self.begin_with(None)
    }

    fn folder(&self) -> &Path {
        self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    /// Starts the file; a new file gets these permissions, or the default ones.
    fn begin_with(self, mode: Option<Permissions>) -> io::Result<AtomicFile> {
        let folder = self.folder();
        clear(folder);
        let private = self.old.is_some() || mode.is_some();
        let new = unfinished(folder, private)?;
        if let Some(mode) = mode.filter(|_| self.old.is_none()) {
            new.as_file().set_permissions(mode)?;
        }
        Ok(AtomicFile { new, target: self })
    }
}

/// A file that is being written. [`AtomicFile::finish`] gives it its name; without it, the file is removed.
#[derive(Debug)]
pub struct AtomicFile {
    new: NamedTempFile,
    target: Target,
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.new.as_file_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.new.as_file_mut().flush()
    }
}

impl Seek for AtomicFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.new.as_file_mut().seek(to)
    }
}

impl AtomicFile {
    /// Moves the file to its destination.
    ///
    /// # Errors
    /// If it cannot be written; the old file is then unchanged.
    pub fn finish(self) -> io::Result<()> {
        let AtomicFile { mut new, target: Target { path, old } } = self;
        // Otherwise a power cut could leave an empty file under the name.
        new.as_file().sync_all()?;
        let Some(old) = old else {
            return new.persist(path).map(drop).map_err(|failed| failed.error);
        };
        if copy_attributes(new.as_file(), &old) {
            match new.persist(&path) {
                Ok(_) => return Ok(()),
                // A mount point cannot be replaced, but it can be written to.
                Err(failed) => new = failed.file,
            }
        }
        copy_into(&mut File::options().write(true).open(path)?, new.as_file_mut())
    }
}

/// Gives a new file the owner and the mode of an old one. Returns whether it can replace it without a loss.
fn copy_attributes(new: &File, old: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let has_it = |new: Metadata| (new.uid(), new.gid()) == (old.uid(), old.gid());
        if old.nlink() > 1 {
            return false;
        }
        // Before the mode, because changing the owner clears some of its bits.
        if !new.metadata().is_ok_and(has_it) && fchown(new, Some(old.uid()), Some(old.gid())).is_err() {
            return false;
        }
    }
    new.set_permissions(old.permissions()).is_ok()
}

/// Copies the complete new content into a file, which keeps its attributes.
fn copy_into(old: &mut File, new: &mut File) -> io::Result<()> {
    let had = old.metadata()?.len();
    let has = new.metadata()?.len();
    let common = had.min(has);
    // Reserve additional space first: if the disk is full, the file is still unchanged.
    if has > had {
        let grown = copy(new, old, had, has).and_then(|()| old.sync_all());
        if let Err(error) = grown {
            old.set_len(had)?;
            return Err(error);
        }
    }
    copy(new, old, 0, common)?;
    old.set_len(has)?;
    old.sync_all()
}

fn copy(from: &mut File, to: &mut File, start: u64, end: u64) -> io::Result<()> {
    from.seek(SeekFrom::Start(start))?;
    to.seek(SeekFrom::Start(start))?;
    io::copy(&mut from.take(end - start), to).map(drop)
}

/// Creates an unfinished file, locked as long as this program runs.
fn unfinished(folder: &Path, private: bool) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(LETTERS);
    #[cfg(unix)]
    if !private {
        use std::os::unix::fs::PermissionsExt;
        // The default permissions, minus the user's umask.
        builder.permissions(Permissions::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = private;
    for _ in 0..TRIES {
        // The original error would name the unfinished file, which means nothing to the user.
        let new = builder.tempfile_in(folder).map_err(|error| match error.kind() {
            ErrorKind::NotFound => no_folder(),
            ErrorKind::PermissionDenied => {
                io::Error::new(ErrorKind::PermissionDenied, "no permission to write to its folder")
            }
            kind => kind.into(),
        })?;
        // The process that removes leftovers holds the lock meanwhile; on a file system without locks none does.
        let locked = !matches!(new.as_file().try_lock(), Err(fs::TryLockError::WouldBlock));
        if locked && new.path().symlink_metadata().is_ok() {
            return Ok(new);
        }
    }
    Err(io::Error::other("another program keeps deleting its temporary files"))
}

/// The error for a file whose folder does not exist.
#[must_use]
pub fn no_folder() -> io::Error {
    io::Error::new(ErrorKind::NotFound, "its folder does not exist")
}

/// Removes the unfinished files of programs that have ended, which nothing locks.
fn clear(folder: &Path) {
    // Errors are ignored: leftovers are harmless.
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| is_unfinished(&entry.file_name())) {
        if !entry.metadata().is_ok_and(|metadata| metadata.is_file() && is_own(&metadata)) {
            continue;
        }
        let Ok(file) = File::options().write(true).open(entry.path()) else { continue };
        if file.try_lock().is_ok() {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether [`unfinished`] could have made this name.
fn is_unfinished(name: &OsStr) -> bool {
    let letters =
        name.to_str().and_then(|name| name.strip_prefix(PREFIX)).and_then(|name| name.strip_suffix(SUFFIX));
    letters.is_some_and(|letters| {
        letters.len() == LETTERS && letters.bytes().all(|letter| letter.is_ascii_alphanumeric())
    })
}

#[cfg(unix)]
fn is_own(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(metadata) == crate::platform::user()
}

#[cfg(not(unix))]
fn is_own(_: &Metadata) -> bool {
    true
}

/// The path at the end of the links that lead to a file that does not exist yet.
fn end_of_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(next) = fs::read_link(&path) else { return Ok(path) };
        path = path.parent().map_or_else(|| next.clone(), |folder| folder.join(&next));
    }
    Err(io::Error::other("too many levels of links"))
}

/// The kind of a file that is not a regular one.
fn kind(metadata: &Metadata) -> &'static str {
    if metadata.is_dir() {
        return "a folder";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = metadata.file_type();
        if kind.is_fifo() {
            return "a pipe";
        } else if kind.is_socket() {
            return "a socket";
        }
    }
    "a device"
}

#[cfg(test)]
mod tests;
