//! Music under the cues: where the renderer gets it from, and when it is low.

use std::fmt::Debug;
use std::ops::Range;
use std::time::Duration;

use super::ring::RingReceiver;
use crate::score::Score;
use crate::time::Frames;

/// Music at the sample rate of the score, without an end.
pub trait MusicSource: Debug + Send {
    /// Writes the next frames from the beginning of `out` on; returns their number, which is less than asked for if
    /// there are no more at this moment. A source that is played on a device neither waits nor allocates here.
    fn take(&mut self, out: &mut [[f32; 2]]) -> usize;

    /// The number of frames that it has at this moment.
    fn ready(&self) -> usize;
}

/// The receiving end of a ring that another thread fills: an empty ring is silence.
impl MusicSource for RingReceiver<[f32; 2]> {
    fn take(&mut self, out: &mut [[f32; 2]]) -> usize {
        self.receive_some(out)
    }

    fn ready(&self) -> usize {
        RingReceiver::ready(self)
    }
}

/// How long before a phrase the music begins to go down: it is low when the phrase begins.
pub const AHEAD: Duration = Duration::from_millis(300);
/// How long after a phrase it begins to come up again.
pub const AFTER: Duration = Duration::from_millis(800);
/// The music stays low if it would be up for less than this.
pub const SHORTEST_GAP: Duration = Duration::from_millis(1_500);

/// The frames of a score in which the music is low because somebody speaks, in order, without overlaps.
#[must_use]
pub fn low_spans(score: &Score) -> Box<[Range<u64>]> {
    let frames = |time| Frames::of(time, score.rate).0;
    let (ahead, after, gap) = (frames(AHEAD), frames(AFTER), frames(SHORTEST_GAP));
    let mut spans: Vec<Range<u64>> = Vec::new();
    for phrase in &score.spoken {
        let span = phrase.start.0.saturating_sub(ahead)..phrase.end.0 + after;
        match spans.last_mut() {
            Some(last) if span.start < last.end + gap => last.end = last.end.max(span.end),
            _ => spans.push(span),
        }
    }
    spans.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_with_a_short_gap_between_them_are_one_span() {
        let spoken = |spans: &[[u64; 2]]| Score {
            spoken: spans.iter().map(|[start, end]| Frames(*start)..Frames(*end)).collect(),
            ..Score::of_notes(1_000, Vec::new(), Frames(60_000))
        };
        let spans = |all: &[[u64; 2]]| {
            low_spans(&spoken(all)).iter().map(|span| [span.start, span.end]).collect::<Vec<_>>()
        };
        assert!(spans(&[]).is_empty());
        assert_eq!(spans(&[[5_000, 6_000]]), [[4_700, 6_800]]);
        assert_eq!(spans(&[[100, 200]]), [[0, 1_000]], "not before the beginning");
        // Up from 6800 on, and down at 8300: for exactly the shortest time.
        assert_eq!(spans(&[[5_000, 6_000], [8_600, 9_000]]), [[4_700, 6_800], [8_300, 9_800]]);
        assert_eq!(spans(&[[5_000, 6_000], [8_599, 9_000]]), [[4_700, 9_800]]);
        assert_eq!(
            spans(&[[5_000, 9_000], [5_500, 6_000]]),
            [[4_700, 9_800]],
            "two endings, of which one is said"
        );
    }
}
