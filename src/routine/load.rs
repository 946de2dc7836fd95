//! The load of a set: a text such as `40 kg` or `red band`.

use schemars::Schema;
use toml::Value;

use super::field::{FromToml, ValueError};

/// A load as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load(pub String);

/// The most characters in a load.
pub const LONGEST: usize = 60;

impl FromToml for Load {
    fn from_toml(value: &Value) -> Result<Load, ValueError> {
        const EXPECTED: &str = "a text such as \"40 kg\" or \"red band\"";
        match value {
            Value::Integer(number) => Err(ValueError::kind(EXPECTED, value).fix(format!("\"{number} kg\""))),
            Value::Float(number) => Err(ValueError::kind(EXPECTED, value).fix(format!("\"{number} kg\""))),
            Value::String(_) => match String::from_toml(value)? {
                text if text.chars().count() <= LONGEST => Ok(Load(text)),
                text => {
                    let found = format!("a text of {} characters", text.chars().count());
                    Err(ValueError::new(format!("a text of at most {LONGEST} characters"), found))
                }
            },
            _ => Err(ValueError::kind(EXPECTED, value)),
        }
    }

    fn schema() -> Schema {
        let mut schema = String::schema();
        schema.insert("maxLength".to_owned(), LONGEST.into());
        schema
    }
}
