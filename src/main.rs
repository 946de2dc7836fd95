//! Parses the command line, runs the command, and turns the outcome into an exit code.

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use repcue::cli::Cli;
use repcue::{command, completion};

fn main() -> ExitCode {
    completion::answer(Cli::command);
    match command::run(Cli::parse()) {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(failure) => {
            failure.tell();
            ExitCode::from(failure.code())
        }
    }
}
