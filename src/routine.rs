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
mod exercise;
pub mod field;
pub mod file;
pub mod filter;
pub mod fit;
mod idle;
pub mod library;
pub mod list;
pub mod load;
pub mod lower;
pub mod name;
mod own_pace;
mod parse;
pub mod past;
pub mod phase;
pub mod phases;
mod prescribed;
pub mod progress;
pub mod range;
pub mod rep;
pub mod reps;
pub mod rest;
pub mod selection;
pub mod settings;
pub(crate) mod shuffle;
pub mod speed;
pub mod spoken;
pub mod tempo;
pub mod timer;
pub mod week;
pub mod written;

use std::time::Duration;

pub use exercise::singular;
pub use rep::Rep;

/// A routine: a sequence of blocks with at least one exercise in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routine {
    /// The title.
    pub title: String,
    /// A one-line description.
    pub about: Option<String>,
    /// The group that it is listed in.
    pub group: Option<String>,
    /// The week of the plan that this is; 1 without a plan.
    pub week: u32,
    /// The weeks from which something changes, in order; empty without a plan.
    pub weeks: Vec<u32>,
    /// The day on which the plan starts.
    pub starts: Option<week::Day>,
    /// When not to do it, and when to get help.
    pub warning: Option<String>,
    /// How often to do it, and how to continue.
    pub plan: Option<String>,
    /// The blocks, in order; each has at least one exercise.
    pub blocks: Vec<Block>,
    /// Whether the user knows what it needs, so that the session does not wait for it.
    pub kit_is_known: bool,
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
    /// The number of rounds; at least 1. With a time, the most that may be begun.
    pub rounds: u32,
    /// The time until which rounds are played, from the first go; the round that is played then ends.
    pub time: Option<Duration>,
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
    /// The number of sets in a round; at least 1.
    pub sets: u32,
    /// Its sets in each round, as far as they differ: a further set is like the last one of its round, a further round
    /// like the last round. Read them with [`Exercise::set`].
    pub rounds: Vec<Round>,
    /// What its reps are called, if not reps: `breaths`.
    pub unit: Option<String>,
    /// How the sides of the body are used.
    pub sides: Sides,
    /// The side that begins, if the sides take turns.
    pub first: Side,
    /// Which reps are counted aloud.
    pub count: Count,
    /// When in a rep its number is spoken.
    pub count_at: CountAt,
    /// The length of "get ready", which comes before a set that has no rest before it.
    pub ready: Duration,
    /// The time from the start of each set to the next, if given; the rests follow from it.
    pub every: Option<Duration>,
    /// Who gave [`Exercise::ready`].
    pub ready_from: Origin,
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
    /// Whether that depends on how well the user knows it.
    pub learns: bool,
    /// Where in its ranges it is, if it progresses.
    pub progress: Option<progress::Progress>,
    /// What is ticked each second.
    pub ticks: Ticks,
    /// How long before the end of timed work, or of a hold, the time left is said. `None`: at its half.
    pub warn: Option<Vec<Duration>>,
}

/// The sets of an exercise in one round of its block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The sets that differ from the one before; at least one.
    pub sets: Vec<Set>,
    /// The rest before the next exercise.
    pub rest_after: Rest,
}

/// One set: work with its own numbers, and the rest after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// How much is done.
    pub work: Work,
    /// One rep; of timed work, only its length as an estimate.
    pub rep: Rep,
    /// The load: `40 kg`, `red band`.
    pub load: Option<String>,
    /// The rest before the next set of the exercise.
    pub rest: Rest,
}

impl Set {
    /// How long the work lasts if nobody ends it, on one side or alternating once.
    #[must_use]
    pub fn own_pace(&self) -> Duration {
        match self.work {
            Work::OwnPace { time: Some(time), .. } => time,
            Work::OwnPace { reps: Some(reps), .. } => USUAL_REP.saturating_mul(reps),
            _ => UNENDED,
        }
    }
}

/// The length of a rep at the user's own pace, as an estimate.
const USUAL_REP: Duration = Duration::from_secs(4);
/// How long work without a number lasts if nobody ends it: in an export, a preview, or a session without any controls.
const UNENDED: Duration = Duration::from_secs(30);

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

/// How much is asked to be said before a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InstructionsChoice {
    /// Everything until the user knows the exercise, then as [`Instructions::Brief`].
    #[default]
    Learning,
    /// [`Instructions::Full`].
    Full,
    /// [`Instructions::Brief`].
    Brief,
    /// [`Instructions::Off`].
    Off,
}

impl InstructionsChoice {
    /// How much is said of an exercise that the user knows, or does not.
    #[must_use]
    pub fn of(self, is_known: bool) -> Instructions {
        match self {
            InstructionsChoice::Learning if is_known => Instructions::Brief,
            InstructionsChoice::Learning | InstructionsChoice::Full => Instructions::Full,
            InstructionsChoice::Brief => Instructions::Brief,
            InstructionsChoice::Off => Instructions::Off,
        }
    }
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
    /// Reps until a time is up: as many as are complete within it, per side if the sides alternate.
    Paced {
        /// The time.
        time: Duration,
        /// The reps that are complete within it; at least one.
        reps: u32,
    },
    /// Without cues, at the user's own pace.
    OwnPace {
        /// How many reps are announced, if any.
        reps: Option<u32>,
        /// The time it ends after; `None` until the user continues.
        time: Option<Duration>,
    },
}

impl Work {
    /// The number of reps, per side if the sides take turns; `None` for a time alone.
    #[must_use]
    pub fn reps(self) -> Option<u32> {
        match self {
            Work::Reps(reps) | Work::Open(reps) | Work::Paced { reps, .. } => Some(reps),
            Work::OwnPace { reps, .. } => reps,
            Work::Time(_) => None,
        }
    }

    /// Whether its reps are cued.
    #[must_use]
    pub fn is_cued(self) -> bool {
        matches!(self, Work::Reps(_) | Work::Open(_) | Work::Paced { .. })
    }

    /// Whether it lasts until the user continues.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Work::Open(_) | Work::OwnPace { time: None, .. })
    }
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
    /// Left and right in turn, rep by rep. Timed work without reps cannot alternate, and does each side in turn.
    Alternate,
    /// The left side alone.
    Left,
    /// The right side alone.
    Right,
}

impl Sides {
    /// The side that works alone, if one does.
    #[must_use]
    pub fn only(self) -> Option<Side> {
        match self {
            Sides::Left => Some(Side::Left),
            Sides::Right => Some(Side::Right),
            Sides::Together | Sides::Each | Sides::Alternate => None,
        }
    }
}

/// A side of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
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
