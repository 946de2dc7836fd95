//! Counting aloud: the densest regular pattern of numbers that fits.
//!
//! A number is said in the silence of its rep. If the reps are too quick for that, it may be heard over `lift` and `lower`,
//! as long as numbers come at most every [`OVER_SOUNDS_EACH`]; else only every second, fifth or tenth number is said. So a
//! count has no holes.

use std::time::Duration;

use super::Sound;
use super::coach::{AFTER, Align, BEFORE, Rep};
use super::compile::{Step, TimelineBuilder};
use super::script::is_said;
use crate::routine::{self, Count, CountAt, Exercise};
use crate::time::At;

/// Numbers that are heard over other sounds come at most this often.
const OVER_SOUNDS_EACH: Duration = Duration::from_secs(2);
/// The patterns, the densest first.
const STEPS: [u32; 7] = [1, 2, 5, 10, 20, 50, 100];

/// Where the number of a rep can be said.
enum Fit {
    At(At),
    /// Other speech is there, such as the name of the exercise: this number is left out, and the pattern stands.
    Spoken,
    /// There is no room for it.
    None,
}

impl TimelineBuilder<'_> {
    /// Says the numbers of reps whose sounds are in place; `last` is the number of the last rep of the set. Returns the
    /// step of the pattern; `None` if no number is said.
    pub(super) fn count_aloud<I: Iterator<Item = Rep>>(
        &mut self,
        step: &Step,
        reps: impl Fn() -> I,
        last: u32,
    ) -> Option<u32> {
        let exercise = &*step.exercise;
        let steps = match exercise.count {
            Count::All => &STEPS[..],
            Count::Fives => &STEPS[2..],
            Count::Last => &[u32::MAX],
            Count::Off => return None,
        };
        let of = &step.own().rep;
        let pair = of.times(exercise.reps_of_a_number());
        for step in steps {
            for over in [false, true] {
                if over && pair.saturating_mul(*step) < OVER_SOUNDS_EACH {
                    continue;
                }
                if let Some(numbers) = self.numbers((exercise, of), reps(), *step, last, over) {
                    if numbers.is_empty() {
                        return None;
                    }
                    // The last one is no pattern.
                    let is_pattern = numbers.iter().any(|(_, _, number)| number.is_multiple_of(*step));
                    for (text, at, number) in numbers {
                        self.speak(&text, at, Some(number));
                    }
                    return is_pattern.then_some(*step);
                }
            }
        }
        None
    }

    /// The numbers of a pattern, each with its instant and rep; `None` if one of them does not fit.
    fn numbers(
        &self,
        (exercise, of): (&Exercise, &routine::Rep),
        reps: impl Iterator<Item = Rep>,
        step: u32,
        last: u32,
        over: bool,
    ) -> Option<Vec<(String, At, u32)>> {
        let mut numbers = Vec::new();
        let mut until = At::ZERO;
        for rep in reps.filter(|rep| rep.counts) {
            let number = rep.number;
            let is_last = number == last && exercise.count != Count::Fives;
            if !((number.is_multiple_of(step) && is_said(number)) || is_last) {
                continue;
            }
            let text = self.script.rep(number);
            let fit = if over {
                self.over_sounds(of, &rep, &text, until)
            } else {
                self.in_silence(exercise.count_at, of, &rep, &text)
            };
            match fit {
                Fit::At(at) => {
                    until = at + self.lengths.speech(&text);
                    numbers.push((text, at, number));
                }
                Fit::Spoken => {}
                Fit::None => return None,
            }
        }
        Some(numbers)
    }

    /// A place in the silence of a rep.
    fn in_silence(&self, count_at: CountAt, of: &routine::Rep, rep: &Rep, text: &str) -> Fit {
        let end = rep.start + of.length();
        let top = of.top().filter(|_| count_at == CountAt::Top);
        let at = match top {
            Some((top, hold)) if hold.is_zero() => self.fit(text, (rep.start, rep.start + top), Align::End),
            Some((top, hold)) => self.fit(text, (rep.start + top, rep.start + top + hold), Align::Start),
            // A pause at the end comes after the rep: the number is said before it, or else within it.
            None => {
                let down = At(end.0.saturating_sub(of.pause_after()));
                self.fit(text, (rep.start, down), Align::End)
                    .or_else(|| self.fit(text, (down, end), Align::Start))
            }
        };
        match at {
            Some(at) => Fit::At(at),
            None if self.spoken.between(rep.start, end).next().is_some() => Fit::Spoken,
            None => Fit::None,
        }
    }

    /// A place right before the end of a rep, over its sounds, after the number before it (`until`) and after other speech.
    fn over_sounds(&self, of: &routine::Rep, rep: &Rep, text: &str, until: At) -> Fit {
        let end = rep.start + of.length();
        let length = self.lengths.speech(text);
        let Some(at) = end.0.checked_sub(length + BEFORE).map(At) else { return Fit::None };
        if self.spoken.between(At(at.0.saturating_sub(AFTER)), end).next().is_some() {
            return Fit::Spoken;
        }
        // The go is no sound of a rep.
        let begun = self.at + self.lengths.sound(Sound::Go);
        if at < begun + AFTER || at < until + AFTER { Fit::None } else { Fit::At(at) }
    }
}
