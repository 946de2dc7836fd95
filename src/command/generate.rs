//! `repcue generate`, hidden: what packagers install beside the program. The only file that names `clap_mangen`.

use std::fs;
use std::path::Path;

use clap::CommandFactory;

use super::{Failure, Outcome, print};
use crate::cli::{Cli, Generate};
use crate::completion;
use crate::diagnostic::{Diagnostic, quoted};

/// Makes it.
pub(super) fn run(args: &Generate) -> Result<Outcome, Failure> {
    match args {
        Generate::Completions { shell } => completions(shell),
        Generate::Man { folder } => man(folder),
    }
}

fn completions(shell: &str) -> Result<Outcome, Failure> {
    let Some(text) = completion::registration(shell) else {
        let mistake = Diagnostic::plain(format!("there are no completions for {}", quoted(shell)));
        return Err(mistake.help(format!("the shells are {}", completion::shells().join(", "))).into());
    };
    print(&text)?;
    Ok(Outcome::Done)
}

fn man(folder: &Path) -> Result<Outcome, Failure> {
    fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), folder))
        .map_err(|error| Failure::World(format!("cannot write into `{}`: {error}", folder.display())))?;
    Ok(Outcome::Done)
}
