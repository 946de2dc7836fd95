//! A request from a client to a session.

#![no_main]

use libfuzzer_sys::fuzz_target;
use repcue::controls::socket::line::{Answer, answer, request};

fuzz_target!(|line: &[u8]| {
    if let Err(why) = request(line) {
        // A refusal is one line that a client can read.
        let refused = Answer::Refused(why);
        let line = refused.line();
        assert_eq!(line.find('\n'), Some(line.len() - 1));
        assert_eq!(answer(line.as_bytes()), Ok(refused));
    }
});
