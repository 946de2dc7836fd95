//! Where a session was, kept in a small file so that another one can go on there, to the set.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use toml::Value;

use crate::diagnostic::{Diagnostic, Source};
use crate::routine::duration::{LONGEST, Length, written};
use crate::routine::field::{Field, Times};
use crate::routine::file::read_plain;
use crate::time::{At, clock};
use crate::timeline::{Stretch, StretchKind, Timeline};

/// A place in a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bookmark {
    /// The words after `repcue run` that began the session.
    pub words: Vec<String>,
    /// The exercise by its id, and what a person calls it.
    pub exercise: String,
    /// What a person calls it.
    pub name: String,
    /// Which round of its block, from 1.
    pub round: u32,
    /// Which set, from 1.
    pub set: u32,
    /// Which of the session's sets, from 1.
    pub place: u32,
    /// How far the session was when its stretch began.
    pub at: Duration,
}

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Keys {
    words: Option<Field<Vec<String>>>,
    exercise: Option<Field<String>>,
    name: Option<Field<String>>,
    round: Option<Field<Times>>,
    set: Option<Field<Times>>,
    place: Option<Field<Times>>,
    at: Option<Field<Length>>,
}

impl Bookmark {
    /// The place of a stretch, in a session that was begun with these words: in a rest, the set that comes; `None`
    /// at the end.
    #[must_use]
    pub fn of(timeline: &Timeline, stretch: usize, words: &[String]) -> Option<Bookmark> {
        let next =
            timeline.stretches[stretch..].iter().position(|stretch| stretch.kind != StretchKind::Rest)?;
        let first = &timeline.stretches[stretch + next];
        let exercise = first.exercise.as_ref()?;
        let before = sets(timeline).take_while(|(start, _)| *start <= stretch + next).count();
        Some(Bookmark {
            words: words.to_vec(),
            exercise: exercise.id.clone(),
            name: exercise.name.clone(),
            round: first.round,
            set: first.set,
            place: u32::try_from(before).unwrap_or(u32::MAX),
            // A slow voice can make a session longer than a length in a file may be.
            at: (timeline.stretches[stretch].start - At::ZERO).min(LONGEST),
        })
    }

    /// The stretch with which its set begins in a timeline: the one in its place, if it is the same set; else the
    /// first that is.
    #[must_use]
    pub fn find(&self, timeline: &Timeline) -> Option<usize> {
        let is_it = |stretch: &Stretch| {
            let exercise = stretch.exercise.as_ref().is_some_and(|exercise| exercise.id == self.exercise);
            exercise && stretch.round == self.round && stretch.set == self.set
        };
        let place = usize::try_from(self.place).ok()?.checked_sub(1)?;
        let there = sets(timeline).nth(place).filter(|(_, stretch)| is_it(stretch));
        there.or_else(|| sets(timeline).find(|(_, stretch)| is_it(stretch))).map(|(start, _)| start)
    }

    /// Where it is, in a few words.
    #[must_use]
    pub fn in_words(&self) -> String {
        format!("at {}, {} from its beginning", self.name, clock(self.at))
    }

    /// The file that [`Bookmark::read`] reads.
    #[must_use]
    pub fn toml(&self) -> String {
        let words: Vec<Value> = self.words.iter().map(|word| Value::from(word.as_str())).collect();
        let quoted = |text: &str| Value::from(text).to_string();
        format!(
            "# Where a session was; `repcue run --resume` goes on there.\n\
             words = {}\nexercise = {}\nname = {}\nround = {}\nset = {}\nplace = {}\nat = {}\n",
            Value::from(words),
            quoted(&self.exercise),
            quoted(&self.name),
            self.round,
            self.set,
            self.place,
            quoted(&written(self.at)),
        )
    }

    /// Reads such a file.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read(source: &Arc<Source>) -> Result<Bookmark, Vec<Diagnostic>> {
        let (keys, mut mistakes): (Keys, _) = read_plain(source, "a bookmark");
        let words = taken(keys.words, source, "words", &mut mistakes);
        let exercise = taken(keys.exercise, source, "exercise", &mut mistakes);
        let name = taken(keys.name, source, "name", &mut mistakes);
        let round = taken(keys.round, source, "round", &mut mistakes);
        let set = taken(keys.set, source, "set", &mut mistakes);
        let place = taken(keys.place, source, "place", &mut mistakes);
        let at = taken(keys.at, source, "at", &mut mistakes);
        let bookmark = || {
            let (round, set, place, at) = (round?.0, set?.0, place?.0, at?.0);
            Some(Bookmark { words: words?, exercise: exercise?, name: name?, round, set, place, at })
        };
        match bookmark() {
            Some(bookmark) if mistakes.is_empty() => Ok(bookmark),
            _ => Err(mistakes),
        }
    }
}

/// The value of a key that must be there.
fn taken<T>(
    field: Option<Field<T>>,
    source: &Arc<Source>,
    key: &str,
    mistakes: &mut Vec<Diagnostic>,
) -> Option<T> {
    if field.is_none() {
        mistakes.push(Diagnostic::error(source, 0..0, format!("the bookmark has no `{key}`"), ""));
    }
    field?.taken(source, key, mistakes)
}

/// The sets of a session in order: where each begins, with its first stretch.
fn sets(timeline: &Timeline) -> impl Iterator<Item = (usize, &Stretch)> {
    let mut within = false;
    timeline.stretches.iter().enumerate().filter(move |(_, stretch)| {
        // A set is a get-ready, work, and perhaps a switch and more work; a get-ready always begins one, and so
        // does work that comes right after a rest or after another set.
        let begins = match stretch.kind {
            StretchKind::Ready => true,
            StretchKind::Work => !within,
            StretchKind::Switch | StretchKind::Rest | StretchKind::Done => false,
        };
        within = matches!(stretch.kind, StretchKind::Ready | StretchKind::Switch);
        begins
    })
}

#[cfg(test)]
mod tests;
