//! The voice: text in, clip out.
//!
//! ```text
//! Choice ──catalogue──▶ voices, the first to try in front
//! texts ──speaker──▶ cache │ voice ──finish──▶ phrases: trimmed, of one loudness
//! ```
//!
//! The silent voice has no clips, only lengths, so that a session leaves a person the time to read what
//! would be said.

pub mod builtin;
pub mod cache;
pub mod catalogue;
pub mod choice;
pub mod finish;
pub mod natural;
pub mod program;
pub mod speaker;

use std::sync::Arc;
use std::time::Duration;

use super::wav::Mono;

/// A phrase as it is kept and played: 16 bits, mono.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// Frames a second.
    pub rate: u32,
    /// The samples.
    pub samples: Arc<[i16]>,
}

/// Something that speaks English text.
pub trait Voice: Send + Sync {
    /// What a person calls it.
    fn name(&self) -> String;

    /// What tells its clips from those of others: name, version, settings.
    fn key(&self) -> String;

    /// A text, spoken, as it comes: with its edges, at its own rate and loudness.
    ///
    /// # Errors
    /// Why it cannot speak, in words.
    fn speak(&self, text: &str) -> Result<Mono, String>;
}

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
