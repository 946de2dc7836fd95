//! `repcue timer`: intervals without a file.

use clap::Args;

use super::{Playing, guide};
use crate::completion;
use crate::diagnostic::Diagnostic;
use crate::routine::InstructionsChoice;
use crate::routine::changes::Changes;
use crate::routine::duration::{Length, typed};
use crate::routine::field::MOST;
use crate::routine::selection::Selection;
use crate::routine::timer;

/// `repcue timer`
#[derive(Debug, Args)]
#[command(after_help = guide::help_of("timer"), after_long_help = guide::long_help_of("timer"))]
pub struct Timer {
    /// Work or work/rest, how often, and a name, such as `20s/10s x8 Push-ups`
    #[arg(value_name = "WORK[/REST] [xN] [NAME]", required = true, num_args = 1.., allow_negative_numbers = true)]
    pub words: Vec<String>,
    /// Name of the work
    #[arg(long, value_name = "NAME", help_heading = "Intervals")]
    pub name: Option<String>,
    /// Exercises of a round, in this order (comma-separated); one that is not in the library is only named
    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "Intervals", add = completion::exercises())]
    pub of: Vec<String>,
    /// Number of rounds; the same as xN
    #[arg(long, value_name = "N", help_heading = "Intervals", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)))]
    pub rounds: Option<u32>,
    /// How long before the end of the work the time left is said (comma-separated) [default: at the half]
    #[arg(long, value_name = "TIME", value_delimiter = ',', help_heading = "Intervals", value_parser = typed)]
    pub warn: Vec<Length>,
    /// Write the intervals to a routine of your own with this name, instead of playing them
    #[arg(long, value_name = "NAME", help_heading = "Intervals", conflicts_with_all = ["TimerChanges", "Playing", "SoundArgs", "MusicArgs"])]
    pub save: Option<String>,
    /// The changes on the spot.
    #[command(flatten)]
    pub changes: TimerChanges,
    /// How it is played.
    #[command(flatten)]
    pub playing: Playing,
}

/// Changes that make sense for intervals.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Session")]
pub struct TimerChanges {
    /// Time to get ready [default: 5s] [env: REPCUE_READY]
    #[arg(long, value_name = "TIME", value_parser = typed)]
    pub ready: Option<Length>,
    /// Time to switch sides [default: 8s] [env: REPCUE_SWITCH]
    #[arg(long, value_name = "TIME", value_parser = typed, hide_short_help = true)]
    pub switch: Option<Length>,
    /// How much is said before a set: full until you know it, everything, the name, amount and one tip, or the name [default: learning] [env: REPCUE_INSTRUCTIONS]
    #[arg(long, value_name = "learning|full|brief|off", add = completion::words(InstructionsChoice::WORDS.iter().copied()), hide_short_help = true)]
    pub instructions: Option<InstructionsChoice>,
    /// Shuffle the exercises
    #[arg(long, requires = "of", hide_short_help = true)]
    pub shuffle: bool,
    /// Shuffle with this seed (a shuffled session prints its seed)
    #[arg(long, value_name = "N", requires = "shuffle", hide_short_help = true)]
    pub seed: Option<u64>,
}

impl Timer {
    /// The intervals that the words and options ask for.
    ///
    /// # Errors
    /// If they make no sense, or contradict each other.
    pub fn intervals(&self) -> Result<timer::Timer, Diagnostic> {
        let mut timer = timer::Timer::parse(&self.words)?;
        if let (Some(_), Some(_)) = (timer.times, self.rounds) {
            let error = Diagnostic::plain("how often is given twice");
            return Err(error.help("leave out `--rounds`, or the number after `x`"));
        }
        if let (Some(_), Some(_)) = (&timer.name, &self.name) {
            let error = Diagnostic::plain("the name is given twice");
            return Err(error.help("leave out `--name`, or quote the whole name: `--name \"Box jump\"`"));
        }
        timer.times = timer.times.or(self.rounds);
        timer.name = timer.name.or(self.name.clone());
        timer.warn = (!self.warn.is_empty()).then(|| self.warn.clone());
        let named = self.of.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
        timer.exercises = named.map(str::to_owned).collect();
        Ok(timer)
    }
}

impl TimerChanges {
    /// The changes that they ask for; a shuffle without a seed gets `new_seed`.
    #[must_use]
    pub fn changes(&self, new_seed: impl FnOnce() -> u64) -> Changes {
        let shuffle = self.shuffle.then(|| self.seed.unwrap_or_else(new_seed));
        Changes {
            ready: self.ready,
            switch: self.switch,
            instructions: self.instructions,
            selection: Selection { shuffle, ..Selection::default() },
            ..Changes::default()
        }
    }
}
