//! English text to speech on the CPU, offline.
//!
//! ```text
//! text ─normalize─▶ words ─phonemes─▶ phonemes ─networks─▶ frames ─spectrum─▶ samples
//!      numbers,           lexicon,              rten               pulse train,
//!      units              rules, guesser                           noise, inverse STFT
//! ```
//!
//! The voice is hibari-tts 0.2.1 (Apache-2.0): one American English voice at 24 kHz. This crate has code only.
//! [`install::install`] gets the networks and the lexicon from the project's wheel and unpacks them into a folder of
//! your choice. The SHA-256 of each file is checked whenever it is loaded, so a damaged voice never speaks.
//!
//! Start with [`install::install`] and [`Voice`]; the README has an example.
//!
//! Without the default feature `synthesis` only [`normalize()`] and [`unsayable`] are left. They need no installed voice
//! and no other crate, and serve any English voice:
//!
//! ```
//! assert_eq!(natural_voice::normalize("3x12 @ 20 kg"), "three times twelve at twenty kilograms");
//! assert_eq!(natural_voice::unsayable("Do ステップ 2x"), ["ステップ"]);
//! ```

mod letters;
mod normalize;

#[cfg(feature = "synthesis")]
mod error;
#[cfg(feature = "synthesis")]
mod files;
#[cfg(feature = "synthesis")]
mod guesser;
#[cfg(feature = "synthesis")]
pub mod install;
#[cfg(feature = "synthesis")]
mod lexicon;
#[cfg(feature = "synthesis")]
mod networks;
#[cfg(feature = "synthesis")]
mod phonemes;
#[cfg(feature = "synthesis")]
pub mod release;
#[cfg(feature = "synthesis")]
mod sentences;
#[cfg(feature = "synthesis")]
mod spectrum;
#[cfg(feature = "synthesis")]
mod voice;

/// The version of the rules that turn a text into words and phonemes, for caches of speech. Every change of what is said, other
/// than a new release of the voice, raises it.
pub const RULES: u32 = 2;

pub use letters::unsayable;
pub use normalize::normalize;

#[cfg(feature = "synthesis")]
pub use error::{Damage, Error};
#[cfg(feature = "synthesis")]
pub use voice::{SAMPLE_RATE, Voice};

#[cfg(all(doctest, feature = "synthesis"))]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
