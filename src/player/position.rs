//! Where the sound is, for whoever shows it.

use std::time::Duration;

use super::Volume;
use crate::time::At;

/// What the sound is doing: a view of the renderer's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Activity {
    /// The timeline goes on.
    #[default]
    Playing,
    /// It waits until it is resumed.
    Paused,
    /// It waits while something is said.
    Saying,
    /// It waits while the user is counted in.
    CountIn,
    /// It waits until the user continues.
    Waiting,
}

impl Activity {
    const ALL: [Activity; 5] =
        [Activity::Playing, Activity::Paused, Activity::Saying, Activity::CountIn, Activity::Waiting];

    /// The activity of a number, which is its place among them.
    pub(super) fn of(number: u64) -> Activity {
        let place = usize::try_from(number).ok();
        place.and_then(|place| Activity::ALL.get(place)).copied().unwrap_or_default()
    }

    /// The activity to show when it is known whether a pause was asked for, which the renderer may not have seen yet.
    pub(super) fn shown(self, paused: bool) -> Activity {
        match self {
            Activity::Playing | Activity::Waiting | Activity::CountIn if paused => Activity::Paused,
            Activity::Paused if !paused => Activity::Playing,
            activity => activity,
        }
    }
}

/// Where the sound is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The instant of the timeline.
    pub at: At,
    /// The interval that it is in.
    pub interval: usize,
    /// How often the last reps of an open-ended set have been repeated.
    pub loops: u32,
    /// Time added to this interval and not yet waited for.
    pub extra: Duration,
    /// All time added to the session, that of `extra` too.
    pub added: Duration,
    /// What it is doing.
    pub activity: Activity,
    /// How long it has been paused without a break.
    pub paused_for: Duration,
    /// How loud it is.
    pub volume: Volume,
    /// Whether it is over, or was stopped.
    pub finished: bool,
}

impl Position {
    /// Of a session with that end, what is over and how long it is, with all time that was added.
    #[must_use]
    pub fn session(&self, end: At) -> (Duration, Duration) {
        let waited = self.added.saturating_sub(self.extra);
        (self.at - At::ZERO + waited, end - At::ZERO + self.added)
    }
}
