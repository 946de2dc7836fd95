//! The routine file and the exercise file as written: plain shapes, with the span of every value.
//!
//! [`read_routine`] and [`read_exercise`] report every error that can be found without the library: syntax, unknown
//! keys, values of the wrong type. [`super::lower`] checks how values combine.

mod keys;
mod numbers;
mod place;
mod shape;
mod synonyms;
mod syntax;
mod tables;
mod unknown;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use super::edit::Target;
use super::week::LAST;
use crate::diagnostic::lines::Lines;
use crate::diagnostic::{Diagnostic, Source, quoted};
use keys::keys_of;
use numbers::take_too_large;
use place::Place;
pub(crate) use shape::shape;
pub use shape::{BlockKeys, ExerciseKeys, LibraryKeys, RoutineKeys, Shape};
use synonyms::table_for;
use tables::headers;
use unknown::{spoken_instructions, unknown_key};

/// A complete routine file.
#[derive(Debug)]
pub struct RoutineFile {
    /// The source text.
    pub source: Arc<Source>,
    /// The keys of the routine itself.
    pub keys: RoutineKeys,
    /// The defaults for all exercises.
    pub defaults: ExerciseKeys,
    /// What changes from a week on, in order of the weeks.
    pub weeks: Vec<WeekFile>,
    /// The blocks; a routine without blocks has one block with all its exercises.
    pub blocks: Vec<BlockFile>,
}

/// A `[[block]]`.
#[derive(Debug, Default)]
pub struct BlockFile {
    /// The byte range of its header.
    pub span: Range<usize>,
    /// The keys of the block itself.
    pub keys: BlockKeys,
    /// The defaults for its exercises.
    pub defaults: ExerciseKeys,
    /// What changes from a week on, in order of the weeks.
    pub weeks: Vec<WeekFile>,
    /// Its exercises, in order.
    pub exercises: Vec<ExerciseFile>,
}

/// A `[week.2]`: the top of a routine or of a block from that week on.
#[derive(Debug)]
pub struct WeekFile {
    /// The week, from 1.
    pub week: u32,
    /// The keys of a block; none at the top of a routine.
    pub keys: BlockKeys,
    /// The defaults for the exercises.
    pub defaults: ExerciseKeys,
}

/// An `[[exercise]]`, or a file in the library.
#[derive(Debug, Default)]
pub struct ExerciseFile {
    /// The byte range of its header.
    pub span: Range<usize>,
    /// Its keys.
    pub keys: ExerciseKeys,
    /// The keys that only a file in the library has.
    pub facts: LibraryKeys,
}

/// The largest file that is read, in bytes: a routine of ten thousand exercises is smaller.
pub const LARGEST: u64 = 4 << 20;

/// The keys that belong to one exercise and cannot be defaults for several.
pub const OF_ONE_EXERCISE: [&str; 3] = ["use", "name", "say"];

/// The maximum number of syntax errors, of unknown keys and of unknown exercises reported: a file may have a hundred
/// thousand.
pub(super) const MOST_ERRORS: usize = 1_000;
/// The maximum number of blocks and exercises in a routine. With [`MOST_LINES`] it limits a file below a megabyte to
/// 200 MB of memory.
const MOST_TABLES: usize = 20_000;
/// The maximum number of lines in a file.
const MOST_LINES: usize = 200_000;

/// Reads a routine file. If there are errors, the shapes hold what could be read.
pub fn read_routine(source: &Arc<Source>) -> (RoutineFile, Vec<Diagnostic>) {
    let mut reader = Reader::new(source);
    let mut table = reader.parse();
    let file = reader.routine(&mut table);
    (file, reader.sorted())
}

/// Reads a file of the exercise library. If there are errors, the shape holds what could be read.
pub fn read_exercise(source: &Arc<Source>) -> (ExerciseFile, Vec<Diagnostic>) {
    let mut reader = Reader::new(source);
    let mut table = reader.parse();
    let facts = split::<LibraryKeys>(&mut table);
    let above: Vec<String> = facts.keys().map(|key| key.get_ref().to_string()).collect();
    let facts = reader.keys(facts, Place::ExerciseFile, &[]);
    let keys = reader.keys::<ExerciseKeys>(table, Place::ExerciseFile, &above);
    (ExerciseFile { span: 0..0, keys, facts }, reader.sorted())
}

/// Reads a file that has only keys and that messages call `words`. If there are errors, the shape holds what could be
/// read.
pub fn read_plain<T: Shape>(source: &Arc<Source>, words: &'static str) -> (T, Vec<Diagnostic>) {
    let mut reader = Reader::new(source);
    let table = reader.parse();
    let keys = reader.keys::<T>(table, Place::Plain { words, keys: keys_of::<T>() }, &[]);
    (keys, reader.sorted())
}

/// Whether a text looks like an exercise file: it contains no exercises, but keys that only an exercise has.
pub fn is_exercise(text: &str) -> bool {
    if is_too_long(text) {
        return false;
    }
    let (table, _) = DeTable::parse_recoverable(text);
    let has = |key: &str| table.get_ref().keys().any(|k| k.get_ref() == key);
    let has_tables = table
        .get_ref()
        .iter()
        .any(|(key, value)| table_for(key.get_ref()).is_some() && !headers(value).is_empty());
    !has("block") && !has("exercise") && !has_tables && !has("title") && has("name")
}

/// Whether a text is JSON, the format of some other trainers.
fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn is_too_long(text: &str) -> bool {
    text.split('\n').nth(MOST_LINES).is_some()
}

/// The keys that a target of [`super::edit::set`] can have.
#[must_use]
pub fn keys_of_target(target: Target<'_>) -> Vec<&'static str> {
    match target {
        Target::Routine => Place::Routine,
        Target::Block(_) => Place::Block,
        Target::Exercise(_) => Place::Exercise,
    }
    .keys()
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    lines: Lines,
    errors: Vec<Diagnostic>,
    /// The numbers of the lines with syntax errors.
    broken: BTreeSet<usize>,
    /// The number of unknown keys reported.
    unknown: usize,
    /// The number of blocks and exercises read.
    tables: usize,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Arc<Source>) -> Reader<'a> {
        let lines = Lines::new(&source.text);
        Reader { source, lines, errors: Vec::new(), broken: BTreeSet::new(), unknown: 0, tables: 0 }
    }

    /// Parses the text as a TOML table and reports all syntax errors.
    fn parse(&mut self) -> DeTable<'a> {
        if is_too_long(&self.source.text) {
            let title = format!("{} has more than {MOST_LINES} lines", quoted(&self.source.name));
            self.errors.push(Diagnostic::plain(title));
            return DeTable::new();
        }
        let (table, errors) = DeTable::parse_recoverable(&self.source.text);
        if !errors.is_empty() && is_json(&self.source.text) {
            let error = Diagnostic::error(self.source, 0..0, "this is JSON, not TOML", "");
            self.errors
                .push(error.help("routines are TOML: `repcue new my-routine` writes one to begin with"));
            return DeTable::new();
        }
        for error in errors.into_iter().take(MOST_ERRORS) {
            let span = error.span().unwrap_or(0..0);
            let title = format!("invalid TOML: {}", error.message().replace('\n', ", "));
            let number = self.lines.number(span.start);
            if !self.broken.insert(number) {
                continue;
            }
            let line = self.lines.line(number);
            let error = Diagnostic::error(self.source, span, title, "here");
            self.errors.push(syntax::explained(error, &self.source.text, &line));
        }
        table.into_inner()
    }

    fn routine(&mut self, table: &mut DeTable<'a>) -> RoutineFile {
        self.rename_tables(table, Place::Routine);
        let blocks = self.tables(table, "block");
        let exercises = self.tables(table, "exercise");
        if let (Some(block), Some(exercise)) = (blocks.first(), exercises.first()) {
            self.errors.push(
                Diagnostic::error(
                    self.source,
                    exercise.span(),
                    "a routine has either `[[block]]` or `[[exercise]]`, not both",
                    "this exercise is outside any block",
                )
                .also(block.span(), "the first block")
                .help("use `[[block.exercise]]` to put the exercise into the block above it"),
            );
        }
        let weeks = self.weeks(table, Place::Week);
        let own = split::<RoutineKeys>(table);
        let names = names(&own);
        let keys = self.keys(own, Place::Routine, &[]);
        let defaults = self.defaults(std::mem::take(table), Place::Routine, &names);
        let mut blocks: Vec<BlockFile> = blocks.into_iter().map(|block| self.block(block)).collect();
        if blocks.is_empty() && !exercises.is_empty() {
            blocks.push(BlockFile::default());
        }
        if let Some(last) = blocks.last_mut()
            && !exercises.is_empty()
        {
            last.exercises.extend(exercises.into_iter().map(|exercise| self.exercise(exercise)));
        }
        RoutineFile { source: Arc::clone(self.source), keys, defaults, weeks, blocks }
    }

    fn block(&mut self, table: Spanned<DeTable<'a>>) -> BlockFile {
        let span = table.span();
        let mut table = table.into_inner();
        self.rename_tables(&mut table, Place::Block);
        let exercises = self.tables(&mut table, "exercise");
        let weeks = self.weeks(&mut table, Place::BlockWeek);
        let own = split::<BlockKeys>(&mut table);
        let names = names(&own);
        BlockFile {
            span,
            weeks,
            keys: self.keys(own, Place::Block, &[]),
            defaults: self.defaults(table, Place::Block, &names),
            exercises: exercises.into_iter().map(|exercise| self.exercise(exercise)).collect(),
        }
    }

    fn exercise(&mut self, table: Spanned<DeTable<'a>>) -> ExerciseFile {
        let span = table.span();
        ExerciseFile {
            span,
            keys: self.keys(table.into_inner(), Place::Exercise, &[]),
            facts: LibraryKeys::default(),
        }
    }

    /// Reads the keys that are defaults for the exercises below; `above` are the names of the table's other keys.
    fn defaults(&mut self, mut table: DeTable<'a>, place: Place, above: &[String]) -> ExerciseKeys {
        for key in OF_ONE_EXERCISE {
            if let Some((key, _)) = table.remove_entry(key) {
                let name = key.get_ref();
                let title = format!("`{name}` is for one exercise, not for {}", place.name());
                let error = Diagnostic::error(self.source, key.span(), title, "not here");
                self.errors.push(if name == "name" && !above.iter().any(|key| key == "title") {
                    let whole = if place == Place::Block { "a block" } else { "a routine" };
                    error.help(format!("the name of {whole} is `title`")).fix(key.span(), "title")
                } else {
                    error.help(
                        "start an exercise with the line `[[exercise]]`, or `[[block.exercise]]` in a block",
                    )
                });
            }
        }
        self.keys(table, place, above)
    }

    /// Takes the tables `[week.2]` out of a table, in order of the weeks.
    fn weeks(&mut self, table: &mut DeTable<'a>, place: Place) -> Vec<WeekFile> {
        let Some((name, value)) = table.remove_entry("week") else { return Vec::new() };
        let DeValue::Table(all) = value.into_inner() else {
            let title = "`week` must be a table for each week, such as `[week.4]`";
            self.errors.push(
                Diagnostic::error(self.source, name.span(), title, "not a table").help(
                    "below the line `[week.4]`, write what changes from week 4 on; `--week 4` plays it",
                ),
            );
            return Vec::new();
        };
        let mut weeks = Vec::new();
        for (key, value) in all {
            let number = key.get_ref().parse::<u32>().ok().filter(|week| (1..=LAST).contains(week));
            let Some(week) = number else {
                let title = format!("{} is not a week", quoted(key.get_ref()));
                let help = format!("weeks are numbers from 1 to {LAST}; the first is 1");
                self.errors.push(Diagnostic::error(self.source, key.span(), title, "not a week").help(help));
                continue;
            };
            let DeValue::Table(mut keys) = value.into_inner() else {
                let title = format!("`week.{week}` must be a table: the line `[week.{week}]`");
                self.errors.push(Diagnostic::error(self.source, key.span(), title, "not a table"));
                continue;
            };
            let own = if place == Place::BlockWeek { split::<BlockKeys>(&mut keys) } else { DeTable::new() };
            let names = names(&own);
            let keys_of_block = self.keys(own, place, &[]);
            weeks.push(WeekFile { week, keys: keys_of_block, defaults: self.defaults(keys, place, &names) });
        }
        weeks.sort_by_key(|week| week.week);
        weeks
    }

    /// Reads the shape `T` from a table; reports unknown keys and ignores them. `above` are the names of further keys of
    /// the table.
    fn keys<T: Shape>(&mut self, mut table: DeTable<'a>, place: Place, above: &[String]) -> T {
        let known = keys_of::<T>();
        let unknown: Vec<_> =
            table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())).cloned().collect();
        let unknown: Vec<_> =
            unknown.iter().filter_map(|key| table.remove_entry(key.get_ref().as_ref())).collect();
        if known.contains(&"setup")
            && let Some(entry) = table.get_key_value("instructions")
            && let Some(error) = spoken_instructions(self.source, entry, &names(&table))
        {
            table.remove("instructions");
            self.errors.push(error);
        }
        let mut present = if unknown.is_empty() { Vec::new() } else { names(&table) };
        present.extend_from_slice(above);
        for (key, value) in unknown {
            if self.unknown >= MOST_ERRORS {
                break;
            }
            self.unknown += 1;
            // The rest of a line with a syntax error is not a key, and has been reported.
            let is_left_over = key.get_ref().is_empty() && self.is_broken(key.span().start);
            if !is_left_over {
                self.errors.push(unknown_key::<T>(self.source, (&key, &value), place, &present));
            }
        }
        syntax::take_broken(&mut table, |at| self.is_broken(at));
        for (key, span, number) in take_too_large(&mut table) {
            let title = format!("{} contains a number that is too large", quoted(&key));
            let label = format!("found {}", quoted(&number));
            self.errors.push(Diagnostic::error(self.source, span, title, label));
        }
        let whole = Spanned::new(0..self.source.text.len(), table);
        T::deserialize(Deserializer::from(whole)).unwrap_or_else(|error| {
            let span = error.span().unwrap_or(0..0);
            // The rest of a line with a syntax error is not a value, and has been reported.
            if !self.is_broken(span.start) {
                self.errors.push(Diagnostic::error(self.source, span, error.message(), "here"));
            }
            T::default()
        })
    }

    /// Whether the line that contains a byte has a syntax error.
    fn is_broken(&self, at: usize) -> bool {
        self.broken.contains(&self.lines.number(at))
    }

    fn sorted(mut self) -> Vec<Diagnostic> {
        self.errors.sort_by_key(|error| error.labels.first().map(|label| label.span.start));
        self.errors
    }
}

/// The names of the keys of a table.
fn names(table: &DeTable<'_>) -> Vec<String> {
    table.keys().map(|key| key.get_ref().to_string()).collect()
}

/// Takes the keys of `T` out of a table.
fn split<'i, T: Shape>(table: &mut DeTable<'i>) -> DeTable<'i> {
    let mut own = DeTable::new();
    for key in keys_of::<T>() {
        if let Some((key, value)) = table.remove_entry(*key) {
            own.insert(key, value);
        }
    }
    own
}

#[cfg(test)]
mod tests;
