//! `repcue ctl`: what is wanted of a session that runs somewhere else.

use std::io;
use std::path::PathBuf;

use super::{Failure, Outcome, print};
use crate::cli::Ctl;
use crate::controls::socket::{self, DEFAULT, FOLLOW, STATUS};
use crate::diagnostic::{Diagnostic, quoted};
use crate::files;
use crate::time::clock;

/// Asks it.
pub(super) fn run(args: &Ctl) -> Result<Outcome, Failure> {
    if (args.json || args.follow) && args.what != STATUS {
        let mistake = Diagnostic::plain(format!("{} has no status to show", quoted(&args.what)));
        return Err(mistake.help("`--json` and `--follow` are for `repcue ctl status`").into());
    }
    let folder = folder()?;
    let name = name(args, &folder)?;
    let mut failure = None;
    let follows = args.follow;
    let word = match args.what.as_str() {
        STATUS if follows => FOLLOW,
        word => word,
    };
    let mut read = |line: &str| {
        failure = answered(args, line).err();
        failure.is_none() && follows
    };
    match socket::ask(&folder, &name, word, &mut read) {
        Ok(()) => failure.map_or(Ok(Outcome::Done), Err),
        Err(error) => Err(Failure::World(match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => {
                let others = socket::sessions(&folder);
                if others.is_empty() {
                    "no session is running".to_owned()
                } else {
                    format!("no session {} is running\n  help: there is {}", quoted(&name), others.join(", "))
                }
            }
            _ => format!("cannot reach the session {}: {error}", quoted(&name)),
        })),
    }
}

/// Which session: the one that was named, or the only one.
fn name(args: &Ctl, folder: &std::path::Path) -> Result<String, Failure> {
    if let Some(name) = &args.session {
        return Ok(name.0.clone());
    }
    let there = socket::sessions(folder);
    match &there[..] {
        [one] => Ok(one.clone()),
        [] => Ok(DEFAULT.to_owned()),
        _ if there.iter().any(|name| name == DEFAULT) => Ok(DEFAULT.to_owned()),
        _ => {
            let mistake = Diagnostic::plain("several sessions are running");
            Err(mistake.help(format!("name one with `--session`: {}", there.join(", "))).into())
        }
    }
}

/// Shows an answer.
fn answered(args: &Ctl, line: &str) -> Result<(), Failure> {
    let answer: serde_json::Value = serde_json::from_str(line)
        .map_err(|_| Failure::World("the session gave an answer that is none".to_owned()))?;
    if let Some(why) = answer["why"].as_str() {
        return Err(Failure::World(why.to_owned()));
    }
    if args.what != STATUS {
        return Ok(());
    }
    if args.json { print(&format!("{line}\n")) } else { print(&format!("{}\n", in_words(&answer))) }
}

/// A status, in a line: `0:42 of 25:50 · playing · Lying clam shell · left side · rep 4 of 15 · hold`.
fn in_words(status: &serde_json::Value) -> String {
    let text = |key: &str| status[key].as_str().map(str::to_owned);
    let number = |key: &str| status[key].as_u64();
    let time = |key: &str| clock(std::time::Duration::from_millis(number(key).unwrap_or(0)));
    let mut words = vec![format!("{} of {}", time("at_ms"), time("duration_ms"))];
    words.extend(text("state"));
    words.extend(text("heading"));
    if let (Some(set), Some(sets @ 2..)) = (number("set"), number("sets")) {
        words.push(format!("set {set} of {sets}"));
    }
    words.extend(text("side").map(|side| format!("{side} side")));
    match (number("rep"), number("reps")) {
        (Some(rep), Some(reps)) => words.push(format!("rep {rep} of {reps}")),
        (Some(rep), None) => words.push(format!("rep {rep}")),
        _ => {}
    }
    words.extend(text("phase"));
    words.join(" · ")
}

/// The folder of the sockets.
fn folder() -> Result<PathBuf, Failure> {
    files::runtime_folder().ok_or_else(|| {
        Failure::World("there is no folder for control sockets; set REPCUE_RUNTIME_DIR".to_owned())
    })
}
