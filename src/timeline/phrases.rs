//! The phrases of a session, with placeholders in braces, from a file that users can replace.

use std::sync::Arc;

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Source, nearest, quoted};
use crate::routine::field::Field;
use crate::routine::file::{read_plain, shape};

macro_rules! phrases {
    ($($(#[$doc:meta])* $name:ident: $($place:literal)*;)+) => {
        /// The phrases, one for each key of the file.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is the phrase of its name in sounds/phrases.toml")]
        pub struct Phrases {
            $(pub $name: String,)+
        }

        /// The file as written: every phrase is optional.
        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
        struct PhraseKeys {
            $($name: Option<Field<String>>,)+
        }

        shape!(PhraseKeys: $($name),+);

        impl PhraseKeys {
            /// These phrases, with missing ones from `below`.
            fn over(self, below: Option<Phrases>, check: &mut Check<'_>) -> Option<Phrases> {
                $(let $name = check.phrase(self.$name, stringify!($name), &[$($place),*]);)+
                Some(match below {
                    Some(below) => Phrases { $($name: $name.unwrap_or(below.$name),)+ },
                    None => Phrases { $($name: $name?,)+ },
                })
            }
        }
    };
}

phrases! {
    announce: "name" "amount" "load" "order";
    sets_of: "sets" "amount";
    sets_from: "sets" "amount";
    announce_set: "name" "set" "sets" "amount" "load" "order";
    one_rep: "reps";
    reps: "reps";
    units: "reps" "unit";
    open: ;
    own_pace: ;
    timed: "time";
    on_each_side: "amount";
    order_each: "side";
    order_only: "side";
    order_alternate: "side";
    equipment: "equipment";
    switch: "side";
    rest: "name" "amount" "load" "order";
    rest_round: "round" "rounds" "name" "amount" "load" "order";
    rest_timed_round: "round" "name" "amount" "load" "order";
    rest_set: "set" "sets" "amount" "load" "order";
    when_ready: ;
    still_paused: ;
    rep: "rep";
    half: ;
    last: ;
    left: "time";
    side_word: "side";
    next: "name" "amount" "load" "order";
    next_set: "set" "sets" "amount" "load" "order";
    next_round: "round" "rounds" "name" "amount" "load" "order";
    next_timed_round: "round" "name" "amount" "load" "order";
    next_side: "side";
    now: "name";
    now_set: "set" "sets" "amount" "load";
    now_round: "round" "rounds" "name";
    now_timed_round: "round" "name";
    now_side: "side";
    now_amount: "amount" "load";
    rounds_within: "time";
    time_up: "rounds";
    time_up_within: "rounds" "exercises";
    time_up_plus: "exercises";
    one_round: ;
    rounds: "n";
    done: "exercises" "time";
    done_open: "exercises";
    done_otherwise: ;
    one_exercise: "exercises";
    exercises: "exercises";
    left_side: ;
    right_side: ;
    and: ;
    hour: "n";
    hours: "n";
    minute: "n";
    minutes: "n";
    second: "n";
    seconds: "n";
}

/// The built-in phrases.
const BUILT_IN: &str = include_str!("../../sounds/phrases.toml");

impl Phrases {
    /// The built-in phrases.
    #[must_use]
    pub fn built_in() -> Phrases {
        let source = Source::new("sounds/phrases.toml (built-in)", BUILT_IN);
        // A test reads them.
        read(&source, None)
            .ok()
            .flatten()
            .unwrap_or_else(|| unreachable!("the built-in phrases are complete"))
    }

    /// The user's phrases, with missing ones from the built-in phrases.
    ///
    /// # Errors
    /// All errors of the file.
    pub fn read(source: &Arc<Source>) -> Result<Phrases, Vec<Diagnostic>> {
        Ok(read(source, Some(Phrases::built_in()))?.unwrap_or_else(Phrases::built_in))
    }
}

fn read(source: &Arc<Source>, below: Option<Phrases>) -> Result<Option<Phrases>, Vec<Diagnostic>> {
    let (keys, errors): (PhraseKeys, _) = read_plain(source, "phrases.toml");
    let mut check = Check { source, errors };
    let phrases = keys.over(below, &mut check);
    check.errors.sort_by_key(|error| error.labels.first().map(|label| label.span.start));
    if check.errors.is_empty() { Ok(phrases) } else { Err(check.errors) }
}

/// Collects the errors in phrases.
struct Check<'a> {
    source: &'a Arc<Source>,
    errors: Vec<Diagnostic>,
}

impl Check<'_> {
    /// The phrase of a key, which may contain only these placeholders.
    fn phrase(&mut self, field: Option<Field<String>>, key: &str, places: &[&str]) -> Option<String> {
        let field = field?;
        let span = field.span.clone();
        let key = key.replace('_', "-");
        let phrase = field.value_or_report(self.source, &key, &mut self.errors)?;
        for place in phrase.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or(rest)) {
            if !places.contains(&place) {
                let title = format!("`{key}` has no placeholder {}", quoted(&format!("{{{place}}}")));
                let error = Diagnostic::error(self.source, span.clone(), title, "");
                self.errors.push(match nearest(place, places.iter().copied()) {
                    Some(near) => error.help(format!("did you mean `{{{near}}}`?")),
                    None if places.is_empty() => error.help("it has no placeholders"),
                    None => error.help(format!("its placeholders are {{{}}}", places.join("}, {"))),
                });
            }
        }
        Some(phrase)
    }
}

/// Fills in the placeholders of a phrase and collapses spaces. Values are inserted verbatim, including any braces; if a
/// value ends a sentence, a full stop that follows it in the phrase is dropped.
pub(super) fn fill(phrase: &str, places: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let mut rest = phrase;
    while let Some(at) = rest.find('{') {
        let (before, place) = rest.split_at(at);
        text += before;
        let named = place[1..].split_once('}');
        let found = named.and_then(|(name, after)| {
            let (_, words) = places.iter().find(|(place, _)| *place == name)?;
            Some((*words, after))
        });
        let Some((words, after)) = found else {
            text.push('{');
            rest = &place[1..];
            continue;
        };
        text += words;
        // Nothing needs no full stop either.
        let is_ended = words.trim_end().is_empty() || words.trim_end().ends_with(['.', '!', '?', '…']);
        rest = after.strip_prefix('.').filter(|_| is_ended).unwrap_or(after);
    }
    text += rest;
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Capitalizes the first letter of each sentence.
pub(super) fn capitalised(text: &str) -> String {
    let mut begins = true;
    text.chars()
        .map(|c| {
            let made = if begins && c.is_lowercase() { c.to_uppercase().next().unwrap_or(c) } else { c };
            begins = (begins && !c.is_alphanumeric()) || matches!(c, '.' | '!' | '?');
            made
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_phrases_are_whole() {
        assert_eq!(Phrases::built_in().half, "Halfway");
    }

    #[test]
    fn a_users_file_wins_key_by_key() {
        let own = Phrases::read(&Source::new("phrases.toml", "half = \"Hälfte\"")).unwrap();
        assert_eq!((own.half.as_str(), own.last.as_str()), ("Hälfte", "Last one"));
    }

    #[test]
    fn places_are_filled_in_one_pass() {
        let places = [("name", "The {order}  {name}"), ("order", "Left first."), ("none", "")];
        assert_eq!(fill("{name}. {order}", &places), "The {order} {name}. Left first.");
        assert_eq!(fill("{order}. {name}.", &places), "Left first. The {order} {name}.");
        assert_eq!(fill("{none}. {other} {", &places), "{other} {");
    }

    #[test]
    fn dots_stay_as_they_are_written() {
        assert_eq!(fill("Wait... for it.. {n}...", &[("n", "now")]), "Wait... for it.. now...");
        assert_eq!(fill("{n}. {n}! {m}.", &[("n", "And..."), ("m", "Ready?")]), "And... And...! Ready?");
    }

    #[test]
    fn errors_in_phrases_are_reported() {
        let titles = |text: &str| -> Vec<String> {
            let errors = Phrases::read(&Source::new("phrases.toml", text)).unwrap_err();
            errors.into_iter().map(|error| error.title).collect()
        };
        assert_eq!(
            titles("half = 3\nrest = \"Next {nmae}\""),
            ["`half` must be text in quotes", "`rest` has no placeholder `{nmae}`",]
        );
        assert_eq!(titles("haf = \"x\""), ["unknown key `haf` in phrases.toml"]);
    }

    #[test]
    fn sentences_begin_with_capitals() {
        assert_eq!(capitalised("clam. as many. 3 x. left"), "Clam. As many. 3 x. Left");
    }

    #[test]
    fn a_wrong_placeholder_is_explained() {
        let help = |text: &str| {
            let errors = Phrases::read(&Source::new("phrases.toml", text)).unwrap_err();
            errors[0].help.join("; ")
        };
        assert_eq!(help("half = \"Half {n}\""), "it has no placeholders");
        assert!(!help("title = \"x\"").contains("routine"), "{}", help("title = \"x\""));
        assert_eq!(help("sets-of = \"{sats} of {amount}\""), "did you mean `{sets}`?");
        assert_eq!(help("sets-of = \"{colour}\""), "its placeholders are {sets}, {amount}");
    }
}
