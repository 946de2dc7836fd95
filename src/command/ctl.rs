//! `repcue ctl`: sends a command to a running session.

use std::path::PathBuf;
use std::time::Duration;

use super::control::check_length;
use super::{EnvironmentError, Failure, Outcome, print};
use crate::cli::{Ctl, SessionName};
use crate::controls::socket::client::{self, Trouble};
use crate::controls::socket::line::{Answer, AnswerError};
use crate::controls::socket::{self, DEFAULT, FOLLOW, STATUS};
use crate::diagnostic::{Diagnostic, quoted};
use crate::files;
use crate::platform;
use crate::status::{State, Status};
use crate::time::clock;

/// The longest that a session may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// The command that has a number.
const EFFORT: &str = "effort";
/// How often to check, while following a session, whether the output still has a reader.
const LOOK: Duration = Duration::from_millis(500);

/// Sends the command and reports the answer.
pub(super) fn run(args: &Ctl) -> Result<Outcome, Failure> {
    if (args.json || args.follow) && args.what != STATUS {
        let error =
            Diagnostic::plain(format!("`--json` and `--follow` cannot be used with {}", quoted(&args.what)));
        return Err(error.help("use them with `repcue ctl status`").into());
    }
    if args.effort.is_some() && args.what != EFFORT {
        let error = Diagnostic::plain(format!("{} takes no number", quoted(&args.what)));
        return Err(error.help("only `repcue ctl effort` has one: 1, 2 or 3").into());
    }
    let folder = folder()?;
    let there = socket::sessions(&folder).map_err(EnvironmentError::Sessions)?;
    let name = name(args, &there)?;
    let trouble = |trouble| failure(trouble, &name, &there);
    let word = match args.effort {
        Some(effort) => format!("{EFFORT} {effort}"),
        None if args.follow => FOLLOW.to_owned(),
        None => args.what.clone(),
    };
    let mut answers = client::ask(&folder, &name, &word).map_err(trouble)?;
    let mut answer = answers.first(ANSWER_WITHIN).map_err(trouble)?;
    let mut printed = String::new();
    loop {
        let status = match answer {
            Answer::Refused(why) => return Err(EnvironmentError::Refused(why).into()),
            Answer::Done if args.what != STATUS => return Ok(Outcome::Done),
            Answer::Status(status) if args.what == STATUS => status,
            _ => return Err(trouble(Trouble::Odd(AnswerError::OtherCommand)).into()),
        };
        let line = if args.json { status.json() } else { summary(&status) };
        // The summary has whole seconds: less than that is no change in it.
        if line != printed {
            print(format!("{line}\n"))?;
            printed = line;
        }
        if !args.follow || status.state == State::Ended {
            return Ok(Outcome::Done);
        }
        answer = loop {
            if let Some(answer) = answers.next(LOOK).map_err(trouble)? {
                break answer;
            }
            if platform::output_is_gone() {
                return Ok(Outcome::Done);
            }
        };
    }
}

/// The name of the session: the one requested, or the only one that is running.
fn name(args: &Ctl, there: &[String]) -> Result<String, Failure> {
    if let Some(SessionName(name)) = &args.session {
        check_length(&folder()?, name)?;
        return Ok(name.clone());
    }
    match there {
        [one] => Ok(one.clone()),
        [] => Ok(DEFAULT.to_owned()),
        _ if there.iter().any(|name| name == DEFAULT) => Ok(DEFAULT.to_owned()),
        _ => {
            let error = Diagnostic::plain("several sessions are running");
            Err(error.help(format!("choose one with `--session`: {}", there.join(", "))).into())
        }
    }
}

/// The error for a session that did not answer.
fn failure(trouble: Trouble, name: &str, running: &[String]) -> EnvironmentError {
    let name = name.to_owned();
    match trouble {
        Trouble::NoSession if running.is_empty() => EnvironmentError::NoSession,
        Trouble::NoSession => EnvironmentError::NoSessionNamed { name, running: running.to_vec() },
        Trouble::Silent(process) => EnvironmentError::SessionSilent { name, process },
        Trouble::Gone => EnvironmentError::SessionGone(name),
        Trouble::Odd(source) => EnvironmentError::UnexpectedAnswer { name, source },
        Trouble::Environment(source) => EnvironmentError::SessionUnreachable { name, source },
    }
}

/// Formats a status as one line: `0:42 of 25:50 · playing · Lying clam shell · left side · rep 4 of 15 · hold`.
fn summary(status: &Status) -> String {
    let time = |millis| clock(Duration::from_millis(millis));
    let mut words = vec![format!("{} of {}", time(status.at_ms), time(status.duration_ms))];
    words.push(status.state.word().to_owned());
    words.push(status.heading.clone());
    if let (Some(set), Some(sets @ 2..)) = (status.set, status.sets) {
        words.push(format!("set {set} of {sets}"));
    }
    words.extend(status.side.map(|side| format!("{} side", side.word())));
    match (status.rep, status.reps) {
        (Some(rep), Some(reps)) => words.push(format!("rep {rep} of {reps}")),
        (Some(rep), None) => words.push(format!("rep {rep}")),
        _ => {}
    }
    words.extend(status.phase.map(|phase| phase.word().to_owned()));
    words.join(" · ")
}

/// The folder of the sockets.
fn folder() -> Result<PathBuf, EnvironmentError> {
    files::runtime_folder().ok_or(EnvironmentError::NoRuntimeFolder)
}
