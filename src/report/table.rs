//! The timeline as a table: one row for each interval, and the total time.

use unicode_width::UnicodeWidthStr;

use crate::calendar;
use crate::diagnostic::quoted;
use crate::display::view::heading;
use crate::routine::{Exercise, Sides, Work};
use crate::time::{At, clock};
use crate::timeline::{Interval, IntervalKind, Timeline};

/// The column of loads is shown only if there is one; the last column is a note.
const HEAD: [&str; 9] = ["start", "length", "", "exercise", "set", "side", "reps", LOAD, ""];
const LOAD: &str = "load";

/// A timeline as a table.
pub fn draw(timeline: &Timeline) -> String {
    let mut text = String::new();
    let head = std::iter::once((None, HEAD.map(str::to_owned)));
    let rows: Vec<(Option<&Interval>, [String; 9])> = head.chain(rows(timeline)).collect();
    let is_shown = |n: usize| HEAD[n] != LOAD || rows[1..].iter().any(|(_, row)| !row[n].is_empty());
    let columns: Vec<usize> = (0..HEAD.len()).filter(|n| is_shown(*n)).collect();
    let widths: Vec<usize> =
        (0..HEAD.len()).map(|n| rows.iter().map(|(_, row)| row[n].width()).max().unwrap_or(0)).collect();
    let mut block = None;
    for (interval, row) in &rows {
        if let Some(interval) = interval {
            let place = interval.block.as_ref().map(|title| (title, interval.round));
            if interval.kind != IntervalKind::Rest && place != block {
                block = place;
                if let Some((title, round)) = place {
                    let rounds = interval.rounds;
                    let round =
                        if rounds > 1 { format!(", round {round} of {rounds}") } else { String::new() };
                    text += &format!("  {title}{round}\n");
                }
            }
        }
        let cells = columns.iter().map(|n| (*n, &row[*n], widths[*n])).map(|(n, cell, width)| {
            let room = " ".repeat(width - cell.width());
            if n < 2 { format!("{room}{cell}") } else { format!("{cell}{room}") }
        });
        text += &format!("  {}\n", cells.collect::<Vec<_>>().join("  ").trim_end()).replace("    \n", "\n");
    }
    let length = timeline.end() - At::ZERO;
    let end = calendar::end_of(length);
    let end = end.map_or_else(String::new, |end| format!("; started now, it ends at {end}"));
    text + &format!("\n{} in all{end}\n", clock(length))
}

/// The rows, each with its interval. Of rounds at the user's own pace, only the first is shown, without times that nobody
/// knows.
fn rows(timeline: &Timeline) -> Vec<(Option<&Interval>, [String; 9])> {
    let mut rows = Vec::new();
    let mut paced = timeline.timed_rounds.iter().filter(|rounds| rounds.own_pace.is_some()).peekable();
    for (n, interval) in timeline.intervals.iter().enumerate() {
        let Some(rounds) = paced.peek().filter(|rounds| rounds.intervals.contains(&n)) else {
            rows.push((Some(interval), row(interval)));
            continue;
        };
        if interval.round == 1 {
            let mut row = row(interval);
            if n > rounds.intervals.start {
                row[0].clear();
            }
            if interval.cycle.is_some() || interval.waits {
                row[1].clear();
            }
            rows.push((Some(interval), row));
        }
        if n + 1 == rounds.intervals.end {
            let mut row: [String; 9] = Default::default();
            row[1] = clock(rounds.time);
            row[3] = "and again, until time is up".to_owned();
            rows.push((None, row));
            paced.next();
        }
    }
    rows
}

fn row(interval: &Interval) -> [String; 9] {
    let exercise = interval.exercise.as_deref();
    let is_rest = interval.kind == IntervalKind::Rest;
    let set = exercise.filter(|exercise| exercise.sets > 1 && !is_rest);
    let own = interval.own_set().filter(|_| interval.kind == IntervalKind::Work);
    let does_both_sides = exercise.zip(own).is_some_and(|(exercise, set)| exercise.does_both_sides(set));
    let of_unit = |reps: u32| of_unit(exercise, reps) + if does_both_sides { " each" } else { "" };
    let reps = match (own.map(|set| set.work), interval.reps) {
        (Some(Work::Open(_)), Some(reps)) => format!("open ({reps})"),
        (Some(Work::OwnPace { reps, time: None }), _) => {
            reps.map_or_else(|| "open".to_owned(), |reps| format!("{} (open)", of_unit(reps)))
        }
        (Some(Work::OwnPace { reps, .. }), _) => reps.map_or_else(String::new, of_unit),
        (Some(_), Some(reps)) => of_unit(reps),
        _ => String::new(),
    };
    let side = match exercise {
        Some(exercise) if exercise.sides == Sides::Alternate && does_both_sides => "alternate",
        _ => interval.side.map_or("", |side| side.word()),
    };
    [
        clock(interval.start - At::ZERO),
        clock(interval.length()),
        interval.kind.word().to_owned(),
        match interval.kind {
            IntervalKind::Work | IntervalKind::Ready => exercise.map_or(String::new(), |e| e.name.clone()),
            IntervalKind::Done => heading(interval),
            IntervalKind::Rest if interval.waits => "until you continue".to_owned(),
            IntervalKind::Rest | IntervalKind::Switch => String::new(),
        },
        set.map_or(String::new(), |exercise| format!("{}/{}", interval.set, exercise.sets)),
        side.to_owned(),
        reps,
        own.and_then(|set| set.load.clone()).unwrap_or_default(),
        note(interval),
    ]
}

/// A number of reps, with the unit if it has one.
fn of_unit(exercise: Option<&Exercise>, reps: u32) -> String {
    match exercise {
        Some(exercise) if exercise.unit.is_some() => exercise.counted(reps),
        _ => reps.to_string(),
    }
}

/// What is not as one might expect: an interval that has grown, numbers that are left out.
fn note(interval: &Interval) -> String {
    match (interval.grown.as_secs(), interval.count_step) {
        (0, None | Some(1)) => String::new(),
        (0, Some(step)) => {
            if step == 2 {
                "(every second rep counted)".to_owned()
            } else {
                format!("(every {step}th rep counted)")
            }
        }
        (grown, _) => format!("(+{grown} s: instructions)"),
    }
}

/// The work that nothing names, one message for each exercise.
pub fn unnamed(timeline: &Timeline) -> Vec<String> {
    let mut seen = Vec::new();
    let mut messages = Vec::new();
    for index in &timeline.unnamed {
        let interval = &timeline.intervals[*index];
        let name = interval.exercise.as_ref().map_or("", |exercise| exercise.name.as_str());
        if !seen.contains(&name) {
            seen.push(name);
            let at = clock(interval.start - At::ZERO);
            messages
                .push(format!("nothing announces {} at {at}: there is no room for its name", quoted(name)));
        }
    }
    messages
}
