//! The lines of the history: what they contain, and what of it a set gives.
//!
//! They say what was cued, which is all that repcue knows. A reader ignores keys that it does not know.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calendar::Moment;
use crate::player::Played;
use crate::routine::phase::Phase;
use crate::routine::{Side, Sides, Work};
use crate::tally::{time_played, whole_reps};
use crate::timeline::{Interval, IntervalKind};

/// The version of the lines that this program writes and reads.
pub const VERSION: u32 = 1;
/// Work that was cued for less than this was skipped, and gets no line.
const LEAST: Duration = Duration::from_secs(3);

/// A set, or one side of it if the sides take turns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SetRecord {
    /// The version of the line: 1.
    #[schemars(range(min = 1, max = 1))]
    pub v: u32,
    /// The type of the line.
    #[serde(rename = "type")]
    pub kind: SetLine,
    /// Unique: the id of the session, `-`, and the number of the set in it.
    pub id: String,
    /// The revision: of lines with the same id, the one with the highest counts.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rev: u32,
    /// The id of the session.
    pub session: String,
    /// When the set ended.
    pub at: Moment,
    /// The routine: its name, or the path of its file. Absent for a drill, a timer and standard input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routine: Option<String>,
    /// The week of the plan, if the routine is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub week: Option<u32>,
    /// The id of the exercise.
    pub exercise: String,
    /// The display name of the exercise.
    pub name: String,
    /// The round of its block, from 1.
    pub round: u32,
    /// The set of the exercise in that round, from 1.
    pub set: u32,
    /// The number of sets of the exercise that were planned in that round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sets: Option<u32>,
    /// The number of rounds of its block that were planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounds: Option<u32>,
    /// The side that worked; absent if both did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// Whether the sides alternated: then each counted rep is one of each side.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alternate: bool,
    /// What `planned` and `cued` count.
    pub measure: Measure,
    /// What the reps are called, if not reps: `breaths`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What was planned. Absent if the set lasted until the user ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<u32>,
    /// What was cued: whole reps, or seconds.
    pub cued: u32,
    /// How long the work lasted, in seconds, without pauses.
    pub seconds: u32,
    /// The hold in each rep, in milliseconds; absent without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_ms: Option<u32>,
    /// The load, as the routine writes it: `40 kg`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load: Option<String>,
    /// How hard it was, if the user said: 1 easy, 2 right, 3 too hard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u8", range(min = 1, max = 3))]
    pub effort: Option<Effort>,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SessionRecord {
    /// The version of the line: 1.
    #[schemars(range(min = 1, max = 1))]
    pub v: u32,
    /// The type of the line.
    #[serde(rename = "type")]
    pub kind: SessionLine,
    /// Unique: when it began, `-`, and a random number.
    pub id: String,
    /// The revision: of lines with the same id, the one with the highest counts.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rev: u32,
    /// When it began.
    pub at: Moment,
    /// What was played.
    pub what: What,
    /// The routine: its name, or the path of its file. Absent for a drill, a timer and standard input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routine: Option<String>,
    /// The title on the screen.
    pub title: String,
    /// The week of the plan, if the routine is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub week: Option<u32>,
    /// Whether it resumed an interrupted session, which has lines of its own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub resumed: bool,
    /// How it ended.
    pub ending: Ended,
    /// How long it lasted, in seconds, with all pauses.
    pub seconds: u32,
    /// How much of that it was paused, in seconds.
    pub paused: u32,
    /// The pain after it, from 0 to 10, if the user said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u8", range(min = 0, max = 10))]
    pub pain: Option<Pain>,
    /// The program that wrote it.
    pub by: String,
}

/// The type of the line of a set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum SetLine {
    /// The only one.
    #[default]
    Set,
}

/// The type of the line of a session.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum SessionLine {
    /// The only one.
    #[default]
    Session,
}

/// What a number of a set counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Measure {
    /// Reps, of one side.
    Reps,
    /// Seconds.
    Seconds,
}

/// What a session plays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum What {
    /// A routine.
    #[default]
    Routine,
    /// A single exercise.
    Drill,
    /// Intervals without a file.
    Timer,
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Ended {
    /// It was played to its end.
    Done,
    /// The user or a signal stopped it, or it failed.
    Stopped,
}

/// How hard a set was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Effort {
    /// More would have been possible.
    Easy,
    /// It was right.
    Right,
    /// It was too hard.
    TooHard,
}

impl Effort {
    /// All of them, by number from 1.
    pub const ALL: [Effort; 3] = [Effort::Easy, Effort::Right, Effort::TooHard];

    /// Its words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Effort::Easy => "easy",
            Effort::Right => "right",
            Effort::TooHard => "too hard",
        }
    }
}

impl TryFrom<u8> for Effort {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Effort, &'static str> {
        let place = usize::from(number).checked_sub(1);
        place.and_then(|place| Effort::ALL.get(place)).copied().ok_or("an effort is 1, 2 or 3")
    }
}

impl From<Effort> for u8 {
    fn from(effort: Effort) -> u8 {
        effort as u8 + 1
    }
}

/// The pain after a session, from 0 (none) to 10 (the worst imaginable): the usual numeric rating scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Pain(u8);

impl TryFrom<u8> for Pain {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Pain, &'static str> {
        if number <= 10 { Ok(Pain(number)) } else { Err("pain is a number from 0 to 10") }
    }
}

impl From<Pain> for u8 {
    fn from(pain: Pain) -> u8 {
        pain.0
    }
}

/// What the lines of a session have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionFacts {
    /// The id of the session: its lines begin with it.
    pub id: String,
    /// When it began.
    pub began: Moment,
    /// What was played.
    pub what: What,
    /// The routine, by name or path.
    pub routine: Option<String>,
    /// The week of the plan, if the routine is one.
    pub week: Option<u32>,
    /// Whether it resumed an interrupted session.
    pub resumed: bool,
}

impl SessionFacts {
    /// The id of a session: when it began, and a number that tells apart those that began in the same second.
    #[must_use]
    pub fn id(began: Moment, random: u64) -> String {
        format!("{began}-{:06x}", random & 0xff_ffff)
    }
}

impl SetRecord {
    /// The line of an interval of work that ended at `at`, given how far it was played; `number` is its number among the
    /// work of the session, from 1. `None` if it is not work or was skipped: if it was cued for less than three seconds,
    /// or less than a whole rep was.
    #[must_use]
    pub fn new(
        facts: &SessionFacts,
        interval: &Interval,
        number: usize,
        played: Played,
        at: Moment,
    ) -> Option<SetRecord> {
        let (IntervalKind::Work, Some(exercise)) = (interval.kind, interval.exercise.as_deref()) else {
            return None;
        };
        let set = interval.own_set()?;
        let repeated = interval.cycle.map_or(Duration::ZERO, |(from, to)| (to - from) * played.loops);
        let lasted = time_played(interval, played) + repeated;
        if lasted < LEAST {
            return None;
        }
        let seconds = rounded(lasted);
        let (measure, planned, cued) = match set.work {
            Work::Reps(_) | Work::Open(_) | Work::Paced { .. } => {
                let each = exercise.reps_of_a_number();
                let cued = whole_reps(interval, played)? / each;
                let planned = if set.work.is_open() { None } else { interval.reps };
                (Measure::Reps, planned, cued)
            }
            // Nothing of it is cued but its number, so this is what the user was asked for.
            Work::OwnPace { reps: Some(reps), .. } => (Measure::Reps, Some(reps), reps),
            Work::OwnPace { reps: None, time: None } => (Measure::Seconds, None, seconds),
            Work::Time(_) | Work::OwnPace { reps: None, time: Some(_) } => {
                (Measure::Seconds, Some(rounded(interval.length())), seconds)
            }
        };
        let phases = set.rep.phases().iter().filter(|phase| phase.phase == Phase::Hold);
        let hold: Duration = phases.map(|phase| phase.length).sum();
        let hold = (measure == Measure::Reps && set.work.is_cued()).then_some(hold);
        (cued > 0).then(|| SetRecord {
            v: VERSION,
            kind: SetLine::Set,
            id: format!("{}-{number}", facts.id),
            rev: 0,
            session: facts.id.clone(),
            at,
            routine: facts.routine.clone(),
            week: facts.week,
            exercise: exercise.id.clone(),
            name: exercise.name.clone(),
            round: interval.round,
            set: interval.set,
            sets: Some(exercise.sets),
            rounds: Some(interval.rounds),
            side: interval.side,
            alternate: exercise.sides == Sides::Alternate && interval.side.is_none(),
            measure,
            unit: exercise.unit.clone().filter(|_| measure == Measure::Reps),
            planned,
            cued,
            seconds,
            hold_ms: hold
                .filter(|hold| !hold.is_zero())
                .and_then(|hold| u32::try_from(hold.as_millis()).ok()),
            load: set.load.clone(),
            effort: None,
        })
    }

    /// Whether everything that was planned was cued; a set without a plan always is.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.planned.is_none_or(|planned| self.cued >= planned)
    }

    /// The reps of both sides that it cued; none if it counts seconds.
    #[must_use]
    pub fn reps(&self) -> u64 {
        match self.measure {
            Measure::Reps => u64::from(self.cued) * if self.alternate { 2 } else { 1 },
            Measure::Seconds => 0,
        }
    }
}

/// A length in whole seconds, half rounds up.
#[must_use]
pub fn rounded(length: Duration) -> u32 {
    u32::try_from((length + Duration::from_millis(500)).as_secs()).unwrap_or(u32::MAX)
}

/// Whether a revision is the first one, which is not written.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(rev: &u32) -> bool {
    *rev == 0
}

#[cfg(test)]
mod tests;
