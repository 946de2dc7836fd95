//! The serde shapes: one plain struct for each kind of table, one field for each key.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::routine::duration::Length;
use crate::routine::field::{Field, Pronounce, Times};
use crate::routine::reps::Reps;
use crate::routine::{BlockKind, Count, CountAt, Rest, Side, Sides, Start, Tempo};

/// The keys that only the top of a routine has.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct RoutineKeys {
    /// What the routine is called.
    pub title: Option<Field<String>>,
    /// A line on what it is.
    pub about: Option<Field<String>>,
    /// Words that are to be said otherwise.
    pub pronounce: Option<Field<Pronounce>>,
}

/// The keys that only a block has.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct BlockKeys {
    /// What the block is called.
    pub title: Option<Field<String>>,
    /// Its part in the session.
    pub kind: Option<Field<BlockKind>>,
    /// How many times its exercises are gone through.
    pub rounds: Option<Field<Times>>,
    /// The rest between two rounds.
    pub round_rest: Option<Field<Rest>>,
}

/// The keys of an exercise; all but `use` and `name` may be given above it as defaults.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ExerciseKeys {
    /// The exercise of the library that this one starts from.
    pub r#use: Option<Field<String>>,
    /// What a person calls it.
    pub name: Option<Field<String>>,
    /// How its name is said.
    pub say: Option<Field<String>>,
    /// How many reps, on each side where there are sides.
    pub reps: Option<Field<Reps>>,
    /// How long, instead of how many.
    pub r#for: Option<Field<Length>>,
    /// How many sets.
    pub sets: Option<Field<Times>>,
    /// How the sides of the body take part.
    pub sides: Option<Field<Sides>>,
    /// The side that begins.
    pub first: Option<Field<Side>>,
    /// The movement that a rep begins with.
    pub start: Option<Field<Start>>,
    /// The four phases in one.
    pub tempo: Option<Field<Tempo>>,
    /// The concentric phase.
    pub lift: Option<Field<Length>>,
    /// The stop at the top.
    pub hold: Option<Field<Length>>,
    /// The eccentric phase.
    pub lower: Option<Field<Length>>,
    /// The stop at the bottom.
    pub pause: Option<Field<Length>>,
    /// Which reps are counted aloud.
    pub count: Option<Field<Count>>,
    /// Where in a rep its number is said.
    pub count_at: Option<Field<CountAt>>,
    /// Get-ready before each set.
    pub ready: Option<Field<Length>>,
    /// Rest between sets.
    pub rest: Option<Field<Rest>>,
    /// Rest before the next exercise.
    pub rest_after: Option<Field<Rest>>,
    /// The time to change sides.
    pub switch: Option<Field<Length>>,
    /// How to lie or stand.
    pub setup: Option<Field<String>>,
    /// What to look out for.
    pub tips: Option<Field<Vec<String>>>,
    /// The muscles it works.
    pub muscles: Option<Field<Vec<String>>>,
    /// What is needed for it.
    pub equipment: Option<Field<Vec<String>>>,
    /// How to make it harder.
    pub harder: Option<Field<String>>,
}
