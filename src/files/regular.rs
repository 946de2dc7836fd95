//! Reads regular files only. A FIFO, a device or a folder is refused before it can block the program, and files are
//! read up to a limit, so a link to `/dev/zero` costs neither time nor memory.

use std::fs::{File, FileType, Metadata};
use std::io::{self, Read};
use std::path::Path;

use crate::platform;

/// Opens a regular file, or a link to one, for reading.
///
/// # Errors
/// The system's error; for anything but a regular file, what it is, in words that follow the path.
pub fn open(path: &Path) -> io::Result<File> {
    // Check before opening, because opening alone makes some devices act.
    accepted(&std::fs::metadata(path)?)?;
    let file = platform::open_at_once(path)?;
    // Check again after opening, in case it was replaced in between.
    accepted(&file.metadata()?)?;
    Ok(file)
}

/// Reads a regular file.
///
/// # Errors
/// As for [`open`]; [`io::ErrorKind::FileTooLarge`] for a file of more than `most` bytes.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = open(path)?;
    let mut bytes = Vec::new();
    // One byte beyond the limit is enough to detect a file that is too large.
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let limit = if most >= 1 << 20 { format!("{} MB", most >> 20) } else { format!("{most} bytes") };
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it is larger than {limit}")));
    }
    Ok(bytes)
}

fn accepted(about: &Metadata) -> io::Result<()> {
    if about.is_file() {
        return Ok(());
    }
    let kind = if about.is_dir() { io::ErrorKind::IsADirectory } else { io::ErrorKind::InvalidInput };
    Err(io::Error::new(kind, format!("it is {}, not a file", kind_of(about.file_type()))))
}

/// The kind of a file that is not a regular one.
fn kind_of(file: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if file.is_fifo() {
            return "a FIFO";
        }
        if file.is_socket() {
            return "a socket";
        }
        if file.is_char_device() || file.is_block_device() {
            return "a device";
        }
    }
    if file.is_dir() { "a folder" } else { "something else" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, [7; 100]).unwrap();
        assert_eq!(read(&path, 100).unwrap(), [7; 100]);
        let error = read(&path, 99).unwrap_err();
        assert_eq!(error.to_string(), "it is larger than 99 bytes");
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(read(&folder.path().join("none"), 1).unwrap_err().kind(), io::ErrorKind::NotFound);
        assert_eq!(read(folder.path(), 1).unwrap_err().to_string(), "it is a folder, not a file");
    }

    #[cfg(unix)]
    #[test]
    fn files_that_would_hang_or_never_end_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (zero, fifo) = (folder.path().join("zero"), folder.path().join("fifo"));
        std::os::unix::fs::symlink("/dev/zero", &zero).unwrap();
        assert_eq!(read(&zero, 1 << 40).unwrap_err().to_string(), "it is a device, not a file");
        let made = std::process::Command::new("mkfifo").arg(&fifo).status().unwrap();
        assert!(made.success());
        assert_eq!(read(&fifo, 1 << 40).unwrap_err().to_string(), "it is a FIFO, not a file");
        // The same if it replaces a file between the check and the opening: opening it does not block.
        assert!(!platform::open_at_once(&fifo).unwrap().metadata().unwrap().is_file());
        let socket = folder.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert_eq!(read(&socket, 1).unwrap_err().to_string(), "it is a socket, not a file");
    }
}
