//! Amounts as training plans write them, which take several keys here: `3x10`, `10/side`, `to failure`.
//!
//! They are errors, and these functions find the lines to write instead.

use std::fmt::Display;
use std::str::FromStr;

use super::duration::Length;
use super::reps::Reps;

/// What plans write for as many reps as possible.
const TO_FAILURE: [&str; 10] = [
    "max",
    "amrap",
    "to failure",
    "failure",
    "till failure",
    "until failure",
    "as many as possible",
    "as many reps as possible",
    "max reps",
    "maximum",
];

/// The ends of an amount that mean each side separately; the longer ones first.
const PER_SIDE: [&str; 17] = [
    "on each side",
    "each side",
    "per side",
    "a side",
    "each leg",
    "per leg",
    "each arm",
    "per arm",
    "each hand",
    "each way",
    "/side",
    "/leg",
    "/arm",
    "each",
    "ea.",
    "ea",
    "e/s",
];

/// Whether a text means as many reps as possible.
pub(super) fn is_to_failure(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    TO_FAILURE.contains(&text.as_str())
}

/// The lines to write instead of an amount of type `T` that contains sets or sides; `{key}` stands for its key.
pub(super) fn lines<T: FromStr + Display>(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let (sets, rest) = match sets_and_rest(&text) {
        Some((sets, rest)) => (Some(sets), rest),
        None => (None, text.as_str()),
    };
    let (amount, is_per_side) = per_side(rest);
    if sets.is_none() && !is_per_side {
        return None;
    }
    let amount = toml(&amount.parse::<T>().ok()?);
    let sets = sets.map(|sets| format!("`sets = {sets}`"));
    let sides = is_per_side.then(|| "`sides = \"each\"`".to_owned());
    let lines: Vec<String> = sets.into_iter().chain([format!("`{{key}} = {amount}`")]).chain(sides).collect();
    Some(format!("write {}", listed(&lines)))
}

/// The lines to write instead of a number of sets or rounds that contains the amount of each.
pub(super) fn lines_of_sets(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let (sets, rest) = sets_and_rest(&text)?;
    let (amount, is_per_side) = per_side(rest);
    let amount = match amount.parse::<Reps>() {
        Ok(reps) => format!("`reps = {}`", toml(&reps)),
        Err(_) => format!("`for = {}`", toml(&amount.parse::<Length>().ok()?)),
    };
    let sides = is_per_side.then(|| "`sides = \"each\"`".to_owned());
    let lines: Vec<String> = [format!("`{{key}} = {sets}`"), amount].into_iter().chain(sides).collect();
    Some(format!("write {}", listed(&lines)))
}

/// `3x10`, `3 × 10`, `3 sets of 10`: the number of sets, and the rest.
fn sets_and_rest(text: &str) -> Option<(u32, &str)> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let sets = text[..digits].parse().ok().filter(|sets| *sets > 0)?;
    let rest = text[digits..].trim_start();
    let words = ["sets of", "sets x", "sets ×", "set of", "x", "×", "*"];
    let rest = words.iter().find_map(|word| rest.strip_prefix(word))?.trim();
    (!rest.is_empty()).then_some((sets, rest))
}

/// An amount without the words that mean each side, and whether it has them.
fn per_side(text: &str) -> (&str, bool) {
    match PER_SIDE.iter().find_map(|end| text.strip_suffix(end)) {
        Some(amount) => (amount.trim_end_matches([' ', ',', '/']), true),
        None => (text, false),
    }
}

/// An amount as TOML: a plain number, or text in quotes.
pub(super) fn toml(amount: &impl Display) -> String {
    let text = amount.to_string();
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text } else { format!("\"{text}\"") }
}

/// `a`, `a and b`, `a, b and c`.
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_and_sides_get_lines_of_their_own() {
        for (text, expected) in [
            ("3x10", Some("write `sets = 3` and `{key} = 10`")),
            ("3 X 8-12 reps", Some("write `sets = 3` and `{key} = \"8-12\"`")),
            ("3 sets of 10 per side", Some("write `sets = 3`, `{key} = 10` and `sides = \"each\"`")),
            ("10/side", Some("write `{key} = 10` and `sides = \"each\"`")),
            ("12 reps each leg", Some("write `{key} = 12` and `sides = \"each\"`")),
            ("3 x max", None),
            ("10", None),
            ("x10", None),
            ("0x10", None),
            ("each side", None),
        ] {
            assert_eq!(lines::<Reps>(text).as_deref(), expected, "{text}");
        }
        assert_eq!(
            lines::<Length>("30 sec each side").as_deref(),
            Some("write `{key} = \"30s\"` and `sides = \"each\"`")
        );
        assert_eq!(lines_of_sets("3x10").as_deref(), Some("write `{key} = 3` and `reps = 10`"));
        assert_eq!(
            lines_of_sets("3 x 30s/side").as_deref(),
            Some("write `{key} = 3`, `for = \"30s\"` and `sides = \"each\"`")
        );
    }
}
