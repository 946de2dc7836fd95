//! What happens to computers in the middle of a session, made to happen for real. What happens to sound devices is in
//! `tests/device.rs`.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use person::{BINARY, Person, skip, until};

/// A routine of two exercises, whose first work begins at once.
const ROUTINE: &str =
    "ready='0s'\n[[exercise]]\nuse='glute-bridge'\nreps=40\n[[exercise]]\nuse='clam-shell'\nsets=2\n";

fn with_routine(name: &str) -> Person {
    let person = Person::new(name);
    fs::create_dir_all(person.folder.join("routines")).unwrap();
    fs::write(person.folder.join("routines/mine.toml"), ROUTINE).unwrap();
    person
}

/// What the kernel says a process does: `T` is halted.
fn state(process: u32) -> char {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    stat.rsplit(") ").next().unwrap().chars().next().unwrap()
}

#[test]
fn a_reader_of_its_output_that_goes_away_ends_it_within_a_second() {
    let mut session = Person::new("pipe").session(&["run"]);
    drop(session.out.take());
    let gone = Instant::now();
    let code = session.child.wait().unwrap().code();
    assert_eq!(code, Some(141), "128 and SIGPIPE's number");
    assert!(gone.elapsed().as_secs() < 2);
}

/// The machine sleeps, or the program is frozen, as a freezer does it: for longer than it is ever too busy.
#[test]
fn after_a_sleep_it_is_paused_and_goes_on_when_it_is_told() {
    let person = with_routine("sleep");
    let mut session = person.session(&["run", "mine"]);
    person.until("work", |status| status["kind"] == "work");
    session.signal("-STOP");
    let frozen = Instant::now();
    until(|| frozen.elapsed().as_millis() > 3_500);
    session.signal("-CONT");
    session.wait_for("The machine has slept: paused; `repcue ctl resume` goes on.");
    let at = person.until("paused", |status| status["state"] == "paused")["at_ms"].as_u64().unwrap();
    assert!(at < 3_000, "the sleep is not part of it: {at}");
    person.repcue(&["ctl", "resume"]);
    person.until("counted in", |status| status["state"] == "count-in");
    session.signal("-TERM");
    assert_eq!(session.end().0, 143);
}

#[test]
fn what_was_killed_can_be_resumed_at_its_set() {
    let person = with_routine("resume");
    let session = person.session(&["run", "mine", "--rest", "9s", "--shuffle", "--seed", "7"]);
    let first = person.status()["exercise"].clone();
    let kept = person.folder.join("state/bookmarks/main.toml");
    assert!(until(|| kept.exists()));
    person.repcue(&["ctl", "next"]);
    let rest = person.until("rest", |status| status["kind"] == "rest");
    let next = if first == "clam-shell" { "glute-bridge" } else { "clam-shell" };
    // A rest leads to the set that comes.
    let text = format!("exercise = \"{}\"", if rest["sets"] == 2 { "clam-shell" } else { next });
    assert!(until(|| fs::read_to_string(&kept).is_ok_and(|kept| kept.contains(&text))), "{text}");
    session.signal("-KILL");
    session.end();
    let files = fs::read_dir(kept.parent().unwrap()).unwrap().count();
    assert_eq!(files, 1, "one small file, and no half one");

    // The next one tells of it, and does not overwrite it before work has begun.
    let early = person.session(&["run", "morning"]);
    early.signal("-INT");
    let (_, _, told) = early.end();
    assert!(
        told.contains("`mine` was broken off at ") && told.contains("`repcue run --resume` goes on there"),
        "{told}"
    );

    let session = person.session(&["run", "--resume"]);
    let status = person.status();
    assert_eq!(status["kind"], "work");
    assert_eq!(status["set"], if rest["sets"] == 2 { 2 } else { 1 });
    session.signal("-TERM");
    let (_, text, told) = session.end();
    assert!(told.contains("Going on at "), "{told}");
    assert_eq!(text.lines().count(), 2, "nothing of what was done is shown: {text}");
}

#[test]
fn a_session_that_was_done_leaves_nothing_to_resume() {
    let person = Person::new("done");
    fs::create_dir_all(person.folder.join("routines")).unwrap();
    let text = "ready='0s'\nrest='3s'\ntempo='0.1-0-0.1-0'\n[[exercise]]\nname='A'\nreps=2\nsets=2\n";
    fs::write(person.folder.join("routines/short.toml"), text).unwrap();
    assert_eq!(person.session(&["run", "short"]).end().0, 0);
    let (code, _, told) = person.repcue(&["run", "--resume"]);
    assert_eq!((code, told.contains("there is no session to go on with")), (2, true), "{told}");
}

#[test]
fn a_bookmark_of_a_strangers_opens_nothing_elsewhere() {
    let person = with_routine("stranger");
    let folder = person.folder.join("state/bookmarks");
    fs::create_dir_all(&folder).unwrap();
    let bookmark = |words: &str| {
        let text = format!(
            "words = [{words}]\nexercise = \"clam-shell\"\nname = \"x\"\nround = 1\nset = 1\nplace = 1\nat = \"0s\"\n"
        );
        fs::write(folder.join("main.toml"), text).unwrap();
        person.repcue(&["run", "--resume", "--no-sound"])
    };
    let (code, _, told) = bookmark("\"/etc/hostname\"");
    assert_eq!((code, told.contains("name it too")), (2, true), "{told}");
    // What goes on with a file names it, whatever its name is.
    for (file, command) in [("./five.toml", "./five.toml"), ("./a; b.toml", "FILE")] {
        bookmark(&format!("\"{file}\""));
        let session = person.session(&["run", "mine"]);
        session.signal("-TERM");
        let told = session.end().2;
        assert!(told.contains(&format!("`repcue run {command} --resume` goes on there")), "{told:?}");
    }
    let (code, _, told) = bookmark("\"mine\", \"--no-such-option\"");
    assert_eq!((code, told.contains("do not begin a session")), (2, true), "{told}");
    fs::write(folder.join("main.toml"), "words = \u{1b}[31m").unwrap();
    let (code, _, told) = person.repcue(&["run", "--resume"]);
    assert_eq!((code, told.contains('\u{1b}')), (2, false), "{told:?}");
}

/// A place where nothing can be written: the session plays, and says so once.
#[test]
fn where_it_cannot_be_kept_it_plays_all_the_same() {
    let person = with_routine("unkept");
    let warned = "warning: where the session is cannot be kept";
    let plays = |command: &mut Command| {
        let mut session = person.begin(command.args(["--no-sound", "--plain"]));
        person.until("work", |status| status["kind"] == "work");
        person.repcue(&["ctl", "next"]);
        session.wait_for("Rest");
        let written = Instant::now();
        until(|| written.elapsed().as_millis() > 1_500);
        session.signal("-TERM");
        let (code, text, told) = session.end();
        assert_eq!(code, 143);
        (text + &told).matches(warned).count()
    };
    // A folder that cannot be.
    assert_eq!(plays(person.command(&["run", "mine"]).env("REPCUE_STATE_DIR", "/dev/null/state")), 1);
    let Some(disk) = Disk::mount(&person.folder.join("disk"), "size=16k") else {
        return skip("no disk can be mounted here");
    };
    // A full disk.
    let full = disk.0.join("full");
    let _ = fs::write(&full, vec![0; 64 << 10]);
    assert_eq!(plays(person.command(&["run", "mine"]).env("REPCUE_STATE_DIR", &disk.0)), 1, "a full disk");
    assert!(!disk.0.join("bookmarks/main.toml").exists());
    // A disk that cannot be written to.
    let _ = fs::remove_file(&full);
    let read_only = Command::new("mount").args(["-o", "remount,ro"]).arg(&disk.0).status();
    assert!(read_only.unwrap().success());
    assert_eq!(
        plays(person.command(&["run", "mine"]).env("REPCUE_STATE_DIR", &disk.0)),
        1,
        "a read-only one"
    );
}

/// A file with two names is written in place. Without room for what it grows by, it stays what it was.
#[test]
fn a_full_disk_leaves_a_file_with_two_names_what_it_was() {
    let person = Person::new("full-disk");
    let Some(disk) = Disk::mount(&person.folder.join("disk"), "size=64k") else {
        return skip("no disk can be mounted here");
    };
    // The disk has pages of 4 kB: a little more makes two of one.
    let text = format!("[[exercise]]\nuse = 'squat'\n#{}\n", "x".repeat(4_000));
    let text = format!("{text}#{}\n", "x".repeat(4_094 - text.len()));
    let (one, two) = (disk.0.join("one.toml"), disk.0.join("two.toml"));
    fs::write(&one, &text).unwrap();
    fs::hard_link(&one, &two).unwrap();
    // All but four pages: two for the text before the change, two for the complete new one.
    fs::write(disk.0.join("rest"), vec![0; (64 - 4 - 16) << 10]).unwrap();
    let (code, _, told) = person.repcue(&["set", one.to_str().unwrap(), "squat", "hold=3s"]);
    assert_eq!((code, told.contains("No space left")), (1, true), "{told}");
    assert!(
        disk.0.join("one.toml.before").exists(),
        "there was room for it, and for the complete new content"
    );
    assert_eq!([fs::read_to_string(&one).unwrap(), fs::read_to_string(&two).unwrap()], [text.clone(), text]);
}

/// Somebody whom the system does not know, and who has no home.
#[test]
fn who_has_no_home_can_play_too() {
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
        return skip("nobody else can be here, or run the program");
    }
    let session = person.begin(&mut nobody(&["run", "--no-sound", "--plain", "--voice", "off"]));
    person.repcue(&["ctl", "next"]);
    person.until("work", |status| status["kind"] == "work");
    person.repcue(&["ctl", "stop"]);
    let (code, _, told) = session.end();
    assert_eq!(code, 0);
    assert_eq!(
        told.matches("where the session is cannot be kept (there is no home folder)").count(),
        1,
        "{told}"
    );
}

/// A small disk, gone with its test.
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

/// The date jumps by years, to and fro, while the session runs: only frames count.
#[test]
fn a_date_that_jumps_changes_nothing() {
    let library =
        ["x86_64", "aarch64"].map(|kind| format!("/usr/lib/{kind}-linux-gnu/faketime/libfaketime.so.1"));
    let Some(library) = library.iter().find(|path| Path::new(path).exists()) else {
        return skip("there is no libfaketime");
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
        person.until("it goes on", |status| status["at_ms"].as_u64().unwrap() > at + 300);
    }
    let status = person.status();
    assert_eq!(status["state"], "playing");
    assert!(u128::from(status["at_ms"].as_u64().unwrap()) <= begun.elapsed().as_millis());
    session.signal("-TERM");
    let (code, text, told) = session.end();
    assert_eq!((code, told.as_str()), (143, ""));
    assert!(!text.contains("slept"), "{text}");
}

/// A terminal, and what is painted on it.
struct Terminal {
    script: Child,
    seen: Arc<Mutex<Vec<u8>>>,
}

impl Terminal {
    /// Runs a command line of a shell in a terminal.
    fn open(person: &Person, line: &str) -> Option<Terminal> {
        // Its environment is the person's.
        let mut command = Command::new("script");
        let repcue = person.command(&[]);
        command.envs(repcue.get_envs().filter_map(|(key, value)| Some((key, value?))));
        command.args(["-qfc", line, "/dev/null"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut script = command.spawn().ok()?;
        let mut screen = script.stdout.take()?;
        let seen: Arc<Mutex<Vec<u8>>> = Arc::default();
        let painted = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = screen.read(&mut bytes) {
                painted.lock().unwrap().extend(&bytes[..read]);
            }
        });
        Some(Terminal { script, seen })
    }

    /// Waits until these words are painted.
    fn wait_for(&self, words: &str) {
        let seen = || String::from_utf8_lossy(&self.seen.lock().unwrap()).into_owned();
        assert!(until(|| seen().contains(words)), "`{words}` is not in {}", seen());
    }

    /// Presses keys.
    fn press(&mut self, keys: &[u8]) {
        self.script.stdin.as_mut().unwrap().write_all(keys).unwrap();
    }
}

impl Drop for Terminal {
    /// Closes it, which ends what runs in it.
    fn drop(&mut self) {
        let _ = self.script.kill();
        let _ = self.script.wait();
    }
}

fn kill(signal: &str, process: u32) {
    assert!(Command::new("kill").args([signal, &process.to_string()]).status().unwrap().success());
}

/// Somebody's session that runs in a terminal.
fn process_of(person: &Person) -> u32 {
    let all =
        fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let folder = person.folder.display().to_string();
    let is_it = |process: &u32| {
        let line = fs::read_to_string(format!("/proc/{process}/cmdline")).unwrap_or_default();
        let own = fs::read(format!("/proc/{process}/environ")).unwrap_or_default();
        line.starts_with(BINARY) && String::from_utf8_lossy(&own).contains(&folder)
    };
    all.into_iter().find(is_it).unwrap()
}

fn fifo(path: &Path) -> bool {
    Command::new("mkfifo").arg(path).status().is_ok_and(|status| status.success())
}

#[test]
fn what_is_said_before_the_screen_has_a_line_of_its_own() {
    let person = with_routine("own-line");
    let folder = person.folder.join("state/bookmarks");
    fs::create_dir_all(&folder).unwrap();
    let place = "exercise = \"clam-shell\"\nname = \"Clam\"\nround = 1\nset = 1\nplace = 1\nat = \"0s\"\n";
    fs::write(folder.join("main.toml"), format!("words = [\"mine\"]\n{place}")).unwrap();
    let line = format!("'{}' run --resume --no-sound", BINARY);
    let Some(mut terminal) = Terminal::open(&person, &line) else { return skip("there is no `script`") };
    // In raw mode a line feed alone would leave the next line in the middle.
    terminal.wait_for("Going on at Clam\r\n");
    terminal.press(b"q");
    terminal.wait_for("Stopped at ");
}

#[test]
fn a_terminal_that_is_closed_ends_it_in_order() {
    for hang_up in [true, false] {
        let person = with_routine(if hang_up { "closed" } else { "closed-quietly" });
        let told = person.folder.join("ended");
        if !fifo(&told) {
            return skip("there is no `mkfifo`");
        }
        // The shell sends SIGHUP on to what runs in it, or, as with `disown`, does not.
        let send = if hang_up { "kill -HUP $pid" } else { ":" };
        let line = format!(
            "'{}' run mine --no-sound </dev/tty & pid=$!; trap \"{}\" HUP; (sleep 20; kill -KILL $pid) & \
             wait $pid; wait $pid; echo $? >'{}'",
            BINARY,
            send.replace('$', "\\$"),
            told.display()
        );
        let Some(terminal) = Terminal::open(&person, &line) else {
            return skip("there is no `script` to make a terminal with");
        };
        terminal.wait_for("Glute bridge");
        drop(terminal);
        assert_eq!(fs::read_to_string(&told).unwrap().trim(), "129", "128 and SIGHUP's number");
    }
}

/// A session in a terminal, and its process.
fn in_terminal(person: &Person) -> Option<(Terminal, u32)> {
    let line = format!("exec '{}' run mine --no-sound", BINARY);
    let terminal = Terminal::open(person, &line)?;
    terminal.wait_for("rep 1 of 40");
    let process = process_of(person);
    Some((terminal, process))
}

/// Ctrl-Z and `fg`: the terminal is the shell's meanwhile, and the session comes back paused.
#[test]
fn halted_in_a_terminal_it_gives_it_back_and_comes_back_paused() {
    let person = with_routine("halted");
    let Some((mut terminal, process)) = in_terminal(&person) else {
        return skip("there is no `script` to make a terminal with");
    };
    let tty = fs::read_link(format!("/proc/{process}/fd/0")).unwrap();
    let is_raw = || {
        let output = Command::new("stty").arg("-a").arg("-F").arg(&tty).output().unwrap();
        String::from_utf8_lossy(&output.stdout).contains("-icanon")
    };
    // The program that makes the terminal is halted with what runs in it, and goes on before it.
    let script = terminal.script.id();
    let go_on = || {
        until(|| state(script) == 'T');
        kill("-CONT", script);
        kill("-CONT", process);
    };
    assert!(is_raw());
    // Ctrl-Z, as the terminal gives it to a program that reads each key.
    terminal.press(&[0x1a]);
    assert!(until(|| state(process) == 'T'), "it is halted");
    assert!(!is_raw(), "the terminal is as it was");
    go_on();
    terminal.wait_for("Paused · Glute bridge");
    assert!(is_raw());
    person.until("paused", |status| status["state"] == "paused");
    terminal.press(b" ");
    person.until("counted in", |status| status["state"] == "count-in");
    // And by the signal.
    kill("-TSTP", process);
    assert!(until(|| state(process) == 'T'));
    go_on();
    person.until("paused", |status| status["state"] == "paused");
    terminal.press(b"q");
    terminal.wait_for("Stopped at ");
}

/// A terminal that takes nothing more, as over a connection that hangs.
#[test]
fn a_terminal_that_hangs_does_not_hold_the_session() {
    let person = with_routine("hanging");
    let Some((mut terminal, _)) = in_terminal(&person) else {
        return skip("there is no `script` to make a terminal with");
    };
    let script = terminal.script.id();
    kill("-STOP", script);
    let hung = Instant::now();
    until(|| hung.elapsed().as_millis() > 2_000);
    let at = person.status()["at_ms"].as_u64().unwrap();
    person.until("it goes on", |status| status["at_ms"].as_u64().unwrap() > at + 200);
    assert_eq!(person.repcue(&["ctl", "pause"]).0, 0);
    person.until("it obeys", |status| status["state"] == "paused");
    kill("-CONT", script);
    terminal.wait_for("Paused · Glute bridge");
    terminal.press(b"q");
    terminal.wait_for("Stopped at ");
}

#[test]
fn sounds_that_are_none_are_told_by_name() {
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
            told.lines().any(|line| line.contains(name) && line.ends_with("the built-in sound is used")),
            "{told}"
        );
    }
}
