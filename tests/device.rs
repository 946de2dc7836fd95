//! The whole device path: rodio, cpal and the sound system, down to the samples that it hears.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(target_os = "linux")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{PoisonError, RwLock};
use std::time::Instant;

use person::{Person, skip, until};

/// A rep of two seconds, as loud as it can be.
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

/// Ticks, one a second.
const TICKS: [&str; 5] = ["glute-bridge", "--for=12s", "--ready=0s", "--volume=100", "--voice=off"];

/// The same drill as a file.
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

/// The samples of a WAV of 16-bit integers or 32-bit floats (which ALSA's `file` device calls integers); the
/// length in its header may be wrong, its writer having been ended.
fn samples(bytes: &[u8]) -> Vec<f32> {
    let mut at = 12;
    let mut bits = 0;
    loop {
        let name = &bytes[at..at + 4];
        let length = u32::from_le_bytes(bytes[at + 4..at + 8].try_into().unwrap()) as usize;
        let body = &bytes[at + 8..];
        if name == b"fmt " {
            bits = body[14];
        }
        if name == b"data" {
            let body = &body[..length.min(body.len())];
            return if bits == 32 {
                body.chunks_exact(4).map(|b| f32::from_le_bytes(b.try_into().unwrap())).collect()
            } else {
                let two = body.chunks_exact(2).map(|b| i16::from_le_bytes([b[0], b[1]]));
                two.map(|sample| f32::from(sample) / 32_767.0).collect()
            };
        }
        at += 8 + length + length % 2;
    }
}

/// Where `wanted` begins in `heard`, both interleaved stereo: the shift at which they are equal to 16 bits.
fn found(heard: &[f32], wanted: &[f32]) -> Option<usize> {
    let first = heard.iter().position(|sample| sample.abs() > 1e-4)?;
    let onset = wanted.iter().position(|sample| sample.abs() > 1e-4)?;
    (first.checked_sub(onset + 8)?..=first + 8).find(|start| {
        let same = |(a, b): (&f32, &f32)| (a - b).abs() < 1.5 / 32_767.0;
        heard.len() - start >= wanted.len() && heard[*start..].iter().zip(wanted).all(same)
    })
}

/// The test that keeps the machine busy does so alone.
static MACHINE: RwLock<()> = RwLock::new(());

/// A person whose sound goes where an ALSA configuration says, and to no sound server.
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

/// ALSA's own `file` device takes the whole path into a WAV, as fast as it can.
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
        return skip(&format!("ALSA has no `file` device here: {}", told.trim()));
    }
    let heard = samples(&fs::read(&heard).unwrap());
    let wanted = exported(&person, &REP);
    let start = found(&heard, &wanted).expect("the device hears exactly what the export has");
    assert!(start >= 48_000, "half a second of silence comes first");
    assert!(heard[..start].iter().all(|sample| sample.to_bits() == 0));
}

/// ALSA's `null` device plays an hour in seconds: it is noticed, and the session keeps time without it.
#[test]
fn a_device_faster_than_time_is_given_up() {
    let _machine = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    let (person, mut command) = by_alsa("fast", "pcm.!default { type null }\n");
    let begun = Instant::now();
    let mut session = person.begin(command.args(drill(&["glute-bridge", "--for=10m", "--ready=0s"])));
    if session.lines.is_empty() {
        return skip("ALSA has no `null` device here");
    }
    session.wait_for("the sound device plays faster than time; the session goes on without sound");
    assert!(begun.elapsed().as_millis() < 2_500, "within a second of its beginning");
    let at = |status: &serde_json::Value| status["at_ms"].as_u64().unwrap();
    let first = person.status();
    if first["state"] != "ended" {
        let later = Instant::now();
        until(|| later.elapsed().as_millis() > 700);
        let passed = at(&person.status()) - at(&first);
        assert!((500..3_000).contains(&passed), "{passed}");
        session.signal("-TERM");
    }
}

/// A private PulseAudio with a sink that can be recorded.
#[test]
fn through_a_sound_server() {
    let _machine = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    let person = Person::new("pulse");
    let Some(server) = Server::start(&person) else { return skip("there is no pulseaudio to start") };
    let heard = server.record("heard.wav");
    let (code, _, told) = person.said(server.command(&person).args(drill(&REP)));
    assert_eq!((code, told.as_str()), (0, ""));
    let wanted = exported(&person, &REP);
    let heard = heard.end(wanted.len() * 4);
    assert!(found(&heard, &wanted).is_some(), "the server hears exactly what the export has");
}

/// The device never holds more than it may.
#[test]
fn the_device_holds_as_much_as_it_is_told() {
    let _machine = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    let person = Person::new("latency");
    let Some(server) = Server::start(&person) else { return skip("there is no pulseaudio to start") };
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

/// The server is killed in the middle and comes back: every cue is heard, and no other.
#[test]
fn a_server_that_is_killed_and_comes_back_costs_no_cue() {
    let _machine = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    let person = Person::new("killed-server");
    let Some(mut server) = Server::start(&person) else { return skip("there is no pulseaudio to start") };
    let before = server.record("before.wav");
    let mut session = person.begin(server.command(&person).args(drill(&TICKS)));
    person.until("it has played for a while", |status| status["at_ms"].as_u64().unwrap() > 3_300);
    server.kill();
    let gone = Instant::now();
    session.wait_for("the sound device is gone; the session waits for it");
    assert!(gone.elapsed().as_millis() < 700);
    let lost = person.status();
    assert_eq!(lost["state"], "lost");
    let before = before.end(0);
    assert_eq!(person.status()["at_ms"], lost["at_ms"], "time stands still");
    server.restart();
    let after = server.record("after.wav");
    session.wait_for("The sound is back.");
    let (code, text, _) = session.end();
    assert_eq!(code, 0, "{text}");
    assert_eq!(text.lines().count(), 4, "two stretches, and two lines of the sound: {text}");
    let after = after.end(0);

    let wanted = exported(&person, &TICKS);
    // What was heard before, up to where it broke off.
    let start = onset(&before, 0).unwrap() - onset(&wanted, 0).unwrap();
    let same = |a: &f32, b: &f32| (a - b).abs() < 1.5 / 32_767.0;
    let heard = before[start..].iter().zip(&wanted).take_while(|(a, b)| same(a, b)).count();
    assert!(heard > 3 * 96_000, "{heard}");
    // What was heard after, from three counts on, is the end of what is wanted.
    let mut count = onset(&after, 0).unwrap();
    for _ in 0..2 {
        let next = onset(&after, count + 48_000).unwrap();
        assert_eq!((next - count) / 2, 48_000, "a second from count to count");
        count = next;
    }
    let begins = onset(&after, count + 48_000).unwrap();
    let again = (0..wanted.len())
        .step_by(2)
        .find(|at| wanted[*at].abs() > 1e-4 && ends_alike(&after[begins..], &wanted[*at..]))
        .expect("the end of the session, exactly");
    assert!(onset(&wanted, heard).unwrap() >= again, "nothing was left out: {heard}, {again}");
    // At most the sound in which it broke off is heard twice.
    let twice = if again < heard { onsets(&wanted[again..heard]).len() } else { 0 };
    assert!(twice <= 1, "{twice}");
}

/// With `--keep-time` the session does not wait for its device.
#[test]
fn a_session_that_keeps_time_goes_on_without_its_device_and_takes_it_again() {
    let _machine = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    let person = Person::new("keep-time");
    let Some(mut server) = Server::start(&person) else { return skip("there is no pulseaudio to start") };
    let words = [&TICKS[..], &["--keep-time"]].concat();
    let mut session = person.begin(server.command(&person).args(drill(&words)));
    person.until("it has begun", |status| status["at_ms"].as_u64().unwrap() > 1_000);
    server.kill();
    session.wait_for("the sound device is gone; the session goes on without sound");
    let at = person.status()["at_ms"].as_u64().unwrap();
    person.until("time goes on", |status| status["at_ms"].as_u64().unwrap() > at + 500);
    server.restart();
    session.wait_for("The sound is back.");
    assert_eq!(person.status()["state"], "playing", "without a count-in");
    assert_eq!(session.end().0, 0);
}

/// Headphones are plugged in: the server makes them the default, and the sound goes there.
#[test]
fn the_sound_follows_the_default_device() {
    let _machine = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
    let person = Person::new("default");
    let Some(server) = Server::start(&person) else { return skip("there is no pulseaudio to start") };
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
    person.until("it goes on there", |status| status["at_ms"].as_u64().unwrap() > at + 500);
    session.signal("-TERM");
    session.wait_for("Stopped at");
    assert_eq!(session.end().0, 143);
}

/// The machine is too busy, for longer than the device can bridge: no cue is lost, and the beat comes back to its grid.
#[test]
fn time_that_was_lost_is_made_good_in_the_silences() {
    let _machine = MACHINE.write().unwrap_or_else(PoisonError::into_inner);
    let person = Person::new("starved");
    let Some(server) = Server::start(&person) else { return skip("there is no pulseaudio to start") };
    let heard = server.record("heard.wav");
    let repcue = server.command(&person);
    // It gets what the others leave it, which is next to nothing.
    let mut command = Command::new("chrt");
    command.args(["-i", "0"]).arg(repcue.get_program()).args(drill(&TICKS));
    command.envs(repcue.get_envs().filter_map(|(key, value)| Some((key, value?))));
    if !Command::new("chrt").args(["-i", "0", "true"]).status().is_ok_and(|status| status.success()) {
        return skip("there is no `chrt`");
    }
    let session = person.begin(&mut command);
    person.until("it has played for a while", |status| status["at_ms"].as_u64().unwrap() > 2_300);
    let cores = std::thread::available_parallelism().unwrap().get();
    let busy = || Command::new("timeout").args(["1", "sh", "-c", "while :; do :; done"]).spawn().unwrap();
    let loops: Vec<Child> = (0..2 * cores).map(|_| busy()).collect();
    for mut one in loops {
        one.wait().unwrap();
    }
    let (code, text, _) = session.end();
    assert_eq!(code, 0, "{text}");
    let wanted = exported(&person, &TICKS);
    let heard = heard.end(wanted.len() * 4);
    let (heard, wanted) = (onsets(&heard), onsets(&wanted));
    assert_eq!(heard.len(), wanted.len(), "every cue is heard: {heard:?}");
    let late = |n: usize| (heard[n] - heard[0]) as i64 / 96 - (wanted[n] - wanted[0]) as i64 / 96;
    let most = (0..heard.len()).map(late).max().unwrap();
    assert!(most > 100, "it was starved: {most} ms late at most");
    let last = late(heard.len() - 1);
    assert!(last.abs() <= 12, "{last} ms late at the end, {most} at most");
}

/// The next sample from a place on that is heard, of a left-right pair.
fn onset(tape: &[f32], from: usize) -> Option<usize> {
    let found = tape.get(from..)?.iter().position(|sample| sample.abs() > 1e-4)?;
    Some((from + found) & !1)
}

/// Where sounds begin that have at least a tenth of a second of silence before them.
fn onsets(tape: &[f32]) -> Vec<usize> {
    let mut all = Vec::new();
    let mut silent = usize::MAX;
    for (at, sample) in tape.iter().enumerate() {
        if sample.abs() > 1e-4 {
            if silent > 9_600 {
                all.push(at & !1);
            }
            silent = 0;
        } else {
            silent = silent.saturating_add(1);
        }
    }
    all
}

/// Whether a tape begins with another one, to 16 bits.
fn ends_alike(tape: &[f32], wanted: &[f32]) -> bool {
    let same = |(a, b): (&f32, &f32)| (a - b).abs() < 1.5 / 32_767.0;
    tape.len() >= wanted.len() && tape.iter().zip(wanted).all(same)
}

/// A private sound server; it does not outlive its test.
struct Server {
    process: Child,
    folder: PathBuf,
}

impl Server {
    fn start(person: &Person) -> Option<Server> {
        fs::create_dir_all(&person.runtime).unwrap();
        restricted(&person.runtime);
        let folder = person.runtime.clone();
        let process = Server::spawn(&folder)?;
        Some(Server { process, folder })
    }

    fn spawn(folder: &Path) -> Option<Child> {
        let socket = folder.join("sound");
        let _ = fs::remove_file(&socket);
        let mut command = Command::new("pulseaudio");
        command.args(["-n", "--daemonize=no", "--system=no", "--exit-idle-time=-1", "--use-pid-file=no"]);
        command.args(["--disable-shm=yes", "-L"]);
        command.arg(format!("module-native-protocol-unix socket={} auth-anonymous=1", socket.display()));
        command.args([
            "-L",
            "module-null-sink sink_name=heard rate=48000 channels=2 format=float32le norewinds=1",
        ]);
        command.env("HOME", folder).env("XDG_RUNTIME_DIR", folder).env_remove("DBUS_SESSION_BUS_ADDRESS");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().ok()?;
        let up = || {
            let mut info = Command::new("pactl");
            info.arg("info").env("PULSE_SERVER", format!("unix:{}", socket.display()));
            info.output().is_ok_and(|output| output.status.success())
        };
        until(up).then_some(process)
    }

    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    fn restart(&mut self) {
        self.process = Server::spawn(&self.folder).unwrap();
    }

    fn address(&self) -> String {
        format!("unix:{}", self.folder.join("sound").display())
    }

    /// The program, to be heard here.
    fn command(&self, person: &Person) -> Command {
        let mut command = person.command(&[]);
        command.env("PULSE_SERVER", self.address()).env_remove("PULSE_SINK");
        command
    }

    fn pactl(&self, words: &[&str]) -> String {
        let output = Command::new("pactl").args(words).env("PULSE_SERVER", self.address()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// Records what is heard, from now on.
    fn record(&self, name: &str) -> Recording {
        let path = self.folder.join(name);
        let mut command = Command::new("parec");
        command.args(["--device=heard.monitor", "--rate=48000", "--channels=2", "--format=float32le"]);
        command
            .args(["--file-format=wav", "--latency-msec=5"])
            .arg(&path)
            .env("PULSE_SERVER", self.address());
        let process = command.stdin(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        assert!(until(|| fs::metadata(&path).is_ok_and(|file| file.len() > 20_000)));
        Recording { process, path }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The folder of a socket must be its owner's alone.
fn restricted(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
}

/// A recording that goes on.
struct Recording {
    process: Child,
    path: PathBuf,
}

impl Recording {
    /// Ends it when it has at least so many bytes, and gives its samples.
    fn end(mut self, bytes: usize) -> Vec<f32> {
        until(|| fs::metadata(&self.path).is_ok_and(|file| file.len() as usize > bytes));
        // It may have ended by itself.
        let _ = Command::new("kill").args(["-INT", &self.process.id().to_string()]).status();
        self.process.wait().unwrap();
        samples(&fs::read(&self.path).unwrap())
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
