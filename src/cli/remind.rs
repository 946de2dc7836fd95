//! `repcue remind`: reminders to train.

use clap::Args;

use super::guide;
use crate::completion;
use crate::remind::{Days, TimeOfDay};

/// `repcue remind`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("remind"), after_long_help = guide::long_help_of("remind"))]
pub struct Remind {
    /// Routine that the reminder names: a name or a path [default: none]
    #[arg(requires = "at", add = completion::routines())]
    pub routine: Option<String>,
    /// Days (comma-separated): mon to sun, daily, weekdays or weekends [default: daily]
    #[arg(short, long, value_name = "LIST", help_heading = "Reminder", requires = "at")]
    pub days: Option<Days>,
    /// Time of day, such as 07:30
    #[arg(short, long, value_name = "HH:MM", help_heading = "Reminder")]
    pub at: Option<TimeOfDay>,
    /// Remove the reminder
    #[arg(long, help_heading = "Reminder", conflicts_with_all = ["routine", "days", "at"])]
    pub off: bool,
}
