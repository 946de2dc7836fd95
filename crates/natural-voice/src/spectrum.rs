//! Frames to samples: a pulse train is filtered in the frequency domain, and transformed back into sound. The only file that
//! names `realfft`.
//!
//! For each frame of 300 samples (12.5 ms at 24 kHz) and each of the 601 frequency bins (20 Hz apart) the spectrum is the sum
//! of three parts:
//!
//! ```text
//! exp(min(lh, 7)) · e^(iπ·tanh(theta)) · STFT(pulses(f0))    voiced part: the filtered pulse train
//! exp(min(ln, 7)) · (complex noise of unit variance)         breath and hiss
//! exp(min(lr, 7)) · e^(i·phi)                                the rest, with its own phase
//! ```
//!
//! The samples are the inverse short-time Fourier transform of it. The formulas are from the model's documentation (hibari-tts
//! 0.2.1, `METADATA` and `dsp.py`).

mod noise;
mod pulses;
mod quick;
#[cfg(test)]
mod tests;

use std::f32::consts::TAU;
use std::sync::Arc;

use realfft::num_complex::Complex32;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

use noise::Noise;
use pulses::pulse_train;

/// The sample rate of the voice, in samples per second.
pub const SAMPLE_RATE: u32 = 24_000;
/// Samples in one analysis window.
const WINDOW: usize = 1200;
/// Samples from one frame to the next.
const HOP: usize = 300;
/// Frequency bins of a frame.
pub const BINS: usize = WINDOW / 2 + 1;
/// Numbers in the row of a frame: `lh` of all bins, then `theta`, `ln`, `lr` and `phi`.
pub const ROW: usize = 5 * BINS;

/// The speech network's output for a phrase.
pub struct Frames {
    /// A row of [`ROW`] numbers per frame. `lh`: the logarithm of the voiced part's magnitude; `theta`: its phase before tanh, in
    /// half turns; `ln`: the logarithm of the noise's magnitude; `lr` and `phi`: the logarithm of the rest's magnitude, and its
    /// phase in radians.
    pub table: Vec<f32>,
    /// Pitch in hertz, one number per frame; 0 in unvoiced frames.
    pub f0: Vec<f32>,
}

/// The two Fourier transforms and their window, planned once.
pub struct Spectrum {
    forward: Arc<dyn RealToComplex<f32>>,
    inverse: Arc<dyn ComplexToReal<f32>>,
    /// A periodic Hann window.
    window: Vec<f32>,
}

impl Spectrum {
    /// Plans the transforms.
    pub fn new() -> Spectrum {
        let mut planner = RealFftPlanner::new();
        let hann = |n: usize| 0.5 - 0.5 * (TAU * n as f32 / WINDOW as f32).cos();
        Spectrum {
            forward: planner.plan_fft_forward(WINDOW),
            inverse: planner.plan_fft_inverse(WINDOW),
            window: (0..WINDOW).map(hann).collect(),
        }
    }

    /// The samples of a phrase, 300 per frame, mono at 24 kHz. The same frames with the same seed of the noise give the same
    /// samples. A table that has not one row per `f0` gives no samples.
    pub fn synthesize(&self, frames: &Frames, seed: u64) -> Vec<f32> {
        let count = frames.f0.len();
        if count == 0 || frames.table.len() != count * ROW {
            return Vec::new();
        }
        let source = padded(&pulse_train(&frames.f0));
        let mut noise = Noise::new(seed);
        let mut samples = vec![0.0_f32; (count - 1) * HOP + WINDOW];
        let mut windowed = vec![0.0_f32; WINDOW];
        let mut spectrum = vec![Complex32::default(); BINS];
        let room = self.forward.get_scratch_len().max(self.inverse.get_scratch_len());
        let mut scratch = vec![Complex32::default(); room];
        for (frame, row) in frames.table.chunks_exact(ROW).enumerate() {
            let span = frame * HOP..frame * HOP + WINDOW;
            let weighted = source[span.clone()].iter().zip(&self.window);
            for (to, (sample, weight)) in windowed.iter_mut().zip(weighted) {
                // A unit cosine peaks at half the window's sum, 300: scaled by it, exp(lh) is the magnitude.
                *to = sample * weight * (4.0 / WINDOW as f32);
            }
            let done = self.forward.process_with_scratch(&mut windowed, &mut spectrum, &mut scratch);
            debug_assert!(done.is_ok(), "the buffers have the planned lengths");
            combine(row, &mut spectrum, &mut noise);
            // A real signal has no imaginary part at 0 Hz and at half the sample rate.
            spectrum[0].im = 0.0;
            spectrum[BINS - 1].im = 0.0;
            let done = self.inverse.process_with_scratch(&mut spectrum, &mut windowed, &mut scratch);
            debug_assert!(done.is_ok(), "the buffers have the planned lengths");
            let weighted = windowed.iter().zip(&self.window);
            for (to, (sample, weight)) in samples[span].iter_mut().zip(weighted) {
                *to += sample * weight;
            }
        }
        self.divide_by_windows(&mut samples, count);
        samples.drain(..WINDOW / 2);
        samples.truncate(count * HOP);
        samples
    }

    /// Divides each sample by the sum of the squared windows that overlap there, and by the transforms' gain.
    fn divide_by_windows(&self, samples: &mut [f32], count: usize) {
        let squares: Vec<f32> = self.window.iter().map(|weight| weight * weight).collect();
        for (hop, samples) in samples.chunks_mut(HOP).enumerate() {
            let covering = (0..WINDOW / HOP).filter(|part| hop >= *part && hop - part < count);
            let mut sums = [0.0_f32; HOP];
            for part in covering {
                for (sum, square) in sums.iter_mut().zip(&squares[part * HOP..(part + 1) * HOP]) {
                    *sum += square;
                }
            }
            for (sample, sum) in samples.iter_mut().zip(&sums) {
                *sample /= sum.max(1e-11) * WINDOW as f32;
            }
        }
    }
}

/// Filters the pulse train's spectrum by the row of a frame, and adds the other two parts.
///
/// Each step is a loop of its own, which the compiler can vectorise.
fn combine(row: &[f32], spectrum: &mut [Complex32], noise: &mut Noise) {
    let part = |number: usize| &row[number * BINS..(number + 1) * BINS];
    let gains = |part: &[f32]| -> [f32; BINS] { std::array::from_fn(|bin| quick::exp(part[bin].min(7.0))) };
    let (voiced, noisy, rest) = (gains(part(0)), gains(part(2)), gains(part(3)));
    let (theta, phi) = (part(1), part(4));
    let voiced: [Complex32; BINS] =
        std::array::from_fn(|bin| polar(voiced[bin], 0.5 * quick::tanh(theta[bin])));
    let rest: [Complex32; BINS] = std::array::from_fn(|bin| polar(rest[bin], phi[bin] * (1.0 / TAU)));
    for (bin, value) in spectrum.iter_mut().enumerate() {
        *value = *value * voiced[bin] + noise.complex() * noisy[bin] + rest[bin];
    }
}

/// The complex number of a magnitude and an angle in turns.
#[inline]
fn polar(magnitude: f32, turns: f32) -> Complex32 {
    let (sine, cosine) = quick::sin_cos(turns);
    Complex32::new(magnitude * cosine, magnitude * sine)
}

/// The pulse train with half a window more at each end, mirrored at the first and the last sample.
fn padded(source: &[f32]) -> Vec<f32> {
    let half = WINDOW / 2;
    let last = source.len() as isize - 1;
    let mirrored = |at: isize| {
        let at = at.rem_euclid((2 * last).max(1));
        source[at.min(2 * last - at).max(0) as usize]
    };
    (-(half as isize)..source.len() as isize + half as isize).map(mirrored).collect()
}
