//! Whose key is changed: the routine, a block or an exercise, as the command line names them.

use std::collections::{HashMap, HashSet};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::EditError;
use crate::routine::name::slug;

/// Whose key is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// The routine itself: its own keys, and the defaults for all its exercises.
    Routine,
    /// The block of this title; or of this number, from 1.
    Block(&'a str),
    /// The exercise of this id or name; `NAME:2` is the second of that name.
    Exercise(&'a str),
}

/// What a block's title or number is written after.
pub const BLOCK: &str = "block:";

impl<'a> Target<'a> {
    /// The target that a word of the command line names.
    #[must_use]
    pub fn of(word: Option<&'a str>) -> Target<'a> {
        match word {
            None => Target::Routine,
            Some(word) => word.strip_prefix(BLOCK).map_or(Target::Exercise(word), Target::Block),
        }
    }
}

/// The key of the list of blocks.
pub(super) const BLOCKS: &str = "block";
/// The key of a list of exercises.
pub(super) const EXERCISES: &str = "exercise";

/// A table of the text.
type Entry<'a, 'i> = &'a Spanned<DeValue<'i>>;

/// The table of a target; `None` for the whole text.
pub(super) fn find<'a, 'i>(
    root: &'a DeTable<'i>,
    target: Target<'_>,
) -> Result<Option<Entry<'a, 'i>>, EditError> {
    match target {
        Target::Routine => Ok(None),
        Target::Block(name) => block(root, name).map(Some),
        Target::Exercise(name) => exercise(root, name).map(Some),
    }
}

/// The exercise that a person means.
fn exercise<'a, 'i>(root: &'a DeTable<'i>, name: &str) -> Result<Entry<'a, 'i>, EditError> {
    let (name, number) = match name.rsplit_once(':') {
        Some((name, number)) => (name, number.parse::<usize>().ok()),
        None => (name, None),
    };
    let entries: Vec<Entry<'a, 'i>> = exercises(root).collect();
    let wanted = slug(name);
    let is_it = |entry: Entry<'_, '_>| {
        ["use", "name"].iter().filter_map(|key| text_of(entry, key)).any(|name| slug(name) == wanted)
    };
    let found: Vec<_> = entries.iter().copied().filter(|entry| is_it(entry)).collect();
    match (&found[..], number) {
        ([], _) => Err(EditError::Unknown(entries.into_iter().filter_map(id).collect())),
        (found, Some(number)) => {
            found.get(number.wrapping_sub(1)).copied().ok_or(EditError::Several(found.len()))
        }
        ([one], None) => Ok(one),
        (several, None) => Err(EditError::Several(several.len())),
    }
}

/// The block that a person means.
fn block<'a, 'i>(root: &'a DeTable<'i>, name: &str) -> Result<Entry<'a, 'i>, EditError> {
    let blocks = tables(root, BLOCKS);
    let wanted = Some(slug(name));
    let found: Vec<_> = blocks.iter().filter(|entry| title(entry) == wanted).collect();
    let by_number = || name.parse::<usize>().ok().and_then(|number| blocks.get(number.wrapping_sub(1)));
    match &found[..] {
        [one] => Ok(one),
        [] => by_number().ok_or_else(|| EditError::Unknown(block_names(blocks))),
        several => Err(EditError::Several(several.len())),
    }
}

/// What a block's title is on the command line, if it has one.
fn title(block: Entry<'_, '_>) -> Option<String> {
    text_of(block, "title").filter(|title| title.contains(char::is_alphanumeric)).map(slug)
}

/// What each block is called on the command line: by its title, or by its number if no title is its alone.
fn block_names(blocks: &[Spanned<DeValue<'_>>]) -> Vec<String> {
    let titles: Vec<Option<String>> = blocks.iter().map(title).collect();
    let mut times: HashMap<&str, usize> = HashMap::new();
    for title in titles.iter().flatten() {
        *times.entry(title).or_default() += 1;
    }
    let is_alone = |title: &String| times.get(title.as_str()) == Some(&1);
    let name = |(n, title): (usize, &Option<String>)| {
        title.clone().filter(is_alone).unwrap_or_else(|| (n + 1).to_string())
    };
    titles.iter().enumerate().map(name).collect()
}

/// All exercises of a routine.
fn exercises<'a, 'i>(root: &'a DeTable<'i>) -> impl Iterator<Item = Entry<'a, 'i>> {
    let in_blocks = tables(root, BLOCKS).iter().filter_map(|block| block.get_ref().as_table());
    tables(root, EXERCISES).iter().chain(in_blocks.flat_map(|block| tables(block, EXERCISES)))
}

fn tables<'a, 'i>(table: &'a DeTable<'i>, key: &str) -> &'a [Spanned<DeValue<'i>>] {
    table.get(key).and_then(|value| value.get_ref().as_array()).map_or(&[], |array| &array[..])
}

fn text_of<'a>(entry: Entry<'a, '_>, key: &str) -> Option<&'a str> {
    entry.get_ref().get(key)?.get_ref().as_str()
}

/// What an exercise is called on the command line.
fn id(entry: Entry<'_, '_>) -> Option<String> {
    text_of(entry, "use").or(text_of(entry, "name")).map(slug)
}

/// The ids of the exercises in a text, as far as it is TOML: each once, in their order.
#[must_use]
pub fn ids(text: &str) -> Vec<String> {
    let (root, _) = DeTable::parse_recoverable(text);
    let mut seen = HashSet::new();
    exercises(root.get_ref()).filter_map(id).filter(|id| seen.insert(id.clone())).collect()
}

/// What [`Target::of`] can name in a text, as far as it is TOML: its exercises, and its blocks.
#[must_use]
pub fn targets(text: &str) -> Vec<String> {
    let (root, _) = DeTable::parse_recoverable(text);
    let ids: Vec<String> = exercises(root.get_ref()).filter_map(id).collect();
    let mut times: HashMap<&str, (usize, usize)> = HashMap::new();
    for id in &ids {
        times.entry(id).or_default().1 += 1;
    }
    let numbered = ids.iter().map(|id| {
        let (number, times) = times.entry(id).or_default();
        *number += 1;
        if *times == 1 { id.clone() } else { format!("{id}:{number}") }
    });
    let mut all: Vec<String> = numbered.collect();
    all.extend(block_names(tables(root.get_ref(), BLOCKS)).iter().map(|block| format!("{BLOCK}{block}")));
    all
}
