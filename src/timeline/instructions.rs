//! Which of the spoken phrases are instructions, which are spoken more slowly.

use std::collections::HashSet;

use super::phrases::Phrases;
use super::script::Script;
use crate::routine::Routine;

/// The set-ups and tips of a routine, as they are spoken.
#[must_use]
pub fn instructions(routine: &Routine, phrases: &Phrases) -> HashSet<String> {
    let script = Script::new(phrases, routine);
    let exercises = routine.blocks.iter().flat_map(|block| &block.exercises);
    exercises
        .flat_map(|exercise| {
            let tips = exercise.tips.iter().map(|tip| script.tip(tip));
            script.setup(exercise).into_iter().chain(tips).collect::<Vec<_>>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::testing::routine;
    use crate::timeline::{CueKind, Lengths, Sound, compile};

    struct Short;

    impl Lengths for Short {
        fn sound(&self, _: Sound) -> Duration {
            Duration::from_millis(100)
        }
        fn speech(&self, _: &str) -> Duration {
            Duration::from_millis(900)
        }
    }

    /// They are the texts of the timeline: pronunciations are applied, and sentences begin with capitals.
    #[test]
    fn set_ups_and_tips_are_spoken_phrases_and_names_are_no_instructions() {
        let text = "[pronounce]\nRDL = \"Romanian deadlift\"\n[[exercise]]\nname = \"RDL\"\nreps = 9\nsets = 2\ntempo = \"3-0-3-0\"\n\
                    setup = \"stand tall for the RDL.\"\ntips = [\"no RDL is a squat.\"]\n";
        let (routine, phrases) = (routine(text), Phrases::built_in());
        let found = instructions(&routine, &phrases);
        let expected = ["Stand tall for the Romanian deadlift.", "No Romanian deadlift is a squat."];
        assert_eq!(found, expected.map(str::to_owned).into());
        let timeline = compile(&routine, &phrases, &Short);
        let spoken: HashSet<String> = timeline
            .cues
            .iter()
            .filter_map(|cue| match &cue.kind {
                CueKind::Say(text) => Some(text.to_string()),
                CueKind::Sound(_) => None,
            })
            .collect();
        assert!(found.is_subset(&spoken), "{spoken:?}");
        assert!(spoken.len() > found.len());
    }
}
