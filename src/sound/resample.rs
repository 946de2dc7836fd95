//! Resamples clips without the images that linear interpolation leaves. The only file that names `rubato`.

use rubato::audioadapter_buffers::direct::SequentialSlice;
use rubato::{Fft, FixedSync, Resampler};

/// The minimum number of frames per transform: the filter's length, and its ringing beyond an edge.
const CHUNK: u32 = 1024;

/// Resamples from `from` to `to` hertz; the first frame stays the first.
#[must_use]
pub fn resampled(samples: &[f32], from: u32, to: u32) -> Vec<f32> {
    if from == to || samples.is_empty() || from == 0 || to == 0 {
        return samples.to_vec();
    }
    // The filter delays by half a chunk. If a chunk has an even number of the rates' common periods, that is a whole
    // number of frames at both rates, and trimming it cuts no frame in half.
    let period = from / common_divisor(from, to);
    let chunk = period * 2 * (CHUNK / 2).div_ceil(period);
    let made = || {
        let (from, to) = (from as usize, to as usize);
        let mut resampler = Fft::new(from, to, chunk as usize, 1, FixedSync::Both).ok()?;
        let input = SequentialSlice::new(samples, 1, samples.len()).ok()?;
        Some(resampler.process_all(&input, samples.len(), None).ok()?.take_data())
    };
    // It rejects only invalid rates and buffer sizes, and these are valid.
    made().unwrap_or_default()
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
}
