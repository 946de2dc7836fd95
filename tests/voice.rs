//! What voices make, measured, and what is said when one fails; through the real program.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use ebur128::{EbuR128, Mode};
use hound::WavReader;

const SENTENCE: &str = "Clam shell. Fifteen reps on each side. Left side first.";

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("voice-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The program, with the person's own voices and with folders of its own for everything else.
fn repcue(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_repcue"))
        .args(args)
        .env("REPCUE_CONFIG_DIR", folder)
        .env("REPCUE_CACHE_DIR", folder)
        .env_remove("REPCUE_VOICE")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
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
    let folder = folder("form");
    for voice in ["built-in", "natural", "espeak-ng", "flite", "say"] {
        let listed = text(&repcue(&folder, &["voice", "list", "--voice", voice]).stdout);
        if !listed.contains(&format!("* {voice}")) || listed.contains(&format!("`{voice}`)")) {
            let _ = writeln!(std::io::stderr(), "skipped: the voice {voice} is not on this machine");
            continue;
        }
        let wav = folder.join(format!("{voice}.wav"));
        let said =
            repcue(&folder, &["voice", "say", SENTENCE, "--voice", voice, "-o", wav.to_str().unwrap()]);
        assert!(said.status.success(), "{voice}: {}", text(&said.stderr));
        assert_eq!(text(&said.stderr), "", "{voice}");
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
    let folder = folder("command");
    let voice = |command: &str| fs::write(folder.join("config.toml"), command).unwrap();
    let wav = folder.join("said.wav");
    let say = || repcue(&folder, &["voice", "say", "Hold", "-o", wav.to_str().unwrap()]);

    let tone = folder.join("tone.wav");
    let built_in =
        repcue(&folder, &["voice", "say", "Lie down", "--voice", "built-in", "-o", tone.to_str().unwrap()]);
    assert!(built_in.status.success());
    // A voice that says everything alike, and notes what it was asked for.
    let copy = folder.join("copy");
    fs::write(
        &copy,
        format!(
            "#!/bin/sh\ncp '{}' \"$2\"\necho \"$1\" >>'{}'\n",
            tone.display(),
            folder.join("told").display()
        ),
    )
    .unwrap();
    voice(&format!(
        "voice = {{ command = [\"sh\", {:?}, \"{{text}}\", \"{{out}}\"] }}",
        copy.display().to_string()
    ));
    if cfg!(unix) {
        let said = say();
        assert_eq!(text(&said.stderr), "");
        assert_eq!(fs::read_to_string(folder.join("told")).unwrap(), "Hold\n");
        let ((rate, samples), (rate_of_tone, tone)) = (heard(&wav), heard(&tone));
        assert_eq!(rate, rate_of_tone);
        assert!(samples.len().abs_diff(tone.len()) < rate as usize / 20, "{} samples", samples.len());
        say();
        assert_eq!(fs::read_to_string(folder.join("told")).unwrap(), "Hold\n", "the second time it was kept");
    }

    voice("voice = { command = [\"no-such-voice\", \"{text}\", \"{out}\"] }");
    let said = say();
    assert!(said.status.success());
    let told = text(&said.stderr);
    assert_eq!(told.matches("no-such-voice").count(), 1, "{told}");
    assert!(told.starts_with("warning: ") && told.contains("speaks instead"), "{told}");
    assert!(!heard(&wav).1.is_empty());
}

#[test]
fn check_tells_what_the_voice_cannot_say() {
    let folder = folder("check");
    let routine = folder.join("own.toml");
    fs::write(&routine, "[[exercise]]\nname = \"ステップ up\"\nreps = 3\n").unwrap();
    let check = || repcue(&folder, &["check", routine.to_str().unwrap(), "--voice", "built-in"]);
    let told = check();
    assert!(told.status.success(), "a warning is no mistake");
    let warning = text(&told.stderr);
    assert!(warning.contains("the voice `built-in` cannot say `ステップ`"), "{warning}");
    assert!(warning.contains("own.toml:2"), "{warning}");
    fs::write(&routine, "[[exercise]]\nname = \"ステップ up\"\nsay = \"Step up\"\nreps = 3\n").unwrap();
    assert_eq!(text(&check().stderr), "", "`say` is said instead");
}

#[test]
fn the_list_tells_how_to_get_a_better_voice() {
    let folder = folder("list");
    let listed = Command::new(env!("CARGO_BIN_EXE_repcue"))
        .args(["voice", "list"])
        .env("REPCUE_DATA_DIR", &folder)
        .env("REPCUE_CONFIG_DIR", &folder)
        .env_remove("REPCUE_VOICE")
        .output()
        .unwrap();
    let listed = text(&listed.stdout);
    assert!(listed.contains("not installed; `repcue voice install` gets it"), "{listed}");
    if cfg!(target_os = "linux") {
        assert!(listed.contains("* built-in"), "{listed}");
    }
}

#[test]
fn a_session_says_once_that_a_better_voice_can_be_had() {
    let folder = folder("hint");
    let hint = |voice: &str| {
        let mut session = Command::new(env!("CARGO_BIN_EXE_repcue"))
            .args(["run", "--no-sound", "--plain", "--voice", voice])
            .env("REPCUE_DATA_DIR", &folder)
            .env("REPCUE_CONFIG_DIR", &folder)
            .env("REPCUE_CACHE_DIR", &folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(session.stdout.take().unwrap()).read_line(&mut line).unwrap();
        session.kill().unwrap();
        text(&session.wait_with_output().unwrap().stderr)
    };
    if cfg!(target_os = "linux") {
        assert_eq!(hint("auto").matches("repcue voice install").count(), 1);
    }
    assert_eq!(hint("built-in"), "", "it was asked for by its name");
}
