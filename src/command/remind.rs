//! `repcue remind`: sets, shows and removes a reminder, with the timers of the operating system.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::target::{delete_error, write_error};
use super::{EnvironmentError, Failure, Outcome, load, print, warn};
use crate::calendar;
use crate::cli::Remind;
use crate::diagnostic::{Diagnostic, quoted, quoted_path};
use crate::files;
use crate::remind::plan::{Place, Plan, Timers};
use crate::remind::{Reminder, store};
use crate::routine::changes::Changes;

/// Sets the reminder, removes it, or shows it.
pub(super) fn run(args: &Remind) -> Result<Outcome, Failure> {
    match args.at {
        Some(at) => {
            let routine = args.routine.as_deref().map(named).transpose()?;
            set(&Reminder { days: args.days.unwrap_or_default(), at, routine })?;
        }
        None if args.off => remove()?,
        None => show()?,
    }
    Ok(Outcome::Done)
}

/// The routine as `repcue run` takes it in any folder. It must be there.
fn named(routine: &str) -> Result<String, Failure> {
    if routine == "-" {
        let error = Diagnostic::plain("a reminder cannot name a routine from standard input");
        return Err(error.help("save it as a file, and name that").into());
    }
    load::routine(routine, &Changes::default())?;
    let known = files::routine_name(routine);
    let path = || fs::canonicalize(routine).ok()?.to_str().map(str::to_owned);
    let name = known.clone().filter(|name| name == routine).or_else(path).or(known);
    let name = name.unwrap_or_else(|| routine.to_owned());
    if crate::shell::typed(&name).is_none() {
        return Err(Diagnostic::plain(format!("a reminder cannot show the name {}", quoted(&name))).into());
    }
    Ok(name)
}

fn set(reminder: &Reminder) -> Result<(), Failure> {
    let timers = Timers::here();
    let missing = |program: &'static str| {
        let line = cron_line(reminder);
        Failure::from(EnvironmentError::ReminderProgram { program, line })
    };
    let notifier = found(timers.notifier()).ok_or_else(|| missing(timers.notifier()))?;
    found(timers.controller()).ok_or_else(|| missing(timers.controller()))?;
    let plan = Plan::new(timers, reminder, &place(timers, &notifier)?);
    let done = write(&plan).and_then(|()| run_all(&plan.set, reminder)).and_then(|()| {
        store::save(reminder).map_err(|error| write_error(&store::path().unwrap_or_default(), error))
    });
    if done.is_err() {
        // Half a reminder is none. What cannot be removed was probably not set.
        let _ = take_back(&plan);
    }
    done?;
    let next = next(reminder).map_or_else(String::new, |next| format!(" Next: {next}."));
    print(format!("Reminder set: {}.{next} `repcue remind --off` removes it.\n", about(reminder)))
}

fn remove() -> Result<(), Failure> {
    let timers = Timers::here();
    let stored = store::load();
    // The files and commands that remove one do not depend on what it is.
    let any = Reminder { days: stored.as_ref().map(|known| known.days).unwrap_or_default(), ..unset() };
    let plan = Plan::new(timers, &any, &place(timers, Path::new(""))?);
    let was_set = take_back(&plan)? || stored.is_some();
    print(match (was_set, stored) {
        (_, Some(reminder)) => format!("The reminder {reminder} is removed.\n"),
        (true, None) => "The reminder is removed.\n".to_owned(),
        (false, None) => "No reminder is set.\n".to_owned(),
    })
}

fn show() -> Result<(), Failure> {
    let Some(reminder) = store::load() else {
        return print("No reminder is set. Set one with `repcue remind --days mon,wed,fri --at 07:30`.\n");
    };
    let next = next(&reminder).map_or_else(String::new, |next| format!(" Next: {next}."));
    print(format!("Reminder: {}.{next}\n", about(&reminder)))?;
    let timers = Timers::here();
    let plan = Plan::new(timers, &reminder, &place(timers, Path::new(""))?);
    if !command(&plan.is_set).is_ok_and(|output| output.status.success()) {
        let days: Vec<&str> = reminder.days.words().collect();
        let routine = reminder.routine.as_deref().and_then(crate::shell::typed);
        let routine = routine.map_or_else(String::new, |routine| format!(" {routine}"));
        warn(format!(
            "warning: {} does not have it; set it again with `repcue remind{routine} --days {} --at {}`",
            timers.controller(),
            days.join(","),
            reminder.at
        ));
    }
    Ok(())
}

/// A reminder in words: `on Monday at 07:30, for morning`.
fn about(reminder: &Reminder) -> String {
    match &reminder.routine {
        Some(path) if Path::new(path).is_absolute() => {
            format!("{reminder}, for {}", quoted_path(Path::new(path)))
        }
        Some(name) => format!("{reminder}, for {}", quoted(name)),
        None => reminder.to_string(),
    }
}

/// When a reminder comes next, in words; `None` without a usable clock.
pub(super) fn next(reminder: &Reminder) -> Option<String> {
    let (today, now) = calendar::weekday_and_time()?;
    Some(reminder.next(today, now))
}

/// Any reminder.
fn unset() -> Reminder {
    Reminder {
        days: crate::remind::Days::default(),
        at: crate::remind::TimeOfDay { hour: 0, minute: 0 },
        routine: None,
    }
}

/// Removes the reminder from the timers, and the files. Returns whether there were any.
fn take_back(plan: &Plan) -> Result<bool, Failure> {
    let removed = plan.remove.iter().filter(|line| command(line).is_ok_and(|output| output.status.success()));
    // Without files, the success of the command shows that there was one.
    let mut was_set = removed.count() > 0 && plan.files.is_empty();
    for path in plan.files.iter().map(|(path, _)| path.clone()).chain(store::path()) {
        match fs::remove_file(&path) {
            Ok(()) => was_set = true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(delete_error(&path, error)),
        }
    }
    for line in plan.afterwards.iter().filter(|_| was_set) {
        // The timer is off already.
        let _ = command(line);
    }
    Ok(was_set)
}

fn write(plan: &Plan) -> Result<(), Failure> {
    for (path, text) in &plan.files {
        files::write(path, text).map_err(|error| write_error(path, error))?;
    }
    Ok(())
}

fn run_all(lines: &[Vec<String>], reminder: &Reminder) -> Result<(), Failure> {
    for line in lines {
        let refused = |told: String| EnvironmentError::ReminderRefused {
            command: line.join(" "),
            told: told.trim().to_owned(),
            line: cron_line(reminder),
        };
        match command(line) {
            Ok(output) if output.status.success() => {}
            Ok(output) => return Err(refused(String::from_utf8_lossy(&output.stderr).into_owned()).into()),
            Err(error) => return Err(refused(error.to_string()).into()),
        }
    }
    Ok(())
}

/// Runs a command of the operating system.
fn command(line: &[String]) -> io::Result<std::process::Output> {
    let (program, words) = line.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    Command::new(program).args(words).stdin(Stdio::null()).output()
}

/// The folder of the timers' files, and the notifier.
fn place(timers: Timers, notifier: &Path) -> Result<Place, Failure> {
    let folder = match timers {
        Timers::Systemd => {
            let set =
                std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
            set.unwrap_or_else(|| "~/.config".into()).join("systemd/user")
        }
        Timers::Launchd => "~/Library/LaunchAgents".into(),
        Timers::Schtasks => PathBuf::new(),
    };
    let folder = files::with_home(&folder);
    if folder.starts_with("~") {
        return Err(EnvironmentError::NoHome("HOME").into());
    }
    #[cfg(unix)]
    let user = crate::platform::user();
    #[cfg(not(unix))]
    let user = 0;
    Ok(Place { folder, notifier: notifier.display().to_string(), user })
}

/// The path of a program in the folders of `PATH`.
fn found(program: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&folders).map(|folder| folder.join(&name)).find(|path| path.is_file())
}

/// The same reminder as a line for `cron`, for systems without systemd.
fn cron_line(reminder: &Reminder) -> String {
    // 1 is Monday.
    let days: Vec<String> = reminder.days.numbers().map(|day| (day + 1).to_string()).collect();
    let [title, text] = reminder.text();
    let word = |text: &str| crate::shell::typed(text).unwrap_or_default().replace('%', "\\%");
    let bus = "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/$(id -u)/bus";
    let (at, days) = (reminder.at, days.join(","));
    format!("{} {} * * {days} {bus} notify-send {} {}", at.minute, at.hour, word(&title), word(&text))
}
