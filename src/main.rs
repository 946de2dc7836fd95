//! Parses the command line, runs the command, and turns the outcome into an exit code.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use repcue::cli::Cli;
use repcue::command::pick::{self, Picked};
use repcue::{command, completion};

fn main() -> ExitCode {
    completion::answer(Cli::command);
    let words = match pick::run() {
        // Then it is as if `repcue run ROUTINE` had been typed.
        Some(Picked::Routine(name)) => vec!["repcue".into(), "run".into(), name.into()],
        Some(Picked::Nothing) => return ExitCode::SUCCESS,
        None => std::env::args_os().collect::<Vec<OsString>>(),
    };
    let cli = match Cli::try_parse_from(words) {
        Ok(cli) => cli,
        Err(refused) => return ExitCode::from(command::refuse(refused)),
    };
    match command::run(cli) {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(failure) => {
            failure.report();
            ExitCode::from(failure.code())
        }
    }
}
