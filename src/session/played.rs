//! Which routines were played, so that the next session without a name plays the last one again: one small file in a
//! private folder of the state folder, written completely or not at all.

use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Table, Value};

use super::resume_point::RoutineId;
use crate::files;
use crate::platform;
use crate::routine::field::{Field, FromToml, ValueError};
use crate::routine::file::{read_plain, shape};

/// The maximum number of routines that are remembered.
const MOST: usize = 200;

/// The file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Keys {
    /// The routines, the last one played first: a name, or an absolute path.
    routines: Option<Field<Routines>>,
}

shape!(Keys: routines);

/// Names and paths, verbatim.
#[derive(Debug)]
struct Routines(Vec<String>);

impl FromToml for Routines {
    fn from_toml(value: &Value) -> Result<Routines, ValueError> {
        let wrong = || ValueError::kind("a list of texts", value);
        let all = value.as_array().ok_or_else(wrong)?;
        let all: Option<Vec<String>> = all.iter().map(|name| Some(name.as_str()?.to_owned())).collect();
        all.map(Routines).ok_or_else(wrong)
    }

    fn schema() -> schemars::Schema {
        schemars::json_schema!({ "type": "array", "items": { "type": "string" } })
    }
}

/// The routines that were played, the last one first. Empty if nothing is remembered, or nothing that can be trusted.
#[must_use]
pub fn all() -> Vec<RoutineId> {
    let Some(path) = path() else { return Vec::new() };
    // It names files that are read: nobody else may have written it.
    if !path.parent().is_some_and(platform::is_private_folder) || !files::is_there(&path) {
        return Vec::new();
    }
    let Ok(source) = files::read_regular(&path) else { return Vec::new() };
    let (keys, _) = read_plain::<Keys>(&source, "the list of played routines");
    let routines = keys.routines.and_then(|field| field.value.ok());
    routines.map_or_else(Vec::new, |all| all.0.into_iter().map(id).collect())
}

/// The routine that was played last, as `repcue run` takes it, if it still exists.
#[must_use]
pub fn last() -> Option<String> {
    let last = all().into_iter().next()?;
    let is_there = match &last {
        RoutineId::Named(name) => files::routine_name(name).as_deref() == Some(name),
        RoutineId::File(path) => Path::new(path).is_file(),
    };
    is_there.then(|| last.as_str().to_owned())
}

/// The routine that `run` plays and `show` shows without a name: the last one played, at first [`files::FIRST`].
#[must_use]
pub fn default_routine() -> String {
    last().unwrap_or_else(|| files::FIRST.to_owned())
}

/// Remembers a routine as the last one played.
///
/// # Errors
/// If it cannot be written, or others could read or change it.
pub fn record(routine: &RoutineId) -> io::Result<()> {
    let mut routines = all();
    routines.retain(|other| other != routine);
    routines.insert(0, routine.clone());
    routines.truncate(MOST);
    write(&routines)
}

/// Keeps a routine that has been renamed in its place.
///
/// # Errors
/// As for [`record`].
pub fn rename(old: &str, new: &str) -> io::Result<()> {
    let (old, mut routines) = (RoutineId::Named(old.to_owned()), all());
    let Some(place) = routines.iter().position(|routine| *routine == old) else { return Ok(()) };
    routines[place] = RoutineId::Named(new.to_owned());
    write(&routines)
}

fn write(routines: &[RoutineId]) -> io::Result<()> {
    let path = path().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no home folder found"))?;
    if let Some(folder) = path.parent() {
        platform::make_private_folder(folder)?;
        if !platform::is_private_folder(folder) {
            let why = "its folder is not private";
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, why));
        }
    }
    let names = routines.iter().map(|routine| Value::from(routine.as_str())).collect();
    let table = Table::from_iter([("routines".to_owned(), Value::Array(names))]);
    files::write(
        &path,
        format!("# The routines that were played, the last one first. Written by repcue.\n{table}"),
    )
}

fn path() -> Option<PathBuf> {
    Some(files::state_folder()?.join("played").join("routines.toml"))
}

/// A name never is an absolute path.
fn id(text: String) -> RoutineId {
    if Path::new(&text).is_absolute() { RoutineId::File(text) } else { RoutineId::Named(text) }
}
