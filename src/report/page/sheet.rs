//! The routine as a sheet: a table of its exercises, to read, to jump in, and to print with a column to write in.

use std::fmt::Write;

use super::attribute;
use crate::routine::duration::written;
use crate::routine::{Block, Exercise, Routine, Set, Sides};
use crate::time::{At, clock};
use crate::timeline::Timeline;

/// The most boxes to write in, for an exercise: one for each set.
const MOST_BOXES: u64 = 8;
/// The characters of instructions in a line of the printed sheet, about.
const LINE: usize = 50;
/// How many lines the sheet has on a page in large, medium and small print, about.
const FITS: [usize; 2] = [60, 76];

/// The sheet as HTML.
pub(super) fn html(routine: &Routine, timeline: &Timeline) -> String {
    let starts = starts(timeline);
    let mut rows = String::new();
    let (mut lines, mut number) = (0, 0);
    for block in &routine.blocks {
        if let Some(title) = title(block) {
            lines += 2;
            put(
                &mut rows,
                format_args!("<tr class=\"block\"><th colspan=\"4\" scope=\"colgroup\">{title}</th></tr>\n"),
            );
        }
        for exercise in &block.exercises {
            number += 1;
            lines += lines_of(exercise);
            // An exercise that is not played has no place to jump to.
            let start = starts.iter().find(|(of, _)| *of == number).map(|(_, interval)| *interval);
            row(
                &mut rows,
                (number, exercise),
                block.rounds,
                start.map(|index| (index, timeline.intervals[index].start)),
            );
        }
    }
    let size = FITS.iter().filter(|fits| lines > **fits).count();
    let mut text = format!(
        "<h2 id=\"sheet-title\">{}</h2>\n<p class=\"facts\">{}</p>\n",
        attribute(&routine.title),
        attribute(&facts(routine, timeline))
    );
    for (class, words) in [("about", &routine.about), ("warning", &routine.warning), ("plan", &routine.plan)]
    {
        if let Some(words) = words {
            put(&mut text, format_args!("<p class=\"{class}\">{}</p>\n", attribute(words)));
        }
    }
    put(
        &mut text,
        format_args!(
            "<table class=\"size-{size}\">\n<thead><tr><th scope=\"col\">Exercise</th><th scope=\"col\">Amount</th>\
             <th scope=\"col\">How</th><th scope=\"col\" class=\"done\">Date</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
        ),
    );
    text
}

/// Adds text. Writing to a string cannot fail.
fn put(text: &mut String, more: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(more);
}

/// The number of each exercise, and the index of the interval with which it first begins.
fn starts(timeline: &Timeline) -> Vec<(u32, usize)> {
    let mut starts: Vec<(u32, usize)> = Vec::new();
    for (index, interval) in timeline.intervals.iter().enumerate() {
        let number = interval.exercise_number;
        if number > 0 && starts.iter().all(|(known, _)| *known != number) {
            starts.push((number, timeline.turn_start(index)));
        }
    }
    starts
}

/// The title of a block and its rounds; `None` if it has neither.
fn title(block: &Block) -> Option<String> {
    let rounds = match (block.rounds, block.time) {
        (_, Some(time)) => Some(format!("as many rounds as begin in {}", written(time))),
        (1, None) => None,
        (rounds, None) => Some(format!("{rounds} rounds")),
    };
    let words: Vec<String> = block.title.iter().cloned().chain(rounds).collect();
    (!words.is_empty()).then(|| attribute(&words.join(" · ")))
}

/// The length, the number of exercises and the equipment.
fn facts(routine: &Routine, timeline: &Timeline) -> String {
    let minutes = (timeline.end().0.as_secs() + 30) / 60;
    let plural = |count: u64, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let mut facts =
        vec![plural(minutes.max(1), "minute"), plural(timeline.exercise_count.into(), "exercise")];
    let equipment = routine.equipment().join(", ");
    if !equipment.is_empty() {
        facts.push(format!("you need: {equipment}"));
    }
    facts.join(" · ")
}

/// A row of the table; `start` is the interval with which the exercise begins.
fn row(rows: &mut String, (number, exercise): (u32, &Exercise), rounds: u32, start: Option<(usize, At)>) {
    let name = attribute(&exercise.name);
    put(
        rows,
        format_args!(
            "<tr><th scope=\"row\"><span class=\"number\">{number}</span><span class=\"name\">{name}</span>"
        ),
    );
    if let Some((interval, at)) = start {
        let at = clock(at - At::ZERO);
        put(
            rows,
            format_args!(
                "<button type=\"button\" class=\"jump\" data-interval=\"{interval}\" aria-label=\"Play from {name}, at {at}\">\
                 {at}</button>"
            ),
        );
    }
    put(rows, format_args!("</th>\n<td class=\"amount\">{}", attribute(&amount(exercise))));
    let set = exercise.set(1, 1);
    if set.work.is_cued() {
        let phases: Vec<String> = set
            .rep
            .phases()
            .iter()
            .map(|phase| format!("{} {}", phase.name(), written(phase.length)))
            .collect();
        put(rows, format_args!("<span class=\"phases\">{}</span>", attribute(&phases.join(", "))));
    }
    put(rows, format_args!("</td>\n<td class=\"how\">"));
    if let Some(setup) = &exercise.setup {
        put(rows, format_args!("<p>{}</p>", attribute(setup)));
    }
    if !exercise.tips.is_empty() {
        let tips: Vec<String> =
            exercise.tips.iter().map(|tip| format!("<li>{}</li>", attribute(tip))).collect();
        put(rows, format_args!("<ul>{}</ul>", tips.concat()));
    }
    let boxes = "<span></span>".repeat(boxes(exercise, rounds) as usize);
    put(rows, format_args!("</td>\n<td class=\"done\">{boxes}</td></tr>\n"));
}

/// The sets with their amounts, sides and loads: `3 × 10 reps each side, 12 kg`.
fn amount(exercise: &Exercise) -> String {
    let one = |set: &Set| {
        let load = set.load.as_ref().map_or_else(String::new, |load| format!(", {load}"));
        exercise.amount(set) + &load
    };
    let sets: Vec<String> = exercise.sets_of(1).iter().map(one).collect();
    let amounts = match &sets[..] {
        [all] if exercise.sets > 1 => format!("{} × {all}", exercise.sets),
        _ => sets.join("; "),
    };
    let sides = match exercise.sides {
        Sides::Together => "",
        Sides::Each => ", each side",
        Sides::Alternate => ", each side, alternating",
        Sides::Left => ", left side",
        Sides::Right => ", right side",
    };
    amounts + sides
}

/// One for each set, over all rounds.
fn boxes(exercise: &Exercise, rounds: u32) -> u64 {
    (u64::from(exercise.sets) * u64::from(rounds.max(1))).min(MOST_BOXES)
}

/// The lines that an exercise takes on paper, about: those of its instructions, and at least those of its name.
fn lines_of(exercise: &Exercise) -> usize {
    exercise.setup.as_ref().map_or(0, |setup| setup.len().div_ceil(LINE)).max(3) + 1
}
