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

/// A name without its case, spaces and signs: `Dead Bug`, `dead_bug` and `deadbug` are the same.
#[must_use]
pub fn loose(name: &str) -> String {
    composed(name).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// All ways to type a name, as [`loose`] reduces them: as it is, in the plural, and in the singular if it is a plural. None
/// if it has neither letters nor digits.
#[must_use]
pub fn ways_to_type(name: &str) -> Vec<String> {
    let name = loose(name);
    if name.is_empty() {
        return Vec::new();
    }
    let mut all = vec![format!("{name}s"), format!("{name}es")];
    if let Some(stem) = name.strip_suffix('y') {
        all.push(format!("{stem}ies"));
    }
    // A word that ends in a double s is no plural.
    if let Some(one) = name.strip_suffix('s').filter(|one| one.len() > 2 && !one.ends_with('s')) {
        all.push(one.to_owned());
    }
    all.push(name);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_spelling_and_number() {
        for typed in ["Dead Bug", "dead_bug", "deadbug", "DEAD-BUG", "dead bugs", "Dead-Bugs"] {
            assert!(ways_to_type("dead-bug").contains(&loose(typed)), "{typed}");
        }
        assert!(ways_to_type("knee-rolls").contains(&loose("knee roll")));
        assert!(ways_to_type("crunch").contains(&loose("Crunches")));
        assert!(ways_to_type("Butterfly").contains(&loose("butterflies")));
        assert!(!ways_to_type("leg-press").contains(&loose("leg pres")));
        assert!(!ways_to_type("squat").contains(&loose("quat")));
        assert!(!ways_to_type("abs").contains(&loose("ab")), "too short to be a plural");
        assert!(ways_to_type("legs").contains(&loose("leg")));
    }

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
