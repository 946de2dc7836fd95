//! `repcue generate` (hidden): generates files for packagers to install. The only file that names `clap_mangen`.

use std::fs;
use std::io;
use std::path::Path;

use clap::CommandFactory;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::{EnvironmentError, Failure, Outcome, print};
use crate::cli::guide::{self, Row};
use crate::cli::{Cli, Generate};
use crate::completion;
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, quoted};
use crate::files;
use crate::schema;

/// Generates the requested files.
pub(super) fn run(args: &Generate) -> Result<Outcome, Failure> {
    match args {
        Generate::Completions { shell } => completions(shell),
        Generate::Man { folder } => write_into(folder, man_pages),
        Generate::Schema { folder } => write_into(folder, schemas),
    }
}

fn completions(shell: &str) -> Result<Outcome, Failure> {
    let Some(text) = completion::registration(shell) else {
        let error = Diagnostic::plain(format!("unknown shell {}", quoted(shell)));
        return Err(error.help(format!("expected one of {}", completion::shells().join(", "))).into());
    };
    print(&text)?;
    Ok(Outcome::Done)
}

/// Creates a folder if necessary, and writes into it.
fn write_into(folder: &Path, write: impl Fn(&Path) -> io::Result<()>) -> Result<Outcome, Failure> {
    fs::create_dir_all(folder)
        .and_then(|()| write(folder))
        .map_err(|source| EnvironmentError::WriteInto { folder: folder.to_owned(), source })?;
    Ok(Outcome::Done)
}

fn man_pages(folder: &Path) -> io::Result<()> {
    let mut cli = Cli::command().disable_help_subcommand(true);
    cli.build();
    man_page(&cli, "", folder)
}

/// Writes the page of a command, and those of the commands below it.
fn man_page(command: &clap::Command, path: &str, folder: &Path) -> io::Result<()> {
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        man_page(below, format!("{path} {}", below.get_name()).trim_start(), folder)?;
    }
    let page = command.clone().subcommand_help_heading("COMMANDS").subcommand_value_name("COMMAND").mut_args(
        |arg| {
            // Positional arguments would be among the options, and what the short help hides would have no text.
            let is_positional = arg.is_positional();
            let arg = arg.hide_short_help(false);
            if is_positional { arg.help_heading("Arguments") } else { arg }
        },
    );
    let page = Man::new(page)
        // Of an empty date nothing is written, and the source would take its place.
        .date(" ")
        .source(concat!("repcue ", env!("CARGO_PKG_VERSION")))
        .manual("repcue manual");
    let mut text = Vec::new();
    page.render_title(&mut text)?;
    page.render_name_section(&mut text)?;
    page.render_synopsis_section(&mut text)?;
    page.render_description_section(&mut text)?;
    if path.is_empty() {
        page.render_subcommands_section(&mut text)?;
        page.render_options_section(&mut text)?;
    } else {
        page.render_options_section(&mut text)?;
        if command.has_subcommands() {
            page.render_subcommands_section(&mut text)?;
        }
    }
    let mut roff = Roff::new();
    if matches!(path, "" | "run" | "drill" | "timer") {
        rows(&mut roff, "KEYS", guide::KEYS);
    }
    examples(&mut roff, guide::examples(path));
    if path.is_empty() {
        rows(&mut roff, "FILES", guide::FILES);
        environment(&mut roff);
    }
    rows(&mut roff, "EXIT STATUS", guide::EXIT_STATUS);
    if path.is_empty() {
        roff.control("SH", ["NOTES"]);
        roff.text([roman(guide::NOTES.replace('\n', " "))]);
    }
    roff.to_writer(&mut text)?;
    files::write(&folder.join(page.get_filename()), text)
}

/// A section of a man page: a list of terms, each with what it means.
fn rows(roff: &mut Roff, title: &str, rows: &[Row]) {
    roff.control("SH", [title]);
    for (term, meaning) in rows {
        roff.control("TP", []);
        roff.text([bold(*term)]);
        roff.text([roman(*meaning)]);
    }
}

/// The section of the examples: the text, and below it the command.
fn examples(roff: &mut Roff, examples: &[Row]) {
    if examples.is_empty() {
        return;
    }
    roff.control("SH", ["EXAMPLES"]);
    for (command, meaning) in examples {
        let mut letters = meaning.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
        roff.control("PP", []);
        roff.text([roman(format!("{first}{}:", letters.as_str()))]);
        roff.control("PP", []);
        roff.control("RS", ["4"]);
        roff.text([bold(*command)]);
        roff.control("RE", []);
    }
}

/// The section of the environment: each setting's variable, and the others.
fn environment(roff: &mut Roff) {
    rows(roff, "ENVIRONMENT", &[]);
    let defaults = Config::default();
    for ((key, variable), (_, default, _)) in config::KEYS.iter().zip(defaults.rows()) {
        roff.control("TP", []);
        roff.text([bold(*variable)]);
        roff.text([roman(format!("Overrides `{key}` in config.toml. Default: {default}."))]);
    }
    for (variable, meaning) in guide::ENVIRONMENT {
        roff.control("TP", []);
        roff.text([bold(*variable)]);
        roff.text([roman(*meaning)]);
    }
}

fn schemas(folder: &Path) -> io::Result<()> {
    for (name, text) in schema::all() {
        files::write(&folder.join(format!("{name}.json")), text)?;
    }
    Ok(())
}
