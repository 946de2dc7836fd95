//! The routine: what a TOML file describes. A [`Routine`] of blocks of exercises is valid by construction.
//!
//! ```text
//! text ──file──▶ shapes with spans ──lower──▶ Routine
//!                     library ────────┘  ▲
//!                     changes ───────────┘
//! ```
//!
//! Nothing after [`lower`] reports a user's error.

pub mod changes;
pub mod duration;
pub mod edit;
pub mod field;
pub mod file;
pub mod filter;
pub mod fit;
mod idle;
pub mod library;
pub mod lower;
pub mod name;
mod parse;
pub mod phase;
mod prescribed;
pub mod reps;
pub mod rest;
pub mod selection;
pub mod settings;
mod shuffle;
pub mod speed;
pub mod spoken;
pub mod tempo;
pub mod timer;
pub mod written;

use std::time::Duration;

/// A routine: a sequence of blocks with at least one exercise in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routine {
    /// The title.
    pub title: String,
    /// A one-line description.
    pub about: Option<String>,
    /// When not to do it, and when to get help.
    pub warning: Option<String>,
    /// How often to do it, and how to continue.
    pub plan: Option<String>,
    /// The blocks, in order; each has at least one exercise.
    pub blocks: Vec<Block>,
    /// Words that are pronounced differently, each with its replacement.
    pub pronounce: Vec<(String, String)>,
    /// The speed of the voice, if the routine gives one.
    pub voice_speed: Option<speed::Speed>,
}

/// Exercises that are repeated together for some rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The title, if it has one.
    pub title: Option<String>,
    /// Its role in the session.
    pub kind: BlockKind,
    /// The number of rounds; at least 1.
    pub rounds: u32,
    /// The rest between two rounds; `None` uses the last exercise's own rest.
    pub round_rest: Option<Rest>,
    /// The exercises; at least one.
    pub exercises: Vec<Exercise>,
}

/// The role of a block in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// Warm-up: comes first and is never shortened or shuffled.
    WarmUp,
    /// The main part.
    Main,
    /// Cool-down: comes last and is never shortened or shuffled.
    CoolDown,
}

/// One movement, with everything needed to play it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exercise {
    /// The name of its file in the library, or an id derived from its name.
    pub id: String,
    /// The display name.
    pub name: String,
    /// How the name is spoken, if it differs.
    pub say: Option<String>,
    /// The work of one set.
    pub work: Work,
    /// The number of sets; at least 1.
    pub sets: u32,
    /// How the sides of the body are used.
    pub sides: Sides,
    /// The side that begins, if the sides take turns.
    pub first: Side,
    /// The phase that a rep begins with.
    pub start: Start,
    /// The lengths of the phases of a rep.
    pub tempo: Tempo,
    /// Which reps are counted aloud.
    pub count: Count,
    /// When in a rep its number is spoken.
    pub count_at: CountAt,
    /// The length of "get ready", which comes before a set that has no rest before it.
    pub ready: Duration,
    /// Who gave [`Exercise::ready`].
    pub ready_from: Origin,
    /// The rest between sets.
    pub rest: Rest,
    /// The rest before the next exercise.
    pub rest_after: Rest,
    /// The time to switch sides.
    pub switch: Duration,
    /// Instructions for the starting position, spoken.
    pub setup: Option<String>,
    /// Tips on form, one sentence each.
    pub tips: Vec<String>,
    /// The muscles that it trains.
    pub muscles: Vec<String>,
    /// The equipment that it needs.
    pub equipment: Vec<String>,
    /// A harder variation.
    pub harder: Option<String>,
    /// An easier variation.
    pub easier: Option<String>,
    /// What its file in the library says of it; empty for an exercise that is not in the library.
    pub facts: Facts,
    /// How much is said of it.
    pub instructions: Instructions,
    /// What is ticked each second.
    pub ticks: Ticks,
    /// How long before the end of timed work, or of a hold, the time left is said. `None`: at its half.
    pub warn: Option<Vec<Duration>>,
}

/// Facts about an exercise that no set changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Other names by which it is found.
    pub aliases: Vec<String>,
    /// How difficult it is, if that is known.
    pub level: Option<reps::Level>,
    /// Where its numbers come from, one source each.
    pub sources: Vec<String>,
}

/// Who gave a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Nobody: it is the default, and may grow.
    Default,
    /// The routine, a block, the settings or the command line: it is kept.
    Above,
    /// The exercise itself: it is kept, and applies even if no rest comes before.
    Exercise,
}

/// How much is said before a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instructions {
    /// Everything: name, amount, side, equipment, starting position, tips.
    Full,
    /// Name, amount, side and one tip.
    Brief,
    /// Name and side.
    Off,
}

/// What is ticked each second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ticks {
    /// Holds, slow phases and timed work; of timed work over two minutes, only the last ten seconds.
    Auto,
    /// All of these from beginning to end.
    All,
    /// Only holds.
    Hold,
    /// Nothing.
    Off,
}

/// The work of one set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// The number of reps, per side if the sides take turns; at least 1.
    Reps(u32),
    /// Any number of reps, until the user ends the set. This number is shown, exported and cued before the last rep is
    /// repeated.
    Open(u32),
    /// A duration, per side if the sides take turns; at least one second.
    Time(Duration),
}

/// The length of a rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// A fixed time.
    Time(Duration),
    /// Until the user continues.
    Ready,
}

/// How the sides of the body are used in a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sides {
    /// Both sides at once.
    Together,
    /// All reps on one side, a switch, then all on the other.
    Each,
    /// Left and right in turn, rep by rep. A timed exercise cannot alternate, and does each side in turn.
    Alternate,
}

/// A side of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Left, as the user sees it.
    Left,
    /// Right, as the user sees it.
    Right,
}

impl Side {
    /// The opposite side.
    #[must_use]
    pub fn other(self) -> Side {
        match self {
            Side::Left => Side::Right,
            Side::Right => Side::Left,
        }
    }

    /// The word for this side in files, on the screen and in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Side::Left => "left",
            Side::Right => "right",
        }
    }
}

/// The movement that a rep begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Lift, hold, lower, pause: bridges, raises.
    Lift,
    /// Lower, pause, lift, hold: squats, deadlifts.
    Lower,
}

/// Which reps are counted aloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Every rep.
    All,
    /// Every fifth rep.
    Fives,
    /// Only the last rep.
    Last,
    /// No rep.
    Off,
}

/// When in a rep its number is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountAt {
    /// Before the end of the rep.
    End,
    /// At the top.
    Top,
}

/// The lengths of the four phases of a rep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tempo {
    /// The concentric phase.
    pub lift: Duration,
    /// The hold at the top.
    pub hold: Duration,
    /// The eccentric phase.
    pub lower: Duration,
    /// The pause at the bottom.
    pub pause: Duration,
}

impl Tempo {
    /// The length of one rep.
    #[must_use]
    pub fn rep(&self) -> Duration {
        self.lift + self.hold + self.lower + self.pause
    }
}

impl Routine {
    /// The equipment of all exercises, each item once, in the order in which it is needed.
    #[must_use]
    pub fn equipment(&self) -> Vec<&str> {
        let mut seen = std::collections::HashSet::new();
        let exercises = self.blocks.iter().flat_map(|block| &block.exercises);
        let all = exercises.flat_map(|exercise| &exercise.equipment).map(String::as_str);
        all.filter(|item| seen.insert(*item)).collect()
    }
}

impl Exercise {
    /// Whether a name on the command line means this exercise: its id, its name or an alias, in any spelling.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let wanted = name::loose(name);
        let mut names = [&self.id, &self.name].into_iter().chain(&self.facts.aliases);
        self.id == name || self.name == name || names.any(|own| name::ways_to_type(own).contains(&wanted))
    }

    /// The sides of a set that have an interval of their own, in order; a single `None` if no side has one.
    #[must_use]
    pub fn turns(&self) -> Vec<Option<Side>> {
        match (self.sides, self.work) {
            (Sides::Together, _) | (Sides::Alternate, Work::Reps(_) | Work::Open(_)) => vec![None],
            (Sides::Each, _) | (Sides::Alternate, Work::Time(_)) => {
                vec![Some(self.first), Some(self.first.other())]
            }
        }
    }

    /// The first side if the sides alternate rep by rep; otherwise `None`.
    #[must_use]
    pub fn first_of_alternating(&self) -> Option<Side> {
        (self.sides == Sides::Alternate).then_some(self.first)
    }

    /// The number of reps that the cues of one set mark, over both sides; for a timed set, the number of work
    /// intervals.
    #[must_use]
    pub fn reps_of_set(&self) -> u64 {
        let sides = if self.sides == Sides::Together { 1 } else { 2 };
        match self.work {
            Work::Reps(reps) | Work::Open(reps) => u64::from(reps) * sides,
            Work::Time(_) => sides,
        }
    }

    /// The length of the work of one set, over both sides, without the switch.
    #[must_use]
    pub fn work_of_set(&self) -> Duration {
        match self.work {
            Work::Reps(_) | Work::Open(_) => {
                let reps = u32::try_from(self.reps_of_set()).unwrap_or(u32::MAX);
                self.tempo.rep().saturating_mul(reps)
            }
            Work::Time(length) => length.saturating_mul(u32::try_from(self.turns().len()).unwrap_or(2)),
        }
    }
}
