//! A file of phrases.

#![no_main]

use libfuzzer_sys::fuzz_target;
use repcue::diagnostic::{Source, draw};
use repcue::timeline::phrases::Phrases;

fuzz_target!(|text: &str| {
    if let Err(errors) = Phrases::read(&Source::new("phrases.toml", text)) {
        let drawn = draw::plain(&errors);
        assert!(!errors.is_empty() && drawn.chars().all(|c| c == '\n' || !c.is_control()), "{drawn:?}");
    }
});
