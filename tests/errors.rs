//! The likeliest errors in a routine, each with what is said of it: `docs/errors.md` is made here.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/errors.rs"]
mod errors;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use errors::ERRORS;
use repcue::diagnostic::{Source, draw};
use repcue::routine::changes::Changes;
use repcue::routine::file::read_routine;
use repcue::routine::library::Library;
use repcue::routine::lower::{self, Context};

const HEAD: &str = "# What is said of errors\n
The likeliest errors in a routine, each with the message that `repcue check` gives; `run`, `show` and `export` give the same.
All errors of a file are told at once. This page is made by `tests/errors.rs`.\n";

#[test]
fn the_page_of_errors_is_what_the_program_says() {
    let mut page = HEAD.to_owned();
    for (what, text) in ERRORS {
        let source = Source::new("routine.toml", text);
        let (file, mut errors) = read_routine(&source);
        let (library, changes) = (Library::new([]), Changes::default());
        let context = Context { library: &library, changes: &changes };
        if let Err(more) = lower::routine(&file, &context, errors.is_empty()) {
            errors.extend(more);
        }
        assert!(!errors.is_empty(), "{what}");
        write!(page, "\n## {what}\n\n```text\n{}\n```\n", draw::plain(&errors).trim_end()).unwrap();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/errors.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(page == kept, "docs/errors.md is stale: BLESS=1 cargo test --locked --test errors");
}
