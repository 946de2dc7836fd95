//! Numbers that TOML allows but no program can read: integers of more than 64 bits, floats beyond 1e308.
//!
//! Serde stops at the first of them and loses the rest of the table, so they are reported and removed first.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Takes out the values of a table that are or contain a number that is too large. Returns the key of each, with the
/// span of the number and its text.
pub(super) fn take_too_large(table: &mut DeTable<'_>) -> Vec<(String, Range<usize>, String)> {
    let found = table.iter().filter_map(|(key, value)| {
        let (span, number) = too_large(value)?;
        Some((key.get_ref().to_string(), span, number))
    });
    let found: Vec<_> = found.collect();
    for (key, ..) in &found {
        table.remove(key.as_str());
    }
    found
}

/// The first number in a value that is too large.
fn too_large(value: &Spanned<DeValue<'_>>) -> Option<(Range<usize>, String)> {
    let is_too_large = match value.get_ref() {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).is_err(),
        DeValue::Float(number) => {
            let text = number.as_str();
            !text.contains("inf") && text.parse::<f64>().is_ok_and(f64::is_infinite)
        }
        DeValue::Array(items) => return items.iter().find_map(too_large),
        DeValue::Table(table) => return table.iter().find_map(|(_, value)| too_large(value)),
        _ => false,
    };
    let written = match value.get_ref() {
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        _ => String::new(),
    };
    is_too_large.then(|| (value.span(), written))
}
