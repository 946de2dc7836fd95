//! Tempo notation: `3-1-2-0`, `3120`, `3/1/2/0`, `X` for explosive.
//!
//! The digits are always eccentric-pause-concentric-pause: lower, pause at the bottom, lift, hold at the top, whichever
//! movement the exercise begins with. This is the order that strength coaches use (Poliquin's notation, after Ian
//! King's three digits).

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use schemars::{Schema, json_schema};
use toml::Value;

use super::Tempo;
use super::duration::{DECIMAL, decimal, seconds};
use super::field::{FromToml, ValueError};
use crate::diagnostic::quoted;

/// The length of a phase written as `X`: as fast as control allows.
pub const EXPLOSIVE: Duration = Duration::from_millis(500);

/// The maximum length of a phase.
pub const LONGEST_PHASE: Duration = Duration::from_secs(600);

/// The minimum length of a rep: faster cues cannot be told apart.
pub const SHORTEST_REP: Duration = Duration::from_millis(200);

const EXPECTED: &str =
    "a tempo of four numbers, lower-pause-lift-hold, such as \"3-1-2-0\", \"3120\" or \"3-1-X-0\"";

impl fmt::Display for Tempo {
    /// Formats it as files write it: `3-1-2-0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [lower, pause, lift, hold] = [self.lower, self.pause, self.lift, self.hold].map(seconds);
        write!(f, "{lower}-{pause}-{lift}-{hold}")
    }
}

impl FromStr for Tempo {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Tempo, ValueError> {
        let wrong = || ValueError::new(EXPECTED, quoted(text));
        let trimmed = text.trim();
        let separator = ['-', '/', ' '].into_iter().find(|c| trimmed.contains(*c));
        let parts: Vec<String> = match separator {
            Some(separator) => trimmed.split(separator).map(|part| part.trim().to_owned()).collect(),
            None => trimmed.chars().map(String::from).collect(),
        };
        let lengths: Vec<Duration> =
            parts.iter().map(|part| phase(part)).collect::<Option<_>>().ok_or_else(wrong)?;
        let [lower, pause, lift, hold] = lengths[..] else { return Err(wrong()) };
        let tempo = Tempo { lift, hold, lower, pause };
        if tempo.rep() < SHORTEST_REP {
            return Err(ValueError::new("a tempo whose rep lasts at least 0.2s", quoted(text)));
        }
        Ok(tempo)
    }
}

impl FromToml for Tempo {
    fn from_toml(value: &Value) -> Result<Tempo, ValueError> {
        match value {
            Value::String(text) => text.parse(),
            Value::Integer(number) if (0..=9999).contains(number) => {
                Err(ValueError::kind(EXPECTED, value).fix(format!("\"{number:04}\"")))
            }
            _ => Err(ValueError::kind(EXPECTED, value)),
        }
    }

    fn schema() -> Schema {
        let phase = format!("({DECIMAL}|[xX])");
        let four = |separator: &str| [phase.as_str(); 4].join(separator);
        let pattern =
            format!(r"^\s*({}|{}|{}|[\dxX]{{4}})\s*$", four(r"\s*-\s*"), four(r"\s*/\s*"), four(" "));
        json_schema!({ "type": "string", "pattern": pattern, "examples": ["3-1-2-0", "31X0"] })
    }
}

/// Parses one position of a tempo: seconds, or `X`.
fn phase(text: &str) -> Option<Duration> {
    if text.eq_ignore_ascii_case("x") {
        return Some(EXPLOSIVE);
    }
    decimal(text).filter(|length| *length <= LONGEST_PHASE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn phases(text: &str) -> Option<[f64; 4]> {
        let tempo = text.parse::<Tempo>().ok()?;
        Some([tempo.lower, tempo.pause, tempo.lift, tempo.hold].map(|phase| phase.as_secs_f64()))
    }

    #[test]
    fn the_ways_to_write_a_tempo() {
        for text in ["3-1-2-0", "3120", "3/1/2/0", "3 1 2 0", " 3-1-2-0 ", "3 - 1 - 2 - 0"] {
            assert_eq!(phases(text), Some([3.0, 1.0, 2.0, 0.0]), "{text}");
        }
        assert_eq!(phases("30X1"), Some([3.0, 0.0, 0.5, 1.0]));
        assert_eq!(phases("10-0-1.5-x"), Some([10.0, 0.0, 1.5, 0.5]));
        // The shortest rep, and the longest phase.
        assert_eq!(phases("0.1-0-0.1-0"), Some([0.1, 0.0, 0.1, 0.0]));
        assert_eq!(phases("600-0-600-0"), Some([600.0, 0.0, 600.0, 0.0]));
    }

    #[test]
    fn invalid_tempos() {
        for text in [
            "",
            "3",
            "312",
            "31200",
            "3-1-2",
            "3-1-2-0-0",
            "a-b-c-d",
            "-3-1-2-0",
            "0-0-0-0",
            "3--2-0",
            "9999-0-0-0",
            "600.000000001-0-0-0",
            "0.1-0-0.099999999-0",
            "３１２０",
        ] {
            assert_eq!(phases(text), None, "{text}");
        }
    }

    #[test]
    fn a_tempo_without_quotes_is_corrected_if_it_has_four_digits() {
        let correction = |number| Tempo::from_toml(&Value::Integer(number)).unwrap_err().fix;
        assert_eq!(correction(3_120).as_deref(), Some("\"3120\""));
        assert_eq!(correction(120).as_deref(), Some("\"0120\""));
        assert_eq!(correction(9_999).as_deref(), Some("\"9999\""));
        assert_eq!(correction(10_000), None);
        assert_eq!(correction(-1), None);
    }

    proptest! {
        #[test]
        fn any_text_is_a_tempo_or_an_error(text in ".*") {
            let _ = text.parse::<Tempo>();
        }
    }
}
