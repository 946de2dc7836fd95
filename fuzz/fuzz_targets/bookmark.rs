//! The file of where a session was.

#![no_main]

use libfuzzer_sys::fuzz_target;
use repcue::bookmark::Bookmark;
use repcue::diagnostic::{Source, draw};

fuzz_target!(|text: &str| {
    match Bookmark::read(&Source::new("main.toml", text)) {
        Ok(bookmark) => {
            let again = Bookmark::read(&Source::new("main.toml", bookmark.toml()));
            assert_eq!(again.unwrap(), bookmark);
        }
        Err(mistakes) => {
            let drawn = draw::plain(&mistakes);
            assert!(!mistakes.is_empty() && drawn.chars().all(|c| c == '\n' || !c.is_control()), "{drawn:?}");
        }
    }
});
