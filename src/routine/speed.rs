//! The speed of the voice.

use std::fmt;
use std::str::FromStr;

use schemars::{Schema, json_schema};
use toml::Value;

use super::field::{FromToml, ValueError};

/// How fast the voice speaks, in hundredths of its own pace: 70 to 130 if given, and slower for instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Speed(u16);

/// The slowest and the fastest that can be given.
const RANGE: std::ops::RangeInclusive<u16> = 70..=130;
/// The speed of instructions, in hundredths of the others'. They are new to the listener, who may be lying on a mat.
const INSTRUCTIONS: u16 = 90;

impl Default for Speed {
    fn default() -> Speed {
        Speed(100)
    }
}

impl Speed {
    /// The speed of instructions (`setup` and `tips`): nine tenths, rounded to a hundredth.
    #[must_use]
    pub fn of_instructions(self) -> Speed {
        Speed((self.0 * INSTRUCTIONS + 50) / 100)
    }

    /// The factor: 1.0 for the voice's own pace, 0.7 for slower.
    #[must_use]
    pub fn factor(self) -> f32 {
        f32::from(self.0) / 100.0
    }

    /// In hundredths of the voice's own pace.
    #[must_use]
    pub fn percent(self) -> u16 {
        self.0
    }

    /// Whether it is the voice's own pace.
    #[must_use]
    pub fn is_own(self) -> bool {
        self == Speed::default()
    }
}

impl fmt::Display for Speed {
    /// As in a file: `0.9`, `1`, `1.15`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:02}", self.0 / 100, self.0 % 100);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl FromStr for Speed {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Speed, ValueError> {
        let number = text.parse::<f64>().map_or_else(|_| Value::from(text), Value::Float);
        Speed::from_toml(&number)
    }
}

impl FromToml for Speed {
    fn from_toml(value: &Value) -> Result<Speed, ValueError> {
        let error = || ValueError::kind("a number from 0.7 to 1.3, such as 0.9", value);
        let number = match value {
            Value::Integer(number) => *number as f64,
            Value::Float(number) => *number,
            Value::String(text) => {
                let speed =
                    text.parse::<f64>().ok().and_then(|number| Speed::from_toml(&Value::Float(number)).ok());
                return Err(speed.map_or_else(error, |speed| error().fix(speed.to_string())));
            }
            _ => return Err(error()),
        };
        let hundredths = (number * 100.0).round();
        // NaN and infinity are in no range.
        let speed = RANGE.contains(&(hundredths as u16)) && (0.7..=1.3).contains(&number);
        if speed { Ok(Speed(hundredths as u16)) } else { Err(error()) }
    }

    fn schema() -> Schema {
        json_schema!({ "type": "number", "minimum": 0.7, "maximum": 1.3 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_is_from_0_7_to_1_3() {
        for (text, shown) in
            [("0.7", "0.7"), ("1", "1"), ("1.0", "1"), ("1.15", "1.15"), ("1.3", "1.3"), (".9", "0.9")]
        {
            let speed: Speed = text.parse().unwrap();
            assert_eq!(speed.to_string(), shown);
        }
        for wrong in ["0.69", "1.31", "0.699", "0", "-1", "nan", "inf", "fast", "90", ""] {
            assert!(wrong.parse::<Speed>().is_err(), "{wrong}");
        }
        assert_eq!(Speed::from_toml(&Value::Integer(1)), Ok(Speed::default()));
        let quoted = Speed::from_toml(&Value::from("0.9")).unwrap_err();
        assert_eq!(quoted.fix.as_deref(), Some("0.9"));
    }

    #[test]
    fn instructions_are_slower() {
        let percent = |text: &str| text.parse::<Speed>().unwrap().of_instructions().percent();
        assert_eq!([percent("1"), percent("0.7"), percent("1.3"), percent("0.85")], [90, 63, 117, 77]);
    }
}
