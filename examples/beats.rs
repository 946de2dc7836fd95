//! Finds the beats of a recording, to a few microseconds: `beats RAW-FILE` prints when each sound begins.
//!
//! The recording is raw audio from a sound server: 48 kHz, stereo, 32-bit floats, no header. Each sound must have at
//! least 0.1 s of silence before it. It is first found by its edge and then, if all sounds are alike, by correlation
//! with the second one (normalised cross-correlation, and a parabola through its peak). `--last` prints when the
//! last sound ends instead. `--frames` reads a 16-bit stereo WAV and prints the exact frame of each sound's first sample
//! that is not zero.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::process::ExitCode;

/// Frames per second.
const RATE: f64 = 48_000.0;
/// Silence before a sound, in frames.
const SILENCE: usize = 4_800;
/// The level above which a sample counts as sound: -46 dB of full scale.
const HEARD: f32 = 0.005;
/// The part of a sound that is correlated: 50 ms.
const PART: usize = 2_400;
/// How far the edge may be off: half a period of the tone that is used.
const NEAR: usize = 24;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let (Some(path), true) = (words.first(), words.iter().any(|word| word == "--frames")) {
        return match frames(path) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    let Some(tape) = words.first().and_then(|path| read(path).ok()) else {
        // If standard error is closed, there is nowhere to report to.
        let _ = writeln!(io::stderr(), "usage: beats FILE [--last|--frames]");
        return ExitCode::from(2);
    };
    let mut out = io::stdout().lock();
    if words.iter().any(|word| word == "--last") {
        let last = tape.iter().rposition(|sample| sample.abs() > HEARD).unwrap_or(0);
        let _ = writeln!(out, "{:.6}", last as f64 / RATE);
        return ExitCode::SUCCESS;
    }
    for beat in beats(&tape) {
        let _ = writeln!(out, "{:.7}", beat / RATE);
    }
    ExitCode::SUCCESS
}

/// Prints the frames at which sound begins, after at least 50 ms of silence, in a WAV file written by repcue.
fn frames(path: &str) -> io::Result<()> {
    let mut file = BufReader::with_capacity(1 << 20, File::open(path)?);
    // The header of a plain 16-bit WAV file.
    let mut header = [0; 44];
    file.read_exact(&mut header)?;
    let rate = u32::from_le_bytes([header[24], header[25], header[26], header[27]]) as usize;
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut at, mut silent) = (0usize, usize::MAX);
    let mut frame = [0; 4];
    while file.read_exact(&mut frame).is_ok() {
        if frame == [0; 4] {
            silent = silent.saturating_add(1);
        } else {
            if silent >= rate / 20 {
                writeln!(out, "{at}")?;
            }
            silent = 0;
        }
        at += 1;
    }
    out.flush()
}

/// The mean of both channels.
fn read(path: &str) -> io::Result<Vec<f32>> {
    let bytes = std::fs::read(path)?;
    let sample = |bytes: &[u8]| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    Ok(bytes.chunks_exact(8).map(|frame| f32::midpoint(sample(&frame[..4]), sample(&frame[4..]))).collect())
}

/// The frames at which sounds begin.
fn beats(tape: &[f32]) -> Vec<f64> {
    let mut edges = Vec::new();
    let mut silent = SILENCE;
    for (at, sample) in tape.iter().enumerate() {
        if sample.abs() > HEARD {
            if silent >= SILENCE {
                edges.push(at);
            }
            silent = 0;
        } else {
            silent += 1;
        }
    }
    let Some(model) = edges.get(1).and_then(|at| tape.get(*at..at + PART)) else {
        return edges.into_iter().map(|at| at as f64).collect();
    };
    edges.into_iter().map(|at| matched(tape, at, model).unwrap_or(at as f64)).collect()
}

/// The frame near its edge at which a sound matches the model best; `None` if it is a different sound.
fn matched(tape: &[f32], edge: usize, model: &[f32]) -> Option<f64> {
    let first = edge.checked_sub(NEAR)?;
    let match_at = |at: usize| -> Option<f64> {
        let part = tape.get(at..at + model.len())?;
        let product =
            |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>();
        Some(product(part, model) / (product(part, part) * product(model, model)).sqrt().max(1e-12))
    };
    let matches: Vec<f64> = (first..=edge + NEAR).map(match_at).collect::<Option<_>>()?;
    let best = (1..matches.len() - 1).max_by(|a, b| matches[*a].total_cmp(&matches[*b]))?;
    let [before, peak, after] = [matches[best - 1], matches[best], matches[best + 1]];
    let curve = before - 2.0 * peak + after;
    let shift = if curve.abs() < 1e-12 { 0.0 } else { 0.5 * (before - after) / curve };
    (peak > 0.9).then(|| (first + best) as f64 + shift)
}
