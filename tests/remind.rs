//! Reminders, with programs in the place of those of the operating system, which write down how they are called.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(target_os = "linux")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use person::{Person, Said, skip};

/// A person whose `PATH` has only these programs.
struct Desk {
    person: Person,
    programs: PathBuf,
}

impl Desk {
    /// With a `notify-send` and a `systemctl` that obeys.
    fn new(name: &str) -> Desk {
        let person = Person::new(name);
        let programs = person.folder.join("bin");
        fs::create_dir_all(&programs).unwrap();
        let desk = Desk { person, programs };
        desk.install("notify-send", "exit 0");
        desk.install("systemctl", "exit 0");
        desk
    }

    /// Installs a program that writes its arguments to `calls`, and then runs this script.
    fn install(&self, name: &str, script: &str) {
        let path = self.programs.join(name);
        let calls = self.calls_file();
        fs::write(&path, format!("#!/bin/sh\necho \"{name} $*\" >>'{}'\n{script}\n", calls.display()))
            .unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn calls_file(&self) -> PathBuf {
        self.person.folder.join("calls")
    }

    /// The calls since the last question.
    fn calls(&self) -> Vec<String> {
        let calls = fs::read_to_string(self.calls_file()).unwrap_or_default();
        let _ = fs::remove_file(self.calls_file());
        calls.lines().map(str::to_owned).collect()
    }

    fn remind(&self, words: &[&str]) -> Said {
        let words = [&["remind"], words].concat();
        self.person.said(self.person.command(&words).env("PATH", &self.programs))
    }

    fn unit(&self, ending: &str) -> PathBuf {
        self.person.folder.join(format!("home/.config/systemd/user/repcue-remind.{ending}"))
    }
}

/// The calls that set a reminder, and those that remove it.
const SET: [&str; 3] = [
    "systemctl --user daemon-reload",
    "systemctl --user enable repcue-remind.timer",
    "systemctl --user restart repcue-remind.timer",
];
const REMOVED: [&str; 2] =
    ["systemctl --user disable --now repcue-remind.timer", "systemctl --user daemon-reload"];

#[test]
fn a_reminder_is_set_shown_changed_and_removed() {
    let desk = Desk::new("remind");
    let (code, said, told) = desk.remind(&[]);
    assert_eq!((code, told.as_str()), (0, ""));
    assert!(
        said.starts_with("No reminder is set.") && said.contains("--days mon,wed,fri --at 07:30"),
        "{said}"
    );
    assert!(desk.calls().is_empty());

    let (code, said, told) = desk.remind(&["morning", "--days", "fri,monday", "--at", "7:30"]);
    assert_eq!((code, told.as_str()), (0, ""), "{said}");
    assert!(said.starts_with("Reminder set: on Monday and Friday at 07:30, for `morning`. Next: "), "{said}");
    assert!(said.ends_with(" at 07:30. `repcue remind --off` removes it.\n"), "{said}");
    assert_eq!(desk.calls(), SET);
    let service = fs::read_to_string(desk.unit("service")).unwrap();
    let notifier = desk.programs.join("notify-send").display().to_string();
    let words = "\"--app-name=repcue\" \"--\" \"Time to train\" \"Start with: repcue run morning\"";
    assert!(service.ends_with(&format!("ExecStart=\"{notifier}\" {words}\n")), "{service}");
    let timer = fs::read_to_string(desk.unit("timer")).unwrap();
    assert!(timer.contains("\nOnCalendar=mon,fri *-*-* 07:30:00\n"), "{timer}");

    let (code, said, told) = desk.remind(&[]);
    assert_eq!((code, told.as_str()), (0, ""));
    assert!(said.starts_with("Reminder: on Monday and Friday at 07:30, for `morning`. Next: "), "{said}");
    assert_eq!(desk.calls(), ["systemctl --user is-active --quiet repcue-remind.timer"]);

    let (code, said, _) = desk.remind(&["--at", "23:05"]);
    assert_eq!(code, 0);
    assert!(said.starts_with("Reminder set: every day at 23:05. Next: "), "{said}");
    assert_eq!(desk.calls(), SET);
    assert!(fs::read_to_string(desk.unit("timer")).unwrap().contains("sat,sun *-*-* 23:05:00\n"));
    assert!(!fs::read_to_string(desk.unit("service")).unwrap().contains("morning"));

    assert_eq!(
        desk.remind(&["--off"]),
        (0, "The reminder every day at 23:05 is removed.\n".to_owned(), String::new())
    );
    assert_eq!(desk.calls(), REMOVED);
    assert!(!desk.unit("timer").exists() && !desk.unit("service").exists());
    assert_eq!(desk.remind(&["--off"]), (0, "No reminder is set.\n".to_owned(), String::new()));
}

#[test]
fn a_file_is_named_by_its_whole_path() {
    let desk = Desk::new("remind-file");
    fs::write(desk.person.folder.join("my own.toml"), "[[exercise]]\nuse='squat'\nreps=3\n").unwrap();
    let mut command = desk.person.command(&["remind", "my own.toml", "--at", "07:30"]);
    let (code, said, told) =
        desk.person.said(command.current_dir(&desk.person.folder).env("PATH", &desk.programs));
    assert_eq!(code, 0, "{told}");
    assert!(said.contains("for `OWN/my own.toml`"), "{said}");
    let path = desk.person.folder.join("my own.toml").canonicalize().unwrap();
    let service = fs::read_to_string(desk.unit("service")).unwrap();
    assert!(service.contains(&format!("repcue run '{}'\"", path.display())), "{service}");
}

#[test]
fn what_is_typed_wrong_changes_nothing() {
    let desk = Desk::new("remind-wrong");
    for (words, why) in [
        (&["--days", "mon"][..], "--at <HH:MM>"),
        (&["morning"], "--at <HH:MM>"),
        (&["--at", "25:00"], "a time from 00:00 to 23:59"),
        (&["--days", "someday", "--at", "7:30"], "days such as mon,wed,fri"),
        (&["--off", "--at", "7:30"], "cannot be used with"),
        (&["no-such-routine", "--at", "7:30"], "no-such-routine"),
        (&["-", "--at", "7:30"], "standard input"),
    ] {
        let (code, said, told) = desk.remind(words);
        assert_eq!((code, said.as_str()), (2, ""), "{words:?}: {told}");
        assert!(told.contains(why), "{words:?}: {told}");
    }
    assert!(desk.calls().is_empty() && !desk.unit("timer").exists());
}

#[test]
fn a_system_without_the_programs_is_told_what_to_do_and_left_as_it_was() {
    let desk = Desk::new("remind-missing");
    fs::remove_file(desk.programs.join("notify-send")).unwrap();
    let (code, said, told) = desk.remind(&["--at", "7:30"]);
    assert_eq!((code, said.as_str()), (1, ""));
    assert!(told.starts_with("error: reminders need `notify-send`, which was not found\n"), "{told}");
    assert!(told.contains("libnotify-bin"), "{told}");

    desk.install("notify-send", "exit 0");
    fs::remove_file(desk.programs.join("systemctl")).unwrap();
    let (code, _, told) = desk.remind(&["bad-day", "--days", "mon,sun", "--at", "7:05"]);
    assert_eq!(code, 1);
    assert!(told.starts_with("error: reminders need `systemctl`, which was not found\n"), "{told}");
    let line = "5 7 * * 1,7 DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/$(id -u)/bus notify-send 'Time to train' \
                'Start with: repcue run bad-day'";
    assert!(told.contains(&format!("`crontab -e`: {line}\n")), "{told}");

    desk.install("systemctl", "echo 'Failed to connect to bus: No medium found' >&2; exit 1");
    let (code, said, told) = desk.remind(&["--at", "7:30"]);
    assert_eq!((code, said.as_str()), (1, ""));
    let first = told.lines().next().unwrap();
    let why = "Failed to connect to bus: No medium found";
    assert_eq!(
        first,
        format!("error: the reminder was not set: `systemctl --user daemon-reload` failed: {why}")
    );
    assert!(!desk.unit("timer").exists() && !desk.unit("service").exists(), "nothing is left");
    assert!(desk.remind(&[]).1.starts_with("No reminder is set."));
}

#[test]
fn a_timer_that_is_gone_is_reported() {
    let desk = Desk::new("remind-gone");
    assert_eq!(desk.remind(&["morning", "--days", "sat", "--at", "9:00"]).0, 0);
    desk.install("systemctl", "exit 3");
    let (code, said, told) = desk.remind(&[]);
    assert_eq!(code, 0);
    assert!(said.starts_with("Reminder: on Saturday at 09:00"), "{said}");
    let again = "`repcue remind morning --days sat --at 09:00`";
    assert_eq!(told, format!("warning: systemctl does not have it; set it again with {again}\n"));
}

/// systemd's own check of units, if it is installed.
#[test]
fn systemd_understands_the_units() {
    let desk = Desk::new("remind-units");
    assert_eq!(desk.remind(&["morning", "--days", "mon,wed,sun", "--at", "7:05"]).0, 0);
    let analyze = |words: &[&str]| Command::new("systemd-analyze").args(words).output();
    let timer = fs::read_to_string(desk.unit("timer")).unwrap();
    let calendar = timer.lines().find_map(|line| line.strip_prefix("OnCalendar=")).unwrap();
    let Ok(shown) = analyze(&["calendar", calendar]) else {
        return skip("systemd-analyze", "there is no systemd-analyze");
    };
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("Normalized form: Mon,Wed,Sun *-*-* 07:05:00"), "{shown}");
    let checked = analyze(&["verify", "--user", desk.unit("timer").to_str().unwrap()]).unwrap();
    let told = String::from_utf8_lossy(&checked.stderr).into_owned();
    let about_it: Vec<&str> = told.lines().filter(|line| line.contains("repcue")).collect();
    assert!(about_it.is_empty(), "{told}");
}
