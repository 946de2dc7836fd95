//! Checks the JSON Schemas against the readers of the files: an editor and the program judge a file alike.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/errors.rs"]
mod errors;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use errors::ERRORS;
use jsonschema::Validator;
use proptest::prelude::*;
use proptest::string::string_regex;
use repcue::config;
use repcue::diagnostic::{Diagnostic, Diagnostics, Source};
use repcue::routine::changes::Changes;
use repcue::routine::duration::Length;
use repcue::routine::field::FromToml;
use repcue::routine::file::is_exercise;
use repcue::routine::library::Library;
use repcue::routine::range::LengthRange;
use repcue::routine::reps::Reps;
use repcue::routine::{Routine, Tempo};
use repcue::schema;
use serde_json::Value;

/// Errors that only the program can detect: no schema can express them.
const UNSEEN: [&str; 15] = [
    "unknown exercise",
    "must be a range whose low end comes first",
    "the exercise has neither `reps` nor `for`",
    "must be a duration of at most 24 hours",
    "must be at least 1s",
    "must be at most 10m",
    "a rep must last at least 0.2s",
    "must be a tempo whose rep lasts at least 0.2s",
    "the routine has more than 100000 reps",
    "the routine lasts longer than 24h",
    "longer than `every`",
    "`every` begins each set on the clock",
    "without lengths need a `rate`",
    "not one rep is complete within",
    "a list of `",
];

fn is_unseen(error: &Diagnostic) -> bool {
    UNSEEN.iter().any(|title| error.title.contains(title))
}

fn validator(name: &str) -> Validator {
    let (_, text) = schema::all().into_iter().find(|(kind, _)| *kind == name).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

/// A file as editors see it; `None` if it is not TOML.
fn parsed(text: &str) -> Option<Value> {
    fn json(value: toml::Value) -> Value {
        let pair = |(key, value): (String, toml::Value)| {
            // An editor gives the schema a date as text; only this key has one.
            let date = value.as_datetime().filter(|_| key == "starts").map(ToString::to_string);
            let value = date.map_or_else(|| json(value), Value::String);
            (key, value)
        };
        match value {
            toml::Value::Table(table) => table.into_iter().map(pair).collect(),
            toml::Value::Array(items) => items.into_iter().map(json).collect(),
            // To a schema, a date is a type that no other key reads.
            toml::Value::Datetime(_) => Value::Null,
            other => serde_json::to_value(other).unwrap(),
        }
    }
    toml::from_str(text).ok().map(json)
}

fn read(text: &str) -> Result<Routine, Diagnostics> {
    Routine::parse_any(&Source::new("it.toml", text), &Library::new([]), &Changes::default())
}

fn texts(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = paths.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    files.map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap())).collect()
}

/// The `toml` blocks of a document.
fn blocks(document: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(document)).unwrap();
    let blocks = text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.map(|block| (document.to_owned(), block.to_owned())).collect()
}

#[test]
fn the_published_schemas_are_those_of_this_program() {
    for (name, text) in schema::all() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/schema/{name}.json"));
        assert!(
            fs::read_to_string(path).unwrap_or_default() == text,
            "docs/schema is stale: cargo run --locked -- generate schema docs/schema"
        );
    }
}

#[test]
fn every_valid_file_is_valid_by_its_schema() {
    let [routine, exercise, config] = ["routine", "exercise", "config"].map(validator);
    let folders =
        ["routines", "routines/exercises", "tests/routines", "tests/prescriptions", "src/command/new"];
    let files = folders.into_iter().flat_map(texts);
    let documents = ["README.md", "docs/format.md", "docs/settings.md", "docs/speech.md"];
    let all: Vec<_> = files.chain(documents.into_iter().flat_map(blocks)).collect();
    assert!(all.len() > 30, "{}", all.len());
    for (name, text) in all {
        let by = match &text {
            text if text.starts_with("# config.toml") => &config,
            text if is_exercise(text) => &exercise,
            _ => &routine,
        };
        let told: Vec<String> =
            by.iter_errors(&parsed(&text).unwrap()).map(|error| error.to_string()).collect();
        assert!(told.is_empty(), "{name}: {told:?}\n{text}");
    }
}

#[test]
fn every_invalid_file_is_invalid_by_its_schema_as_far_as_it_can_express_that() {
    let [routine, exercise] = ["routine", "exercise"].map(validator);
    let errors = ERRORS.iter().map(|(what, text)| ((*what).to_owned(), (*text).to_owned()));
    for (what, text) in errors.chain(texts("tests/bad")) {
        // Editors mark invalid TOML without a schema.
        let Some(value) = parsed(&text) else { continue };
        let by = if is_exercise(&text) { &exercise } else { &routine };
        let told = read(&text).unwrap_err();
        assert_eq!(by.is_valid(&value), told.iter().all(is_unseen), "{what}");
    }
}

/// Every key with every type of value: the schema accepts what the reader accepts and rejects what the reader rejects,
/// except for what it cannot express.
#[test]
fn every_key_takes_the_same_values() {
    let (routine, text) = (validator("routine"), schema::all());
    let shape: Value = serde_json::from_str(&text[0].1).unwrap();
    let keys = |of: &Value| of["properties"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let (top, block) = (&shape, &shape["properties"]["block"]["items"]);
    let exercise = &shape["properties"]["exercise"]["items"];
    let values = [
        "3",
        "-3",
        "0",
        "100000",
        "100001",
        "1.5",
        "true",
        "[]",
        "[\"a\"]",
        "[1]",
        "[\"\"]",
        "{}",
        "{ a = \"b\" }",
        "{ a = 1 }",
        "2026-11-22",
        "07:30:00",
        "\"\"",
        "\" \"",
        "\"a\\u0007b\"",
        "\"a\\tb\"",
        "\"3\"",
        "\"3s\"",
        "\"0s\"",
        "\"0.5s\"",
        "\"1m30s\"",
        "\"1:30\"",
        "\"1:75\"",
        "\"30s1m\"",
        "\"25h\"",
        "\"11m\"",
        "\"15-20\"",
        "\"20-15\"",
        "\"0\"",
        "\"open\"",
        "\"Open\"",
        "\"each\"",
        "\"Each\"",
        "\"left\"",
        "\"lower\"",
        "\"all\"",
        "\"top\"",
        "\"warm-up\"",
        "\"3-1-2-0\"",
        "\"3120\"",
        "\"3-1-2\"",
        "\"0-0-0-0\"",
        "\"squat\"",
        "\"no-such-thing\"",
    ];
    let places = [
        (keys(top), "", "\n[[exercise]]\nname = \"x\"\nreps = 3\n"),
        (keys(block), "[[block]]\n", "\n[[block.exercise]]\nname = \"x\"\nreps = 3\n"),
        (keys(exercise), "[[exercise]]\n", "\n"),
    ];
    let mut compared = 0;
    for (keys, before, after) in places {
        for key in keys.into_iter().chain(["nonsense".to_owned()]) {
            // An exercise needs a name and a number, unless those are being tested.
            let name = if before == "[[exercise]]\n" && key != "use" && key != "name" {
                "name = \"x\"\n"
            } else {
                ""
            };
            let reps =
                if before == "[[exercise]]\n" && key != "reps" && key != "for" { "reps = 3\n" } else { "" };
            for value in values {
                let text = format!("{before}{name}{reps}{key} = {value}{after}");
                let Some(json) = parsed(&text) else { continue };
                let by_schema = routine.is_valid(&json);
                match read(&text) {
                    Ok(_) => assert!(by_schema, "the schema refuses\n{text}"),
                    Err(told) => {
                        assert_eq!(by_schema, told.iter().all(is_unseen), "{:?}\n{text}", told[0].title);
                    }
                }
                compared += 1;
            }
        }
    }
    assert!(compared > 2_500, "{compared}");
}

#[test]
fn the_config_takes_the_same_values() {
    let validator = validator("config");
    for text in [
        "",
        "voice = 'natural'",
        "voice = 'natrual'",
        "voice = 'piper:a.onnx'",
        "voice = 'piper:'",
        "voice = 3",
        "voice = { command = ['p', '-o', '{out}', '{text}'] }",
        "voice = { command = ['p', '{text}'] }",
        "voice = { command = 'p' }",
        "voice = { command = ['p', '{out}', '{text}'], more = 1 }",
        "volume = 100",
        "volume = 101",
        "volume = -1",
        "volume = '50'",
        "device = 'usb'",
        "device = 1",
        "latency = '20ms'",
        "latency = '300ms'",
        "latency = '301ms'",
        "latency = '9ms'",
        "latency = '0.1s'",
        "latency = 20",
        "sounds = ''",
        "color = 'never'",
        "color = 'off'",
        "plain = true",
        "plain = 'true'",
        "plain = 1",
        "level = 'hard'",
        "level = 'hrad'",
        "count = 'fives'",
        "count = 5",
        "ready = '5s'",
        "ready = 5",
        "rest = '1:30'",
        "rest = 'soon'",
        "switch = '0s'",
        "nonsense = 1",
    ] {
        let (_, errors) = config::read(Some(&Source::new("config.toml", text)), &|_| None);
        assert_eq!(validator.is_valid(&parsed(text).unwrap()), errors.is_empty(), "{text}");
    }
}

fn pattern<T: FromToml>() -> String {
    T::schema().get("pattern").unwrap().as_str().unwrap().trim_matches(['^', '$']).replace(r"\d", "[0-9]")
}

/// What the schema says of a length, a range of lengths, a tempo and a number of reps.
static PATTERNS: LazyLock<[Validator; 4]> = LazyLock::new(|| {
    [Length::schema(), LengthRange::schema(), Tempo::schema(), Reps::schema()]
        .map(|schema| jsonschema::validator_for(&schema.to_value()).unwrap())
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_length_by_its_pattern_is_a_length(text in string_regex(&pattern::<Length>()).unwrap()) {
        let read = text.parse::<Length>();
        prop_assert!(read.as_ref().err().is_none_or(|m| m.expected.contains("at most 24 hours")), "{text:?} {read:?}");
    }

    #[test]
    fn a_tempo_by_its_pattern_is_a_tempo(text in string_regex(&pattern::<Tempo>()).unwrap()) {
        let read = text.parse::<Tempo>();
        // A phase that is too long is reported as an invalid tempo.
        let too_long = || text.split(['-', '/', ' ']).any(|part| part.trim().parse::<f64>().is_ok_and(|n| n > 600.0));
        prop_assert!(read.as_ref().err().is_none_or(|m| m.expected.contains("at least 0.2s") || too_long()), "{text:?} {read:?}");
    }

    #[test]
    fn the_pattern_accepts_everything_that_the_reader_accepts(text in "[ 0-9.:hmsecinutoprk+xX/–-]{0,12}") {
        let is_read = [
            text.parse::<Length>().is_ok(),
            text.parse::<LengthRange>().is_ok(),
            text.parse::<Tempo>().is_ok(),
            text.parse::<Reps>().is_ok(),
        ];
        for (validator, is_read) in PATTERNS.iter().zip(is_read) {
            prop_assert!(!is_read || validator.is_valid(&Value::String(text.clone())), "{text:?}");
        }
    }
}
