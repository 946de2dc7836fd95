//! Walks over the pieces of a text and writes its words.

use super::Piece;
use super::tables::{DROPPED, SYMBOLS};

/// Walks over the pieces and writes the words.
pub(super) struct Reader<'a> {
    pieces: Vec<Piece<'a>>,
    /// The piece that is read next.
    pub(super) at: usize,
    /// What was written so far.
    pub(super) out: String,
}

impl<'a> Reader<'a> {
    /// Starts before the first piece.
    pub(super) fn new(pieces: Vec<Piece<'a>>) -> Reader<'a> {
        Reader { pieces, at: 0, out: String::new() }
    }

    /// The words of all pieces.
    pub(super) fn words(mut self) -> String {
        while self.at < self.pieces.len() {
            self.step();
        }
        self.out.trim().to_owned()
    }

    pub(super) fn peek(&self, ahead: usize) -> Option<Piece<'a>> {
        self.pieces.get(self.at + ahead).copied()
    }

    /// The place of the next piece from `ahead` on that is not white space.
    pub(super) fn past_space(&self, ahead: usize) -> usize {
        ahead + usize::from(self.peek(ahead) == Some(Piece::Space))
    }

    pub(super) fn number(&self, ahead: usize) -> Option<&'a str> {
        match self.peek(ahead) {
            Some(Piece::Number(number)) => Some(number),
            _ => None,
        }
    }

    pub(super) fn is_mark(&self, ahead: usize, marks: &str) -> bool {
        matches!(self.peek(ahead), Some(Piece::Mark(mark)) if marks.contains(mark))
    }

    pub(super) fn is_number_next(&self, ahead: usize) -> bool {
        self.number(ahead).is_some()
    }

    /// True where the piece before this one ends a word or a number, with nothing between.
    fn joined(&self) -> bool {
        self.at > 0 && matches!(self.pieces[self.at - 1], Piece::Word(_) | Piece::Number(_))
    }

    /// Appends words, apart from what stands before by a space.
    pub(super) fn say(&mut self, words: &str) {
        if !self.out.is_empty() && !self.out.ends_with([' ', '(', '[', '"', '“']) {
            self.out.push(' ');
        }
        self.out.push_str(words);
    }

    fn step(&mut self) {
        match self.pieces[self.at] {
            Piece::Number(number) => self.quantity(number),
            Piece::Short(full, short) => {
                self.say(full);
                self.at += 1;
                // A stop that ends both the abbreviation and the text still ends the sentence.
                if short.ends_with('.') && self.past_space(0) + self.at >= self.pieces.len() {
                    self.out.push('.');
                }
            }
            Piece::Word(word) => self.word(word),
            Piece::Mark(mark) => self.mark(mark),
            Piece::Space => {
                if !self.out.ends_with(' ') {
                    self.out.push(' ');
                }
                self.at += 1;
            }
        }
    }

    fn word(&mut self, word: &'a str) {
        let next = self.past_space(1);
        let times = word.eq_ignore_ascii_case("x") && self.is_number_next(next) && !self.joined();
        if times {
            self.say("times");
        } else if self.at > 0 && matches!(self.pieces[self.at - 1], Piece::Number(_) | Piece::Short(..)) {
            self.say(word);
        } else {
            self.out.push_str(&word.replace('’', "'"));
        }
        self.at += 1;
    }

    fn mark(&mut self, mark: char) {
        let before_number = self.is_number_next(self.past_space(1));
        let glued_number = self.is_number_next(1) && !self.joined();
        self.at += 1;
        let said = SYMBOLS.iter().find(|(symbol, _)| *symbol == mark);
        match (mark, said) {
            ('-' | '−', _) if glued_number => self.say("minus "),
            ('~' | '≈', _) if before_number => self.say("about "),
            ('#', _) if before_number => self.say("number "),
            // "left/right", "zone-2": the sign only parts the two.
            ('/', _) => self.out.push(' '),
            ('-', _) if self.at > 1 && self.is_number_next(0) => self.out.push(' '),
            (_, Some((_, words))) => {
                self.say(words);
                self.out.push(' ');
            }
            _ if DROPPED.contains(mark) => {}
            // "word ." and "ten kg , rest": punctuation stands at the word before it.
            (',' | '.' | ';' | ':' | '!' | '?' | ')' | '…', _) => {
                self.out.truncate(self.out.trim_end().len());
                self.out.push(mark);
            }
            _ => self.out.push(mark),
        }
    }
}
