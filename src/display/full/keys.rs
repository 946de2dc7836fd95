//! The keys: in one line those that work now, or all of them as a table.

use super::stack::Block;
use crate::display::canvas::{Ink, columns_of};
use crate::display::scene::{Amount, Mood, Scene, Stage};

/// All keys, and what they do.
const ALL: [(&str, &str); 13] = [
    ("space", "pause, resume"),
    ("Enter", "continue: end an open set, or a rest that waits for you"),
    ("→ n", "next interval"),
    ("← b", "start of the interval, then the one before"),
    ("N", "next exercise"),
    ("P", "start of the exercise, then the one before"),
    ("r", "repeat the last instruction"),
    ("m", "10 seconds more rest"),
    ("+ -", "volume"),
    ("s", "continue without sound while the sound device is lost"),
    ("d", "change the display: full, bars"),
    ("?", "show or hide the keys"),
    ("q", "stop"),
];

/// The keys that work now, as one line: as many as fit, and always those for help and for the end.
pub(super) fn line(scene: &Scene<'_>, columns: u16) -> String {
    if !scene.has_keys {
        return String::new();
    }
    let mut keys = if scene.shows_keys { Vec::new() } else { now(scene) };
    let last = [if scene.shows_keys { "? hide the keys" } else { "? keys" }, "q stop"];
    loop {
        let line = keys.iter().copied().chain(last).collect::<Vec<_>>().join(" · ");
        if columns_of(&line) <= columns || keys.pop().is_none() {
            return line;
        }
    }
}

/// The keys that work now, the most useful first.
fn now(scene: &Scene<'_>) -> Vec<&'static str> {
    let others = ["←/→ interval", "r repeat", "N/P exercise", "+/- volume", "d display"];
    let mut keys = match (scene.mood, &scene.stage) {
        (Mood::Lost, _) => return vec!["s continue without sound"],
        (_, Stage::Done(_)) => return Vec::new(),
        (Mood::Paused(_), _) => vec!["space resume"],
        (Mood::Waiting, _) => vec!["Enter continue"],
        (_, Stage::Work(work)) if matches!(work.amount, Amount::Reps { of: None, .. }) => {
            vec!["Enter end the set"]
        }
        (_, Stage::Before(before)) if before.waits => vec!["Enter continue"],
        (_, Stage::Before(before)) if before.can_grow => vec!["space pause", "m +10 s"],
        _ => vec!["space pause"],
    };
    keys.extend(others);
    keys
}

/// All keys, one in a row.
pub(super) fn table<'a>() -> Vec<Block<'a>> {
    let rows = u16::try_from(ALL.len()).unwrap_or(u16::MAX);
    vec![Block::new(rows, |canvas, area| {
        for (y, (key, does)) in (area.y..).zip(ALL) {
            canvas.text((area.x, y), 6, key, Ink::BOLD);
            canvas.text((area.x + 7, y), area.columns.saturating_sub(7), does, Ink::PLAIN);
        }
    })]
}

/// The keys as lines of text, for displays without a table.
#[must_use]
pub fn lines() -> String {
    ALL.map(|(key, does)| format!("{key:<6} {does}")).join("\n")
}
