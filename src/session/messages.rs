//! The messages of a session on the screen.

use std::io;
use std::time::Duration;

use crate::display::view::now;
use crate::history::record::Effort;
use crate::history::week::Week;
use crate::output::supervisor::OutputEvent;
use crate::player::Position;
use crate::tally::{Skipped, Tally};
use crate::time::clock;
use crate::timeline::rounds::RoundsDone;
use crate::timeline::{IntervalKind, Timeline};

/// Reports an event of the output; `None` if the end of the session reports it. `has_keys`: the user has a keyboard.
pub(super) fn output(event: OutputEvent, has_keys: bool) -> Option<String> {
    let (what, waits) = match event {
        OutputEvent::Lost => ("the sound device is gone", true),
        OutputEvent::LostInTime => ("the sound device is gone", false),
        OutputEvent::TooSlow => ("the sound device is too slow", true),
        OutputEvent::TooSlowInTime => ("the sound device is too slow", false),
        OutputEvent::TooFast => ("the sound device's clock runs too fast", false),
        OutputEvent::Back => return Some("The sound is back.".to_owned()),
        OutputEvent::Failed => return None,
    };
    let then = match (waits, has_keys) {
        (true, true) => "the session waits for it (press s to continue without sound)",
        (true, false) => "the session waits for it",
        (false, _) => "the session continues without sound",
    };
    Some(format!("warning: {what}; {then}"))
}

/// Reports that the session is paused because the computer was asleep.
pub(super) fn woken(has_keys: bool) -> String {
    let how = if has_keys { "press space to resume" } else { "`repcue ctl resume` resumes it" };
    format!("The computer was asleep. Paused: {how}.")
}

/// Reports that the history cannot be written.
pub(super) fn not_recorded(error: &io::Error) -> String {
    format!("warning: this session is not in the history: {error}")
}

/// Reports that a pause has become long.
pub(super) fn still_paused(paused_for: Duration) -> String {
    format!("Still paused, for {} now.", clock(paused_for))
}

/// What a key for the effort says if there is no history.
pub(super) const NO_HISTORY: &str = "This session is not in the history.";
/// What a key for the effort says if there is no set to rate.
pub(super) const NO_SET: &str = "1, 2 and 3 say how hard a set was, in the rest after it.";

/// Reports how hard a set was.
pub(super) fn rated(name: &str, effort: Effort) -> String {
    format!("{name}: {}.", effort.words())
}

/// Reports the end of a session: what was cued, in which time, what was skipped, and how the week goes.
pub(super) fn done(tally: &Tally, taken: Duration, week: Option<Week>) -> String {
    let number = |n: u32, one: &str, many: &str| match n {
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    };
    let exercises = number(tally.exercises as u32, "exercise", "exercises");
    let reps = match tally.reps {
        0 => String::new(),
        reps => format!(", {}", number(reps, "rep", "reps")),
    };
    let well_done = if tally.exercises == 0 { "The end" } else { "Well done" };
    let skipped = tally.skipped.iter().map(|Skipped { name, sets }| match sets {
        None => name.clone(),
        Some(sets) => format!("{} of {name}", number(*sets, "set", "sets")),
    });
    let skipped = skipped.collect::<Vec<_>>().join(", ");
    let skipped = if skipped.is_empty() { skipped } else { format!(" Skipped: {skipped}.") };
    let week = week.map_or_else(String::new, |week| format!(" {}.", week.words()));
    let rounds = tally.rounds.iter().map(|rounds| {
        let RoundsDone { rounds: whole, exercises } = rounds.done;
        let more = match exercises {
            0 => String::new(),
            more => format!(" and {}", number(more, "exercise", "exercises")),
        };
        let block = rounds.block.as_ref().map_or_else(String::new, |block| format!("{block}: "));
        format!(" {block}{}{more}.", number(whole, "round", "rounds"))
    });
    let rounds: String = rounds.collect();
    format!("{well_done}. {exercises}{reps} in {}.{rounds}{skipped}{week}", clock(taken))
}

/// Reports that the session was stopped: where, and how to resume it.
pub(super) fn stopped(timeline: &Timeline, position: &Position, can_resume: bool) -> String {
    let interval = &timeline.intervals[position.interval];
    let name = interval.exercise.as_ref().map(|exercise| &exercise.name);
    let place = match (interval.kind, name, now(interval, position).rep) {
        (_, None, _) => String::new(),
        (IntervalKind::Ready, Some(name), _) => format!(" (before {name})"),
        (IntervalKind::Rest, Some(name), _) => format!(" (rest after {name})"),
        (_, Some(name), Some(rep)) => format!(" ({name}, rep {rep})"),
        (_, Some(name), None) => format!(" ({name})"),
    };
    let (at, end) = position.session(timeline.end());
    let resume = if can_resume { " Resume with `repcue run --resume`." } else { "" };
    format!("Stopped at {} of {}{place}.{resume}", clock(at), clock(end))
}
