//! Whether the machine has slept, or the program was frozen: then the person has not heard what was to be heard.

use std::time::Duration;

use crate::platform::time_with_sleep;

/// The time between two looks that means that nothing ran meanwhile; a busy machine makes them late by less.
const LONG: Duration = Duration::from_secs(3);

/// Looks at the clock that goes on while the machine sleeps.
pub(super) struct Sleep {
    last: Duration,
}

impl Sleep {
    /// Begins to look.
    pub(super) fn new() -> Sleep {
        Sleep { last: time_with_sleep() }
    }

    /// Whether a sleep has ended since the last look.
    pub(super) fn is_over(&mut self) -> bool {
        let now = time_with_sleep();
        let since = now.saturating_sub(self.last);
        self.last = now;
        since > LONG
    }
}
