//! The terminal while the picker is open: its other screen, and how it gets its own back.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use anstyle::{Effects, Style};

use super::rows::{Line, Look};

/// The terminal's own screen and cursor are kept.
const ENTER: &str = "\x1b[?1049h\x1b[?25l";
/// They are back.
const LEAVE: &str = "\x1b[0m\x1b[?25h\x1b[?1049l";

/// Whether the other screen is shown.
static IS_OTHER: AtomicBool = AtomicBool::new(false);

/// The other screen of the terminal. Dropping it restores the terminal's own.
#[derive(Debug)]
pub struct OtherScreen {
    has_styles: bool,
}

impl OtherScreen {
    /// Changes to the other screen.
    #[must_use]
    pub fn enter(has_styles: bool) -> OtherScreen {
        IS_OTHER.store(true, Ordering::Relaxed);
        write(ENTER);
        OtherScreen { has_styles }
    }

    /// Shows lines, whose words are printable, in place of all others.
    pub fn show(&self, lines: &[Line]) {
        let lines: Vec<String> =
            lines.iter().map(|(text, look)| self.styled(text, *look) + "\x1b[K").collect();
        // Between the two, terminals that know them draw nothing.
        write(&format!("\x1b[?2026h\x1b[H{}\x1b[J\x1b[?2026l", lines.join("\r\n")));
    }

    fn styled(&self, text: &str, look: Look) -> String {
        let effects = match look {
            Look::Strong => Effects::BOLD,
            Look::Faint => Effects::DIMMED,
            Look::Plain => Effects::new(),
        };
        if !self.has_styles || effects.is_plain() {
            return text.to_owned();
        }
        let style = Style::new().effects(effects);
        format!("{style}{text}{style:#}")
    }
}

impl Drop for OtherScreen {
    fn drop(&mut self) {
        restore();
    }
}

/// Restores the terminal's own screen, from any thread, if the other one is shown.
pub fn restore() {
    if IS_OTHER.swap(false, Ordering::Relaxed) {
        write(LEAVE);
    }
}

fn write(text: &str) {
    let mut stdout = io::stdout();
    // Nothing can be done if the terminal is gone.
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}
