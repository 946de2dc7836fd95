//! The length of the device's buffer.

use std::str::FromStr;

use schemars::{Schema, json_schema};
use toml::Value;

use crate::routine::field::{FromToml, ValueError};

/// From 10 to 300 milliseconds. Lower values react faster but wake the computer more often; higher values survive a
/// busier computer. `docs/benchmarks.md` has the measurements behind the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Latency(u16);

impl Default for Latency {
    /// The lowest value without dropouts on a busy computer.
    fn default() -> Latency {
        Latency(170)
    }
}

impl Latency {
    /// The frames that a device requests at a time: it buffers two such periods.
    #[must_use]
    pub fn period(self, rate: u32) -> u32 {
        u32::from(self.0) * rate / 2_000
    }

    /// The period, clamped to the range that the device supports.
    #[must_use]
    pub fn period_within(self, rate: u32, range: Option<(u32, u32)>) -> u32 {
        // Not `clamp`, which panics on an invalid range.
        let (least, most) = range.unwrap_or((1, u32::MAX));
        self.period(rate).min(most).max(least).max(1)
    }
}

impl FromStr for Latency {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Latency, ValueError> {
        Latency::from_toml(&Value::String(text.to_owned()))
    }
}

impl FromToml for Latency {
    fn from_toml(value: &Value) -> Result<Latency, ValueError> {
        let number = value.as_str().and_then(|text| text.strip_suffix("ms"));
        let number = number.filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
        let millis =
            number.and_then(|number| number.parse().ok()).filter(|millis| (10..=300).contains(millis));
        let error = || {
            let error = ValueError::kind("a number of milliseconds from \"10ms\" to \"300ms\"", value);
            match value.as_integer() {
                Some(number @ 10..=300) => error.fix(format!("\"{number}ms\"")),
                _ => error,
            }
        };
        millis.map(Latency).ok_or_else(error)
    }

    fn schema() -> Schema {
        json_schema!({ "type": "string", "pattern": r"^0*([1-9]\d|[12]\d\d|300)ms$", "examples": ["20ms", "170ms"] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_latency_is_neither_too_short_nor_too_long() {
        for (text, period) in [
            ("10ms", Some(240)),
            ("170ms", Some(4_080)),
            ("300ms", Some(7_200)),
            ("9ms", None),
            ("301ms", None),
            ("+20ms", None),
            ("20", None),
            ("0.1s", None),
        ] {
            let latency = text.parse::<Latency>();
            assert_eq!(latency.ok().map(|latency| latency.period(48_000)), period, "{text}");
        }
        let usual = Latency::default();
        for (range, period) in [
            (None, 4_080),
            (Some((1, 8_192)), 4_080),
            (Some((1, 1_024)), 1_024),
            (Some((4_800, 9_600)), 4_800),
            (Some((0, 0)), 1),
        ] {
            assert_eq!(usual.period_within(48_000, range), period, "{range:?}");
        }
        let error = Latency::from_toml(&Value::Integer(20)).unwrap_err();
        assert_eq!(error.fix.as_deref(), Some("\"20ms\""));
    }
}
