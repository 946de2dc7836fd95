//! The letters that the voice can say.

/// The words of a text that the voice cannot say or would garble, as they are in the text: other scripts, emoji, symbols.
/// Punctuation around them is left out. Needs no installed voice.
#[must_use]
pub fn unsayable(text: &str) -> Vec<&str> {
    let is_unsayable =
        |word: &&str| !crate::normalize(word).chars().all(|c| c.is_whitespace() || is_sayable(c));
    let is_around = |c: char| c.is_ascii_punctuation() || "。、，！？".contains(c);
    text.split_whitespace().filter(is_unsayable).map(|word| word.trim_matches(is_around)).collect()
}

/// Whether the voice can say a character, or loses nothing by skipping it.
pub(crate) fn is_sayable(c: char) -> bool {
    c.is_ascii_alphabetic() || without_accent(c).is_some() || "'’‘-‐‑–—−;:,.!?…()[]{}\"“”".contains(c)
}

/// A word without its accents and without letters of other scripts, as the lexicon spells it.
#[cfg(feature = "synthesis")]
pub(crate) fn plain(word: &str) -> String {
    let mut letters = String::with_capacity(word.len());
    for c in word.chars() {
        match without_accent(c) {
            Some(ascii) => letters.push_str(ascii),
            None if c.is_ascii() => letters.push(c),
            None => {}
        }
    }
    letters
}

/// The ASCII letters for an accented Latin one.
fn without_accent(c: char) -> Option<&'static str> {
    ACCENTED.iter().find_map(|(accented, letters)| accented.contains(c).then_some(*letters))
}

const ACCENTED: &[(&str, &str)] = &[
    ("àáâãäåāăą", "a"),
    ("ÀÁÂÃÄÅĀĂĄ", "A"),
    ("çćĉċč", "c"),
    ("ÇĆĈĊČ", "C"),
    ("ďđð", "d"),
    ("ĎĐÐ", "D"),
    ("èéêëēĕėęě", "e"),
    ("ÈÉÊËĒĔĖĘĚ", "E"),
    ("ĝğġģ", "g"),
    ("ĜĞĠĢ", "G"),
    ("ìíîïĩīĭįı", "i"),
    ("ÌÍÎÏĨĪĬĮİ", "I"),
    ("ĺļľł", "l"),
    ("ĹĻĽŁ", "L"),
    ("ñńņň", "n"),
    ("ÑŃŅŇ", "N"),
    ("òóôõöøōŏő", "o"),
    ("ÒÓÔÕÖØŌŎŐ", "O"),
    ("ŕŗř", "r"),
    ("ŔŖŘ", "R"),
    ("śŝşšș", "s"),
    ("ŚŜŞŠȘ", "S"),
    ("ţťț", "t"),
    ("ŢŤȚ", "T"),
    ("ùúûüũūŭůűų", "u"),
    ("ÙÚÛÜŨŪŬŮŰŲ", "U"),
    ("ýÿ", "y"),
    ("ÝŸ", "Y"),
    ("źżž", "z"),
    ("ŹŻŽ", "Z"),
    ("ß", "ss"),
    ("æ", "ae"),
    ("Æ", "Ae"),
    ("œ", "oe"),
    ("Œ", "Oe"),
    ("þ", "th"),
    ("Þ", "Th"),
];

#[cfg(test)]
mod tests {
    use super::unsayable;

    #[test]
    fn sayable_and_not() {
        assert!(unsayable("Squat w/ 10 kg, A1, 5-10-5: café naïve “ok”™ 3×12 (½) don’t!").is_empty());
        assert_eq!(unsayable("Do ステップ, шаг 💪 and λ-hold"), ["ステップ", "шаг", "💪", "λ-hold"]);
    }
}
