//! The voice: text in, clip out.
//!
//! ```text
//! VoiceId ──catalogue──▶ voices in order of preference
//! texts ──speaker──▶ cache │ voice ──normalize──▶ phrases: trimmed, shaped, equally loud
//! ```
//!
//! The silent voice has no clips, only lengths, so that a session leaves the user time to read what would be spoken.

pub mod builtin;
pub mod cache;
pub mod catalogue;
pub mod error;
pub mod id;
pub mod natural;
pub mod normalize;
pub mod program;
pub mod shape;
pub mod speaker;
pub mod unavailable;

use std::sync::Arc;

use super::wav::MonoBuffer;
use crate::routine::speed::Speed;
use error::VoiceError;

/// A phrase as it is stored and played: 16 bits, mono.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeechClip {
    /// The sample rate, in hertz.
    pub rate: u32,
    /// The samples.
    pub samples: Arc<[i16]>,
}

/// Something that speaks English text.
pub trait Voice: Send + Sync {
    /// Its display name.
    fn name(&self) -> String;

    /// What distinguishes its clips from others: name, version, settings.
    fn key(&self) -> String;

    /// Speaks a text, faster or more slowly if it can. The result is raw: untrimmed, at the voice's own sample rate and
    /// loudness.
    ///
    /// # Errors
    /// Why it cannot speak.
    fn speak(&self, text: &str, speed: Speed) -> Result<MonoBuffer, VoiceError>;
}
