//! The spans of all cues placed so far, to find the silence between them.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::time::At;

/// How long a span is kept after its end: longer than any silence around speech.
const KEPT: Duration = Duration::from_secs(1);

/// The spans of the cues placed so far, except old ones.
#[derive(Default)]
pub(super) struct OccupiedSpans {
    spans: BTreeSet<(At, At)>,
    longest: Duration,
    until: At,
}

impl OccupiedSpans {
    /// Adds a cue from `start` with this length.
    pub(super) fn add(&mut self, start: At, length: Duration) {
        let end = start + length;
        self.spans.insert((start, end));
        self.longest = self.longest.max(length);
        self.until = self.until.max(end);
    }

    /// Drops the spans that ended too long before `at` to affect anything placed after it.
    pub(super) fn forget_before(&mut self, at: At) {
        let from = At(at.0.saturating_sub(KEPT));
        self.spans.retain(|(_, end)| *end > from);
        self.longest = self.spans.iter().map(|(start, end)| *end - *start).max().unwrap_or_default();
    }

    /// Forgets what sounds at or after an instant.
    pub(super) fn cut_at(&mut self, at: At) {
        self.spans.retain(|(start, _)| *start < at);
        self.until = self.until.min(at);
    }

    /// The end of the last sound.
    pub(super) fn until(&self) -> At {
        self.until
    }

    /// The spans that overlap a range of time, in order of their starts. The time this takes depends only on their
    /// number.
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
    fn what_is_cut_off_and_what_is_long_over_is_forgotten() {
        let mut heard = OccupiedSpans::default();
        for start in [0, 1_000, 2_000] {
            heard.add(at(start), Duration::from_millis(100));
        }
        heard.cut_at(at(1_050));
        assert_eq!(heard.until(), at(1_050));
        assert_eq!(
            heard.between(at(0), at(9_000)).collect::<Vec<_>>(),
            [(at(0), at(100)), (at(1_000), at(1_100))]
        );
        heard.cut_at(at(1_000));
        assert_eq!(heard.between(at(0), at(9_000)).collect::<Vec<_>>(), [(at(0), at(100))]);
        heard.forget_before(at(1_099));
        assert_eq!(heard.between(at(0), at(9_000)).count(), 1);
        heard.forget_before(at(1_100));
        assert_eq!(heard.between(at(0), at(9_000)).count(), 0);
    }

    #[test]
    fn spans_between_two_instants_are_found() {
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
