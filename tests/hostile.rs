//! Text from outside on a real terminal: names of files and folders, and files that are not routines.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, Stdio};

use person::{BINARY, Person, skip, until};

/// A window title, a colour, a C1 code, a bidirectional override, a line feed: zip, tar and git allow such names.
const NAME: &str = "e\u{1b}]0;PWN\u{7}\u{1b}[31mv\u{9b}31mi\u{202e}l\n\u{200b}x.toml";

/// What a command prints on a terminal: output through a pipe would not show what is filtered only there.
fn on_a_terminal(person: &Person, words: &[&str]) -> Option<String> {
    let mut command = Command::new("script");
    let repcue = person.command(&[]);
    command.env_clear().envs(repcue.get_envs().filter_map(|(key, value)| Some((key, value?))));
    let line: Vec<String> =
        [BINARY].iter().chain(words).map(|word| format!("'{}'", word.replace('\'', "'\\''"))).collect();
    command.args(["-qfc", &line.join(" "), "/dev/null"]).env("SHELL", "/bin/sh").current_dir(&person.folder);
    let output = command.stdin(Stdio::null()).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The text without the colours and cursor movements that the program adds itself.
fn without_own_escapes(text: &str) -> String {
    let mut rest = text;
    let mut plain = String::new();
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain += before;
        let end = after.find(|c: char| !(c.is_ascii_digit() || c == ';' || c == '?')).unwrap_or(0);
        // `m` sets colours, `A` to `D` move, `K` and `J` clear, `h` and `l` show and hide the cursor.
        let known = after[end..].starts_with(['m', 'A', 'B', 'C', 'D', 'K', 'J', 'h', 'l']);
        // Colour 31 on its own is the one in the name.
        let own = known && !(after.starts_with("31m") && after[3..].starts_with('v'));
        plain += if own { "" } else { "\u{1b}[" };
        rest = if own { &after[end + 1..] } else { after };
    }
    plain + rest
}

#[track_caller]
fn is_harmless(what: &[&str], text: &str) {
    let plain = without_own_escapes(text);
    let bad = plain.chars().find(|c| repcue::printable::is_hidden(*c) && !matches!(c, '\n' | '\r' | '\t'));
    assert!(bad.is_none(), "{what:?} prints {bad:?}: {plain:?}");
    assert!(!plain.is_empty(), "{what:?} prints nothing");
}

#[test]
fn file_names_never_reach_a_terminal_unescaped() {
    let person = Person::new("names");
    fs::create_dir_all(&person.folder).unwrap();
    let good = "ready='0s'\n[[exercise]]\nname='a'\nreps=1\nlift='100ms'\nlower='100ms'\n";
    fs::write(person.folder.join(NAME), good).unwrap();
    let broken = format!("b{NAME}");
    fs::write(person.folder.join(&broken), "rest = 20\n").unwrap();
    let exercise = format!("x{NAME}");
    fs::write(person.folder.join(&exercise), "name='X'\nreps=1\nlift='100ms'\nlower='100ms'\n").unwrap();
    let [path, broken, exercise] = [NAME, &broken, &exercise].map(|name| format!("./{name}"));
    let (path, broken, exercise) = (path.as_str(), broken.as_str(), exercise.as_str());
    let missing = format!("{path}.nowhere.toml");
    // The order is that in which they change the files.
    let commands: &[&[&str]] = &[
        &["check", path],
        &["check", broken, exercise],
        &["show", path],
        &["show", exercise],
        &["show", path, "--json"],
        &["show", exercise, "--json"],
        &["show", path, "--svg", "/dev/null/x.svg"],
        &["show", &missing],
        &["run", broken],
        &["export", path, "-o", "x.wav"],
        &["export", path, "-o", path],
        &["set", path, "a", "reps=2"],
        &["set", path, "b", "reps=2"],
        &["set", path, "--undo"],
        &["set", broken, "a", "reps=2"],
        &["new", path],
        &["new", "copied", "--from", path],
        &["show", "copied"],
        &["edit", path],
        &["voice", "install", path],
        &["ctl", "status", "--session", path],
        &["run", path, path],
        &["run", path, "--only", path],
    ];
    for words in commands {
        let Some(text) = on_a_terminal(&person, words) else { return skip("script", "there is no `script`") };
        is_harmless(words, &text);
    }
    let sessions: &[&[&str]] = &[
        &["run", path, "--no-sound"],
        &["run", path, "--no-sound", "--plain"],
        &["drill", exercise, "--no-sound", "--ready", "0s"],
        &["run", path, "--sounds", path],
        &["run", path, "--device", path],
    ];
    std::thread::scope(|scope| {
        for words in sessions {
            scope.spawn(|| is_harmless(words, &on_a_terminal(&person, words).unwrap()));
        }
    });
    assert_eq!(person.repcue(&["check", "copied"]).0, 0, "the name is in a comment of the copy");
    // A pipe gets no more than a terminal, and JSON remains JSON.
    let json = person.command(&["show", path, "--json"]).current_dir(&person.folder).output().unwrap().stdout;
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["title"], "e\\u{1b}]0;PWN\\u{7}\\u{1b}[31mv\\u{9b}31mi\\u{202e}l\\n\\u{200b}x");
}

#[test]
fn unused_files_are_reported_and_block_nothing() {
    // A long path is never shortened, so that the file can be found.
    let person = Person::new("whose-folder-has-a-path-of-more-than-sixty-characters");
    let routines = person.folder.join("routines");
    fs::create_dir_all(routines.join("sub")).unwrap();
    let good = "[[exercise]]\nname='a'\nreps=1\n";
    let names = ["good one.toml", "Upper.TOML", "notepad.toml.txt", "sub/deep.toml", "x.json", NAME];
    for name in names.iter().chain(&["$(touch pwned).toml", "-rf.toml", "old.toml~", ".hidden.toml"]) {
        fs::write(routines.join(name), good).unwrap();
    }
    fs::write(routines.join(OsStr::from_bytes(b"latin\xe9.toml")), good).unwrap();
    std::os::unix::fs::symlink("there-is-none", routines.join("dangling.toml")).unwrap();
    let fifo = Command::new("mkfifo").arg(routines.join("fifo.toml")).status();
    let (code, listed, told) = person.repcue(&["list"]);
    assert_eq!(code, 0, "{told}");
    assert!(listed.contains("  good one ") && listed.contains("  dangling "), "{listed}");
    let mut expected = vec![
        "rename it to `Upper.toml`",
        "rename it to `notepad.toml`",
        "sub` is not used: it is a folder",
        "it is JSON",
        "contains the invisible character",
        "contains `$`",
        "begins with `-`",
        "is not UTF-8 text",
    ];
    if fifo.is_ok_and(|status| status.success()) {
        expected.push("fifo.toml` is not used: it is a FIFO, not a file");
    }
    for words in &expected {
        assert!(told.contains(words), "{words} is not in {told}");
    }
    assert_eq!(told.matches("is not used").count(), expected.len(), "{told}");
    assert!(!told.contains("hidden.toml") && !told.contains("old.toml"), "{told}");
    // Asking for one of them reports why it is not used.
    let (code, _, told) = person.repcue(&["run", "Upper"]);
    assert_eq!((code, told.contains("Upper.TOML` is not used")), (2, true), "{told}");
    assert_eq!(person.repcue(&["check", "good one"]).0, 0);
}

/// A FIFO or a device in place of a file: nothing blocks on it.
#[test]
fn a_fifo_in_the_users_folder_blocks_nothing() {
    for (place, words) in [
        ("config.toml", &["list"][..]),
        ("phrases.toml", &["show"]),
        ("exercises/x.toml", &["list"]),
        ("routines/x.toml", &["run", "x"]),
        ("routines/x.toml", &["edit", "x"]),
        ("routines/x.toml", &["--", "repcue", "run", ""]),
    ] {
        let person = Person::new("fifo");
        let path = person.folder.join(place);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if !Command::new("mkfifo").arg(&path).status().is_ok_and(|status| status.success()) {
            return skip("mkfifo", "there is no `mkfifo`");
        }
        let mut command = person.command(words);
        command.env("EDITOR", "cat");
        if words[0] == "--" {
            command.env("REPCUE_COMPLETE", "fish");
        }
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let ended = until(|| child.try_wait().unwrap().is_some());
        let _ = child.kill();
        let _ = child.wait();
        assert!(ended, "{words:?} blocks on {place}");
    }
}

#[test]
fn an_unreadable_folder_is_reported() {
    let person = Person::new("unreadable");
    fs::create_dir_all(&person.folder).unwrap();
    fs::write(person.folder.join("routines"), "a file").unwrap();
    let (code, _, told) = person.repcue(&["list"]);
    assert_eq!((code, told.contains("routines` cannot be read")), (0, true), "{told}");
}

#[test]
fn names_are_the_same_however_their_letters_are_composed() {
    let person = Person::new("composed");
    let routines = person.folder.join("routines");
    fs::create_dir_all(&routines).unwrap();
    fs::write(routines.join("e\u{301}vening.toml"), "[[exercise]]\nname='a'\nreps=1\n").unwrap();
    for name in ["\u{e9}vening", "e\u{301}vening"] {
        assert_eq!(person.repcue(&["check", name]).0, 0, "{name}");
    }
}

#[test]
fn a_file_of_another_kind_is_reported_as_such() {
    let person = Person::new("kinds");
    fs::create_dir_all(&person.folder).unwrap();
    fs::write(person.folder.join("five.toml"), "[[exercise]]\nname='a'\nreps=1\n").unwrap();
    fs::write(person.folder.join("five.json"), "{\n  \"title\": \"x\",\n  \"exercises\": []\n}\n").unwrap();
    let here = |words: &[&str]| person.said(person.command(words).current_dir(Path::new(&person.folder)));
    let (code, _, told) = here(&["check", "five"]);
    assert_eq!((code, told.contains("give its path: `./five.toml`")), (2, true), "{told}");
    let (code, _, told) = here(&["check", "./five.json"]);
    assert_eq!((code, told.matches("error").count()), (2, 1), "{told}");
    assert!(told.contains("this is JSON, not TOML"), "{told}");
}

#[test]
fn invisible_names_are_refused() {
    let person = Person::new("unseen");
    fs::create_dir_all(&person.folder).unwrap();
    let file = person.folder.join("x.toml");
    for (name, expected) in [
        ("\u{200b}", "only invisible characters"),
        ("\u{200d}\u{fe0f}", "only invisible characters"),
        ("\u{3164}", "only invisible characters"),
        ("a\u{200b}b", "the invisible character `/u{200b}`"),
        ("a\u{fffe}", "the invisible character `/u{fffe}`"),
    ] {
        fs::write(&file, format!("[[exercise]]\nname = \"{name}\"\nreps = 1\n")).unwrap();
        let (code, _, told) = person.repcue(&["check", file.to_str().unwrap()]);
        assert_eq!((code, told.contains(expected)), (2, true), "{name:?}: {told}");
    }
    // Joiners combine several characters into one symbol.
    fs::write(&file, "[[exercise]]\nname = \"🏋\u{fe0f}\u{200d}♀\u{fe0f} press\"\nreps = 1\n").unwrap();
    assert_eq!(person.repcue(&["check", file.to_str().unwrap()]).0, 0);
}
