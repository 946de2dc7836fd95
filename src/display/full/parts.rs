//! The parts that several stages share: panels, bars, names and text.

use std::time::Duration;

use super::stack::Block;
use crate::display::canvas::{Area, Canvas, Colour, Ink, columns_of};
use crate::display::large::{Large, rows};
use crate::routine::Side;
use crate::time::clock_left;

/// The width of the clock after a bar.
const CLOCK: u16 = 8;
/// The parts of a cell, from an eighth to seven.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// The large text at the largest size of these that fits into some columns; `None` if none does.
pub(super) fn largest(text: &str, sizes: impl IntoIterator<Item = u16>, columns: u16) -> Option<Large> {
    sizes.into_iter().filter_map(|size| Large::new(text, size)).find(|large| large.columns() <= columns)
}

/// A rectangle of a colour with a large word in its middle, at most `size` large; if it does not fit, a bold one.
pub(super) fn panel(canvas: &mut Canvas, area: Area, colour: Option<Colour>, word: &str, size: u16) {
    let ink = Ink::on(colour);
    canvas.fill(area, ' ', ink);
    let sizes = (1..=size).rev().filter(|size| rows(*size) <= area.rows);
    match largest(word, sizes, area.columns.saturating_sub(2)) {
        Some(large) => {
            let x = area.x + (area.columns - large.columns()) / 2;
            let y = area.y + (area.rows - large.rows()).div_ceil(2);
            large.draw(canvas, (x, y), ink);
        }
        None => {
            let columns = columns_of(word).min(area.columns);
            let place = (area.x + (area.columns - columns) / 2, area.y + area.rows / 2);
            canvas.text(place, columns, word, Ink { is_bold: true, ..ink });
        }
    }
}

/// The large word for a side, with its arrow at the edge where the side is.
pub(super) fn side_word(side: Side) -> &'static str {
    match side {
        Side::Left => "◀ LEFT",
        Side::Right => "RIGHT ▶",
    }
}

/// A large name in at most two lines, or in one row if `size` is 0; the side that comes is at its own edge, above it if
/// there is no room beside it. `None` if it does not fit.
pub(super) fn name<'a>(name: &'a str, side: Option<Side>, size: u16, columns: u16) -> Option<Block<'a>> {
    if size == 0 {
        return Some(small_name(name, side));
    }
    let word = side.and_then(|side| Large::new(side_word(side), 1));
    let side_columns = word.as_ref().map_or(0, |word| word.columns() + 3);
    let beside = lines(name, size, columns.saturating_sub(side_columns), 1);
    let is_beside = beside.is_some();
    let lines = match beside {
        Some(lines) => lines,
        None => lines(name, size, columns, 2)?,
    };
    let above = word.as_ref().filter(|_| !is_beside).map_or(0, |word| word.rows() + 1);
    let count = u16::try_from(lines.len()).unwrap_or(1);
    let height = above + (rows(size) + 1) * count - 1;
    Some(Block::new(height, move |canvas, area| {
        let mut x = area.x;
        if let Some(word) = &word {
            let is_left = side == Some(Side::Left);
            let edge = if is_left { area.x } else { area.x + area.columns - word.columns() };
            word.draw(canvas, (edge, area.y), Ink::BOLD);
            x += if is_left && is_beside { side_columns } else { 0 };
        }
        for (n, line) in (0..).zip(&lines) {
            line.draw(canvas, (x, area.y + above + n * (line.rows() + 1)), Ink::BOLD);
        }
    }))
}

/// A name in one row, with the side at its own edge.
pub(super) fn small_name<'a>(name: &'a str, side: Option<Side>) -> Block<'a> {
    Block::new(1, move |canvas, area| draw_small_name(canvas, area, name, side))
}

fn draw_small_name(canvas: &mut Canvas, area: Area, name: &str, side: Option<Side>) {
    let word = match side {
        Some(Side::Left) => " ◀ LEFT SIDE ",
        Some(Side::Right) => " RIGHT SIDE ▶ ",
        None => "",
    };
    let columns = columns_of(word);
    let room = area.columns.saturating_sub(columns + 1);
    match side {
        Some(Side::Left) => {
            canvas.text((area.x, area.y), columns, word, Ink { is_bold: true, ..Ink::on(None) });
            let taken = columns_of(name).min(room);
            canvas.text((area.x + area.columns - taken, area.y), room, name, Ink::BOLD);
        }
        Some(Side::Right) => {
            let x = (area.x + area.columns).saturating_sub(columns);
            canvas.text((x, area.y), columns, word, Ink { is_bold: true, ..Ink::on(None) });
            canvas.text((area.x, area.y), room, name, Ink::BOLD);
        }
        None => {
            canvas.text((area.x, area.y), area.columns, name, Ink::BOLD);
        }
    }
}

/// A text in large lines of at most some columns; `None` if it needs more than `most` lines, or cannot be large.
fn lines(text: &str, size: u16, columns: u16, most: usize) -> Option<Vec<Large>> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer.filter(|line| Large::new(line, size).is_some_and(|large| large.columns() <= columns)) {
            Some(longer) => *lines.last_mut()? = longer,
            None => lines.push(word.to_owned()),
        }
    }
    let large: Vec<Large> = lines.iter().map(|line| Large::new(line, size)).collect::<Option<_>>()?;
    let fits = large.len() <= most && large.iter().all(|line| line.columns() <= columns);
    fits.then_some(large)
}

/// Wrapped text, at most `most` rows.
pub(super) fn text<'a>(text: &str, ink: Ink, columns: u16, most: u16) -> Block<'a> {
    let mut lines: Vec<String> = wrapped(text, columns);
    let most = usize::from(most.max(1));
    if lines.len() > most {
        // The last row is cut, with an ellipsis.
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(rest);
    }
    Block::new(u16::try_from(lines.len()).unwrap_or(1), move |canvas, area| {
        for (y, line) in (area.y..).zip(&lines) {
            canvas.text((area.x, y), area.columns, line, ink);
        }
    })
}

/// The lines of a text that is at most some columns wide.
pub(super) fn wrapped(text: &str, columns: u16) -> Vec<String> {
    let text = crate::printable::visible(text);
    let lines = textwrap::wrap(&text, usize::from(columns.max(1)));
    lines.into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// A bar of an interval with the time left; `ticks` divides it into equal parts, with a gap between them.
pub(super) fn interval_bar<'a>(over: Duration, length: Duration, ticks: u32, ink: Ink) -> Block<'a> {
    Block::new(1, move |canvas, area| {
        let columns = area.columns.saturating_sub(CLOCK);
        bar(canvas, Area { columns, ..area }, over, length, ink);
        for tick in 1..ticks {
            // Without room for them, ticks would hide the bar.
            if ticks > u32::from(columns) / 2 {
                break;
            }
            let x = u32::from(columns) * tick / ticks;
            let place = (area.x + u16::try_from(x).unwrap_or(0), area.y);
            canvas.set(place, ' ', ink);
        }
        let left = clock_left(length.saturating_sub(over));
        let x = area.x + area.columns - columns_of(&left).min(area.columns);
        canvas.text((x, area.y), CLOCK, &left, Ink::BOLD);
    })
}

/// A bar that is filled from the left.
pub(super) fn bar(canvas: &mut Canvas, area: Area, over: Duration, length: Duration, ink: Ink) {
    let eighths = u128::from(area.columns) * 8 * over.as_nanos() / length.as_nanos().max(1);
    for column in 0..area.columns {
        let filled = eighths.saturating_sub(u128::from(column) * 8);
        let block = match filled {
            0 => '░',
            1..8 => EIGHTHS[usize::try_from(filled).unwrap_or(1) - 1],
            _ => '█',
        };
        let ink = if filled == 0 { Ink { is_dim: true, ..ink } } else { ink };
        for y in area.y..area.y + area.rows {
            canvas.set((area.x + column, y), block, ink);
        }
    }
}

/// A number of seconds as it is shown large: `38`, from 100 seconds on `1:40`.
pub(super) fn large_seconds(left: Duration) -> String {
    let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
    if seconds < 100 { seconds.to_string() } else { clock_left(left) }
}
