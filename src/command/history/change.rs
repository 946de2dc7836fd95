//! `repcue history forget` and `merge`.

use std::io::{self, BufRead, IsTerminal};
use std::path::PathBuf;

use super::super::{Failure, Outcome, ask, print};
use super::{path, unreadable, written};
use crate::cli::Forget;
use crate::diagnostic::{Diagnostic, quoted, quoted_path};
use crate::history::edit::{self, Forgotten, Loss};
use crate::history::store;
use crate::history::week::counted;

/// Deletes parts of the history, after a question.
pub(super) fn forget(args: &Forget) -> Result<Outcome, Failure> {
    let what = match (args.before, &args.session) {
        (Some(day), _) => Forgotten::Before(day),
        (None, Some(id)) => Forgotten::Session(id.clone()),
        (None, None) => Forgotten::All,
    };
    let path = path()?;
    let bytes = store::read(&path).map_err(|source| unreadable(&path, source))?;
    let (_, loss) = edit::forget(&bytes, &what);
    if loss.is_none() {
        if let Forgotten::Session(id) = &what {
            let error = Diagnostic::plain(format!("no session {} in the history", quoted(id)));
            return Err(error.help("`repcue history --json` shows the ids of all sessions").into());
        }
        print("Nothing to forget.\n")?;
        return Ok(Outcome::Done);
    }
    if !args.yes && !is_agreed(&loss)? {
        print("Nothing was forgotten.\n")?;
        return Ok(Outcome::Done);
    }
    // What was added since the question goes too, if it is meant.
    let loss = store::change(&path, |bytes| edit::forget(bytes, &what));
    let loss = loss.map_err(|source| written(Ok(path), source))?;
    print(format!("Forgot {}.\n", words(&loss)))?;
    Ok(Outcome::Done)
}

/// What is lost, in words.
fn words(loss: &Loss) -> String {
    let mut words = vec![counted(loss.sets as u64, "set")];
    if loss.sessions > 0 {
        words.push(counted(loss.sessions as u64, "session"));
    }
    if loss.others > 0 {
        words.push(counted(loss.others as u64, "other line"));
    }
    match words.split_last() {
        Some((last, before @ [_, ..])) => format!("{} and {last}", before.join(", ")),
        _ => words.concat(),
    }
}

/// Asks for confirmation, on a terminal.
fn is_agreed(loss: &Loss) -> Result<bool, Failure> {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        let error = Diagnostic::plain(format!("{} were not forgotten", words(loss)));
        return Err(error.help("cannot ask without a terminal; `--yes` forgets without asking").into());
    }
    ask(format!("Forget {}? This cannot be undone. [y/N] ", words(loss)));
    let mut answer = String::new();
    // Without an answer nothing is forgotten.
    let _ = io::stdin().lock().read_line(&mut answer);
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// Adds the lines of other files.
pub(super) fn merge(files: &[PathBuf]) -> Result<Outcome, Failure> {
    let path = path()?;
    let mut all = Vec::new();
    for file in files {
        let refused = |why: &str| Diagnostic::plain(format!("cannot read {}: {why}", quoted_path(file)));
        if !file.exists() {
            return Err(refused("file not found").into());
        }
        let bytes = store::read(file).map_err(|error| refused(&error.to_string()))?;
        let (_, alone) = edit::merge(b"", std::slice::from_ref(&bytes));
        if alone.added == 0 && !bytes.trim_ascii().is_empty() {
            let error = Diagnostic::plain(format!("{} is no history", quoted_path(file)));
            return Err(error.help("expected lines of JSON, as in history.jsonl").into());
        }
        all.push(bytes);
    }
    let merged = store::change(&path, |own| edit::merge(own, &all));
    let merged = merged.map_err(|source| written(Ok(path), source))?;
    let mut text = format!("Added {}", counted(merged.added as u64, "line"));
    if merged.known > 0 {
        text += &format!("; {} of {} said nothing new", merged.known, merged.known + merged.added);
    }
    if merged.damaged > 0 {
        text += &format!("; {} could not be read", counted(merged.damaged as u64, "line"));
    }
    print(text + ".\n")?;
    Ok(Outcome::Done)
}
