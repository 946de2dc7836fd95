//! How names of exercises and routines are compared.

use unicode_normalization::UnicodeNormalization;

/// Composes a text (Unicode NFC), as keyboards produce it and voices expect it. macOS decomposes file names.
#[must_use]
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// An id derived from a name: `Wall sit` becomes `wall-sit`.
#[must_use]
pub fn slug(name: &str) -> String {
    let lower = composed(name).to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "exercise".to_owned() } else { words.join("-") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_however_they_are_written() {
        assert_eq!(slug("Wall sit"), "wall-sit");
        assert_eq!(slug("E\u{301}tirement (2)"), "étirement-2");
        assert_eq!(slug("  90/90 — hips! "), "90-90-hips");
        assert_eq!(slug("Übung 1"), "übung-1");
        assert_eq!(slug("…"), "exercise");
        assert_eq!(composed("e\u{301}vening"), "\u{e9}vening");
    }
}
