//! A command line split as a shell splits it, even while it is typed: the last word may lack its closing quote.

/// The words of a line up to the cursor; the last one, possibly empty, is being typed.
pub(super) fn split(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_begun = false;
    for (c, is_quoted) in Unquoted::new(line) {
        let is_space = c.is_some_and(char::is_whitespace) && !is_quoted;
        match (c, words.last_mut()) {
            _ if is_space && is_begun => {
                words.push(String::new());
                is_begun = false;
            }
            _ if is_space => {}
            (c, last) => {
                is_begun = true;
                if let (Some(c), Some(last)) = (c, last) {
                    last.push(c);
                }
            }
        }
    }
    words
}

/// Removes the quotes of one word.
pub(super) fn unquoted(word: &str) -> String {
    Unquoted::new(word).filter_map(|(c, _)| c).collect()
}

/// The characters of a line without the surrounding quotes, each with whether it was quoted; `None` for a quote itself,
/// which starts a word even if nothing is inside.
struct Unquoted<'a> {
    rest: std::str::Chars<'a>,
    quote: Option<char>,
}

impl<'a> Unquoted<'a> {
    fn new(text: &'a str) -> Unquoted<'a> {
        Unquoted { rest: text.chars(), quote: None }
    }
}

impl Iterator for Unquoted<'_> {
    type Item = (Option<char>, bool);

    fn next(&mut self) -> Option<Self::Item> {
        let c = self.rest.next()?;
        match (self.quote, c) {
            (None, '\'' | '"') => {
                self.quote = Some(c);
                Some((None, true))
            }
            (Some(quote), c) if c == quote => {
                self.quote = None;
                Some((None, true))
            }
            (None, '\\') => Some((self.rest.next(), true)),
            (Some('"'), '\\') => {
                // Inside double quotes only these characters can be escaped.
                if self.rest.as_str().starts_with(['"', '\\', '$', '`']) {
                    return Some((self.rest.next(), true));
                }
                Some((Some(c), true))
            }
            (quote, c) => Some((Some(c), quote.is_some())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_as_a_shell_does() {
        for (line, expected) in [
            ("", &[""][..]),
            ("repcue run ", &["repcue", "run", ""]),
            ("repcue  run ./fi", &["repcue", "run", "./fi"]),
            ("repcue run my\\ ev", &["repcue", "run", "my ev"]),
            ("repcue run 'my ev", &["repcue", "run", "my ev"]),
            ("repcue run \"my \\\"e\\v\" x", &["repcue", "run", "my \"e\\v", "x"]),
            ("a '' b''c", &["a", "", "bc"]),
            ("set x block:'Cool down", &["set", "x", "block:Cool down"]),
            ("a \\", &["a", ""]),
        ] {
            assert_eq!(split(line), expected, "{line}");
        }
        assert_eq!(unquoted("my\\ e'v i'"), "my ev i");
    }
}
