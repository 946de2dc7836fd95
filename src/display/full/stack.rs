//! Blocks of rows, drawn one below the other.

use crate::display::canvas::{Area, Canvas};

/// The most empty rows between two blocks.
const GAP: u16 = 2;

/// What draws a block into its rows.
type Draw<'a> = Box<dyn Fn(&mut Canvas, Area) + 'a>;

/// Some rows of the screen, and what draws them.
pub(super) struct Block<'a> {
    /// The number of rows.
    pub(super) rows: u16,
    draw: Draw<'a>,
}

impl<'a> Block<'a> {
    /// A block of this number of rows.
    pub(super) fn new(rows: u16, draw: impl Fn(&mut Canvas, Area) + 'a) -> Block<'a> {
        Block { rows, draw: Box::new(draw) }
    }
}

/// The number of rows of all blocks, without gaps.
pub(super) fn rows_of(blocks: &[Block<'_>]) -> u16 {
    blocks.iter().map(|block| block.rows).sum()
}

/// Draws the blocks from the top. Empty rows go between them evenly, at most [`GAP`] each; a block that does not fit is
/// left out.
pub(super) fn draw(blocks: &[Block<'_>], canvas: &mut Canvas, area: Area) {
    let count = u16::try_from(blocks.len()).unwrap_or(u16::MAX).max(1);
    let spare = area.rows.saturating_sub(rows_of(blocks));
    let mut y = area.y;
    for (n, block) in (0..).zip(blocks) {
        let left = (area.y + area.rows).saturating_sub(y);
        if block.rows > left {
            continue;
        }
        (block.draw)(canvas, Area { y, rows: block.rows, ..area });
        let gap = (spare / count + u16::from(n < spare % count)).min(GAP);
        y += block.rows + gap;
    }
}
