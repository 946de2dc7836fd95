use super::*;
use crate::testing::ByCharacter;
use crate::timeline::phrases::Phrases;
use crate::timeline::{Interval, compile};
use std::sync::LazyLock;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::new([]));

/// The warnings of a text: the key, the line, and why.
fn found(text: &str) -> Vec<String> {
    let source = Source::new("t.toml", text);
    let warnings = Routine::warnings(&source, &LIBRARY, &Changes::default());
    let line = |warning: &Diagnostic| {
        assert_eq!(warning.severity, crate::diagnostic::Severity::Warning);
        let label = &warning.labels[0];
        let number = text[..label.span.start].matches('\n').count() + 1;
        let why = label.text.strip_prefix("this does nothing, because ").unwrap_or(&label.text);
        format!("{number}: {}: {why}", warning.title)
    };
    assert!(warnings.iter().all(|warning| !warning.help.is_empty()), "{warnings:?}");
    warnings.iter().map(line).collect()
}

fn exercise(keys: &str) -> Vec<String> {
    found(&format!("[[exercise]]\nname = \"A\"\n{}\n", keys.replace("; ", "\n")))
}

#[test]
fn a_value_that_does_nothing_is_reported_with_the_reason() {
    for (keys, key, why) in [
        ("for = \"open\"; start = \"lower\"", "start", "a timed set has no reps"),
        ("reps = 3; sides = \"left\"; switch = \"9s\"", "switch", "one side works alone"),
        ("for = \"60s\"; start = \"lower\"", "start", "a timed set has no reps"),
        ("for = \"60s\"; count = \"off\"", "count", "a timed set has no reps"),
        ("for = \"60s\"; count-at = \"top\"", "count-at", "a timed set has no reps"),
        ("count = \"off\"; reps = 3; count-at = \"top\"", "count-at", "no rep is counted aloud"),
        ("reps = 3; first = \"right\"", "first", "both sides work at once"),
        ("reps = 3; switch = \"9s\"", "switch", "both sides work at once"),
        ("sides = \"alternate\"; reps = 3; switch = \"9s\"", "switch", "the sides alternate with every rep"),
        ("reps = 3; ticks = \"all\"", "ticks", "no phase of its reps is long enough for a tick"),
        (
            "reps = 3; hold = \"1s\"; ticks = \"hold\"",
            "ticks",
            "no phase of its reps is long enough for a tick",
        ),
        ("reps = 3; warn = [\"10s\"]", "warn", "no hold is longer than that"),
        ("for = \"30s\"; warn = [\"1m\"]", "warn", "the set is shorter than that"),
        ("reps = 3; rest = \"9s\"", "rest", "there is only one set, and nothing comes after it"),
        ("reps = 3; rest-after = \"9s\"", "rest-after", "nothing comes after this exercise"),
    ] {
        let number = if keys.matches("; ").count() == 2 { 5 } else { 4 };
        assert_eq!(exercise(keys), [format!("{number}: `{key}` does nothing: {why}")], "{keys}");
    }
}

#[test]
fn a_value_that_does_something_is_not_reported() {
    for keys in [
        "for = \"60s\"; sides = \"each\"; first = \"right\"; switch = \"9s\"",
        "for = \"60s\"; sides = \"alternate\"; switch = \"9s\"",
        "for = \"60s\"; ticks = \"hold\"; warn = [\"10s\"]; ready = \"9s\"",
        "reps = 3; sides = \"alternate\"; first = \"right\"; start = \"lower\"; tempo = \"3-1-2-0\"",
        "reps = 3; sets = 2; rest = \"9s\"; hold = \"12s\"; warn = [\"10s\"]; ticks = \"hold\"",
        "reps = 3; hold = \"2s\"; ticks = \"hold\"",
        "reps = 3; lower = \"3s\"; ticks = \"all\"; count = \"fives\"; count-at = \"top\"",
        "for = \"60s\"; hold = \"2s\"",
        "for = \"60s\"; tempo = \"5-0-5-0\"; count = \"all\"",
        "for = \"open\"; reps = 5; load = \"20 kg\"",
        "reps = \"open\"; pause = \"1s\"; ticks = \"off\"; warn = \"off\"",
    ] {
        assert_eq!(exercise(keys), [""; 0], "{keys}");
    }
    let timed = "name = \"A\"\nfor = \"30s\"\nsides = \"each\"\nswitch = \"9s\"\nrest = \"9s\"\nrest-after = \"9s\"\n";
    assert_eq!(found(timed), [""; 0], "an exercise file says nothing of what comes after it");
    assert_eq!(found("name = \"A\"\nfor = \"30s\"\nstart = \"lower\"\n").len(), 1);
}

#[test]
fn a_default_is_reported_only_if_no_exercise_can_use_it() {
    let text = |first: &str, second: &str| {
        format!("hold = \"2s\"\n[[exercise]]\nname = \"A\"\n{first}\n[[exercise]]\nname = \"B\"\n{second}\n")
    };
    assert_eq!(found(&text("for = \"9s\"", "reps = 3")), [""; 0]);
    assert_eq!(found(&text("for = \"9s\"", "reps = 3\nhold = \"1s\"")), [""; 0]);
    assert_eq!(
        found(&text("for = \"9s\"", "for = \"9s\"")),
        ["1: `hold` does nothing: a timed set has no reps"]
    );
    assert_eq!(
        found("reps = 8\n[[exercise]]\nname = \"A\"\nfor = \"9s\"\n"),
        ["1: `reps` does nothing: every exercise below it is timed"]
    );
    assert_eq!(
        found("for = \"8s\"\n[[exercise]]\nname = \"A\"\nreps = 9\n"),
        ["1: `for` does nothing: every exercise below it counts reps"]
    );
}

#[test]
fn rests_that_never_come_are_reported() {
    let two = |first: &str, second: &str| {
        let text = format!("[[exercise]]\nname = \"A\"\nreps = 3\n{first}\n");
        found(&format!("{text}[[exercise]]\nname = \"B\"\nreps = 3\n{second}\n"))
    };
    assert_eq!(two("rest = \"9s\"", ""), [""; 0], "without `rest-after`, it is the rest after the exercise");
    assert_eq!(
        two("rest = \"9s\"\nrest-after = \"30s\"", ""),
        ["4: `rest` does nothing: there is only one set, and the rest after it is `rest-after`"]
    );
    assert_eq!(two("rest = \"9s\"\nrest-after = \"30s\"\nsets = 2", ""), [""; 0]);
    assert_eq!(
        found("rest = \"9s\"\n[[exercise]]\nname = \"A\"\nreps = 3\n"),
        ["1: `rest` does nothing: there is only one set, and nothing comes after it"]
    );
    assert_eq!(two("ready = \"9s\"", ""), [""; 0]);
    assert_eq!(two("", "ready = \"9s\""), ["8: `ready` does nothing: a rest comes before each of its sets"]);
    assert_eq!(two("rest-after = \"0s\"", "ready = \"9s\""), [""; 0]);
    assert_eq!(two("", "ready = \"9s\"\nsets = 2\nrest = \"0s\""), [""; 0]);
    let one_set = two("", "ready = \"9s\"\nrest = \"0s\"");
    assert_eq!(one_set[0], "8: `ready` does nothing: a rest comes before each of its sets");
    let every = "reps = 3\nevery = \"40s\"\n";
    assert_eq!(
        found(&format!("rest = \"9s\"\n[[exercise]]\nname = \"A\"\n{every}")),
        ["1: `rest` does nothing: `every` leaves the rest"]
    );
    assert_eq!(
        found("every = \"40s\"\n[[exercise]]\nname = \"A\"\nreps = 3\nsets = 2\nrest = \"9s\"\n"),
        ["1: `every` does nothing: a nearer `rest` replaces it"]
    );
    let of_rounds = |rounds: &str| {
        let exercise = |name: &str| format!("[[block.exercise]]\nname = \"{name}\"\nreps = 3\n");
        let second = format!("[[block]]\n{rounds}\n{}ready = \"9s\"\n", exercise("B"));
        found(&format!("[[block]]\n{}{second}", exercise("A")))
    };
    assert_eq!(of_rounds("rounds = 2\nround-rest = \"0s\""), [""; 0], "before the second round");
    assert_eq!(
        of_rounds("rounds = 2\nround-rest = \"5s\""),
        ["11: `ready` does nothing: a rest comes before each of its sets"]
    );
    assert_eq!(of_rounds("round-rest = \"0s\"").len(), 2, "there is no second round");
}

#[test]
fn blocks_and_their_rounds() {
    let block = |keys: &str, last: &str| {
        let text = format!("[[block]]\n{keys}\n[[block.exercise]]\nname = \"A\"\nreps = 3\n");
        found(&format!("{text}[[block.exercise]]\nname = \"B\"\nreps = 3\n{last}\n"))
    };
    assert_eq!(
        block("round-rest = \"9s\"", ""),
        ["2: `round-rest` does nothing: the block has only one round"]
    );
    assert_eq!(block("rounds = 2\nround-rest = \"9s\"", ""), [""; 0]);
    assert_eq!(block("rounds = 2", "rest-after = \"9s\""), [""; 0]);
    let last = "`round-rest` comes between the rounds, and nothing after the last one";
    assert_eq!(
        block("rounds = 2\nround-rest = \"9s\"", "rest-after = \"8s\""),
        [format!("10: `rest-after` does nothing: {last}")]
    );
    assert_eq!(
        block("sets = 3", ""),
        [
            "2: `sets` of a block does not repeat the block: each exercise is done 3 times in a row, beginning with A"
        ]
    );
    assert_eq!(block("sets = 3\nrounds = 2", ""), [""; 0]);
    assert_eq!(block("for = \"60s\"", ""), [""; 0], "the time of the block");
    assert_eq!(
        block("for = \"60s\"\nswitch = \"9s\"", ""),
        ["3: `switch` does nothing: both sides work at once"]
    );
    assert_eq!(block("sets = 3", "sets = 2"), [""; 0], "it is the default of one exercise");
}

#[test]
fn the_files_that_come_with_the_program_have_no_warnings() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in ["routines", "routines/exercises", "src/command/new", "tests/routines"] {
        let files = std::fs::read_dir(root.join(folder)).unwrap().map(|file| file.unwrap().path());
        let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
        texts.extend(files.map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap())));
    }
    for document in ["README.md", "docs/format.md", "docs/speech.md"] {
        let text = std::fs::read_to_string(root.join(document)).unwrap();
        let blocks = text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
        texts.extend(blocks.map(|block| (document.to_owned(), block.to_owned())));
    }
    assert!(texts.len() > 30, "{}", texts.len());
    for (name, text) in texts {
        assert_eq!(found(&text), [""; 0], "{name}");
    }
}

#[test]
fn a_setting_counts_as_a_default_of_the_file() {
    let source = Source::new("t.toml", "[[exercise]]\nname = \"A\"\nreps = 3\ncount-at = \"top\"\n");
    let defaults = crate::routine::settings::Settings { count: Some(Count::Off), ..Default::default() };
    let changes = Changes { defaults, ..Changes::default() };
    assert_eq!(Routine::warnings(&source, &LIBRARY, &changes).len(), 1);
    let option = Changes { count: Some(Count::Off), ..Changes::default() };
    assert!(Routine::warnings(&source, &LIBRARY, &option).is_empty(), "an option is for one session");
}

#[test]
fn a_file_with_errors_has_no_warnings() {
    assert_eq!(found("[[exercise]]\nname = \"A\"\nfor = \"9s\"\nhold = 3\n"), [""; 0]);
    assert_eq!(found("[[exercise]]\nname = \"A\"\nfor = \"9s\"\nhold = \"3s\"\nnaem = 1\n"), [""; 0]);
}

#[test]
fn a_value_that_does_something_in_any_set_or_week_is_not_reported() {
    assert_eq!(
        exercise("reps = 3; sets = 2; lower = [\"1s\", \"4s\"]; ticks = \"all\""),
        Vec::<String>::new()
    );
    let plan = "[[block]]\nround-rest = \"9s\"\n[[block.exercise]]\nname = \"A\"\nreps = 3\n";
    assert_eq!(found(plan).len(), 1, "one round has no rest between rounds");
    assert_eq!(found(&format!("{plan}[block.week.2]\nrounds = 2\n")), Vec::<String>::new());
}

#[test]
fn exactly_what_changes_nothing_is_reported() {
    let phrases = Phrases::built_in();
    let laid = |text: &str| {
        let source = Source::new("t.toml", text);
        let routine = Routine::parse(&source, &LIBRARY, &Changes::default());
        let routine = routine.ok()?;
        let timeline = compile(&routine, &phrases, &ByCharacter(40));
        let interval = |one: Interval| {
            (one.start, one.end, one.side, one.reps, one.cycle, one.hold_point, one.skipped, one.count_step)
        };
        let intervals: Vec<_> = timeline.intervals.into_iter().map(interval).collect();
        Some((routine, (intervals, timeline.cues)))
    };
    let works = [
        "reps = 3",
        "reps = 3; hold = \"1s\"",
        "reps = 3; hold = \"2s\"",
        "reps = 3; hold = \"12s\"",
        "reps = 3; hold = \"10s\"",
        "reps = 3; lower = \"3s\"",
        "reps = 3; pause = \"2s\"",
        "reps = 3; count = \"off\"",
        "reps = 3; ticks = \"hold\"; lower = \"3s\"",
        "reps = 3; phases = [\"In 4s\", \"Out 4s\"]",
        "reps = 3; every = \"40s\"",
        "reps = \"open\"",
        "for = \"60s\"",
        "for = \"10s\"",
        "for = \"2m\"; tempo = \"5-0-5-0\"",
        "for = \"2m\"; rate = 6",
        "for = \"open\"",
        "for = \"open\"; reps = 5",
        "for = \"open\"; reps = 5; every = \"40s\"",
        "reps = [3, 4]; sets = 2",
        "reps = 3; sets = 2; rest = \"9s\"",
        "for = \"20s\"; sets = 2; rest = \"0s\"",
        "reps = [3, \"open\"]; sets = 2",
        "for = [\"9s\", \"20s\"]; sets = 2",
    ];
    let sides = ["", "sides = \"each\"", "sides = \"alternate\"", "sides = \"left\""];
    let others = ["", "[[exercise]]\nname = \"B\"\nreps = 1\n"];
    let keys = [
        "first = \"right\"",
        "start = \"lower\"",
        "tempo = \"3-1-2-1\"",
        "lift = \"3.5s\"",
        "hold = \"1.5s\"",
        "lower = \"3.5s\"",
        "pause = \"1.5s\"",
        "rate = 13",
        "count = \"off\"",
        "count = \"fives\"",
        "count-at = \"top\"",
        "rest = \"35s\"",
        "rest-after = \"35s\"",
        "switch = \"13s\"",
        "ticks = \"all\"",
        "ticks = \"hold\"",
        "ticks = \"off\"",
        "warn = [\"7s\"]",
        "warn = [\"11s\"]",
        "warn = \"off\"",
        "ready = \"13s\"",
    ];
    let mut wrong = Vec::new();
    for (work, side) in works.iter().flat_map(|work| sides.map(|side| (work, side))) {
        for after in others {
            let base = [work, side].join("\n").replace("; ", "\n");
            let own = |key: &str| format!("[[exercise]]\nname = \"A\"\n{base}\n{key}\n{after}");
            let Some((routine, without)) = laid(&own("")) else { continue };
            for key in keys {
                // A value that is the default, or is silent anyway, may be given for clarity.
                let Some((_, with)) = laid(&own(key)).filter(|(other, _)| *other != routine) else {
                    continue;
                };
                let name = key.split(' ').next().unwrap();
                let is_quiet = name == "ticks" || key.ends_with("\"off\"");
                let does_nothing = format!("`{name}` does nothing");
                let is_reported = found(&own(key)).iter().any(|found| found.contains(&does_nothing));
                let is_same = with == without;
                if is_reported != is_same && !(is_quiet && is_same) {
                    wrong.push(format!("{}: {is_reported} {key}", own("").replace('\n', "; ")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}
