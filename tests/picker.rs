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

use person::{BINARY, Person, skip, skips_signal, until};
use terminal::{Terminal, kill, process_of, resize, state};

/// A routine of half a second.
const SHORT: &str = "title = \"Short\"\nabout = \"A blink.\"\n[[exercise]]\nname = \"Blink\"\nreps = 1\nready = \"0s\"\ntempo = \"0.1-0-0.1-0\"\n";

/// A terminal that shows the list, and the mode of the terminal once repcue has ended.
fn open(person: &Person) -> Option<Terminal> {
    fs::create_dir_all(person.folder.join("routines")).unwrap();
    fs::write(person.folder.join("routines/short.toml"), SHORT).unwrap();
    let line = format!("stty cols 80 rows 40; '{BINARY}'; echo \"after $?\"; stty -a; exec sleep 20");
    let terminal = Terminal::open(person, &line);
    match &terminal {
        Some(terminal) => wait_for(terminal, "q leave"),
        None => skip("script", "there is no `script`"),
    }
    terminal
}

/// What the terminal shows.
fn shown(terminal: &Terminal) -> vt100::Parser {
    let [rows, columns] = [40, 80].map(|count| std::num::NonZeroU16::new(count).unwrap());
    let mut parser = vt100::Parser::new(rows, columns, 0);
    parser.process(&terminal.bytes());
    parser
}

/// Waits until the terminal shows these words.
#[track_caller]
fn wait_for(terminal: &Terminal, words: &str) {
    let is_there = until(|| shown(terminal).screen().contents().contains(words));
    assert!(is_there, "`{words}` is not in:\n{}", shown(terminal).screen().contents());
}

/// The terminal is as it was: its own screen with its cursor, lines with an echo.
#[track_caller]
fn is_restored(terminal: &Terminal, code: i32) {
    wait_for(terminal, "echoke");
    let parser = shown(terminal);
    let screen = parser.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor());
    let contents = screen.contents();
    let (_, after) = contents.split_once(&format!("after {code}\n")).unwrap_or_else(|| panic!("{contents}"));
    let modes: Vec<&str> = after.split_whitespace().collect();
    for mode in ["icanon", "echo", "isig", "opost"] {
        assert!(modes.contains(&mode), "{mode}: {after}");
    }
}

#[test]
fn a_routine_is_chosen_and_played_and_marked_the_next_time() {
    let person = Person::new("picker");
    let Some(mut terminal) = open(&person) else { return };
    for words in ["> b  first-week", "lower-back-glutes", "A blink.", "11 min", "mat, chair"] {
        wait_for(&terminal, words);
    }
    terminal.press(b"/bli");
    wait_for(&terminal, "Routines with: bli_");
    // The session plays on the same terminal.
    terminal.press(b"\r");
    is_restored(&terminal, 0);
    assert!(shown(&terminal).screen().contents().contains("Well done"));
    drop(terminal);
    assert!(person.file("state/played/routines.toml").contains("[\"short\"]"));
    let Some(mut terminal) = open(&person) else { return };
    let contents = shown(&terminal).screen().contents();
    let marked = contents.lines().find(|line| line.starts_with("> ")).unwrap();
    assert!(marked.contains("short"), "{marked}");
    terminal.press(b"q");
    is_restored(&terminal, 0);
}

#[test]
fn the_keys_of_the_session_arrive_there() {
    let person = Person::new("picker-keys");
    let Some(mut terminal) = open(&person) else { return };
    terminal.press(b"\r");
    wait_for(&terminal, "space pause");
    terminal.press(b"q");
    is_restored(&terminal, 0);
}

#[test]
fn exercises_are_shown_and_arrows_move() {
    let person = Person::new("picker-exercises");
    let Some(mut terminal) = open(&person) else { return };
    terminal.press(b"/first-week\x1b[Ae");
    wait_for(&terminal, "first-week: the exercises");
    terminal.press(b"\x1b[B\r");
    wait_for(&terminal, "setup      Lie on your back");
    // Escape alone leads back, once no more characters follow it.
    terminal.press(b"\x1b");
    wait_for(&terminal, "> Glute bridge");
    // The keys are in the last line of the window, whatever its size.
    resize(process_of(&person), (50, 12));
    let last = |terminal: &Terminal| {
        let contents = shown(terminal).screen().contents();
        contents.lines().nth(11).unwrap_or_default().trim_end().to_owned()
    };
    let expected = "Enter show   up/down choose   Esc back   q leave";
    assert!(until(|| last(&terminal) == expected), "{:?}", last(&terminal));
    terminal.press(b"\x03");
    wait_for(&terminal, "after 0");
}

#[test]
fn a_signal_restores_the_terminal() {
    for (signal, code) in [("-TERM", 143), ("-INT", 130)] {
        if skips_signal(code) {
            continue;
        }
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
    assert!(until(|| !shown(&terminal).screen().alternate_screen()));
    kill("-CONT", process);
    wait_for(&terminal, "q leave");
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
        wait_for(&terminal, "Look:");
        assert!(!terminal.seen().contains("1049"), "{variable}");
    }
}
