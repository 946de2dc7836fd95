//! The pages of `repcue serve` in a real browser: the list, and a session that runs, with its buttons.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/browser.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod browser;
#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
use std::path::Path;

use browser::Browser;
use person::{Person, Session, skip, until};
use serde_json::{Value, json};

/// Sides in turn, alternating sides, timed work, an open-ended set, and rests that wait.
const MIXED: &str = "title = 'Mixed <b>bag</b>'\nready = '30s'\nrest = 'ready'\nswitch = '30s'\n\
    [[exercise]]\nuse = 'clam-shell'\nreps = 5\nlift = '2s'\nhold = '3s'\n\
    [[exercise]]\nname = 'Plank'\nfor = '40s'\n\
    [[exercise]]\nname = 'Dead bug'\nsides = 'alternate'\nreps = 4\n\
    [[exercise]]\nname = 'Push-up'\nreps = 'open'\n";
/// A few seconds.
const SHORT: &str = "title = 'Short <b>one</b>'\nready = '1s'\n[[exercise]]\nuse = 'squat'\nreps = 3\n";
/// The windows that pages must fit.
const WINDOWS: [(u32, u32); 7] =
    [(320, 568), (390, 844), (568, 320), (844, 390), (768, 1024), (1280, 800), (1920, 1080)];
/// Nothing is wider than the window.
const FITS: &str = "document.documentElement.scrollWidth <= innerWidth";

/// A server, and a browser for it.
struct Open {
    browser: Browser,
    url: String,
    served: Session,
    person: Person,
}

impl Open {
    /// `None`, with a word, if there is no browser on this machine.
    fn start(name: &str) -> Option<Open> {
        let person = Person::new(name);
        fs::create_dir_all(person.folder.join("routines")).unwrap();
        for (file, text) in [("mixed", MIXED), ("short", SHORT)] {
            fs::write(person.folder.join(format!("routines/{file}.toml")), text).unwrap();
        }
        let browser = Browser::start(&person.folder)?;
        let served = person.begin(&mut person.command(&["serve"]));
        Some(Open { browser, url: served.lines.trim().to_owned(), served, person })
    }

    /// Opens a page below the list.
    fn visit(&mut self, below: &str) {
        let url = format!("{}{below}", self.url);
        self.browser.call("Page.navigate", json!({ "url": url }));
        self.browser.until(&format!("document.readyState === 'complete' && location.href === {url:?}"));
    }

    /// Waits until the page that waits for a session has led to another one. Its script would be gone with the page.
    fn until_made(&mut self) {
        let browser = &mut self.browser;
        assert!(until(|| browser
            .value("document.readyState === 'complete' && !document.querySelector('progress')")
            == true));
    }

    /// The session of the routine, with the live page that shows it.
    fn watched(&mut self) -> Session {
        let session = self.person.session(&["run", "mixed"]);
        self.visit("live");
        self.browser.until("document.getElementById('name').textContent === 'Lying clam shell'");
        session
    }

    fn ctl(&self, word: &str) {
        assert_eq!(self.person.repcue(&["ctl", word]), (0, String::new(), String::new()), "{word}");
    }

    /// What an element shows.
    fn shown(&mut self, id: &str) -> String {
        self.browser.text(&format!("document.getElementById({id:?}).textContent"))
    }

    /// Waits until an element shows this.
    #[track_caller]
    fn until_shown(&mut self, id: &str, text: &str) {
        self.browser.until(&format!("document.getElementById({id:?}).textContent === {text:?}"));
    }

    /// Pauses the session, and compares what the page shows with its status. Nothing moves then, so all is exact.
    fn compare(&mut self) -> Value {
        self.ctl("pause");
        let status = self.person.until("a pause", |status| status["state"] == "paused");
        self.browser.until("document.getElementById('play').dataset.do === 'resume'");
        let at = status["at_ms"].as_u64().unwrap();
        let left = clock(status["duration_ms"].as_u64().unwrap() - at);
        self.until_shown("left", &format!("−{left}"));
        let text = |field: &str| status[field].as_str().unwrap_or_default().to_owned();
        let number = |field: &str| status[field].as_u64();
        assert_eq!(self.shown("name"), text("work"));
        let side = status["side"].as_str().unwrap_or("both");
        assert_eq!(self.browser.text("document.getElementById('session').dataset.side"), side);
        let tag = self.shown("tag");
        assert!(tag.starts_with("Paused") && (side == "both" || tag.ends_with(side)), "{tag}");
        match number("rep") {
            Some(rep) => {
                assert_eq!(self.shown("number"), rep.to_string());
                let of = number("reps").map_or_else(String::new, |reps| format!("of {reps}"));
                assert_eq!(self.shown("of"), of);
                let seconds = number("phase_left_ms").unwrap().div_ceil(1_000);
                let is_long = number("phase_ms").unwrap() >= 3_000;
                let phase = text("phase") + &if is_long { format!(" {seconds}") } else { String::new() };
                assert_eq!(self.shown("phase"), phase);
            }
            None => assert_eq!(self.shown("number"), number("left_ms").unwrap().div_ceil(1_000).to_string()),
        }
        self.ctl("resume");
        self.person.until("a resume", |status| status["state"] != "paused");
        status
    }
}

/// Milliseconds as the page shows what is left of a session.
fn clock(millis: u64) -> String {
    let seconds = millis.div_ceil(1_000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[test]
fn a_phone_shows_what_happens_on_the_computer() {
    let Some(mut open) = Open::start("remote-shows") else { return };
    open.visit("live");
    open.until_shown("name", "No session is running");
    assert_eq!(open.browser.value("document.querySelector('[data-do=next]').disabled"), true);
    let session = open.watched();
    let mut kinds = Vec::new();
    // Get ready, left, switch, right, rest, plank, rest, dead bug, rest, push-up.
    for interval in 0..10 {
        open.person.until("the interval", |status| status["interval"] == interval);
        if interval % 2 == 1 && interval < 9 {
            open.browser.until("document.getElementById('session').dataset.kind === 'work'");
        }
        kinds.push(open.compare()["kind"].as_str().unwrap().to_owned());
        open.ctl("next");
    }
    assert_eq!(kinds.join(" "), "ready work switch work rest work rest work rest work");
    open.until_shown("name", "Well done");
    assert_eq!(session.end().0, 0);
    assert_eq!(open.browser.complaints, Vec::<Value>::new());
}

#[test]
fn its_buttons_and_keys_control_the_session() {
    let Some(mut open) = Open::start("remote-buttons") else { return };
    let session = open.watched();
    let is = |open: &Open, what: &str, field: &str, value: Value| {
        open.person.until(what, |status| status[field] == value);
    };
    open.browser.click("#play");
    is(&open, "pause", "state", "paused".into());
    open.browser.until("document.getElementById('play').ariaLabel === 'Resume'");
    open.browser.press(" ");
    is(&open, "the space bar", "state", "playing".into());
    let left = open.person.status()["left_ms"].as_u64().unwrap();
    open.browser.click("#more");
    open.person.until("more rest", |status| status["left_ms"].as_u64() > Some(left));
    open.browser.click("[data-do=softer]");
    is(&open, "softer", "volume", 75.into());
    open.until_shown("volume", "75");
    open.browser.press("+");
    is(&open, "louder", "volume", 80.into());
    open.browser.click("[data-do=next]");
    is(&open, "next", "interval", 1.into());
    open.browser.until("document.getElementById('more').disabled");
    open.browser.click("[data-do=back]");
    is(&open, "back", "interval", 0.into());
    open.browser.click("[data-do=next-exercise]");
    is(&open, "the next exercise", "exercise_number", 2.into());
    // The rest waits at once, or until its count: in both cases the user is ready.
    open.browser.until("document.getElementById('play').ariaLabel === 'I am ready'");
    open.browser.click("#play");
    is(&open, "ready", "kind", "work".into());
    for key in ["N", "N"] {
        open.browser.press(key);
    }
    is(&open, "the last exercise", "exercise_number", 4.into());
    open.browser.press("n");
    open.browser.until("document.getElementById('play').ariaLabel === 'End the set'");
    open.browser.click("#pause");
    is(&open, "a pause in an open-ended set", "state", "paused".into());
    // The first tap only asks.
    open.browser.click("#stop");
    open.until_shown("stop", "Really?");
    assert_eq!(open.person.status()["state"], "paused");
    open.browser.click("#stop");
    open.until_shown("name", "Well done");
    assert_eq!(session.end().0, 0);
    assert_eq!(open.browser.complaints, Vec::<Value>::new());
}

#[test]
fn a_lost_connection_is_shown() {
    let Some(mut open) = Open::start("remote-lost") else { return };
    let session = open.watched();
    open.served.signal("-TERM");
    open.until_shown("notice", "The connection is lost …");
    open.ctl("stop");
    assert_eq!(session.end().0, 0);
}

#[test]
fn a_routine_of_the_list_plays_from_the_server() {
    let Some(mut open) = Open::start("remote-list") else { return };
    open.visit("");
    assert_eq!(open.browser.value("document.scripts.length"), 0);
    open.browser.click("a[href='r/short']");
    // First a page that waits, which the browser reloads on its own.
    open.until_made();
    open.browser.until("document.getElementById('sound')?.readyState > 0");
    assert_eq!(open.browser.text("document.querySelector('h1').textContent"), "Short <b>one</b>");
    let sound = "document.getElementById('sound')";
    assert!(open.browser.text(&format!("{sound}.currentSrc")).ends_with("/f/short.m4a"));
    let length = open.browser.value(&format!("{sound}.duration")).as_f64().unwrap();
    open.browser.value(&format!("void ({sound}.currentTime = {})", length - 5.0));
    open.browser.until(&format!("!{sound}.seeking && {sound}.currentTime >= {}", length - 5.5));
    assert_eq!(open.browser.complaints, Vec::<Value>::new());
}

#[test]
fn every_page_fits_every_window() {
    let Some(mut open) = Open::start("remote-windows") else { return };
    let session = open.watched();
    for below in ["", "live", "r/none"] {
        open.visit(below);
        for window in WINDOWS {
            open.browser.resize(window);
            open.browser.until(&format!("innerWidth === {} && innerHeight === {}", window.0, window.1));
            assert_eq!(open.browser.value(FITS), true, "{below:?} at {window:?}");
            if below != "live" {
                continue;
            }
            let hidden = open.browser.value(
                "[...document.querySelectorAll('.buttons button, .tools button')] \
                    .filter((button) => button.checkVisibility()) \
                    .map((button) => [button.ariaLabel || button.id, button.getBoundingClientRect()]) \
                    .filter(([, box]) => box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight) \
                    .map(([name, box]) => `${name}: ${box.left} to ${box.right}, ${box.top} to ${box.bottom}`)",
            );
            assert_eq!(hidden, json!([]), "buttons at {window:?}");
        }
    }
    open.ctl("stop");
    assert_eq!(session.end().0, 0);
}

/// The rules that automatic checks of accessibility know: `npm install --prefix target/axe axe-core`.
#[test]
fn axe_finds_nothing() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/axe/node_modules/axe-core/axe.min.js");
    let Ok(axe) = fs::read_to_string(file) else {
        return skip("axe-core", "there is no axe-core: `npm install --prefix target/axe axe-core`");
    };
    let Some(mut open) = Open::start("remote-axe") else { return };
    let session = open.watched();
    for below in ["", "live", "get/short.flac", "r/none"] {
        for colours in ["dark", "light"] {
            open.browser.prefer(&[("prefers-color-scheme", colours)]);
            open.visit(below);
            open.until_made();
            // The policy of the pages allows no script from elsewhere; the browser itself runs this one.
            open.browser.value(&format!("{axe}; 0"));
            let found = open.browser.value(
                "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => \
                   [id, ...nodes.map((node) => node.html + ' ' + node.failureSummary)]))",
            );
            assert_eq!(found, json!([]), "{below:?}, {colours}");
        }
    }
    open.ctl("stop");
    assert_eq!(session.end().0, 0);
}
