//! Time that the user has added to rests.

/// The frames added, and how many of them are still to come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct AddedTime {
    /// The frames still to wait at the hold point of the current interval.
    pub unspent: u64,
    /// All frames added, including those already waited for.
    pub total: u64,
}

impl AddedTime {
    /// Adds frames.
    pub(super) fn add(&mut self, frames: u64) {
        self.unspent += frames;
        self.total += frames;
    }

    /// Waits for this number of them.
    pub(super) fn spend(&mut self, frames: u64) {
        self.unspent = self.unspent.saturating_sub(frames);
    }

    /// Waits for this number of them where they make nothing later: they no longer count as added.
    pub(super) fn spend_within(&mut self, frames: u64) {
        let spent = frames.min(self.unspent);
        self.total -= spent;
        self.unspent -= spent;
    }

    /// Drops the frames that were not waited for.
    pub(super) fn forget_unspent(&mut self) {
        self.total -= self.unspent;
        self.unspent = 0;
    }

    /// Counts frames that are played again as part of the added time, if there is any: then more rest is as long as
    /// requested even if its count has begun.
    pub(super) fn replay(&mut self, frames: u64) {
        if self.unspent > 0 {
            self.total += frames.saturating_sub(self.unspent);
            self.spend(frames);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spent_within_other_time_is_not_added() {
        let mut time = AddedTime { unspent: 20, total: 30 };
        time.spend_within(5);
        assert_eq!(time, AddedTime { unspent: 15, total: 25 });
        time.spend_within(100);
        assert_eq!(time, AddedTime { unspent: 0, total: 10 });
    }

    #[test]
    fn what_is_played_again_is_part_of_what_was_added() {
        let mut time = AddedTime::default();
        time.replay(5);
        assert_eq!(time, AddedTime::default(), "nothing was added");
        time.add(20);
        time.replay(5);
        assert_eq!(time, AddedTime { unspent: 15, total: 20 });
        time.replay(18);
        assert_eq!(time, AddedTime { unspent: 0, total: 23 }, "more is played again than was added");
        time.add(10);
        time.spend(4);
        time.forget_unspent();
        assert_eq!(time, AddedTime { unspent: 0, total: 27 });
    }
}
