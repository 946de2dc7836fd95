//! Music through the whole program: in exports, in sessions, and how far cues and speech are above it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
use std::path::{Path, PathBuf};

use ebur128::{EbuR128, Mode};
use person::{Person, until};
use serde_json::Value;

/// The rate of the tracks.
const RATE: u32 = 48_000;
/// The rate of exports.
const OUT: u32 = 24_000;

/// Pink noise, whose energy is spread over the octaves as in most music, in stereo. It is Paul Kellet's filter
/// (<https://www.firstpr.com.au/dsp/pink-noise/>, "economy").
fn pink(seconds: u32, level: f32, seed: u64) -> Vec<[f32; 2]> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut states = [[0.0f32; 3]; 2];
    (0..seconds * RATE)
        .map(|_| {
            states.each_mut().map(|state| {
                let white = random.f32() * 2.0 - 1.0;
                state[0] = 0.99765 * state[0] + white * 0.099_046;
                state[1] = 0.963 * state[1] + white * 0.296_516_4;
                state[2] = 0.57 * state[2] + white * 1.052_691_3;
                level * 0.1 * (state[0] + state[1] + state[2] + white * 0.1848)
            })
        })
        .collect()
}

fn write(path: &Path, frames: &[[f32; 2]]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let spec = hound::WavSpec {
        channels: 2,
        sample_rate: RATE,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec).unwrap();
    for sample in frames.as_flattened() {
        writer.write_sample((sample * 32_767.0) as i16).unwrap();
    }
    writer.finalize().unwrap();
}

/// A person with a folder of two tracks, one loud and one soft.
fn listener(name: &str) -> (Person, PathBuf) {
    let person = Person::new(name);
    let folder = person.folder.join("my music");
    write(&folder.join("loud.wav"), &pink(7, 0.9, 1));
    write(&folder.join("soft.wav"), &pink(5, 0.05, 2));
    (person, folder)
}

fn frames(wav: &Path) -> Vec<[f64; 2]> {
    let mut reader = hound::WavReader::open(wav).unwrap();
    let samples: Vec<f64> =
        reader.samples::<i16>().map(|sample| f64::from(sample.unwrap()) / 32_767.0).collect();
    samples.as_chunks::<2>().0.to_vec()
}

/// Exports with these options; returns its frames and what was printed on standard error.
fn exported(person: &Person, words: &[&str]) -> (Vec<[f64; 2]>, String) {
    let wav = person.folder.join("out.wav");
    let export =
        [&["export", "-f", "-o", wav.to_str().unwrap(), "--volume", "80", "--rate", "24000"], words].concat();
    let mut command = person.command(&export);
    let (code, _, told) = person.said(command.env("REPCUE_VOICE", "built-in"));
    assert_eq!(code, 0, "{told}");
    (frames(&wav), told)
}

/// A session with speech before, in and after work, with counts, ticks and every cue of a rep.
const SESSION: &str = "rest='12s'\nsides='each'\n[[exercise]]\nuse='clam-shell'\nreps=4\nlift='2s'\nhold='3s'\n\
                       lower='2s'\nsets=2\n[[exercise]]\nname='Wall sit'\nfor='15s'\n";

/// The mean energy between 300 and 6,000 Hz of frames, by filters of second order.
fn energy(frames: &[[f64; 2]]) -> f64 {
    let pole = |hertz: f64, is_high: bool| {
        // The high-pass and low-pass of the audio EQ cookbook (<https://www.w3.org/TR/audio-eq-cookbook/>), Q = 1/√2.
        let (sin, cos) = (std::f64::consts::TAU * hertz / f64::from(OUT)).sin_cos();
        let whole = 1.0 + sin / std::f64::consts::SQRT_2;
        let b = if is_high { 1.0 + cos } else { 1.0 - cos } / 2.0 / whole;
        let middle = if is_high { -2.0 * b } else { 2.0 * b };
        ([b, middle, b], [-2.0 * cos / whole, (2.0 - whole) / whole])
    };
    let filtered = |sound: Vec<f64>, (b, a): ([f64; 3], [f64; 2])| {
        let (mut x, mut y) = ([0.0; 2], [0.0; 2]);
        let next = |now: f64| {
            let out = b[0] * now + b[1] * x[0] + b[2] * x[1] - a[0] * y[0] - a[1] * y[1];
            (x, y) = ([now, x[0]], [out, y[0]]);
            out
        };
        sound.into_iter().map(next).collect::<Vec<f64>>()
    };
    let channels = [0, 1].map(|channel| {
        let sound = frames.iter().map(|frame| frame[channel]).collect();
        let sound = filtered(filtered(sound, pole(300.0, true)), pole(6_000.0, false));
        sound.iter().map(|sample| sample * sample).sum::<f64>()
    });
    (channels[0] + channels[1]) / frames.len().max(1) as f64
}

/// At the usual volume every phrase and every cue is at least 14 dB above the music, in the band in which both are heard
/// best.
#[test]
fn speech_and_cues_are_at_least_14_db_above_the_music() {
    let (person, music) = listener("signal");
    let routine = person.folder.join("session.toml");
    fs::write(&routine, SESSION).unwrap();
    let routine = routine.to_str().unwrap();
    let (plain, _) = exported(&person, &[routine]);
    let (mixed, told) = exported(&person, &[routine, "--music", music.to_str().unwrap()]);
    assert_eq!((told.as_str(), mixed.len()), ("", plain.len()));
    let music: Vec<[f64; 2]> =
        mixed.iter().zip(&plain).map(|(mixed, plain)| [mixed[0] - plain[0], mixed[1] - plain[1]]).collect();
    let (code, shown, told) =
        person.said(person.command(&["show", "--json", routine]).env("REPCUE_VOICE", "built-in"));
    assert_eq!(code, 0, "{told}");
    let timeline: Value = serde_json::from_str(&shown).unwrap();
    let mut least: Vec<(String, f64, usize)> = Vec::new();
    for cue in timeline["cues"].as_array().unwrap() {
        let kind = cue["kind"].as_str().unwrap();
        let first = (cue["at_ms"].as_f64().unwrap() * 24.0) as usize;
        // A sound is judged by its beginning, in which it is recognized; a phrase as a whole.
        let length = if kind == "say" { (cue["length_ms"].as_f64().unwrap() * 24.0) as usize } else { 2_400 };
        let span = first..(first + length).min(plain.len());
        let above = 10.0 * (energy(&plain[span.clone()]) / energy(&music[span]).max(1e-12)).log10();
        match least.iter_mut().find(|(known, ..)| known == kind) {
            Some((_, least, count)) => (*least, *count) = (least.min(above), *count + 1),
            None => least.push((kind.to_owned(), above, 1)),
        }
    }
    println!("{least:.1?}");
    assert!(least.len() > 6, "{least:?}");
    for (kind, above, _) in &least {
        assert!(*above >= 14.0, "{kind}: {above:.1} dB above the music");
    }
    // It is not simply silent: where nobody speaks for long, it has its loudness, less the volume of 80, which is 3.9 dB.
    let mut meter = EbuR128::new(2, OUT, Mode::M).unwrap();
    let loudest = music.chunks(2_400).fold(f64::NEG_INFINITY, |loudest: f64, part| {
        meter.add_frames_f64(part.as_flattened()).unwrap();
        loudest.max(meter.loudness_momentary().unwrap())
    });
    assert!((-35.5..-32.0).contains(&loudest), "{loudest} LUFS");
}

#[test]
fn an_export_with_music_is_the_same_each_time_and_without_it_as_before() {
    let (person, music) = listener("export");
    let music = music.to_str().unwrap();
    let (first, _) = exported(&person, &["squat", "--reps=2", "--music", music]);
    let (second, _) = exported(&person, &["squat", "--reps=2", "--music", music]);
    assert!(first == second);
    let (off, _) = exported(&person, &["squat", "--reps=2", "--music", music, "--music-volume", "0"]);
    let (none, _) = exported(&person, &["squat", "--reps=2"]);
    assert!(off == none && first.len() == none.len() && first != none);
    // From the settings, relative to their file; `--no-music` overrides them.
    fs::write(person.folder.join("config.toml"), "music = 'my music'\nmusic-volume = 50\n").unwrap();
    let (set, _) = exported(&person, &["squat", "--reps=2"]);
    assert!(set == first);
    let (without, _) = exported(&person, &["squat", "--reps=2", "--no-music"]);
    assert!(without == none);
    // Every pass over the session hears the same music, so its loudness is right.
    let (loud, _) = exported(&person, &["squat", "--reps=2", "--loudness=-16"]);
    let mut meter = EbuR128::new(2, OUT, Mode::I).unwrap();
    meter.add_frames_f64(loud.as_flattened()).unwrap();
    let loudness = meter.loudness_global().unwrap();
    assert!((loudness + 16.0).abs() < 0.5, "{loudness} LUFS");
}

#[test]
fn bad_files_are_warnings_and_no_file_at_all_is_an_error_before_the_session() {
    let (person, music) = listener("bad");
    fs::write(music.join("bad.mp3"), "text").unwrap();
    let (_, told) = exported(&person, &["squat", "--music", music.to_str().unwrap()]);
    let bad = "warning: the music file `OWN/my music/bad.mp3` is neither a WAV, FLAC, MP3, Ogg Vorbis nor M4A file; it is \
               skipped\n";
    assert_eq!(told, bad, "once, though the session is longer than all files");
    let empty = person.folder.join("empty");
    fs::create_dir(&empty).unwrap();
    let drill = ["drill", "squat", "--plain", "--reps=1", "--ready=0s", "--music", empty.to_str().unwrap()];
    let (code, said, told) = person.repcue(&drill);
    assert_eq!((code, said.as_str()), (2, ""), "{told}");
    assert!(told.starts_with("error: there is no music in `OWN/empty`\n"), "{told}");
    assert!(told.contains("repcue plays WAV, FLAC, MP3") && told.contains("`--no-music`"), "{told}");
}

/// In a session without a device, which plays by the clock.
#[cfg(target_os = "linux")]
#[test]
fn a_session_with_music_reports_bad_files_and_turns_the_music_off_and_on_in_little_memory() {
    let (person, _) = listener("session");
    let long = person.folder.join("long");
    // 19 MB, decoded 38 MB: a program that had it in memory could not be overlooked.
    write(&long.join("long.wav"), &pink(100, 0.5, 3));
    fs::write(long.join("bad.ogg"), "OggS").unwrap();
    let begin = |music: &[&str]| {
        let mut command = person.command(&["drill", "glute-bridge", "--for=10m", "--ready=0s", "--plain"]);
        command.args(music).env("ALSA_CONFIG_PATH", "/nowhere").env("PULSE_SERVER", "unix:/nowhere");
        command.env("XDG_RUNTIME_DIR", &person.folder);
        person.begin(&mut command)
    };
    let peak = |session: &person::Session| {
        let status = fs::read_to_string(format!("/proc/{}/status", session.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap()
    };
    let plain = begin(&[]);
    person.until("it plays", |status| status["at_ms"].as_u64().unwrap() > 1_000);
    let without = peak(&plain);
    plain.signal("-TERM");
    plain.end();
    let mut session = begin(&["--music", long.to_str().unwrap()]);
    session.wait_for("bad.ogg");
    for (answer, words) in [("off", "The music is off."), ("on", "The music is on.")] {
        let (code, _, told) = person.repcue(&["ctl", "music"]);
        assert_eq!(code, 0, "{answer}: {told}");
        session.wait_for(words);
    }
    // Once the threads of the track and of the next one have opened the file, they have all that they ever need.
    let pid = session.child.id();
    let opened = || {
        let files = fs::read_dir(format!("/proc/{pid}/fd")).unwrap().flatten();
        files.filter(|file| fs::read_link(file.path()).is_ok_and(|to| to.ends_with("long.wav"))).count()
    };
    assert!(until(|| opened() == 2), "the current track and the next one");
    let more = peak(&session).saturating_sub(without);
    println!("{more} kB more");
    assert!(more < 12_000, "{more} kB more with music");
    session.signal("-TERM");
    let (code, ..) = session.end();
    assert_eq!(code, 143);
}
