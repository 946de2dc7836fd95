//! One value of a file, with its span. Reading it does not stop at the first error.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use toml::{Spanned, Value};

use super::name::composed;
use super::prescribed;
use crate::diagnostic::{Diagnostic, Source};
use crate::printable::{is_hidden, is_seen};

/// A value that does not fit its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError {
    /// What was found, in words.
    pub found: String,
    /// What was expected, with an example.
    pub expected: String,
    /// The suggested value, as TOML, if there is one.
    pub fix: Option<String>,
    /// What to write instead, in words; `{key}` stands for the key of the value.
    pub help: Vec<String>,
}

impl ValueError {
    /// An error with what was expected and what was found.
    pub fn new(expected: impl Into<String>, found: impl Into<String>) -> ValueError {
        ValueError { found: found.into(), expected: expected.into(), fix: None, help: Vec::new() }
    }

    /// An error for a value of the wrong type.
    pub fn kind(expected: impl Into<String>, value: &Value) -> ValueError {
        ValueError::new(expected, describe(value))
    }

    /// Suggests `toml` instead.
    #[must_use]
    pub fn fix(mut self, toml: impl Into<String>) -> ValueError {
        self.fix = Some(toml.into());
        self
    }

    /// Adds what to write instead, in words; `{key}` stands for the key of the value.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> ValueError {
        self.help.push(help.into());
        self
    }

    /// The error with the name of its key in its help.
    #[must_use]
    pub fn under(mut self, key: &str) -> ValueError {
        for help in &mut self.help {
            *help = help.replace("{key}", key);
        }
        self
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)?;
        match &self.fix {
            Some(fix) => write!(f, "; try {}", fix.trim_matches('"')),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ValueError {}

/// A type of value that a key can have.
pub trait FromToml: Sized {
    /// Parses the value.
    fn from_toml(value: &Value) -> Result<Self, ValueError>;

    /// The JSON Schema, for editors. It accepts everything that [`FromToml::from_toml`] accepts.
    fn schema() -> Schema;
}

/// The value of a key, or the error to report together with the others.
///
/// Its `Deserialize` never fails on valid TOML, so one wrong value does not hide the next.
#[derive(Debug, Clone)]
pub struct Field<T> {
    /// The span of the value, in bytes.
    pub span: Range<usize>,
    /// The value, or the error.
    pub value: Result<T, ValueError>,
}

impl<T> Field<T> {
    /// Returns the value; reports an error under the key's name.
    pub fn value_or_report(self, source: &Arc<Source>, key: &str, errors: &mut Vec<Diagnostic>) -> Option<T> {
        match self.value {
            Ok(value) => Some(value),
            Err(error) => {
                let error = error.under(key);
                let title = format!("`{key}` must be {}", error.expected);
                let label = format!("found {}", error.found);
                let diagnostic = Diagnostic::error(source, self.span.clone(), title, label);
                let diagnostic = error.help.into_iter().fold(diagnostic, Diagnostic::help);
                errors.push(match error.fix {
                    Some(fix) => diagnostic.fix(self.span, fix),
                    None => diagnostic,
                });
                None
            }
        }
    }
}

impl<'de, T: FromToml> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Spanned::<Value>::deserialize(deserializer)?;
        Ok(Field { span: raw.span(), value: T::from_toml(raw.get_ref()) })
    }
}

impl<T: FromToml> JsonSchema for Field<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "value".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        T::schema()
    }
}

/// Describes a value in words: ``the number `5` ``.
pub fn describe(value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => "empty text".to_owned(),
        Value::String(text) => crate::diagnostic::quoted(text),
        Value::Integer(number) => format!("the number `{number}`"),
        // `2.0` is not `2`.
        Value::Float(number) => format!("the number `{number:?}`"),
        Value::Boolean(truth) => format!("`{truth}`"),
        Value::Datetime(_) => "a date".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Table(_) => "a table".to_owned(),
    }
}

/// The maximum number of characters in a text.
const LONGEST_TEXT: usize = 2_000;

impl FromToml for String {
    fn from_toml(value: &Value) -> Result<String, ValueError> {
        let text = value.as_str().ok_or_else(|| {
            let error = ValueError::kind("text in quotes", value);
            match value {
                Value::Integer(number) => error.fix(format!("\"{number}\"")),
                Value::Float(number) => error.fix(format!("\"{number}\"")),
                _ => error,
            }
        })?;
        let length = text.chars().count();
        if text.trim().is_empty() {
            Err(ValueError::new("text that is not empty", "empty text"))
        } else if !is_seen(text) {
            Err(ValueError::new("text that is not empty", "only invisible characters"))
        } else if length > LONGEST_TEXT {
            let found = format!("text of {length} characters");
            Err(ValueError::new(format!("text of at most {LONGEST_TEXT} characters"), found))
        } else if let Some(control) = text.chars().find(|c| is_hidden(*c) && !c.is_whitespace()) {
            let found = format!("the invisible character `{}`", control.escape_unicode());
            Err(ValueError::new("text without invisible characters", found))
        } else {
            // A text is spoken and shown on one line, so its line breaks do not matter. It is normalized to NFC, which
            // the voice expects.
            Ok(composed(&text.split_whitespace().collect::<Vec<_>>().join(" ")))
        }
    }

    fn schema() -> Schema {
        json_schema!({
            "type": "string",
            "pattern": r"\S",
            "not": { "pattern": r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]" },
            "maxLength": LONGEST_TEXT,
        })
    }
}

/// A name or path that the system knows, kept verbatim: its white space matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verbatim(pub String);

impl FromToml for Verbatim {
    fn from_toml(value: &Value) -> Result<Verbatim, ValueError> {
        // The same limits as for other text.
        String::from_toml(value)?;
        Ok(Verbatim(value.as_str().unwrap_or_default().to_owned()))
    }

    fn schema() -> Schema {
        String::schema()
    }
}

impl FromToml for bool {
    fn from_toml(value: &Value) -> Result<bool, ValueError> {
        value.as_bool().ok_or_else(|| {
            let error = ValueError::kind("`true` or `false`, without quotes", value);
            match value.as_str() {
                Some(word @ ("true" | "false")) => error.fix(word),
                _ => error,
            }
        })
    }

    fn schema() -> Schema {
        json_schema!({ "type": "boolean" })
    }
}

/// The most texts in a list: every tip is tried wherever one may be spoken.
const MOST_TEXTS: usize = 100;

impl FromToml for Vec<String> {
    fn from_toml(value: &Value) -> Result<Vec<String>, ValueError> {
        const EXPECTED: &str = "a list such as [\"mat\", \"band\"]";
        match value {
            Value::Array(items) if items.len() > MOST_TEXTS => {
                let found = format!("a list of {} items", items.len());
                Err(ValueError::new(format!("a list of at most {MOST_TEXTS} items"), found))
            }
            Value::Array(items) => items
                .iter()
                .map(|item| String::from_toml(item).map_err(|m| ValueError::new(EXPECTED, m.found)))
                .collect(),
            Value::String(text) => {
                // Rust's quoting and escapes are valid TOML for every text allowed here.
                Err(ValueError::kind(EXPECTED, value).fix(format!("[{text:?}]")))
            }
            _ => Err(ValueError::kind(EXPECTED, value)),
        }
    }

    fn schema() -> Schema {
        json_schema!({ "type": "array", "items": String::schema(), "maxItems": MOST_TEXTS })
    }
}

/// A count: a whole number from 1 to 100,000 (sets, rounds).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times(pub u32);

/// The number in `3 sets`, `2 rounds` or `3x`.
fn number_of(text: &str) -> &str {
    let text = text.trim();
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let is_unit = ["sets", "set", "rounds", "round", "times", "x"].contains(&&text[number.len()..]);
    if is_unit { number.trim_end() } else { text }
}

/// The most reps, sets or rounds that a number in a file may ask for.
pub const MOST: u32 = 100_000;

impl FromToml for Times {
    fn from_toml(value: &Value) -> Result<Times, ValueError> {
        let expected = "a whole number from 1 to 100000";
        match value {
            Value::Integer(number) => u32::try_from(*number)
                .ok()
                .filter(|n| (1..=MOST).contains(n))
                .map(Times)
                .ok_or_else(|| ValueError::kind(expected, value)),
            Value::String(text) => match number_of(text).parse::<u32>() {
                Ok(number) if (1..=MOST).contains(&number) => {
                    Err(ValueError::kind(expected, value).fix(number.to_string()))
                }
                Ok(_) => Err(ValueError::kind(expected, value)),
                Err(_) => {
                    let error = ValueError::kind(expected, value);
                    Err(match prescribed::lines_of_sets(text) {
                        Some(lines) => error.help(lines),
                        None => error,
                    })
                }
            },
            _ => Err(ValueError::kind(expected, value)),
        }
    }

    fn schema() -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": MOST })
    }
}

/// Defines a key whose value is one of a few words.
///
/// `$kind` gets [`FromToml`], `FromStr` and `Display`; each word is listed beside its value.
macro_rules! words {
    ($kind:ty, $($word:literal => $value:path),+ $(,)?) => {
        impl $kind {
            /// The words for its values.
            pub const WORDS: &'static [&'static str] = &[$($word),+];
        }

        impl std::fmt::Display for $kind {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self {
                    $($value => $word,)+
                })
            }
        }

        impl std::str::FromStr for $kind {
            type Err = $crate::routine::field::ValueError;
            fn from_str(text: &str) -> Result<Self, $crate::routine::field::ValueError> {
                match text {
                    $($word => Ok($value),)+
                    _ => {
                        let words: Vec<String> = Self::WORDS.iter().map(|word| format!("\"{word}\"")).collect();
                        let error = $crate::routine::field::ValueError::new(
                            format!("one of {}", words.join(", ")),
                            $crate::diagnostic::quoted(text),
                        );
                        Err(match $crate::diagnostic::nearest(text, Self::WORDS.iter().copied()) {
                            Some(near) => error.fix(format!("\"{near}\"")),
                            None => error,
                        })
                    }
                }
            }
        }

        impl $crate::routine::field::FromToml for $kind {
            fn from_toml(value: &toml::Value) -> Result<Self, $crate::routine::field::ValueError> {
                match value {
                    toml::Value::String(text) => text.parse(),
                    _ => {
                        let words: Vec<&str> = vec![$(concat!("\"", $word, "\"")),+];
                        Err($crate::routine::field::ValueError::kind(format!("one of {}", words.join(", ")), value))
                    }
                }
            }

            fn schema() -> schemars::Schema {
                schemars::json_schema!({ "enum": [$($word),+] })
            }
        }
    };
}
pub(crate) use words;

use super::{BlockKind, Count, CountAt, InstructionsChoice, Side, Sides, Start, Ticks};

words!(BlockKind, "warm-up" => BlockKind::WarmUp, "main" => BlockKind::Main, "cool-down" => BlockKind::CoolDown);
words!(
    Sides,
    "together" => Sides::Together,
    "each" => Sides::Each,
    "alternate" => Sides::Alternate,
    "left" => Sides::Left,
    "right" => Sides::Right,
);
words!(Side, "left" => Side::Left, "right" => Side::Right);
words!(Start, "lift" => Start::Lift, "lower" => Start::Lower);
words!(Count, "all" => Count::All, "fives" => Count::Fives, "last" => Count::Last, "off" => Count::Off);
words!(
    InstructionsChoice,
    "learning" => InstructionsChoice::Learning,
    "full" => InstructionsChoice::Full,
    "brief" => InstructionsChoice::Brief,
    "off" => InstructionsChoice::Off,
);
words!(Ticks, "auto" => Ticks::Auto, "all" => Ticks::All, "hold" => Ticks::Hold, "off" => Ticks::Off);
words!(CountAt, "end" => CountAt::End, "top" => CountAt::Top);

/// The maximum number of characters in a pronunciation: it replaces a word or a name, not a whole text.
const LONGEST_PRONUNCIATION: usize = 100;

/// Words and what to say instead: a table of short texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pronounce(pub Vec<(String, String)>);

impl FromToml for Pronounce {
    fn from_toml(value: &Value) -> Result<Pronounce, ValueError> {
        const EXPECTED: &str = "a table of words, such as { RDL = \"Romanian deadlift\" }";
        let Value::Table(table) = value else { return Err(ValueError::kind(EXPECTED, value)) };
        let both = |word: &String, say: &Value| {
            String::from_toml(&Value::from(word.as_str()))
                .and_then(|word| Ok((word, String::from_toml(say)?)))
        };
        let pair = |(word, say): (&String, &Value)| match both(word, say) {
            Ok((_, say)) if say.chars().count() > LONGEST_PRONUNCIATION => {
                let expected = format!("{EXPECTED}, each with at most {LONGEST_PRONUNCIATION} characters");
                let length = say.chars().count();
                let word = crate::diagnostic::quoted(word);
                Err(ValueError::new(expected, format!("text of {length} characters for {word}")))
            }
            Ok(both) => Ok(both),
            Err(error) => Err(ValueError::new(
                EXPECTED,
                format!("{} for {}", error.found, crate::diagnostic::quoted(word)),
            )),
        };
        Ok(Pronounce(table.iter().map(pair).collect::<Result<_, _>>()?))
    }

    fn schema() -> Schema {
        let mut say = String::schema();
        say.insert("maxLength".to_owned(), LONGEST_PRONUNCIATION.into());
        json_schema!({
            "type": "object",
            "propertyNames": String::schema(),
            "additionalProperties": say,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_truth_in_quotes_needs_none() {
        let fix = |text: &str| bool::from_toml(&Value::from(text)).unwrap_err().fix;
        assert_eq!(
            ["true", "false", "yes"].map(fix),
            [Some("true".to_owned()), Some("false".to_owned()), None]
        );
        assert_eq!(bool::from_toml(&Value::from(true)), Ok(true));
        assert!(bool::from_toml(&Value::from(1)).is_err_and(|error| error.fix.is_none()));
    }
}
