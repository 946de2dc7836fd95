//! The table whose key is changed: the routine, a block or an exercise, as named on the command line.

use std::collections::{HashMap, HashSet};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::EditError;
use crate::routine::name::{loose, slug, ways_to_type};

/// The table whose key is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// The routine: its own keys, and the defaults for all its exercises.
    Routine,
    /// The block with this title, or with this number, from 1.
    Block(&'a str),
    /// The exercise with this id or name; `NAME:2` is the second with that name.
    Exercise(&'a str),
}

/// The prefix of a block's title or number.
pub const BLOCK: &str = "block:";

impl<'a> Target<'a> {
    /// Parses a target from the command line; `None` is the routine.
    #[must_use]
    pub fn parse(word: Option<&'a str>) -> Target<'a> {
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

/// Returns the table of a target; `None` is the whole text.
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

/// Returns the exercise with this name.
fn exercise<'a, 'i>(root: &'a DeTable<'i>, name: &str) -> Result<Entry<'a, 'i>, EditError> {
    let (name, number) = match name.rsplit_once(':') {
        Some((name, number)) => (name, number.parse::<usize>().ok()),
        None => (name, None),
    };
    let entries: Vec<Entry<'a, 'i>> = exercises(root).collect();
    let wanted = loose(name);
    let is_it = |entry: Entry<'_, '_>| {
        let mut names = ["use", "name"].iter().filter_map(|key| text_of(entry, key));
        names.any(|own| own == name || ways_to_type(own).contains(&wanted))
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

/// Returns the block with this name.
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

/// A block's title as the command line spells it, if it has one.
fn title(block: Entry<'_, '_>) -> Option<String> {
    text_of(block, "title").filter(|title| title.contains(char::is_alphanumeric)).map(slug)
}

/// The name of each block on the command line: its title, or its number if the title is missing or not unique.
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

/// An exercise's id on the command line.
fn id(entry: Entry<'_, '_>) -> Option<String> {
    text_of(entry, "use").or(text_of(entry, "name")).map(slug)
}

/// The distinct ids of the exercises in a text, in order, as far as it is valid TOML.
#[must_use]
pub fn ids(text: &str) -> Vec<String> {
    let (root, _) = DeTable::parse_recoverable(text);
    let mut seen = HashSet::new();
    exercises(root.get_ref()).filter_map(id).filter(|id| seen.insert(id.clone())).collect()
}

/// Everything in a text that [`Target::parse`] can name, as far as it is valid TOML: its exercises and blocks.
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
