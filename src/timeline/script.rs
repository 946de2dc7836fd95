//! The words of a session: what is said, where and when the composer wants it said.

use std::time::Duration;

use crate::routine::duration::written;
use crate::routine::{Exercise, Side, Sides, Work};

/// The name and the numbers of a set: ``Clam shell. 15 reps on each side. Left side first.``
pub(super) fn announcement(exercise: &Exercise, set: u32) -> String {
    let mut words = format!("{}.", exercise.name);
    let amount = match exercise.work {
        Work::Reps(1) => "1 rep".to_owned(),
        Work::Reps(reps) => format!("{reps} reps"),
        Work::Open(_) => "As many reps as you like".to_owned(),
        Work::Time(length) => spoken_length(length),
    };
    let sides = match exercise.sides {
        Sides::Together => "",
        Sides::Each | Sides::Alternate => " on each side",
    };
    words += &match (set, exercise.sets) {
        (_, 1) => format!(" {amount}{sides}."),
        (1, sets) => format!(" {sets} sets of {}{sides}.", lower_first(&amount)),
        (set, sets) => format!(" Set {set} of {sets}. {amount}{sides}."),
    };
    match exercise.sides {
        Sides::Together => {}
        Sides::Each => words += &format!(" {} side first.", capital(exercise.first)),
        Sides::Alternate => words += &format!(" Alternate sides, {} first.", exercise.first.word()),
    }
    words
}

/// What is needed for an exercise: ``You need a mat.`` Nothing is said where nothing is needed.
pub(super) fn equipment(exercise: &Exercise) -> Option<String> {
    let kit = match &exercise.equipment[..] {
        [] => return None,
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    Some(format!("You need: {kit}."))
}

/// The change of sides.
pub(super) fn switch(side: Option<Side>) -> String {
    match side {
        Some(side) => format!("Switch sides. {} side.", capital(side)),
        None => "Switch sides.".to_owned(),
    }
}

/// The rest before another exercise.
pub(super) fn rest_before(next: &Exercise) -> String {
    format!("Rest. Next: {}.", next.name)
}

/// The rest before another set of the same exercise.
pub(super) fn rest_between_sets(next: u32, sets: u32) -> String {
    format!("Rest. Next: set {next} of {sets}.")
}

/// The end.
pub(super) fn done(exercises: usize, length: Duration) -> String {
    let count = if exercises == 1 { "1 exercise".to_owned() } else { format!("{exercises} exercises") };
    let rounded = Duration::from_secs(length.as_secs().max(1));
    let time = match rounded.as_secs() {
        0..120 => spoken_length(rounded),
        seconds => format!("{} minutes", (seconds + 30) / 60),
    };
    format!("Well done. {count} in {time}.")
}

/// A length in words: ``1 minute 30 seconds``.
fn spoken_length(length: Duration) -> String {
    let unit = |n: u64, word: &str| match n {
        0 => None,
        1 => Some(format!("1 {word}")),
        n => Some(format!("{n} {word}s")),
    };
    let seconds = length.as_secs();
    if length.subsec_nanos() > 0 {
        return format!("{} seconds", written(length).trim_end_matches('s'));
    }
    let parts =
        [unit(seconds / 3600, "hour"), unit(seconds / 60 % 60, "minute"), unit(seconds % 60, "second")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn capital(side: Side) -> &'static str {
    match side {
        Side::Left => "Left",
        Side::Right => "Right",
    }
}

fn lower_first(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
