//! How many exercises of rounds at the user's own pace were complete: the renderer writes it, others read it.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

/// For all such rounds of a score, without locks.
#[derive(Debug, Default)]
pub(super) struct CompleteExercises(Box<[AtomicU64]>);

impl CompleteExercises {
    /// For this number of blocks, of which nothing is known.
    pub(super) fn new(blocks: usize) -> CompleteExercises {
        CompleteExercises((0..blocks).map(|_| AtomicU64::new(u64::MAX)).collect())
    }

    /// The rounds with this index were left with this number of complete exercises.
    pub(super) fn set(&self, rounds: usize, complete: u32) {
        if let Some(cell) = self.0.get(rounds) {
            cell.store(u64::from(complete), Relaxed);
        }
    }

    /// The number of complete exercises; `None` before the rounds are over.
    pub(super) fn get(&self, rounds: usize) -> Option<u32> {
        u32::try_from(self.0.get(rounds)?.load(Relaxed)).ok()
    }
}
