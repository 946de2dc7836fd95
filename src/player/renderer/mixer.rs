//! Mixes notes and interjections, with fade and volume.

use super::level::{Fade, SmoothedGain, soft_clip};
use crate::player::told_ending::ToldEnding;
use crate::score::{Interjection, Score};

/// The maximum number of simultaneous notes; beyond it, the oldest are dropped. A rep has at most three.
const VOICES: usize = 32;

/// A note that is playing.
#[derive(Debug, Clone, Copy)]
struct Voice {
    /// Its index in the score.
    note: usize,
    /// The slot of the clip that replaces its own.
    told: Option<usize>,
    /// The next frame of its clip.
    next: usize,
}

/// Mixes the sources into one block: the sources are added, with the session's fade, and finally the block gets the
/// volume and the limiter.
#[derive(Debug)]
pub(super) struct Mixer {
    voices: Vec<Voice>,
    /// Fades the session out, and in again.
    pub fade: Fade,
    /// The volume.
    pub volume: SmoothedGain,
}

impl Mixer {
    /// A mixer with full fade, without notes.
    pub(super) fn new(rate: u32, gain: f32) -> Mixer {
        Mixer { voices: Vec::with_capacity(VOICES), fade: Fade::new(rate), volume: SmoothedGain::new(gain) }
    }

    /// Whether no note is playing.
    pub(super) fn is_quiet(&self) -> bool {
        self.voices.is_empty()
    }

    /// Starts a note of the score, with its own clip or the one that is told at the end.
    pub(super) fn start(&mut self, note: usize, told: Option<usize>) {
        if self.voices.len() == VOICES {
            self.voices.remove(0);
        }
        self.voices.push(Voice { note, told, next: 0 });
    }

    /// Ends all notes.
    pub(super) fn cut(&mut self) {
        self.voices.clear();
    }

    /// Adds the notes to `out`, and advances them.
    pub(super) fn mix_notes(&mut self, score: &Score, told: &ToldEnding, out: &mut [[f32; 2]]) {
        self.voices.retain_mut(|voice| {
            let note = &score.notes[voice.note];
            let clip = voice.told.and_then(|slot| told.clip(slot)).unwrap_or(&note.clip);
            clip.add_to(voice.next, out, note.gains);
            voice.next += out.len();
            voice.next < clip.len()
        });
        self.fade.apply(out);
    }

    /// Adds an interjection to `out`, from its frame `from` on.
    pub(super) fn mix_interjection(&mut self, words: &Interjection, from: u64, out: &mut [[f32; 2]]) {
        words.clip.add_to(from as usize, out, [words.gain; 2]);
        self.fade.apply(out);
    }

    /// Applies volume and limiter to a mixed block.
    pub(super) fn finish(&mut self, block: &mut [[f32; 2]]) {
        self.volume.apply(block);
        for sample in block.as_flattened_mut() {
            *sample = soft_clip(*sample);
        }
    }
}
