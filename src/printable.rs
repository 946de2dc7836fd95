//! Text that is safe to print: the only way from any text to a terminal, a pipe, JSON or a picture.
//!
//! File names, device names and the output of other programs come from outside. Terminals act on some characters
//! (control characters, C1 codes), and others change the writing direction or are invisible. In [`Printable`] text each
//! of them is escaped, as `\u{1b}`. Functions that print accept nothing else and convert plain text automatically, so
//! escaping cannot be forgotten.

use serde::Serialize;

/// Text for standard output or standard error. Line feeds and tabs are kept; the only escape sequences are the
/// program's own colours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printable(String);

impl Printable {
    /// Text to which the program has added colours, and whose words are already printable: see [`visible`].
    pub(crate) fn coloured(text: String) -> Printable {
        Printable(text)
    }

    /// Appends text.
    #[must_use]
    pub fn and(mut self, more: impl Into<Printable>) -> Printable {
        self.0 += &more.into().0;
        self
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Printable {
    fn from(text: &str) -> Printable {
        Printable(escape(text, |c| is_hidden(c) && c != '\n' && c != '\t'))
    }
}

impl From<String> for Printable {
    fn from(text: String) -> Printable {
        text.as_str().into()
    }
}

impl From<&String> for Printable {
    fn from(text: &String) -> Printable {
        text.as_str().into()
    }
}

/// Escapes text to one line: each hidden character becomes `\u{1b}`, a line feed `\n`.
#[must_use]
pub fn visible(text: &str) -> String {
    escape(text, is_hidden)
}

fn escape(text: &str, hides: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' if hides(c) => shown.push_str("\\n"),
            '\t' if hides(c) => shown.push_str("\\t"),
            c if hides(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    shown
}

/// Replaces each hidden character with visible ones of the same byte length, so that spans stay valid. Line feeds,
/// carriage returns and tabs are kept.
#[must_use]
pub fn of_same_length(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if !is_hidden(c) || matches!(c, '\n' | '\r' | '\t') {
            shown.push(c);
            continue;
        }
        shown.push_str(match c.len_utf8() {
            1 => "?",
            2 => "¿",
            3 => "\u{fffd}",
            _ => "\u{fffd}?",
        });
    }
    shown
}

/// Formats a value as one line of JSON, with hidden characters escaped as JSON does.
#[must_use]
pub fn json(value: &impl Serialize) -> String {
    // Only numbers, strings and lists of them, which always serialise.
    escaped(&serde_json::to_string(value).unwrap_or_default())
}

/// The same on several lines, for reading.
#[must_use]
pub fn pretty_json(value: &impl Serialize) -> String {
    escaped(&serde_json::to_string_pretty(value).unwrap_or_default())
}

/// Hidden characters occur only inside JSON strings; between them there are at most line feeds.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if is_hidden(c) && c != '\n' {
            for unit in c.encode_utf16(&mut [0; 2]) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            text.push(c);
        }
    }
    text
}

/// Whether a terminal acts on a character or does not show it: control characters, line and paragraph separators,
/// bidirectional controls, fillers and other invisible characters, and noncharacters.
///
/// Joiners (U+200C, U+200D) and variation selectors are not included: Persian, Hindi and many emoji need them.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    // Unicode's Default_Ignorable_Code_Point, its bidirectional controls, and its noncharacters.
    matches!(c,
        '\u{00}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || (c as u32) & 0xfffe == 0xfffe
}

/// Whether a text has visible content: letters, digits or symbols, not just spaces, joiners and marks without a letter.
#[must_use]
pub fn is_seen(text: &str) -> bool {
    let is_joiner = |c: char| matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
    text.chars().any(|c| !c.is_whitespace() && !is_hidden(c) && !is_joiner(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of each kind: escape, C1, delete, bidirectional, zero width, byte order mark, tag, filler, noncharacter.
    const HIDDEN: &str =
        "\u{1b}\u{9b}\u{7f}\u{202e}\u{2066}\u{200b}\u{feff}\u{e0041}\u{3164}\u{fffe}\u{10ffff}\r\u{2028}";

    #[test]
    fn hidden_characters_are_escaped_and_nothing_else_changes() {
        let harmless = "Übung 深く e\u{301} 🏋️\u{200d}♀️ \\ \"x\" 'y'\n\tz";
        assert_eq!(Printable::from(harmless).text(), harmless);
        assert_eq!(visible("a\u{1b}]0;x\u{7}\nb"), "a\\u{1b}]0;x\\u{7}\\nb");
        for c in HIDDEN.chars() {
            let text = format!("a{c}b");
            let shown = Printable::from(&text);
            assert_eq!(shown.text(), format!("a{}b", c.escape_unicode()));
            assert!(!is_seen(&c.to_string()), "{c:?}");
        }
        assert!(!is_seen(" \u{200d}\u{fe0f}") && is_seen("1"));
    }

    #[test]
    fn spans_stay_valid() {
        for c in HIDDEN.chars() {
            let text = format!("é{c}ü");
            let shown = of_same_length(&text);
            assert_eq!(shown.len(), text.len(), "{c:?}");
            assert!(shown.ends_with('ü') && (c == '\r' || !shown.chars().any(is_hidden)), "{c:?}: {shown:?}");
        }
        assert_eq!(of_same_length("a\r\n\tb"), "a\r\n\tb");
    }

    #[test]
    fn json_stays_the_same_value() {
        let value = serde_json::json!({ "a": HIDDEN, "b": ["x\n\"", 3] });
        for text in [json(&value), pretty_json(&value)] {
            assert!(!text.chars().any(|c| is_hidden(c) && c != '\n'), "{text:?}");
            assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
        }
    }
}
