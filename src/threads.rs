//! Threads. One that cannot be started is an error, never a panic; work that can hang gets its own thread, with a limit
//! on how long to wait for it.

use std::io;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Why there is no result.
#[derive(Debug)]
pub enum Unfinished {
    /// The time is up; the work continues, and its result is dropped on its own thread.
    TimedOut,
    /// The work panicked.
    Failed,
    /// No thread could be started, and the work has not begun.
    NotStarted(io::Error),
}

/// Starts a detached thread. It ends with `main` at the latest.
///
/// # Errors
/// If the system cannot start a thread. The work is dropped on the caller's thread.
pub fn start(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
}

/// Starts a detached thread with a value to move into it.
///
/// # Errors
/// If the system cannot start a thread; returns the value.
pub fn start_with<T: Send + 'static>(
    name: &str,
    given: T,
    work: impl FnOnce(T) + Send + 'static,
) -> Result<(), T> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let work = move || receiver.recv().map_or((), work);
    match start(name, work) {
        // The thread is running and receives it.
        Ok(()) => sender.send(given).map_err(|error| error.0),
        Err(_) => Err(given),
    }
}

/// Runs work that may hang, and waits for its result for at most this time; with a time of zero, not at all.
///
/// # Errors
/// Why there is no result.
pub fn within<T: Send + 'static>(
    time: Duration,
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Unfinished> {
    let (sender, result) = mpsc::sync_channel(1);
    let work = move || {
        // If the caller has stopped waiting, the result is dropped here.
        let _ = sender.send(work());
    };
    start(name, work).map_err(Unfinished::NotStarted)?;
    result.recv_timeout(time).map_err(|error| match error {
        RecvTimeoutError::Timeout => Unfinished::TimedOut,
        RecvTimeoutError::Disconnected => Unfinished::Failed,
    })
}

/// Runs the same work on as many threads as there are cores, but at most `most`, and on fewer if the system cannot
/// start more. The calling thread is one of them. Returns when all are done.
pub fn on_all_cores(most: usize, work: impl Fn() + Sync) {
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get).min(most);
    thread::scope(|scope| {
        for _ in 1..threads {
            if thread::Builder::new().spawn_scoped(scope, &work).is_err() {
                break;
            }
        }
        work();
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn work_that_hangs_is_not_waited_for() {
        let (hold, held) = mpsc::channel::<()>();
        let late = within(Duration::from_millis(1), "hangs", move || held.recv());
        assert!(matches!(late, Err(Unfinished::TimedOut)));
        drop(hold);
        assert_eq!(within(Duration::from_secs(60), "works", || 7).ok(), Some(7));
        let failed = within(Duration::from_secs(60), "panics", || -> u8 { panic!("on purpose") });
        assert!(matches!(failed, Err(Unfinished::Failed)));
    }

    #[test]
    fn every_piece_of_work_is_done_once_on_however_many_threads() {
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        on_all_cores(100, || {
            while next.fetch_add(1, Ordering::Relaxed) < 1_000 {
                done.fetch_add(1, Ordering::Relaxed);
            }
        });
        assert_eq!(done.into_inner(), 1_000);
    }
}
