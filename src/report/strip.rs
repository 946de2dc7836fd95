//! A session as a strip from left to right, on a terminal or as a picture.

use std::fmt::Write;
use std::time::Duration;

use crate::printable::{Printable, visible};
use crate::routine::Side;
use crate::time::{At, clock};
use crate::timeline::{Interval, IntervalKind, Timeline};

/// What an interval is drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Both,
    Left,
    Right,
    Rest,
    Ready,
}

impl Kind {
    const ALL: [Kind; 5] = [Kind::Both, Kind::Left, Kind::Right, Kind::Rest, Kind::Ready];

    /// The kind of an interval; `None` for the end, which is not shown.
    pub(super) fn new(interval: &Interval) -> Option<Kind> {
        Some(match (interval.kind, interval.side) {
            (IntervalKind::Work, None) => Kind::Both,
            (IntervalKind::Work, Some(Side::Left)) => Kind::Left,
            (IntervalKind::Work, Some(Side::Right)) => Kind::Right,
            (IntervalKind::Rest, _) => Kind::Rest,
            (IntervalKind::Ready | IntervalKind::Switch, _) => Kind::Ready,
            (IntervalKind::Done, _) => return None,
        })
    }

    fn label(self) -> &'static str {
        match self {
            Kind::Both => "work",
            Kind::Left => "left",
            Kind::Right => "right",
            Kind::Rest => "rest",
            Kind::Ready => "get ready, switch",
        }
    }

    /// The character for it, distinguishable without colour.
    fn sign(self) -> char {
        match self {
            Kind::Both => '█',
            Kind::Left => '▀',
            Kind::Right => '▄',
            Kind::Rest => '·',
            Kind::Ready => '-',
        }
    }

    /// The ANSI colour on a terminal.
    fn ansi(self) -> anstyle::AnsiColor {
        match self {
            Kind::Both => anstyle::AnsiColor::Green,
            Kind::Left => anstyle::AnsiColor::Cyan,
            Kind::Right => anstyle::AnsiColor::Yellow,
            Kind::Rest | Kind::Ready => anstyle::AnsiColor::BrightBlack,
        }
    }

    /// The colour in a picture, and the part of the height that it takes: from, to.
    fn painted(self) -> (&'static str, [u32; 2]) {
        match self {
            Kind::Both => ("#2a9d5c", [0, 40]),
            Kind::Left => ("#1f78b4", [0, 20]),
            Kind::Right => ("#e08a00", [20, 40]),
            Kind::Rest => ("#d5d5d5", [18, 22]),
            Kind::Ready => ("#8a8a8a", [14, 26]),
        }
    }
}

/// The strip as lines of text, at most `columns` wide, with a legend.
pub fn lines(timeline: &Timeline, columns: usize) -> Printable {
    let columns = columns.clamp(20, 100) - 2;
    let mut text = "  ".to_owned();
    let mut before = None;
    for kind in cells(timeline, columns) {
        if before != Some(kind) {
            text += &format!("{}{}", anstyle::Reset, style(kind));
            before = Some(kind);
        }
        text.push(kind.map_or(' ', Kind::sign));
    }
    text += &format!("{}\n  ", anstyle::Reset);
    let shown = |kind: &Kind| timeline.intervals.iter().any(|interval| Kind::new(interval) == Some(*kind));
    let legend = Kind::ALL.into_iter().filter(shown);
    let legend =
        legend.map(|kind| format!("{}{}{} {}", style(Some(kind)), kind.sign(), anstyle::Reset, kind.label()));
    Printable::coloured(text + &legend.collect::<Vec<_>>().join("   ") + "\n")
}

fn style(kind: Option<Kind>) -> anstyle::Style {
    kind.map_or_else(anstyle::Style::new, |kind| kind.ansi().on_default())
}

/// Divides the session into `count` equal parts: the kind that takes most of each.
fn cells(timeline: &Timeline, count: usize) -> Vec<Option<Kind>> {
    let whole = (timeline.end() - At::ZERO).as_nanos();
    let edge = |n: usize| whole * n as u128 / count as u128;
    let mut first = 0;
    (0..count)
        .map(|n| {
            let (from, to) = (edge(n), edge(n + 1));
            let mut most = (0, None);
            while timeline.intervals.get(first).is_some_and(|interval| interval.end.0.as_nanos() <= from) {
                first += 1;
            }
            for interval in &timeline.intervals[first..] {
                let (start, end) = (interval.start.0.as_nanos(), interval.end.0.as_nanos());
                if start >= to {
                    break;
                }
                let part = end.min(to) - start.max(from);
                if part > most.0 {
                    most = (part, Kind::new(interval));
                }
            }
            most.1
        })
        .collect()
}

/// The strip as an SVG picture, to scale, with a title for each interval that a browser shows as a tooltip.
pub fn svg(timeline: &Timeline) -> String {
    const WIDTH: u32 = 1000;
    let whole = (timeline.end() - At::ZERO).max(Duration::from_secs(1)).as_secs_f64();
    let x = |at: At| (at.0.as_secs_f64() / whole * f64::from(WIDTH) * 100.0).round() / 100.0;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-10 -30 {} 110\" font-family=\"sans-serif\" font-size=\"13\">\n<text y=\"-10\">{}, {}</text>\n",
        WIDTH + 20,
        escaped(&timeline.title),
        clock(timeline.end() - At::ZERO)
    );
    for interval in &timeline.intervals {
        let Some(kind) = Kind::new(interval) else { continue };
        let (colour, [top, bottom]) = kind.painted();
        let name = interval.exercise.as_deref().map_or("", |exercise| &exercise.name);
        // Writing to a string cannot fail.
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
    for (n, kind) in Kind::ALL.into_iter().enumerate() {
        let (colour, _) = kind.painted();
        let left = n * 120;
        let _ = writeln!(
            text,
            "<rect x=\"{left}\" y=\"54\" width=\"12\" height=\"12\" fill=\"{colour}\"/><text x=\"{}\" y=\"65\">{}</text>",
            left + 18,
            kind.label()
        );
    }
    text + "</svg>\n"
}

fn escaped(words: &str) -> String {
    visible(words).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
