//! A clip: samples to mix, either at the sample rate of the score, or packed as 16 bits at their own rate.
//!
//! An hour of speech would be a gigabyte of samples ready to mix. Packed, it takes an eighth of that and is resampled
//! while it is mixed.

use std::sync::Arc;

use super::resample::ResampleKernel;

/// The value of one step of a 16-bit sample.
const UNIT: f32 = 1.0 / 32_767.0;

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
            Clip::Packed(samples, kernel) => kernel.frames(samples.len()),
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
            Clip::Packed(samples, kernel) => {
                for (n, frame) in out[..count].iter_mut().enumerate() {
                    add(frame, UNIT * kernel.at(samples, first + n));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rubato::audioadapter_buffers::direct::SequentialSlice;
    use rubato::{Fft, FixedSync, Resampler};

    use super::*;
    use crate::sound::wav::{quantised, sample};

    #[test]
    fn a_clip_without_samples_is_empty() {
        assert!(Clip::from(Vec::new()).is_empty());
        assert!(!Clip::from(vec![0.5]).is_empty());
    }

    /// The output of another resampler. A chunk is a whole number of the rates' common periods, so that its delay is a
    /// whole number of frames.
    fn by_rubato(samples: &[f32], from: u32, to: u32) -> Vec<f32> {
        let divisor = |mut a: u32, mut b: u32| {
            while b > 0 {
                (a, b) = (b, a % b);
            }
            a
        };
        let period = from / divisor(from, to);
        let chunk = (period * 2 * 512_u32.div_ceil(period)) as usize;
        let mut resampler = Fft::new(from as usize, to as usize, chunk, 1, FixedSync::Both).unwrap();
        let input = SequentialSlice::new(samples, 1, samples.len()).unwrap();
        resampler.process_all(&input, samples.len(), None).unwrap().take_data()
    }

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
                let wanted = by_rubato(&plain, from, to);
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
    fn nothing_and_next_to_nothing_are_clips_too() {
        for samples in [vec![], vec![1_000], vec![1_000; 3]] {
            let count = samples.len();
            let clip = Clip::Packed(samples.into(), Arc::new(ResampleKernel::new(24_000, 48_000)));
            assert_eq!((clip.len(), mixed(&clip).len()), (count * 2, count * 2));
        }
    }
}
