//! Adding sounds up: the notes that are being heard, what is said, and how loud all of it is.

use super::level::{Fade, SmoothedGain, soft_clip};
use crate::score::{Interjection, Score};

/// Most notes that are heard at once; of more, the oldest are dropped. A rep has three at its busiest instant.
const VOICES: usize = 32;

/// A note being heard.
#[derive(Debug, Clone, Copy)]
struct Voice {
    /// Its place in the score.
    note: usize,
    /// The first frame of its clip that is not yet heard.
    next: usize,
}

/// Mixes the sources into one block: each source is added, faded as the session is, and at the end the block gets the
/// volume and its limit.
#[derive(Debug)]
pub(super) struct Mixer {
    voices: Vec<Voice>,
    /// Fades the session out, and in again.
    pub fade: Fade,
    /// The volume.
    pub volume: SmoothedGain,
}

impl Mixer {
    /// One that is open, and silent so far.
    pub(super) fn new(rate: u32, gain: f32) -> Mixer {
        Mixer { voices: Vec::with_capacity(VOICES), fade: Fade::new(rate), volume: SmoothedGain::new(gain) }
    }

    /// Whether no note is being heard.
    pub(super) fn is_quiet(&self) -> bool {
        self.voices.is_empty()
    }

    /// Begins a note of the score.
    pub(super) fn start(&mut self, note: usize) {
        if self.voices.len() == VOICES {
            self.voices.remove(0);
        }
        self.voices.push(Voice { note, next: 0 });
    }

    /// Ends all notes.
    pub(super) fn cut(&mut self) {
        self.voices.clear();
    }

    /// Adds the notes to frames, and moves on in them.
    pub(super) fn mix_notes(&mut self, score: &Score, out: &mut [[f32; 2]]) {
        self.voices.retain_mut(|voice| {
            let note = &score.notes[voice.note];
            note.clip.add_to(voice.next, out, note.gains);
            voice.next += out.len();
            voice.next < note.clip.len()
        });
        self.fade.apply(out);
    }

    /// Adds an interjection to frames, from its frame `from` on.
    pub(super) fn mix_interjection(&mut self, words: &Interjection, from: u64, out: &mut [[f32; 2]]) {
        words.clip.add_to(from as usize, out, [words.gain; 2]);
        self.fade.apply(out);
    }

    /// Gives a block that is mixed its volume, and keeps it within full scale.
    pub(super) fn finish(&mut self, block: &mut [[f32; 2]]) {
        self.volume.apply(block);
        for sample in block.as_flattened_mut() {
            *sample = soft_clip(*sample);
        }
    }
}
