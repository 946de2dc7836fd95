//! Parses the command line, runs the command, and turns the outcome into an exit code.

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use repcue::cli::Cli;
use repcue::{command, completion};

fn main() -> ExitCode {
    completion::answer(Cli::command);
    let cli = match Cli::try_parse() {
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
