//! The keyboard. The only file that names `crossterm`.

use std::io::{self, IsTerminal};
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal;

use super::Command;

/// A keyboard that gives each key at once; dropped, the terminal is as it was.
#[derive(Debug)]
pub struct Keyboard(());

impl Keyboard {
    /// The keyboard, if somebody sits at one.
    #[must_use]
    pub fn open() -> Option<Keyboard> {
        if !io::stdout().is_terminal() {
            return None;
        }
        terminal::enable_raw_mode().ok().map(Keyboard)
    }

    /// The next thing that a person wants, within a time.
    pub fn wait(&self, time: Duration) -> Option<Command> {
        if !event::poll(time).ok()? {
            return None;
        }
        match event::read().ok()? {
            Event::Key(key) if key.kind != KeyEventKind::Release => command(key),
            _ => None,
        }
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        // There is nothing to be done about a terminal that is gone.
        let _ = terminal::disable_raw_mode();
    }
}

fn command(key: KeyEvent) -> Option<Command> {
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return (key.code == KeyCode::Char('c')).then_some(Command::Interrupt);
    }
    Some(match key.code {
        KeyCode::Char(' ') => Command::Space,
        KeyCode::Enter => Command::GoOn,
        KeyCode::Right | KeyCode::Char('n') => Command::Next,
        KeyCode::Left | KeyCode::Char('b') => Command::Back,
        KeyCode::Char('+' | '=') => Command::Louder,
        KeyCode::Char('-') => Command::Softer,
        KeyCode::Char('r') => Command::Repeat,
        KeyCode::Char('m') => Command::MoreRest,
        KeyCode::Char('q') => Command::Stop,
        _ => return None,
    })
}
