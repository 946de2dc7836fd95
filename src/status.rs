//! The status of a session, for observers other than its screen: the control socket and the desktop.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::display::scene::{self, amount, said};
use crate::display::view::{Now, heading, now, phase_name, phase_time, repeated};
use crate::player::{Activity, Position};
use crate::printable;
use crate::routine::Side;
use crate::routine::phase::Phase;
use crate::time::At;
use crate::timeline::{IntervalKind, Timeline};

/// The state of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The timeline advances.
    Playing,
    /// It is paused.
    Paused,
    /// It waits while something is spoken.
    Saying,
    /// It waits during a count-in.
    CountIn,
    /// It waits for the user to continue.
    Waiting,
    /// It waits for its sound device.
    Lost,
    /// It is over.
    Ended,
}

impl State {
    /// The word for this state in the status.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            State::Playing => "playing",
            State::Paused => "paused",
            State::Saying => "saying",
            State::CountIn => "count-in",
            State::Waiting => "waiting",
            State::Lost => "lost",
            State::Ended => "ended",
        }
    }
}

/// The status of a session. A field that does not apply is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The session's name.
    pub session: String,
    /// Its state.
    pub state: State,
    /// The routine's title.
    pub title: String,
    /// The kind of the interval.
    pub kind: IntervalKind,
    /// The heading on the screen: the exercise's name, or the kind of interval.
    pub heading: String,
    /// The id of the exercise; for a rest, the one before it.
    pub exercise: Option<String>,
    /// The display name of the exercise.
    pub name: Option<String>,
    /// The title of the block; for a rest, of the block that comes.
    pub block: Option<String>,
    /// The round of the block, from 1; for a rest, the one that comes.
    pub round: Option<u32>,
    /// The number of rounds; `None` if nobody knows it, in rounds until time is up at the user's own pace.
    pub rounds: Option<u32>,
    /// The time until such rounds are over.
    #[serde(default)]
    pub rounds_left_ms: Option<u64>,
    /// The number of the exercise in the routine, from 1; for a rest, of the exercise that comes.
    pub exercise_number: Option<u32>,
    /// The number of exercises in the routine.
    pub exercises: u32,
    /// The set, from 1.
    pub set: Option<u32>,
    /// The number of sets.
    pub sets: Option<u32>,
    /// The side that works, or is about to.
    pub side: Option<Side>,
    /// The rep, from 1.
    pub rep: Option<u32>,
    /// The number of reps; `None` if the set is open-ended.
    pub reps: Option<u32>,
    /// The phase of the rep.
    pub phase: Option<Phase>,
    /// The phase's own words, if it has any.
    #[serde(default)]
    pub phase_words: Option<String>,
    /// What the reps are called, if not reps.
    #[serde(default)]
    pub unit: Option<String>,
    /// The load of the set.
    #[serde(default)]
    pub load: Option<String>,
    /// The length of the phase.
    #[serde(default)]
    pub phase_ms: Option<u64>,
    /// The time left in the phase.
    #[serde(default)]
    pub phase_left_ms: Option<u64>,
    /// What was said last, apart from numbers.
    #[serde(default)]
    pub said: Option<String>,
    /// The display name of the exercise that works, or comes.
    #[serde(default)]
    pub work: Option<String>,
    /// Its set, its side and its amount: ``set 1 of 2 · left side · 15 reps``.
    #[serde(default)]
    pub amount: Option<String>,
    /// What comes after it: ``Next: rest 0:20, then Squat: 10 reps``.
    #[serde(default)]
    pub after: Option<String>,
    /// What comes next.
    pub next: Option<String>,
    /// The number of days of this week, including today, on which something was done; `None` without a history.
    #[serde(default)]
    pub week_days: Option<u32>,
    /// The number of days to reach.
    #[serde(default)]
    pub week_goal: Option<u32>,
    /// The volume, from 0 to 100.
    pub volume: u8,
    /// Whether the interval waits for the user at its hold point.
    pub until_ready: bool,
    /// The position at which time can be added to the interval, and at which it waits if it waits for the user.
    pub hold_point_ms: Option<u64>,
    /// The part of an open-ended set that is repeated until the user ends it: its first position, and the end.
    pub cycle_ms: Option<[u64; 2]>,
    /// The index of the interval in the session, from 0.
    pub interval: usize,
    /// The elapsed time, including added time that has passed.
    pub at_ms: u64,
    /// The elapsed time of the interval. It counts on if work at the user's own pace lasts longer than laid out.
    #[serde(default)]
    pub over_ms: u64,
    /// The time left in the interval.
    pub left_ms: u64,
    /// The length of the session, including all added time.
    pub duration_ms: u64,
}

impl Status {
    /// The status at a position; `lost` if the sound device is lost.
    #[must_use]
    pub fn new(session: &str, timeline: &Timeline, position: &Position, lost: bool) -> Status {
        let interval = &timeline.intervals[position.interval];
        let exercise = interval.exercise.as_deref();
        let Now { side, rep, phase } = now(interval, position);
        let is_open = interval.own_set().is_some_and(|set| set.work.is_open());
        let end = interval.end + position.extra;
        let next = timeline.intervals.get(position.interval + 1).map(heading);
        let (over, length) = position.session(timeline.end());
        // What comes is shown with its own block, round and number.
        let work = timeline.work_from(position.interval);
        let shown = work.map(|index| &timeline.intervals[index]);
        let waited = position.added.saturating_sub(position.extra);
        let session_millis = |at: At| millis(at - At::ZERO + waited);
        let over_interval = (position.at - interval.start).min(interval.length());
        let phase_time = phase.and_then(|_| phase_time(interval, over_interval));
        Status {
            session: session.to_owned(),
            state: match position.activity {
                _ if position.finished => State::Ended,
                _ if lost => State::Lost,
                Activity::Playing => State::Playing,
                Activity::Paused => State::Paused,
                Activity::Saying => State::Saying,
                Activity::CountIn => State::CountIn,
                Activity::Waiting => State::Waiting,
            },
            title: timeline.title.clone(),
            kind: interval.kind,
            heading: heading(interval),
            exercise: exercise.map(|exercise| exercise.id.clone()),
            name: exercise.map(|exercise| exercise.name.clone()),
            block: shown.and_then(|shown| shown.block.as_deref()).map(str::to_owned),
            round: shown.map(|shown| shown.round),
            rounds: shown.map(|shown| shown.rounds).filter(|rounds| *rounds > 0),
            rounds_left_ms: position.rounds.map(|rounds| millis(rounds.left())),
            exercise_number: shown.map(|shown| shown.exercise_number),
            exercises: timeline.exercise_count,
            set: exercise.map(|_| interval.set),
            sets: exercise.map(|exercise| exercise.sets),
            side: side.or(shown.and_then(|shown| shown.side)),
            rep,
            reps: interval.reps.filter(|_| interval.kind == IntervalKind::Work && !is_open),
            phase,
            phase_words: interval
                .own_set()
                .filter(|_| phase.is_some())
                .and_then(|set| set.rep.phases().iter().any(|phase| phase.words.is_some()).then_some(()))
                .and_then(|()| phase_name(interval, over_interval))
                .map(str::to_owned),
            unit: exercise.and_then(|exercise| exercise.unit.clone()),
            load: interval.own_set().and_then(|set| set.load.clone()),
            phase_ms: phase_time.map(|(length, _)| millis(length)),
            phase_left_ms: phase_time.map(|(_, left)| millis(left)),
            said: said(timeline, position).map(str::to_owned),
            work: shown.and_then(|shown| shown.exercise.as_deref()).map(|exercise| exercise.name.clone()),
            amount: shown.map(|shown| amount(shown).join(" · ")),
            after: work.map(|index| scene::next(timeline, index)),
            next,
            week_days: None,
            week_goal: None,
            volume: position.volume.0,
            until_ready: interval.waits,
            hold_point_ms: interval.hold_point.map(session_millis),
            cycle_ms: interval.cycle.map(|(from, to)| [from, to].map(session_millis)),
            interval: position.interval,
            at_ms: millis(over),
            over_ms: millis(over_interval + repeated(interval, position)),
            left_ms: millis(end - position.at),
            duration_ms: millis(length),
        }
    }

    /// Whether an observer who knows this status and the time can tell that a later one is true.
    fn implies(&self, later: &Status) -> bool {
        // A pause is reported when it is asked for. Until it begins, the sound goes on a little, and nothing tells how far.
        let stands_still = matches!(later.state, State::Paused | State::Lost);
        self == later || (!stands_still && self.differs_only_in_time(later))
    }

    /// Whether only the times differ from another status.
    fn differs_only_in_time(&self, other: &Status) -> bool {
        let timeless = |status: &Status| Status {
            at_ms: 0,
            over_ms: 0,
            left_ms: 0,
            rounds_left_ms: None,
            phase_left_ms: None,
            hold_point_ms: None,
            ..status.clone()
        };
        timeless(self) == timeless(other)
    }

    /// The status as one line of JSON.
    #[must_use]
    pub fn json(&self) -> String {
        printable::json(self)
    }
}

fn millis(length: Duration) -> u64 {
    u64::try_from(length.as_millis()).unwrap_or(u64::MAX)
}

/// Publishes the session's status to its observers.
#[derive(Debug, Default)]
pub struct StatusChannel {
    /// The number of changes, and the last status.
    last: Mutex<(u64, Option<Status>)>,
    changed: Condvar,
}

impl StatusChannel {
    /// Publishes the status. If it has changed, wakes everything that waits for a change.
    pub fn write(&self, status: Status) {
        let mut last = self.lock();
        let is_same = last.1.as_ref().is_some_and(|before| before.implies(&status));
        last.1 = Some(status);
        if !is_same {
            last.0 += 1;
            self.changed.notify_all();
        }
    }

    /// The last status, if there is one.
    #[must_use]
    pub fn read(&self) -> Option<Status> {
        self.lock().1.clone()
    }

    /// Waits for a change after change number `seen`, a timeout, or [`StatusChannel::nudge`]. Returns the number of the
    /// last change and the status.
    #[must_use]
    pub fn wait(&self, seen: u64, time: Duration) -> (u64, Option<Status>) {
        let last = self.lock();
        if last.0 != seen {
            return last.clone();
        }
        let (last, _) = self.changed.wait_timeout(last, time).unwrap_or_else(PoisonError::into_inner);
        last.clone()
    }

    /// Wakes all waiting threads without a change: one of them has something else to check.
    pub fn nudge(&self) {
        // Locked, so that no thread is between its check and its wait.
        let _last = self.lock();
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, (u64, Option<Status>)> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
