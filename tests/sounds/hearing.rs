//! A simple ear: it hears strokes, their notes and how long a sound lasts, and writes them down.
//!
//! A stroke is written `/` when its note rises, `\` when it falls and `-` when it stays. Between
//! two strokes stands `<` for a step up, `>` for a step down, `=` for the same note and, before
//! it, a dot for each full 70 ms from one onset to the next. So `-.>-` is two strokes, the second
//! one lower and soon after the first.

use std::f64::consts::{PI, TAU};

/// Frames per millisecond.
const FRAMES: usize = 48;

/// How far below its loudest a sound is still heard, as a ratio of amplitudes (20 dB).
const AUDIBLE: f64 = 0.1;

/// How much louder than the dip before it a stroke begins, as a ratio of amplitudes (6 dB).
const RISE: f64 = 2.0;

/// Notes nearer than a whole tone count as the same.
const SAME_NOTE: f64 = 1.1;

/// What was heard of one sound.
pub struct Heard {
    /// When each stroke began, in milliseconds.
    pub onsets: Vec<usize>,
    /// For how long anything was heard, in milliseconds.
    pub lasts: usize,
    /// The rhythm and contour, written down.
    pub reads: String,
}

/// Listens to a whole sound.
pub fn hear(samples: &[f64]) -> Heard {
    let envelope = envelope(samples, |_| 1.0);
    let onsets = onsets(&envelope);
    let lasts = lasts(&envelope);
    let mut reads = String::new();
    let mut before = None;
    for (index, &onset) in onsets.iter().enumerate() {
        let end = onsets.get(index + 1).map_or(lasts, |next| next - 10);
        // A fifth of the stroke at each end is where a glide rests.
        let margin = (end - onset) / 5;
        let first = note(samples, onset + margin.max(8));
        let last = note(samples, end - margin);
        if let Some((last_onset, last_note)) = before {
            reads += &".".repeat((onset - last_onset) / 70);
            reads.push(step(last_note, first, ['<', '=', '>']));
        }
        reads.push(step(first, last, ['/', '-', '\\']));
        before = Some((onset, last));
    }
    Heard { onsets, lasts, reads }
}

/// The strokes heard at one note, whatever else sounds.
pub fn onsets_at(samples: &[f64], hertz: f64) -> Vec<usize> {
    let step = TAU * hertz / 48_000.0;
    let turned = |wave: fn(f64) -> f64| envelope_of_sum(samples, move |frame| wave(step * frame as f64));
    let envelope: Vec<f64> =
        turned(f64::sin).iter().zip(turned(f64::cos)).map(|(sine, cosine)| sine.hypot(cosine)).collect();
    onsets(&envelope)
}

/// The strongest note between 100 and 4000 Hz around an instant, in hertz.
pub fn note(samples: &[f64], millis: usize) -> f64 {
    /// Half of the 40 ms listened to.
    const REACH: usize = 20 * FRAMES;
    let centre = millis * FRAMES;
    let around: Vec<f64> = (centre.saturating_sub(REACH)..(centre + REACH).min(samples.len()))
        .map(|frame| {
            let away = frame.abs_diff(centre) as f64 / REACH as f64;
            samples[frame] * (0.5 + 0.5 * (PI * away).cos())
        })
        .collect();
    // Resolution of a third of a semitone.
    (0..192)
        .map(|third| 100.0 * 2f64.powf(f64::from(third) / 36.0))
        .max_by(|one, other| strength(&around, *one).total_cmp(&strength(&around, *other)))
        .unwrap_or_default()
}

/// How strong one frequency is in an interval of sound, by Goertzel's recurrence.
pub fn strength(samples: &[f64], hertz: f64) -> f64 {
    let factor = 2.0 * (TAU * hertz / 48_000.0).cos();
    let (mut now, mut before) = (0.0, 0.0);
    for sample in samples {
        (now, before) = (sample + factor * now - before, now);
    }
    (now * now + before * before - factor * now * before).max(0.0).sqrt()
}

/// One of three signs: the note went up, stayed, or went down.
fn step(from: f64, to: f64, [up, same, down]: [char; 3]) -> char {
    if to > from * SAME_NOTE {
        up
    } else if from > to * SAME_NOTE {
        down
    } else {
        same
    }
}

/// The amplitude at each millisecond, smoothed over 20 ms.
fn envelope(samples: &[f64], weight: impl Fn(usize) -> f64) -> Vec<f64> {
    let squares: Vec<f64> = samples.iter().map(|sample| sample * sample).collect();
    let mut envelope = envelope_of_sum(&squares, weight);
    for value in &mut envelope {
        *value = value.max(0.0).sqrt();
    }
    envelope
}

/// The weighted mean at each millisecond, over 20 ms.
fn envelope_of_sum(samples: &[f64], weight: impl Fn(usize) -> f64) -> Vec<f64> {
    /// Half of the 20 ms.
    const REACH: usize = 10 * FRAMES;
    let window: Vec<f64> =
        (0..2 * REACH).map(|frame| 0.5 - 0.5 * (TAU * frame as f64 / (2 * REACH) as f64).cos()).collect();
    let weighted: Vec<f64> = (0..samples.len()).map(|at| samples[at] * weight(at)).collect();
    let padded = [&[0.0; REACH], weighted.as_slice(), &[0.0; REACH]].concat();
    padded
        .windows(2 * REACH)
        .step_by(FRAMES)
        .map(|part| part.iter().zip(&window).map(|(a, b)| a * b).sum::<f64>() / REACH as f64)
        .collect()
}

/// When each stroke begins: where the envelope, once it has dipped, has risen enough.
fn onsets(envelope: &[f64]) -> Vec<usize> {
    let loudest = envelope.iter().copied().fold(0.0, f64::max);
    let mut onsets = Vec::new();
    // The lowest value since the last stroke, and whether that stroke is still growing.
    let (mut dip, mut growing) = (0.0, false);
    for (millis, pair) in envelope.windows(2).enumerate() {
        let (now, next) = (pair[0], pair[1]);
        if growing {
            growing = next >= now;
            dip = now;
        } else if now < dip {
            dip = now;
        } else if now > dip * RISE && now > loudest * AUDIBLE {
            onsets.push(millis);
            growing = true;
        }
    }
    onsets
}

/// The last millisecond at which anything is heard.
fn lasts(envelope: &[f64]) -> usize {
    let loudest = envelope.iter().copied().fold(0.0, f64::max);
    envelope.iter().rposition(|value| *value > loudest * AUDIBLE).unwrap_or_default()
}
