//! Errors about keys that a place does not have: what the key is called, and the line to write.

use std::borrow::Cow;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use super::place::Place;
use super::synonyms::{keys_for, normal};
use super::{BlockKeys, ExerciseKeys, RoutineKeys, Shape};
use crate::diagnostic::{Diagnostic, Source, nearest, quoted};
use crate::routine::InstructionsChoice;
use crate::routine::field::ValueError;

/// A key and its value, as parsed.
type Entry<'a, 'i> = (&'a Spanned<Cow<'i, str>>, &'a Spanned<DeValue<'i>>);

/// The pairs of keys that exclude each other in one table.
const EXCLUSIVE: [(&str, &str); 5] =
    [("reps", "for"), ("tempo", "lift"), ("tempo", "hold"), ("tempo", "lower"), ("tempo", "pause")];

/// The error for a key that `place` does not have. `T` is the shape of the place, `present` its other keys.
pub(super) fn unknown_key<T: Shape>(
    source: &Arc<Source>,
    entry: Entry<'_, '_>,
    place: Place,
    present: &[String],
) -> Diagnostic {
    let key = entry.0.get_ref().as_ref();
    let title = format!("unknown key {} {}", quoted(key), place.within());
    let error = Diagnostic::error(source, entry.0.span(), title, "");
    let offer = Offer { source, entry, present, check: checker::<T>(place) };
    let known = place.keys();
    let word = normal(key);
    if let Some(same) = known.iter().find(|known| **known == word) {
        return offer.suggest(error, same, format!("did you mean `{same}`?"));
    }
    let meant = keys_for(key, place);
    if let Some(error) = offer.synonym(&error, &meant, &known, place) {
        return error;
    }
    if let Some(home) = home(key, place) {
        return error.help(format!("`{key}` belongs {}", home.within()));
    }
    match nearest(&word, known.iter().copied()) {
        // A key of another kind is not what was meant, unless it differs only by a letter.
        Some(near) if offer.takes(near) || strsim::damerau_levenshtein(&word, near) == 1 => {
            offer.suggest(error, near, format!("did you mean `{near}`?"))
        }
        _ => error.help(format!("the keys {} are {}", place.within(), known.join(", "))),
    }
}

/// The error for `instructions` that are a text to be spoken, not how much is spoken. `None` if they are a single word.
pub(super) fn spoken_instructions(
    source: &Arc<Source>,
    (key, value): Entry<'_, '_>,
    present: &[String],
) -> Option<Diagnostic> {
    let text = value.get_ref().as_str().filter(|text| text.trim().contains(char::is_whitespace))?;
    let words = InstructionsChoice::WORDS.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>();
    let title = format!("`instructions` must be one of {}", words.join(", "));
    let error = Diagnostic::error(source, value.span(), title, format!("found {}", quoted(text)))
        .help("the text that is spoken is called `setup` here");
    let has_setup = present.iter().any(|key| key == "setup");
    Some(if has_setup { error } else { error.fix(key.span(), "setup") })
}

/// The other place that has a key.
fn home(key: &str, place: Place) -> Option<Place> {
    let homes = [Place::Routine, Place::Block, Place::Exercise, Place::ExerciseFile];
    let is_routine = !matches!(place, Place::Plain { .. });
    homes.into_iter().find(|home| is_routine && *home != place && home.keys().contains(&key))
}

/// Whether a value fits a key: the error if it does not.
type Checker = fn(&str, &Spanned<DeValue<'_>>) -> Option<ValueError>;

/// How the values of a place are checked: at its top level, a routine or a block also has the keys of an exercise.
fn checker<T: Shape>(place: Place) -> Checker {
    match place {
        Place::Routine => value_error_of_either::<RoutineKeys, ExerciseKeys>,
        Place::Block | Place::BlockWeek => value_error_of_either::<BlockKeys, ExerciseKeys>,
        _ => value_error::<T>,
    }
}

fn value_error_of_either<A: Shape, B: Shape>(key: &str, value: &Spanned<DeValue<'_>>) -> Option<ValueError> {
    if super::keys_of::<A>().contains(&key) {
        value_error::<A>(key, value)
    } else {
        value_error::<B>(key, value)
    }
}

fn value_error<T: Shape>(key: &str, value: &Spanned<DeValue<'_>>) -> Option<ValueError> {
    let mut table = DeTable::new();
    table.insert(Spanned::new(0..0, Cow::Owned(key.to_owned())), value.clone());
    match T::deserialize(Deserializer::from(Spanned::new(0..0, table))) {
        Ok(shape) => shape.first_error().cloned(),
        Err(error) => Some(ValueError::new("another value", error.message())),
    }
}

/// What is known of an unknown key, to offer another one instead.
struct Offer<'a, 'i> {
    source: &'a Arc<Source>,
    entry: Entry<'a, 'i>,
    /// The other keys of the table.
    present: &'a [String],
    check: Checker,
}

impl Offer<'_, '_> {
    /// Whether `key` can have the value, perhaps with the fix that the value's own error suggests.
    fn takes(&self, key: &str) -> bool {
        (self.check)(key, self.entry.1).is_none_or(|error| error.fix.is_some())
    }

    /// Whether the table has this key too.
    fn has(&self, key: &str) -> bool {
        self.present.iter().any(|present| present == key)
    }

    /// The error with the key that the word stands for; `None` if there is none here or elsewhere.
    fn synonym(
        &self,
        error: &Diagnostic,
        meant: &[&'static str],
        known: &[&'static str],
        place: Place,
    ) -> Option<Diagnostic> {
        let mut here: Vec<&str> = meant.iter().copied().filter(|key| known.contains(key)).collect();
        // A key that the table already has is not what the word stands for, if it can stand for another.
        if here.iter().any(|key| !self.has(key)) {
            here.retain(|key| !self.has(key));
        }
        let fitting: Vec<&str> =
            here.iter().copied().filter(|key| (self.check)(key, self.entry.1).is_none()).collect();
        let best = match fitting[..] {
            [] => here.iter().copied().find(|key| self.takes(key)).or(here.first().copied()),
            [one] => Some(one),
            _ => {
                let names: Vec<String> = fitting.iter().map(|key| format!("`{key}`")).collect();
                return Some(error.clone().help(format!("this is called {} here", names.join(" or "))));
            }
        };
        if let Some(key) = best {
            return Some(self.suggest(error.clone(), key, format!("this is called `{key}` here")));
        }
        meant.iter().find_map(|key| {
            let home = home(key, place)?;
            Some(error.clone().help(format!("this is called `{key}`, and belongs {}", home.within())))
        })
    }

    /// Adds `help`, and a fix if the key can be written here with this value.
    fn suggest(&self, error: Diagnostic, key: &str, help: String) -> Diagnostic {
        if self.has(key) {
            return error.help(help).help(format!("there is already a `{key}`"));
        }
        let other = EXCLUSIVE.iter().find_map(|(a, b)| {
            let other = if *a == key {
                b
            } else if *b == key {
                a
            } else {
                return None;
            };
            self.has(other).then_some(*other)
        });
        if let Some(other) = other {
            return error.help(help).help(format!("it cannot be combined with `{other}`"));
        }
        let (name, value) = (self.entry.0.span(), self.entry.1.span());
        match (self.check)(key, self.entry.1) {
            None => error.help(help).fix(name, key),
            Some(ValueError { fix: Some(fix), .. }) => {
                let between = self.source.text.get(name.end..value.start).unwrap_or(" = ");
                error.help(help).fix(name.start..value.end, format!("{key}{between}{fix}"))
            }
            Some(wrong) => {
                let wrong = wrong.under(key);
                wrong.help.iter().fold(
                    error.help(help).help(format!("`{key}` must be {}", wrong.expected)),
                    |error, help| error.help(help.clone()),
                )
            }
        }
    }
}
