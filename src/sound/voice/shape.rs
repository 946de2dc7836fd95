//! Shapes speech so that it is understood through music and noise.
//!
//! Most of the energy of a voice is in its vowels below 1 kHz, and most of what tells words apart is in the consonants
//! above, which are soft. At the same loudness, speech is understood better in noise if the rumble is gone, the
//! consonants are stronger and the level is more even.

use crate::sound::filter::Biquad;

/// Below this there is no speech, only rumble and the boom of a low voice, in hertz.
const RUMBLE: f64 = 180.0;
/// The middle of the slope between vowels and consonants, in hertz.
const CONSONANTS: f64 = 1_500.0;
/// How much the consonants are raised, in decibels.
const RAISED: f64 = 8.0;
/// How much the level is evened out: the gain is the envelope to the power of minus this.
const EVENNESS: f32 = 0.35;
/// The window of the envelope, in seconds: at least one period of a low voice, and shorter than a consonant.
const WINDOW: f64 = 0.02;
/// The lowest envelope that counts, as a part of the highest: below it is breath, or nothing.
const FLOOR: f32 = 0.01;

/// A phrase, shaped. It has the same length, and another loudness.
#[must_use]
pub fn shaped(samples: &[f32], rate: u32) -> Vec<f32> {
    let clear: Vec<f32> = Biquad::high_pass(RUMBLE, rate).run(samples).collect();
    let bright: Vec<f32> = Biquad::high_shelf(CONSONANTS, RAISED, rate).run(&clear).collect();
    evened(bright, rate)
}

/// Evens out the level, by at most `FLOOR` to the power of minus `EVENNESS`, which is 14 dB.
fn evened(mut samples: Vec<f32>, rate: u32) -> Vec<f32> {
    let envelope = envelope(&samples, ((f64::from(rate) * WINDOW) as usize).max(1));
    let highest = envelope.iter().copied().fold(0.0, f32::max);
    if highest > 0.0 {
        for (sample, level) in samples.iter_mut().zip(envelope) {
            *sample *= (level / highest).max(FLOOR).powf(-EVENNESS);
        }
    }
    samples
}

/// The root of the mean square in a window around each sample.
fn envelope(samples: &[f32], window: usize) -> Vec<f32> {
    let half = window / 2;
    let square = |n: usize| samples.get(n).map_or(0.0, |sample| f64::from(*sample).powi(2));
    let mut sum: f64 = (0..half).map(square).sum();
    (0..samples.len())
        .map(|n| {
            sum += square(n + half);
            if let Some(gone) = n.checked_sub(half + 1) {
                sum -= square(gone);
            }
            (sum.max(0.0) / (2 * half + 1) as f64).sqrt() as f32
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f32::consts::TAU;

    const RATE: u32 = 24_000;

    /// Half a second of a tone.
    fn tone(hertz: f32, level: f32) -> Vec<f32> {
        (0..RATE / 2).map(|n| level * (n as f32 * hertz * TAU / RATE as f32).sin()).collect()
    }

    /// The level in decibels, without the edges.
    fn level(samples: &[f32]) -> f32 {
        let middle = &samples[samples.len() / 4..samples.len() * 3 / 4];
        10.0 * (middle.iter().map(|sample| sample * sample).sum::<f32>() / middle.len() as f32).log10()
    }

    #[test]
    fn differences_of_level_become_smaller_by_a_third() {
        let loud_and_soft = [tone(500.0, 0.5), tone(500.0, 0.05)].concat();
        let shaped = shaped(&loud_and_soft, RATE);
        assert_eq!(shaped.len(), loud_and_soft.len());
        let (loud, soft) = shaped.split_at(shaped.len() / 2);
        // 20 dB, times 1 - 0.35.
        let between = level(loud) - level(soft);
        assert!((between - 13.0).abs() < 0.1, "{between} dB");
    }

    #[test]
    fn what_is_next_to_nothing_is_raised_by_no_more_than_14_db() {
        let shaped = shaped(&[tone(500.0, 0.5), tone(500.0, 0.000_5)].concat(), RATE);
        let (loud, soft) = shaped.split_at(shaped.len() / 2);
        let between = level(loud) - level(soft);
        assert!((between - 46.0).abs() < 0.1, "{between} dB");
    }

    #[test]
    fn consonants_are_raised_and_rumble_is_lowered() {
        let gain = |hertz| {
            let tone = tone(hertz, 0.1);
            level(&shaped(&tone, RATE)) - level(&tone)
        };
        let middle = gain(500.0);
        assert!(gain(4_000.0) - middle > 6.0, "{}", gain(4_000.0) - middle);
        assert!(gain(60.0) - middle < -18.0, "{}", gain(60.0) - middle);
    }

    #[test]
    fn silence_stays_silence() {
        assert_eq!(shaped(&[], RATE), [0.0; 0]);
        assert_eq!(shaped(&[0.0; 100], RATE), [0.0; 100]);
    }
}
