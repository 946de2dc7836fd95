//! The silent clock: a thread that pulls frames in real time and discards them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::SharedRenderer;
use crate::threads;
use crate::time::Frames;

/// How often it pulls frames.
const PERIOD: Duration = Duration::from_millis(20);
/// A longer gap means that the machine slept: that time is not part of the session.
const MOST: Duration = Duration::from_secs(2);

/// Plays by the clock, without sound.
#[derive(Debug, Default)]
pub struct Silent {
    ended: Arc<AtomicBool>,
    /// The clock, if no thread could be started for it.
    by_hand: Option<Clock>,
}

impl Silent {
    /// A clock that is not started yet.
    #[must_use]
    pub fn new() -> Silent {
        Silent::default()
    }

    pub(super) fn play(&mut self, renderer: SharedRenderer) {
        let ended = Arc::clone(&self.ended);
        let started = threads::start_with("clock", Clock::new(renderer), move |mut clock| {
            while !ended.load(Ordering::Relaxed) && clock.tick() {
                thread::sleep(PERIOD);
            }
        });
        self.by_hand = started.err();
    }

    /// Pulls the frames that are due, if no thread does.
    pub(super) fn tick(&mut self) {
        if let Some(clock) = &mut self.by_hand {
            // A panic in the renderer is noticed when it is next locked.
            clock.tick();
        }
    }
}

impl Drop for Silent {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
    }
}

/// Computes which frames are due.
#[derive(Debug)]
struct Clock {
    renderer: SharedRenderer,
    start: Instant,
    /// The frames pulled since the start.
    done: u64,
    frames: Vec<[f32; 2]>,
}

impl Clock {
    fn new(renderer: SharedRenderer) -> Clock {
        Clock { renderer, start: Instant::now(), done: 0, frames: Vec::new() }
    }

    /// Pulls the frames that are due. Returns whether it could.
    fn tick(&mut self) -> bool {
        let Ok(mut renderer) = self.renderer.lock() else { return false };
        let due = Frames::of(self.start.elapsed(), renderer.rate()).0 - self.done;
        if due > Frames::of(MOST, renderer.rate()).0 {
            (self.start, self.done) = (Instant::now(), 0);
            return true;
        }
        self.frames.resize(due as usize, [0.0; 2]);
        renderer.render(&mut self.frames);
        self.done += due;
        true
    }
}
