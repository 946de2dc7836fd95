//! The intervals before work: "get ready", rest and switch, with what is said in them.

use std::sync::Arc;
use std::time::Duration;

use super::compile::{GAP, Step, TimelineBuilder};
use super::{CueKind, Interval, IntervalKind, Sound};
use crate::routine::Side;
use crate::time::{At, COUNT_IN, counts};

/// What is said before work.
#[derive(Default)]
pub(super) struct Speech<'a> {
    /// What comes before the announcement: the equipment.
    pub(super) before: Vec<String>,
    /// The time after that to fetch it.
    pub(super) fetch: Duration,
    /// The announcement in several lengths, the longest first.
    pub(super) announcements: Vec<String>,
    /// How to lie or stand, if it has not been said.
    pub(super) instructions: Vec<String>,
    /// What comes last.
    pub(super) after: Vec<String>,
    /// The time after instructions to do what was said.
    pub(super) settle: Duration,
    /// Whether the interval grows for the announcement too.
    pub(super) grows: bool,
    /// The set of whose exercise a tip is said too, if there is time left.
    pub(super) tips_of: Option<&'a Step>,
    /// Whether the interval waits until the user continues.
    pub(super) waits: bool,
}

impl TimelineBuilder<'_> {
    /// Adds an interval before work: its sound, its speech, and the count at its end. An interval of zero length is left
    /// out, with everything in it.
    ///
    /// It is extended, to a whole second, only for instructions, or if nobody gave its length. Otherwise the announcement
    /// is the longest that fits; if none does, the work is named at its beginning.
    pub(super) fn preparation(
        &mut self,
        step: &Step,
        kind: IntervalKind,
        length: Duration,
        sound: Option<Sound>,
        side: Option<Side>,
        speech: Speech<'_>,
    ) {
        if length.is_zero() {
            return;
        }
        let start = self.at;
        if let Some(sound) = sound {
            self.cue(start, CueKind::Sound(sound), None, None);
        }
        // The last sound of the interval before may still be heard.
        let heard = self.heard.until();
        let from = if heard > start { heard + GAP } else { start };
        let given = start + length;
        let texts: Vec<&String> = speech.before.iter().chain(&speech.instructions).collect();
        let instructions: Vec<Arc<str>> = texts.into_iter().map(|text| self.phrase(text)).collect();
        let has_instructions = self.is_heard(&speech.before) || self.is_heard(&speech.instructions);
        let may_grow = has_instructions || speech.grows;
        let room = given - start;
        let announcement = speech.announcements.iter().find(|text| {
            let length = self.lengths.speech(text);
            may_grow || length.is_zero() || (from - start) + length + GAP + COUNT_IN.min(room) <= room
        });
        self.is_announced = announcement.is_some();
        let fetched = self.say(from, &speech.before);
        let from = if self.is_heard(&speech.before) { fetched + GAP.max(speech.fetch) } else { from };
        let mut phrases: Vec<String> = announcement.cloned().into_iter().collect();
        let settle = if self.is_heard(&speech.instructions) { speech.settle } else { Duration::ZERO };
        phrases.extend(speech.instructions);
        phrases.extend(speech.after);
        let spoken = self.say(from, &phrases);
        let mut end = given;
        if may_grow && (has_instructions || self.is_heard(&phrases)) {
            let least = spoken + GAP.max(settle) + COUNT_IN;
            if least > end {
                end = start + whole_seconds(least - start);
            }
        }
        if let Some(next) = speech.tips_of {
            self.tip_before_work(next, spoken + GAP, At(end.0.saturating_sub(COUNT_IN + GAP)));
        }
        for second in counts() {
            // At its start, the sound of the interval is heard.
            if end - start > second || (sound.is_none() && end - start == second) {
                self.cue(At(end.0 - second), CueKind::Sound(Sound::Count), None, None);
            }
        }
        let hold_point = At(end.0.saturating_sub(COUNT_IN)).max(start);
        let reps = (kind != IntervalKind::Rest).then(|| step.counted()).flatten();
        self.push(Interval {
            hold_point: Some(hold_point),
            waits: speech.waits,
            side,
            reps,
            instructions,
            grown: if has_instructions { end - given } else { Duration::ZERO },
            ..step.interval(kind, start, end)
        });
    }

    /// Whether any of these phrases takes time: without a voice none does.
    fn is_heard(&self, phrases: &[String]) -> bool {
        phrases.iter().any(|phrase| !self.lengths.speech(phrase).is_zero())
    }

    /// Adds phrases one after the other; returns the end of the last one.
    pub(super) fn say(&mut self, mut at: At, phrases: &[String]) -> At {
        let mut is_first = true;
        for phrase in phrases {
            let length = self.lengths.speech(phrase);
            if !is_first && !length.is_zero() {
                at = at + GAP;
            }
            is_first &= length.is_zero();
            let text = self.phrase(phrase);
            self.cue(at, CueKind::Say(text), None, None);
            at = at + length;
        }
        at
    }
}

/// `length` rounded up to whole seconds.
fn whole_seconds(length: Duration) -> Duration {
    let more = u64::from(length.subsec_nanos() > 0);
    Duration::from_secs(length.as_secs() + more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_seconds_stay_and_others_become_more() {
        let rounded = |millis| whole_seconds(Duration::from_millis(millis)).as_secs();
        assert_eq!([0, 1, 999, 1_000, 1_001, 2_000].map(rounded), [0, 1, 1, 1, 2, 2]);
    }
}
