//! The order of the files of a playlist.

use crate::routine::shuffle::{SplitMix64, shuffle};

/// An order without an end that depends only on a seed: all files, shuffled, then all of them again.
#[derive(Debug)]
pub(super) struct Order {
    random: SplitMix64,
    round: Vec<usize>,
    /// The place in the round of the next file.
    next: usize,
}

impl Order {
    /// An order of this number of files.
    pub(super) fn new(files: usize, seed: u64) -> Order {
        Order { random: SplitMix64(seed), round: (0..files).collect(), next: files }
    }

    /// The next file that `can_play`; `None` if no file can be.
    pub(super) fn next(&mut self, can_play: impl Fn(usize) -> bool) -> Option<usize> {
        if !self.round.iter().any(|file| can_play(*file)) {
            return None;
        }
        loop {
            if self.next == self.round.len() {
                let last = self.round.last().copied();
                shuffle(&mut self.round, &mut self.random);
                if self.round.first().copied() == last {
                    // Not the same file twice in a row, if there is another.
                    self.round.rotate_left(1);
                }
                self.next = 0;
            }
            let file = self.round[self.next];
            self.next += 1;
            if can_play(file) {
                return Some(file);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(seed: u64, files: usize, count: usize) -> Vec<usize> {
        let mut order = Order::new(files, seed);
        (0..count).filter_map(|_| order.next(|_| true)).collect()
    }

    #[test]
    fn every_round_has_every_file_and_no_file_follows_itself() {
        for seed in 0..200 {
            let all = first(seed, 5, 50);
            for round in all.chunks(5) {
                let mut round = round.to_vec();
                round.sort_unstable();
                assert_eq!(round, [0, 1, 2, 3, 4]);
            }
            assert!(all.windows(2).all(|two| two[0] != two[1]), "{all:?}");
            assert_eq!(all, first(seed, 5, 50));
        }
        assert_ne!(first(1, 5, 5), first(2, 5, 5));
        assert_eq!(first(1, 1, 3), [0, 0, 0]);
    }

    #[test]
    fn files_that_cannot_be_played_are_left_out_and_none_is_the_end() {
        let mut order = Order::new(4, 7);
        let odd: Vec<_> = (0..6).filter_map(|_| order.next(|file| file % 2 == 1)).collect();
        assert!(odd.iter().all(|file| file % 2 == 1) && odd.len() == 6);
        assert_eq!(order.next(|_| false), None);
        assert_eq!(Order::new(0, 7).next(|_| true), None);
    }
}
