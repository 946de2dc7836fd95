//! Whether the sound server responds. The only file that names `pulseaudio`.
//!
//! cpal waits two seconds for a server that hangs and then leaves a thread behind that waits forever; a search for a
//! lost device would accumulate them. So cpal is used only after the server has answered here.

use std::fs;
use std::io::{self, ErrorKind, Read};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use pulseaudio::protocol::{AuthParams, Command, MAX_VERSION, write_command_message};
use pulseaudio::{cookie_path_from_env, socket_path_from_env};

/// How long an answer may take; a working server needs a few milliseconds.
const PATIENCE: Duration = Duration::from_secs(1);

/// The state of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Server {
    /// There is none.
    Absent,
    /// It accepts connections but does not answer.
    Hung,
    /// It answers.
    Answers,
}

/// Asks the server. If too many unanswered connections are queued, this blocks until the server continues or ends.
pub(super) fn ask() -> Server {
    match greet() {
        Ok(()) => Server::Answers,
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Server::Hung,
        Err(_) => Server::Absent,
    }
}

/// Sends the protocol's greeting and waits for the first byte of any answer.
fn greet() -> io::Result<()> {
    let path = socket_path_from_env().ok_or(ErrorKind::NotFound)?;
    let mut socket = UnixStream::connect(path)?;
    socket.set_read_timeout(Some(PATIENCE))?;
    socket.set_write_timeout(Some(PATIENCE))?;
    let cookie = cookie_path_from_env().and_then(|path| fs::read(path).ok()).unwrap_or_default();
    let hello = Command::Auth(AuthParams {
        version: MAX_VERSION,
        supports_shm: false,
        supports_memfd: false,
        cookie,
    });
    write_command_message(&mut socket, 0, &hello, MAX_VERSION).map_err(io::Error::other)?;
    socket.read_exact(&mut [0])
}
