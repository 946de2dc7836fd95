//! The commands for the user's own files: routines, exercises and settings.

use clap::{Args, Subcommand};

use super::{GENERAL, guide};
use crate::completion;

/// `repcue new`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("new"))]
pub struct New {
    /// Name, such as evening-glutes
    pub name: String,
    /// Copy this routine, with every value spelled out
    #[arg(long, value_name = "ROUTINE", help_heading = GENERAL, conflicts_with = "exercise", add = completion::routines())]
    pub from: Option<String>,
    /// Create an exercise, for use in any routine
    #[arg(long, help_heading = GENERAL)]
    pub exercise: bool,
}

/// `repcue set`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("set"))]
pub struct Set {
    /// Routine or exercise: a name or a path; a built-in one is copied first
    #[arg(value_name = "ROUTINE|EXERCISE", add = completion::either())]
    pub what: String,
    /// Exercise (`NAME`; `NAME:2` is the second one of that name) or block (`block:TITLE` or `block:2`) to change [default:
    /// the whole routine]
    #[arg(value_name = "TARGET", add = completion::to_set())]
    pub target: Option<String>,
    /// Changes, such as reps=12 hold=3s; `hold=` removes the key
    #[arg(value_name = "KEY=VALUE", add = completion::to_change())]
    pub values: Vec<String>,
    /// Undo the last change; TARGET and KEY=VALUE are ignored
    #[arg(long, help_heading = GENERAL)]
    pub undo: bool,
}

impl Set {
    /// The target and the changes: the first argument that contains `=` is a change.
    #[must_use]
    pub fn changes(&self) -> (Option<&str>, Vec<&str>) {
        let values = self.values.iter().map(String::as_str);
        match self.target.as_deref() {
            Some(change) if change.contains('=') => (None, [change].into_iter().chain(values).collect()),
            target => (target, values.collect()),
        }
    }
}

/// `repcue reset`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("reset"))]
pub struct Reset {
    /// Name of a built-in routine or exercise
    #[arg(add = completion::names())]
    pub name: String,
    /// Delete without asking
    #[arg(short, long, help_heading = GENERAL)]
    pub yes: bool,
}

/// `repcue copy`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("copy"))]
pub struct Copy {
    /// Routine or exercise: a name or a path
    #[arg(value_name = "ROUTINE|EXERCISE", add = completion::either())]
    pub what: String,
    /// Name of the copy
    #[arg(value_name = "NEW-NAME")]
    pub name: String,
}

/// `repcue rename`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("rename"))]
pub struct Rename {
    /// Name of a routine or exercise of your own
    #[arg(add = completion::own())]
    pub name: String,
    /// New name
    #[arg(value_name = "NEW-NAME")]
    pub new: String,
}

/// `repcue rm`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("rm"))]
pub struct Rm {
    /// Name of a routine or exercise of your own
    #[arg(add = completion::own())]
    pub name: String,
    /// Restore the file that was deleted last under this name
    #[arg(long, help_heading = GENERAL)]
    pub undo: bool,
}

/// `repcue config`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("config"))]
pub struct ConfigArgs {
    /// What to do; without it, the settings are shown.
    #[command(subcommand)]
    pub change: Option<ConfigChange>,
}

/// What to do with the settings.
#[derive(Debug, Subcommand)]
pub enum ConfigChange {
    /// Change settings in config.toml
    #[command(after_help = guide::help_of("config set"))]
    Set {
        /// Changes, such as volume=60 rest=30s; `rest=` removes the key
        #[arg(value_name = "KEY=VALUE", required_unless_present = "undo", add = completion::settings())]
        values: Vec<String>,
        /// Undo the last change; KEY=VALUE is ignored
        #[arg(long, help_heading = GENERAL)]
        undo: bool,
    },
    /// Open config.toml in your editor, and check it
    Edit,
}
