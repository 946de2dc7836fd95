//! Whether a pause has become long: that is said once, and never asked about.

use std::time::Duration;

/// A pause of so long says so.
const LONG: Duration = Duration::from_secs(600);

/// Looks at the pause.
#[derive(Debug, Default)]
pub(super) struct LongPause {
    told: bool,
}

impl LongPause {
    /// Whether it is to be told now that the session has been paused for so long.
    pub(super) fn is_to_be_told(&mut self, paused_for: Duration) -> bool {
        let is_long = paused_for >= LONG;
        let was_told = std::mem::replace(&mut self.told, is_long);
        is_long && !was_told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_long_pause_is_told_once() {
        let mut pause = LongPause::default();
        let told: Vec<u64> = [0, 599, 600, 601, 9_000, 0, 599, 600, 700]
            .into_iter()
            .filter(|seconds| pause.is_to_be_told(Duration::from_secs(*seconds)))
            .collect();
        assert_eq!(told, [600, 600]);
    }
}
