//! A terminal, opened by `script`, and the processes in it.

use std::fs;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use crate::person::{BINARY, Person, until};

/// A terminal and its output.
pub struct Terminal {
    script: Child,
    seen: Arc<Mutex<Vec<u8>>>,
}

impl Terminal {
    /// Runs a shell command line in a terminal.
    pub fn open(person: &Person, line: &str) -> Option<Terminal> {
        // With the person's environment.
        let mut command = Command::new("script");
        let repcue = person.command(&[]);
        command.env_clear().envs(repcue.get_envs().filter_map(|(key, value)| Some((key, value?))));
        command.args(["-qfc", line, "/dev/null"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut script = command.spawn().ok()?;
        let mut screen = script.stdout.take()?;
        let seen: Arc<Mutex<Vec<u8>>> = Arc::default();
        let painted = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = screen.read(&mut bytes) {
                painted.lock().unwrap().extend(&bytes[..read]);
            }
        });
        Some(Terminal { script, seen })
    }

    /// The process of `script`.
    pub fn script(&self) -> u32 {
        self.script.id()
    }

    /// All output so far.
    pub fn seen(&self) -> String {
        String::from_utf8_lossy(&self.seen.lock().unwrap()).into_owned()
    }

    /// Waits until these words are printed.
    pub fn wait_for(&self, words: &str) {
        assert!(until(|| self.seen().contains(words)), "`{words}` is not in {}", self.seen());
    }

    /// All output so far, as it was sent.
    pub fn bytes(&self) -> Vec<u8> {
        self.seen.lock().unwrap().clone()
    }

    /// Types keys.
    pub fn press(&mut self, keys: &[u8]) {
        self.script.stdin.as_mut().unwrap().write_all(keys).unwrap();
    }
}

impl Drop for Terminal {
    /// Closes it, which ends the processes in it.
    fn drop(&mut self) {
        let _ = self.script.kill();
        let _ = self.script.wait();
    }
}

/// Sends a signal, such as `-TERM`, to a process.
pub fn kill(signal: &str, process: u32) {
    assert!(Command::new("kill").args([signal, &process.to_string()]).status().unwrap().success());
}

/// The process of a session that runs in a terminal.
pub fn process_of(person: &Person) -> u32 {
    let all =
        fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let folder = person.folder.display().to_string();
    let is_it = |process: &u32| {
        let line = fs::read_to_string(format!("/proc/{process}/cmdline")).unwrap_or_default();
        let own = fs::read(format!("/proc/{process}/environ")).unwrap_or_default();
        line.starts_with(BINARY) && String::from_utf8_lossy(&own).contains(&folder)
    };
    all.into_iter().find(is_it).unwrap()
}

/// Changes the size of the terminal of a process.
pub fn resize(process: u32, (columns, rows): (u16, u16)) {
    let mut stty = Command::new("stty");
    stty.arg("-F").arg(fs::read_link(format!("/proc/{process}/fd/1")).unwrap());
    let resized = stty.args(["cols", &columns.to_string(), "rows", &rows.to_string()]).status();
    assert!(resized.unwrap().success());
}

/// The state of a process according to the kernel: `T` is stopped.
pub fn state(process: u32) -> char {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    stat.rsplit(") ").next().unwrap().chars().next().unwrap()
}
