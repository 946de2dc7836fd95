//! The reminder that is set, in a file of the state folder: what `repcue remind` and the list of routines show.

use std::io;
use std::path::PathBuf;

use serde::Deserialize;
use toml::{Table, Value};

use super::Reminder;
use crate::files;
use crate::routine::field::{Field, Verbatim};
use crate::routine::file::{read_plain, shape};

/// The file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Keys {
    days: Option<Field<Verbatim>>,
    at: Option<Field<Verbatim>>,
    routine: Option<Field<Verbatim>>,
}

shape!(Keys: days, at, routine);

/// The reminder; `None` if none is stored, or none that can be read.
#[must_use]
pub fn load() -> Option<Reminder> {
    let path = path().filter(|path| files::is_there(path))?;
    let source = files::read_regular(&path).ok()?;
    let (keys, _) = read_plain::<Keys>(&source, "the reminder");
    let text = |field: Option<Field<Verbatim>>| Some(field?.value.ok()?.0);
    Some(Reminder {
        days: text(keys.days)?.parse().ok()?,
        at: text(keys.at)?.parse().ok()?,
        routine: text(keys.routine),
    })
}

/// Stores the reminder.
///
/// # Errors
/// If it cannot be written.
pub fn save(reminder: &Reminder) -> io::Result<()> {
    let path = path().ok_or_else(files::write::no_folder)?;
    let days = reminder.days.words().collect::<Vec<_>>().join(",");
    let mut table = Table::from_iter([
        ("days".to_owned(), Value::from(days)),
        ("at".to_owned(), Value::from(reminder.at.to_string())),
    ]);
    table.extend(reminder.routine.clone().map(|routine| ("routine".to_owned(), Value::from(routine))));
    files::write(&path, format!("# The reminder that is set. Written by `repcue remind`.\n{table}"))
}

/// The file; `None` without a home folder.
#[must_use]
pub fn path() -> Option<PathBuf> {
    Some(files::state_folder()?.join("reminder.toml"))
}
