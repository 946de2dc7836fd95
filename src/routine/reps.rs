//! The number of reps: a number, a range such as `15-20`, or `open`; and the level that selects from a range.

use std::fmt;
use std::str::FromStr;

use schemars::{Schema, json_schema};
use toml::Value;

use super::field::{FromToml, MOST, ValueError, words};
use crate::diagnostic::quoted;

/// The value of the key `reps`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reps {
    /// A range of reps; a single number is a range of one.
    Counted(Range),
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
            Reps::Counted(Range { low, high }) if low == high => write!(f, "{low}"),
            Reps::Counted(Range { low, high }) => write!(f, "{low}-{high}"),
            Reps::Open => f.write_str("open"),
        }
    }
}

const EXPECTED: &str = "a number of reps from 1 to 100000, a range such as \"10-12\", or \"open\"";

impl FromStr for Reps {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Reps, ValueError> {
        let wrong = || ValueError::new(EXPECTED, quoted(text));
        let trimmed = text.trim();
        if trimmed.eq_ignore_ascii_case("open") {
            return Ok(Reps::Open);
        }
        let (low, high) = trimmed.split_once(['-', '–']).unwrap_or((trimmed, trimmed));
        let number = |text: &str| text.trim().parse::<u32>().ok().filter(|n| (1..=MOST).contains(n));
        match (number(low), number(high)) {
            (Some(low), Some(high)) if low <= high => Ok(Reps::Counted(Range { low, high })),
            (Some(low), Some(high)) => {
                let found = format!("{}, which counts down", quoted(text));
                Err(ValueError::new("a range whose low end comes first", found)
                    .fix(format!("\"{high}-{low}\"")))
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
                .map(|n| Reps::Counted(Range { low: n, high: n }))
                .ok_or_else(|| ValueError::kind(EXPECTED, value)),
            _ => Err(ValueError::kind(EXPECTED, value)),
        }
    }

    fn schema() -> Schema {
        let number = r"\+?0*([1-9]\d{0,4}|100000)";
        let range = format!(r"^\s*{number}(\s*[-–]\s*{number})?\s*$");
        json_schema!({
            "anyOf": [
                { "type": "integer", "minimum": 1, "maximum": MOST },
                { "type": "string", "pattern": range },
                { "type": "string", "pattern": r"^\s*([oO][pP][eE][nN])\s*$" },
            ],
            "examples": [10, "10-12", "open"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_to_write_reps() {
        let range = |low, high| Ok(Reps::Counted(Range { low, high }));
        assert_eq!("12".parse(), range(12, 12));
        assert_eq!("15-20".parse(), range(15, 20));
        assert_eq!("15 – 20".parse(), range(15, 20));
        assert_eq!("open".parse(), Ok(Reps::Open));
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
