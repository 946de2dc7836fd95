//! Words that are not spoken as they are written: short forms, Roman numerals, `x` between numbers.

use super::Piece;
use super::normalizer::Normalizer;
use super::numbers::cardinal;
use super::tables::{BEFORE, NUMBERED, ROMAN, SHORT};

impl<'a> Normalizer<'a> {
    /// A word: as it is, or what it is short for.
    pub(super) fn word(&mut self, word: &'a str) {
        let next = self.skip_space(1);
        let before_number = self.number(next).is_some();
        if word.eq_ignore_ascii_case("x") && before_number && !self.is_joined() {
            self.write(if self.is_after(&["set", "sets"]) { "of" } else { "times" });
            self.at += 1;
            return;
        }
        let number_sign = (word.eq_ignore_ascii_case("no") || word.eq_ignore_ascii_case("nos"))
            && self.is_mark(1, ".")
            && self.number(self.skip_space(2)).is_some();
        let (spoken, pieces) = match self.spoken(word) {
            _ if number_sign => (if word.len() == 2 { "number" } else { "numbers" }.to_owned(), 2),
            Some(spoken) => (spoken, 1),
            None => (word.replace('’', "'"), 1),
        };
        if self.at > 0 && matches!(self.pieces[self.at - 1], Piece::Number(_) | Piece::Abbreviation { .. }) {
            self.write(&spoken);
        } else {
            self.out.push_str(&spoken);
        }
        self.at += pieces;
    }

    /// How a word is spoken, if not as it is written.
    fn spoken(&self, word: &str) -> Option<String> {
        let is_capital = |key: &str| key.starts_with(char::is_uppercase);
        let same = |key: &str| if is_capital(key) { key == word } else { key.eq_ignore_ascii_case(word) };
        let next = match self.peek(self.skip_space(1)) {
            Some(Piece::Word(next)) => next.to_lowercase(),
            _ => String::new(),
        };
        let before = BEFORE.iter().find(|(key, start, _)| same(key) && next.starts_with(start));
        if let Some((.., spoken)) = before {
            return Some((*spoken).to_owned());
        }
        if word.eq_ignore_ascii_case("chi") && self.is_after(&["tai"]) {
            return Some("chee".to_owned());
        }
        if let Some((_, spoken)) = SHORT.iter().find(|(key, _)| same(key)) {
            return Some((*spoken).to_owned());
        }
        self.roman(word)
    }

    /// A Roman numeral: `II`, `III`, `IV` and so on after a word with a capital letter, `I`, `V` and `X` only after a word that
    /// often has a number.
    fn roman(&self, word: &str) -> Option<String> {
        let number = ROMAN.iter().position(|numeral| *numeral == word)? + 1;
        let named = self.word_before().is_some_and(|before| before.starts_with(char::is_uppercase));
        (named && (word.len() > 1 || self.is_after(NUMBERED))).then(|| cardinal(number as u32))
    }

    /// The word before the next piece, if only white space is between.
    fn word_before(&self) -> Option<&'a str> {
        let back = usize::from(self.at > 0 && self.pieces[self.at - 1] == Piece::Space);
        match self.pieces.get(self.at.checked_sub(1 + back)?) {
            Some(Piece::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Whether the word before the next piece is one of these, in any case.
    pub(super) fn is_after(&self, words: &[&str]) -> bool {
        self.word_before().is_some_and(|before| words.iter().any(|word| word.eq_ignore_ascii_case(before)))
    }
}
