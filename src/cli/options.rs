//! The options of everything that plays: which exercises, with what changes, and how it is heard and seen.

use clap::{Args, ValueHint};

use crate::completion;
use crate::diagnostic::quoted;
use crate::display::DisplayKind;
use crate::output::latency::Latency;
use crate::routine::changes::Changes;
use crate::routine::duration::{Length, typed};
use crate::routine::field::{MOST, ValueError};
use crate::routine::past::Past;
use crate::routine::reps::{LevelChoice, Reps};
use crate::routine::selection::Selection;
use crate::routine::settings::Settings;
use crate::routine::speed::Speed;
use crate::routine::tempo::LONGEST_PHASE;
use crate::routine::week::LAST;
use crate::routine::{Count, InstructionsChoice, Rest, Side, Sides, Tempo};
use crate::sound::voice::id::{NAMES as VOICES, VoiceId};

/// Which exercises, and with which changes: the options of everything that plays, shows or renders a routine.
#[derive(Debug, Clone, Args)]
pub struct SessionArgs {
    /// Which exercises are played.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// Changes for every exercise.
    #[command(flatten)]
    pub changes: ChangeArgs,
}

/// The voice and the sounds. Their lengths matter even if nothing is played.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Sound")]
pub struct SoundArgs {
    /// Voice: auto, natural, fenrir, kore, built-in, espeak-ng, flite, piper:MODEL, say, sapi or off [default: auto] [env: REPCUE_VOICE]
    #[arg(short, long, value_name = "NAME", add = completion::words(VOICES))]
    pub voice: Option<VoiceId>,
    /// Speed of the voice, 0.7 to 1.3; instructions are slower [default: 1] [env: REPCUE_VOICE_SPEED]
    #[arg(long, value_name = "SPEED", hide_short_help = true)]
    pub voice_speed: Option<Speed>,
    /// Folder with replacement sounds: lift.wav, hold.flac, rest.mp3, done.ogg, … [default: built-in] [env: REPCUE_SOUNDS]
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath, hide_short_help = true)]
    pub sounds: Option<std::path::PathBuf>,
}

/// Music under the cues.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Sound")]
pub struct MusicArgs {
    /// Music under the cues: a folder, or a file (WAV, FLAC, MP3, Ogg Vorbis, M4A) [default: none] [env: REPCUE_MUSIC]
    #[arg(long, value_name = "FOLDER|FILE", value_hint = ValueHint::AnyPath)]
    pub music: Option<std::path::PathBuf>,
    /// Volume of the music; it is lower while something is said [default: 50] [env: REPCUE_MUSIC_VOLUME]
    #[arg(long, value_name = "0-100", value_parser = clap::value_parser!(u8).range(0..=100), hide_short_help = true)]
    pub music_volume: Option<u8>,
    /// No music, whatever the settings say
    #[arg(long, conflicts_with_all = ["music", "music_volume"], hide_short_help = true)]
    pub no_music: bool,
}

/// How a session is heard and seen while it is played.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Sound")]
pub struct Playing {
    /// The voice and the sounds.
    #[command(flatten)]
    pub sound: SoundArgs,
    /// Volume [default: 80] [env: REPCUE_VOLUME]
    #[arg(long, value_name = "0-100", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub volume: Option<u8>,
    /// Music.
    #[command(flatten)]
    pub music: MusicArgs,
    /// Run silently
    #[arg(short, long)]
    pub no_sound: bool,
    /// Sound device: its name, or a part of it [default: system default] [env: REPCUE_DEVICE]
    #[arg(long, value_name = "NAME", conflicts_with = "no_sound", hide_short_help = true)]
    pub device: Option<String>,
    /// Audio buffer, 10ms to 300ms: lower reacts faster, higher survives a busy computer [default: 170ms] [env:
    /// REPCUE_LATENCY]
    #[arg(long, value_name = "TIME", conflicts_with = "no_sound", hide_short_help = true)]
    pub latency: Option<Latency>,
    /// If the sound device disappears, continue silently instead of waiting
    #[arg(long, hide_short_help = true)]
    pub keep_time: bool,
    /// Print one line per interval, without moving the cursor [env: REPCUE_PLAIN]
    #[arg(short, long, help_heading = "Session")]
    pub plain: bool,
    /// Two progress bars instead of the full screen
    #[arg(long, help_heading = "Session", conflicts_with = "plain")]
    pub bars: bool,
    /// The full screen, `--bars` or `--plain` [default: full] [env: REPCUE_DISPLAY]
    #[arg(long, value_name = "full|bars|plain", help_heading = "Session", conflicts_with_all = ["plain", "bars"], add = completion::words(DisplayKind::WORDS.iter().copied()), hide_short_help = true)]
    pub display: Option<DisplayKind>,
    /// Do not record this session in the history [env: REPCUE_HISTORY=0]
    #[arg(long, help_heading = "Session", hide_short_help = true)]
    pub no_history: bool,
    /// Name of this session, for `repcue ctl --session` [default: main]
    #[arg(long, value_name = "NAME", help_heading = "Session", hide_short_help = true)]
    pub session: Option<SessionName>,
}

impl From<SoundArgs> for Playing {
    fn from(sound: SoundArgs) -> Playing {
        Playing { sound, ..Playing::default() }
    }
}

/// Changes for every exercise that is played.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Overrides (apply to every exercise)")]
pub struct ChangeArgs {
    /// Reps per set, and per side: a number, a range such as 10-12, or open
    #[arg(short, long, value_name = "N|A-B|open", value_parser = |text: &str| one(text, "reps", str::parse::<Reps>), conflicts_with = "for", allow_hyphen_values = true)]
    pub reps: Option<Reps>,
    /// Work for this long instead of counting reps, such as 45s
    #[arg(long = "for", value_name = "TIME", value_parser = |text: &str| one(text, "for", time_of_work), allow_hyphen_values = true)]
    pub r#for: Option<Length>,
    /// Sets per exercise
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)), allow_hyphen_values = true)]
    pub sets: Option<u32>,
    /// Which value of a range to use, and of a range of rests the other end; easy is the low end, progress goes up as you do it in full [default: easy] [env: REPCUE_LEVEL]
    #[arg(short, long, value_name = "easy|standard|hard|progress", add = completion::words(LevelChoice::WORDS.iter().copied()))]
    pub level: Option<LevelChoice>,
    /// Seconds to lower, pause, lift and hold, such as 3-1-2-0 or 31X0
    #[arg(short, long, conflicts_with_all = ["lift", "hold", "lower", "pause"], allow_hyphen_values = true, hide_short_help = true)]
    pub tempo: Option<Tempo>,
    /// Time to lift, such as 2s
    #[arg(long, value_name = "TIME", value_parser = |text: &str| one(text, "lift", phase), allow_hyphen_values = true, hide_short_help = true)]
    pub lift: Option<Length>,
    /// Time to hold at the top
    #[arg(long, value_name = "TIME", value_parser = |text: &str| one(text, "hold", phase), allow_hyphen_values = true)]
    pub hold: Option<Length>,
    /// Time to lower
    #[arg(long, value_name = "TIME", value_parser = |text: &str| one(text, "lower", phase), allow_hyphen_values = true, hide_short_help = true)]
    pub lower: Option<Length>,
    /// Time to pause at the bottom
    #[arg(long, value_name = "TIME", value_parser = |text: &str| one(text, "pause", phase), allow_hyphen_values = true, hide_short_help = true)]
    pub pause: Option<Length>,
    /// Both sides at once, one side after the other, rep by rep, or one side alone
    #[arg(long, value_name = "together|each|alternate|left|right", add = completion::words(Sides::WORDS.iter().copied()), hide_short_help = true)]
    pub sides: Option<Sides>,
    /// Side to start with
    #[arg(long, value_name = "left|right", add = completion::words(Side::WORDS.iter().copied()), hide_short_help = true)]
    pub first: Option<Side>,
    /// Every rest: between sets, exercises and rounds; `ready` waits for you [default: 20s] [env: REPCUE_REST]
    #[arg(long, value_name = "TIME|ready", value_parser = |text: &str| one(text, "rest", Rest::typed), allow_hyphen_values = true)]
    pub rest: Option<Rest>,
    /// Time to switch sides [default: 8s] [env: REPCUE_SWITCH]
    #[arg(long, value_name = "TIME", value_parser = typed, allow_hyphen_values = true, hide_short_help = true)]
    pub switch: Option<Length>,
    /// Time to get ready before each set [default: 5s] [env: REPCUE_READY]
    #[arg(long, value_name = "TIME", value_parser = typed, allow_hyphen_values = true, hide_short_help = true)]
    pub ready: Option<Length>,
    /// Which reps are counted aloud [default: all] [env: REPCUE_COUNT]
    #[arg(long, value_name = "all|fives|last|off", add = completion::words(Count::WORDS.iter().copied()), hide_short_help = true)]
    pub count: Option<Count>,
    /// How much is said before a set: full until you know it, everything, the name, amount and one tip, or the name [default: learning] [env: REPCUE_INSTRUCTIONS]
    #[arg(long, value_name = "learning|full|brief|off", add = completion::words(InstructionsChoice::WORDS.iter().copied()), hide_short_help = true)]
    pub instructions: Option<InstructionsChoice>,
    /// Short for `--instructions brief`
    #[arg(long, conflicts_with = "instructions", hide_short_help = true)]
    pub brief: bool,
}

/// Which of a routine's exercises are played.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Exercises")]
pub struct SelectionArgs {
    /// Leave out these exercises (comma-separated); `plank:2` is the second plank, or the second set of the only one
    #[arg(short = 'x', long, value_name = "LIST", value_delimiter = ',', add = completion::of_the_routine())]
    pub skip: Vec<String>,
    /// Play only these exercises (comma-separated)
    #[arg(long, value_name = "LIST", value_delimiter = ',', add = completion::of_the_routine())]
    pub only: Vec<String>,
    /// Start at this exercise; `plank:2` is the second plank, or the second set of the only one
    #[arg(long, value_name = "EXERCISE", add = completion::of_the_routine())]
    pub from: Option<String>,
    /// Fit the session into N minutes by dropping sets, then exercises
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub minutes: Option<u32>,
    /// Week of a plan [default: that of today, if the plan has a start, or 1]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(LAST)))]
    pub week: Option<u32>,
    /// Shuffle the exercises within each block, except warm-up and cool-down
    #[arg(long)]
    pub shuffle: bool,
    /// Shuffle with this seed (a shuffled session prints its seed)
    #[arg(long, value_name = "N", requires = "shuffle", hide_short_help = true)]
    pub seed: Option<u64>,
}

impl ChangeArgs {
    /// The changes that they ask for.
    #[must_use]
    pub fn changes(&self) -> Changes {
        Changes {
            reps: self.reps.clone(),
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
            instructions: self.instructions.or(self.brief.then_some(InstructionsChoice::Brief)),
            level: self.level,
            week: None,
            today: None,
            past: Past::default(),
            defaults: Settings::default(),
            selection: Selection::default(),
        }
    }
}

/// Parses the length of work: at least a second, as in files.
fn time_of_work(text: &str) -> Result<Length, ValueError> {
    let length = typed(text)?;
    let least = std::time::Duration::from_secs(1);
    if length.0 < least {
        Err(ValueError::new("a length of at least 1s", format!("`{text}`")))
    } else {
        Ok(length)
    }
}

/// Parses one value for all sets. A list is a change of the routine.
fn one<T>(text: &str, key: &str, parse: impl Fn(&str) -> Result<T, ValueError>) -> Result<T, String> {
    parse(text).map_err(|error| {
        let is_list = text.contains(',') && text.split(',').all(|item| parse(item.trim()).is_ok());
        if is_list {
            format!(
                "an option has one value for all sets; `repcue set ROUTINE EXERCISE {key}={}` writes a list",
                text.replace(' ', "")
            )
        } else {
            error.to_string()
        }
    })
}

/// Parses the length of a phase: at most ten minutes, as in files.
fn phase(text: &str) -> Result<Length, ValueError> {
    let length = typed(text)?;
    if length.0 > LONGEST_PHASE {
        Err(ValueError::new("a length of at most 10m", format!("`{text}`")))
    } else {
        Ok(length)
    }
}

/// The name of a session: at most 40 letters, digits, `-` and `_`.
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
