//! Adding, moving and weakening the stress of a word (misaki's rules, as in hibari-tts `g2p/lexicon.py`).

const MAIN: char = 'ˈ';
const SECONDARY: char = 'ˌ';
const VOWELS: &str = "AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ";
const CONSONANTS: &str = "bdfhjklmnpstvwzðŋɡɹɾʃʒʤʧθ";
const LONG: &str = "AIOQWYʤʧ";

/// How strongly a word is stressed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stress {
    /// As in the lexicon.
    Usual,
    /// A word with a capital first letter gets a secondary stress if it has none.
    Some,
    /// A word in capitals gets a main stress.
    Strong,
    /// The main stress of the lighter part of a compound becomes secondary.
    Weaker,
}

pub(super) fn is_vowel(phoneme: char) -> bool {
    VOWELS.contains(phoneme)
}

pub(super) fn is_consonant(phoneme: char) -> bool {
    CONSONANTS.contains(phoneme)
}

pub(super) fn has_main(phonemes: &str) -> bool {
    phonemes.contains(MAIN)
}

/// The length of a word in phonemes; diphthongs and affricates count twice.
pub(super) fn weight(phonemes: &str) -> usize {
    phonemes.chars().map(|phoneme| if LONG.contains(phoneme) { 2 } else { 1 }).sum()
}

/// Phonemes with their stress changed.
pub(super) fn apply(phonemes: &str, stress: Stress) -> String {
    let unmarked = !phonemes.contains([MAIN, SECONDARY]);
    match stress {
        Stress::Weaker => weaken(phonemes),
        Stress::Some if unmarked => before_vowel(SECONDARY, phonemes),
        Stress::Strong if unmarked => before_vowel(MAIN, phonemes),
        Stress::Strong if !has_main(phonemes) => phonemes.replace(SECONDARY, "ˈ"),
        Stress::Usual | Stress::Some | Stress::Strong => phonemes.to_owned(),
    }
}

fn weaken(phonemes: &str) -> String {
    if has_main(phonemes) { phonemes.replace(SECONDARY, "").replace(MAIN, "ˌ") } else { phonemes.to_owned() }
}

/// The names of letters in a row: the last one gets the main stress, the others a secondary one.
pub(super) fn of_letters(letters: &str) -> String {
    let weakened = if has_main(letters) { weaken(letters) } else { apply(letters, Stress::Some) };
    match weakened.rsplit_once(SECONDARY) {
        Some((head, last)) => format!("{head}{MAIN}{last}"),
        None => weakened,
    }
}

/// Puts a mark before the first vowel, if there is one.
fn before_vowel(mark: char, phonemes: &str) -> String {
    match phonemes.find(is_vowel) {
        Some(at) => format!("{}{mark}{}", &phonemes[..at], &phonemes[at..]),
        None => phonemes.to_owned(),
    }
}
