//! What each command does, and how commands end. Read [`run`](mod@run) first.

pub mod check;
pub mod config;
mod control;
pub mod ctl;
pub mod drill;
pub mod edit;
pub mod export;
pub mod generate;
pub mod list;
pub mod load;
pub mod new;
pub mod reset;
mod resolved_options;
mod resume;
pub mod run;
pub mod set;
pub mod show;
pub mod speech;
mod target;
pub mod voice;

use std::io::{self, Write};

use crate::cli::{Cli, Command, Voice, explained};
use crate::config::Colours;
use crate::diagnostic::{Diagnostic, Diagnostics, draw};
use crate::printable::{Printable, is_hidden};
use crate::session::Ending;

/// How a command ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All is done.
    Done,
    /// A signal stopped it; its number.
    Signalled(u8),
}

impl Outcome {
    /// The exit code: 0, or 128 and the signal, as shells have it.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Outcome::Done => 0,
            Outcome::Signalled(signal) => signal.saturating_add(128),
        }
    }
}

impl TryFrom<Ending> for Outcome {
    type Error = Failure;

    fn try_from(ending: Ending) -> Result<Outcome, Failure> {
        match ending {
            Ending::Done | Ending::Stopped => Ok(Outcome::Done),
            Ending::Signalled(signal) => Ok(Outcome::Signalled(signal)),
            Ending::Failed => Err(Failure::Environment(
                "the audio renderer failed; this is a bug, please report it".to_owned(),
            )),
        }
    }
}

/// Why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// The person's errors, all of them.
    Input(Diagnostics),
    /// Trouble of the world: no device of that name, a full disk.
    Environment(String),
}

impl Failure {
    /// The exit code: 2 for the person's errors, 1 for the world's.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Failure::Input(_) => 2,
            Failure::Environment(_) => 1,
        }
    }

    /// Tells the person, on standard error.
    pub fn tell(&self) {
        match self {
            Failure::Input(errors) => warn(draw::styled(&errors.0)),
            Failure::Environment(why) => warn(format!("error: {why}")),
        }
    }
}

impl From<Diagnostics> for Failure {
    fn from(errors: Diagnostics) -> Failure {
        Failure::Input(errors)
    }
}

impl From<Vec<Diagnostic>> for Failure {
    fn from(errors: Vec<Diagnostic>) -> Failure {
        Failure::Input(Diagnostics(errors))
    }
}

impl From<Diagnostic> for Failure {
    fn from(error: Diagnostic) -> Failure {
        Failure::Input(error.into())
    }
}

/// Does what the command line says.
///
/// # Errors
/// The person's errors, or the world's.
pub fn run(cli: Cli) -> Result<Outcome, Failure> {
    let (config, errors) = &resolved_options::config(cli.no_config);
    use_colours(cli.color.or(config.color.as_ref().map(|color| color.value)).unwrap_or_default());
    if !errors.is_empty() {
        if obeys_settings(&cli.command) {
            return Err(errors.clone().into());
        }
        let warnings: Vec<Diagnostic> = errors.iter().cloned().map(Diagnostic::warning).collect();
        warn(draw::styled(&warnings));
    }
    match cli.command {
        Command::Run(args) => run::run(&args, config),
        Command::Drill(args) => drill::run(&args, config),
        Command::Show(args) => show::run(&args, config),
        Command::Check(args) => check::run(&args, config),
        Command::List => list::run(),
        Command::Generate(args) => generate::run(&args),
        Command::New(args) => new::run(&args),
        Command::Set(args) => set::run(&args),
        Command::Reset(args) => reset::run(&args),
        Command::Edit { name } => edit::run(&name),
        Command::Ctl(args) => ctl::run(&args),
        Command::Config => config::run(config, cli.no_config),
        Command::Export(args) => export::run(&args, config),
        Command::Voice(args) => voice::run(&args, config),
    }
}

/// Prints what clap says to a command line: an error, or the help that was asked for. Gives the exit code.
#[must_use]
pub fn refuse(refused: clap::Error) -> u8 {
    let refused = explained(refused);
    // clap repeats words as they are: with colours only if there is nothing in them that a terminal would obey.
    if std::env::args_os().any(|word| word.to_string_lossy().chars().any(is_hidden)) {
        warn(refused.render().to_string());
    } else {
        // There is no place left to complain about a stream that is gone.
        let _ = refused.print();
    }
    u8::try_from(refused.exit_code()).unwrap_or(2)
}

/// Whether a command does what the settings say, so that an error in them is one of the command. Every other command
/// warns: a session must stay within reach, and what is wrong must be seen and edited.
fn obeys_settings(command: &Command) -> bool {
    matches!(
        command,
        Command::Run(_) | Command::Drill(_) | Command::Export(_) | Command::Voice(Voice::Say { .. })
    )
}

/// Uses colours, or not, for the rest of the program. On a terminal it decides by itself.
fn use_colours(colours: Colours) {
    match colours {
        Colours::Auto => {}
        Colours::Always => anstream::ColorChoice::Always.write_global(),
        Colours::Never => anstream::ColorChoice::Never.write_global(),
    }
}

/// Whether what is painted on standard output has colours.
fn has_colours() -> bool {
    match anstream::ColorChoice::global() {
        anstream::ColorChoice::Never => false,
        anstream::ColorChoice::Auto => std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        _ => true,
    }
}

/// How many columns standard output has; 100 where it is no terminal.
fn columns() -> usize {
    crate::display::bars::columns().map_or(100, usize::from)
}

/// Prints to standard output; colours only where they can be seen. A reader that has gone away has read enough.
fn print(text: impl Into<Printable>) -> Result<(), Failure> {
    let mut out = anstream::stdout();
    match out.write_all(text.into().text().as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Environment(error.to_string()))
        }
        _ => Ok(()),
    }
}

/// Asks something on standard error, whose answer stands on the same line.
fn ask(question: impl Into<Printable>) {
    let mut err = anstream::stderr();
    // As for every warning.
    let _ = write!(err, "{}", question.into().text()).and_then(|()| err.flush());
}

/// Says something on standard error; colours only where they can be seen.
fn warn(words: impl Into<Printable>) {
    // There is no place left to complain about a standard error that is gone.
    let _ = writeln!(anstream::stderr(), "{}", words.into().text());
}
