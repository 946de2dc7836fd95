//! Large letters and digits, drawn with half blocks: a character is five dots high, and a dot is as high as half a row
//! at size 1, a row at size 2, and so on.

use unicode_normalization::UnicodeNormalization;

use super::canvas::{Canvas, Ink};

/// The height of every character, in dots.
const DOTS: u16 = 5;

/// The dots of a character, row by row; `None` if there are none for it.
fn dots(character: char) -> Option<[&'static str; 5]> {
    Some(match character {
        'A' => [".#.", "#.#", "###", "#.#", "#.#"],
        'B' => ["##.", "#.#", "##.", "#.#", "##."],
        'C' => [".##", "#..", "#..", "#..", ".##"],
        'D' => ["##.", "#.#", "#.#", "#.#", "##."],
        'E' => ["###", "#..", "##.", "#..", "###"],
        'F' => ["###", "#..", "##.", "#..", "#.."],
        'G' => [".##", "#..", "#.#", "#.#", ".##"],
        'H' => ["#.#", "#.#", "###", "#.#", "#.#"],
        'I' | '|' => ["#", "#", "#", "#", "#"],
        'J' => ["..#", "..#", "..#", "#.#", ".#."],
        'K' => ["#.#", "#.#", "##.", "#.#", "#.#"],
        'L' => ["#..", "#..", "#..", "#..", "###"],
        'M' => ["#...#", "##.##", "#.#.#", "#...#", "#...#"],
        'N' => ["#..#", "##.#", "#.##", "#..#", "#..#"],
        'O' => [".##.", "#..#", "#..#", "#..#", ".##."],
        'P' => ["##.", "#.#", "##.", "#..", "#.."],
        'Q' => [".##.", "#..#", "#..#", ".##.", "...#"],
        'R' => ["##.", "#.#", "##.", "#.#", "#.#"],
        'S' => [".##", "#..", ".#.", "..#", "##."],
        'T' => ["###", ".#.", ".#.", ".#.", ".#."],
        'U' => ["#.#", "#.#", "#.#", "#.#", "###"],
        'V' => ["#.#", "#.#", "#.#", "#.#", ".#."],
        'W' => ["#...#", "#...#", "#.#.#", "##.##", "#...#"],
        'X' => ["#.#", "#.#", ".#.", "#.#", "#.#"],
        'Y' => ["#.#", "#.#", ".#.", ".#.", ".#."],
        'Z' => ["###", "..#", ".#.", "#..", "###"],
        '0' => ["###", "#.#", "#.#", "#.#", "###"],
        '1' => [".#.", "##.", ".#.", ".#.", "###"],
        '2' => ["###", "..#", "###", "#..", "###"],
        '3' => ["###", "..#", "###", "..#", "###"],
        '4' => ["#.#", "#.#", "###", "..#", "..#"],
        '5' => ["###", "#..", "###", "..#", "###"],
        '6' => ["###", "#..", "###", "#.#", "###"],
        '7' => ["###", "..#", "..#", "..#", "..#"],
        '8' => ["###", "#.#", "###", "#.#", "###"],
        '9' => ["###", "#.#", "###", "..#", "###"],
        ' ' => [".", ".", ".", ".", "."],
        ':' => [".", "#", ".", "#", "."],
        '/' => ["..#", "..#", ".#.", "#..", "#.."],
        '-' | '\u{2010}'..='\u{2014}' => ["..", "..", "##", "..", ".."],
        '+' => ["...", ".#.", "###", ".#.", "..."],
        '.' => [".", ".", ".", ".", "#"],
        ',' => [".", ".", ".", "#", "#"],
        '\'' | '\u{2018}' | '\u{2019}' => ["#", "#", ".", ".", "."],
        '(' => [".#", "#.", "#.", "#.", ".#"],
        ')' => ["#.", ".#", ".#", ".#", "#."],
        '&' => [".#..", "#.#.", ".#..", "#.#.", ".#.#"],
        '!' => ["#", "#", "#", ".", "#"],
        '?' => ["##.", "..#", ".#.", "...", ".#."],
        '\u{25c0}' => ["..#", ".##", "###", ".##", "..#"],
        '\u{25b6}' => ["#..", "##.", "###", "##.", "#.."],
        _ => return None,
    })
}

/// A text in large characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Large {
    glyphs: Vec<[&'static str; 5]>,
    /// How many half rows high, and columns wide, a dot is; at least 1.
    size: u16,
}

impl Large {
    /// The text in capitals; `None` if it has characters that do not exist large. Accents are left out.
    #[must_use]
    pub fn new(text: &str, size: u16) -> Option<Large> {
        let letters = text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
        let glyphs = letters.flat_map(char::to_uppercase).map(dots).collect::<Option<Vec<_>>>()?;
        Some(Large { glyphs, size: size.max(1) })
    }

    /// The number of columns that it takes.
    #[must_use]
    pub fn columns(&self) -> u16 {
        let dots: usize = self.glyphs.iter().map(|glyph| glyph[0].len() + 1).sum();
        u16::try_from(dots.saturating_sub(1)).unwrap_or(u16::MAX).saturating_mul(self.size)
    }

    /// The number of rows that it takes.
    #[must_use]
    pub fn rows(&self) -> u16 {
        rows(self.size)
    }

    /// Draws it, with its top left corner at a cell.
    pub fn draw(&self, canvas: &mut Canvas, (x, y): (u16, u16), ink: Ink) {
        let mut left = x;
        for glyph in &self.glyphs {
            let columns = u16::try_from(glyph[0].len()).unwrap_or(0) * self.size;
            for row in 0..self.rows() {
                for column in 0..columns {
                    let is_set = |half: u16| {
                        let line = glyph.get(usize::from(half / self.size));
                        line.is_some_and(|line| {
                            line.as_bytes().get(usize::from(column / self.size)) == Some(&b'#')
                        })
                    };
                    let block = match (is_set(2 * row), is_set(2 * row + 1)) {
                        (true, true) => '█',
                        (true, false) => '▀',
                        (false, true) => '▄',
                        (false, false) => continue,
                    };
                    canvas.set((left.saturating_add(column), y + row), block, ink);
                }
            }
            left = left.saturating_add(columns + self.size);
        }
    }
}

/// The number of rows of a size.
#[must_use]
pub fn rows(size: u16) -> u16 {
    (DOTS * size).div_ceil(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str, size: u16) -> Vec<String> {
        let large = Large::new(text, size).unwrap();
        let mut canvas = Canvas::new(large.columns(), large.rows(), false);
        large.draw(&mut canvas, (0, 0), Ink::PLAIN);
        canvas.rows()
    }

    #[test]
    fn characters_are_as_large_as_their_size() {
        assert_eq!(drawn("7/15", 1), ["▀▀█   █ ▄█  █▀▀", "  █ ▄▀   █  ▀▀█", "  ▀ ▀   ▀▀▀ ▀▀▀"]);
        assert_eq!(drawn("1", 2), ["  ██", "████", "  ██", "  ██", "██████"]);
        assert_eq!([1, 2, 3, 4].map(rows), [3, 5, 8, 10]);
        assert_eq!(Large::new("12", 3).unwrap().columns(), 21);
    }

    #[test]
    fn all_glyphs_are_five_rows_of_one_width() {
        for character in ('\u{20}'..'\u{2600}').filter_map(dots) {
            assert!(character.iter().all(|row| row.len() == character[0].len()), "{character:?}");
        }
        for character in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".chars() {
            let same = ('0'..='Z').filter(|other| dots(*other) == dots(character)).count();
            assert_eq!(same, 1, "{character} looks like another one");
        }
    }

    #[test]
    fn accents_are_left_out_and_other_scripts_are_not_large() {
        assert_eq!(Large::new("Übung à gauche", 1), Large::new("UBUNG A GAUCHE", 1));
        assert_eq!(Large::new("Fuß", 1), Large::new("FUSS", 1));
        assert_eq!(Large::new("蚌殼式", 1), None);
        assert_eq!(Large::new("", 1).unwrap().columns(), 0);
    }
}
