//! How one word is said, by the lexicon and its rules.

use super::super::lexicon::Lexicon;
use super::endings::{ing_stem, past_stem, plural_stem, with_ed, with_ing, with_s};
use super::spelling::plain;
use super::stress::{self, Stress};
use super::tokens::{LONGEST, Token};
use super::{Unknown, grammar};

/// What is said after a word, as far as it matters to the word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Following {
    /// True for a vowel, false for a consonant, nothing at the end of a clause.
    pub vowel: Option<bool>,
    /// True if the next word is "to".
    pub to: bool,
}

impl Following {
    /// What follows a word that stands before these sounds.
    pub(super) fn after(self, sounds: &str, to: bool) -> Following {
        let pause = |sound: char| ";:,.!?—…".contains(sound);
        let first = sounds
            .chars()
            .find(|sound| pause(*sound) || stress::is_vowel(*sound) || stress::is_consonant(*sound));
        let vowel = match first {
            Some(sound) if pause(sound) => None,
            Some(sound) => Some(stress::is_vowel(sound)),
            None => self.vowel,
        };
        Following { vowel, to }
    }
}

/// Says the word at `at`.
pub(super) struct Speaker<'a, E> {
    pub tokens: &'a [Token],
    pub at: usize,
    pub lexicon: &'a Lexicon,
    pub unknown: Unknown<'a, E>,
    pub following: Following,
}

impl<E> Speaker<'_, E> {
    /// The sounds of a word in the parts between its hyphens. From its end: the longest run of parts
    /// that the lexicon knows ("grown-up"), then the next.
    pub(super) fn word(&mut self, parts: &[String]) -> Result<String, E> {
        let mut said: Vec<(usize, String)> = Vec::new();
        let mut end = parts.len();
        while end > 0 {
            let known = (end.saturating_sub(LONGEST)..end)
                .find_map(|start| Some((start, self.known(&parts[start..end].join("-"))?)));
            let (start, sounds) = match known {
                Some(known) => known,
                None => (end - 1, (self.unknown)(&parts[end - 1])?.unwrap_or_default()),
            };
            self.following = self.following.after(&sounds, parts[start].eq_ignore_ascii_case("to"));
            said.push((start, sounds));
            end = start;
        }
        said.reverse();
        balance(parts, &mut said);
        Ok(said.into_iter().map(|(_, sounds)| sounds).collect())
    }

    /// The sounds of a word that the rules know.
    fn known(&self, written: &str) -> Option<String> {
        let mut word = plain(written);
        let stress = match &word {
            word if *word == word.to_lowercase() => Stress::Usual,
            word if *word == word.to_uppercase() => Stress::Strong,
            _ => Stress::Some,
        };
        if let Some(sounds) = self.special(&word, stress) {
            return Some(sounds);
        }
        let small = word.to_lowercase();
        let letters_only = word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'\'');
        let title_or_capitals = word == word.to_uppercase() || word.get(1..) == small.get(1..);
        if letters_only
            && word != small
            && title_or_capitals
            && self.lexicon.find(&word).is_none()
            && (self.lexicon.find(&small).is_some() || self.stem(&small, stress).is_some())
        {
            word = small;
        }
        if self.is_known(&word) {
            return self.look_up(&word, stress);
        }
        let owner = word.trim_end_matches('\'');
        if owner.len() < word.len() {
            return self.known(owner);
        }
        self.stem(&word, stress)
    }

    /// Small words whose sound hangs on what stands around them.
    fn special(&self, word: &str, stress: Stress) -> Option<String> {
        let (tokens, at) = (self.tokens, self.at);
        let sounds = match word {
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
            "that" | "That" | "THAT" => match grammar::is_pointing(tokens, at) {
                true => "ðˈæt",
                false => "ðæt",
            },
            "that's" | "That's" if grammar::is_pointing(tokens, at) => "ðˈæts",
            "used" | "Used" | "USED" => match self.following.to && grammar::is_accustomed(tokens, at) {
                true => "jˈust",
                false => "jˈuzd",
            },
            "point" if grammar::is_decimal_point(tokens, at) => "pYnt",
            _ => return None,
        };
        Some(sounds.to_owned())
    }

    /// True for a word of the lexicon, and for letters that are spelled out: `RDL`, `x`.
    fn is_known(&self, word: &str) -> bool {
        let letters = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic());
        self.lexicon.find(word).is_some() || (letters && word[1..] == word[1..].to_uppercase())
    }

    fn look_up(&self, word: &str, stress: Stress) -> Option<String> {
        let small;
        let mut word = word;
        if word == word.to_uppercase() && !self.lexicon.is_gold(word) {
            small = word.to_lowercase();
            word = &small;
        }
        let Some(entry) = self.lexicon.find(word) else {
            return self.spell(word);
        };
        let at_end = self.following.vowel.is_none().then(|| entry.kind("None")).flatten();
        let by_kind = || entry.kind(grammar::key(self.tokens, self.at, &|kind| entry.kind(kind).is_some()));
        let sounds = at_end.or_else(by_kind).unwrap_or(entry.usual);
        Some(stress::apply(sounds, stress))
    }

    /// The names of the letters.
    fn spell(&self, word: &str) -> Option<String> {
        let mut names = String::new();
        for letter in word.chars().filter(char::is_ascii_alphabetic) {
            names.push_str(self.lexicon.find(&letter.to_ascii_uppercase().to_string())?.usual);
        }
        (!names.is_empty()).then(|| stress::spelled(&names))
    }

    /// A known stem with -s, -ed or -ing.
    fn stem(&self, word: &str, stress: Stress) -> Option<String> {
        let known = |stem: String| self.is_known(&stem).then_some(stem);
        if let Some(stem) = plural_stem(word).into_iter().find_map(known) {
            return self.look_up(&stem, stress).map(with_s);
        }
        if let Some(stem) = past_stem(word).into_iter().find_map(known) {
            return self.look_up(&stem, stress).map(with_ed);
        }
        let stress = if stress == Stress::Usual { Stress::Some } else { stress };
        let stem = ing_stem(word).into_iter().find_map(known)?;
        self.look_up(&stem, stress).as_deref().map(with_ing)
    }
}

/// In a compound the lighter half of the parts loses its main stress.
fn balance(parts: &[String], said: &mut [(usize, String)]) {
    let voiced: Vec<usize> = (0..said.len()).filter(|at| !said[*at].1.is_empty()).collect();
    let weaker =
        |said: &mut [(usize, String)], at: usize| said[at].1 = stress::apply(&said[at].1, Stress::Weaker);
    if let [first, second] = voiced[..]
        && parts[said[first].0].chars().count() == 1
    {
        return weaker(said, second);
    }
    let stressed = voiced.iter().filter(|at| stress::has_main(&said[**at].1)).count();
    if voiced.len() < 2 || stressed <= voiced.len().div_ceil(2) {
        return;
    }
    let mut order = voiced.clone();
    order.sort_by_key(|at| (stress::has_main(&said[*at].1), stress::weight(&said[*at].1), *at));
    for at in &order[..voiced.len() / 2] {
        weaker(said, *at);
    }
}
