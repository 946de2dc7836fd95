//! The voice: text in, clip out. The silent voice has no clips, only lengths, so that a session leaves a
//! person the time to read what would be said.

use std::time::Duration;

/// How long a text takes to say, about: English is spoken at some 15 letters a second, with a breath at
/// each comma and full stop (150 words a minute, the pace of an audiobook).
#[must_use]
pub fn estimated(text: &str) -> Duration {
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count() as u64;
    let digits = text.chars().filter(char::is_ascii_digit).count() as u64;
    let breaths = text.chars().filter(|c| matches!(c, ',' | '.' | ';' | ':' | '!' | '?')).count() as u64;
    // A digit is a word of some five letters.
    Duration::from_millis(200 + letters * 65 + digits * 260 + breaths * 150)
}
