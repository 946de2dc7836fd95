//! A session can always be controlled, whoever else is connected; and a client waits for nothing and trusts nothing.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::Shutdown;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use person::{BINARY, Person, Said, skip, until};

/// A routine that stays in the same interval for a minute, so that only the test changes its status.
const DRILL: [&str; 7] = ["drill", "clam-shell", "--ready", "1m", "--switch", "1m", "--reps=50"];

/// The output of a command that might never end: it has fifteen seconds.
fn ends(mut command: Command) -> Said {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    if !until(|| child.try_wait().unwrap().is_some()) {
        child.kill().unwrap();
        panic!("it does not end: {command:?}");
    }
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// A connection to a session, after sending this.
fn connected(socket: &Path, says: &str) -> UnixStream {
    let mut stream = UnixStream::connect(socket).unwrap();
    stream.write_all(says.as_bytes()).unwrap();
    stream
}

/// The next line of the answer on a connection.
fn line(stream: &UnixStream) -> String {
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    line
}

#[test]
fn followers_that_have_gone_do_not_block_a_paused_session() {
    let person = Person::new("gone");
    let session = person.session(&DRILL);
    let socket = person.runtime.join("main.sock");
    person.repcue(&["ctl", "pause"]);
    person.until("paused", |status| status["state"] == "paused");
    let threads = || fs::read_dir(format!("/proc/{}/task", session.child.id())).map_or(0, Iterator::count);
    let before = threads();
    for n in 0..40 {
        let follower = connected(&socket, "follow\n");
        assert!(line(&follower).contains("\"paused\""), "{n}");
        drop(follower);
    }
    for word in ["resume", "status", "pause", "status"] {
        let (code, _, told) = ends(person.command(&["ctl", word]));
        assert_eq!((code, told), (0, String::new()), "{word}");
    }
    assert!(until(|| threads() <= before), "{} threads, not {before}", threads());
    assert_eq!(person.repcue(&["ctl", "stop"]).0, 0);
    assert_eq!(session.end().0, 0);
}

#[test]
fn a_follower_that_has_shut_down_writing_still_receives() {
    let person = Person::new("half");
    let session = person.session(&DRILL);
    let follower = connected(&person.runtime.join("main.sock"), "follow\n");
    follower.shutdown(Shutdown::Write).unwrap();
    let mut lines = BufReader::new(&follower).lines();
    assert!(lines.next().unwrap().unwrap().contains("\"playing\""));
    // Longer than it takes to notice that a client has gone: then the next change comes.
    for _ in 0..3 {
        for (word, state) in [("pause", "\"paused\""), ("resume", "\"playing\"")] {
            person.repcue(&["ctl", word]);
            assert!(lines.next().unwrap().unwrap().contains(state));
        }
    }
    drop(session);
}

#[test]
fn ctl_follows_no_longer_than_somebody_reads_it() {
    let person = Person::new("unread");
    let session = person.session(&DRILL);
    person.repcue(&["ctl", "pause"]);
    let mut follow = person.command(&["ctl", "status", "--follow"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(follow.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.contains(" of "), "{first}");
    assert!(until(|| follow.try_wait().unwrap().is_some()), "nothing reads it any more, and nothing changes");
    assert!(follow.wait().unwrap().success());
    drop(session);
}

#[test]
fn silent_connections_do_not_lock_others_out() {
    let person = Person::new("silent");
    let session = person.session(&DRILL);
    let socket = person.runtime.join("main.sock");
    let silent: Vec<_> = (0..100).map(|_| connected(&socket, "")).collect();
    let followers: Vec<_> = (0..100).map(|_| connected(&socket, "follow\n")).collect();
    for (word, state) in [("pause", "paused"), ("resume", "playing")] {
        assert_eq!(ends(person.command(&["ctl", word])), (0, String::new(), String::new()), "{word}");
        person.until(word, |status| status["state"] == state);
    }
    let why = "too many connections (32): the oldest is closed";
    assert_eq!(line(&silent[0]), format!("{{\"ok\":false,\"why\":\"{why}\"}}\n"));
    let told = |stream: &UnixStream| {
        let mut all = String::new();
        (&*stream).read_to_string(&mut all).unwrap();
        all
    };
    assert!(told(&followers[0]).ends_with(&format!("{{\"ok\":false,\"why\":\"{why}\"}}\n")));
    drop((silent, followers));
    let alone = connected(&socket, "");
    assert_eq!(told(&alone), "{\"ok\":false,\"why\":\"no command within 5 s\"}\n");
    drop(session);
}

#[test]
fn a_client_that_reads_no_answers_is_disconnected() {
    let person = Person::new("deaf");
    let session = person.session(&DRILL);
    let mut deaf = connected(&person.runtime.join("main.sock"), "");
    deaf.set_write_timeout(Some(Duration::from_millis(50))).unwrap();
    let is_let_go =
        || deaf.write(&b"status\n".repeat(100)).is_err_and(|e| e.kind() == io::ErrorKind::BrokenPipe);
    assert!(until(is_let_go));
    assert_eq!(person.repcue(&["ctl", "stop"]).0, 0);
    assert_eq!(session.end().0, 0);
}

#[test]
fn a_stopped_session_does_not_block_ctl() {
    let person = Person::new("stopped");
    let session = person.session(&DRILL);
    session.signal("-STOP");
    let number = session.child.id().to_string();
    for args in [&["ctl", "stop"][..], &["ctl", "status", "--follow"]] {
        let (code, said, told) = ends(person.command(args));
        assert_eq!((code, said), (1, String::new()));
        assert!(told.starts_with("error: the session `main` does not answer\n"), "{told}");
        assert!(cfg!(not(target_os = "linux")) || told.contains(&format!("`kill -CONT {number}`")), "{told}");
    }
    session.signal("-CONT");
    // The command was sent, and is handled now.
    assert_eq!(session.end().0, 0);
}

#[test]
fn a_session_that_is_killed_is_followed_to_its_end() {
    let person = Person::new("followed-to-death");
    let session = person.session(&DRILL);
    let mut follow = person
        .command(&["ctl", "status", "--follow"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(follow.stdout.take().unwrap());
    out.read_line(&mut String::new()).unwrap();
    session.signal("-KILL");
    session.end();
    let output = follow.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        (output.status.code(), &*told),
        (Some(1), "error: the session `main` closed the connection\n")
    );
}

/// A socket that looks like a session's, with something else behind it.
struct Fake {
    path: PathBuf,
    _lock: File,
    thread: Option<JoinHandle<(Vec<u8>, usize)>>,
}

impl Fake {
    /// Reads once, and sends this answer `times` times.
    fn new(person: &Person, answer: &[u8], times: usize) -> Fake {
        let _ = fs::remove_dir_all(&person.runtime);
        fs::DirBuilder::new().mode(0o700).create(&person.runtime).unwrap();
        let lock = File::create(person.runtime.join("main.lock")).unwrap();
        lock.lock().unwrap();
        let path = person.runtime.join("main.sock");
        let listener = UnixListener::bind(&path).unwrap();
        let answer = answer.to_vec();
        let thread = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = vec![0; 1024];
            let length = stream.read(&mut asked).unwrap();
            asked.truncate(length);
            let taken = (0..times).take_while(|_| stream.write_all(&answer).is_ok()).count();
            (asked, taken * answer.len())
        });
        Fake { path, _lock: lock, thread: Some(thread) }
    }

    /// The request it received, and how much of its answer was accepted.
    fn end(mut self) -> (Vec<u8>, usize) {
        self.thread.take().unwrap().join().unwrap()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            // Nothing has connected yet.
            drop(UnixStream::connect(&self.path));
            let _ = thread.join();
        }
    }
}

/// A status with this heading.
fn status(heading: &str) -> String {
    let at = "\"interval\":0,\"until_ready\":false,\"exercises\":1,\"at_ms\":1000,\"left_ms\":2000,\"duration_ms\":3000";
    let text = "\"session\":\"main\",\"state\":\"playing\",\"title\":\"T\",\"kind\":\"work\",\"volume\":80";
    format!("{{{text},\"heading\":\"{heading}\",{at}}}\n")
}

/// Whether a terminal would show all of it and act on none.
fn is_harmless(text: &str) -> bool {
    !text.chars().any(|c| {
        (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

#[test]
fn no_answer_can_control_the_terminal() {
    let person = Person::new("hostile");
    // A clipboard write, a title, a colour, eight-bit controls, right-to-left text.
    let evil = "\\u001b]52;c;cm0gLXJm\\u0007\\u001b]0;PWN\\u0007\\u001b[31mEVIL\\u009b31m\\u202elive\\r\\n\\u007f\u{9b}2J\u{202e}";
    for (args, answer, code, word) in [
        (&["ctl", "status"][..], status(evil), 0, "EVIL"),
        (&["ctl", "status", "--json"], status(evil), 0, "EVIL"),
        (&["ctl", "status", "--json", "--follow"], status(evil).replace("playing", "ended"), 0, "EVIL"),
        (&["ctl", "pause"], format!("{{\"ok\":false,\"why\":\"{evil}\"}}\n"), 1, "EVIL"),
        (&["ctl", "pause"], format!("{evil}\n"), 1, "not an answer"),
        (&["ctl", "status"], "\u{1b}]0;PWN\u{7}\n".to_owned(), 1, "not an answer"),
        (&["ctl", "status"], "{\"ok\":true}\n".to_owned(), 1, "another command"),
        (&["ctl", "pause"], status("A"), 1, "another command"),
        (&["ctl", "pause"], "\n".to_owned(), 1, "not an answer"),
        (&["ctl", "pause"], String::new(), 1, "closed the connection"),
    ] {
        let fake = Fake::new(&person, answer.as_bytes(), 1);
        // With colours, as on a terminal: without them, escape sequences would be stripped.
        let (found, said, told) = ends(person.command(&[args, &["--color", "always"]].concat()));
        let all = format!("{said}{told}");
        assert_eq!((found, all.contains(word)), (code, true), "{args:?}: {all:?}");
        assert!(is_harmless(&all), "{args:?}: {all:?}");
        if args.contains(&"--json") {
            let value: serde_json::Value = serde_json::from_str(&said).unwrap();
            assert!(
                value["heading"].as_str().unwrap().starts_with("\u{1b}]52;"),
                "the bytes read are those sent"
            );
        }
        drop(fake);
    }
}

#[test]
fn an_answer_without_an_end_is_not_waited_for() {
    let person = Person::new("endless");
    let fake = Fake::new(&person, &[b'x'; 100_000], 4_000);
    let (code, said, told) = ends(person.command(&["ctl", "status"]));
    assert_eq!((code, &*said), (1, ""));
    assert!(told.contains(": a line of more than 131072 bytes"), "{told}");
    let (_, taken) = fake.end();
    assert!(taken < 4_000_000, "{taken} bytes were taken");
}

#[test]
fn a_word_is_sent_as_a_whole() {
    let person = Person::new("whole");
    let fake = Fake::new(&person, b"{\"ok\":true}\n", 1);
    assert_eq!(ends(person.command(&["ctl", "more-rest"])).0, 0);
    assert_eq!(String::from_utf8(fake.end().0).unwrap(), "more-rest\n");
}

#[test]
fn a_session_that_accepts_no_connection_is_not_waited_for() {
    let person = Person::new("deaf-socket");
    fs::DirBuilder::new().mode(0o700).create(&person.runtime).unwrap();
    let _listener = UnixListener::bind(person.runtime.join("main.sock")).unwrap();
    let begun = Instant::now();
    let (code, _, told) = ends(person.command(&["ctl", "pause"]));
    assert_eq!((code, told.contains("does not answer")), (1, true), "{told}");
    assert!(begun.elapsed() < Duration::from_secs(12));
}

#[test]
fn a_folder_that_others_can_access_is_not_used() {
    let person = Person::new("open-folder");
    // Another user with access to the folder pretends that a session runs.
    let fake = Fake::new(&person, b"{\"ok\":true}\n", 1);
    fifo(&person.runtime.join("zz.lock"));
    fs::set_permissions(&person.runtime, fs::Permissions::from_mode(0o777)).unwrap();
    for args in [&["ctl", "pause"][..], &["ctl", "status"], &["ctl", "stop", "--session", "main"]] {
        let (code, said, told) = ends(person.command(args));
        assert_eq!((code, &*said), (1, ""), "{told}");
        let why = "must be a folder that only you can open, but others can open it (mode 777)";
        assert!(told.contains(why) && told.contains("set REPCUE_RUNTIME_DIR"), "{told}");
    }
    let (code, _, told) = ends(person.command(&["run", "--resume"]));
    assert_eq!((code, told.contains("still running")), (2, false), "{told}");
    // The session itself plays anyway.
    let session = person.session(&DRILL);
    session.signal("-TERM");
    let (code, _, told) = session.end();
    assert_eq!((code, told.contains("cannot control this session")), (143, true), "{told}");
    drop(fake);
}

/// Creates a file that blocks whoever opens it.
fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn only_a_regular_file_is_a_lock() {
    let person = Person::new("fifo");
    fs::DirBuilder::new().mode(0o700).create(&person.runtime).unwrap();
    for name in ["zz.lock", "main.lock"] {
        fifo(&person.runtime.join(name));
    }
    let (code, _, told) = ends(person.command(&["ctl", "status"]));
    assert_eq!((code, &*told), (1, "error: no session is running\n"));
    let session = person.session(&DRILL);
    session.signal("-TERM");
    let (code, _, told) = session.end();
    assert_eq!((code, told.contains("main.lock` is not a regular file")), (143, true), "{told}");
}

/// Makes a command run as another user, through `setpriv`.
const AS_ANOTHER: [&str; 3] = ["--reuid=40017", "--regid=40017", "--clear-groups"];

/// The program, run by another user of the machine.
fn as_another(person: &Person, args: &[&str]) -> Command {
    let inner = person.command(args);
    let mut command = Command::new("setpriv");
    command.args(AS_ANOTHER).arg(BINARY).args(inner.get_args());
    command
        .env_clear()
        .envs(inner.get_envs().filter_map(|(key, value)| Some((key, value?))))
        .stdin(Stdio::null());
    command
}

/// Gives a person's folders to another user who can start the program; returns why it cannot.
fn given_to_another(person: &Person) -> Result<(), &'static str> {
    fs::create_dir_all(&person.folder).unwrap();
    fs::create_dir_all(&person.runtime).unwrap();
    fs::set_permissions(&person.runtime, fs::Permissions::from_mode(0o700)).unwrap();
    let given =
        Command::new("chown").args(["-R", "40017:40017"]).args([&person.folder, &person.runtime]).output();
    if !given.is_ok_and(|given| given.status.success()) {
        return Err("only root can give a folder to another user");
    }
    let started = as_another(person, &["--version"]).output();
    started
        .is_ok_and(|said| said.status.success())
        .then_some(())
        .ok_or("another user cannot start the program")
}

#[test]
fn a_folder_of_another_user_is_not_asked() {
    let person = Person::new("theirs");
    if let Err(why) = given_to_another(&person) {
        return skip("other-user", why);
    }
    let (code, said, told) = ends(person.command(&["ctl", "status"]));
    assert_eq!((code, &*said), (1, ""));
    assert!(told.contains("but it belongs to another user (ID 40017)"), "{told}");
}

#[test]
fn a_thread_that_cannot_be_started_does_not_close_the_socket() {
    let person = Person::new("threads");
    if let Err(why) = given_to_another(&person) {
        return skip("other-user", why);
    }
    let mut command = as_another(&person, &[&DRILL[..], &["--no-sound", "--plain"]].concat());
    let session = person.begin(&mut command);
    let prlimit = |args: &[&str]| {
        let mut command = Command::new("setpriv");
        command
            .args([&AS_ANOTHER[..], &["prlimit", "--pid", &session.child.id().to_string()], args].concat());
        let said = command.output().ok().filter(|said| said.status.success())?;
        Some(String::from_utf8(said.stdout).unwrap().trim().to_owned())
    };
    let Some(most) = prlimit(&["--nproc", "--output=HARD", "--noheadings"]) else {
        return skip("prlimit", "there is no prlimit");
    };
    // As many as there are.
    assert!(prlimit(&["--nproc=1:"]).is_some());
    let (code, _, told) = ends(as_another(&person, &["ctl", "pause"]));
    assert_eq!((code, told.contains("allows no more connections")), (1, true), "{told}");
    assert!(prlimit(&[&format!("--nproc={most}:")]).is_some());
    for word in ["pause", "stop"] {
        let (code, _, told) = ends(as_another(&person, &["ctl", word]));
        assert_eq!((code, &*told), (0, ""), "{word}");
    }
    let (code, _, told) = session.end();
    assert_eq!((code, &*told), (0, ""));
}

#[test]
fn a_name_that_is_too_long_is_refused_before_the_session_begins() {
    let person = Person::new("long-name");
    let name = "字".repeat(40);
    for command in [&DRILL[..], &["ctl", "stop"]] {
        let (code, said, told) = ends(person.command(&[command, &["--session", &name]].concat()));
        assert_eq!((code, &*said), (2, ""));
        assert!(told.contains("is too long: its socket path has"), "{told}");
        assert!(told.contains("use a shorter name, or set REPCUE_RUNTIME_DIR"), "{told}");
    }
    // Without an explicit name the session cannot be controlled, and says so.
    let mut command = person.command(&DRILL);
    command.args(["--no-sound", "--plain"]).env("REPCUE_RUNTIME_DIR", person.runtime.join("x".repeat(120)));
    let session = person.begin(&mut command);
    session.signal("-TERM");
    let (code, _, told) = session.end();
    assert_eq!(code, 143);
    assert!(told.contains("cannot control this session: its socket path has"), "{told}");
    assert!(told.contains("help: set REPCUE_RUNTIME_DIR to a shorter path"), "{told}");
}
