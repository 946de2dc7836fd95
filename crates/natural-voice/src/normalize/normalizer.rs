//! Goes through the pieces of a text and writes words.

use super::Piece;
use super::tables::{DROPPED, SYMBOLS};

/// Goes through the pieces of a text and writes words.
pub(super) struct Normalizer<'a> {
    pieces: Vec<Piece<'a>>,
    /// The number of the next piece.
    pub(super) at: usize,
    /// The words written so far.
    pub(super) out: String,
}

impl<'a> Normalizer<'a> {
    /// Starts at the first piece.
    pub(super) fn new(pieces: Vec<Piece<'a>>) -> Normalizer<'a> {
        Normalizer { pieces, at: 0, out: String::new() }
    }

    /// Goes through all pieces.
    pub(super) fn run(mut self) -> String {
        while self.at < self.pieces.len() {
            self.step();
        }
        self.out.trim().to_owned()
    }

    /// The piece `ahead` of the next one.
    pub(super) fn peek(&self, ahead: usize) -> Option<Piece<'a>> {
        self.pieces.get(self.at + ahead).copied()
    }

    /// The position of the first piece from `ahead` on that is not white space.
    pub(super) fn skip_space(&self, ahead: usize) -> usize {
        ahead + usize::from(self.peek(ahead) == Some(Piece::Space))
    }

    /// The number `ahead` of the next piece, if it is one.
    pub(super) fn number(&self, ahead: usize) -> Option<&'a str> {
        match self.peek(ahead) {
            Some(Piece::Number(number)) => Some(number),
            _ => None,
        }
    }

    /// Whether the piece `ahead` of the next one is one of these characters.
    pub(super) fn is_mark(&self, ahead: usize, marks: &str) -> bool {
        matches!(self.peek(ahead), Some(Piece::Mark(mark)) if marks.contains(mark))
    }

    /// Whether the last piece is a word or a number, so that the next one is joined to it.
    fn is_joined(&self) -> bool {
        self.at > 0 && matches!(self.pieces[self.at - 1], Piece::Word(_) | Piece::Number(_))
    }

    /// Writes words, after a space if necessary.
    pub(super) fn write(&mut self, words: &str) {
        if !self.out.is_empty() && !self.out.ends_with([' ', '(', '[', '"', '“']) {
            self.out.push(' ');
        }
        self.out.push_str(words);
    }

    fn step(&mut self) {
        match self.pieces[self.at] {
            Piece::Number(number) => self.quantity(number),
            Piece::Abbreviation { written, full } => {
                self.write(full);
                self.at += 1;
                // A full stop at the end of the text ends the sentence too.
                if written.ends_with('.') && self.skip_space(0) + self.at >= self.pieces.len() {
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
        let next = self.skip_space(1);
        let times = word.eq_ignore_ascii_case("x") && self.number(next).is_some() && !self.is_joined();
        if times {
            self.write("times");
        } else if self.at > 0
            && matches!(self.pieces[self.at - 1], Piece::Number(_) | Piece::Abbreviation { .. })
        {
            self.write(word);
        } else {
            self.out.push_str(&word.replace('’', "'"));
        }
        self.at += 1;
    }

    fn mark(&mut self, mark: char) {
        let before_number = self.number(self.skip_space(1)).is_some();
        let joined_number = self.number(1).is_some() && !self.is_joined();
        self.at += 1;
        let symbol = SYMBOLS.iter().find(|(symbol, _)| *symbol == mark);
        match (mark, symbol) {
            ('-' | '−', _) if joined_number => self.write("minus "),
            ('~' | '≈', _) if before_number => self.write("about "),
            ('#', _) if before_number => self.write("number "),
            // "left/right", "zone-2": the mark only separates the two.
            ('/', _) => self.out.push(' '),
            ('-', _) if self.at > 1 && self.number(0).is_some() => self.out.push(' '),
            (_, Some((_, words))) => {
                self.write(words);
                self.out.push(' ');
            }
            _ if DROPPED.contains(mark) => {}
            // "word ." and "ten kg , rest": there is no space before punctuation.
            (',' | '.' | ';' | ':' | '!' | '?' | ')' | '…', _) => {
                self.out.truncate(self.out.trim_end().len());
                self.out.push(mark);
            }
            _ => self.out.push(mark),
        }
    }
}
