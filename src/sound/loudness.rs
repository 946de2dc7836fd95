//! How loud sound is, by EBU R 128. The only file that names `ebur128`.

use ebur128::{EbuR128, Mode};

/// The loudest 400 ms (momentary loudness) of mono samples, in LUFS; `None` for silence.
#[must_use]
pub fn momentary(samples: &[f32], rate: u32) -> Option<f64> {
    let mut meter = EbuR128::new(1, rate, Mode::M).ok()?;
    let step = (rate as usize / 20).max(1);
    // Padded with silence, so that the window can contain a whole word that is shorter.
    let padded: Vec<f32> = samples.iter().copied().chain(std::iter::repeat_n(0.0, step * 8)).collect();
    let mut loudest = f64::NEG_INFINITY;
    for part in padded.chunks(step) {
        meter.add_frames_f32(part).ok()?;
        loudest = loudest.max(meter.loudness_momentary().ok()?);
    }
    loudest.is_finite().then_some(loudest)
}

/// Measures the integrated loudness of stereo sound, part by part, within a fixed amount of memory.
pub struct Meter(Option<EbuR128>);

impl Meter {
    /// A meter for a sample rate of `rate`.
    #[must_use]
    pub fn new(rate: u32) -> Meter {
        Meter(EbuR128::new(2, rate, Mode::I | Mode::HISTOGRAM).ok())
    }

    /// Adds frames, each a left and a right sample.
    pub fn add(&mut self, frames: &[[f32; 2]]) {
        if let Some(meter) = &mut self.0 {
            // This fails only for a number of samples that the channels do not divide.
            let _ = meter.add_frames_f32(frames.as_flattened());
        }
    }

    /// The loudness of all frames so far, in LUFS; `None` for silence.
    #[must_use]
    pub fn integrated(&self) -> Option<f64> {
        let loudness = self.0.as_ref()?.loudness_global().ok()?;
        loudness.is_finite().then_some(loudness)
    }
}

/// The true peak of stereo sound, as a part of full scale.
#[cfg(test)]
pub(crate) fn true_peak(frames: &[[f32; 2]], rate: u32) -> f64 {
    let mut meter = EbuR128::new(2, rate, Mode::TRUE_PEAK).unwrap();
    meter.add_frames_f32(frames.as_flattened()).unwrap();
    meter.true_peak(0).unwrap().max(meter.true_peak(1).unwrap())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reference of EBU Tech 3341: a stereo tone of 1 kHz at -23 dBFS measures -23 LUFS.
    #[test]
    fn the_reference_tone_measures_what_the_standard_says() {
        for rate in [44_100, 48_000] {
            let level = 10f32.powf(-23.0 / 20.0);
            let step = std::f32::consts::TAU * 1_000.0 / rate as f32;
            let tone: Vec<[f32; 2]> = (0..rate * 5).map(|n| [level * (n as f32 * step).sin(); 2]).collect();
            let mut meter = Meter::new(rate);
            assert_eq!(meter.integrated(), None);
            for part in tone.chunks(1_000) {
                meter.add(part);
            }
            let measured = meter.integrated().unwrap();
            assert!((measured + 23.0).abs() < 0.1, "{measured} LUFS at {rate}");
        }
    }
}
