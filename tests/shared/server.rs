//! A sound server of the test's own, whose sink can be recorded.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::person::{Person, until};

/// The samples of a WAV file of 16-bit integers or 32-bit floats (which ALSA's `file` device calls integers). The
/// length in its header may be wrong, because its writer was killed.
pub fn samples(bytes: &[u8]) -> Vec<f32> {
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

/// A private sound server, ended with its test.
pub struct Server {
    process: Child,
    folder: PathBuf,
}

impl Server {
    /// Starts a server with a sink `heard`; `None` if PulseAudio is not installed.
    pub fn start(person: &Person) -> Option<Server> {
        fs::create_dir_all(&person.runtime).unwrap();
        restricted(&person.runtime);
        let folder = person.runtime.clone();
        // PulseAudio's own protocol requires a cookie of this length, with any content; without it only ALSA's plugin
        // can connect.
        fs::write(folder.join("cookie"), [7; 256]).unwrap();
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

    /// Kills it.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Starts it again.
    pub fn restart(&mut self) {
        self.process = Server::spawn(&self.folder).unwrap();
    }

    /// The address on which it listens.
    pub fn address(&self) -> String {
        format!("unix:{}", self.folder.join("sound").display())
    }

    /// Stops its process so that it appears to hang: it accepts connections, and does nothing more.
    pub fn hang(&self) {
        self.signal("-STOP");
    }

    /// Continues its process.
    pub fn resume(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.process.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    /// The file that authorises clients.
    pub fn cookie(&self) -> PathBuf {
        self.folder.join("cookie")
    }

    /// The program, playing on this server.
    pub fn command(&self, person: &Person) -> Command {
        let mut command = person.command(&[]);
        command
            .env("PULSE_SERVER", self.address())
            .env("PULSE_COOKIE", self.cookie())
            .env_remove("PULSE_SINK");
        command
    }

    /// The output of `pactl`.
    pub fn pactl(&self, words: &[&str]) -> String {
        let output = Command::new("pactl").args(words).env("PULSE_SERVER", self.address()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// Records what is played, from now on.
    pub fn record(&self, name: &str) -> Recording {
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

/// The folder of a socket must be accessible only to its owner.
fn restricted(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
}

/// A running recording.
pub struct Recording {
    process: Child,
    path: PathBuf,
}

impl Recording {
    /// Stops it once it has at least `bytes` bytes, and returns its samples.
    pub fn end(mut self, bytes: usize) -> Vec<f32> {
        until(|| fs::metadata(&self.path).is_ok_and(|file| file.len() as usize > bytes));
        // It may have ended on its own.
        let _ = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
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
