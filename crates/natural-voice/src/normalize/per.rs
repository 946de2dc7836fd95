//! A slash between an amount and what it is counted by: "ten per side".

use super::Piece;
use super::normalizer::Normalizer;
use super::tables::{COUNTED, NOT_PER, PER, find_unit};

impl Normalizer<'_> {
    /// The slash after an amount: `10/side`, `30s/side`, `3x/week`, `8-10 /leg`. A unit is written out too: `10/min`.
    ///
    /// `label` is whether the number is part of a name, as in `L4/L5`, or counts something itself, as in `Day 1/rest`. Then
    /// the slash only separates.
    pub(super) fn per(&mut self, label: bool) {
        let slash = self.skip_space(0);
        let word = if slash == 1 { self.skip_space(2) } else { 1 };
        let (true, Some(Piece::Word(noun))) = (self.is_mark(slash, "/"), self.peek(word)) else { return };
        let separates = label
            || noun.chars().count() == 1 && find_unit(noun).is_none()
            || NOT_PER.iter().any(|other| other.eq_ignore_ascii_case(noun));
        if separates {
            return;
        }
        self.write("per");
        self.at += word;
        match find_unit(noun) {
            Some(unit) => {
                self.write(unit.one);
                self.at += 1;
            }
            None => self.out.push(' '),
        }
    }

    /// Whether the number at `at` is part of a name (`L4`), or the number of something that is counted (`Day 1`).
    pub(super) fn is_label(&self, at: usize) -> bool {
        let before = |back: usize| at.checked_sub(back).and_then(|place| self.pieces.get(place));
        match (before(1), before(2)) {
            (Some(Piece::Word(letters)), _) => !letters.eq_ignore_ascii_case("x"),
            (Some(Piece::Space), Some(Piece::Word(word))) => is_counted(word),
            _ => false,
        }
    }

    /// Whether the slash at `at` comes after an amount with its noun, as in `10 reps/side`, or after nothing, as in `/side`, and
    /// what follows is something to count by.
    pub(super) fn is_per(&self, at: usize) -> bool {
        let piece = |place: Option<usize>| place.and_then(|place| self.pieces.get(place));
        let noun = match (self.pieces.get(at + 1), self.pieces.get(at + 2)) {
            (Some(Piece::Word(word)), _) | (Some(Piece::Space), Some(Piece::Word(word))) => word,
            _ => return false,
        };
        if !is_among(noun, PER) {
            return false;
        }
        let back = usize::from(piece(at.checked_sub(1)) == Some(&Piece::Space));
        let spaced = back == 1 && self.pieces.get(at + 1) != Some(&Piece::Space);
        match piece(at.checked_sub(1 + back)) {
            Some(Piece::Word(word)) if is_among(word, PER) && !word.eq_ignore_ascii_case("rep") => false,
            Some(Piece::Word(word)) if word.eq_ignore_ascii_case("each") => false,
            Some(Piece::Word(_)) => {
                let amount = at.checked_sub(3 + back);
                spaced
                    || matches!(
                        (piece(amount), piece(amount.map(|at| at + 1))),
                        (Some(Piece::Number(_)), Some(Piece::Space))
                    )
            }
            Some(Piece::Abbreviation { .. }) => false,
            _ => spaced || at == 0,
        }
    }
}

/// Whether the numbers behind this word count something: "set two of three".
pub(super) fn is_counted(word: &str) -> bool {
    is_among(word, COUNTED)
}

fn is_among(word: &str, list: &[&str]) -> bool {
    list.iter().any(|other| other.eq_ignore_ascii_case(word))
}
