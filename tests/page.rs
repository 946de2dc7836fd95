//! The page of a session in a real browser: what it shows at an instant, its buttons, its sheet.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/browser.rs"]
mod browser;
#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
use std::path::{Path, PathBuf};

use browser::Browser;
use person::{Person, skip};
use repcue::diagnostic::Source;
use repcue::files::BUILT_IN;
use repcue::report::page::Page;
use repcue::routine::Routine;
use repcue::routine::changes::Changes;
use repcue::routine::library::Library;
use repcue::sound::Sounds;
use repcue::timeline::compile;
use repcue::timeline::phrases::Phrases;
use serde_json::Value;

/// A session with everything that a page shows: sides in turn and alternating, rounds, sets, loads, units, own phases,
/// timed work and rests.
const SESSION: &str = r#"
title = "A <bit> of \"everything\" & more"
about = "Every kind of interval."
warning = "Stop </script> if it hurts."
ready = "3s"
rest = "8s"
switch = "4s"

[[block]]
title = "Warm-up"
[[block.exercise]]
use = "squat"
reps = 3

[[block]]
title = "Main"
rounds = 2
round-rest = "9s"
hold = "1s"
[[block.exercise]]
use = "clam-shell"
reps = 4
first = "right"
load = "red band"
[[block.exercise]]
name = "Dead bug"
sides = "alternate"
sets = 2
reps = 3
tempo = "2-0-1-1"

[[block]]
[[block.exercise]]
name = "Plank"
for = "12s"
[[block.exercise]]
name = "Box breathing"
reps = "2 breaths"
phases = ["Breathe in 3s", "Hold 3s", "Breathe out 4s", "Hold 3s"]
"#;

/// Sets and rests that wait for the user.
const WAITING: &str = r#"
title = "Waiting"
ready = "3s"
rest = "ready"
[[exercise]]
name = "Push-up"
reps = "open"
lift = "500ms"
lower = "500ms"
[[exercise]]
name = "Row"
reps = 2
rest-after = "12s"
[[exercise]]
name = "Plank"
for = "10s"
"#;

/// A browser with the page of a routine, as `export` writes it, and its timeline.
struct Open {
    browser: Browser,
    timeline: Value,
    file: PathBuf,
    /// Keeps the folders.
    _person: Person,
}

/// Opens the page of a routine; `None`, with a word, without a browser.
fn open(name: &str, routine: &str) -> Option<Open> {
    let person = Person::new(name);
    fs::create_dir_all(&person.folder).unwrap();
    let mut browser = Browser::start(&person.folder)?;
    let (text, file) = (person.folder.join("a.toml"), person.folder.join("a.html"));
    fs::write(&text, routine).unwrap();
    let (text, to) = (text.to_str().unwrap(), file.to_str().unwrap());
    let (code, _, told) = person.repcue(&["export", text, "-o", to, "--rate", "24000", "--loudness", "off"]);
    assert_eq!(code, 0, "{told}");
    let shown = person.command(&["show", text, "--json"]).output().unwrap();
    let timeline = serde_json::from_slice(&shown.stdout).unwrap();
    browser.open(&file);
    browser.until(LOADED);
    Some(Open { browser, timeline, file, _person: person })
}

const LOADED: &str = "document.getElementById('session').dataset.loaded === 'true'";
const STILL: &str = "!document.getElementById('sound').seeking";

impl Open {
    /// Moves the sound to a second, as a player outside of the page would, and returns the picture there.
    fn seen_at(&mut self, seconds: f64) -> Value {
        self.browser.value(&format!("document.getElementById('sound').currentTime = {seconds}; 0"));
        self.browser.until(STILL);
        self.browser.value(SEEN)
    }

    /// The interval of the timeline in which an instant is.
    fn interval(&self, at: f64) -> &Value {
        let intervals = self.timeline["intervals"].as_array().unwrap();
        intervals.iter().rev().find(|interval| number(&interval["start_ms"]) <= at).unwrap()
    }

    /// The work of an interval: its own, or the next one.
    fn work(&self, interval: &Value) -> &Value {
        let intervals = self.timeline["intervals"].as_array().unwrap();
        let start = number(&interval["start_ms"]);
        let ahead = intervals.iter().filter(|other| number(&other["start_ms"]) >= start);
        ahead.into_iter().find(|other| other["kind"] == "work").unwrap_or(intervals.last().unwrap())
    }

    /// The picture at an instant in milliseconds, worked out from the timeline: the reps and phases from their cues.
    fn expected(&self, at: f64) -> Value {
        let interval = self.interval(at);
        let work = self.work(interval);
        let left = ((number(&interval["end_ms"]) - at) / 1e3 - 1e-6).ceil();
        let mut picture = serde_json::json!({
            "name": work["name"],
            "kind": interval["kind"],
            "side": work["side"].as_str().unwrap_or("both"),
            "number": left.to_string(),
            "phase": "",
            "of": "",
        });
        if interval["kind"] == "done" {
            picture["name"] = self.timeline["title"].clone();
            picture["number"] = "✓".into();
        }
        if interval["kind"] == "work" && !interval["reps"].is_null() {
            let cues = self.timeline["cues"].as_array().unwrap().iter();
            let start = number(&interval["start_ms"]);
            // A pause that ends a rep begins with the sound of the complete rep.
            let is_phase = |cue: &&Value| {
                matches!(cue["kind"].as_str(), Some("lift" | "hold" | "lower" | "pause" | "rep"))
            };
            let mut begun = cues.filter(is_phase).filter(|cue| (start..=at).contains(&number(&cue["at_ms"])));
            let cue = begun.next_back().unwrap();
            let phase = cue["kind"].as_str().unwrap().replace("rep", "pause");
            let phases = interval["phases"].as_array().unwrap();
            let own = phases.iter().find(|own| own["kind"] == *phase);
            let words = own.and_then(|own| own["words"].as_str()).unwrap_or(&phase);
            let length = own.map_or(0.0, |own| number(&own["length_ms"]));
            let seconds = ((number(&cue["at_ms"]) + length - at) / 1e3 - 1e-6).ceil();
            picture["phase"] =
                if length >= 3e3 { format!("{words} {seconds}") } else { words.to_owned() }.into();
            picture["number"] = cue["rep"].to_string().into();
            picture["of"] = format!("of {}", interval["reps"]).into();
            picture["side"] = cue["side"].as_str().unwrap_or("both").into();
        }
        picture
    }

    /// Nothing failed, and the security policy refused nothing.
    fn is_content(&mut self) {
        self.browser.value("0");
        assert!(self.browser.complaints.is_empty(), "{:?}", self.browser.complaints);
    }

    fn mood(&mut self) -> String {
        self.browser.text("document.getElementById('session').dataset.mood")
    }
}

/// What the page shows, and the instant of its sound in milliseconds.
const SEEN: &str = "(() => { const text = (id) => document.getElementById(id).textContent; \
    const { kind, side } = document.getElementById('session').dataset; \
    return { at: document.getElementById('sound').currentTime * 1000, \
      picture: { name: text('name'), kind, side, number: text('number'), phase: text('phase'), of: text('of') } }; })()";

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

#[test]
fn at_every_instant_the_picture_is_that_of_the_timeline() {
    let Some(mut open) = open("instants", SESSION) else { return };
    let length = number(&open.timeline["duration_ms"]) / 1e3;
    // Begun, so that it shows instants.
    open.browser.press("n");
    let mut random = fastrand::Rng::with_seed(7);
    let mut kinds = std::collections::HashSet::new();
    let instants = std::iter::once(1.0).chain((0..140).map(|_| random.f64() * length));
    for instant in instants {
        let seen = open.seen_at(instant);
        let at = number(&seen["at"]);
        assert_eq!(seen["picture"], open.expected(at), "at {at} ms");
        kinds.insert(open.interval(at)["kind"].to_string());
    }
    assert_eq!(kinds.len(), 5, "{kinds:?}");
    open.is_content();
}

#[test]
fn the_picture_follows_the_sound_while_it_plays() {
    let Some(mut open) = open("playing", SESSION) else { return };
    let start = "document.getElementById('sound').currentTime = 5; 0";
    open.browser.value(start);
    open.browser.click("#play");
    open.browser.until("document.getElementById('sound').currentTime > 5.1");
    let looks = open.browser.value(&format!(
        "new Promise((keep) => {{ const looks = []; (function look() {{ looks.push({SEEN}); \
           if (looks.length < 240) requestAnimationFrame(look); else keep(looks); }})(); }})"
    ));
    let mut phases = std::collections::HashSet::new();
    for look in looks.as_array().unwrap() {
        let at = number(&look["at"]);
        // The sound goes on between the drawing of a frame and the look at it.
        let frames = [0.0, 20.0, 40.0].map(|earlier| open.expected(at - earlier));
        assert!(frames.contains(&look["picture"]), "at {at} ms: {}, not {}", look["picture"], frames[0]);
        phases.insert(look["picture"]["phase"].to_string());
    }
    assert!(phases.len() > 1, "{phases:?}");
    open.is_content();
}

/// The index of the interval that is shown.
const INDEX: &str = "(() => { const data = JSON.parse(document.getElementById('data').textContent); \
    const at = document.getElementById('sound').currentTime * 1000; \
    return data.intervals.findLastIndex((interval) => interval.start <= at); })()";

#[test]
fn buttons_keys_list_and_strip_lead_to_their_places() {
    let Some(mut open) = open("places", SESSION) else { return };
    let intervals = open.timeline["intervals"].as_array().unwrap().clone();
    let exercise = |index: usize| intervals[index]["exercise"].as_str().unwrap_or("").to_owned();
    let mut goes = |how: &dyn Fn(&mut Browser)| {
        how(&mut open.browser);
        open.browser.until(STILL);
        open.browser.value(INDEX).as_u64().unwrap() as usize
    };
    assert_eq!(goes(&|it| it.click("#next-interval")), 1);
    assert_eq!(goes(&|it| it.press("ArrowRight")), 2);
    assert_eq!(goes(&|it| it.press("n")), 3);
    assert_eq!(goes(&|it| it.click("#back")), 2, "soon after the start");
    assert_eq!(goes(&|it| it.press("b")), 1);
    assert_eq!(goes(&|it| it.press("ArrowLeft")), 0);
    let clam = goes(&|it| it.press("N"));
    assert_eq!((exercise(clam), intervals[clam]["kind"].as_str()), ("squat".to_owned(), Some("rest")));
    let bug = goes(&|it| it.press("N"));
    assert_eq!((exercise(bug), exercise(bug + 1)), ("clam-shell".to_owned(), "dead-bug".to_owned()));
    assert_eq!(goes(&|it| it.press("P")), clam);
    let plank = goes(&|it| it.click("tbody tr:nth-of-type(6) .jump"));
    assert_eq!(exercise(plank + 1), "plank", "{}", intervals[plank]);
    open.browser.until("document.getElementById('session').dataset.mood === 'playing'");
    open.browser.press(" ");
    open.browser.until("document.getElementById('session').dataset.mood === 'paused'");
    open.browser.value("scrollTo(0, 0)");
    open.browser.click("#seek");
    open.browser.until(STILL);
    let at = number(&open.browser.value("document.getElementById('sound').currentTime"));
    let middle = number(&open.timeline["duration_ms"]) / 2e3;
    assert!((at - middle).abs() < 2.0, "{at}, not {middle}");
    let told = open.browser.text("document.getElementById('seek').getAttribute('aria-valuetext')");
    assert!(told.contains(" of "), "{told}");
    open.is_content();
}

#[test]
fn an_interrupted_session_resumes_with_its_interval() {
    let Some(mut open) = open("resume", SESSION) else { return };
    for _ in 0..5 {
        open.browser.press("n");
    }
    open.browser.until(STILL);
    let start = number(&open.timeline["intervals"][5]["start_ms"]) / 1e3;
    open.browser.open(Path::new("/dev/null"));
    open.browser.open(&open.file);
    open.browser.until(LOADED);
    assert_eq!(open.mood(), "new");
    assert_eq!(open.browser.text("document.getElementById('tag').textContent"), "Resume");
    open.browser.click("#play");
    open.browser.until("document.getElementById('session').dataset.mood === 'playing'");
    let at = number(&open.browser.value("document.getElementById('sound').currentTime"));
    assert!((start..start + 3.0).contains(&at), "{at}, not {start}");
    open.browser.open(Path::new("/dev/null"));
    open.browser.open(&open.file);
    open.browser.until(LOADED);
    open.browser.click("#again");
    open.browser.until("document.getElementById('session').dataset.mood === 'playing'");
    assert!(number(&open.browser.value("document.getElementById('sound').currentTime")) < 3.0);
    open.is_content();
}

#[test]
fn sets_and_rests_wait_for_the_user() {
    let Some(mut open) = open("waiting", WAITING) else { return };
    let intervals = open.timeline["intervals"].as_array().unwrap().clone();
    let cycle = intervals[1]["cycle_ms"][1].as_f64().unwrap() / 1e3;
    open.browser.press("n");
    open.seen_at(cycle - 1.0);
    open.browser.press("Enter");
    // The last reps are repeated, and counted on.
    let last = intervals[1]["reps"].as_u64().unwrap();
    open.browser.until(&format!("Number(document.getElementById('number').textContent) > {}", last + 1));
    assert!(number(&open.browser.value("document.getElementById('sound').currentTime")) < cycle);
    open.browser.click("#play");
    open.browser.until("document.getElementById('session').dataset.kind === 'rest'");
    let hold = intervals[2]["hold_point_ms"].as_f64().unwrap() / 1e3;
    open.browser.value(&format!("document.getElementById('sound').currentTime = {}; 0", hold - 0.5));
    open.browser.until("document.getElementById('session').dataset.mood === 'waiting'");
    open.browser.until("document.getElementById('sound').paused");
    assert_eq!(open.browser.text("document.getElementById('number').textContent"), "Ready?");
    assert_eq!(open.browser.text("document.getElementById('play').getAttribute('aria-label')"), "I am ready");
    open.browser.click("#dial");
    open.browser.until(&format!("document.getElementById('sound').currentTime > {hold} + 0.2"));
    assert_eq!(open.mood(), "playing");
    open.is_content();
}

#[test]
fn more_rest_is_silent_and_takes_its_time() {
    let Some(mut open) = open("more", WAITING) else { return };
    let intervals = open.timeline["intervals"].as_array().unwrap().clone();
    let rest = intervals.iter().find(|it| it["kind"] == "rest" && it["until_ready"] == false).unwrap();
    let (hold, end) = (number(&rest["hold_point_ms"]) / 1e3, number(&rest["end_ms"]) / 1e3);
    open.browser.press("n");
    open.seen_at(hold - 1.0);
    open.browser.press(" ");
    open.browser.until(&format!("document.getElementById('sound').currentTime > {}", hold - 0.9));
    open.browser.click("#more");
    let left = (end - hold + 11.0).floor();
    open.browser.until(&format!("Number(document.getElementById('number').textContent) <= {left}"));
    assert!(
        number(&open.browser.value("Number(document.getElementById('number').textContent)")) > left - 2.0
    );
    open.browser.until(&format!("document.getElementById('sound').muted && !({STILL} === false)"));
    // The count never jumps, and the sound is back for the real one.
    let taken = open.browser.value(&format!(
        "new Promise((keep) => {{ const start = performance.now(); let last = Infinity; let jumps = 0; (function look() {{ \
           const left = Number(document.getElementById('number').textContent); \
           if (left > last || left < last - 1 && last < 99) jumps += 1; last = left; \
           if (document.getElementById('sound').currentTime > {hold}) \
             keep({{ jumps, seconds: (performance.now() - start) / 1000, muted: document.getElementById('sound').muted }}); \
           else requestAnimationFrame(look); }})(); }})"
    ));
    assert_eq!((taken["jumps"].as_u64(), taken["muted"].as_bool()), (Some(0), Some(false)), "{taken}");
    assert!((8.0..12.5).contains(&number(&taken["seconds"])), "{taken}");
    open.is_content();
}

#[test]
fn the_history_has_what_was_cued_and_how_hard_it_was() {
    let Some(mut open) = open("history", WAITING) else { return };
    let folder = open.file.parent().unwrap().join("downloads");
    let downloads = serde_json::json!({ "behavior": "allow", "downloadPath": folder });
    open.browser.call("Page.setDownloadBehavior", downloads);
    open.browser.press("N");
    open.browser.press("n");
    // A busy phone looks late at its clock: a rep that has begun by then is counted all the same.
    let busy = "() => { const end = performance.now() + 800; while (performance.now() < end); }";
    open.browser.text(&format!(
        "document.getElementById('play').addEventListener('click', {busy}, {{ once: true }}); document.title"
    ));
    open.browser.click("#play");
    open.browser.until("document.getElementById('session').dataset.kind === 'rest'");
    open.browser.until("document.getElementById('effort').checkVisibility()");
    open.browser.click("#effort button:nth-of-type(3)");
    assert_eq!(
        open.browser.text("document.querySelector('#effort button:nth-of-type(3)').ariaPressed"),
        "true"
    );
    // Half of the plank is skipped.
    open.browser.press("n");
    open.browser.until(
        "document.getElementById('sound').currentTime * 1000 > 4500 + JSON.parse( \
        document.getElementById('data').textContent).intervals.findLast(({ kind }) => kind === 'work').start",
    );
    open.browser.press("n");
    open.browser.until("document.getElementById('save').checkVisibility()");
    open.browser.click("#save");
    let mut file = None;
    assert!(person::until(|| {
        let files = fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.unwrap().path());
        file = files.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "jsonl"));
        file.is_some()
    }));
    let text = fs::read_to_string(file.unwrap()).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [row, plank, session] = &lines[..] else { panic!("{text}") };
    let id = session["id"].as_str().unwrap();
    for (line, number) in [(row, 2), (plank, 3)] {
        assert_eq!((&line["v"], &line["type"], &line["session"]), (&1.into(), &"set".into(), &id.into()));
        assert_eq!(line["id"], format!("{id}-{number}"));
    }
    let keys = ["exercise", "name", "measure", "planned", "cued", "effort"].map(|key| &row[key]);
    assert_eq!(serde_json::json!(keys), serde_json::json!(["row", "Row", "reps", 2, 2, 3]));
    let keys = ["exercise", "measure", "planned", "effort"].map(|key| &plank[key]);
    assert_eq!(serde_json::json!(keys), serde_json::json!(["plank", "seconds", 10, null]));
    assert!(matches!(plank["cued"].as_u64(), Some(4..=6)), "{plank}");
    let keys = ["type", "what", "title", "ending", "paused"].map(|key| &session[key]);
    assert_eq!(serde_json::json!(keys), serde_json::json!(["session", "routine", "Waiting", "done", 0]));
    assert!(session["at"].as_str().unwrap().contains('T') && id.starts_with(session["at"].as_str().unwrap()));
    open.is_content();
}

/// Makes the pictures of docs/export.md again: `cargo test --test page -- --ignored pictures`. With another font, they
/// look like another device. Make them small: `pngquant --force --ext .png 64 docs/page-*.png`.
#[test]
#[ignore = "it writes into docs"]
fn pictures_for_the_documents() {
    let person = Person::new("pictures");
    fs::create_dir_all(&person.folder).unwrap();
    let mut browser = Browser::start(&person.folder).unwrap();
    let file = person.folder.join("a.html");
    let to = file.to_str().unwrap();
    let mut export = person.command(&["export", "lower-back-glutes", "-o", to, "--loudness", "off"]);
    let (code, _, told) = person.said(export.args(["--rate", "24000", "--voice", "built-in"]));
    assert_eq!(code, 0, "{told}");
    let size = serde_json::json!({ "width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": true });
    browser.call("Emulation.setDeviceMetricsOverride", size);
    browser.prefer(&[("prefers-color-scheme", "dark")]);
    browser.open(&file);
    browser.until(LOADED);
    browser.click("#play");
    browser.until("document.getElementById('session').dataset.mood === 'playing'");
    // The sixth rep of the clam shell on the left, and the rest after it, in which something is said.
    let place = "const { intervals, captions } = JSON.parse(document.getElementById('data').textContent); \
        const work = intervals.findIndex(({ kind, record, side }) => kind === 'work' && record.exercise === 'clam-shell' && side === 'left');";
    let [work, rest] = [
        "intervals[work].start + 5.3 * intervals[work].reps.length",
        "captions.find(({ start, text }) => start > intervals[work + 2].end + 6000 && text.length > 30).start + 600",
    ];
    for (name, at) in [("work", work), ("rest", rest)] {
        browser.value(&format!(
            "(() => {{ {place} document.getElementById('sound').currentTime = ({at}) / 1000; }})()"
        ));
        browser.until(STILL);
        browser.value("new Promise((keep) => requestAnimationFrame(() => requestAnimationFrame(keep)))");
        let picture = browser.call("Page.captureScreenshot", serde_json::json!({ "format": "png" }));
        let picture = browser::decoded(picture["data"].as_str().unwrap());
        fs::write(format!("{}/docs/page-{name}.png", env!("CARGO_MANIFEST_DIR")), picture).unwrap();
    }
}

/// Sizes of windows, from an old phone to a desktop.
const SIZES: [(u32, u32); 9] = [
    (320, 568),
    (360, 640),
    (390, 844),
    (844, 390),
    (568, 320),
    (768, 1024),
    (1024, 768),
    (1366, 768),
    (1920, 1080),
];

/// What sticks out of the window, or is cut off: the names of the elements.
const OVERFLOW: &str = "(() => { const out = []; \
    if (document.documentElement.scrollWidth > innerWidth) out.push('page'); \
    const session = document.getElementById('session').getBoundingClientRect(); \
    for (const element of document.querySelectorAll('#session button:not(.announce), #name, #details, #dial, #said, #next, .seek, #left')) { \
      const box = element.getBoundingClientRect(); \
      if (box.width && (box.left < -0.5 || box.right > innerWidth + 0.5 || box.top < session.top - 0.5 || box.bottom > session.bottom + 0.5)) \
        out.push(element.id || element.className); } \
    const boxes = ['.what', '#dial', '.words', '.foot'].map((part) => document.querySelector(part).getBoundingClientRect()); \
    for (const [n, one] of boxes.entries()) for (const other of boxes.slice(n + 1)) \
      if (Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1) \
        out.push('overlap'); \
    if (document.getElementById('dial').getBoundingClientRect().width < 90) out.push('small dial'); \
    return out; })()";

#[test]
fn nothing_sticks_out_of_any_window() {
    let Some(mut open) = open("sizes", SESSION) else { return };
    for begun in [false, true] {
        if begun {
            open.browser.press("n");
        }
        let intervals = open.timeline["intervals"].as_array().unwrap().clone();
        let places = if begun { intervals.len() } else { 1 };
        for (n, interval) in intervals[..places].iter().enumerate() {
            if begun {
                open.seen_at(number(&interval["start_ms"]) / 1e3 + 1.5);
            }
            for size in SIZES {
                open.browser.resize(size);
                let out = open.browser.value(OVERFLOW);
                assert_eq!(out, serde_json::json!([]), "{size:?}, interval {n}, begun: {begun}");
            }
        }
    }
    open.is_content();
}

#[test]
fn without_scripts_it_is_the_sheet_with_a_player() {
    let Some(mut open) = open("no-script", SESSION) else { return };
    open.browser.call("Emulation.setScriptExecutionDisabled", serde_json::json!({ "value": true }));
    open.browser.open(Path::new("/dev/null"));
    open.browser.open(&open.file);
    let shown = |selector: &str| format!("document.querySelector({selector:?}).checkVisibility()");
    for (selector, is_shown) in
        [("#session", false), (".jump", false), ("audio", true), ("noscript p", true), ("tbody", true)]
    {
        assert_eq!(open.browser.value(&shown(selector)), is_shown, "{selector}");
    }
    assert_eq!(open.browser.value("document.querySelector('audio').controls"), true);
    open.browser.until("document.querySelector('audio').duration > 60");
}

/// The page of a routine, with its sound at an address where there is none.
fn silent_page(text: &str) -> String {
    let routine =
        Routine::parse(&Source::new("a.toml", text), &Library::new([]), &Changes::default()).unwrap();
    let timeline = compile(&routine, &Phrases::built_in(), &Sounds::built_in(48_000));
    Page::new(&routine, &timeline).at_address("none.m4a")
}

#[test]
fn every_built_in_routine_prints_on_one_page() {
    let person = Person::new("print");
    fs::create_dir_all(&person.folder).unwrap();
    let Some(mut browser) = Browser::start(&person.folder) else { return };
    for (name, text) in BUILT_IN {
        let file = person.folder.join(format!("{name}.html"));
        fs::write(&file, silent_page(text)).unwrap();
        browser.open(&file);
        assert_eq!(browser.printed_pages(), 1, "{name}");
    }
}

/// The rules that automatic checks of accessibility know: `npm install --prefix target/axe axe-core`.
fn axe() -> Option<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/axe/node_modules/axe-core/axe.min.js");
    let text = fs::read_to_string(file).ok();
    if text.is_none() {
        skip("axe-core", "there is no axe-core: `npm install --prefix target/axe axe-core`");
    }
    text
}

#[test]
fn axe_finds_nothing() {
    let Some(axe) = axe() else { return };
    let Some(mut open) = open("axe", SESSION) else { return };
    open.browser.value(&format!("{axe}; 0"));
    for colours in ["dark", "light"] {
        open.browser.prefer(&[("prefers-color-scheme", colours)]);
        for seconds in [None, Some(1.0), Some(5.0), Some(20.0), Some(40.0), Some(50.0)] {
            if let Some(seconds) = seconds {
                open.browser.press("n");
                open.seen_at(seconds);
            }
            let found = open.browser.value(
                "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => \
                   [id, ...nodes.map((node) => node.html + ' ' + node.failureSummary)]))",
            );
            assert_eq!(found, serde_json::json!([]), "{colours}, {seconds:?}");
        }
    }
}

#[test]
fn a_user_who_wants_less_motion_sees_no_disc() {
    let Some(mut open) = open("motion", SESSION) else { return };
    open.browser.press("n");
    open.seen_at(5.0);
    let shown = "document.getElementById('disc').checkVisibility()";
    assert_eq!(open.browser.value(shown), true);
    open.browser.prefer(&[("prefers-reduced-motion", "reduce")]);
    assert_eq!(open.browser.value(shown), false);
}
