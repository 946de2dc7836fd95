//! Goes through the pieces of a text and writes words.

use super::Piece;
use super::numbers::fuse;
use super::tables::{BEFORE, DROPPED, FRACTIONS, SYMBOLS};

/// Goes through the pieces of a text and writes words.
pub(super) struct Normalizer<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
    /// The number of the next piece.
    pub(super) at: usize,
    /// The words written so far.
    pub(super) out: String,
    /// Whether a double or a single quotation mark is open, so that the next one closes it and is no unit.
    open: [bool; 2],
}

impl<'a> Normalizer<'a> {
    /// Starts at the first piece.
    pub(super) fn new(pieces: Vec<Piece<'a>>) -> Normalizer<'a> {
        Normalizer { pieces, at: 0, out: String::new(), open: [false; 2] }
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
    pub(super) fn is_joined(&self) -> bool {
        self.at > 0 && matches!(self.pieces[self.at - 1], Piece::Word(_) | Piece::Number(_))
    }

    /// Whether a double (`"`) or a single (`'`) quotation mark is open.
    pub(super) fn is_open(&self, double: bool) -> bool {
        self.open[usize::from(double)]
    }

    /// Writes words, after a space if necessary.
    pub(super) fn write(&mut self, words: &str) {
        if !self.out.is_empty() && !self.out.ends_with([' ', '(', '[', '"', '“']) {
            self.out.push(' ');
        }
        self.out.push_str(words);
    }

    /// Writes the words of a number, after a comma if they would run together with a number before: `20 5` is not 25.
    pub(super) fn write_number(&mut self, words: &str) {
        let length = self.out.trim_end().len();
        if fuse(&self.out[..length], words) {
            self.out.truncate(length);
            self.out.push(',');
        }
        self.write(words);
    }

    fn step(&mut self) {
        match self.pieces[self.at] {
            Piece::Number(number) => self.quantity(number),
            Piece::Abbreviation { written, full } => {
                self.write(self.before_noun(written).unwrap_or(full));
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

    /// What an abbreviation is short for before certain words: "external rotation", but "hip extension".
    fn before_noun(&self, written: &str) -> Option<&'static str> {
        let Some(Piece::Word(next)) = self.peek(self.skip_space(1)) else { return None };
        let (key, next) = (written.trim_end_matches('.').to_lowercase(), next.to_lowercase());
        BEFORE.iter().find(|(word, start, _)| *word == key && next.starts_with(start)).map(|(.., full)| *full)
    }

    fn mark(&mut self, mark: char) {
        let before_number = self.number(self.skip_space(1)).is_some();
        let joined_number = self.number(1).is_some() && !self.is_joined();
        if mark == ':' && joined_number && self.seconds() {
            return;
        }
        self.quote(mark);
        let is_per = mark == '/' && self.is_per(self.at);
        self.at += 1;
        let symbol = SYMBOLS.iter().find(|(symbol, _)| *symbol == mark);
        match (mark, symbol) {
            ('-' | '−', _) if joined_number => self.write("minus "),
            ('~' | '≈', _) if before_number => self.write("about "),
            ('#', _) if before_number => self.write("number "),
            ('/', _) if is_per => self.write("per "),
            // "left/right", "zone-2": the mark only separates the two.
            ('/', _) => self.out.push(' '),
            ('-', _) if self.at > 1 && self.number(0).is_some() => self.out.push(' '),
            (_, Some((_, words))) if FRACTIONS.iter().any(|(_, part)| part == words) => self.part(words),
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

    /// Notes whether a quotation mark opens or closes.
    fn quote(&mut self, mark: char) {
        let before = self.at.checked_sub(1).map(|at| self.pieces[at]);
        let begins = !matches!(before, Some(Piece::Word(_) | Piece::Number(_) | Piece::Abbreviation { .. }));
        match mark {
            '"' => self.open[1] = !self.open[1],
            '“' | '„' => self.open[1] = true,
            '”' => self.open[1] = false,
            '\'' | '‘' if begins => self.open[0] = true,
            '\'' | '’' => self.open[0] = false,
            _ => {}
        }
    }
}
