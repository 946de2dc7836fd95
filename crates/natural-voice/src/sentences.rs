//! Cutting a text into sentences, and long ones into pieces that the network can take.

/// The most phonemes that are given to the network at once (as hibari-tts does).
const LONGEST: usize = 400;

/// The sentences of a line, each with its final mark.
pub(super) fn split(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut ended = false;
    for (at, c) in text.char_indices() {
        if matches!(c, '.' | '!' | '?' | '…') {
            ended = true;
        } else if ended && c.is_whitespace() {
            // A stop before a small letter belongs to an abbreviation.
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

/// The phonemes of a sentence in pieces of at most 400: cut after a comma or the like, else between
/// words, else anywhere.
pub(super) fn pieces(phonemes: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut rest: Vec<char> = phonemes.chars().collect();
    while rest.len() > LONGEST {
        let pause = |at: &usize| rest[*at] == ' ' && matches!(rest[at - 1], ',' | ';' | ':' | '—');
        let cut = (1..LONGEST).rev().find(pause);
        let cut = cut.or_else(|| (1..LONGEST).rev().find(|at| rest[*at] == ' ')).unwrap_or(LONGEST);
        let tail = rest.split_off(cut);
        found.push(std::mem::replace(&mut rest, tail).into_iter().collect());
    }
    found.push(rest.into_iter().collect());
    found.into_iter().map(|piece| piece.trim().to_owned()).filter(|piece| !piece.is_empty()).collect()
}
