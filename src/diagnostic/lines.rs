//! The lines of a text, located once: searching for them at each error would take quadratic time.

use std::ops::Range;

/// The positions of the lines of a text.
#[derive(Debug, Clone)]
pub struct Lines {
    /// The first byte of each line.
    starts: Vec<usize>,
    /// The length of the text in bytes.
    length: usize,
}

impl Lines {
    /// Locates the lines of a text; after a final line feed there is an empty line.
    #[must_use]
    pub fn new(text: &str) -> Lines {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Lines { starts, length: text.len() }
    }

    /// The index of the line that contains a byte; the last one beyond the end.
    #[must_use]
    pub fn number(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// The byte range of a line without its line feed; the last line if the index is too large.
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
        let lines = Lines::new(text);
        assert_eq!([0, 5, 6, 7, 99].map(|at| lines.number(at)), [0, 0, 1, 2, 2]);
        assert_eq!([0, 1, 2, 9].map(|number| &text[lines.line(number)]), ["a = 1", "", "bé", "bé"]);
        assert_eq!(Lines::new("").line(0), 0..0);
        assert_eq!(Lines::new("x\n").line(1), 2..2);
    }
}
