//! Letters: which ones the voice can read, and accents taken off.

/// True if the voice can say a character, or passes it over without loss.
pub(in super::super) fn is_sayable(c: char) -> bool {
    c.is_ascii_alphabetic() || fold(c).is_some() || "'’‘-‐‑–—−;:,.!?…()[]{}\"“”".contains(c)
}

/// The word with its accents taken off and letters of other scripts left out, for the lexicon.
pub(super) fn plain(word: &str) -> String {
    let mut letters = String::with_capacity(word.len());
    for c in word.chars() {
        match fold(c) {
            Some(folded) => letters.push_str(folded),
            None if c.is_ascii() => letters.push(c),
            None => {}
        }
    }
    letters
}

/// The plain letters of an accented Latin one.
fn fold(c: char) -> Option<&'static str> {
    FOLDED.iter().find_map(|(accented, letters)| accented.contains(c).then_some(*letters))
}

const FOLDED: &[(&str, &str)] = &[
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
