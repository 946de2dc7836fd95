//! A session as a strip from left to right, on a terminal.

use crate::printable::Printable;
use crate::routine::Side;
use crate::time::At;
use crate::timeline::{Interval, IntervalKind, Timeline};

/// What an interval is drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Work of both sides.
    Both,
    /// Work of the left side.
    Left,
    /// Work of the right side.
    Right,
    /// Rest.
    Rest,
    /// "Get ready", and switch.
    Ready,
}

impl Kind {
    pub(super) const ALL: [Kind; 5] = [Kind::Both, Kind::Left, Kind::Right, Kind::Rest, Kind::Ready];

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

    pub(super) fn label(self) -> &'static str {
        match self {
            Kind::Both => "work",
            Kind::Left => "left",
            Kind::Right => "right",
            Kind::Rest => "rest",
            Kind::Ready => "get ready, switch",
        }
    }

    /// The character for it, distinguishable without colour.
    #[must_use]
    pub fn sign(self) -> char {
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

/// Divides the session into `count` equal parts: the kind that takes most of each; `None` is the end.
#[must_use]
pub fn cells(timeline: &Timeline, count: usize) -> Vec<Option<Kind>> {
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
