//! The pronunciation of one word, by the lexicon and the rules.

use super::endings::{stems_of_ed, stems_of_ing, stems_of_s, with_ed, with_ing, with_s};
use super::stress::{self, Stress};
use super::tokens::{MAX_PARTS, Token};
use super::{Guess, corrections, grammar};
use crate::letters::plain;
use crate::lexicon::Lexicon;

/// What follows a word, as far as its pronunciation depends on it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Following {
    /// Whether the next phoneme is a vowel; `None` at the end of a clause.
    pub vowel: Option<bool>,
    /// Whether the next word is "to".
    pub to: bool,
}

impl Following {
    /// What follows a word that comes before these phonemes. `to` is whether they are the word "to".
    pub(super) fn before(self, phonemes: &str, to: bool) -> Following {
        let pause = |c: char| ";:,.!?—…".contains(c);
        let first = phonemes.chars().find(|c| pause(*c) || stress::is_vowel(*c) || stress::is_consonant(*c));
        let vowel = match first {
            Some(c) if pause(c) => None,
            Some(c) => Some(stress::is_vowel(c)),
            None => self.vowel,
        };
        Following { vowel, to }
    }
}

/// Pronounces the word at `at`.
pub(super) struct Pronouncer<'a, E> {
    pub tokens: &'a [Token],
    pub at: usize,
    pub lexicon: &'a Lexicon,
    pub guess: Guess<'a, E>,
    pub following: Following,
}

impl<E> Pronouncer<'_, E> {
    /// The phonemes of a word, given as its parts between hyphens. From the end, each time the longest run of parts is taken that
    /// the lexicon has ("grown-up").
    pub(super) fn pronounce(&mut self, parts: &[String]) -> Result<String, E> {
        let mut pronounced: Vec<(usize, String)> = Vec::new();
        let mut end = parts.len();
        while end > 0 {
            let known = (end.saturating_sub(MAX_PARTS)..end)
                .find_map(|start| Some((start, self.by_rules(&parts[start..end].join("-"))?)));
            let (start, phonemes) = match known {
                Some(known) => known,
                None => (end - 1, (self.guess)(&parts[end - 1])?.unwrap_or_default()),
            };
            self.following = self.following.before(&phonemes, parts[start].eq_ignore_ascii_case("to"));
            pronounced.push((start, phonemes));
            end = start;
        }
        pronounced.reverse();
        balance(parts, &mut pronounced);
        Ok(pronounced.into_iter().map(|(_, phonemes)| phonemes).collect())
    }

    /// The phonemes of a word that the lexicon or the rules cover.
    fn by_rules(&self, written: &str) -> Option<String> {
        let mut word = plain(written);
        let stress = match &word {
            word if *word == word.to_lowercase() => Stress::Usual,
            word if *word == word.to_uppercase() => Stress::Strong,
            _ => Stress::Some,
        };
        if let Some(phonemes) = self.function_word(&word, stress) {
            return Some(phonemes);
        }
        let lower = word.to_lowercase();
        if let Some(phonemes) = corrections::find(&lower) {
            return Some(stress::apply(phonemes, stress));
        }
        let letters_only = word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'\'');
        let title_or_capitals = word == word.to_uppercase() || word.get(1..) == lower.get(1..);
        if letters_only
            && word != lower
            && title_or_capitals
            && self.lexicon.find(&word).is_none()
            && (self.lexicon.find(&lower).is_some() || self.by_stem(&lower, stress).is_some())
        {
            word = lower;
        }
        if self.is_known(&word) {
            return self.look_up(&word, stress);
        }
        let without_apostrophe = word.trim_end_matches('\'');
        if without_apostrophe.len() < word.len() {
            return self.by_rules(without_apostrophe);
        }
        self.by_stem(&word, stress)
    }

    /// The phonemes of the function words that depend on the words around them.
    fn function_word(&self, word: &str, stress: Stress) -> Option<String> {
        let (tokens, at) = (self.tokens, self.at);
        let phonemes = match word {
            "a" | "A" => {
                if grammar::is_letter(tokens, at) {
                    "ˈA"
                } else {
                    "ɐ"
                }
            }
            "am" if self.following.vowel.is_some() && stress == Stress::Usual => "ɐm",
            "an" | "An" | "AN" => "ɐn",
            "I" => "ˌI",
            "to" | "To" | "TO" => match self.following.vowel {
                Some(true) => "tʊ",
                Some(false) => "tə",
                None => "tu",
            },
            "in" | "In" | "IN" => match self.following.vowel {
                Some(_) if !grammar::is_particle(tokens, at) => "ɪn",
                _ => "ˈɪn",
            },
            "the" | "The" | "THE" => {
                if self.following.vowel == Some(true) {
                    "ði"
                } else {
                    "ðə"
                }
            }
            "that" | "That" | "THAT" => match grammar::is_pronoun(tokens, at) {
                true => "ðˈæt",
                false => "ðæt",
            },
            "that's" | "That's" if grammar::is_pronoun(tokens, at) => "ðˈæts",
            "used" | "Used" | "USED" => match self.following.to && grammar::is_accustomed(tokens, at) {
                true => "jˈust",
                false => "jˈuzd",
            },
            "point" if grammar::is_decimal_point(tokens, at) => "pYnt",
            _ => return None,
        };
        Some(phonemes.to_owned())
    }

    /// Whether a word is in the lexicon, or is spelled out: `RDL`, `x`.
    fn is_known(&self, word: &str) -> bool {
        let letters = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic());
        self.lexicon.find(word).is_some() || (letters && word[1..] == word[1..].to_uppercase())
    }

    fn look_up(&self, word: &str, stress: Stress) -> Option<String> {
        let lower;
        let mut word = word;
        if word == word.to_uppercase() && !self.lexicon.is_gold(word) {
            lower = word.to_lowercase();
            word = &lower;
        }
        let Some(entry) = self.lexicon.find(word) else {
            return self.spell(word);
        };
        let at_end = self.following.vowel.is_none().then(|| entry.in_class("None")).flatten();
        let has = |class: &str| entry.in_class(class).is_some();
        let by_class = || entry.in_class(grammar::class_name(self.tokens, self.at, &has));
        let phonemes = at_end.or_else(by_class).unwrap_or(entry.usual);
        Some(stress::apply(phonemes, stress))
    }

    /// The names of a word's letters.
    fn spell(&self, word: &str) -> Option<String> {
        let mut names = String::new();
        for letter in word.chars().filter(char::is_ascii_alphabetic) {
            names.push_str(self.lexicon.find(&letter.to_ascii_uppercase().to_string())?.usual);
        }
        (!names.is_empty()).then(|| stress::of_letters(&names))
    }

    /// The phonemes of a known stem with -s, -ed or -ing.
    fn by_stem(&self, word: &str, stress: Stress) -> Option<String> {
        let known = |stem: String| self.is_known(&stem).then_some(stem);
        if let Some(stem) = stems_of_s(word).into_iter().find_map(known) {
            return self.look_up(&stem, stress).map(with_s);
        }
        if let Some(stem) = stems_of_ed(word).into_iter().find_map(known) {
            return self.look_up(&stem, stress).map(with_ed);
        }
        let stress = if stress == Stress::Usual { Stress::Some } else { stress };
        let stem = stems_of_ing(word).into_iter().find_map(known)?;
        self.look_up(&stem, stress).as_deref().map(with_ing)
    }
}

/// In a compound, the lighter half of the parts loses its main stress. `pronounced` has the number of the first part, and the
/// phonemes.
fn balance(parts: &[String], pronounced: &mut [(usize, String)]) {
    let spoken: Vec<usize> = (0..pronounced.len()).filter(|at| !pronounced[*at].1.is_empty()).collect();
    let weaken = |pronounced: &mut [(usize, String)], at: usize| {
        pronounced[at].1 = stress::apply(&pronounced[at].1, Stress::Weaker);
    };
    if let [first, second] = spoken[..]
        && parts[pronounced[first].0].chars().count() == 1
    {
        weaken(pronounced, second);
        return;
    }
    let stressed = spoken.iter().filter(|at| stress::has_main(&pronounced[**at].1)).count();
    if spoken.len() < 2 || stressed <= spoken.len().div_ceil(2) {
        return;
    }
    let mut order = spoken.clone();
    order.sort_by_key(|at| (stress::has_main(&pronounced[*at].1), stress::weight(&pronounced[*at].1), *at));
    for at in &order[..spoken.len() / 2] {
        weaken(pronounced, *at);
    }
}
