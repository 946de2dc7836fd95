//! Local sockets as the system has them, with deadlines. The only file that names `interprocess`.
//!
//! A named pipe of Windows knows no deadlines: there a connection lasts as long as its peer wants.

use std::io::{self, Read, Write};
use std::path::Path;
use std::time::Duration;

use interprocess::local_socket::prelude::*;
use interprocess::local_socket::{self, ListenerOptions, Name};

/// The longest that a peer may take nothing of what is written to it.
const WRITE_WITHIN: Duration = Duration::from_secs(1);

/// A socket that others can connect to.
#[derive(Debug)]
pub(super) struct Listener(local_socket::Listener);

impl Listener {
    /// Makes a socket that only its owner can open.
    ///
    /// # Errors
    /// If the system does not allow it.
    pub(super) fn open(path: &Path) -> io::Result<Listener> {
        let options = ListenerOptions::new().name(address(path)?).reclaim_name(false);
        #[cfg(unix)]
        let options = interprocess::os::unix::local_socket::ListenerOptionsExt::mode(options, 0o600);
        options.create_sync().map(Listener)
    }

    /// Waits for the next connection.
    ///
    /// # Errors
    /// If it is gone already, or the system has no room for it.
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
    /// Connects to a socket. This waits for as long as its owner accepts nothing.
    ///
    /// # Errors
    /// If there is none, or nobody has it open.
    pub(super) fn connect(path: &Path) -> io::Result<Stream> {
        local_socket::Stream::connect(address(path)?).map(Stream)
    }

    /// The number of the process on the other side, if the system tells it.
    pub(super) fn peer(&self) -> Option<i64> {
        self.0.peer_creds().ok()?.pid().map(i64::from)
    }

    /// Reads what there is, or waits for it, at most for a time; no bytes mean that the peer says nothing more.
    ///
    /// # Errors
    /// [`io::ErrorKind::TimedOut`] if the time has passed; or what else is wrong.
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

    /// Writes all of it, in one piece as long as the peer reads.
    ///
    /// # Errors
    /// If the peer is gone, or takes nothing.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        (&self.0).write_all(bytes)
    }

    /// Ends the connection, whoever waits for it on either side.
    pub(super) fn hang_up(&self) {
        #[cfg(unix)]
        {
            let local_socket::Stream::UdSocket(socket) = &self.0;
            // A peer that is gone already needs no end.
            let _ = socket.inner().shutdown(std::net::Shutdown::Both);
        }
    }

    /// Whether the peer has closed its side: nothing that is written to it will ever be read.
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

/// That a system has no deadlines is no error.
fn supported(set: io::Result<()>) -> io::Result<()> {
    set.or_else(|error| if error.kind() == io::ErrorKind::Unsupported { Ok(()) } else { Err(error) })
}

/// Whether the path of a socket is short enough for the system.
///
/// # Errors
/// The number of bytes that it has, and the most that it may have.
pub fn fits(path: &Path) -> Result<(), (usize, usize)> {
    #[cfg(unix)]
    {
        use std::os::unix::net::SocketAddr;
        if SocketAddr::from_pathname(path).is_err() {
            // Only the system knows its limit: 107 bytes on Linux, 103 on macOS.
            let most = (1..=256).rev().find(|n| SocketAddr::from_pathname("x".repeat(*n)).is_ok());
            return Err((path.as_os_str().len(), most.unwrap_or(0)));
        }
    }
    // Elsewhere it is the name of a pipe, and the system itself refuses one that is too long.
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Where a socket is, as the system names it.
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
