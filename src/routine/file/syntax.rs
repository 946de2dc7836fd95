//! Fixes for the likeliest errors of syntax: missing quotes, quotes of a word processor, a colon for the equals sign.

use std::ops::Range;

use toml::de::DeTable;

use crate::diagnostic::Diagnostic;

/// Adds what to write instead, if the line shows what was meant.
pub(super) fn explained(error: Diagnostic, text: &str, line: &Range<usize>) -> Diagnostic {
    if let Some((span, fixed)) = curly_quotes(text, line) {
        let error = Diagnostic { title: "invalid TOML: curly quotes".to_owned(), ..error };
        return error
            .help("use straight quotes: a word processor or a phone makes them curly")
            .fix(span, fixed);
    }
    if let Some((span, fixed)) = colon(text, line) {
        return error.help("write `=` between a key and its value").fix(span, fixed);
    }
    match bare_value(text, line) {
        Some(value) if is_number_in_words(text, line, &text[value.clone()]) => {
            error.help("write the number in digits, such as `2`")
        }
        Some(value) => {
            let quotes = format!("\"{}\"", &text[value.clone()]);
            error.help("put durations, tempos and words in quotes").fix(value, quotes)
        }
        None => error,
    }
}

/// Takes out the values of a table whose lines have syntax errors, which have been reported: what is left of such a value
/// is not what was meant. Tables stay, because what is in them may be whole.
pub(super) fn take_broken(table: &mut DeTable<'_>, is_broken: impl Fn(usize) -> bool) {
    let broken =
        table.iter().filter(|(key, value)| !value.get_ref().is_table() && is_broken(key.span().start));
    let broken: Vec<String> = broken.map(|(key, _)| key.get_ref().to_string()).collect();
    for key in broken {
        table.remove(key.as_str());
    }
}

/// The keys whose values are numbers, or ranges of numbers.
const NUMBERS: [&str; 3] = ["sets", "rounds", "rate"];

/// Whether a line such as `sets = two` gives a number without any digit.
fn is_number_in_words(text: &str, line: &Range<usize>, value: &str) -> bool {
    let key = text.get(line.clone()).and_then(|line| line.split_once('='));
    key.is_some_and(|(key, _)| NUMBERS.contains(&key.trim())) && !value.contains(|c: char| c.is_ascii_digit())
}

/// Whether a line is valid alone.
fn is_toml(line: &str) -> bool {
    DeTable::parse(line).is_ok()
}

const CURLY_DOUBLE: &[char] = &['\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}'];
const CURLY_SINGLE: &[char] = &['\u{2018}', '\u{2019}', '\u{201a}'];

/// The value of a line with curly quotes around texts, and with straight ones instead.
fn curly_quotes(text: &str, line: &Range<usize>) -> Option<(Range<usize>, String)> {
    let (key, rest) = text.get(line.clone())?.split_once('=')?;
    let value = rest.trim();
    let start = line.start + key.len() + 1 + rest.find(value)?;
    let opening = value.trim_start_matches(['[', ' ']);
    if !opening.starts_with(CURLY_DOUBLE) && !opening.starts_with(CURLY_SINGLE) {
        return None;
    }
    let fixed = if opening.starts_with(CURLY_DOUBLE) {
        value.replace(CURLY_DOUBLE, "\"")
    } else {
        // An apostrophe within the text stays as it is.
        let pairs = [("\u{2018}", "\""), ("\u{201a}", "\"")];
        let opened =
            pairs.iter().fold(value.to_owned(), |value, (curly, straight)| value.replace(curly, straight));
        match opened.rfind('\u{2019}') {
            Some(last) => format!("{}\"{}", &opened[..last], &opened[last + '\u{2019}'.len_utf8()..]),
            None => return None,
        }
    };
    is_toml(&format!("{key}={fixed}")).then(|| (start..start + value.len(), fixed))
}

/// A line `key: value` as it should be.
fn colon(text: &str, line: &Range<usize>) -> Option<(Range<usize>, String)> {
    let written = text.get(line.clone())?;
    let (key, rest) = written.split_once(':')?;
    let value = rest.trim();
    if value.is_empty() {
        return None;
    }
    let start = line.start + written.find(key.trim())?;
    let end = line.start + written.trim_end().len();
    let quoted = format!("{} = {}", key.trim(), toml::Value::from(value));
    let plain = format!("{} = {value}", key.trim());
    let fixed = if is_toml(&plain) { plain } else { quoted };
    is_toml(&fixed).then_some((start..end, fixed))
}

/// The span of the value in a line `key = value` that lacks only its quotes.
fn bare_value(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let (key, rest) = text.get(line.clone())?.split_once('=')?;
    let value = rest.split('#').next()?.trim();
    let start = line.start + key.len() + 1 + rest.find(value)?;
    let is_word = !value.is_empty()
        && value.chars().all(|c| c.is_alphanumeric() || "-/:. ".contains(c))
        && !value.chars().all(|c| c.is_ascii_digit());
    is_word.then(|| start..start + value.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(line: &str) -> Option<String> {
        let error = explained(Diagnostic::plain("x"), line, &(0..line.len()));
        let (span, text) = error.fix?;
        Some([&line[..span.start], &text, &line[span.end..]].concat())
    }

    #[test]
    fn lines_are_fixed_if_they_show_what_was_meant() {
        for (line, expected) in [
            ("name = “Clam shell”", Some("name = \"Clam shell\"")),
            ("name = ‘Farmer’s walk’", Some("name = \"Farmer’s walk\"")),
            ("tips = [“One.”, “Two.”] # three", Some("tips = [\"One.\", \"Two.\"] # three")),
            ("reps = “10", None),
            ("name: Clam shell", Some("name = \"Clam shell\"")),
            ("reps: 10", Some("reps = 10")),
            ("  hold: \"2s\"", Some("  hold = \"2s\"")),
            ("rest = 20s", Some("rest = \"20s\"")),
            ("rest = 1:30", Some("rest = \"1:30\"")),
            ("reps = 012", None),
            ("title = \"Not closed", None),
            ("see: ", None),
        ] {
            assert_eq!(fixed(line).as_deref(), expected, "{line}");
        }
    }
}
