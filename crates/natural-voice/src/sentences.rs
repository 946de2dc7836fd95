//! Splits a text into sentences, and the phonemes of long ones into chunks that the network can take.

/// The most phonemes that the network gets at once (as in hibari-tts).
const MAX_CHUNK: usize = 400;

/// The sentences of a line, each with its final punctuation.
pub(super) fn split(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut ended = false;
    for (at, c) in text.char_indices() {
        if matches!(c, '.' | '!' | '?' | '…') {
            ended = true;
        } else if ended && c.is_whitespace() {
            // A full stop before a lower-case letter belongs to an abbreviation.
            let next = text[at..].trim_start().chars().next();
            if next.is_some_and(|next| !next.is_lowercase()) {
                found.push(&text[start..at]);
                start = at;
            }
            ended = false;
        } else if !matches!(c, '"' | '”' | '’' | ')' | ']') {
            ended = false;
        }
    }
    found.push(&text[start..]);
    found.into_iter().map(str::trim).filter(|sentence| !sentence.is_empty()).collect()
}

/// The phonemes of a sentence in chunks of at most 400, split after a comma or the like if possible, else between words, else
/// anywhere.
pub(super) fn chunks(phonemes: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut rest: Vec<char> = phonemes.chars().collect();
    while rest.len() > MAX_CHUNK {
        let pause = |at: &usize| rest[*at] == ' ' && matches!(rest[at - 1], ',' | ';' | ':' | '—');
        let cut = (1..MAX_CHUNK).rev().find(pause);
        let cut = cut.or_else(|| (1..MAX_CHUNK).rev().find(|at| rest[*at] == ' ')).unwrap_or(MAX_CHUNK);
        let tail = rest.split_off(cut);
        found.push(std::mem::replace(&mut rest, tail).into_iter().collect());
    }
    found.push(rest.into_iter().collect());
    found.into_iter().map(|chunk| chunk.trim().to_owned()).filter(|chunk| !chunk.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_their_final_punctuation() {
        assert_eq!(split("Lift. Hold! Now? Yes"), ["Lift.", "Hold!", "Now?", "Yes"]);
        assert_eq!(split("approx. ten (more or less.) Go"), ["approx. ten (more or less.)", "Go"]);
        assert!(split("  ").is_empty());
    }

    #[test]
    fn long_sentences_come_in_chunks() {
        let at_commas = chunks(&"lˈɪft, ".repeat(200));
        assert!(at_commas.iter().all(|chunk| chunk.chars().count() <= 400 && chunk.ends_with(',')));
        assert!(chunks(&"a".repeat(1000)).iter().all(|chunk| chunk.len() <= 400));
    }
}
