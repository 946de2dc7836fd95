//! The wheel's two dictionaries, turned into the one sorted text that is searched in place.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::GzDecoder;
use serde_json::{Map, Value};

/// The lexicon's text from two gzipped JSON objects of `word: phonemes` or
/// `word: {"DEFAULT": phonemes, "NOUN": phonemes, …}`; see [`super::super::lexicon`] for the form.
///
/// Words and phonemes with a tab or a line break would break the form and are an error.
pub(super) fn text(gold: &[u8], silver: &[u8]) -> Result<String, String> {
    let mut lines = BTreeMap::new();
    // The checked words come last and win.
    for (json, rank) in [(silver, "s"), (gold, "g")] {
        for (word, value) in object(json)? {
            let line = line(&word, rank, &value)?;
            lines.insert(word, line);
        }
    }
    Ok(lines.into_values().collect())
}

fn object(gzipped: &[u8]) -> Result<Map<String, Value>, String> {
    let mut json = Vec::new();
    GzDecoder::new(gzipped).read_to_end(&mut json).map_err(|error| format!("a lexicon: {error}"))?;
    serde_json::from_slice(&json).map_err(|error| format!("a lexicon: {error}"))
}

fn line(word: &str, rank: &str, value: &Value) -> Result<String, String> {
    let unexpected = || format!("a lexicon: `{word}` has no phonemes");
    let mut line = match value {
        Value::String(sounds) => format!("{word}\t{rank}\t{sounds}"),
        Value::Object(kinds) => {
            let usual = kinds.get("DEFAULT").and_then(Value::as_str).ok_or_else(unexpected)?;
            let mut line = format!("{word}\t{rank}\t{usual}");
            // A kind without phonemes means "spell it out", which is for text in capitals only.
            // In the order of the alphabet, whatever order the reader of JSON keeps: the text's hash is known.
            let others: BTreeMap<_, _> = kinds
                .iter()
                .filter(|(kind, _)| *kind != "DEFAULT")
                .filter_map(|(kind, sounds)| Some((kind, sounds.as_str()?)))
                .collect();
            for (kind, sounds) in others {
                line.push_str(&format!("\t{kind}={sounds}"));
            }
            line
        }
        _ => return Err(unexpected()),
    };
    if line.contains('\n') || word.contains('\t') {
        return Err(format!("a lexicon: a line break or tab in `{word}`"));
    }
    line.push('\n');
    Ok(line)
}
