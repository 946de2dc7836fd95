//! What people call the keys of a file, in their own words or in those of another program.
//!
//! A word is looked up here before a key with a similar spelling is guessed.

use super::place::Place;

/// A level of a file, as far as words mean something else there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Routine,
    Block,
    Exercise,
    Config,
}

use Level::{Block, Config, Exercise, Routine};

/// The levels that have the keys of an exercise.
const OF_EXERCISES: &[Level] = &[Routine, Block, Exercise];

/// Words, the levels at which they are used, and the keys that they can stand for, the most likely first. A key that the
/// level does not have is ignored there.
const SYNONYMS: &[(&str, &[Level], &str)] = &[
    // The work of a set.
    (
        "duration time length seconds second secs sec minutes minute mins min work work-time work-for working on \
         interval intervals timer timed for-time active",
        OF_EXERCISES,
        "for",
    ),
    ("repetition rep-count number-of-reps amount quantity target-reps", OF_EXERCISES, "reps"),
    ("repetitions", &[Exercise], "reps"),
    (
        "repeat repeats repetitions times loop loops lap laps cycle cycles circuits number-of-rounds",
        &[Routine, Block],
        "rounds",
    ),
    ("repeat repeats loop loops lap laps cycle cycles circuits number-of-sets series", &[Exercise], "sets"),
    ("times", &[Exercise], "sets reps"),
    ("weight weights kg kgs kilos lb lbs pounds resistance band", OF_EXERCISES, "load"),
    ("emom every-minute every-min on-the-minute each-minute", OF_EXERCISES, "every"),
    ("bpm reps-per-minute cadence", OF_EXERCISES, "rate tempo"),
    // Sides.
    (
        "side unilateral bilateral each-side per-side both-sides one-side alternate alternating left right only-side \
         each-leg per-leg each-arm per-arm only",
        OF_EXERCISES,
        "sides",
    ),
    ("first-side side-first start-side starting-side begin-side lead order", OF_EXERCISES, "first"),
    (
        "switch-time switch-sides change change-side change-sides side-change side-rest",
        OF_EXERCISES,
        "switch",
    ),
    // The phases of a rep.
    (
        "up inhale breathe-in raise raising lifting concentric ascent ascend rise push press",
        OF_EXERCISES,
        "lift",
    ),
    ("down exhale breathe-out lowering eccentric descent descend negative release", OF_EXERCISES, "lower"),
    ("squeeze isometric contract top hold-time hold-for hold-top", OF_EXERCISES, "hold"),
    ("relax bottom between-reps rest-between-reps pause-between-reps pause-bottom", OF_EXERCISES, "pause"),
    ("speed", &[Routine], "tempo voice-speed"),
    ("speed", &[Block, Exercise], "tempo"),
    ("pace rhythm timing", OF_EXERCISES, "tempo"),
    ("phase", &[Exercise], "phases"),
    ("begin begins begin-with start-with starts-with direction", OF_EXERCISES, "start"),
    // What comes between.
    (
        "break breaks off recovery recover rests rest-time resting rest-between rest-between-sets rest-sets set-rest \
         between-sets sets-rest",
        OF_EXERCISES,
        "rest",
    ),
    (
        "pause-after after rest-next rest-exercise rest-exercises exercise-rest rest-between-exercises \
         between-exercises transition",
        OF_EXERCISES,
        "rest-after",
    ),
    (
        "rest-round rest-rounds rest-between-rounds between-rounds rounds-rest round-break rest-after-round",
        &[Block],
        "round-rest",
    ),
    (
        "get-ready prepare preparation prep lead-in count-in start-delay delay setup-time get-set",
        OF_EXERCISES,
        "ready",
    ),
    // What is said, ticked and shown.
    ("notes note description descriptions comment summary subtitle goal", &[Routine], "about"),
    (
        "notes note description instruction desc explanation how how-to details detail text position \
         starting-position start-position comment comments",
        &[Exercise],
        "setup",
    ),
    ("setup-text setup-instructions set-up", OF_EXERCISES, "setup"),
    ("cue cues tip hint hints coaching form reminder reminders", OF_EXERCISES, "setup tips"),
    ("verbosity talk guidance", OF_EXERCISES, "instructions"),
    ("counting count-aloud count-out voice-count counter", OF_EXERCISES, "count"),
    ("count-when count-on count-time", OF_EXERCISES, "count-at"),
    ("warnings notice notices caution cautions safety contraindications", &[Routine], "warning"),
    ("schedule frequency how-often progress program programme", &[Routine], "plan"),
    ("warning warnings notice notices", &[Block, Exercise], "warn"),
    ("alert alerts announce remind time-left count-down countdown", OF_EXERCISES, "warn"),
    ("tick beep beeps click clicks metronome", OF_EXERCISES, "ticks"),
    ("muscle target targets works trains body-part body-parts area", OF_EXERCISES, "muscles"),
    ("gear kit needs tools tool props equip requires", OF_EXERCISES, "equipment"),
    ("progression advanced hard-version", OF_EXERCISES, "harder"),
    ("regression easy-version beginner", OF_EXERCISES, "easier"),
    ("difficulty grade", &[Exercise], "level"),
    ("alias other-names also-called also-known-as", &[Exercise], "aliases"),
    ("source reference references", &[Exercise], "sources"),
    ("pronunciation speak spoken sounds-like phonetic", &[Exercise], "say"),
    ("pronunciation pronunciations pronounced say-as", &[Routine], "pronounce"),
    // Names.
    ("name heading label caption", &[Routine, Block], "title"),
    ("title heading label caption exercise movement move", &[Exercise], "name"),
    ("id ref base library from extends based-on exercise-id", &[Exercise], "use"),
    ("type role section purpose", OF_EXERCISES, "kind"),
    ("phase", &[Routine, Block], "kind"),
    // Settings.
    ("speed rate voice-rate speech-rate speaking-rate", &[Config], "voice-speed"),
    ("colour colours colors", &[Config], "color"),
    ("sound sounds-folder sound-folder sound-pack pack", &[Config], "sounds"),
    ("speaker narrator tts", &[Config], "voice"),
    ("audio-device output output-device sound-device", &[Config], "device"),
    ("buffer lag delay", &[Config], "latency"),
    ("loudness gain", &[Config], "volume"),
    ("difficulty", &[Config], "level"),
    ("counting", &[Config], "count"),
    ("break recovery", &[Config], "rest"),
    ("get-ready prepare preparation prep", &[Config], "ready"),
];

/// What people call an exercise and a block, if they start a table with it.
const TABLES: [(&str, &str); 2] = [
    (
        "exercises excercise excercises exercice exercices move moves movement movements step steps station stations \
         pose poses drill drills item items",
        "exercise",
    ),
    (
        "blocks group groups section sections circuit circuits superset supersets part parts workout workouts \
         round session",
        "block",
    ),
];

/// The keys that a word can stand for in a place, the most likely first. They may belong to another place.
pub(super) fn keys_for(word: &str, place: Place) -> Vec<&'static str> {
    let level = match place {
        Place::Routine | Place::Week => Routine,
        Place::Block | Place::BlockWeek => Block,
        Place::Exercise | Place::ExerciseFile => Exercise,
        Place::Plain { .. } => Config,
    };
    let word = normal(word);
    let meant = |(words, levels, _): &&(&str, &[Level], &str)| {
        levels.contains(&level) && words.split(' ').any(|known| known == word)
    };
    SYNONYMS.iter().filter(meant).flat_map(|(_, _, keys)| keys.split(' ')).collect()
}

/// The table, `exercise` or `block`, that a word stands for as a header.
pub(super) fn table_for(word: &str) -> Option<&'static str> {
    let word = normal(word);
    let found =
        TABLES.iter().find(|(words, name)| *name == word || words.split(' ').any(|known| known == word));
    found.map(|(_, name)| *name)
}

/// A word as keys are written: in small letters, with hyphens.
pub(super) fn normal(word: &str) -> String {
    word.trim().to_lowercase().replace(['_', ' '], "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routine::file::keys::keys_of;
    use crate::routine::file::{BlockKeys, ExerciseKeys, LibraryKeys, RoutineKeys};

    #[test]
    fn every_synonym_leads_to_a_key_and_is_none_itself() {
        let levels = [
            (Routine, Place::Routine.keys()),
            (Block, Place::Block.keys()),
            (Exercise, Place::Exercise.keys()),
        ];
        let all = [
            keys_of::<RoutineKeys>(),
            keys_of::<BlockKeys>(),
            keys_of::<ExerciseKeys>(),
            keys_of::<LibraryKeys>(),
        ]
        .concat();
        for (words, at, keys) in SYNONYMS.iter().filter(|(_, at, _)| !at.contains(&Config)) {
            for key in keys.split(' ') {
                assert!(all.contains(&key), "{key}");
            }
            for (level, known) in levels.iter().filter(|(level, _)| at.contains(level)) {
                for word in words.split(' ') {
                    assert!(!known.contains(&word), "{word} is a key at {level:?}");
                }
            }
        }
    }

    #[test]
    fn a_word_stands_for_one_list_of_keys_at_a_level() {
        for level in [Routine, Block, Exercise, Config] {
            let rows = SYNONYMS.iter().filter(|(_, at, _)| at.contains(&level));
            let mut words: Vec<&str> = rows.flat_map(|(words, ..)| words.split(' ')).collect();
            words.sort_unstable();
            let twice: Vec<_> = words.windows(2).filter(|pair| pair[0] == pair[1]).collect();
            assert!(twice.is_empty(), "{level:?}: {twice:?}");
        }
    }

    #[test]
    fn words_are_found_however_they_are_written() {
        assert_eq!(keys_for("Rest_Between_Sets", Place::Exercise), ["rest"]);
        assert_eq!(keys_for("times", Place::Block), ["rounds"]);
        assert_eq!(keys_for("times", Place::Exercise), ["sets", "reps"]);
        assert_eq!(table_for("Exercises"), Some("exercise"));
        assert_eq!(table_for("superset"), Some("block"));
        assert_eq!(table_for("plank"), None);
    }
}
