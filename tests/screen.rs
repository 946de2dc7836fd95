//! The full view in a terminal: what the terminal shows, and that it is afterwards what it was before.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;
#[path = "shared/terminal.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod terminal;

use person::{BINARY, Person, skip, until};
use repcue::display::terminal::{Features, Terminal as FullView};
use terminal::{Terminal, kill, process_of, resize, state};

const SIZE: (u16, u16) = (80, 24);
/// A set that outlasts every test.
const DRILL: &str = "drill glute-bridge --reps=40 --ready=0s --no-sound";

/// The line that runs a drill in a terminal of [`SIZE`], between two others.
fn line(drill: &str) -> String {
    let (columns, rows) = SIZE;
    format!(
        "stty cols {columns} rows {rows}; echo before; '{BINARY}' {drill}; echo \"after $?\"; exec sleep 20"
    )
}

/// What a terminal of this size shows after these bytes.
fn shown(bytes: &[u8], (columns, rows): (u16, u16)) -> vt100::Parser {
    let [rows, columns] = [rows, columns].map(|count| std::num::NonZeroU16::new(count).unwrap());
    let mut parser = vt100::Parser::new(rows, columns, 0);
    parser.process(bytes);
    parser
}

/// Opens a terminal with a drill, once it is in the full view.
fn begin(name: &str, drill: &str) -> Option<(Person, Terminal)> {
    let person = Person::new(name);
    let Some(terminal) = Terminal::open(&person, &line(drill)) else {
        skip("script", "there is no `script`");
        return None;
    };
    wait(&terminal, "the full view", |screen| {
        screen.alternate_screen() && screen.contents().contains("space pause")
    });
    Some((person, terminal))
}

/// Waits until the screen is as wanted.
#[track_caller]
fn wait(terminal: &Terminal, what: &str, is: impl Fn(&vt100::Screen) -> bool) {
    let is_there = until(|| is(shown(&terminal.bytes(), SIZE).screen()));
    assert!(is_there, "{what}: {}", shown(&terminal.bytes(), SIZE).screen().contents());
}

/// The terminal's own screen after the program: the lines from before, its last message, the shell's next line.
#[track_caller]
fn is_restored(terminal: &Terminal, message: &str, code: u8) {
    wait(terminal, "the end", |screen| screen.contents().contains("after"));
    let parser = shown(&terminal.bytes(), SIZE);
    let screen = parser.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor());
    let contents = screen.contents();
    let lines: Vec<&str> = contents.lines().collect();
    assert_eq!(
        (lines[0], lines.last().copied()),
        ("before", Some(format!("after {code}").as_str())),
        "{contents}"
    );
    // What was shown above the bars is still there.
    let said: Vec<&&str> = lines[1..].iter().filter(|line| **line != "You need: mat.").collect();
    assert!(said[0].starts_with(message) && lines.len() < 7, "{contents}");
    // The title is put back last, from where the terminal keeps it.
    let text = String::from_utf8_lossy(&terminal.bytes()).into_owned();
    assert!(text.contains("\x1b]2;LIFT 1"), "{text:?}");
    assert!(text.rfind("\x1b[23;2t") > text.rfind("\x1b]2;"), "{text:?}");
}

#[test]
fn the_terminal_is_what_it_was_whatever_ends_the_session() {
    for (name, key, signal, code) in [
        ("screen-q", Some(&b"q"[..]), None, 0),
        ("screen-interrupt", Some(&b"\x03"[..]), None, 130),
        ("screen-term", None, Some("-TERM"), 143),
    ] {
        let Some((person, mut terminal)) = begin(name, DRILL) else { return };
        if let Some(key) = key {
            terminal.press(key);
        }
        if let Some(signal) = signal {
            kill(signal, process_of(&person));
        }
        is_restored(&terminal, "Stopped at 0:0", code);
    }
    let short = "drill glute-bridge --reps=2 --ready=0s --tempo=0.5-0-0.5-0 --no-sound";
    let Some((_person, terminal)) = begin("screen-done", short) else { return };
    is_restored(&terminal, "Well done. 1 exercise, 2 reps in 0:0", 0);
}

#[test]
fn the_keys_and_the_display_can_be_changed() {
    let Some((_person, mut terminal)) = begin("screen-keys", DRILL) else { return };
    terminal.press(b"?");
    wait(&terminal, "the keys", |screen| screen.contents().contains("repeat the last instruction"));
    terminal.press(b"?");
    wait(&terminal, "no keys", |screen| !screen.contents().contains("repeat the last instruction"));
    terminal.press(b"d");
    wait(&terminal, "bars", |screen| !screen.alternate_screen() && screen.contents().contains("rep 1 of 40"));
    terminal.press(b"d");
    wait(&terminal, "the full view", |screen| {
        screen.alternate_screen() && screen.contents().contains("space pause")
    });
    terminal.press(b" ");
    wait(&terminal, "paused", |screen| screen.contents().contains("Space resumes."));
    terminal.press(b"q");
    is_restored(&terminal, "Stopped at 0:0", 0);
}

/// Each size is drawn again on an empty screen, and nothing of another size remains. A small window has the bars.
#[test]
fn a_storm_of_sizes_leaves_the_last_one_drawn() {
    let Some((person, mut terminal)) = begin("screen-resize", DRILL) else { return };
    let process = process_of(&person);
    // While it is paused, nothing but the size changes.
    terminal.press(b" ");
    wait(&terminal, "paused", |screen| screen.contents().contains("Space resumes."));
    for n in 0..40 {
        resize(process, (40 + n * 4, 14 + n));
    }
    for size in [(100, 30), (50, 14), (40, 20), (120, 40)] {
        resize(process, size);
        let last = || {
            let bytes = terminal.bytes();
            let cleared = bytes.windows(4).rposition(|bytes| bytes == b"\x1b[2J").unwrap_or(0);
            shown(&bytes[cleared..], size).screen().contents()
        };
        let (columns, rows) = size;
        let is_drawn = |contents: &str| {
            let lines: Vec<&str> = contents.lines().collect();
            lines.len() == usize::from(rows)
                && lines[usize::from(rows) - 1].ends_with("? keys · q stop")
                && lines[0].chars().count() == usize::from(columns)
                && contents.matches("resumes.").count() == 1
                && contents.matches("q stop").count() == 1
        };
        assert!(until(|| is_drawn(&last())), "{columns}x{rows}: {}", last());
    }
    resize(process, (39, 12));
    let bars = || shown(&terminal.bytes(), (39, 12)).screen().contents();
    assert!(until(|| bars().contains("Paused · Glute bridge")), "{}", bars());
}

/// Ctrl-Z: the shell has its own screen; and after `fg` the session is paused in the full view.
#[test]
fn a_suspended_session_gives_the_screen_back() {
    let person = Person::new("screen-suspend");
    let (columns, rows) = SIZE;
    let line = format!("stty cols {columns} rows {rows}; exec '{BINARY}' {DRILL}");
    let Some(mut terminal) = Terminal::open(&person, &line) else {
        return skip("script", "there is no `script`");
    };
    wait(&terminal, "the full view", vt100::Screen::alternate_screen);
    let process = process_of(&person);
    terminal.press(&[0x1a]);
    assert!(until(|| state(process) == 'T'), "it is suspended");
    // The program that opens the terminal is suspended with the session, and continues before it.
    until(|| state(terminal.script()) == 'T');
    kill("-CONT", terminal.script());
    kill("-CONT", process);
    wait(&terminal, "the full view again", |screen| {
        screen.alternate_screen() && screen.contents().contains("Space resumes.")
    });
    let seen = terminal.seen();
    let own_screen = seen.find("\x1b[?25h\x1b[?1049l").unwrap();
    assert!(
        seen.find("\x1b[?1049h") < Some(own_screen) && seen.rfind("\x1b[?1049h") > Some(own_screen),
        "{seen:?}"
    );
    terminal.press(b"q");
    wait(&terminal, "the end", |screen| {
        !screen.alternate_screen() && screen.contents().contains("Stopped at 0:0")
    });
}

#[test]
#[ignore = "a_panic_restores_the_terminal_first runs it in a terminal"]
fn panics_in_the_full_view() {
    let mut view = FullView::new(Features { has_title: true, has_progress: true });
    view.enter();
    panic!("as planned");
}

#[test]
fn a_panic_restores_the_terminal_first() {
    let test = std::env::current_exe().unwrap();
    let test = format!("'{}' --ignored --exact panics_in_the_full_view --nocapture", test.display());
    let Some(terminal) =
        Terminal::open(&Person::new("screen-panic"), &format!("{test}; echo after; exec sleep 20"))
    else {
        return skip("script", "there is no `script`");
    };
    terminal.wait_for("after");
    let seen = terminal.seen();
    let places = ["\x1b[?1049h", "\x1b]9;4;0", "\x1b[?1049l", "as planned"].map(|words| seen.find(words));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}: {seen:?}");
}

#[test]
fn progress_is_shown_and_taken_back() {
    let person = Person::new("screen-progress");
    let line = format!("TERM_PROGRAM=ghostty; export TERM_PROGRAM; {}", line(DRILL));
    let Some(mut terminal) = Terminal::open(&person, &line) else {
        return skip("script", "there is no `script`");
    };
    terminal.wait_for("\x1b]9;4;1;0\x07");
    terminal.press(b"q");
    terminal.wait_for("Stopped at ");
    let seen = terminal.seen();
    assert!(seen.rfind("\x1b]9;4;0\x07") > seen.rfind("\x1b]9;4;1;"), "{seen:?}");
}
