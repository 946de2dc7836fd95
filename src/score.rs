//! The timeline in frames, for one sample rate: clips at frames, and the marks that the transport needs.

use std::sync::Arc;

use crate::routine::Side;
use crate::sound::Clip;
use crate::time::Frames;
use crate::timeline::{CueKind, Sound, Timeline};

/// How far to its side a one-sided cue goes: its own channel gets 1 + this, the other 1 - this.
///
/// The mean of the two is 1 for every side, so a mono speaker hears all cues alike.
pub const PAN: f32 = 0.7;

/// What is played: notes in the order of their frames.
#[derive(Debug, Clone)]
pub struct Score {
    /// Frames a second.
    pub rate: u32,
    /// In the order of their frames.
    pub notes: Vec<Note>,
    /// One for each stretch of the timeline, in order.
    pub marks: Vec<Mark>,
    /// The first frame after the end.
    pub end: Frames,
}

/// A clip at a frame.
#[derive(Debug, Clone)]
pub struct Note {
    /// Its first frame.
    pub frame: Frames,
    /// What is heard.
    pub clip: Clip,
    /// How loud on the left and on the right.
    pub gains: [f32; 2],
}

/// What the renderer must know of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Its first frame.
    pub start: Frames,
    /// The place in [`Score::notes`] of its first note.
    pub note: usize,
    /// Where time can be added, with the place of the first note from there on.
    pub dwell: Option<(Frames, usize)>,
    /// What is repeated: from a frame, with the first note there, to another, with the first note
    /// that is not repeated.
    pub cycle: Option<Cycle>,
}

/// The part of an open-ended set that is repeated until the person goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cycle {
    /// Its first frame.
    pub from: Frames,
    /// The first note of it.
    pub note: usize,
    /// The first frame after it.
    pub to: Frames,
}

/// Where a score gets its clips.
pub trait Clips {
    /// The clip of a sound.
    fn sound(&self, sound: Sound) -> Clip;
    /// The clip of a phrase; `None` where it is not heard.
    fn speech(&self, text: &str) -> Option<Clip>;
}

impl Score {
    /// The score of a timeline at `rate` frames a second, with clips of that rate.
    pub fn new(timeline: &Timeline, clips: &dyn Clips, rate: u32) -> Score {
        let sounds = Sound::ALL.map(|sound| clips.sound(sound));
        let mut notes = Vec::with_capacity(timeline.cues.len());
        // Of each stretch: its first note, the first at its dwell, the first of its cycle.
        let mut firsts = vec![[None; 3]; timeline.stretches.len()];
        for cue in &timeline.cues {
            let clip = match &cue.kind {
                CueKind::Sound(sound) => Arc::clone(&sounds[*sound as usize]),
                CueKind::Say(text) => match clips.speech(text) {
                    Some(clip) => clip,
                    None => continue,
                },
            };
            let stretch = &timeline.stretches[cue.stretch];
            let from = [Some(stretch.start), stretch.dwell, stretch.cycle.map(|(from, _)| from)];
            for (first, from) in firsts[cue.stretch].iter_mut().zip(from) {
                if first.is_none() && from.is_some_and(|from| cue.at >= from) {
                    *first = Some(notes.len());
                }
            }
            notes.push(Note { frame: cue.at.frames(rate), clip, gains: gains(cue.side) });
        }
        let mut marks = Vec::with_capacity(firsts.len());
        let mut next = notes.len();
        for (stretch, first) in timeline.stretches.iter().zip(&firsts).rev() {
            let [start, dwell, cycle] = *first;
            marks.push(Mark {
                start: stretch.start.frames(rate),
                note: start.unwrap_or(next),
                dwell: stretch.dwell.map(|at| (at.frames(rate), dwell.unwrap_or(next))),
                cycle: stretch.cycle.map(|(from, to)| Cycle {
                    from: from.frames(rate),
                    note: cycle.unwrap_or(next),
                    to: to.frames(rate),
                }),
            });
            next = start.unwrap_or(next);
        }
        marks.reverse();
        Score { rate, notes, marks, end: timeline.end().frames(rate) }
    }

    /// Which stretch a frame is in; the last one after the end.
    #[must_use]
    pub fn mark_at(&self, frame: Frames) -> usize {
        self.marks.partition_point(|mark| mark.start <= frame).saturating_sub(1)
    }
}

/// How loud a cue is on the left and on the right.
fn gains(side: Option<Side>) -> [f32; 2] {
    match side {
        None => [1.0, 1.0],
        Some(Side::Left) => [1.0 + PAN, 1.0 - PAN],
        Some(Side::Right) => [1.0 - PAN, 1.0 + PAN],
    }
}
