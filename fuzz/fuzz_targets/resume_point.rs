//! The file of an interrupted session.

#![no_main]

use libfuzzer_sys::fuzz_target;
use repcue::diagnostic::{Source, draw};
use repcue::session::resume_point::ResumePoint;

fuzz_target!(|text: &str| {
    match ResumePoint::read(&Source::new("x.toml", text)) {
        Ok(point) => {
            let again = ResumePoint::read(&Source::new("x.toml", point.toml()));
            assert_eq!(again.unwrap(), point);
        }
        Err(errors) => {
            let drawn = draw::plain(&errors);
            assert!(!errors.is_empty() && drawn.chars().all(|c| c == '\n' || !c.is_control()), "{drawn:?}");
        }
    }
});
