//! The sessions as a calendar: RFC 5545. Each event keeps its identity, so a calendar that reads the file again changes
//! its events and does not double them.

use std::time::Duration;

use crate::history::lines::History;
use crate::history::summary::{Performance, amounts, performances};

/// The longest line, in bytes, without its end.
const LONGEST: usize = 75;

/// The sessions of a history, in the order in which they began.
#[must_use]
pub fn text(history: &History) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//repcue//history//EN".to_owned(),
    ];
    for session in performances(history).iter().filter(|session| !session.sets.is_empty()) {
        lines.extend(event(session));
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

fn event(session: &Performance<'_>) -> [String; 8] {
    let end = session.began.after(Duration::from_secs(session.seconds()));
    let sets = session.sets.chunk_by(|one, other| one.exercise == other.exercise);
    let done: Vec<String> = sets.map(|sets| format!("{}: {}", sets[0].name, amounts(sets))).collect();
    [
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@repcue", escaped(session.id)),
        format!("DTSTAMP:{}", end.compact_utc()),
        format!("DTSTART:{}", session.began.compact_utc()),
        format!("DTEND:{}", end.compact_utc()),
        format!("SUMMARY:{}", escaped(session.title())),
        format!("DESCRIPTION:{}", escaped(&done.join("\n"))),
        "END:VEVENT".to_owned(),
    ]
}

/// A text as the value of a property.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => value.extend(['\\', c]),
            '\n' => value.push_str("\\n"),
            c if c.is_control() => {}
            c => value.push(c),
        }
    }
    value
}

/// A line with its end, broken into lines of at most 75 bytes: a further one begins with a space.
fn folded(line: &str) -> String {
    let (mut text, mut length) = (String::with_capacity(line.len() + 2), 0);
    for c in line.chars() {
        if length + c.len_utf8() > LONGEST {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(c);
        length += c.len_utf8();
    }
    text + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let line = format!("SUMMARY:{}", "Übung ".repeat(40));
        let folded = folded(&line);
        assert!(folded.ends_with("\r\n") && folded.lines().all(|line| line.len() <= LONGEST), "{folded}");
        assert_eq!(folded.replace("\r\n ", "").trim_end_matches("\r\n"), line);
        assert_eq!(escaped("a,b;c\\d\ne\u{7}"), "a\\,b\\;c\\\\d\\ne");
    }
}
