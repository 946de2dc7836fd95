//! The tables of a file, and the keys that each may have.

use super::keys::keys_of;
use super::{BlockKeys, ExerciseKeys, LibraryKeys, OF_ONE_EXERCISE, RoutineKeys};

/// A kind of table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Routine,
    Block,
    Exercise,
    ExerciseFile,
    /// `[week.2]`
    Week,
    /// `[block.week.2]`
    BlockWeek,
    Plain {
        words: &'static str,
        keys: &'static [&'static str],
    },
}

impl Place {
    /// Its name in messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Place::Routine => "the top level of a routine",
            Place::Block => "the top level of a block",
            Place::Exercise => "an exercise",
            Place::ExerciseFile => "an exercise file",
            Place::Week => "a week of a routine",
            Place::BlockWeek => "a week of a block",
            Place::Plain { words, .. } => words,
        }
    }

    /// Its name in messages, with a preposition.
    pub(super) fn within(self) -> String {
        let preposition = if matches!(self, Place::Routine | Place::Block) { "at" } else { "in" };
        format!("{preposition} {}", self.name())
    }

    /// All keys allowed in it.
    pub(super) fn keys(self) -> Vec<&'static str> {
        let own: &[&str] = match self {
            Place::Routine => keys_of::<RoutineKeys>(),
            Place::Block | Place::BlockWeek => keys_of::<BlockKeys>(),
            Place::Exercise => &["use"],
            Place::ExerciseFile => keys_of::<LibraryKeys>(),
            Place::Week => &[],
            Place::Plain { keys, .. } => return keys.to_vec(),
        };
        let is_default = !matches!(self, Place::Exercise | Place::ExerciseFile);
        let below = keys_of::<ExerciseKeys>();
        let below =
            below.iter().filter(|key| **key != "use" && !(is_default && OF_ONE_EXERCISE.contains(key)));
        own.iter().chain(below).copied().collect()
    }
}
