//! A clip: samples to mix, either at the sample rate of the score, or packed as 16 bits at their own rate.
//!
//! An hour of speech would be a gigabyte of samples ready to mix. Packed, it takes an eighth of that and is resampled
//! during mixing: a windowed sinc, with one set of weights for each position between two samples.

use std::f64::consts::PI;
use std::fmt;
use std::sync::Arc;

use super::resample::common_divisor;
use super::wav::RATES;

/// The number of samples on each side of a frame that contribute to it. The filter passes up to 0.45 of the lower rate,
/// and its images beyond half of that rate are at -80 dB.
const REACH: usize = 32;
/// The shape parameter of the Kaiser window, for 80 dB.
const BETA: f64 = 7.86;

/// Samples to mix. Clones share them.
#[derive(Debug, Clone, PartialEq)]
pub enum Clip {
    /// At the sample rate of the score.
    Ready(Arc<[f32]>),
    /// At their own sample rate.
    Packed(Arc<[i16]>, Arc<ResampleKernel>),
}

impl From<Vec<f32>> for Clip {
    fn from(samples: Vec<f32>) -> Clip {
        Clip::Ready(samples.into())
    }
}

impl Clip {
    /// The length in frames of the score.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Clip::Ready(samples) => samples.len(),
            Clip::Packed(samples, steps) => (samples.len() * steps.to).div_ceil(steps.from),
        }
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds its frames from `first` on to `out`, as many as both have, with a gain for the left and for the right
    /// channel.
    pub fn add_to(&self, first: usize, out: &mut [[f32; 2]], [left, right]: [f32; 2]) {
        let count = self.len().saturating_sub(first).min(out.len());
        let add = |frame: &mut [f32; 2], sample: f32| {
            frame[0] += left * sample;
            frame[1] += right * sample;
        };
        match self {
            Clip::Ready(samples) => {
                for (frame, sample) in out.iter_mut().zip(samples.iter().skip(first)) {
                    add(frame, *sample);
                }
            }
            Clip::Packed(samples, steps) => {
                for (n, frame) in out[..count].iter_mut().enumerate() {
                    add(frame, steps.at(samples, first + n));
                }
            }
        }
    }
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
            weights.extend(set.iter().map(|weight| (weight / sum / 32_767.0) as f32));
        }
        ResampleKernel { from, to, reach, weights: weights.into() }
    }

    /// Computes the sample of a frame.
    fn at(&self, samples: &[i16], frame: usize) -> f32 {
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
fn product(weights: &[f32], samples: &[i16]) -> f32 {
    let (weights, last_weights) = weights.as_chunks::<8>();
    let (samples, last_samples) = samples.as_chunks::<8>();
    let mut sums = [0.0f32; 8];
    for (weights, samples) in weights.iter().zip(samples) {
        for (sum, (weight, sample)) in sums.iter_mut().zip(weights.iter().zip(samples)) {
            *sum += weight * f32::from(*sample);
        }
    }
    let last: f32 = last_weights.iter().zip(last_samples).map(|(w, sample)| w * f32::from(*sample)).sum();
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
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::resample::resampled;
    use crate::sound::wav::{quantised, sample};

    /// A 16-bit tone with soft edges.
    fn tone(rate: u32, hertz: f32) -> Vec<i16> {
        let length = rate as usize / 5;
        let at = |n: usize| {
            let edge = (n.min(length - 1 - n) as f32 / (rate as f32 / 100.0)).min(1.0);
            edge * 0.8 * (n as f32 / rate as f32 * hertz * std::f32::consts::TAU).sin()
        };
        (0..length).map(|n| quantised(at(n))).collect()
    }

    fn mixed(clip: &Clip) -> Vec<f32> {
        let mut out = vec![[0.0; 2]; clip.len() + 10];
        clip.add_to(0, &mut out, [1.0, 0.5]);
        assert!(out.iter().all(|[left, right]| (left - 2.0 * right).abs() < 1e-6));
        assert!(out[clip.len()..].iter().all(|frame| frame[0].to_bits() == 0), "silence after its end");
        out[..clip.len()].iter().map(|frame| frame[0]).collect()
    }

    #[test]
    fn packed_samples_are_what_a_resampler_makes_of_them() {
        for (from, to) in [
            (24_000, 48_000),
            (16_000, 48_000),
            (22_050, 48_000),
            (24_000, 44_100),
            (48_000, 44_100),
            (24_000, 96_000),
        ] {
            for hertz in [200.0, 1_000.0, 6_000.0] {
                let samples = tone(from, hertz);
                let plain: Vec<f32> = samples.iter().map(|s| sample(*s)).collect();
                let wanted = resampled(&plain, from, to);
                let made = mixed(&Clip::Packed(samples.into(), Arc::new(ResampleKernel::new(from, to))));
                assert!(made.len().abs_diff(wanted.len()) <= 1, "{from} to {to}");
                let error = made.iter().zip(&wanted).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
                assert!(error < 2e-3, "{from} to {to}, {hertz} Hz: {error}");
            }
        }
    }

    #[test]
    fn a_constant_level_stays_constant() {
        let made =
            mixed(&Clip::Packed(vec![16_384; 1_000].into(), Arc::new(ResampleKernel::new(24_000, 44_100))));
        assert!(made[100..1_700].iter().all(|sample| (sample - 16_384.0 / 32_767.0).abs() < 1e-5));
    }

    #[test]
    fn a_clip_is_the_same_in_one_piece_and_in_many() {
        let clip = Clip::Packed(tone(24_000, 440.0).into(), Arc::new(ResampleKernel::new(24_000, 44_100)));
        let whole = mixed(&clip);
        let mut parts = vec![[0.0; 2]; clip.len()];
        let mut first = 0;
        for part in parts.chunks_mut(97) {
            clip.add_to(first, part, [1.0, 1.0]);
            first += 97;
        }
        assert!(parts.iter().zip(&whole).all(|(part, whole)| part[0].to_bits() == whole.to_bits()));
    }

    #[test]
    fn unusual_rates_allocate_little_memory() {
        for from in [0, 1, 7, 2_000_000_011, u32::MAX] {
            let steps = ResampleKernel::new(from, 8_000);
            assert!(steps.weights.len() <= 64 * 192_000, "{from} Hz: {} weights", steps.weights.len());
        }
    }

    #[test]
    fn nothing_and_next_to_nothing_are_clips_too() {
        for samples in [vec![], vec![1_000], vec![1_000; 3]] {
            let count = samples.len();
            let clip = Clip::Packed(samples.into(), Arc::new(ResampleKernel::new(24_000, 48_000)));
            assert_eq!((clip.len(), mixed(&clip).len()), (count * 2, count * 2));
        }
    }
}
