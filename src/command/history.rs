//! `repcue history`: shows what was done, and passes it on, puts it together or forgets it.

mod change;
mod export;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::target::{target, write_error};
use super::{EnvironmentError, Failure, Outcome, columns, pain, print};
use crate::calendar;
use crate::cli::{HistoryAction, HistoryArgs};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, nearest, quoted};
use crate::history::lines::History;
use crate::history::record::Pain;
use crate::history::store;
use crate::history::summary::{performances, practices};
use crate::history::week::Goal;
use crate::report::{history as text, history_json, history_picture};
use crate::routine::name::loose;
use crate::routine::week::Day;

/// Shows or changes the history.
pub(super) fn run(args: &HistoryArgs, config: &Config) -> Result<Outcome, Failure> {
    match &args.action {
        None => show(args, config.goal.as_ref().map(|goal| goal.value).unwrap_or_default()),
        Some(HistoryAction::Last) => last(),
        Some(HistoryAction::Pain { pain }) => rate(*pain),
        Some(HistoryAction::Forget(args)) => change::forget(args),
        Some(HistoryAction::Merge { files }) => change::merge(files),
        Some(HistoryAction::Export(args)) => export::run(args),
    }
}

fn show(args: &HistoryArgs, goal: Goal) -> Result<Outcome, Failure> {
    let mut history = read()?;
    // Beyond the year 9999 there is no today, and everything is before it.
    let today = calendar::today().unwrap_or_else(|| Day::new(9999, 12, 31));
    let exercise = args.exercise.as_deref().map(|name| find(&history, name)).transpose()?;
    if let Some(path) = &args.svg {
        let mut file = target(path, args.force)?.begin().map_err(|error| write_error(path, error))?;
        let svg = history_picture::svg(&history, today, goal);
        let written = file.write_all(svg.as_bytes()).and_then(|()| file.finish());
        written.map_err(|error| write_error(path, error))?;
        print(format!("Wrote {}.\n", path.display()))?;
    } else if args.json {
        if let Some(id) = &exercise {
            history.sets.retain(|set| set.exercise == *id);
            let of_it: Vec<String> = history.sets.iter().map(|set| set.session.clone()).collect();
            history.sessions.retain(|session| of_it.contains(&session.id));
        }
        print(history_json::text(&history, today, goal))?;
    } else if let Some(id) = exercise {
        let all = practices(&history);
        if let Some(practice) = all.iter().find(|practice| practice.id == id) {
            print(text::exercise(practice, &history))?;
        }
    } else {
        print(text::overview(&history, today, goal, columns()))?;
    }
    Ok(Outcome::Done)
}

fn last() -> Result<Outcome, Failure> {
    let history = read()?;
    let last = performances(&history).into_iter().rfind(|session| !session.sets.is_empty());
    print(last.map_or_else(|| text::EMPTY.to_owned(), |last| text::session(&last)))?;
    Ok(Outcome::Done)
}

/// Records the pain after the last session.
fn rate(pain: Pain) -> Result<Outcome, Failure> {
    let recorded = pain::record(pain, |_| true).map_err(|source| written(path(), source))?;
    let Some(session) = recorded else {
        return Err(Diagnostic::plain("there is no session in the history").into());
    };
    let day = calendar::format_day(session.at.day(), "%-d %b");
    print(format!("{} of {day}: pain {} of 10.\n", session.title, u8::from(pain)))?;
    Ok(Outcome::Done)
}

/// The id of the exercise in the history that the user means: by its id or its name, in any spelling.
fn find(history: &History, name: &str) -> Result<String, Failure> {
    let all = practices(history);
    let exact = all.iter().find(|practice| practice.id == name);
    let is_called = |own: &str| loose(own) == loose(name);
    let found =
        exact.or_else(|| all.iter().find(|practice| is_called(practice.id) || is_called(practice.name)));
    if let Some(practice) = found {
        return Ok(practice.id.to_owned());
    }
    let error = Diagnostic::plain(format!("no exercise named {} in the history", quoted(name)));
    Err(match nearest(name, all.iter().map(|practice| practice.id)) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("`repcue history` shows them all"),
    }
    .into())
}

/// The path of the history.
fn path() -> Result<PathBuf, Failure> {
    store::path().ok_or_else(|| EnvironmentError::NoHome("REPCUE_DATA_DIR").into())
}

/// The user's history; empty if there is no file.
fn read() -> Result<History, Failure> {
    let path = path()?;
    let bytes = store::read(&path).map_err(|source| unreadable(&path, source))?;
    Ok(History::read([bytes.as_slice()]))
}

fn unreadable(path: &Path, source: io::Error) -> Failure {
    EnvironmentError::ReadHistory { path: path.to_owned(), source }.into()
}

/// The error for a history that could not be read or written.
fn written(path: Result<PathBuf, Failure>, source: io::Error) -> Failure {
    match path {
        Ok(path) => EnvironmentError::Write { path, source }.into(),
        Err(error) => error,
    }
}
