//! The keyboard. The only file that names `crossterm`.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal;

use super::Command;
use super::signals::{Signals, end_now, suspend_program};
use crate::display::terminal::restore;
use crate::history::record::Effort;
use crate::picker::Key;
use crate::threads;

/// The keys, and what they do: for the help, the man page and the screen.
pub const KEYS: &[(&str, &str)] = &[
    ("space", "pause or resume; continue after an open-ended set or rest"),
    ("Enter", "continue after an open-ended set or rest"),
    ("→ or n", "skip to the next interval"),
    ("← or b", "back to the start of the interval, then to the one before"),
    ("N, P", "next exercise; restart the exercise, then go to the one before"),
    ("r", "repeat the last instruction"),
    ("m", "add 10 seconds to a rest, \"get ready\" or switch"),
    ("1 2 3", "after a set: it was easy, right, too hard"),
    ("+ -", "volume"),
    ("u", "turn the music off or on"),
    ("s", "continue without sound while the sound device is lost"),
    ("d", "change the display: full screen, bars"),
    ("q, Ctrl-C", "stop"),
    ("?", "show or hide the keys"),
];

/// All keys of the session's keyboard, which continues to be read after the session: whatever reads then gets them here.
static TYPED: Mutex<Option<Receiver<Key>>> = Mutex::new(None);

/// A keyboard in raw mode, which delivers each key immediately. Dropping it restores the terminal.
///
/// It is read on its own thread: when the terminal is closed, crossterm waits forever for the rest of a key.
#[derive(Debug)]
pub struct Keyboard(());

impl Keyboard {
    /// Opens the keyboard, if there is one; its keys are sent to `commands`.
    #[must_use]
    pub fn open(commands: Sender<Command>) -> Option<Keyboard> {
        if !io::stdout().is_terminal() {
            return None;
        }
        terminal::enable_raw_mode().ok()?;
        let keyboard = Keyboard(());
        let (typed, keys) = mpsc::channel();
        *TYPED.lock().unwrap_or_else(PoisonError::into_inner) = Some(keys);
        let started = threads::start("keys", move || {
            let mut is_interrupted = false;
            let mut is_over = false;
            while let Ok(event) = event::read() {
                if let Some(key) = picker_key(&event) {
                    // Nobody may be interested.
                    let _ = typed.send(key);
                }
                if is_over {
                    continue;
                }
                let command = match event {
                    Event::Key(key) if key.kind != KeyEventKind::Release => command(key),
                    _ => None,
                };
                if command == Some(Command::Interrupt) && std::mem::replace(&mut is_interrupted, true) {
                    // The session has not handled the first Ctrl-C.
                    restore_terminal();
                    end_now(i32::from(Signals::INTERRUPT));
                }
                is_over = command.is_some_and(|command| commands.send(command).is_err());
            }
        });
        started.ok().map(|()| keyboard)
    }

    /// Restores the terminal while another program uses it.
    pub fn suspend(&self) {
        // Nothing can be done if the terminal is gone.
        let _ = terminal::disable_raw_mode();
    }

    /// Enables raw mode again.
    pub fn resume(&self) {
        // Without raw mode, keys need Enter, which is better than no session.
        let _ = terminal::enable_raw_mode();
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        self.suspend();
    }
}

/// Forgets the keys of a session that is over: they are no answer to a question that comes now.
pub fn forget_typed() {
    let keys = TYPED.lock().unwrap_or_else(PoisonError::into_inner);
    while keys.as_ref().is_some_and(|keys| keys.try_recv().is_ok()) {}
}

/// Waits for a line from the keyboard of a session that is over. The terminal, which is no longer in raw mode, shows it as
/// it is typed. `None` if there was no keyboard, or it is gone.
pub fn line() -> Option<String> {
    let keys = TYPED.lock().unwrap_or_else(PoisonError::into_inner);
    let keys = keys.as_ref()?;
    let mut text = String::new();
    loop {
        match keys.recv() {
            Ok(Key::Enter) => return Some(text),
            Ok(Key::Char(c)) => text.push(c),
            Ok(_) => {}
            Err(_) => return None,
        }
    }
}

/// Restores the terminal from any thread: its mode if a keyboard was opened, and its screen if the full view was shown.
pub fn restore_terminal() {
    let _ = terminal::disable_raw_mode();
    restore();
}

/// The keyboard of the picker, in raw mode. Dropping it restores the terminal.
#[derive(Debug)]
pub struct PickerKeys {
    keys: Receiver<Key>,
    is_closed: Arc<AtomicBool>,
}

/// How long a thread waits for a key before it looks whether it is still needed.
const WAIT: Duration = Duration::from_millis(50);

impl PickerKeys {
    /// Opens the keyboard, if there is one.
    #[must_use]
    pub fn open() -> Option<PickerKeys> {
        terminal::enable_raw_mode().ok()?;
        let is_closed = Arc::new(AtomicBool::new(false));
        let (sender, keys) = mpsc::channel();
        let opened = PickerKeys { keys, is_closed: Arc::clone(&is_closed) };
        let started = threads::start("keys", move || {
            while !is_closed.load(Ordering::Relaxed) {
                let key = match event::poll(WAIT) {
                    Ok(true) => event::read().map(|event| picker_key(&event)),
                    Ok(false) => Ok(None),
                    Err(error) => Err(error),
                };
                let Ok(key) = key else { return };
                if key.is_some_and(|key| sender.send(key).is_err()) {
                    return;
                }
            }
        });
        started.ok().map(|()| opened)
    }

    /// Waits for a key, at most for `time`.
    ///
    /// # Errors
    /// If the keyboard is gone.
    pub fn next(&self, time: Duration) -> Result<Option<Key>, RecvTimeoutError> {
        match self.keys.recv_timeout(time) {
            Ok(key) => Ok(Some(key)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(RecvTimeoutError::Disconnected),
        }
    }

    /// Suspends the program until it is continued, with the terminal as it was.
    pub fn suspend(&self) {
        restore_terminal();
        suspend_program();
        // Without raw mode, keys need Enter, which is better than nothing.
        let _ = terminal::enable_raw_mode();
    }
}

impl Drop for PickerKeys {
    /// Waits until nobody reads keys any more: the next key belongs to the session. A thread that hangs, because its
    /// terminal is gone, is not waited for.
    fn drop(&mut self) {
        self.is_closed.store(true, Ordering::Relaxed);
        while self.keys.recv_timeout(20 * WAIT).is_ok() {}
        restore_terminal();
    }
}

fn picker_key(event: &Event) -> Option<Key> {
    let key = match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => key,
        Event::Resize(..) => return Some(Key::Resize),
        _ => return None,
    };
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return match key.code {
            KeyCode::Char('c') => Some(Key::Interrupt),
            KeyCode::Char('z') => Some(Key::Suspend),
            _ => None,
        };
    }
    Some(match key.code {
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Char(c) => Key::Char(c),
        _ => return None,
    })
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
        KeyCode::Char('N') => Command::NextExercise,
        KeyCode::Char('P') => Command::PreviousExercise,
        KeyCode::Char('?') => Command::Keys,
        KeyCode::Char('d') => Command::ChangeDisplay,
        KeyCode::Char('+' | '=') => Command::Louder,
        KeyCode::Char('-') => Command::Softer,
        KeyCode::Char('r') => Command::Repeat,
        KeyCode::Char('m') => Command::MoreRest,
        KeyCode::Char('u') => Command::Music,
        KeyCode::Char('1') => Command::Effort(Effort::Easy),
        KeyCode::Char('2') => Command::Effort(Effort::Right),
        KeyCode::Char('3') => Command::Effort(Effort::TooHard),
        KeyCode::Char('s') => Command::Silent,
        KeyCode::Char('q') => Command::Stop,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(code: KeyCode, modifiers: KeyModifiers) -> Option<Command> {
        command(KeyEvent::new(code, modifiers))
    }

    /// Every key with a command, and no other: all characters of a keyboard, and the named keys.
    #[test]
    fn each_key_has_its_command() {
        let characters = [
            (' ', Command::Toggle),
            ('n', Command::Next),
            ('b', Command::Back),
            ('N', Command::NextExercise),
            ('P', Command::PreviousExercise),
            ('?', Command::Keys),
            ('d', Command::ChangeDisplay),
            ('+', Command::Louder),
            ('=', Command::Louder),
            ('-', Command::Softer),
            ('r', Command::Repeat),
            ('m', Command::MoreRest),
            ('u', Command::Music),
            ('1', Command::Effort(Effort::Easy)),
            ('2', Command::Effort(Effort::Right)),
            ('3', Command::Effort(Effort::TooHard)),
            ('s', Command::Silent),
            ('q', Command::Stop),
        ];
        for character in (' '..='~').chain(['ä', 'ß', '字']) {
            let expected = characters.iter().find(|(key, _)| *key == character).map(|(_, command)| *command);
            for modifiers in [KeyModifiers::NONE, KeyModifiers::SHIFT, KeyModifiers::ALT] {
                assert_eq!(pressed(KeyCode::Char(character), modifiers), expected, "{character} {modifiers}");
            }
        }
        let named = [
            (KeyCode::Enter, Some(Command::Resume)),
            (KeyCode::Right, Some(Command::Next)),
            (KeyCode::Left, Some(Command::Back)),
            (KeyCode::Up, None),
            (KeyCode::Down, None),
            (KeyCode::Home, None),
            (KeyCode::End, None),
            (KeyCode::PageUp, None),
            (KeyCode::PageDown, None),
            (KeyCode::Tab, None),
            (KeyCode::BackTab, None),
            (KeyCode::Backspace, None),
            (KeyCode::Delete, None),
            (KeyCode::Insert, None),
            (KeyCode::Esc, None),
            (KeyCode::Null, None),
            (KeyCode::F(1), None),
        ];
        for (code, expected) in named {
            assert_eq!(pressed(code, KeyModifiers::NONE), expected, "{code}");
        }
    }

    /// With Ctrl, letters lose their usual command.
    #[test]
    fn with_control_only_two_keys_do_something() {
        for character in ' '..='~' {
            let expected = match character {
                'c' => Some(Command::Interrupt),
                'z' => Some(Command::Suspend),
                _ => None,
            };
            assert_eq!(
                pressed(KeyCode::Char(character), KeyModifiers::CONTROL),
                expected,
                "Ctrl-{character}"
            );
        }
        for code in [KeyCode::Enter, KeyCode::Left, KeyCode::Right] {
            assert_eq!(pressed(code, KeyModifiers::CONTROL), None, "Ctrl-{code}");
        }
    }
}
