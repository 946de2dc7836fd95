//! The pain after a session: asked for at its end, or recorded later by `repcue history pain`.

use std::io::{self, IsTerminal};

use super::warn;
use crate::controls::keys;
use crate::history::lines::History;
use crate::history::record::{Pain, SessionRecord};
use crate::history::store::{self, Change};
use crate::printable;

/// Asks for the pain after the session with this id, on a terminal, and records it. Enter alone skips it.
pub(super) fn ask(id: &str) {
    if !io::stderr().is_terminal() {
        return;
    }
    keys::forget_typed();
    loop {
        super::ask("Pain now, from 0 (none) to 10 (the worst)? [Enter skips] ");
        // The thread of the session's keyboard still reads the terminal.
        let Some(answer) = keys::line().filter(|answer| !answer.trim().is_empty()) else { return };
        let pain = answer.trim().parse::<u8>().ok().and_then(|number| Pain::try_from(number).ok());
        let Some(pain) = pain else {
            warn("Type a number from 0 to 10, or press Enter to skip it.");
            continue;
        };
        if let Err(error) = record(pain, |session| session.id == id) {
            warn(format!("warning: the pain is not in the history: {error}"));
        }
        return;
    }
}

/// Records the pain after the last session that `is_meant`; returns the session, or `None` if there is none.
///
/// # Errors
/// If the history cannot be read or written.
pub(super) fn record(
    pain: Pain,
    is_meant: impl Fn(&SessionRecord) -> bool,
) -> io::Result<Option<SessionRecord>> {
    store::change(&store::required_path()?, |bytes| {
        let sessions = History::read([bytes]).sessions;
        let Some(last) = sessions.into_iter().rfind(is_meant) else { return (Change::Nothing, None) };
        let session = SessionRecord { rev: last.rev.saturating_add(1), pain: Some(pain), ..last };
        (Change::Append(vec![printable::json(&session).into_bytes()]), Some(session))
    })
}
