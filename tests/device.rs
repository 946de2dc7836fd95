//! The whole device path: rodio, cpal and the sound system, down to the samples that arrive there.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(target_os = "linux")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;
#[path = "shared/server.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod server;

use std::fs;
use std::process::{Child, Command};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use person::{Person, pass, skip, until};
use server::{Server, samples};

/// A rep of two seconds at full volume.
const REP: [&str; 9] = [
    "glute-bridge",
    "--reps=1",
    "--sets=1",
    "--ready=0s",
    "--tempo=1-0-1-0",
    "--volume=100",
    "--voice=off",
    "--count=off",
    "--first=left",
];

/// Ticks, one per second.
const TICKS: [&str; 5] = ["glute-bridge", "--for=12s", "--ready=0s", "--volume=100", "--voice=off"];

/// The same drill, exported.
fn exported(person: &Person, drill: &[&str]) -> Vec<f32> {
    fs::create_dir_all(&person.folder).unwrap();
    let wav = person.folder.join("export.wav");
    let (code, _, told) = person.repcue(&[&["export", "-o", wav.to_str().unwrap()], drill].concat());
    assert_eq!(code, 0, "{told}");
    samples(&fs::read(wav).unwrap())
}

fn drill(words: &[&str]) -> Vec<String> {
    ["drill", "--plain"].iter().chain(words).map(|word| (*word).to_owned()).collect()
}

/// The offset of `wanted` in `heard`, both interleaved stereo, at which they are equal to 16 bits.
fn found(heard: &[f32], wanted: &[f32]) -> Option<usize> {
    let first = heard.iter().position(|sample| sample.abs() > 1e-4)?;
    let onset = wanted.iter().position(|sample| sample.abs() > 1e-4)?;
    (first.checked_sub(onset + 8)?..=first + 8).find(|start| {
        let same = |(a, b): (&f32, &f32)| (a - b).abs() < 1.5 / 32_767.0;
        heard.len() - start >= wanted.len() && heard[*start..].iter().zip(wanted).all(same)
    })
}

/// The test that keeps the machine busy must run alone.
static MACHINE: RwLock<()> = RwLock::new(());

/// A person whose sound goes to an ALSA configuration instead of a sound server.
fn by_alsa(name: &str, config: &str) -> (Person, Command) {
    let person = Person::new(name);
    fs::create_dir_all(&person.folder).unwrap();
    let file = person.folder.join("asound.conf");
    fs::write(&file, config.replace("FOLDER", &person.folder.display().to_string())).unwrap();
    let mut command = person.command(&[]);
    command.env("ALSA_CONFIG_PATH", &file).env("PULSE_SERVER", "unix:/nowhere");
    command.env("XDG_RUNTIME_DIR", &person.folder);
    (person, command)
}

/// ALSA's own `file` device writes the result of the whole path to a WAV file, as fast as it can.
#[test]
fn through_alsa_into_a_file() {
    let _machine = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    let config = "pcm.!default { type file slave.pcm \"null\" file \"FOLDER/heard.wav\" format \"wav\" }\n\
                  pcm.null { type null }\n";
    let (person, mut command) = by_alsa("alsa", config);
    let (code, _, told) = person.said(command.args(drill(&REP)));
    assert_eq!(code, 0, "{told}");
    let heard = person.folder.join("heard.wav");
    if !heard.exists() {
        return skip("alsa", &format!("ALSA has no `file` device here: {}", told.trim()));
    }
    let heard = samples(&fs::read(&heard).unwrap());
    let wanted = exported(&person, &REP);
    let start = found(&heard, &wanted).expect("the device receives exactly the exported samples");
    assert!(start >= 48_000, "half a second of silence comes first");
    assert!(heard[..start].iter().all(|sample| sample.to_bits() == 0));
}

/// ALSA's `null` device plays an hour in seconds: this is detected, and the session continues by the clock.
#[test]
fn a_device_faster_than_real_time_is_abandoned() {
    let _machine = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    let (person, mut command) = by_alsa("fast", "pcm.!default { type null }\n");
    let begun = Instant::now();
    let mut session = person.begin(command.args(drill(&["glute-bridge", "--for=10m", "--ready=0s"])));
    if session.lines.is_empty() {
        return skip("alsa", "ALSA has no `null` device here");
    }
    session.wait_for("the sound device's clock runs too fast; the session continues without sound");
    assert!(begun.elapsed().as_millis() < 2_500, "within a second of its beginning");
    let at = |status: &serde_json::Value| status["at_ms"].as_u64().unwrap();
    let first = person.status();
    if first["state"] != "ended" {
        // The pace of the session against real time: with ALSA's `null` device it would be minutes ahead.
        pass(Duration::from_millis(700));
        let passed = at(&person.status()) - at(&first);
        assert!((500..3_000).contains(&passed), "{passed}");
        session.signal("-TERM");
    }
}

/// A private PulseAudio server whose sink can be recorded.
#[test]
fn through_a_sound_server() {
    let _machine = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    let person = Person::new("pulse");
    let Some(server) = Server::start(&person) else {
        return skip("pulseaudio", "there is no pulseaudio to start");
    };
    let wanted = exported(&person, &REP);
    // Other work on the machine may starve a session of two seconds, so the exact one is looked for in several.
    let exact = (0..5).any(|number| {
        let heard = server.record(&format!("heard-{number}.wav"));
        let (code, _, told) = person.said(server.command(&person).args(drill(&REP)));
        assert_eq!((code, told.as_str()), (0, ""));
        found(&heard.end(wanted.len() * 4), &wanted).is_some()
    });
    assert!(exact, "the server receives exactly the exported samples");
}

/// The device never buffers more than its limit.
#[test]
fn the_device_buffers_as_much_as_requested() {
    let _machine = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    let person = Person::new("latency");
    let Some(server) = Server::start(&person) else {
        return skip("pulseaudio", "there is no pulseaudio to start");
    };
    let held = |options: &[&str]| -> Vec<u32> {
        let session = person.begin(server.command(&person).args(drill(&TICKS)).args(options));
        person.until("it plays", |status| status["at_ms"].as_u64().unwrap() > 500);
        let told = server.pactl(&["list", "sink-inputs"]);
        session.signal("-TERM");
        session.end();
        let number =
            |line: &str| line.trim().strip_prefix("Buffer Latency: ")?.strip_suffix(" usec")?.parse().ok();
        told.lines().filter_map(number).collect()
    };
    let little = held(&["--latency", "20ms"]);
    assert!(little.len() == 1 && little[0] <= 20_000, "{little:?}");
    let usual = held(&[]);
    assert!(usual.len() == 1 && (20_001..=170_000).contains(&usual[0]), "{usual:?}");
}

/// The server is killed during a session and restarted: every cue is heard, and no other.
#[test]
fn a_server_that_is_killed_and_restarted_loses_no_cue() {
    let _machine = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    let person = Person::new("killed-server");
    let Some(mut server) = Server::start(&person) else {
        return skip("pulseaudio", "there is no pulseaudio to start");
    };
    let before = server.record("before.wav");
    let mut session = person.begin(server.command(&person).args(drill(&TICKS)));
    person.until("it has played for a while", |status| status["at_ms"].as_u64().unwrap() > 3_300);
    server.kill();
    let gone = Instant::now();
    session.wait_for("the sound device is gone; the session waits for it");
    // Documented as 600 ms, but the test's own process may have to wait for a processor.
    assert!(gone.elapsed().as_millis() < 3_000);
    let lost = person.status();
    assert_eq!(lost["state"], "lost");
    let before = before.end(0);
    assert_eq!(person.status()["at_ms"], lost["at_ms"], "time stands still");
    server.restart();
    let after = server.record("after.wav");
    session.wait_for("The sound is back.");
    let (code, text, _) = session.end();
    assert_eq!(code, 0, "{text}");
    assert_eq!(text.lines().count(), 5, "an interval, the mat, two lines about the sound, the end: {text}");
    let after = after.end(0);

    let (before, after) = (onsets(&before), onsets(&after));
    let wanted = onsets(&exported(&person, &TICKS)).len();
    assert!(before.len() > 3, "{before:?}");
    // Three counts come first. Then every cue that was not heard before, and at most the interrupted one again.
    let heard = before.len() + after.len() - 3;
    assert!((wanted..=wanted + 1).contains(&heard), "{heard} of {wanted}: {before:?} {after:?}");
}

/// With `--keep-time` the session does not wait for its device.
#[test]
fn a_session_with_keep_time_continues_without_its_device_and_returns_to_it() {
    let _machine = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    let person = Person::new("keep-time");
    let Some(mut server) = Server::start(&person) else {
        return skip("pulseaudio", "there is no pulseaudio to start");
    };
    let words = [&TICKS[..], &["--keep-time"]].concat();
    let mut session = person.begin(server.command(&person).args(drill(&words)));
    person.until("it has begun", |status| status["at_ms"].as_u64().unwrap() > 1_000);
    server.kill();
    session.wait_for("the sound device is gone; the session continues without sound");
    let at = person.status()["at_ms"].as_u64().unwrap();
    person.until("time continues", |status| status["at_ms"].as_u64().unwrap() > at + 500);
    server.restart();
    session.wait_for("The sound is back.");
    assert_eq!(person.status()["state"], "playing", "without a count-in");
    assert_eq!(session.end().0, 0);
}

/// Headphones are plugged in: the server makes them the default device, and the sound moves there.
#[test]
fn the_sound_follows_the_default_device() {
    let _machine = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    let person = Person::new("default");
    let Some(server) = Server::start(&person) else {
        return skip("pulseaudio", "there is no pulseaudio to start");
    };
    let mut session = person.begin(server.command(&person).args(drill(&TICKS)));
    person.until("it plays", |status| status["at_ms"].as_u64().unwrap() > 500);
    let played_by = || {
        let output = server.pactl(&["list", "short", "sink-inputs"]);
        output.split('\t').nth(1).map(str::to_owned)
    };
    let first = played_by().unwrap();
    server.pactl(&["load-module", "module-null-sink", "sink_name=headphones"]);
    server.pactl(&["set-default-sink", "headphones"]);
    assert!(until(|| played_by().is_some_and(|sink| sink != first)));
    let at = person.status()["at_ms"].as_u64().unwrap();
    person.until("it continues there", |status| status["at_ms"].as_u64().unwrap() > at + 500);
    session.signal("-TERM");
    session.wait_for("Stopped at");
    assert_eq!(session.end().0, 143);
}

/// The machine is busy for longer than the buffer can bridge: no cue is lost, and the beat returns to its grid.
#[test]
fn lost_time_is_made_up_in_the_silences() {
    let _machine = MACHINE.write().unwrap_or_else(PoisonError::into_inner);
    let person = Person::new("starved");
    let Some(server) = Server::start(&person) else {
        return skip("pulseaudio", "there is no pulseaudio to start");
    };
    if !Command::new("chrt").args(["-i", "0", "true"]).status().is_ok_and(|status| status.success()) {
        return skip("chrt", "there is no `chrt`");
    }
    let wanted = onsets(&exported(&person, &TICKS));
    // If other work starves it for so long that the device counts as lost, the session continues after a count-in.
    // That is the subject of other tests.
    let attempt = |number: usize| {
        let heard = server.record(&format!("heard-{number}.wav"));
        let text = starved(&person, &server);
        let heard = onsets(&heard.end(0));
        let late = |n: usize| (heard[n] - heard[0]) as i64 / 96 - (wanted[n] - wanted[0]) as i64 / 96;
        if text.contains("the sound device is gone") {
            return None;
        }
        assert_eq!(heard.len(), wanted.len(), "every cue is heard: {heard:?}");
        Some(((0..heard.len()).map(late).max().unwrap(), late(heard.len() - 1)))
    };
    let (most, last) = (0..4).find_map(attempt).expect("a session that keeps its device");
    assert!(most > 100, "it was starved: {most} ms late at most");
    assert!(last.abs() <= 12, "{last} ms late at the end, {most} at most");
}

/// The text of a session that gets, for a second, only the processor time that others leave, which is almost none.
fn starved(person: &Person, server: &Server) -> String {
    let session = person.begin(server.command(person).args(drill(&TICKS)));
    person.until("it has played for a while", |status| status["at_ms"].as_u64().unwrap() > 2_300);
    let policy = |policy: &str| {
        let process = session.child.id().to_string();
        let _ = Command::new("chrt").args(["-a", policy, "-p", "0", &process]).status();
    };
    policy("-i");
    let cores = std::thread::available_parallelism().unwrap().get();
    let busy = || Command::new("timeout").args(["1", "sh", "-c", "while :; do :; done"]).spawn().unwrap();
    let loops: Vec<Child> = (0..2 * cores).map(|_| busy()).collect();
    for mut one in loops {
        one.wait().unwrap();
    }
    // Without root this is refused, and other work on the machine may starve it for the rest of the test.
    policy("-o");
    let (code, text, told) = session.end();
    assert_eq!(code, 0, "{text}");
    text + &told
}

/// The positions of cues: sounds after at least a tenth of a second of silence. They are a second apart, so one that
/// begins less than 0.4 s after another is the rest of a cue that an underrun of a busy machine has cut.
fn onsets(tape: &[f32]) -> Vec<usize> {
    let mut all: Vec<usize> = Vec::new();
    let mut silent = usize::MAX;
    for (at, sample) in tape.iter().enumerate() {
        if sample.abs() <= 1e-4 {
            silent = silent.saturating_add(1);
            continue;
        }
        let start = at & !1;
        if silent > 9_600 && all.last().is_none_or(|last| start - last > 38_400) {
            all.push(start);
        }
        silent = 0;
    }
    all
}

/// A suspended sink stays connected but plays nothing: the loss is reported once, the return once, and no cue is lost.
#[test]
fn a_suspended_device_is_lost_once_and_back_once() {
    let _machine = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    let person = Person::new("suspended");
    let Some(server) = Server::start(&person) else {
        return skip("pulseaudio", "there is no pulseaudio to start");
    };
    let heard = server.record("heard.wav");
    let mut session = person.begin(server.command(&person).args(drill(&TICKS)));
    person.until("it has played for a while", |status| status["at_ms"].as_u64().unwrap() > 3_300);
    server.pactl(&["suspend-sink", "heard", "1"]);
    session.wait_for("the sound device is gone; the session waits for it");
    let lost = person.until("lost", |status| status["state"] == "lost");
    // Long enough for several attempts, none of which may succeed or be reported.
    pass(Duration::from_secs(6));
    let still = person.status();
    assert_eq!((&still["state"], &still["at_ms"]), (&lost["state"], &lost["at_ms"]));
    server.pactl(&["suspend-sink", "heard", "0"]);
    let (code, text, _) = session.end();
    assert_eq!(code, 0, "{text}");
    assert_eq!(text.matches("the sound device is gone").count(), 1, "{text}");
    assert_eq!(text.matches("The sound is back.").count(), 1, "{text}");
    let wanted = onsets(&exported(&person, &TICKS)).len();
    let heard = onsets(&heard.end(0)).len();
    // The three counts, and at most the one sound during which it was lost.
    assert!((wanted + 3..=wanted + 4).contains(&heard), "{heard} of {wanted}");
}

/// Makes ALSA report other buffer sizes for a device.
const SHIM: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
typedef unsigned long frames;
int snd_pcm_hw_params_get_period_size_max(const void *params, frames *value, int *dir) {
    *value = 1024;
    if (dir) *dir = 0;
    return 0;
}
int snd_pcm_hw_params_set_buffer_size_near(void *pcm, void *params, frames *value) {
    int (*real)(void *, void *, frames *) = dlsym(RTLD_NEXT, "snd_pcm_hw_params_set_buffer_size_near");
    return getenv("REFUSES_FIXED") && *value == 2048 ? -22 : real(pcm, params, value);
}
"#;

/// A card that takes at most a thousand frames at a time, and one that rejects every requested size.
#[test]
fn a_device_that_rejects_the_buffer_size_plays_with_its_own() {
    let _machine = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    let config = "pcm.!default { type file slave.pcm \"null\" file \"FOLDER/heard.wav\" format \"wav\" }\n\
                  pcm.null { type null }\n";
    for refuses_fixed in [false, true] {
        let (person, mut command) = by_alsa(if refuses_fixed { "own-size" } else { "small" }, config);
        let (source, shim) = (person.folder.join("shim.c"), person.folder.join("shim.so"));
        fs::write(&source, SHIM).unwrap();
        let made =
            Command::new("cc").args(["-shared", "-fPIC", "-o"]).args([&shim, &source]).arg("-ldl").status();
        if !made.is_ok_and(|status| status.success()) {
            return skip("cc", "there is no C compiler");
        }
        command.env("LD_PRELOAD", &shim);
        if refuses_fixed {
            command.env("REFUSES_FIXED", "1");
        }
        let (code, _, told) = person.said(command.args(drill(&REP)));
        assert_eq!(code, 0, "{told}");
        let heard = person.folder.join("heard.wav");
        if told.contains("file") {
            return skip("alsa", &format!("ALSA has no `file` device here: {}", told.trim()));
        }
        assert!(!told.contains("no sound device"), "{told}");
        let heard = samples(&fs::read(&heard).unwrap());
        // ALSA's `file` device plays faster than time, so the session may abandon it before the end.
        let begins = &exported(&person, &REP)[..48_000];
        assert!(found(&heard, begins).is_some(), "it receives exactly the exported samples");
    }
}

/// Two devices with the same description, such as two identical headsets.
#[test]
fn devices_with_the_same_description_are_told_apart() {
    let _machine = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    let person = Person::new("twins");
    let Some(server) = Server::start(&person) else {
        return skip("pulseaudio", "there is no pulseaudio to start");
    };
    for name in ["dupa", "dupb"] {
        let (name, description) = (format!("sink_name={name}"), "sink_properties=device.description=Headset");
        server.pactl(&["load-module", "module-null-sink", &name, description]);
    }
    let refused = |device: &str| {
        let (code, _, told) =
            person.said(server.command(&person).args(drill(&TICKS)).args(["--device", device]));
        assert_eq!(code, 1, "{told}");
        told
    };
    let told = refused("headset");
    assert!(
        told.contains("cannot play on the device `headset`: several sound devices have this name"),
        "{told}"
    );
    assert!(told.contains("help: choose one of these: Headset (dupa), Headset (dupb)\n"), "{told}");
    let told = refused("nosuch");
    assert!(told.contains("cannot play on the device `nosuch`: no sound device has this name"), "{told}");
    assert!(told.contains("Headset (dupa), Headset (dupb)") && told.contains("(heard)"), "{told}");
    for device in ["dupb", "pulseaudio:dupb"] {
        let session = person.begin(server.command(&person).args(drill(&TICKS)).args(["--device", device]));
        person.until("it plays", |status| status["at_ms"].as_u64().unwrap() > 200);
        let sinks = server.pactl(&["list", "short", "sinks"]);
        let number = sinks.lines().find(|line| line.contains("dupb")).unwrap().split('\t').next().unwrap();
        let inputs = server.pactl(&["list", "short", "sink-inputs"]);
        assert_eq!(inputs.split('\t').nth(1), Some(number), "{inputs}{sinks}");
        session.signal("-TERM");
        assert_eq!(session.end().0, 143);
    }
}
