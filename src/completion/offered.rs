//! The candidates as plain words: names, and the contents of the routine on the command line.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use crate::config;
use crate::controls::socket;
use crate::files::{self, copies};
use crate::history::lines::History;
use crate::history::store;
use crate::history::summary::practices;
use crate::routine::edit::{Target, ids, targets};
use crate::routine::file::{is_exercise, keys_of_target};
use crate::routine::filter;
use crate::schema;
use crate::session::played;

/// A word, and its description if it needs one.
pub(super) type Offer = (String, Option<String>);

/// The other words of the command line.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// The named routine or exercise.
    pub(super) named: Option<String>,
    /// The target of `set`.
    pub(super) target: Option<String>,
    /// The exercises or changes already on the line.
    pub(super) chosen: Vec<String>,
}

/// The line: the program completes one and exits.
static LINE: OnceLock<Line> = OnceLock::new();

impl Line {
    /// Makes this the line to complete.
    pub(super) fn begin(self) {
        // It is set only once.
        let _ = LINE.set(self);
    }

    fn current() -> &'static Line {
        LINE.get_or_init(Line::default)
    }
}

/// The names of routines.
pub(super) fn routines() -> Vec<Offer> {
    files::routines().into_iter().map(|found| (found.name, None)).collect()
}

/// The ids of exercises.
pub(super) fn exercises() -> Vec<Offer> {
    let (library, _) = files::library();
    library.entries().map(|entry| (entry.id.clone(), Some(entry.name().to_owned()))).collect()
}

/// The ids of the exercises in the history.
pub(super) fn practised() -> Vec<Offer> {
    let bytes = store::path().and_then(|path| store::read(&path).ok()).unwrap_or_default();
    let history = History::read([bytes.as_slice()]);
    practices(&history).iter().map(|all| (all.id.to_owned(), Some(all.name.to_owned()))).collect()
}

/// The equipment that the exercises of the library need.
pub(super) fn equipment() -> Vec<Offer> {
    let (library, _) = files::library();
    filter::equipment(&library).into_iter().map(|item| (item, None)).collect()
}

/// The groups of muscles, and the muscles of the library.
pub(super) fn muscles() -> Vec<Offer> {
    let (library, _) = files::library();
    filter::muscles(&library).into_iter().map(|muscle| (muscle, None)).collect()
}

/// The names of routines and exercises.
pub(super) fn either() -> Vec<Offer> {
    routines().into_iter().chain(exercises()).collect()
}

/// The names of the user's own routines and exercises.
pub(super) fn own() -> Vec<Offer> {
    let found = copies::KINDS.into_iter().flat_map(|kind| files::Own::read(kind).found);
    found.map(|found| (found.name, None)).collect()
}

/// `key=` for each key of `config.toml`, or `key=word` for each of its possible words.
pub(super) fn settings(current: &str) -> Vec<Offer> {
    match current.split_once('=') {
        Some((key, _)) => {
            let words = words_of("config", |schema| &schema["properties"][key]["enum"]);
            words.into_iter().map(|word| (format!("{key}={word}"), None)).collect()
        }
        None => config::KEYS.iter().map(|(key, _)| (format!("{key}="), None)).collect(),
    }
}

/// The exercises of the routine on the command line, except those already listed.
pub(super) fn of_the_routine(current: &str) -> Vec<Offer> {
    let Some(text) = text() else { return exercises() };
    let chosen = &Line::current().chosen;
    ids(&text).into_iter().filter(|id| id == current || !chosen.contains(id)).map(|id| (id, None)).collect()
}

/// What `set` can change in the routine on the command line: its exercises and blocks, or its own keys.
pub(super) fn to_set(current: &str) -> Vec<Offer> {
    let text = text().unwrap_or_default();
    let keys = changes(own_target(&text), current);
    let targets = targets(&text);
    targets.into_iter().map(|target| (target, None)).chain(keys).collect()
}

/// The keys of the target on the command line, and their values.
pub(super) fn to_change(current: &str) -> Vec<Offer> {
    match Line::current().target.as_deref().filter(|word| !word.contains('=')) {
        None => changes(own_target(&text().unwrap_or_default()), current),
        target => changes(Target::parse(target), current),
    }
}

/// The keys at the top level of a text: those of a routine or of an exercise.
fn own_target(text: &str) -> Target<'static> {
    if is_exercise(text) { Target::Exercise("") } else { Target::Routine }
}

/// `key=` for each key, or `key=word` for each of its possible words.
fn changes(target: Target<'_>, current: &str) -> Vec<Offer> {
    if let Some((key, _)) = current.split_once('=') {
        return values_of(key).into_iter().map(|word| (format!("{key}={word}"), None)).collect();
    }
    let chosen: Vec<&str> =
        Line::current().chosen.iter().filter_map(|change| Some(change.split_once('=')?.0)).collect();
    let keys = keys_of_target(target).into_iter().filter(|key| !chosen.contains(key));
    keys.map(|key| (format!("{key}="), None)).collect()
}

/// The possible words for the value of a key.
fn values_of(key: &str) -> Vec<String> {
    let of = |table: &'static str| {
        words_of("routine", |schema| &schema["properties"][table]["items"]["properties"][key]["enum"])
    };
    let words = of("block");
    if words.is_empty() { of("exercise") } else { words }
}

/// The words in a list of a schema.
fn words_of(schema: &str, list: impl Fn(&Value) -> &Value) -> Vec<String> {
    let Some((_, text)) = schema::all().into_iter().find(|(name, _)| *name == schema) else {
        return Vec::new();
    };
    let Ok(schema) = serde_json::from_str::<Value>(&text) else { return Vec::new() };
    let words = list(&schema).as_array().into_iter().flatten();
    words.filter_map(|word| Some(word.as_str()?.to_owned())).collect()
}

/// The names of running sessions.
pub(super) fn sessions() -> Vec<Offer> {
    let names = files::runtime_folder().and_then(|folder| socket::sessions(&folder).ok()).unwrap_or_default();
    names.into_iter().map(|name| (name, None)).collect()
}

/// The text of the routine on the command line, or of the default routine. Standard input is never read.
fn text() -> Option<String> {
    let named = Line::current().named.clone().unwrap_or_else(played::default_routine);
    let name = named.as_str();
    let found = files::routines().into_iter().find(|found| found.name == name);
    let source = match found {
        Some(found) => found.source.ok()?,
        // Opening anything else could block forever.
        None if Path::new(name).is_file() => files::read(Path::new(name)).ok()?,
        None => Arc::clone(&files::library().0.get(name)?.source),
    };
    Some(source.text.clone())
}
