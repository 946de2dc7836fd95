//! The history as an SVG picture: the week, the map of days, the totals.

use std::fmt::Write;

use super::heat_map::{Shade, WEEKS, first_day, months};
use super::history::totals;
use super::picture::escaped;
use crate::calendar::format_day;
use crate::history::lines::History;
use crate::history::summary::days;
use crate::history::week::{self, Goal, Week, counted};
use crate::routine::week::Day;

/// The distance from day to day, and the side of the square of one.
const STEP: usize = 18;
const SIDE: usize = 14;
/// The space around everything, the width of the names of days, and the height of the lines above the map.
const MARGIN: usize = 24;
const NAMES: usize = 36;
const HEAD: usize = 76;

/// The picture. It has its own background, so that it is readable on any page. Each day has a title, which a browser
/// shows as a tooltip.
#[must_use]
pub fn svg(history: &History, today: Day, goal: Goal) -> String {
    let by_day = days(history);
    let week = Week::new(&week::days(history), today, goal);
    let first = first_day(today, WEEKS);
    let (left, top) = (MARGIN + NAMES, MARGIN + HEAD);
    let (width, height) = (left + WEEKS * STEP + MARGIN, top + 7 * STEP + 40 + MARGIN);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" \
         font-size=\"12\" fill=\"#222222\">\n<rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"#ffffff\"/>\n"
    );
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "<text x=\"{MARGIN}\" y=\"{}\" font-size=\"20\" font-weight=\"bold\">{}</text>",
        MARGIN + 16,
        escaped(&week.words())
    );
    let _ = writeln!(
        text,
        "<text x=\"{MARGIN}\" y=\"{}\" fill=\"#666666\">{}</text>",
        MARGIN + 38,
        escaped(&totals(history))
    );
    for (week, month) in months(first, WEEKS, 2) {
        let (x, y) = (left + week * STEP, top - 8);
        let _ = writeln!(text, "<text x=\"{x}\" y=\"{y}\" fill=\"#666666\">{month}</text>");
    }
    for week in 0..WEEKS {
        let x = left + week * STEP;
        let monday = first.number() + 7 * week as i64;
        for row in 0..7 {
            let day = Day::from_number(monday + row as i64);
            if day > today {
                continue;
            }
            let done = by_day.get(&day);
            let minutes = done.map_or(0, |done| done.seconds.div_ceil(60));
            let _ = writeln!(
                text,
                "<rect x=\"{x}\" y=\"{}\" width=\"{SIDE}\" height=\"{SIDE}\" rx=\"3\" fill=\"{}\"><title>{}: {} of \
                 work</title></rect>",
                top + row * STEP,
                Shade::of(done).colours().1,
                format_day(day, "%a %-d %b %Y"),
                counted(minutes, "minute")
            );
        }
    }
    for row in [0, 2, 4, 6] {
        let _ = writeln!(
            text,
            "<text x=\"{MARGIN}\" y=\"{}\" fill=\"#666666\">{}</text>",
            top + row * STEP + 11,
            format_day(Day::from_number(first.number() + row as i64), "%a")
        );
    }
    let mut x = left;
    for shade in Shade::ALL {
        let y = top + 7 * STEP + 16;
        let _ = writeln!(
            text,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{SIDE}\" height=\"{SIDE}\" rx=\"3\" fill=\"{}\"/><text x=\"{}\" y=\"{}\" \
             fill=\"#666666\">{}</text>",
            shade.colours().1,
            x + SIDE + 6,
            y + 11,
            shade.meaning()
        );
        x += SIDE + 26 + 7 * shade.meaning().len();
    }
    text + "</svg>\n"
}
