//! `repcue set`: permanently changes values in the user's own copy of a routine or exercise.

use std::path::{Path, PathBuf};

use super::target::{delete_error, write_error};
use super::{Failure, Outcome, load, new, print, warn};
use crate::cli::Set;
use crate::diagnostic::{Diagnostic, Source, nearest, quoted, quoted_path};
use crate::files::undo::UndoError;
use crate::files::{self, copies, undo, write};
use crate::routine::Routine;
use crate::routine::changes::Changes;
use crate::routine::edit::{BLOCK, Edit, EditError, Target, set};
use crate::routine::library::Library;

/// Changes values, or undoes the last change.
pub(super) fn run(args: &Set) -> Result<Outcome, Failure> {
    let library = load::library();
    let what = &files::spelled(&args.what, &library);
    let path = path(what, &library)?;
    if args.undo {
        return undo_last(&path);
    }
    let (target, values) = args.changes();
    if values.is_empty() {
        let error = Diagnostic::plain("no changes given");
        return Err(error.help("give a key and a value, such as reps=12").into());
    }
    let source = load::source_of_either(what, &library)?;
    // A file must have no errors before a change; otherwise a new error could not be told from an old one.
    Routine::parse_any(&source, &library, &Changes::default())?;
    let mut text = source.text.clone();
    let mut edits = Vec::new();
    for value in values {
        let (key, value) = value.split_once('=').ok_or_else(|| not_a_change(value))?;
        let edit = set(&text, Target::parse(target), key.trim(), value.trim())
            .map_err(|error| refused(&error, &path, target, key, &library))?;
        text.clone_from(&edit.text);
        edits.push(edit);
    }
    let changed = Source::new(path.display().to_string(), text.clone());
    Routine::parse_any(&changed, &library, &Changes::default()).map_err(|mut errors| {
        if let Some(last) = errors.0.last_mut() {
            last.help.push("nothing was changed".to_owned());
        }
        errors
    })?;
    commit(&path, &source.text, &text, &edits)?;
    Ok(Outcome::Done)
}

/// Writes a changed text, so that it can be undone, and prints the changes.
pub(super) fn commit(path: &Path, before: &str, after: &str, edits: &[Edit]) -> Result<(), Failure> {
    if before == after {
        return print("No changes.\n");
    }
    let is_new = !path.exists();
    // Checked before anything is written, so that an error leaves nothing behind.
    write::Target::check(path).map_err(|error| write_error(path, error))?;
    match undo::stored_path(path) {
        Some(kept) => {
            undo::store(&kept, path, before, after).map_err(|error| write_error(&kept, error))?;
        }
        None => {
            warn("warning: no home folder found for the undo file, so this change cannot be undone");
        }
    }
    new::write(path, after)?;
    let copied = if is_new && copies::copied(path).is_some() {
        format!("Your own copy: {}\n", path.display())
    } else {
        String::new()
    };
    print(&(copied + &edits.iter().map(|edit| diff(path, edit)).collect::<String>()))
}

/// Undoes the last change of a file. A copy that then equals the built-in text is removed.
pub(super) fn undo_last(path: &Path) -> Result<Outcome, Failure> {
    let text = undo::load(path).map_err(|error| match error {
        UndoError::Nothing => {
            let error = Diagnostic::plain(format!("nothing to undo in {}", quoted_path(path)));
            error.help("only the last change can be undone, and only once")
        }
        UndoError::ChangedSince(kept) => {
            let error = Diagnostic::plain(format!("{} has been changed since", quoted_path(path)));
            let kept = kept.display();
            error.help(format!("the text before the last change is in {kept}, after its first line"))
        }
        UndoError::Unreadable(error) => error,
    })?;
    let shown = path.display();
    match copies::copied(path) {
        Some((name, built_in)) if built_in == text => {
            undo::remove(path).map_err(|error| delete_error(path, error))?;
            print(format!(
                "Removed {shown}: it had no changes left. The built-in `{name}` is used again.\n"
            ))?;
        }
        _ => {
            new::write(path, &text)?;
            undo::discard(path);
            print(format!("Reverted {shown}.\n"))?;
        }
    }
    Ok(Outcome::Done)
}

/// The file to change: the one at the given path, or the user's own of that name.
fn path(what: &str, library: &Library) -> Result<PathBuf, Failure> {
    if what == "-" {
        let error = Diagnostic::plain("standard input cannot be changed");
        return Err(error.help("give a routine's name, or the path of a file").into());
    }
    let path = Path::new(what);
    if path.extension().is_some() || path.components().count() > 1 {
        return Ok(path.to_owned());
    }
    match library.get(what) {
        Some(entry) if !files::routines().iter().any(|found| found.name == what) => {
            new::place("exercises", &entry.id)
        }
        _ => new::place("routines", what),
    }
}

/// A change as its lines before and after.
fn diff(path: &Path, edit: &Edit) -> String {
    let lines = |sign: char, lines: &[String]| -> String {
        lines.iter().map(|line| format!("{sign} {line}\n")).collect()
    };
    let changes = lines('-', &edit.before) + &lines('+', &edit.after);
    if changes.is_empty() { changes } else { format!("{}:{}\n{changes}", path.display(), edit.line) }
}

pub(super) fn not_a_change(word: &str) -> Diagnostic {
    let error = Diagnostic::plain(format!("expected KEY=VALUE, found {}", quoted(word)));
    error.help("give a key and a value, such as reps=12")
}

fn refused(error: &EditError, path: &Path, target: Option<&str>, key: &str, library: &Library) -> Failure {
    let target = target.unwrap_or_default();
    let error = match error {
        EditError::Broken => Diagnostic::plain(format!("{} is not TOML", quoted_path(path))),
        EditError::NotAKey => {
            let error = Diagnostic::plain(format!("{} is not a valid key", quoted(key)));
            error.help("a key is a word, such as `reps` or `rest-after`")
        }
        EditError::NotAValue => {
            let error = Diagnostic::plain(format!("{} is a table, not a single value", quoted(key)));
            error.help(format!("change it in your editor; the file is {}", path.display()))
        }
        EditError::Unknown(names) => unknown(target, names, library),
        EditError::Several(count) => match target.strip_prefix(BLOCK) {
            Some(title) => {
                let error =
                    Diagnostic::plain(format!("the routine has {count} blocks named {}", quoted(title)));
                error.help(format!("choose one by its number among all blocks, such as `{BLOCK}1`"))
            }
            None => {
                let name = target.split(':').next().unwrap_or(target);
                Diagnostic::plain(format!("the routine contains {} {count} times", quoted(name)))
                    .help(format!("choose one: `{name}:1` to `{name}:{count}`"))
            }
        },
    };
    error.into()
}

/// The error for an exercise or block that the routine does not have, with the names that it has.
fn unknown(target: &str, names: &[String], library: &Library) -> Diagnostic {
    let (kind, prefix, name) = match target.strip_prefix(BLOCK) {
        Some(title) => ("block", BLOCK, title),
        None => ("exercise", "", target),
    };
    let error = Diagnostic::plain(format!("the routine has no {kind} {}", quoted(name)));
    // The user may have typed the display name.
    let by_name = library.get(target).map(|entry| entry.id.as_str());
    let known = by_name.filter(|id| names.iter().any(|name| name == id));
    match known.or_else(|| nearest(name, names.iter().map(String::as_str))) {
        Some(near) => error.help(format!("did you mean `{prefix}{near}`?")),
        None if names.is_empty() => {
            error.help(format!("it has no {kind}s; without a target, the file's own keys are changed"))
        }
        None => {
            let names: Vec<String> = names.iter().map(|name| format!("{prefix}{name}")).collect();
            error.help(format!("its {kind}s are {}", names.join(", ")))
        }
    }
}
