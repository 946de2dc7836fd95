//! What the full view shows at an instant: everything that a session knows about it, without any layout.

use std::time::Duration;

use super::view::{now, numbers, phase_name, repeated, round};
use crate::player::{Activity, Position};
use crate::routine::phase::Phase;
use crate::routine::{Exercise, Side, Sides};
use crate::time::{At, clock};
use crate::timeline::{CueKind, Interval, IntervalKind, Timeline};

/// What the full view shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene<'a> {
    /// What is played.
    pub timeline: &'a Timeline,
    /// The instant in it.
    pub at: At,
    /// The time left in the session, including added time.
    pub left: Duration,
    /// Whether the session can take longer: the user ends a set or a rest.
    pub is_open: bool,
    /// The time of day at which it ends, such as `18:42`.
    pub ends_at: Option<String>,
    /// The title of the block.
    pub block: Option<&'a str>,
    /// The round, if there are several: ``round 2 of 3``.
    pub round: Option<String>,
    /// The time until rounds at the user's own pace are over.
    pub rounds_left: Option<Duration>,
    /// The number of the exercise, and the number of exercises.
    pub exercise: Option<(u32, u32)>,
    /// Whether the session plays, or waits for something.
    pub mood: Mood,
    /// What happens, or is about to.
    pub stage: Stage<'a>,
    /// What was said last.
    pub said: Option<&'a str>,
    /// What comes next; empty at the end.
    pub next: String,
    /// A message to the user.
    pub message: Option<String>,
    /// The volume, if it has just changed.
    pub volume: Option<u8>,
    /// Whether there is a keyboard.
    pub has_keys: bool,
    /// Whether the keys are shown.
    pub shows_keys: bool,
    /// Whether the keys for the effort are shown: in a rest after a set, if the user set that.
    pub shows_effort: bool,
}

/// Whether a session plays, or waits for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It plays.
    Playing,
    /// It waits while something is said.
    Listening,
    /// Interrupted work is about to continue.
    CountIn,
    /// It has been paused for this long.
    Paused(Duration),
    /// It waits until the user is ready.
    Waiting,
    /// It waits for its sound device.
    Lost,
}

/// What happens, or is about to.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage<'a> {
    /// Work.
    Work(AtWork<'a>),
    /// Rest, "get ready" or switch: before work.
    Before(Before<'a>),
    /// The end, with the title of the routine.
    Done(String),
}

/// Work at an instant.
#[derive(Debug, Clone, PartialEq)]
pub struct AtWork<'a> {
    /// The display name of the exercise.
    pub name: &'a str,
    /// The set and more: ``set 1 of 2 · left 3, right 2``.
    pub details: String,
    /// The side that works.
    pub side: Option<Side>,
    /// How far it is.
    pub amount: Amount,
    /// Whether the user ends it.
    pub is_open: bool,
    /// The elapsed time and the length of the interval.
    pub interval: (Duration, Duration),
}

/// How far the work of an interval is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// Reps.
    Reps {
        /// The number of the rep, per side, from 1.
        number: u32,
        /// The number of reps; `None` if it is open.
        of: Option<u32>,
        /// The phases of a rep with their lengths; each takes time.
        phases: Vec<(Phase, Duration)>,
        /// The elapsed time of the rep.
        within: Duration,
        /// The number of reps in the interval, over both sides.
        total: u32,
    },
    /// The time left of timed work; if it is open, the time that it has taken.
    Time(Duration),
}

/// An interval before work, at an instant.
#[derive(Debug, Clone, PartialEq)]
pub struct Before<'a> {
    /// Its kind.
    pub kind: IntervalKind,
    /// The time left in it, including added time.
    pub left: Duration,
    /// The elapsed time and the length of the interval, including added time.
    pub interval: (Duration, Duration),
    /// Whether it waits for the user before the count.
    pub waits: bool,
    /// Whether time can be added.
    pub can_grow: bool,
    /// The display name of the exercise that comes.
    pub name: &'a str,
    /// The side that begins.
    pub side: Option<Side>,
    /// The set and the amount: ``set 1 of 2 · 15 reps``.
    pub details: String,
    /// How to prepare and move.
    pub instructions: Vec<&'a str>,
}

/// What a display adds to the position.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extras {
    /// The time of day now.
    pub time_of_day: Option<Duration>,
    /// A message to the user.
    pub message: Option<String>,
    /// The volume, if it has just changed.
    pub volume: Option<u8>,
    /// Whether there is a keyboard.
    pub has_keys: bool,
    /// Whether the keys are shown.
    pub shows_keys: bool,
    /// Whether the keys for the effort are shown in each rest.
    pub shows_effort: bool,
}

impl<'a> Scene<'a> {
    /// The scene at a position; `held` if the session waits for its sound device.
    #[must_use]
    pub fn new(timeline: &'a Timeline, position: &Position, held: bool, extras: Extras) -> Scene<'a> {
        let interval = &timeline.intervals[position.interval];
        let work = timeline.work_from(position.interval);
        let shown = work.map(|index| &timeline.intervals[index]);
        let (over, length) = position.session(timeline.end());
        let left = length.saturating_sub(over);
        let is_open = |interval: &Interval| interval.waits || interval.cycle.is_some();
        Scene {
            timeline,
            at: position.at,
            left,
            is_open: timeline.intervals[position.interval..].iter().any(is_open),
            ends_at: extras.time_of_day.map(|now| hours_and_minutes(now + left)),
            block: shown.and_then(|shown| shown.block.as_deref()),
            round: shown.filter(|shown| shown.rounds != 1).map(round),
            rounds_left: position.rounds.map(|rounds| rounds.left()),
            exercise: shown.map(|shown| (shown.exercise_number, timeline.exercise_count)),
            mood: match position.activity {
                _ if held => Mood::Lost,
                Activity::Playing => Mood::Playing,
                Activity::Paused => Mood::Paused(position.paused_for),
                Activity::Saying => Mood::Listening,
                Activity::CountIn => Mood::CountIn,
                Activity::Waiting => Mood::Waiting,
            },
            stage: match (shown, shown.and_then(|shown| shown.exercise.as_deref())) {
                (Some(_), Some(exercise)) if interval.kind == IntervalKind::Work => {
                    Stage::Work(at_work(interval, exercise, position))
                }
                (Some(shown), Some(exercise)) => Stage::Before(before(interval, shown, exercise, position)),
                _ => Stage::Done(timeline.title.clone()),
            },
            said: said(timeline, position),
            next: work.map_or_else(String::new, |index| next(timeline, index)),
            message: extras.message,
            volume: extras.volume,
            has_keys: extras.has_keys,
            shows_keys: extras.shows_keys,
            shows_effort: extras.shows_effort && interval.kind == IntervalKind::Rest,
        }
    }

    /// The title of the terminal: `HOLD 7/15 · repcue`.
    #[must_use]
    pub fn terminal_title(&self) -> String {
        let now = match (&self.mood, &self.stage) {
            (Mood::Paused(_), _) => "PAUSED".to_owned(),
            (Mood::Lost, _) => "NO SOUND DEVICE".to_owned(),
            (Mood::Waiting, _) => "READY?".to_owned(),
            (_, Stage::Work(work)) => match &work.amount {
                Amount::Reps { number, of, .. } => {
                    let phase = work.amount.phase().map_or("", |(phase, _)| phase.word()).to_uppercase();
                    let of = of.map_or_else(String::new, |of| format!("/{of}"));
                    format!("{phase} {number}{of}")
                }
                Amount::Time(_) => format!("WORK {}", work.name),
            },
            (_, Stage::Before(before)) => format!("{} {}", kind_word(before.kind), before.name),
            (_, Stage::Done(_)) => "DONE".to_owned(),
        };
        format!("{now} · repcue")
    }

    /// How much of the session is over, in percent.
    #[must_use]
    pub fn percent(&self) -> u8 {
        let end = (self.timeline.end() - At::ZERO).as_nanos().max(1);
        u8::try_from((self.at - At::ZERO).as_nanos() * 100 / end).unwrap_or(100).min(100)
    }
}

impl Amount {
    /// The phase of a rep, and the time left in it; `None` for timed work.
    #[must_use]
    pub fn phase(&self) -> Option<(Phase, Duration)> {
        let Amount::Reps { phases, within, .. } = self else { return None };
        let mut end = Duration::ZERO;
        for (phase, length) in phases {
            end += *length;
            if *within < end {
                return Some((*phase, end - *within));
            }
        }
        phases.last().map(|(phase, _)| (*phase, Duration::ZERO))
    }
}

/// The large word for an interval that is not work.
#[must_use]
pub fn kind_word(kind: IntervalKind) -> &'static str {
    match kind {
        IntervalKind::Ready => "GET READY",
        IntervalKind::Switch => "SWITCH",
        IntervalKind::Rest => "REST",
        IntervalKind::Work => "WORK",
        IntervalKind::Done => "DONE",
    }
}

fn at_work<'a>(interval: &'a Interval, exercise: &'a Exercise, position: &Position) -> AtWork<'a> {
    let over = (position.at - interval.start).min(interval.length());
    let now = now(interval, position);
    let set = exercise.set(interval.round, interval.set);
    let mut details = Vec::new();
    details.extend(set.load.clone());
    if exercise.sets > 1 {
        details.push(format!("set {} of {}", interval.set, exercise.sets));
    }
    let amount = match (now.rep, interval.reps) {
        (Some(number), Some(reps)) => {
            let is_open = set.work.is_open();
            if exercise.sides == Sides::Alternate {
                // The rep that runs counts for its side; the other side has done as many, or one fewer.
                let other = if now.side == Some(exercise.first) { number - 1 } else { number };
                let [left, right] =
                    if now.side == Some(Side::Left) { [number, other] } else { [other, number] };
                details.push(format!("left {left}, right {right}"));
            }
            // A phase with words of its own is named by them.
            if set.rep.phases().iter().any(|phase| phase.words.is_some()) {
                details.extend(phase_name(interval, over).map(str::to_owned));
            }
            let beat = set.rep.beat();
            Amount::Reps {
                number,
                of: (!is_open).then_some(reps),
                phases: set.rep.phases().iter().map(|phase| (phase.phase, phase.length)).collect(),
                within: over.saturating_sub(beat.start(beat.number_at(over))),
                total: reps.saturating_mul(exercise.reps_of_a_number()),
            }
        }
        _ if set.work.is_open() => {
            details.push(exercise.amount(set));
            // A stopwatch.
            Amount::Time(over + repeated(interval, position))
        }
        _ => {
            details.extend(set.work.reps().map(|reps| exercise.counted(reps)));
            details.push(format!("for {}", clock(interval.length())));
            Amount::Time(interval.length() - over)
        }
    };
    AtWork {
        name: &exercise.name,
        details: details.join(" · "),
        side: now.side,
        amount,
        is_open: set.work.is_open(),
        interval: (over, interval.length()),
    }
}

fn before<'a>(
    interval: &Interval,
    shown: &'a Interval,
    exercise: &'a Exercise,
    position: &Position,
) -> Before<'a> {
    let over = (position.at - interval.start).min(interval.length());
    let length = interval.length() + position.extra;
    let mut instructions: Vec<&str> = exercise.setup.as_deref().into_iter().collect();
    instructions.extend(exercise.tips.iter().map(String::as_str));
    Before {
        kind: interval.kind,
        left: length.saturating_sub(over),
        interval: (over, length),
        waits: interval.waits,
        can_grow: interval.hold_point.is_some() && !interval.waits,
        name: &exercise.name,
        side: shown.side,
        details: amount(shown).join(" · "),
        instructions,
    }
}

/// The set, the side and the amount of work.
pub(crate) fn amount(work: &Interval) -> Vec<String> {
    let mut words = numbers(work);
    if work.reps.is_none() {
        words.push(clock(work.length()));
    }
    words
}

/// What comes after the work with this index in [`Timeline::intervals`]: `Next: rest 0:30, then Squat: 10 reps`.
#[must_use]
pub fn next(timeline: &Timeline, index: usize) -> String {
    let now = &timeline.intervals[index];
    let name = |work: &Interval| work.exercise.as_ref().map_or_else(String::new, |e| e.name.clone());
    let Some(then) = timeline.work_from(index + 1) else { return "Last set".to_owned() };
    let work = &timeline.intervals[then];
    let between = timeline.intervals[index + 1..then].iter().find(|i| i.kind == IntervalKind::Rest);
    let rest = between.map(|rest| match rest.waits {
        true => "rest until you are ready, then ".to_owned(),
        false => format!("rest {}, then ", clock(rest.length())),
    });
    let rest = rest.unwrap_or_default();
    let mut amount = amount(work);
    let is_same = timeline.is_same_turn(now, work);
    if is_same && work.set == now.set {
        amount.retain(|words| !words.starts_with("set "));
    }
    let amount = amount.join(", ");
    if is_same && work.set == now.set {
        let after = (then + 1..timeline.intervals.len())
            .filter_map(|index| timeline.work_from(index))
            .map(|index| &timeline.intervals[index])
            .find(|after| !timeline.is_same_turn(now, after));
        let after = after.map_or_else(String::new, |after| format!(" · then {}", name(after)));
        return format!("Next: {rest}{amount}{after}");
    }
    let name = if is_same { String::new() } else { format!("{}: ", name(work)) };
    format!("Next: {rest}{name}{amount}")
}

/// What was said last, apart from numbers.
pub(crate) fn said<'a>(timeline: &'a Timeline, position: &Position) -> Option<&'a str> {
    let cues = &timeline.cues[..timeline.cues.partition_point(|cue| cue.at <= position.at)];
    cues.iter().rev().find_map(|cue| match &cue.kind {
        // The number of the rep is larger elsewhere.
        CueKind::Say(text) if text.contains(char::is_alphabetic) => Some(&**text),
        _ => None,
    })
}

/// A time of day as hours and minutes; a minute that has begun is not counted.
fn hours_and_minutes(time: Duration) -> String {
    let minutes = time.as_secs() / 60;
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}
