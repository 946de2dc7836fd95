//! Controlling from outside: pause, skip, back, more rest, volume, stop; and where the sound is.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use super::{PAUSED, PAUSED_LONG, PLAYING, RESUMED, Shared, Target, Volume};
use crate::score::Score;
use crate::time::{At, Frames};

/// Within this time from the start of an interval, `back` means the one before.
const BACK_WITHIN: Duration = Duration::from_millis(1500);

/// What the sound is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activity {
    /// The timeline goes on.
    Playing,
    /// It waits until it is resumed.
    Paused,
    /// It waits while something is said.
    Saying,
    /// It waits while somebody is counted in.
    CountIn,
    /// It waits until the person goes on.
    Waiting,
}

impl Activity {
    const ALL: [Activity; 5] =
        [Activity::Playing, Activity::Paused, Activity::Saying, Activity::CountIn, Activity::Waiting];

    fn of(code: u8) -> Activity {
        Activity::ALL.get(usize::from(code)).copied().unwrap_or(Activity::Playing)
    }
}

/// Where the sound is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The instant of the timeline.
    pub at: At,
    /// The interval that it is in.
    pub interval: usize,
    /// How often the last reps of an open-ended set have been repeated.
    pub loops: u32,
    /// Time added to this interval and not yet waited for.
    pub extra: Duration,
    /// All time added to the session, that of `extra` too.
    pub added: Duration,
    /// What it is doing.
    pub activity: Activity,
    /// How long it has been paused without a break.
    pub paused_for: Duration,
    /// How loud it is.
    pub volume: Volume,
    /// Whether it is over, or was stopped.
    pub finished: bool,
}

impl Position {
    /// Of a session with that end, what is over and how long it is, with all time that was added.
    #[must_use]
    pub fn session(&self, end: At) -> (Duration, Duration) {
        let waited = self.added.saturating_sub(self.extra);
        (self.at - At::ZERO + waited, end - At::ZERO + self.added)
    }
}

/// Controls a renderer that plays somewhere else.
#[derive(Debug, Clone)]
pub struct Transport {
    score: Arc<Score>,
    shared: Arc<Shared>,
}

impl Transport {
    pub(super) fn new(score: Arc<Score>, shared: Arc<Shared>) -> Transport {
        Transport { score, shared }
    }

    /// Where the sound is, or is about to be.
    #[must_use]
    pub fn position(&self) -> Position {
        let (mark, frame) = self.goal();
        Position {
            at: frame.at(self.score.rate),
            interval: mark,
            loops: self.shared.loops.load(Relaxed),
            extra: self.length(&self.shared.extra),
            added: self.length(&self.shared.added),
            activity: self.activity(),
            paused_for: self.length(&self.shared.paused_for),
            volume: Volume(self.shared.volume.load(Relaxed)),
            finished: self.shared.finished.load(Relaxed),
        }
    }

    /// Frames that the renderer has made in all, also silent ones: they stop when nobody asks for them.
    #[must_use]
    pub fn rendered(&self) -> Frames {
        Frames(self.shared.rendered.load(Relaxed))
    }

    fn length(&self, frames: &AtomicU64) -> Duration {
        Frames(frames.load(Relaxed)).at(self.score.rate) - At::ZERO
    }

    fn activity(&self) -> Activity {
        match Activity::of(self.shared.activity.load(Relaxed)) {
            // What was asked for is so, also before the next block.
            Activity::Playing | Activity::Waiting | Activity::CountIn if self.is_paused() => Activity::Paused,
            Activity::Paused if !self.is_paused() => Activity::Playing,
            activity => activity,
        }
    }

    /// Whether it is paused, or about to be.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        matches!(self.shared.paused.load(Relaxed), PAUSED | PAUSED_LONG)
    }

    /// Pauses, or goes on; after a long pause, work begins again at its rep, and with a count-in.
    pub fn pause(&self, paused: bool) {
        let next = |now: u8| match (paused, now) {
            (true, PLAYING) => Some(PAUSED),
            (true, RESUMED) | (false, PAUSED_LONG) => Some(if paused { PAUSED_LONG } else { RESUMED }),
            (false, PAUSED) => Some(PLAYING),
            _ => None,
        };
        // It fails where it is so already.
        let _ = self.shared.paused.fetch_update(Relaxed, Relaxed, next);
    }

    /// Pauses, or goes on, whichever it does not do.
    pub fn toggle_pause(&self) {
        self.pause(!self.is_paused());
    }

    /// Pauses; whenever it goes on, it does as after a long pause.
    pub fn pause_long(&self) {
        self.shared.paused.store(PAUSED_LONG, Relaxed);
    }

    /// Says that it is still paused.
    pub fn remind_of_pause(&self) {
        self.shared.remind.store(true, Relaxed);
    }

    /// Frames that were to be heard by now and are late; they are taken out of the silences to come.
    pub fn recover_deficit(&self, late: Frames) {
        self.shared.deficit.fetch_add(late.0, Relaxed);
    }

    /// Goes to the next interval; from the last one, to the end.
    pub fn next(&self) {
        let (mark, _) = self.goal();
        if mark + 1 < self.score.marks.len() {
            self.seek(mark + 1, false);
        } else {
            self.stop();
        }
    }

    /// Goes to the start of this interval, or soon after it to the one before.
    pub fn back(&self) {
        let (mark, frame) = self.goal();
        let since = frame.at(self.score.rate) - self.score.marks[mark].start.at(self.score.rate);
        self.seek(if since < BACK_WITHIN { mark.saturating_sub(1) } else { mark }, false);
    }

    /// Ends an open-ended set, or a rest that waits for the person; tells whether there was one to end.
    pub fn go_on(&self) -> bool {
        let (place, frame) = self.goal();
        let mark = &self.score.marks[place];
        if mark.cycle.is_some() {
            self.next();
        } else if mark.waits {
            self.shared.released.store(true, Relaxed);
            if mark.hold_point.is_some_and(|(hold_point, _)| frame < hold_point) {
                self.seek(place, true);
            }
        }
        mark.cycle.is_some() || mark.waits
    }

    /// Adds time to an interval that is not work, before its count; tells whether it could.
    pub fn more(&self, time: Duration) -> bool {
        let (mark, frame) = self.goal();
        let Some((hold_point, _)) =
            self.score.marks[mark].hold_point.filter(|_| !self.score.marks[mark].waits)
        else {
            return false;
        };
        let frames = Frames::of(time, self.score.rate).0;
        self.shared.added.fetch_add(frames, Relaxed);
        self.shared.extra.fetch_add(frames, Relaxed);
        if frame > hold_point {
            self.seek_keeping_extra(mark, true);
        }
        true
    }

    /// Says the last instruction again, while the session waits.
    pub fn repeat(&self) {
        self.shared.repeat.store(true, Relaxed);
    }

    /// Makes it louder or softer.
    pub fn louder(&self, by: i8) {
        self.set_volume(Volume(self.shared.volume.load(Relaxed).saturating_add_signed(by)));
    }

    /// Makes it so loud.
    pub fn set_volume(&self, volume: Volume) {
        let volume = Volume(volume.0.min(100));
        self.shared.volume.store(volume.0, Relaxed);
        self.shared.gain.store(volume.gain().to_bits(), Relaxed);
    }

    /// Fades out, and ends.
    pub fn stop(&self) {
        self.shared.stopping.store(true, Relaxed);
    }

    fn seek(&self, mark: usize, to_hold_point: bool) {
        self.shared.take_extra_back();
        self.seek_keeping_extra(mark, to_hold_point);
    }

    fn seek_keeping_extra(&self, mark: usize, to_hold_point: bool) {
        self.shared.seek.store(Target { mark, to_hold_point }.code(), Relaxed);
    }

    /// The interval and the frame where the sound is, or where it has been sent and is about to be.
    fn goal(&self) -> (usize, Frames) {
        let frame = Frames(self.shared.position.load(Relaxed));
        let here = self.score.mark_at(frame);
        if let Some(target) = Target::of(self.shared.seek.load(Relaxed), self.score.marks.len()) {
            return (target.mark, Frames(target.frame(&self.score, (here, frame.0))));
        }
        (here, frame)
    }
}
