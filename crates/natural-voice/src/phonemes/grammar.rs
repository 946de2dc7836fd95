//! What kind of word a word is, where its sound hangs on it: "use" in "use a band" and in "the use",
//! "close" in "close your eyes" and in "a close stance".
//!
//! A few rules for the short commands of a trainer; not a parser.

use super::tokens::Token;

/// The kinds of word that the lexicon tells apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// Something one does.
    Verb,
    /// A thing.
    Noun,
    /// What stands before a noun and says more of it, or after "is".
    Describing,
}

const BEFORE_NOUN: &[&str] = &[
    "a", "an", "the", "this", "your", "my", "his", "her", "its", "our", "their", "each", "every", "no",
    "some", "any", "of", "with", "for", "in", "on", "at",
];
const BEFORE_VERB: &[&str] = &[
    "to", "you", "we", "they", "i", "can", "will", "must", "should", "would", "could", "may", "don't", "not",
    "never", "let's", "please", "then", "now", "also", "slowly", "gently",
];
const AFTER_VERB: &[&str] = &[
    "a", "an", "the", "this", "that", "your", "my", "his", "her", "its", "it", "our", "their", "them",
    "each", "every", "both", "all", "with", "for", "in", "on", "at", "to", "into", "from", "by", "up",
    "down", "out", "as", "and", "through", "between", "until", "one",
];
const LINKS: &[&str] = &["of", "is", "are", "was", "or", "when", "while", "that", "if"];
const STATES: &[&str] = &["is", "are", "be", "was", "were", "stay", "stays", "keep", "movement"];
const BREATHS: &[&str] = &["breathe", "breathing", "breathes", "count", "counting"];

/// The word at `at` and its neighbours within a clause, in small letters.
struct Around {
    word: String,
    before: Option<String>,
    after: Option<String>,
}

fn around(tokens: &[Token], at: usize) -> Around {
    let small = |token: Option<&Token>| token.and_then(Token::word).map(|word| word.to_lowercase());
    Around {
        word: small(tokens.get(at)).unwrap_or_default(),
        before: at.checked_sub(1).and_then(|before| small(tokens.get(before))),
        after: small(tokens.get(at + 1)),
    }
}

fn among(word: Option<&String>, list: &[&str]) -> bool {
    word.is_some_and(|word| list.contains(&word.as_str()))
}

/// The kind of the word at `at`.
pub(super) fn kind(tokens: &[Token], at: usize) -> Kind {
    let Around { word, before, after } = around(tokens, at);
    let acts_on_next =
        among(after.as_ref(), AFTER_VERB) || after.as_ref().is_some_and(|next| next.ends_with("ly"));
    let before = before.as_ref();
    if among(before, BEFORE_VERB) {
        return Kind::Verb;
    }
    if among(before, BEFORE_NOUN) {
        return if after.is_none() || acts_on_next || among(after.as_ref(), LINKS) {
            Kind::Noun
        } else {
            Kind::Describing
        };
    }
    let command = before.is_none() || among(before, &["and", "or"]);
    if command && (acts_on_next || after.is_none() || word.ends_with("ate") || word == "use") {
        return Kind::Verb;
    }
    // "Keep your feet close to your hips."
    let goes_on = before.is_some() && among(after.as_ref(), &["to", "together"]);
    if goes_on {
        return Kind::Describing;
    }
    if among(before, STATES)
        || (after.is_none() && word.ends_with("ate"))
        || (after.is_some() && !acts_on_next)
    {
        return Kind::Describing;
    }
    Kind::Noun
}

/// The lexicon's key for a kind of a word that has the others listed by `has`.
pub(super) fn key(tokens: &[Token], at: usize, has: &dyn Fn(&str) -> bool) -> &'static str {
    let word = around(tokens, at).word;
    match kind(tokens, at) {
        Kind::Verb => "VERB",
        Kind::Noun => "NOUN",
        Kind::Describing if word.ends_with("ate") && has("ADJ") => "ADJ",
        // Where only the noun differs, the usual form is the verb: "incline press" is no verb.
        Kind::Describing if has("NOUN") && !has("VERB") => "NOUN",
        Kind::Describing => "DEFAULT",
    }
}

/// True where "in" is part of the verb and carries stress: "breathe in as you lower".
pub(super) fn is_particle(tokens: &[Token], at: usize) -> bool {
    among(around(tokens, at).before.as_ref(), BREATHS)
}

/// True where "that" points at something: "that was the last one", "like that".
pub(super) fn is_pointing(tokens: &[Token], at: usize) -> bool {
    let Around { before, after, .. } = around(tokens, at);
    before.is_none() || after.is_none() || among(after.as_ref(), &["is", "was", "one", "leg", "side", "arm"])
}

/// True where "used" is "accustomed": "you are used to it".
pub(super) fn is_accustomed(tokens: &[Token], at: usize) -> bool {
    among(around(tokens, at).after.as_ref(), &["to"])
}

/// True where "A" is a letter and not the article: "A one", "group A".
pub(super) fn is_letter(tokens: &[Token], at: usize) -> bool {
    let Around { before, after, .. } = around(tokens, at);
    let capital = tokens.get(at).and_then(Token::word).is_some_and(|word| word == "A");
    capital && (before.is_some() || after.is_none() || after.is_some_and(|next| is_figure(&next)))
}

/// True where "point" stands in a decimal number: "two point five".
pub(super) fn is_decimal_point(tokens: &[Token], at: usize) -> bool {
    around(tokens, at).after.is_some_and(|next| is_figure(&next))
}

fn is_figure(word: &str) -> bool {
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ]
    .contains(&word)
}
