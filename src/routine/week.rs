//! Weeks of a plan: the date on which it starts, and the week of a date.

use schemars::{Schema, json_schema};
use toml::Value;

use super::field::{FromToml, ValueError};

/// A day, as the number of days since 1 January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(i64);

/// The last week of a plan.
pub const LAST: u32 = 520;

impl Day {
    /// The day of a date.
    ///
    /// The algorithm is Howard Hinnant's `days_from_civil`: <https://howardhinnant.github.io/date_algorithms.html>.
    #[must_use]
    pub fn new(year: i64, month: i64, day: i64) -> Day {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Day(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    /// The day with this number.
    #[must_use]
    pub fn from_number(number: i64) -> Day {
        Day(number)
    }

    /// The number of days since 1 January 1970.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0
    }

    /// The Monday of its week.
    #[must_use]
    pub fn monday(self) -> Day {
        // 1 January 1970 was a Thursday.
        Day(self.0 - (self.0 + 3).rem_euclid(7))
    }

    /// The week of this day in a plan that starts on `starts`: from 1, also before it.
    #[must_use]
    pub fn week(self, starts: Day) -> u32 {
        let week = u32::try_from((self.0 - starts.0).div_euclid(7) + 1).unwrap_or(1);
        week.clamp(1, LAST)
    }
}

impl FromToml for Day {
    fn from_toml(value: &Value) -> Result<Day, ValueError> {
        const EXPECTED: &str = "a date such as 2026-01-05, without quotes";
        match value {
            Value::Datetime(time) => match (time.date, time.time, time.offset) {
                (Some(date), None, None) => {
                    Ok(Day::new(i64::from(date.year), i64::from(date.month), i64::from(date.day)))
                }
                _ => Err(ValueError::kind(EXPECTED, value)),
            },
            Value::String(text) => {
                let error = ValueError::kind(EXPECTED, value);
                let is_date = format!("x = {text}")
                    .parse::<toml::Table>()
                    .is_ok_and(|table| table.get("x").is_some_and(|value| Day::from_toml(value).is_ok()));
                Err(if is_date { error.fix(text.clone()) } else { error })
            }
            _ => Err(ValueError::kind(EXPECTED, value)),
        }
    }

    fn schema() -> Schema {
        // Editors give a date to the schema as text.
        json_schema!({ "type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_seven_days_after_the_one_before() {
        let starts = Day::new(2026, 1, 5);
        let week = |year, month, day| Day::new(year, month, day).week(starts);
        assert_eq!([week(2026, 1, 5), week(2026, 1, 11), week(2026, 1, 12)], [1, 1, 2]);
        assert_eq!((week(2026, 1, 4), week(2020, 2, 29)), (1, 1), "before it starts");
        assert_eq!(week(2027, 1, 4), 53);
        assert_eq!(week(9999, 12, 31), LAST);
    }

    #[test]
    fn days_are_counted_over_leap_years() {
        assert_eq!(Day::new(1970, 1, 1), Day(0));
        assert_eq!(Day::new(2000, 3, 1), Day(11_017));
        assert_eq!(Day::new(2024, 2, 29).0 + 1, Day::new(2024, 3, 1).0);
    }

    #[test]
    fn a_date_in_quotes_is_corrected() {
        assert_eq!(
            Day::from_toml(&Value::from("2026-01-05")).unwrap_err().fix.as_deref(),
            Some("2026-01-05")
        );
        assert_eq!(Day::from_toml(&Value::from("soon")).unwrap_err().fix, None);
    }
}
