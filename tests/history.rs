//! The history through the real program: what a session leaves, and what is done with it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;
#[path = "shared/terminal.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod terminal;

use std::fs;

use person::Person;
use serde_json::Value;
use terminal::Terminal;

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
    let by_option = person.session(&["run", "short", "--no-history"]);
    let mut command = person.command(&["run", "short", "--no-sound", "--plain"]);
    let by_variable = person.begin(command.env("REPCUE_HISTORY", "0"));
    assert_eq!((by_option.end().0, by_variable.end().0), (0, 0));
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

/// A history of two sessions, in a file of its own.
const LINES: &str = r#"{"v":1,"type":"set","id":"2026-11-24T18:00:00+01:00-000001-1","session":"2026-11-24T18:00:00+01:00-000001","at":"2026-11-24T18:02:00+01:00","routine":"short","exercise":"squat","name":"Squat","round":1,"set":1,"measure":"reps","planned":12,"cued":12,"seconds":48,"load":"20 kg"}
{"v":1,"type":"session","id":"2026-11-24T18:00:00+01:00-000001","at":"2026-11-24T18:00:00+01:00","what":"routine","routine":"short","title":"Short, but hard","ending":"done","seconds":130,"paused":0,"by":"repcue"}
{"v":1,"type":"set","id":"2025-11-25T18:00:00+01:00-000002-1","session":"2025-11-25T18:00:00+01:00-000002","at":"2025-11-25T18:02:00+01:00","exercise":"plank","name":"Plank","round":1,"set":1,"measure":"seconds","planned":30,"cued":30,"seconds":30}
{"v":7,"type":"set","id":"from-the-future"}
"#;

/// A person with this history.
fn with_history(name: &str) -> Person {
    let person = person(name);
    fs::create_dir_all(person.folder.join("data")).unwrap();
    fs::write(person.folder.join("data/history.jsonl"), LINES).unwrap();
    person
}

fn says(person: &Person, args: &[&str]) -> String {
    let (code, said, told) = person.repcue(args);
    assert_eq!((code, told.as_str()), (0, ""), "{args:?}: {said}");
    said
}

#[test]
fn the_effort_and_the_pain_are_recorded() {
    let person = person("history-effort");
    let rests = SHORT.replace("rest='1s'", "rest='30s'");
    fs::write(person.folder.join("routines/short.toml"), rests).unwrap();
    let mut session = person.session(&["run", "short"]);
    let (code, _, told) = person.repcue(&["ctl", "effort"]);
    assert_eq!(code, 2, "{told}");
    person.until("it rests", |status| status["kind"] == "rest");
    assert_eq!(person.repcue(&["ctl", "effort", "3"]).0, 0);
    session.wait_for("Squat: too hard.");
    assert_eq!(person.status()["week_days"], 1);
    assert_eq!(person.repcue(&["ctl", "stop"]).0, 0);
    assert_eq!(session.end().0, 0);
    let lines = lines(&person);
    assert_eq!((&lines[1]["rev"], &lines[1]["effort"]), (&1.into(), &3.into()), "{lines:?}");
    let said = says(&person, &["history", "pain", "4"]);
    assert!(said.starts_with("Short of ") && said.ends_with(": pain 4 of 10.\n"), "{said}");
    let last = says(&person, &["history", "last"]);
    assert!(last.contains("Squat  2 reps, 10 kg  too hard\n"), "{last}");
    assert!(last.contains("Pain afterwards: 4 of 10."), "{last}");
    for wrong in [["ctl", "effort", "4"], ["ctl", "stop", "2"], ["history", "pain", "11"]] {
        assert_eq!(person.repcue(&wrong).0, 2, "{wrong:?}");
    }
}

/// On a terminal, the session asks for the pain, and again after an answer that is none; Enter skips.
#[test]
fn a_terminal_is_asked_for_the_pain() {
    let [person, silent] = ["history-asks", "history-skips"].map(person);
    let run = format!("REPCUE_PAIN=1 {} run short --no-sound; echo ended", person::BINARY);
    let (Some(mut terminal), Some(mut other)) =
        (Terminal::open(&person, &run), Terminal::open(&silent, &run))
    else {
        return person::skip("script", "there is no program `script`");
    };
    terminal.wait_for("Pain now, from 0 (none) to 10 (the worst)? [Enter skips] ");
    terminal.press(b"11\n");
    assert!(person::until(|| terminal.seen().matches("Pain now").count() == 2), "{}", terminal.seen());
    terminal.press(b"4\n");
    terminal.wait_for("ended");
    let lines = lines(&person);
    let last = lines.last().unwrap();
    assert_eq!((&last["type"], &last["pain"], &last["rev"]), (&"session".into(), &4.into(), &1.into()));
    other.wait_for("Pain now");
    other.press(b"\n");
    other.wait_for("ended");
    assert!(self::lines(&silent).last().unwrap().get("pain").is_none());
}

/// On a terminal, forgetting is a question; anything but yes is no.
#[test]
fn a_terminal_is_asked_before_anything_is_forgotten() {
    let person = with_history("history-sure");
    let run = format!("{} history forget --all; echo ended", person::BINARY);
    for (answer, kept) in [("\n", 4), ("no\n", 4), ("y\n", 0)] {
        let Some(mut terminal) = Terminal::open(&person, &run) else {
            return person::skip("script", "there is no program `script`");
        };
        terminal.wait_for("Forget 2 sets, 1 session and 1 other line? This cannot be undone. [y/N] ");
        terminal.press(answer.as_bytes());
        terminal.wait_for("ended");
        assert_eq!(lines(&person).len(), kept, "{answer:?}");
    }
}

#[test]
fn the_end_of_a_session_says_the_week() {
    let person = person("history-week");
    let mut command = person.command(&["run", "short", "--no-sound", "--plain"]);
    let once = person.begin(command.env("REPCUE_GOAL", "1"));
    let usual = person.session(&["run", "short"]);
    let said = once.end().1;
    assert!(said.trim_end().ends_with(". 1 day this week."), "{said}");
    let said = usual.end().1;
    assert!(said.trim_end().ends_with(". 1 of 3 days this week."), "{said}");
}

#[test]
fn the_history_is_shown_in_all_forms() {
    let person = with_history("history-shown");
    let said = says(&person, &["history"]);
    assert!(said.contains("2 days, 1 min of work, 12 reps since 25 Nov 2025.\n"), "{said}");
    assert!(said.contains("1 line of a later version: kept, but not shown.\n"), "{said}");
    let json: Value = serde_json::from_str(&says(&person, &["history", "--json"])).unwrap();
    assert_eq!((&json["totals"]["reps"], &json["unknown_lines"]), (&12.into(), &1.into()));
    let one: Value = serde_json::from_str(&says(&person, &["history", "plank", "--json"])).unwrap();
    assert_eq!((one["sets"].as_array().unwrap().len(), &one["totals"]["seconds"]), (1, &30.into()));
    assert!(says(&person, &["history", "PLANK"]).starts_with("Plank, 1 day; best: 30 s on 25 Nov 2025\n"));
    assert!(
        says(&person, &["history", "last"])
            .starts_with("Short, but hard\nTuesday, 24 November 2026, 18:00, 2:10\n")
    );
    let svg = person.folder.join("days.svg").display().to_string();
    assert_eq!(says(&person, &["history", "--svg", &svg]), "Wrote OWN/days.svg.\n");
    let text = fs::read_to_string(&svg).unwrap();
    assert!(
        roxmltree::Document::parse(&text)
            .unwrap()
            .descendants()
            .filter(|node| node.has_tag_name("rect"))
            .count()
            > 270
    );
    let (code, _, told) = person.repcue(&["history", "--svg", &svg]);
    assert!(code == 2 && told.contains("already exists"), "{told}");
    let (code, _, told) = person.repcue(&["history", "plonk"]);
    assert!(
        code == 2
            && told.contains("no exercise named `plonk` in the history")
            && told.contains("did you mean `plank`?"),
        "{told}"
    );
}

#[test]
fn what_is_to_be_forgotten_is_forgotten() {
    let person = with_history("history-forget");
    let forget = |more: &[&str]| person.repcue(&[&["history", "forget"], more].concat());
    let (code, _, told) = forget(&["--all"]);
    assert!(code == 2 && told.contains("`--yes` forgets without asking"), "{told}");
    let (code, _, told) = forget(&["--session", "nothing", "--yes"]);
    assert!(code == 2 && told.contains("no session `nothing` in the history"), "{told}");
    assert_eq!(forget(&["--yes"]).0, 2, "nothing is said to be forgotten");
    assert_eq!(forget(&["--before", "yesterday", "--yes"]).0, 2);
    assert_eq!(forget(&["--before", "2020-01-01"]).1, "Nothing to forget.\n");
    assert_eq!(forget(&["--before", "2026-01-01", "--yes"]).1, "Forgot 1 set.\n");
    assert_eq!(
        forget(&["--session", "2026-11-24T18:00:00+01:00-000001", "-y"]).1,
        "Forgot 1 set and 1 session.\n"
    );
    assert_eq!(lines(&person).len(), 1, "a line of a later version without a date is kept");
    assert_eq!(forget(&["--all", "--yes"]).1, "Forgot 0 sets and 1 other line.\n");
    assert_eq!(person.file("data/history.jsonl"), "");
}

#[test]
fn files_are_put_together() {
    let person = with_history("history-merge");
    let other = person.folder.join("phone.jsonl");
    let more = LINES.replace("-000001", "-000009").replace("20 kg", "30 kg");
    fs::write(&other, format!("{more}{{\"v\":1,\"ty")).unwrap();
    let other = other.display().to_string();
    let merge = |files: &[&str]| person.repcue(&[&["history", "merge"], files].concat());
    assert_eq!(merge(&[&other]).1, "Added 2 lines; 2 of 4 said nothing new; 1 line could not be read.\n");
    let after = person.file("data/history.jsonl");
    assert!(after.starts_with(LINES));
    assert_eq!(
        merge(&[&other, &other]).1,
        "Added 0 lines; 8 of 8 said nothing new; 2 lines could not be read.\n"
    );
    assert_eq!(person.file("data/history.jsonl"), after);
    let (code, _, told) = merge(&["nowhere.jsonl"]);
    assert!(code == 2 && told.contains("cannot read `nowhere.jsonl`: file not found"), "{told}");
    let routine = person.folder.join("routines/short.toml").display().to_string();
    let (code, _, told) = merge(&[&routine]);
    assert!(code == 2 && told.contains("is no history"), "{told}");
}

#[test]
fn other_programs_get_it_in_their_formats() {
    let person = with_history("history-export");
    let path = |name: &str| person.folder.join(name).display().to_string();
    let (ics, csv, fit) = (path("a.ics"), path("a.csv"), path("fit"));
    let args = ["history", "export", "--ics", &ics, "--csv", &csv, "--fit", &fit];
    assert_eq!(
        says(&person, &args),
        "Wrote OWN/a.ics (2 sessions).\nWrote OWN/a.csv (2 sets).\nWrote 2 files into OWN/fit.\n"
    );
    let calendar = person.file("a.ics");
    assert!(
        calendar.contains("\r\nSUMMARY:Short\\, but hard\r\n")
            && calendar.matches("BEGIN:VEVENT").count() == 2
    );
    assert!(calendar.contains("\r\nDTSTART:20261124T170000Z\r\n"), "{calendar}");
    assert_eq!(
        person.file("a.csv").lines().nth(1),
        Some(
            "2025-11-25T18:00:00+01:00-000002,2025-11-25T18:02:00+01:00,,,plank,Plank,1,1,,seconds,,30,30,30,,,"
        )
    );
    let (code, _, told) = person.repcue(&args);
    assert!(code == 2 && told.contains("already exists"), "{told}");
    assert_eq!(person.repcue(&[&args[..], &["--force"]].concat()).0, 0);
    assert_eq!(person.repcue(&["history", "export"]).0, 2);
    decoded(&person, &fit);
}

/// The FIT files as the SDK of the format's owner reads them.
fn decoded(person: &Person, folder: &str) {
    const READ: &str = "import sys\nfrom garmin_fit_sdk import Decoder, Stream\n\
        assert Decoder(Stream.from_file(sys.argv[1])).check_integrity()\n\
        messages, errors = Decoder(Stream.from_file(sys.argv[1])).read()\n\
        assert not errors, errors\nsets = messages['set_mesgs']\n\
        print(len(sets), sets[0]['repetitions'], sets[0]['weight'], sets[0]['category'], messages['session_mesgs'][0]['sub_sport'])";
    let has_it = std::process::Command::new("python3").args(["-c", "import garmin_fit_sdk"]).output();
    if !has_it.is_ok_and(|output| output.status.success()) {
        return person::skip("garmin-fit-sdk", "Python has no module garmin_fit_sdk");
    }
    let file = format!("{folder}/2026-11-24T1800000100-000001.fit");
    let read = std::process::Command::new("python3").args(["-c", READ, &file]).output().unwrap();
    let (out, told) = (String::from_utf8(read.stdout).unwrap(), String::from_utf8(read.stderr).unwrap());
    assert_eq!(out.trim(), "1 12 20.0 squat strength_training", "{told} {}", person.folder.display());
}

/// Eight processes at once.
#[test]
fn sessions_that_end_at_the_same_time_lose_nothing() {
    let person = person("history-eight");
    let sessions: Vec<_> = (0..8)
        .map(|n| {
            let name = format!("s{n}");
            person.session(&[
                "drill",
                "plank",
                "--for",
                "3s",
                "--sets",
                "1",
                "--ready",
                "0s",
                "--session",
                &name,
            ])
        })
        .collect();
    for session in sessions {
        assert_eq!(session.end().0, 0);
    }
    let lines = lines(&person);
    assert_eq!(lines.len(), 16, "{lines:?}");
    let ids: std::collections::BTreeSet<&str> =
        lines.iter().map(|line| line["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 16);
}

/// Invented sessions from February to 26 November 2026, with a fortnight off in July. They are the same each time.
fn invented() -> String {
    const EXERCISES: [(&str, &str, bool); 4] = [
        ("clam-shell", "Lying clam shell", true),
        ("glute-bridge", "Glute bridge", false),
        ("bird-dog", "Bird dog", true),
        ("squat", "Dumbbell or bar squat", false),
    ];
    let mut dice = fastrand::Rng::with_seed(7);
    let mut text = String::new();
    let first = repcue::routine::week::Day::new(2026, 2, 23).number();
    for n in 0..=276 {
        let date =
            repcue::calendar::format_day(repcue::routine::week::Day::from_number(first + n), "%Y-%m-%d");
        // Mostly on Monday, Wednesday and Friday.
        let chance = if [0, 2, 4].contains(&(n % 7)) { 0.75 } else { 0.15 };
        if dice.f64() > chance || (147..161).contains(&n) {
            continue;
        }
        let session = format!("{date}T18:00:00+01:00-{n:06x}");
        let growth = n / 40;
        let mut number = 0;
        let mut add = |(id, name, has_sides): (&str, &str, bool), set: i64, cued: i64| {
            for side in if has_sides { &["left", "right"][..] } else { &[""] } {
                number += 1;
                let side = if has_sides { format!(r#""side":"{side}","#) } else { String::new() };
                let load = if id == "squat" {
                    format!(r#","load":"{} kg""#, 20 + 5 * (n / 60))
                } else {
                    String::new()
                };
                text += &format!(
                    r#"{{"v":1,"type":"set","id":"{session}-{number}","session":"{session}","at":"{date}T18:{number:02}:00+01:00","routine":"lower-back-glutes","exercise":"{id}","name":"{name}","round":1,"set":{set},{side}"measure":"reps","planned":{cued},"cued":{cued},"seconds":{}{load}}}"#,
                    5 * cued
                );
                text.push('\n');
            }
        };
        for exercise in &EXERCISES[..dice.usize(1..=4)] {
            for set in 1..=dice.i64(1..=3) {
                let last_of_the_day = i64::from(dice.f64() < 0.1);
                add(*exercise, set, 10 + growth - 2 * last_of_the_day);
            }
        }
        let seconds = 60 * (number + 2);
        text += &format!(
            r#"{{"v":1,"type":"session","id":"{session}","at":"{date}T18:00:00+01:00","what":"routine","routine":"lower-back-glutes","title":"Lower back and glutes","ending":"done","seconds":{seconds},"paused":0,"by":"repcue"}}"#
        );
        text.push('\n');
    }
    text
}

/// The picture in the documents is what the program draws of invented sessions, on a fixed day.
#[test]
fn the_picture_in_the_documents_is_the_programs_own() {
    let history = repcue::history::lines::History::read([invented().as_bytes()]);
    assert_eq!((history.damaged, history.unknown), (0, 0));
    let (today, goal) = (repcue::routine::week::Day::new(2026, 11, 26), repcue::history::week::Goal(3));
    let svg = repcue::report::history_picture::svg(&history, today, goal);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/history.svg");
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, &svg).unwrap();
    }
    assert_eq!(svg, fs::read_to_string(path).unwrap_or_default(), "docs/history.svg is stale: BLESS=1");
}

/// The real program draws the same on that day.
#[test]
fn the_program_shows_the_history_of_its_day() {
    let library = ["x86_64", "aarch64"]
        .map(|kind| format!("/usr/lib/{kind}-linux-gnu/faketime/libfaketime.so.1"))
        .into_iter()
        .find(|path| std::path::Path::new(path).exists());
    let Some(library) = library else { return person::skip("faketime", "there is no libfaketime") };
    let person = person("history-day");
    fs::create_dir_all(person.folder.join("data")).unwrap();
    fs::write(person.folder.join("data/history.jsonl"), invented()).unwrap();
    let on_that_day = |args: &[&str]| {
        let mut command = person.command(args);
        let (code, said, told) =
            person.said(command.env("LD_PRELOAD", &library).env("FAKETIME", "2026-11-26 20:00:00"));
        assert_eq!((code, told.as_str()), (0, ""));
        said
    };
    let svg = person.folder.join("days.svg").display().to_string();
    on_that_day(&["history", "--svg", &svg]);
    let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/history.svg");
    assert_eq!(fs::read_to_string(svg).unwrap(), fs::read_to_string(picture).unwrap());
    let shown = on_that_day(&["history"]);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/history/invented.txt");
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, &shown).unwrap();
    }
    assert_eq!(shown, fs::read_to_string(path).unwrap_or_default(), "{path}");
}
