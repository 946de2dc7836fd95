//! Ticks make room for phrases.

use crate::time::At;
use crate::timeline::{Cue, CueKind, Sound};

/// Leaves out the ticks that would sound during a phrase: there is one a second, and the next one is soon. The cues are
/// in order, and no two phrases overlap.
pub(super) fn without_covered_ticks(mut cues: Vec<Cue>) -> Vec<Cue> {
    let span = |cue: &Cue| (cue.at, cue.at + cue.length);
    let phrases: Vec<(At, At)> =
        cues.iter().filter(|cue| matches!(cue.kind, CueKind::Say(_))).map(span).collect();
    cues.retain(|cue| {
        let (start, end) = span(cue);
        let next = phrases.partition_point(|(_, phrase_end)| *phrase_end <= start);
        let is_covered = phrases.get(next).is_some_and(|(phrase_start, _)| *phrase_start < end);
        cue.kind != CueKind::Sound(Sound::Tick) || !is_covered
    });
    cues
}
