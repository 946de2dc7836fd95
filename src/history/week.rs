//! The days on which something was done: this week's, the goal, and the weeks in a row that met it.

use std::collections::BTreeSet;

use schemars::{Schema, json_schema};
use toml::Value;

use super::lines::History;
use crate::routine::field::{FromToml, ValueError};
use crate::routine::week::Day;

/// The number of days a week on which the user means to do something, from 1 to 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goal(pub u8);

impl Default for Goal {
    fn default() -> Goal {
        Goal(3)
    }
}

impl FromToml for Goal {
    fn from_toml(value: &Value) -> Result<Goal, ValueError> {
        let days = value.as_integer().and_then(|days| u8::try_from(days).ok());
        let goal = days.filter(|days| (1..=7).contains(days)).map(Goal);
        goal.ok_or_else(|| ValueError::kind("a number of days from 1 to 7", value))
    }

    fn schema() -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": 7 })
    }
}

/// How a week goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Week {
    /// The number of days of this week, from Monday, on which something was done.
    pub days: u32,
    /// The days to reach.
    pub goal: u32,
    /// The number of weeks in a row that met the goal. This week is one of them once it does, and breaks nothing before
    /// it is over.
    pub streak: u32,
}

impl Week {
    /// The week of `today`, given the days on which something was done.
    #[must_use]
    pub fn new(days: &BTreeSet<Day>, today: Day, goal: Goal) -> Week {
        let goal = u32::from(goal.0);
        let days_of = |monday: Day| {
            let sunday = Day::from_number(monday.number() + 6);
            days.range(monday..=sunday).filter(|day| **day <= today).count() as u32
        };
        let this = today.monday();
        let mut monday = this;
        let mut streak = u32::from(days_of(this) >= goal);
        loop {
            monday = Day::from_number(monday.number() - 7);
            if days_of(monday) < goal {
                break;
            }
            streak += 1;
        }
        Week { days: days_of(this), goal, streak }
    }

    /// The week in words: `2 of 3 days this week`, and the weeks in a row if there are at least two.
    #[must_use]
    pub fn words(self) -> String {
        let Week { days, goal, streak } = self;
        let this = match (days, goal) {
            (days, goal) if days >= goal => format!("{} this week", counted(days, "day")),
            (days, 1) => format!("{days} of 1 day this week"),
            (days, goal) => format!("{days} of {goal} days this week"),
        };
        if streak > 1 { format!("{this}, goal met {streak} weeks in a row") } else { this }
    }
}

/// The days on which something was done.
#[must_use]
pub fn days(history: &History) -> BTreeSet<Day> {
    history.sets.iter().map(|set| set.at.day()).collect()
}

/// A number and what it counts: `1 day`, `2 days`.
#[must_use]
pub fn counted(number: impl Into<u64>, one: &str) -> String {
    match number.into() {
        1 => format!("1 {one}"),
        number => format!("{} {one}s", grouped(number)),
    }
}

/// A number with a comma between thousands: `20,006`.
fn grouped(number: u64) -> String {
    match number / 1000 {
        0 => number.to_string(),
        thousands => format!("{},{:03}", grouped(thousands), number % 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days by their distance from Monday, 23 November 2026.
    fn week(days: &[i64], today: i64, goal: u8) -> Week {
        let monday = Day::new(2026, 11, 23).number();
        let days = days.iter().map(|day| Day::from_number(monday + day)).collect();
        Week::new(&days, Day::from_number(monday + today), Goal(goal))
    }

    #[test]
    fn a_week_begins_on_monday() {
        assert_eq!(week(&[-1, 0, 2, 2, 3], 3, 3), Week { days: 3, goal: 3, streak: 1 });
        assert_eq!(week(&[-1, 7], 6, 3).days, 0);
        assert_eq!(week(&[1, 3], 2, 3).days, 1, "a day to come does not count");
    }

    #[test]
    fn rest_days_break_nothing_and_neither_does_a_week_that_is_not_over() {
        let last = [-7, -5, -3];
        let before = [-14, -13, -8];
        let both = [&last[..], &before].concat();
        assert_eq!(week(&both, 0, 3).streak, 2, "on Monday nothing is lost");
        assert_eq!(week(&both, 6, 3).streak, 2, "on Sunday neither");
        assert_eq!(week(&[&both[..], &[0, 1, 2]].concat(), 2, 3).streak, 3);
        assert_eq!(week(&before, 0, 3).streak, 0, "the last week did not meet it");
        assert_eq!(week(&both, 0, 4).streak, 0);
        assert_eq!(week(&[], 0, 1).streak, 0);
    }

    #[test]
    fn numbers_are_counted() {
        let words = [0u64, 1, 999, 1_000, 20_006, 1_000_000].map(|number| counted(number, "rep"));
        assert_eq!(words, ["0 reps", "1 rep", "999 reps", "1,000 reps", "20,006 reps", "1,000,000 reps"]);
    }

    #[test]
    fn it_is_said_in_words() {
        let words = |days: &[i64], goal| week(days, 6, goal).words();
        assert_eq!(words(&[], 3), "0 of 3 days this week");
        assert_eq!(words(&[1], 1), "1 day this week");
        assert_eq!(words(&[0, 1], 3), "2 of 3 days this week");
        assert_eq!(words(&[0, 1, 2, 3], 3), "4 days this week");
        assert_eq!(words(&[0, -3, -10], 1), "1 day this week, goal met 3 weeks in a row");
    }
}
