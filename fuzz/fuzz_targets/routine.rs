//! A routine file, from its text to its timeline.

#![no_main]

use libfuzzer_sys::fuzz_target;
use repcue::diagnostic::{Source, draw};
use repcue::routine::changes::Changes;
use repcue::routine::file::read_routine;
use repcue::routine::library::Library;
use repcue::routine::lower::{self, Context};
use repcue::sound::Sounds;
use repcue::timeline::compile;
use repcue::timeline::phrases::Phrases;

fuzz_target!(|text: &str| {
    let source = Source::new("fuzz.toml", text);
    let (file, mut errors) = read_routine(&source);
    let context = Context { library: &Library::new([]), changes: &Changes::default() };
    match lower::routine(&file, &context, errors.is_empty()) {
        Ok(routine) if errors.is_empty() => {
            let timeline = compile(&routine, &Phrases::built_in(), &Sounds::built_in(48_000));
            assert!(!timeline.intervals.is_empty());
            return;
        }
        Ok(_) => {}
        Err(more) => errors.extend(more),
    }
    let drawn = draw::plain(&errors);
    assert!(!errors.is_empty() && drawn.chars().all(|c| c == '\n' || !c.is_control()), "{drawn:?}");
});
