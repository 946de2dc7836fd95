//! The lines of a text, found in it once: to look for them at each error takes a time that grows with the square of the
//! file.

use std::ops::Range;

/// Where the lines of a text begin.
#[derive(Debug, Clone)]
pub struct Lines {
    /// The first byte of each line.
    starts: Vec<usize>,
    /// The bytes of the text.
    length: usize,
}

impl Lines {
    /// The lines of a text; one that ends in a line feed has an empty line after it.
    #[must_use]
    pub fn of(text: &str) -> Lines {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Lines { starts, length: text.len() }
    }

    /// Which line a byte is on, from 0; behind the end, the last one.
    #[must_use]
    pub fn number(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// The bytes of a line, without its line feed; the last line if there are not so many.
    #[must_use]
    pub fn line(&self, number: usize) -> Range<usize> {
        let number = number.min(self.starts.len() - 1);
        let end = self.starts.get(number + 1).map_or(self.length, |next| next - 1);
        self.starts[number]..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_by_number_and_by_byte() {
        let text = "a = 1\n\nbé";
        let lines = Lines::of(text);
        assert_eq!([0, 5, 6, 7, 99].map(|at| lines.number(at)), [0, 0, 1, 2, 2]);
        assert_eq!([0, 1, 2, 9].map(|number| &text[lines.line(number)]), ["a = 1", "", "bé", "bé"]);
        assert_eq!(Lines::of("").line(0), 0..0);
        assert_eq!(Lines::of("x\n").line(1), 2..2);
    }
}
