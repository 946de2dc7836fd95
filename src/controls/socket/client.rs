//! The other side: whoever asks a session.
//!
//! A thread of its own does the talking, because a session that is stopped or hangs can hold it for ever: nobody waits
//! for it longer than they want.

use std::io;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use super::line::{self, Answer, LONGEST_ANSWER};
use super::path;
use super::stream::Stream;

/// Why there is no answer.
#[derive(Debug)]
pub enum Trouble {
    /// There is no such session.
    NoSession,
    /// It has answered nothing in time; the number of its process, if that is known.
    Silent(Option<i64>),
    /// It has ended the connection.
    Gone,
    /// The answer is not one that a session gives: what it is.
    Odd(String),
    /// The world does not allow it.
    Environment(io::Error),
}

/// What comes from the thread that talks.
enum ServerMessage {
    /// It is connected, to this process.
    Peer(Option<i64>),
    Line(Vec<u8>),
    Failed(io::Error),
}

/// The answers of a session.
#[derive(Debug)]
pub struct Answers {
    heard: Receiver<ServerMessage>,
    /// The process that answers.
    peer: Option<i64>,
}

/// Asks a session for something.
///
/// # Errors
/// If the system does not allow it.
pub fn ask(folder: &Path, name: &str, word: &str) -> Result<Answers, Trouble> {
    let (path, line) = (path(folder, name), format!("{word}\n"));
    // As many as one can look at: a session that says more has to wait.
    let (tell, heard) = mpsc::sync_channel(1);
    let talk = move || {
        if let Err(error) = talk(&path, &line, &tell) {
            // Whoever asked may have lost patience.
            let _ = tell.send(ServerMessage::Failed(error));
        }
    };
    thread::Builder::new().name("ask".to_owned()).spawn(talk).map_err(Trouble::Environment)?;
    Ok(Answers { heard, peer: None })
}

/// Says a line, and tells each that is answered, until somebody has heard enough.
fn talk(path: &Path, line: &str, tell: &SyncSender<ServerMessage>) -> io::Result<()> {
    let stream = Stream::connect(path)?;
    if tell.send(ServerMessage::Peer(stream.peer())).is_err() {
        return Ok(());
    }
    // A session that has no time for it has said so before it hung up.
    let _ = stream.write(line.as_bytes());
    let mut kept = Vec::new();
    let mut bytes = [0; 4096];
    loop {
        // What is longer is no answer, and is not waited for.
        if let Some(end) = kept.iter().position(|byte| *byte == b'\n') {
            let line = kept.drain(..=end).collect();
            if tell.send(ServerMessage::Line(line)).is_err() {
                return Ok(());
            }
            continue;
        }
        if kept.len() > LONGEST_ANSWER {
            let _ = tell.send(ServerMessage::Line(kept));
            return Ok(());
        }
        match stream.read(&mut bytes, None) {
            Ok(0) => break,
            Ok(n) => kept.extend_from_slice(&bytes[..n]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // It was gone before it had read all that was said to it.
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => break,
            Err(error) => return Err(error),
        }
    }
    if !kept.is_empty() {
        let _ = tell.send(ServerMessage::Line(kept));
    }
    Ok(())
}

impl Answers {
    /// The next answer; `None` if there is none yet.
    ///
    /// # Errors
    /// If there will be none.
    pub fn next(&mut self, within: Duration) -> Result<Option<Answer>, Trouble> {
        let begun = Instant::now();
        loop {
            match self.heard.recv_timeout(within.saturating_sub(begun.elapsed())) {
                Ok(ServerMessage::Peer(peer)) => self.peer = peer,
                Ok(ServerMessage::Line(line)) => return line::answer(&line).map(Some).map_err(Trouble::Odd),
                Ok(ServerMessage::Failed(error)) => {
                    return Err(match error.kind() {
                        io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => Trouble::NoSession,
                        _ => Trouble::Environment(error),
                    });
                }
                Err(RecvTimeoutError::Timeout) => return Ok(None),
                Err(RecvTimeoutError::Disconnected) => return Err(Trouble::Gone),
            }
        }
    }

    /// The first answer.
    ///
    /// # Errors
    /// If there is none within the time.
    pub fn first(&mut self, within: Duration) -> Result<Answer, Trouble> {
        self.next(within)?.ok_or(Trouble::Silent(self.peer))
    }
}
