//! `repcue edit`: opens one of the user's files in an editor and checks it afterwards.

use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::sync::Arc;

use super::{EnvironmentError, Failure, Outcome, load, new, print, warn};
use crate::diagnostic::{Diagnostic, Diagnostics, Source, draw, nearest, quoted, quoted_path};
use crate::files::{self, regular};
use crate::routine::Routine;
use crate::routine::changes::Changes;
use crate::shell;

/// Opens the file of a routine or exercise.
pub(super) fn run(name: &str) -> Result<Outcome, Failure> {
    let path = find(&files::spelled(name, &load::library()))?;
    until_fine(&path, |source| Routine::parse_any(source, &load::library(), &Changes::default()).map(drop))
}

/// Opens a file until it has no errors or the user gives up.
pub(super) fn until_fine(
    path: &Path,
    check: impl Fn(&Arc<Source>) -> Result<(), Diagnostics>,
) -> Result<Outcome, Failure> {
    let mut line = None;
    loop {
        open(path, line)?;
        let source = files::read(path)?;
        let Err(errors) = check(&source) else {
            print(format!("{}: no errors\n", path.display()))?;
            return Ok(Outcome::Done);
        };
        if !io::stdin().is_terminal() {
            return Err(errors.into());
        }
        warn(draw::styled(&errors.0));
        print("Open the file again? [Y/n] ")?;
        let mut answer = String::new();
        let read = io::stdin().lock().read_line(&mut answer);
        if read.is_err() || answer.is_empty() || answer.trim().to_lowercase().starts_with('n') {
            return Err(errors.into());
        }
        line = errors.0.iter().find_map(|error| line_of(error, &source));
    }
}

/// The line number of an error, from 1, if the error is in this file.
fn line_of(error: &Diagnostic, source: &Arc<Source>) -> Option<usize> {
    let place = error.labels.first().filter(|_| error.source.as_ref() == Some(source))?;
    Some(source.text[..place.span.start].matches('\n').count() + 1)
}

/// Checks that an editor would not block on a file, as on a FIFO.
pub(super) fn editable(path: &Path) -> Result<(), Failure> {
    match regular::open(path) {
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
            Err(Diagnostic::plain(format!("cannot edit {}: {error}", quoted_path(path))).into())
        }
        _ => Ok(()),
    }
}

/// The path of the user's file. A built-in routine or exercise is copied first.
fn find(name: &str) -> Result<PathBuf, Failure> {
    for kind in ["routines", "exercises"] {
        let path = new::place(kind, name)?;
        if path.exists() {
            return editable(&path).map(|()| path);
        }
    }
    let library = load::library();
    let routines = files::routines();
    let (kind, source) = if let Some(found) = routines.iter().find(|found| found.name == name) {
        ("routines", found.source.clone()?)
    } else if let Some(entry) = library.entries().find(|entry| entry.id == name) {
        ("exercises", entry.source.clone())
    } else {
        let error = Diagnostic::plain(format!("no routine or exercise named {}", quoted(name)));
        let names = routines.iter().map(|found| found.name.as_str()).chain(library.ids());
        return Err(Failure::from(match nearest(name, names) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help(format!("`repcue new {name}` creates one")),
        }));
    };
    let path = new::place(kind, name)?;
    new::write(&path, &source.text)?;
    print(format!("Your own copy: {}\n", path.display()))?;
    Ok(path)
}

/// The editors to try if none is configured. Nano shows how to quit it; vi does not, but every Unix has it.
pub(super) const USUAL: &[&str] = if cfg!(windows) { &["notepad"] } else { &["nano", "vi"] };

/// Opens a file in `$VISUAL`, `$EDITOR` or the first of the usual editors that exists; at a line if the editor is known
/// to support that.
fn open(path: &Path, line: Option<usize>) -> Result<(), Failure> {
    let wanted = ["VISUAL", "EDITOR"].iter().find_map(|variable| {
        let value = std::env::var_os(variable)?;
        (!value.to_string_lossy().trim().is_empty()).then_some((variable, value))
    });
    let Some((variable, editor)) = wanted else {
        for editor in USUAL {
            print(format!("Opening {} in {editor}; set EDITOR to use another\n", quoted_path(path)))?;
            match start(&[editor.into()], path, line) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                status => return Ok(ended(editor, status, path)?),
            }
        }
        return Err(EnvironmentError::NoEditor(path.to_owned()).into());
    };
    let words = split_command(&editor).ok_or_else(|| {
        let error = Diagnostic::plain(format!("unclosed quote in {variable}"));
        error.help(format!("found {}", quoted(&editor.to_string_lossy())))
    })?;
    Ok(ended(&editor.to_string_lossy(), start(&words, path, line), path)?)
}

/// The program and arguments of an editor setting: the whole text if it is the path of a file, otherwise split as a
/// shell would, as in `code --wait`.
fn split_command(editor: &OsStr) -> Option<Vec<OsString>> {
    if Path::new(editor).is_file() {
        return Some(vec![editor.to_owned()]);
    }
    let words = shell::split(&editor.to_string_lossy())?;
    Some(words.into_iter().map(OsString::from).collect())
}

fn start(words: &[OsString], path: &Path, line: Option<usize>) -> io::Result<ExitStatus> {
    let (program, own) = words.split_first().ok_or(io::ErrorKind::NotFound)?;
    Command::new(program).args(own).args(place(Path::new(program), path, line)).status()
}

fn ended(editor: &str, status: io::Result<ExitStatus>, path: &Path) -> Result<(), EnvironmentError> {
    let editor = editor.to_owned();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(EnvironmentError::EditorFailed { editor, status }),
        Err(source) => Err(EnvironmentError::EditorNotStarted { editor, file: path.to_owned(), source }),
    }
}

/// The arguments that make an editor open a file at a line.
fn place(editor: &Path, path: &Path, line: Option<usize>) -> Vec<OsString> {
    let file = OsString::from(path);
    let Some(line) = line else { return vec![file] };
    let editor = editor.file_stem().unwrap_or_default().to_string_lossy();
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
    fn each_editor_gets_the_line_in_its_own_form() {
        let words = |editor, line| {
            let words = place(Path::new(editor), Path::new("a.toml"), line);
            words.into_iter().map(|word| word.into_string().unwrap()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(words("vim", None), "a.toml");
        assert_eq!(words("/usr/bin/vim", Some(3)), "+3 a.toml");
        assert_eq!(words("hx", Some(3)), "a.toml:3");
        assert_eq!(words("code", Some(3)), "--goto a.toml:3");
        assert_eq!(words("my-editor", Some(3)), "a.toml", "an unknown editor");
    }

    #[test]
    fn the_line_of_an_error_is_in_this_file() {
        let source = Source::new("a.toml", "title = 1\nrest = 2\n");
        let error = Diagnostic::error(&source, 17..18, "t", "");
        assert_eq!(line_of(&error, &source), Some(2));
        assert_eq!(line_of(&error, &Source::new("b.toml", "")), None);
        assert_eq!(line_of(&Diagnostic::plain("t"), &source), None);
    }
}
