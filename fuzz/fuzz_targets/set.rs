//! A value set in any text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use repcue::routine::edit::{Target, set};

fuzz_target!(|input: (&str, &str, &str, &str)| {
    let (text, target, key, value) = input;
    let target = Target::parse(Some(target).filter(|word| !word.is_empty()));
    if let Ok(edit) = set(text, target, key, value) {
        assert!(edit.line >= 1 && edit.line <= text.lines().count() + 1);
    }
});
