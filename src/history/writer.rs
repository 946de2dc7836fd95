//! Writes lines of the history on a separate thread, because a disk can be slow.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::store;
use crate::threads;

/// How long the end of the session waits for the last line.
const PATIENCE: Duration = Duration::from_secs(2);

/// Writes lines in the order in which they are given.
#[derive(Debug)]
pub struct HistoryWriter {
    /// `None` once it has ended.
    lines: Option<Sender<String>>,
    /// The errors; closed when everything is done.
    failed: Receiver<io::Error>,
    told: bool,
}

impl HistoryWriter {
    /// A writer to this file.
    #[must_use]
    pub fn new(path: PathBuf) -> HistoryWriter {
        let (lines, received) = mpsc::channel::<String>();
        let (fail, failed) = mpsc::channel();
        let refuse = fail.clone();
        let started = threads::start("history", move || {
            // What could not be written is tried again with the next line: a full disk may have room by then.
            let mut unwritten: Vec<String> = Vec::new();
            for line in received {
                unwritten.push(line);
                match store::append(&path, unwritten.iter().map(String::as_bytes)) {
                    Ok(()) => unwritten.clear(),
                    Err(error) => {
                        // If nobody listens, nobody needs to know.
                        let _ = fail.send(error);
                    }
                }
            }
        });
        if let Err(error) = started {
            // Reported like any other failed write.
            let _ = refuse.send(error);
        }
        HistoryWriter { lines: Some(lines), failed, told: false }
    }

    /// Writes a line as soon as possible.
    pub fn write(&self, line: String) {
        // A thread that is gone has reported why.
        let _ = self.lines.as_ref().map(|lines| lines.send(line));
    }

    /// The first error, once.
    pub fn poll(&mut self) -> Option<io::Error> {
        let error = self.failed.try_recv().ok()?;
        (!std::mem::replace(&mut self.told, true)).then_some(error)
    }

    /// Ends the writer, once everything is written or its time is up; returns an error that was not reported yet.
    pub fn end(&mut self) -> Option<io::Error> {
        drop(self.lines.take());
        let begun = Instant::now();
        let mut first = None;
        // It is closed when the thread has finished.
        loop {
            match self.failed.recv_timeout(PATIENCE.saturating_sub(begun.elapsed())) {
                Ok(error) => first = first.or(Some(error)),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    first = first.or_else(|| {
                        Some(io::Error::new(io::ErrorKind::TimedOut, "the disk does not answer"))
                    });
                    break;
                }
            }
        }
        first.filter(|_| !std::mem::replace(&mut self.told, true))
    }
}
