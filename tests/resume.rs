//! Interrupted sessions and their resume points: which one is resumed, where, with what, and when none is.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use person::{Person, skip, until};

/// A routine of two exercises whose first work begins immediately.
const ROUTINE: &str =
    "ready='0s'\n[[exercise]]\nuse='glute-bridge'\nreps=40\n[[exercise]]\nuse='clam-shell'\nsets=2\n";

fn with_routines(name: &str) -> Person {
    let person = Person::new(name);
    fs::create_dir_all(person.folder.join("routines")).unwrap();
    for name in ["mine", "other", "plain"] {
        fs::write(person.folder.join(format!("routines/{name}.toml")), ROUTINE).unwrap();
    }
    person
}

/// The stored files, without the locks.
fn kept(person: &Person) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(person.folder.join("state/resume")) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    paths.sort();
    paths
}

/// Plays until the second exercise, and stops there. Returns everything printed.
fn interrupt(person: &Person, command: &mut Command) -> String {
    let session = person.begin(command.args(["--no-sound", "--plain"]));
    person.until("work", |status| status["kind"] == "work");
    person.repcue(&["ctl", "next"]);
    person.until("rest", |status| status["kind"] == "rest");
    person.repcue(&["ctl", "next"]);
    person.until("clam shell", |status| status["exercise"] == "clam-shell");
    person.repcue(&["ctl", "stop"]);
    session.end().1
}

/// Resumes. Returns the message about it, and where it begins.
fn resume(person: &Person, command: &mut Command) -> (String, String) {
    let session = person.begin(command.args(["--no-sound", "--plain"]));
    let exercise = person.status()["exercise"].as_str().unwrap().to_owned();
    session.signal("-TERM");
    (session.end().2, exercise)
}

#[test]
fn a_killed_session_can_be_resumed_at_its_set() {
    let person = with_routines("resume");
    let session = person.session(&["run", "mine", "--rest", "9s", "--shuffle", "--seed", "7"]);
    let first = person.status()["exercise"].clone();
    assert!(until(|| kept(&person).len() == 1));
    let file = kept(&person).remove(0);
    let mut rest = person.status();
    while rest["kind"] != "rest" {
        let before = rest["interval"].clone();
        person.repcue(&["ctl", "next"]);
        rest = person.until("the next interval", |status| status["interval"] != before);
    }
    let next = if first == "clam-shell" { "glute-bridge" } else { "clam-shell" };
    // A rest leads to the next set.
    let (exercise, set) = if rest["sets"] == 2 { ("clam-shell", 2) } else { (next, 1) };
    let texts = [format!("at-exercise = \"{exercise}\""), format!("at-set = {set}\n")];
    let is_kept = |kept: String| texts.iter().all(|text| kept.contains(text));
    assert!(until(|| fs::read_to_string(&file).is_ok_and(is_kept)), "{texts:?}");
    session.signal("-KILL");
    session.end();
    let names: Vec<PathBuf> =
        fs::read_dir(file.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(names.len(), 2, "one small file and its lock, and no unfinished one: {names:?}");

    let session = person.session(&["run", "--resume"]);
    let status = person.status();
    // The rest before it says what comes, and gives the time to get into position.
    assert_eq!(status["kind"], "rest");
    assert_eq!(status["interval"], rest["interval"]);
    // The stored rests are those of `--rest`.
    let file = kept(&person).remove(0);
    assert!(until(|| fs::read_to_string(&file).is_ok_and(|kept| kept.contains("rest = \"9s\""))));
    session.signal("-TERM");
    let (_, text, told) = session.end();
    assert!(told.contains("Resuming `mine` at "), "{told}");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].ends_with("Rest") && lines.len() <= 4, "nothing of what was done is shown: {text}");
    assert_eq!(lines[1], "You need: mat.");
}

#[test]
fn routines_do_not_affect_each_others_resume_points() {
    let person = with_routines("apart");
    let said = interrupt(&person, &mut person.command(&["run", "mine"]));
    assert!(
        said.ends_with(" (Lying clam shell, rep 1). Resume with `repcue run --resume`.\n"),
        "the last line says how to resume: {said}"
    );
    // The other one is stopped, and then played to its end.
    interrupt(&person, &mut person.command(&["run", "other"]));
    assert_eq!(kept(&person).len(), 2);
    let short = "ready='0s'\ntempo='0.1-0-0.1-0'\n[[exercise]]\nname='A'\nreps=8\n";
    fs::write(person.folder.join("routines/other.toml"), short).unwrap();
    assert_eq!(person.session(&["run", "other"]).end().0, 0);
    assert_eq!(kept(&person).len(), 1, "a completed session is not stored");

    let (told, _) = resume(&person, &mut person.command(&["run", "mine", "--resume"]));
    assert!(told.contains("Resuming `mine` at Lying clam shell"), "{told}");
    let (code, _, told) = person.repcue(&["run", "other", "--resume"]);
    assert_eq!(code, 2);
    assert!(told.contains("no unfinished session of `other`"), "{told}");
    assert!(told.contains("help: unfinished: `mine`"), "{told}");
}

#[test]
fn the_newest_is_resumed_if_none_is_named() {
    let person = with_routines("newest");
    interrupt(&person, &mut person.command(&["run", "other"]));
    interrupt(&person, &mut person.command(&["run", "mine"]));
    let (told, _) = resume(&person, &mut person.command(&["run", "--resume"]));
    assert!(told.contains("Resuming `mine` at Lying clam shell, left (set 1 of 2)"), "{told}");
    let (told, _) = resume(&person, &mut person.command(&["run", "other", "--resume"]));
    assert!(told.contains("Resuming `other` at "), "{told}");
}

#[test]
fn a_file_is_the_same_from_every_folder_and_by_every_path() {
    let person = Person::new("paths");
    let home = person.folder.join("a b");
    let folder = home.join("two  spaces é");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("it's r.toml");
    fs::write(&file, ROUTINE).unwrap();
    fs::write(folder.join("mine.toml"), ROUTINE).unwrap();
    symlink(&folder, home.join("link")).unwrap();
    let run = |from: &Path, words: &[&str]| {
        let mut command = person.command(words);
        command.current_dir(from);
        command
    };
    interrupt(&person, &mut run(&home, &["run", "./two  spaces é/it's r.toml"]));
    let absolute = file.to_str().unwrap().to_owned();
    let shown = format!("Resuming `{absolute}` at Lying clam shell");
    for (from, path) in [
        (&home, Some("link/it's r.toml")),
        (&folder, Some("it's r.toml")),
        (&person.folder, Some("a b/../a b/two  spaces é/./it's r.toml")),
        (&person.folder, Some(&absolute)),
        (&person.folder, None),
    ] {
        let words: Vec<&str> = ["run"].into_iter().chain(path).chain(["--resume"]).collect();
        let (told, _) = resume(&person, &mut run(from, &words));
        assert!(told.contains(&shown), "{path:?}: {told}");
    }
    // Another file is another routine.
    let other = run(&folder, &["run", "mine.toml", "--resume"]).output().unwrap();
    let told = String::from_utf8(other.stderr).unwrap();
    assert!(told.contains("no unfinished session of `/"), "{told}");
    assert!(told.contains(&format!("unfinished: `{absolute}`")), "{told}");
}

/// A named routine and its file are the same routine.
#[test]
fn a_users_routine_is_the_same_by_name_and_by_path() {
    let person = with_routines("by-path");
    interrupt(&person, person.command(&["run", "routines/mine.toml"]).current_dir(&person.folder));
    let (told, _) = resume(&person, &mut person.command(&["run", "mine", "--resume"]));
    assert!(told.contains("Resuming `mine` at "), "{told}");
}

#[test]
fn concurrent_sessions_are_kept_apart() {
    let person = with_routines("at-once");
    let begin = |words: &[&str], session: &str| {
        let running = person.session(words);
        let status = ["ctl", "status", "--json", "--session", session];
        assert!(until(|| person.repcue(&status).1.contains("\"kind\":\"work\"")), "{session}");
        running
    };
    let first = begin(&["run", "mine"], "main");
    let second = begin(&["run", "mine"], "2");
    let third = begin(&["run", "other"], "3");
    assert!(until(|| kept(&person).len() == 3), "{:?}", kept(&person));
    for words in [&["run", "mine", "--resume"][..], &["run", "other", "--resume"]] {
        let (code, _, told) = person.repcue(words);
        assert_eq!((code, told.contains("is still running")), (2, true), "{told}");
    }
    let (_, _, told) = person.repcue(&["run", "--resume"]);
    assert!(told.contains("the session is still running"), "{told}");
    for session in [first, second, third] {
        session.signal("-TERM");
        assert_eq!(session.end().0, 143);
    }
    assert_eq!(kept(&person).len(), 3);
    let (told, _) = resume(&person, &mut person.command(&["run", "other", "--resume"]));
    assert!(told.contains("Resuming `other` at "), "{told}");
    // A session with an explicit name is found by it, and keeps it.
    let named = begin(&["run", "mine", "--session", "anna"], "anna");
    assert!(until(|| kept(&person).len() == 4));
    named.signal("-TERM");
    named.end();
    let again = begin(&["run", "--resume", "--session", "anna"], "anna");
    again.signal("-TERM");
    let (_, _, told) = again.end();
    assert!(told.contains("Resuming `mine` at "), "{told}");
    let (_, _, told) = person.repcue(&["run", "--resume", "--session", "bob"]);
    assert!(told.contains("no unfinished session named `bob`"), "{told}");
}

#[test]
fn an_unfinished_session_is_reported_in_one_line_and_not_before_an_error() {
    let person = with_routines("notice");
    interrupt(&person, &mut person.command(&["run", "mine"]));
    let notice = "Unfinished: `mine`, at Lying clam shell, left (set 1 of 2), 3:40 of ";
    let session = person.session(&["run", "plain"]);
    session.signal("-TERM");
    let (_, _, told) = session.end();
    assert!(told.starts_with(notice), "{told}");
    assert!(
        told.ends_with(". Resume with `repcue run mine --resume`.\n") && told.lines().count() == 1,
        "{told}"
    );
    // The same without a terminal: there is nobody to ask.
    let session = person.session(&["run", "mine"]);
    session.signal("-TERM");
    assert!(session.end().2.starts_with(notice));
    // Neither has begun its work, so neither has replaced it.
    assert_eq!(kept(&person).len(), 1);
    for words in [&["run", "nosuch"][..], &["run", "mine", "--only", "nosuch"]] {
        let (code, _, told) = person.repcue(words);
        assert_eq!((code, told.contains("Unfinished")), (2, false), "{told}");
    }
}

#[test]
fn a_path_is_quoted_in_what_is_to_be_typed() {
    let person = Person::new("typed");
    let file = person.folder.join("a; b.toml");
    fs::create_dir_all(&person.folder).unwrap();
    fs::write(&file, ROUTINE).unwrap();
    interrupt(&person, person.command(&["run"]).arg(&file));
    let session = person.session(&["run", "morning"]);
    session.signal("-TERM");
    let (_, _, told) = session.end();
    let command = format!("Resume with `repcue run '{}' --resume`.", file.display());
    assert!(told.contains(&command), "{told}");
}

#[test]
fn sessions_without_work_and_completed_ones_are_not_stored() {
    let person = with_routines("begun");
    // During "get ready".
    let session = person.session(&["run", "morning"]);
    session.signal("-TERM");
    let (_, text, _) = session.end();
    let last = text.lines().last().unwrap();
    assert!(last.starts_with("Stopped at 0:0") && last.ends_with(" (before March on the spot)."), "{last}");
    // A drill.
    let session = person.session(&["drill", "glute-bridge", "--ready", "0s"]);
    person.until("one second", |status| status["at_ms"].as_u64().unwrap() > 1_200);
    session.signal("-TERM");
    assert!(!session.end().1.contains("Resume with"));
    // A routine from a pipe cannot be read again.
    let (code, _, told) = person.repcue(&["run", "-", "--resume"]);
    assert_eq!((code, told.contains("a routine from standard input cannot be resumed")), (2, true), "{told}");
    // While the end is announced, everything is complete.
    let session = person.session(&["run", "mine"]);
    assert!(until(|| kept(&person).len() == 1));
    while person.status()["kind"] != "done" {
        person.repcue(&["ctl", "next"]);
    }
    session.signal("-TERM");
    assert!(!session.end().1.contains("Resume with"));
    assert!(kept(&person).is_empty());
    let left = fs::read_dir(person.folder.join("state/resume")).unwrap().count();
    assert_eq!(left, 0, "and no lock");
    let (code, _, told) = person.repcue(&["run", "--resume"]);
    assert_eq!((code, told.contains("no unfinished session\n")), (2, true), "{told}");
}

#[test]
fn an_old_session_is_not_offered_but_can_be_resumed_and_a_very_old_one_is_removed() {
    let person = with_routines("old");
    interrupt(&person, &mut person.command(&["run", "mine"]));
    let file = kept(&person).remove(0);
    let age = |hours: u64| {
        let date = SystemTime::now() - Duration::from_secs(hours * 3600);
        File::options().write(true).open(&file).unwrap().set_modified(date).unwrap();
    };
    age(13);
    let session = person.session(&["run", "plain"]);
    session.signal("-TERM");
    assert_eq!(session.end().2, "");
    let (told, _) = resume(&person, &mut person.command(&["run", "--resume"]));
    assert!(told.contains("Resuming `mine`"), "{told}");
    age(31 * 24);
    let (code, _, told) = person.repcue(&["run", "mine", "--resume"]);
    assert_eq!((code, told.contains("no unfinished session of `mine`")), (2, true), "{told}");
    assert!(!file.exists());
}

#[test]
fn files_that_another_user_could_have_written_are_not_used() {
    let person = with_routines("stranger");
    interrupt(&person, &mut person.command(&["run", "mine"]));
    let file = kept(&person).remove(0);
    let folder = file.parent().unwrap();
    let good = fs::read_to_string(&file).unwrap();
    let refused = |text: &str| {
        fs::write(&file, text).unwrap();
        let (code, _, told) = person.repcue(&["run", "--resume", "--no-sound"]);
        assert_eq!(code, 2, "{told}");
        assert!(!told.contains('\u{1b}'), "{told:?}");
        told
    };
    // A file that is not a routine is read as one and refused; anything but a regular file is not opened.
    let named = |path: &str| good.replace("routine = \"mine\"", &format!("file = \"{path}\""));
    assert!(refused(&named("/etc/hostname")).contains("/etc/hostname"));
    let pipe = person.folder.join("pipe");
    if Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        let told = refused(&named(pipe.to_str().unwrap()));
        assert!(told.contains("pipe` no longer exists"), "{told}");
    }
    assert!(refused(&named("/dev/zero")).contains("`/dev/zero` no longer exists"));
    // A name is not a path, whatever is in the folder.
    assert!(refused(&good.replace("\"mine\"", "\"Cargo.toml\"")).contains("`Cargo.toml` no longer exists"));
    let told = refused("routine = \u{1b}[31m");
    assert!(told.contains("then start over"), "{told}");
    let told = refused(&good.replace("at-set = 1", "at-set = \"x\""));
    assert!(told.contains("`at-set` must be a whole number"), "{told}");
    // A session does not write links.
    fs::remove_file(&file).unwrap();
    let elsewhere = person.folder.join("elsewhere.toml");
    fs::write(&elsewhere, &good).unwrap();
    symlink(&elsewhere, &file).unwrap();
    assert!(person.repcue(&["run", "--resume"]).2.contains("no unfinished session\n"));
    fs::remove_file(&file).unwrap();
    fs::write(&file, &good).unwrap();
    // Other users can write into the folder.
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    let (code, _, told) = person.repcue(&["run", "--resume"]);
    assert_eq!((code, told.contains("must be a folder that only you can open")), (2, true), "{told}");
    let session = person.session(&["run", "mine"]);
    session.signal("-TERM");
    let told = session.end().2;
    assert!(told.contains("warning: this session cannot be resumed later: "), "{told}");
    assert!(!told.contains("Unfinished"), "{told}");
}

#[test]
fn a_missing_set_is_reported_and_the_session_starts_over() {
    let person = with_routines("gone");
    interrupt(&person, &mut person.command(&["run", "mine"]));
    let shorter = ROUTINE.split("[[exercise]]\nuse='clam-shell'").next().unwrap();
    fs::write(person.folder.join("routines/mine.toml"), shorter).unwrap();
    let (told, exercise) = resume(&person, &mut person.command(&["run", "mine", "--resume"]));
    assert_eq!(exercise, "glute-bridge");
    assert!(
        told.starts_with("warning: Lying clam shell, left (set 1 of 2) is no longer in `mine`"),
        "{told}"
    );
    // A missing routine is not replaced by something else with its name.
    fs::remove_file(person.folder.join("routines/mine.toml")).unwrap();
    fs::write(person.folder.join("mine"), ROUTINE).unwrap();
    let output = person.command(&["run", "--resume"]).current_dir(&person.folder).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("the routine `mine` no longer exists"), "{told}");
}

#[test]
fn a_resumed_session_takes_no_overrides() {
    let person = with_routines("given");
    for option in [&["--reps", "3"][..], &["--only", "squat"], &["--minutes", "9"], &["--from", "squat"]] {
        let words = [&["run", "--resume"], option].concat();
        let (code, _, told) = person.repcue(&words);
        assert_eq!(
            (code, told.contains(&format!("cannot be used with '{}", option[0]))),
            (2, true),
            "{told}"
        );
    }
}

#[test]
fn a_name_that_is_not_utf_8_is_refused() {
    let person = Person::new("bytes");
    fs::create_dir_all(&person.folder).unwrap();
    let name = std::ffi::OsStr::from_bytes(b"r\xff.toml");
    if fs::write(person.folder.join(name), ROUTINE).is_err() {
        return skip("file-names", "the file system has no such names");
    }
    for command in ["run", "show", "check", "drill"] {
        let mut command = person.command(&[command]);
        let output = command.current_dir(&person.folder).arg(name).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains("is not valid UTF-8: rename the file"), "{told}");
    }
}
