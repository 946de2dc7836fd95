//! Words that the project does not use: each has a standard term in their place, the same in sources and documents.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The words, and what to write instead. A phrase is several words in a row, also across a line break.
const WORDS: [(&str, &str); 21] = [
    ("mend", "fix"),
    ("mends", "fixes"),
    ("mended", "fixed"),
    ("mistake", "error"),
    ("mistakes", "errors"),
    ("shipped", "built-in"),
    ("anew", "again"),
    ("steer", "control"),
    ("steers", "controls"),
    ("steered", "controlled"),
    ("steering", "control"),
    ("bookmark", "resume point"),
    ("bookmarks", "resume points"),
    ("wish", "setting"),
    ("wishes", "settings"),
    ("wished", "set, or requested"),
    ("stretch", "interval"),
    ("stretches", "intervals"),
    ("broken off", "interrupted, or unfinished"),
    ("by itself", "default, automatically, or on its own"),
    ("so many", "N, or the number of"),
];

/// In routines, a stretch is an exercise: these words are looked for in Rust only.
const ONLY_IN_RUST: [&str; 2] = ["stretch", "stretches"];

/// What is read: files and folders. The change log reports what things were called.
const PLACES: [&str; 16] = [
    "src",
    "crates",
    "tests",
    "benches",
    "examples",
    "fuzz/fuzz_targets",
    "docs",
    "scripts",
    "routines",
    "sounds",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "README.md",
    "SECURITY.md",
    "Cargo.toml",
    "deny.toml",
];

/// The file of this test.
const THIS: &str = "tests/words.rs";

/// Where a word is right: a file or folder, the word, and the reason. An entry that is no longer needed fails the test.
const ALLOWED: [(&str, &str, &str); 4] = [
    ("src/routine/library", "stretch", "the names of exercises"),
    ("crates/natural-voice/src/normalize/", "stretch", "the name of an exercise, the 90/90 stretch"),
    ("src/sound/voice/builtin.rs", "stretch", "flite-rs's name of the inverse speed"),
    ("src/sound/voice/program", "stretch", "flite's name of the inverse speed"),
];

/// The text files in a place, by their paths in the repository.
fn files(place: &str, into: &mut Vec<(String, String)>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            files(&format!("{place}/{}", entry.unwrap().file_name().display()), into);
        }
    } else if let Ok(text) = String::from_utf8(fs::read(path).unwrap())
        && place != THIS
    {
        into.push((place.to_owned(), text));
    }
}

/// The words of a text in lower case, each with its line number. Signs and underscores separate words, so that names in code
/// are read too.
fn words(text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().enumerate();
    let words = lines.flat_map(|(n, line)| {
        line.split(|c: char| !c.is_alphanumeric()).map(move |word| (n + 1, word.to_lowercase()))
    });
    words.filter(|(_, word)| !word.is_empty()).collect()
}

/// The lines of a text on which one of [`WORDS`] begins, with its entry.
fn found(name: &str, text: &str) -> Vec<(usize, &'static str, &'static str)> {
    let text = words(text);
    let mut found = Vec::new();
    for (word, instead) in WORDS {
        if ONLY_IN_RUST.contains(&word) && !name.ends_with(".rs") {
            continue;
        }
        let phrase: Vec<&str> = word.split(' ').collect();
        let is_here = |at: &&[(usize, String)]| at.iter().map(|(_, word)| word).eq(phrase.iter());
        found.extend(text.windows(phrase.len()).filter(is_here).map(|at| (at[0].0, word, instead)));
    }
    found
}

#[test]
fn sources_and_documents_use_the_words_of_the_project() {
    let mut all = Vec::new();
    PLACES.iter().for_each(|place| files(place, &mut all));
    let mut needed = BTreeSet::new();
    let mut wrong = Vec::new();
    for (name, text) in &all {
        for (line, word, instead) in found(name, text) {
            let allowed =
                ALLOWED.iter().position(|(place, allowed, _)| name.starts_with(place) && *allowed == word);
            match allowed {
                Some(entry) => drop(needed.insert(entry)),
                None => wrong.push(format!("{name}:{line}: `{word}`: {instead}")),
            }
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "words to replace:\n{}", wrong.join("\n"));
    let unneeded: Vec<_> = (0..ALLOWED.len()).filter(|n| !needed.contains(n)).map(|n| ALLOWED[n]).collect();
    assert!(unneeded.is_empty(), "these are in no file any more: {unneeded:?}");
}

#[test]
fn words_are_found_in_names_and_across_lines() {
    let text = "// It was broken\n// off.\nfn lists_all_mistakes() {} // A mistaken Stretch, unmended.";
    assert_eq!(
        found("a.rs", text).iter().map(|(line, word, _)| (*line, *word)).collect::<Vec<_>>(),
        [(3, "mistakes"), (3, "stretch"), (1, "broken off")]
    );
    assert_eq!(found("a.toml", "A stretch.").len(), 0);
}
