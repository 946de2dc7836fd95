//! Texts as they are said: how long they take, and which of their words are said otherwise.

use std::collections::HashMap;
use std::time::Duration;

/// The most characters of one phrase, after its words were replaced: some two minutes of speech.
pub const LONGEST: usize = 2_000;

/// How long a text takes to say, about: English is spoken at some 15 letters a second, with a breath at
/// each comma and full stop (150 words a minute, the pace of an audiobook).
#[must_use]
pub fn estimated(text: &str) -> Duration {
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count() as u64;
    let digits = text.chars().filter(char::is_ascii_digit).count() as u64;
    let breaths = text.chars().filter(|c| matches!(c, ',' | '.' | ';' | ':' | '!' | '?')).count() as u64;
    // A digit is a word of some five letters.
    Duration::from_millis(200 + letters * 65 + digits * 260 + breaths * 150)
}

/// The words that are said otherwise, found in the same time however many there are.
#[derive(Debug, Clone, Default)]
pub struct Pronunciation(HashMap<String, String>);

impl Pronunciation {
    /// Of a routine's table: each word with what to say. Of a word that comes twice, the first counts.
    #[must_use]
    pub fn of(table: &[(String, String)]) -> Pronunciation {
        let mut words = HashMap::with_capacity(table.len());
        for (word, say) in table {
            words.entry(word.to_lowercase()).or_insert_with(|| say.clone());
        }
        Pronunciation(words)
    }

    /// Whether no word is said otherwise.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A text with whole words replaced, however they are capitalised.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        if self.is_empty() {
            return text.to_owned();
        }
        let is_word = |c: char| c.is_alphanumeric() || c == '\'' || c == '-';
        let mut said = String::new();
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            said += self.0.get(&word.to_lowercase()).map_or(word, String::as_str);
            let next = after.find(is_word).unwrap_or(after.len());
            said += &after[..next];
            rest = &after[next..];
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_replaced() {
        let table = [("RDL".to_owned(), "Romanian deadlift".to_owned()), ("rdl".to_owned(), "no".to_owned())];
        assert_eq!(
            Pronunciation::of(&table).apply("Single-leg RDL. Not RDLs, rdl!"),
            "Single-leg Romanian deadlift. Not RDLs, Romanian deadlift!"
        );
        assert_eq!(Pronunciation::of(&[]).apply("RDL"), "RDL");
    }
}
