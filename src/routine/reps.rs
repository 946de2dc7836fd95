//! The number of reps: a number, a range such as `15-20`, either with a unit (`10 steps`), or `open`; and the level that
//! selects from a range.

use std::fmt;
use std::str::FromStr;

use schemars::{Schema, json_schema};
use toml::Value;

use super::field::{FromToml, MOST, ValueError, words};
use crate::diagnostic::quoted;

/// The value of the key `reps`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reps {
    /// A range of reps, and what they are called if not reps; a single number is a range of one.
    Counted(Range, Option<String>),
    /// Any number of reps, until the user ends the set.
    Open,
}

/// A range of reps: `1 <= low <= high`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The easy end.
    pub low: u32,
    /// The hard end.
    pub high: u32,
}

/// Which end of a range is trained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Level {
    /// The low end.
    #[default]
    Easy,
    /// The middle, rounded down.
    Standard,
    /// The high end.
    Hard,
}

words!(Level, "easy" => Level::Easy, "standard" => Level::Standard, "hard" => Level::Hard);

impl Range {
    /// The number of reps that a level selects from the range.
    #[must_use]
    pub fn at(self, level: Level) -> u32 {
        match level {
            Level::Easy => self.low,
            Level::Standard => self.low + (self.high - self.low) / 2,
            Level::Hard => self.high,
        }
    }
}

impl fmt::Display for Reps {
    /// Formats it as files write it: `10`, `10-12`, `open`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reps::Counted(Range { low, high }, unit) => {
                write!(f, "{low}")?;
                if low != high {
                    write!(f, "-{high}")?;
                }
                unit.as_ref().map_or(Ok(()), |unit| write!(f, " {unit}"))
            }
            Reps::Open => f.write_str("open"),
        }
    }
}

const EXPECTED: &str = "a number of reps from 1 to 100000, a range such as \"10-12\", either with a unit such as \"5 breaths\", or \"open\"";

/// What reps are called without a unit.
pub const REPS: &str = "reps";
/// The most characters in a unit.
const LONGEST_UNIT: usize = 30;

/// The unit of a number of reps: one or a few words of letters.
fn unit(text: &str) -> Result<Option<String>, ValueError> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_letter = |c: char| c.is_alphabetic() || " -'".contains(c);
    let wrong = |expected: &str| Err(ValueError::new(expected, quoted(text)));
    match words.as_str() {
        "" => Ok(None),
        _ if !words.chars().all(is_letter) || words.chars().count() > LONGEST_UNIT => wrong(EXPECTED),
        "s" | "sec" | "secs" | "second" | "seconds" | "m" | "min" | "mins" | "minute" | "minutes" | "h" => {
            wrong("a number of reps; a time is `for`, such as `for = \"45s\"`")
        }
        "kg" | "kgs" | "lb" | "lbs" => {
            wrong("a number of reps; a weight is `load`, such as `load = \"20 kg\"`")
        }
        _ if words
            .split(' ')
            .any(|word| matches!(word, "side" | "sides" | "leg" | "arm" | "each" | "per")) =>
        {
            wrong("a number of reps; for each side in turn, add `sides = \"each\"`")
        }
        "rep" => Ok(Some(REPS.to_owned())),
        _ => Ok(Some(super::name::composed(&words))),
    }
}

impl FromStr for Reps {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Reps, ValueError> {
        let wrong = || ValueError::new(EXPECTED, quoted(text));
        let trimmed = text.trim();
        if trimmed.eq_ignore_ascii_case("open") {
            return Ok(Reps::Open);
        }
        let end = trimmed.find(|c: char| c.is_alphabetic()).unwrap_or(trimmed.len());
        let (numbers, words) = trimmed.split_at(end);
        let (low, high) = numbers.split_once(['-', '–']).unwrap_or((numbers, numbers));
        let number = |text: &str| text.trim().parse::<u32>().ok().filter(|n| (1..=MOST).contains(n));
        match (number(low), number(high)) {
            (Some(low), Some(high)) if low <= high => Ok(Reps::Counted(Range { low, high }, unit(words)?)),
            (Some(low), Some(high)) => {
                let found = format!("{}, which counts down", quoted(text));
                Err(ValueError::new("a range whose low end comes first", found)
                    .fix(format!("\"{}\"", format!("{high}-{low} {words}").trim_end())))
            }
            _ => Err(match crate::diagnostic::nearest(trimmed, ["open"]) {
                Some(_) if trimmed.chars().all(char::is_alphabetic) => wrong().fix("\"open\""),
                _ => wrong(),
            }),
        }
    }
}

impl FromToml for Reps {
    fn from_toml(value: &Value) -> Result<Reps, ValueError> {
        match value {
            Value::String(text) => text.parse(),
            Value::Integer(number) => u32::try_from(*number)
                .ok()
                .filter(|n| (1..=MOST).contains(n))
                .map(|n| Reps::Counted(Range { low: n, high: n }, None))
                .ok_or_else(|| ValueError::kind(EXPECTED, value)),
            _ => Err(ValueError::kind(EXPECTED, value)),
        }
    }

    fn schema() -> Schema {
        let number = r"\+?0*([1-9]\d{0,4}|100000)";
        let unit = r"([\p{L}][\p{L} '-]*)?";
        let range = format!(r"^\s*{number}(\s*[-–]\s*{number})?\s*{unit}\s*$");
        json_schema!({
            "anyOf": [
                { "type": "integer", "minimum": 1, "maximum": MOST },
                { "type": "string", "pattern": range },
                { "type": "string", "pattern": r"^\s*([oO][pP][eE][nN])\s*$" },
            ],
            "examples": [10, "10-12", "5 breaths", "open"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_to_write_reps() {
        let range = |low, high| Ok(Reps::Counted(Range { low, high }, None));
        assert_eq!("12".parse(), range(12, 12));
        assert_eq!("15-20".parse(), range(15, 20));
        assert_eq!("15 – 20".parse(), range(15, 20));
        assert_eq!("open".parse(), Ok(Reps::Open));
        let with = |low, high, unit: &str| Ok(Reps::Counted(Range { low, high }, Some(unit.to_owned())));
        assert_eq!("5 breaths".parse(), with(5, 5, "breaths"));
        assert_eq!("8-10 steps".parse(), with(8, 10, "steps"));
        assert_eq!("1 rep".parse(), with(1, 1, "reps"));
    }

    #[test]
    fn a_unit_that_has_a_key_of_its_own_is_refused() {
        for (text, key) in [("45 s", "for"), ("20 kg", "load"), ("12 each side", "sides")] {
            let error = text.parse::<Reps>().unwrap_err();
            assert!(error.expected.contains(&format!("`{key}")), "{}", error.expected);
        }
    }

    #[test]
    fn a_reversed_range_gets_a_suggestion() {
        let error = "20-15".parse::<Reps>().unwrap_err();
        assert_eq!(error.fix.as_deref(), Some("\"15-20\""));
    }

    #[test]
    fn invalid_numbers_of_reps() {
        for text in ["", "0", "-3", "1.5", "ten", "100001", "5-", "-", "1-2-3"] {
            assert!(text.parse::<Reps>().is_err(), "{text}");
        }
        assert_eq!("opne".parse::<Reps>().unwrap_err().fix.as_deref(), Some("\"open\""));
    }

    #[test]
    fn a_level_takes_its_end_of_the_range() {
        let range = Range { low: 15, high: 20 };
        assert_eq!([Level::Easy, Level::Standard, Level::Hard].map(|level| range.at(level)), [15, 17, 20]);
    }
}
