//! The whole device path: rodio, cpal and the sound system, down to the samples that it hears.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(target_os = "linux")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const DRILL: [&str; 13] = [
    "drill",
    "glute-bridge",
    "--reps",
    "1",
    "--ready",
    "0s",
    "--tempo",
    "1-0-1-0",
    "--volume",
    "100",
    "--plain",
    "--sets=1",
    "--voice=off",
];

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The same drill as a file.
fn exported(folder: &Path) -> Vec<f32> {
    let wav = folder.join("export.wav");
    let mut args: Vec<&str> = DRILL.to_vec();
    args[0] = "export";
    let status = Command::new(env!("CARGO_BIN_EXE_repcue"))
        .args(args)
        .arg("-o")
        .arg(&wav)
        .stdout(Stdio::null())
        .status();
    assert!(status.unwrap().success());
    samples(&fs::read(wav).unwrap())
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

/// ALSA's own `file` device takes the whole path into a WAV, as fast as it can.
#[test]
fn through_alsa_into_a_file() {
    let folder = folder("alsa");
    let heard = folder.join("heard.wav");
    let config = folder.join("asound.conf");
    let text = format!(
        "pcm.!default {{ type file slave.pcm \"null\" file \"{}\" format \"wav\" }}\npcm.null {{ type null }}\n",
        heard.display()
    );
    fs::write(&config, text).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_repcue"))
        .args(DRILL)
        .env("ALSA_CONFIG_PATH", &config)
        .env("PULSE_SERVER", "unix:/nowhere")
        .env("XDG_RUNTIME_DIR", &folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    if !heard.exists() {
        skip(&format!("ALSA has no `file` device here: {}", String::from_utf8_lossy(&output.stderr).trim()));
        return;
    }
    let heard = samples(&fs::read(&heard).unwrap());
    let wanted = exported(&folder);
    let start = found(&heard, &wanted).expect("the device hears exactly what the export has");
    assert!(start >= 48_000, "half a second of silence comes first");
    assert!(heard[..start].iter().all(|sample| sample.to_bits() == 0));
}

/// A private PulseAudio with a sink that can be recorded.
#[test]
fn through_a_sound_server() {
    let folder = folder("pulse");
    let Some(server) = Server::start(&folder) else {
        skip("there is no pulseaudio to start");
        return;
    };
    let heard = folder.join("heard.wav");
    let mut recorder = server.record(&heard);
    let output = server.command(env!("CARGO_BIN_EXE_repcue")).args(DRILL).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let wanted = exported(&folder);
    recorder.wait_for(&heard, wanted.len() * 4);
    recorder.end();
    assert!(output.status.success() && said.is_empty(), "{said}");
    let heard = samples(&fs::read(&heard).unwrap());
    assert!(found(&heard, &wanted).is_some(), "the server hears exactly what the export has");
}

fn skip(why: &str) {
    // Past the harness's capture, so that it is seen.
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// A child that does not outlive its test.
struct Process(Child);

impl Process {
    fn end(&mut self) {
        // It may have ended by itself.
        let _ = Command::new("kill").args(["-INT", &self.0.id().to_string()]).status();
        let _ = self.0.wait();
    }

    /// Waits until a file has so many bytes, at most ten seconds.
    fn wait_for(&self, path: &Path, bytes: usize) {
        until(|| fs::metadata(path).is_ok_and(|file| file.len() as usize > bytes));
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits for something that another process does: the one place where a test lets time pass.
fn until(mut done: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(10) {
        if done() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

struct Server {
    _process: Process,
    folder: PathBuf,
}

impl Server {
    fn start(folder: &Path) -> Option<Server> {
        // A socket's path has room for a hundred bytes only.
        let socket = std::env::temp_dir().join(format!("repcue-test-{}", std::process::id()));
        let _ = fs::remove_file(&socket);
        let mut command = Command::new("pulseaudio");
        command.args([
            "-n",
            "--daemonize=no",
            "--system=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
            "--disable-shm=yes",
        ]);
        command.args([
            "-L",
            &format!("module-native-protocol-unix socket={} auth-anonymous=1", socket.display()),
        ]);
        command.args([
            "-L",
            "module-null-sink sink_name=heard rate=48000 channels=2 format=float32le norewinds=1",
        ]);
        command.env("HOME", folder).env("XDG_RUNTIME_DIR", folder).env_remove("DBUS_SESSION_BUS_ADDRESS");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = Process(command.spawn().ok()?);
        let server = Server { _process: process, folder: socket };
        let up = || server.command("pactl").arg("info").output().is_ok_and(|output| output.status.success());
        until(up).then_some(server)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("PULSE_SERVER", format!("unix:{}", self.folder.display())).env_remove("PULSE_SINK");
        command
    }

    fn record(&self, into: &Path) -> Process {
        let mut command = self.command("parec");
        command.args([
            "--device=heard.monitor",
            "--rate=48000",
            "--channels=2",
            "--format=float32le",
            "--file-format=wav",
        ]);
        let process = Process(command.arg(into).stdin(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        process.wait_for(into, 20_000);
        process
    }
}
