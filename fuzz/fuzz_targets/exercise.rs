//! A file of the exercise library, and its drill.

#![no_main]

use libfuzzer_sys::fuzz_target;
use repcue::diagnostic::{Source, draw};
use repcue::routine::changes::Changes;
use repcue::routine::library::Library;
use repcue::routine::lower::{self, Context};
use repcue::routine::written::toml;

fuzz_target!(|text: &str| {
    let library = Library::new([("own".to_owned(), Source::new("own.toml", text))]);
    let context = Context { library: &library, changes: &Changes::default() };
    match lower::drill("own", &context) {
        Ok(routine) => assert!(!toml(&routine, &library).is_empty()),
        Err(errors) => {
            let drawn = draw::plain(&errors);
            assert!(!errors.is_empty() && drawn.chars().all(|c| c == '\n' || !c.is_control()), "{drawn:?}");
        }
    }
});
