//! The lists of tables in a file, `[[exercise]]` and `[[block]]`, under these or other names.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::place::Place;
use super::synonyms::table_for;
use super::{MOST_TABLES, Reader};
use crate::diagnostic::{Diagnostic, nearest, quoted};

impl<'a> Reader<'a> {
    /// Finds tables with other names than `[[exercise]]` and `[[block]]`, such as `[[exercises]]`. Reports each name once
    /// and reads its tables under the right one.
    pub(super) fn rename_tables(&mut self, table: &mut DeTable<'a>, place: Place) {
        let known = place.keys();
        let found = table.iter().filter(|(key, value)| {
            let key = key.get_ref().as_ref();
            !["block", "exercise"].contains(&key) && !known.contains(&key) && !headers(value).is_empty()
        });
        let names: Vec<String> = found.map(|(key, _)| key.get_ref().to_string()).collect();
        for name in names {
            let right = table_for(&name).or_else(|| nearest(&name, ["exercise", "block"]));
            // A block has no blocks.
            let Some(right) = right.filter(|right| place == Place::Routine || *right == "exercise") else {
                continue;
            };
            let Some((key, value)) = table.remove_entry(name.as_str()) else { continue };
            let count = headers(&value).len();
            let header = if place == Place::Block { format!("block.{right}") } else { right.to_owned() };
            let title = format!("unknown key {} {}", quoted(&name), place.within());
            let help = if count == 1 {
                format!("this is called `{right}` here: start it with the line `[[{header}]]`")
            } else {
                format!(
                    "this is called `{right}` here: start each of these {count} with the line `[[{header}]]`"
                )
            };
            let error = Diagnostic::error(self.source, key.span(), title, "").help(help);
            let is_array = matches!(value.get_ref(), DeValue::Array(_));
            self.errors.push(if is_array {
                error.fix(key.span(), right)
            } else if self.source.text.get(value.span()) == Some(&format!("[{name}]")) {
                error.fix(value.span(), format!("[[{header}]]"))
            } else {
                error
            });
            if !table.contains_key(right) {
                table.insert(Spanned::new(key.span(), right.into()), as_array(value));
            }
        }
    }

    /// Takes the array of tables `[[key]]` out of a table; any other value of that key is an error.
    pub(super) fn tables(&mut self, table: &mut DeTable<'a>, key: &str) -> Vec<Spanned<DeTable<'a>>> {
        let Some((name, value)) = table.remove_entry(key) else { return Vec::new() };
        let span = value.span();
        let mut wrong = |span: Range<usize>, found: &str| {
            let title = format!("`{key}` must be a list of tables, each starting with the line `[[{key}]]`");
            let mut error = Diagnostic::error(self.source, span.clone(), title, format!("found {found}"));
            if self.source.text.get(span.clone()) == Some(&format!("[{key}]")) {
                error = error.fix(span, format!("[[{key}]]"));
            }
            self.errors.push(error);
        };
        match value.into_inner() {
            DeValue::Array(items) => {
                let mut tables = Vec::new();
                let room = MOST_TABLES - self.tables;
                let beyond = items.get(room).map(Spanned::span);
                for item in items.into_iter().take(room) {
                    let span = item.span();
                    match item.into_inner() {
                        DeValue::Table(table) => tables.push(Spanned::new(span, table)),
                        other => wrong(span, kind(&other)),
                    }
                }
                self.tables += tables.len();
                if let Some(span) = beyond {
                    let title = format!("a routine has at most {MOST_TABLES} blocks and exercises");
                    self.errors.push(Diagnostic::error(self.source, span, title, "one too many"));
                }
                tables
            }
            DeValue::Table(_) => {
                wrong(span, "a single table");
                Vec::new()
            }
            other => {
                wrong(name.span(), kind(&other));
                Vec::new()
            }
        }
    }
}

/// The kind of a value in words.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date or a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The spans of the tables in a value: of a list of tables, or of a single one.
pub(super) fn headers(value: &Spanned<DeValue<'_>>) -> Vec<Range<usize>> {
    match value.get_ref() {
        DeValue::Table(_) => vec![value.span()],
        DeValue::Array(items) if items.iter().all(|item| item.get_ref().is_table()) => {
            items.iter().map(Spanned::span).collect()
        }
        _ => Vec::new(),
    }
}

/// A single table as a list of one.
fn as_array(value: Spanned<DeValue<'_>>) -> Spanned<DeValue<'_>> {
    if !value.get_ref().is_table() {
        return value;
    }
    let span = value.span();
    let mut array = DeArray::new();
    array.push(value);
    Spanned::new(span, DeValue::Array(array))
}
