//! Limits: small files that would take hours, gigabytes or minutes of computing. The deadlines here only detect a
//! program that hangs.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Instant;

use person::{Person, Said, skip};

/// More seconds than anything here takes, even on a busy machine.
const HANGS: u64 = 60;

/// A person with a routine `r.toml`.
fn with(name: &str, text: &str) -> (Person, String) {
    let person = Person::new(&format!("limits-{name}"));
    fs::create_dir_all(&person.folder).unwrap();
    let path = person.folder.join("r.toml");
    fs::write(&path, text).unwrap();
    let path = path.display().to_string();
    (person, path)
}

/// The program's output, within a deadline that shows that it does not hang.
fn soon(person: &Person, args: &[&str]) -> Said {
    let start = Instant::now();
    let said = person.repcue(args);
    assert!(start.elapsed().as_secs() < HANGS, "{args:?} took {:?}", start.elapsed());
    said
}

/// The error of every command that would play the routine.
fn refused(name: &str, text: &str) -> String {
    let (person, path) = with(name, text);
    let (code, said, told) = soon(&person, &["check", &path]);
    assert_eq!((code, said.as_str()), (2, ""), "{told}");
    for voice in ["off", "built-in"] {
        let (code, said, shown) = soon(&person, &["show", &path, "--voice", voice]);
        assert_eq!((code, said.as_str()), (2, ""), "{shown}");
        assert_eq!(shown, told, "the same with the voice `{voice}`");
    }
    assert!(!person.folder.join("cache").exists(), "it is not mentioned");
    told
}

#[test]
fn rests_between_rounds_count() {
    let text = "[[block]]\nrounds = 300\nround-rest = \"24h\"\n[[block.exercise]]\nname = \"a\"\nreps = 2\n";
    let told = refused("round-rest", text);
    assert!(told.contains("the routine lasts longer than 24h") && told.contains("r.toml:3:14"), "{told}");
}

#[test]
fn a_pronunciation_is_limited_in_length() {
    let text = format!(
        "pronounce = {{ a = \"{}\" }}\n[[exercise]]\nname = \"x\"\nreps = 1\nsetup = \"{}\"\n",
        "b".repeat(2_000),
        "a ".repeat(1_000)
    );
    let told = refused("pronounce", &text);
    assert!(told.contains("text of 2000 characters for `a`") && told.contains("at most 100"), "{told}");
}

#[test]
fn a_text_has_its_limit_after_its_words_were_replaced() {
    let setup = "a ".repeat(30);
    let text = format!(
        "pronounce = {{ a = \"{}\" }}\n[[exercise]]\nname = \"x\"\nreps = 1\nsetup = \"{setup}\"\n",
        "b".repeat(100)
    );
    let told = refused("replaced", &text);
    assert!(told.contains("`setup` is too long to say: 3029 characters"), "{told}");
    assert!(told.contains("r.toml:5:9") && told.contains("with `pronounce` it becomes `bbb"), "{told}");
}

#[test]
fn instructions_count_for_the_length_of_a_session() {
    let mut text = String::new();
    for n in 0..1_000 {
        write!(text, "[[exercise]]\nname = \"e{n}\"\nreps = 1\nsetup = \"{} {n}\"\n", "word ".repeat(390))
            .unwrap();
    }
    let told = refused("setups", &text);
    assert!(
        told.contains("the session lasts 31:55:") && told.contains("a session lasts at most 24h"),
        "{told}"
    );
}

#[test]
fn the_speech_of_a_session_is_limited() {
    let mut text = String::new();
    for n in 0..100 {
        write!(text, "[[exercise]]\nname = \"e{n}\"\nreps = 1\nsetup = \"{} {n}\"\n", "word ".repeat(390))
            .unwrap();
    }
    let told = refused("speech", &text);
    assert!(told.contains("of speech, each phrase counted once") && told.contains("at most 2h"), "{told}");
}

#[test]
fn thousands_of_sets_need_a_few_hundred_phrases() {
    let (person, path) = with("phrases", "[[exercise]]\nname=\"a\"\nsets=3000\nfor=\"1s\"\nrest=\"20s\"\n");
    let (code, said, told) = soon(&person, &["show", &path, "--json"]);
    assert_eq!(code, 0, "{told}");
    let timeline: serde_json::Value = serde_json::from_str(&said).unwrap();
    let cues = timeline["cues"].as_array().unwrap();
    let phrases = cues.iter().filter_map(|cue| cue["text"].as_str());
    let phrases: std::collections::BTreeSet<&str> = phrases.collect();
    assert!(phrases.len() < 500, "{} phrases", phrases.len());
    let letters: usize = phrases.iter().map(|phrase| phrase.len()).sum();
    assert!(letters < 20_000, "{letters} letters: some 20 minutes, 40 MB by the built-in voice");
    for phrase in
        ["Rest. Next: set 100 of 3000.", "Rest. Next: set 110 of 3000.", "Rest. Next: set 3000 of 3000."]
    {
        assert!(phrases.contains(phrase), "{phrase}");
    }
    assert!(!said.contains("et 101 of"), "its name alone");
}

#[test]
fn a_dictionary_of_pronunciations_costs_no_time() {
    let mut text = String::from("[pronounce]\n");
    for n in 0..100_000 {
        writeln!(text, "w{n} = \"x{n}\"").unwrap();
    }
    for n in 0..600 {
        write!(text, "[[exercise]]\nname = \"e{n}\"\nreps = 1\nsetup = \"one w{n} two three four five\"\n")
            .unwrap();
    }
    let (person, path) = with("dictionary", &text);
    let (code, _, told) = soon(&person, &["check", &path]);
    assert_eq!(code, 0, "{told}");
}

#[test]
fn thousands_of_sets_are_fitted_into_a_minute_quickly() {
    for (sets, rest) in [(3_000, "20s"), (14_000, "0s")] {
        let text = format!("rest='{rest}'\nready='0s'\n[[exercise]]\nname='a'\nsets={sets}\nfor='1s'\n");
        let (person, path) = with(&format!("fit-{sets}"), &text);
        let (code, said, told) = soon(&person, &["show", &path, "--minutes", "1"]);
        assert_eq!(code, 0, "{told}");
        assert!(told.starts_with("Dropped to fit 1 min: "), "{told}");
        assert!(said.lines().last().unwrap().starts_with("0:") || said.contains("\n1:00 in all"), "{said}");
    }
}

#[test]
fn thousands_of_errors_are_reported_at_once() {
    let key = "k".repeat(4_000);
    let keys: String = (0..1_000).map(|n| format!("{key}{n} = 1\n")).collect();
    let one = format!("{} = 1\n", "k".repeat(4_000_000));
    let far = "# nothing\n".repeat(190_000) + &"rest = 20s\n".repeat(100);
    let unknown = "[[exercise]]\nuse=\"clam-shelll\"\nk=1\n".repeat(19_000);
    let line = format!("a = [{}]\n", "1e400, ".repeat(500_000));
    for (name, text) in [("keys", keys), ("key", one), ("far", far), ("unknown", unknown), ("line", line)] {
        let (person, path) = with(&format!("errors-{name}"), &text);
        let (code, _, told) = soon(&person, &["check", &path]);
        assert_eq!(code, 2, "{name}");
        assert!(told.starts_with("error: "), "{name}");
    }
}

/// The machine's clock can be wrong by millennia.
#[test]
fn a_session_that_ends_after_the_last_year_has_no_end_time() {
    let library = ["x86_64", "aarch64"]
        .map(|kind| format!("/usr/lib/{kind}-linux-gnu/faketime/libfaketime.so.1"))
        .into_iter()
        .find(|library| Path::new(library).exists());
    let Some(library) = library else { return skip("faketime", "there is no libfaketime") };
    let person = Person::new("limits-year");
    let at = |time: &str| {
        let mut command = person.command(&["show", "morning"]);
        let (code, said, told) = person.said(command.env("LD_PRELOAD", &library).env("FAKETIME", time));
        assert_eq!(code, 0, "{time}: {told}");
        said.lines().last().unwrap().to_owned()
    };
    for time in ["@9999-12-30 22:30:00", "@9999-12-31 12:00:00"] {
        assert!(at(time).ends_with(" in all"), "{time}: {}", at(time));
    }
    let line = at("@2026-11-28 23:55:00");
    assert!(line.ends_with(" on Sunday, 29 November"), "{line}");
    let line = at("@2026-11-28 12:00:00");
    assert!(line.contains("; started now, it ends at 12:"), "{line}");
}
