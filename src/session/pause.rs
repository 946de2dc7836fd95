//! Whether a pause has become long, which is reported once.

use std::time::Duration;

/// The length of a long pause.
const LONG: Duration = Duration::from_secs(600);

/// Watches the length of a pause.
#[derive(Debug, Default)]
pub(super) struct LongPause {
    told: bool,
}

impl LongPause {
    /// Whether to report now that the session has been paused for this long.
    pub(super) fn is_due(&mut self, paused_for: Duration) -> bool {
        let is_long = paused_for >= LONG;
        let was_told = std::mem::replace(&mut self.told, is_long);
        is_long && !was_told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_long_pause_is_reported_once() {
        let mut pause = LongPause::default();
        let told: Vec<u64> = [0, 599, 600, 601, 9_000, 0, 599, 600, 700]
            .into_iter()
            .filter(|seconds| pause.is_due(Duration::from_secs(*seconds)))
            .collect();
        assert_eq!(told, [600, 600]);
    }
}
