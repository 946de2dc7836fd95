//! The cues of one set: every phase of every rep, or every second of a timed exercise.

use std::time::Duration;

use super::compile::{COUNT, Step, TimelineBuilder};
use super::{CueKind, Interval, IntervalKind, Sound};
use crate::routine::phase::Phase;
use crate::routine::{Exercise, Side, Work};
use crate::time::At;

const SECOND: Duration = Duration::from_secs(1);
/// A set of at least this many reps, or this length, has its half marked.
const HALF_FROM: (u32, Duration) = (6, Duration::from_secs(20));

impl TimelineBuilder<'_> {
    /// Adds the work of one turn of a set: on one side, or on both.
    pub(super) fn work(&mut self, step: &Step, side: Option<Side>) {
        let start = self.at;
        self.cue(start, CueKind::Sound(Sound::Go), side, None);
        let interval = match step.exercise.work {
            Work::Reps(reps) => self.reps(step, side, reps, false),
            Work::Open(reps) => self.reps(step, side, reps, true),
            Work::Time(length) => self.timed(step, side, length),
        };
        match step.exercise.work {
            Work::Reps(reps) | Work::Open(reps) => self.coach_reps(step, start, reps),
            Work::Time(length) => self.coach_time(step, start, length),
        }
        let skipped = self.script.skipped(&step.exercise, side);
        let skipped = skipped.iter().map(|phrase| {
            // Requested now so that it is generated with the others.
            self.lengths.speech(phrase);
            self.phrase(phrase)
        });
        let skipped = skipped.collect();
        self.push(Interval { skipped, ..interval });
    }

    fn reps(&mut self, step: &Step, side: Option<Side>, reps: u32, open: bool) -> Interval {
        let exercise = &*step.exercise;
        let start = self.at;
        let each = exercise.reps_of_a_number();
        let total = reps.saturating_mul(each);
        let rep = exercise.tempo.rep();
        let end = start + rep.saturating_mul(total);
        let half = total.div_ceil(2);
        let has_half = (reps >= HALF_FROM.0 || end - start >= HALF_FROM.1) && half + 1 < total;
        for n in 0..total {
            let at = start + rep.saturating_mul(n);
            let (number, side) = exercise.number_and_side(n, side);
            if !open && has_half && n == half {
                self.cue(at, CueKind::Sound(Sound::Half), side, Some(number));
            }
            if !open && n + 1 == total && total > 1 {
                self.cue(at, CueKind::Sound(Sound::Last), side, Some(number));
            }
            self.rep(exercise, at, side, number, n + 1 == total);
        }
        let cycle_length = rep.saturating_mul(each);
        let cycle = open.then(|| (At(end.0.saturating_sub(cycle_length)), end));
        Interval { side, reps: Some(reps), cycle, ..step.interval(IntervalKind::Work, start, end) }
    }

    /// Adds the phases of one rep. A phase of zero length has no cue.
    fn rep(&mut self, exercise: &Exercise, start: At, side: Option<Side>, number: u32, is_last: bool) {
        let phases = exercise.phases();
        let mut at = start;
        for (phase, length) in phases {
            let sound = match phase {
                Phase::Lift => Some(Sound::Lift),
                Phase::Hold => Some(Sound::Hold),
                Phase::Lower => Some(Sound::Lower),
                Phase::Pause => None,
            };
            if let Some(sound) = sound.filter(|_| !length.is_zero()) {
                self.cue(at, CueKind::Sound(sound), side, Some(number));
            }
            if phase == Phase::Hold {
                self.ticks(at, at + length, side, Some(number));
            }
            at = at + length;
        }
        // The pause at the bottom comes after the rep if it is its last phase.
        let trailing = match phases[3] {
            (Phase::Pause, length) => length,
            _ => Duration::ZERO,
        };
        if is_last || !trailing.is_zero() {
            self.cue(At(at.0 - trailing), CueKind::Sound(Sound::Rep), side, Some(number));
        }
    }

    fn timed(&mut self, step: &Step, side: Option<Side>, length: Duration) -> Interval {
        let start = self.at;
        let end = start + length;
        let counted = At(end.0.saturating_sub(COUNT)).max(start);
        self.ticks(start, counted, side, None);
        if length >= HALF_FROM.1 {
            self.cue(start + length / 2, CueKind::Sound(Sound::Half), side, None);
        }
        for second in (1..=3).rev().map(Duration::from_secs) {
            if second < length {
                self.cue(At(end.0 - second), CueKind::Sound(Sound::Count), side, None);
            }
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
