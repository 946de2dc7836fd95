//! The user's own sounds, decoded from WAV, FLAC, MP3 or Ogg Vorbis. The content decides the format, not the name.
//!
//! Files may be untrusted: a decoder stops at the limits of this module and never relies on a declared length.
//! `fuzz/fuzz_targets/sound.rs` tests this.

mod error;
mod flac;
mod mp3;
mod vorbis;

use std::ops::RangeInclusive;
use std::time::Duration;

use super::wav::{self, MonoBuffer};
pub use error::{Format, SoundError};

/// The maximum length of a sound.
pub const LONGEST: Duration = Duration::from_secs(10);
/// The sample rates that a sound may have, in hertz.
pub const RATES: RangeInclusive<u32> = 8_000..=192_000;
/// The maximum number of channels.
const MOST_CHANNELS: usize = 8;

/// Decodes a file; several channels are mixed down to their mean. The samples are finite, from -1 to 1.
///
/// # Errors
/// Why the bytes cannot be used.
pub fn sound(bytes: &[u8]) -> Result<MonoBuffer, SoundError> {
    let mono = if bytes.starts_with(b"RIFF") {
        let mono = wav::read(bytes).map_err(SoundError::damaged(Format::Wav))?;
        let mut mixed = Mix::new(mono.rate, 1)?;
        for sample in mono.samples {
            mixed.push(sample)?;
        }
        mixed.done()?
    } else if bytes.starts_with(b"fLaC") {
        flac::read(bytes)?
    } else if bytes.starts_with(b"OggS") {
        vorbis::read(bytes)?
    } else if mp3::is_one(bytes) {
        mp3::read(bytes)?
    } else {
        return Err(SoundError::UnknownFormat);
    };
    Ok(mono)
}

/// Receives decoded frames one by one, and refuses more than a sound may have.
struct Mix {
    rate: u32,
    most: usize,
    samples: Vec<f32>,
}

impl Mix {
    fn new(rate: u32, channels: usize) -> Result<Mix, SoundError> {
        if !RATES.contains(&rate) {
            return Err(SoundError::Rate(rate));
        }
        if !(1..=MOST_CHANNELS).contains(&channels) {
            return Err(SoundError::Channels(channels));
        }
        let most = usize::try_from(LONGEST.as_secs() * u64::from(rate)).unwrap_or(usize::MAX);
        Ok(Mix { rate, most, samples: Vec::new() })
    }

    fn push(&mut self, sample: f32) -> Result<(), SoundError> {
        if self.samples.len() == self.most {
            return Err(SoundError::TooLong);
        }
        self.samples.push(if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 });
        Ok(())
    }

    fn done(self) -> Result<MonoBuffer, SoundError> {
        if self.samples.is_empty() {
            return Err(SoundError::Empty);
        }
        Ok(MonoBuffer { rate: self.rate, samples: self.samples })
    }
}

/// The mean of the channels of a frame.
fn mean(frame: impl ExactSizeIterator<Item = f32>) -> f32 {
    let channels = frame.len() as f32;
    frame.sum::<f32>() / channels
}

#[cfg(test)]
mod tests;
