//! Filters of one and two poles, for sound that is processed as a whole.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// The highest corner frequency, as a part of the sample rate.
const HIGHEST: f64 = 0.45;

/// A filter of at most two poles: `b` over `a`, with `a[0]` being 1.
#[derive(Debug, Clone, Copy)]
pub struct Biquad {
    /// The factors of the last three inputs.
    b: [f64; 3],
    /// The factors of the last two outputs.
    a: [f64; 2],
}

impl Biquad {
    /// A high-pass filter of second order (Butterworth): -3 dB at `hertz`, 12 dB per octave below it.
    ///
    /// From Robert Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients" (HPF, Q = 1/√2),
    /// <https://www.w3.org/TR/audio-eq-cookbook/>.
    #[must_use]
    pub fn high_pass(hertz: f64, rate: u32) -> Biquad {
        let (sin, cos) = angle(hertz, rate).sin_cos();
        let alpha = sin / (2.0 * FRAC_1_SQRT_2);
        let whole = 1.0 + alpha;
        let b = (1.0 + cos) / 2.0 / whole;
        Biquad { b: [b, -2.0 * b, b], a: [-2.0 * cos / whole, (1.0 - alpha) / whole] }
    }

    /// A high shelf of first order: 0 dB far below `hertz`, half of `decibels` at it, all of them far above.
    ///
    /// The analog prototype is `(g·s + √g) / (s + √g)`, transformed as in the same cookbook (bilinear, with the corner
    /// in its place).
    #[must_use]
    pub fn high_shelf(hertz: f64, decibels: f64, rate: u32) -> Biquad {
        let gain = 10f64.powf(decibels / 20.0);
        let corner = gain.sqrt() * (angle(hertz, rate) / 2.0).tan();
        let whole = 1.0 + corner;
        Biquad {
            b: [(gain + corner) / whole, (corner - gain) / whole, 0.0],
            a: [(corner - 1.0) / whole, 0.0],
        }
    }

    /// The sound after the filter, which begins at rest.
    pub fn run(self, sound: &[f32]) -> impl Iterator<Item = f32> {
        let Biquad { b, a } = self;
        let (mut first, mut second) = (0.0, 0.0);
        sound.iter().map(move |sample| {
            let input = f64::from(*sample);
            let output = b[0] * input + first;
            first = b[1] * input - a[0] * output + second;
            second = b[2] * input - a[1] * output;
            output as f32
        })
    }
}

/// A frequency as an angle per sample.
fn angle(hertz: f64, rate: u32) -> f64 {
    2.0 * PI * (hertz / f64::from(rate.max(1))).min(HIGHEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The gain of a filter for a tone, in decibels, measured once it has settled.
    fn response(filter: Biquad, hertz: f64, rate: u32) -> f64 {
        let step = 2.0 * PI * hertz / f64::from(rate);
        let tone: Vec<f32> = (0..rate).map(|n| (step * f64::from(n)).sin() as f32).collect();
        let energy = |sound: &[f32]| -> f64 {
            sound[sound.len() / 2..].iter().map(|sample| f64::from(*sample).powi(2)).sum()
        };
        let filtered: Vec<f32> = filter.run(&tone).collect();
        10.0 * (energy(&filtered) / energy(&tone)).log10()
    }

    #[test]
    fn a_high_pass_takes_away_what_is_below_it() {
        for rate in [8_000, 24_000, 48_000] {
            let at = |hertz| response(Biquad::high_pass(200.0, rate), hertz, rate);
            // A Butterworth filter of second order: -10 log10(1 + (200 / f)^4).
            for (hertz, expected) in [(50.0, -24.1), (100.0, -12.3), (200.0, -3.01), (400.0, -0.26)] {
                assert!((at(hertz) - expected).abs() < 0.1, "{} dB at {hertz} Hz of {rate}", at(hertz));
            }
            assert!(at(2_000.0).abs() < 0.01);
        }
    }

    #[test]
    fn a_shelf_raises_what_is_above_it() {
        for rate in [24_000, 48_000] {
            let at = |hertz| response(Biquad::high_shelf(1_500.0, 8.0, rate), hertz, rate);
            assert!(at(50.0).abs() < 0.1, "{}", at(50.0));
            assert!((at(1_500.0) - 4.0).abs() < 0.01, "{}", at(1_500.0));
            assert!((at(10_000.0) - 8.0).abs() < 0.2, "{}", at(10_000.0));
            let rising = [100.0, 400.0, 1_000.0, 2_000.0, 4_000.0, 8_000.0].map(at);
            assert!(rising.is_sorted(), "{rising:?}");
        }
    }

    #[test]
    fn a_corner_that_a_rate_cannot_have_is_no_danger() {
        for rate in [0, 1, 75, 400, 3_000] {
            for filter in [Biquad::high_pass(1_500.0, rate), Biquad::high_shelf(1_500.0, 8.0, rate)] {
                let noise: Vec<f32> = (0..10_000).map(|n| if n * n % 7 < 3 { 1.0 } else { -1.0 }).collect();
                assert!(filter.run(&noise).all(|sample| sample.abs() < 10.0), "{rate}");
            }
        }
    }
}
