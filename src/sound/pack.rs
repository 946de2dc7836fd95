//! The sound pack: one clip for each of the twelve sounds.

use std::sync::Arc;
use std::time::Duration;

use super::{Clip, resample, wav};
use crate::timeline::Sound;

macro_rules! shipped {
    ($($sound:ident $file:literal),+ $(,)?) => {
        /// The bytes of the shipped file of a sound.
        fn shipped(sound: Sound) -> &'static [u8] {
            match sound {
                $(Sound::$sound => include_bytes!(concat!("../../sounds/", $file, ".wav")),)+
            }
        }
    };
}

shipped! {
    Count "count", Go "go", Lift "lift", Hold "hold", Tick "tick", Lower "lower",
    Rep "rep", Half "half", Last "last", Switch "switch", Rest "rest", Done "done",
}

/// A clip for each sound.
#[derive(Debug, Clone)]
pub struct Pack {
    sounds: [(Clip, Duration); 12],
}

impl Pack {
    /// The sounds that are compiled in, at `rate` frames a second.
    #[must_use]
    pub fn shipped(rate: u32) -> Pack {
        Pack {
            sounds: Sound::ALL.map(|sound| {
                // A test reads every one of them.
                let read = wav::read(shipped(sound)).unwrap_or(wav::Mono { rate, samples: Vec::new() });
                let length =
                    Duration::from_secs(1) * u32::try_from(read.samples.len()).unwrap_or(0) / read.rate;
                (Arc::from(resample::resampled(&read.samples, read.rate, rate)), length)
            }),
        }
    }

    /// The clip of a sound.
    #[must_use]
    pub fn clip(&self, sound: Sound) -> &Clip {
        &self.sounds[sound as usize].0
    }

    /// How long a sound is heard; the same whatever the rate of its clip.
    #[must_use]
    pub fn length(&self, sound: Sound) -> Duration {
        self.sounds[sound as usize].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sound_is_there_at_every_rate() {
        for rate in [44_100, 48_000] {
            let pack = Pack::shipped(rate);
            for sound in Sound::ALL {
                let length = pack.length(sound);
                let frames = crate::time::Frames::of(length, rate).0;
                assert!(length > Duration::from_millis(20), "{}", sound.word());
                assert!(pack.clip(sound).len().abs_diff(frames as usize) <= 1, "{}", sound.word());
                let peak = pack.clip(sound).iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
                assert!((0.05..0.6).contains(&peak), "{}: {peak}", sound.word());
            }
        }
    }
}
