//! The name by which a session can be steered from outside, and its socket.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use super::{Failure, warn};
use crate::cli::SessionName;
use crate::controls::Command;
use crate::controls::socket::{self, DEFAULT, Refusal, Socket};
use crate::diagnostic::{Diagnostic, quoted};
use crate::files;
use crate::status::Board;

/// Opens the control socket, under the name that was asked for, or under the first that is free. A session without
/// one plays all the same.
pub(super) fn open(
    asked: Option<&SessionName>,
    inbox: &Sender<Command>,
    board: &Arc<Board>,
) -> Result<(String, Option<Socket>), Failure> {
    let without = |why: &str| {
        warn(&format!("warning: `repcue ctl` cannot steer this session: {why}"));
        Ok((DEFAULT.to_owned(), None))
    };
    let Some(folder) = files::runtime_folder() else { return without("there is no folder for its socket") };
    let names = match asked {
        Some(SessionName(name)) => vec![name.clone()],
        None => std::iter::once(DEFAULT.to_owned()).chain((2..100).map(|n: u32| n.to_string())).collect(),
    };
    for name in names {
        match Socket::open(&folder, &name, inbox.clone(), Arc::clone(board)) {
            Ok(socket) => {
                if asked.is_none() && name != DEFAULT {
                    let others = socket::sessions(&folder);
                    let others: Vec<&str> =
                        others.iter().map(String::as_str).filter(|other| *other != name).collect();
                    warn(&format!(
                        "Another session is running ({}); `repcue ctl --session {name}` steers this one",
                        others.join(", ")
                    ));
                }
                return Ok((name, Some(socket)));
            }
            Err(Refusal::Taken) if asked.is_some() => {
                let mistake = Diagnostic::plain(format!("a session {} is running already", quoted(&name)));
                return Err(mistake.help("give this one another name").into());
            }
            Err(Refusal::Taken) => {}
            Err(Refusal::World(why)) => return without(&why),
        }
    }
    without("too many sessions are running")
}
