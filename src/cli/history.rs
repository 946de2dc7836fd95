//! `repcue history`: what was done, and what is done with that.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueHint};

use super::{GENERAL, guide};
use crate::completion;
use crate::history::record::Pain;
use crate::routine::week::Day;

/// `repcue history`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("history"), args_conflicts_with_subcommands = true)]
pub struct HistoryArgs {
    /// Show one exercise over time: its name or id [default: everything]
    #[arg(add = completion::practised())]
    pub exercise: Option<String>,
    /// Print everything as JSON
    #[arg(long, help_heading = "Output", conflicts_with = "svg")]
    pub json: bool,
    /// Write the map of days as an SVG image
    #[arg(long, value_name = "FILE", help_heading = "Output", value_hint = ValueHint::FilePath, conflicts_with = "exercise")]
    pub svg: Option<PathBuf>,
    /// Replace the file of `--svg` without asking
    #[arg(short, long, help_heading = "Output", requires = "svg")]
    pub force: bool,
    /// What to do; without it, the history is shown.
    #[command(subcommand)]
    pub action: Option<HistoryAction>,
}

/// What to do with the history.
#[derive(Debug, Subcommand)]
pub enum HistoryAction {
    /// Show the last session
    Last,
    /// Record the pain after the last session, from 0 (none) to 10 (the worst)
    #[command(after_help = guide::help_of("history pain"))]
    Pain {
        /// How much it hurts
        #[arg(value_name = "0-10", value_parser = pain)]
        pain: Pain,
    },
    /// Delete parts of the history, after a question
    Forget(Forget),
    /// Add the lines of other history files: of another computer, or of a page
    #[command(after_help = guide::help_of("history merge"))]
    Merge {
        /// Files to read
        #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
        files: Vec<PathBuf>,
    },
    /// Write the history for other programs
    Export(ExportHistory),
}

/// `repcue history forget`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("history forget"), group = ArgGroup::new("what").required(true).args(["before", "session", "all"]))]
pub struct Forget {
    /// Everything before this day, such as 2026-01-31
    #[arg(long, value_name = "DATE", help_heading = GENERAL, value_parser = crate::calendar::parse_day)]
    pub before: Option<Day>,
    /// One session; `repcue history last` and `--json` show the ids
    #[arg(long, value_name = "ID", help_heading = GENERAL)]
    pub session: Option<String>,
    /// Everything
    #[arg(long, help_heading = GENERAL)]
    pub all: bool,
    /// Delete without asking
    #[arg(short, long, help_heading = GENERAL)]
    pub yes: bool,
}

/// `repcue history export`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("history export"), group = ArgGroup::new("formats").required(true).multiple(true).args(["ics", "csv", "fit"]))]
pub struct ExportHistory {
    /// Calendar with an event for each session
    #[arg(long, value_name = "FILE", help_heading = GENERAL, value_hint = ValueHint::FilePath)]
    pub ics: Option<PathBuf>,
    /// Table with a row for each set
    #[arg(long, value_name = "FILE", help_heading = GENERAL, value_hint = ValueHint::FilePath)]
    pub csv: Option<PathBuf>,
    /// Folder for a FIT file of each session, as watches and sport platforms read them
    #[arg(long, value_name = "FOLDER", help_heading = GENERAL, value_hint = ValueHint::DirPath)]
    pub fit: Option<PathBuf>,
    /// Replace existing files without asking
    #[arg(short, long, help_heading = GENERAL)]
    pub force: bool,
}

/// Parses a pain.
fn pain(text: &str) -> Result<Pain, String> {
    let number = text.parse::<u8>().ok().and_then(|number| Pain::try_from(number).ok());
    number.ok_or_else(|| "pain is a number from 0 (none) to 10 (the worst)".to_owned())
}
