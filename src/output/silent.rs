//! The silent clock: a thread that asks for frames as time passes, and lets no one hear them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::Stage;
use crate::time::Frames;

/// How often it asks.
const PERIOD: Duration = Duration::from_millis(20);
/// More than so much at once means that the machine slept: that time is not part of the session.
const MOST: Duration = Duration::from_secs(2);

/// Plays by the clock, without sound.
#[derive(Debug, Default)]
pub struct Silent {
    ended: Arc<AtomicBool>,
}

impl Silent {
    /// One that does not play yet.
    #[must_use]
    pub fn new() -> Silent {
        Silent::default()
    }

    pub(super) fn play(&mut self, stage: Stage) {
        let ended = Arc::clone(&self.ended);
        thread::spawn(move || {
            let Ok(rate) = stage.lock().map(|renderer| renderer.rate()) else { return };
            let mut frames = vec![[0.0; 2]; Frames::of(MOST, rate).0 as usize];
            let mut start = Instant::now();
            let mut done = 0;
            while !ended.load(Ordering::Relaxed) {
                thread::sleep(PERIOD);
                let mut due = Frames::of(start.elapsed(), rate).0 - done;
                if due > frames.len() as u64 {
                    (start, done, due) = (Instant::now(), 0, 0);
                }
                let Ok(mut renderer) = stage.lock() else { return };
                renderer.render(&mut frames[..due as usize]);
                done += due;
            }
        });
    }
}

impl Drop for Silent {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
    }
}
