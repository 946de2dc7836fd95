//! Steering from outside: pause, skip, back, more rest, volume, stop; and where the sound is.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use super::{Shared, Target, Volume};
use crate::score::Score;
use crate::time::{At, Frames};

/// Within this time from the start of a stretch, `back` means the one before.
const BACK_WITHIN: Duration = Duration::from_millis(1500);

/// Where the sound is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The instant of the timeline.
    pub at: At,
    /// The stretch that it is in.
    pub stretch: usize,
    /// How often the last reps of an open-ended set have been repeated.
    pub loops: u32,
    /// Time added to this stretch and not yet waited for.
    pub extra: Duration,
    /// Whether it is paused.
    pub paused: bool,
    /// How loud it is.
    pub volume: Volume,
    /// Whether it is over, or was stopped.
    pub finished: bool,
}

/// Steers a renderer that plays somewhere else.
#[derive(Debug)]
pub struct Transport {
    score: Arc<Score>,
    shared: Arc<Shared>,
    volume: Volume,
}

impl Transport {
    pub(super) fn new(score: Arc<Score>, shared: Arc<Shared>, volume: Volume) -> Transport {
        Transport { score, shared, volume }
    }

    /// Where the sound is, or is about to be.
    #[must_use]
    pub fn position(&self) -> Position {
        let (mark, frame) = self.goal();
        Position {
            at: frame.at(self.score.rate),
            stretch: mark,
            loops: self.shared.loops.load(Relaxed),
            extra: Frames(self.shared.extra.load(Relaxed)).at(self.score.rate) - At::ZERO,
            paused: self.shared.paused.load(Relaxed),
            volume: self.volume,
            finished: self.shared.finished.load(Relaxed),
        }
    }

    /// Frames that the renderer has made in all, also silent ones: they stop when nobody asks for them.
    #[must_use]
    pub fn rendered(&self) -> Frames {
        Frames(self.shared.rendered.load(Relaxed))
    }

    /// Pauses, or goes on.
    pub fn toggle_pause(&self) {
        self.shared.paused.fetch_xor(true, Relaxed);
    }

    /// Goes to the next stretch; from the last one, to the end.
    pub fn next(&self) {
        let (mark, _) = self.goal();
        if mark + 1 < self.score.marks.len() {
            self.seek(mark + 1, false);
        } else {
            self.stop();
        }
    }

    /// Goes to the start of this stretch, or soon after it to the one before.
    pub fn back(&self) {
        let (mark, frame) = self.goal();
        let since = frame.at(self.score.rate) - self.score.marks[mark].start.at(self.score.rate);
        self.seek(if since < BACK_WITHIN { mark.saturating_sub(1) } else { mark }, false);
    }

    /// Ends an open-ended set, and tells whether there was one to end.
    pub fn go_on(&self) -> bool {
        let (mark, _) = self.goal();
        let is_open = self.score.marks[mark].cycle.is_some();
        if is_open {
            self.next();
        }
        is_open
    }

    /// Adds time to a stretch that is not work, before its count; tells whether it could.
    pub fn more(&self, time: Duration) -> bool {
        let (mark, frame) = self.goal();
        let Some((dwell, _)) = self.score.marks[mark].dwell else { return false };
        self.shared.extra.fetch_add(Frames::of(time, self.score.rate).0, Relaxed);
        if frame > dwell {
            self.seek_keeping_extra(mark, true);
        }
        true
    }

    /// Says the last instruction again, while the session waits.
    pub fn repeat(&self) {
        self.shared.repeat.store(true, Relaxed);
    }

    /// Makes it louder or softer.
    pub fn louder(&mut self, by: i8) {
        self.volume = Volume(self.volume.0.saturating_add_signed(by).min(100));
        self.shared.volume.store(self.volume.gain().to_bits(), Relaxed);
    }

    /// Fades out, and ends.
    pub fn stop(&self) {
        self.shared.stopping.store(true, Relaxed);
    }

    fn seek(&self, mark: usize, to_dwell: bool) {
        self.shared.extra.store(0, Relaxed);
        self.seek_keeping_extra(mark, to_dwell);
    }

    fn seek_keeping_extra(&self, mark: usize, to_dwell: bool) {
        self.shared.seek.store(Target { mark, to_dwell }.code(), Relaxed);
    }

    /// The stretch and the frame where the sound is, or where it has been sent and is about to be.
    fn goal(&self) -> (usize, Frames) {
        if let Some(target) = Target::of(self.shared.seek.load(Relaxed), self.score.marks.len()) {
            return (target.mark, self.score.marks[target.mark].start);
        }
        let frame = Frames(self.shared.position.load(Relaxed));
        (self.score.mark_at(frame), frame)
    }
}
