//! The number of reps: a number, a range such as `15-20`, or `open`; and the level that selects from a range.

use std::fmt;
use std::str::FromStr;

use schemars::{Schema, json_schema};
use toml::Value;

use super::duration::Length;
use super::field::{FromToml, MOST, ValueError, words};
use super::prescribed;
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

/// Which value of a range is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LevelChoice {
    /// [`Level::Easy`].
    #[default]
    Easy,
    /// [`Level::Standard`].
    Standard,
    /// [`Level::Hard`].
    Hard,
    /// The one that follows from the sessions before; see [`super::progress`].
    Progress,
}

words!(
    LevelChoice,
    "easy" => LevelChoice::Easy,
    "standard" => LevelChoice::Standard,
    "hard" => LevelChoice::Hard,
    "progress" => LevelChoice::Progress,
);

impl LevelChoice {
    /// The level of a range that does not progress.
    #[must_use]
    pub fn level(self) -> Level {
        match self {
            LevelChoice::Easy | LevelChoice::Progress => Level::Easy,
            LevelChoice::Standard => Level::Standard,
            LevelChoice::Hard => Level::Hard,
        }
    }
}

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

const EXPECTED: &str = "a number of reps from 1 to 100000, a range such as \"10-12\", one of these with a unit such as \"5 breaths\", or \"open\"";

/// What reps are called without a unit.
pub const REPS: &str = "reps";

impl FromStr for Reps {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Reps, ValueError> {
        let trimmed = without_unit(text.trim());
        if trimmed.eq_ignore_ascii_case("open") {
            return Ok(Reps::Open);
        }
        let end = trimmed.find(|c: char| c.is_alphabetic()).unwrap_or(trimmed.len());
        let (numbers, words) = trimmed.split_at(end);
        let (low, high) = numbers.split_once(['-', '–']).unwrap_or((numbers, numbers));
        let number = |text: &str| text.trim().parse::<u32>().ok().filter(|n| (1..=MOST).contains(n));
        match (number(low), number(high)) {
            (Some(low), Some(high)) if low <= high && is_misspelled(words) => {
                let range = if low == high { low.to_string() } else { format!("\"{low}-{high}\"") };
                Err(ValueError::new(EXPECTED, quoted(text)).fix(range))
            }
            (Some(low), Some(high)) if low <= high => match unit(words) {
                Some(unit) => Ok(Reps::Counted(Range { low, high }, unit)),
                None => Err(explained(text)),
            },
            (Some(low), Some(high)) => {
                let found = format!("{}, which counts down", quoted(text));
                Err(ValueError::new("a range whose low end comes first", found)
                    .fix(format!("\"{}\"", format!("{high}-{low} {words}").trim_end())))
            }
            _ => Err(explained(text)),
        }
    }
}

/// Words that may follow a number of reps.
const UNITS: [&str; 6] = ["reps", "rep", "repetitions", "repetition", "times", "x"];

/// A number or range without the word after it.
fn without_unit(text: &str) -> &str {
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = &text[number.len()..];
    if UNITS.iter().any(|known| known.eq_ignore_ascii_case(unit)) { number.trim_end() } else { text }
}

/// Whether a unit is the word `reps` with a typing error: as a unit it would be said.
fn is_misspelled(unit: &str) -> bool {
    strsim::damerau_levenshtein(&unit.trim().to_lowercase(), REPS) == 1
}

/// The most characters in a unit.
const LONGEST_UNIT: usize = 30;
/// The fewest letters of its first word: units of time and weight are shorter.
const SHORTEST_UNIT: usize = 3;
/// Words that are no unit of reps: each has a key of its own, or several.
const NO_UNITS: [&str; 22] = [
    "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute", "minutes", "h", "kg", "kgs", "lb",
    "lbs", "side", "sides", "each", "per", "ea", "sets", "to",
];

/// The unit of a number of reps: a few words of letters, or none. `None` if it cannot be one.
fn unit(text: &str) -> Option<Option<String>> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        return Some(None);
    }
    let is_letter = |c: char| c.is_alphabetic() || " -'".contains(c);
    let is_unit = words.chars().all(is_letter)
        && words.chars().count() <= LONGEST_UNIT
        && words.chars().take_while(|c| c.is_alphabetic()).count() >= SHORTEST_UNIT
        && !words.split(' ').any(|word| NO_UNITS.contains(&word.to_lowercase().as_str()));
    is_unit.then(|| Some(super::name::composed(&words)))
}

/// The error for a text that is no number of reps, with what to write instead.
fn explained(text: &str) -> ValueError {
    let error = ValueError::new(EXPECTED, quoted(text));
    let trimmed = text.trim();
    let is_word = trimmed.chars().all(char::is_alphabetic);
    if prescribed::is_to_failure(trimmed) {
        return error.fix("\"open\"").help("an open-ended set lasts until you press Enter");
    }
    if is_word && crate::diagnostic::nearest(trimmed, ["open"]).is_some() {
        return error.fix("\"open\"");
    }
    if let Some(lines) = prescribed::lines::<Reps>(trimmed) {
        return error.help(lines);
    }
    if trimmed.ends_with("kg") || trimmed.ends_with("lb") || trimmed.ends_with("lbs") {
        return error.help(format!("a weight is `load`: write `load = \"{trimmed}\"`"));
    }
    if let Ok(length) = trimmed.parse::<Length>() {
        return error.help(format!(
            "the length of a timed set is `for`: write `for = \"{length}\"` instead of `{{key}}`"
        ));
    }
    // `10+`: at least ten.
    if let Some(Ok(least)) = trimmed.strip_suffix('+').map(str::parse::<Reps>) {
        let least = prescribed::toml(&least);
        return error.help(format!(
            "write `{{key}} = {least}`, or `{{key}} = \"open\"` for a set that lasts until you press Enter"
        ));
    }
    let range = trimmed.replace(" to ", "-").replace(['\u{2014}', '\u{2212}'], "-");
    match range.split_once('-').and_then(|_| (range != trimmed).then(|| range.parse::<Reps>())) {
        Some(Ok(range)) => error.fix(prescribed::toml(&range)),
        _ => error,
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
        let unit = r"([xX]|\p{L}{3}[\p{L} '-]*)?";
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
        for text in ["10 reps", "10 Reps", "10reps", "10 repetitions", "10x", "10 X", "10 times"] {
            assert_eq!(text.parse(), range(10, 10), "{text}");
        }
        assert_eq!("1 rep".parse(), range(1, 1));
        assert_eq!("10-12 reps".parse(), range(10, 12));
        let with = |low, high, unit: &str| Ok(Reps::Counted(Range { low, high }, Some(unit.to_owned())));
        assert_eq!("5 breaths".parse(), with(5, 5, "breaths"));
        assert_eq!("8-10 steps".parse(), with(8, 10, "steps"));
    }

    #[test]
    fn amounts_of_training_plans_get_the_line_to_write() {
        let error = |text: &str| text.parse::<Reps>().unwrap_err();
        for text in ["max", "AMRAP", "to failure"] {
            assert_eq!(error(text).fix.as_deref(), Some("\"open\""), "{text}");
        }
        assert_eq!(error("10 to 12").fix.as_deref(), Some("\"10-12\""));
        assert_eq!(error("10—12").fix.as_deref(), Some("\"10-12\""));
        for (text, help) in [
            ("3x10", "write `sets = 3` and `{key} = 10`"),
            ("10/side", "write `{key} = 10` and `sides = \"each\"`"),
            ("30 sec", "the length of a timed set is `for`: write `for = \"30s\"` instead of `{key}`"),
            ("10+", "write `{key} = 10`, or `{key} = \"open\"` for a set that lasts until you press Enter"),
            ("20 kg", "a weight is `load`: write `load = \"20 kg\"`"),
        ] {
            assert_eq!(error(text).help, [help], "{text}");
            assert_eq!(error(text).fix, None, "{text}");
        }
        assert!(error("ten").help.is_empty());
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
