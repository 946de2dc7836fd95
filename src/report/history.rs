//! The history as text: the week, the map of days, totals, the exercises; one exercise; one session.

use std::collections::BTreeSet;
use std::time::Duration;

use unicode_width::UnicodeWidthStr;

use super::heat_map;
use crate::calendar::format_day;
use crate::history::lines::History;
use crate::history::record::{Pain, SessionRecord, SetRecord};
use crate::history::summary::{
    Performance, Practice, Totals, amount, amounts, days, effort, load_in_thousandths, performances,
    practices,
};
use crate::history::week::{Goal, Week, counted};
use crate::printable::{Printable, visible};
use crate::routine::week::Day;
use crate::time::clock;

/// The widest bar of a chart.
const BAR: usize = 24;
/// The most days of a chart; the last ones are shown.
const MOST_DAYS: usize = 30;

/// What is shown if there is nothing to show.
pub const EMPTY: &str = "There is no history yet. Each set of a session becomes a line in it.\n";

/// The whole history, at most `columns` wide.
#[must_use]
pub fn overview(history: &History, today: Day, goal: Goal, columns: usize) -> Printable {
    if history.sets.is_empty() {
        return Printable::from(EMPTY).and(unreadable(history));
    }
    let by_day = days(history);
    let week = Week::new(&by_day.keys().copied().collect::<BTreeSet<Day>>(), today, goal);
    Printable::from(format!("{}.\n\n", week.words()))
        .and(heat_map::lines(&by_day, today, columns))
        .and(format!("\n{}\n\n", totals(history)))
        .and(exercises(&practices(history), today))
        .and(unreadable(history))
}

/// The totals: `131 days, 12:28 h of work, 7956 reps since 3 Feb 2026`.
pub(super) fn totals(history: &History) -> String {
    let by_day = days(history);
    let sets: Vec<_> = history.sets.iter().collect();
    let all = Totals::of(&sets);
    let first = by_day.keys().next().map_or_else(String::new, |day| format!(" since {}", date(*day)));
    let reps = if all.reps > 0 { format!(", {}", counted(all.reps, "rep")) } else { String::new() };
    let number = by_day.len() as u64;
    format!("{}, {} of work{reps}{first}.", counted(number, "day"), hours(all.seconds))
}

/// A time in hours and minutes: `12 h 28 min`, `9 min`.
fn hours(seconds: u64) -> String {
    match (seconds + 30) / 60 {
        0 => format!("{seconds} s"),
        minutes @ 1..60 => format!("{minutes} min"),
        minutes => format!("{} h {:02} min", minutes / 60, minutes % 60),
    }
}

/// The exercises as a table: the last day's sets, and the best set.
fn exercises(practices: &[Practice<'_>], today: Day) -> String {
    let mut rows = vec![["exercise", "sets", "last", "", "best", ""].map(str::to_owned)];
    for practice in practices {
        let (Some((day, sets)), Some(best)) = (practice.last(), practice.best()) else { continue };
        rows.push([
            visible(practice.name),
            practice.sets().count().to_string(),
            short_date(day, today),
            visible(&amounts(sets)),
            short_date(best.at.day(), today),
            visible(&with_load(best)),
        ]);
    }
    table(&rows, &[1])
}

fn with_load(set: &SetRecord) -> String {
    let load = set.load.as_ref().map_or_else(String::new, |load| format!(", {load}"));
    amount(set) + &load
}

/// Rows in columns that are as wide as needed; the numbers in the columns of `right` are aligned to the right.
fn table<const N: usize>(rows: &[[String; N]], right: &[usize]) -> String {
    let width = |n: usize| rows.iter().map(|row| row[n].width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate().filter(|(_, (_, width))| **width > 0).map(
            |(n, (cell, width))| {
                let room = " ".repeat(width - cell.width());
                if right.contains(&n) { format!("{room}{cell}") } else { format!("{cell}{room}") }
            },
        );
        text += &format!("  {}\n", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    text
}

/// One exercise: a row for each of the last days, with a bar for its best set, and what the user said.
#[must_use]
pub fn exercise(practice: &Practice<'_>, history: &History) -> String {
    let sessions = performances(history);
    let all = practice.sets();
    let of = |set: &SetRecord| {
        // The bar shows the load if it changes, otherwise the reps or seconds.
        load_in_thousandths(set).map_or(0, |load| load)
    };
    let loads: BTreeSet<u64> = all.map(of).collect();
    let shows_load = loads.len() > 1 && !loads.contains(&0);
    let holds: BTreeSet<Option<u32>> = practice.sets().map(|set| set.hold_ms).collect();
    let skipped = practice.days.len().saturating_sub(MOST_DAYS);
    let shown = || practice.days.iter().skip(skipped);
    let best_of = |sets: &[&SetRecord]| {
        let value = |set: &&SetRecord| if shows_load { of(set) } else { u64::from(set.cued) };
        sets.iter().map(value).max().unwrap_or(0)
    };
    let most = shown().map(|(_, sets)| best_of(sets)).max().unwrap_or(0).max(1);
    let has_many_years =
        practice.days.keys().map(|day| format_day(*day, "%Y")).collect::<BTreeSet<_>>().len() > 1;
    let hold = if holds.len() > 1 { "hold" } else { "" };
    let mut rows = vec![["", "", "", hold, "effort", "pain"].map(str::to_owned)];
    for (day, sets) in shown() {
        let holds = sets.iter().filter_map(|set| set.hold_ms).max().filter(|_| !hold.is_empty());
        let has_it = |session: &&Performance<'_>| sets.iter().any(|set| set.session == session.id);
        let pain = sessions.iter().filter(has_it).filter_map(pain).max();
        rows.push([
            format_day(*day, if has_many_years { "%e %b %Y" } else { "%a %e %b" }),
            bar(best_of(sets), most),
            visible(&amounts(sets)),
            holds.map_or_else(String::new, |ms| format!("{} s", thousandths(ms.into()))),
            effort(sets).map_or_else(String::new, |effort| effort.words().to_owned()),
            pain.map_or_else(String::new, |pain| u8::from(pain).to_string()),
        ]);
    }
    for column in [4, 5] {
        if rows[1..].iter().all(|row| row[column].is_empty()) {
            rows[0][column].clear();
        }
    }
    let best = practice.best().map_or_else(String::new, |set| {
        format!("; best: {} on {}", visible(&with_load(set)), date(set.at.day()))
    });
    let number = practice.days.len() as u64;
    let earlier = if skipped > 0 {
        format!("  … {} before\n", counted(skipped as u64, "day"))
    } else {
        String::new()
    };
    let head = format!("{}, {}{best}\n\n", visible(practice.name), counted(number, "day"));
    let rows = if rows[0].iter().all(String::is_empty) { &rows[1..] } else { &rows[..] };
    head + &earlier + &table(rows, &[5])
}

/// Thousandths as a number, without zeros at its end: `2.5`.
fn thousandths(number: u64) -> String {
    let text = format!("{}.{:03}", number / 1000, number % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn pain(session: &Performance<'_>) -> Option<Pain> {
    session.record.and_then(|record: &SessionRecord| record.pain)
}

/// A bar as long as its part of the most.
fn bar(value: u64, most: u64) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = usize::try_from(u128::from(value) * (8 * BAR) as u128 / u128::from(most)).unwrap_or(0);
    "█".repeat(eighths / 8) + PARTS[eighths % 8]
}

/// One session: what was cued of each exercise, and what the user said.
#[must_use]
pub fn session(session: &Performance<'_>) -> String {
    let ended = match session.record {
        Some(_) if session.is_done() => "",
        Some(_) => ", stopped",
        None => ", interrupted",
    };
    let paused = session.record.map(|record| record.paused).filter(|paused| *paused > 0);
    let paused = paused.map_or_else(String::new, |seconds| {
        format!(" ({} paused)", clock(Duration::from_secs(seconds.into())))
    });
    let lasted = clock(Duration::from_secs(session.seconds()));
    let day = format_day(session.began.day(), "%A, %-d %B %Y");
    let mut text = format!(
        "{}\n{day}, {}, {lasted}{paused}{ended}\n\n",
        visible(session.title()),
        session.began.time_of_day()
    );
    let mut rows = Vec::new();
    for sets in session.sets.chunk_by(|one, other| one.exercise == other.exercise) {
        let full = if sets.iter().all(|set| set.is_full()) { String::new() } else { planned(sets) };
        let effort = effort(sets).map_or_else(String::new, |effort| effort.words().to_owned());
        rows.push([visible(&sets[0].name), visible(&amounts(sets)), full, effort]);
    }
    text += &table(&rows, &[]);
    if let Some(pain) = pain(session) {
        text += &format!("\n  Pain afterwards: {} of 10.\n", u8::from(pain));
    }
    text + &format!("\nIts id: {}\n", visible(session.id))
}

/// What was planned of sets that were not cued in full.
fn planned(sets: &[&SetRecord]) -> String {
    let most = sets.iter().filter_map(|set| set.planned).max().unwrap_or(0);
    format!("of {most} planned")
}

/// What could not be read.
fn unreadable(history: &History) -> String {
    let mut text = String::new();
    if history.unknown > 0 {
        let lines = counted(history.unknown as u64, "line");
        text += &format!("\n{lines} of a later version: kept, but not shown.\n");
    }
    if history.damaged > 0 {
        text += &format!("\n{} cannot be read: not shown.\n", counted(history.damaged as u64, "line"));
    }
    text
}

/// A date with its year: `3 Feb 2026`.
fn date(day: Day) -> String {
    format_day(day, "%-d %b %Y")
}

/// A date as short as it can be: `today`, `Tue 24 Nov`, `3 Feb 2025`.
fn short_date(day: Day, today: Day) -> String {
    if day == today {
        "today".to_owned()
    } else if (0..300).contains(&(today.number() - day.number())) {
        format_day(day, "%a %-d %b")
    } else {
        date(day)
    }
}

#[cfg(test)]
mod tests;
