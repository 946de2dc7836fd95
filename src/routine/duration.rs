//! Durations as files write them: `90s`, `1m30s`, `1:30`, `1.5s`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use schemars::{Schema, json_schema};
use toml::Value;

use super::field::{FromToml, ValueError};
use super::prescribed;
use crate::diagnostic::quoted;

/// A duration from a file or the command line: zero to 24 hours, exact to the nanosecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length(pub Duration);

/// The longest duration allowed.
pub const LONGEST: Duration = Duration::from_secs(24 * 3600);

const EXPECTED: &str = "a duration such as \"90s\", \"1m30s\", \"1:30\" or \"1.5s\"";

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written(self.0))
    }
}

impl FromStr for Length {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Length, ValueError> {
        let trimmed = text.trim();
        let found = || quoted(text);
        if trimmed.strip_prefix('-').is_some_and(|rest| read(rest).is_some()) {
            return Err(ValueError::new("a duration that is not negative", found()));
        }
        match read(trimmed) {
            Some(length) if length <= LONGEST => Ok(Length(length)),
            Some(_) => Err(ValueError::new("a duration of at most 24 hours", found())),
            None if decimal(trimmed).is_some() => {
                let expected = format!("{EXPECTED}, with its unit");
                Err(ValueError::new(expected, found()).fix(format!("\"{trimmed}s\"")))
            }
            None => Err(explained(text)),
        }
    }
}

/// The error for a text that is no duration, with what to write instead.
fn explained(text: &str) -> ValueError {
    let error = ValueError::new(EXPECTED, quoted(text));
    if prescribed::is_to_failure(text) {
        return error.help("a set that lasts until you press Enter is `reps = \"open\"`");
    }
    if let Some(lines) = prescribed::lines::<Length>(text) {
        return error.help(lines);
    }
    // `30 secs.`, `30 Sec`
    let plain = text.trim().trim_end_matches('.').to_lowercase();
    if plain == text.trim() {
        return error;
    }
    match plain.parse::<Length>() {
        Ok(length) => error.fix(format!("\"{length}\"")),
        Err(_) => error,
    }
}

/// Parses a duration of the command line, where a number without a unit is in seconds.
///
/// # Errors
/// If it is neither.
pub fn typed(text: &str) -> Result<Length, ValueError> {
    let trimmed = text.trim();
    if decimal(trimmed).is_some() { format!("{trimmed}s").parse() } else { text.parse() }
}

impl FromToml for Length {
    fn from_toml(value: &Value) -> Result<Length, ValueError> {
        match value {
            Value::String(text) => text.parse(),
            Value::Integer(number) if *number >= 0 => {
                Err(ValueError::kind(EXPECTED, value).fix(format!("\"{number}s\"")))
            }
            Value::Float(number) if number.is_finite() && *number >= 0.0 => {
                Err(ValueError::kind(EXPECTED, value).fix(format!("\"{number}s\"")))
            }
            Value::Datetime(time) if time.date.is_none() => {
                // `1:30:00` without quotes is a time of day to TOML.
                Err(ValueError::new(EXPECTED, "a time of day").fix(format!("\"{time}\"")))
            }
            _ => Err(ValueError::kind(EXPECTED, value)),
        }
    }

    fn schema() -> Schema {
        let below_60 = r"0{0,7}[0-5]?\d";
        let seconds = format!(r"({below_60}(\.\d{{1,9}})?|\.\d{{1,9}})");
        let clock = format!(r"\d{{1,9}}:({below_60}:)?{seconds}");
        let [h, m, s, ms] = ["h|hr|hours?", "m|mins?|minutes?", "s|secs?|seconds?", "ms"]
            .map(|units| format!(r"{DECIMAL}\s*({units})\s*"));
        let units = format!("{h}({m})?({s})?({ms})?|{m}({s})?({ms})?|{s}({ms})?|{ms}");
        json_schema!({
            "type": "string",
            "pattern": format!(r"^\s*({clock}|{units})\s*$"),
            "examples": ["30s", "1m30s", "1:30", "1.5s"],
        })
    }
}

/// The pattern that [`decimal`] accepts.
pub(super) const DECIMAL: &str = r"(\d{1,9}(\.\d{1,9})?|\.\d{1,9})";

/// Parses a duration in either form; `None` if it is not one, or out of range.
fn read(text: &str) -> Option<Duration> {
    if text.contains(':') { read_clock(text) } else { read_units(text) }
}

/// Parses `1:30` or `1:02:30`. The seconds may have decimals; all parts but the first are below 60.
fn read_clock(text: &str) -> Option<Duration> {
    let parts: Vec<&str> = text.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let mut seconds: u64 = 0;
    for (n, part) in parts[..parts.len() - 1].iter().enumerate() {
        let number: u64 = digits(part)?;
        if n > 0 && number >= 60 {
            return None;
        }
        seconds = seconds.checked_mul(60)?.checked_add(number)?;
    }
    let last = decimal(parts[parts.len() - 1])?;
    (last < Duration::from_secs(60))
        .then(|| Duration::from_secs(seconds.checked_mul(60)?).checked_add(last))?
}

/// Parses `1h2m3.5s`, `500ms`, `90 s`: numbers with units, larger units first, each unit at most once.
fn read_units(text: &str) -> Option<Duration> {
    const UNITS: [(&str, u64); 4] = [("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];
    let mut rest = text;
    let mut total = Duration::ZERO;
    let mut next = 0;
    while !rest.is_empty() {
        let number = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let amount = decimal(&rest[..number])?;
        rest = rest[number..].trim_start();
        let unit = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let word = match &rest[..unit] {
            "hr" | "hour" | "hours" => "h",
            "min" | "mins" | "minute" | "minutes" => "m",
            "sec" | "secs" | "second" | "seconds" => "s",
            word => word,
        };
        let place = next + UNITS[next..].iter().position(|(name, _)| *name == word)?;
        next = place + 1;
        // `amount` is in seconds and the unit in milliseconds: nanoseconds times milliseconds, divided by 1,000.
        let nanos = amount.as_nanos().checked_mul(u128::from(UNITS[place].1))? / 1_000;
        let seconds = Duration::from_secs(u64::try_from(nanos / 1_000_000_000).ok()?);
        total = total.checked_add(seconds)? + Duration::from_nanos((nanos % 1_000_000_000) as u64);
        rest = rest[unit..].trim_start();
    }
    (next > 0).then_some(total)
}

/// Parses at most nine digits, and nothing else.
fn digits(text: &str) -> Option<u64> {
    let fits = (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok())?
}

/// Parses a decimal number of seconds (`3`, `1.5`, `.5`), exact to nine places.
pub(super) fn decimal(text: &str) -> Option<Duration> {
    let Some((whole, part)) = text.split_once('.') else {
        return digits(text).map(Duration::from_secs);
    };
    let whole = if whole.is_empty() { 0 } else { digits(whole)? };
    let nanos = digits(part)? * 10u64.pow(9 - u32::try_from(part.len()).ok()?);
    Some(Duration::from_secs(whole) + Duration::from_nanos(nanos))
}

/// Formats seconds as [`decimal`] reads them, exact to nine places.
pub(super) fn seconds(length: Duration) -> String {
    let text = format!("{}.{:09}", length.as_secs(), length.subsec_nanos());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Formats a duration as files write it: `1m30s`, `2.5s`, `0s`.
#[must_use]
pub fn written(length: Duration) -> String {
    let seconds = length.as_secs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut text = String::new();
    if hours > 0 {
        text += &format!("{hours}h");
    }
    if minutes > 0 {
        text += &format!("{minutes}m");
    }
    let nanos = length.subsec_nanos();
    if nanos > 0 {
        let part = format!("{nanos:09}");
        text += &format!("{rest}.{}s", part.trim_end_matches('0'));
    } else if rest > 0 || text.is_empty() {
        text += &format!("{rest}s");
    }
    text
}

/// How long before an end the time left is said: `["1m", "10s"]`; none for `"off"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warnings(pub Vec<Duration>);

/// The most notices of one span.
const MOST_WARNINGS: usize = 20;

impl FromToml for Warnings {
    fn from_toml(value: &Value) -> Result<Warnings, ValueError> {
        const EXPECTED: &str = "a list of durations such as [\"1m\", \"10s\"], or \"off\"";
        match value {
            Value::String(text) if text == "off" => Ok(Warnings(Vec::new())),
            Value::String(text) => {
                let error = ValueError::kind(EXPECTED, value);
                Err(if text.parse::<Length>().is_ok() { error.fix(format!("[{text:?}]")) } else { error })
            }
            Value::Array(items) if items.len() <= MOST_WARNINGS => items
                .iter()
                .map(|item| Length::from_toml(item).map(|length| length.0))
                .collect::<Result<Vec<_>, _>>()
                .map(Warnings),
            _ => Err(ValueError::kind(EXPECTED, value)),
        }
    }

    fn schema() -> Schema {
        json_schema!({ "anyOf": [
            { "const": "off" },
            { "type": "array", "items": Length::schema(), "maxItems": MOST_WARNINGS },
        ] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn millis(text: &str) -> Option<u128> {
        text.parse::<Length>().ok().map(|length| length.0.as_millis())
    }

    #[test]
    fn a_number_has_at_most_nine_digits() {
        assert_eq!(digits("123456789"), Some(123_456_789));
        assert_eq!(["1234567890", "", "-1", "+1", "1a"].map(digits), [None; 5]);
    }

    #[test]
    fn the_ways_to_write_a_length() {
        for (text, expected) in [
            ("90s", 90_000),
            ("1m30s", 90_000),
            ("1:30", 90_000),
            ("1.5s", 1_500),
            ("0s", 0),
            ("500ms", 500),
            ("1h", 3_600_000),
            ("1:00:00", 3_600_000),
            ("1:59:59", 7_199_000),
            ("90:00", 5_400_000),
            ("0:59.999", 59_999),
            ("24:00:00", 86_400_000),
            ("1m 30s", 90_000),
            (" 20 s ", 20_000),
            ("2 min", 120_000),
            ("24h", 86_400_000),
            ("0:05.5", 5_500),
            (".5s", 500),
        ] {
            assert_eq!(millis(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn invalid_durations() {
        for text in [
            "",
            "s",
            "90",
            "-5s",
            "1:75",
            "1:60",
            "1:75:00",
            "1:60:00",
            "24:00:00.1",
            "1:2:3:4",
            "30s1m",
            "5s5s",
            "1e3s",
            "25h",
            "9999999999h",
            "∞",
            "1..5s",
            "five",
            "5x",
            "1:",
            ":30",
            "0x10s",
            ".s",
        ] {
            assert_eq!(millis(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_without_a_unit_is_fixed() {
        let error = "90".parse::<Length>().unwrap_err();
        assert_eq!(error.fix.as_deref(), Some("\"90s\""));
        let error = Length::from_toml(&Value::Integer(20)).unwrap_err();
        assert_eq!(error.fix.as_deref(), Some("\"20s\""));
    }

    #[test]
    fn durations_of_training_plans_get_the_line_to_write() {
        let error = |text: &str| text.parse::<Length>().unwrap_err();
        assert_eq!(error("30 Secs.").fix.as_deref(), Some("\"30s\""));
        let help = ["write `{key} = \"30s\"` and `sides = \"each\"`"];
        for text in ["30 sec each side", "30s/side", "30s per leg"] {
            assert_eq!(error(text).help, help, "{text}");
        }
        assert_eq!(error("3 x 30s").help, ["write `sets = 3` and `{key} = \"30s\"`"]);
        assert_eq!(error("max").help, ["a set that lasts until you press Enter is `reps = \"open\"`"]);
        assert_eq!((error("each side").fix, error("each side").help), (None, Vec::new()));
    }

    #[test]
    fn on_the_command_line_a_number_is_in_seconds() {
        for (text, expected) in
            [("20", 20_000), (" 1.5 ", 1_500), ("20s", 20_000), ("1:30", 90_000), ("0", 0)]
        {
            assert_eq!(typed(text).unwrap().0.as_millis(), expected, "{text}");
        }
        for text in ["-5", "", "20x", "1e3", "86401"] {
            assert!(typed(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn written_lengths_read_back(nanos in 0u64..86_400_000_000_000) {
            let length = Duration::from_nanos(nanos);
            prop_assert_eq!(written(length).parse::<Length>(), Ok(Length(length)));
        }

        #[test]
        fn any_text_is_a_duration_or_an_error(text in ".*") {
            let _ = text.parse::<Length>();
        }
    }
}
