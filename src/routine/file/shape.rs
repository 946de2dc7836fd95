//! The serde shapes: one plain struct for each kind of table, one field for each key.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::routine::duration::{Length, Warnings};
use crate::routine::field::{Field, Pronounce, ValueError};
use crate::routine::list::List;
use crate::routine::load::Load;
use crate::routine::phases::Phases;
use crate::routine::range::{LengthRange, RateRange, RestRange, TimesRange, WorkTime};
use crate::routine::reps::{Level, Reps};
use crate::routine::speed::Speed;
use crate::routine::week::Day;
use crate::routine::{BlockKind, Count, CountAt, InstructionsChoice, Side, Sides, Start, Tempo, Ticks};

/// The keys of one kind of table, with their values.
pub trait Shape: DeserializeOwned + Default {
    /// The first value that does not fit its key.
    fn first_error(&self) -> Option<&ValueError>;
}

/// Implements [`Shape`] for a struct of optional [`Field`]s with these names.
macro_rules! shape {
    ($shape:ident: $($key:ident),+ $(,)?) => {
        impl $crate::routine::file::Shape for $shape {
            fn first_error(&self) -> Option<&$crate::routine::field::ValueError> {
                // Names every field, so that none can be forgotten.
                let $shape { $($key),+ } = self;
                None$(.or_else(|| $key.as_ref()?.value.as_ref().err()))+
            }
        }
    };
}
pub(crate) use shape;

/// The keys that only the top level of a routine has.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct RoutineKeys {
    /// Display name.
    pub title: Option<Field<String>>,
    /// One-line description.
    pub about: Option<Field<String>>,
    /// Group in `repcue list`.
    pub group: Option<Field<String>>,
    /// When not to do it, and when to get help.
    pub warning: Option<Field<String>>,
    /// How often to do it, and how to continue.
    pub plan: Option<Field<String>>,
    /// Words to pronounce differently, each with its replacement.
    pub pronounce: Option<Field<Pronounce>>,
    /// Speed of the voice.
    pub voice_speed: Option<Field<Speed>>,
    /// Date on which week 1 of a plan starts.
    pub starts: Option<Field<Day>>,
}

/// The keys that only a block has.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct BlockKeys {
    /// Display name.
    pub title: Option<Field<String>>,
    /// Role: main, warm-up or cool-down.
    pub kind: Option<Field<BlockKind>>,
    /// Number of rounds.
    pub rounds: Option<Field<TimesRange>>,
    /// Rest between two rounds.
    pub round_rest: Option<Field<RestRange>>,
}

/// The keys of an exercise. All but `use`, `name` and `say` may also be defaults above it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ExerciseKeys {
    /// Exercise of the library to start from.
    pub r#use: Option<Field<String>>,
    /// Display name.
    pub name: Option<Field<String>>,
    /// How the name is spoken.
    pub say: Option<Field<String>>,
    /// Number of reps, per side if the sides take turns; a list has one for each set.
    pub reps: Option<Field<List<Reps>>>,
    /// Duration (instead of `reps`), or "open": at your own pace. For a block of exercises with amounts of their own:
    /// rounds until this time is up.
    pub r#for: Option<Field<List<WorkTime>>>,
    /// Load, said after the amount.
    pub load: Option<Field<List<Load>>>,
    /// Number of sets.
    pub sets: Option<Field<TimesRange>>,
    /// Both sides at once, one after the other, alternating, or one side alone.
    pub sides: Option<Field<Sides>>,
    /// Side that begins.
    pub first: Option<Field<Side>>,
    /// Movement that a rep begins with.
    pub start: Option<Field<Start>>,
    /// All four phases at once.
    pub tempo: Option<Field<List<Tempo>>>,
    /// Concentric phase.
    pub lift: Option<Field<List<LengthRange>>>,
    /// Hold at the top.
    pub hold: Option<Field<List<LengthRange>>>,
    /// Eccentric phase.
    pub lower: Option<Field<List<LengthRange>>>,
    /// Pause at the bottom.
    pub pause: Option<Field<List<LengthRange>>>,
    /// Phases of your own, with words and lengths, instead of the four.
    pub phases: Option<Field<Phases>>,
    /// Reps a minute: the phases are scaled to it.
    pub rate: Option<Field<List<RateRange>>>,
    /// Which reps are counted aloud.
    pub count: Option<Field<Count>>,
    /// When in a rep its number is spoken.
    pub count_at: Option<Field<CountAt>>,
    /// Length of "get ready" before a set that has no rest before it.
    pub ready: Option<Field<Length>>,
    /// Rest between sets.
    pub rest: Option<Field<List<RestRange>>>,
    /// Rest before the next exercise.
    pub rest_after: Option<Field<RestRange>>,
    /// Time from the start of each set to the next: what the work leaves is rest.
    pub every: Option<Field<Length>>,
    /// Time to switch sides.
    pub switch: Option<Field<Length>>,
    /// Instructions for the starting position.
    pub setup: Option<Field<String>>,
    /// Tips on form.
    pub tips: Option<Field<Vec<String>>>,
    /// Muscles that it trains.
    pub muscles: Option<Field<Vec<String>>>,
    /// Equipment that it needs.
    pub equipment: Option<Field<Vec<String>>>,
    /// A harder variation.
    pub harder: Option<Field<String>>,
    /// An easier variation.
    pub easier: Option<Field<String>>,
    /// How much is said before a set.
    pub instructions: Option<Field<InstructionsChoice>>,
    /// What is ticked each second.
    pub ticks: Option<Field<Ticks>>,
    /// How long before the end the time left is said, or "off".
    pub warn: Option<Field<Warnings>>,
}

/// The keys that only a file of the exercise library has: facts about the exercise, which no set changes.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct LibraryKeys {
    /// Other names by which it is found.
    pub aliases: Option<Field<Vec<String>>>,
    /// How difficult it is.
    pub level: Option<Field<Level>>,
    /// Where its numbers come from.
    pub sources: Option<Field<Vec<String>>>,
}

shape!(RoutineKeys: title, about, group, warning, plan, pronounce, voice_speed, starts);
shape!(BlockKeys: title, kind, rounds, round_rest);
shape!(
    ExerciseKeys: r#use, name, say, reps, r#for, load, phases, rate, every, sets, sides, first, start, tempo, lift, hold, lower, pause, count,
    count_at, ready, rest, rest_after, switch, setup, tips, muscles, equipment, harder, easier, instructions, ticks,
    warn,
);
shape!(LibraryKeys: aliases, level, sources);
