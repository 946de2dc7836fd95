//! The renderer's recent positions: what a device has buffered is not yet heard and, if the device is lost, never will
//! be.

use super::cursor::Cursor;
use super::state::State;

/// The number of blocks stored: 0.7 s at 48 kHz, several times the device's buffer.
const BLOCKS: usize = 512;

/// The renderer's position at the start of a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct CursorSnapshot {
    /// The total number of frames rendered before it.
    pub made: u64,
    /// The position in the score.
    pub cursor: Cursor,
    /// The state.
    pub state: State,
}

/// The last snapshots, as a ring buffer.
#[derive(Debug)]
pub(super) struct History {
    snapshots: [CursorSnapshot; BLOCKS],
    /// The index of the oldest.
    oldest: usize,
    /// The number of frames rendered at the last seek: it is not undone.
    since: u64,
}

impl History {
    /// A history filled with this snapshot.
    pub(super) fn new(beginning: CursorSnapshot) -> History {
        History { snapshots: [beginning; BLOCKS], oldest: 0, since: 0 }
    }

    /// Adds a snapshot.
    pub(super) fn remember(&mut self, snapshot: CursorSnapshot) {
        self.snapshots[self.oldest] = snapshot;
        self.oldest = (self.oldest + 1) % BLOCKS;
    }

    /// Adds the snapshot after a seek. What was before it is not returned to.
    pub(super) fn remember_seek(&mut self, snapshot: CursorSnapshot) {
        self.since = snapshot.made;
        self.remember(snapshot);
    }

    /// The last snapshot at which at most `made` frames had been rendered, or that of a later seek; the oldest if all had
    /// more.
    pub(super) fn at(&self, made: u64) -> &CursorSnapshot {
        let made = made.max(self.since);
        let (newer, older) = self.snapshots.split_at(self.oldest);
        let found = newer.iter().rev().chain(older.iter().rev()).find(|snapshot| snapshot.made <= made);
        found.unwrap_or(&self.snapshots[self.oldest])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::renderer::rounds::RoundsClock;

    fn snapshot(made: u64) -> CursorSnapshot {
        let cursor = Cursor { lead_in: 0, frame: made, mark: 0, note: 0, clock: RoundsClock::default() };
        CursorSnapshot { made, cursor, state: State::Playing }
    }

    #[test]
    fn the_past_is_known_as_far_as_it_is_remembered() {
        let mut history = History::new(snapshot(0));
        assert_eq!(history.at(99).made, 0);
        for n in 0..BLOCKS as u64 + 10 {
            history.remember(snapshot(n * 64));
        }
        assert_eq!(history.at(64 * 100 + 5).made, 64 * 100);
        assert_eq!(history.at(u64::MAX).made, 64 * (BLOCKS as u64 + 9));
        assert_eq!(history.at(0).made, 64 * 10, "the oldest that is remembered");
        let seek = snapshot(64 * 400);
        history.remember_seek(seek);
        history.remember(snapshot(64 * 401));
        assert_eq!((history.at(0).made, history.at(64 * 401).made), (64 * 400, 64 * 401));
    }
}
