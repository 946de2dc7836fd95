//! `config.toml`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use repcue::config;
use repcue::diagnostic::{Source, draw};

fuzz_target!(|text: &str| {
    match config::read(Some(&Source::new("config.toml", text)), &|_| None) {
        Ok(config) => assert!(!config.rows().is_empty()),
        Err(mistakes) => {
            let drawn = draw::plain(&mistakes);
            assert!(!mistakes.is_empty() && drawn.chars().all(|c| c == '\n' || !c.is_control()), "{drawn:?}");
        }
    }
});
