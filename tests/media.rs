//! Media keys of the desktop and of headsets, which reach a session through MPRIS on a message bus.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use person::{Person, skip, until};

/// A routine that stays in the same interval for a minute, so that nothing changes while the test looks.
const DRILL: [&str; 7] = ["drill", "clam-shell", "--ready", "1m", "--switch", "1m", "--reps=50"];

/// A message bus of the test's own, ended with the test.
struct Bus {
    process: Child,
    address: String,
}

impl Bus {
    fn start() -> Option<Bus> {
        let mut process = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut address = String::new();
        BufReader::new(process.stdout.take()?).read_line(&mut address).ok()?;
        Some(Bus { process, address: address.trim().to_owned() })
    }

    fn playerctl(&self, args: &[&str]) -> Option<String> {
        let output =
            Command::new("playerctl").args(args).env("DBUS_SESSION_BUS_ADDRESS", &self.address).output();
        Some(String::from_utf8(output.ok()?.stdout).unwrap().trim().to_owned())
    }

    /// Sets the volume of a session to any number that the bus accepts, including `nan`. Returns whether it was
    /// accepted.
    fn set_volume(&self, number: &str) -> bool {
        let sent = Command::new("dbus-send")
            .args(["--print-reply", "--dest=org.mpris.MediaPlayer2.repcue", "/org/mpris/MediaPlayer2"])
            .args(["org.freedesktop.DBus.Properties.Set", "string:org.mpris.MediaPlayer2.Player"])
            .args(["string:Volume".to_owned(), format!("variant:double:{number}")])
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .output();
        sent.unwrap().status.success()
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn media_keys_reach_the_session_and_its_bus_may_go_away() {
    let Some(bus) = Bus::start() else { return skip("dbus-daemon", "there is no dbus-daemon to start") };
    let Some(_) = bus.playerctl(&["--version"]) else { return skip("playerctl", "there is no playerctl") };
    let person = Person::new("media");
    let mut command = person.command(&DRILL);
    command.args(["--no-sound", "--plain"]).env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
    let mut session = person.begin(&mut command);
    let playerctl = |words: &str| bus.playerctl(&words.split(' ').collect::<Vec<_>>()).unwrap();
    let becomes = |words: &str, expected: &str| {
        let mut last = String::new();
        let done = until(|| {
            last = playerctl(words);
            last == expected
        });
        assert!(done, "{words}: {last}, not {expected}");
    };
    becomes("status", "Playing");
    assert_eq!(playerctl("metadata title"), "Get ready · Lying clam shell");
    assert_eq!(playerctl("metadata artist"), "Lying clam shell");
    let length: u64 = playerctl("metadata mpris:length").parse().unwrap();
    assert_eq!(length / 1_000, person.status()["duration_ms"].as_u64().unwrap());
    playerctl("next");
    becomes("metadata title", "Lying clam shell");
    let position: f64 = playerctl("position").parse().unwrap();
    assert!((60.0..75.0).contains(&position), "{position}");
    playerctl("play-pause");
    becomes("status", "Paused");
    playerctl("play");
    becomes("status", "Playing");
    playerctl("previous");
    becomes("metadata title", "Get ready · Lying clam shell");
    playerctl("volume 0.25");
    becomes("volume", "0.250000");
    for odd in ["nan", "inf", "-inf"] {
        assert!(bus.set_volume(odd), "{odd}");
    }
    playerctl("pause");
    becomes("status", "Paused");
    assert_eq!(playerctl("volume"), "0.250000", "NaN changes nothing");
    drop(bus);
    person.repcue(&["ctl", "resume"]);
    person.until("it goes on without the bus", |status| status["state"] == "playing");
    // On another bus, `stop` ends the session.
    person.repcue(&["ctl", "stop"]);
    assert!(session.child.wait().unwrap().success());

    let bus = Bus::start().unwrap();
    let mut command = person.command(&DRILL);
    command.args(["--no-sound", "--plain"]).env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
    let session = person.begin(&mut command);
    assert!(until(|| bus.playerctl(&["status"]).unwrap() == "Playing"));
    bus.playerctl(&["stop"]);
    assert_eq!(session.end().0, 0);
}
