//! Endings: the possible stems of a word, and the phonemes of the ending (misaki's rules, as in hibari-tts `g2p/lexicon.py`).

/// The possible stems of a word in -s, the likeliest first.
pub(super) fn stems_of_s(word: &str) -> Vec<String> {
    let mut stems = Vec::new();
    if word.len() < 3 {
        return stems;
    }
    if let Some(stem) = word.strip_suffix('s').filter(|_| !word.ends_with("ss")) {
        stems.push(stem.to_owned());
    }
    let long = word.len() > 4;
    let es = word.strip_suffix("es").filter(|_| long && !word.ends_with("ies"));
    stems.extend(word.strip_suffix("'s").or(es).map(str::to_owned));
    stems.extend(word.strip_suffix("ies").filter(|_| long).map(|stem| format!("{stem}y")));
    stems
}

/// The possible stems of a word in -ed.
pub(super) fn stems_of_ed(word: &str) -> Vec<String> {
    let mut stems = Vec::new();
    if word.len() < 4 {
        return stems;
    }
    stems.extend(word.strip_suffix('d').filter(|_| !word.ends_with("dd")).map(str::to_owned));
    let ed = word.strip_suffix("ed").filter(|_| word.len() > 4 && !word.ends_with("eed"));
    stems.extend(ed.map(str::to_owned));
    stems
}

/// The possible stems of a word in -ing.
pub(super) fn stems_of_ing(word: &str) -> Vec<String> {
    let Some(stem) = word.strip_suffix("ing").filter(|stem| stem.len() > 1) else {
        return Vec::new();
    };
    let mut stems = Vec::new();
    if stem.len() > 2 {
        stems.push(stem.to_owned());
    }
    stems.push(format!("{stem}e"));
    let doubled =
        stem.as_bytes().last_chunk::<2>().is_some_and(|[a, b]| a == b && b"bcdgklmnprstvxz".contains(a));
    if stem.len() > 2 && (doubled || stem.ends_with("ck")) {
        stems.push(stem[..stem.len() - 1].to_owned());
    }
    stems
}

/// The phonemes of a stem with -s.
pub(super) fn with_s(stem: String) -> String {
    match stem.chars().last() {
        Some('p' | 't' | 'k' | 'f' | 'θ') => stem + "s",
        Some('s' | 'z' | 'ʃ' | 'ʒ' | 'ʧ' | 'ʤ') => stem + "ᵻz",
        _ => stem + "z",
    }
}

/// The phonemes of a stem with -ed.
pub(super) fn with_ed(stem: String) -> String {
    match stem.chars().last() {
        Some('p' | 'k' | 'f' | 'θ' | 'ʃ' | 's' | 'ʧ') => stem + "t",
        Some('d') => stem + "ᵻd",
        Some('t') => without_flapped_t(&stem).map_or_else(|| stem.clone() + "ᵻd", |head| head + "ɾᵻd"),
        _ => stem + "d",
    }
}

/// The phonemes of a stem with -ing.
pub(super) fn with_ing(stem: &str) -> String {
    without_flapped_t(stem).map_or_else(|| stem.to_owned() + "ɪŋ", |head| head + "ɾɪŋ")
}

/// The phonemes without a final t that becomes a flap (ɾ) before a vowel in American English.
fn without_flapped_t(stem: &str) -> Option<String> {
    let head = stem.strip_suffix('t')?;
    head.ends_with(|phoneme| "AIOWYiuæɑəɛɪɹʊʌ".contains(phoneme)).then(|| head.to_owned())
}
