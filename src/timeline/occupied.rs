//! When something is heard: the spans of all cues laid so far, to find the silence between them.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::time::At;

/// How long a span is kept after its end: longer than any silence that is kept around speech.
const KEPT: Duration = Duration::from_secs(1);

/// The spans of the cues laid so far, the old ones forgotten.
#[derive(Default)]
pub(super) struct OccupiedSpans {
    spans: BTreeSet<(At, At)>,
    longest: Duration,
    until: At,
}

impl OccupiedSpans {
    /// Adds a cue that is heard from `start` for `length`.
    pub(super) fn add(&mut self, start: At, length: Duration) {
        let end = start + length;
        self.spans.insert((start, end));
        self.longest = self.longest.max(length);
        self.until = self.until.max(end);
    }

    /// Forgets what ends so long before an instant that nothing laid after it can touch it.
    pub(super) fn forget_before(&mut self, at: At) {
        let from = At(at.0.saturating_sub(KEPT));
        self.spans.retain(|(_, end)| *end > from);
        self.longest = self.spans.iter().map(|(start, end)| *end - *start).max().unwrap_or_default();
    }

    /// Where the last of them falls silent.
    pub(super) fn until(&self) -> At {
        self.until
    }

    /// Those that are heard between two instants, in order of their starts. Takes time for these alone,
    /// however many there are.
    pub(super) fn between(&self, from: At, to: At) -> impl Iterator<Item = (At, At)> {
        let first = At(from.0.saturating_sub(self.longest));
        self.spans.range((first, At::ZERO)..(to, At::ZERO)).copied().filter(move |(_, end)| *end > from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> At {
        At(Duration::from_millis(millis))
    }

    #[test]
    fn what_is_heard_between_two_instants() {
        let mut heard = OccupiedSpans::default();
        for (start, length) in [(0, 5_000), (1_000, 100), (4_000, 50), (6_000, 10)] {
            heard.add(at(start), Duration::from_millis(length));
        }
        assert_eq!(heard.until(), at(6_010));
        let between = |from, to| heard.between(at(from), at(to)).collect::<Vec<_>>();
        assert_eq!(between(1_100, 4_000), [(at(0), at(5_000))]);
        assert_eq!(
            between(1_099, 4_001),
            [(at(0), at(5_000)), (at(1_000), at(1_100)), (at(4_000), at(4_050))]
        );
        assert_eq!(between(5_000, 6_000), []);
    }
}
