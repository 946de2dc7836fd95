//! The session's side: each connection has its own thread.
//!
//! There are at most [`MOST`]. For a further connection the oldest is closed: it is unused or forgotten, and a client
//! that wants to control the session now is more important.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::line::{self, Answer, LONGEST_REQUEST, Request, RequestError};
use super::stream::{Listener, Stream};
use super::{folder, path};
use crate::controls::Command;
use crate::status::{State, StatusChannel};

/// The maximum number of connections.
const MOST: usize = 32;
/// The maximum time until the first byte of a connection, and from the first to the last byte of a line.
const LINE_WITHIN: Duration = Duration::from_secs(5);
/// How often a following connection checks that its client is still there.
const LOOK: Duration = Duration::from_millis(250);
/// The longest that a new connection waits for the oldest to close.
const ROOM_WITHIN: Duration = Duration::from_secs(2);
/// The time until the next connection is accepted, if the system has run out of resources.
const BACK_OFF: Duration = Duration::from_millis(100);
/// The longest that the end of a session waits until all requests are answered and followers are informed.
const FAREWELL: Duration = Duration::from_millis(300);

/// Why there is no control socket.
#[derive(Debug, thiserror::Error)]
pub enum OpenSocketError {
    /// Another session has the name.
    #[error("another session has this name")]
    Taken,
    /// An I/O error.
    #[error(transparent)]
    Environment(#[from] io::Error),
}

/// An open control socket; dropping it closes and removes it.
#[derive(Debug)]
pub struct Socket {
    path: PathBuf,
    shared: Arc<Shared>,
    /// Held until the socket is dropped.
    _lock: File,
}

impl Socket {
    /// Opens the socket of a session. Commands are sent to `commands`; the status is read from a channel.
    ///
    /// # Errors
    /// If another session has the name, or the socket cannot be opened.
    pub fn open(
        folder: &Path,
        name: &str,
        commands: Sender<Command>,
        channel: Arc<StatusChannel>,
    ) -> Result<Socket, OpenSocketError> {
        folder::create_private(folder)?;
        let lock = folder::claim(folder, name)?.ok_or(OpenSocketError::Taken)?;
        let path = path(folder, name);
        // The previous owner of the lock is gone and left this file.
        let _ = fs::remove_file(&path);
        let listener = Listener::open(&path)?;
        let shared = Arc::new(Shared { open: Mutex::default(), left: Condvar::new(), commands, channel });
        let own = Arc::clone(&shared);
        let thread = thread::Builder::new().name("control".to_owned());
        thread.spawn(move || {
            loop {
                match listener.accept() {
                    Ok(stream) => own.take(stream),
                    // Probably out of file descriptors: do not retry in a busy loop.
                    Err(_) => thread::sleep(BACK_OFF),
                }
            }
        })?;
        Ok(Socket { path, shared, _lock: lock })
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // The program ends soon: answer the client that stopped it and tell followers that the session has ended,
        // unless they do not read.
        let begun = Instant::now();
        while self.shared.owes_answers() && begun.elapsed() < FAREWELL {
            thread::sleep(FAREWELL / 100);
        }
        // On Windows there is no such file.
        let _ = fs::remove_file(&self.path);
    }
}

/// All connections, and what they share.
#[derive(Debug)]
struct Shared {
    /// The connections, oldest first.
    open: Mutex<Vec<Arc<Connection>>>,
    /// Signalled when a connection has closed.
    left: Condvar,
    commands: Sender<Command>,
    channel: Arc<StatusChannel>,
}

impl Shared {
    fn open(&self) -> MutexGuard<'_, Vec<Arc<Connection>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn owes_answers(&self) -> bool {
        self.open().iter().any(|connection| connection.is_owed_an_answer.load(Relaxed))
    }

    /// Serves a new connection, or tells the client why not.
    fn take(self: &Arc<Shared>, stream: Stream) {
        let connection = Arc::new(Connection::new(stream));
        if !self.has_room() {
            return connection.refuse(&format!("too many connections ({MOST})"));
        }
        self.open().push(Arc::clone(&connection));
        let place = Place { shared: Arc::clone(self), connection: Arc::clone(&connection) };
        // A client that has gone away needs no answer.
        let serve = move || drop(place.connection.serve(&place.shared));
        if thread::Builder::new().name("connection".to_owned()).spawn(serve).is_err() {
            connection.refuse("the system allows no more connections");
        }
    }

    /// Whether there is room for another connection, after closing the oldest if necessary.
    fn has_room(&self) -> bool {
        let mut open = self.open();
        if open.len() < MOST {
            return true;
        }
        if let Some(oldest) = open.iter().find(|connection| !connection.is_ended.swap(true, Relaxed)) {
            let oldest = Arc::clone(oldest);
            drop(open);
            oldest.refuse(&format!("too many connections ({MOST}): the oldest is closed"));
            oldest.stream.hang_up();
            // Its thread may be waiting for a change of the status.
            self.channel.nudge();
            open = self.open();
        }
        let is_full = |open: &mut Vec<_>| open.len() >= MOST;
        let waited = self.left.wait_timeout_while(open, ROOM_WITHIN, is_full);
        let (open, _) = waited.unwrap_or_else(PoisonError::into_inner);
        open.len() < MOST
    }
}

/// A slot among the connections; dropping it frees the slot.
#[derive(Debug)]
struct Place {
    shared: Arc<Shared>,
    connection: Arc<Connection>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.shared.open().retain(|connection| !Arc::ptr_eq(connection, &self.connection));
        self.shared.left.notify_all();
    }
}

/// One connection.
#[derive(Debug)]
struct Connection {
    stream: Stream,
    /// Whether its client is owed an answer: to a request or, if it follows, about the end of the session.
    is_owed_an_answer: AtomicBool,
    /// Whether it has to make room for another connection.
    is_ended: AtomicBool,
}

impl Connection {
    fn new(stream: Stream) -> Connection {
        Connection { stream, is_owed_an_answer: AtomicBool::new(false), is_ended: AtomicBool::new(false) }
    }

    fn answer(&self, answer: &Answer) -> io::Result<()> {
        self.stream.write(answer.line().as_bytes())
    }

    fn refuse(&self, why: &str) {
        // A client that has gone away needs no answer.
        let _ = self.answer(&Answer::Refused(why.to_owned()));
    }

    /// Answers requests, line by line.
    fn serve(&self, shared: &Shared) -> io::Result<()> {
        let mut lines = Lines::default();
        while let Some(line) = lines.next(&mut |bytes, within| self.stream.read(bytes, within))? {
            self.is_owed_an_answer.store(true, Relaxed);
            let answer = match line.and_then(|line| line::request(&line)) {
                Ok(Request::Follow) => return self.follow(&shared.channel),
                Ok(Request::Status) => match shared.channel.read() {
                    Some(status) => Answer::Status(Box::new(status)),
                    None => Answer::Refused("the session has not started".to_owned()),
                },
                Ok(Request::Do(command)) if shared.commands.send(command).is_ok() => Answer::Done,
                Ok(Request::Do(_)) => Answer::Refused("the session is over".to_owned()),
                Err(error) => Answer::Refused(error.to_string()),
            };
            self.answer(&answer)?;
            self.is_owed_an_answer.store(false, Relaxed);
        }
        Ok(())
    }

    /// Writes the status at each change, as long as the client listens.
    fn follow(&self, channel: &StatusChannel) -> io::Result<()> {
        let mut seen = 0;
        loop {
            let (change, status) = channel.wait(seen, LOOK);
            if self.is_ended.load(Relaxed) || self.stream.is_gone() {
                return Ok(());
            }
            let Some(status) = status.filter(|_| change != seen) else { continue };
            seen = change;
            let is_over = status.state == State::Ended;
            self.answer(&Answer::Status(Box::new(status)))?;
            if is_over {
                return Ok(());
            }
        }
    }
}

/// Reads some bytes, with an optional deadline.
type Read<'a> = dyn FnMut(&mut [u8], Option<Duration>) -> io::Result<usize> + 'a;

/// The lines of a connection.
#[derive(Debug, Default)]
struct Lines {
    /// Bytes read so far: the start of the next line, and perhaps later lines.
    kept: Vec<u8>,
    /// Whether the line is too long and is being discarded.
    is_too_long: bool,
    /// Whether any line has been read.
    has_spoken: bool,
    /// When waiting for this line, or for the rest of it, began.
    begun: Option<Instant>,
    /// Whether there is no more input.
    is_over: bool,
}

impl Lines {
    /// The next line, or the reason why it is invalid; `None` at the end. A line that is not complete in time is the
    /// last one.
    ///
    /// # Errors
    /// If the peer is gone.
    fn next(&mut self, read: &mut Read<'_>) -> io::Result<Option<Result<Vec<u8>, RequestError>>> {
        loop {
            if let Some(end) = self.kept.iter().position(|byte| *byte == b'\n') {
                let line = self.kept.drain(..=end).collect();
                return Ok(Some(self.whole(line)));
            }
            if self.is_over {
                let last = std::mem::take(&mut self.kept);
                return Ok((self.is_too_long || !last.is_empty()).then(|| self.whole(last)));
            }
            if self.kept.len() > LONGEST_REQUEST {
                self.is_too_long = true;
                self.kept.clear();
            }
            let is_idle = self.has_spoken && self.kept.is_empty() && !self.is_too_long;
            let begun = if is_idle { None } else { Some(*self.begun.get_or_insert_with(Instant::now)) };
            let within = begun.map(|begun| LINE_WITHIN.saturating_sub(begun.elapsed()));
            let mut bytes = [0; 1024];
            match read(&mut bytes, within) {
                Ok(0) => self.is_over = true,
                Ok(n) => self.kept.extend_from_slice(&bytes[..n]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                    (self.is_over, self.is_too_long) = (true, false);
                    self.kept.clear();
                    return Ok(Some(Err(RequestError::Late(LINE_WITHIN))));
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Checks a complete line.
    fn whole(&mut self, line: Vec<u8>) -> Result<Vec<u8>, RequestError> {
        (self.begun, self.has_spoken) = (None, true);
        if std::mem::take(&mut self.is_too_long) {
            return Err(RequestError::TooLong);
        }
        Ok(line)
    }
}

#[cfg(test)]
mod tests;
