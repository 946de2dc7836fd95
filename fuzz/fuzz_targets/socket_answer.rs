//! An answer from a session, or from something that pretends to be one.

#![no_main]

use libfuzzer_sys::fuzz_target;
use repcue::controls::socket::line::{LONGEST_ANSWER, answer};

fuzz_target!(|line: &[u8]| {
    if let Ok(read) = answer(line) {
        let again = read.line();
        assert_eq!(again.find('\n'), Some(again.len() - 1));
        if again.len() <= LONGEST_ANSWER {
            assert_eq!(answer(again.as_bytes()), Ok(read));
        }
    }
});
