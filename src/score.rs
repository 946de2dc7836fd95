//! The timeline in frames at one sample rate: clips at frames, and the marks that the transport needs.

mod rounds;

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use crate::routine::Side;
use crate::routine::rep::Beat;
use crate::sound::clip::Clip;
use crate::time::{At, Frames, counts};
use crate::timeline::{Cue, CueKind, Interval, IntervalKind, Sound, Timeline};
pub use rounds::{ClockCall, PacedRounds};

/// How far a one-sided cue is panned: its own channel gets 1 + this, the other 1 - this.
///
/// The mean is 1 for every side, so all cues are equally loud on a mono speaker.
pub const PAN: f32 = 0.7;

/// The silence between phrases that are spoken outside the timeline.
const GAP: Duration = Duration::from_millis(300);

/// The time from one sound of a count-in to the next, or to the work that follows.
const ONE_COUNT: Duration = Duration::from_secs(1);

/// The gain of a reminder relative to the original sound: -9 dB.
const SOFT: f32 = 0.35;

/// What is played: notes in order of their frames.
#[derive(Debug, Clone)]
pub struct Score {
    /// The sample rate, in hertz.
    pub rate: u32,
    /// The notes, in order of their frames; at the end those that no frame starts.
    pub notes: Vec<Note>,
    /// The clips that are played outside the timeline, while it waits.
    pub interjections: Vec<Interjection>,
    /// One mark for each interval of the timeline, in order.
    pub marks: Vec<Mark>,
    /// The indices in [`Score::interjections`] of "three, two, one", played before interrupted work resumes.
    pub count_in: Range<usize>,
    /// The indices in [`Score::interjections`] of the reminder during a rest that waits.
    pub reminder: Range<usize>,
    /// The indices in [`Score::interjections`] of the phrase spoken once in a long pause.
    pub still_paused: Range<usize>,
    /// The notes that say the end: the one for a session that went as planned, and the one for any other.
    pub endings: Option<[usize; 2]>,
    /// The frames of each phrase of the timeline, in order of their beginnings.
    pub spoken: Vec<Range<Frames>>,
    /// The rounds that the user sets the pace of, in order.
    pub rounds: Vec<PacedRounds>,
    /// The first frame after the end.
    pub end: Frames,
}

/// A clip at a frame.
#[derive(Debug, Clone)]
pub struct Note {
    /// Its first frame.
    pub frame: Frames,
    /// The clip.
    pub clip: Clip,
    /// The gains of the left and the right channel.
    pub gains: [f32; 2],
}

/// What the renderer needs to know about an interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its first frame.
    pub start: Frames,
    /// The index in [`Score::notes`] of its first note.
    pub note: usize,
    /// The frame at which time can be added, and the index of the first note from there on.
    pub hold_point: Option<(Frames, usize)>,
    /// Whether it waits there until the user continues.
    pub waits: bool,
    /// Whether it is work, which needs a count-in after an interruption.
    pub work: bool,
    /// For work with reps: when the first begins, and the others.
    pub reps: Option<(At, Beat)>,
    /// The part that is repeated, if there is one.
    pub cycle: Option<Cycle>,
    /// The indices in [`Score::interjections`] of what is spoken after a skip to this interval.
    pub skipped: Range<usize>,
    /// The indices in [`Score::interjections`] of the instructions that apply here, each with the frame from which it
    /// counts as heard.
    pub instructions: Range<usize>,
}

/// A clip that is played while the timeline waits.
#[derive(Debug, Clone)]
pub struct Interjection {
    /// The frame in the timeline from which it counts as heard.
    pub heard: Frames,
    /// The clip.
    pub clip: Clip,
    /// The gain.
    pub gain: f32,
    /// How long the timeline waits for it, including the silence after it.
    pub wait: Frames,
}

/// The part of an open-ended set that is repeated until the user continues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cycle {
    /// Its first frame.
    pub from: Frames,
    /// The index of its first note.
    pub note: usize,
    /// The first frame after it.
    pub to: Frames,
}

/// The source of a score's clips.
pub trait Clips {
    /// The clip of a sound.
    fn sound(&self, sound: Sound) -> Clip;
    /// The clip of a phrase; `None` if it is not played.
    fn speech(&self, text: &str) -> Option<Clip>;
}

impl Score {
    /// The score of a timeline at a sample rate of `rate`, with clips of that rate.
    pub fn new(timeline: &Timeline, clips: &dyn Clips, rate: u32) -> Score {
        let sounds = Sound::ALL.map(|sound| clips.sound(sound));
        let mut notes = Vec::with_capacity(timeline.cues.len());
        let (mut endings, mut spoken) = (None, Vec::new());
        // For each interval: its first note, the first at its hold point, the first of its cycle.
        let mut firsts = vec![[None; 3]; timeline.intervals.len()];
        // The phrases after rounds that tell a number: their intervals and notes.
        let told = |text: &Arc<str>| {
            let own_pace = timeline.timed_rounds.iter().filter_map(|rounds| rounds.own_pace.as_ref());
            own_pace.flat_map(|own_pace| &own_pace.told).any(|told| told.planned == *text)
        };
        let mut numbers: Vec<(usize, Arc<str>, usize)> = Vec::new();
        // It is said after what is told of rounds until time is up.
        let last_words = timeline.cues.iter().rposition(|cue| {
            let kind = timeline.intervals[cue.interval].kind;
            kind == IntervalKind::Done && matches!(cue.kind, CueKind::Say(_))
        });
        for (n, cue) in timeline.cues.iter().enumerate() {
            let clip = match &cue.kind {
                CueKind::Sound(sound) => sounds[*sound as usize].clone(),
                CueKind::Say(text) => match clips.speech(text) {
                    Some(clip) => {
                        let frame = cue.at.frames(rate);
                        spoken.push(frame..Frames(frame.0 + clip.len() as u64));
                        clip
                    }
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
            let gains = gains(cue.side);
            let frame = cue.at.frames(rate);
            if let CueKind::Say(text) = &cue.kind
                && told(text)
            {
                numbers.push((cue.interval, Arc::clone(text), notes.len()));
            }
            notes.push(Note { frame, clip, gains });
            if last_words == Some(n)
                && let Some(clip) = clips.speech(&timeline.done_otherwise)
            {
                endings = Some([notes.len() - 1, notes.len()]);
                spoken.push(frame..Frames(frame.0 + clip.len() as u64));
                notes.push(Note { frame, clip, gains });
            }
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
            for _ in counts() {
                all.sound(count, 1.0, ONE_COUNT);
            }
        });
        let rest = &sounds[Sound::Rest as usize];
        let reminder = interjections.group(|all| all.sound(rest, SOFT, Duration::ZERO));
        let still_paused = interjections.group(|all| all.add(&timeline.still_paused, Frames(0)));
        let end = timeline.end().frames(rate);
        let of_cue = |from: usize, text: &Arc<str>| {
            let found = numbers.iter().find(|(interval, planned, _)| *interval >= from && planned == text);
            found.map(|(_, _, note)| *note)
        };
        let rounds = rounds::rounds(timeline, &mut notes, &sounds, clips, rate, &of_cue);
        Score {
            rate,
            notes,
            interjections: interjections.all,
            marks,
            count_in,
            reminder,
            still_paused,
            endings,
            spoken,
            rounds,
            end,
        }
    }

    /// A score of these notes alone, in one interval.
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
            endings: None,
            spoken: Vec::new(),
            rounds: Vec::new(),
            end,
        }
    }

    /// Whether a note is played in a session that went as planned, or in any other.
    #[must_use]
    pub fn is_played(&self, note: usize, as_planned: bool) -> bool {
        match self.endings {
            Some([planned, _]) if note == planned => as_planned,
            Some([_, otherwise]) if note == otherwise => !as_planned,
            _ => true,
        }
    }

    /// The first frame of the rep that contains a frame of an interval; the frame itself if there are no reps.
    #[must_use]
    pub fn rep_start(&self, mark: &Mark, frame: Frames) -> Frames {
        let Some((first, beat)) = mark.reps else { return frame };
        let start = |rep: u32| (first + beat.start(rep)).frames(self.rate);
        // A rep begins on the frame nearest to its instant, which can be before it. So look up the frame after this
        // one, and if that is already in the next rep, this one is not.
        let over = Frames(frame.0 + 1).at(self.rate) - first;
        let done = beat.number_at(over);
        if start(done) > frame { start(done.saturating_sub(1)) } else { start(done) }
    }

    /// The index of the first note at or after a frame of an interval.
    #[must_use]
    pub fn note_at(&self, mark: &Mark, frame: Frames) -> usize {
        if frame <= mark.start {
            return mark.note;
        }
        self.notes.partition_point(|note| note.frame < frame).max(mark.note)
    }

    /// The index of the interval that contains a frame; the last one after the end.
    #[must_use]
    pub fn mark_at(&self, frame: Frames) -> usize {
        self.marks.partition_point(|mark| mark.start <= frame).saturating_sub(1)
    }
}

/// Collects what is played outside the timeline.
struct Interjections<'a> {
    clips: &'a dyn Clips,
    rate: u32,
    all: Vec<Interjection>,
    /// The instructions before the next work.
    instructions: Range<usize>,
}

impl Interjections<'_> {
    /// Adds the instructions that apply in an interval, its own or the ones before it, and what is spoken after a skip
    /// to it.
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

    /// Adds a sound; the timeline waits until it has ended, and at least `least`.
    fn sound(&mut self, clip: &Clip, gain: f32, least: Duration) {
        let wait = Frames(clip.len() as u64).max(Frames::of(least, self.rate));
        self.all.push(Interjection { heard: Frames(0), clip: clip.clone(), gain, wait });
    }

    /// The indices of the interjections that `add` adds.
    fn group(&mut self, add: impl FnOnce(&mut Self)) -> Range<usize> {
        let first = self.all.len();
        add(self);
        first..self.all.len()
    }
}

/// When the reps of an interval begin.
fn reps(interval: &Interval) -> Option<(At, Beat)> {
    let set = interval.own_set().filter(|_| interval.kind == IntervalKind::Work)?;
    interval.reps.map(|_| (interval.start, set.rep.beat()))
}

/// The gains of a cue on the left and the right.
fn gains(side: Option<Side>) -> [f32; 2] {
    match side {
        None => [1.0, 1.0],
        Some(Side::Left) => [1.0 + PAN, 1.0 - PAN],
        Some(Side::Right) => [1.0 - PAN, 1.0 + PAN],
    }
}

#[cfg(test)]
mod tests;
