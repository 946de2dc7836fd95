//! What is spoken: phrases filled in with the values at each point of a session.

use std::time::Duration;

use super::phrases::{Phrases, capitalised, fill};
use crate::routine::spoken::Pronunciation;
use crate::routine::{Exercise, Routine, Side, Sides, Work};

/// Numbers up to this are all spoken; beyond it, only round ones.
const ONE_BY_ONE: u32 = 100;

/// Whether the number of a set, a round or a rep is spoken: each up to 100, then each tenth up to 1,000, each hundredth
/// up to 10,000, and so on. Every spoken number is a phrase to generate and store, so this keeps them few: about 90 for
/// each digit.
pub(super) fn is_said(number: u32) -> bool {
    let mut step = 1;
    while number / step > ONE_BY_ONE {
        step *= 10;
    }
    number.is_multiple_of(step)
}

/// Fills in phrases and applies pronunciations.
pub(super) struct Script<'a> {
    phrases: &'a Phrases,
    pronunciation: Pronunciation,
}

impl<'a> Script<'a> {
    pub(super) fn new(phrases: &'a Phrases, routine: &'a Routine) -> Script<'a> {
        Script { phrases, pronunciation: Pronunciation::new(&routine.pronounce) }
    }

    /// The name of a set, and its numbers if they are spoken.
    pub(super) fn announcement(&self, exercise: &Exercise, set: u32) -> String {
        let phrase = match (set, exercise.sets) {
            (_, 1) => &self.phrases.announce,
            (1, _) => &self.phrases.announce_sets,
            (set, sets) if is_said(set) || set == sets => &self.phrases.announce_set,
            _ => &self.phrases.announce,
        };
        let order = self.order(exercise);
        self.spoken(
            phrase,
            &[
                ("name", spoken_name(exercise)),
                ("amount", &self.amount(exercise)),
                ("order", &order),
                ("set", &set.to_string()),
                ("sets", &exercise.sets.to_string()),
            ],
        )
    }

    /// Which side comes first, if the sides take turns.
    fn order(&self, exercise: &Exercise) -> String {
        let phrase = match exercise.sides {
            Sides::Together => return String::new(),
            Sides::Each => &self.phrases.order_each,
            Sides::Alternate => &self.phrases.order_alternate,
        };
        fill(phrase, &[("side", self.side(exercise.first))])
    }

    fn amount(&self, exercise: &Exercise) -> String {
        let amount = match exercise.work {
            Work::Reps(1) => fill(&self.phrases.one_rep, &[("reps", "1")]),
            Work::Reps(reps) => fill(&self.phrases.reps, &[("reps", &reps.to_string())]),
            Work::Open(_) => self.phrases.open.clone(),
            Work::Time(length) => fill(&self.phrases.timed, &[("time", &self.length(length))]),
        };
        match exercise.sides {
            Sides::Together => amount,
            Sides::Each | Sides::Alternate => fill(&self.phrases.on_each_side, &[("amount", &amount)]),
        }
    }

    /// The instructions for an exercise.
    pub(super) fn setup(&self, exercise: &Exercise) -> Option<String> {
        exercise.setup.as_deref().map(|setup| self.spoken(setup, &[]))
    }

    /// The equipment, if any is needed.
    pub(super) fn equipment(&self, needed: &[&str]) -> Option<String> {
        let list = match needed {
            [] => None,
            [one] => Some((*one).to_owned()),
            [first @ .., last] => Some(format!("{} {} {last}", first.join(", "), self.phrases.and)),
        };
        list.map(|list| self.spoken(&self.phrases.equipment, &[("equipment", &list)]))
    }

    /// Announces the switch of sides.
    pub(super) fn switch(&self, side: Option<Side>) -> String {
        self.spoken(&self.phrases.switch, &[("side", side.map_or("", |side| self.side(side)))])
    }

    /// Announces the rest before another exercise.
    pub(super) fn rest_before(&self, next: &Exercise) -> String {
        self.spoken(&self.phrases.rest, &[("name", spoken_name(next)), ("order", &self.order(next))])
    }

    /// Announces the rest before another round of a block, which begins with this exercise.
    pub(super) fn rest_before_round(&self, next: &Exercise, round: u32, rounds: u32) -> String {
        if !is_said(round) && round != rounds {
            return self.rest_before(next);
        }
        let (round, rounds) = (round.to_string(), rounds.to_string());
        let order = self.order(next);
        let places =
            [("round", round.as_str()), ("rounds", &rounds), ("name", spoken_name(next)), ("order", &order)];
        self.spoken(&self.phrases.rest_round, &places)
    }

    /// Announces the rest before another set of the same exercise.
    pub(super) fn rest_between_sets(&self, exercise: &Exercise, next: u32) -> String {
        let sets = exercise.sets;
        if !is_said(next) && next != sets {
            return self.rest_before(exercise);
        }
        self.spoken(&self.phrases.rest_set, &[("set", &next.to_string()), ("sets", &sets.to_string())])
    }

    /// Announces that a rest waits for the user.
    pub(super) fn when_ready(&self) -> String {
        self.spoken(&self.phrases.when_ready, &[])
    }

    /// The phrase for a long pause.
    pub(super) fn still_paused(&self) -> String {
        self.spoken(&self.phrases.still_paused, &[])
    }

    /// The number of a rep.
    pub(super) fn rep(&self, rep: u32) -> String {
        self.spoken(&self.phrases.rep, &[("rep", &rep.to_string())])
    }

    /// Announces that half of a set is complete.
    pub(super) fn half(&self) -> String {
        self.spoken(&self.phrases.half, &[])
    }

    /// Announces the last rep.
    pub(super) fn last(&self) -> String {
        self.spoken(&self.phrases.last, &[])
    }

    /// Announces the seconds left of a hold, or of a timed exercise.
    pub(super) fn left(&self, seconds: u64) -> String {
        self.spoken(&self.phrases.left, &[("seconds", &seconds.to_string())])
    }

    /// A tip of an exercise.
    pub(super) fn tip(&self, tip: &str) -> String {
        self.spoken(tip, &[])
    }

    /// What is spoken after a skip to work: the name, and the side if there is one.
    pub(super) fn skipped(&self, exercise: &Exercise, side: Option<Side>) -> Vec<String> {
        let name = self.spoken(&self.phrases.skipped, &[("name", spoken_name(exercise))]);
        let side = side.map(|side| self.spoken(&self.phrases.skipped_side, &[("side", self.side(side))]));
        std::iter::once(name).chain(side).collect()
    }

    /// Announces the end, with the total time, which is unknown if a set was open-ended.
    pub(super) fn done(&self, exercises: usize, length: Option<Duration>) -> String {
        let phrase = if exercises == 1 { &self.phrases.one_exercise } else { &self.phrases.exercises };
        let count = fill(phrase, &[("exercises", &exercises.to_string())]);
        let Some(length) = length else {
            return self.spoken(&self.phrases.done_open, &[("exercises", &count)]);
        };
        let seconds = length.as_secs().max(1);
        let time = match seconds {
            0..120 => self.length(Duration::from_secs(seconds)),
            _ => fill(&self.phrases.minutes, &[("n", &((seconds + 30) / 60).to_string())]),
        };
        self.spoken(&self.phrases.done, &[("exercises", &count), ("time", &time)])
    }

    /// A length in words: ``1 minute 30 seconds``.
    fn length(&self, length: Duration) -> String {
        let seconds = length.as_secs();
        if length.subsec_nanos() > 0 {
            let number = format!("{:.1}", length.as_secs_f64());
            return fill(&self.phrases.seconds, &[("n", &number)]);
        }
        let unit = |n: u64, one: &str, many: &str| match n {
            0 => None,
            1 => Some(one.to_owned()),
            n => Some(fill(many, &[("n", &n.to_string())])),
        };
        let words = &self.phrases;
        let parts = [
            unit(seconds / 3600, &words.hour, &words.hours),
            unit(seconds / 60 % 60, &words.minute, &words.minutes),
            unit(seconds % 60, &words.second, &words.seconds),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn side(&self, side: Side) -> &str {
        match side {
            Side::Left => &self.phrases.left_side,
            Side::Right => &self.phrases.right_side,
        }
    }

    fn spoken(&self, phrase: &str, places: &[(&str, &str)]) -> String {
        let text = capitalised(&fill(phrase, places));
        self.pronunciation.apply(&text)
    }
}

fn spoken_name(exercise: &Exercise) -> &str {
    exercise.say.as_deref().unwrap_or(&exercise.name)
}

#[cfg(test)]
mod tests {
    use super::is_said;

    #[test]
    fn beyond_a_hundred_only_round_numbers_are_spoken() {
        assert!((1..=100).all(is_said));
        let said =
            |numbers: std::ops::RangeInclusive<u32>| numbers.filter(|n| is_said(*n)).collect::<Vec<_>>();
        assert_eq!(said(101..=130), [110, 120, 130]);
        assert_eq!(said(985..=1_250), [990, 1_000, 1_100, 1_200]);
        assert_eq!(said(9_950..=12_500), [10_000, 11_000, 12_000]);
        assert_eq!(said(1..=100_000).len(), 100 + 90 + 90 + 90);
    }
}
