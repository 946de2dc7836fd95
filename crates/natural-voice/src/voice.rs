//! The whole voice: text in, samples or phonemes out.

use std::collections::HashMap;
use std::path::Path;

use crate::guesser::Guesser;
use crate::lexicon::Lexicon;
use crate::networks::SpeechNetwork;
use crate::release::{OtherVoice, RELEASE};
use crate::spectrum::Spectrum;
use crate::{Damage, Error, normalize, phonemes, sentences};

pub use crate::spectrum::SAMPLE_RATE;

/// The file that numbers the phonemes.
pub(crate) const VOCABULARY: &str = "vocab.json";
/// The seed of the noise in the voice's breath. Any number will do, but another one changes every sample.
const SEED: u64 = 20_261;

/// A loaded voice. Threads can share one; several threads that speak at once each use one core.
pub struct Voice {
    network: SpeechNetwork,
    guesser: Guesser,
    lexicon: Lexicon,
    vocabulary: HashMap<char, i32>,
    spectrum: Spectrum,
}

impl Voice {
    /// Loads the voice from the folder into which [`install`](crate::install::install) has unpacked it:
    /// [`install::folder`](crate::install::folder).
    ///
    /// # Errors
    /// If a file is missing, unreadable or damaged.
    pub fn load(folder: &Path) -> Result<Voice, Error> {
        Voice::with(SpeechNetwork::load(folder)?, folder)
    }

    /// Loads another voice: `file` is the voice's own, and `folder` that of the installed voice, whose lexicon it shares.
    ///
    /// # Errors
    /// As for [`Voice::load`].
    pub fn load_other(folder: &Path, other: &OtherVoice, file: &Path) -> Result<Voice, Error> {
        Voice::with(SpeechNetwork::from_bytes(other.file.name, other.read(file)?)?, folder)
    }

    fn with(network: SpeechNetwork, folder: &Path) -> Result<Voice, Error> {
        Ok(Voice {
            network,
            guesser: Guesser::load(folder)?,
            lexicon: Lexicon::load(folder)?,
            vocabulary: vocabulary(&RELEASE.read(folder, VOCABULARY)?)?,
            spectrum: Spectrum::new(),
        })
    }

    /// Speaks a text: mono samples between -1 and 1 at [`SAMPLE_RATE`], including the silence that the voice leaves at both
    /// ends. `speed` is 1 for the voice's own pace and is clamped to 0.5 to 2.
    ///
    /// The same text and speed give the same samples on the same machine. A text that has no word the voice can say gives
    /// no samples.
    ///
    /// # Errors
    /// If the network for unknown words is damaged, or a network fails.
    pub fn speak(&self, text: &str, speed: f32) -> Result<Vec<f32>, Error> {
        let speed = if speed.is_nan() { 1.0 } else { speed.clamp(0.5, 2.0) };
        let mut samples = Vec::new();
        for (number, chunk) in self.phoneme_chunks(text)?.iter().enumerate() {
            let known = chunk.chars().filter_map(|phoneme| self.vocabulary.get(&phoneme).copied());
            let ids: Vec<i32> = std::iter::once(0).chain(known).chain([0]).collect();
            let has_phonemes = ids.len() > 2 && chunk.chars().any(char::is_alphabetic);
            if has_phonemes {
                let frames = self.network.frames(ids, speed)?;
                samples.append(&mut self.spectrum.synthesize(&frames, SEED + number as u64));
            }
        }
        Ok(samples)
    }

    /// The pronunciation of a text, in the voice's phonemes: misaki's alphabet, one letter a phoneme, with `ˈ` and `ˌ`
    /// before stressed vowels. Punctuation is kept.
    ///
    /// # Errors
    /// As for [`Voice::speak`].
    pub fn phonemes(&self, text: &str) -> Result<String, Error> {
        Ok(self.phoneme_chunks(text)?.join(" "))
    }

    /// The phonemes of a text, in chunks that the network can take at once.
    fn phoneme_chunks(&self, text: &str) -> Result<Vec<String>, Error> {
        let mut chunks = Vec::new();
        for line in text.lines().map(normalize) {
            for sentence in sentences::split(&line) {
                let guess = |word: &str| self.guesser.guess(word);
                let phonemes = phonemes::transcribe(sentence, &self.lexicon, &guess)?;
                chunks.extend(sentences::chunks(&phonemes));
            }
        }
        Ok(chunks)
    }
}

/// The number of each phoneme, from a JSON object whose keys are single letters.
fn vocabulary(json: &[u8]) -> Result<HashMap<char, i32>, Error> {
    let damaged = |source| Error::Damaged { name: VOCABULARY, source };
    let map: HashMap<String, i32> =
        serde_json::from_slice(json).map_err(|error| damaged(Damage::Json(error)))?;
    let single = |(key, id): (String, i32)| Some((key.chars().next()?, id));
    let vocabulary: HashMap<char, i32> = map.into_iter().filter_map(single).collect();
    if vocabulary.is_empty() { Err(damaged(Damage::Lacks("a"))) } else { Ok(vocabulary) }
}
