//! Whether the machine slept or the program was frozen, so that the user missed cues.

use std::time::Duration;

use crate::platform::time_with_sleep;

/// A longer time between two checks means that nothing ran in between; a busy machine delays them by less.
const LONG: Duration = Duration::from_secs(3);

/// Compares with a clock that keeps running while the machine sleeps.
pub(super) struct Sleep {
    last: Duration,
}

impl Sleep {
    /// Starts to watch.
    pub(super) fn new() -> Sleep {
        Sleep { last: time_with_sleep() }
    }

    /// Whether a sleep has ended since the last check.
    pub(super) fn is_over(&mut self) -> bool {
        let now = time_with_sleep();
        let since = now.saturating_sub(self.last);
        self.last = now;
        since > LONG
    }
}
