//! The start without arguments: a list of routines to choose from. The state after each key, without a terminal.

pub mod rows;

use crate::routine::Exercise;
use crate::routine::name::loose;

/// A key of the picker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Up.
    Up,
    /// Down.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the first.
    Home,
    /// To the last.
    End,
    /// Play, or show.
    Enter,
    /// Back, or leave.
    Escape,
    /// Delete the last character of the filter.
    Backspace,
    /// A character.
    Char(char),
    /// Leave at once, as Ctrl-C does.
    Interrupt,
    /// Suspend the program, as Ctrl-Z does.
    Suspend,
    /// The window has another size.
    Resize,
}

/// What a key leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The picker stays open.
    Stay,
    /// This routine is chosen, by its index.
    Chosen(usize),
    /// Nothing is chosen.
    Leave,
}

/// A routine to choose.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Its name on the command line.
    pub name: String,
    /// Its length, such as `11 min`.
    pub length: String,
    /// What it needs, or empty.
    pub equipment: String,
    /// A line about it.
    pub about: String,
    /// Its exercises, each once.
    pub exercises: Vec<Exercise>,
}

impl Choice {
    /// Whether it has these words in its name, its description, its equipment or the name of an exercise.
    fn has(&self, words: &str) -> bool {
        let own = [&self.name, &self.about, &self.equipment];
        let exercises = self.exercises.iter().map(|exercise| &exercise.name);
        own.into_iter().chain(exercises).any(|text| loose(text).contains(&loose(words)))
    }
}

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    /// The routines.
    Routines,
    /// The exercises of the routine, and the place of the marked one.
    Exercises(usize),
    /// The page of that exercise, from this line.
    Page(usize, usize),
}

/// The letters of the routines; `e` and `q` do something else.
const LETTERS: &str = "abcdfghijklmnoprstuvwxyz";
/// What a page up or down skips.
const PAGE: usize = 5;

/// The state of the picker.
#[derive(Debug)]
pub struct Picker {
    choices: Vec<Choice>,
    /// The index of the marked routine.
    marked: usize,
    filter: String,
    /// Whether characters belong to the filter.
    is_typing: bool,
    view: View,
    /// When the next reminder comes, in words.
    reminder: Option<String>,
    /// How the week goes, or empty.
    week: String,
}

impl Picker {
    /// A picker of these routines, with one marked.
    #[must_use]
    pub fn new(choices: Vec<Choice>, marked: usize) -> Picker {
        let marked = marked.min(choices.len().saturating_sub(1));
        let (filter, view) = (String::new(), View::Routines);
        Picker { choices, marked, filter, is_typing: false, view, reminder: None, week: String::new() }
    }

    /// The same with a word on when the next reminder comes, such as `today at 07:30`.
    #[must_use]
    pub fn with_reminder(self, next: Option<String>) -> Picker {
        Picker { reminder: next, ..self }
    }

    /// Shows how the week goes above the routines.
    #[must_use]
    pub fn with_week(self, week: String) -> Picker {
        Picker { week, ..self }
    }

    /// The routines.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// The indices of the routines that the filter lets through.
    fn shown(&self) -> Vec<usize> {
        (0..self.choices.len()).filter(|n| self.choices[*n].has(&self.filter)).collect()
    }

    /// Obeys a key.
    pub fn press(&mut self, key: Key) -> Step {
        match (self.view, key) {
            (_, Key::Interrupt) => return Step::Leave,
            (View::Routines, _) => return self.press_at_routines(key),
            (_, Key::Char('q')) => return Step::Leave,
            (View::Exercises(_), Key::Escape | Key::Char('e')) => self.view = View::Routines,
            (View::Exercises(marked), Key::Enter) => self.view = View::Page(marked, 0),
            (View::Exercises(marked), _) => {
                let count = self.choices[self.marked].exercises.len();
                self.view = View::Exercises(moved(marked, count, key));
            }
            (View::Page(marked, _), Key::Escape | Key::Enter | Key::Char('e')) => {
                self.view = View::Exercises(marked);
            }
            // The last line depends on the window.
            (View::Page(marked, line), _) => self.view = View::Page(marked, moved(line, usize::MAX, key)),
        }
        Step::Stay
    }

    fn press_at_routines(&mut self, key: Key) -> Step {
        let shown = self.shown();
        let is_shown = shown.contains(&self.marked);
        match key {
            Key::Enter if is_shown => return Step::Chosen(self.marked),
            Key::Char(c) if self.is_typing => self.filter.push(c),
            Key::Backspace if self.is_typing => {
                self.filter.pop();
            }
            Key::Escape if self.is_typing || !self.filter.is_empty() => {
                self.filter.clear();
                self.is_typing = false;
            }
            Key::Escape | Key::Char('q') => return Step::Leave,
            Key::Char('/') => self.is_typing = true,
            Key::Char('e') if is_shown && !self.choices[self.marked].exercises.is_empty() => {
                self.view = View::Exercises(0);
            }
            Key::Char(c) => {
                let letter = LETTERS.chars().position(|letter| letter == c);
                if let Some(n) = letter.filter(|n| shown.contains(n)) {
                    self.marked = n;
                }
            }
            _ => {
                if let Some(place) = shown.iter().position(|n| *n == self.marked) {
                    let place = moved(place, shown.len(), key);
                    // From the filter, an arrow leads to the list.
                    self.is_typing &= !matches!(key, Key::Up | Key::Down);
                    self.marked = shown[place];
                }
            }
        }
        // The first of those that the filter leaves is marked.
        let shown = self.shown();
        if let (false, Some(first)) = (shown.contains(&self.marked), shown.first()) {
            self.marked = *first;
        }
        Step::Stay
    }
}

/// The place after a key that moves, of `count` places.
fn moved(place: usize, count: usize, key: Key) -> usize {
    let last = count.saturating_sub(1);
    match key {
        Key::Up => place.saturating_sub(1),
        Key::Down => place.saturating_add(1).min(last),
        Key::PageUp => place.saturating_sub(PAGE),
        Key::PageDown => place.saturating_add(PAGE).min(last),
        Key::Home => 0,
        Key::End => last,
        _ => place,
    }
}

#[cfg(test)]
mod tests;
