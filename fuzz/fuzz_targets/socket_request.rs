//! A request from a client to a session.

#![no_main]

use libfuzzer_sys::fuzz_target;
use repcue::controls::socket::line::{Answer, answer, request};

fuzz_target!(|line: &[u8]| {
    if let Err(error) = request(line) {
        // A refusal is one line that a client can read.
        let refused = Answer::Refused(error.to_string());
        let line = refused.line();
        assert_eq!(line.find('\n'), Some(line.len() - 1));
        assert_eq!(answer(line.as_bytes()), Ok(refused));
    }
});
