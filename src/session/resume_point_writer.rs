//! Writes the resume point, at most once a second, on a separate thread because a disk can be slow.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use super::resume_point::{Origin, Place, ResumePoint};
use crate::files;
use crate::threads;

/// The minimum time between two writes.
const EACH: Duration = Duration::from_secs(1);
/// How long the end of the session waits for the last write.
const PATIENCE: Duration = Duration::from_secs(2);

/// What to do with the file.
enum Order {
    Write(String),
    Remove,
}

/// The file of a session; the holder of the lock beside it owns it.
#[derive(Debug)]
pub struct Claim {
    /// Its path, whether or not it exists.
    pub path: PathBuf,
    /// The lock; `None` if the file system has no locks.
    pub lock: Option<File>,
}

/// The path of the lock beside a resume point.
#[must_use]
pub fn lock(path: &Path) -> PathBuf {
    path.with_extension("lock")
}

/// Writes the file, and removes it when the session is complete.
#[derive(Debug)]
pub struct ResumePointWriter {
    origin: Origin,
    orders: Sender<Order>,
    /// The first error; closed when everything is done.
    failed: Receiver<io::Error>,
    /// What to write next.
    next: Option<String>,
    /// The time of the last write.
    last: Option<Instant>,
    told: bool,
}

impl ResumePointWriter {
    /// A writer for a session with this origin.
    #[must_use]
    pub fn new(claim: Claim, origin: Origin) -> ResumePointWriter {
        let (orders, received) = mpsc::channel();
        let (fail, failed) = mpsc::channel();
        let refuse = fail.clone();
        let started = threads::start("resume_point_writer", move || {
            // Held until the thread ends.
            let Claim { path, lock: _lock } = claim;
            for order in received {
                let done = match order {
                    Order::Write(text) => files::write(&path, &text),
                    Order::Remove => match fs::remove_file(&path) {
                        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                        _ => Ok(()),
                    },
                };
                if let Err(error) = done
                    && fail.send(error).is_err()
                {
                    return;
                }
            }
            if !files::is_there(&path) {
                // It guards nothing; if it remains, it does no harm.
                let _ = fs::remove_file(lock(&path));
            }
        });
        if let Err(error) = started {
            // Reported like any other failed write.
            let _ = refuse.send(error);
        }
        ResumePointWriter { origin, orders, failed, next: None, last: None, told: false }
    }

    /// Queues a place to be written as soon as possible.
    pub fn queue(&mut self, place: Place) {
        self.next = Some(ResumePoint { origin: self.origin.clone(), place }.toml());
    }

    /// Whether the session can be resumed, as far as is known.
    #[must_use]
    pub fn has_stored(&self) -> bool {
        (self.next.is_some() || self.last.is_some()) && !self.told
    }

    /// Writes what is due; returns the first error, once.
    pub fn poll(&mut self) -> Option<io::Error> {
        if self.last.is_none_or(|last| last.elapsed() >= EACH)
            && let Some(text) = self.next.take()
        {
            self.last = Some(Instant::now());
            // If the thread is gone, that was reported.
            let _ = self.orders.send(Order::Write(text));
        }
        let error = self.failed.try_recv().ok()?;
        (!std::mem::replace(&mut self.told, true)).then_some(error)
    }

    /// Ends the writer: the last place is written, or the file removed if the session is complete. A file of an earlier
    /// session remains if this one was stopped before it stored anything.
    pub fn end(self, done: bool) {
        let ResumePointWriter { orders, failed, next, .. } = self;
        let order = if done { Some(Order::Remove) } else { next.map(Order::Write) };
        if let Some(order) = order {
            // A thread that is gone has nothing left to write.
            let _ = orders.send(order);
        }
        drop(orders);
        let begun = Instant::now();
        // It is closed when the thread has finished.
        while failed.recv_timeout(PATIENCE.saturating_sub(begun.elapsed())).is_ok() {}
    }
}
