//! The name of a session for remote control, and its control socket.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use super::{Failure, warn, with_help};
use crate::cli::SessionName;
use crate::controls::Command;
use crate::controls::socket::{self, DEFAULT, NotPrivate, OpenSocketError, PathTooLong, Socket};
use crate::diagnostic::{Diagnostic, quoted};
use crate::files;
use crate::status::StatusChannel;

/// Opens the control socket under the requested name, or under the first free one. A session without a socket plays
/// anyway.
pub(super) fn open(
    asked: Option<&SessionName>,
    commands: &Sender<Command>,
    channel: &Arc<StatusChannel>,
) -> Result<(String, Option<Socket>), Failure> {
    let without = |why: &str, help: Option<&str>| {
        let warning = format!("warning: `repcue ctl` cannot control this session: {why}");
        warn(with_help(warning, help));
        let name = asked.map_or(DEFAULT, |SessionName(name)| name);
        Ok((name.to_owned(), None))
    };
    let Some(folder) = files::runtime_folder() else {
        return without("no folder is available for its socket", None);
    };
    let names = match asked {
        Some(SessionName(name)) => {
            check_length(&folder, name)?;
            vec![name.clone()]
        }
        None => std::iter::once(DEFAULT.to_owned()).chain((2..100).map(|n: u32| n.to_string())).collect(),
    };
    for name in names {
        if let Err(error) = fits(&folder, &name) {
            return without(&error.to_string(), Some("set REPCUE_RUNTIME_DIR to a shorter path"));
        }
        match Socket::open(&folder, &name, commands.clone(), Arc::clone(channel)) {
            Ok(socket) => {
                if asked.is_none() && name != DEFAULT {
                    let others = socket::sessions(&folder).unwrap_or_default();
                    let others: Vec<&str> =
                        others.iter().map(String::as_str).filter(|other| *other != name).collect();
                    warn(format!(
                        "Already running: {}. This session is `{name}` (`repcue ctl --session {name} …`).",
                        others.join(", ")
                    ));
                }
                return Ok((name, Some(socket)));
            }
            Err(OpenSocketError::Taken) if asked.is_some() => {
                let error =
                    Diagnostic::plain(format!("a session named {} is already running", quoted(&name)));
                return Err(error.help("choose another name").into());
            }
            Err(OpenSocketError::Taken) => {}
            Err(OpenSocketError::Environment(error)) => {
                let help = NotPrivate::from_io(&error).map(|_| NotPrivate::HELP);
                return without(&error.to_string(), help);
            }
        }
    }
    without("too many sessions are running", None)
}

/// Rejects a session name that would make the path of its socket too long.
pub(super) fn check_length(folder: &Path, name: &str) -> Result<(), Failure> {
    fits(folder, name).map_err(|error| {
        let error = Diagnostic::plain(format!("the session name {} is too long: {error}", quoted(name)));
        error.help("use a shorter name, or set REPCUE_RUNTIME_DIR to a shorter path").into()
    })
}

fn fits(folder: &Path, name: &str) -> Result<(), PathTooLong> {
    socket::fits(&socket::path(folder, name))
}
