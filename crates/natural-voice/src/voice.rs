//! The natural voice: text in, speech out, made on this machine by a small neural network.
//!
//! ```text
//! text ──words──▶ words ──phonemes──▶ phonemes ──network──▶ frames ──spectrum──▶ samples
//!        numbers,          lexicon,              rten                 pulse train,
//!        units             rules, reader                              noise, inverse STFT
//! ```
//!
//! The voice is hibari-tts 0.2.1 (Apache-2.0): one American English voice at 24 kHz. Its weights and
//! its lexicon are no part of this program: [`install`] unpacks them from their wheel into the
//! person's data folder. Each file is checked by its SHA-256 whenever it is loaded: a damaged voice never speaks.

pub mod install;
pub mod normalize;
pub use normalize as words;

mod lexicon;
#[path = "networks.rs"]
mod network;
mod phonemes;
#[path = "guesser.rs"]
mod reader;
mod release;
mod sentences;
mod spectrum;
#[cfg(test)]
#[path = "../tests/voice.rs"]
mod tests;

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lexicon::Lexicon;
use network::Voice;
use reader::WordReader;
use spectrum::Spectrum;

pub use spectrum::SAMPLE_RATE;

/// The file that numbers the phonemes.
const VOCABULARY: &str = "vocab.json";
/// Chooses the noise in the breath of the voice; any number does, so long as it stays the same.
const SEED: u64 = 20_261;

/// A loaded voice. One is enough for all threads.
pub struct Natural {
    voice: Voice,
    reader: WordReader,
    lexicon: Lexicon,
    vocabulary: HashMap<char, i32>,
    spectrum: Spectrum,
}

impl Natural {
    /// Loads the voice from a folder that [`install::install`] has made.
    ///
    /// # Errors
    ///
    /// If a file is missing, cannot be read or is not what it should be.
    pub fn load(folder: &Path) -> Result<Natural, Error> {
        Ok(Natural {
            voice: Voice::load(folder)?,
            reader: WordReader::load(folder)?,
            lexicon: Lexicon::load(folder)?,
            vocabulary: vocabulary(&read(folder, VOCABULARY)?)?,
            spectrum: Spectrum::new(),
        })
    }

    /// Says a text: mono samples at [`SAMPLE_RATE`], between -1 and 1, with the silence that the voice
    /// leaves before and after. `speed` is 1 for its own pace and is held between 0.5 and 2.
    ///
    /// The same text and speed give the same samples on one machine. A text without a word that the
    /// voice knows gives no samples.
    ///
    /// # Errors
    ///
    /// If a network fails, which a whole installation gives no cause for.
    pub fn speak(&self, text: &str, speed: f32) -> Result<Vec<f32>, Error> {
        let speed = if speed.is_nan() { 1.0 } else { speed.clamp(0.5, 2.0) };
        let mut samples = Vec::new();
        for (number, sentence) in self.sentences(text)?.iter().enumerate() {
            let sounds = sentence.chars().filter_map(|sound| self.vocabulary.get(&sound).copied());
            let ids: Vec<i32> = std::iter::once(0).chain(sounds).chain([0]).collect();
            let voiced = sentence.chars().any(char::is_alphabetic);
            if ids.len() > 2 && voiced {
                let frames = self.voice.frames(ids, speed)?;
                samples.append(&mut self.spectrum.samples(&frames, SEED + number as u64));
            }
        }
        Ok(samples)
    }

    /// How a text is said, in the letters of the voice: for tests and for looking into a mistake.
    ///
    /// # Errors
    ///
    /// If the network that reads unknown words fails.
    pub fn phonemes(&self, text: &str) -> Result<String, Error> {
        Ok(self.sentences(text)?.join(" "))
    }

    /// The phonemes of a text, in pieces that the network can take at once.
    fn sentences(&self, text: &str) -> Result<Vec<String>, Error> {
        let mut found = Vec::new();
        for line in text.lines().map(words::words) {
            for sentence in sentences::split(&line) {
                let sounds = phonemes::phonemes(sentence, &self.lexicon, &|word| self.reader.read(word))?;
                found.extend(sentences::pieces(&sounds));
            }
        }
        Ok(found)
    }
}

/// The words of a text, as they stand there, that the natural voice cannot say or would garble: other
/// scripts, emoji, signs. Needs no installed voice.
pub fn unsayable(text: &str) -> Vec<&str> {
    let unknown =
        |word: &&str| !words::words(word).chars().all(|c| c.is_whitespace() || phonemes::is_sayable(c));
    let words = text.split_whitespace().filter(unknown);
    // What stands around a word is not part of it.
    words
        .map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation() || "。、，！？".contains(c)))
        .collect()
}

/// Why the natural voice does not speak.
#[derive(Debug, Clone)]
pub enum Error {
    /// A file of the voice cannot be read.
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: Arc<io::Error>,
    },
    /// A file of the voice is not as it was installed.
    Damaged {
        /// The file's name.
        name: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A network cannot be loaded or run.
    Network {
        /// The network's file name.
        name: &'static str,
        /// What the runtime says.
        reason: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Read { path, source } => {
                write!(f, "cannot read `{}` of the natural voice: {source}", path.display())
            }
            Error::Damaged { name, reason } => {
                write!(f, "the natural voice's `{name}` is damaged: {reason}")
            }
            Error::Network { name, reason } => {
                write!(f, "the natural voice's network `{name}` failed: {reason}")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Read { source, .. } => Some(&**source),
            Error::Damaged { .. } | Error::Network { .. } => None,
        }
    }
}

impl Error {
    /// Whether installing the voice again repairs it.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(self, Error::Read { .. } | Error::Damaged { .. })
    }
}

/// Reads a file of the voice, and checks it.
fn read(folder: &Path, name: &'static str) -> Result<Vec<u8>, Error> {
    release::HIBARI.read(folder, name)
}

/// The number of each phoneme: an object of one-letter keys.
fn vocabulary(json: &[u8]) -> Result<HashMap<char, i32>, Error> {
    let broken = |reason: String| Error::Damaged { name: VOCABULARY, reason };
    let map: HashMap<String, i32> =
        serde_json::from_slice(json).map_err(|error| broken(error.to_string()))?;
    let single = |(key, id): (String, i32)| Some((key.chars().next()?, id));
    let ids: HashMap<char, i32> = map.into_iter().filter_map(single).collect();
    if ids.is_empty() { Err(broken("it has no phonemes".to_owned())) } else { Ok(ids) }
}
