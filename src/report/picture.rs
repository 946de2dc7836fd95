//! A timeline as an SVG picture.

use std::fmt::Write;
use std::time::Duration;

use unicode_width::UnicodeWidthStr;

use super::strip::Kind;
use crate::printable::visible;
use crate::time::{At, clock};
use crate::timeline::{Interval, Timeline};

/// The width of the whole session, in the picture's units.
const WIDTH: f64 = 1000.0;
/// The space around it.
const MARGIN: f64 = 24.0;
/// The height of the bars.
const BARS: f64 = 40.0;
/// From the bars to the first row of names, and from row to row.
const ROW: f64 = 17.0;
/// The most rows of names. A name without room is left out; each bar has its own as a tooltip.
const MOST_ROWS: usize = 12;
/// The average width of a character of a name.
const CHARACTER: f64 = 6.4;
/// The longest name, in characters.
const LONGEST: usize = 36;
/// The most marks on the time axis.
const MOST_MARKS: u64 = 12;

/// The picture: the session to scale on a time axis, the names of the exercises, and a legend. It has its own background,
/// so that it is readable on any page. Each bar has a title, which a browser shows as a tooltip.
#[must_use]
pub fn svg(timeline: &Timeline) -> String {
    let whole = (timeline.end() - At::ZERO).max(Duration::from_secs(1));
    let scale = WIDTH / whole.as_secs_f64();
    let x = |at: At| round(at.0.as_secs_f64() * scale);
    let (names, rows) = names(timeline, x);
    let axis = BARS + 8.0;
    let first_row = axis + 34.0;
    let legend = first_row + rows as f64 * ROW + 8.0;
    let height = legend + 14.0 + MARGIN - 8.0;
    let top = -46.0;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{} {top} {} {}\" font-family=\"sans-serif\" font-size=\"12\" \
         fill=\"#222222\">\n",
        -MARGIN,
        WIDTH + 2.0 * MARGIN,
        height - top
    );
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "<rect x=\"{}\" y=\"{top}\" width=\"{}\" height=\"{}\" rx=\"6\" fill=\"#ffffff\"/>",
        -MARGIN,
        WIDTH + 2.0 * MARGIN,
        height - top
    );
    let _ = writeln!(
        text,
        "<text y=\"-18\" font-size=\"16\">{}, {}</text>",
        escaped(&timeline.title),
        clock(timeline.end() - At::ZERO)
    );
    for interval in &timeline.intervals {
        bar(&mut text, interval, x);
    }
    let _ = writeln!(text, "<path d=\"M0 {axis}H{WIDTH}\" stroke=\"#8a8a8a\"/>");
    for mark in marks(whole) {
        let at = x(At::ZERO + mark);
        let _ = writeln!(
            text,
            "<path d=\"M{at} {axis}v5\" stroke=\"#8a8a8a\"/><text x=\"{at}\" y=\"{}\" text-anchor=\"middle\" \
             fill=\"#666666\">{}</text>",
            axis + 17.0,
            clock(mark)
        );
    }
    let y = |row: usize| first_row + row as f64 * ROW;
    for Name { x, row, .. } in &names {
        let _ = writeln!(text, "<path d=\"M{x} {BARS}V{}\" stroke=\"#cccccc\"/>", y(*row));
    }
    for Name { text: name, x, row, is_at_end } in &names {
        let anchor = if *is_at_end { " text-anchor=\"end\"" } else { "" };
        // The lines to the names below do not cross the letters.
        let _ = writeln!(
            text,
            "<text x=\"{x}\" y=\"{}\"{anchor} stroke=\"#ffffff\" stroke-width=\"4\" paint-order=\"stroke\">{}</text>",
            y(*row),
            escaped(name)
        );
    }
    let kinds = Kind::ALL
        .into_iter()
        .filter(|kind| timeline.intervals.iter().any(|interval| Kind::new(interval) == Some(*kind)));
    for (n, kind) in kinds.enumerate() {
        let left = n * 90;
        let _ = writeln!(
            text,
            "<rect x=\"{left}\" y=\"{legend}\" width=\"12\" height=\"12\" fill=\"{}\"/><text x=\"{}\" y=\"{}\">{}</text>",
            painted(kind).0,
            left + 18,
            legend + 10.0,
            kind.label()
        );
    }
    text + "</svg>\n"
}

/// The colour of a kind, and the part of the bars' height that it takes: from, to.
fn painted(kind: Kind) -> (&'static str, [u32; 2]) {
    match kind {
        Kind::Both => ("#2a9d5c", [0, 40]),
        Kind::Left => ("#1f78b4", [0, 20]),
        Kind::Right => ("#e08a00", [20, 40]),
        Kind::Rest => ("#bbbbbb", [18, 22]),
        Kind::Ready => ("#8a8a8a", [14, 26]),
    }
}

fn bar(text: &mut String, interval: &Interval, x: impl Fn(At) -> f64) {
    let Some(kind) = Kind::new(interval) else { return };
    let (colour, [top, bottom]) = painted(kind);
    let name = interval.exercise.as_deref().map_or("", |exercise| &exercise.name);
    let _ = writeln!(
        text,
        "<rect x=\"{}\" y=\"{top}\" width=\"{:.2}\" height=\"{}\" fill=\"{colour}\"><title>{} {} {}</title></rect>",
        x(interval.start),
        x(interval.end) - x(interval.start),
        bottom - top,
        clock(interval.start - At::ZERO),
        escaped(name),
        interval.kind.word()
    );
}

/// The name of an exercise below its first bar.
struct Name {
    text: String,
    x: f64,
    row: usize,
    /// Whether it ends at `x`, because there is no room to its right.
    is_at_end: bool,
}

/// The name of each exercise where it begins, each in the first row with room for it, and the number of rows.
fn names(timeline: &Timeline, x: impl Fn(At) -> f64) -> (Vec<Name>, usize) {
    let mut names: Vec<Name> = Vec::new();
    // Up to where each row is taken.
    let mut taken: Vec<f64> = Vec::new();
    let mut before = None;
    for interval in &timeline.intervals {
        // What comes before work has the name of that work.
        let named = interval.exercise.as_deref().filter(|_| Kind::new(interval).is_some());
        let Some(name) = named.map(|exercise| exercise.name.as_str()).filter(|name| before != Some(*name))
        else {
            continue;
        };
        before = Some(name);
        let mut text = visible(name);
        if text.chars().count() > LONGEST {
            text = text.chars().take(LONGEST - 1).chain(['…']).collect();
        }
        let (at, width) = (x(interval.start), text.width() as f64 * CHARACTER);
        let is_at_end = at + width > WIDTH + MARGIN / 2.0;
        let (from, to) = if is_at_end { (at - width, at) } else { (at, at + width) };
        let row = taken.iter().position(|end| *end <= from).unwrap_or(taken.len());
        if row >= MOST_ROWS {
            continue;
        }
        taken.resize(taken.len().max(row + 1), 0.0);
        taken[row] = to + CHARACTER;
        names.push(Name { text, x: at, row, is_at_end });
    }
    let rows = names.iter().map(|name| name.row + 1).max().unwrap_or(0);
    (names, rows)
}

/// The times that are marked on the axis: whole steps that a person reads easily.
fn marks(whole: Duration) -> impl Iterator<Item = Duration> {
    const STEPS: [u64; 14] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
    let seconds = whole.as_secs();
    let step = STEPS.into_iter().find(|step| seconds / step <= MOST_MARKS).unwrap_or(4 * 3600);
    (0..=seconds / step).map(move |n| Duration::from_secs(n * step))
}

fn round(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// Text that is safe between tags.
pub(super) fn escaped(words: &str) -> String {
    visible(words).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_has_few_whole_steps() {
        let marked =
            |seconds| marks(Duration::from_secs(seconds)).map(|mark| mark.as_secs()).collect::<Vec<_>>();
        assert_eq!(marked(1), [0, 1]);
        assert_eq!(marked(12).len(), 13);
        assert_eq!(marked(13), [0, 2, 4, 6, 8, 10, 12]);
        assert_eq!(marked(26 * 60 + 3), [0, 300, 600, 900, 1200, 1500]);
        for seconds in (1..86_400).step_by(61) {
            assert!((2..=13).contains(&marked(seconds).len()), "{seconds}");
        }
    }
}
