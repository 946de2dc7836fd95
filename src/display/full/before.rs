//! Rest, "get ready" and switch: the countdown large, and large the name of what comes, with its instructions.

use super::parts::{interval_bar, large_seconds, largest, name, panel, text, wrapped};
use super::stack::{Block, rows_of};
use crate::display::canvas::{Area, Colour, Ink};
use crate::display::large::{Large, rows};
use crate::display::scene::{Before, Mood, Scene, kind_word};
use crate::timeline::IntervalKind;

/// The sizes of the countdown and of the name, the best first.
pub(super) const SIZES: [(u16, u16); 8] = [(6, 3), (5, 2), (4, 2), (3, 2), (3, 1), (2, 1), (3, 0), (2, 0)];

/// The blocks of an interval before work, in at most `height` rows; `None` if they are too wide.
pub(super) fn blocks<'a>(
    scene: &'a Scene<'_>,
    before: &'a Before<'_>,
    (count, name_size): (u16, u16),
    (columns, height): (u16, u16),
) -> Option<Vec<Block<'a>>> {
    let is_waiting = scene.mood == Mood::Waiting;
    let (words, colour) = match before.kind {
        _ if is_waiting => (["READY?"; 2], Colour::Magenta),
        IntervalKind::Switch => (["SWITCH"; 2], Colour::Magenta),
        IntervalKind::Rest => (["REST"; 2], Colour::Blue),
        kind => ([kind_word(kind), "READY"], Colour::Grey),
    };
    let ink = Ink::on(Some(colour));
    let left = if is_waiting { String::new() } else { large_seconds(before.left) };
    let number = Large::new(&left, count)?;
    let word_columns = columns.checked_sub(number.columns() + 3)?;
    let is_last = (count, name_size) == SIZES[SIZES.len() - 1];
    let large = words.into_iter().find(|word| largest(word, [1], word_columns.saturating_sub(2)).is_some());
    let word = large.or(is_last.then_some(words[0]))?;
    let mut blocks = vec![Block::new(rows(count), move |canvas, area| {
        canvas.fill(area, ' ', ink);
        let size = count.saturating_sub(1).max(1);
        panel(canvas, Area { columns: word_columns, ..area }, Some(colour), word, size);
        number.draw(canvas, (area.x + area.columns - number.columns() - 2, area.y), ink);
    })];
    if before.waits {
        let how = match (is_waiting, scene.has_keys) {
            (true, true) => "Press Enter when you are ready.",
            (true, false) => "`repcue ctl resume` continues when you are ready.",
            (false, true) => "The rest waits until you are ready: press Enter.",
            (false, false) => "The rest waits until you are ready: `repcue ctl resume` continues.",
        };
        blocks.push(text(how, Ink::BOLD, columns, 1));
    }
    blocks.push(name(before.name, before.side, name_size, columns)?);
    blocks.push(text(&before.details, Ink::BOLD, columns, 1));
    let (over, length) = before.interval;
    let mut after = Vec::new();
    if !is_waiting {
        after.push(interval_bar(over, length, 1, Ink::PLAIN));
    }
    after.push(text(&scene.next, Ink::PLAIN, columns, if count > 2 { 2 } else { 1 }));
    // The instructions take what is left, but leave room for gaps.
    let gaps = if count > 2 { u16::try_from(blocks.len() + after.len()).unwrap_or(0) } else { 0 };
    let room = height.saturating_sub(rows_of(&blocks) + rows_of(&after) + gaps);
    let mut lines = Vec::new();
    for instruction in &before.instructions {
        lines.extend(wrapped(instruction, columns));
        if lines.len() >= usize::from(room) {
            break;
        }
    }
    let wanted = before.instructions.first().map_or(0, |first| wrapped(first, columns).len());
    if usize::from(room) < wanted && !is_last {
        return None;
    }
    lines.truncate(room.into());
    if !lines.is_empty() {
        let rows = u16::try_from(lines.len()).unwrap_or(0);
        blocks.push(Block::new(rows, move |canvas, area| {
            for (y, line) in (area.y..).zip(&lines) {
                canvas.text((area.x, y), area.columns, line, Ink::PLAIN);
            }
        }));
    }
    blocks.extend(after);
    Some(blocks)
}
