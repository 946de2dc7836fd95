//! The history through the real program: what a session leaves, and what is done with it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;

use person::Person;
use serde_json::Value;

/// A routine of two short sets of four seconds.
const SHORT: &str = "title='Short'\nready='0s'\nrest='1s'\n\
    [[exercise]]\nname='Squat'\nreps=2\ntempo='1-0-1-0'\nload='10 kg'\n\
    [[exercise]]\nname='Plank'\nfor='4s'\n";

/// A person with the routine `short`.
fn person(name: &str) -> Person {
    let person = Person::new(name);
    fs::create_dir_all(person.folder.join("routines")).unwrap();
    fs::write(person.folder.join("routines/short.toml"), SHORT).unwrap();
    person
}

/// The lines of a person's history.
fn lines(person: &Person) -> Vec<Value> {
    let text = fs::read_to_string(person.folder.join("data/history.jsonl")).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_session_leaves_a_line_for_each_set_and_one_for_itself() {
    let person = person("history-lines");
    let (code, said, told) = person.session(&["run", "short"]).end();
    assert_eq!(code, 0, "{said}{told}");
    let lines = lines(&person);
    let seen: Vec<_> = lines
        .iter()
        .map(|line| (line["type"].as_str().unwrap(), line["exercise"].as_str(), line["cued"].as_u64()))
        .collect();
    assert_eq!(
        seen,
        [("set", Some("squat"), Some(2)), ("set", Some("plank"), Some(4)), ("session", None, None)]
    );
    assert_eq!((&lines[0]["routine"], &lines[0]["load"]), (&"short".into(), &"10 kg".into()));
    assert_eq!((&lines[2]["ending"], &lines[2]["what"]), (&"done".into(), &"routine".into()));
    let schema = serde_json::from_str(include_str!("../docs/schema/history.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    assert!(lines.iter().all(|line| schema.is_valid(line)), "{lines:?}");
}

#[test]
fn a_session_that_is_stopped_has_what_was_cued_of_it() {
    let person = person("history-stopped");
    let session = person.session(&["drill", "plank", "--for", "30s", "--ready", "0s"]);
    person.until("it has been played for a while", |status| status["at_ms"].as_u64().unwrap() > 4_000);
    assert_eq!(person.repcue(&["ctl", "stop"]).0, 0);
    assert_eq!(session.end().0, 0);
    let lines = lines(&person);
    assert_eq!(
        (lines.len(), &lines[1]["ending"], &lines[1]["what"]),
        (2, &"stopped".into(), &"drill".into())
    );
    let cued = lines[0]["cued"].as_u64().unwrap();
    assert!((4..30).contains(&cued) && lines[0]["planned"] == 30, "{lines:?}");
    assert!(lines[0].get("routine").is_none());
}

#[test]
fn nothing_is_recorded_if_the_user_says_so() {
    let person = person("history-off");
    for extra in [Some("--no-history"), None] {
        let mut command = person.command(&["run", "short", "--no-sound", "--plain"]);
        command.args(extra);
        if extra.is_none() {
            command.env("REPCUE_HISTORY", "0");
        }
        assert_eq!(person.said(&mut command).0, 0);
    }
    assert!(!person.folder.join("data").exists());
}

#[test]
fn a_history_that_cannot_be_written_is_one_warning() {
    let person = person("history-refused");
    fs::create_dir_all(person.folder.join("data/history.jsonl")).unwrap();
    let (code, said, told) = person.session(&["run", "short"]).end();
    let both = format!("{said}{told}");
    assert_eq!(
        (code, both.matches("warning: this session is not in the history: ").count()),
        (0, 1),
        "{both}"
    );
    assert!(both.contains("Well done. 2 exercises, 2 reps"), "{both}");
}
