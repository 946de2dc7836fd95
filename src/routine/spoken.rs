//! Texts as spoken: their estimated length, and pronunciations.

use std::collections::HashMap;
use std::time::Duration;

/// The maximum number of characters of a phrase after pronunciations are applied: about two minutes of speech.
pub const LONGEST: usize = 2_000;

/// Estimates how long a text takes to say: English has about 15 letters a second, with a breath at each comma and full
/// stop (150 words a minute, the pace of an audiobook).
#[must_use]
pub fn estimated(text: &str) -> Duration {
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count() as u64;
    let digits = text.chars().filter(char::is_ascii_digit).count() as u64;
    let breaths = text.chars().filter(|c| matches!(c, ',' | '.' | ';' | ':' | '!' | '?')).count() as u64;
    // A digit is spoken as a word of about five letters.
    Duration::from_millis(200 + letters * 65 + digits * 260 + breaths * 150)
}

/// The words that are pronounced differently. A lookup takes the same time for any number of them.
#[derive(Debug, Clone, Default)]
pub struct Pronunciation(HashMap<String, String>);

impl Pronunciation {
    /// From a routine's table of words and replacements. If a word occurs twice, the first entry counts.
    #[must_use]
    pub fn new(table: &[(String, String)]) -> Pronunciation {
        let mut words = HashMap::with_capacity(table.len());
        for (word, say) in table {
            words.entry(word.to_lowercase()).or_insert_with(|| say.clone());
        }
        Pronunciation(words)
    }

    /// Whether there are no replacements.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Replaces whole words, regardless of capitalization.
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
    fn letters_digits_and_breaths_take_time() {
        let millis = |text: &str| estimated(text).as_millis();
        assert_eq!(["", "Rest", "Rest.", "Rest, now"].map(millis), [200, 460, 610, 805]);
        // A digit is a letter too.
        assert_eq!(["4", "40", "Set 4 of 5."].map(millis), [525, 850, 200 + 7 * 65 + 2 * 260 + 150]);
    }

    #[test]
    fn whole_words_are_replaced() {
        let table = [("RDL".to_owned(), "Romanian deadlift".to_owned()), ("rdl".to_owned(), "no".to_owned())];
        assert_eq!(
            Pronunciation::new(&table).apply("Single-leg RDL. Not RDLs, rdl!"),
            "Single-leg Romanian deadlift. Not RDLs, Romanian deadlift!"
        );
        assert_eq!(Pronunciation::new(&[]).apply("RDL"), "RDL");
    }
}
