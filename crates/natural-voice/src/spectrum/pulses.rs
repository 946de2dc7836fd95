//! The voice's source: a train of pulses at the pitch, without the harmonics that would alias.

use super::{HOP, SAMPLE_RATE, quick};

/// Below this pitch, in hertz, a frame has no voice.
const LOWEST: f32 = 40.0;
/// Harmonics above this, in hertz, are left out.
const HIGHEST: f32 = 11_000.0;

/// The pulse train of the pitch curve `f0` (hertz, one value a frame), as samples: every harmonic
/// below 11 kHz at amplitude one, `Σ cos(h·t) = sin((H + ½)·t) / (2·sin(t/2)) − ½` for `h = 1..=H`,
/// and silence where there is no voice.
pub(super) fn pulses(f0: &[f32]) -> Vec<f32> {
    let mut samples = vec![0.0; f0.len() * HOP];
    // The phase in turns; double precision, since its error adds up over the phrase.
    let mut phase = 0.0_f64;
    for (frame, samples) in samples.chunks_exact_mut(HOP).enumerate() {
        let mut pitches = [0.0_f32; HOP];
        let mut turns = [0.0_f32; HOP];
        let pitch_at = pitch_in(f0, frame);
        for (sample, (pitch, turn)) in pitches.iter_mut().zip(&mut turns).enumerate() {
            *pitch = pitch_at(sample);
            phase += f64::from(pitch.clamp(LOWEST, HIGHEST) * (1.0 / SAMPLE_RATE as f32));
            if phase >= 1.0 {
                phase -= 1.0;
            }
            *turn = phase as f32;
        }
        if pitches.iter().any(|pitch| *pitch > LOWEST) {
            for ((sample, pitch), turn) in samples.iter_mut().zip(pitches).zip(turns) {
                *sample = if pitch > LOWEST { pulse(turn, pitch) } else { 0.0 };
            }
        }
    }
    samples
}

/// One sample of the train of a pitch, at a phase in turns.
fn pulse(turns: f32, pitch: f32) -> f32 {
    // A half less than a whole number is cut off: the number of harmonics, without a library's floor.
    let harmonics = (HIGHEST / pitch) as i32 as f32 + 0.5;
    let (half, _) = quick::sin_cos(0.5 * turns);
    let (sine, _) = quick::sin_cos(harmonics * turns);
    let below = 2.0 * half;
    // At the pulse itself both are nought, and the limit is the number of harmonics and a half.
    if below.abs() <= 2e-3 { harmonics - 0.5 } else { sine / below - 0.5 }
}

/// The pitch at each sample of a frame, on straight lines between the middles of the frames.
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
