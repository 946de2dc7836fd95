//! `repcue generate` (hidden): generates files for packagers to install. The only file that names `clap_mangen`.

use std::fs;
use std::io;
use std::path::Path;

use clap::CommandFactory;

use super::{Failure, Outcome, print};
use crate::cli::{Cli, Generate};
use crate::completion;
use crate::diagnostic::{Diagnostic, quoted};
use crate::files;
use crate::schema;

/// Generates the requested files.
pub(super) fn run(args: &Generate) -> Result<Outcome, Failure> {
    match args {
        Generate::Completions { shell } => completions(shell),
        Generate::Man { folder } => {
            write_into(folder, |folder| clap_mangen::generate_to(Cli::command(), folder))
        }
        Generate::Schema { folder } => write_into(folder, schemas),
    }
}

fn completions(shell: &str) -> Result<Outcome, Failure> {
    let Some(text) = completion::registration(shell) else {
        let error = Diagnostic::plain(format!("there are no completions for {}", quoted(shell)));
        return Err(error.help(format!("the shells are {}", completion::shells().join(", "))).into());
    };
    print(&text)?;
    Ok(Outcome::Done)
}

/// Creates a folder if necessary, and writes into it.
fn write_into(folder: &Path, write: impl Fn(&Path) -> io::Result<()>) -> Result<Outcome, Failure> {
    fs::create_dir_all(folder).and_then(|()| write(folder)).map_err(|error| {
        Failure::Environment(format!("cannot write into `{}`: {error}", folder.display()))
    })?;
    Ok(Outcome::Done)
}

fn schemas(folder: &Path) -> io::Result<()> {
    for (name, text) in schema::all() {
        files::write(&folder.join(format!("{name}.json")), text)?;
    }
    Ok(())
}
