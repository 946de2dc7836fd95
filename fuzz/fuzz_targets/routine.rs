//! A routine file, from its text to its timeline.

#![no_main]

use libfuzzer_sys::fuzz_target;
use repcue::diagnostic::Source;
use repcue::routine::Routine;
use repcue::routine::changes::Changes;
use repcue::routine::library::Library;
use repcue::sound::Sounds;
use repcue::timeline::compile;
use repcue::timeline::phrases::Phrases;

fuzz_target!(|text: &str| {
    let source = Source::new("fuzz.toml", text);
    match Routine::parse(&source, &Library::new([]), &Changes::default()) {
        Ok(routine) => {
            let timeline = compile(&routine, &Phrases::built_in(), &Sounds::built_in(48_000));
            assert!(!timeline.intervals.is_empty());
        }
        Err(errors) => {
            let drawn = errors.to_string();
            assert!(!errors.0.is_empty() && drawn.chars().all(|c| c == '\n' || !c.is_control()), "{drawn:?}");
        }
    }
});
