//! The weeks of a plan side by side: a row for each exercise, a column for each week from which something changes.

use std::time::Duration;

use unicode_width::UnicodeWidthStr;

use crate::routine::{Exercise, Routine, Set};
use crate::time::clock;

/// A table of the same routine in several weeks, each with its length.
pub fn draw(weeks: &[(Routine, Duration)]) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let head = weeks.iter().map(|(routine, _)| format!("week {}", routine.week));
    rows.push(std::iter::once(String::new()).chain(head).collect());
    let Some((first, _)) = weeks.first() else { return String::new() };
    for (b, block) in first.blocks.iter().enumerate() {
        let of = |routine: &Routine| routine.blocks.get(b).map(|block| (block.rounds, block.time));
        if let Some(title) = &block.title {
            let rounds = weeks.iter().map(|(routine, _)| match of(routine) {
                Some((_, Some(time))) => format!("rounds for {}", clock(time)),
                Some((rounds @ 2.., None)) => format!("{rounds} rounds"),
                _ => String::new(),
            });
            rows.push(std::iter::once(title.clone()).chain(rounds).collect());
        }
        for (e, exercise) in block.exercises.iter().enumerate() {
            let cells = weeks.iter().map(|(routine, _)| {
                let found = routine.blocks.get(b).and_then(|block| block.exercises.get(e));
                found.map_or_else(String::new, amount)
            });
            rows.push(std::iter::once(exercise.name.clone()).chain(cells).collect());
        }
    }
    let lengths = weeks.iter().map(|(_, length)| clock(*length));
    rows.push(std::iter::once("in all".to_owned()).chain(lengths).collect());
    let widths: Vec<usize> = (0..=weeks.len())
        .map(|n| rows.iter().map(|row| row[n].as_str().width()).max().unwrap_or(0))
        .collect();
    let line = |row: &Vec<String>| {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.as_str().width())));
        format!("  {}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

/// The sets of an exercise: `3 × 10 reps`, `12, 10 and 8 reps` as `12 reps, 10 reps, 8 reps`.
fn amount(exercise: &Exercise) -> String {
    let of = |set: &Set| {
        let load = set.load.as_ref().map_or_else(String::new, |load| format!(" {load}"));
        exercise.amount(set) + &load
    };
    let sets: Vec<String> = exercise.sets_of(1).iter().map(of).collect();
    match &sets[..] {
        [one] if exercise.sets == 1 => one.clone(),
        [one] => format!("{} × {one}", exercise.sets),
        several => several.join(", "),
    }
}
