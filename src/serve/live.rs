//! The sessions that run on this computer, for any number of phones: what happens in them, and commands for them.
//!
//! Each session has one follower, however many phones look on. Nothing is looked for while no phone does.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::http::EventSender;
use crate::controls::socket::client::{self, Trouble};
use crate::controls::socket::line::Answer;
use crate::controls::socket::{self, DEFAULT, FOLLOW, WORDS};
use crate::printable;
use crate::status::{State, Status};
use crate::threads;

/// How often to look for new sessions.
const LOOK: Duration = Duration::from_millis(300);
/// How long the end of a session is shown at least: everybody has read it then.
const FAREWELL: Duration = Duration::from_secs(2);
/// After this time without a change the last event is sent again: it shows that there still is a connection.
const REPEAT: Duration = Duration::from_secs(5);
/// The longest that a session may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// Follows sessions.
#[derive(Debug)]
pub struct Live {
    /// The folder of the control sockets.
    folder: PathBuf,
    /// The zero of the times in events.
    begun: Instant,
    shared: Mutex<Shared>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Shared {
    /// The number of phones.
    viewers: usize,
    /// Whether a thread looks for sessions.
    is_watching: bool,
    /// The sessions that run or have just ended, by name; `None` before the first status.
    sessions: BTreeMap<String, Option<Seen>>,
    /// The number of changes.
    changes: u64,
}

/// A status, and when it was true.
#[derive(Debug, Clone)]
struct Seen {
    status: Status,
    at: Instant,
}

/// An event, as it is sent. Times are milliseconds since the server has started.
#[derive(Debug, Serialize)]
struct Event<'a> {
    /// The time at which it is sent.
    now: u64,
    /// The names of the sessions that run.
    sessions: Vec<&'a str>,
    /// The name of the session that is shown.
    session: Option<&'a str>,
    /// The time at which the status was true.
    at: Option<u64>,
    /// The status of the session that is shown.
    status: Option<&'a Status>,
}

/// Why a session did not obey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disobeyed {
    /// There is no such command.
    Unknown,
    /// There is no such session.
    NoSession,
    /// The session refused, or did not answer; why.
    Refused(String),
}

impl Live {
    /// Sessions with sockets in a folder.
    #[must_use]
    pub fn new(folder: PathBuf) -> Arc<Live> {
        let (shared, changed) = (Mutex::default(), Condvar::new());
        Arc::new(Live { folder, begun: Instant::now(), shared, changed })
    }

    /// Whether a session runs on this computer.
    #[must_use]
    pub fn is_running(&self) -> bool {
        socket::sessions(&self.folder).is_ok_and(|names| !names.is_empty())
    }

    /// Sends what happens in a session, the one asked for or the one that `repcue ctl` would choose, until the client
    /// has gone.
    pub fn follow(self: &Arc<Live>, asked: Option<&str>, sender: &EventSender) {
        let _viewer = self.viewer();
        let mut is_there = sender.send("retry: 1000\n\n".to_owned());
        let mut seen = None;
        while is_there {
            let (changes, event) = self.next(seen, asked);
            seen = Some(changes);
            is_there = sender.send(format!("data: {event}\n\n"));
        }
    }

    /// Waits for a change after number `seen`, or for the time to repeat; returns the number and the event.
    fn next(&self, seen: Option<u64>, asked: Option<&str>) -> (u64, String) {
        let shared = self.shared();
        let is_same = |shared: &mut Shared| seen == Some(shared.changes);
        let waited = self.changed.wait_timeout_while(shared, REPEAT, is_same);
        let shared = waited.unwrap_or_else(PoisonError::into_inner).0;
        (shared.changes, self.event(&shared, asked))
    }

    fn event(&self, shared: &Shared, asked: Option<&str>) -> String {
        let names: Vec<&str> = shared.sessions.keys().map(String::as_str).collect();
        let session = chosen(asked, &names);
        let seen = session.and_then(|name| shared.sessions.get(name)?.as_ref());
        let millis = |at: Instant| u64::try_from((at - self.begun).as_millis()).unwrap_or(u64::MAX);
        printable::json(&Event {
            now: millis(Instant::now()),
            session,
            at: seen.map(|seen| millis(seen.at)),
            status: seen.map(|seen| &seen.status),
            sessions: names,
        })
    }

    /// Counts a viewer, for whom sessions are looked for.
    fn viewer(self: &Arc<Live>) -> Viewer {
        let mut shared = self.shared();
        shared.viewers += 1;
        if !shared.is_watching {
            let live = Arc::clone(self);
            // Without a thread, the page shows no session; the next viewer tries again.
            shared.is_watching = threads::start("watch", move || live.watch()).is_ok();
        }
        drop(shared);
        Viewer(Arc::clone(self))
    }

    /// Looks for sessions and follows each, as long as there are viewers.
    fn watch(self: &Arc<Live>) {
        let mut shared = self.shared();
        while shared.viewers > 0 {
            drop(shared);
            let running = socket::sessions(&self.folder).unwrap_or_default();
            shared = self.shared();
            for name in &running {
                if !shared.sessions.contains_key(name) {
                    let (live, followed) = (Arc::clone(self), name.clone());
                    if threads::start("follow", move || live.follow_one(&followed)).is_ok() {
                        shared.sessions.insert(name.clone(), None);
                    }
                }
            }
            let before = shared.sessions.len();
            shared.sessions.retain(|name, seen| {
                let is_new = seen.as_ref().is_some_and(|seen| seen.at.elapsed() < FAREWELL);
                running.contains(name) || is_new
            });
            if shared.sessions.len() != before {
                self.report(&mut shared);
            }
            shared = self.changed.wait_timeout(shared, LOOK).unwrap_or_else(PoisonError::into_inner).0;
        }
        // What was seen is old when the next viewer comes.
        shared.sessions.clear();
        shared.is_watching = false;
    }

    /// Follows a session to its end.
    fn follow_one(&self, name: &str) {
        let Ok(mut answers) = client::ask(&self.folder, name, FOLLOW) else { return self.forget(name) };
        loop {
            match answers.next(REPEAT) {
                Ok(Some(Answer::Status(status))) => {
                    let is_over = status.state == State::Ended;
                    let mut shared = self.shared();
                    // Nobody looks any more, or somebody looks again and has a follower of their own.
                    let Some(place) = shared.sessions.get_mut(name) else { return };
                    *place = Some(Seen { status: *status, at: Instant::now() });
                    self.report(&mut shared);
                    if is_over {
                        return;
                    }
                }
                Ok(None) if self.shared().sessions.contains_key(name) => {}
                Ok(None) => return,
                // It is gone, or says something else: it is looked for again if it still runs.
                Ok(Some(_)) | Err(_) => return self.forget(name),
            }
        }
    }

    fn forget(&self, name: &str) {
        let mut shared = self.shared();
        shared.sessions.remove(name);
        self.report(&mut shared);
    }

    fn report(&self, shared: &mut Shared) {
        shared.changes += 1;
        self.changed.notify_all();
    }

    /// Sends a command to a session, the one asked for or the one that `repcue ctl` would choose.
    ///
    /// # Errors
    /// Why it was not obeyed.
    pub fn command(&self, asked: Option<&str>, word: &str) -> Result<(), Disobeyed> {
        if !WORDS.iter().any(|(known, _)| *known == word) {
            return Err(Disobeyed::Unknown);
        }
        let names = socket::sessions(&self.folder).unwrap_or_default();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let name = chosen(asked, &names).filter(|name| names.contains(name)).ok_or(Disobeyed::NoSession)?;
        let answered =
            client::ask(&self.folder, name, word).and_then(|mut answers| answers.first(ANSWER_WITHIN));
        match answered {
            Ok(Answer::Done) => Ok(()),
            Ok(Answer::Refused(why)) => Err(Disobeyed::Refused(why)),
            Err(Trouble::NoSession) => Err(Disobeyed::NoSession),
            Ok(Answer::Status(_)) | Err(_) => {
                Err(Disobeyed::Refused("the session does not answer".to_owned()))
            }
        }
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The session that is asked for; otherwise the only one, `main`, or the first.
fn chosen<'a>(asked: Option<&'a str>, names: &[&'a str]) -> Option<&'a str> {
    let default = || names.iter().find(|name| **name == DEFAULT).or(names.first()).copied();
    asked.or_else(default)
}

/// A phone that looks on, until it is dropped.
#[derive(Debug)]
struct Viewer(Arc<Live>);

impl Drop for Viewer {
    fn drop(&mut self) {
        self.0.shared().viewers -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_is_chosen_as_ctl_does() {
        assert_eq!(chosen(None, &[]), None);
        assert_eq!(chosen(None, &["evening"]), Some("evening"));
        assert_eq!(chosen(None, &["2", "evening", "main"]), Some("main"));
        assert_eq!(chosen(None, &["2", "evening"]), Some("2"));
        assert_eq!(chosen(Some("evening"), &["2", "evening", "main"]), Some("evening"));
        assert_eq!(chosen(Some("other"), &["main"]), Some("other"), "which does not run");
    }

    #[test]
    fn commands_without_a_session_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let live = Live::new(folder.path().join("none"));
        assert!(!live.is_running());
        assert_eq!(live.command(None, "pause"), Err(Disobeyed::NoSession));
        for word in ["", "dance", "status", "follow", "pause\nstop"] {
            assert_eq!(live.command(None, word), Err(Disobeyed::Unknown), "{word:?}");
        }
    }
}
