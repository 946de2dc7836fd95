//! The client: sends a request to a session.
//!
//! It talks to the session on a separate thread, because a session that is stopped or hangs can block it forever; the
//! caller waits only as long as it chooses.

use std::io;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use super::line::{self, Answer, AnswerError, LONGEST_ANSWER};
use super::path;
use super::stream::Stream;

/// Why there is no answer.
#[derive(Debug)]
pub enum Trouble {
    /// There is no such session.
    NoSession,
    /// No answer in time; with the process id, if known.
    Silent(Option<i64>),
    /// It closed the connection.
    Gone,
    /// Not the answer to the request; why not.
    Odd(AnswerError),
    /// An I/O error.
    Environment(io::Error),
}

/// A message from the thread that talks to the session.
enum ServerMessage {
    /// It is connected to this process.
    Peer(Option<i64>),
    Line(Vec<u8>),
    Failed(io::Error),
}

/// The answers of a session.
#[derive(Debug)]
pub struct Answers {
    receiver: Receiver<ServerMessage>,
    /// The id of the process that answers.
    peer: Option<i64>,
}

/// Sends a request to a session.
///
/// # Errors
/// If the system refuses.
pub fn ask(folder: &Path, name: &str, word: &str) -> Result<Answers, Trouble> {
    let (path, line) = (path(folder, name), format!("{word}\n"));
    // One message at a time: a session that sends more has to wait.
    let (sender, receiver) = mpsc::sync_channel(1);
    let talk = move || {
        if let Err(error) = talk(&path, &line, &sender) {
            // The caller may have given up.
            let _ = sender.send(ServerMessage::Failed(error));
        }
    };
    thread::Builder::new().name("ask".to_owned()).spawn(talk).map_err(Trouble::Environment)?;
    Ok(Answers { receiver, peer: None })
}

/// Sends a request and forwards each answer until the caller drops its receiver.
fn talk(path: &Path, line: &str, sender: &SyncSender<ServerMessage>) -> io::Result<()> {
    let stream = Stream::connect(path)?;
    if sender.send(ServerMessage::Peer(stream.peer())).is_err() {
        return Ok(());
    }
    // If the session refused the connection, its answer arrived before it closed.
    let _ = stream.write(line.as_bytes());
    let mut kept = Vec::new();
    let mut bytes = [0; 4096];
    loop {
        // A longer line is not an answer and is not waited for.
        if let Some(end) = kept.iter().position(|byte| *byte == b'\n') {
            let line = kept.drain(..=end).collect();
            if sender.send(ServerMessage::Line(line)).is_err() {
                return Ok(());
            }
            continue;
        }
        if kept.len() > LONGEST_ANSWER {
            let _ = sender.send(ServerMessage::Line(kept));
            return Ok(());
        }
        match stream.read(&mut bytes, None) {
            Ok(0) => break,
            Ok(n) => kept.extend_from_slice(&bytes[..n]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // It closed the connection before it read the whole request.
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => break,
            Err(error) => return Err(error),
        }
    }
    if !kept.is_empty() {
        let _ = sender.send(ServerMessage::Line(kept));
    }
    Ok(())
}

impl Answers {
    /// The next answer; `None` if there is none yet.
    ///
    /// # Errors
    /// If there will be no more.
    pub fn next(&mut self, within: Duration) -> Result<Option<Answer>, Trouble> {
        let begun = Instant::now();
        loop {
            match self.receiver.recv_timeout(within.saturating_sub(begun.elapsed())) {
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
    /// If there is none in time.
    pub fn first(&mut self, within: Duration) -> Result<Answer, Trouble> {
        self.next(within)?.ok_or(Trouble::Silent(self.peer))
    }
}
