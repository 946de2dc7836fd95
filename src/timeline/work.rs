//! The cues of one set: every phase of every rep, or every second of a timed exercise.

use std::time::Duration;

use super::compile::{Step, TimelineBuilder};
use super::{CueKind, Interval, IntervalKind, Sound};
use crate::routine::phase::Phase;
use crate::routine::{Rep, Side, Ticks, Work};
use crate::time::{At, COUNT_IN, counts};

const SECOND: Duration = Duration::from_secs(1);
/// A phase of at least this length is ticked.
const SLOW_PHASE: Duration = Duration::from_secs(3);
/// A pause of at least this length ends with a count-in.
const LONG_PAUSE: Duration = Duration::from_secs(5);
/// Timed work longer than this is ticked only in its last seconds.
const LONG_WORK: Duration = Duration::from_secs(120);
const LAST_TICKS: Duration = Duration::from_secs(10);
/// A set of at least this many reps, or this length, has its half marked.
const HALF_FROM: (u32, Duration) = (6, Duration::from_secs(20));

impl TimelineBuilder<'_> {
    /// Adds the work of one side of a set, or of both. `names` is what to say if nothing has announced it, `next` how it
    /// announces what follows without a break; each is a text in several lengths, the longest first.
    pub(super) fn work(&mut self, step: &Step, side: Option<Side>, names: &[String], next: &[String]) {
        let start = self.at;
        self.cue(start, CueKind::Sound(Sound::Go), side, None);
        let work = step.own().work;
        let mut interval = match work {
            Work::Reps(reps) => self.reps(step, side, reps, false),
            Work::Open(reps) => self.reps(step, side, reps, true),
            Work::Time(length) => self.timed(step, side, self.left_of(step, length)),
            Work::Paced { time, reps } => {
                Interval { end: start + time, ..self.reps(step, side, reps, false) }
            }
            Work::OwnPace { time: Some(time), .. } => self.timed(step, side, time),
            Work::OwnPace { time: None, .. } => self.own_pace(step, side),
        };
        let length = interval.end - start;
        self.say_unsaid(start, length);
        let is_named = !std::mem::take(&mut self.is_announced) && self.name_now(start, length, names);
        match work {
            Work::Reps(reps) | Work::Open(reps) => interval.count_step = self.coach_reps(step, start, reps),
            Work::Paced { reps, .. } => {
                interval.count_step = self.coach_reps(step, start, reps);
                self.coach_time(step, start, length);
            }
            Work::Time(_) | Work::OwnPace { time: Some(_), .. } => {
                self.is_announced = self.name_next(start, length, next);
                self.coach_time(step, start, length);
            }
            Work::OwnPace { time: None, .. } => {}
        }
        // After a skip to it, its name is said once.
        let skipped = if is_named { Vec::new() } else { self.script.skipped(&step.exercise, side) };
        let skipped = skipped.iter().map(|phrase| {
            // Requested now, so that it is generated with the others.
            self.lengths.speech(phrase);
            self.phrase(phrase)
        });
        let skipped = skipped.collect();
        self.push(Interval { skipped, ..interval });
    }

    fn reps(&mut self, step: &Step, side: Option<Side>, reps: u32, open: bool) -> Interval {
        let exercise = &*step.exercise;
        let rep = &step.own().rep;
        let start = self.at;
        let each = exercise.reps_of_a_number();
        let total = reps.saturating_mul(each);
        let beat = rep.beat();
        let end = start + beat.start(total);
        let half = total.div_ceil(2);
        let has_half = reps >= HALF_FROM.0;
        for n in 0..total {
            let at = start + beat.start(n);
            let (number, side) = exercise.number_and_side(n, side);
            if !open && has_half && n == half {
                self.cue(at, CueKind::Sound(Sound::Half), side, Some(number));
            }
            if !open && n + 1 == total && total > 1 {
                self.cue(at, CueKind::Sound(Sound::Last), side, Some(number));
            }
            self.rep(exercise.ticks, rep, at, side, number, n + 1 == total);
        }
        let cycle = open.then(|| (start + beat.start(total.saturating_sub(each)), end));
        Interval { side, reps: Some(reps), cycle, ..step.interval(IntervalKind::Work, start, end) }
    }

    /// Adds the phases of one rep.
    fn rep(&mut self, ticks: Ticks, rep: &Rep, start: At, side: Option<Side>, number: u32, is_last: bool) {
        let mut at = start;
        let last = rep.phases().len().saturating_sub(1);
        for (n, phase) in rep.phases().iter().enumerate() {
            let (kind, length) = (phase.phase, phase.length);
            let end = at + length;
            // The pause after a rep begins with the sound that the rep is complete.
            let is_trailing = n == last && kind == Phase::Pause;
            let sound = match kind {
                Phase::Lift => Some(Sound::Lift),
                Phase::Hold => Some(Sound::Hold),
                Phase::Lower => Some(Sound::Lower),
                Phase::Pause if is_trailing => None,
                Phase::Pause => Some(Sound::Pause),
            };
            if let Some(sound) = sound {
                self.cue(at, CueKind::Sound(sound), side, Some(number));
            }
            let mut ticked = end;
            if kind == Phase::Pause && length >= LONG_PAUSE && !(is_trailing && is_last) {
                for seconds in [2, 1] {
                    self.cue(At(end.0 - SECOND * seconds), CueKind::Sound(Sound::Knock), side, Some(number));
                }
                ticked = At(end.0 - SECOND * 2);
            }
            let has_ticks = match ticks {
                Ticks::Off => false,
                Ticks::Hold => kind == Phase::Hold,
                Ticks::Auto | Ticks::All => kind == Phase::Hold || length >= SLOW_PHASE,
            };
            // After the last rep, nothing is waited for, except the end of a phase with words.
            if has_ticks && !(is_trailing && is_last && phase.words.is_none()) {
                self.ticks(at, ticked, side, Some(number));
            }
            at = end;
        }
        // A pause at the bottom comes after the rep if it is its last phase.
        let pause = rep.pause_after();
        if is_last || !pause.is_zero() {
            self.cue(At(at.0 - pause), CueKind::Sound(Sound::Rep), side, Some(number));
        }
    }

    /// Work at the user's own pace: silent but for its ticks, and repeated second by second until the user continues.
    fn own_pace(&mut self, step: &Step, side: Option<Side>) -> Interval {
        let start = self.at;
        let end = start + step.own_pace();
        if step.exercise.ticks == Ticks::All {
            self.ticks(start, end, side, None);
        }
        let cycle = Some((At(end.0.saturating_sub(SECOND)).max(start), end));
        Interval { side, cycle, ..step.interval(IntervalKind::Work, start, end) }
    }

    fn timed(&mut self, step: &Step, side: Option<Side>, length: Duration) -> Interval {
        let start = self.at;
        let end = start + length;
        let counted = At(end.0.saturating_sub(COUNT_IN)).max(start);
        let ticked = match step.exercise.ticks {
            Ticks::Off | Ticks::Hold => None,
            Ticks::Auto if length > LONG_WORK => Some(At(end.0.saturating_sub(LAST_TICKS + SECOND))),
            Ticks::Auto | Ticks::All => Some(start),
        };
        if let Some(from) = ticked {
            self.ticks(from, counted, side, None);
        }
        if length >= HALF_FROM.1 {
            self.cue(start + length / 2, CueKind::Sound(Sound::Half), side, None);
        }
        for second in counts().filter(|second| *second < length) {
            self.cue(At(end.0 - second), CueKind::Sound(Sound::Count), side, None);
        }
        Interval { side, ..step.interval(IntervalKind::Work, start, end) }
    }

    /// Adds a tick for each whole second after `start` and before `end`.
    fn ticks(&mut self, start: At, end: At, side: Option<Side>, rep: Option<u32>) {
        let mut at = start + SECOND;
        while at < end {
            self.cue(at, CueKind::Sound(Sound::Tick), side, rep);
            at = at + SECOND;
        }
    }
}
