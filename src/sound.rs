//! Everything audible, as clips ready to mix.

#[cfg(feature = "aac")]
pub mod aac;
pub mod clip;
pub mod decode;
pub mod filter;
pub mod limiter;
pub mod loudness;
pub mod pack;
pub mod resample;
pub mod voice;
pub mod wav;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use crate::routine::spoken::estimated;
use crate::score::Clips;
use crate::timeline::{Lengths, Sound};
use clip::Clip;
use pack::Pack;
use resample::ResampleKernel;
use voice::SpeechClip;

/// The sounds and the phrases of one session.
///
/// If a phrase is missing, its length is estimated and the phrase is remembered, so that all phrases of a session can
/// be generated before the final timeline is compiled.
#[derive(Debug)]
pub struct Sounds {
    pack: Pack,
    rate: u32,
    phrases: HashMap<String, (Clip, Duration)>,
    /// The resampling kernel for phrases at a given rate; all phrases of a session have the same rate.
    steps: Option<(u32, Arc<ResampleKernel>)>,
    asked: RefCell<BTreeSet<String>>,
    /// Whether nothing is spoken: then no phrase takes time.
    is_silent: bool,
}

impl Sounds {
    /// The built-in sounds at a sample rate of `rate`, without phrases.
    #[must_use]
    pub fn built_in(rate: u32) -> Sounds {
        Sounds::new(Pack::built_in(rate), rate)
    }

    /// The sounds of a pack at a sample rate of `rate`, without phrases.
    #[must_use]
    pub fn new(pack: Pack, rate: u32) -> Sounds {
        Sounds {
            pack,
            rate,
            phrases: HashMap::new(),
            steps: None,
            asked: RefCell::default(),
            is_silent: false,
        }
    }

    /// The same lengths for a timeline that is only measured: missing phrases are not remembered.
    #[must_use]
    pub fn measure(&self) -> Measure<'_> {
        Measure(self)
    }

    /// Takes the missing phrases that were requested.
    pub fn missing(&mut self) -> Vec<String> {
        std::mem::take(self.asked.get_mut()).into_iter().collect()
    }

    /// Adds phrases.
    pub fn add(&mut self, phrases: HashMap<String, SpeechClip>) {
        for (text, SpeechClip { rate, samples }) in phrases {
            let nanos = samples.len() as u64 * 1_000_000_000 / u64::from(rate.max(1));
            let clip = Clip::Packed(samples, self.steps(rate));
            self.phrases.insert(text, (clip, Duration::from_nanos(nanos)));
        }
    }

    /// The resampling kernel for phrases at `rate`.
    fn steps(&mut self, rate: u32) -> Arc<ResampleKernel> {
        let known = self.steps.take().filter(|(of, _)| *of == rate);
        let steps =
            known.unwrap_or_else(|| (rate, Arc::new(ResampleKernel::new(rate.max(1), self.rate.max(1)))));
        Arc::clone(&self.steps.insert(steps).1)
    }

    /// The same for a session without a voice.
    #[must_use]
    pub fn silent(self) -> Sounds {
        Sounds { is_silent: true, ..self }
    }

    /// Forgets all phrases.
    pub fn forget(&mut self) {
        self.phrases.clear();
    }
}

/// The lengths of [`Sounds`], for a timeline that is only measured.
#[derive(Debug, Clone, Copy)]
pub struct Measure<'a>(&'a Sounds);

impl Lengths for Measure<'_> {
    fn sound(&self, sound: Sound) -> Duration {
        Lengths::sound(self.0, sound)
    }

    fn speech(&self, text: &str) -> Duration {
        match self.0.phrases.get(text) {
            _ if self.0.is_silent => Duration::ZERO,
            Some((_, length)) => *length,
            None => estimated(text),
        }
    }
}

impl Lengths for Sounds {
    fn sound(&self, sound: Sound) -> Duration {
        self.pack.length(sound)
    }

    fn speech(&self, text: &str) -> Duration {
        if self.is_silent {
            return Duration::ZERO;
        }
        if let Some((_, length)) = self.phrases.get(text) {
            return *length;
        }
        let mut asked = self.asked.borrow_mut();
        if !asked.contains(text) {
            asked.insert(text.to_owned());
        }
        estimated(text)
    }
}

impl Clips for Sounds {
    fn sound(&self, sound: Sound) -> Clip {
        self.pack.clip(sound).clone()
    }

    fn speech(&self, text: &str) -> Option<Clip> {
        self.phrases.get(text).map(|(clip, _)| clip.clone())
    }
}
