//! Guesses the pronunciation of words that are not in the lexicon, with a small network that reads letters.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;

use crate::letters::is_sayable;
use crate::networks::SpellingNetwork;
use crate::release::RELEASE;
use crate::{Damage, Error};

/// The file that numbers the network's letters and phonemes.
pub(crate) const ALPHABET: &str = "oov.json";

/// Guesses pronunciations. The network is loaded for the first unknown word.
pub(crate) struct Guesser {
    folder: PathBuf,
    network: OnceLock<SpellingNetwork>,
    /// The network's number of each letter.
    letters: HashMap<char, i32>,
    /// The phonemes of the network's numbers, from 1 on.
    phonemes: Vec<String>,
    /// The most letters that the network takes at once.
    max_letters: usize,
}

impl Guesser {
    /// Reads the alphabet.
    pub(crate) fn load(folder: &Path) -> Result<Guesser, Error> {
        let damaged = |source| Error::Damaged { name: ALPHABET, source };
        let json: Value = serde_json::from_slice(&RELEASE.read(folder, ALPHABET)?)
            .map_err(|error| damaged(Damage::Json(error)))?;
        let list = |key: &'static str| {
            let strings = |values: &Vec<Value>| {
                values.iter().map(|value| value.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
            };
            json.get(key).and_then(Value::as_array).and_then(strings).ok_or(damaged(Damage::Lacks(key)))
        };
        let letters = list("in")?;
        let numbered =
            letters.iter().zip(1..).filter_map(|(letter, number)| Some((letter.chars().next()?, number)));
        let max_letters =
            json.get("maxlen").and_then(Value::as_u64).filter(|count| (1..=1000).contains(count));
        Ok(Guesser {
            folder: folder.to_owned(),
            network: OnceLock::new(),
            letters: numbered.collect(),
            phonemes: list("out")?,
            max_letters: max_letters.ok_or(damaged(Damage::Lacks("maxlen")))? as usize,
        })
    }

    /// The pronunciation of a word; `None` if it has no letters that the voice can say.
    pub(crate) fn guess(&self, word: &str) -> Result<Option<String>, Error> {
        // The network's alphabet has Greek and Cyrillic letters too, but what it makes of them is noise.
        let sayable = word.chars().filter(|c| is_sayable(*c));
        let letters: Vec<i32> = sayable.filter_map(|c| self.letters.get(&c).copied()).collect();
        if letters.is_empty() {
            return Ok(None);
        }
        let network = self.network()?;
        let mut phonemes = String::new();
        for letters in letters.chunks(self.max_letters) {
            let mut last = 0;
            for step in network.steps(letters.to_vec())? {
                if step != last && step > 0 {
                    phonemes.push_str(self.phonemes.get(step as usize - 1).map_or("", String::as_str));
                }
                last = step;
            }
        }
        Ok(Some(phonemes))
    }

    fn network(&self) -> Result<&SpellingNetwork, Error> {
        if let Some(network) = self.network.get() {
            return Ok(network);
        }
        // Two threads may load it at the same time; the first one's is kept.
        let network = SpellingNetwork::load(&self.folder)?;
        Ok(self.network.get_or_init(|| network))
    }
}
