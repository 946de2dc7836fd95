//! A value that is set in any text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use repcue::routine::edit::set;

fuzz_target!(|input: (&str, &str, &str, &str)| {
    let (text, exercise, key, value) = input;
    if let Ok(edit) = set(text, exercise, key, value) {
        assert!(edit.line >= 1 && edit.line <= text.lines().count() + 1);
    }
});
