//! What is said: the phrases filled in with what a session has at that place.

use std::time::Duration;

use super::phrases::{Phrases, filled, sentences};
use crate::routine::{Exercise, Routine, Side, Sides, Work};

/// Fills in phrases, and replaces words that are to be said otherwise.
pub(super) struct Script<'a> {
    phrases: &'a Phrases,
    pronounce: &'a [(String, String)],
}

impl<'a> Script<'a> {
    pub(super) fn new(phrases: &'a Phrases, routine: &'a Routine) -> Script<'a> {
        Script { phrases, pronounce: &routine.pronounce }
    }

    /// The name and the numbers of a set.
    pub(super) fn announcement(&self, exercise: &Exercise, set: u32) -> String {
        let phrase = match (set, exercise.sets) {
            (_, 1) => &self.phrases.announce,
            (1, _) => &self.phrases.announce_sets,
            _ => &self.phrases.announce_set,
        };
        let order = self.order(exercise);
        self.said(
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

    /// Which side comes first, where there are sides.
    fn order(&self, exercise: &Exercise) -> String {
        let phrase = match exercise.sides {
            Sides::Together => return String::new(),
            Sides::Each => &self.phrases.order_each,
            Sides::Alternate => &self.phrases.order_alternate,
        };
        filled(phrase, &[("side", self.side(exercise.first))])
    }

    fn amount(&self, exercise: &Exercise) -> String {
        let amount = match exercise.work {
            Work::Reps(1) => filled(&self.phrases.one_rep, &[("reps", "1")]),
            Work::Reps(reps) => filled(&self.phrases.reps, &[("reps", &reps.to_string())]),
            Work::Open(_) => self.phrases.open.clone(),
            Work::Time(length) => filled(&self.phrases.timed, &[("time", &self.length(length))]),
        };
        match exercise.sides {
            Sides::Together => amount,
            Sides::Each | Sides::Alternate => filled(&self.phrases.on_each_side, &[("amount", &amount)]),
        }
    }

    /// How to lie or stand for an exercise.
    pub(super) fn setup(&self, exercise: &Exercise) -> Option<String> {
        exercise.setup.as_deref().map(|setup| self.said(setup, &[]))
    }

    /// What is needed, if anything is.
    pub(super) fn equipment(&self, needed: &[&str]) -> Option<String> {
        let list = match needed {
            [] => None,
            [one] => Some((*one).to_owned()),
            [first @ .., last] => Some(format!("{} {} {last}", first.join(", "), self.phrases.and)),
        };
        list.map(|list| self.said(&self.phrases.equipment, &[("equipment", &list)]))
    }

    /// The change of sides.
    pub(super) fn switch(&self, side: Option<Side>) -> String {
        self.said(&self.phrases.switch, &[("side", side.map_or("", |side| self.side(side)))])
    }

    /// The rest before another exercise.
    pub(super) fn rest_before(&self, next: &Exercise) -> String {
        self.said(&self.phrases.rest, &[("name", spoken_name(next)), ("order", &self.order(next))])
    }

    /// The rest before another round of a block, which begins with an exercise.
    pub(super) fn rest_before_round(&self, next: &Exercise, round: u32, rounds: u32) -> String {
        let (round, rounds) = (round.to_string(), rounds.to_string());
        let order = self.order(next);
        let places =
            [("round", round.as_str()), ("rounds", &rounds), ("name", spoken_name(next)), ("order", &order)];
        self.said(&self.phrases.rest_round, &places)
    }

    /// The rest before another set of the same exercise.
    pub(super) fn rest_between_sets(&self, next: u32, sets: u32) -> String {
        self.said(&self.phrases.rest_set, &[("set", &next.to_string()), ("sets", &sets.to_string())])
    }

    /// The end of a rest that waits for the person.
    pub(super) fn when_ready(&self) -> String {
        self.said(&self.phrases.when_ready, &[])
    }

    /// A pause that has become long.
    pub(super) fn still_paused(&self) -> String {
        self.said(&self.phrases.still_paused, &[])
    }

    /// The number of a rep.
    pub(super) fn rep(&self, rep: u32) -> String {
        self.said(&self.phrases.rep, &[("rep", &rep.to_string())])
    }

    /// Half of a set.
    pub(super) fn half(&self) -> String {
        self.said(&self.phrases.half, &[])
    }

    /// The last rep.
    pub(super) fn last(&self) -> String {
        self.said(&self.phrases.last, &[])
    }

    /// So many seconds are left of a hold, or of a timed exercise.
    pub(super) fn left(&self, seconds: u64) -> String {
        self.said(&self.phrases.left, &[("seconds", &seconds.to_string())])
    }

    /// A tip of an exercise.
    pub(super) fn tip(&self, tip: &str) -> String {
        self.said(tip, &[])
    }

    /// What is to be done, for somebody who has skipped to it: the name, and the side if there is one.
    pub(super) fn skipped(&self, exercise: &Exercise, side: Option<Side>) -> Vec<String> {
        let name = self.said(&self.phrases.skipped, &[("name", spoken_name(exercise))]);
        let side = side.map(|side| self.said(&self.phrases.skipped_side, &[("side", self.side(side))]));
        std::iter::once(name).chain(side).collect()
    }

    /// The end, after a time that is known unless a set was open-ended.
    pub(super) fn done(&self, exercises: usize, length: Option<Duration>) -> String {
        let phrase = if exercises == 1 { &self.phrases.one_exercise } else { &self.phrases.exercises };
        let count = filled(phrase, &[("exercises", &exercises.to_string())]);
        let Some(length) = length else {
            return self.said(&self.phrases.done_open, &[("exercises", &count)]);
        };
        let seconds = length.as_secs().max(1);
        let time = match seconds {
            0..120 => self.length(Duration::from_secs(seconds)),
            _ => filled(&self.phrases.minutes, &[("n", &((seconds + 30) / 60).to_string())]),
        };
        self.said(&self.phrases.done, &[("exercises", &count), ("time", &time)])
    }

    /// A length in words: ``1 minute 30 seconds``.
    fn length(&self, length: Duration) -> String {
        let seconds = length.as_secs();
        if length.subsec_nanos() > 0 {
            let number = format!("{:.1}", length.as_secs_f64());
            return filled(&self.phrases.seconds, &[("n", &number)]);
        }
        let unit = |n: u64, one: &str, many: &str| match n {
            0 => None,
            1 => Some(one.to_owned()),
            n => Some(filled(many, &[("n", &n.to_string())])),
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

    fn said(&self, phrase: &str, places: &[(&str, &str)]) -> String {
        let text = sentences(&filled(phrase, places));
        pronounced(&text, self.pronounce)
    }
}

fn spoken_name(exercise: &Exercise) -> &str {
    exercise.say.as_deref().unwrap_or(&exercise.name)
}

/// A text with whole words replaced, however they are capitalised.
fn pronounced(text: &str, table: &[(String, String)]) -> String {
    if table.is_empty() {
        return text.to_owned();
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '\'' || c == '-';
    let mut said = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let other = table.iter().find(|(from, _)| from.to_lowercase() == word.to_lowercase());
        said += other.map_or(word, |(_, to)| to);
        let next = after.find(is_word).unwrap_or(after.len());
        said += &after[..next];
        rest = &after[next..];
    }
    said
}

#[cfg(test)]
mod tests {
    use super::pronounced;

    #[test]
    fn whole_words_are_replaced() {
        let table = [("RDL".to_owned(), "Romanian deadlift".to_owned())];
        assert_eq!(
            pronounced("Single-leg RDL. Not RDLs, rdl!", &table),
            "Single-leg Romanian deadlift. Not RDLs, Romanian deadlift!"
        );
        assert_eq!(pronounced("RDL", &[]), "RDL");
    }
}
