//! `repcue history export`: the history for calendars, tables and watches.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::super::target::{target, write_error};
use super::super::{EnvironmentError, Failure, Outcome, print};
use super::read;
use crate::cli::ExportHistory;
use crate::files::write::Target;
use crate::history::export::{csv, fit, ics};
use crate::history::summary::{Performance, performances};
use crate::history::week::counted;

/// Writes the requested files.
pub(super) fn run(args: &ExportHistory) -> Result<Outcome, Failure> {
    let history = read()?;
    let mut sessions = performances(&history);
    sessions.retain(|session| !session.sets.is_empty());
    // All are checked before the first one is written.
    let ics =
        args.ics.as_deref().map(|path| Ok::<_, Failure>((path, target(path, args.force)?))).transpose()?;
    let csv =
        args.csv.as_deref().map(|path| Ok::<_, Failure>((path, target(path, args.force)?))).transpose()?;
    if let Some((path, target)) = ics {
        write(path, target, ics::text(&history).as_bytes())?;
        print(format!("Wrote {} ({}).\n", path.display(), counted(sessions.len() as u64, "session")))?;
    }
    if let Some((path, target)) = csv {
        write(path, target, csv::text(&history).as_bytes())?;
        print(format!("Wrote {} ({}).\n", path.display(), counted(history.sets.len() as u64, "set")))?;
    }
    if let Some(folder) = &args.fit {
        let into = |source| EnvironmentError::WriteInto { folder: folder.clone(), source };
        fs::create_dir_all(folder).map_err(into)?;
        let paths: Vec<_> = sessions.iter().map(|session| folder.join(name(session))).collect();
        let targets = paths.iter().map(|path| target(path, args.force)).collect::<Result<Vec<_>, _>>()?;
        for ((session, path), target) in sessions.iter().zip(&paths).zip(targets) {
            write(path, target, &fit::file(session))?;
        }
        print(format!("Wrote {} into {}.\n", counted(paths.len() as u64, "file"), folder.display()))?;
    }
    Ok(Outcome::Done)
}

/// The name of a session's file: its id, with only letters, digits and `-`.
fn name(session: &Performance<'_>) -> String {
    let id = session.id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-');
    let id: String = id.take(80).collect();
    format!("{}.fit", if id.is_empty() { "session" } else { &id })
}

fn write(path: &Path, target: Target, bytes: &[u8]) -> Result<(), Failure> {
    let written = target.begin().and_then(|mut file| {
        file.write_all(bytes)?;
        file.finish()
    });
    written.map_err(|error| write_error(path, error))
}
