//! Parses the command line, runs the command, and turns the outcome into an exit code.

use std::process::ExitCode;

use clap::Parser;
use repcue::cli::Cli;
use repcue::command;

fn main() -> ExitCode {
    match command::run(Cli::parse()) {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(failure) => {
            failure.tell();
            ExitCode::from(failure.code())
        }
    }
}
