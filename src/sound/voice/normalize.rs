//! Normalizes the clips of all voices: trims silence at the edges and makes them equally loud. The only file that names
//! `ebur128`.

use ebur128::{EbuR128, Mode};

use super::SpeechClip;
use crate::sound::resample::{common_divisor, resampled};
use crate::sound::wav::{MonoBuffer, quantised};

/// The loudness of a phrase in its loudest 400 ms, in LUFS (momentary loudness of EBU R 128): as loud as the cue sounds
/// in their loudest 200 ms.
pub const LOUDNESS: f64 = -20.0;
/// The maximum absolute value of a sample.
pub const PEAK: f32 = 0.89;
/// Sound begins and ends where it exceeds this part of the peak: -40 dB.
const EDGE: f32 = 0.01;
/// The margin kept before and after, in seconds, for consonants that begin softly.
const MARGIN: f64 = 0.012;
/// The fade at both edges, in seconds.
const FADE: f64 = 0.005;

/// The sample rate of most devices, in hertz.
const DEVICE_RATE: u32 = 48_000;
/// The replacement for an unusual sample rate, in hertz: it covers the whole range of speech.
const USUAL_RATE: u32 = 24_000;
/// The usual rates share at least this divisor with [`DEVICE_RATE`]; 11,025 shares exactly this. A rate that shares
/// less takes up to 49 MB of weights to resample during mixing, and a program may give each phrase another rate.
const SHARED: u32 = 75;

/// Normalizes the output of a voice; silence becomes empty.
#[must_use]
pub fn normalized(made: &MonoBuffer) -> SpeechClip {
    let rate = made.rate.max(1);
    let trimmed = trimmed(&made.samples, rate);
    let (rate, trimmed) = if common_divisor(rate, DEVICE_RATE) >= SHARED {
        (rate, trimmed)
    } else {
        (USUAL_RATE, resampled(&trimmed, rate, USUAL_RATE))
    };
    let peak = trimmed.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
    let gain = loudness(&trimmed, rate).map_or(1.0, |now| 10f64.powf((LOUDNESS - now) / 20.0) as f32);
    let gain = if peak > 0.0 { gain.min(PEAK / peak) } else { gain };
    let fade = ((f64::from(rate) * FADE) as usize).max(1);
    let last = trimmed.len().saturating_sub(1);
    let samples = trimmed.iter().enumerate().map(|(n, sample)| {
        let edge = (n.min(last - n) as f32 / fade as f32).min(1.0);
        quantised(sample * gain * edge)
    });
    SpeechClip { rate, samples: samples.collect() }
}

/// The part between the first and the last sound.
fn trimmed(samples: &[f32], rate: u32) -> Vec<f32> {
    let usable = |sample: &f32| if sample.is_finite() { *sample } else { 0.0 };
    let samples: Vec<f32> = samples.iter().map(usable).collect();
    let peak = samples.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
    let loud = |sample: &f32| sample.abs() > peak * EDGE && sample.abs() > 1e-4;
    let (Some(first), Some(last)) = (samples.iter().position(loud), samples.iter().rposition(loud)) else {
        return Vec::new();
    };
    let margin = (f64::from(rate) * MARGIN) as usize;
    samples[first.saturating_sub(margin)..(last + margin).min(samples.len())].to_vec()
}

/// The loudest 400 ms, in LUFS; `None` for silence.
#[must_use]
pub fn loudness(samples: &[f32], rate: u32) -> Option<f64> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::wav;

    /// One second of a tone between silences.
    fn tone(level: f32, rate: u32) -> MonoBuffer {
        let silence = vec![0.0; rate as usize / 2];
        let tone = (0..rate).map(|n| level * (n as f32 * 440.0 * std::f32::consts::TAU / rate as f32).sin());
        MonoBuffer {
            rate,
            samples: silence.iter().copied().chain(tone).chain(silence.iter().copied()).collect(),
        }
    }

    #[test]
    fn every_clip_is_trimmed_and_equally_loud() {
        for (level, rate) in [(0.01, 24_000), (0.3, 16_000), (1.0, 48_000)] {
            let clip = normalized(&tone(level, rate));
            let length = clip.samples.len() as f64 / f64::from(rate);
            assert!((1.0..1.03).contains(&length), "{length}");
            let samples: Vec<f32> = clip.samples.iter().map(|value| wav::sample(*value)).collect();
            let loudness = loudness(&samples, rate).unwrap();
            assert!((loudness - LOUDNESS).abs() < 0.1, "{loudness}");
            assert!(samples[0].abs() < 1e-3 && samples[samples.len() - 1].abs() < 1e-3);
            assert!(samples.iter().all(|sample| sample.abs() <= PEAK + 1e-4));
        }
    }

    #[test]
    fn usual_rates_stay_and_others_become_one() {
        for rate in [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000, 192_000] {
            assert_eq!(normalized(&tone(0.3, rate)).rate, rate);
        }
        for rate in [8_001, 22_051, 191_999] {
            let clip = normalized(&tone(0.3, rate));
            assert_eq!(clip.rate, 24_000);
            let seconds = clip.samples.len() as f64 / 24_000.0;
            assert!((1.0..1.03).contains(&seconds), "{seconds}");
            let samples: Vec<f32> = clip.samples.iter().map(|value| wav::sample(*value)).collect();
            let loudness = loudness(&samples, 24_000).unwrap();
            assert!((loudness - LOUDNESS).abs() < 0.1, "{loudness}");
        }
    }

    #[test]
    fn silence_and_invalid_samples_become_empty() {
        assert!(normalized(&MonoBuffer { rate: 24_000, samples: vec![0.0; 1000] }).samples.is_empty());
        assert!(normalized(&MonoBuffer { rate: 24_000, samples: vec![] }).samples.is_empty());
        assert!(normalized(&MonoBuffer { rate: 0, samples: vec![f32::NAN; 10] }).samples.is_empty());
    }
}
