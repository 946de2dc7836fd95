//! Moving and weakening the stress of a word (misaki's rules, as in hibari-tts `g2p/lexicon.py`).

const MAIN: char = 'ˈ';
const SECOND: char = 'ˌ';
const VOWELS: &str = "AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ";
const CONSONANTS: &str = "bdfhjklmnpstvwzðŋɡɹɾʃʒʤʧθ";
const LONG: &str = "AIOQWYʤʧ";

/// How strongly a word is said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stress {
    /// As in the lexicon.
    Usual,
    /// A capital letter first: a second stress where there is none.
    Some,
    /// All capitals: a main stress.
    Strong,
    /// The lighter part of a compound: its main stress becomes a second one.
    Weaker,
}

pub(super) fn is_vowel(sound: char) -> bool {
    VOWELS.contains(sound)
}

pub(super) fn is_consonant(sound: char) -> bool {
    CONSONANTS.contains(sound)
}

pub(super) fn has_main(sounds: &str) -> bool {
    sounds.contains(MAIN)
}

/// How long a word is said, in sounds; diphthongs and affricates count twice.
pub(super) fn weight(sounds: &str) -> usize {
    sounds.chars().map(|sound| if LONG.contains(sound) { 2 } else { 1 }).sum()
}

/// The sounds with the stress changed.
pub(super) fn apply(sounds: &str, stress: Stress) -> String {
    let unmarked = !sounds.contains([MAIN, SECOND]);
    match stress {
        Stress::Weaker => weaken(sounds),
        Stress::Some if unmarked => before_vowel(SECOND, sounds),
        Stress::Strong if unmarked => before_vowel(MAIN, sounds),
        Stress::Strong if !has_main(sounds) => sounds.replace(SECOND, "ˈ"),
        Stress::Usual | Stress::Some | Stress::Strong => sounds.to_owned(),
    }
}

fn weaken(sounds: &str) -> String {
    if has_main(sounds) { sounds.replace(SECOND, "").replace(MAIN, "ˌ") } else { sounds.to_owned() }
}

/// Letter names in a row: the last one carries the main stress, the others a second one.
pub(super) fn spelled(letters: &str) -> String {
    let weak = if has_main(letters) { weaken(letters) } else { apply(letters, Stress::Some) };
    match weak.rsplit_once(SECOND) {
        Some((head, last)) => format!("{head}{MAIN}{last}"),
        None => weak,
    }
}

/// Sets a mark before the first vowel; a word without one stays as it is.
fn before_vowel(mark: char, sounds: &str) -> String {
    match sounds.find(is_vowel) {
        Some(at) => format!("{}{mark}{}", &sounds[..at], &sounds[at..]),
        None => sounds.to_owned(),
    }
}
