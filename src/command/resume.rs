//! Where a session starts: at the beginning, or at the resume point of an interrupted one.

use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Failure, columns, load, print, warn};
use crate::cli::{Playing, Run, SessionName};
use crate::diagnostic::{Diagnostic, quoted, quoted_path};
use crate::files;
use crate::history::record::What;
use crate::report::preface::preface;
use crate::routine::Routine;
use crate::routine::changes::Changes;
use crate::routine::past::Past;
use crate::session::played;
use crate::session::resume_point::store::{self, Stored};
use crate::session::resume_point::{Origin, Place, ResumePoint, RoutineId};
use crate::session::resume_point_writer::ResumePointWriter;
use crate::shell;
use crate::time::clock;
use crate::timeline::{IntervalKind, Timeline};

/// What a session is started with, and where.
#[derive(Debug, Default)]
pub(super) struct Start {
    /// The routine, as [`load::routine`] expects it.
    pub(super) routine: String,
    /// The overrides.
    pub(super) changes: Changes,
    /// The time to fit into.
    pub(super) minutes: Option<u32>,
    /// The session name that the user gave.
    pub(super) session: Option<SessionName>,
    /// What is played.
    pub(super) what: What,
    /// The identity by which it can be resumed; `None` if it cannot.
    pub(super) id: Option<RoutineId>,
    /// The place at which it is resumed; `None` starts at the beginning.
    pub(super) place: Option<Place>,
    /// The file of the session that it resumes.
    resumed: Option<PathBuf>,
}

impl Start {
    /// A start of what has no file of its own.
    pub(super) fn of(what: What) -> Start {
        Start { what, ..Start::default() }
    }

    /// A start at the beginning of the routine on the command line.
    pub(super) fn at_the_beginning(args: &Run) -> Start {
        let routine = args.routine.clone().unwrap_or_else(played::default_routine);
        Start {
            id: id(&routine),
            routine,
            changes: load::changes(&args.session),
            minutes: args.session.selection.minutes,
            session: args.playing.session.clone(),
            ..Start::default()
        }
    }

    /// A start at a resume point.
    fn at(point: ResumePoint, path: PathBuf) -> Result<Start, Failure> {
        let ResumePoint { origin: Origin { routine: id, session, changes, minutes }, place } = point;
        let is_there = match &id {
            RoutineId::Named(name) => files::routines().iter().any(|found| found.name == *name),
            // This path comes from another file: only a regular file is accepted.
            RoutineId::File(path) => Path::new(path).is_file(),
        };
        let start = Start {
            routine: id.as_str().to_owned(),
            changes,
            minutes,
            session: session.map(SessionName),
            what: What::Routine,
            id: Some(id),
            place: Some(place),
            resumed: Some(path),
        };
        if is_there {
            return Ok(start);
        }
        let error = Diagnostic::plain(format!("the routine {} no longer exists", start.shown()));
        Err(error.help("`repcue list` shows the routines; `repcue run ROUTINE` starts one").into())
    }

    /// Keeps the week of a plan that the date has chosen: a session that is resumed later is of the same week.
    pub(super) fn of_week(mut self, routine: &Routine) -> Start {
        if routine.starts.is_some() {
            self.changes.week = Some(routine.week);
        }
        self
    }

    /// The playback options; a resumed session keeps its name.
    pub(super) fn playing(&self, playing: &Playing) -> Playing {
        Playing { session: self.session.clone(), ..playing.clone() }
    }

    /// How much is over of the time of rounds that it starts within.
    pub(super) fn rounds_elapsed(&self) -> Duration {
        self.place.as_ref().and_then(|place| place.rounds_elapsed).unwrap_or_default()
    }

    /// The index of the interval to start with.
    pub(super) fn interval(&self, timeline: &Timeline) -> usize {
        let Some(place) = &self.place else { return 0 };
        let of_set = place.find(timeline);
        // The rest before it says what comes, and gives the time to get into position.
        let is_rest = |at: &usize| timeline.intervals[*at].kind == IntervalKind::Rest;
        let rest = of_set.and_then(|at| at.checked_sub(1)).filter(is_rest);
        let found = if place.rounds_elapsed.is_none() { rest.or(of_set) } else { of_set };
        warn(&match found {
            Some(_) => format!("Resuming {} at {place}", self.shown()),
            None => format!("warning: {place} is no longer in {}; starting over", self.shown()),
        });
        found.unwrap_or(0)
    }

    /// The writer of the resume point, if the session can be resumed.
    pub(super) fn resume_point_writer(&self) -> Option<ResumePointWriter> {
        let origin = Origin {
            routine: self.id.clone()?,
            session: self.session.as_ref().map(|name| name.0.clone()),
            changes: self.changes.clone(),
            minutes: self.minutes,
        };
        match store::claim(&origin, self.resumed.as_deref()) {
            Ok(claim) => Some(ResumePointWriter::new(claim, origin)),
            Err(error) => {
                warn(format!("warning: this session cannot be resumed later: {error}"));
                None
            }
        }
    }

    /// Prints what to know of a routine the first time that it is played, and remembers it as the last one played. A routine
    /// from standard input cannot be remembered, and is always new.
    pub(super) fn introduce(&self, routine: &Routine) {
        if self.routine.is_empty() {
            // A drill, which is neither.
            return;
        }
        let is_new = self.id.as_ref().is_none_or(|id| !played::all().contains(id));
        let says_something =
            [&routine.about, &routine.warning, &routine.plan].iter().any(|text| text.is_some());
        if is_new && says_something {
            warn(format!("{}\n\n{}", routine.title, preface(routine, columns())));
        }
        if let Some(id) = &self.id {
            // Without it the next session needs a name. If nothing can be stored, the resume point reports that.
            let _ = played::record(id);
        }
    }

    /// The routine, for messages.
    fn shown(&self) -> String {
        shown(self.id.as_ref(), &self.routine)
    }
}

/// The changes without what followed from the history, which nobody typed.
fn typed_of(changes: &Changes) -> Changes {
    Changes { past: Past::default(), ..changes.clone() }
}

fn shown(id: Option<&RoutineId>, routine: &str) -> String {
    match id {
        Some(RoutineId::File(path)) => quoted_path(Path::new(path)),
        _ => quoted(routine),
    }
}

/// The identity of a routine, however it was named. `None` for standard input, which cannot be read again, for a
/// missing file, and for a path that is not valid UTF-8.
pub(super) fn id(routine: &str) -> Option<RoutineId> {
    if routine == "-" {
        return None;
    }
    let name = files::routine_name(routine);
    if name.as_deref() == Some(routine) {
        return name.map(RoutineId::Named);
    }
    let Ok(path) = Path::new(routine).canonicalize() else { return name.map(RoutineId::Named) };
    let name = path.file_stem()?.to_str()?;
    let own = files::own_path("routines", name).and_then(|own| own.canonicalize().ok());
    Some(match own {
        Some(own) if own == path => RoutineId::Named(name.to_owned()),
        _ => RoutineId::File(path.to_str()?.to_owned()),
    })
}

/// The interrupted session to resume: the newest, or the newest of the named routine.
pub(super) fn interrupted(args: &Run) -> Result<Start, Failure> {
    let wanted = match args.routine.as_deref() {
        Some("-") => {
            let error = Diagnostic::plain("a routine from standard input cannot be resumed");
            return Err(error.help("save it as a file, and run that").into());
        }
        // A name of nothing is not the name of an unfinished session either.
        Some(routine) => Some(id(routine).unwrap_or_else(|| RoutineId::Named(routine.to_owned()))),
        None => None,
    };
    let session = args.playing.session.as_ref();
    let is_wanted = |stored: &&Stored| match &stored.point {
        Ok(ResumePoint { origin, .. }) => {
            wanted.as_ref().is_none_or(|wanted| origin.routine == *wanted)
                && session.is_none_or(|session| origin.session.as_ref() == Some(&session.0))
        }
        // An unreadable resume point may belong to any routine.
        Err(_) => wanted.is_none() && session.is_none(),
    };
    let all = store::all()?;
    let of_it: Vec<&Stored> = all.iter().filter(is_wanted).collect();
    if let Some(found) = of_it.iter().find(|stored| !stored.runs) {
        return match &found.point {
            Ok(point) => Start::at(point.clone(), found.path.clone()),
            Err(errors) => {
                let mut errors = errors.clone();
                if let Some(last) = errors.last_mut() {
                    last.help.push(format!("delete {}, then start over", quoted_path(&found.path)));
                }
                Err(errors.into())
            }
        };
    }
    let of = match (&args.routine, session) {
        (Some(routine), _) => format!(" of {}", shown(wanted.as_ref(), routine)),
        (None, Some(session)) => format!(" named {}", quoted(&session.0)),
        (None, None) => String::new(),
    };
    if !of_it.is_empty() {
        let error = Diagnostic::plain(format!("the session{of} is still running"));
        return Err(error.help("`repcue ctl status` shows where it is, `repcue ctl stop` ends it").into());
    }
    let mut others: Vec<String> = all
        .iter()
        .filter(|stored| !stored.runs)
        .filter_map(|stored| stored.point.as_ref().ok())
        .map(|point| shown(Some(&point.origin.routine), point.origin.routine.as_str()))
        .collect();
    others.dedup();
    let error = Diagnostic::plain(format!("no unfinished session{of}"));
    Err(match others.is_empty() {
        true => error,
        false => error.help(format!("unfinished: {}", others.join(", "))),
    }
    .into())
}

/// Offers to resume a recently interrupted session: asks if it is the same session and the user can answer; otherwise
/// prints a line and returns `None`.
pub(super) fn offer(args: &Run, start: &Start) -> Result<Option<Start>, Failure> {
    // Errors of the folder are reported when the session is stored.
    let all = store::all().unwrap_or_default();
    let session = start.session.as_ref().map(|name| &name.0);
    let recent = all
        .into_iter()
        .filter(|stored| stored.is_recent() && !stored.runs)
        .filter_map(|stored| Some((stored.point.ok()?, stored.path)))
        .filter(|(point, _)| point.origin.session.as_ref() == session);
    let is_same = |point: &ResumePoint| Some(&point.origin.routine) == start.id.as_ref();
    // The newest of this routine, or else the newest.
    let (mut same, others): (Vec<_>, Vec<_>) = recent.partition(|(point, _)| is_same(point));
    if same.is_empty() {
        same.extend(others);
    }
    let Some((point, path)) = same.into_iter().next() else { return Ok(None) };
    if is_same(&point) && asks_for_no_other(args, start, &point) && can_answer() {
        return if is_confirmed(&point.place)? { Start::at(point, path).map(Some) } else { Ok(None) };
    }
    warn(notice(&point));
    Ok(None)
}

/// Whether the command line has no overrides, or the same as the interrupted session: otherwise resuming would not do
/// what was typed.
fn asks_for_no_other(args: &Run, start: &Start, point: &ResumePoint) -> bool {
    let Origin { changes, minutes, .. } = &point.origin;
    let mut typed = start.changes.clone();
    if args.session.selection.seed.is_none() && typed.selection.shuffle.is_some() {
        // A shuffle without a seed matches any seed.
        typed.selection.shuffle = changes.selection.shuffle;
    }
    (typed == Changes::default() && start.minutes.is_none())
        || (typed == typed_of(changes) && start.minutes == *minutes)
}

fn can_answer() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Asks until there is a valid answer.
fn is_confirmed(place: &Place) -> Result<bool, Failure> {
    loop {
        print(format!("Resume at {place} (`n` starts over)? [Y/n] "))?;
        let mut answer = String::new();
        let read = io::stdin().lock().read_line(&mut answer);
        match answer.trim().to_lowercase().as_str() {
            // The end of input is not an answer.
            _ if read.is_err() || answer.is_empty() => return Ok(false),
            "" | "y" | "yes" => return Ok(true),
            "n" | "no" => return Ok(false),
            _ => print("Type `y` to resume, `n` to start from the beginning, or press Ctrl-C.\n")?,
        }
    }
}

/// A one-line notice about an interrupted session.
fn notice(point: &ResumePoint) -> String {
    let ResumePoint { origin: Origin { routine, session, .. }, place } = point;
    let mut command = "repcue run".to_owned();
    // If the name cannot be typed, omit it: this session is the newest.
    if let Some(typed) = shell::typed(routine.as_str()) {
        command += &format!(" {typed}");
    }
    command += " --resume";
    if let Some(session) = session {
        command += &format!(" --session {session}");
    }
    let (at, of) = (clock(place.at), clock(place.duration));
    let routine = shown(Some(routine), routine.as_str());
    format!("Unfinished: {routine}, at {place}, {at} of {of}. Resume with `{command}`.")
}
