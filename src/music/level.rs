//! How loud a file is.

use std::path::Path;
use std::time::Duration;

use super::playlist::open;
use crate::sound::decode::{self, FrameReceiver, SoundError};
use crate::sound::loudness::Meter;
use crate::time::Frames;

/// How much of a file is measured: a mix of an hour need not be decoded before it begins.
const MEASURED: Duration = Duration::from_secs(600);
/// The number of frames that are measured at once.
const PART: usize = 4_096;

/// The integrated loudness of the first ten minutes of a file, by ITU-R BS.1770, in LUFS.
///
/// # Errors
/// If it cannot be decoded, is silent or is shorter than [`SHORTEST`](super::track::SHORTEST).
pub(super) fn loudness(path: &Path) -> Result<f64, SoundError> {
    let mut listener = Listener::default();
    let decoded = decode::stream(open(path)?, &mut listener);
    listener.measure();
    let Listener { rate, frames, meter, .. } = listener;
    // What a damaged file has before its damage is played.
    match (decoded, meter.and_then(|meter| meter.integrated())) {
        (Err(error), None) if frames == 0 => Err(error),
        (_, Some(loudness)) if frames >= Frames::of(super::track::SHORTEST, rate).0 => Ok(loudness),
        (_, Some(_)) => Err(SoundError::TooShort),
        (_, None) => Err(SoundError::Empty),
    }
}

/// Measures what it receives.
#[derive(Default)]
struct Listener {
    rate: u32,
    frames: u64,
    meter: Option<Meter>,
    part: Vec<[f32; 2]>,
}

impl Listener {
    fn measure(&mut self) {
        if let Some(meter) = &mut self.meter {
            meter.add(&self.part);
        }
        self.part.clear();
    }
}

impl FrameReceiver for Listener {
    fn begin(&mut self, rate: u32, channels: usize) -> Result<(), SoundError> {
        decode::check(rate, channels)?;
        (self.rate, self.meter) = (rate, Some(Meter::new(rate)));
        Ok(())
    }

    fn frame(&mut self, frame: &[f32]) -> Result<(), SoundError> {
        self.part.push(super::track::stereo(frame));
        self.frames += 1;
        if self.part.len() == PART {
            self.measure();
            if self.frames >= Frames::of(MEASURED, self.rate).0 {
                return Err(SoundError::NotNeeded);
            }
        }
        Ok(())
    }
}
