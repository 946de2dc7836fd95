//! `repcue serve`, with real requests: what is served, to whom, and how it ends.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/http.rs"]
mod http;
#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use http::{Answer, connect, head, send};
use person::{Person, Session, skips_signal, until};

/// A routine of a few seconds, with a title that must be escaped.
const SHORT: &str = "title = 'Short & <b>sweet</b>'\nabout = 'Two reps.'\nready = '1s'\ntempo = '1-0-1-0'\n\
    [[exercise]]\nname = 'Squat <i>'\nreps = 2\nequipment = ['chair']\n";
/// A session that stays in the same interval for a minute.
const DRILL: [&str; 6] = ["drill", "clam-shell", "--ready", "1m", "--reps=50", "--switch=1m"];

/// A running server.
struct Served {
    session: Session,
    address: SocketAddr,
    /// The path of the list.
    root: String,
}

impl Served {
    fn start(person: &Person, args: &[&str]) -> Served {
        let session = person.begin(&mut person.command(&[&["serve"], args].concat()));
        let url = session.lines.trim().strip_prefix("http://").unwrap_or_else(|| panic!("{}", session.lines));
        let (address, path) = url.split_once('/').unwrap();
        let token = path.split('/').next().unwrap();
        Served { address: address.parse().unwrap(), root: format!("/{token}/"), session }
    }

    /// The path that was printed.
    fn printed(&self) -> String {
        let url = self.session.lines.trim();
        url[url.find(&self.root).unwrap()..].to_owned()
    }

    /// Sends a request for a path with these headers, each with its line ending.
    fn request(&self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let length =
            if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        let host =
            if headers.contains("Host:") { String::new() } else { format!("Host: {}\r\n", self.address) };
        send(
            self.address,
            format!("{method} {path} HTTP/1.1\r\n{host}{headers}{length}\r\n{body}").as_bytes(),
        )
    }

    /// Gets what is below the list.
    fn get(&self, below: &str) -> Answer {
        self.get_with(below, "")
    }

    fn get_with(&self, below: &str, headers: &str) -> Answer {
        self.request("GET", &format!("{}{below}", self.root), headers, "")
    }

    /// Presses a button of the live page.
    fn press(&self, form: &str) -> Answer {
        let origin = format!("Origin: http://{}\r\n", self.address);
        self.request("POST", &format!("{}live/do", self.root), &origin, form)
    }

    /// Gets a page once its session is made.
    fn made(&self, below: &str) -> Answer {
        let mut answer = self.get(below);
        let is_made = until(|| {
            let is_made = !answer.text().contains("http-equiv=\"refresh\"");
            if !is_made {
                answer = self.get(below);
            }
            is_made
        });
        assert!(is_made, "{}", answer.text());
        answer
    }

    /// The events of a session.
    fn events(&self, query: &str) -> Events {
        let request =
            format!("GET {}live/events{query} HTTP/1.1\r\nHost: {}\r\n\r\n", self.root, self.address);
        let mut reader = BufReader::new(connect(self.address, request.as_bytes()));
        let (status, headers) = head(&mut reader);
        assert_eq!(status, 200);
        assert!(
            headers.contains(&("content-type".to_owned(), "text/event-stream".to_owned())),
            "{headers:?}"
        );
        Events(reader)
    }

    /// Ends it with a signal: its exit code and what it printed.
    fn end(self, signal: &str) -> (i32, String) {
        self.session.signal(signal);
        let (code, _, told) = self.session.end();
        (code, told)
    }
}

struct Events(BufReader<TcpStream>);

impl Events {
    /// The next event that meets a condition.
    fn until(&mut self, is: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        let mut line = String::new();
        loop {
            line.clear();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the events have ended");
            let Some(event) = line.strip_prefix("data: ") else { continue };
            let event = serde_json::from_str(event).unwrap();
            if is(&event) {
                return event;
            }
        }
    }
}

/// A person with a routine of a few seconds.
fn person(name: &str) -> Person {
    let person = Person::new(name);
    fs::create_dir_all(person.folder.join("routines")).unwrap();
    fs::write(person.folder.join("routines/short.toml"), SHORT).unwrap();
    person
}

#[test]
fn the_list_has_every_routine_and_runs_no_script() {
    let person = person("serve-list");
    fs::write(person.folder.join("routines/bad.toml"), "ready = 1\n").unwrap();
    let served = Served::start(&person, &[]);
    assert!(served.address.ip().is_loopback(), "without `--lan` it is for this computer alone");
    assert_eq!(served.printed(), served.root);
    let list = served.get("");
    assert_eq!((list.status, list.header("content-type")), (200, "text/html; charset=utf-8"));
    let html = list.text();
    for words in [
        "Short &amp; &lt;b&gt;sweet&lt;/b&gt; <span class=\"own\">your own</span>",
        "href=\"r/short\"",
        "Two reps.",
        "chair",
        "href=\"r/first-week\"",
        "11 min",
        "<code>repcue check bad</code> on the computer shows them",
    ] {
        assert!(html.contains(words), "`{words}` is not in the list");
    }
    for words in ["<script", " style=", "r/bad\"", "<b>sweet"] {
        assert!(!html.contains(words), "`{words}` is in the list");
    }
    let policy = list.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(list.header("referrer-policy"), "same-origin");
    assert_eq!(list.header("access-control-allow-origin"), "");
    for (below, kind) in
        [("serve.css", "text/css"), ("icon.svg", "image/svg+xml"), ("live.js", "text/javascript")]
    {
        let answer = served.get(below);
        assert!(answer.status == 200 && answer.header("content-type").starts_with(kind), "{below}");
    }
    // Whatever the files are now is served: no restart is needed.
    fs::write(person.folder.join("routines/bad.toml"), SHORT.replace("Two reps.", "Corrected.")).unwrap();
    assert!(served.get("").text().contains("Corrected."));
    let folder = served.request("GET", served.root.trim_end_matches('/'), "", "");
    assert_eq!((folder.status, folder.header("location")), (308, served.root.as_str()));
}

#[test]
fn strangers_get_the_same_answer_to_everything() {
    let person = person("serve-strangers");
    let served = Served::start(&person, &[]);
    let token = served.root.trim_matches('/');
    assert_eq!(token.len(), 22);
    let nothing = served.request("GET", "/", "", "").timeless();
    assert!(nothing.starts_with("404 "), "{nothing}");
    let wrong = format!("/{}x/", &token[..21]);
    let lower = format!("/{}/", token.to_lowercase());
    for path in [
        "/favicon.ico",
        "/live",
        "//",
        "/../",
        "/%2e%2e/",
        "/etc/passwd",
        &wrong,
        &lower,
        &format!("//{token}/"),
    ] {
        for (method, body) in [("GET", ""), ("POST", "do=stop"), ("OPTIONS", ""), ("DELETE", "")] {
            assert_eq!(served.request(method, path, "", body).timeless(), nothing, "{method} {path}");
        }
        let host = "Host: evil.example\r\n";
        assert_eq!(served.request("GET", path, host, "").timeless(), nothing, "{path}");
    }
    let other = Served::start(&person, &[]);
    assert_ne!(other.root, served.root, "each start has a token of its own");
}

#[test]
fn only_addresses_are_answered_not_names() {
    let person = person("serve-hosts");
    let served = Served::start(&person, &[]);
    let status = |headers: &str| served.get_with("", headers).status;
    let port = served.address.port();
    assert_eq!(status(""), 200);
    assert_eq!(status(&format!("Host: localhost:{port}\r\n")), 200);
    for host in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example"] {
        let answer = served.get_with("", &format!("Host: {host}:{port}\r\n"));
        assert_eq!(
            (answer.status, answer.text().trim()),
            (421, "Open the address that repcue prints."),
            "{host}"
        );
    }
    assert_eq!(status("Host: 127.0.0.1\r\nHost: evil.example\r\n"), 421, "two hosts");
    assert_eq!(
        send(served.address, format!("GET {} HTTP/1.0\r\n\r\n", served.root).as_bytes()).status,
        421,
        "none"
    );
    let proxied = format!("GET http://127.0.0.1:{port}{} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", served.root);
    assert_eq!(send(served.address, proxied.as_bytes()).status, 421, "a request to a proxy");
}

#[test]
fn a_session_is_a_page_whose_sound_comes_in_parts() {
    let person = person("serve-page");
    let served = Served::start(&person, &[]);
    let page = served.made("r/short");
    let html = page.text();
    assert!(html.contains("src=\"../f/short.m4a\""), "{html}");
    assert!(html.contains("Short &amp; &lt;b&gt;sweet") && !html.contains("<b>sweet"), "{html}");
    let whole = served.get("f/short.m4a");
    assert_eq!((whole.status, whole.header("content-type")), (200, "audio/mp4"));
    assert_eq!((whole.header("accept-ranges"), &whole.body[4..8]), ("bytes", &b"ftyp"[..]));
    let length = whole.body.len();
    assert_eq!(whole.header("content-length"), length.to_string());
    // It is what `export` writes.
    let exported = person.folder.join("short.m4a");
    let said = person.repcue(&["export", "short", "-o", exported.to_str().unwrap()]);
    assert_eq!(said.0, 0, "{said:?}");
    assert!(fs::read(exported).unwrap() == whole.body, "served and exported differ");

    let part = |range: &str| served.get_with("f/short.m4a", &format!("Range: {range}\r\n"));
    for (range, from, to) in
        [("bytes=0-1", 0, 2), ("bytes=100-", 100, length), ("bytes=-7", length - 7, length)]
    {
        let answer = part(range);
        assert_eq!((answer.status, answer.header("content-type")), (206, "audio/mp4"), "{range}");
        assert_eq!(answer.header("content-range"), format!("bytes {from}-{}/{length}", to - 1));
        assert!(answer.body == whole.body[from..to], "{range}");
    }
    let beyond = part(&format!("bytes={length}-"));
    assert_eq!((beyond.status, beyond.header("content-range")), (416, format!("bytes */{length}").as_str()));
    assert_eq!(part("bytes=0-1,5-6").status, 200, "several parts are the whole");
    let if_range =
        |tag: &str| served.get_with("f/short.m4a", &format!("Range: bytes=0-1\r\nIf-Range: {tag}\r\n"));
    assert_eq!((if_range(whole.header("etag")).status, if_range("\"other\"").status), (206, 200));
    let only_head = served.request("HEAD", &format!("{}f/short.m4a", served.root), "", "");
    assert_eq!((only_head.status, only_head.header("content-length")), (200, length.to_string().as_str()));
    assert!(only_head.body.is_empty());

    // The page is made again after a change.
    fs::write(person.folder.join("routines/short.toml"), SHORT.replace("Squat", "Lunge")).unwrap();
    assert!(served.made("r/short").text().contains("Lunge"));
    assert_ne!(served.get("f/short.m4a").header("etag"), whole.header("etag"));
}

#[test]
fn files_of_each_format_are_saved_from_a_page() {
    let person = person("serve-files");
    let served = Served::start(&person, &[]);
    for (ending, start) in [("mp3", &b"ID3"[..]), ("flac", b"fLaC"), ("html", b"<!doctype html>")] {
        let page = served.made(&format!("get/short.{ending}")).text();
        assert!(
            page.contains(&format!("href=\"../f/short.{ending}\" download=\"short.{ending}\"")),
            "{page}"
        );
        let file = served.get(&format!("f/short.{ending}"));
        assert!(file.status == 200 && file.body.starts_with(start), "{ending}");
        let disposition = if ending == "html" { "attachment" } else { "" };
        assert_eq!(file.header("content-disposition"), disposition);
    }
}

#[test]
fn nothing_but_the_routines_of_the_list_is_reachable() {
    let person = person("serve-names");
    fs::write(person.folder.join("secret.toml"), SHORT).unwrap();
    fs::write(person.folder.join("routines/bad.toml"), "ready = 1\n").unwrap();
    let served = Served::start(&person, &[]);
    for below in [
        "r/bad",
        "r/none",
        "r/../secret",
        "r/..%2Fsecret",
        "r/%2e%2e%2fsecret.toml",
        "r/./short",
        "r/short.toml",
        "r/short%00",
        "r/%ff",
        "r/",
        "f/..%2Fsecret.m4a",
        "f/short.toml",
        "f/short",
        "get/none.m4a",
        "serve.css/",
        "x",
        "live/x",
    ] {
        assert_eq!(served.get(below).status, 404, "{below}");
    }
    let path = |below: &str| format!("{}{below}", served.root);
    assert_eq!(served.request("POST", &path(""), "", "x").status, 405);
    assert_eq!(served.request("GET", &path("live/do"), "", "").status, 405);
    assert_eq!(served.request("DELETE", &path("r/short"), "", "").status, 405);
}

#[test]
fn a_routine_that_is_named_is_opened_first() {
    let person = person("serve-first");
    let file = person.folder.join("short.toml");
    fs::write(&file, SHORT.replace("Two reps.", "From a file.")).unwrap();
    let served = Served::start(&person, &["first-week"]);
    assert_eq!(served.printed(), format!("{}r/first-week", served.root));
    drop(served);
    // A file has a name of its own, beside the routine of the same name.
    let served = Served::start(&person, &[file.to_str().unwrap()]);
    assert_eq!(served.printed(), format!("{}r/short-2", served.root));
    assert!(served.get("").text().contains("From a file."));
    assert_eq!(served.made("r/short-2").status, 200);
    let (code, _, told) = person.repcue(&["serve", "nothing-like-it"]);
    assert_eq!((code, told.contains("no routine named `nothing-like-it`")), (2, true), "{told}");
}

#[test]
fn a_session_is_mirrored_and_obeys() {
    let person = person("serve-live");
    let served = Served::start(&person, &[]);
    let mut events = served.events("");
    let none = events.until(|_| true);
    assert_eq!((&none["status"], &none["sessions"]), (&serde_json::Value::Null, &serde_json::json!([])));
    assert_eq!(served.press("do=pause").status, 409);

    let session = person.session(&DRILL);
    let ready = events.until(|event| !event["status"].is_null());
    let status = &ready["status"];
    assert_eq!(
        (&ready["session"], &status["kind"], &status["state"]),
        (&"main".into(), &"ready".into(), &"playing".into())
    );
    assert_eq!((&status["work"], &status["side"]), (&"Lying clam shell".into(), &"left".into()));
    assert!(ready["at"].as_u64() <= ready["now"].as_u64());
    assert!(served.get("").text().contains("A session is running"));

    let press = |word: &str| {
        let answer = served.press(&format!("session=main&do={word}"));
        assert_eq!((answer.status, answer.text()), (204, String::new()), "{word}");
    };
    press("pause");
    events.until(|event| event["status"]["state"] == "paused");
    press("resume");
    events.until(|event| event["status"]["state"] == "playing");
    let left = ready["status"]["left_ms"].as_u64().unwrap();
    press("more-rest");
    events.until(|event| event["status"]["left_ms"].as_u64() > Some(left));
    press("softer");
    events.until(|event| event["status"]["volume"] == 75);
    press("louder");
    events.until(|event| event["status"]["volume"] == 80);
    press("next");
    let work = events.until(|event| event["status"]["kind"] == "work");
    let status = &work["status"];
    assert_eq!((&status["rep"], &status["phase"], &status["reps"]), (&1.into(), &"lift".into(), &50.into()));
    assert!(status["phase_left_ms"].as_u64() <= status["phase_ms"].as_u64());
    press("back");
    events.until(|event| event["status"]["kind"] == "ready");
    // A phone that comes later gets the same at once.
    assert_eq!(served.events("?session=main").until(|_| true)["session"], "main");
    press("stop");
    events.until(|event| event["status"]["state"] == "ended");
    events.until(|event| event["status"].is_null());
    assert_eq!(session.end().0, 0);
}

#[test]
fn other_pages_press_no_buttons() {
    let person = person("serve-origin");
    let served = Served::start(&person, &[]);
    let session = person.session(&DRILL);
    let path = format!("{}live/do", served.root);
    for origin in ["", "Origin: null\r\n", "Origin: http://evil.example\r\n", "Origin: http://127.0.0.1\r\n"]
    {
        assert_eq!(served.request("POST", &path, origin, "do=stop").status, 403, "{origin}");
    }
    for form in ["", "do=", "do=dance", "do=status", "do=pause%0Astop", "x=stop"] {
        let status = served.press(form).status;
        assert_eq!(status, 400, "{form}");
    }
    assert_eq!(served.press("do=stop&session=other").status, 409);
    assert_eq!(person.status()["state"], "playing");
    person.repcue(&["ctl", "stop"]);
    assert_eq!(session.end().0, 0);
}

#[test]
fn one_of_several_sessions_is_chosen() {
    let person = person("serve-several");
    let first = person.session(&DRILL);
    let second = person.session(&[&DRILL[..], &["--session", "evening"]].concat());
    let served = Served::start(&person, &[]);
    let is_followed = |event: &serde_json::Value| !event["status"].is_null();
    let mut evening = served.events("?session=evening");
    let event = evening.until(is_followed);
    assert_eq!(
        (&event["session"], &event["sessions"]),
        (&"evening".into(), &serde_json::json!(["evening", "main"]))
    );
    assert_eq!(served.events("").until(is_followed)["session"], "main");
    assert_eq!(served.press("session=evening&do=pause").status, 204);
    evening.until(|event| event["status"]["state"] == "paused");
    assert_eq!(person.status()["state"], "playing", "the other goes on");
    for (session, name) in [(first, "main"), (second, "evening")] {
        person.repcue(&["ctl", "stop", "--session", name]);
        assert_eq!(session.end().0, 0);
    }
}

#[test]
fn excess_is_refused() {
    let person = person("serve-limits");
    let served = Served::start(&person, &[]);
    let huge = format!("X: {}\r\n", "x".repeat(100_000));
    assert_eq!(served.get_with("", &huge).status, 431);
    assert_eq!(served.get_with("", &"X: y\r\n".repeat(200)).status, 431);
    assert!([404, 414, 431].contains(&served.get(&"x".repeat(100_000)).status));
    assert_eq!(served.press(&"x".repeat(5_000)).status, 413);
    assert_eq!(send(served.address, b"\x16\x03\x01 what is this\r\n\r\n").status, 400);
    // Strangers who say nothing make room for whoever knows the address.
    let silent: Vec<TcpStream> = (0..200).map(|_| connect(served.address, b"")).collect();
    assert_eq!(served.get("").status, 200);
    let half: Vec<TcpStream> =
        (0..200).map(|_| connect(served.address, b"GET / HTTP/1.1\r\nHost:")).collect();
    assert_eq!(served.get("").status, 200);
    drop((silent, half));
    assert_eq!(served.get("").status, 200);
}

#[test]
fn a_phone_keeps_its_events_while_strangers_come() {
    let person = person("serve-crowd");
    let served = Served::start(&person, &[]);
    let mut events = served.events("");
    events.until(|_| true);
    let crowd: Vec<TcpStream> = (0..200).map(|_| connect(served.address, b"GET /")).collect();
    let session = person.session(&DRILL);
    events.until(|event| event["status"]["kind"] == "ready");
    drop(crowd);
    person.repcue(&["ctl", "stop"]);
    assert_eq!(session.end().0, 0);
}

#[test]
fn ctrl_c_ends_it_at_once_whatever_it_does() {
    if skips_signal(130) {
        return;
    }
    let person = person("serve-interrupted");
    let long = "[[exercise]]\nname = 'Plank'\nfor = '60m'\n";
    fs::write(person.folder.join("routines/long.toml"), long).unwrap();
    let served = Served::start(&person, &[]);
    served.made("get/short.flac");
    let _events = served.events("");
    // One download has begun, one is being made.
    let request =
        |file: &str| format!("GET {}f/{file} HTTP/1.1\r\nHost: {}\r\n\r\n", served.root, served.address);
    let mut download = connect(served.address, request("short.flac").as_bytes());
    download.read_exact(&mut [0; 10]).unwrap();
    let mut waiting = connect(served.address, request("long.flac").as_bytes());
    assert!(until(|| served.get("get/long.flac").text().contains("Writing")), "it is not made");
    waiting.write_all(b"").unwrap();
    let begun = std::time::Instant::now();
    let (code, told) = served.end("-INT");
    assert_eq!(code, 130, "{told}");
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    assert!(told.starts_with("Only this computer can open it. For a phone, use `--lan`."), "{told}");
}

#[test]
fn a_client_that_goes_away_in_the_middle_harms_nobody() {
    let person = person("serve-gone");
    let served = Served::start(&person, &[]);
    served.made("r/short");
    for _ in 0..100 {
        let request = format!("GET {}f/short.m4a HTTP/1.1\r\nHost: {}\r\n\r\n", served.root, served.address);
        let mut download = connect(served.address, request.as_bytes());
        download.read_exact(&mut [0; 100]).unwrap();
    }
    assert_eq!(served.get("f/short.m4a").status, 200);
    for _ in 0..100 {
        let _ = served.events("");
    }
    assert_eq!(served.get("").status, 200);
}

#[test]
fn a_port_that_is_taken_is_an_error() {
    let person = person("serve-port");
    let served = Served::start(&person, &[]);
    let port = served.address.port().to_string();
    let (code, _, told) = person.repcue(&["serve", "--port", &port]);
    assert_eq!(code, 1);
    assert!(told.starts_with(&format!("error: cannot serve at 127.0.0.1:{port}: ")), "{told}");
    assert!(told.ends_with("\n  help: leave out `--port`: then a free one is taken\n"), "{told}");
}

#[test]
fn the_network_has_it_only_if_asked() {
    let person = person("serve-lan");
    let served = Served::start(&person, &["--lan"]);
    // It is answered at every address of this computer; in a network, the printed one is not of this computer alone.
    let own = SocketAddr::from(([127, 0, 0, 1], served.address.port()));
    let request = format!("GET {} HTTP/1.1\r\nHost: {own}\r\n\r\n", served.root);
    assert_eq!(send(own, request.as_bytes()).status, 200);
    assert_eq!(served.get("").status, 200);
    let (_, told) = served.end("-TERM");
    assert!(told.contains("Ctrl-C stops it."), "{told}");
}
