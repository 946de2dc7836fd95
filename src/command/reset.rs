//! `repcue reset`: restores a built-in routine or exercise, after showing what is lost. The only file that names
//! `similar`.

use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use similar::{ChangeTag, TextDiff};

use super::target::delete_error;
use super::{Failure, Outcome, load, new, print};
use crate::cli::Reset;
use crate::diagnostic::{Diagnostic, nearest, quoted, quoted_path};
use crate::files::{self, copies, undo};

/// The maximum number of lines shown of a diff.
const MOST_LINES: usize = 30;

/// Deletes the copy.
pub(super) fn run(args: &Reset) -> Result<Outcome, Failure> {
    let name = &files::spelled(&args.name, &load::library());
    let Some((path, built_in)) = copy(name)? else {
        print(format!("Nothing to delete: you have no copy of the built-in `{name}`.\n"))?;
        return Ok(Outcome::Done);
    };
    print(lost(&path, built_in))?;
    if !args.yes && !is_agreed(&path)? {
        print("Nothing was deleted.\n")?;
        return Ok(Outcome::Done);
    }
    undo::remove(&path).map_err(|error| delete_error(&path, error))?;
    print(format!("Deleted {}. The built-in `{name}` is used again.\n", path.display()))?;
    Ok(Outcome::Done)
}

/// The user's copy of a built-in file, and the built-in text; `None` if there is no copy.
fn copy(name: &str) -> Result<Option<(PathBuf, &'static str)>, Failure> {
    let mut others = Vec::new();
    let mut is_known = false;
    for kind in copies::KINDS {
        let path = new::place(kind, name)?;
        let there = path.symlink_metadata().is_ok();
        match copies::built_in(kind, name) {
            Some(text) if there => return Ok(Some((path, text))),
            Some(_) => is_known = true,
            None if there => others.push(path),
            None => {}
        }
    }
    if let Some(path) = others.first().filter(|_| !is_known) {
        let error = Diagnostic::plain(format!("{} is not built in", quoted(name)));
        return Err(error.help(format!("to delete your own, delete the file {}", path.display())).into());
    }
    if is_known {
        return Ok(None);
    }
    let error = Diagnostic::plain(format!("no built-in routine or exercise named {}", quoted(name)));
    let (library, routines) = (load::library(), files::routines());
    let names = routines.iter().map(|found| found.name.as_str()).chain(library.ids());
    Err(Failure::from(match nearest(name, names) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("`repcue list` shows them all"),
    }))
}

/// What is lost with a copy: its differing lines, and their replacements.
fn lost(path: &Path, built_in: &str) -> String {
    let head = format!("Your copy: {}\n", path.display());
    let own = match files::read(path) {
        Ok(source) => source.text.replace("\r\n", "\n"),
        Err(error) => return format!("{head}Its contents cannot be shown: {}\n", error.title),
    };
    let diff = TextDiff::from_lines(own.as_str(), built_in);
    let lines: Vec<String> = diff
        .iter_all_changes()
        .filter_map(|change| {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => return None,
            };
            // A file may contain control characters.
            let line: String =
                change.value().trim_end().chars().filter(|c| *c == '\t' || !c.is_control()).collect();
            Some(format!("{sign} {line}\n"))
        })
        .collect();
    let more = match lines.len() {
        0 => "It is identical to the built-in one.\n".to_owned(),
        count if count > MOST_LINES => format!("… and {} more lines\n", count - MOST_LINES),
        _ => String::new(),
    };
    let legend = if lines.is_empty() { "" } else { "Differences (- your copy, + built-in):\n" };
    head + legend + &lines[..lines.len().min(MOST_LINES)].concat() + &more
}

/// Asks for confirmation, on a terminal.
fn is_agreed(path: &Path) -> Result<bool, Failure> {
    if !io::stdin().is_terminal() {
        let error = Diagnostic::plain(format!("{} was not deleted", quoted_path(path)));
        return Err(error.help("cannot ask without a terminal; `--yes` deletes it without asking").into());
    }
    print("Delete it? This cannot be undone. [y/N] ")?;
    let mut answer = String::new();
    // Without an answer nothing is deleted.
    let _ = io::stdin().lock().read_line(&mut answer);
    Ok(answer.trim().to_lowercase().starts_with('y'))
}
