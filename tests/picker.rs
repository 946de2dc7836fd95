//! `repcue` without arguments: a list of routines on a terminal, and help elsewhere.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;
#[path = "shared/terminal.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod terminal;

use std::fs;

use person::{BINARY, Person, skip, until};
use terminal::{Terminal, kill, process_of, state};

/// A routine of half a second.
const SHORT: &str = "title = \"Short\"\nabout = \"A blink.\"\n[[exercise]]\nname = \"Blink\"\nreps = 1\nready = \"0s\"\ntempo = \"0.1-0-0.1-0\"\n";

/// A terminal that shows the list, and the mode of the terminal once repcue has ended.
fn open(person: &Person) -> Option<Terminal> {
    fs::create_dir_all(person.folder.join("routines")).unwrap();
    fs::write(person.folder.join("routines/short.toml"), SHORT).unwrap();
    let line = format!("stty cols 80 rows 40; '{BINARY}'; echo \"after $?\"; stty -a; exec sleep 20");
    let terminal = Terminal::open(person, &line);
    match &terminal {
        Some(terminal) => terminal.wait_for("q leave"),
        None => skip("script", "there is no `script`"),
    }
    terminal
}

/// The terminal is as it was: its own screen with its cursor, lines with an echo.
fn is_restored(terminal: &Terminal, code: i32) {
    terminal.wait_for("echoke");
    let seen = terminal.seen();
    let (before, after) = seen.split_once(&format!("after {code}")).unwrap_or_else(|| panic!("{seen}"));
    let place = |sequence: &str| before.rfind(sequence).unwrap_or_else(|| panic!("{sequence:?}: {seen:?}"));
    assert!(place("\x1b[?1049l") > place("\x1b[?1049h") && place("\x1b[?25h") > place("\x1b[?25l"));
    let modes: Vec<&str> = after.split_whitespace().collect();
    for mode in ["icanon", "echo", "isig", "opost"] {
        assert!(modes.contains(&mode), "{mode}: {after}");
    }
}

#[test]
fn a_routine_is_chosen_and_played_and_marked_the_next_time() {
    let person = Person::new("picker");
    let Some(mut terminal) = open(&person) else { return };
    terminal.wait_for("> ");
    let seen = terminal.seen();
    for words in ["first-week", "lower-back-glutes", "A blink.", "11 min", "mat, chair"] {
        assert!(seen.contains(words), "{words}: {seen}");
    }
    terminal.press(b"/bli");
    terminal.wait_for("Routines with: bli_");
    // The session plays on the same terminal, and its keys arrive there.
    terminal.press(b"\r");
    terminal.wait_for("Well done");
    is_restored(&terminal, 0);
    drop(terminal);
    assert!(person.file("state/played/routines.toml").contains("[\"short\"]"));
    let Some(mut terminal) = open(&person) else { return };
    let seen = terminal.seen();
    let marked = seen.lines().find(|line| line.contains("> ")).unwrap();
    assert!(marked.contains("short"), "{marked}");
    terminal.press(b"q");
    is_restored(&terminal, 0);
}

#[test]
fn exercises_are_shown_and_arrows_move() {
    let person = Person::new("picker-exercises");
    let Some(mut terminal) = open(&person) else { return };
    terminal.press(b"/first-week\x1b[Ae");
    terminal.wait_for("first-week: the exercises");
    terminal.press(b"\r");
    terminal.wait_for("Pelvic tilt");
    terminal.wait_for("sources");
    // Escape alone leads back, once no more characters follow it.
    terminal.press(b"\x1b");
    assert!(until(|| terminal.seen().matches("the exercises").count() > 1), "{}", terminal.seen());
    terminal.press(b"\x03");
    is_restored(&terminal, 0);
}

#[test]
fn a_signal_restores_the_terminal() {
    for (signal, code) in [("-TERM", 143), ("-INT", 130)] {
        let person = Person::new(&format!("picker{signal}"));
        let Some(terminal) = open(&person) else { return };
        kill(signal, process_of(&person));
        is_restored(&terminal, code);
    }
}

#[test]
fn it_is_suspended_and_continued() {
    let person = Person::new("picker-suspended");
    let Some(mut terminal) = open(&person) else { return };
    let process = process_of(&person);
    terminal.press(b"\x1a");
    assert!(until(|| state(process) == 'T'));
    assert!(terminal.seen().ends_with("\x1b[?1049l"), "{:?}", terminal.seen());
    kill("-CONT", process);
    assert!(until(|| terminal.seen().matches("\x1b[?1049h").count() == 2));
    terminal.press(b"q");
    is_restored(&terminal, 0);
}

#[test]
fn elsewhere_there_is_help() {
    let person = Person::new("picker-help");
    let (code, said, told) = person.repcue(&[]);
    assert_eq!((code, said.as_str()), (2, ""));
    assert!(told.contains("Usage:"), "{told}");
    // A terminal without cursor control, and a screen reader.
    for variable in ["TERM=dumb", "ACCESSIBLE=1"] {
        let line = format!("stty cols 80 rows 40; {variable} '{BINARY}'; exec sleep 20");
        let Some(terminal) = Terminal::open(&person, &line) else {
            return skip("script", "there is no `script`");
        };
        terminal.wait_for("Usage:");
        assert!(!terminal.seen().contains("1049"), "{variable}");
    }
}
