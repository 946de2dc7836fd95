//! `repcue edit`: a file of one's own in one's own editor, checked when it is saved.

use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Failure, Outcome, load, new, print, warn};
use crate::diagnostic::{Diagnostic, draw, nearest, quoted};
use crate::files;
use crate::routine::changes::Changes;

/// Opens the file until it has no mistakes, or the person has had enough.
pub(super) fn run(name: &str) -> Result<Outcome, Failure> {
    let path = find(name)?;
    loop {
        open(&path)?;
        let library = load::library();
        let source = files::read(&path)?;
        let Err(mistakes) = load::any_of(&source, &library, &Changes::default()) else {
            print(&format!("{}: no mistakes\n", path.display()))?;
            return Ok(Outcome::Done);
        };
        if !io::stdin().is_terminal() {
            return Err(mistakes.into());
        }
        warn(&draw::styled(&mistakes));
        print("Open it again? [Y/n] ")?;
        let mut answer = String::new();
        let read = io::stdin().lock().read_line(&mut answer);
        if read.is_err() || answer.is_empty() || answer.trim().to_lowercase().starts_with('n') {
            return Err(mistakes.into());
        }
    }
}

/// A person's own file. A shipped routine or exercise is copied for them first.
fn find(name: &str) -> Result<PathBuf, Failure> {
    for kind in ["routines", "exercises"] {
        let path = new::place(kind, name)?;
        if path.exists() {
            return Ok(path);
        }
    }
    let library = load::library();
    let routines = files::routines();
    let (kind, source) = if let Some(found) = routines.iter().find(|found| found.name == name) {
        ("routines", found.source.clone()?)
    } else if let Some(entry) = library.entries().find(|entry| entry.id == name) {
        ("exercises", entry.source.clone())
    } else {
        let mistake = Diagnostic::plain(format!("there is no routine or exercise {}", quoted(name)));
        let names = routines.iter().map(|found| found.name.as_str()).chain(library.ids());
        return Err(Failure::from(match nearest(name, names) {
            Some(near) => mistake.help(format!("did you mean `{near}`?")),
            None => mistake.help(format!("`repcue new {name}` makes one")),
        }));
    };
    let path = new::place(kind, name)?;
    new::write(&path, &source.text)?;
    print(&format!("Your own copy: {}\n", path.display()))?;
    Ok(path)
}

/// Runs the editor: `$VISUAL`, `$EDITOR`, or the one that every machine of its kind has.
fn open(path: &Path) -> Result<(), Failure> {
    let wanted = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()));
    let usual = if cfg!(windows) { "notepad" } else { "vi" };
    let editor = wanted.unwrap_or_else(|| usual.to_owned());
    // An editor may have arguments of its own, as in `code --wait`.
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or(usual);
    match Command::new(program).args(words).arg(path).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::World(format!("the editor `{editor}` has ended with {status}"))),
        Err(error) => Err(Failure::World(format!(
            "cannot start the editor `{editor}`: {error}\n  help: set EDITOR to yours; the file is {}",
            path.display()
        ))),
    }
}
