//! Keeps where the session is, in a file, at most once a second; on a thread of its own, for a disk can take long.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use super::resume_point::{Origin, Place, ResumePoint};
use crate::files;
use crate::threads;

/// The least time between two writings.
const EACH: Duration = Duration::from_secs(1);
/// How long the end of the session waits for the last writing.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is to be done with the file.
enum Order {
    Write(String),
    Remove,
}

/// The file that a session keeps; whoever holds the lock beside it owns it.
#[derive(Debug)]
pub struct Claim {
    /// The file, whether it is there or not.
    pub path: PathBuf,
    /// `None` if the file system has no locks.
    pub lock: Option<File>,
}

/// The lock beside a resume point.
#[must_use]
pub fn lock(path: &Path) -> PathBuf {
    path.with_extension("lock")
}

/// Writes the file, and removes it when the session has been done.
#[derive(Debug)]
pub struct ResumePointWriter {
    origin: Origin,
    orders: Sender<Order>,
    /// What went wrong first; closed when all is done.
    failed: Receiver<io::Error>,
    /// What is to be written next.
    next: Option<String>,
    /// When something was written last.
    last: Option<Instant>,
    told: bool,
}

impl ResumePointWriter {
    /// Keeps a file of a session that was started so.
    #[must_use]
    pub fn of(claim: Claim, origin: Origin) -> ResumePointWriter {
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
                // There is nothing that it guards; where it stays, it is in nobody's way.
                let _ = fs::remove_file(lock(&path));
            }
        });
        if let Err(error) = started {
            // It is told like any other failure to write.
            let _ = refuse.send(error);
        }
        ResumePointWriter { origin, orders, failed, next: None, last: None, told: false }
    }

    /// The place to be kept, as soon as may be.
    pub fn queue(&mut self, place: Place) {
        self.next = Some(ResumePoint { origin: self.origin.clone(), place }.toml());
    }

    /// Whether the session can be resumed, as far as is known.
    #[must_use]
    pub fn has_kept(&self) -> bool {
        (self.next.is_some() || self.last.is_some()) && !self.told
    }

    /// Writes what is due; tells, once, why it cannot.
    pub fn poll(&mut self) -> Option<io::Error> {
        if self.last.is_none_or(|last| last.elapsed() >= EACH)
            && let Some(text) = self.next.take()
        {
            self.last = Some(Instant::now());
            // Where the thread is gone, that was told.
            let _ = self.orders.send(Order::Write(text));
        }
        let error = self.failed.try_recv().ok()?;
        (!std::mem::replace(&mut self.told, true)).then_some(error)
    }

    /// Ends: what was to be kept last is written, or removed if the session is done. What was kept of an earlier
    /// session of the routine stays if this one was stopped before it had kept anything.
    pub fn end(self, done: bool) {
        let ResumePointWriter { orders, failed, next, .. } = self;
        let order = if done { Some(Order::Remove) } else { next.map(Order::Write) };
        if let Some(order) = order {
            // A thread that is gone has nothing left to write.
            let _ = orders.send(order);
        }
        drop(orders);
        let begun = Instant::now();
        // It is closed when the thread has done all.
        while failed.recv_timeout(PATIENCE.saturating_sub(begun.elapsed())).is_ok() {}
    }
}
