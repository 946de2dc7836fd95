//! Words to phonemes, in misaki's alphabet: one letter per phoneme, `A I O W Y` for diphthongs, `ˈ` and `ˌ` before a stressed
//! vowel.
//!
//! A word is looked up in a few corrections, then in the lexicon, then as a stem with -s, -ed or -ing. If it is short and in capitals, it is spelled out;
//! otherwise the caller guesses. The rules are those of hibari-tts 0.2.1 (`g2p/__init__.py`, `g2p/lexicon.py`), with which the
//! voice was trained. Only its part-of-speech tagger is replaced by a few rules for short instructions, in `grammar`.

mod corrections;
mod endings;
mod grammar;
mod pronounce;
mod stress;
#[cfg(test)]
mod tests;
mod tokens;

use crate::lexicon::Lexicon;
use pronounce::{Following, Pronouncer};
use tokens::{Token, tokenize};

/// Guesses the phonemes of an unknown word; `None` if it has no letters that the voice can say.
pub(crate) type Guess<'a, E> = &'a dyn Fn(&str) -> Result<Option<String>, E>;

/// The phonemes of a normalized text.
///
/// # Errors
/// Those of `guess`.
pub(crate) fn transcribe<E>(text: &str, lexicon: &Lexicon, guess: Guess<'_, E>) -> Result<String, E> {
    let tokens = tokenize(text);
    let mut phonemes: Vec<String> = vec![String::new(); tokens.len()];
    // From the end, because "the" and "to" depend on the phoneme that follows.
    let mut following = Following::default();
    for (at, token) in tokens.iter().enumerate().rev() {
        match token {
            Token::Mark { mark, .. } => {
                phonemes[at].push(*mark);
                following = following.before(&phonemes[at], false);
            }
            Token::Word { parts, .. } => {
                let mut word = Pronouncer { tokens: &tokens, at, lexicon, guess, following };
                phonemes[at] = word.pronounce(parts)?;
                following = word.following;
            }
        }
    }
    let mut line = String::new();
    for (token, phonemes) in tokens.iter().zip(&phonemes) {
        line.push_str(phonemes);
        if token.space_after() && !line.ends_with(' ') {
            line.push(' ');
        }
    }
    // Two phonemes for which the voice has other letters than the lexicon.
    Ok(line.trim().replace('ɾ', "T").replace('ʔ', "t"))
}
