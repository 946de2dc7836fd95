//! How loud a short sound is: the loudest 200 ms by ITU-R BS.1770's K-weighting.
//!
//! The ear adds up energy over about 200 ms, so a shorter sound counts with the silence around it
//! and a longer one by its loudest part. (The standard's own windows, 400 ms and more, are meant
//! for programmes and would favour the longer sounds.)

/// One second-order filter, `b` over `a`, with `a[0]` being 1.
struct Biquad {
    /// The factors of the last three inputs.
    b: [f64; 3],
    /// The factors of the last two outputs.
    a: [f64; 2],
}

/// K-weighting at 48 kHz, as the standard prints it: what the head does to high frequencies, then
/// what the ear loses of low ones.
const K_WEIGHTING: [Biquad; 2] = [
    Biquad {
        b: [1.535_124_859_586_97, -2.691_696_189_406_38, 1.198_392_810_852_85],
        a: [-1.690_659_293_182_41, 0.732_480_774_215_85],
    },
    Biquad { b: [1.0, -2.0, 1.0], a: [-1.990_047_454_833_98, 0.990_072_250_366_21] },
];

/// What the standard adds so that a full-scale tone of 997 Hz measures -3.01.
const OFFSET: f64 = -0.691;

/// 200 ms at 48 kHz.
const WINDOW: usize = 9_600;

/// The loudness of the loudest 200 ms, in LKFS.
pub fn loudness(samples: &[f64]) -> f64 {
    let silence = [0.0; WINDOW];
    let padded = [&silence, samples, &silence].concat();
    let weighted = K_WEIGHTING.iter().fold(padded, |sound, filter| filter.run(&sound));
    let mut energy = 0.0;
    let mut loudest: f64 = 0.0;
    for (frame, sample) in weighted.iter().enumerate() {
        energy += sample * sample;
        if let Some(gone) = frame.checked_sub(WINDOW) {
            energy -= weighted[gone] * weighted[gone];
        }
        loudest = loudest.max(energy);
    }
    OFFSET + 10.0 * (loudest / WINDOW as f64).log10()
}

/// A sound on a speaker that loses what is below a cutoff in hertz: Butterworth, fourth order.
pub fn small_speaker(samples: &[f64], cutoff: f64) -> Vec<f64> {
    // The two sections' Q, 1 / (2 cos(π/8)) and 1 / (2 cos(3π/8)); the factors are the Audio EQ Cookbook's.
    let section = |q: f64| {
        let (sin, cos) = (std::f64::consts::TAU * cutoff / 48_000.0).sin_cos();
        let alpha = sin / (2.0 * q);
        let half = (1.0 + cos) / 2.0 / (1.0 + alpha);
        Biquad {
            b: [half, -2.0 * half, half],
            a: [-2.0 * cos / (1.0 + alpha), (1.0 - alpha) / (1.0 + alpha)],
        }
    };
    [0.541_196_1, 1.306_563].into_iter().fold(samples.to_vec(), |sound, q| section(q).run(&sound))
}

impl Biquad {
    /// The sound after the filter, which begins at rest.
    fn run(&self, sound: &[f64]) -> Vec<f64> {
        let (mut first, mut second) = (0.0, 0.0);
        sound
            .iter()
            .map(|input| {
                let output = self.b[0] * input + first;
                first = self.b[1] * input - self.a[0] * output + second;
                second = self.b[2] * input - self.a[1] * output;
                output
            })
            .collect()
    }
}

/// The measure is the standard's: its reference tone measures what it says.
#[test]
fn the_reference_tone_measures_what_the_standard_says() {
    let step = std::f64::consts::TAU * 997.0 / 48_000.0;
    let tone: Vec<f64> = (0..48_000).map(|frame| (step * f64::from(frame)).sin()).collect();
    let measured = loudness(&tone);
    assert!((measured + 3.01).abs() < 0.05, "measured {measured:.2} LKFS");
}
