//! The session's side: connections, each on a thread of its own.
//!
//! There are never more than [`MOST`]. When one more comes, the oldest goes: it is one that nobody uses, or a screen
//! that somebody has forgotten, and whoever wants to control the session now counts for more.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::line::{self, Answer, LONGEST_REQUEST, Request};
use super::stream::{Listener, Stream};
use super::{folder, path};
use crate::controls::Command;
use crate::status::{State, StatusChannel};

/// The most connections at once.
const MOST: usize = 32;
/// The longest that a connection may say nothing at first, and that a line may take from its first byte on.
const LINE_WITHIN: Duration = Duration::from_secs(5);
/// How often a connection that follows looks whether anybody still listens.
const LOOK: Duration = Duration::from_millis(250);
/// The longest that a new connection waits for the oldest to go.
const ROOM_WITHIN: Duration = Duration::from_secs(2);
/// The time until the next connection is taken, if the system has no room for one.
const BACK_OFF: Duration = Duration::from_millis(100);
/// The longest that the end of a session waits until everybody has had their answer, and followers know of it.
const FAREWELL: Duration = Duration::from_millis(300);

/// Why there is no control socket.
#[derive(Debug)]
pub enum OpenSocketError {
    /// Another session has the name.
    Taken,
    /// The world does not allow it; why.
    Environment(String),
}

impl From<io::Error> for OpenSocketError {
    fn from(error: io::Error) -> OpenSocketError {
        OpenSocketError::Environment(error.to_string())
    }
}

/// An open control socket; dropped, it is gone.
#[derive(Debug)]
pub struct Socket {
    path: PathBuf,
    office: Arc<Office>,
    /// Held until the end.
    _lock: File,
}

impl Socket {
    /// Opens the socket of a session; what is asked of it goes to `commands`, and its status is read from a channel.
    ///
    /// # Errors
    /// If another session has the name, or none can be opened.
    pub fn open(
        folder: &Path,
        name: &str,
        commands: Sender<Command>,
        channel: Arc<StatusChannel>,
    ) -> Result<Socket, OpenSocketError> {
        folder::own(folder)?;
        let lock = folder::claim(folder, name)?.ok_or(OpenSocketError::Taken)?;
        let path = path(folder, name);
        // Whoever had the lock before is gone, and this is what they left.
        let _ = fs::remove_file(&path);
        let listener = Listener::open(&path)?;
        let office = Arc::new(Office { open: Mutex::default(), left: Condvar::new(), commands, channel });
        let own = Arc::clone(&office);
        let thread = thread::Builder::new().name("control".to_owned());
        thread.spawn(move || {
            loop {
                match listener.accept() {
                    Ok(stream) => own.take(stream),
                    // Out of files, most likely: not to be tried a million times a second.
                    Err(_) => thread::sleep(BACK_OFF),
                }
            }
        })?;
        Ok(Socket { path, office, _lock: lock })
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // The program ends soon: whoever has stopped it is to have an answer, and whoever follows is to hear that the
        // session has ended, unless they do not listen.
        let begun = Instant::now();
        while self.office.owes_answers() && begun.elapsed() < FAREWELL {
            thread::sleep(FAREWELL / 100);
        }
        // On Windows there is no such file.
        let _ = fs::remove_file(&self.path);
    }
}

/// All connections, and what they need.
#[derive(Debug)]
struct Office {
    /// In the order in which they came.
    open: Mutex<Vec<Arc<Connection>>>,
    /// One of them has gone.
    left: Condvar,
    commands: Sender<Command>,
    channel: Arc<StatusChannel>,
}

impl Office {
    fn open(&self) -> MutexGuard<'_, Vec<Arc<Connection>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn owes_answers(&self) -> bool {
        self.open().iter().any(|connection| connection.is_deficit.load(Relaxed))
    }

    /// Serves a new connection, or tells it why not.
    fn take(self: &Arc<Office>, stream: Stream) {
        let connection = Arc::new(Connection::new(stream));
        if !self.has_room() {
            return connection.refuse(&format!("too many connections ({MOST})"));
        }
        self.open().push(Arc::clone(&connection));
        let place = Place { office: Arc::clone(self), connection: Arc::clone(&connection) };
        // Whoever has gone away needs no answer.
        let serve = move || drop(place.connection.serve(&place.office));
        if thread::Builder::new().name("connection".to_owned()).spawn(serve).is_err() {
            connection.refuse("the system allows no more connections");
        }
    }

    /// Whether there is room for one more, once the oldest has gone.
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
            // It may wait for a change of the status.
            self.channel.nudge();
            open = self.open();
        }
        let is_full = |open: &mut Vec<_>| open.len() >= MOST;
        let waited = self.left.wait_timeout_while(open, ROOM_WITHIN, is_full);
        let (open, _) = waited.unwrap_or_else(PoisonError::into_inner);
        open.len() < MOST
    }
}

/// The place of a connection among the others; dropped, it is free.
#[derive(Debug)]
struct Place {
    office: Arc<Office>,
    connection: Arc<Connection>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.office.open().retain(|connection| !Arc::ptr_eq(connection, &self.connection));
        self.office.left.notify_all();
    }
}

/// One connection.
#[derive(Debug)]
struct Connection {
    stream: Stream,
    /// Whether it is to have an answer: to what it has asked, or, if it follows, at the end of the session.
    is_deficit: AtomicBool,
    /// Whether it has to make room for another.
    is_ended: AtomicBool,
}

impl Connection {
    fn new(stream: Stream) -> Connection {
        Connection { stream, is_deficit: AtomicBool::new(false), is_ended: AtomicBool::new(false) }
    }

    fn answer(&self, answer: &Answer) -> io::Result<()> {
        self.stream.write(answer.line().as_bytes())
    }

    fn refuse(&self, why: &str) {
        // Whoever has gone away needs no answer.
        let _ = self.answer(&Answer::Refused(why.to_owned()));
    }

    /// Answers what is asked for, line by line.
    fn serve(&self, office: &Office) -> io::Result<()> {
        let mut lines = Lines::default();
        while let Some(line) = lines.next(&mut |bytes, within| self.stream.read(bytes, within))? {
            self.is_deficit.store(true, Relaxed);
            let answer = match line.and_then(|line| line::request(&line)) {
                Ok(Request::Follow) => return self.follow(&office.channel),
                Ok(Request::Status) => match office.channel.read() {
                    Some(status) => Answer::Status(Box::new(status)),
                    None => Answer::Refused("the session has not started".to_owned()),
                },
                Ok(Request::Do(command)) if office.commands.send(command).is_ok() => Answer::Done,
                Ok(Request::Do(_)) => Answer::Refused("the session is over".to_owned()),
                Err(why) => Answer::Refused(why),
            };
            self.answer(&answer)?;
            self.is_deficit.store(false, Relaxed);
        }
        Ok(())
    }

    /// Writes the status at each change, as long as anybody listens.
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

/// Reads some bytes, within a time if there is one.
type Read<'a> = dyn FnMut(&mut [u8], Option<Duration>) -> io::Result<usize> + 'a;

/// The lines of a connection.
#[derive(Debug, Default)]
struct Lines {
    /// What of the next line is there, and perhaps of later ones.
    kept: Vec<u8>,
    /// Whether the line is too long, and what of it was there is thrown away.
    is_too_long: bool,
    /// Whether there was any line.
    has_spoken: bool,
    /// When it was last begun to wait for a line, or for the rest of one.
    begun: Option<Instant>,
    /// Whether there is nothing more to come.
    is_over: bool,
}

impl Lines {
    /// The next line, or why it is none; `None` at the end. What never ends within its time is the last one.
    ///
    /// # Errors
    /// If the peer is gone.
    fn next(&mut self, read: &mut Read<'_>) -> io::Result<Option<Result<Vec<u8>, String>>> {
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
                    return Ok(Some(Err(format!("no command within {} s", LINE_WITHIN.as_secs()))));
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// A line that has ended.
    fn whole(&mut self, line: Vec<u8>) -> Result<Vec<u8>, String> {
        (self.begun, self.has_spoken) = (None, true);
        if std::mem::take(&mut self.is_too_long) {
            return Err(format!("a line has at most {LONGEST_REQUEST} bytes"));
        }
        Ok(line)
    }
}

#[cfg(test)]
mod tests;
