//! Everything that can be heard, as clips ready to mix.

pub mod pack;
pub mod resample;
pub mod voice;
pub mod wav;

use std::sync::Arc;
use std::time::Duration;

use crate::score::Clips;
use crate::timeline::{Lengths, Sound};
use pack::Pack;

/// Samples ready to mix: mono, at the rate of the score that they are for.
pub type Clip = Arc<[f32]>;

/// The sounds and the voice of one session.
#[derive(Debug)]
pub struct Sounds {
    pack: Pack,
}

impl Sounds {
    /// The shipped sounds at `rate` frames a second.
    #[must_use]
    pub fn new(rate: u32) -> Sounds {
        Sounds { pack: Pack::shipped(rate) }
    }
}

impl Lengths for Sounds {
    fn sound(&self, sound: Sound) -> Duration {
        self.pack.length(sound)
    }

    fn speech(&self, text: &str) -> Duration {
        voice::estimated(text)
    }
}

impl Clips for Sounds {
    fn sound(&self, sound: Sound) -> Clip {
        Arc::clone(self.pack.clip(sound))
    }

    fn speech(&self, _text: &str) -> Option<Clip> {
        None
    }
}
