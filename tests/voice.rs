//! What voices make, measured, and what is said when one fails; through the real program.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
use std::path::Path;
use std::process::Command;

use ebur128::{EbuR128, Mode};
use hound::WavReader;
use person::{Person, Said, skip, test_voice};

const SENTENCE: &str = "Clam shell. Fifteen reps on each side. Left side first.";

/// Somebody who wants to hear a voice.
fn listener(name: &str) -> Person {
    let person = Person::new(&format!("voice-{name}"));
    fs::create_dir_all(&person.folder).unwrap();
    person
}

/// The program, with the voice that is the best here.
fn command(person: &Person, args: &[&str]) -> Command {
    let mut command = person.command(args);
    command.env_remove("REPCUE_VOICE");
    command
}

/// The same, with the natural voice if the tests have it.
fn repcue(person: &Person, args: &[&str]) -> Said {
    let mut command = command(person, args);
    if let Some(voice) = test_voice() {
        command.env("REPCUE_DATA_DIR", voice);
    }
    person.said(&mut command)
}

/// A WAV file's rate and samples.
fn heard(path: &Path) -> (u32, Vec<f64>) {
    let mut reader = WavReader::open(path).unwrap();
    let rate = reader.spec().sample_rate;
    assert_eq!(reader.spec().channels, 1);
    (rate, reader.samples::<i16>().map(|sample| f64::from(sample.unwrap()) / 32_767.0).collect())
}

/// The loudest 400 ms, in LUFS.
fn loudest(rate: u32, samples: &[f64]) -> f64 {
    let mut meter = EbuR128::new(1, rate, Mode::M).unwrap();
    let parts = samples.chunks(rate as usize / 100);
    parts.fold(f64::MIN, |loudest, part| {
        meter.add_frames_f64(part).unwrap();
        loudest.max(meter.loudness_momentary().unwrap())
    })
}

#[test]
fn every_voice_gives_the_same_form() {
    let person = listener("form");
    for voice in ["built-in", "natural", "espeak-ng", "flite", "say"] {
        let (_, listed, _) = repcue(&person, &["voice", "list", "--voice", voice]);
        if !listed.contains(&format!("* {voice}")) || listed.contains(&format!("`{voice}`)")) {
            skip(&format!("the voice {voice} is not on this machine"));
            continue;
        }
        let wav = person.folder.join(format!("{voice}.wav"));
        let words = ["voice", "say", SENTENCE, "--voice", voice, "-o", wav.to_str().unwrap()];
        let (code, _, told) = repcue(&person, &words);
        assert_eq!((code, told.as_str()), (0, ""), "{voice}");
        let (rate, samples) = heard(&wav);
        let seconds = samples.len() as f64 / f64::from(rate);
        assert!((2.5..7.0).contains(&seconds), "{voice} takes {seconds} s for ten words");
        let peak = samples.iter().fold(0.0f64, |peak, sample| peak.max(sample.abs()));
        assert!(peak <= 0.9, "{voice} peaks at {peak}");
        let loudness = loudest(rate, &samples);
        assert!((-20.6..-19.4).contains(&loudness), "{voice} is as loud as {loudness} LUFS");
        // Trimmed: no edge is silent for 60 ms; faded: no edge begins or ends with a click.
        let edge = rate as usize * 6 / 100;
        for (name, part) in [("begins", &samples[..edge]), ("ends", &samples[samples.len() - edge..])] {
            let loudest = part.iter().fold(0.0f64, |peak, sample| peak.max(sample.abs()));
            assert!(loudest > 0.003, "{voice} {name} in silence");
        }
        assert!(samples[0].abs() < 0.01 && samples[samples.len() - 1].abs() < 0.01, "{voice} clicks");
    }
}

#[test]
fn a_command_of_ones_own_speaks_and_one_that_fails_is_told_once() {
    let person = listener("command");
    let voice = |command: &str| fs::write(person.folder.join("config.toml"), command).unwrap();
    let wav = person.folder.join("said.wav");
    let say = || repcue(&person, &["voice", "say", "Hold", "-o", wav.to_str().unwrap()]);

    let tone = person.folder.join("tone.wav");
    let words = ["voice", "say", "Lie down", "--voice", "built-in", "-o", tone.to_str().unwrap()];
    assert_eq!(repcue(&person, &words).0, 0);
    // A voice that says everything alike, and notes what it was asked for.
    let copy = person.folder.join("copy");
    let told = person.folder.join("told");
    let script = format!("#!/bin/sh\ncp '{}' \"$2\"\necho \"$1\" >>'{}'\n", tone.display(), told.display());
    fs::write(&copy, script).unwrap();
    voice(&format!(
        "voice = {{ command = [\"sh\", {:?}, \"{{text}}\", \"{{out}}\"] }}",
        copy.display().to_string()
    ));
    if cfg!(unix) {
        assert_eq!(say().2, "");
        assert_eq!(fs::read_to_string(&told).unwrap(), "Hold\n");
        let ((rate, samples), (rate_of_tone, tone)) = (heard(&wav), heard(&tone));
        assert_eq!(rate, rate_of_tone);
        assert!(samples.len().abs_diff(tone.len()) < rate as usize / 20, "{} samples", samples.len());
        say();
        assert_eq!(fs::read_to_string(&told).unwrap(), "Hold\n", "the second time it was kept");
    }

    voice("voice = { command = [\"no-such-voice\", \"{text}\", \"{out}\"] }");
    let (code, _, told) = say();
    assert_eq!(code, 0);
    assert_eq!(told.matches("no-such-voice").count(), 1, "{told}");
    assert!(told.starts_with("warning: ") && told.contains("speaks instead"), "{told}");
    assert!(!heard(&wav).1.is_empty());
}

#[test]
fn check_tells_what_the_voice_cannot_say() {
    let person = listener("check");
    let routine = person.folder.join("own.toml");
    fs::write(&routine, "[[exercise]]\nname = \"ステップ up\"\nreps = 3\n").unwrap();
    let check = || repcue(&person, &["check", routine.to_str().unwrap(), "--voice", "built-in"]);
    let (code, _, warning) = check();
    assert_eq!(code, 0, "a warning is no mistake");
    assert!(warning.contains("the voice `built-in` cannot say `ステップ`"), "{warning}");
    assert!(warning.contains("own.toml:2"), "{warning}");
    fs::write(&routine, "[[exercise]]\nname = \"ステップ up\"\nsay = \"Step up\"\nreps = 3\n").unwrap();
    assert_eq!(check().2, "", "`say` is said instead");
}

#[test]
fn the_list_tells_how_to_get_a_better_voice() {
    let person = listener("list");
    let (_, listed, _) = person.said(&mut command(&person, &["voice", "list"]));
    assert!(listed.contains("not installed; `repcue voice install` gets it"), "{listed}");
    if cfg!(target_os = "linux") {
        assert!(listed.contains("* built-in"), "{listed}");
    }
}

#[test]
fn a_session_says_once_that_a_better_voice_can_be_had() {
    let person = listener("hint");
    let hint = |voice: &str| {
        let session = person.session(&["run", "--voice", voice]);
        session.signal("-TERM");
        session.end().2
    };
    if cfg!(target_os = "linux") {
        assert_eq!(hint("auto").matches("repcue voice install").count(), 1);
    }
    assert_eq!(hint("built-in"), "", "it was asked for by its name");
}
