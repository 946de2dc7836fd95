//! The options of everything that plays: which exercises, with what changes, and how it is heard and seen.

use clap::{Args, ValueHint};

use crate::completion;
use crate::diagnostic::quoted;
use crate::output::latency::Latency;
use crate::routine::changes::Changes;
use crate::routine::duration::Length;
use crate::routine::field::{MOST, ValueError};
use crate::routine::reps::{Level, Reps};
use crate::routine::selection::Selection;
use crate::routine::settings::Settings;
use crate::routine::speed::Speed;
use crate::routine::tempo::LONGEST_PHASE;
use crate::routine::{Count, Rest, Side, Sides, Tempo};
use crate::sound::voice::id::{NAMES as VOICES, VoiceId};

/// What is played, and how. `show`, `check` and `export` take it too, so that a `run` can be shown, checked and
/// exported word for word.
#[derive(Debug, Clone, Args)]
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
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Playing")]
pub struct Playing {
    /// Play without sound, by the clock
    #[arg(long)]
    pub no_sound: bool,
    /// The sound device: its name, or a part of it
    #[arg(long, value_name = "NAME", conflicts_with = "no_sound")]
    pub device: Option<String>,
    /// How much sound the device holds, from 10ms to 300ms: less obeys sooner, more bears a busier computer
    #[arg(long, value_name = "LENGTH", conflicts_with = "no_sound")]
    pub latency: Option<Latency>,
    /// How loud, from 0 to 100
    #[arg(long, value_name = "0-100", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub volume: Option<u8>,
    /// A folder of sounds that replace the built-in ones: lift.wav, hold.flac, rest.mp3, done.ogg, …
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub sounds: Option<std::path::PathBuf>,
    /// The voice: auto, natural, built-in, espeak-ng, flite, piper:MODEL, say, sapi or off
    #[arg(long, value_name = "NAME", add = completion::words(VOICES))]
    pub voice: Option<VoiceId>,
    /// How fast the voice speaks, from 0.7 to 1.3; instructions are a little slower
    #[arg(long, value_name = "SPEED")]
    pub voice_speed: Option<Speed>,
    /// Show a line for each interval instead of bars
    #[arg(long)]
    pub plain: bool,
    /// Go on without sound when the device is lost, instead of waiting for it
    #[arg(long)]
    pub keep_time: bool,
    /// What `repcue ctl --session` calls it, where several sessions run
    #[arg(long, value_name = "NAME")]
    pub session: Option<SessionName>,
}

/// Changes for every exercise that is played.
#[derive(Debug, Clone, Args)]
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
    #[arg(long, add = completion::words(Level::WORDS.iter().copied()))]
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
    #[arg(long, add = completion::words(Sides::WORDS.iter().copied()))]
    pub sides: Option<Sides>,
    /// The side that begins: left or right
    #[arg(long, value_name = "SIDE", add = completion::words(Side::WORDS.iter().copied()))]
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
    #[arg(long, add = completion::words(Count::WORDS.iter().copied()))]
    pub count: Option<Count>,
    /// Start at this exercise
    #[arg(long, value_name = "EXERCISE", add = completion::of_the_routine())]
    pub from: Option<String>,
}

/// Which of a routine's exercises are played.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Which exercises of the routine")]
pub struct SelectionArgs {
    /// Only these exercises, with commas between them
    #[arg(long, value_name = "EXERCISES", value_delimiter = ',', add = completion::of_the_routine())]
    pub only: Vec<String>,
    /// All but these exercises, with commas between them
    #[arg(long, value_name = "EXERCISES", value_delimiter = ',', add = completion::of_the_routine())]
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
fn time_of_work(text: &str) -> Result<Length, ValueError> {
    let length: Length = text.parse()?;
    let least = std::time::Duration::from_secs(1);
    if length.0 < least {
        Err(ValueError::new("a length of at least 1s", format!("`{text}`")))
    } else {
        Ok(length)
    }
}

/// The length of a phase: at most ten minutes, as in files.
fn phase(text: &str) -> Result<Length, ValueError> {
    let length: Length = text.parse()?;
    if length.0 > LONGEST_PHASE {
        Err(ValueError::new("a length of at most 10m", format!("`{text}`")))
    } else {
        Ok(length)
    }
}

/// What a session is called: letters, digits, `-` and `_`, at most 40 of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionName(pub String);

impl std::str::FromStr for SessionName {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<SessionName, ValueError> {
        let fits = (1..=40).contains(&text.chars().count());
        if fits && crate::controls::socket::is_name(text) {
            return Ok(SessionName(text.to_owned()));
        }
        let expected = "a name of at most 40 letters, digits, `-` and `_`";
        Err(ValueError::new(expected, quoted(text)))
    }
}
