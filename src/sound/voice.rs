//! The voice: text in, clip out.
//!
//! ```text
//! VoiceId ──catalogue──▶ voices, the first to try in front
//! texts ──speaker──▶ cache │ voice ──finish──▶ phrases: trimmed, of one loudness
//! ```
//!
//! The silent voice has no clips, only lengths, so that a session leaves a person the time to read what
//! would be said.

pub mod builtin;
pub mod cache;
pub mod catalogue;
pub mod id;
pub mod natural;
pub mod normalize;
pub mod program;
pub mod speaker;

use std::sync::Arc;

use super::wav::MonoBuffer;

/// A phrase as it is kept and played: 16 bits, mono.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeechClip {
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
    fn speak(&self, text: &str) -> Result<MonoBuffer, String>;
}
