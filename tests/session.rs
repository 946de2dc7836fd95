//! A session from outside: what it prints through a pipe, and how it ends.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::io::Write;
use std::process::Stdio;

use person::{Person, skips_signal};

#[test]
fn signals_end_a_session_properly() {
    let person = Person::new("signals");
    for (signal, code) in [("-INT", 130), ("-TERM", 143), ("-HUP", 129)] {
        if skips_signal(code) {
            continue;
        }
        let session = person.session(&["run", "lower-back-glutes"]);
        session.signal(signal);
        let (exit, text, _) = session.end();
        assert_eq!(exit, code, "{text}");
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].ends_with("Get ready · Glute bridge · 10 reps"), "{text}");
        let last = lines[lines.len() - 1];
        assert!(last.starts_with("Stopped at 0:0") && last.ends_with(" (before Glute bridge)."), "{text}");
    }
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    for command in [&["list"][..], &["show", "--json"]] {
        let mut child = Person::new("gone")
            .command(command)
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
    let args =
        ["drill", "glute-bridge", "--reps", "2", "--ready", "0s", "--tempo", "0.1-0-0.1-0", "--voice", "off"];
    let (code, text, told) = Person::new("drill").session(&args).end();
    assert_eq!((code, told.as_str()), (0, ""));
    let lines: Vec<&str> = text.lines().map(|line| line.split("  ").last().unwrap()).collect();
    assert_eq!(lines[0], "Glute bridge · 2 reps");
    assert_eq!(lines[1..], ["You need: mat.", "Well done. 1 exercise, 2 reps in 0:03."]);
}

#[test]
fn a_routine_comes_through_a_pipe() {
    let mut child = Person::new("pipe")
        .command(&["show", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"[[exercise]]\nuse='squat'\nreps=2\n").unwrap();
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
        ("nul.toml", b"title = \"a\0b\"\n".to_vec(), "invalid TOML"),
        ("deep.toml", format!("a = {}", "[".repeat(100_000)).into_bytes(), "invalid TOML"),
        ("tables.toml", format!("[{}]", vec!["a"; 50_000].join(".")).into_bytes(), "error"),
        ("escape.toml", "title = 3 # \u{9b}31m\n".into(), "must be text in quotes"),
    ];
    for (name, bytes, expected) in files {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        let output = Person::new("hostile").command(&["check"]).arg(&path).output().unwrap();
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
