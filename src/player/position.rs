//! The position of the sound, for displays.

use std::time::Duration;

use super::Volume;
use crate::time::At;

/// What the sound is doing: a view of the renderer's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Activity {
    /// The timeline advances.
    #[default]
    Playing,
    /// It is paused.
    Paused,
    /// It waits while something is spoken.
    Saying,
    /// It waits during a count-in.
    CountIn,
    /// It waits until the user continues.
    Waiting,
}

impl Activity {
    const ALL: [Activity; 5] =
        [Activity::Playing, Activity::Paused, Activity::Saying, Activity::CountIn, Activity::Waiting];

    /// The activity with this index.
    pub(super) fn of(number: u64) -> Activity {
        let place = usize::try_from(number).ok();
        place.and_then(|place| Activity::ALL.get(place)).copied().unwrap_or_default()
    }

    /// The activity to show if the user has asked for a pause, or for its end, that the renderer may not have applied
    /// yet.
    pub(super) fn shown(self, paused: bool) -> Activity {
        match self {
            Activity::Playing | Activity::Waiting | Activity::CountIn if paused => Activity::Paused,
            Activity::Paused if !paused => Activity::Playing,
            activity => activity,
        }
    }
}

/// The position of the sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The instant in the timeline.
    pub at: At,
    /// The index of its interval.
    pub interval: usize,
    /// The clock of rounds until time is up, if it is in some that the user sets the pace of.
    pub rounds: Option<RoundsTime>,
    /// How often the last reps of an open-ended set have been repeated.
    pub loops: u32,
    /// The time added to this interval that is still to come.
    pub extra: Duration,
    /// All time added to the session, including `extra`.
    pub added: Duration,
    /// What the sound is doing.
    pub activity: Activity,
    /// The length of the current pause.
    pub paused_for: Duration,
    /// The volume.
    pub volume: Volume,
    /// Whether it is over, or was stopped.
    pub finished: bool,
}

/// The time of rounds that the user sets the pace of: it runs whatever is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundsTime {
    /// The index in the timeline's list of timed rounds.
    pub of: usize,
    /// The instant in the timeline at which they begin.
    pub start: At,
    /// The time since then, without pauses.
    pub elapsed: Duration,
    /// The time after which they end.
    pub time: Duration,
}

impl RoundsTime {
    /// The time that is left.
    #[must_use]
    pub fn left(&self) -> Duration {
        self.time.saturating_sub(self.elapsed)
    }
}

impl Position {
    /// The elapsed time and the length of a session that ends at `end`, including added time.
    #[must_use]
    pub fn session(&self, end: At) -> (Duration, Duration) {
        let waited = self.added.saturating_sub(self.extra);
        // In rounds at the user's own pace, the place says nothing about the time.
        let at = self.rounds.map_or(self.at, |rounds| rounds.start + rounds.elapsed.min(rounds.time));
        (at - At::ZERO + waited, end - At::ZERO + self.added)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_that_was_asked_for_is_shown_at_once() {
        for activity in Activity::ALL {
            assert_eq!(Activity::of(activity as u64), activity);
            let is_said = activity == Activity::Saying;
            assert_eq!(activity.shown(true), if is_said { activity } else { Activity::Paused });
        }
        assert_eq!(Activity::Paused.shown(false), Activity::Playing);
        assert_eq!(Activity::Waiting.shown(false), Activity::Waiting);
    }

    #[test]
    fn the_time_left_of_rounds_ends_at_zero() {
        let second = Duration::from_secs(1);
        let rounds = RoundsTime { of: 0, start: At::ZERO, elapsed: 7 * second, time: 20 * second };
        assert_eq!(rounds.left(), 13 * second);
        assert_eq!(RoundsTime { elapsed: 21 * second, ..rounds }.left(), Duration::ZERO);
    }
}
