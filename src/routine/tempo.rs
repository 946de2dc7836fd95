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
        let wrong = || explained(ValueError::new(EXPECTED, quoted(text)), text);
        let [lower, pause, lift, hold] = phases(text).ok_or_else(wrong)?[..] else { return Err(wrong()) };
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
            // Fewer than four digits are no tempo: `60` may be beats per minute, and `311` lacks the hold, not the lowering.
            Value::Integer(number) => {
                let error = ValueError::kind(EXPECTED, value);
                // `311` is more likely a tempo without its last digit.
                let is_like_beats = (10..=240).contains(number);
                let error = if is_like_beats {
                    error.help("a tempo is in seconds, not in beats per minute")
                } else {
                    error
                };
                Err(explained(error, &number.to_string()))
            }
            Value::Array(items) => {
                let parts: Vec<String> = items.iter().map(ToString::to_string).collect();
                Err(explained(ValueError::kind(EXPECTED, value), &parts.join(",").replace('"', "")))
            }
            _ => Err(explained(ValueError::kind(EXPECTED, value), "")),
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

/// Parses the positions of a tempo, however many there are; `None` if one of them is not a length.
fn phases(text: &str) -> Option<Vec<Duration>> {
    let trimmed = text.trim();
    let separator = ['-', '/', ' '].into_iter().find(|c| trimmed.contains(*c));
    match separator {
        Some(separator) => trimmed.split(separator).map(|part| phase(part.trim())).collect(),
        None => trimmed.chars().map(|digit| phase(digit.encode_utf8(&mut [0; 4]))).collect(),
    }
}

/// Adds the line to write, with the meaning of each position. Only the notation is fixed, never a number added.
fn explained(error: ValueError, text: &str) -> ValueError {
    let dashed = text.split([',', ':', ';', '.', '-', '/']).map(|part| part.trim().trim_end_matches('s'));
    let dashed = dashed.collect::<Vec<_>>().join("-");
    let is_four = |lengths: &Vec<Duration>| lengths.len() == 4;
    if phases(&dashed).filter(is_four).is_some_and(|lengths| lengths.iter().sum::<Duration>() >= SHORTEST_REP)
    {
        return error.fix(format!("\"{dashed}\""));
    }
    match phases(text).as_deref() {
        Some([lower, pause, lift]) if *lower + *pause + *lift >= SHORTEST_REP => {
            let tempo = Tempo { lower: *lower, pause: *pause, lift: *lift, hold: Duration::ZERO };
            error.help(format!("if there is no hold at the top, write {}", meaning(&tempo)))
        }
        _ => {
            let second = Duration::from_secs;
            let tempo = Tempo { lower: second(3), pause: second(1), lift: second(2), hold: second(0) };
            error.help(format!("for example {}", meaning(&tempo)))
        }
    }
}

/// A tempo as a line of a file, with the meaning of each position.
fn meaning(tempo: &Tempo) -> String {
    let [lower, pause, lift, hold] = [tempo.lower, tempo.pause, tempo.lift, tempo.hold].map(seconds);
    format!(
        "`{{key}} = \"{tempo}\"`: lower {lower} s, pause at the bottom {pause} s, lift {lift} s, hold at the top {hold} s"
    )
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
        assert_eq!(correction(120), None);
        assert_eq!(correction(60), None);
        assert_eq!(correction(9_999).as_deref(), Some("\"9999\""));
        assert_eq!(correction(10_000), None);
        assert_eq!(correction(-1), None);
    }

    #[test]
    fn a_tempo_is_never_padded() {
        let error = |text: &str| text.parse::<Tempo>().unwrap_err();
        let three = "if there is no hold at the top, write `{key} = \"3-1-1-0\"`: lower 3 s, pause at the bottom 1 s, lift 1 s, hold at the top 0 s";
        for text in ["311", "3-1-1"] {
            assert_eq!((error(text).fix, error(text).help), (None, vec![three.to_owned()]), "{text}");
        }
        for text in ["60", "slow", "", "3-1-2-0-1", "0-0-0"] {
            assert_eq!(error(text).fix, None, "{text}");
            assert!(error(text).help[0].starts_with("for example `{key} = \"3-1-2-0\"`"), "{text}");
        }
        for text in ["3,1,2,0", "3:1:2:0", "3.1.2.0", "3s-1s-2s-0s", "3, 1, 2, 0"] {
            assert_eq!(error(text).fix.as_deref(), Some("\"3-1-2-0\""), "{text}");
        }
        let list: Value = toml::from_str::<toml::Table>("x = [3, 1, \"X\", 0]").unwrap()["x"].clone();
        assert_eq!(Tempo::from_toml(&list).unwrap_err().fix.as_deref(), Some("\"3-1-X-0\""));
    }

    proptest! {
        #[test]
        fn any_text_is_a_tempo_or_an_error(text in ".*") {
            let _ = text.parse::<Tempo>();
        }
    }
}
