//! The keyboard. The only file that names `crossterm`.

use std::io::{self, IsTerminal};
use std::sync::mpsc::Sender;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal;

use super::Command;
use super::signals::{Signals, end_now};
use crate::threads;

/// A keyboard that gives each key at once; dropped, the terminal is as it was.
///
/// A thread of its own reads it: when the terminal is closed, crossterm waits for ever for the rest of a key.
#[derive(Debug)]
pub struct Keyboard(());

impl Keyboard {
    /// The keyboard, if somebody sits at one; its keys go to `commands`.
    #[must_use]
    pub fn open(commands: Sender<Command>) -> Option<Keyboard> {
        if !io::stdout().is_terminal() {
            return None;
        }
        terminal::enable_raw_mode().ok()?;
        let keyboard = Keyboard(());
        let started = threads::start("keys", move || {
            let mut is_interrupted = false;
            while let Ok(event) = event::read() {
                let command = match event {
                    Event::Key(key) if key.kind != KeyEventKind::Release => command(key),
                    _ => None,
                };
                if command == Some(Command::Interrupt) && std::mem::replace(&mut is_interrupted, true) {
                    // The session has not obeyed the first one.
                    give_back();
                    end_now(i32::from(Signals::INTERRUPT));
                }
                if command.is_some_and(|command| commands.send(command).is_err()) {
                    return;
                }
            }
        });
        started.ok().map(|()| keyboard)
    }

    /// Gives the terminal back while something else has it.
    pub fn close(&self) {
        give_back();
    }

    /// Takes the terminal again.
    pub fn take_again(&self) {
        // Without it the keys need an Enter, which is better than no session.
        let _ = terminal::enable_raw_mode();
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        self.close();
    }
}

/// Makes the terminal what it was before a keyboard was opened, if one was.
pub fn give_back() {
    // There is nothing to be done about a terminal that is gone.
    let _ = terminal::disable_raw_mode();
}

fn command(key: KeyEvent) -> Option<Command> {
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return match key.code {
            KeyCode::Char('c') => Some(Command::Interrupt),
            KeyCode::Char('z') => Some(Command::Suspend),
            _ => None,
        };
    }
    Some(match key.code {
        KeyCode::Char(' ') => Command::Toggle,
        KeyCode::Enter => Command::Resume,
        KeyCode::Right | KeyCode::Char('n') => Command::Next,
        KeyCode::Left | KeyCode::Char('b') => Command::Back,
        KeyCode::Char('+' | '=') => Command::Louder,
        KeyCode::Char('-') => Command::Softer,
        KeyCode::Char('r') => Command::Repeat,
        KeyCode::Char('m') => Command::MoreRest,
        KeyCode::Char('s') => Command::Silent,
        KeyCode::Char('q') => Command::Stop,
        _ => return None,
    })
}
