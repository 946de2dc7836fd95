//! The picker as lines of text.

use unicode_width::UnicodeWidthStr;

use super::{Choice, LETTERS, Picker, View};
use crate::display::canvas::{Canvas, Ink, cut};
use crate::printable::visible;
use crate::report::handbook;

/// A line, and how it looks; the words say the same.
pub type Line = (String, Ink);

/// The smallest window, in columns and rows.
pub const SMALLEST: (u16, u16) = (30, 8);

/// What marks a line.
const MARK: &str = ">";

impl Picker {
    /// A drawing of the whole window.
    pub fn draw(&mut self, (columns, rows): (u16, u16), has_colours: bool) -> Canvas {
        let mut canvas = Canvas::new(columns, rows, has_colours);
        for (row, (text, ink)) in (0..rows).zip(self.lines(columns.into(), rows.into())) {
            canvas.text((0, row), columns, &text, ink);
        }
        canvas
    }

    /// The lines of a window that is not smaller than [`SMALLEST`]: exactly `rows`, none wider than `columns`.
    pub fn lines(&mut self, columns: usize, rows: usize) -> Vec<Line> {
        let (columns, rows) = (columns.max(SMALLEST.0.into()), rows.max(SMALLEST.1.into()));
        // A heading, an empty line above and below the list, and the keys.
        let room = rows - 4;
        let (heading, list, keys) = match self.view {
            View::Routines => self.routines(room),
            View::Exercises(marked) => self.exercises(marked, room),
            View::Page(marked, line) => self.page(marked, line, room, columns),
        };
        let mut lines = vec![(heading, Ink::BOLD), (String::new(), Ink::PLAIN)];
        lines.extend(list);
        lines.resize(rows - 1, (String::new(), Ink::PLAIN));
        lines.push((keys.to_owned(), Ink::DIM));
        lines.into_iter().map(|(text, look)| (cut(&visible(&text), columns), look)).collect()
    }

    /// Two lines for each routine: name, length and equipment, and what it is.
    fn routines(&self, room: usize) -> (String, Vec<Line>, &'static str) {
        let shown = self.shown();
        let place = shown.iter().position(|n| *n == self.marked);
        let heading = match (self.is_typing, self.filter.is_empty()) {
            (true, _) => format!("Routines with: {}_", self.filter),
            (false, false) => format!("Routines with: {}", self.filter),
            (false, true) => {
                let week = Some(self.week.clone()).filter(|week| !week.is_empty());
                let reminder = self.reminder.as_ref().map(|next| format!("reminder {next}"));
                [Some("Choose a routine".to_owned()), week, reminder]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" · ")
            }
        };
        let all = || shown.iter().map(|n| &self.choices[*n]);
        let widest = |of: fn(&Choice) -> &String| all().map(|choice| of(choice).width()).max().unwrap_or(0);
        let (names, lengths) = (widest(|choice| &choice.name).min(30), widest(|choice| &choice.length));
        let mut lines = Vec::new();
        for place in window(place.unwrap_or(0), shown.len(), room / 2) {
            let (n, is_marked) = (shown[place], shown[place] == self.marked);
            let choice = &self.choices[n];
            let letter = LETTERS.chars().nth(n).unwrap_or(' ');
            let mark = if is_marked { MARK } else { " " };
            let name = padded(&choice.name, names);
            let room = " ".repeat(lengths - choice.length.width());
            let line = format!("{mark} {letter}  {name}  {room}{}  {}", choice.length, choice.equipment);
            let look = if is_marked { Ink::BOLD } else { Ink::PLAIN };
            lines.push((line.trim_end().to_owned(), look));
            lines.push((format!("     {}", choice.about), if is_marked { look } else { Ink::DIM }));
        }
        if shown.is_empty() {
            lines.push(("  There is none. Esc shows all.".to_owned(), Ink::PLAIN));
        }
        let keys = match self.is_typing {
            true => "type to filter   Enter play   up/down choose   Esc show all",
            false => "Enter play   up/down or letter choose   e exercises   / filter   q leave",
        };
        (heading, lines, keys)
    }

    fn exercises(&self, marked: usize, room: usize) -> (String, Vec<Line>, &'static str) {
        let choice = &self.choices[self.marked];
        let widest = choice.exercises.iter().map(|exercise| exercise.name.width()).max().unwrap_or(0).min(40);
        let lines = window(marked, choice.exercises.len(), room).map(|n| {
            let exercise = &choice.exercises[n];
            let (mark, look) = if n == marked { (MARK, Ink::BOLD) } else { (" ", Ink::PLAIN) };
            let line = format!("{mark} {}  {}", padded(&exercise.name, widest), exercise.muscles.join(", "));
            (line.trim_end().to_owned(), look)
        });
        let keys = "Enter show   up/down choose   Esc back   q leave";
        (format!("{}: the exercises", choice.name), lines.collect(), keys)
    }

    /// The page of an exercise; scrolling ends at its last line.
    fn page(
        &mut self,
        marked: usize,
        line: usize,
        room: usize,
        columns: usize,
    ) -> (String, Vec<Line>, &'static str) {
        let exercise = &self.choices[self.marked].exercises[marked];
        let page = handbook::page(exercise, columns);
        let heading = exercise.name.clone();
        let line = line.min(page.lines().count().saturating_sub(room));
        let lines = page.lines().skip(line).take(room).map(|line| (line.to_owned(), Ink::PLAIN)).collect();
        self.view = View::Page(marked, line);
        (heading, lines, "up/down scroll   Esc back   q leave")
    }
}

/// The places that a window of `room` shows of `count`, with one of them in it.
fn window(place: usize, count: usize, room: usize) -> std::ops::Range<usize> {
    let room = room.max(1);
    let first = place.saturating_sub(room / 2).min(count.saturating_sub(room));
    first..count.min(first + room)
}

/// Shortens a text to a width, or fills it up with spaces.
fn padded(text: &str, columns: usize) -> String {
    let text = cut(text, columns);
    let room = " ".repeat(columns - text.width().min(columns));
    text + &room
}
