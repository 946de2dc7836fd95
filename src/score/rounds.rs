//! Rounds that the user sets the pace of, in frames: their clock runs whatever is played, and ends them.

use std::sync::Arc;

use super::{Clips, Note, Score};
use crate::sound::clip::Clip;
use crate::time::Frames;
use crate::timeline::rounds::{TimedRounds, ToldNumber};
use crate::timeline::{CueKind, Sound, Timeline};

/// The frame of notes that no place in the timeline starts.
const NEVER: Frames = Frames(u64::MAX);

/// Rounds that the user sets the pace of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PacedRounds {
    /// The index in [`Timeline::timed_rounds`].
    pub of: usize,
    /// The index of their first interval.
    pub first: usize,
    /// The index of the interval that follows them.
    pub end: usize,
    /// The time after which they end.
    pub time: Frames,
    /// The last frame of their last interval, which is not left before time is up.
    pub last: Frames,
    /// For each of their intervals, how many exercises are complete when it begins.
    pub complete: Vec<u32>,
    /// What is heard on the clock, in order.
    pub calls: Vec<ClockCall>,
    /// The numbers told after them.
    pub told: Vec<ToldNote>,
    /// The number of exercises in a round.
    pub exercises: u32,
}

/// A note at a time of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockCall {
    /// The frames since the rounds began.
    pub after: Frames,
    /// The index in [`Score::notes`].
    pub note: usize,
    /// Whether it is a phrase, which waits for a silence.
    pub is_phrase: bool,
}

/// A note of the timeline that tells a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldNote {
    /// The index in [`Score::notes`] of the note that is replaced.
    pub planned: usize,
    /// The indices in [`Score::notes`] of the notes for each number; `None` is silence.
    pub notes: Vec<Option<usize>>,
}

impl PacedRounds {
    /// How many exercises are complete when an interval of these rounds begins.
    #[must_use]
    pub fn complete_at(&self, mark: usize) -> u32 {
        mark.checked_sub(self.first).and_then(|n| self.complete.get(n)).copied().unwrap_or_default()
    }

    /// The note that tells a number of complete exercises instead of `note`: `None` if `note` tells none,
    /// `Some(None)` if there is nothing to say.
    #[must_use]
    pub fn told(&self, note: usize, complete: Option<u32>) -> Option<Option<usize>> {
        let (which, told) = self.told.iter().enumerate().find(|(_, told)| told.planned == note)?;
        let each = self.exercises.max(1);
        let number = complete.map(|complete| if which == 0 { complete / each } else { complete % each });
        let place = number.and_then(|number| usize::try_from(number).ok());
        Some(place.and_then(|place| told.notes.get(place).copied().flatten()))
    }
}

impl Score {
    /// The rounds that an interval belongs to, if the user sets their pace: their index in [`Score::rounds`].
    #[must_use]
    pub fn rounds_at(&self, mark: usize) -> Option<usize> {
        self.rounds.iter().position(|rounds| (rounds.first..rounds.end).contains(&mark))
    }

    /// Where a skip from one interval to another goes: rounds that the user sets the pace of begin with the first one.
    #[must_use]
    pub fn entered(&self, from: usize, to: usize) -> usize {
        match self.rounds_at(to) {
            Some(rounds) if self.rounds_at(from) != Some(rounds) => self.rounds[rounds].first,
            _ => to,
        }
    }
}

/// The rounds of a timeline whose pace the user sets; their notes are added after all others. `of_cue` finds the note of
/// a phrase from an interval on.
pub(super) fn rounds(
    timeline: &Timeline,
    notes: &mut Vec<Note>,
    sounds: &[Clip; Sound::ALL.len()],
    clips: &dyn Clips,
    rate: u32,
    of_cue: &dyn Fn(usize, &Arc<str>) -> Option<usize>,
) -> Vec<PacedRounds> {
    let mut add = |clip: Clip| {
        notes.push(Note { frame: NEVER, clip, gains: [1.0; 2] });
        notes.len() - 1
    };
    let mut all = Vec::new();
    for (of, rounds) in timeline.timed_rounds.iter().enumerate() {
        let TimedRounds { intervals, time, complete, exercises, own_pace: Some(own_pace), .. } = rounds
        else {
            continue;
        };
        let Some(last) = intervals.clone().next_back().map(|last| timeline.intervals[last].end.frames(rate))
        else {
            continue;
        };
        let mut calls = Vec::new();
        for call in &own_pace.calls {
            let (clip, is_phrase) = match &call.kind {
                CueKind::Sound(sound) => (Some(sounds[*sound as usize].clone()), false),
                CueKind::Say(text) => (clips.speech(text), true),
            };
            let after = Frames::of(call.after, rate);
            calls.extend(clip.map(|clip| ClockCall { after, note: add(clip), is_phrase }));
        }
        let mut told = Vec::new();
        for ToldNumber { planned, phrases } in &own_pace.told {
            let Some(planned) = of_cue(intervals.end, planned) else { continue };
            let mut note =
                |text: &Option<Arc<str>>| text.as_ref().and_then(|text| clips.speech(text)).map(&mut add);
            told.push(ToldNote { planned, notes: phrases.iter().map(&mut note).collect() });
        }
        all.push(PacedRounds {
            of,
            first: intervals.start,
            end: intervals.end,
            time: Frames::of(*time, rate),
            last: Frames(last.0.saturating_sub(1)),
            complete: complete.clone(),
            calls,
            told,
            exercises: *exercises,
        });
    }
    all
}
