//! Speech during work: its name if nothing announced it, numbers, halfway, the last rep, the time left, a tip, what comes next.
//!
//! Speech never moves or overlaps a sound: a phrase is spoken in the silence between two cues, or left out. Ticks under it
//! are left out. Only the numbers of quick reps, and their name if nothing announced it, are heard over other sounds (see
//! [`super::count`]).

use std::sync::Arc;
use std::time::Duration;

use super::compile::{Step, TimelineBuilder};
use super::{CueKind, Sound};
use crate::routine::phase::Phase;
use crate::routine::{self, Instructions, Sides, Work};
use crate::time::{At, COUNT_IN};

/// The silence that a phrase leaves before and after other sounds.
pub(super) const BEFORE: Duration = Duration::from_millis(80);
pub(super) const AFTER: Duration = Duration::from_millis(60);
/// A hold of at least this length has the time left announced at its half.
const LONG_HOLD: Duration = Duration::from_secs(20);
/// The time left is said within this time, or not at all.
const LEFT_WITHIN: Duration = Duration::from_secs(5);
/// Work is named within this time of its beginning, and what comes next within this time of the count.
const NAMED_WITHIN: Duration = Duration::from_secs(10);
/// Timed work of at least this length announces what comes next.
const LONG_ENOUGH_FOR_NEXT: Duration = Duration::from_secs(10);
/// The side is said in one of this number of reps, if the sides alternate.
const SIDE_EACH: usize = 8;
/// A tip is spoken in every third rep, starting with the second.
const TIP_EACH: u32 = 3;
const TIP_AT: u32 = 2;
/// A timed exercise of at least this length has a tip in its first and in its third quarter.
const LONG_TIME: Duration = Duration::from_secs(20);

/// Where a phrase is placed in its window.
#[derive(Clone, Copy)]
pub(super) enum Align {
    /// As early as possible.
    Start,
    /// Immediately before the end.
    End,
}

/// A rep of the set, and its number.
pub(super) struct Rep {
    pub(super) start: At,
    pub(super) number: u32,
    /// Whether its number may be spoken: with alternating sides, only at the second.
    pub(super) counts: bool,
}

impl TimelineBuilder<'_> {
    /// Adds the speech to a set of reps whose sounds are in place. Returns which numbers are said, as
    /// [`Interval::count_step`](super::Interval::count_step).
    pub(super) fn coach_reps(&mut self, step: &Step, start: At, reps: u32) -> Option<u32> {
        let exercise = &*step.exercise;
        let set = step.own();
        let is_open = matches!(set.work, Work::Open(_));
        let each = exercise.reps_of_a_number();
        // The repeated part of an open-ended set must not contain a number.
        let said = if is_open { reps.saturating_sub(1) } else { reps };
        let beat = set.rep.beat();
        let rep =
            |n: u32| Rep { start: start + beat.start(n), number: n / each + 1, counts: n % each == each - 1 };
        let all = || (0..said.saturating_mul(each)).map(rep);
        let has_words = set.rep.phases().iter().any(|phase| phase.words.is_some());
        for n in 0..if has_words { reps.saturating_mul(each) } else { 0 } {
            self.say_phases(&set.rep, &rep(n));
        }
        let count_step = self.count_aloud(step, all, reps);
        self.coach_marks(&set.rep);
        for rep in all() {
            self.say_left_of_hold(step, &rep);
        }
        if exercise.sides == Sides::Alternate {
            self.say_sides(step, all());
        }
        for rep in all().filter(|rep| rep.counts && rep.number % TIP_EACH == TIP_AT && rep.number < reps) {
            let [first, still] = set.rep.opening();
            let (turn, end) = (rep.start + first, rep.start + first + still);
            self.say_tip_of_work(step, &[(rep.start, turn), (turn, end)], Some(rep.number));
        }
        count_step
    }

    /// Adds the speech to timed work whose sounds are in place: the time left, and tips.
    pub(super) fn coach_time(&mut self, step: &Step, start: At, length: Duration) {
        let end = start + length;
        // The half of paced work is that of its reps, if they have one.
        let has_half = || {
            self.cues_of_interval().any(|cue| cue.kind == CueKind::Sound(Sound::Half) && cue.rep.is_some())
        };
        let usual = if length < LONG_TIME || has_half() { Vec::new() } else { vec![length / 2] };
        for left in step.exercise.warn.clone().unwrap_or(usual) {
            if left < length {
                self.say_left(left, length, (At(end.0.saturating_sub(left)), end), None);
            }
        }
        if length < LONG_TIME {
            return;
        }
        let quarter = length / 4;
        for window in [(start, start + quarter), (start + quarter * 3, end)] {
            self.say_tip_of_work(step, &[window], None);
        }
    }

    /// Says what no rest was there for of rounds until time is up, right after the `go`, as far as it fits.
    pub(super) fn say_unsaid(&mut self, start: At, length: Duration) {
        for text in std::mem::take(&mut self.unsaid) {
            self.place(&text, (start, start + length.min(NAMED_WITHIN)), Align::Start, None);
        }
    }

    /// Names work that nothing has announced, right after its `go`. The first name that fits is said.
    /// Returns whether one fits.
    pub(super) fn name_now(&mut self, start: At, length: Duration, names: &[String]) -> bool {
        let window = (start, start + length.min(NAMED_WITHIN));
        let is_named = names.iter().any(|name| self.place(name, window, Align::Start, None))
            || names.last().is_some_and(|name| self.name_over_reps(name, window));
        if !is_named && names.iter().any(|name| !self.lengths.speech(name).is_zero()) {
            self.unnamed.push(self.index());
        }
        is_named
    }

    /// Names quick reps over their sounds, as their numbers are: what begins matters more than the sound of its first reps.
    fn name_over_reps(&mut self, name: &str, (from, to): (At, At)) -> bool {
        let at = from + self.lengths.sound(Sound::Go) + AFTER;
        let end = at + self.lengths.speech(name) + BEFORE;
        let has_reps = self.cues_of_interval().any(|cue| cue.rep.is_some());
        let fits = has_reps
            && end <= to
            && self.spoken.between(At(at.0.saturating_sub(AFTER)), end).next().is_none();
        if fits {
            self.speak(name, at, None);
        }
        fits
    }

    /// Announces what comes next in the last seconds of timed work, before the count. Returns whether it fits.
    pub(super) fn name_next(&mut self, start: At, length: Duration, names: &[String]) -> bool {
        let to = At((start + length).0.saturating_sub(COUNT_IN));
        if length < LONG_ENOUGH_FOR_NEXT || to <= start {
            return false;
        }
        let from = At(to.0.saturating_sub(NAMED_WITHIN)).max(start + length / 2);
        names.iter().any(|name| self.place(name, (from, to), Align::End, None))
    }

    /// The side now and then: behind one ear, or from one speaker, the panning cannot be heard.
    fn say_sides(&mut self, step: &Step, reps: impl Iterator<Item = Rep>) {
        let [first, _] = step.own().rep.opening();
        for (n, rep) in reps.enumerate().skip(SIDE_EACH / 2).step_by(SIDE_EACH) {
            let (_, side) = step.exercise.number_and_side(u32::try_from(n).unwrap_or(0), None);
            if let Some(side) = side {
                let text = self.script.side_word(side);
                self.place(&text, (rep.start, rep.start + first), Align::Start, Some(rep.number));
            }
        }
    }

    /// The words after the sounds that mark the half and the last rep.
    fn coach_marks(&mut self, rep: &routine::Rep) {
        let [first, still] = rep.opening();
        let first = first.max(still);
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

    /// Says the words of each phase as it begins, where they fit.
    fn say_phases(&mut self, of: &routine::Rep, rep: &Rep) {
        let mut at = rep.start;
        for phase in of.phases() {
            let end = at + phase.length;
            if let Some(words) = &phase.words {
                let text = self.script.phase(words);
                self.place(&text, (at, end), Align::Start, Some(rep.number));
            }
            at = end;
        }
    }

    fn say_left_of_hold(&mut self, step: &Step, rep: &Rep) {
        for (from, to) in step.own().rep.spans(Phase::Hold) {
            let hold = to - from;
            let usual = if hold < LONG_HOLD { Vec::new() } else { vec![hold / 2] };
            let end = rep.start + to;
            for left in step.exercise.warn.as_ref().unwrap_or(&usual).iter().filter(|left| **left < hold) {
                self.say_left(*left, hold, (At(end.0.saturating_sub(*left)), end), Some(rep.number));
            }
        }
    }

    /// Says the time left of a span; a half that is no whole second is "halfway".
    fn say_left(&mut self, left: Duration, length: Duration, window: (At, At), rep: Option<u32>) {
        let is_odd_half = left * 2 == length && left.subsec_nanos() != 0;
        let text = if is_odd_half { self.script.half() } else { self.script.left(left) };
        let window = (window.0, window.1.min(window.0 + LEFT_WITHIN));
        self.place(&text, window, Align::Start, rep);
    }

    /// A tip in work, if everything is said.
    fn say_tip_of_work(&mut self, step: &Step, windows: &[(At, At)], rep: Option<u32>) {
        if step.exercise.instructions == Instructions::Full {
            self.say_tip(step, windows, rep);
        }
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
    fn place(&mut self, text: &str, window: (At, At), align: Align, rep: Option<u32>) -> bool {
        let Some(at) = self.fit(text, window, align) else { return false };
        self.speak(text, at, rep);
        true
    }

    /// Adds a phrase to the current interval.
    pub(super) fn speak(&mut self, text: &str, at: At, rep: Option<u32>) {
        let text = self.phrase(text);
        self.cue(at, CueKind::Say(text), None, rep);
    }

    /// Where in a window of the current interval a text overlaps nothing.
    pub(super) fn fit(&self, text: &str, (from, to): (At, At), align: Align) -> Option<At> {
        // A phrase that cannot be spoken in the time is not requested, and so is not generated.
        if at_least(text) > to - from {
            return None;
        }
        let length = self.lengths.speech(text);
        // The next sound after a window may come at its very end.
        let latest = to.0.checked_sub(length + BEFORE).map(At)?;
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
        if at < from || at > latest || busy.iter().any(touches) { None } else { Some(at) }
    }
}

/// A lower bound for the time that a voice takes: of three voices, the quickest phrase of the built-in routines had 24
/// characters a second; this is 33.
fn at_least(text: &str) -> Duration {
    Duration::from_millis(30) * u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}
