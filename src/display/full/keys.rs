//! The keys: in one line those that work now, or all of them as a table.

use super::stack::Block;
use crate::controls::keys::KEYS;
use crate::display::canvas::{Ink, columns_of};
use crate::display::scene::{Mood, Scene, Stage};

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
        (_, Stage::Work(work)) if work.is_open => vec!["Enter end the set"],
        (_, Stage::Before(before)) if before.waits => vec!["Enter continue"],
        (_, Stage::Before(before)) if before.can_grow => vec!["space pause", "m +10 s"],
        _ => vec!["space pause"],
    };
    if scene.shows_effort {
        // It is asked only now, and the others work later too.
        keys.insert(1, "1 easy 2 right 3 too hard");
    }
    keys.extend(others);
    keys
}

/// All keys, one in a row, in at most `most` rows; the foot shows the one that hides them, and the last of these too.
pub(super) fn table<'a>(most: u16) -> Vec<Block<'a>> {
    let rows = KEYS.iter().filter(|(key, _)| *key != "?").take(most.into());
    vec![Block::new(u16::try_from(rows.clone().count()).unwrap_or(u16::MAX), move |canvas, area| {
        for (y, (key, does)) in (area.y..).zip(rows.clone()) {
            canvas.text((area.x, y), 9, key, Ink::BOLD);
            canvas.text((area.x + 10, y), area.columns.saturating_sub(10), does, Ink::PLAIN);
        }
    })]
}

/// The keys as lines of text, for displays without a table.
#[must_use]
pub fn lines() -> String {
    KEYS.iter().map(|(key, does)| format!("{key:<9} {does}")).collect::<Vec<_>>().join("\n")
}
