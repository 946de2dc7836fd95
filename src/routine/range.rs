//! Ranges of numbers and durations, from which the level selects.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use schemars::{Schema, json_schema};
use toml::Value;

use super::Rest;
use super::duration::{DECIMAL, Length, decimal, written};
use super::field::{FromToml, MOST, Times, ValueError};
use super::reps::Level;
use crate::diagnostic::quoted;

/// A duration, or a range of durations such as `30-45s`: `low <= high`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LengthRange {
    /// The short end.
    pub low: Duration,
    /// The long end.
    pub high: Duration,
}

impl LengthRange {
    /// A range of one duration.
    #[must_use]
    pub fn one(length: Duration) -> LengthRange {
        LengthRange { low: length, high: length }
    }

    /// The duration that a level selects: the easy end is the short one.
    #[must_use]
    pub fn at(self, level: Level) -> Duration {
        match level {
            Level::Easy => self.low,
            Level::Standard => self.middle(),
            Level::Hard => self.high,
        }
    }

    /// The duration of a rest that a level selects: the easy end is the long one.
    #[must_use]
    pub fn at_rest(self, level: Level) -> Duration {
        match level {
            Level::Easy => self.high,
            Level::Standard => self.middle(),
            Level::Hard => self.low,
        }
    }

    /// The middle; of whole seconds, rounded down to a whole second.
    fn middle(self) -> Duration {
        let middle = self.low + (self.high - self.low) / 2;
        let is_whole = self.low.subsec_nanos() == 0 && self.high.subsec_nanos() == 0;
        if is_whole { Duration::from_secs(middle.as_secs()) } else { middle }
    }
}

impl From<Length> for LengthRange {
    fn from(length: Length) -> LengthRange {
        LengthRange::one(length.0)
    }
}

/// The low and the high part of a range. A low part without a unit has that of the high one.
fn ends(text: &str) -> Option<(Duration, Duration)> {
    let (low, high) = text.split_once(['-', '–'])?;
    let (low, high) = (low.trim(), high.trim());
    let Length(long) = high.parse().ok()?;
    let short = match low.parse::<Length>() {
        Ok(length) => length.0,
        Err(_) => {
            decimal(low)?;
            let unit = high.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start();
            let is_one = !unit.is_empty() && unit.chars().all(char::is_alphabetic);
            is_one.then(|| format!("{low}{unit}").parse::<Length>().ok()).flatten()?.0
        }
    };
    Some((short, long))
}

impl FromStr for LengthRange {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<LengthRange, ValueError> {
        match (text.parse::<Length>(), ends(text.trim())) {
            (Ok(length), _) => Ok(length.into()),
            (Err(_), Some((low, high))) if low <= high => Ok(LengthRange { low, high }),
            (Err(_), Some((low, high))) => {
                let found = format!("{}, which counts down", quoted(text));
                let error = ValueError::new("a range whose short end comes first", found);
                Err(error.fix(format!("\"{}-{}\"", written(high), written(low))))
            }
            (Err(error), None) => Err(error),
        }
    }
}

impl fmt::Display for LengthRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written(self.low))?;
        if self.low == self.high { Ok(()) } else { write!(f, "-{}", written(self.high)) }
    }
}

impl FromToml for LengthRange {
    fn from_toml(value: &Value) -> Result<LengthRange, ValueError> {
        match value {
            Value::String(text) => text.parse(),
            _ => Length::from_toml(value).map(LengthRange::from),
        }
    }

    fn schema() -> Schema {
        // Only roughly: an exact pattern would be as long as the rest of the schema.
        let low = r"\s*[\d.:][\d.:a-z ]*";
        let high = r"\s*(\d+:[\d.:]+|[\d.]+\s*[a-z][\d.a-z ]*)\s*";
        json_schema!({ "anyOf": [
            Length::schema(),
            { "type": "string", "pattern": format!("^{low}[-–]{high}$"), "examples": ["30-45s"] },
        ] })
    }
}

/// The time of a set: a duration or a range, or `open`: until the user continues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkTime {
    /// Until the time is over.
    Range(LengthRange),
    /// Until the user continues.
    Open,
}

impl FromToml for WorkTime {
    fn from_toml(value: &Value) -> Result<WorkTime, ValueError> {
        match value.as_str().map(str::trim) {
            Some("open") => Ok(WorkTime::Open),
            _ => LengthRange::from_toml(value).map(WorkTime::Range).map_err(|error| ValueError {
                expected: format!("{}, or \"open\"", error.expected),
                ..error
            }),
        }
    }

    fn schema() -> Schema {
        json_schema!({ "anyOf": [LengthRange::schema(), { "const": "open" }] })
    }
}

/// The length of a rest, or a range of lengths, from which the level selects the other way round: the easy end is the
/// long one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestRange {
    /// A duration, or a range.
    Time(LengthRange),
    /// Until the user continues.
    Ready,
}

impl RestRange {
    /// The rest that a level selects.
    #[must_use]
    pub fn at(self, level: Level) -> Rest {
        match self {
            RestRange::Time(range) => Rest::Time(range.at_rest(level)),
            RestRange::Ready => Rest::Ready,
        }
    }
}

impl From<Rest> for RestRange {
    fn from(rest: Rest) -> RestRange {
        match rest {
            Rest::Time(length) => RestRange::Time(LengthRange::one(length)),
            Rest::Ready => RestRange::Ready,
        }
    }
}

impl FromToml for RestRange {
    fn from_toml(value: &Value) -> Result<RestRange, ValueError> {
        let range = value.as_str().filter(|text| ends(text.trim()).is_some());
        match range {
            Some(text) => text.parse().map(RestRange::Time),
            None => Rest::from_toml(value).map(RestRange::from),
        }
    }

    fn schema() -> Schema {
        json_schema!({ "anyOf": [LengthRange::schema(), { "const": "ready" }] })
    }
}

/// A number of sets or rounds, or a range such as `2-3`: `1 <= low <= high`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimesRange {
    /// The easy end.
    pub low: u32,
    /// The hard end.
    pub high: u32,
}

impl TimesRange {
    /// A range of one number.
    #[must_use]
    pub fn one(number: u32) -> TimesRange {
        TimesRange { low: number, high: number }
    }

    /// The number that a level selects; the middle is rounded down.
    #[must_use]
    pub fn at(self, level: Level) -> u32 {
        super::reps::Range { low: self.low, high: self.high }.at(level)
    }
}

impl FromToml for TimesRange {
    fn from_toml(value: &Value) -> Result<TimesRange, ValueError> {
        const RANGE: &str = "a range such as \"2-3\"";
        let number = |text: &str| text.trim().parse::<u32>().ok().filter(|n| (1..=MOST).contains(n));
        let ends = value.as_str().and_then(|text| text.split_once(['-', '–']));
        match ends.and_then(|(low, high)| Some((number(low)?, number(high)?))) {
            Some((low, high)) if low <= high => Ok(TimesRange { low, high }),
            Some((low, high)) => {
                let found = format!("{}, which counts down", quoted(value.as_str().unwrap_or_default()));
                let error = ValueError::new("a range whose low end comes first", found);
                Err(error.fix(format!("\"{high}-{low}\"")))
            }
            None => Times::from_toml(value)
                .map(|times| TimesRange::one(times.0))
                .map_err(|error| ValueError { expected: format!("{}, or {RANGE}", error.expected), ..error }),
        }
    }

    fn schema() -> Schema {
        let number = r"0*([1-9]\d{0,4}|100000)";
        json_schema!({ "anyOf": [
            { "type": "integer", "minimum": 1, "maximum": MOST },
            { "type": "string", "pattern": format!(r"^\s*\+?{number}\s*[-–]\s*\+?{number}\s*$") },
        ] })
    }
}

/// Reps a minute, in thousandths, or a range: `low <= high`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateRange {
    /// The slow end.
    pub low: u32,
    /// The quick end.
    pub high: u32,
}

/// The slowest and the quickest rate, in thousandths: one rep in ten minutes, five in a second.
const RATES: std::ops::RangeInclusive<u32> = 100..=300_000;

/// Thousandths of a number with at most three decimals.
fn thousandths(text: &str) -> Option<u32> {
    let nanos = decimal(text.trim())?.as_nanos();
    let rate = u32::try_from(nanos / 1_000_000).ok().filter(|rate| RATES.contains(rate));
    rate.filter(|_| nanos % 1_000_000 == 0)
}

impl RateRange {
    /// The rate that a level selects, in thousandths of a rep a minute.
    #[must_use]
    pub fn at(self, level: Level) -> u32 {
        match level {
            Level::Easy => self.low,
            Level::Standard => self.low + (self.high - self.low) / 2,
            Level::Hard => self.high,
        }
    }
}

/// Formats a rate in thousandths as files write it.
#[must_use]
pub fn written_rate(rate: u32) -> String {
    let text = format!("{}.{:03}", rate / 1_000, rate % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl FromToml for RateRange {
    fn from_toml(value: &Value) -> Result<RateRange, ValueError> {
        const EXPECTED: &str = "reps a minute, from 0.1 to 300, such as 18, 5.5 or \"18-20\"";
        let one = |text: &str| thousandths(text).map(|rate| RateRange { low: rate, high: rate });
        let wrong = || ValueError::kind(EXPECTED, value);
        match value {
            Value::Integer(number) => one(&number.to_string()).ok_or_else(wrong),
            Value::Float(number) => one(&number.to_string()).ok_or_else(wrong),
            Value::String(text) => match text.split_once(['-', '–']) {
                Some((low, high)) => match (thousandths(low), thousandths(high)) {
                    (Some(low), Some(high)) if low <= high => Ok(RateRange { low, high }),
                    (Some(low), Some(high)) => {
                        let found = format!("{}, which counts down", quoted(text));
                        let fix = format!("\"{}-{}\"", written_rate(high), written_rate(low));
                        Err(ValueError::new("a range whose low end comes first", found).fix(fix))
                    }
                    _ => Err(wrong()),
                },
                None => Err(if one(text).is_some() { wrong().fix(text.trim()) } else { wrong() }),
            },
            _ => Err(wrong()),
        }
    }

    fn schema() -> Schema {
        json_schema!({ "anyOf": [
            { "type": "number", "minimum": 0.1, "maximum": 300 },
            { "type": "string", "pattern": format!(r"^\s*{DECIMAL}\s*[-–]\s*{DECIMAL}\s*$") },
        ] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<(f64, f64)> {
        let range = text.parse::<LengthRange>().ok()?;
        Some((range.low.as_secs_f64(), range.high.as_secs_f64()))
    }

    #[test]
    fn a_range_of_durations_has_a_unit_at_its_end_or_at_both() {
        assert_eq!(seconds("30-45s"), Some((30.0, 45.0)));
        assert_eq!(seconds("30s - 1m"), Some((30.0, 60.0)));
        assert_eq!(seconds("1:00–1:30"), Some((60.0, 90.0)));
        assert_eq!(seconds("1.5-2.5 min"), Some((90.0, 150.0)));
        assert_eq!(seconds("20s"), Some((20.0, 20.0)));
        for text in ["30-45", "-45s", "30-", "45-30s", "1-1m30s", "a-3s", "1-2-3s"] {
            assert_eq!(seconds(text), None, "{text}");
        }
        assert_eq!("45-30s".parse::<LengthRange>().unwrap_err().fix.as_deref(), Some("\"30s-45s\""));
    }

    #[test]
    fn a_level_selects_work_and_rest_from_opposite_ends() {
        let range: LengthRange = "30-45s".parse().unwrap();
        let levels = [Level::Easy, Level::Standard, Level::Hard];
        assert_eq!(levels.map(|level| range.at(level).as_secs()), [30, 37, 45]);
        assert_eq!(levels.map(|level| range.at_rest(level).as_secs()), [45, 37, 30]);
    }

    #[test]
    fn a_range_is_written_as_it_is_read() {
        for text in ["20s", "30s-45s", "1.5s-2m"] {
            assert_eq!(text.parse::<LengthRange>().unwrap().to_string(), text);
        }
        let halves: LengthRange = "1.5-2s".parse().unwrap();
        assert_eq!(halves.at(Level::Standard), Duration::from_millis(1_750), "no whole seconds");
        let other: LengthRange = "1-1.5s".parse().unwrap();
        assert_eq!(other.at(Level::Standard), Duration::from_millis(1_250));
        let rate = RateRange { low: 18_000, high: 21_000 };
        let levels = [Level::Easy, Level::Standard, Level::Hard];
        assert_eq!(levels.map(|level| rate.at(level)), [18_000, 19_500, 21_000]);
    }

    #[test]
    fn rates_have_at_most_three_decimals() {
        let read = |value: Value| RateRange::from_toml(&value).ok().map(|rate| (rate.low, rate.high));
        assert_eq!(read(Value::Integer(18)), Some((18_000, 18_000)));
        assert_eq!(read(Value::Float(5.5)), Some((5_500, 5_500)));
        assert_eq!(read(Value::from("18-20")), Some((18_000, 20_000)));
        for value in [Value::Integer(0), Value::Integer(301), Value::Float(0.0001), Value::from("20-18")] {
            assert_eq!(read(value), None);
        }
        assert_eq!((written_rate(5_500), written_rate(18_000)), ("5.5".to_owned(), "18".to_owned()));
    }
}
