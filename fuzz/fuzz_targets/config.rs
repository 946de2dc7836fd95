//! `config.toml`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use repcue::config;
use repcue::diagnostic::{Source, draw};

fuzz_target!(|text: &str| {
    let (config, errors) = config::read(Some(&Source::new("config.toml", text)), &|_| None);
    assert!(!config.rows().is_empty());
    let drawn = draw::plain(&errors);
    assert!(drawn.chars().all(|c| c == '\n' || !c.is_control()), "{drawn:?}");
});
