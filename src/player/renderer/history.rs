//! Where the renderer has been in the last moments: what a device has taken is not yet heard, and when the device
//! is lost it never will be.

use std::array;
use std::ops::Range;

/// Blocks that are remembered: 0.7 s at 48 kHz, several times what a device holds.
const BLOCKS: usize = 512;

/// Where the renderer was when a block began.
#[derive(Debug, Clone)]
pub(super) struct CursorSnapshot {
    /// The frames that it had made in all.
    pub made: u64,
    /// Silence left before the score.
    pub lead_in: u64,
    /// The frame of the score.
    pub frame: u64,
    /// The interval that the frame is in.
    pub mark: usize,
    /// What was being said interjection, by its places in the score.
    pub interjection: Option<Range<usize>>,
}

/// The last moments, the oldest overwritten by the newest.
#[derive(Debug)]
pub(super) struct History {
    moments: [CursorSnapshot; BLOCKS],
    /// The place of the oldest.
    oldest: usize,
}

impl History {
    /// A past in which nothing has happened.
    pub(super) fn new(beginning: &CursorSnapshot) -> History {
        History { moments: array::from_fn(|_| beginning.clone()), oldest: 0 }
    }

    pub(super) fn remember(&mut self, moment: CursorSnapshot) {
        self.moments[self.oldest] = moment;
        self.oldest = (self.oldest + 1) % BLOCKS;
    }

    /// The last moment at which at most so many frames had been made; the oldest, where all had more.
    pub(super) fn at(&self, made: u64) -> &CursorSnapshot {
        let (newer, older) = self.moments.split_at(self.oldest);
        let found = newer.iter().rev().chain(older.iter().rev()).find(|moment| moment.made <= made);
        found.unwrap_or(&self.moments[self.oldest])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(made: u64) -> CursorSnapshot {
        CursorSnapshot { made, lead_in: 0, frame: made, mark: 0, interjection: None }
    }

    #[test]
    fn the_past_is_known_as_far_as_it_is_remembered() {
        let mut past = History::new(&moment(0));
        assert_eq!(past.at(99).made, 0);
        for n in 0..BLOCKS as u64 + 10 {
            past.remember(moment(n * 64));
        }
        assert_eq!(past.at(64 * 100 + 5).made, 64 * 100);
        assert_eq!(past.at(u64::MAX).made, 64 * (BLOCKS as u64 + 9));
        assert_eq!(past.at(0).made, 64 * 10, "the oldest that is remembered");
    }
}
