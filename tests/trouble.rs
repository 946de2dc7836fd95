//! Failures of a computer during a session, produced for real. Failures of sound devices are in `tests/device.rs`.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;
#[path = "shared/terminal.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod terminal;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use person::{BINARY, Person, pass, skip, until};
use terminal::{Terminal, kill, process_of, state};

/// A routine of two exercises whose first work begins immediately.
const ROUTINE: &str =
    "ready='0s'\n[[exercise]]\nuse='glute-bridge'\nreps=40\n[[exercise]]\nuse='clam-shell'\nsets=2\n";

fn with_routine(name: &str) -> Person {
    let person = Person::new(name);
    fs::create_dir_all(person.folder.join("routines")).unwrap();
    fs::write(person.folder.join("routines/mine.toml"), ROUTINE).unwrap();
    person
}

#[test]
fn a_reader_of_its_output_that_goes_away_ends_it_within_a_second() {
    let mut session = Person::new("pipe").session(&["run", "lower-back-glutes"]);
    drop(session.out.take());
    let gone = Instant::now();
    let code = session.child.wait().unwrap().code();
    assert_eq!(code, Some(141), "128 and SIGPIPE's number");
    // The documented limit; the session itself would last for many minutes.
    assert!(gone.elapsed().as_secs() < 2);
}

/// The machine sleeps, or the program is frozen: for longer than a busy machine ever delays it.
#[test]
fn after_a_sleep_it_is_paused_until_it_is_resumed() {
    let person = with_routine("sleep");
    let mut session = person.session(&["run", "mine"]);
    person.until("work", |status| status["kind"] == "work");
    session.signal("-STOP");
    // repcue treats three seconds without running as a sleep: nothing else shows that they have passed.
    pass(Duration::from_millis(3_500));
    session.signal("-CONT");
    session.wait_for("The computer was asleep. Paused: `repcue ctl resume` resumes it.");
    let at = person.until("paused", |status| status["state"] == "paused")["at_ms"].as_u64().unwrap();
    assert!(at < 3_000, "the sleep is not part of it: {at}");
    person.repcue(&["ctl", "resume"]);
    person.until("counted in", |status| status["state"] == "count-in");
    session.signal("-TERM");
    assert_eq!(session.end().0, 143);
}

/// A place that cannot be written to: the session plays, and reports it once.
#[test]
fn a_session_that_cannot_be_stored_plays_anyway() {
    let person = with_routine("unkept");
    let warned = "warning: this session cannot be resumed later: ";
    let plays = |command: &mut Command| {
        let mut session = person.begin(command.args(["--no-sound", "--plain"]));
        person.until("work", |status| status["kind"] == "work");
        person.repcue(&["ctl", "next"]);
        session.wait_for("Rest");
        // The resume point is written once a second, and its failure must be reported only once.
        pass(Duration::from_millis(1_500));
        session.signal("-TERM");
        let (code, text, told) = session.end();
        assert_eq!(code, 143);
        (text + &told).matches(warned).count()
    };
    // A folder that cannot exist.
    assert_eq!(plays(person.command(&["run", "mine"]).env("REPCUE_STATE_DIR", "/dev/null/state")), 1);
    let Some(disk) = Disk::mount(&person.folder.join("disk"), "size=16k") else {
        return skip("mount", "no disk can be mounted here");
    };
    // A full disk.
    let full = disk.0.join("full");
    let _ = fs::write(&full, vec![0; 64 << 10]);
    assert_eq!(plays(person.command(&["run", "mine"]).env("REPCUE_STATE_DIR", &disk.0)), 1, "a full disk");
    let kept = fs::read_dir(disk.0.join("resume")).map_or(0, |entries| {
        entries
            .filter(|entry| {
                entry.as_ref().is_ok_and(|entry| entry.path().extension() == Some("toml".as_ref()))
            })
            .count()
    });
    assert_eq!(kept, 0);
    // A read-only disk.
    let _ = fs::remove_file(&full);
    let read_only = Command::new("mount").args(["-o", "remount,ro"]).arg(&disk.0).status();
    assert!(read_only.unwrap().success());
    assert_eq!(
        plays(person.command(&["run", "mine"]).env("REPCUE_STATE_DIR", &disk.0)),
        1,
        "a read-only disk"
    );
}

/// A file with two names is written in place. If there is no space for its growth, it stays unchanged.
#[test]
fn a_full_disk_leaves_a_file_with_two_names_what_it_was() {
    let person = Person::new("full-disk");
    let Some(disk) = Disk::mount(&person.folder.join("disk"), "size=64k") else {
        return skip("mount", "no disk can be mounted here");
    };
    // The disk has pages of 4 kB: a little more text needs a second one.
    let text = format!("[[exercise]]\nuse = 'squat'\n#{}\n", "x".repeat(4_000));
    let text = format!("{text}#{}\n", "x".repeat(4_094 - text.len()));
    let (one, two) = (disk.0.join("one.toml"), disk.0.join("two.toml"));
    fs::write(&one, &text).unwrap();
    fs::hard_link(&one, &two).unwrap();
    // All but two pages, for the complete new text.
    fs::write(disk.0.join("rest"), vec![0; (64 - 4 - 8) << 10]).unwrap();
    let (code, _, told) = person.repcue(&["set", one.to_str().unwrap(), "squat", "hold=3s"]);
    assert_eq!((code, told.contains("No space left")), (1, true), "{told}");
    assert_eq!([fs::read_to_string(&one).unwrap(), fs::read_to_string(&two).unwrap()], [text.clone(), text]);
}

/// A user without an entry in the system, and without a home folder.
#[test]
fn a_user_without_a_home_can_play() {
    let person = with_routine("homeless");
    let nobody = |words: &[&str]| {
        let known = person.command(words);
        let mut command = Command::new("setpriv");
        command.args(["--reuid=54321", "--regid=54321", "--clear-groups"]).arg(known.get_program());
        command.args(known.get_args()).env_clear().env("PATH", "/usr/bin:/bin").stdin(Stdio::null());
        command.env("REPCUE_RUNTIME_DIR", &person.runtime);
        command
    };
    if !nobody(&["--version"]).output().is_ok_and(|output| output.status.success()) {
        return skip("other-user", "nobody else can be here, or run the program");
    }
    let session =
        person.begin(&mut nobody(&["run", "lower-back-glutes", "--no-sound", "--plain", "--voice", "off"]));
    // Only its own user can control it: not even root uses another user's folder.
    let ctl = |words: &[&str]| person.said(&mut nobody(&[&["ctl"], words].concat()));
    assert_eq!(ctl(&["next"]).0, 0);
    assert!(until(|| ctl(&["status", "--json"]).1.contains("\"kind\":\"work\"")));
    assert_eq!(ctl(&["stop"]).0, 0);
    let (code, _, told) = session.end();
    assert_eq!(code, 0);
    assert_eq!(
        told.matches("this session cannot be resumed later: no home folder found").count(),
        1,
        "{told}"
    );
}

/// Without a terminal and without a socket, nobody could end a set.
#[test]
fn if_nobody_can_answer_nothing_waits_for_an_answer() {
    let person = Person::new("alone");
    let file = person.folder.join("alone.toml");
    let text = "ready='0s'\ninstructions='off'\nrest-after='0s'\n[[block]]\nfor='4s'\n[[block.exercise]]\nname='A'\nfor='open'\nreps=1\n";
    fs::create_dir_all(&person.folder).unwrap();
    fs::write(&file, text).unwrap();
    let mut command = person.command(&["run", &file.display().to_string(), "--no-sound", "--voice=off"]);
    let (code, lines, told) =
        person.said(command.env("REPCUE_RUNTIME_DIR", "/dev/null/nowhere").stdin(Stdio::null()));
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("`repcue ctl` cannot control this session"), "{told}");
    // A rep takes four seconds; a user who could answer might do several rounds.
    let lines: Vec<&str> = lines.lines().map(|line| line.split("  ").last().unwrap()).collect();
    assert_eq!(lines[0], "A · 1 rep");
    assert!(lines.len() == 2 && lines[1].contains(" 1 round."), "{lines:?}");
}

/// A machine that cannot start another thread: everything possible on one thread is done on one.
#[test]
fn without_threads_it_plays_anyway() {
    let person = Person::new("threadless");
    let alone = |words: &[&str]| {
        let known = person.command(words);
        let mut command = Command::new("prlimit");
        // No other process belongs to this user, whose only thread is the program's own.
        command.args(["--nproc=1", "setpriv", "--reuid=54322", "--regid=54322", "--clear-groups"]);
        command.arg(known.get_program()).args(known.get_args()).env_clear().stdin(Stdio::null());
        command.env("PATH", "/usr/bin:/bin").env("REPCUE_RUNTIME_DIR", "/dev/null/nowhere");
        command
    };
    if !alone(&["--version"]).output().is_ok_and(|output| output.status.success()) {
        return skip("other-user", "nobody else can be here, or run the program");
    }
    let words =
        ["drill", "glute-bridge", "--reps=2", "--ready=0s", "--tempo=0.1-0-0.1-0", "--voice=built-in"];
    let (code, text, told) = person.said(alone(&words).args(["--no-sound", "--plain"]));
    assert!(!told.contains("panicked"), "{told}");
    assert_eq!(code, 0, "{told}");
    assert!(text.lines().last().is_some_and(|line| line.contains("Well done")), "{text}");
}

/// A small disk, unmounted with its test.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: &Path, options: &str) -> Option<Disk> {
        fs::create_dir_all(at).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(at).stderr(Stdio::null());
        mount.status().ok()?.success().then(|| Disk(at.to_owned()))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// The date jumps by years, forwards and backwards, while the session runs: only frames count.
#[test]
fn a_date_that_jumps_changes_nothing() {
    let library =
        ["x86_64", "aarch64"].map(|kind| format!("/usr/lib/{kind}-linux-gnu/faketime/libfaketime.so.1"));
    let Some(library) = library.iter().find(|path| Path::new(path).exists()) else {
        return skip("faketime", "there is no libfaketime");
    };
    let person = with_routine("date");
    let date = person.folder.join("date");
    let set = |text: &str| fs::write(&date, text).unwrap();
    set("2026-11-25 12:00:00");
    let mut command = person.command(&["run", "mine"]);
    command
        .args(["--no-sound", "--plain"])
        .env("LD_PRELOAD", library)
        .env("FAKETIME_TIMESTAMP_FILE", &date)
        .env("FAKETIME_NO_CACHE", "1")
        .env("DONT_FAKE_MONOTONIC", "1");
    let begun = Instant::now();
    let session = person.begin(&mut command);
    for date in ["2001-01-01 00:00:00", "2040-12-31 23:59:59", "1999-01-01 00:00:00"] {
        let at = person.status()["at_ms"].as_u64().unwrap();
        set(date);
        person.until("it continues", |status| status["at_ms"].as_u64().unwrap() > at + 300);
    }
    let status = person.status();
    assert_eq!(status["state"], "playing");
    // A session's time never runs ahead of real time.
    assert!(u128::from(status["at_ms"].as_u64().unwrap()) <= begun.elapsed().as_millis());
    session.signal("-TERM");
    let (code, text, told) = session.end();
    assert_eq!((code, told.as_str()), (143, ""));
    assert!(!text.contains("slept"), "{text}");
}

fn fifo(path: &Path) -> bool {
    Command::new("mkfifo").arg(path).status().is_ok_and(|status| status.success())
}

/// A session that was interrupted in the first set of the clam shell.
fn with_interrupted(name: &str) -> Person {
    use std::os::unix::fs::DirBuilderExt;
    let person = with_routine(name);
    let folder = person.folder.join("state/resume");
    fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).unwrap();
    let numbers = "at-round = 1\nat-rounds = 1\nat-set = 1\nat-sets = 2\nat-number = 2\nat-ms = 260000\n";
    let place = format!("at-exercise = \"clam-shell\"\nat-name = \"Clam\"\n{numbers}duration-ms = 400000\n");
    fs::write(folder.join("x.toml"), format!("routine = \"mine\"\n{place}")).unwrap();
    person
}

#[test]
fn messages_before_the_screen_have_their_own_lines() {
    let person = with_interrupted("own-line");
    let line = format!("'{BINARY}' run --resume --no-sound");
    let Some(mut terminal) = Terminal::open(&person, &line) else {
        return skip("script", "there is no `script`");
    };
    // In raw mode a line feed alone would start the next line in the middle.
    terminal.wait_for("Resuming `mine` at Clam (set 1 of 2)\r\n");
    terminal.press(b"q");
    terminal.wait_for("Stopped at ");
}

#[test]
fn a_terminal_is_asked_whether_to_resume_the_same_session() {
    let person = with_interrupted("asked");
    let line = format!("'{BINARY}' run mine --no-sound");
    let question = "Resume at Clam (set 1 of 2) (`n` starts over)? [Y/n] ";
    let Some(mut terminal) = Terminal::open(&person, &line) else {
        return skip("script", "there is no `script`");
    };
    terminal.wait_for(question);
    terminal.press(b"what\r");
    assert!(until(|| terminal.seen().matches(question).count() == 2), "{}", terminal.seen());
    terminal.press(b"\r");
    terminal.wait_for("Resuming `mine` at Clam (set 1 of 2)\r\n");
    terminal.wait_for("Lying clam shell");
    terminal.press(b"q");
    terminal.wait_for("Stopped at 3:");
    let mut terminal = Terminal::open(&person, &line).unwrap();
    terminal.wait_for("[Y/n] ");
    terminal.press(b"n\r");
    terminal.wait_for("rep 1 of 40");
    terminal.press(b"q");
    terminal.wait_for("Stopped at 0:0");
    assert!(!terminal.seen().contains("Resuming"), "{}", terminal.seen());
}

/// Resuming would not do what was typed.
#[test]
fn a_terminal_is_not_asked_about_another_session() {
    let person = with_interrupted("not-asked");
    for words in ["run morning", "run mine --reps 30", "run mine --minutes 5"] {
        let line = format!("'{BINARY}' {words} --no-sound");
        let Some(mut terminal) = Terminal::open(&person, &line) else {
            return skip("script", "there is no `script`");
        };
        terminal.wait_for("space pause");
        terminal.press(b"q");
        terminal.wait_for("Stopped at ");
        let text = terminal.seen();
        assert!(!text.contains("[Y/n]"), "{text}");
        let notice = "Unfinished: `mine`, at Clam (set 1 of 2), 4:20 of 6:40. Resume with `repcue run mine --resume`.\r\n";
        assert_eq!(text.matches("Unfinished").count(), 1, "it is not painted again: {text}");
        assert!(text.starts_with(notice), "{text}");
    }
}

/// A terminal without cursor control, a user of a screen reader, a user who chose lines.
#[test]
fn a_plain_terminal_shows_every_event_as_a_line() {
    let person = with_routine("plain");
    fs::create_dir_all(&person.folder).unwrap();
    let lines = [
        format!("TERM=dumb '{BINARY}' run mine --no-sound"),
        format!("ACCESSIBLE=1 '{BINARY}' run mine --no-sound"),
        format!("REPCUE_PLAIN=1 '{BINARY}' run mine --no-sound"),
        format!("'{BINARY}' run mine --no-sound --plain"),
        format!("'{BINARY}' run mine --no-sound"),
    ];
    for (n, line) in lines.iter().enumerate() {
        if n == 4 {
            fs::write(person.folder.join("config.toml"), "plain = true\n").unwrap();
        }
        let Some(mut terminal) = Terminal::open(&person, line) else {
            return skip("script", "there is no `script`");
        };
        terminal.wait_for("Keys: space pauses and resumes, n next, b back");
        terminal.wait_for("0:00    3:20  Glute bridge · 40 reps\r\n");
        for (key, told) in [
            (&b" "[..], "Paused at 0:0"),
            (b" ", "Resumed.\r\n"),
            (b"+", "Volume 85.\r\n"),
            (b"-", "Volume 80.\r\n"),
            (b"r", "Again.\r\n   0:00    3:20  Glute bridge · 40 reps\r\n"),
            (b"b", "Back.\r\n   0:00    3:20  Glute bridge · 40 reps\r\n"),
            (b"n", "Next.\r\n   3:20    0:20  Rest\r\n"),
            (b"m", "More rest: 0:"),
        ] {
            terminal.press(key);
            terminal.wait_for(told);
        }
        terminal.press(b"q");
        terminal.wait_for(" (rest after Glute bridge).");
        let text = terminal.seen();
        assert!(!text.contains('\u{1b}'), "nothing moves: {text:?}");
        fs::remove_dir_all(person.folder.join("state")).unwrap();
    }
}

#[test]
fn a_closed_terminal_ends_a_session_properly() {
    for hang_up in [true, false] {
        let person = with_routine(if hang_up { "closed" } else { "closed-quietly" });
        let told = person.folder.join("ended");
        if !fifo(&told) {
            return skip("mkfifo", "there is no `mkfifo`");
        }
        // The shell sends SIGHUP to its jobs or, as after `disown`, does not.
        let send = if hang_up { "kill -HUP $pid" } else { ":" };
        let line = format!(
            "'{}' run mine --no-sound </dev/tty & pid=$!; trap \"{}\" HUP; (sleep 20; kill -KILL $pid) & \
             wait $pid; wait $pid; echo $? >'{}'",
            BINARY,
            send.replace('$', "\\$"),
            told.display()
        );
        let Some(terminal) = Terminal::open(&person, &line) else {
            return skip("script", "there is no `script` to make a terminal with");
        };
        terminal.wait_for("Glute bridge");
        drop(terminal);
        assert_eq!(fs::read_to_string(&told).unwrap().trim(), "129", "128 and SIGHUP's number");
    }
}

/// A session in a terminal, and its process.
fn in_terminal(person: &Person) -> Option<(Terminal, u32)> {
    let line = format!("exec '{BINARY}' run mine --no-sound");
    let terminal = Terminal::open(person, &line)?;
    terminal.wait_for("rep 1 of 40");
    let process = process_of(person);
    Some((terminal, process))
}

/// Ctrl-Z and `fg`: the shell has the terminal in between, and the session is paused afterwards.
#[test]
fn a_suspended_session_restores_the_terminal_and_returns_paused() {
    let person = with_routine("halted");
    let Some((mut terminal, process)) = in_terminal(&person) else {
        return skip("script", "there is no `script` to make a terminal with");
    };
    let tty = fs::read_link(format!("/proc/{process}/fd/0")).unwrap();
    let is_raw = || {
        let output = Command::new("stty").arg("-a").arg("-F").arg(&tty).output().unwrap();
        String::from_utf8_lossy(&output.stdout).contains("-icanon")
    };
    // The program that opens the terminal is suspended with the session, and continues before it.
    let script = terminal.script();
    let continue_it = || {
        until(|| state(script) == 'T');
        kill("-CONT", script);
        kill("-CONT", process);
    };
    assert!(is_raw());
    // Ctrl-Z, as the terminal sends it in raw mode.
    terminal.press(&[0x1a]);
    assert!(until(|| state(process) == 'T'), "it is suspended");
    assert!(!is_raw(), "the terminal is restored");
    continue_it();
    terminal.wait_for("Paused · Glute bridge");
    assert!(is_raw());
    person.until("paused", |status| status["state"] == "paused");
    terminal.press(b" ");
    person.until("counted in", |status| status["state"] == "count-in");
    // And by the signal.
    kill("-TSTP", process);
    assert!(until(|| state(process) == 'T'));
    continue_it();
    person.until("paused", |status| status["state"] == "paused");
    terminal.press(b"q");
    terminal.wait_for("Stopped at ");
}

/// A terminal that accepts no more output, as over a connection that hangs.
#[test]
fn a_terminal_that_hangs_does_not_block_the_session() {
    let person = with_routine("hanging");
    let Some((mut terminal, _)) = in_terminal(&person) else {
        return skip("script", "there is no `script` to make a terminal with");
    };
    let script = terminal.script();
    kill("-STOP", script);
    // Long enough for more redraws than the channel to the screen and the terminal's buffer hold.
    pass(Duration::from_secs(2));
    let at = person.status()["at_ms"].as_u64().unwrap();
    person.until("it continues", |status| status["at_ms"].as_u64().unwrap() > at + 200);
    assert_eq!(person.repcue(&["ctl", "pause"]).0, 0);
    person.until("it obeys", |status| status["state"] == "paused");
    kill("-CONT", script);
    terminal.wait_for("Paused · Glute bridge");
    terminal.press(b"q");
    terminal.wait_for("Stopped at ");
}

#[test]
fn invalid_sounds_are_reported_by_name() {
    let person = Person::new("sounds");
    let sounds = person.folder.join("sounds");
    fs::create_dir_all(sounds.join("lift.wav")).unwrap();
    fs::write(sounds.join("rest.wav"), b"RIFF").unwrap();
    fs::write(sounds.join("go.wav"), vec![0; 9 << 20]).unwrap();
    let wav = person.folder.join("out.wav");
    let words = ["export", "squat", "-o", wav.to_str().unwrap(), "--sounds", sounds.to_str().unwrap()];
    let (code, _, told) = person.repcue(&words);
    assert_eq!(code, 0, "{told}");
    for name in ["lift.wav", "rest.wav", "go.wav"] {
        assert!(
            told.lines().any(|line| line.contains(name) && line.ends_with("using the built-in sound")),
            "{told}"
        );
    }
}
