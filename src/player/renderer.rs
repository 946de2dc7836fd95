//! The one maker of sound: it mixes the notes of a score, each from its exact frame on.
//!
//! It runs on the audio thread: no lock, no allocation, no log, nothing freed. Commands are atomics that
//! it reads once a block.

mod history;
mod level;
mod obey;

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use super::{Activity, PlaybackOptions, Shared, Target};
use crate::score::Score;
use crate::time::Frames;
use history::{CursorSnapshot, History};
use level::{Fade, SmoothedGain, soft_clip};

/// How often commands are read, in frames: 1.3 ms at 48 kHz.
pub const BLOCK: usize = 64;

/// Most notes that are heard at once; of more, the oldest are dropped. A rep has three at its busiest instant.
const VOICES: usize = 32;

/// How often a rest that waits for the person reminds of it.
const REMIND: Duration = Duration::from_secs(30);

/// A note being heard.
#[derive(Debug, Clone, Copy)]
struct Voice {
    note: usize,
    /// The first sample of its clip that is not yet heard.
    next: usize,
}

/// An interjection being heard, and those that follow it.
#[derive(Debug, Clone)]
struct Saying {
    interjections: Range<usize>,
    /// The first sample of the first of them that is not yet heard.
    next: usize,
}

/// What the coming frames are for, and how many they are.
enum Next {
    /// Silence before the score.
    LeadIn(u64),
    /// Something said while the score waits.
    Interjection(u64),
    /// Time that a person has added.
    Wait(u64),
    /// A rest that lasts until the person goes on: the time up to the next reminder.
    Ready(u64),
    /// The score itself.
    Play(u64),
    /// Nothing more.
    End,
}

/// Makes the sound of a score, frame by frame.
#[derive(Debug)]
pub struct Renderer {
    score: Arc<Score>,
    shared: Arc<Shared>,
    interactive: bool,
    /// Frames of silence left before the score begins.
    lead_in: u64,
    /// The frame of the score that comes next.
    frame: u64,
    /// The interval that `frame` is in.
    mark: usize,
    /// The first note not yet begun.
    note: usize,
    voices: Vec<Voice>,
    fade: Fade,
    gain: SmoothedGain,
    /// Where to go when the fade is over.
    jump: Option<Target>,
    /// What to say when the fade is over: places in the score's interjections.
    to_say: Range<usize>,
    /// What is being said while the score waits.
    interjection: Option<Saying>,
    /// Whether what is said interjection is heard in a pause.
    in_pause: bool,
    /// Frames that it has been paused for without a break.
    paused_for: u64,
    /// Whether the pause counts as a long one, however short it is.
    long_pause: bool,
    /// Whether work is to begin again, with a count-in.
    begins_again: bool,
    /// Whether the rest that waits may end.
    released: bool,
    /// Frames since it began to wait, or since the last reminder.
    waited: u64,
    /// Whether the present silence has already been shortened.
    shortened: bool,
    past: History,
    finished: bool,
}

impl Renderer {
    pub(super) fn new(score: Arc<Score>, shared: Arc<Shared>, options: PlaybackOptions) -> Renderer {
        let (mark, lead_in) = (options.start, options.lead_in.0);
        let start = &score.marks[mark];
        let beginning = CursorSnapshot { made: 0, lead_in, frame: start.start.0, mark, interjection: None };
        Renderer {
            interactive: options.interactive,
            lead_in,
            frame: start.start.0,
            mark,
            note: start.note,
            voices: Vec::with_capacity(VOICES),
            fade: Fade::new(score.rate),
            gain: SmoothedGain::new(options.volume.gain()),
            jump: None,
            to_say: 0..0,
            interjection: None,
            in_pause: false,
            paused_for: 0,
            long_pause: false,
            begins_again: false,
            released: false,
            waited: 0,
            shortened: false,
            past: History::new(&beginning),
            finished: false,
            score,
            shared,
        }
    }

    /// Frames a second.
    #[must_use]
    pub fn rate(&self) -> u32 {
        self.score.rate
    }

    /// Whether the score is over, or was stopped: from then on there is silence.
    #[must_use]
    pub fn finished(&self) -> bool {
        self.finished
    }

    /// Makes the next frames, each a left and a right sample from -1 to 1.
    pub fn render(&mut self, out: &mut [[f32; 2]]) {
        for block in out.chunks_mut(BLOCK) {
            self.past.remember(self.moment());
            self.obey();
            block.fill([0.0; 2]);
            let mut made = 0;
            while made < block.len() {
                made += self.span(&mut block[made..]);
            }
            self.gain.apply(block);
            for sample in block.as_flattened_mut() {
                *sample = soft_clip(*sample);
            }
            self.report(block.len());
        }
    }

    /// Makes frames up to the next thing that happens, at least one, and tells how many.
    fn span(&mut self, out: &mut [[f32; 2]]) -> usize {
        if self.finished || self.fade.is_silent() {
            if self.is_paused() {
                self.paused_for += out.len() as u64;
            }
            return out.len();
        }
        let next = match &self.interjection {
            Some(saying) => Next::Interjection(
                self.score.interjections[saying.interjections.start].wait.0 - saying.next as u64,
            ),
            None if self.lead_in > 0 => Next::LeadIn(self.lead_in),
            None => self.start_due_notes(),
        };
        let (Next::LeadIn(length)
        | Next::Interjection(length)
        | Next::Wait(length)
        | Next::Ready(length)
        | Next::Play(length)) = next
        else {
            return out.len();
        };
        let length = length.min(out.len() as u64).min(self.fade.left());
        let span = &mut out[..length as usize];
        match self.interjection {
            Some(_) => self.mix_interjection(span),
            None => self.mix(span),
        }
        match next {
            Next::Interjection(_) => {}
            Next::LeadIn(_) => self.lead_in -= length,
            Next::Wait(_) => {
                let less = |extra: u64| Some(extra.saturating_sub(length));
                // It fails for a `None` only.
                let _ = self.shared.extra.fetch_update(Relaxed, Relaxed, less);
            }
            Next::Ready(_) => self.wait(length),
            Next::Play(_) | Next::End => self.advance(length),
        }
        self.settle(self.shared.stopping.load(Relaxed));
        length as usize
    }

    /// Does what is due at the present frame, and tells what comes.
    fn start_due_notes(&mut self) -> Next {
        while self.score.marks.get(self.mark + 1).is_some_and(|next| self.frame >= next.start.0) {
            self.mark += 1;
            self.shared.loops.store(0, Relaxed);
            self.released = false;
            self.waited = 0;
        }
        if self.score.marks[self.mark].hold_point.is_some_and(|(frame, _)| frame.0 == self.frame) {
            if self.score.marks[self.mark].waits && self.interactive && !self.released {
                return Next::Ready((Frames::of(REMIND, self.score.rate).0 - self.waited).max(1));
            }
            let extra = self.shared.extra.load(Relaxed);
            if extra > 0 {
                return Next::Wait(extra);
            }
        }
        while let Some(note) = self.score.notes.get(self.note)
            && note.frame.0 <= self.frame
        {
            if self.voices.len() == VOICES {
                self.voices.remove(0);
            }
            self.voices.push(Voice { note: self.note, next: 0 });
            self.note += 1;
            self.shortened = false;
        }
        if self.frame >= self.score.end.0 {
            self.finished = true;
            return Next::End;
        }
        self.recover_deficit();
        Next::Play(self.next_event() - self.frame)
    }

    /// Takes what the device has lost out of a silence: at most half of it, and never out of a sound.
    fn recover_deficit(&mut self) {
        let deficit = self.shared.deficit.load(Relaxed);
        if deficit == 0 || self.shortened || !self.voices.is_empty() {
            return;
        }
        let less = deficit.min((self.next_event() - self.frame) / 2);
        self.frame += less;
        self.shortened = true;
        // Only this thread makes it smaller.
        self.shared.deficit.fetch_sub(less, Relaxed);
    }

    /// Waits for the person, and reminds of it from time to time.
    fn wait(&mut self, frames: u64) {
        self.waited += frames;
        if self.waited >= Frames::of(REMIND, self.score.rate).0 {
            self.waited = 0;
            if !self.score.reminder.is_empty() {
                self.interjection = Some(Saying { interjections: self.score.reminder.clone(), next: 0 });
            }
        }
    }

    /// Moves on, and back to the beginning of a cycle at its end.
    fn advance(&mut self, frames: u64) {
        self.frame += frames;
        if let Some(cycle) = self.score.marks[self.mark].cycle
            && self.interactive
            && self.frame >= cycle.to.0
        {
            (self.frame, self.note) = (cycle.from.0, cycle.note);
            self.shared.loops.fetch_add(1, Relaxed);
        }
    }

    /// The first frame after the present one at which something happens.
    fn next_event(&self) -> u64 {
        let mark = &self.score.marks[self.mark];
        let note = self.score.notes.get(self.note).map(|note| note.frame);
        let hold_point = mark.hold_point.map(|(frame, _)| frame);
        let cycle = mark.cycle.map(|cycle| cycle.to);
        let next = self.score.marks.get(self.mark + 1).map(|mark| mark.start);
        let events = [note, hold_point, cycle, next, Some(self.score.end)];
        events
            .into_iter()
            .flatten()
            .map(|Frames(frame)| frame)
            .filter(|frame| *frame > self.frame)
            .min()
            .unwrap_or(self.frame + 1)
    }

    /// Adds the voices to frames, and moves the voices and the fade on.
    fn mix(&mut self, out: &mut [[f32; 2]]) {
        for voice in &mut self.voices {
            let note = &self.score.notes[voice.note];
            note.clip.add_to(voice.next, out, note.gains);
            voice.next += out.len();
        }
        let notes = &self.score.notes;
        self.voices.retain(|voice| voice.next < notes[voice.note].clip.len());
        self.fade.apply(out);
    }

    /// Adds what is said interjection to frames, and goes on to the next interjection, or back to the score.
    fn mix_interjection(&mut self, out: &mut [[f32; 2]]) {
        let Some(saying) = &mut self.interjection else { return };
        let interjection = &self.score.interjections[saying.interjections.start];
        interjection.clip.add_to(saying.next, out, [interjection.gain; 2]);
        saying.next += out.len();
        self.fade.apply(out);
        if saying.next as u64 >= interjection.wait.0 {
            saying.interjections.start += 1;
            saying.next = 0;
            if saying.interjections.is_empty() {
                self.interjection = None;
                if self.is_paused() {
                    self.fade.close();
                } else if self.voices.is_empty() {
                    self.fade.open();
                } else {
                    self.fade.reopen();
                }
            }
        }
    }

    /// What the coming block is for.
    fn activity(&self) -> Activity {
        let mark = &self.score.marks[self.mark];
        let is_counted_in = |saying: &Saying| self.score.count_in.contains(&saying.interjections.start);
        let waits = mark.waits && self.interactive && !self.released;
        let reminds = |saying: &Saying| self.score.reminder.contains(&saying.interjections.start);
        match &self.interjection {
            _ if !self.is_heard(self.is_paused()) => Activity::Paused,
            Some(saying) if is_counted_in(saying) => Activity::CountIn,
            Some(saying) if !reminds(saying) => Activity::Saying,
            _ if waits && mark.hold_point.is_some_and(|(hold_point, _)| hold_point.0 == self.frame) => {
                Activity::Waiting
            }
            _ => Activity::Playing,
        }
    }

    fn report(&self, frames: usize) {
        let frame = match self.jump {
            Some(target) => target.frame(&self.score, (self.mark, self.frame)),
            None => self.frame,
        };
        self.shared.position.store(frame, Relaxed);
        self.shared.rendered.fetch_add(frames as u64, Relaxed);
        self.shared.paused_for.store(self.paused_for, Relaxed);
        self.shared.activity.store(self.activity() as u8, Relaxed);
        if self.finished {
            self.shared.finished.store(true, Relaxed);
        }
    }
}
