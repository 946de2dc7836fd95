//! A routine file, from its text to its timeline: as it is, in a later week of its plan, and written out and read again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use repcue::diagnostic::Source;
use repcue::routine::Routine;
use repcue::routine::changes::Changes;
use repcue::routine::library::Library;
use repcue::routine::written::toml;
use repcue::sound::Sounds;
use repcue::timeline::compile;
use repcue::timeline::phrases::Phrases;

fuzz_target!(|text: &str| {
    let source = Source::new("fuzz.toml", text);
    let library = Library::new([]);
    match Routine::parse(&source, &library, &Changes::default()) {
        Ok(routine) => {
            let timeline = compile(&routine, &Phrases::built_in(), &Sounds::built_in(48_000));
            assert!(!timeline.intervals.is_empty());
            let again = Source::new("again.toml", toml(&routine, &library));
            assert!(Routine::parse(&again, &library, &Changes::default()).is_ok(), "{}", again.text);
            let changes = Changes { week: Some(4), ..Changes::default() };
            let _ = Routine::parse(&source, &library, &changes);
        }
        Err(errors) => {
            let drawn = errors.to_string();
            assert!(!errors.0.is_empty() && drawn.chars().all(|c| c == '\n' || !c.is_control()), "{drawn:?}");
        }
    }
});
