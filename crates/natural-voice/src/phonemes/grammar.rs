//! The class (part of speech) of a word whose pronunciation depends on it: "use" in "use a band" and in "the use", "close" in
//! "close your eyes" and in "a close stance".
//!
//! A few rules for short instructions, not a parser.

use super::tokens::Token;

/// The classes that the lexicon distinguishes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Class {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// An adjective, an adverb, or a noun that modifies the next one.
    Modifier,
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
const LINKING: &[&str] = &["of", "is", "are", "was", "or", "when", "while", "that", "if"];
const STATES: &[&str] = &["is", "are", "be", "was", "were", "stay", "stays", "keep", "movement"];
const BREATHS: &[&str] = &["breathe", "breathing", "breathes", "count", "counting"];

/// The word at `at` and its neighbours within a clause, in lower case.
struct Context {
    word: String,
    before: Option<String>,
    after: Option<String>,
}

fn context(tokens: &[Token], at: usize) -> Context {
    let lower = |token: Option<&Token>| token.and_then(Token::text).map(|word| word.to_lowercase());
    Context {
        word: lower(tokens.get(at)).unwrap_or_default(),
        before: at.checked_sub(1).and_then(|before| lower(tokens.get(before))),
        after: lower(tokens.get(at + 1)),
    }
}

fn among(word: Option<&String>, list: &[&str]) -> bool {
    word.is_some_and(|word| list.contains(&word.as_str()))
}

/// The class of the word at `at`.
pub(super) fn class(tokens: &[Token], at: usize) -> Class {
    let Context { word, before, after } = context(tokens, at);
    let has_object =
        among(after.as_ref(), AFTER_VERB) || after.as_ref().is_some_and(|next| next.ends_with("ly"));
    let before = before.as_ref();
    if among(before, BEFORE_VERB) {
        return Class::Verb;
    }
    if among(before, BEFORE_NOUN) {
        return if after.is_none() || has_object || among(after.as_ref(), LINKING) {
            Class::Noun
        } else {
            Class::Modifier
        };
    }
    // "Bow and arrow", "Moderate effort": names, not commands.
    if word == "bow" && after.as_deref() == Some("and") {
        return Class::Noun;
    }
    if word == "moderate" && after.is_some() && !has_object {
        return Class::Modifier;
    }
    let command = before.is_none() || among(before, &["and", "or"]);
    if command && (has_object || after.is_none() || word.ends_with("ate") || word == "use") {
        return Class::Verb;
    }
    // "Keep your feet close to your hips."
    let is_adverb = before.is_some() && among(after.as_ref(), &["to", "together"]);
    if is_adverb {
        return Class::Modifier;
    }
    if among(before, STATES) || (after.is_none() && word.ends_with("ate")) || (after.is_some() && !has_object)
    {
        return Class::Modifier;
    }
    Class::Noun
}

/// The lexicon's name of the class of the word at `at`. `has` is true for the classes that the word's entry has.
pub(super) fn class_name(tokens: &[Token], at: usize, has: &dyn Fn(&str) -> bool) -> &'static str {
    let word = context(tokens, at).word;
    match class(tokens, at) {
        Class::Verb => "VERB",
        Class::Noun => "NOUN",
        Class::Modifier if word.ends_with("ate") && has("ADJ") => "ADJ",
        // If only the noun differs, the usual form is the verb, and "incline press" is no verb.
        Class::Modifier if has("NOUN") && !has("VERB") => "NOUN",
        Class::Modifier => "DEFAULT",
    }
}

/// Whether "in" is part of the verb and is stressed: "breathe in as you lower".
pub(super) fn is_particle(tokens: &[Token], at: usize) -> bool {
    among(context(tokens, at).before.as_ref(), BREATHS)
}

/// Whether "that" is a pronoun: "that was the last one", "like that".
pub(super) fn is_pronoun(tokens: &[Token], at: usize) -> bool {
    let Context { before, after, .. } = context(tokens, at);
    before.is_none() || after.is_none() || among(after.as_ref(), &["is", "was", "one", "leg", "side", "arm"])
}

/// Whether "used" means "accustomed": "you are used to it".
pub(super) fn is_accustomed(tokens: &[Token], at: usize) -> bool {
    among(context(tokens, at).after.as_ref(), &["to"])
}

/// Whether "A" is a letter and not the article: "A one", "group A".
pub(super) fn is_letter(tokens: &[Token], at: usize) -> bool {
    let Context { before, after, .. } = context(tokens, at);
    let capital = tokens.get(at).and_then(Token::text).is_some_and(|word| word == "A");
    capital && (before.is_some() || after.is_none() || after.is_some_and(|next| is_digit(&next)))
}

/// Whether "point" is part of a decimal number: "two point five".
pub(super) fn is_decimal_point(tokens: &[Token], at: usize) -> bool {
    context(tokens, at).after.is_some_and(|next| is_digit(&next))
}

fn is_digit(word: &str) -> bool {
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ]
    .contains(&word)
}
