//! A drawing of a terminal's screen: characters in cells, with ink. The only file that names `ratatui`.
//!
//! Drawing is pure, so tests compare drawings, and [`Canvas::bytes`] turns the difference between two of them into what
//! a terminal is sent.

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthStr;

use crate::printable::visible;

/// A rectangle of cells: its first column and row, and its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// The first column, from 0.
    pub x: u16,
    /// The first row, from 0.
    pub y: u16,
    /// The number of columns.
    pub columns: u16,
    /// The number of rows.
    pub rows: u16,
}

/// The colours: those that each terminal has, in the shades of its theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Lift, and work.
    Green,
    /// Hold.
    Yellow,
    /// Lower, and the left side.
    Cyan,
    /// Rest.
    Blue,
    /// Switch, and waiting.
    Magenta,
    /// An error.
    Red,
    /// Pause, and "get ready".
    Grey,
}

impl Colour {
    fn painted(self) -> Color {
        match self {
            Colour::Green => Color::Green,
            Colour::Yellow => Color::Yellow,
            Colour::Cyan => Color::Cyan,
            Colour::Blue => Color::Blue,
            Colour::Magenta => Color::Magenta,
            Colour::Red => Color::Red,
            Colour::Grey => Color::Gray,
        }
    }

    /// The ink on a ground of this colour that can be read in dark and light themes.
    fn on_it(self) -> Color {
        match self {
            Colour::Blue | Colour::Red => Color::White,
            _ => Color::Black,
        }
    }
}

/// How a cell is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ink {
    /// The colour; `None` is the terminal's own.
    pub colour: Option<Colour>,
    /// Whether the colour is the ground, and the character is black or white on it. Without colours, and without a
    /// colour, ground and character are exchanged instead.
    pub is_ground: bool,
    /// Whether it is bold.
    pub is_bold: bool,
    /// Whether it is dim.
    pub is_dim: bool,
}

impl Ink {
    /// The terminal's own colours.
    pub const PLAIN: Ink = Ink { colour: None, is_ground: false, is_bold: false, is_dim: false };
    /// The same, bold.
    pub const BOLD: Ink = Ink { is_bold: true, ..Ink::PLAIN };
    /// The same, dim.
    pub const DIM: Ink = Ink { is_dim: true, ..Ink::PLAIN };

    /// Characters in a colour.
    #[must_use]
    pub const fn of(colour: Colour) -> Ink {
        Ink { colour: Some(colour), ..Ink::PLAIN }
    }

    /// Characters on a ground of a colour.
    #[must_use]
    pub const fn on(colour: Option<Colour>) -> Ink {
        Ink { colour, is_ground: true, ..Ink::PLAIN }
    }

    fn style(self, has_colours: bool) -> Style {
        let mut style = Style::new();
        match self.colour.filter(|_| has_colours) {
            Some(colour) if self.is_ground => style = style.fg(colour.on_it()).bg(colour.painted()),
            Some(colour) => style = style.fg(colour.painted()),
            None if self.is_ground => style = style.add_modifier(Modifier::REVERSED),
            None => {}
        }
        if self.is_bold {
            style = style.add_modifier(Modifier::BOLD);
        }
        if self.is_dim {
            style = style.add_modifier(Modifier::DIM);
        }
        style
    }
}

/// A drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canvas {
    buffer: Buffer,
    has_colours: bool,
}

impl Canvas {
    /// An empty drawing of this size.
    #[must_use]
    pub fn new(columns: u16, rows: u16, has_colours: bool) -> Canvas {
        let area = ratatui::layout::Rect::new(0, 0, columns, rows);
        Canvas { buffer: Buffer::empty(area), has_colours }
    }

    /// All of it.
    #[must_use]
    pub fn area(&self) -> Area {
        let area = self.buffer.area;
        Area { x: 0, y: 0, columns: area.width, rows: area.height }
    }

    /// Draws one line of text from a cell on, cut to `columns` with an ellipsis. Returns the columns that it takes.
    pub fn text(&mut self, (x, y): (u16, u16), columns: u16, text: &str, ink: Ink) -> u16 {
        let area = self.area();
        if x >= area.columns || y >= area.rows {
            return 0;
        }
        let columns = columns.min(area.columns - x);
        let text = cut(&visible(text), columns.into());
        let (end, _) = self.buffer.set_stringn(x, y, &text, columns.into(), ink.style(self.has_colours));
        end - x
    }

    /// Fills a rectangle with a character.
    pub fn fill(&mut self, area: Area, character: char, ink: Ink) {
        for y in area.y..area.y.saturating_add(area.rows) {
            for x in area.x..area.x.saturating_add(area.columns) {
                self.set((x, y), character, ink);
            }
        }
    }

    /// Draws one character, if the cell exists.
    pub fn set(&mut self, place: (u16, u16), character: char, ink: Ink) {
        let style = ink.style(self.has_colours);
        if let Some(cell) = self.buffer.cell_mut(place) {
            cell.set_char(character).set_style(style);
        }
    }

    /// What a terminal that shows `before` is sent, so that it shows this drawing. `None`: it shows nothing.
    ///
    /// # Errors
    /// Never in practice: writing into memory does not fail.
    pub fn bytes(&self, before: Option<&Canvas>) -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let before = before.filter(|before| before.buffer.area == self.buffer.area);
        let blank = Buffer::empty(self.buffer.area);
        let changes = before.map_or(&blank, |before| &before.buffer).diff(&self.buffer);
        if before.is_none() {
            bytes.extend_from_slice(b"\x1b[0m\x1b[2J");
        }
        if !changes.is_empty() {
            CrosstermBackend::new(&mut bytes).draw(changes.into_iter())?;
        }
        Ok(bytes)
    }

    /// The rows as text, each without the spaces at its end.
    #[must_use]
    pub fn rows(&self) -> Vec<String> {
        self.by_row(|cell| cell.symbol().to_owned())
    }

    /// The ink of each cell as a letter: the first letter of the colour, in upper case if it is the ground; `r` for
    /// exchanged, `*` for bold, `,` for dim, and a space for plain.
    #[must_use]
    pub fn inks(&self) -> Vec<String> {
        let letter = |color| match color {
            Color::Green => Some('g'),
            Color::Yellow => Some('y'),
            Color::Cyan => Some('c'),
            Color::Blue => Some('b'),
            Color::Magenta => Some('m'),
            Color::Red => Some('e'),
            Color::Gray => Some('w'),
            _ => None,
        };
        self.by_row(|cell| {
            let plain = match cell.modifier {
                bits if bits.contains(Modifier::REVERSED) => 'r',
                bits if bits.contains(Modifier::BOLD) => '*',
                bits if bits.contains(Modifier::DIM) => ',',
                _ => ' ',
            };
            let ground = letter(cell.bg).map(|letter| letter.to_ascii_uppercase());
            ground.or(letter(cell.fg)).unwrap_or(plain).to_string()
        })
    }

    fn by_row(&self, what: impl Fn(&ratatui::buffer::Cell) -> String) -> Vec<String> {
        let columns = usize::from(self.buffer.area.width).max(1);
        let row = |cells: &[ratatui::buffer::Cell]| {
            let mut text = String::new();
            let mut skip = 0;
            for cell in cells {
                // The cell after a wide character is part of it.
                if skip == 0 {
                    text += &what(cell);
                    skip = cell.symbol().width().saturating_sub(1);
                } else {
                    skip -= 1;
                }
            }
            text.trim_end().to_owned()
        };
        self.buffer.content.chunks(columns).map(row).collect()
    }
}

/// The number of columns of a text.
#[must_use]
pub fn columns_of(text: &str) -> u16 {
    u16::try_from(visible(text).width()).unwrap_or(u16::MAX)
}

/// A printable text cut to a width, with an ellipsis.
#[must_use]
pub fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut cut = String::new();
    for character in text.chars() {
        cut.push(character);
        if cut.width() + 1 > columns {
            cut.pop();
            break;
        }
    }
    let ellipsis = if columns == 0 { "" } else { "…" };
    cut.trim_end().to_owned() + ellipsis
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_to_its_columns() {
        assert_eq!([0, 1, 3, 4, 5].map(|columns| cut("Clams", columns)), ["", "…", "Cl…", "Cla…", "Clams"]);
        assert_eq!(cut("蚌殼式", 4), "蚌…", "wide characters");
        assert_eq!(cut("a b", 2), "a…");
        let mut canvas = Canvas::new(6, 2, true);
        assert_eq!(canvas.text((4, 1), 9, "abc", Ink::BOLD), 2);
        assert_eq!(canvas.text((6, 0), 9, "abc", Ink::BOLD), 0, "beside it");
        assert_eq!(canvas.rows(), ["", "    a…"]);
        assert_eq!(canvas.inks(), ["", "    **"]);
    }

    #[test]
    fn hidden_characters_are_escaped() {
        let mut canvas = Canvas::new(12, 1, true);
        canvas.text((0, 0), 12, "a\u{1b}[2Jb", Ink::PLAIN);
        assert_eq!(canvas.rows(), ["a\\u{1b}[2Jb"]);
        let sent = String::from_utf8(canvas.bytes(None).unwrap()).unwrap();
        assert!(sent.contains("a\\u{1b}[2Jb"), "{sent:?}");
    }

    #[test]
    fn only_what_changed_is_sent() {
        let mut before = Canvas::new(20, 3, true);
        before.text((0, 0), 20, "rep 1 of 3", Ink::of(Colour::Green));
        let mut after = before.clone();
        assert!(after.bytes(Some(&before)).unwrap().is_empty());
        after.text((4, 0), 20, "2", Ink::of(Colour::Green));
        let sent = String::from_utf8(after.bytes(Some(&before)).unwrap()).unwrap();
        assert!(sent.contains('2') && !sent.contains("rep") && !sent.contains("[2J"), "{sent:?}");
        let larger = Canvas::new(21, 3, true);
        assert!(larger.bytes(Some(&after)).unwrap().ends_with(b"\x1b[2J"), "another size: all of it again");
    }

    #[test]
    fn without_colours_a_ground_is_the_characters_colour() {
        for (has_colours, inks) in [(true, "Gg"), (false, "r")] {
            let mut canvas = Canvas::new(2, 1, has_colours);
            canvas.set((0, 0), 'a', Ink::on(Some(Colour::Green)));
            canvas.set((1, 0), 'b', Ink::of(Colour::Green));
            assert_eq!(canvas.inks(), [inks]);
        }
    }
}
