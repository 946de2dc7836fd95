//! The built-in cue sounds: they are what the tool generates, click-free, equally loud and easy to tell apart.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs, path::PathBuf};

use hearing::{hear, note, onsets_at, strength};
use loudness::loudness;
use make_sounds::{NAMES, SAMPLE_RATE, make};

mod hearing;
mod loudness;
#[path = "../../examples/make_sounds.rs"]
#[expect(dead_code, reason = "the tool's own `main` is not called here")]
mod make_sounds;

/// The loudness of every sound but `tick`, in LKFS over the loudest 200 ms.
const LOUDNESS: f64 = -20.0;

/// `tick` only accompanies, second by second.
const TICK_LOUDNESS: f64 = LOUDNESS - 6.0;

/// The name of each sound, its maximum length in milliseconds, and how these tests transcribe it.
const EXPECTED: [(&str, usize, &str); 12] = [
    ("count", 120, "-"),
    ("go", 450, "-.<-"),
    ("lift", 300, "/"),
    ("hold", 300, "-"),
    ("tick", 60, "-"),
    ("lower", 300, "\\"),
    ("rep", 120, "->-"),
    ("half", 450, "-...=-"),
    ("last", 450, "-.=-.=-.=-.=-"),
    ("switch", 700, "-..<-..>-..<-"),
    ("rest", 700, "-..>-..>-"),
    ("done", 1600, "-...<-....=/"),
];

/// One sound as numbers from -1 to 1.
fn sound(name: &str) -> Vec<f64> {
    let samples = make(name).expect("every name has a recipe");
    samples.into_iter().map(|sample| f64::from(sample) / 32_768.0).collect()
}

/// The largest amplitude.
fn peak(samples: &[f64]) -> f64 {
    samples.iter().fold(0.0, |peak, sample| sample.abs().max(peak))
}

/// The folder of the built-in sounds.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("sounds")
}

#[test]
fn every_name_has_a_sound_and_no_other_has() {
    assert_eq!(EXPECTED.map(|(name, ..)| name), NAMES);
    assert!(make("gong").is_none());
}

#[test]
fn the_built_in_files_are_what_the_tool_makes() {
    for name in NAMES {
        let path = folder().join(format!("{name}.wav"));
        let file = hound::WavReader::open(&path).expect("every sound is built in");
        let spec = file.spec();
        assert_eq!((spec.channels, spec.bits_per_sample), (1, 16), "{name}");
        assert_eq!(spec.sample_rate, SAMPLE_RATE, "{name}");
        let built_in: Result<Vec<i16>, _> = file.into_samples().collect();
        assert!(
            built_in.ok() == make(name),
            "{name} differs: `cargo run --locked --example make_sounds` generates it again"
        );
    }
}

#[test]
fn a_sound_begins_at_once_and_ends_at_nothing() {
    for name in NAMES {
        let samples = make(name).expect("every name has a recipe");
        let first = samples.iter().position(|sample| *sample != 0);
        assert!(first.is_some_and(|first| first < 2), "{name} begins at {first:?}");
        assert!(samples[0].abs() <= 2, "{name} begins with a jump to {}", samples[0]);
        assert_eq!(samples.last(), Some(&0), "{name}");
        // A sharp onset: half of the first stroke's height is reached within 6 ms.
        let opening = sound(name)[..50 * 48 - 1].to_vec();
        let rise = opening.iter().position(|sample| sample.abs() > peak(&opening) / 2.0);
        assert!(rise.is_some_and(|rise| rise < 6 * 48), "{name} rises at {rise:?}");
    }
}

#[test]
fn a_sound_keeps_to_its_length_and_leaves_room_to_mix() {
    for (name, longest, _) in EXPECTED {
        let samples = sound(name);
        assert!(samples.len() <= longest * 48, "{name} has {} frames", samples.len());
        let peak = peak(&samples);
        assert!((0.1..=0.45).contains(&peak), "{name} peaks at {peak:.3}");
    }
}

#[test]
fn nothing_clicks_and_nothing_pushes_the_cone() {
    for name in NAMES {
        let samples = sound(name);
        let mean = samples.iter().sum::<f64>() / samples.len() as f64;
        assert!(mean.abs() < 1.0 / 32_768.0, "{name} has a mean of {mean:e}");
        // A jump would show as a third difference far above what the highest partial makes.
        let bend = |part: &[f64]| part[3] - 3.0 * part[2] + 3.0 * part[1] - part[0];
        let silence = [0.0; 3];
        let padded = [&silence, samples.as_slice(), &silence].concat();
        let sharpest = padded.windows(4).map(|part| bend(part).abs()).fold(0.0, f64::max);
        let sharpest = sharpest / peak(&samples);
        assert!(sharpest < 0.06, "{name} bends by {sharpest:.3} of its peak");
    }
}

#[test]
fn all_are_equally_loud() {
    let mut wrong = Vec::new();
    for name in NAMES {
        let wanted = if name == "tick" { TICK_LOUDNESS } else { LOUDNESS };
        let off = loudness(&sound(name)) - wanted;
        // Closer than the half decibel that anybody could hear, because the levels are simply set.
        if off.abs() > 0.05 {
            let factor = 10f64.powf(-off / 20.0);
            wrong.push(format!("{name} is {off:+.2} dB off: multiply its level by {factor:.4}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Speech is heard over ticks; no other cue overlaps it.
#[test]
fn every_cue_is_well_above_speech_during_work() {
    let speech =
        repcue::sound::voice::normalize::LOUDNESS + 20.0 * f64::from(repcue::score::OVER_WORK).log10();
    for name in NAMES {
        let samples = sound(name);
        // The loudest 50 ms: as long as the shortest sound.
        let power =
            samples.windows(2_400).step_by(48).map(|part| part.iter().map(|sample| sample * sample).sum());
        let level = 10.0 * (power.fold(0.0, f64::max) / 2_400.0).log10();
        assert!(level >= speech + 6.0, "{name}: {level} dB, speech {speech} dB");
    }
}

#[test]
fn the_notes_are_where_small_speakers_and_older_ears_are_good() {
    for name in NAMES {
        let samples = sound(name);
        for millis in (10..hear(&samples).lasts).step_by(30) {
            let note = note(&samples, millis);
            assert!((400.0..=2000.0).contains(&note), "{name} at {millis} ms: {note:.0} Hz");
        }
        let all = |hertz: std::ops::Range<u32>| -> f64 {
            hertz.step_by(10).map(|hertz| strength(&samples, f64::from(hertz)).powi(2)).sum()
        };
        let (low, good) = (all(20..400), all(400..2000));
        assert!(low < good / 100.0, "{name} has {low:.1} below 400 Hz beside {good:.1} above");
    }
}

#[test]
fn each_sound_has_its_rhythm_and_contour() {
    let mut wrong = Vec::new();
    for (name, _, reads) in EXPECTED {
        let heard = hear(&sound(name));
        if heard.reads != reads {
            wrong.push(format!("{name} reads {} at {:?}", heard.reads, heard.onsets));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Pitch is left out on purpose: only how a sound moves and how long it lasts may count.
#[test]
fn no_two_sounds_can_be_confused() {
    let heard = NAMES.map(|name| (name, hear(&sound(name))));
    for (index, (name, one)) in heard.iter().enumerate() {
        for (other_name, other) in &heard[..index] {
            let longer = one.lasts.max(other.lasts) as f64;
            let shorter = one.lasts.min(other.lasts) as f64;
            assert!(
                one.reads != other.reads || longer > 2.0 * shorter,
                "{name} and {other_name} both read {} and last {shorter} and {longer} ms",
                one.reads
            );
        }
    }
}

#[test]
fn a_sound_that_begins_with_a_glide_is_heard_through_it() {
    for (name, hertz) in [("last", 1567.982), ("half", 1318.510)] {
        let alone = sound(name);
        let strokes = onsets_at(&alone, hertz).len();
        for glide in ["lift", "lower"] {
            let mut mix = alone.clone();
            for (sample, other) in mix.iter_mut().zip(sound(glide)) {
                *sample += other;
            }
            let heard = onsets_at(&mix, hertz);
            assert_eq!(heard.len(), strokes, "{name} in {glide}: {heard:?}");
            let heard = onsets_at(&sound(glide), hertz);
            assert!(heard.len() < strokes, "{glide} alone sounds like {name}: {heard:?}");
            assert!(peak(&mix) * 1.7 < 1.0, "{name} and {glide} to one side are too loud");
        }
    }
}

#[test]
fn the_readme_has_the_measured_values() {
    let readme = fs::read_to_string(folder().join("README.md")).expect("the folder has a readme");
    for name in NAMES {
        let samples = sound(name);
        let row = format!(
            "| `{name}` | {} ms | {:.2} | {:.1} |",
            samples.len() / 48,
            peak(&samples),
            loudness(&samples)
        );
        assert!(readme.contains(&row), "the readme should have this row:\n{row}");
    }
}
