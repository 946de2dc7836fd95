//! An exported session, sample by sample, against a mix of the same sounds that is made here from nothing
//! but `show --json` and the files in `sounds/`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::path::{Path, PathBuf};

use person::Person;
use serde_json::Value;

fn repcue(args: &[&str]) -> Vec<u8> {
    let output = Person::new("export").command(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn sound(name: &str) -> Vec<f64> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("sounds/{name}.wav"));
    hound::WavReader::open(path).unwrap().samples::<i16>().map(|s| f64::from(s.unwrap()) / 32_767.0).collect()
}

/// The bend of the limiter above eight tenths of full scale.
fn limited(sample: f64) -> f64 {
    let over = (sample.abs() - 0.8) / 0.2;
    if over <= 0.0 { sample } else { (0.8 + 0.2 * over / (1.0 + over)).copysign(sample) }
}

/// Mixes the cues of a session, each at frame round(at_ms × 48), and compares every sample of the export.
fn every_sample_is_right(args: &[&str]) {
    let wav =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.wav", args.join("-").replace('/', "_")));
    let show: Vec<&str> = ["show", "--json"].iter().chain(args).copied().collect();
    let timeline: Value = serde_json::from_slice(&repcue(&show)).unwrap();
    let export: Vec<&str> =
        ["export", "-o", wav.to_str().unwrap(), "--volume", "90"].iter().chain(args).copied().collect();
    repcue(&export);

    let mut reader = hound::WavReader::open(&wav).unwrap();
    let spec = reader.spec();
    assert_eq!((spec.sample_rate, spec.channels, spec.bits_per_sample), (48_000, 2, 16));
    let samples: Vec<i16> = reader.samples::<i16>().map(Result::unwrap).collect();
    let length = (timeline["duration_ms"].as_f64().unwrap() * 48.0).round() as usize;
    assert_eq!(samples.len(), length * 2);

    let mut mix = vec![[0.0f64; 2]; length];
    let mut cues = 0;
    for cue in timeline["cues"].as_array().unwrap() {
        let kind = cue["kind"].as_str().unwrap();
        if kind == "say" {
            continue;
        }
        cues += 1;
        let first = (cue["at_ms"].as_f64().unwrap() * 48.0).round() as usize;
        let gains = match cue["side"].as_str() {
            Some("left") => [1.7, 0.3],
            Some("right") => [0.3, 1.7],
            _ => [1.0, 1.0],
        };
        for (frame, sample) in mix[first..].iter_mut().zip(sound(kind)) {
            frame[0] += gains[0] * sample;
            frame[1] += gains[1] * sample;
        }
    }
    assert!(cues > 20);
    for (n, (frame, wanted)) in samples.chunks_exact(2).zip(&mix).enumerate() {
        for channel in 0..2 {
            let wanted = limited(wanted[channel] * 0.81) * 32_767.0;
            // The program mixes in 32-bit floats: the last bit of 16 may fall the other way.
            let off = (f64::from(frame[channel]) - wanted).abs();
            assert!(off <= 0.51, "frame {n}, channel {channel}: {} instead of {wanted}", frame[channel]);
        }
    }
}

#[test]
fn a_drill_on_each_side() {
    every_sample_is_right(&["clam-shell", "--reps", "6", "--ready", "3s"]);
}

#[test]
fn a_tempo_that_fits_no_frame() {
    every_sample_is_right(&[
        "bird-dog",
        "--reps",
        "9",
        "--lift",
        "0.346820809s",
        "--hold",
        "0s",
        "--lower",
        "0.3467s",
    ]);
}

#[test]
fn a_routine_with_everything_in_it() {
    every_sample_is_right(&["tests/routines/mixed.toml"]);
}

#[test]
fn a_session_that_no_wav_file_holds_is_refused_before_it_is_written() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("too-long");
    std::fs::create_dir_all(&folder).unwrap();
    let routine = folder.join("long.toml");
    std::fs::write(&routine, "[[exercise]]\nname = 'Lift'\nfor = '7h'\nready = '5s'\n").unwrap();
    let wav = folder.join("long.wav");
    let words = ["export", routine.to_str().unwrap(), "-o", wav.to_str().unwrap()];
    let (code, _, told) = Person::new("too-long").repcue(&words);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("longer than a WAV file can be"), "{told}");
    assert!(
        told.contains("holds 6:12:49, in 4 GB") && told.contains("`--rate 42000` makes it fit"),
        "{told}"
    );
    assert!(!wav.exists());
}
