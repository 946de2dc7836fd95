//! A person with folders of their own, who runs the real program.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// The program under test.
pub const BINARY: &str = env!("CARGO_BIN_EXE_repcue");

/// The data folder into which `scripts/test` has installed the natural voice.
pub fn test_voice() -> Option<PathBuf> {
    std::env::var_os("REPCUE_TEST_VOICE").map(PathBuf::from).filter(|folder| folder.is_dir())
}

/// A person's folders, and the program's words to them.
pub struct Person {
    /// Their own routines and exercises, their config.
    pub folder: PathBuf,
    /// Short, for the path of a socket has room for a hundred bytes only.
    pub runtime: PathBuf,
}

/// What a command said: its exit code, standard output, standard error.
pub type Said = (i32, String, String);

impl Person {
    /// Somebody new.
    pub fn new(name: &str) -> Person {
        // All test binaries share the folder, and may run at the same time.
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(env!("CARGO_CRATE_NAME"));
        let folder = folder.join(format!("person-{name}"));
        let runtime = std::env::temp_dir().join(format!("rc-{}-{name}", std::process::id()));
        for old in [&folder, &runtime] {
            let _ = fs::remove_dir_all(old);
        }
        Person { folder, runtime }
    }

    /// The program, to be run by them: without a voice, and without a desktop. This is the only way in which a test
    /// gets a command: nothing of the environment or the home folder of whoever runs the tests reaches it.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        command.args(args).env_clear();
        // Windows starts no program without the first; a coverage run writes to the second.
        for kept in ["PATH", "SystemRoot", "LLVM_PROFILE_FILE"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        command
            .env("HOME", self.folder.join("home"))
            .env("REPCUE_CONFIG_DIR", &self.folder)
            .env("REPCUE_STATE_DIR", self.folder.join("state"))
            .env("REPCUE_CACHE_DIR", self.folder.join("cache"))
            .env("REPCUE_DATA_DIR", self.folder.join("data"))
            .env("REPCUE_RUNTIME_DIR", &self.runtime)
            .env("REPCUE_VOICE", "off")
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
            .env("EDITOR", "false")
            .env("TERM", "xterm-256color")
            .env("TZ", "UTC")
            .stdin(Stdio::null());
        command
    }

    /// What the program says to these words.
    pub fn repcue(&self, args: &[&str]) -> Said {
        self.said(&mut self.command(args))
    }

    /// What a command says, with the person's folder as `OWN`.
    pub fn said(&self, command: &mut Command) -> Said {
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).unwrap().replace(&self.folder.display().to_string(), "OWN");
            text.replace('\\', "/")
        };
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }

    /// A file of theirs.
    pub fn file(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap()
    }

    /// A session by the silent clock, that has begun.
    pub fn session(&self, args: &[&str]) -> Session {
        let mut command = self.command(args);
        command.args(["--no-sound", "--plain"]);
        self.begin(&mut command)
    }

    /// A session that has begun.
    pub fn begin(&self, command: &mut Command) -> Session {
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut session = Session { child, out: None, told: None, lines: String::new() };
        let mut out = BufReader::new(session.child.stdout.take().unwrap());
        out.read_line(&mut session.lines).unwrap();
        session.out = Some(out);
        session.told = session.child.stderr.take();
        session
    }

    /// The status of the session that runs.
    pub fn status(&self) -> serde_json::Value {
        let (code, said, told) = self.repcue(&["ctl", "status", "--json"]);
        assert_eq!(code, 0, "{told}");
        serde_json::from_str(&said).unwrap()
    }

    /// The status, once it is as it should be.
    pub fn until(&self, what: &str, is: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        let mut last = serde_json::Value::Null;
        let done = until(|| {
            last = self.status();
            is(&last)
        });
        assert!(done, "{what}: {last}");
        last
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.runtime);
    }
}

/// A session that runs, and does not outlive its test.
pub struct Session {
    pub child: Child,
    pub out: Option<BufReader<ChildStdout>>,
    told: Option<ChildStderr>,
    /// What it has printed so far.
    pub lines: String,
}

impl Session {
    /// Sends it a signal, such as `-TERM`.
    pub fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits for a line that has these words in it.
    pub fn wait_for(&mut self, words: &str) {
        let out = self.out.as_mut().unwrap();
        while !self.lines.contains(words) {
            assert!(out.read_line(&mut self.lines).unwrap() > 0, "`{words}` is not in:\n{}", self.lines);
        }
    }

    /// Waits for its end: its exit code, all that it printed, all that it warned of.
    pub fn end(mut self) -> Said {
        let mut told = String::new();
        if let Some(mut out) = self.out.take() {
            out.read_to_string(&mut self.lines).unwrap();
        }
        self.told.take().unwrap().read_to_string(&mut told).unwrap();
        let code = self.child.wait().unwrap().code().unwrap_or(-1);
        (code, std::mem::take(&mut self.lines), told)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Lets real time pass. Only for what time alone brings about, or for what must not happen within it: whatever can be
/// observed is waited for with [`until`]. Each call says why it is needed.
pub fn pass(time: Duration) {
    let start = Instant::now();
    while let Some(left) = time.checked_sub(start.elapsed()).filter(|left| !left.is_zero()) {
        std::thread::sleep(left);
    }
}

/// Waits for something that another process does. Fifteen seconds at most.
pub fn until(mut done: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(15) {
        if done() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

/// Whether whoever runs the tests ignores a signal, as a shell does with SIGINT for what it starts in the background:
/// then the program does so too.
pub fn ignores(signal: u32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    mask >> (signal - 1) & 1 == 1
}

/// Reports that a test is skipped because this machine lacks something, past the harness's capture, so that it is seen.
///
/// `needed` names what is missing: a program (`pulseaudio`, `script`, `zsh` …) or an ability (`mount`, `other-user`,
/// `natural` for the natural voice …).
///
/// # Panics
///
/// If `REPCUE_TEST_REQUIRE` lists `needed` (names separated by commas): a machine that is known to have it must run the
/// test, not skip it.
#[track_caller]
pub fn skip(needed: &str, why: &str) {
    let required = std::env::var("REPCUE_TEST_REQUIRE").unwrap_or_default();
    let is_required = required.split(',').any(|name| name.trim() == needed);
    assert!(!is_required, "not skipped, because REPCUE_TEST_REQUIRE lists `{needed}`: {why}");
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}
