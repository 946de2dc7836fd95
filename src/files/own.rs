//! The user's own routines and exercises: the files of two folders, and why some of them are not used.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Found, config_folder, read_regular, regular};
use crate::diagnostic::{Diagnostic, quoted, quoted_path};
use crate::printable::is_hidden;
use crate::routine::name::composed;

/// Endings of backups and of unfinished files, which are never routines.
const BACKUPS: [&str; 6] = ["~", ".before", ".bak", ".orig", ".swp", ".unfinished"];

/// The files of a kind (`routines`, `exercises`).
#[derive(Debug, Default)]
pub struct Own {
    /// The files that are used, in alphabetical order.
    pub found: Vec<Found>,
    /// Warnings about the files that are not used.
    pub ignored: Vec<Diagnostic>,
}

impl Own {
    /// Reads the folder of a kind.
    #[must_use]
    pub fn read(kind: &str) -> Own {
        let mut own = Own::default();
        let Some(folder) = config_folder().map(|folder| folder.join(kind)) else { return own };
        let entries = fs::read_dir(&folder)
            .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<PathBuf>>>());
        match entries {
            Ok(mut paths) => {
                paths.sort();
                paths.iter().for_each(|path| own.take(path));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => own.ignore(&folder, &format!("cannot be read: {error}"), None),
        }
        own
    }

    fn take(&mut self, path: &Path) {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if file.starts_with('.') || BACKUPS.iter().any(|ending| file.ends_with(ending)) {
            return;
        }
        if path.is_dir() {
            let holds_routines =
                fs::read_dir(path).is_ok_and(|all| all.flatten().any(|entry| ends_in_toml(&entry.path())));
            if holds_routines {
                let help = "move its files up one folder; subfolders are not read";
                self.ignore(path, "is not used: it is a folder", Some(help));
            }
            return;
        }
        let Some(stem) = file.strip_suffix(".toml") else {
            return self.ignore(
                path,
                "is not used: its name does not end in `.toml`",
                renamed(&file).as_deref(),
            );
        };
        if let Some(wrong) = name_problem(stem) {
            let help = "rename it: letters, digits, spaces, `-`, `_` and `.` are fine";
            return self.ignore(path, &format!("is not used: its name {wrong}"), Some(help));
        }
        if let Err(error) = regular::open(path)
            && error.kind() == io::ErrorKind::InvalidInput
        {
            return self.ignore(path, &format!("is not used: {error}"), None);
        }
        self.found.push(Found { name: composed(stem), own: true, source: read_regular(path) });
    }

    fn ignore(&mut self, path: &Path, why: &str, help: Option<&str>) {
        let title = format!("{} {why}", quoted_path(path));
        let warning = Diagnostic::plain(title).warning();
        self.ignored.push(match help {
            Some(help) => warning.help(help),
            None => warning,
        });
    }
}

/// What is wrong with a name that cannot be typed as it is, or that a shell would expand.
fn name_problem(name: &str) -> Option<String> {
    if name.trim() != name || name.is_empty() {
        return Some("begins or ends with a space".to_owned());
    }
    if name.starts_with('-') {
        return Some("begins with `-`, like an option".to_owned());
    }
    if let Some(c) = name.chars().find(|c| is_hidden(*c)) {
        return Some(format!("contains the invisible character `{}`", c.escape_unicode()));
    }
    let c = name.chars().find(|c| "$`\"'\\;&|<>(){}[]*?!#~:\u{fffd}".contains(*c))?;
    Some(if c == '\u{fffd}' {
        "is not UTF-8 text".to_owned()
    } else {
        format!("contains `{c}`, which is special in shells")
    })
}

fn ends_in_toml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

/// A better name for a file whose extension is nearly right.
fn renamed(file: &str) -> Option<String> {
    let lower = file.to_lowercase();
    let stem = ["toml", "toml.txt", "tml", "tom"]
        .iter()
        .find_map(|ending| Some(&file[..lower.strip_suffix(&format!(".{ending}"))?.len()]));
    match stem {
        Some(stem) => Some(format!("rename it to {}", quoted(&format!("{stem}.toml")))),
        None if lower.ends_with(".json") => {
            Some("it is JSON; routines are TOML: `repcue new my-routine` writes one to begin with".to_owned())
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_a_shell_would_expand_are_rejected() {
        for name in ["evening-glutes", "my evening", "Übung 2.1", "深く_1"] {
            assert_eq!(name_problem(name), None, "{name}");
        }
        for name in
            ["", " a", "-rf", "$(touch x)", "a;b", "`id`", "a\u{200b}", "a\nb", "a\u{9b}31m", "b\u{fffd}"]
        {
            assert!(name_problem(name).is_some(), "{name:?}");
        }
    }

    #[test]
    fn a_similar_name_is_suggested() {
        assert_eq!(renamed("Upper.TOML").unwrap(), "rename it to `Upper.toml`");
        assert_eq!(renamed("notepad.toml.txt").unwrap(), "rename it to `notepad.toml`");
        assert!(renamed("x.json").unwrap().contains("JSON"));
        assert_eq!(renamed("x.md"), None);
    }
}
