//! Resamples by a windowed sinc, with one set of weights for each position between two samples.
//!
//! One kernel serves both uses: cues are converted once, when they are read; speech is converted during mixing.

pub mod stream;

use std::f64::consts::PI;
use std::fmt;

use super::wav::RATES;

/// The number of samples on each side of a frame that contribute to it. The filter passes up to 0.45 of the lower rate;
/// its images above half of that rate are at -80 dB.
const REACH: usize = 32;
/// The shape parameter of the Kaiser window, for 80 dB.
const BETA: f64 = 7.86;

/// Resamples `samples` from `from` to `to` hertz; the first frame stays the first.
#[must_use]
pub fn resampled(samples: &[f32], from: u32, to: u32) -> Vec<f32> {
    if from == to || samples.is_empty() || from == 0 || to == 0 {
        return samples.to_vec();
    }
    ResampleKernel::new(from, to).resampled(samples)
}

/// Converts samples of one rate into frames of another.
#[derive(PartialEq)]
pub struct ResampleKernel {
    /// The two rates, divided by their greatest common divisor.
    from: usize,
    to: usize,
    /// The number of samples on each side of a frame.
    reach: usize,
    /// For each position between two samples, the weights of the surrounding samples.
    weights: Box<[f32]>,
}

impl fmt::Debug for ResampleKernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResampleKernel")
            .field("from", &self.from)
            .field("to", &self.to)
            .finish_non_exhaustive()
    }
}

impl ResampleKernel {
    /// A kernel that converts from one sample rate to another. `from` is moved to the nearest of [`RATES`]: every
    /// phrase has one of them, and the weights take at most 64 values for each frame of the higher rate. `to` is the
    /// device's rate, at least 1.
    #[must_use]
    pub fn new(from: u32, to: u32) -> ResampleKernel {
        let from = from.clamp(*RATES.start(), *RATES.end());
        let divisor = common_divisor(from, to);
        let (from, to) = ((from / divisor) as usize, (to / divisor) as usize);
        // For downsampling, the filter has the lower rate's bandwidth and is longer by the same factor.
        let scale = (to as f64 / from as f64).min(1.0);
        let reach = (REACH as f64 / scale).ceil() as usize;
        let mut weights = Vec::with_capacity(to * 2 * reach);
        for place in 0..to {
            let shift = place as f64 / to as f64;
            let at = |n: usize| n as f64 - (reach as f64 - 1.0) - shift;
            let set: Vec<f64> = (0..2 * reach)
                .map(|n| {
                    let cut = 0.95 * scale;
                    sinc(at(n) * cut) * cut * kaiser(at(n) / reach as f64)
                })
                .collect();
            // A constant signal must keep its level at every position.
            let sum: f64 = set.iter().sum();
            weights.extend(set.iter().map(|weight| (weight / sum) as f32));
        }
        ResampleKernel { from, to, reach, weights: weights.into() }
    }

    /// Computes all frames.
    #[must_use]
    pub fn resampled(&self, samples: &[f32]) -> Vec<f32> {
        (0..self.frames(samples.len())).map(|frame| self.at(samples, frame)).collect()
    }

    /// The number of frames for this number of samples.
    #[must_use]
    pub fn frames(&self, samples: usize) -> usize {
        (samples * self.to).div_ceil(self.from)
    }

    /// Computes the sample of a frame, in the unit of `samples`.
    pub(super) fn at<T: Copy + Into<f32>>(&self, samples: &[T], frame: usize) -> f32 {
        let (whole, place) = (frame * self.from / self.to, frame * self.from % self.to);
        let weights = &self.weights[place * 2 * self.reach..][..2 * self.reach];
        // The surrounding samples may extend beyond the beginning or the end.
        let first = whole + 1;
        let before = self.reach.saturating_sub(first);
        let start = (first + before) - self.reach;
        let there = samples.len().saturating_sub(start).min(weights.len() - before);
        let around = samples.get(start..start + there).unwrap_or_default();
        product(&weights[before..before + around.len()], around)
    }
}

/// The dot product, eight terms at a time: summed strictly in order, it could not be vectorised.
fn product<T: Copy + Into<f32>>(weights: &[f32], samples: &[T]) -> f32 {
    let (weights, last_weights) = weights.as_chunks::<8>();
    let (samples, last_samples) = samples.as_chunks::<8>();
    let mut sums = [0.0f32; 8];
    for (weights, samples) in weights.iter().zip(samples) {
        for (sum, (weight, sample)) in sums.iter_mut().zip(weights.iter().zip(samples)) {
            *sum += weight * (*sample).into();
        }
    }
    let last: f32 = last_weights.iter().zip(last_samples).map(|(w, sample)| w * (*sample).into()).sum();
    sums.iter().sum::<f32>() + last
}

fn sinc(x: f64) -> f64 {
    if x.abs() < 1e-9 { 1.0 } else { (PI * x).sin() / (PI * x) }
}

/// The Kaiser window from -1 to 1.
fn kaiser(x: f64) -> f64 {
    if x.abs() > 1.0 { 0.0 } else { bessel(BETA * (1.0 - x * x).sqrt()) / bessel(BETA) }
}

/// The modified Bessel function of the first kind, of order 0, by its series.
fn bessel(x: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for n in 1..60 {
        term *= (x / 2.0 / f64::from(n)).powi(2);
        sum += term;
        if term < sum * f64::EPSILON {
            break;
        }
    }
    sum
}

/// The greatest common divisor (Euclid).
pub(super) fn common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A 1 kHz sine with soft edges.
    fn tone(rate: u32, length: usize) -> Vec<f32> {
        (0..length)
            .map(|n| {
                let edge = (n.min(length - 1 - n) as f32 / 200.0).min(1.0);
                edge * (n as f32 / rate as f32 * 1000.0 * std::f32::consts::TAU).sin()
            })
            .collect()
    }

    #[test]
    fn a_tone_keeps_its_position_and_its_samples() {
        for (from, to) in [(48_000, 44_100), (24_000, 48_000), (16_000, 48_000), (48_000, 96_000)] {
            let made = resampled(&tone(from, from as usize / 5), from, to);
            let wanted = tone(to, to as usize / 5);
            assert_eq!(made.len(), wanted.len(), "{from} to {to}");
            // The soft edges differ because their length is in frames; the middle must not.
            let middle = made.len() / 4..made.len() * 3 / 4;
            let error = middle.map(|n| (made[n] - wanted[n]).abs()).fold(0.0, f32::max);
            assert!(error < 1e-3, "{from} to {to}: {error}");
        }
    }

    #[test]
    fn nothing_and_next_to_nothing_are_resampled_too() {
        assert!(resampled(&[], 48_000, 44_100).is_empty());
        assert_eq!(resampled(&[0.5; 10], 48_000, 24_000).len(), 5);
    }

    #[test]
    fn unusual_rates_allocate_little_memory() {
        for from in [0, 1, 7, 2_000_000_011, u32::MAX] {
            let kernel = ResampleKernel::new(from, 8_000);
            assert!(kernel.weights.len() <= 64 * 192_000, "{from} Hz: {} weights", kernel.weights.len());
        }
    }

    /// Abramowitz and Stegun, Handbook of Mathematical Functions, tables 9.8 and 9.11.
    #[test]
    fn the_bessel_function_has_its_known_values() {
        for (x, value) in [
            (0.0, 1.0),
            (1.0, 1.266_065_877_752_008_4),
            (5.0, 27.239_871_823_604_44),
            (10.0, 2_815.716_628_466_254),
        ] {
            assert!((bessel(x) / value - 1.0f64).abs() < 1e-14, "{x}: {}", bessel(x));
        }
        assert!((kaiser(0.0) - 1.0).abs() < 1e-15);
        assert!((kaiser(1.0) * bessel(BETA) - 1.0).abs() < 1e-15, "its edge is included");
        assert!(kaiser(-1.000_001).to_bits() == 0 && kaiser(1.5).to_bits() == 0);
    }
}
