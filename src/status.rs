//! What a session does now, for whoever is not at its screen: the control socket and the desktop.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::display::view::{Now, heading, now};
use crate::player::{Activity, Position};
use crate::printable;
use crate::routine::phase::Phase;
use crate::routine::{Side, Work};
use crate::timeline::{IntervalKind, Timeline};

/// What a session does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The timeline moves on.
    Playing,
    /// It waits until it is resumed.
    Paused,
    /// It waits while something is said.
    Saying,
    /// It waits while the user is counted in.
    CountIn,
    /// It waits for the user to continue.
    Waiting,
    /// It waits for its sound device.
    Lost,
    /// It is over.
    Ended,
}

impl State {
    /// The word for it in the status.
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

/// What a session does now. A field that does not apply is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The session's own name.
    pub session: String,
    /// What it does.
    pub state: State,
    /// The routine's title.
    pub title: String,
    /// What is going on.
    pub kind: IntervalKind,
    /// What is on the screen: the exercise's name, or what is going on.
    pub heading: String,
    /// The exercise by its id: of a rest, the one before it.
    pub exercise: Option<String>,
    /// What a person calls it.
    pub name: Option<String>,
    /// Which set, from 1.
    pub set: Option<u32>,
    /// Of how many.
    pub sets: Option<u32>,
    /// The side that works, or is about to.
    pub side: Option<Side>,
    /// Which rep, from 1.
    pub rep: Option<u32>,
    /// Of how many; nothing where it is as many as the person likes.
    pub reps: Option<u32>,
    /// Which phase of it.
    pub phase: Option<Phase>,
    /// What comes next.
    pub next: Option<String>,
    /// How loud, from 0 to 100.
    pub volume: u8,
    /// The place of the interval in the session, from 0.
    pub interval: usize,
    /// How far the session is, with the time that was added and has passed.
    pub at_ms: u64,
    /// What is left of the interval.
    pub left_ms: u64,
    /// How long the session is, with all time that was added.
    pub duration_ms: u64,
}

impl Status {
    /// The status at a position; `lost` where the sound device is.
    #[must_use]
    pub fn of(session: &str, timeline: &Timeline, position: &Position, lost: bool) -> Status {
        let interval = &timeline.intervals[position.interval];
        let exercise = interval.exercise.as_deref();
        let Now { side, rep, phase } = now(interval, position);
        let is_open = exercise.is_some_and(|exercise| matches!(exercise.work, Work::Open(_)));
        let end = interval.end + position.extra;
        let next = timeline.intervals.get(position.interval + 1).map(heading);
        let (over, length) = position.session(timeline.end());
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
            set: exercise.map(|_| interval.set),
            sets: exercise.map(|exercise| exercise.sets),
            side,
            rep,
            reps: interval.reps.filter(|_| interval.kind == IntervalKind::Work && !is_open),
            phase,
            next,
            volume: position.volume.0,
            interval: position.interval,
            at_ms: millis(over),
            left_ms: millis(end - position.at),
            duration_ms: millis(length),
        }
    }

    /// Whether the same goes on as in another: whatever the time.
    fn goes_on(&self, other: &Status) -> bool {
        let timeless = |status: &Status| Status { at_ms: 0, left_ms: 0, ..status.clone() };
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

/// Where the session writes its status, and others read it.
#[derive(Debug, Default)]
pub struct StatusChannel {
    /// How often something has changed, and the last status.
    last: Mutex<(u64, Option<Status>)>,
    changed: Condvar,
}

impl StatusChannel {
    /// Writes the status, and wakes those who wait for a change, if it is one.
    pub fn write(&self, status: Status) {
        let mut last = self.lock();
        let goes_on = last.1.as_ref().is_some_and(|before| before.goes_on(&status));
        last.1 = Some(status);
        if !goes_on {
            last.0 += 1;
            self.changed.notify_all();
        }
    }

    /// The last status, if there has been any.
    #[must_use]
    pub fn read(&self) -> Option<Status> {
        self.lock().1.clone()
    }

    /// The status once it is another than at the change of that number, with the number of the last change; also if
    /// the time has passed, or after [`StatusChannel::nudge`].
    #[must_use]
    pub fn wait(&self, seen: u64, time: Duration) -> (u64, Option<Status>) {
        let last = self.lock();
        if last.0 != seen {
            return last.clone();
        }
        let (last, _) = self.changed.wait_timeout(last, time).unwrap_or_else(PoisonError::into_inner);
        last.clone()
    }

    /// Wakes all who wait, without a change: one of them has something else to look at.
    pub fn nudge(&self) {
        // With the lock: whoever holds it is not yet waiting.
        let _last = self.lock();
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, (u64, Option<Status>)> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
