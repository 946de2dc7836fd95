//! Speech during work: numbers, halfway, the last rep, the seconds left, a tip.
//!
//! Speech never moves or overlaps a sound: a phrase is spoken in the silence between two cues, or left out. Only ticks,
//! one a second, make room for it: a tick that would sound during a phrase is left out.

use std::sync::Arc;
use std::time::Duration;

use super::compile::{Step, TimelineBuilder};
use super::script::is_said;
use super::{CueKind, Sound};
use crate::routine::phase::Phase;
use crate::routine::{Count, CountAt, Exercise, Start, Work};
use crate::time::At;

/// The silence that a phrase leaves before and after other sounds.
const BEFORE: Duration = Duration::from_millis(80);
const AFTER: Duration = Duration::from_millis(60);
/// A hold of at least this length has the remaining seconds announced at its half.
const LONG_HOLD: Duration = Duration::from_secs(10);
/// A tip is spoken in every third rep, starting with the second.
const TIP_EACH: u32 = 3;
const TIP_AT: u32 = 2;
/// A timed exercise of at least this length has a tip in its first and in its third quarter.
const LONG_TIME: Duration = Duration::from_secs(20);

/// Where a phrase is placed in its window.
#[derive(Clone, Copy)]
enum Align {
    /// As early as possible.
    Start,
    /// Immediately before the end.
    End,
}

/// A rep of the set, and its number.
struct Rep {
    start: At,
    number: u32,
    /// Whether its number may be spoken: with alternating sides, only at the second.
    counts: bool,
}

impl TimelineBuilder<'_> {
    /// Adds speech to a set of reps whose sounds have been placed.
    pub(super) fn coach_reps(&mut self, step: &Step, start: At, reps: u32) {
        let exercise = &*step.exercise;
        let is_open = matches!(exercise.work, Work::Open(_));
        let each = exercise.reps_of_a_number();
        // The part of an open-ended set that is repeated may not contain a number.
        let said = if is_open { reps.saturating_sub(1) } else { reps };
        let length = exercise.tempo.rep();
        let rep = |n: u32| Rep {
            start: start + length.saturating_mul(n),
            number: n / each + 1,
            counts: n % each == each - 1,
        };
        let all = || (0..said.saturating_mul(each)).map(rep);
        self.coach_marks(exercise);
        for rep in all().filter(|rep| rep.counts && is_counted(exercise.count, rep.number, reps)) {
            self.say_number(exercise, &rep);
        }
        for rep in all() {
            self.say_left_of_hold(exercise, &rep);
        }
        for rep in all().filter(|rep| rep.counts && rep.number % TIP_EACH == TIP_AT && rep.number < reps) {
            let [first, second, ..] = exercise.phases();
            let (turn, end) = (rep.start + first.1, rep.start + first.1 + second.1);
            self.say_tip(step, &[(rep.start, turn), (turn, end)], Some(rep.number));
        }
    }

    /// Adds speech to a timed exercise whose sounds have been placed: the seconds left, after the sound for its half,
    /// and tips.
    pub(super) fn coach_time(&mut self, step: &Step, start: At, length: Duration) {
        if length < LONG_TIME {
            return;
        }
        let quarter = length / 4;
        let [second, third, fourth] = [1, 2, 3].map(|n| start + quarter * n);
        if (length / 2).subsec_nanos() == 0 {
            let text = self.script.left((length / 2).as_secs());
            self.place(&text, (third, fourth), Align::Start, None);
        }
        for window in [(start, second), (fourth, start + length)] {
            self.say_tip(step, &[window], None);
        }
    }

    /// Adds speech after the sounds for the half and the last rep.
    fn coach_marks(&mut self, exercise: &Exercise) {
        let first = exercise.phases()[0].1.max(exercise.phases()[1].1);
        let marks: Vec<(At, Sound, Option<u32>)> = self
            .cues_of_interval()
            .filter_map(|cue| match cue.kind {
                CueKind::Sound(sound @ (Sound::Half | Sound::Last)) => Some((cue.at, sound, cue.rep)),
                _ => None,
            })
            .collect();
        for (at, sound, rep) in marks {
            let text = if sound == Sound::Half { self.script.half() } else { self.script.last() };
            self.place(&text, (at, at + first), Align::Start, rep);
        }
    }

    fn say_number(&mut self, exercise: &Exercise, rep: &Rep) {
        let text = self.script.rep(rep.number);
        let [a, b, c, d] = exercise.phases().map(|(_, length)| length);
        let end = rep.start + a + b + c + d;
        match (exercise.count_at, exercise.start) {
            (CountAt::End, Start::Lower) => {
                self.place(&text, (rep.start, end), Align::End, Some(rep.number));
            }
            // The pause at the bottom comes after the rep: the number is spoken before it, or else within it.
            (CountAt::End, Start::Lift) => {
                let down = rep.start + a + b + c;
                if !self.place(&text, (rep.start, down), Align::End, Some(rep.number)) {
                    self.place(&text, (down, end), Align::Start, Some(rep.number));
                }
            }
            (CountAt::Top, start) => {
                let (up, hold) = if start == Start::Lift { (a, b) } else { (a + b + c, d) };
                let top = rep.start + up;
                if hold.is_zero() {
                    self.place(&text, (rep.start, top), Align::End, Some(rep.number));
                } else {
                    self.place(&text, (top, top + hold), Align::Start, Some(rep.number));
                }
            }
        }
    }

    fn say_left_of_hold(&mut self, exercise: &Exercise, rep: &Rep) {
        let hold = exercise.tempo.hold;
        if hold < LONG_HOLD || (hold / 2).subsec_nanos() != 0 {
            return;
        }
        let before: Duration = exercise
            .phases()
            .iter()
            .take_while(|(phase, _)| *phase != Phase::Hold)
            .map(|(_, length)| *length)
            .sum();
        let half = rep.start + before + hold / 2;
        let text = self.script.left((hold / 2).as_secs());
        self.place(&text, (half, rep.start + before + hold), Align::Start, Some(rep.number));
    }

    /// Adds the next tip of the exercise in the first of these windows that one fits into; no tip twice in an interval.
    fn say_tip(&mut self, step: &Step, windows: &[(At, At)], rep: Option<u32>) {
        let tips = step.tips.len();
        let said = self.tips.get(&step.exercise.id).copied().unwrap_or(0);
        for window in windows {
            for n in said..said + tips {
                let text = &step.tips[n % tips];
                if self.tips_of_interval.contains(text) {
                    continue;
                }
                if self.place(text, *window, Align::Start, rep) {
                    self.tips.insert(step.exercise.id.clone(), n + 1);
                    self.tips_of_interval.push(Arc::clone(text));
                    return;
                }
            }
        }
    }

    /// Adds a tip in the time left of an interval before work.
    pub(super) fn tip_before_work(&mut self, step: &Step, from: At, to: At) {
        self.say_tip(step, &[(from, to)], None);
    }

    /// Places a text in a window of the current interval where it overlaps nothing. Returns whether it fits.
    fn place(&mut self, text: &str, (from, to): (At, At), align: Align, rep: Option<u32>) -> bool {
        // A phrase that cannot be spoken in the time is not requested, and so is not generated.
        if at_least(text) > to - from {
            return false;
        }
        let length = self.lengths.speech(text);
        // The next sound may start exactly at the end of the window.
        let Some(latest) = to.0.checked_sub(length + BEFORE).map(At) else { return false };
        let busy: Vec<(At, At)> = self.heard.between(At(from.0.saturating_sub(AFTER)), to).collect();
        let at = match align {
            Align::End => latest,
            Align::Start => {
                let mut at = from;
                for (start, end) in &busy {
                    if at + length + BEFORE > *start {
                        at = at.max(*end + AFTER);
                    }
                }
                at
            }
        };
        let touches = |(start, end): &(At, At)| *start < at + length + BEFORE && *end + AFTER > at;
        if at < from || at > latest || busy.iter().any(touches) {
            return false;
        }
        let text = self.phrase(text);
        self.cue(at, CueKind::Say(text), None, rep);
        true
    }
}

/// A lower bound for the time that a voice takes: of three voices, the quickest phrase of the built-in routines had 24
/// characters a second; this is 33.
fn at_least(text: &str) -> Duration {
    Duration::from_millis(30) * u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

fn is_counted(count: Count, rep: u32, reps: u32) -> bool {
    match count {
        Count::All => is_said(rep),
        Count::Fives => rep.is_multiple_of(5) && is_said(rep),
        Count::Last => rep == reps,
        Count::Off => false,
    }
}
