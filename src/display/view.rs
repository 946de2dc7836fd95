//! What to show at an instant, as text and numbers: the same for every display.

use std::time::Duration;

use crate::player::{Activity, Position};
use crate::routine::phase::Phase;
use crate::routine::rep::TimedPhase;
use crate::routine::{Side, Sides, Work};
use crate::time::clock_left;
use crate::timeline::{Interval, IntervalKind, Timeline};

/// What to show.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// What happens now: ``Lying clam shell``, ``Rest``.
    pub heading: String,
    /// Details: ``set 1 of 3 · left side · rep 4 of 15 · hold``.
    pub details: String,
    /// What comes next; empty at the end.
    pub next: String,
    /// The elapsed time and the length of the interval.
    pub interval: (Duration, Duration),
    /// The elapsed time and the length of the session, including added time.
    pub session: (Duration, Duration),
}

/// The view of a position; `held` if the session waits for its sound device.
#[must_use]
pub fn view(timeline: &Timeline, position: &Position, held: bool) -> View {
    let interval = &timeline.intervals[position.interval];
    let over = (position.at - interval.start).min(interval.length());
    let heading = heading(interval);
    View {
        heading: match position.activity {
            _ if held => format!("No sound device · {heading}"),
            Activity::Playing if interval.waits => format!("{heading} · until you are ready"),
            Activity::Playing => heading,
            Activity::Paused => format!("Paused · {heading}"),
            Activity::Saying => format!("Listen · {heading}"),
            Activity::CountIn => format!("Count-in · {heading}"),
            Activity::Waiting => format!("{heading} · continue when you are ready"),
        },
        details: [on_the_clock(interval, position), details(interval, position)].concat(),
        next: timeline.intervals.get(position.interval + 1).map_or_else(String::new, next),
        interval: (over + repeated(interval, position), interval.length() + position.extra),
        session: position.session(timeline.end()),
    }
}

/// How long work at the user's own pace has been repeated: it counts like a stopwatch.
pub(crate) fn repeated(interval: &Interval, position: &Position) -> Duration {
    match (interval.own_set().map(|set| set.work), interval.cycle) {
        (Some(Work::OwnPace { .. }), Some((from, to))) => (to - from).saturating_mul(position.loops),
        _ => Duration::ZERO,
    }
}

/// A short name of an interval.
#[must_use]
pub fn heading(interval: &Interval) -> String {
    let name = interval.exercise.as_ref().map_or("", |exercise| &exercise.name);
    match (interval.kind, interval.side) {
        (IntervalKind::Ready, _) => format!("Get ready · {name}"),
        (IntervalKind::Work, _) => name.to_owned(),
        (IntervalKind::Switch, Some(side)) => format!("Switch to the {} side", side.word()),
        (IntervalKind::Switch, None) => "Switch sides".to_owned(),
        (IntervalKind::Rest, _) => "Rest".to_owned(),
        (IntervalKind::Done, _) => "Well done".to_owned(),
    }
}

/// The set, the side and the number of reps of an interval, as far as they apply.
#[must_use]
pub fn numbers(interval: &Interval) -> Vec<String> {
    let Some(exercise) = &interval.exercise else { return Vec::new() };
    if interval.kind == IntervalKind::Rest {
        return Vec::new();
    }
    let mut words = Vec::new();
    if exercise.sets > 1 {
        words.push(format!("set {} of {}", interval.set, exercise.sets));
    }
    let set = exercise.set(interval.round, interval.set);
    let does_both_sides = exercise.does_both_sides(set);
    match interval.side {
        _ if does_both_sides && exercise.sides == Sides::Alternate => {
            words.push("alternate sides".to_owned());
        }
        Some(side) => words.push(format!("{} side", side.word())),
        None => {}
    }
    match (set.work, interval.reps) {
        (Work::Open(_), _) => words.push("as many as you like".to_owned()),
        (Work::OwnPace { reps: Some(reps), .. }, _) | (Work::Reps(_), Some(reps)) => {
            words.push(exercise.counted(reps) + if does_both_sides { " each" } else { "" });
        }
        _ => {}
    }
    words.extend(set.load.clone());
    words
}

/// What happens within an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The side that works, or is about to.
    pub side: Option<Side>,
    /// The rep, from 1; with alternating sides, counted per side.
    pub rep: Option<u32>,
    /// The phase of the rep.
    pub phase: Option<Phase>,
}

/// What happens at a position within its interval.
#[must_use]
pub fn now(interval: &Interval, position: &Position) -> Now {
    let (IntervalKind::Work, Some(exercise), Some(set), Some(reps)) =
        (interval.kind, &interval.exercise, interval.own_set(), interval.reps)
    else {
        return Now { side: interval.side, rep: None, phase: None };
    };
    let over = (position.at - interval.start).min(interval.length());
    let beat = set.rep.beat();
    let done = beat.number_at(over);
    let within = over.saturating_sub(beat.start(done));
    let (number, side) = exercise.number_and_side(done, interval.side);
    let number = number.min(reps).saturating_add(position.loops);
    Now { side, rep: Some(number), phase: set.rep.phase_at(within).map(|phase| phase.phase) }
}

/// The round of an interval: ``round 2 of 3``, without the number of rounds if nobody knows it.
#[must_use]
pub fn round(interval: &Interval) -> String {
    match interval.rounds {
        0 => format!("round {}", interval.round),
        rounds => format!("round {} of {rounds}", interval.round),
    }
}

/// The round and the time left of rounds at the user's own pace: ``round 3, 12:30 left · ``.
fn on_the_clock(interval: &Interval, position: &Position) -> String {
    position.rounds.map_or_else(String::new, |rounds| {
        format!("{}, {} left · ", round(interval), clock_left(rounds.left()))
    })
}

fn details(interval: &Interval, position: &Position) -> String {
    let (Now { side, rep: Some(rep), phase: Some(phase) }, Some(exercise), Some(reps)) =
        (now(interval, position), &interval.exercise, interval.reps)
    else {
        return numbers(interval).join(" · ");
    };
    let mut words = Vec::new();
    if exercise.sets > 1 {
        words.push(format!("set {} of {}", interval.set, exercise.sets));
    }
    words.extend(side.map(|side| format!("{} side", side.word())));
    words.push(match exercise.set(interval.round, interval.set).work {
        Work::Open(_) => format!("rep {rep}, as many as you like"),
        _ => format!("rep {rep} of {reps}"),
    });
    let over = (position.at - interval.start).min(interval.length());
    words.push(phase_name(interval, over).unwrap_or(phase.word()).to_owned());
    words.join(" · ")
}

/// What the phase at a time since the start of work is called: its own words, or its kind.
#[must_use]
pub fn phase_name(interval: &Interval, over: Duration) -> Option<&str> {
    let rep = &interval.own_set().filter(|_| interval.reps.is_some())?.rep;
    let beat = rep.beat();
    rep.phase_at(over.saturating_sub(beat.start(beat.number_at(over)))).map(TimedPhase::name)
}

/// The length of the phase at a time since the start of work, and the time left in it.
pub(crate) fn phase_time(interval: &Interval, over: Duration) -> Option<(Duration, Duration)> {
    let rep = &interval.own_set().filter(|_| interval.reps.is_some())?.rep;
    let beat = rep.beat();
    let within = over.saturating_sub(beat.start(beat.number_at(over)));
    let mut end = Duration::ZERO;
    for phase in rep.phases() {
        end += phase.length;
        if within < end {
            return Some((phase.length, end - within));
        }
    }
    rep.phases().last().map(|phase| (phase.length, Duration::ZERO))
}

fn next(interval: &Interval) -> String {
    match interval.kind {
        IntervalKind::Work => match &interval.exercise {
            Some(exercise) => format!("next: {}", exercise.name),
            None => String::new(),
        },
        IntervalKind::Done => "last set".to_owned(),
        _ => {
            let heading = heading(interval);
            let mut chars = heading.chars();
            let first: String = chars.next().into_iter().flat_map(char::to_lowercase).collect();
            format!("next: {first}{}", chars.as_str())
        }
    }
}

#[cfg(test)]
mod tests;
