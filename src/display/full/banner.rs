//! What must be seen from afar: paused, no sound device, the end.

use std::time::Duration;

use super::parts::{interval_bar, name, panel, text};
use super::stack::Block;
use crate::display::canvas::{Colour, Ink};
use crate::display::large::rows;
use crate::display::scene::{Amount, Mood, Scene, Stage, kind_word};
use crate::routine::Side;
use crate::time::clock_over;

/// The sizes of the banner and of the name, the best first.
pub(super) const SIZES: [(u16, u16); 6] = [(6, 2), (4, 2), (3, 1), (2, 1), (2, 0), (1, 0)];

/// The blocks of a banner and what it interrupts; `None` if they are too wide.
pub(super) fn blocks<'a>(
    scene: &'a Scene<'_>,
    (size, name_size): (u16, u16),
    columns: u16,
) -> Option<Vec<Block<'a>>> {
    let (word, colour, how) = words(scene);
    let padding = u16::from(size > 1);
    let mut blocks = vec![
        Block::new(rows(size) + 2 * padding, move |canvas, area| panel(canvas, area, colour, word, size)),
        text(&how, Ink::BOLD, columns, 2),
    ];
    let (side, details, bar) = match &scene.stage {
        Stage::Work(work) => {
            blocks.push(name(work.name, work.side, name_size, columns)?);
            let ticks = if let Amount::Reps { total, of: Some(_), .. } = work.amount { total } else { 1 };
            (work.side, place_of(&work.details, &work.amount), Some((work.interval, ticks)))
        }
        Stage::Before(before) => {
            blocks.push(name(before.name, before.side, name_size, columns)?);
            let details = format!("{} · {}", kind_word(before.kind).to_lowercase(), before.details);
            (before.side, details, Some((before.interval, 1)))
        }
        Stage::Done(_) => (None, String::new(), None),
    };
    if let Some(((over, length), ticks)) = bar {
        let side = side.map(Side::word).map_or_else(String::new, |side| format!(" · {side} side"));
        let details = if details.contains("side") { details } else { details + &side };
        blocks.push(text(details.trim_start_matches(" · "), Ink::PLAIN, columns, 1));
        blocks.push(interval_bar(over, length, ticks, Ink::PLAIN));
        blocks.push(text(&scene.next, Ink::PLAIN, columns, 1));
    }
    Some(blocks)
}

/// The large word, its colour, and what the user can do.
fn words(scene: &Scene<'_>) -> (&'static str, Option<Colour>, String) {
    match (scene.mood, scene.has_keys) {
        (Mood::Lost, true) => (
            "NO SOUND",
            Some(Colour::Red),
            "The sound device is gone: the session waits for it. s continues without sound.".to_owned(),
        ),
        (Mood::Lost, false) => {
            ("NO SOUND", Some(Colour::Red), "The sound device is gone: the session waits for it.".to_owned())
        }
        (Mood::Paused(time), has_keys) => {
            let how = if has_keys { "Space resumes." } else { "`repcue ctl resume` resumes." };
            let time = if time < Duration::from_secs(1) {
                String::new()
            } else {
                format!("For {}. ", clock_over(time))
            };
            ("PAUSED", None, time + how)
        }
        _ => {
            let title = if let Stage::Done(title) = &scene.stage { title.clone() } else { String::new() };
            ("WELL DONE", Some(Colour::Green), title)
        }
    }
}

/// The rep and the phase before the details.
fn place_of(details: &str, amount: &Amount) -> String {
    let Amount::Reps { number, of, .. } = amount else { return details.to_owned() };
    let of = of.map_or_else(String::new, |of| format!(" of {of}"));
    let phase = amount.phase().map_or_else(String::new, |(phase, _)| format!(" · {}", phase.word()));
    let details = if details.is_empty() { String::new() } else { format!(" · {details}") };
    format!("rep {number}{of}{phase}{details}")
}
