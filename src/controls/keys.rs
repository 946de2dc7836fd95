//! The keyboard. The only file that names `crossterm`.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal;

use super::Command;

/// A keyboard that gives each key at once; dropped, the terminal is as it was.
///
/// A thread of its own reads it: when the terminal is closed, crossterm waits for ever for the rest of a key.
#[derive(Debug)]
pub struct Keyboard(Receiver<Command>);

impl Keyboard {
    /// The keyboard, if somebody sits at one.
    #[must_use]
    pub fn open() -> Option<Keyboard> {
        if !io::stdout().is_terminal() {
            return None;
        }
        terminal::enable_raw_mode().ok()?;
        let (pressed, keys) = mpsc::channel();
        thread::spawn(move || {
            while let Ok(event) = event::read() {
                let command = match event {
                    Event::Key(key) if key.kind != KeyEventKind::Release => command(key),
                    _ => None,
                };
                if command.is_some_and(|command| pressed.send(command).is_err()) {
                    return;
                }
            }
        });
        Some(Keyboard(keys))
    }

    /// The next thing that a person wants, within a time.
    pub fn wait(&self, time: Duration) -> Option<Command> {
        self.0
            .recv_timeout(time)
            .inspect_err(|error| {
                if *error == RecvTimeoutError::Disconnected {
                    thread::sleep(time);
                }
            })
            .ok()
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
