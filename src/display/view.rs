//! What there is to see at an instant, in words and numbers: the same for every display.

use std::time::Duration;

use crate::player::{Activity, Position};
use crate::routine::phase::Phase;
use crate::routine::{Side, Sides, Work};
use crate::timeline::{Stretch, StretchKind, Timeline};

/// What there is to see.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// What is going on: ``Lying clam shell``, ``Rest``.
    pub heading: String,
    /// Where in it: ``set 1 of 3 · left side · rep 4 of 15 · hold``.
    pub details: String,
    /// What comes next; empty at the end.
    pub next: String,
    /// Of this stretch, what is over and how long it is.
    pub stretch: (Duration, Duration),
    /// Of the session, what is over and how long it is, with the time that was added.
    pub session: (Duration, Duration),
}

/// The view of a position; `held` where the session waits for its sound device.
#[must_use]
pub fn view(timeline: &Timeline, position: &Position, held: bool) -> View {
    let stretch = &timeline.stretches[position.stretch];
    let over = (position.at - stretch.start).min(stretch.length());
    let heading = heading(stretch);
    View {
        heading: match position.activity {
            _ if held => format!("No sound device · {heading}"),
            Activity::Playing if stretch.waits => format!("{heading} · until you are ready"),
            Activity::Playing => heading,
            Activity::Paused => format!("Paused · {heading}"),
            Activity::Saying => format!("Listen · {heading}"),
            Activity::CountIn => format!("Count-in · {heading}"),
            Activity::Waiting => format!("{heading} · go on when you are ready"),
        },
        details: details(stretch, position),
        next: timeline.stretches.get(position.stretch + 1).map_or_else(String::new, next),
        stretch: (over, stretch.length() + position.extra),
        session: position.session(timeline.end()),
    }
}

/// What a stretch is, in a few words.
#[must_use]
pub fn heading(stretch: &Stretch) -> String {
    let name = stretch.exercise.as_ref().map_or("", |exercise| &exercise.name);
    match (stretch.kind, stretch.side) {
        (StretchKind::Ready, _) => format!("Get ready · {name}"),
        (StretchKind::Work, _) => name.to_owned(),
        (StretchKind::Switch, Some(side)) => format!("Switch to the {} side", side.word()),
        (StretchKind::Switch, None) => "Switch sides".to_owned(),
        (StretchKind::Rest, _) => "Rest".to_owned(),
        (StretchKind::Done, _) => "Well done".to_owned(),
    }
}

/// The set, the side and the number of reps of a stretch, as far as they apply.
#[must_use]
pub fn numbers(stretch: &Stretch) -> Vec<String> {
    let Some(exercise) = &stretch.exercise else { return Vec::new() };
    if stretch.kind == StretchKind::Rest {
        return Vec::new();
    }
    let mut words = Vec::new();
    if exercise.sets > 1 {
        words.push(format!("set {} of {}", stretch.set, exercise.sets));
    }
    match (exercise.sides, stretch.side) {
        (Sides::Alternate, _) if stretch.reps.is_some() => words.push("alternate sides".to_owned()),
        (_, Some(side)) => words.push(format!("{} side", side.word())),
        _ => {}
    }
    match (exercise.work, stretch.reps) {
        (Work::Open(_), _) => words.push("as many as you like".to_owned()),
        (_, Some(1)) => words.push("1 rep".to_owned()),
        (_, Some(reps)) => words.push(format!("{reps} reps")),
        (_, None) => {}
    }
    words
}

/// What is going on within a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The side that works, or is about to.
    pub side: Option<Side>,
    /// Which rep, from 1; with alternating sides, of its side.
    pub rep: Option<u32>,
    /// The phase of the rep.
    pub phase: Option<Phase>,
}

/// What is going on at a position within its stretch.
#[must_use]
pub fn now(stretch: &Stretch, position: &Position) -> Now {
    let (StretchKind::Work, Some(exercise), Some(reps)) = (stretch.kind, &stretch.exercise, stretch.reps)
    else {
        return Now { side: stretch.side, rep: None, phase: None };
    };
    let over = (position.at - stretch.start).min(stretch.length());
    let rep = exercise.tempo.rep();
    let done = u32::try_from(over.as_nanos() / rep.as_nanos().max(1)).unwrap_or(u32::MAX);
    let within = Duration::from_nanos((over.as_nanos() % rep.as_nanos().max(1)) as u64);
    let (number, side) = exercise.number_and_side(done, stretch.side);
    let number = number.min(reps).saturating_add(position.loops);
    Now { side, rep: Some(number), phase: Some(exercise.phase_at(within)) }
}

fn details(stretch: &Stretch, position: &Position) -> String {
    let (Now { side, rep: Some(rep), phase: Some(phase) }, Some(exercise), Some(reps)) =
        (now(stretch, position), &stretch.exercise, stretch.reps)
    else {
        return numbers(stretch).join(" · ");
    };
    let mut words = Vec::new();
    if exercise.sets > 1 {
        words.push(format!("set {} of {}", stretch.set, exercise.sets));
    }
    words.extend(side.map(|side| format!("{} side", side.word())));
    words.push(match exercise.work {
        Work::Open(_) => format!("rep {rep}, as many as you like"),
        _ => format!("rep {rep} of {reps}"),
    });
    words.push(phase.word().to_owned());
    words.join(" · ")
}

fn next(stretch: &Stretch) -> String {
    match stretch.kind {
        StretchKind::Work => match &stretch.exercise {
            Some(exercise) => format!("next: {}", exercise.name),
            None => String::new(),
        },
        StretchKind::Done => "next: the end".to_owned(),
        _ => {
            let heading = heading(stretch);
            let mut chars = heading.chars();
            let first: String = chars.next().into_iter().flat_map(char::to_lowercase).collect();
            format!("next: {first}{}", chars.as_str())
        }
    }
}

#[cfg(test)]
mod tests;
