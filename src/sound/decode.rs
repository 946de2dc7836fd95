//! The user's own sounds, decoded from WAV, FLAC, MP3 or Ogg Vorbis, and their music, which can be M4A too. The content
//! decides the format, not the name.
//!
//! Files may be untrusted: a decoder stops at the limits of this module and never relies on a declared length.
//! `fuzz/fuzz_targets/sound.rs` and `music.rs` test this.

mod error;
mod flac;
mod mp3;
mod vorbis;

use std::io::{self, Cursor, Read, Seek};
use std::ops::RangeInclusive;
use std::time::Duration;

use super::wav::{self, MonoBuffer};
pub use error::{Format, SoundError};

/// The maximum length of a sound.
pub const LONGEST: Duration = Duration::from_secs(10);
/// The sample rates that a sound may have, in hertz.
pub const RATES: RangeInclusive<u32> = 8_000..=192_000;
/// The maximum number of channels.
pub const MOST_CHANNELS: usize = 8;

/// Decodes a file; several channels are mixed down to their mean. The samples are finite, from -1 to 1.
///
/// # Errors
/// Why the bytes cannot be used.
pub fn sound(bytes: &[u8]) -> Result<MonoBuffer, SoundError> {
    let mut mix = Mix::default();
    let mut file = Cursor::new(bytes);
    if bytes.starts_with(b"RIFF") {
        let mono = wav::read(bytes).map_err(SoundError::damaged(Format::Wav))?;
        mix.begin(mono.rate, 1)?;
        for sample in mono.samples {
            mix.frame(&[sample])?;
        }
    } else if bytes.starts_with(b"fLaC") {
        flac::read(file, &mut mix)?;
    } else if bytes.starts_with(b"OggS") {
        vorbis::read(file, &mut mix)?;
    } else if mp3::is_one(&mut file)? {
        mp3::read(file, &mut mix)?;
    } else {
        return Err(SoundError::UnknownFormat);
    }
    mix.done()
}

/// Decodes a file of any length, part by part.
///
/// # Errors
/// Why the file cannot be used, or an error of the receiver. Frames before that have been received.
pub fn stream(mut file: impl Read + Seek, out: &mut dyn FrameReceiver) -> Result<(), SoundError> {
    let mut start = [0; 12];
    let length = read_start(&mut file, &mut start)?;
    file.rewind()?;
    match &start[..length] {
        [b'R', b'I', b'F', b'F', ..] => wav::stream(file, out),
        [b'f', b'L', b'a', b'C', ..] => flac::read(file, out),
        [b'O', b'g', b'g', b'S', ..] => vorbis::read(file, out),
        #[cfg(feature = "aac")]
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => super::aac::stream(file, out),
        _ if mp3::is_one(&mut file)? => mp3::read(file, out),
        _ => Err(SoundError::UnknownMusic),
    }
}

/// Reads the first bytes of a file; returns their number.
fn read_start(file: &mut impl Read, start: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while let more @ 1.. = file.read(&mut start[length..])? {
        length += more;
    }
    Ok(length)
}

/// Receives the frames of a file, in order.
pub trait FrameReceiver {
    /// The sample rate in hertz and the number of channels; once, before the first frame.
    ///
    /// # Errors
    /// If they are not supported.
    fn begin(&mut self, rate: u32, channels: usize) -> Result<(), SoundError>;

    /// A frame: a sample for each channel, normally from -1 to 1.
    ///
    /// # Errors
    /// If it wants no more.
    fn frame(&mut self, frame: &[f32]) -> Result<(), SoundError>;
}

/// Checks a sample rate and a number of channels.
///
/// # Errors
/// If they are not supported.
pub fn check(rate: u32, channels: usize) -> Result<(), SoundError> {
    if !RATES.contains(&rate) {
        return Err(SoundError::Rate(rate));
    }
    if !(1..=MOST_CHANNELS).contains(&channels) {
        return Err(SoundError::Channels(channels));
    }
    Ok(())
}

/// A sample that can be mixed: finite, from -1 to 1.
#[must_use]
pub fn sane(sample: f32) -> f32 {
    if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 }
}

/// Mixes all channels down to one, and refuses more than a sound may have.
#[derive(Default)]
struct Mix {
    rate: u32,
    most: usize,
    samples: Vec<f32>,
}

impl FrameReceiver for Mix {
    fn begin(&mut self, rate: u32, channels: usize) -> Result<(), SoundError> {
        check(rate, channels)?;
        self.rate = rate;
        self.most = usize::try_from(LONGEST.as_secs() * u64::from(rate)).unwrap_or(usize::MAX);
        Ok(())
    }

    fn frame(&mut self, frame: &[f32]) -> Result<(), SoundError> {
        if self.samples.len() == self.most {
            return Err(SoundError::TooLong);
        }
        self.samples.push(sane(mean(frame)));
        Ok(())
    }
}

impl Mix {
    fn done(self) -> Result<MonoBuffer, SoundError> {
        if self.samples.is_empty() {
            return Err(SoundError::Empty);
        }
        Ok(MonoBuffer { rate: self.rate, samples: self.samples })
    }
}

/// The mean of the channels of a frame.
#[must_use]
pub fn mean(frame: &[f32]) -> f32 {
    frame.iter().sum::<f32>() / frame.len() as f32
}

#[cfg(test)]
mod tests;
