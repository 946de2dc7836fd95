//! Merges the wheel's two lexicons into the sorted text that [`crate::lexicon`] searches in memory.

use std::collections::BTreeMap;
use std::io::{self, Read};

use flate2::read::GzDecoder;
use serde_json::{Map, Value};

/// Why the lexicons cannot be merged.
#[derive(Debug, thiserror::Error)]
pub(super) enum LexiconError {
    #[error("it cannot be decompressed")]
    Gzip(#[source] io::Error),
    #[error("it is not the expected JSON")]
    Json(#[source] serde_json::Error),
    #[error("`{0}` has no phonemes")]
    NoPhonemes(String),
    #[error("there is a line break or a tab in `{0}`")]
    Separator(String),
}

/// The text of both lexicons; see [`crate::lexicon`] for its form. `gold` and `silver` are gzipped JSON objects of
/// `word: phonemes` or `word: {"DEFAULT": phonemes, "NOUN": phonemes, …}`. A word of both is taken from `gold`.
pub(super) fn merge(gold: &[u8], silver: &[u8]) -> Result<String, LexiconError> {
    let mut lines = BTreeMap::new();
    for (gzipped, rank) in [(silver, "s"), (gold, "g")] {
        for (word, value) in parse(gzipped)? {
            let line = line(&word, rank, &value)?;
            lines.insert(word, line);
        }
    }
    Ok(lines.into_values().collect())
}

fn parse(gzipped: &[u8]) -> Result<Map<String, Value>, LexiconError> {
    let mut json = Vec::new();
    GzDecoder::new(gzipped).read_to_end(&mut json).map_err(LexiconError::Gzip)?;
    serde_json::from_slice(&json).map_err(LexiconError::Json)
}

fn line(word: &str, rank: &str, value: &Value) -> Result<String, LexiconError> {
    let no_phonemes = || LexiconError::NoPhonemes(word.to_owned());
    let mut line = match value {
        Value::String(phonemes) => format!("{word}\t{rank}\t{phonemes}"),
        Value::Object(classes) => {
            let usual = classes.get("DEFAULT").and_then(Value::as_str).ok_or_else(no_phonemes)?;
            let mut line = format!("{word}\t{rank}\t{usual}");
            // A class without phonemes means "spell it out", which is for text in capitals only. A BTreeMap sorts the classes
            // whatever order the JSON map keeps: the hash of the whole text is known.
            let others: BTreeMap<_, _> = classes
                .iter()
                .filter(|(class, _)| *class != "DEFAULT")
                .filter_map(|(class, phonemes)| Some((class, phonemes.as_str()?)))
                .collect();
            for (class, phonemes) in others {
                line.push_str(&format!("\t{class}={phonemes}"));
            }
            line
        }
        _ => return Err(no_phonemes()),
    };
    if line.contains('\n') || word.contains('\t') {
        return Err(LexiconError::Separator(word.to_owned()));
    }
    line.push('\n');
    Ok(line)
}
