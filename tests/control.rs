//! Remote control of a session: the control socket and `repcue ctl`.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::Stdio;

use person::Person;

/// A routine that stays in the same interval for a minute, so that only the test changes its status.
const DRILL: [&str; 7] = ["drill", "clam-shell", "--ready", "1m", "--switch", "1m", "--reps=50"];

#[test]
fn a_session_is_controlled_and_reports_its_status() {
    let person = Person::new("controlled");
    let session = person.session(&DRILL);
    let status = person.status();
    assert_eq!(status["state"], "playing");
    assert_eq!(status["heading"], "Get ready · Lying clam shell");
    assert_eq!((&status["kind"], &status["exercise"]), (&"ready".into(), &"clam-shell".into()));
    assert_eq!((&status["side"], &status["rep"]), (&"left".into(), &serde_json::Value::Null));
    let ctl =
        |word: &str| assert_eq!(person.repcue(&["ctl", word]), (0, String::new(), String::new()), "{word}");
    ctl("pause");
    let paused = person.until("paused", |status| status["state"] == "paused");
    ctl("next");
    person.until("a skip in a pause", |status| status["state"] == "paused" && status["interval"] == 1);
    ctl("resume");
    let work = person.until("work", |status| status["state"] == "playing" && status["rep"] == 1);
    assert_eq!((&work["phase"], &work["reps"]), (&"lift".into(), &50.into()));
    assert!(work["at_ms"].as_u64() > paused["at_ms"].as_u64());
    ctl("back");
    person.until("back", |status| status["interval"] == 0);
    ctl("toggle");
    person.until("toggled", |status| status["state"] == "paused");
    ctl("toggle");
    person.until("toggled again", |status| status["state"] == "playing");
    let left = person.status()["left_ms"].as_u64().unwrap();
    ctl("more-rest");
    person.until("more rest", |status| status["left_ms"].as_u64().unwrap() > left + 5_000);
    let (_, words, _) = person.repcue(&["ctl", "status"]);
    assert!(
        words.contains(" of ") && words.contains("playing · Get ready · Lying clam shell · left side"),
        "{words}"
    );
    ctl("stop");
    assert_eq!(session.end().0, 0);
    let (code, _, told) = person.repcue(&["ctl", "status"]);
    assert_eq!((code, told.trim()), (1, "error: no session is running"));
    assert!(!person.runtime.join("main.sock").exists());
}

#[test]
fn follow_reports_every_change_until_the_end() {
    let person = Person::new("followed");
    let session = person.session(&DRILL);
    let mut follow =
        person.command(&["ctl", "status", "--json", "--follow"]).stdout(Stdio::piped()).spawn().unwrap();
    let plain = person.command(&["ctl", "status", "--follow"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(follow.stdout.take().unwrap()).lines();
    let mut next = || -> serde_json::Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
    assert_eq!(next()["kind"], "ready");
    person.repcue(&["ctl", "next"]);
    let mut seen = Vec::new();
    while seen.len() < 3 {
        let status = next();
        if status["kind"] == "work" {
            seen.push(format!("{} {}", status["rep"], status["phase"].as_str().unwrap()));
        }
    }
    assert_eq!(seen, ["1 lift", "1 hold", "1 lower"], "one line per change");
    person.repcue(&["ctl", "pause"]);
    while next()["state"] != "paused" {}
    person.repcue(&["ctl", "stop"]);
    while next()["state"] != "ended" {}
    assert!(follow.wait().unwrap().success());
    // In words, the instant of a pause is no change.
    let words = String::from_utf8(plain.wait_with_output().unwrap().stdout).unwrap();
    let lines: Vec<&str> = words.lines().collect();
    assert!(words.contains("· paused ·") && lines.windows(2).all(|two| two[0] != two[1]), "{words}");
    drop(session);
}

#[test]
fn only_its_owner_can_use_the_socket() {
    let person = Person::new("owner");
    let session = person.session(&DRILL);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&person.runtime), 0o700);
    assert_eq!(mode(&person.runtime.join("main.sock")), 0o600);
    person.repcue(&["ctl", "stop"]);
    assert_eq!(session.end().0, 0);
    // A folder that other users can access is not trusted; the session plays anyway.
    fs::remove_dir_all(&person.runtime).unwrap();
    fs::DirBuilder::new().mode(0o755).create(&person.runtime).unwrap();
    fs::set_permissions(&person.runtime, fs::Permissions::from_mode(0o755)).unwrap();
    let session = person.session(&DRILL);
    session.signal("-TERM");
    let (code, _, told) = session.end();
    assert_eq!(code, 143);
    assert!(told.contains("`repcue ctl` cannot control this session") && told.contains("only you"), "{told}");
}

#[test]
fn a_second_session_reports_the_first_and_has_its_own_name() {
    let person = Person::new("second");
    let first = person.session(&DRILL);
    let second = person.session(&DRILL);
    let third = person.session(&[&DRILL[..], &["--session", "evening"]].concat());
    let session = |name: &str| {
        let (_, said, _) = person.repcue(&["ctl", "status", "--json", "--session", name]);
        serde_json::from_str::<serde_json::Value>(&said).unwrap()["session"].clone()
    };
    assert_eq!([session("main"), session("2"), session("evening")], ["main", "2", "evening"]);
    let (code, _, told) = person.repcue(&[&DRILL[..], &["--no-sound", "--session", "evening"]].concat());
    assert_eq!((code, told.contains("a session named `evening` is already running")), (2, true), "{told}");
    let (code, _, told) = person.repcue(&["ctl", "stop", "--session", "morning"]);
    assert_eq!((code, told.contains("help: running: 2, evening, main")), (1, true), "{told}");
    for name in ["2", "evening"] {
        assert_eq!(person.repcue(&["ctl", "stop", "--session", name]).0, 0);
    }
    let (code, _, told) = second.end();
    assert_eq!(code, 0);
    let says = "Already running: main. This session is `2` (`repcue ctl --session 2 …`).\n";
    assert_eq!(told, says);
    assert_eq!(third.end().2, "", "no notice for an explicit name");
    assert_eq!(person.repcue(&["ctl", "stop"]).0, 0);
    assert_eq!(first.end().0, 0);
}

#[test]
fn leftovers_of_a_killed_session_are_harmless() {
    let person = Person::new("killed-socket");
    let session = person.session(&DRILL);
    session.signal("-KILL");
    session.end();
    assert!(person.runtime.join("main.sock").exists());
    assert_eq!(person.repcue(&["ctl", "status"]).0, 1);
    let session = person.session(&DRILL);
    assert_eq!(person.status()["session"], "main");
    person.repcue(&["ctl", "stop"]);
    assert_eq!(session.end().2, "");
}

#[test]
fn invalid_requests_on_the_socket_are_answered_and_harmless() {
    let person = Person::new("nonsense");
    let session = person.session(&DRILL);
    let path = person.runtime.join("main.sock");
    let answer = |bytes: &[u8]| {
        let mut stream = UnixStream::connect(&path).unwrap();
        stream.write_all(bytes).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).unwrap();
        line
    };
    assert_eq!(answer(b"dance\n"), "{\"ok\":false,\"why\":\"unknown command\"}\n");
    let too_long = "{\"ok\":false,\"why\":\"a line has at most 256 bytes\"}\n";
    for length in [257, 100_000, 10_000_000] {
        assert_eq!(answer(&vec![b'x'; length]), too_long);
    }
    let no_text = "{\"ok\":false,\"why\":\"the line is not UTF-8\"}\n";
    for line in [&b"\xff\xfe\n"[..], b"\xff\xfe", b"pause\xff\n"] {
        assert_eq!(answer(line), no_text);
    }
    assert_eq!(answer(b"\0\n"), "{\"ok\":false,\"why\":\"unknown command\"}\n");
    person.repcue(&["ctl", "stop"]);
    assert_eq!(session.end().0, 0);
}

#[test]
fn a_rest_until_ready_ends_when_the_user_is_ready() {
    let person = Person::new("ready");
    let args = [
        "drill",
        "glute-bridge",
        "--sets=2",
        "--reps=1",
        "--ready=0s",
        "--tempo=0.1-0-0.1-0",
        "--rest=ready",
    ];
    let session = person.session(&args);
    person.until("rest", |status| status["kind"] == "rest");
    person.repcue(&["ctl", "toggle"]);
    let (code, text, _) = session.end();
    assert_eq!(code, 0);
    assert!(text.lines().last().unwrap().starts_with("Well done. 1 exercise, 2 reps in 0:"), "{text}");
}

/// The end reports what was cued, not the plan.
#[test]
fn what_was_skipped_is_reported_at_the_end() {
    let person = Person::new("skips");
    let routine = person.folder.join("short.toml");
    let text = "ready = \"0s\"\nrest = \"1m\"\ntempo = \"0.1-0-0.1-0\"\n\
        [[exercise]]\nname = \"Clam\"\nreps = 2\n\
        [[exercise]]\nname = \"Plank\"\nfor = \"2m\"\n\
        [[exercise]]\nname = \"Squat\"\nreps = 3\nsets = 2\n";
    std::fs::create_dir_all(&person.folder).unwrap();
    std::fs::write(&routine, text).unwrap();
    let session = person.session(&["run", routine.to_str().unwrap()]);
    // The rest, the plank at its beginning, the rest, and the rest between the sets.
    let skipped_at = |kind: &str, exercise: &str, from: u64| {
        let status = person.until("the next interval", |status| {
            let here = status["interval"].as_u64().unwrap();
            here >= from && status["kind"] == kind && status["exercise"] == exercise
        });
        person.repcue(&["ctl", "next"]);
        status["interval"].as_u64().unwrap() + 1
    };
    let from = skipped_at("rest", "clam", 0);
    let from = skipped_at("work", "plank", from);
    let from = skipped_at("rest", "plank", from);
    skipped_at("rest", "squat", from);
    let (code, text, _) = session.end();
    assert_eq!(code, 0);
    let last = text.lines().last().unwrap();
    assert!(last.starts_with("Well done. 2 exercises, 8 reps in 0:"), "{text}");
    assert!(last.ends_with(". Skipped: Plank."), "{text}");
}

#[test]
fn whole_exercises_are_skipped() {
    let person = Person::new("exercises");
    fs::create_dir_all(&person.folder).unwrap();
    let routine = person.folder.join("three.toml");
    let text = "ready = '1m'\nrest = '1m'\n[[exercise]]\nuse = 'squat'\nsets = 2\n[[exercise]]\nuse = 'clam-shell'\n[[exercise]]\nuse = 'bird-dog'\n";
    fs::write(&routine, text).unwrap();
    let session = person.session(&["run", routine.to_str().unwrap()]);
    let skip = |word: &str, number: u64, interval: u64| {
        assert_eq!(person.repcue(&["ctl", word]), (0, String::new(), String::new()), "{word}");
        let is_there = |status: &serde_json::Value| {
            status["exercise_number"] == number && status["interval"] == interval
        };
        let status = person.until(word, is_there);
        assert_eq!(status["exercises"], 3);
    };
    // Get ready, squat, rest, squat; rest, clam shell, switch, clam shell; rest, bird dog.
    skip("next-exercise", 2, 4);
    skip("next-exercise", 3, 8);
    skip("previous-exercise", 2, 4);
    skip("previous-exercise", 1, 0);
    skip("next", 1, 1);
    skip("next-exercise", 2, 4);
    assert_eq!(person.repcue(&["ctl", "stop"]).0, 0);
    assert_eq!(session.end().0, 0);
}
