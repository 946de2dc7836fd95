//! Splits a line into words and punctuation.

/// The most parts between hyphens that a word of the lexicon has.
pub(super) const MAX_PARTS: usize = 7;

/// A word or a punctuation mark, and whether white space follows it.
#[derive(Debug, PartialEq)]
pub(super) enum Token {
    /// A word as its parts between hyphens: `single-leg` has two. They have only letters and apostrophes.
    Word { parts: Vec<String>, space_after: bool },
    /// A punctuation mark that the voice knows.
    Mark { mark: char, space_after: bool },
}

impl Token {
    pub(super) fn space_after(&self) -> bool {
        match self {
            Token::Word { space_after, .. } | Token::Mark { space_after, .. } => *space_after,
        }
    }

    /// The word with its hyphens, up to as many parts as a word of the lexicon has; `None` for a punctuation mark.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Token::Word { parts, .. } => Some(parts[..parts.len().min(MAX_PARTS)].join("-")),
            Token::Mark { .. } => None,
        }
    }
}

/// The tokens of a text. What the voice cannot say is left out.
pub(super) fn tokenize(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut quote_open = false;
    for chunk in text.split_whitespace() {
        tokenize_chunk(chunk, &mut quote_open, &mut found);
        if let Some(Token::Word { space_after, .. } | Token::Mark { space_after, .. }) = found.last_mut() {
            *space_after = true;
        }
    }
    found
}

/// The tokens of a text without white space.
fn tokenize_chunk(chunk: &str, quote_open: &mut bool, found: &mut Vec<Token>) {
    let dash = |c: char| matches!(c, '-' | '–' | '—' | '−');
    if chunk.chars().all(dash) {
        // A hyphen at the very beginning marks a list item.
        if chunk == "-" && found.is_empty() {
            return;
        }
        found.push(Token::Mark { mark: '—', space_after: false });
        return;
    }
    let mut parts: Vec<String> = Vec::new();
    let mut part = String::new();
    let mut letters = chunk.chars().peekable();
    while let Some(c) = letters.next() {
        let apostrophe = matches!(c, '\'' | '’' | '‘');
        if c.is_alphabetic() {
            part.push(c);
            continue;
        }
        if apostrophe && !part.is_empty() {
            part.push('\'');
            continue;
        }
        let hyphen = matches!(c, '-' | '‐' | '‑');
        if !part.is_empty() {
            parts.push(std::mem::take(&mut part));
        }
        if hyphen && !parts.is_empty() && letters.peek().is_some_and(|n| n.is_alphabetic()) {
            continue;
        }
        end_word(&mut parts, found);
        let mark = match c {
            '"' => {
                *quote_open = !*quote_open;
                Some(if *quote_open { '“' } else { '”' })
            }
            '[' | '{' => Some('('),
            ']' | '}' => Some(')'),
            '–' | '—' => Some('—'),
            c if ";:,.!?…()“”".contains(c) => Some(c),
            _ => None,
        };
        if let Some(mark) = mark {
            found.push(Token::Mark { mark, space_after: false });
        } else if let Some(Token::Word { space_after, .. }) = found.last_mut() {
            *space_after = true;
        }
    }
    if !part.is_empty() {
        parts.push(part);
    }
    end_word(&mut parts, found);
}

/// Turns the parts into a word.
fn end_word(parts: &mut Vec<String>, found: &mut Vec<Token>) {
    let letters = |part: &String| part.chars().any(char::is_alphabetic);
    parts.retain(letters);
    if !parts.is_empty() {
        found.push(Token::Word { parts: std::mem::take(parts), space_after: false });
    }
}
