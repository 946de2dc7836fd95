//! The lines of the control socket's protocol, parsed from untrusted bytes: pure and total.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{FOLLOW, STATUS, WORDS};
use crate::controls::Command;
use crate::printable;
use crate::status::Status;

/// The maximum number of bytes in a request, including its line ending.
pub const LONGEST_REQUEST: usize = 256;
/// The maximum number of bytes in an answer, including its line ending. A status has fourteen texts of at most 2,000
/// characters.
pub const LONGEST_ANSWER: usize = 128 * 1024;

/// A request of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    /// The status, once.
    Status,
    /// The status at each change.
    Follow,
    /// A command.
    Do(Command),
}

/// An answer of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The command is accepted.
    Done,
    /// The request is refused, with the reason.
    Refused(String),
    /// The status.
    Status(Box<Status>),
}

/// An answer other than a status, as serialized.
#[derive(Debug, Serialize, Deserialize)]
struct Reply {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// Why a line is not a valid request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// It is longer than [`LONGEST_REQUEST`].
    #[error("a line has at most {LONGEST_REQUEST} bytes")]
    TooLong,
    /// It is not UTF-8.
    #[error("the line is not UTF-8")]
    NotUtf8,
    /// It is no command.
    #[error("unknown command")]
    Unknown,
    /// It was not complete within this time.
    #[error("no command within {} s", .0.as_secs())]
    Late(Duration),
}

/// Why a line is not the answer to the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// It is longer than [`LONGEST_ANSWER`].
    #[error("a line of more than {LONGEST_ANSWER} bytes")]
    TooLong,
    /// It is not an answer.
    #[error("a line that is not an answer")]
    Invalid,
    /// It is the answer to another request.
    #[error("the answer to another command")]
    OtherCommand,
}

/// Parses a request, with or without its line ending.
///
/// # Errors
/// Why it is not a valid request.
pub fn request(line: &[u8]) -> Result<Request, RequestError> {
    if line.len() > LONGEST_REQUEST {
        return Err(RequestError::TooLong);
    }
    let text = std::str::from_utf8(line).map_err(|_| RequestError::NotUtf8)?;
    match text.trim() {
        STATUS => Ok(Request::Status),
        FOLLOW => Ok(Request::Follow),
        word => match WORDS.iter().find(|(known, _)| *known == word) {
            Some((_, command)) => Ok(Request::Do(*command)),
            None => Err(RequestError::Unknown),
        },
    }
}

/// Parses an answer, with or without its line ending.
///
/// # Errors
/// If it is not a valid answer.
pub fn answer(line: &[u8]) -> Result<Answer, AnswerError> {
    if line.len() > LONGEST_ANSWER {
        return Err(AnswerError::TooLong);
    }
    match serde_json::from_slice(line) {
        Ok(Reply { ok: true, .. }) => Ok(Answer::Done),
        Ok(Reply { why, .. }) => Ok(Answer::Refused(why.unwrap_or_default())),
        Err(_) => match serde_json::from_slice(line) {
            Ok(status) => Ok(Answer::Status(Box::new(status))),
            Err(_) => Err(AnswerError::Invalid),
        },
    }
}

impl Answer {
    /// The line, with its ending, that [`answer`] reads.
    #[must_use]
    pub fn line(&self) -> String {
        let reply = |ok, why| printable::json(&Reply { ok, why });
        let mut line = match self {
            Answer::Done => reply(true, None),
            Answer::Refused(why) => reply(false, Some(why.clone())),
            Answer::Status(status) => status.json(),
        };
        line.push('\n');
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_known_with_or_without_the_end_of_its_line() {
        for line in ["pause", "pause\n", "pause\r\n", "  pause "] {
            assert_eq!(request(line.as_bytes()), Ok(Request::Do(Command::Pause)), "{line:?}");
        }
        assert_eq!(request(b"follow\n"), Ok(Request::Follow));
        assert_eq!(request(b"status"), Ok(Request::Status));
    }

    #[test]
    fn invalid_requests_are_told_apart() {
        let told = |line: &[u8]| request(line).unwrap_err().to_string();
        assert_eq!(told(b"\xff\xfe\n"), "the line is not UTF-8");
        assert_eq!(told(b"\n"), "unknown command");
        assert_eq!(told(b"pause stop\n"), "unknown command");
        assert_eq!(told(&[b' '; LONGEST_REQUEST]), "unknown command");
        assert_eq!(told(&[b' '; LONGEST_REQUEST + 1]), "a line has at most 256 bytes");
    }

    #[test]
    fn answers_are_read_as_they_are_written() {
        let why = "it \"cannot\"\n\u{1b}".to_owned();
        for (written, line) in [
            (Answer::Done, "{\"ok\":true}\n"),
            (Answer::Refused(why), "{\"ok\":false,\"why\":\"it \\\"cannot\\\"\\n\\u001b\"}\n"),
        ] {
            assert_eq!(written.line(), line);
            assert_eq!(answer(line.as_bytes()), Ok(written));
        }
    }

    #[test]
    fn invalid_answers_are_rejected() {
        let deep = "[".repeat(LONGEST_ANSWER);
        for line in
            ["", "\n", "{}", "[1]", "\"ok\"", "{\"ok\":1}", "{\"heading\":\"A\"}", "{\"ok\":true} x", &deep]
        {
            assert_eq!(answer(line.as_bytes()), Err(AnswerError::Invalid), "{line:.20}");
        }
        assert_eq!(answer(b"{\"ok\":false}"), Ok(Answer::Refused(String::new())));
        let error = answer(&vec![b' '; LONGEST_ANSWER + 1]).unwrap_err();
        assert_eq!(error.to_string(), "a line of more than 131072 bytes");
    }

    const SEED: &str = r#"{"session":"main","state":"playing","title":"T","kind":"work","heading":"A","exercise":"a","name":"A","block":null,"round":1,"rounds":1,"exercise_number":1,"exercises":2,"set":1,"sets":2,"side":"left","rep":1,"reps":4,"phase":"lift","next":"Rest","volume":80,"until_ready":false,"hold_point_ms":null,"cycle_ms":null,"interval":1,"at_ms":1000,"left_ms":2000,"duration_ms":3000}"#;

    /// Reading, writing and reading again gives the same answer.
    fn holds(line: &[u8]) {
        if let Err(error) = request(line) {
            let refused = Answer::Refused(error.to_string());
            assert_eq!(answer(refused.line().as_bytes()), Ok(refused));
        }
        if let Ok(read) = answer(line) {
            let again = read.line();
            assert_eq!(again.find('\n'), Some(again.len() - 1));
            if again.len() <= LONGEST_ANSWER {
                assert_eq!(answer(again.as_bytes()), Ok(read));
            }
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig {
            cases: 4_096,
            failure_persistence: None,
            ..proptest::prelude::ProptestConfig::default()
        })]

        #[test]
        fn any_bytes_are_a_line_or_rejected(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..600)) {
            holds(&bytes);
        }

        #[test]
        fn a_corrupted_status_is_another_one_or_rejected(
            at in 0..SEED.len(),
            byte in proptest::prelude::any::<u8>(),
            cut in 0..8_usize,
        ) {
            assert!(matches!(answer(SEED.as_bytes()), Ok(Answer::Status(_))));
            let mut line = SEED.as_bytes().to_vec();
            line.splice(at..(at + cut).min(SEED.len()), [byte]);
            holds(&line);
        }
    }
}
