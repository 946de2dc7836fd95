//! `repcue run --resume`: the session that was broken off, from the words that began it.

use std::sync::Arc;
use std::time::Duration;

use clap::Parser;

use super::{Failure, warn};
use crate::bookmark::Bookmark;
use crate::cli::{Run, SessionName};
use crate::controls::socket::{self, DEFAULT};
use crate::diagnostic::{Diagnostic, Source, quoted};
use crate::files;
use crate::session::keeper::Keeper;
use crate::timeline::Timeline;

/// A bookmark that is older is not offered any more.
const RECENT: Duration = Duration::from_secs(12 * 3600);

/// The words after `repcue run`.
#[derive(Debug, Parser)]
#[command(no_binary_name = true)]
struct Words {
    #[command(flatten)]
    run: Run,
}

/// The words that begin this session; with the number of its order, so that it can be had again.
pub(super) fn words(shuffle: Option<u64>) -> Vec<String> {
    let all = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    let mut words: Vec<String> = all.skip_while(|word| word != "run").skip(1).collect();
    if let Some(seed) = shuffle.filter(|_| !words.iter().any(|word| word.starts_with("--seed"))) {
        words.extend(["--seed".to_owned(), seed.to_string()]);
    }
    words
}

/// The bookmark of the session that was broken off, and what began it: played as these words now say.
pub(super) fn broken_off(now: &Run) -> Result<(Bookmark, Run), Failure> {
    let name = name(now);
    if is_running(name) {
        let mistake = Diagnostic::plain("the session is still running");
        return Err(mistake.help("`repcue ctl status` tells where it is, `repcue ctl stop` ends it").into());
    }
    let source = match files::bookmark_path(name) {
        Some(path) if path.exists() => files::read(&path)?,
        _ => {
            let mistake = Diagnostic::plain("there is no session to go on with");
            return Err(mistake.help("only one that was broken off can be resumed").into());
        }
    };
    let bookmark = Bookmark::read(&source)?;
    let mut then = parsed(&bookmark, &source)?;
    let (old, new) = (routine(&then), now.routine.as_deref());
    if new.is_some_and(|new| new != old) {
        let mistake = Diagnostic::plain(format!("the session that was broken off is of {}", quoted(old)));
        return Err(mistake.help("`repcue run --resume` goes on with it").into());
    }
    // What lies elsewhere is read only when the person names it, not because a file does.
    if new.is_none() && !is_known(old) {
        let mistake =
            Diagnostic::plain(format!("the session that was broken off is of the file {}", quoted(old)));
        return Err(mistake.help("name it too: `repcue run FILE --resume`").into());
    }
    then.session.playing = now.session.playing.clone();
    Ok((bookmark, then))
}

/// Tells of a session that was broken off not long ago.
pub(super) fn offer(now: &Run) {
    let recent = || {
        let path = files::bookmark_path(name(now)).filter(|_| !is_running(name(now)))?;
        let age = std::fs::metadata(&path).ok()?.modified().ok()?.elapsed().ok()?;
        let source = files::read(&path).ok().filter(|_| age < RECENT)?;
        let bookmark = Bookmark::read(&source).ok()?;
        let then = parsed(&bookmark, &source).ok()?;
        Some((bookmark, routine(&then).to_owned()))
    };
    if let Some((bookmark, routine)) = recent() {
        let place = bookmark.in_words();
        let command = command(&routine, now);
        warn(&format!("{} was broken off {place}; `{command}` goes on there", quoted(&routine)));
    }
}

/// What resumes a session of this routine that has the name that `now` has: a file is named again, here unless a shell or
/// a terminal would see more in its name than a name.
fn command(routine: &str, now: &Run) -> String {
    let mut words = vec!["repcue run"];
    if !is_known(routine) {
        let is_plain = routine.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c));
        words.push(if is_plain { routine } else { "FILE" });
    }
    words.push("--resume");
    if let Some(session) = &now.session.playing.session {
        words.extend(["--session", &session.0]);
    }
    words.join(" ")
}

/// Whether a routine is found by its name.
fn is_known(routine: &str) -> bool {
    files::routines().iter().any(|found| found.name == routine)
}

/// How a session begins.
#[derive(Debug, Default)]
pub(super) struct Beginning {
    /// The words that begin it, by which it can be resumed; `None` where it cannot.
    pub(super) words: Option<Vec<String>>,
    /// Where it goes on; `None` for its beginning.
    pub(super) bookmark: Option<Bookmark>,
}

impl Beginning {
    /// The stretch to begin with.
    pub(super) fn start(&self, timeline: &Timeline) -> usize {
        let Some(bookmark) = &self.bookmark else { return 0 };
        let (start, name) = (bookmark.find(timeline), &bookmark.name);
        warn(&match start {
            Some(_) => format!("Going on at {name}"),
            None => format!("warning: {name} is not in the routine any more: it begins anew"),
        });
        start.unwrap_or(0)
    }

    /// What keeps where the session of that name is, and the words that began it.
    pub(super) fn keeper(&self, name: &str) -> Option<(Keeper, Vec<String>)> {
        let words = self.words.clone()?;
        let path = files::bookmark_path(name);
        if path.is_none() {
            warn("warning: where the session is cannot be kept (there is no home folder); it goes on");
        }
        Some((Keeper::of(path?), words))
    }
}

fn parsed(bookmark: &Bookmark, source: &Arc<Source>) -> Result<Run, Failure> {
    Words::try_parse_from(&bookmark.words).map(|words| words.run).map_err(|_| {
        let place = source.text.find("words").unwrap_or(0);
        let title = "these words do not begin a session";
        let mistake = Diagnostic::error(source, place..place, title, "here");
        mistake.help("begin anew with `repcue run`").into()
    })
}

fn is_running(name: &str) -> bool {
    // In a folder that is somebody else's there is no session of the person's: the session will say so.
    let sessions = files::runtime_folder().map(|folder| socket::sessions(&folder).unwrap_or_default());
    sessions.is_some_and(|sessions| sessions.iter().any(|other| other == name))
}

fn name(args: &Run) -> &str {
    args.session.playing.session.as_ref().map_or(DEFAULT, |SessionName(name)| name)
}

/// The routine that is named, or the one that is played when none is.
pub(super) fn routine(args: &Run) -> &str {
    args.routine.as_deref().unwrap_or(files::DEFAULT)
}
