//! Changes one value in the text of a routine and leaves every other byte alone.
//!
//! The new value replaces the span that the parser reports, so comments, blank lines, order and line endings stay as
//! they are. The caller checks whether the result is a valid routine.

mod target;

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Value};

pub use target::{BLOCK, Target, ids, targets};
use target::{BLOCKS, EXERCISES, find};

/// A change to a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The complete new text.
    pub text: String,
    /// The line number of the change, from 1.
    pub line: usize,
    /// The lines before the change; empty if a key was added.
    pub before: Vec<String>,
    /// The lines after the change; empty if a key was removed.
    pub after: Vec<String>,
}

/// Why a change cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditError {
    /// The text is not TOML.
    Broken,
    /// No exercise or block has this name; these are the names that exist.
    Unknown(Vec<String>),
    /// This many exercises or blocks have the name.
    Several(usize),
    /// Not a valid key.
    NotAKey,
    /// The key holds a table or a list of tables over several lines, not a value.
    NotAValue,
}

/// Sets a key of a routine, a block or an exercise, or removes it if `value` is empty.
///
/// A value is written as TOML: a number if the key takes numbers, a list, or text, which is quoted.
///
/// # Errors
/// If the target is not found, or the key cannot be changed by editing one line.
pub fn set(text: &str, target: Target<'_>, key: &str, value: &str) -> Result<Edit, EditError> {
    let value = if value.is_empty() { String::new() } else { to_toml(key, value) };
    put(text, target, key, &value)
}

/// The same with a value that is written as it is.
///
/// # Errors
/// As for [`set`].
pub fn put(text: &str, target: Target<'_>, key: &str, value: &str) -> Result<Edit, EditError> {
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(EditError::Broken);
    }
    let is_bare = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    if key.is_empty() || !key.chars().all(is_bare) {
        return Err(EditError::NotAKey);
    }
    let entry = find(root.get_ref(), target)?;
    let (table, span) = match entry {
        Some(entry) => (entry.get_ref().as_table().ok_or(EditError::Broken)?, Some(entry.span())),
        None => (root.get_ref(), None),
    };
    let place = Place { text, table, span };
    let old = place.table.iter().find(|(name, _)| name.get_ref() == key);
    if [BLOCKS, EXERCISES].contains(&key) || old.is_some_and(|(name, value)| !is_in_a_line(name, value)) {
        return Err(EditError::NotAValue);
    }
    let (span, new) = match old {
        Some((_, old)) if !value.is_empty() => (old.span(), value.to_owned()),
        Some((name, old)) => (place.removed(name.span().start..old.span().end), String::new()),
        None if value.is_empty() => (0..0, String::new()),
        None => place.added(&format!("{key} = {value}")),
    };
    Ok(splice(text, span, &new))
}

/// The keys with numeric values; a number for any other key is text.
const COUNTED: [&str; 5] = ["reps", "sets", "rounds", "rate", "voice-speed"];

/// The keys that can have a list of values, which a value with commas is.
const LISTED: [&str; 10] = ["reps", "for", "load", "rate", "tempo", "lift", "hold", "lower", "pause", "rest"];

/// Formats a value as TOML: TOML stays as it is, text is quoted.
fn to_toml(key: &str, value: &str) -> String {
    let line = format!("x = {value}");
    let is_kept = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
        DeValue::String(_) | DeValue::Array(_) | DeValue::Table(_) => true,
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) => COUNTED.contains(&key),
        DeValue::Datetime(_) => false,
    };
    let is_toml = DeTable::parse(&line).is_ok_and(|table| {
        let mut values = table.get_ref().values();
        // Nothing may follow it: no comment, no further line.
        values.next().is_some_and(|value| value.span().end == line.len() && is_kept(value))
    });
    if is_toml {
        return value.to_owned();
    }
    if LISTED.contains(&key) && value.contains(',') {
        let items = value.split(',').map(|item| to_toml(key, item.trim()));
        return format!("[{}]", items.collect::<Vec<_>>().join(", "));
    }
    // A date is a value of its own kind.
    if key == "starts" && DeTable::parse(&line).is_ok() {
        value.to_owned()
    } else {
        Value::from(value).to_string()
    }
}

/// Whether a value is on the line of its key, not below a header or spread over dotted keys.
fn is_in_a_line(key: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>) -> bool {
    value.span().start > key.span().start
}

/// A table in the text, to which keys are added and from which they are removed.
struct Place<'a, 'i> {
    text: &'a str,
    table: &'a DeTable<'i>,
    /// The span of its header or braces; `None` for the whole text.
    span: Option<Range<usize>>,
}

impl Place<'_, '_> {
    fn is_inline(&self) -> bool {
        self.span.as_ref().is_some_and(|span| self.text[span.clone()].starts_with('{'))
    }

    /// The span at which a new line is inserted, and the line.
    fn added(&self, line: &str) -> (Range<usize>, String) {
        let text = self.text;
        let last = end_of(self.table);
        match (&self.span, last) {
            (Some(span), _) if self.is_inline() => {
                let end = last.unwrap_or(span.start + 1);
                let comma = if last.is_some() { "," } else { "" };
                (end..end, format!("{comma} {line}"))
            }
            (None, None) => {
                let start = above_the_headers(text, self.table);
                let end = if text[start..].contains("\r\n") { "\r\n" } else { "\n" };
                let before = if start == line_start(text, start) { "" } else { end };
                (start..start, format!("{before}{line}{end}"))
            }
            (span, last) => {
                let last = last.max(span.as_ref().map(|span| span.end)).unwrap_or(0);
                let end = text[last..].find('\n').map_or(text.len(), |at| last + at);
                let is_windows = match text[..end].strip_suffix('\r') {
                    Some(_) => return (end - 1..end - 1, format!("\r\n{line}")),
                    // The last line of a file may have no line ending.
                    None => end == text.len() && text.contains("\r\n"),
                };
                (end..end, format!("{}{line}", if is_windows { "\r\n" } else { "\n" }))
            }
        }
    }

    /// The span to remove with a key and its value: its lines or, in an inline table, also a comma.
    fn removed(&self, span: Range<usize>) -> Range<usize> {
        let text = self.text;
        let start = line_start(text, span.start);
        let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at + 1);
        let after = text[span.end..end].trim();
        let after = after.strip_prefix(',').unwrap_or(after).trim_start();
        if text[start..span.start].trim().is_empty() && (after.is_empty() || after.starts_with('#')) {
            // If the last line has no line ending, it still has none afterwards.
            let before =
                text[..start].strip_suffix('\n').map(|before| before.strip_suffix('\r').unwrap_or(before));
            let is_last = end == text.len() && !text.ends_with('\n');
            return before.filter(|_| is_last).map_or(start, str::len)..end;
        }
        let after = &text[span.end..];
        if let Some(next) = after.trim_start().strip_prefix(',') {
            return span.start..text.len() - next.trim_start_matches([' ', '\t']).len();
        }
        let before = text[..span.start].trim_end();
        before.strip_suffix(',').map_or(span.start, str::len)..span.end
    }
}

/// The end of the last value of a table, without subtables that have their own headers.
fn end_of(table: &DeTable<'_>) -> Option<usize> {
    let end = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        // Tables from dotted keys have the span of their first part; a header starts before its key.
        let is_dotted = value.span() == key.span();
        if is_in_a_line(key, value) {
            Some(value.span().end)
        } else {
            value.get_ref().as_table().filter(|_| is_dotted).and_then(end_of)
        }
    };
    table.iter().filter_map(end).max()
}

/// The position above the first header and the comment attached to it. A comment at the start of the text belongs to
/// the whole text.
fn above_the_headers(text: &str, root: &DeTable<'_>) -> usize {
    let Some(header) = root.values().map(|value| value.span().start).min() else { return text.len() };
    let (first, header) = (line_start(text, 0), line_start(text, header));
    let mut start = header;
    while start > first {
        let above = line_start(text, start - 1);
        if !text[above..start].trim_start().starts_with('#') {
            return start;
        }
        start = above;
    }
    header
}

/// The start of the line that contains a byte; the first line starts after a byte order mark.
fn line_start(text: &str, at: usize) -> usize {
    let first = text.len() - text.trim_start_matches('\u{feff}').len();
    text[..at].rfind('\n').map_or(first, |at| at + 1)
}

fn splice(text: &str, span: Range<usize>, new: &str) -> Edit {
    let changed = [&text[..span.start], new, &text[span.end..]].concat();
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) = (text.lines().collect(), changed.lines().collect());
    let same = old_lines.iter().zip(&new_lines).take_while(|(old, new)| old == new).count();
    let most = old_lines.len().min(new_lines.len()) - same;
    let after = old_lines
        .iter()
        .rev()
        .zip(new_lines.iter().rev())
        .take(most)
        .take_while(|(old, new)| old == new)
        .count();
    let lines =
        |lines: &[&str]| lines[same..lines.len() - after].iter().map(|line| (*line).to_owned()).collect();
    Edit { line: same + 1, before: lines(&old_lines), after: lines(&new_lines), text: changed }
}

#[cfg(test)]
mod tests;
