//! The session from left to right, as the ground of the page's seek bar.

use std::fmt::Write;
use std::time::Duration;

use crate::report::strip::Kind;
use crate::time::At;
use crate::timeline::Timeline;

/// The width of the whole session, in the drawing's units.
const WIDTH: f64 = 1000.0;

/// The strip as an SVG element; the style sheet has its colours.
pub(super) fn svg(timeline: &Timeline) -> String {
    let whole = (timeline.end() - At::ZERO).max(Duration::from_millis(1)).as_secs_f64();
    let x = |at: At| at.0.as_secs_f64() / whole * WIDTH;
    let mut text = format!(
        "<svg class=\"strip\" viewBox=\"0 0 {WIDTH} 40\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
    );
    for interval in &timeline.intervals {
        let Some(kind) = Kind::new(interval) else { continue };
        let (class, [top, bottom]) = drawn(kind);
        let (start, end) = (x(interval.start), x(interval.end));
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "<rect class=\"{class}\" x=\"{start:.2}\" y=\"{top}\" width=\"{:.2}\" height=\"{}\"/>",
            end - start,
            bottom - top
        );
    }
    text + "</svg>"
}

/// The class of a kind, and the part of the height that it takes: from, to. The sides are above and below.
fn drawn(kind: Kind) -> (&'static str, [u32; 2]) {
    match kind {
        Kind::Both => ("both", [0, 40]),
        Kind::Left => ("left", [0, 20]),
        Kind::Right => ("right", [20, 40]),
        Kind::Rest => ("rest", [16, 24]),
        Kind::Ready => ("ready", [13, 27]),
    }
}
