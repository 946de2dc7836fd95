//! How the program ends and starts if the sound server hangs; and how it handles signals.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;
#[path = "shared/server.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod server;
#[path = "shared/terminal.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod terminal;

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use person::{BINARY, Person, pass, skip, until};
use server::Server;
use terminal::{Terminal, kill, process_of};

/// A set that lasts for a while.
const DRILL: [&str; 5] = ["drill", "glute-bridge", "--for=60s", "--ready=0s", "--voice=off"];

/// What changes a terminal to the alternate screen of the full view, and back.
const FULL_VIEW: &str = "\u{1b}[?1049h";
const OWN_SCREEN: &str = "\u{1b}[?1049l";

/// A session in a terminal, playing on a sound server.
struct Played {
    terminal: Terminal,
    person: Person,
    server: Server,
}

impl Played {
    /// Starts a session, and waits until it plays. `None` if something it needs is missing: then the test is skipped.
    fn begin(name: &str) -> Option<Played> {
        let person = Person::new(name);
        let Some(server) = Server::start(&person) else {
            skip("pulseaudio", "there is no pulseaudio to start");
            return None;
        };
        let folder = person.folder.display();
        // The commands after it record how it ended, and how it leaves the terminal.
        let line = format!(
            "stty cols 80 rows 24; PULSE_SERVER='{}' PULSE_COOKIE='{}' '{BINARY}' {}; echo $? >'{folder}/code'; stty -a >'{folder}/stty'; \
             touch '{folder}/ended'; exec sleep 20",
            server.address(),
            server.cookie().display(),
            DRILL.join(" ")
        );
        fs::create_dir_all(&person.folder).unwrap();
        let Some(terminal) = Terminal::open(&person, &line) else {
            skip("script", "there is no `script`");
            return None;
        };
        terminal.wait_for(FULL_VIEW);
        person.until("it plays", |status| status["at_ms"].as_u64().unwrap() > 500);
        Some(Played { terminal, person, server })
    }

    /// Waits for its end: its exit code, and what the terminal has shown.
    fn end(self) -> (String, String) {
        let seen = || self.terminal.seen();
        assert!(until(|| self.person.folder.join("ended").exists()), "it has not ended: {}", seen());
        let stty = self.person.file("stty");
        let is_set = |flag: &str| stty.split_whitespace().any(|word| word == flag);
        assert!(["icanon", "echo", "isig"].into_iter().all(is_set), "{stty}");
        assert!(seen().rfind(OWN_SCREEN) > seen().rfind(FULL_VIEW), "it is on its own screen: {}", seen());
        (self.person.file("code").trim().to_owned(), seen())
    }
}

#[test]
fn a_session_stops_although_the_sound_server_hangs() {
    for (name, key, signal, code) in [
        ("hung-q", Some(&b"q"[..]), None, "0"),
        ("hung-interrupt", Some(&b"\x03"[..]), None, "130"),
        ("hung-term", None, Some("-TERM"), "143"),
    ] {
        let Some(mut played) = Played::begin(name) else { return };
        let process = process_of(&played.person);
        played.server.hang();
        if let Some(key) = key {
            played.terminal.press(key);
        }
        if let Some(signal) = signal {
            kill(signal, process);
        }
        let (exit, seen) = played.end();
        assert_eq!(exit, code, "{name}: {seen}");
        assert!(seen.contains("Stopped at 0:0"), "{name}: {seen}");
    }
}

/// An impatient user: the second signal ends it immediately, whatever the first has started.
#[test]
fn a_second_interrupt_ends_it_at_once() {
    let Some(mut played) = Played::begin("impatient-key") else { return };
    played.server.hang();
    played.terminal.press(b"\x03\x03");
    let (code, seen) = played.end();
    assert_eq!(code, "130", "{seen}");
    assert!(!seen.contains("Stopped at"), "{seen}");

    let Some(played) = Played::begin("impatient-signal") else { return };
    let process = process_of(&played.person);
    played.server.hang();
    // Two signals at the same instant count as one.
    let again = format!("while kill -TERM {process}; do sleep 0.02; done");
    let mut again =
        Command::new("timeout").args(["15", "sh", "-c", &again]).stderr(Stdio::null()).spawn().unwrap();
    let (code, seen) = played.end();
    again.wait().unwrap();
    assert_eq!(code, "143", "{seen}");
    assert!(!seen.contains("Stopped at"), "{seen}");
}

#[test]
fn a_session_with_keep_time_ends_although_the_sound_server_hangs() {
    let person = Person::new("hung-end");
    let Some(server) = Server::start(&person) else {
        return skip("pulseaudio", "there is no pulseaudio to start");
    };
    let words = ["drill", "glute-bridge", "--for=4s", "--ready=0s", "--voice=off", "--plain", "--keep-time"];
    let session = person.begin(server.command(&person).args(words));
    person.until("it plays", |status| status["at_ms"].as_u64().unwrap() > 500);
    server.hang();
    let (code, text, _) = session.end();
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("the sound device is gone; the session continues without sound"), "{text}");
    assert!(text.lines().last().is_some_and(|line| line.contains("Well done")), "{text}");
}

#[test]
fn a_sound_server_that_hangs_at_the_start_is_not_waited_for() {
    let person = Person::new("hung-start");
    let Some(server) = Server::start(&person) else {
        return skip("pulseaudio", "there is no pulseaudio to start");
    };
    server.hang();
    let mut session = person.begin(server.command(&person).args(DRILL).arg("--plain"));
    let at = person.status()["at_ms"].as_u64().unwrap();
    person.until("it continues by the clock", |status| status["at_ms"].as_u64().unwrap() > at + 300);
    server.resume();
    session.wait_for("The sound is back.");
    session.signal("-TERM");
    let (code, _, told) = session.end();
    assert_eq!(code, 143);
    let warning = "warning: the sound server does not answer; restart it, or use `--no-sound`; \
                   the session plays without sound until it answers\n";
    assert_eq!(told, warning);
    // The available devices are unknown.
    server.hang();
    let named = person.begin(server.command(&person).args(DRILL).args(["--plain", "--device=nosuch"]));
    named.signal("-TERM");
    let (code, _, told) = named.end();
    assert_eq!((code, told.as_str()), (143, warning));
}

/// However long the server hangs, waiting threads do not accumulate.
#[test]
fn the_search_for_a_device_has_one_thread() {
    let person = Person::new("hung-search");
    let Some(server) = Server::start(&person) else {
        return skip("pulseaudio", "there is no pulseaudio to start");
    };
    let mut session = person.begin(server.command(&person).args(DRILL).args(["--plain", "--keep-time"]));
    person.until("it plays", |status| status["at_ms"].as_u64().unwrap() > 500);
    server.hang();
    session.wait_for("the sound device is gone");
    let threads = || {
        let names = fs::read_dir(format!("/proc/{}/task", session.child.id())).unwrap();
        let names = names.filter_map(|task| fs::read_to_string(task.ok()?.path().join("comm")).ok());
        names.map(|name| name.trim().to_owned()).collect::<Vec<_>>()
    };
    let first = threads();
    // Long enough for several attempts, each of which could leave a thread behind.
    pass(Duration::from_secs(8));
    let last = threads();
    assert!(last.len() <= first.len() + 1, "{first:?}, and later {last:?}");
    session.signal("-TERM");
    assert_eq!(session.end().0, 143);
}

/// `voice say`, once it has started.
fn say(person: &Person, server: &Server) -> Child {
    let text = "One and two and three and four and five and six and seven and eight. ".repeat(8);
    let mut command = server.command(person);
    command.args(["voice", "say", &text, "--voice=built-in"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// How it ended.
fn end(mut child: Child) -> (Option<i32>, String) {
    let ended = until(|| child.try_wait().unwrap().is_some());
    if !ended {
        child.kill().unwrap();
    }
    let output = child.wait_with_output().unwrap();
    assert!(ended, "it was killed by its signal");
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_phrase_ends_with_its_sound_server() {
    for hangs in [true, false] {
        let person = Person::new(if hangs { "say-hung" } else { "say-killed" });
        let Some(mut server) = Server::start(&person) else {
            return skip("pulseaudio", "there is no pulseaudio to start");
        };
        let child = say(&person, &server);
        assert!(until(|| server.pactl(&["list", "sink-inputs"]).contains("Corked: no")), "it plays");
        if hangs {
            server.hang();
        } else {
            server.kill();
        }
        let (code, told) = end(child);
        assert_eq!((code, told.contains("error: the sound device stopped")), (Some(1), true), "{told}");
    }
}

#[test]
fn a_phrase_is_not_begun_if_the_sound_server_hangs() {
    let person = Person::new("say-unheard");
    let Some(server) = Server::start(&person) else {
        return skip("pulseaudio", "there is no pulseaudio to start");
    };
    server.hang();
    let (code, told) = end(say(&person, &server));
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("error: cannot play: the sound server does not answer; restart it"), "{told}");
}

#[test]
fn signals_ignored_at_the_start_stay_ignored() {
    let person = Person::new("nohup");
    let known = person.command(&DRILL);
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' HUP; exec \"$0\" \"$@\""]).arg(known.get_program()).args(known.get_args());
    command.env_clear().envs(known.get_envs().filter_map(|(key, value)| Some((key, value?))));
    let session = person.begin(command.args(["--no-sound", "--plain"]).stdin(Stdio::null()));
    session.signal("-HUP");
    let at = person.status()["at_ms"].as_u64().unwrap();
    person.until("it continues", |status| status["at_ms"].as_u64().unwrap() > at + 500);
    session.signal("-TERM");
    assert_eq!(session.end().0, 143);
}
