//! Compares an exported session, sample by sample, with a mix made here only from `show --json` and the files in
//! `sounds/`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
#[cfg(unix)]
use std::io::Write;
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::process::{Command, Stdio};

use ebur128::{EbuR128, Mode};
use person::Person;
#[cfg(unix)]
use person::{skips_signal, until};
use serde_json::Value;

fn sound(name: &str) -> Vec<f64> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("sounds/{name}.wav"));
    hound::WavReader::open(path).unwrap().samples::<i16>().map(|s| f64::from(s.unwrap()) / 32_767.0).collect()
}

/// The limiter's curve above eight tenths of full scale.
fn soft_clip(sample: f64) -> f64 {
    let over = (sample.abs() - 0.8) / 0.2;
    if over <= 0.0 { sample } else { (0.8 + 0.2 * over / (1.0 + over)).copysign(sample) }
}

/// Mixes the cues of a session, each at frame round(at_ms × 48), and compares every sample with the export.
fn every_sample_is_right(args: &[&str]) {
    let person = Person::new(&format!("exact-{}", args[0].replace('/', "-")));
    fs::create_dir_all(&person.folder).unwrap();
    let repcue = |args: &[&str]| {
        let (code, said, told) = person.repcue(args);
        assert_eq!(code, 0, "{told}");
        said
    };
    let wav = person.folder.join("exact.wav");
    let show: Vec<&str> = ["show", "--json"].iter().chain(args).copied().collect();
    let timeline: Value = serde_json::from_str(&repcue(&show)).unwrap();
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
            let wanted = soft_clip(wanted[channel] * 0.81) * 32_767.0;
            // The program mixes in 32-bit floats: the last of the 16 bits may be rounded the other way.
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
fn a_session_that_exceeds_the_wav_format_is_refused_before_it_is_written() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("too-long");
    fs::create_dir_all(&folder).unwrap();
    let routine = folder.join("long.toml");
    fs::write(&routine, "[[exercise]]\nname = 'Lift'\nfor = '7h'\nready = '5s'\n").unwrap();
    let wav = folder.join("long.wav");
    let words = ["export", routine.to_str().unwrap(), "-o", wav.to_str().unwrap()];
    let (code, _, told) = Person::new("too-long").repcue(&words);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("too long for a WAV file"), "{told}");
    assert!(
        told.contains("a WAV file (at most 4 GB) holds 6:12:49") && told.contains("use `--rate 42000`"),
        "{told}"
    );
    assert!(!wav.exists());
}

/// A person, and a folder to export to, in which the program runs.
fn exporter(name: &str) -> (Person, PathBuf) {
    let person = Person::new(name);
    let folder = person.folder.join("out");
    fs::create_dir_all(&folder).unwrap();
    (person, folder)
}

/// The arguments of a short export.
const SHORT: [&str; 8] = ["export", "clam-shell", "--reps", "1", "--ready", "0s", "-o", "a.wav"];

/// The names in a folder, in alphabetical order.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The integrated loudness in LUFS and the true peak in decibels of a file.
fn measured(wav: &Path) -> (f64, f64) {
    let mut reader = hound::WavReader::open(wav).unwrap();
    let samples: Vec<i16> = reader.samples::<i16>().map(Result::unwrap).collect();
    let mut meter = EbuR128::new(2, reader.spec().sample_rate, Mode::I | Mode::TRUE_PEAK).unwrap();
    meter.add_frames_i16(&samples).unwrap();
    let peak = meter.true_peak(0).unwrap().max(meter.true_peak(1).unwrap());
    (meter.loudness_global().unwrap(), 20.0 * peak.log10())
}

#[test]
fn an_export_is_as_loud_as_is_asked_for_without_clipping() {
    let (person, folder) = exporter("loudness");
    let export = |name: &str, rest: &[&str]| {
        let wav = folder.join(name);
        let start =
            ["export", "squat", "-o", wav.to_str().unwrap(), "--rate", "24000", "--voice", "built-in"];
        let output = person.command(&[&start, rest].concat()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        let frames = hound::WavReader::open(&wav).unwrap().duration();
        (frames, measured(&wav))
    };
    let (frames, (plain, _)) = export("plain.wav", &[]);
    assert!(plain < -18.0, "{plain} LUFS");
    for wanted in [-23.0, -16.0, -14.0] {
        let (limited, (loudness, peak)) =
            export(&format!("{wanted}.wav"), &["--loudness", &wanted.to_string()]);
        assert_eq!(limited, frames);
        assert!((loudness - wanted).abs() < 0.5, "{loudness} LUFS instead of {wanted}");
        assert!(peak < -1.0, "{peak} dBTP at {wanted} LUFS");
    }
    for wrong in ["-9", "-41", "nan", "loud"] {
        let output =
            person.command(&["export", "squat", "-o", "x.wav", "--loudness", wrong]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn an_existing_file_is_replaced_only_with_force() {
    let (person, folder) = exporter("export-exists");
    fs::write(folder.join("a.wav"), "mine").unwrap();
    fs::write(folder.join("a.svg"), "mine").unwrap();
    let picture = ["show", "clam-shell", "--reps", "1", "--ready", "0s", "--svg", "a.svg"];
    for (words, file) in [(SHORT, "a.wav"), (picture, "a.svg")] {
        let in_folder = |words: &[&str]| person.said(person.command(words).current_dir(&folder));
        let (code, said, told) = in_folder(&words);
        assert_eq!((code, said.as_str()), (2, ""), "{told}");
        assert!(
            told.contains(&format!("`{file}` already exists")) && told.contains("`--force` replaces it"),
            "{told}"
        );
        assert_eq!(fs::read(folder.join(file)).unwrap(), b"mine");
        for force in ["-f", "--force"] {
            fs::write(folder.join(file), "mine").unwrap();
            let (code, said, told) = in_folder(&[&words[..], &[force]].concat());
            assert_eq!((code, told.as_str()), (0, ""));
            assert!(said.contains(file) && said.contains("0:") && said.lines().count() == 1, "{said}");
            assert_ne!(fs::read(folder.join(file)).unwrap(), b"mine");
        }
    }
    assert_eq!(names(&folder), ["a.svg", "a.wav"]);
    let (code, _, told) =
        person.said(person.command(&["show", "clam-shell", "--force"]).current_dir(&folder));
    assert_eq!((code, told.contains("--svg")), (2, true), "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_it_asks_before_it_replaces() {
    let (person, folder) = exporter("export-asks");
    for (answer, code) in [("y\n", 0), ("n\n", 1), ("\n", 1)] {
        fs::write(folder.join("a.wav"), "mine").unwrap();
        let export = person.command(&SHORT);
        let mut script = Command::new("script");
        script.args(["-qefc", &format!("{} {}", person::BINARY, SHORT.join(" ")), "/dev/null"]);
        script.env_clear().envs(export.get_envs().filter_map(|(key, value)| Some((key, value?))));
        script.current_dir(&folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let Ok(mut script) = script.spawn() else { return person::skip("script", "there is no `script`") };
        script.stdin.as_mut().unwrap().write_all(answer.as_bytes()).unwrap();
        let output = script.wait_with_output().unwrap();
        let screen = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(screen.contains("`a.wav` already exists. Replace it? [y/N] "), "{screen}");
        assert_eq!(output.status.code(), Some(code), "{screen}");
        assert_eq!(fs::read(folder.join("a.wav")).unwrap() != b"mine", code == 0, "{screen}");
    }
}

/// A session too long to be exported before a signal arrives.
#[cfg(unix)]
const LONG: [&str; 6] = ["export", "-", "--force", "-o", "a.wav", "--voice=off"];

/// Starts such an export, and waits until it writes.
#[cfg(unix)]
fn begun(person: &Person, folder: &Path) -> std::process::Child {
    begun_with(person, folder, &LONG)
}

/// The same with other arguments.
#[cfg(unix)]
fn begun_with(person: &Person, folder: &Path, words: &[&str]) -> std::process::Child {
    let mut export = person.command(words);
    export.current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut export = export.spawn().unwrap();
    let routine = b"[[exercise]]\nname = 'Lift'\nfor = '6h'\nready = '5s'\n";
    export.stdin.take().unwrap().write_all(routine).unwrap();
    let unfinished = || names(folder).iter().any(|name| name.ends_with(".unfinished"));
    assert!(until(unfinished), "{:?}", names(folder));
    export
}

#[cfg(unix)]
fn signal(child: &std::process::Child, signal: &str) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
}

#[cfg(unix)]
#[test]
fn an_export_that_is_interrupted_leaves_nothing() {
    let (person, folder) = exporter("export-interrupted");
    fs::write(folder.join("a.wav"), "mine").unwrap();
    for (name, code) in [("-INT", 130), ("-TERM", 143), ("-HUP", 129)] {
        // Under `nohup` no hang-up comes.
        if skips_signal(code) {
            continue;
        }
        let export = begun(&person, &folder);
        signal(&export, name);
        let output = export.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{told}");
        assert_eq!(told, "Interrupted: `a.wav` was not written.\n");
        assert_eq!(names(&folder), ["a.wav"], "after {name}");
        assert_eq!(fs::read(folder.join("a.wav")).unwrap(), b"mine");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_export_of_any_format_leaves_nothing() {
    let (person, folder) = exporter("export-interrupted-formats");
    let captions = folder.join("a.lrc");
    let captions = ["--captions", captions.to_str().unwrap()];
    for (name, more) in
        [("a.m4a", &captions[..]), ("a.mp3", &[]), ("a.flac", &captions), ("b.m4a", &["--split"])]
    {
        let words = ["export", "-", "-o", name, "--voice=off", "--loudness=off"];
        let export = begun_with(&person, &folder, &[&words[..], more].concat());
        signal(&export, "-TERM");
        let output = export.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(143), "{name}");
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            format!("Interrupted: `{name}` was not written.\n")
        );
        assert!(names(&folder).is_empty(), "after {name}: {:?}", names(&folder));
    }
}

/// Ctrl-Z suspends it, as any other program.
#[cfg(target_os = "linux")]
#[test]
fn an_export_can_be_suspended_and_continued() {
    let (person, folder) = exporter("export-halted");
    let export = begun(&person, &folder);
    let state = || {
        let stat = fs::read_to_string(format!("/proc/{}/stat", export.id())).unwrap();
        stat.rsplit(") ").next().unwrap().starts_with('T')
    };
    signal(&export, "-TSTP");
    assert!(until(state));
    signal(&export, "-CONT");
    assert!(until(|| !state()));
    signal(&export, "-TERM");
    assert_eq!(export.wait_with_output().unwrap().status.code(), Some(143));
    assert!(names(&folder).is_empty());
}

#[cfg(unix)]
#[test]
fn leftovers_of_a_killed_export_are_removed_by_the_next_one_but_not_files_still_being_written() {
    let (person, folder) = exporter("export-killed");
    let (mut killed, mut living) = (begun(&person, &folder), begun(&person, &folder));
    assert!(until(|| names(&folder).len() == 2));
    signal(&killed, "-STOP");
    signal(&living, "-STOP");
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert_eq!(names(&folder).len(), 2);
    let (code, _, told) = person.said(person.command(&SHORT).current_dir(&folder));
    assert_eq!(code, 0, "{told}");
    let left = names(&folder);
    assert!(left.len() == 2 && left[1] == "a.wav", "the file, and the one still being written: {left:?}");
    living.kill().unwrap();
    living.wait().unwrap();
}

#[cfg(unix)]
#[test]
fn only_regular_files_are_exported_to() {
    let (person, folder) = exporter("export-no-file");
    std::os::unix::fs::symlink("/dev/null", folder.join("a.wav")).unwrap();
    fs::create_dir(folder.join("b.wav")).unwrap();
    let made = Command::new("mkfifo").arg(folder.join("c.wav")).status();
    assert!(made.unwrap().success());
    for (file, kind) in [("a.wav", "a device"), ("b.wav", "a folder"), ("c.wav", "a pipe")] {
        for words in [&["export", "squat", "--force", "-o", file][..], &["show", "--force", "--svg", file]] {
            let (code, said, told) = person.said(person.command(words).current_dir(&folder));
            assert_eq!((code, said.as_str()), (2, ""), "{words:?}: {told}");
            assert!(told.contains(&format!("cannot write `{file}`: it is {kind}, not a file")), "{told}");
        }
    }
    assert_eq!(names(&folder), ["a.wav", "b.wav", "c.wav"]);
}

#[cfg(unix)]
#[test]
fn a_link_and_a_long_name_are_exported_to_and_a_read_only_file_is_not() {
    use std::os::unix::fs::PermissionsExt;
    let (person, folder) = exporter("export-link");
    std::os::unix::fs::symlink("real.wav", folder.join("link.wav")).unwrap();
    let long = format!("{}.wav", "x".repeat(247));
    let export = |file: &str| {
        let words = ["export", "clam-shell", "--reps", "1", "--ready", "0s", "-f", "-o", file];
        person.said(person.command(&words).current_dir(&folder))
    };
    for file in ["link.wav", "link.wav", &long] {
        let (code, _, told) = export(file);
        assert_eq!(code, 0, "{told}");
        assert!(hound::WavReader::open(folder.join(file)).is_ok());
    }
    assert!(folder.join("link.wav").is_symlink());
    fs::set_permissions(folder.join("real.wav"), fs::Permissions::from_mode(0o444)).unwrap();
    let (code, _, told) = export("link.wav");
    assert_eq!((code, told.contains("cannot write `link.wav`: it is read-only")), (2, true), "{told}");
}
