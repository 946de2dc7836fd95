//! The timeline in frames, for one sample rate: clips at frames, and the marks that the transport needs.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use crate::routine::Side;
use crate::sound::clip::Clip;
use crate::time::{At, Frames};
use crate::timeline::{Cue, CueKind, Interval, IntervalKind, Sound, Timeline};

/// How far to its side a one-sided cue goes: its own channel gets 1 + this, the other 1 - this.
///
/// The mean of the two is 1 for every side, so a mono speaker hears all cues alike.
pub const PAN: f32 = 0.7;

/// How much softer speech is while somebody works: 8.2 dB, so that the loudest 50 ms of every cue have a
/// level at least 6 dB above the loudest 400 ms of speech.
pub const OVER_WORK: f32 = 0.39;

/// Silence between phrases that are said outside of the timeline.
const GAP: Duration = Duration::from_millis(300);

/// The time from a count to the next one, or to what is counted in.
const COUNT: Duration = Duration::from_secs(1);

/// How much softer a reminder is than the sound that it is made of: 9 dB.
const SOFT: f32 = 0.35;

/// What is played: notes in the order of their frames.
#[derive(Debug, Clone)]
pub struct Score {
    /// Frames a second.
    pub rate: u32,
    /// In the order of their frames.
    pub notes: Vec<Note>,
    /// What is said outside of the timeline, while it waits.
    pub interjections: Vec<Interjection>,
    /// One for each interval of the timeline, in order.
    pub marks: Vec<Mark>,
    /// The places in [`Score::interjections`] of three, two, one: before work that was interrupted goes on.
    pub count_in: Range<usize>,
    /// The place in [`Score::interjections`] of what reminds of a rest that waits.
    pub reminder: Range<usize>,
    /// The place in [`Score::interjections`] of what is said once in a long pause.
    pub still_paused: Range<usize>,
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

/// What the renderer must know of an interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its first frame.
    pub start: Frames,
    /// The place in [`Score::notes`] of its first note.
    pub note: usize,
    /// Where time can be added, with the place of the first note from there on.
    pub hold_point: Option<(Frames, usize)>,
    /// Whether it waits there until the person goes on.
    pub waits: bool,
    /// Whether somebody works in it, and must be counted in after an interruption.
    pub work: bool,
    /// Of work that has reps, when the first begins and how long each is.
    pub reps: Option<(At, Duration)>,
    /// What is repeated: from a frame, with the first note there, to another, with the first note
    /// that is not repeated.
    pub cycle: Option<Cycle>,
    /// The places in [`Score::interjections`] of what is said to somebody who has skipped to it.
    pub skipped: Range<usize>,
    /// The places in [`Score::interjections`] of the instructions that count here, each with the frame from
    /// which it has been heard.
    pub instructions: Range<usize>,
}

/// A clip that is heard while the timeline waits.
#[derive(Debug, Clone)]
pub struct Interjection {
    /// The frame from which it has been heard in the timeline.
    pub heard: Frames,
    /// What is heard.
    pub clip: Clip,
    /// How loud.
    pub gain: f32,
    /// How long the timeline waits for it, with the silence after it.
    pub wait: Frames,
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
        // Of each interval: its first note, the first at its hold point, the first of its cycle.
        let mut firsts = vec![[None; 3]; timeline.intervals.len()];
        for cue in &timeline.cues {
            let clip = match &cue.kind {
                CueKind::Sound(sound) => sounds[*sound as usize].clone(),
                CueKind::Say(text) => match clips.speech(text) {
                    Some(clip) => clip,
                    None => continue,
                },
            };
            let interval = &timeline.intervals[cue.interval];
            let from = [Some(interval.start), interval.hold_point, interval.cycle.map(|(from, _)| from)];
            for (first, from) in firsts[cue.interval].iter_mut().zip(from) {
                if first.is_none() && from.is_some_and(|from| cue.at >= from) {
                    *first = Some(notes.len());
                }
            }
            let over_work = interval.kind == IntervalKind::Work && matches!(cue.kind, CueKind::Say(_));
            let gains = if over_work { [OVER_WORK; 2] } else { gains(cue.side) };
            notes.push(Note { frame: cue.at.frames(rate), clip, gains });
        }
        let mut interjections = Interjections { clips, rate, all: Vec::new(), instructions: 0..0 };
        let mut cues = timeline.cues.as_slice();
        let marks = timeline.intervals.iter().enumerate().map(|(n, interval)| {
            let count = cues.iter().take_while(|cue| cue.interval == n).count();
            let (own, later) = cues.split_at(count);
            cues = later;
            let (instructions, skipped) = interjections.of(interval.kind, own, &interval.skipped);
            Mark {
                start: interval.start.frames(rate),
                note: 0,
                hold_point: interval.hold_point.map(|at| (at.frames(rate), 0)),
                waits: interval.waits,
                work: interval.kind == IntervalKind::Work,
                reps: reps(interval),
                cycle: interval.cycle.map(|(from, to)| Cycle {
                    from: from.frames(rate),
                    note: 0,
                    to: to.frames(rate),
                }),
                skipped,
                instructions,
            }
        });
        let mut marks: Vec<Mark> = marks.collect();
        let mut next = notes.len();
        for (mark, [start, hold_point, cycle]) in marks.iter_mut().zip(firsts).rev() {
            mark.note = start.unwrap_or(next);
            if let Some((_, note)) = &mut mark.hold_point {
                *note = hold_point.unwrap_or(next);
            }
            if let Some(repeated) = &mut mark.cycle {
                repeated.note = cycle.unwrap_or(next);
            }
            next = mark.note;
        }
        let count = &sounds[Sound::Count as usize];
        let count_in = interjections.group(|all| {
            for _ in 0..3 {
                all.sound(count, 1.0, COUNT);
            }
        });
        let rest = &sounds[Sound::Rest as usize];
        let reminder = interjections.group(|all| all.sound(rest, SOFT, Duration::ZERO));
        let still_paused = interjections.group(|all| all.add(&timeline.still_paused, Frames(0)));
        let end = timeline.end().frames(rate);
        Score { rate, notes, interjections: interjections.all, marks, count_in, reminder, still_paused, end }
    }

    /// A score of notes alone, in one interval.
    #[must_use]
    pub fn of_notes(rate: u32, notes: Vec<Note>, end: Frames) -> Score {
        let mark = Mark {
            start: Frames(0),
            note: 0,
            hold_point: None,
            waits: false,
            work: false,
            reps: None,
            cycle: None,
            skipped: 0..0,
            instructions: 0..0,
        };
        let (interjections, none) = (Vec::new(), 0..0);
        Score {
            rate,
            notes,
            interjections,
            marks: vec![mark],
            count_in: none.clone(),
            reminder: none.clone(),
            still_paused: none,
            end,
        }
    }

    /// The frame at which the rep that a frame of an interval is in begins; the frame itself where there are none.
    #[must_use]
    pub fn rep_start(&self, mark: &Mark, frame: Frames) -> Frames {
        let Some((first, length)) = mark.reps else { return frame };
        let start = |rep: u32| (first + length.saturating_mul(rep)).frames(self.rate);
        // A rep begins on the frame that is nearest to its instant: that can be before it, so the frame after this one is
        // asked for, and where that is in the next rep already, this one is not.
        let over = Frames(frame.0 + 1).at(self.rate) - first;
        let done = u32::try_from(over.as_nanos() / length.as_nanos().max(1)).unwrap_or(u32::MAX);
        if start(done) > frame { start(done.saturating_sub(1)) } else { start(done) }
    }

    /// The first note from a frame of an interval on.
    #[must_use]
    pub fn note_at(&self, mark: &Mark, frame: Frames) -> usize {
        if frame <= mark.start {
            return mark.note;
        }
        self.notes.partition_point(|note| note.frame < frame).max(mark.note)
    }

    /// Which interval a frame is in; the last one after the end.
    #[must_use]
    pub fn mark_at(&self, frame: Frames) -> usize {
        self.marks.partition_point(|mark| mark.start <= frame).saturating_sub(1)
    }
}

/// Gathers what is said outside of the timeline.
struct Interjections<'a> {
    clips: &'a dyn Clips,
    rate: u32,
    all: Vec<Interjection>,
    /// The instructions before the work that comes.
    instructions: Range<usize>,
}

impl Interjections<'_> {
    /// The instructions that count in an interval, its own or those before it, and what is said after a
    /// skip to it.
    fn of(&mut self, kind: IntervalKind, cues: &[Cue], skipped: &[Arc<str>]) -> (Range<usize>, Range<usize>) {
        if kind != IntervalKind::Work {
            self.instructions = self.group(|all| {
                for cue in cues {
                    if let CueKind::Say(text) = &cue.kind {
                        all.add(text, cue.at.frames(all.rate));
                    }
                }
            });
        }
        let skipped = self.group(|all| {
            for text in skipped {
                all.add(text, Frames(0));
            }
        });
        (self.instructions.clone(), skipped)
    }

    fn add(&mut self, text: &str, heard: Frames) {
        if let Some(clip) = self.clips.speech(text) {
            let wait = Frames(clip.len() as u64 + Frames::of(GAP, self.rate).0);
            self.all.push(Interjection { heard, clip, gain: 1.0, wait });
        }
    }

    /// A sound, which is waited for as long as it lasts, and at least so long.
    fn sound(&mut self, clip: &Clip, gain: f32, least: Duration) {
        let wait = Frames(clip.len() as u64).max(Frames::of(least, self.rate));
        self.all.push(Interjection { heard: Frames(0), clip: clip.clone(), gain, wait });
    }

    /// The places of what is added.
    fn group(&mut self, add: impl FnOnce(&mut Self)) -> Range<usize> {
        let first = self.all.len();
        add(self);
        first..self.all.len()
    }
}

/// When the reps of an interval begin, and how long each is.
fn reps(interval: &Interval) -> Option<(At, Duration)> {
    let exercise = interval.exercise.as_ref().filter(|_| interval.kind == IntervalKind::Work)?;
    interval.reps.map(|_| (interval.start, exercise.tempo.rep()))
}

/// How loud a cue is on the left and on the right.
fn gains(side: Option<Side>) -> [f32; 2] {
    match side {
        None => [1.0, 1.0],
        Some(Side::Left) => [1.0 + PAN, 1.0 - PAN],
        Some(Side::Right) => [1.0 - PAN, 1.0 + PAN],
    }
}

#[cfg(test)]
mod tests;
