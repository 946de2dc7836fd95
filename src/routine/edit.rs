//! Changing one value of a routine's text, and not one byte more.
//!
//! The new value is put into the text at the place that the parser gives, so that comments, blank lines,
//! order and line ends stay as they are. Whether the result is a good routine is for whoever reads it.

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Value};

use super::lower::slug;

/// A change that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The whole new text.
    pub text: String,
    /// The line of the change, from 1.
    pub line: usize,
    /// The lines before; none where a key was added.
    pub before: Vec<String>,
    /// The lines after; none where a key was taken out.
    pub after: Vec<String>,
}

/// Why a change cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The text is not TOML.
    Broken,
    /// No exercise has that name; these there are.
    Unknown(Vec<String>),
    /// So many exercises have that name.
    Several(usize),
}

/// Sets a key of an exercise, or takes it out where `value` is empty.
///
/// `exercise` is an id or a name; where several have it, `NAME:2` is the second. A value is written as TOML:
/// a number, a list, or a text, to which quotes are added.
///
/// # Errors
/// When the exercise cannot be found.
pub fn set(text: &str, exercise: &str, key: &str, value: &str) -> Result<Edit, Refusal> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(Refusal::Broken);
    }
    let entries = entries(table.get_ref());
    let table = chosen(&entries, exercise)?;
    let keys = table.get_ref().as_table().into_iter().flatten();
    let place = keys.into_iter().find(|(name, _)| name.get_ref() == key);
    let (span, new) = match place {
        Some((_, old)) if !value.is_empty() => (old.span(), written(value)),
        Some((name, old)) => (taken_out(text, table, name.span().start..old.span().end), String::new()),
        None if value.is_empty() => (0..0, String::new()),
        None => added(text, table, &format!("{key} = {}", written(value))),
    };
    Ok(spliced(text, span, &new))
}

/// An exercise's table, and where its header stands.
type Entry<'a, 'i> = &'a Spanned<DeValue<'i>>;

/// All exercises of a routine.
fn entries<'a, 'i>(root: &'a DeTable<'i>) -> Vec<Entry<'a, 'i>> {
    let mut all = Vec::new();
    all.extend(tables(root, "exercise"));
    for block in tables(root, "block") {
        all.extend(block.get_ref().as_table().into_iter().flat_map(|block| tables(block, "exercise")));
    }
    all
}

fn tables<'a, 'i>(table: &'a DeTable<'i>, key: &str) -> &'a [Spanned<DeValue<'i>>] {
    table.get(key).and_then(|value| value.get_ref().as_array()).map_or(&[], |array| &array[..])
}

/// The one that a person means.
fn chosen<'a, 'i>(entries: &[Entry<'a, 'i>], name: &str) -> Result<Entry<'a, 'i>, Refusal> {
    let (name, number) = match name.rsplit_once(':') {
        Some((name, number)) => (name, number.parse::<usize>().ok()),
        None => (name, None),
    };
    let text =
        |entry: Entry<'_, '_>, key: &str| Some(entry.get_ref().get(key)?.get_ref().as_str()?.to_owned());
    let wanted = slug(name);
    let is_it = |entry: Entry<'_, '_>| {
        ["use", "name"].iter().filter_map(|key| text(entry, key)).any(|name| slug(&name) == wanted)
    };
    let found: Vec<_> = entries.iter().copied().filter(|entry| is_it(entry)).collect();
    match (&found[..], number) {
        ([], _) => Err(Refusal::Unknown(
            entries
                .iter()
                .filter_map(|entry| text(entry, "use").or(text(entry, "name")))
                .map(|name| slug(&name))
                .collect(),
        )),
        (found, Some(number)) => {
            found.get(number.wrapping_sub(1)).copied().ok_or(Refusal::Several(found.len()))
        }
        ([one], None) => Ok(one),
        (several, None) => Err(Refusal::Several(several.len())),
    }
}

/// A value as TOML: what is TOML already stays, a text gets quotes.
fn written(value: &str) -> String {
    let is_toml = value.parse::<i64>().is_ok() || value.starts_with(['"', '\'', '[', '{']);
    if is_toml { value.to_owned() } else { Value::from(value).to_string() }
}

/// Where a new line of a table goes, and the line.
fn added(text: &str, entry: Entry<'_, '_>, line: &str) -> (Range<usize>, String) {
    let ends = entry
        .get_ref()
        .as_table()
        .into_iter()
        .flat_map(|table| table.iter().map(|(_, value)| value.span().end));
    if text[entry.span()].starts_with('{') {
        let end = ends.max().unwrap_or(entry.span().start + 1);
        let comma = if end > entry.span().start + 1 { "," } else { "" };
        return (end..end, format!("{comma} {line}"));
    }
    let last = ends.chain([entry.span().end]).max().unwrap_or(0);
    let end = text[last..].find('\n').map_or(text.len(), |at| last + at);
    if text[..end].ends_with('\r') {
        (end - 1..end - 1, format!("\r\n{line}"))
    } else {
        (end..end, format!("\n{line}"))
    }
}

/// What goes when a key is taken out, from its name to the end of its value: its whole lines, or within an inline table
/// also the comma that is one too many without it.
fn taken_out(text: &str, entry: Entry<'_, '_>, key: Range<usize>) -> Range<usize> {
    let line = text[..key.start].rfind('\n').map_or(0, |at| at + 1);
    let alone = text[line..key.start].trim().is_empty();
    let rest = &text[key.end..];
    let to_line_end = rest.find('\n').map_or(text.len(), |at| key.end + at + 1);
    if !text[entry.span()].starts_with('{') {
        return if alone { line..to_line_end } else { key };
    }
    let blank = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
    let comma = key.end + blank(rest);
    let after = text[comma..].strip_prefix(',');
    // A key with a line of its own takes the line with it, and its comment.
    let behind = after.unwrap_or(&text[comma..]).trim_start_matches([' ', '\t']);
    if alone && behind.starts_with(['\n', '\r', '#']) {
        return line..to_line_end;
    }
    if let Some(after) = after {
        return key.start..comma + 1 + blank(after);
    }
    // The last key: the comma before it goes too; on a line further up it may stay, as TOML 1.1 has it.
    let ends = entry.get_ref().as_table().into_iter().flatten().map(|(_, value)| value.span().end);
    let start = ends.filter(|end| *end <= key.start && !text[*end..key.start].contains('\n')).max();
    start.unwrap_or(key.start)..key.end
}

fn spliced(text: &str, span: Range<usize>, new: &str) -> Edit {
    let changed = [&text[..span.start], new, &text[span.end..]].concat();
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) = (text.lines().collect(), changed.lines().collect());
    let same = old_lines.iter().zip(&new_lines).take_while(|(old, new)| old == new).count();
    let most = old_lines.len().min(new_lines.len()) - same;
    let after = old_lines
        .iter()
        .rev()
        .zip(new_lines.iter().rev())
        .take(most)
        .take_while(|(old, new)| old == new)
        .count();
    let lines =
        |lines: &[&str]| lines[same..lines.len() - after].iter().map(|line| (*line).to_owned()).collect();
    Edit { line: same + 1, before: lines(&old_lines), after: lines(&new_lines), text: changed }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Mine.\ntitle = \"x\"\n\n[[exercise]]\nuse = \"squat\"\nreps = \"10-12\"   # slowly\n\n# the end\n[[exercise]]\nname = \"Wall sit\"\nfor = \"45s\"";

    fn done(text: &str, exercise: &str, key: &str, value: &str) -> Edit {
        set(text, exercise, key, value).unwrap()
    }

    #[test]
    fn a_value_is_changed_and_nothing_else() {
        let edit = done(TEXT, "squat", "reps", "12");
        assert_eq!(edit.text, TEXT.replace("\"10-12\"", "12"));
        assert_eq!(
            (edit.line, edit.before, edit.after),
            (6, vec!["reps = \"10-12\"   # slowly".to_owned()], vec!["reps = 12   # slowly".to_owned()])
        );
        assert_eq!(done(TEXT, "Wall Sit", "for", "1m").text, TEXT.replace("45s", "1m"));
    }

    #[test]
    fn a_key_is_added_after_the_last_one_and_taken_out() {
        let edit = done(TEXT, "squat", "hold", "3s");
        assert_eq!(edit.text, TEXT.replace("# slowly\n", "# slowly\nhold = \"3s\"\n"));
        assert_eq!((edit.line, edit.before.len(), edit.after), (7, 0, vec!["hold = \"3s\"".to_owned()]));
        assert_eq!(done(&edit.text, "squat", "hold", "").text, TEXT);
        assert_eq!(
            done(TEXT, "wall-sit", "tips", "[\"Breathe.\"]").text,
            format!("{TEXT}\ntips = [\"Breathe.\"]")
        );
        assert_eq!(done(TEXT, "squat", "hold", "").text, TEXT, "nothing was there");
    }

    #[test]
    fn line_ends_and_inline_tables_stay() {
        let windows = TEXT.replace('\n', "\r\n");
        let edit = done(&windows, "squat", "hold", "3s");
        assert_eq!(edit.text, windows.replace("# slowly\r\n", "# slowly\r\nhold = \"3s\"\r\n"));
        let inline = "exercise = [{ use = \"squat\" }, { use = \"clam-shell\", reps = 3 }]\n";
        assert_eq!(
            done(inline, "squat", "reps", "5").text,
            inline.replace("\"squat\"", "\"squat\", reps = 5")
        );
        assert_eq!(done(inline, "clam-shell", "reps", "5").text, inline.replace('3', "5"));
    }

    #[test]
    fn a_key_is_taken_out_of_an_inline_table_with_its_comma() {
        let inline = "exercise = [{ use = \"squat\", reps = 3, hold = \"2s\" }, { name=\"x\",sets=2 }]\n";
        let without = |exercise: &str, key: &str| done(inline, exercise, key, "").text;
        assert_eq!(without("squat", "use"), inline.replace("use = \"squat\", ", ""));
        assert_eq!(without("squat", "reps"), inline.replace("reps = 3, ", ""));
        assert_eq!(without("squat", "hold"), inline.replace(", hold = \"2s\"", ""));
        assert_eq!(without("x", "sets"), inline.replace(",sets=2", ""));
        let only = "exercise = [{ use = \"squat\" }]";
        assert_eq!(done(only, "squat", "use", "").text, "exercise = [{  }]");
        // TOML 1.1 has inline tables of several lines.
        let lines =
            "exercise = [{\n  use = \"squat\", # so\n  reps = 3, # many\n  hold = \"2s\" # long\n}]\n";
        for (key, gone) in [
            ("use", "  use = \"squat\", # so\n"),
            ("reps", "  reps = 3, # many\n"),
            ("hold", "  hold = \"2s\" # long\n"),
        ] {
            let left = done(lines, "squat", key, "").text;
            assert_eq!(left, lines.replace(gone, ""), "{key}");
            assert!(DeTable::parse(&left).is_ok(), "{left}");
        }
        let at_the_end = "exercise = [{ use = \"squat\", # so\n  reps = 3 }]\n";
        assert_eq!(
            done(at_the_end, "squat", "reps", "").text,
            "exercise = [{ use = \"squat\", # so\n   }]\n"
        );
    }

    #[test]
    fn an_exercise_that_comes_often_is_numbered() {
        let text = "[[block]]\n[[block.exercise]]\nuse = \"squat\"\n[[block]]\n[[block.exercise]]\nuse = \"squat\"\n";
        assert_eq!(set(text, "squat", "reps", "3"), Err(Refusal::Several(2)));
        assert_eq!(set(text, "squat:3", "reps", "3"), Err(Refusal::Several(2)));
        assert_eq!(done(text, "squat:2", "reps", "3").text, format!("{text}reps = 3\n"));
        assert_eq!(set(text, "sqat", "reps", "3"), Err(Refusal::Unknown(vec!["squat".to_owned(); 2])));
        assert_eq!(set("= [", "squat", "reps", "3"), Err(Refusal::Broken));
    }
}
