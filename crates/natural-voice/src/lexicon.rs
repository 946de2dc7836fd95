//! The dictionary: how each of 183,561 words is said, in one sorted text that is searched where it
//! lies in memory.
//!
//! A line is `word TAB rank TAB phonemes`, then `TAB kind=phonemes` for words that are said in another
//! way as another part of speech. The rank is `g` for the checked ("gold") list, `s` for the other
//! ("silver"). Lines are sorted by the bytes of the word.

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::path::Path;

use super::Error;

/// The dictionary's file.
pub(super) const FILE: &str = "lexicon.txt";

/// The dictionary in memory.
pub(super) struct Lexicon(Vec<u8>);

/// One word's line.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    /// True if it comes from the checked list.
    pub gold: bool,
    /// How it is said.
    pub usual: &'a str,
    /// `kind=phonemes`, separated by tabs; empty for most words.
    others: &'a str,
}

impl<'a> Entry<'a> {
    /// How the word is said as this kind: `NOUN`, `VERB`, `ADJ`, `VBD`, `DT`, or `None` at the end of
    /// a phrase.
    pub(super) fn kind(&self, kind: &str) -> Option<&'a str> {
        self.others.split('\t').find_map(|other| other.strip_prefix(kind)?.strip_prefix('='))
    }
}

impl Lexicon {
    /// Reads the dictionary. An error if the file cannot be read.
    pub(super) fn load(folder: &Path) -> Result<Lexicon, Error> {
        super::read(folder, FILE).map(Lexicon)
    }

    #[cfg(test)]
    pub(super) fn from_lines(lines: &[&str]) -> Lexicon {
        let mut lines = lines.to_vec();
        lines.sort_unstable();
        Lexicon(lines.join("\n").into_bytes())
    }

    /// The entry of a word: the checked list before the other, and the word as written before the
    /// same word with or without its capital.
    pub(super) fn find(&self, word: &str) -> Option<Entry<'_>> {
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

    /// True if the checked list has the word, with or without its capital.
    pub(super) fn is_gold(&self, word: &str) -> bool {
        self.find(word).is_some_and(|entry| entry.gold)
    }

    /// Finds a line by bisection over the bytes of the text. Only the line that is found is checked
    /// to be UTF-8: checking all of them would take longer than loading all the rest.
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
                Ordering::Equal => return entry(str::from_utf8(line).ok()?),
            }
        }
        None
    }
}

/// Reads one line.
fn entry(line: &str) -> Option<Entry<'_>> {
    let mut parts = line.splitn(4, '\t').skip(1);
    let gold = parts.next()? == "g";
    let usual = parts.next()?;
    Some(Entry { gold, usual, others: parts.next().unwrap_or_default() })
}

/// `Squat` for `squat` and `squat` for `Squat`; nothing for one letter or for `sQUAT`.
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
