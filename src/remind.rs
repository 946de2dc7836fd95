//! Reminders: when, and what the operating system's own timer needs in order to show one. Nothing of repcue runs in between.
//!
//! ```text
//!  days, time, routine ──▶ Reminder ──▶ Plan (files, commands) for systemd │ launchd │ schtasks
//! ```

mod launchd;
pub mod plan;
mod schtasks;
pub mod store;
mod systemd;

use std::fmt;
use std::str::FromStr;

use crate::diagnostic::quoted;
use crate::routine::field::ValueError;

/// The days of a week from Monday on, as typed and as shown.
const DAYS: [(&str, &str); 7] = [
    ("mon", "Monday"),
    ("tue", "Tuesday"),
    ("wed", "Wednesday"),
    ("thu", "Thursday"),
    ("fri", "Friday"),
    ("sat", "Saturday"),
    ("sun", "Sunday"),
];

/// A set reminder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// Its days.
    pub days: Days,
    /// The time of day.
    pub at: TimeOfDay,
    /// The routine that it names, as `repcue run` takes it.
    pub routine: Option<String>,
}

/// Some days of a week, at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days([bool; 7]);

impl Default for Days {
    fn default() -> Days {
        Days([true; 7])
    }
}

impl Days {
    /// Their numbers: 0 is Monday.
    pub fn numbers(self) -> impl Iterator<Item = usize> {
        (0..7).filter(move |day| self.0[*day])
    }

    /// Their short names, such as `mon`.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.numbers().map(|day| DAYS[day].0)
    }
}

impl FromStr for Days {
    type Err = ValueError;

    /// Names, short or whole, and `daily`, `weekdays` and `weekends`, separated by commas.
    fn from_str(text: &str) -> Result<Days, ValueError> {
        let mut days = [false; 7];
        for word in text.split(',').map(str::trim) {
            let small = word.to_lowercase();
            let is_it = |(short, whole): &(&str, &str)| {
                small.len() >= short.len() && whole.to_lowercase().starts_with(&small)
            };
            let span = match small.as_str() {
                "daily" => 0..7,
                "weekdays" => 0..5,
                "weekends" => 5..7,
                _ => match DAYS.iter().position(is_it) {
                    Some(day) => day..day + 1,
                    None => return Err(ValueError::new("days such as mon,wed,fri", quoted(word))),
                },
            };
            days[span].fill(true);
        }
        Ok(Days(days))
    }
}

impl fmt::Display for Days {
    /// In a sentence: `on Monday and Friday`, `every day`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.numbers().map(|day| DAYS[day].1).collect();
        match names.split_last() {
            _ if names.len() == 7 => f.write_str("every day"),
            Some((last, [])) => write!(f, "on {last}"),
            Some((last, others)) => write!(f, "on {} and {last}", others.join(", ")),
            None => f.write_str("never"),
        }
    }
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay {
    /// From 0 to 23.
    pub hour: u8,
    /// From 0 to 59.
    pub minute: u8,
}

impl FromStr for TimeOfDay {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<TimeOfDay, ValueError> {
        let wrong = || ValueError::new("a time from 00:00 to 23:59, such as 07:30", quoted(text));
        let (hour, minute) = text.split_once(':').ok_or_else(wrong)?;
        let number = |digits: &str, longest: std::ops::RangeInclusive<usize>, most: u8| {
            let is_number =
                longest.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse::<u8>().ok().filter(|number| is_number && *number <= most)
        };
        match (number(hour, 1..=2, 23), number(minute, 2..=2, 59)) {
            (Some(hour), Some(minute)) => Ok(TimeOfDay { hour, minute }),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

impl fmt::Display for Reminder {
    /// In a sentence: `on Monday and Friday at 07:30`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.days, self.at)
    }
}

impl Reminder {
    /// What the notification says.
    #[must_use]
    pub fn text(&self) -> [String; 2] {
        let typed = self.routine.as_deref().and_then(crate::shell::typed);
        let command = typed.map_or_else(|| "repcue".to_owned(), |routine| format!("repcue run {routine}"));
        ["Time to train".to_owned(), format!("Start with: {command}")]
    }

    /// When it comes next, in words, on this day of the week at this time: `today at 07:30`.
    #[must_use]
    pub fn next(&self, today: usize, now: TimeOfDay) -> String {
        // Today's is over in its own minute.
        let first = usize::from(self.at <= now);
        let next = (first..=7).find(|later| self.days.0[(today + later) % 7]).unwrap_or(0);
        let day = match next {
            0 => "today",
            1 => "tomorrow",
            _ => DAYS[(today + next) % 7].1,
        };
        format!("{day} at {}", self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Result<Days, String> {
        text.parse().map_err(|error: ValueError| error.to_string())
    }

    #[test]
    fn days_are_names_and_words_for_several() {
        let shown = |text: &str| days(text).unwrap().to_string();
        assert_eq!(shown("mon"), "on Monday");
        assert_eq!(shown("fri,mon, Wednesday"), "on Monday, Wednesday and Friday");
        assert_eq!(shown("thurs,SUN"), "on Thursday and Sunday");
        assert_eq!(shown("daily"), "every day");
        assert_eq!(shown("weekends,weekdays"), "every day");
        assert_eq!(
            days("weekdays").unwrap().words().collect::<Vec<_>>(),
            ["mon", "tue", "wed", "thu", "fri"]
        );
        for wrong in ["", "mo", "monday,,tue", "mondays", "1", "t"] {
            assert!(days(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_time_of_day_is_hours_and_minutes() {
        for (text, shown) in [("07:30", "07:30"), ("7:30", "07:30"), ("23:59", "23:59"), ("0:00", "00:00")] {
            assert_eq!(text.parse::<TimeOfDay>().unwrap().to_string(), shown);
        }
        for wrong in ["24:00", "7:60", "7", "7:5", "07:300", "-1:00", "+7:30", "7:30pm", "", ":", "007:30"] {
            assert!(wrong.parse::<TimeOfDay>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_next_one_is_today_only_before_its_time() {
        let reminder = |text: &str| Reminder {
            days: days(text).unwrap(),
            at: TimeOfDay { hour: 7, minute: 30 },
            routine: None,
        };
        let next = |text: &str, today, hour, minute| reminder(text).next(today, TimeOfDay { hour, minute });
        assert_eq!(next("mon,wed", 0, 7, 29), "today at 07:30");
        assert_eq!(next("mon,wed", 0, 7, 30), "Wednesday at 07:30");
        assert_eq!(next("mon,wed", 1, 23, 0), "tomorrow at 07:30");
        assert_eq!(next("mon,wed", 2, 8, 0), "Monday at 07:30");
        assert_eq!(next("sun", 6, 8, 0), "Sunday at 07:30", "in a week");
        assert_eq!(next("daily", 6, 8, 0), "tomorrow at 07:30");
    }
}
