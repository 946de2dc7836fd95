//! Normalizes text for any English voice: numbers, units, ranges, durations and abbreviations become words.

mod normalizer;
mod numbers;
mod per;
mod quantity;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use normalizer::Normalizer;
use tables::ABBREVIATIONS;

/// Writes out what is not a word: numbers, units, ranges, durations, fractions, symbols and abbreviations.
///
/// All other text is returned unchanged, other scripts included. White space is reduced to single spaces.
///
/// ```
/// use natural_voice::normalize;
///
/// assert_eq!(normalize("8-10 reps w/ 2.5 kg"), "eight to ten reps with two point five kilograms");
/// assert_eq!(normalize("Rest 1:30, approx."), "Rest one minute thirty, approximately.");
/// ```
#[must_use]
pub fn normalize(text: &str) -> String {
    Normalizer::new(split(text)).run()
}

/// A lexical piece of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece<'a> {
    /// Digits with thousands commas and at most one decimal point: `1,250`, `2.5`, `.5`.
    Number(&'a str),
    /// Letters with apostrophes inside: `don't`.
    Word(&'a str),
    /// A known abbreviation.
    Abbreviation {
        /// As in the text.
        written: &'a str,
        /// What it is short for.
        full: &'static str,
    },
    /// Any other character.
    Mark(char),
    /// Any run of white space.
    Space,
}

/// Splits a text into pieces, without gaps.
fn split(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut after_letter = false;
    while let Some(first) = rest.chars().next() {
        let (piece, length) = if first.is_whitespace() {
            let end = rest.find(|c: char| !c.is_whitespace());
            (Piece::Space, end.unwrap_or(rest.len()))
        } else if let Some(length) = number_length(rest) {
            (Piece::Number(&rest[..length]), length)
        } else if let Some((written, full)) = (!after_letter).then(|| abbreviation(rest)).flatten() {
            (Piece::Abbreviation { written, full }, written.len())
        } else if first.is_alphabetic() {
            let length = word_length(rest);
            (Piece::Word(&rest[..length]), length)
        } else {
            (Piece::Mark(first), first.len_utf8())
        };
        after_letter = matches!(piece, Piece::Word(_));
        found.push(piece);
        rest = &rest[length..];
    }
    found
}

/// The length in bytes of the number at the start of `text`.
fn number_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let run = |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = run(0);
    while (1..=3).contains(&run(0)) && bytes.get(end) == Some(&b',') && run(end + 1) == 3 {
        end += 4;
    }
    if bytes.get(end) == Some(&b'.') && run(end + 1) > 0 {
        end += 1 + run(end + 1);
    }
    (end > 0).then_some(end)
}

/// The length in bytes of the word at the start of `text`, including apostrophes between letters.
fn word_length(text: &str) -> usize {
    let mut end = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((start, c)) = letters.next() {
        let joins = matches!(c, '\'' | '’') && letters.peek().is_some_and(|(_, n)| n.is_alphabetic());
        if !(c.is_alphabetic() || joins) {
            break;
        }
        end = start + c.len_utf8();
    }
    end
}

/// The abbreviation at the start of `text`, as written there, and its full form.
fn abbreviation(text: &str) -> Option<(&str, &'static str)> {
    ABBREVIATIONS.iter().find_map(|(key, full)| {
        let head = text.get(..key.len())?;
        let open = key.ends_with(['.', '/']);
        let ends = open || !text[key.len()..].starts_with(char::is_alphanumeric);
        (ends && head.eq_ignore_ascii_case(key)).then_some((head, *full))
    })
}
