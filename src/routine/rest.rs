//! The length of a rest: a duration, or until the user is ready.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use schemars::{Schema, json_schema};
use toml::Value;

use super::Rest;
use super::duration::{self, Length, written};
use super::field::{FromToml, ValueError};
use crate::diagnostic::nearest;

/// The length of a rest until ready if nobody can answer: in an export, a preview, or a session without any controls.
const UNANSWERED: Duration = Duration::from_secs(20);

const READY: &str = "ready";

/// Words for no rest.
const NONE: [&str; 5] = ["none", "no", "off", "zero", "never"];

impl Rest {
    /// Its length if nobody ends it.
    #[must_use]
    pub fn length(self) -> Duration {
        match self {
            Rest::Time(length) => length,
            Rest::Ready => UNANSWERED,
        }
    }
}

impl fmt::Display for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rest::Time(length) => f.write_str(&written(*length)),
            Rest::Ready => f.write_str(READY),
        }
    }
}

impl Rest {
    /// Parses a rest of the command line, where a number without a unit is in seconds.
    ///
    /// # Errors
    /// If it is no rest.
    pub fn typed(text: &str) -> Result<Rest, ValueError> {
        duration::typed(text).map_or_else(|_| text.parse(), |Length(length)| Ok(Rest::Time(length)))
    }
}

impl FromStr for Rest {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Rest, ValueError> {
        if text.trim() == READY {
            return Ok(Rest::Ready);
        }
        text.parse().map(|Length(length)| Rest::Time(length)).map_err(|error| {
            let error = or_ready(error);
            if nearest(text, [READY]).is_some() {
                error.fix(format!("\"{READY}\""))
            } else if NONE.contains(&text.trim().to_lowercase().as_str()) {
                error.fix("\"0s\"")
            } else {
                error
            }
        })
    }
}

impl FromToml for Rest {
    fn from_toml(value: &Value) -> Result<Rest, ValueError> {
        match value {
            Value::String(text) => text.parse(),
            _ => Length::from_toml(value).map(|Length(length)| Rest::Time(length)).map_err(or_ready),
        }
    }

    fn schema() -> Schema {
        json_schema!({ "anyOf": [Length::schema(), { "const": READY }] })
    }
}

/// Adds to the error that a rest can also be `"ready"`.
fn or_ready(error: ValueError) -> ValueError {
    ValueError { expected: format!("{}, or \"{READY}\"", error.expected), ..error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rest_is_a_length_or_until_ready() {
        assert_eq!("ready".parse(), Ok(Rest::Ready));
        assert_eq!("1:30".parse(), Ok(Rest::Time(Duration::from_secs(90))));
        for rest in [Rest::Ready, Rest::Time(Duration::from_millis(1500))] {
            assert_eq!(rest.to_string().parse(), Ok(rest));
        }
    }

    #[test]
    fn an_invalid_rest_is_reported_with_both_forms() {
        let error = "raedy".parse::<Rest>().unwrap_err();
        assert_eq!(error.fix.as_deref(), Some("\"ready\""));
        assert_eq!("none".parse::<Rest>().unwrap_err().fix.as_deref(), Some("\"0s\""));
        let error = Rest::from_toml(&Value::Integer(20)).unwrap_err();
        assert_eq!(error.fix.as_deref(), Some("\"20s\""));
        assert!(error.expected.ends_with("or \"1.5s\", or \"ready\""), "{}", error.expected);
    }
}
