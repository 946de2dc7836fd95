//! The sets as a table: RFC 4180, with a line of names first.

use crate::history::lines::History;
use crate::history::record::{Measure, SetRecord};

/// The columns: the keys of the lines.
const COLUMNS: &str = "session,at,routine,week,exercise,name,round,set,side,measure,unit,planned,cued,seconds,hold_ms,load,effort";

/// The sets of a history, in the order in which they ended.
#[must_use]
pub fn text(history: &History) -> String {
    let rows = history.sets.iter().map(|set| row(set) + "\r\n");
    format!("{COLUMNS}\r\n{}", rows.collect::<String>())
}

fn row(set: &SetRecord) -> String {
    let number = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
    let text = |text: &Option<String>| text.as_deref().map_or_else(String::new, field);
    let side = if set.alternate { "alternate" } else { set.side.map_or("", |side| side.word()) };
    let measure = match set.measure {
        Measure::Reps => "reps",
        Measure::Seconds => "seconds",
    };
    [
        field(&set.session),
        set.at.to_string(),
        text(&set.routine),
        number(set.week),
        field(&set.exercise),
        field(&set.name),
        set.round.to_string(),
        set.set.to_string(),
        side.to_owned(),
        measure.to_owned(),
        text(&set.unit),
        number(set.planned),
        set.cued.to_string(),
        set.seconds.to_string(),
        number(set.hold_ms),
        text(&set.load),
        number(set.effort.map(|effort| u8::from(effort).into())),
    ]
    .join(",")
}

/// A field, in quotes if it needs them.
fn field(text: &str) -> String {
    if text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
