//! What is said at the end of a session that did not go as planned: its clip is generated while it plays.

use std::sync::OnceLock;

use crate::sound::clip::Clip;

/// How often the ending can be replaced, after another pause or skip.
const SLOTS: usize = 8;

/// The clips for the ending, each for the number of changes of plan after which it is true. The audio thread reads them
/// without waiting, and never frees one.
#[derive(Debug, Default)]
pub(super) struct ToldEnding([OnceLock<(u64, Clip)>; SLOTS]);

impl ToldEnding {
    /// Adds the clip that is true after a number of changes; without room, it is dropped.
    pub(super) fn add(&self, changes: u64, clip: Clip) {
        let mut clip = (changes, clip);
        for slot in &self.0 {
            match slot.set(clip) {
                Ok(()) => return,
                Err(back) => clip = back,
            }
        }
    }

    /// The slot of the clip that is true after a number of changes.
    pub(super) fn after(&self, changes: u64) -> Option<usize> {
        self.0.iter().position(|slot| slot.get().is_some_and(|(of, _)| *of == changes))
    }

    /// The clip in a slot.
    pub(super) fn clip(&self, slot: usize) -> Option<&Clip> {
        self.0.get(slot)?.get().map(|(_, clip)| clip)
    }
}
