//! The sound of made-up frames.

use super::noise::Noise;
use super::pulses::pulse_train;
use super::{BINS, Frames, HOP, ROW, SAMPLE_RATE, Spectrum};

/// Frames of one pitch that have only the voiced part, at magnitude one.
fn voiced(count: usize, pitch: f32) -> Frames {
    let row = [0.0, 0.0, -60.0, -60.0, 0.0].into_iter().flat_map(|part| [part; BINS]);
    let table = row.cycle().take(count * ROW).collect();
    Frames { table, f0: vec![pitch; count] }
}

#[test]
fn pulses_come_at_the_pitch() {
    let samples = pulse_train(&[200.0; 40]);
    let period = SAMPLE_RATE as usize / 200;
    let high = samples.iter().fold(0.0_f32, |high, sample| high.max(*sample));
    let peaks: Vec<usize> = (0..samples.len()).filter(|at| samples[*at] > 0.7 * high).collect();
    assert_eq!(peaks.len(), 40 * HOP / period);
    assert!(peaks.windows(2).all(|pair| pair[1].abs_diff(pair[0]).abs_diff(period) <= 1));
}

#[test]
fn no_pitch_is_silence() {
    assert!(pulse_train(&[0.0; 10]).iter().all(|sample| *sample == 0.0));
}

#[test]
fn an_unfiltered_voice_is_its_pulse_train() {
    let count = 40;
    let made = Spectrum::new().synthesize(&voiced(count, 200.0), 1);
    let source = pulse_train(&vec![200.0; count]);
    assert_eq!(made.len(), count * HOP);
    for at in 4 * HOP..(count - 4) * HOP {
        let wanted = source[at] / 300.0;
        assert!((made[at] - wanted).abs() < 1e-4, "{at}: {} is not {wanted}", made[at]);
    }
}

#[test]
fn noise_has_its_mean_variance_and_seed() {
    let mut noise = Noise::new(7);
    let numbers: Vec<f32> = (0..100_000).map(|_| noise.complex()).flat_map(|z| [z.re, z.im]).collect();
    let mean = numbers.iter().sum::<f32>() / numbers.len() as f32;
    let variance = numbers.iter().map(|x| x * x).sum::<f32>() / numbers.len() as f32;
    assert!(mean.abs() < 0.01 && (variance - 1.0).abs() < 0.02, "{mean} {variance}");
    assert_eq!(Noise::new(7).complex(), Noise::new(7).complex());
    assert_ne!(Noise::new(7).complex(), Noise::new(8).complex());
}

#[test]
fn the_same_seed_gives_the_same_samples() {
    let mut frames = voiced(20, 150.0);
    for row in frames.table.chunks_exact_mut(ROW) {
        row[2 * BINS..3 * BINS].fill(-1.0);
    }
    let spectrum = Spectrum::new();
    assert_eq!(spectrum.synthesize(&frames, 3), spectrum.synthesize(&frames, 3));
    assert_ne!(spectrum.synthesize(&frames, 3), spectrum.synthesize(&frames, 4));
}

#[test]
fn odd_frames_do_not_panic() {
    let spectrum = Spectrum::new();
    assert!(spectrum.synthesize(&voiced(0, 100.0), 1).is_empty());
    assert_eq!(spectrum.synthesize(&voiced(1, 100.0), 1).len(), HOP);
    assert_eq!(spectrum.synthesize(&voiced(17, f32::NAN), 1).len(), 17 * HOP);
    let mut short = voiced(5, 100.0);
    short.table.pop();
    assert!(spectrum.synthesize(&short, 1).is_empty());
}
