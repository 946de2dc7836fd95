//! The days of some weeks as a map: a column for each week, a row for each day of it, darker for more work.

use std::collections::BTreeMap;

use anstyle::{Ansi256Color, Reset, Style};

use crate::calendar::format_day;
use crate::history::summary::Totals;
use crate::printable::Printable;
use crate::routine::week::Day;

/// The most weeks that are shown.
pub const WEEKS: usize = 40;
/// The width of the names of days.
const NAMES: usize = 6;

/// How much was done on a day, in five shades.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shade {
    /// Nothing.
    None,
    /// Less than five minutes of work.
    Little,
    /// Less than ten.
    Some,
    /// Less than twenty.
    Much,
    /// Twenty or more.
    Most,
}

impl Shade {
    /// All of them, the lightest first.
    pub const ALL: [Shade; 5] = [Shade::None, Shade::Little, Shade::Some, Shade::Much, Shade::Most];

    /// The shade of a day.
    #[must_use]
    pub fn of(day: Option<&Totals>) -> Shade {
        match day.map(|day| day.seconds / 60) {
            None => Shade::None,
            Some(0..5) => Shade::Little,
            Some(5..10) => Shade::Some,
            Some(10..20) => Shade::Much,
            Some(20..) => Shade::Most,
        }
    }

    /// The character, which tells it apart without colour.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Shade::None => '·',
            Shade::Little => '░',
            Shade::Some => '▒',
            Shade::Much => '▓',
            Shade::Most => '█',
        }
    }

    /// What it means.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Shade::None => "none",
            Shade::Little => "under 5 min",
            Shade::Some => "under 10",
            Shade::Much => "under 20",
            Shade::Most => "20 min of work or more",
        }
    }

    /// Its colour: of the 256 of a terminal, and in a picture.
    #[must_use]
    pub fn colours(self) -> (u8, &'static str) {
        match self {
            Shade::None => (240, "#e8ebed"),
            Shade::Little => (71, "#b7dfc3"),
            Shade::Some => (71, "#74c08d"),
            Shade::Much => (35, "#2a9d5c"),
            Shade::Most => (35, "#14613a"),
        }
    }

    fn style(self) -> Style {
        Ansi256Color(self.colours().0).on_default()
    }
}

/// The first day that a map of this many weeks shows: a Monday.
#[must_use]
pub fn first_day(today: Day, weeks: usize) -> Day {
    let weeks = i64::try_from(weeks.max(1)).unwrap_or(1);
    Day::from_number(today.monday().number() - 7 * (weeks - 1))
}

/// The map as lines of text, at most `columns` wide, with a legend.
#[must_use]
pub fn lines(days: &BTreeMap<Day, Totals>, today: Day, columns: usize) -> Printable {
    let room = columns.saturating_sub(NAMES);
    // With a space between the weeks, if all of them have room.
    let wide = if room >= 2 * WEEKS { 2 } else { 1 };
    let weeks = (room / wide).clamp(4, WEEKS);
    let first = first_day(today, weeks);
    let mut text = String::new();
    for (week, month) in months(first, weeks, 4_usize.div_ceil(wide)) {
        let place = NAMES + week * wide;
        text += &" ".repeat(place - text.len());
        text += &month;
    }
    text.push('\n');
    for row in 0..7 {
        let name = if row % 2 == 0 {
            format_day(Day::from_number(first.number() + row), "%a")
        } else {
            String::new()
        };
        let mut line = format!("  {name:<width$}", width = NAMES - 2);
        let mut before = None;
        for week in 0..weeks {
            let day = Day::from_number(first.number() + row + 7 * week as i64);
            if day > today {
                break;
            }
            let shade = Shade::of(days.get(&day));
            if before != Some(shade) {
                line += &format!("{Reset}{}", shade.style());
                before = Some(shade);
            }
            line.push(shade.sign());
            line += &" ".repeat(wide - 1);
        }
        text += &format!("{}{Reset}\n", line.trim_end());
    }
    Printable::coloured(format!("{text}\n{}", legend(columns)))
}

/// What the shades mean, in as many lines as needed.
fn legend(columns: usize) -> String {
    let mut text = String::new();
    let mut used = 0;
    for shade in Shade::ALL {
        let width = shade.meaning().len() + 4;
        if used > 0 && used + width > columns {
            text.push('\n');
            used = 0;
        }
        text += &format!("  {}{}{Reset} {}", shade.style(), shade.sign(), shade.meaning());
        used += width;
    }
    text + "\n"
}

/// The names of months, each with the first week that begins in it. A name that has not `room` weeks before the next one
/// is left out.
#[must_use]
pub fn months(first: Day, weeks: usize, room: usize) -> Vec<(usize, String)> {
    let month = |week: usize| format_day(Day::from_number(first.number() + 7 * week as i64), "%b");
    let mut starts: Vec<usize> =
        (0..weeks).filter(|week| *week == 0 || month(*week) != month(week - 1)).collect();
    starts.push(weeks);
    let named = starts.windows(2).filter(|pair| pair[1] - pair[0] >= room);
    named.map(|pair| (pair[0], month(pair[0]))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(columns: usize) -> String {
        let today = Day::new(2026, 11, 26);
        let day = |before: i64, minutes: u64| {
            (Day::from_number(today.number() - before), Totals { seconds: 60 * minutes, ..Totals::default() })
        };
        let days = BTreeMap::from([day(0, 3), day(1, 5), day(7, 19), day(14, 20), day(500, 99)]);
        let text = lines(&days, today, columns).text().to_owned();
        anstream::adapter::strip_str(&text).to_string()
    }

    #[test]
    fn it_fits_any_terminal_and_shows_up_to_forty_weeks() {
        for (columns, weeks) in [(100, 40), (86, 40), (80, 40), (46, 40), (45, 39), (20, 14), (3, 4)] {
            let map = map(columns);
            let monday = map.lines().nth(1).unwrap();
            assert_eq!(monday.chars().filter(|c| "·░▒▓█".contains(*c)).count(), weeks, "{columns}\n{map}");
            let widest = map.lines().map(|line| line.chars().count()).max().unwrap();
            // The longest part of the legend.
            assert!(widest <= columns.max(26), "{columns}: {widest}\n{map}");
        }
    }

    #[test]
    fn each_day_has_its_shade() {
        let map = map(100);
        let signs = |row: usize| {
            map.lines().nth(row).unwrap().chars().rev().filter(|c| *c != ' ').collect::<String>()
        };
        // Wednesday, and Thursday, which is today: nothing is after it.
        assert!(signs(3).starts_with('▒'), "{map}");
        assert!(signs(4).starts_with("░▓█·"), "{map}");
        assert!(signs(5).starts_with("··"), "{map}");
        assert_eq!(
            map.lines().nth(5).unwrap().trim_end().chars().count() + 2,
            map.lines().nth(4).unwrap().chars().count()
        );
    }
}
