//! What sets and removes a reminder: files, and commands of the operating system.

use std::path::PathBuf;

use super::{Reminder, launchd, schtasks, systemd};

/// The name of everything that belongs to the reminder.
pub(super) const NAME: &str = "repcue-remind";

/// The operating system's timers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timers {
    /// Units of the user's systemd.
    Systemd,
    /// An agent of launchd.
    Launchd,
    /// A task of the Windows Task Scheduler.
    Schtasks,
}

impl Timers {
    /// Those of this operating system.
    #[must_use]
    pub fn here() -> Timers {
        if cfg!(target_os = "macos") {
            Timers::Launchd
        } else if cfg!(windows) {
            Timers::Schtasks
        } else {
            Timers::Systemd
        }
    }

    /// The program that shows the notification.
    #[must_use]
    pub fn notifier(self) -> &'static str {
        match self {
            Timers::Systemd => "notify-send",
            Timers::Launchd => "osascript",
            Timers::Schtasks => "powershell",
        }
    }

    /// The program that controls the timers.
    #[must_use]
    pub fn controller(self) -> &'static str {
        match self {
            Timers::Systemd => "systemctl",
            Timers::Launchd => "launchctl",
            Timers::Schtasks => "schtasks",
        }
    }
}

/// The surroundings that a plan depends on.
#[derive(Debug, Clone)]
pub struct Place {
    /// The folder of the timers' files: of the user's units, or agents.
    pub folder: PathBuf,
    /// The path of the program that shows the notification.
    pub notifier: String,
    /// The number of the user.
    pub user: u32,
}

/// Files and commands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Files with their contents.
    pub files: Vec<(PathBuf, String)>,
    /// Commands that set the reminder, once the files are there.
    pub set: Vec<Vec<String>>,
    /// Commands that remove it, before the files are deleted. They may fail if it is not set.
    pub remove: Vec<Vec<String>>,
    /// Commands after the files have been deleted.
    pub afterwards: Vec<Vec<String>>,
    /// A command that succeeds if it is set.
    pub is_set: Vec<String>,
}

impl Plan {
    /// The plan for a reminder.
    #[must_use]
    pub fn new(timers: Timers, reminder: &Reminder, place: &Place) -> Plan {
        match timers {
            Timers::Systemd => systemd::plan(reminder, place),
            Timers::Launchd => launchd::plan(reminder, place),
            Timers::Schtasks => schtasks::plan(reminder, place),
        }
    }
}

/// The words of a command.
pub(super) fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}
