//! Words that are in no dictionary, read letter by letter by a small network.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;

use super::network::Reader;
use super::{Error, phonemes};

/// The file that numbers the letters and the sounds of the network.
pub(super) const ALPHABET: &str = "oov.json";

/// Reads unknown words; the network itself is loaded when the first one comes.
pub(super) struct WordReader {
    folder: PathBuf,
    network: OnceLock<Result<Reader, Error>>,
    /// The number of each letter.
    letters: HashMap<char, i32>,
    /// The sound of each number from 1 on.
    sounds: Vec<String>,
    /// The most letters that the network takes at once.
    longest: usize,
}

impl WordReader {
    /// Reads the alphabet. An error if the file cannot be read or is not an alphabet.
    pub(super) fn load(folder: &Path) -> Result<WordReader, Error> {
        let broken = |reason: &str| Error::Damaged { name: ALPHABET, reason: reason.to_owned() };
        let json: Value = serde_json::from_slice(&super::read(folder, ALPHABET)?)
            .map_err(|error| broken(&error.to_string()))?;
        let list = |key: &str| -> Option<Vec<String>> {
            json.get(key)?.as_array()?.iter().map(|value| value.as_str().map(str::to_owned)).collect()
        };
        let letters = list("in").ok_or_else(|| broken("it has no list `in`"))?;
        let numbered =
            letters.iter().zip(1..).filter_map(|(letter, number)| Some((letter.chars().next()?, number)));
        let longest = json.get("maxlen").and_then(Value::as_u64).filter(|length| (1..=1000).contains(length));
        Ok(WordReader {
            folder: folder.to_owned(),
            network: OnceLock::new(),
            letters: numbered.collect(),
            sounds: list("out").ok_or_else(|| broken("it has no list `out`"))?,
            longest: longest.ok_or_else(|| broken("it has no `maxlen`"))? as usize,
        })
    }

    /// How a word is said; nothing if it has no letters that the voice can say.
    pub(super) fn read(&self, word: &str) -> Result<Option<String>, Error> {
        // The network's alphabet holds Greek and Cyrillic too, which it reads as noise.
        let known = word.chars().filter(|c| phonemes::is_sayable(*c));
        let letters: Vec<i32> = known.filter_map(|c| self.letters.get(&c).copied()).collect();
        if letters.is_empty() {
            return Ok(None);
        }
        let network =
            self.network.get_or_init(|| Reader::load(&self.folder)).as_ref().map_err(Clone::clone)?;
        let mut said = String::new();
        for letters in letters.chunks(self.longest) {
            let mut before = 0;
            for step in network.steps(letters.to_vec())? {
                if step != before && step > 0 {
                    said.push_str(self.sounds.get(step as usize - 1).map_or("", String::as_str));
                }
                before = step;
            }
        }
        Ok(Some(said))
    }
}
