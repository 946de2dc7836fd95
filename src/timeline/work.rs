//! The cues of one set: every phase of every rep, or every second of a timed exercise.

use std::time::Duration;

use super::compile::{COUNT, Composer, Step};
use super::{CueKind, Sound, Stretch, StretchKind};
use crate::routine::{Exercise, Side, Sides, Start, Work};
use crate::time::At;

const SECOND: Duration = Duration::from_secs(1);
/// A set of so many reps, or of so long, has its half marked.
const HALF_FROM: (u32, Duration) = (6, Duration::from_secs(20));

impl Composer<'_> {
    /// The work of one turn of a set: on one side, or on both.
    pub(super) fn work(&mut self, step: &Step, side: Option<Side>) {
        let start = self.at;
        self.cue(start, CueKind::Sound(Sound::Go), side, None);
        let stretch = match step.exercise.work {
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
            // Asked for now, so that it is made with the others.
            self.lengths.speech(phrase);
            self.phrase(phrase)
        });
        let skipped = skipped.collect();
        self.push(Stretch { skipped, ..stretch });
    }

    fn reps(&mut self, step: &Step, side: Option<Side>, reps: u32, open: bool) -> Stretch {
        let exercise = &*step.exercise;
        let start = self.at;
        let alternating = exercise.sides == Sides::Alternate;
        let total = if alternating { reps.saturating_mul(2) } else { reps };
        let rep = exercise.tempo.rep();
        let end = start + rep.saturating_mul(total);
        let half = total.div_ceil(2);
        let has_half = (reps >= HALF_FROM.0 || end - start >= HALF_FROM.1) && half + 1 < total;
        for n in 0..total {
            let at = start + rep.saturating_mul(n);
            let (side, number) = if alternating {
                let side = if n % 2 == 0 { exercise.first } else { exercise.first.other() };
                (Some(side), n / 2 + 1)
            } else {
                (side, n + 1)
            };
            if !open && has_half && n == half {
                self.cue(at, CueKind::Sound(Sound::Half), side, Some(number));
            }
            if !open && n + 1 == total && total > 1 {
                self.cue(at, CueKind::Sound(Sound::Last), side, Some(number));
            }
            self.rep(exercise, at, side, number, n + 1 == total);
        }
        let cycle_length = rep.saturating_mul(if alternating { 2 } else { 1 });
        let cycle = open.then(|| (At(end.0.saturating_sub(cycle_length)), end));
        Stretch { side, reps: Some(reps), cycle, ..step.stretch(StretchKind::Work, start, end) }
    }

    /// The phases of one rep. A phase of no length has no cue.
    fn rep(&mut self, exercise: &Exercise, start: At, side: Option<Side>, number: u32, is_last: bool) {
        let tempo = exercise.tempo;
        let (lift, hold) = ((Some(Sound::Lift), tempo.lift), (Some(Sound::Hold), tempo.hold));
        let (lower, pause) = ((Some(Sound::Lower), tempo.lower), (None, tempo.pause));
        let phases = match exercise.start {
            Start::Lift => [lift, hold, lower, pause],
            Start::Lower => [lower, pause, lift, hold],
        };
        let mut at = start;
        for (sound, length) in phases {
            if let Some(sound) = sound
                && !length.is_zero()
            {
                self.cue(at, CueKind::Sound(sound), side, Some(number));
                if sound == Sound::Hold {
                    self.ticks(at, at + length, side, Some(number));
                }
            }
            at = at + length;
        }
        // The stop at the bottom comes after the rep where it is its last phase.
        let trailing = if exercise.start == Start::Lift { tempo.pause } else { Duration::ZERO };
        if is_last || !trailing.is_zero() {
            self.cue(At(at.0 - trailing), CueKind::Sound(Sound::Rep), side, Some(number));
        }
    }

    fn timed(&mut self, step: &Step, side: Option<Side>, length: Duration) -> Stretch {
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
        Stretch { side, ..step.stretch(StretchKind::Work, start, end) }
    }

    /// A tick for each whole second after `start` that lies before `end`.
    fn ticks(&mut self, start: At, end: At, side: Option<Side>, rep: Option<u32>) {
        let mut at = start + SECOND;
        while at < end {
            self.cue(at, CueKind::Sound(Sound::Tick), side, rep);
            at = at + SECOND;
        }
    }
}
