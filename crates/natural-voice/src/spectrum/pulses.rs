//! The pulse train: the sound of the vocal cords, without the harmonics that would alias.

use super::{HOP, SAMPLE_RATE, quick};

/// A pitch of at most this, in hertz, is unvoiced.
const MIN_PITCH: f32 = 40.0;
/// Harmonics above this, in hertz, are left out.
const MAX_HARMONIC: f32 = 11_000.0;

/// The samples of the pulse train for a pitch curve (hertz, one number per frame): every harmonic below 11 kHz at amplitude one,
/// `Σ cos(h·t) = sin((H + ½)·t) / (2·sin(t/2)) − ½` for `h = 1..=H`, and silence where it is unvoiced.
pub(super) fn pulse_train(f0: &[f32]) -> Vec<f32> {
    let mut samples = vec![0.0; f0.len() * HOP];
    // In turns, and in double precision because the rounding errors of a phrase add up.
    let mut phase = 0.0_f64;
    for (frame, samples) in samples.chunks_exact_mut(HOP).enumerate() {
        let mut pitches = [0.0_f32; HOP];
        let mut turns = [0.0_f32; HOP];
        let pitch_at = pitch_in(f0, frame);
        for (sample, (pitch, turn)) in pitches.iter_mut().zip(&mut turns).enumerate() {
            *pitch = pitch_at(sample);
            phase += f64::from(pitch.clamp(MIN_PITCH, MAX_HARMONIC) * (1.0 / SAMPLE_RATE as f32));
            if phase >= 1.0 {
                phase -= 1.0;
            }
            *turn = phase as f32;
        }
        if pitches.iter().any(|pitch| *pitch > MIN_PITCH) {
            for ((sample, pitch), turn) in samples.iter_mut().zip(pitches).zip(turns) {
                *sample = if pitch > MIN_PITCH { pulse(turn, pitch) } else { 0.0 };
            }
        }
    }
    samples
}

/// One sample of the pulse train, at a phase in turns.
fn pulse(turns: f32, pitch: f32) -> f32 {
    // The cast truncates, which vectorises; `floor` may be a call.
    let harmonics = (MAX_HARMONIC / pitch) as i32 as f32 + 0.5;
    let (half, _) = quick::sin_cos(0.5 * turns);
    let (sine, _) = quick::sin_cos(harmonics * turns);
    let below = 2.0 * half;
    // At the pulse itself the quotient is 0/0, and its limit is the number of harmonics and a half.
    if below.abs() <= 2e-3 { harmonics - 0.5 } else { sine / below - 0.5 }
}

/// The pitch at each sample of a frame, interpolated linearly between the centres of frames.
fn pitch_in(f0: &[f32], frame: usize) -> impl Fn(usize) -> f32 {
    let here = f0[frame];
    let before = f0[frame.saturating_sub(1)];
    let after = f0[(frame + 1).min(f0.len() - 1)];
    move |sample| {
        let place = (sample as f32 + 0.5) / HOP as f32 - 0.5;
        let neighbour = if place < 0.0 { before } else { after };
        here + (neighbour - here) * place.abs()
    }
}
