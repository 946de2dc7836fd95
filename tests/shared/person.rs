//! A person with their own folders, who runs the real program.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread::ThreadId;
use std::time::{Duration, Instant};

/// The program under test.
pub const BINARY: &str = env!("CARGO_BIN_EXE_repcue");

/// The data folder in which `scripts/test` installs the natural voice.
pub fn test_voice() -> Option<PathBuf> {
    std::env::var_os("REPCUE_TEST_VOICE").map(PathBuf::from).filter(|folder| folder.is_dir())
}

/// A person's folders.
pub struct Person {
    /// Their routines, exercises and config.
    pub folder: PathBuf,
    /// Short, because the path of a socket is limited to about a hundred bytes.
    pub runtime: PathBuf,
}

/// The result of a command: its exit code, standard output, standard error.
pub type Said = (i32, String, String);

impl Person {
    /// A person with empty folders.
    ///
    /// # Panics
    ///
    /// If another test has a person of this name: the two would share the folders, at the same time.
    pub fn new(name: &str) -> Person {
        static TESTS: Mutex<BTreeMap<String, ThreadId>> = Mutex::new(BTreeMap::new());
        let test = std::thread::current().id();
        let mut tests = TESTS.lock().unwrap_or_else(PoisonError::into_inner);
        let owner = *tests.entry(name.to_owned()).or_insert(test);
        assert_eq!(owner, test, "two tests have a person called `{name}`");
        drop(tests);
        // All test binaries share the folder, and may run at the same time.
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(env!("CARGO_CRATE_NAME"));
        let folder = folder.join(format!("person-{name}"));
        let runtime = std::env::temp_dir().join(format!("rc-{}-{name}", std::process::id()));
        for old in [&folder, &runtime] {
            let _ = fs::remove_dir_all(old);
        }
        Person { folder, runtime }
    }

    /// The program, run by this person without a voice and without a desktop. This is the only way in which tests build
    /// a command: nothing from the environment or the home folder of the user who runs the tests reaches it.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        command.args(args).env_clear();
        // Windows needs SystemRoot to start a program; a coverage run writes to LLVM_PROFILE_FILE.
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

    /// Runs the program with these arguments.
    pub fn repcue(&self, args: &[&str]) -> Said {
        self.said(&mut self.command(args))
    }

    /// Runs a command; the person's folder is replaced with `OWN` in the output.
    pub fn said(&self, command: &mut Command) -> Said {
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).unwrap().replace(&self.folder.display().to_string(), "OWN");
            text.replace('\\', "/")
        };
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }

    /// The content of a file in their folder.
    pub fn file(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap()
    }

    /// A session with the silent clock, once it has begun.
    pub fn session(&self, args: &[&str]) -> Session {
        let mut command = self.command(args);
        command.args(["--no-sound", "--plain"]);
        self.begin(&mut command)
    }

    /// A session, once it has begun.
    pub fn begin(&self, command: &mut Command) -> Session {
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut session = Session { child, out: None, told: None, lines: String::new() };
        let mut out = BufReader::new(session.child.stdout.take().unwrap());
        out.read_line(&mut session.lines).unwrap();
        session.out = Some(out);
        session.told = session.child.stderr.take();
        session
    }

    /// The status of the running session.
    pub fn status(&self) -> serde_json::Value {
        let (code, said, told) = self.repcue(&["ctl", "status", "--json"]);
        assert_eq!(code, 0, "{told}");
        serde_json::from_str(&said).unwrap()
    }

    /// The status, once it meets a condition.
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

/// A running session, ended with its test.
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

    /// Waits for a line that contains these words.
    pub fn wait_for(&mut self, words: &str) {
        let out = self.out.as_mut().unwrap();
        while !self.lines.contains(words) {
            assert!(out.read_line(&mut self.lines).unwrap() > 0, "`{words}` is not in:\n{}", self.lines);
        }
    }

    /// Waits for its end: its exit code, standard output and standard error.
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

/// Lets real time pass. Only for effects of time itself, or for what must not happen in that time; use [`until`] for
/// anything that can be observed. Each call says why it is needed.
pub fn pass(time: Duration) {
    let start = Instant::now();
    while let Some(left) = time.checked_sub(start.elapsed()).filter(|left| !left.is_zero()) {
        std::thread::sleep(left);
    }
}

/// Waits for something that another process does, at most fifteen seconds.
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

/// Whether the process that runs the tests ignores a signal, as a shell sets SIGINT for background processes. The program
/// inherits that, so what the signal does is skipped, with a report. `code` is the exit code after it: 128 and its number.
pub fn skips_signal(code: i32) -> bool {
    let signal = code - 128;
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    let is_ignored = mask >> (signal - 1) & 1 == 1;
    if is_ignored {
        skip("signals", &format!("signal {signal} is ignored by whoever runs this test"));
    }
    is_ignored
}

/// Reports that a test is skipped because this machine lacks something, bypassing the harness's capture so that it is
/// visible.
///
/// `needed` names what is missing: a program (`pulseaudio`, `script`, `zsh` …) or an ability (`mount`, `other-user`,
/// `natural` for the natural voice …).
///
/// # Panics
///
/// If `REPCUE_TEST_REQUIRE` lists `needed` (names separated by commas): a machine that is known to have it must run the
/// test instead of skipping it.
#[track_caller]
pub fn skip(needed: &str, why: &str) {
    let required = std::env::var("REPCUE_TEST_REQUIRE").unwrap_or_default();
    let is_required = required.split(',').any(|name| name.trim() == needed);
    assert!(!is_required, "not skipped, because REPCUE_TEST_REQUIRE lists `{needed}`: {why}");
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}
