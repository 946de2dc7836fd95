//! The likeliest mistakes in a routine, each with what is said of it: `docs/errors.md` is made here.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use repcue::diagnostic::{Source, draw};
use repcue::routine::changes::Changes;
use repcue::routine::file::read_routine;
use repcue::routine::library::Library;
use repcue::routine::lower::{self, Context};

/// What somebody did, and the file that it made.
const MISTAKES: [(&str, &str); 21] = [
    ("A key is misspelt", "[[exercise]]\nuse = \"squat\"\nresp = 10\n"),
    ("A key has an underscore", "[[exercise]]\nuse = \"squat\"\nrest_after = \"20s\"\n"),
    ("A length has no unit", "rest = 20\n[[exercise]]\nuse = \"squat\"\n"),
    ("A length has no quotes", "rest = 20s\n[[exercise]]\nuse = \"squat\"\n"),
    ("A length has a unit that there is not", "[[exercise]]\nuse = \"squat\"\nhold = \"3 secs.\"\n"),
    ("An exercise is misspelt", "[[exercise]]\nuse = \"clamshel\"\n"),
    ("A range is upside down", "[[exercise]]\nuse = \"squat\"\nreps = \"12-10\"\n"),
    ("A range has no quotes", "[[exercise]]\nuse = \"squat\"\nreps = 10-12\n"),
    ("There are no reps at all", "[[exercise]]\nuse = \"squat\"\nreps = 0\n"),
    ("Reps and a time", "[[exercise]]\nuse = \"squat\"\nreps = 10\nfor = \"45s\"\n"),
    ("A tempo and one of its phases", "[[exercise]]\nuse = \"squat\"\ntempo = \"3-1-2-0\"\nhold = \"2s\"\n"),
    ("A tempo has three numbers", "[[exercise]]\nuse = \"squat\"\ntempo = \"3-1-2\"\n"),
    ("The sides are called otherwise", "[[exercise]]\nuse = \"clam-shell\"\nsides = \"both\"\n"),
    ("A word has no quotes", "[[exercise]]\nuse = squat\n"),
    ("A quote is not closed", "[[exercise]]\nuse = \"squat\nreps = 10\n"),
    ("The brackets are single", "[exercise]\nuse = \"squat\"\n"),
    ("A key stands in the wrong place", "[[exercise]]\nuse = \"squat\"\nrounds = 2\n"),
    (
        "Exercises in blocks and outside of them",
        "[[block]]\n[[block.exercise]]\nuse = \"squat\"\n[[exercise]]\nuse = \"bird-dog\"\n",
    ),
    ("A key comes twice", "[[exercise]]\nuse = \"squat\"\nreps = 10\nreps = 12\n"),
    ("One's own exercise says neither how many nor how long", "[[exercise]]\nname = \"Wall sit\"\n"),
    ("A tip is no list", "[[exercise]]\nuse = \"squat\"\ntips = \"Look ahead.\"\n"),
];

const HEAD: &str = "# What is said of mistakes\n
The likeliest mistakes in a routine, each with the message that `repcue check` gives; `run`, `show` and `export` give the same.
All mistakes of a file are told at once. This page is made by `tests/errors.rs`.\n";

#[test]
fn the_page_of_mistakes_is_what_the_program_says() {
    let mut page = HEAD.to_owned();
    for (what, text) in MISTAKES {
        let source = Source::new("routine.toml", text);
        let (file, mut mistakes) = read_routine(&source);
        let (library, changes) = (Library::new([]), Changes::default());
        let context = Context { library: &library, changes: &changes };
        if let Err(more) = lower::routine(&file, &context, mistakes.is_empty()) {
            mistakes.extend(more);
        }
        assert!(!mistakes.is_empty(), "{what}");
        write!(page, "\n## {what}\n\n```text\n{}\n```\n", draw::plain(&mistakes).trim_end()).unwrap();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/errors.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(page == kept, "docs/errors.md is stale: BLESS=1 cargo test --test errors");
}
