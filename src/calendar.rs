//! Dates and times of day where the user is. The only file that names `jiff`, and that asks for the date.
//!
//! A session never asks: its command asks once, before it begins, and adds the time that has been played.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::remind::TimeOfDay;
use crate::routine::week::Day;

/// An instant to the second, with the offset from UTC that applied there: `2026-11-25T18:04:11+01:00`. It never names a
/// time zone: not every machine knows all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    local: DateTime,
    offset: Offset,
}

impl Moment {
    /// The current instant; `None` if the clock is beyond the year 9999.
    #[must_use]
    pub fn now() -> Option<Moment> {
        let now = now()?;
        let second = now.datetime().with().subsec_nanosecond(0).build().ok()?;
        Some(Moment { local: second, offset: now.offset() })
    }

    /// The instant after a time, rounded down to the second, with the same offset; at most the end of the year 9999.
    #[must_use]
    pub fn after(self, time: Duration) -> Moment {
        let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        Moment { local: self.local.saturating_add(jiff::SignedDuration::from_secs(seconds)), ..self }
    }

    /// The day where the user was.
    #[must_use]
    pub fn day(self) -> Day {
        day(self.local.date())
    }

    /// Seconds since the start of 1970 in UTC; orders moments.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.local.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0)).as_secs()
            - i64::from(self.offset.seconds())
    }

    /// The time of day where the user was: `18:04`.
    #[must_use]
    pub fn time_of_day(self) -> String {
        self.local.strftime("%H:%M").to_string()
    }

    /// In UTC, as calendars and other programs write it: `20261125T170411Z`.
    #[must_use]
    pub fn compact_utc(self) -> String {
        let utc = Timestamp::from_second(self.seconds()).unwrap_or_default();
        utc.strftime("%Y%m%dT%H%M%SZ").to_string()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.offset.seconds();
        let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs() / 60);
        let local = self.local.strftime("%Y-%m-%dT%H:%M:%S");
        write!(f, "{local}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// A text is not a date and time with an offset from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a date and time such as 2026-11-25T18:04:11+01:00")]
pub struct MomentError;

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Moment, MomentError> {
        let pieces = Pieces::parse(text).map_err(|_| MomentError)?;
        let offset = pieces.to_numeric_offset().or_else(|| pieces.offset().map(|_| Offset::UTC));
        let time = pieces.time().ok_or(MomentError)?;
        let second = time.with().subsec_nanosecond(0).build().map_err(|_| MomentError)?;
        Ok(Moment { local: pieces.date().to_datetime(second), offset: offset.ok_or(MomentError)? })
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        struct Text;
        impl de::Visitor<'_> for Text {
            type Value = Moment;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date and time with an offset")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Moment, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$" })
    }
}

/// The current date and time; `None` if the clock is beyond the year 9999.
fn now() -> Option<Zoned> {
    // `Zoned::now` panics there.
    Some(Timestamp::try_from(SystemTime::now()).ok()?.to_zoned(TimeZone::system()))
}

fn day(date: Date) -> Day {
    Day::new(i64::from(date.year()), i64::from(date.month()), i64::from(date.day()))
}

/// Today's date where the user is.
#[must_use]
pub fn today() -> Option<Day> {
    Some(day(now()?.date()))
}

/// A day written as `2026-11-25`.
///
/// # Errors
/// If it is not a date.
pub fn parse_day(text: &str) -> Result<Day, MomentError> {
    text.parse().map(day).map_err(|_| MomentError)
}

/// A day in a format of strftime, such as `%a %-d %b`; empty for a day beyond the years that calendars know.
#[must_use]
pub fn format_day(written: Day, format: &str) -> String {
    let days = i32::try_from(written.number()).unwrap_or(i32::MAX);
    let date =
        Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(days.clamp(-700_000, 2_900_000)));
    date.map_or_else(|_| String::new(), |date| date.strftime(format).to_string())
}

/// The time since midnight; `None` if the clock is beyond the year 9999.
#[must_use]
pub fn time_of_day() -> Option<Duration> {
    let time = now()?.time();
    let minutes = u64::try_from(i64::from(time.hour()) * 60 + i64::from(time.minute())).ok()?;
    Some(Duration::from_secs(minutes * 60 + u64::try_from(time.second()).ok()?))
}

/// The time of day after `length` from now, with the date if it is another day; `None` beyond the year 9999.
#[must_use]
pub fn end_of(length: Duration) -> Option<String> {
    end(&now()?, length)
}

fn end(now: &Zoned, length: Duration) -> Option<String> {
    let end = now.checked_add(length).ok()?;
    let format = if end.date() == now.date() { "%H:%M" } else { "%H:%M on %A, %-d %B" };
    Some(end.strftime(format).to_string())
}

/// The day of the week, where 0 is Monday, and the time of day.
#[must_use]
pub fn weekday_and_time() -> Option<(usize, TimeOfDay)> {
    let now = now()?;
    let weekday = usize::try_from(now.weekday().to_monday_zero_offset()).ok()?;
    let (hour, minute) = (u8::try_from(now.hour()).ok()?, u8::try_from(now.minute()).ok()?);
    Some((weekday, TimeOfDay { hour, minute }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_has_a_date_if_it_is_on_another_day() {
        let now = jiff::civil::date(2026, 11, 28).at(22, 50, 0, 0).to_zoned(TimeZone::UTC).unwrap();
        let end = |minutes: u64| end(&now, Duration::from_secs(60 * minutes));
        assert_eq!(end(69).as_deref(), Some("23:59"));
        assert_eq!(end(70).as_deref(), Some("00:00 on Sunday, 29 November"));
        assert_eq!(end(60 * 24 * 365 * 9_000), None);
    }

    #[test]
    fn a_moment_is_read_as_it_was_written() {
        for text in ["2026-11-25T18:04:11+01:00", "1999-12-31T23:59:59-03:30", "2026-01-01T00:00:00+00:00"] {
            let moment: Moment = text.parse().unwrap();
            assert_eq!(moment.to_string(), text);
        }
        let written = |text: &str| text.parse::<Moment>().map(|moment| moment.to_string());
        assert_eq!(written("2026-11-25T18:04:11.98Z").unwrap(), "2026-11-25T18:04:11+00:00");
        for wrong in
            ["", "2026-11-25", "2026-11-25T18:04:11", "2026-02-30T18:04:11Z", "2026-11-25T25:00:00Z", "x"]
        {
            assert_eq!(written(wrong), Err(MomentError), "{wrong}");
        }
        // A name of a zone is neither needed nor looked up: this one does not exist.
        assert_eq!(written("2026-11-25T18:04:11+01:00[No/Where]").unwrap(), "2026-11-25T18:04:11+01:00");
    }

    #[test]
    fn a_moment_knows_its_day_and_its_order() {
        let moment = |text: &str| text.parse::<Moment>().unwrap();
        let (late, early) = (moment("2026-11-26T00:30:00+01:00"), moment("2026-11-25T23:45:00+00:00"));
        assert!(late.seconds() < early.seconds(), "offsets count");
        assert_eq!((late.day(), early.day()), (Day::new(2026, 11, 26), Day::new(2026, 11, 25)));
        assert_eq!(late.compact_utc(), "20261125T233000Z");
        assert_eq!(late.after(Duration::from_millis(90_999)).to_string(), "2026-11-26T00:31:30+01:00");
        assert_eq!(format_day(late.day(), "%a %-d %b %Y"), "Thu 26 Nov 2026");
        assert_eq!(parse_day("2026-11-26"), Ok(late.day()));
        assert_eq!(moment("9999-12-31T23:59:59Z").after(Duration::MAX).day(), Day::new(9999, 12, 31));
    }
}
