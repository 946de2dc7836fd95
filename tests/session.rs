//! A session from outside: what it prints through a pipe, and how it ends when it is told to.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

fn session(args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_repcue"))
        .args(args)
        .args(["--no-sound", "--voice", "off"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Sends a signal once the session runs, and gives its exit code and all that it printed.
fn stopped_by(signal: &str) -> (Option<i32>, String) {
    let mut session = session(&["run"]);
    let mut out = BufReader::new(session.stdout.take().unwrap());
    let mut text = String::new();
    out.read_line(&mut text).unwrap();
    assert!(Command::new("kill").args([signal, &session.id().to_string()]).status().unwrap().success());
    out.read_to_string(&mut text).unwrap();
    (session.wait().unwrap().code(), text)
}

#[test]
fn signals_end_it_in_order() {
    for (signal, code) in [("-INT", 130), ("-TERM", 143), ("-HUP", 129)] {
        let (exit, text) = stopped_by(signal);
        assert_eq!(exit, Some(code), "{text}");
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].ends_with("Get ready · Glute bridge · 10 reps"), "{text}");
        let last = lines[lines.len() - 1];
        assert!(last.starts_with("Stopped at 0:0") && last.ends_with(", at Glute bridge."), "{text}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_trouble() {
    for command in [&["list"][..], &["show", "--json"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_repcue"))
            .args(command)
            .env("REPCUE_VOICE", "off")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success() && output.stderr.is_empty(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn a_drill_is_played_to_its_end_by_the_silent_clock() {
    let args = ["drill", "glute-bridge", "--reps", "2", "--ready", "0s", "--tempo", "0.1-0-0.1-0"];
    let output = session(&args).wait_with_output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().map(|line| line.split("  ").last().unwrap()).collect();
    assert_eq!(lines, ["Glute bridge · 2 reps", "Well done"]);
}

#[test]
fn a_routine_comes_through_a_pipe() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_repcue"))
        .args(["show", "-", "--voice", "off"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"[[exercise]]\nuse='squat'\nreps=2\n")
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("Dumbbell or bar squat"));
}

#[test]
fn hostile_files_are_refused_quickly_and_whole() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    std::fs::create_dir_all(&folder).unwrap();
    let files: [(&str, Vec<u8>, &str); 6] = [
        ("large.toml", vec![b'#'; 50 << 20], "larger than 4 MB"),
        ("latin.toml", b"title = 'x'\nname = '\xe9'\n".to_vec(), "line 2 is not UTF-8"),
        ("nul.toml", b"title = \"a\0b\"\n".to_vec(), "not TOML"),
        ("deep.toml", format!("a = {}", "[".repeat(100_000)).into_bytes(), "not TOML"),
        ("tables.toml", format!("[{}]", vec!["a"; 50_000].join(".")).into_bytes(), "error"),
        ("escape.toml", "title = 3 # \u{9b}31m\n".into(), "must be a text"),
    ];
    for (name, bytes, expected) in files {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_repcue")).arg("check").arg(&path).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert!(
            said.contains(expected) && said.len() < 20_000,
            "{name}: {} bytes: {:.500}",
            said.len(),
            said
        );
        assert!(said.chars().all(|c| c == '\n' || !c.is_control()), "{name}: {said:?}");
    }
}

/// When its terminal is closed, a session ends in order. A shell sends SIGHUP on to what runs in it.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_is_closed_ends_the_session() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("closed-terminal");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let fifo = folder.join("ended");
    if !Command::new("mkfifo").arg(&fifo).status().is_ok_and(|status| status.success()) {
        let _ = writeln!(std::io::stderr(), "skipped: there is no `mkfifo`");
        return;
    }
    // The shell outlives the terminal, tells the session, and then us how it ended.
    let inner = format!(
        "'{}' run --no-sound --voice off </dev/tty & pid=$!; trap 'kill -HUP '$pid HUP; \
         (sleep 20; kill -KILL $pid) & wait $pid; wait $pid; echo $? >'{}'",
        env!("CARGO_BIN_EXE_repcue"),
        fifo.display()
    );
    let mut terminal = match Command::new("script")
        .args(["-qfc", &inner, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
    {
        Ok(terminal) => terminal,
        Err(_) => {
            let _ = writeln!(std::io::stderr(), "skipped: there is no `script` to make a terminal with");
            return;
        }
    };
    // The session is on the screen: its first line has been painted.
    let mut seen = Vec::new();
    let mut screen = terminal.stdout.take().unwrap();
    while !String::from_utf8_lossy(&seen).contains("Glute bridge") {
        let mut bytes = [0; 256];
        let read = std::io::Read::read(&mut screen, &mut bytes).unwrap();
        assert!(read > 0, "{}", String::from_utf8_lossy(&seen));
        seen.extend(&bytes[..read]);
    }
    terminal.kill().unwrap();
    terminal.wait().unwrap();
    assert_eq!(std::fs::read_to_string(&fifo).unwrap().trim(), "129", "128 and SIGHUP's number");
}
