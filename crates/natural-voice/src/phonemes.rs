//! Words to phonemes, in the alphabet of the voice (misaki's: one letter a sound, `A I O W Y` for
//! diphthongs, `ˈ` and `ˌ` before a stressed vowel).
//!
//! A word is looked for in the lexicon, then as a stem with -s, -ed or -ing, then spelled out if it
//! is short and in capitals, then read by the network for unknown words. The rules follow hibari-tts
//! 0.2.1 (`g2p/__init__.py`, `g2p/lexicon.py`), which the voice was trained with; its tagger for parts
//! of speech is replaced by a few rules for what a trainer says, in `grammar`.

mod endings;
mod grammar;
mod pronounce;
#[path = "letters.rs"]
mod spelling;
mod stress;
#[cfg(test)]
mod tests;
mod tokens;

use super::lexicon::Lexicon;
use pronounce::{Following, Speaker};
use tokens::{Token, tokens};

pub(super) use spelling::is_sayable;

/// Says how a word is read that no rule knows; nothing if it has no letters it knows.
pub(super) type Unknown<'a, E> = &'a dyn Fn(&str) -> Result<Option<String>, E>;

/// The phonemes of `text`, whose numbers and units are already words. Never fails by itself: an error
/// is one of `unknown`.
pub(super) fn phonemes<E>(text: &str, lexicon: &Lexicon, unknown: Unknown<'_, E>) -> Result<String, E> {
    let tokens = tokens(text);
    let mut said: Vec<String> = vec![String::new(); tokens.len()];
    // From the end, since how "the" and "to" are said hangs on the sound that follows.
    let mut following = Following::default();
    for (at, token) in tokens.iter().enumerate().rev() {
        match token {
            Token::Mark { mark, .. } => {
                said[at].push(*mark);
                following = following.after(&said[at], false);
            }
            Token::Word { parts, .. } => {
                let mut speaker = Speaker { tokens: &tokens, at, lexicon, unknown, following };
                said[at] = speaker.word(parts)?;
                following = speaker.following;
            }
        }
    }
    let mut line = String::new();
    for (token, sounds) in tokens.iter().zip(&said) {
        line.push_str(sounds);
        if token.space_after() && !line.ends_with(' ') {
            line.push(' ');
        }
    }
    // Two sounds of the lexicon that the voice knows by other letters.
    Ok(line.trim().replace('ɾ', "T").replace('ʔ', "t"))
}
