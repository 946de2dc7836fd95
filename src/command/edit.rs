//! `repcue edit`: a file of one's own in one's own editor, checked when it is saved.

use std::ffi::OsString;
use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use super::{Failure, Outcome, load, new, print, warn};
use crate::diagnostic::{Diagnostic, Source, draw, nearest, quoted};
use crate::files;
use crate::routine::changes::Changes;

/// Opens the file until it has no mistakes, or the person has had enough.
pub(super) fn run(name: &str) -> Result<Outcome, Failure> {
    let path = find(name)?;
    let mut line = None;
    loop {
        open(&path, line)?;
        let library = load::library();
        let source = files::read(&path)?;
        let Err(mistakes) = load::any_of(&source, &library, &Changes::default()) else {
            print(&format!("{}: no mistakes\n", path.display()))?;
            return Ok(Outcome::Done);
        };
        if !io::stdin().is_terminal() {
            return Err(mistakes.into());
        }
        warn(draw::styled(&mistakes));
        print("Open it again? [Y/n] ")?;
        let mut answer = String::new();
        let read = io::stdin().lock().read_line(&mut answer);
        if read.is_err() || answer.is_empty() || answer.trim().to_lowercase().starts_with('n') {
            return Err(mistakes.into());
        }
        line = mistakes.iter().find_map(|mistake| line_of(mistake, &source));
    }
}

/// The line of a mistake, from 1, if it is one of this file.
fn line_of(mistake: &Diagnostic, source: &Arc<Source>) -> Option<usize> {
    let place = mistake.labels.first().filter(|_| mistake.source.as_ref() == Some(source))?;
    Some(source.text[..place.span.start].matches('\n').count() + 1)
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

/// Runs the editor: `$VISUAL`, `$EDITOR`, or the one that every machine of its kind has; at a line, where it is
/// known how to tell it.
fn open(path: &Path, line: Option<usize>) -> Result<(), Failure> {
    let wanted = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()));
    let usual = if cfg!(windows) { "notepad" } else { "vi" };
    let editor = wanted.unwrap_or_else(|| usual.to_owned());
    // An editor may have arguments of its own, as in `code --wait`.
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or(usual);
    match Command::new(program).args(words).args(place(program, path, line)).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::World(format!("the editor `{editor}` has ended with {status}"))),
        Err(error) => Err(Failure::World(format!(
            "cannot start the editor `{editor}`: {error}\n  help: set EDITOR to yours; the file is {}",
            path.display()
        ))),
    }
}

/// The words that make an editor open a file at a line.
fn place(editor: &str, path: &Path, line: Option<usize>) -> Vec<OsString> {
    let file = OsString::from(path);
    let Some(line) = line else { return vec![file] };
    let editor = Path::new(editor).file_stem().unwrap_or_default().to_string_lossy();
    let with_line = || {
        let mut place = file.clone();
        place.push(format!(":{line}"));
        place
    };
    match &*editor {
        "vi" | "vim" | "nvim" | "view" | "nano" | "pico" | "emacs" | "emacsclient" | "kak" | "micro"
        | "joe" | "jed" | "mg" | "ne" | "gedit" | "kate" => vec![format!("+{line}").into(), file],
        "hx" | "helix" | "subl" | "zed" => vec![with_line()],
        "code" | "codium" | "code-insiders" | "cursor" => vec!["--goto".into(), with_line()],
        _ => vec![file],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_are_told_the_line_in_their_own_way() {
        let words = |editor, line| {
            let words = place(editor, Path::new("a.toml"), line);
            words.into_iter().map(|word| word.into_string().unwrap()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(words("vim", None), "a.toml");
        assert_eq!(words("/usr/bin/vim", Some(3)), "+3 a.toml");
        assert_eq!(words("hx", Some(3)), "a.toml:3");
        assert_eq!(words("code", Some(3)), "--goto a.toml:3");
        assert_eq!(words("my-editor", Some(3)), "a.toml", "nothing is known of it");
    }

    #[test]
    fn the_line_of_a_mistake_is_of_this_file() {
        let source = Source::new("a.toml", "title = 1\nrest = 2\n");
        let mistake = Diagnostic::error(&source, 17..18, "t", "");
        assert_eq!(line_of(&mistake, &source), Some(2));
        assert_eq!(line_of(&mistake, &Source::new("b.toml", "")), None);
        assert_eq!(line_of(&Diagnostic::plain("t"), &source), None);
    }
}
