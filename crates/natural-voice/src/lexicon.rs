//! The lexicon: the pronunciation of 183,561 words, as one sorted text that is searched in memory.
//!
//! A line is `word TAB rank TAB phonemes`, then `TAB class=phonemes` for each part of speech that is pronounced in another
//! way. The rank is `g` for the checked list ("gold") and `s` for the other ("silver"). Lines are sorted by the bytes of the
//! word.

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::path::Path;

use crate::Error;
use crate::release::RELEASE;

/// The lexicon's file.
pub(crate) const FILE: &str = "lexicon.txt";

/// The lexicon in memory.
pub(crate) struct Lexicon(Vec<u8>);

/// One word's line.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// Whether it is in the checked list.
    pub gold: bool,
    /// The usual phonemes.
    pub usual: &'a str,
    /// `class=phonemes`, separated by tabs; empty for most words.
    others: &'a str,
}

impl<'a> Entry<'a> {
    /// The phonemes of the word in a class, if they differ: `NOUN`, `VERB`, `ADJ`, `VBD`, `DT`, or `None` at the end of a
    /// phrase.
    pub(crate) fn in_class(&self, class: &str) -> Option<&'a str> {
        self.others.split('\t').find_map(|other| other.strip_prefix(class)?.strip_prefix('='))
    }
}

impl Lexicon {
    /// Reads the lexicon.
    pub(crate) fn load(folder: &Path) -> Result<Lexicon, Error> {
        RELEASE.read(folder, FILE).map(Lexicon)
    }

    #[cfg(test)]
    pub(crate) fn from_lines(lines: &[&str]) -> Lexicon {
        let mut lines = lines.to_vec();
        lines.sort_unstable();
        Lexicon(lines.join("\n").into_bytes())
    }

    /// The entry of a word. The checked list has precedence, then the word as written over the same word with its first letter
    /// in the other case.
    pub(crate) fn find(&self, word: &str) -> Option<Entry<'_>> {
        let exact = self.exact(word);
        if exact.is_some_and(|entry| entry.gold) {
            return exact;
        }
        let other = other_case(word).and_then(|other| self.exact(&other));
        match (exact, other) {
            (_, Some(other)) if other.gold => Some(other),
            (None, other) => other,
            (exact, _) => exact,
        }
    }

    /// Whether the checked list has the word, with its first letter in either case.
    pub(crate) fn is_gold(&self, word: &str) -> bool {
        self.find(word).is_some_and(|entry| entry.gold)
    }

    /// Finds a line by binary search over the bytes of the text. Only the line that is found is checked to be UTF-8: checking all
    /// would take longer than loading the rest of the voice.
    fn exact(&self, word: &str) -> Option<Entry<'_>> {
        let (mut low, mut high) = (0, self.0.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let before = self.0[low..middle].iter().rposition(|b| *b == b'\n');
            let start = before.map_or(low, |at| low + at + 1);
            let after = self.0[middle..].iter().position(|b| *b == b'\n');
            let end = after.map_or(self.0.len(), |at| middle + at);
            let line = &self.0[start..end];
            let key = line.split(|b| *b == b'\t').next().unwrap_or_default();
            match key.cmp(word.as_bytes()) {
                Ordering::Less => low = end + 1,
                Ordering::Greater => high = start,
                Ordering::Equal => return parse_line(str::from_utf8(line).ok()?),
            }
        }
        None
    }
}

/// The entry in a line.
fn parse_line(line: &str) -> Option<Entry<'_>> {
    let mut parts = line.splitn(4, '\t').skip(1);
    let gold = parts.next()? == "g";
    let usual = parts.next()?;
    Some(Entry { gold, usual, others: parts.next().unwrap_or_default() })
}

/// `Squat` for `squat` and `squat` for `Squat`; `None` for a single letter and for `sQUAT`.
fn other_case(word: &str) -> Option<String> {
    let (first, rest) = word.split_at_checked(1)?;
    if rest.is_empty() || rest.bytes().any(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let first = match first.as_bytes()[0] {
        b if b.is_ascii_lowercase() => first.to_ascii_uppercase(),
        b if b.is_ascii_uppercase() => first.to_ascii_lowercase(),
        _ => return None,
    };
    Some(first + rest)
}
