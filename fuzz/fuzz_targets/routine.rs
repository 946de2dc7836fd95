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
    let (file, mut mistakes) = read_routine(&source);
    let context = Context { library: &Library::new([]), changes: &Changes::default() };
    match lower::routine(&file, &context, mistakes.is_empty()) {
        Ok(routine) if mistakes.is_empty() => {
            let timeline = compile(&routine, &Phrases::shipped(), &Sounds::shipped(48_000));
            assert!(!timeline.stretches.is_empty());
            return;
        }
        Ok(_) => {}
        Err(more) => mistakes.extend(more),
    }
    let drawn = draw::plain(&mistakes);
    assert!(!mistakes.is_empty() && drawn.chars().all(|c| c == '\n' || !c.is_control()), "{drawn:?}");
});
