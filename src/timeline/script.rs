//! What is spoken: phrases filled in with the values at each point of a session.

mod amounts;

use std::time::Duration;

use super::compile::Step;
use super::phrases::{Phrases, capitalised, fill};
use crate::routine::spoken::Pronunciation;
use crate::routine::{Exercise, Instructions, Routine, Set, Side, Sides, Work, singular};

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

/// What is said at the end: the number of exercises, and the time in which they were done; without the time if that is
/// unknown.
#[must_use]
pub fn ending(phrases: &Phrases, routine: &Routine, exercises: usize, time: Option<Duration>) -> String {
    Script::new(phrases, routine).done(exercises, time)
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

    /// The announcement of a set, the longest form first: name, set, amount and side; without the amount; the name alone.
    pub(super) fn announcements(&self, step: &Step) -> Vec<String> {
        let (exercise, set) = (&*step.exercise, step.set);
        let sets = exercise.sets;
        let phrase = if says_set(step) { &self.phrases.announce_set } else { &self.phrases.announce };
        let amount = if set == 1 { self.amount_of_sets(step) } else { self.amount(step) };
        let (order, set, sets) = (self.order(step), set.to_string(), sets.to_string());
        let load = self.load(step);
        let say = |phrase: &str, amount: &str, load: &str, order: &str| {
            let places = [
                ("name", spoken_name(exercise)),
                ("amount", amount),
                ("load", load),
                ("order", order),
                ("set", &set),
                ("sets", &sets),
            ];
            self.spoken(phrase, &places)
        };
        let mut all = vec![say(phrase, &amount, load, &order), say(phrase, &amount, "", &order)];
        all.push(say(&self.phrases.announce, "", "", &order));
        if exercise.instructions == Instructions::Off {
            all.drain(..2);
        }
        all.push(say(&self.phrases.announce, "", "", ""));
        all.dedup();
        all
    }

    /// The name of work that begins unannounced, with what is new in it, the longest form first.
    pub(super) fn now(&self, step: &Step, side: Option<Side>) -> Vec<String> {
        let exercise = &*step.exercise;
        let name = self.spoken(&self.phrases.now, &[("name", spoken_name(exercise))]);
        let side = side.map(|side| self.side_now(side));
        let with_side = |text: &str| side.as_ref().map(|side| format!("{text} {side}"));
        if says_set(step) {
            let (amount, load) = self.what_changes(step);
            let full = self.set_of(&self.phrases.now_set, step, &amount, load, "");
            let short = self.set_of(&self.phrases.now_set, step, "", "", "");
            let mut forms = vec![full, short];
            forms.dedup();
            return forms.into_iter().flat_map(|text| with_side(&text).into_iter().chain([text])).collect();
        }
        let round = says_round(step).then(|| {
            let (round, rounds) = (step.round.to_string(), step.rounds.to_string());
            let places = [("round", round.as_str()), ("rounds", &rounds), ("name", spoken_name(exercise))];
            let phrase = of_round(step, [&self.phrases.now_round, &self.phrases.now_timed_round]);
            self.spoken(phrase, &places)
        });
        let all = round.into_iter().chain(with_side(&name)).chain([name]);
        let amounts = self.amounts_now(step);
        all.flat_map(|text| {
            let with_amount = amounts.iter().map(|amount| format!("{text} {amount}")).collect::<Vec<_>>();
            with_amount.into_iter().chain([text])
        })
        .collect()
    }

    /// What work that nothing has announced is, after its name: the amount with the load, and without. Nothing else says
    /// how much work without cues is.
    fn amounts_now(&self, step: &Step) -> Vec<String> {
        let exercise = &*step.exercise;
        let amount = match step.uncued_reps() {
            Some(reps) => self.reps(exercise, &reps.to_string()),
            None if exercise.instructions == Instructions::Off => return Vec::new(),
            None => self.amount_of(exercise, step.own()),
        };
        let say = |load| self.spoken(&self.phrases.now_amount, &[("amount", &amount), ("load", load)]);
        let mut all = vec![say(self.load(step)), say("")];
        all.dedup();
        all
    }

    /// A side that begins unannounced.
    pub(super) fn side_now(&self, side: Side) -> String {
        self.spoken(&self.phrases.now_side, &[("side", self.side(side))])
    }

    /// A side, as one word in work.
    pub(super) fn side_word(&self, side: Side) -> String {
        self.spoken(&self.phrases.side_word, &[("side", self.side(side))])
    }

    /// The side that comes next, said in work.
    pub(super) fn next_side(&self, side: Side) -> String {
        self.spoken(&self.phrases.next_side, &[("side", self.side(side))])
    }

    /// What comes next, said in work: a set, a round or an exercise; the longest form first.
    pub(super) fn next(&self, step: &Step) -> Vec<String> {
        if says_set(step) {
            return self.of_set(&self.phrases.next_set, step);
        }
        let mut all = Vec::new();
        if says_round(step) {
            let phrase = of_round(step, [&self.phrases.next_round, &self.phrases.next_timed_round]);
            all = self.of_exercise(phrase, step);
        }
        all.extend(self.of_exercise(&self.phrases.next, step));
        all
    }

    /// Which side comes first, if the sides take turns.
    fn order(&self, step: &Step) -> String {
        let exercise = &*step.exercise;
        let phrase = match exercise.sides {
            Sides::Together => return String::new(),
            Sides::Alternate if exercise.turns(step.own()).len() == 1 => &self.phrases.order_alternate,
            Sides::Each | Sides::Alternate => &self.phrases.order_each,
            Sides::Left | Sides::Right => &self.phrases.order_only,
        };
        fill(phrase, &[("side", self.side(exercise.first))])
    }

    /// Announces rounds until time is up.
    pub(super) fn rounds_within(&self, time: Duration) -> String {
        self.spoken(&self.phrases.rounds_within, &[("time", &self.length(time))])
    }

    /// Announces that time is up, with the rounds that are complete and the exercises of the next one.
    pub(super) fn time_up(&self, rounds: usize, exercises: usize) -> String {
        let rounds = self.number_of_rounds(rounds);
        if exercises == 0 {
            return self.spoken(&self.phrases.time_up, &[("rounds", &rounds)]);
        }
        let places = [("rounds", rounds), ("exercises", self.number_of_exercises(exercises))];
        self.spoken(
            &self.phrases.time_up_within,
            &places.each_ref().map(|(place, text)| (*place, text.as_str())),
        )
    }

    /// Announces that time is up, with the rounds that are complete if their number is spoken.
    pub(super) fn time_up_at_own_pace(&self, rounds: usize) -> String {
        let is_spoken = u32::try_from(rounds).is_ok_and(is_said);
        let rounds = if is_spoken { self.number_of_rounds(rounds) } else { String::new() };
        self.spoken(&self.phrases.time_up, &[("rounds", &rounds)])
    }

    /// The exercises in addition to complete rounds; `None` if there are none.
    pub(super) fn time_up_plus(&self, exercises: usize) -> Option<String> {
        let number = || self.number_of_exercises(exercises);
        (exercises > 0).then(|| self.spoken(&self.phrases.time_up_plus, &[("exercises", &number())]))
    }

    fn number_of_rounds(&self, rounds: usize) -> String {
        match rounds {
            1 => self.phrases.one_round.clone(),
            n => fill(&self.phrases.rounds, &[("n", &n.to_string())]),
        }
    }

    fn number_of_exercises(&self, exercises: usize) -> String {
        let phrase = if exercises == 1 { &self.phrases.one_exercise } else { &self.phrases.exercises };
        fill(phrase, &[("exercises", &exercises.to_string())])
    }

    /// The instructions for an exercise.
    pub(super) fn setup(&self, exercise: &Exercise) -> Option<String> {
        exercise.setup.as_deref().map(|setup| self.spoken(setup, &[]))
    }

    /// The equipment, if any is needed.
    pub(super) fn equipment(&self, needed: &[&str]) -> Option<String> {
        let list: Vec<String> = needed.iter().map(|thing| (*thing).to_owned()).collect();
        let list = Some(self.and(&list)).filter(|list| !list.is_empty());
        list.map(|list| self.spoken(&self.phrases.equipment, &[("equipment", &list)]))
    }

    /// Announces the switch of sides.
    pub(super) fn switch(&self, side: Option<Side>) -> String {
        self.spoken(&self.phrases.switch, &[("side", side.map_or("", |side| self.side(side)))])
    }

    /// The rest before another exercise, the longest form first.
    pub(super) fn rest_before(&self, next: &Step) -> Vec<String> {
        self.of_exercise(&self.phrases.rest, next)
    }

    /// The rest before another round of a block, which begins with an exercise.
    pub(super) fn rest_before_round(&self, next: &Step) -> Vec<String> {
        if !says_round(next) {
            return self.rest_before(next);
        }
        let phrase = of_round(next, [&self.phrases.rest_round, &self.phrases.rest_timed_round]);
        let mut all = self.of_exercise(phrase, next);
        all.extend(self.rest_before(next).pop());
        all
    }

    /// The rest before another set of the same exercise, the longest form first.
    pub(super) fn rest_between_sets(&self, step: &Step) -> Vec<String> {
        if !says_set(step) {
            return self.rest_before(step);
        }
        let mut all = self.of_set(&self.phrases.rest_set, step);
        all.push(self.set_of(&self.phrases.now_set, step, "", "", ""));
        all
    }

    /// A phrase about a set and its exercise: with everything; without the load; without the amount; with the name alone.
    fn of_exercise(&self, phrase: &str, step: &Step) -> Vec<String> {
        let next = &*step.exercise;
        let amount = if step.set == 1 { self.amount_of_sets(step) } else { self.amount(step) };
        let (order, round, rounds) = (self.order(step), step.round.to_string(), step.rounds.to_string());
        let say = |amount: &str, load: &str, order: &str| {
            let places = [
                ("round", round.as_str()),
                ("rounds", &rounds),
                ("name", spoken_name(next)),
                ("amount", amount),
                ("load", load),
                ("order", order),
            ];
            self.spoken(phrase, &places)
        };
        let mut all = vec![
            say(&amount, self.load(step), &order),
            say(&amount, "", &order),
            say("", "", &order),
            say("", "", ""),
        ];
        if next.instructions == Instructions::Off {
            all.drain(..2);
        }
        all.dedup();
        all
    }

    /// A phrase about another set of the same exercise: with what changes; without; without the side that comes first.
    fn of_set(&self, phrase: &str, step: &Step) -> Vec<String> {
        let (amount, load) = self.what_changes(step);
        let order = self.order(step);
        let mut all = vec![
            self.set_of(phrase, step, &amount, load, &order),
            self.set_of(phrase, step, "", "", &order),
            self.set_of(phrase, step, "", "", ""),
        ];
        all.dedup();
        all
    }

    /// Announces that a rest waits for the user.
    pub(super) fn when_ready(&self) -> String {
        self.spoken(&self.phrases.when_ready, &[])
    }

    /// The phrase for a long pause.
    pub(super) fn still_paused(&self) -> String {
        self.spoken(&self.phrases.still_paused, &[])
    }

    /// The end of a session that did not go as planned.
    pub(super) fn done_otherwise(&self) -> String {
        self.spoken(&self.phrases.done_otherwise, &[])
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

    /// The time that is left of a hold, or of timed work.
    pub(super) fn left(&self, time: Duration) -> String {
        self.spoken(&self.phrases.left, &[("time", &self.length(time))])
    }

    /// The words of a phase.
    pub(super) fn phase(&self, words: &str) -> String {
        self.spoken(words, &[])
    }

    /// A tip of an exercise.
    pub(super) fn tip(&self, tip: &str) -> String {
        self.spoken(tip, &[])
    }

    /// What is spoken after a skip to work: the name, and the side if there is one.
    pub(super) fn skipped(&self, exercise: &Exercise, side: Option<Side>) -> Vec<String> {
        let name = self.spoken(&self.phrases.now, &[("name", spoken_name(exercise))]);
        let side = side.map(|side| self.spoken(&self.phrases.now_side, &[("side", self.side(side))]));
        std::iter::once(name).chain(side).collect()
    }

    /// Announces the end, with the total time, which is unknown if a set was open-ended.
    pub(super) fn done(&self, exercises: usize, length: Option<Duration>) -> String {
        let count = self.number_of_exercises(exercises);
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

/// Whether the number of a set is spoken: that of the first is not, that of the last always.
fn says_set(step: &Step) -> bool {
    step.set > 1 && (is_said(step.set) || step.set == step.exercise.sets)
}

/// Whether the number of a round is spoken, because the round begins with this set.
fn says_round(step: &Step) -> bool {
    step.begins_round() && (is_said(step.round) || step.round == step.rounds)
}

/// The phrase about a round of a known number, or the one about a round until time is up.
fn of_round<'p>(step: &Step, [counted, timed]: [&'p str; 2]) -> &'p str {
    if step.until.is_some() { timed } else { counted }
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
