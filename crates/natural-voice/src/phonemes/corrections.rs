//! Words of training that the lexicon lacks, where the guesser is wrong, or pronounces in another sense.

/// The words in lower case and their phonemes, sorted.
const WORDS: &[(&str, &str)] = &[
    // The lexicon's "ab" is German.
    ("ab", "ˈæb"),
    ("abdominis", "æbdˈɑmᵻnᵻs"),
    ("bosu", "bˈOsu"),
    ("chaturanga", "ʧˌʌtəɹˈɑŋɡə"),
    ("chee", "ʧˈi"),
    ("liss", "lˈɪs"),
    ("multifidus", "mʌltˈɪfᵻdəs"),
    ("planche", "plˈɑnʃ"),
    ("savasana", "ʃəvˈɑsənə"),
    ("serratus", "səɹˈAɾəs"),
];

/// The phonemes of a word in lower case, if it has its own here.
pub(super) fn find(word: &str) -> Option<&'static str> {
    WORDS.binary_search_by_key(&word, |(key, _)| key).ok().map(|at| WORDS[at].1)
}

#[cfg(test)]
mod tests {
    use super::WORDS;

    #[test]
    fn the_words_are_sorted() {
        assert!(WORDS.is_sorted_by(|(one, _), (other, _)| one < other));
    }
}
