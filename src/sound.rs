//! Everything that can be heard, as clips ready to mix.

pub mod pack;
pub mod resample;
pub mod voice;
pub mod wav;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use rayon::prelude::*;

use crate::score::Clips;
use crate::timeline::{Lengths, Sound};
use pack::Pack;
use resample::resampled;
use wav::Mono;

/// Samples ready to mix: mono, at the rate of the score that they are for.
pub type Clip = Arc<[f32]>;

/// The sounds and the phrases of one session.
///
/// Asked for a phrase that it does not have, it guesses the length and remembers the question, so that all
/// phrases of a session can be made before it is laid for good.
#[derive(Debug)]
pub struct Sounds {
    pack: Pack,
    rate: u32,
    phrases: HashMap<String, (Clip, Duration)>,
    asked: RefCell<BTreeSet<String>>,
}

impl Sounds {
    /// The shipped sounds at `rate` frames a second, and no phrase.
    #[must_use]
    pub fn shipped(rate: u32) -> Sounds {
        Sounds::new(Pack::shipped(rate), rate)
    }

    /// The sounds of a pack for `rate` frames a second, and no phrase.
    #[must_use]
    pub fn new(pack: Pack, rate: u32) -> Sounds {
        Sounds { pack, rate, phrases: HashMap::new(), asked: RefCell::default() }
    }

    /// The phrases that were asked for and are not there.
    pub fn missing(&mut self) -> Vec<String> {
        std::mem::take(self.asked.get_mut()).into_iter().collect()
    }

    /// Adds phrases.
    pub fn add(&mut self, phrases: HashMap<String, Mono>) {
        self.phrases.par_extend(phrases.into_par_iter().map(|(text, phrase)| {
            let nanos = phrase.samples.len() as u64 * 1_000_000_000 / u64::from(phrase.rate.max(1));
            let clip = Arc::from(resampled(&phrase.samples, phrase.rate, self.rate));
            (text, (clip, Duration::from_nanos(nanos)))
        }));
    }

    /// Forgets all phrases.
    pub fn forget(&mut self) {
        self.phrases.clear();
    }
}

impl Lengths for Sounds {
    fn sound(&self, sound: Sound) -> Duration {
        self.pack.length(sound)
    }

    fn speech(&self, text: &str) -> Duration {
        if let Some((_, length)) = self.phrases.get(text) {
            return *length;
        }
        self.asked.borrow_mut().insert(text.to_owned());
        voice::estimated(text)
    }
}

impl Clips for Sounds {
    fn sound(&self, sound: Sound) -> Clip {
        Arc::clone(self.pack.clip(sound))
    }

    fn speech(&self, text: &str) -> Option<Clip> {
        self.phrases.get(text).map(|(clip, _)| Arc::clone(clip))
    }
}
