//! Keeps where the session is, in a file, at most once a second; on a thread of its own, for a disk can take long.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

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

/// Writes the file, and removes it when the session has been done.
#[derive(Debug)]
pub struct Keeper {
    orders: Sender<Order>,
    /// What went wrong first; closed when all is done.
    failed: Receiver<io::Error>,
    /// What is to be written next.
    next: Option<String>,
    /// When something was written last.
    last: Option<Instant>,
    told: bool,
}

impl Keeper {
    /// Keeps a file at this path.
    #[must_use]
    pub fn of(path: PathBuf) -> Keeper {
        let (orders, received) = mpsc::channel();
        let (fail, failed) = mpsc::channel();
        let refuse = fail.clone();
        let started = threads::start("keeper", move || {
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
        });
        if let Err(error) = started {
            // It is told like any other failure to write.
            let _ = refuse.send(error);
        }
        Keeper { orders, failed, next: None, last: None, told: false }
    }

    /// A text to be kept, as soon as may be.
    pub fn keep(&mut self, text: String) {
        self.next = Some(text);
    }

    /// Writes what is due; tells, once, why it cannot.
    pub fn mind(&mut self) -> Option<io::Error> {
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

    /// Ends: what was to be kept last is written, or removed where the session is done. What was kept of an earlier
    /// session stays where this one has kept nothing.
    pub fn end(self, done: bool) {
        let Keeper { orders, failed, next, last, .. } = self;
        let order = if done { last.map(|_| Order::Remove) } else { next.map(Order::Write) };
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
