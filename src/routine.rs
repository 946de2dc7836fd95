//! What is to be trained: a [`Routine`] of blocks of exercises, valid by construction.
//!
//! ```text
//! text ──file──▶ shapes with spans ──lower──▶ Routine
//!                     library ────────┘  ▲
//!                     changes ───────────┘
//! ```
//!
//! Nothing after [`lower`] reports a person's error.

pub mod changes;
pub mod duration;
pub mod edit;
pub mod field;
pub mod file;
pub mod fit;
pub mod library;
pub mod lower;
pub mod name;
mod parse;
pub mod phase;
pub mod reps;
pub mod rest;
pub mod selection;
pub mod settings;
pub mod spoken;
pub mod tempo;
pub mod written;

use std::time::Duration;

/// A routine: blocks one after the other, at least one exercise in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routine {
    /// What it is called.
    pub title: String,
    /// A line on what it is.
    pub about: Option<String>,
    /// The blocks, in order; each has at least one exercise.
    pub blocks: Vec<Block>,
    /// Words that are to be said otherwise, each with what to say.
    pub pronounce: Vec<(String, String)>,
}

/// Exercises that are repeated together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is called, where it has a name.
    pub title: Option<String>,
    /// Its part in the session.
    pub kind: BlockKind,
    /// How many times its exercises are gone through; at least 1.
    pub rounds: u32,
    /// The rest between two rounds; `None`: the last exercise's own rest.
    pub round_rest: Option<Rest>,
    /// At least one.
    pub exercises: Vec<Exercise>,
}

/// The part of a block in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// It comes first, and stays whole and as it is.
    WarmUp,
    /// What is trained.
    Main,
    /// It comes last, and stays whole and as it is.
    CoolDown,
}

/// One movement, with all that is needed to play it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exercise {
    /// The name of its file in the library, or made from its name.
    pub id: String,
    /// What a person calls it.
    pub name: String,
    /// How its name is said, where that differs.
    pub say: Option<String>,
    /// What one set of it is.
    pub work: Work,
    /// At least 1.
    pub sets: u32,
    /// How the sides of the body take part.
    pub sides: Sides,
    /// The side that begins, where there are sides.
    pub first: Side,
    /// The movement that a rep begins with.
    pub start: Start,
    /// The lengths of the phases of a rep.
    pub tempo: Tempo,
    /// Which reps are counted aloud.
    pub count: Count,
    /// Where in a rep its number is said.
    pub count_at: CountAt,
    /// Get-ready before each set.
    pub ready: Duration,
    /// Rest between sets.
    pub rest: Rest,
    /// Rest before the next exercise.
    pub rest_after: Rest,
    /// The time to change sides.
    pub switch: Duration,
    /// How to lie or stand, to be read aloud.
    pub setup: Option<String>,
    /// What to look out for, a sentence each.
    pub tips: Vec<String>,
    /// The muscles it works.
    pub muscles: Vec<String>,
    /// What is needed for it.
    pub equipment: Vec<String>,
    /// How to make it harder.
    pub harder: Option<String>,
}

/// What a set is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// So many reps, on each side where there are sides; at least 1.
    Reps(u32),
    /// As many reps as the person likes; so many are shown, exported and cued before the last is repeated.
    Open(u32),
    /// A length of time, on each side where there are sides; at least a second.
    Time(Duration),
}

/// How long a rest lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// So long.
    Time(Duration),
    /// Until the person goes on.
    Ready,
}

/// How the sides of the body take part in a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sides {
    /// Both at once.
    Together,
    /// All reps of one side, then a switch, then all of the other.
    Each,
    /// Left, right, left, right: rep by rep. A timed exercise cannot, and does each side in turn.
    Alternate,
}

/// A side of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The person's left.
    Left,
    /// The person's right.
    Right,
}

impl Side {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Side {
        match self {
            Side::Left => Side::Right,
            Side::Right => Side::Left,
        }
    }

    /// The word for it, in files, on the screen and in JSON.
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
    /// Each.
    All,
    /// Each fifth.
    Fives,
    /// The last one.
    Last,
    /// None.
    Off,
}

/// Where in a rep its number is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountAt {
    /// Before its end.
    End,
    /// When the top is reached.
    Top,
}

/// The lengths of the four phases of a rep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tempo {
    /// The concentric phase.
    pub lift: Duration,
    /// The stop at the top.
    pub hold: Duration,
    /// The eccentric phase.
    pub lower: Duration,
    /// The stop at the bottom.
    pub pause: Duration,
}

impl Tempo {
    /// The length of a rep.
    #[must_use]
    pub fn rep(&self) -> Duration {
        self.lift + self.hold + self.lower + self.pause
    }
}

impl Exercise {
    /// The sides that a set is done on, each with an interval of its own: one that is `None` where no
    /// side has an interval to itself.
    #[must_use]
    pub fn turns(&self) -> Vec<Option<Side>> {
        match (self.sides, self.work) {
            (Sides::Together, _) | (Sides::Alternate, Work::Reps(_) | Work::Open(_)) => vec![None],
            (Sides::Each, _) | (Sides::Alternate, Work::Time(_)) => {
                vec![Some(self.first), Some(self.first.other())]
            }
        }
    }

    /// The side that begins where the sides alternate rep by rep; `None` elsewhere.
    #[must_use]
    pub fn first_of_alternating(&self) -> Option<Side> {
        (self.sides == Sides::Alternate).then_some(self.first)
    }

    /// How many reps the cues of one set mark, over both sides; for a timed set, how many intervals.
    #[must_use]
    pub fn reps_of_set(&self) -> u64 {
        let sides = if self.sides == Sides::Together { 1 } else { 2 };
        match self.work {
            Work::Reps(reps) | Work::Open(reps) => u64::from(reps) * sides,
            Work::Time(_) => sides,
        }
    }

    /// How long the work of one set lasts, over both sides, without the switch.
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
