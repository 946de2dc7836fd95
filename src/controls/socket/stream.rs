//! Local sockets of the system, with deadlines. The only file that names `interprocess`.
//!
//! Windows named pipes have no deadlines: there a connection lasts as long as its peer keeps it open.

use std::io::{self, Read, Write};
use std::path::Path;
use std::time::Duration;

use interprocess::local_socket::prelude::*;
use interprocess::local_socket::{self, ListenerOptions, Name};

/// The longest that a write may block.
const WRITE_WITHIN: Duration = Duration::from_secs(1);

/// A socket that others can connect to.
#[derive(Debug)]
pub(super) struct Listener(local_socket::Listener);

impl Listener {
    /// Creates a socket that only its owner can open.
    ///
    /// # Errors
    /// If the system refuses.
    pub(super) fn open(path: &Path) -> io::Result<Listener> {
        let options = ListenerOptions::new().name(address(path)?).reclaim_name(false);
        #[cfg(unix)]
        let options = interprocess::os::unix::local_socket::ListenerOptionsExt::mode(options, 0o600);
        options.create_sync().map(Listener)
    }

    /// Waits for the next connection.
    ///
    /// # Errors
    /// If the connection is already gone, or the system is out of resources.
    pub(super) fn accept(&self) -> io::Result<Stream> {
        let stream = Stream(self.0.accept()?);
        supported(stream.0.set_send_timeout(Some(WRITE_WITHIN)))?;
        Ok(stream)
    }
}

/// A connection.
#[derive(Debug)]
pub(super) struct Stream(local_socket::Stream);

impl Stream {
    /// Connects to a socket. This blocks until its owner accepts the connection.
    ///
    /// # Errors
    /// If there is no socket, or nothing listens on it.
    pub(super) fn connect(path: &Path) -> io::Result<Stream> {
        local_socket::Stream::connect(address(path)?).map(Stream)
    }

    /// The process id of the peer, if the system reports it.
    pub(super) fn peer(&self) -> Option<i64> {
        self.0.peer_creds().ok()?.pid().map(i64::from)
    }

    /// Reads available bytes or waits for them, at most for `within`; zero bytes mean the end of input.
    ///
    /// # Errors
    /// [`io::ErrorKind::TimedOut`] after the deadline, or another I/O error.
    pub(super) fn read(&self, bytes: &mut [u8], within: Option<Duration>) -> io::Result<usize> {
        if within.is_some_and(|time| time.is_zero()) {
            return Err(io::ErrorKind::TimedOut.into());
        }
        supported(self.0.set_recv_timeout(within))?;
        (&self.0).read(bytes).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => io::ErrorKind::TimedOut.into(),
            _ => error,
        })
    }

    /// Writes all bytes.
    ///
    /// # Errors
    /// If the peer is gone or does not read.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        (&self.0).write_all(bytes)
    }

    /// Closes the connection, even if a thread waits for it on either side.
    pub(super) fn hang_up(&self) {
        #[cfg(unix)]
        {
            let local_socket::Stream::UdSocket(socket) = &self.0;
            // The peer may already be gone.
            let _ = socket.inner().shutdown(std::net::Shutdown::Both);
        }
    }

    /// Whether the peer has closed its side, so that it will not read anything more.
    pub(super) fn is_gone(&self) -> bool {
        #[cfg(unix)]
        {
            use std::os::fd::AsFd;
            let local_socket::Stream::UdSocket(socket) = &self.0;
            crate::platform::has_hung_up(socket.inner().as_fd())
        }
        #[cfg(not(unix))]
        {
            false
        }
    }
}

/// Ignores the error of a system without deadlines.
fn supported(set: io::Result<()>) -> io::Result<()> {
    set.or_else(|error| if error.kind() == io::ErrorKind::Unsupported { Ok(()) } else { Err(error) })
}

/// The path of a socket is longer than the system allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("its socket path has {bytes} bytes, but the system allows {most}")]
pub struct PathTooLong {
    /// Its length in bytes.
    pub bytes: usize,
    /// The maximum, in bytes.
    pub most: usize,
}

/// Whether the path of a socket is short enough for the system.
///
/// # Errors
/// The length of the path and the maximum.
pub fn fits(path: &Path) -> Result<(), PathTooLong> {
    #[cfg(unix)]
    {
        use std::os::unix::net::SocketAddr;
        if SocketAddr::from_pathname(path).is_err() {
            // The limit depends on the system: 107 bytes on Linux, 103 on macOS.
            let most = (1..=256).rev().find(|n| SocketAddr::from_pathname("x".repeat(*n)).is_ok());
            return Err(PathTooLong { bytes: path.as_os_str().len(), most: most.unwrap_or(0) });
        }
    }
    // On other systems it is the name of a pipe, and the system rejects one that is too long.
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// The address of a socket in the system's form.
fn address(path: &Path) -> io::Result<Name<'_>> {
    #[cfg(unix)]
    {
        path.to_fs_name::<local_socket::GenericFilePath>()
    }
    #[cfg(not(unix))]
    {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        format!("repcue-{name}").to_ns_name::<local_socket::GenericNamespaced>()
    }
}
