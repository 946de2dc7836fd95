//! The commands, and how they end. Start with [`run`](mod@run).

pub mod check;
pub mod config;
mod control;
pub mod copy;
pub mod ctl;
pub mod drill;
pub mod edit;
mod environment;
pub mod export;
pub mod generate;
pub mod history;
pub mod list;
pub mod load;
mod music;
pub mod new;
mod own;
mod pain;
mod past;
pub mod pick;
mod recording;
mod remind;
pub mod rename;
pub mod reset;
mod resolved_options;
mod resume;
pub mod rm;
pub mod run;
pub mod serve;
pub mod set;
pub mod show;
pub mod speech;
mod target;
pub mod timer;
pub mod voice;

use std::io::{self, Write};
use std::sync::Arc;

use crate::causes::with_causes;
use crate::cli::{Cli, Command, Voice, explained};
use crate::config::Colours;
use crate::diagnostic::{Diagnostic, Diagnostics, Source, draw};
use crate::printable::{Printable, is_hidden};
use crate::report::table;
use crate::routine::Routine;
use crate::routine::changes::Changes;
use crate::routine::library::Library;
use crate::session::Ending;
use crate::timeline::Timeline;
pub use environment::EnvironmentError;

/// How a command ended without an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is complete.
    Done,
    /// A signal stopped it; its number.
    Signalled(u8),
}

impl Outcome {
    /// The exit code: 0, or 128 plus the signal, as in a shell.
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
            Ending::Failed => Err(EnvironmentError::RendererFailed.into()),
        }
    }
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// All errors in the user's input.
    #[error(transparent)]
    Input(#[from] Diagnostics),
    /// A problem in the environment: an unknown device, a full disk.
    #[error(transparent)]
    Environment(#[from] EnvironmentError),
}

impl Failure {
    /// The exit code: 2 for the user's errors, 1 for the environment's.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Failure::Input(_) => 2,
            Failure::Environment(_) => 1,
        }
    }

    /// Reports the failure on standard error, with all its causes and with what the user can do.
    pub fn report(&self) {
        match self {
            Failure::Input(errors) => warn(draw::styled(&errors.0)),
            Failure::Environment(error) => {
                warn(with_help(format!("error: {}", with_causes(error)), error.help()));
            }
        }
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

/// Runs the command.
///
/// # Errors
/// An error in the user's input, or in the environment.
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
        Command::Timer(args) => timer::run(&args, config),
        Command::Show(args) => show::run(&args, config),
        Command::Check(args) => check::run(&args, config),
        Command::List(args) => list::run(&args),
        Command::History(args) => history::run(&args, config),
        Command::Generate(args) => generate::run(&args),
        Command::New(args) => new::run(&args),
        Command::Set(args) => set::run(&args),
        Command::Reset(args) => reset::run(&args),
        Command::Edit { name } => edit::run(&name),
        Command::Serve(args) => serve::run(&args, config),
        Command::Ctl(args) => ctl::run(&args),
        Command::Copy(args) => copy::run(&args),
        Command::Rename(args) => rename::run(&args),
        Command::Rm(args) => rm::run(&args),
        Command::Remind(args) => remind::run(&args),
        Command::Config(args) => config::run(&args, config, cli.no_config),
        Command::Export(args) => export::run(&args, config),
        Command::Voice(args) => voice::run(&args, config),
    }
}

/// Prints clap's response to a command line: an error or help. Returns the exit code.
#[must_use]
pub fn refuse(refused: clap::Error) -> u8 {
    let refused = explained(refused);
    // clap repeats arguments verbatim: print colours only if they contain no control characters.
    if std::env::args_os().any(|word| word.to_string_lossy().chars().any(is_hidden)) {
        warn(refused.render().to_string());
    } else {
        // There is nowhere to report a closed stream.
        let _ = refused.print();
    }
    u8::try_from(refused.exit_code()).unwrap_or(2)
}

/// Whether an error in the settings fails the command. All other commands only warn: a running session must remain
/// controllable, and settings must be visible and editable so that they can be fixed.
fn obeys_settings(command: &Command) -> bool {
    matches!(
        command,
        Command::Run(_)
            | Command::Drill(_)
            | Command::Timer(_)
            | Command::Export(_)
            | Command::Serve(_)
            | Command::Voice(Voice::Say { .. })
    )
}

/// Sets the use of colours for the rest of the program; `auto` depends on the terminal.
fn use_colours(colours: Colours) {
    match colours {
        Colours::Auto => {}
        Colours::Always => anstream::ColorChoice::Always.write_global(),
        Colours::Never => anstream::ColorChoice::Never.write_global(),
    }
}

/// Whether standard output shows colours.
fn has_colours() -> bool {
    match anstream::ColorChoice::global() {
        anstream::ColorChoice::Never => false,
        anstream::ColorChoice::Auto => std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        _ => true,
    }
}

/// The width of standard output in columns; 100 if it is not a terminal.
fn columns() -> usize {
    crate::display::bars::columns().map_or(100, usize::from)
}

/// Prints to standard output, with colours only on a terminal. A closed pipe is not an error.
fn print(text: impl Into<Printable>) -> Result<(), Failure> {
    let mut out = anstream::stdout();
    match out.write_all(text.into().text().as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(EnvironmentError::Print(error).into()),
        _ => Ok(()),
    }
}

/// Standard output, for sound.
fn standard_output() -> impl Write {
    io::stdout().lock()
}

/// Asks a question on standard error; the answer follows on the same line.
fn ask(question: impl Into<Printable>) {
    let mut err = anstream::stderr();
    // Errors are ignored, as for warnings.
    let _ = write!(err, "{}", question.into().text()).and_then(|()| err.flush());
}

/// Prints to standard error, with colours only on a terminal.
fn warn(words: impl Into<Printable>) {
    // There is nowhere to report a closed standard error.
    let _ = writeln!(anstream::stderr(), "{}", words.into().text());
}

/// A message with suggestions, each on a line of its own.
fn with_help(message: String, help: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    help.into_iter().fold(message, |text, help| format!("{text}\n  help: {}", help.as_ref()))
}

/// All warnings about a routine or an exercise: values that do nothing, and work that nothing names.
fn warnings(
    source: &Arc<Source>,
    library: &Library,
    changes: &Changes,
    timeline: &Timeline,
) -> Vec<Diagnostic> {
    let help = "give it a rest before it, a `ready` of its own, or a shorter `say`";
    let unnamed = table::unnamed(timeline).into_iter();
    let unnamed = unnamed.map(|title| Diagnostic::plain(title).warning().help(help));
    Routine::warnings(source, library, changes).into_iter().chain(unnamed).collect()
}
