//! What comes before a session: its phrases are made, and its timeline is laid with their real lengths.

pub mod size;

use std::time::Duration;

use crate::diagnostic::Diagnostic;
use crate::routine::Routine;
use crate::routine::duration::LONGEST;
use crate::routine::fit::{Laid, fit};
use crate::sound::Sounds;
use crate::sound::voice::speaker::{Speaker, Warning};
use crate::time::{At, clock};
use crate::timeline::phrases::Phrases;
use crate::timeline::{Timeline, compile};

/// A session that is ready to be played.
#[derive(Debug)]
pub struct PreparedSession {
    /// What happens.
    pub timeline: Timeline,
    /// What is heard.
    pub sounds: Sounds,
    /// What was left out for it to fit into the time, in words.
    pub left_out: Vec<String>,
    /// What the person is to be told about the voice.
    pub warnings: Vec<Warning>,
}

/// Lays a routine out with these sounds, shortened to `most` if that is asked for; `progress`
/// is told how many phrases of how many are made.
///
/// # Errors
/// If the session is too long, or has too much to say.
pub fn lay_out(
    routine: &Routine,
    most: Option<Duration>,
    phrases: &Phrases,
    speaker: &mut Speaker,
    sounds: Sounds,
    progress: &Progress<'_>,
) -> Result<PreparedSession, Diagnostic> {
    let mut stage = Builder { phrases, speaker, sounds, warnings: Vec::new() };
    let first = stage.guess(routine);
    let to_say = stage.sounds.missing();
    // Before anything is made: it may be too much to make.
    size::check(&first, &to_say)?;
    stage.make(&to_say, progress);
    let timeline = stage.lay(routine, progress);
    let Some(most) = most.filter(|most| *most < length(&timeline)) else {
        return Ok(stage.ready(timeline, Vec::new()));
    };
    // What is fitted has phrases of its own ("two sets"), of guessed lengths until they are made.
    let mut wanted = most;
    loop {
        let fitted = fit(routine, wanted, &|routine| stage.measure(routine));
        let timeline = stage.lay(&fitted.routine, progress);
        let over = length(&timeline).saturating_sub(most);
        if over.is_zero() || !fitted.fits {
            return Ok(stage.ready(timeline, fitted.left_out));
        }
        wanted = wanted.saturating_sub(over.max(Duration::from_secs(1)));
    }
}

/// Told how many phrases of how many are made.
pub type Progress<'a> = dyn Fn(usize, usize) + Sync + 'a;

struct Builder<'a> {
    phrases: &'a Phrases,
    speaker: &'a mut Speaker,
    sounds: Sounds,
    warnings: Vec<Warning>,
}

impl Builder<'_> {
    /// The timeline, in which phrases that are not made have a guessed length.
    fn guess(&self, routine: &Routine) -> Timeline {
        compile(routine, self.phrases, &self.sounds)
    }

    /// How long a routine and each of its exercises take.
    fn measure(&self, routine: &Routine) -> Laid {
        let timeline = compile(routine, self.phrases, &self.sounds.measure());
        let exercises = timeline.exercises().into_iter().map(|(_, length)| length).collect();
        Laid { length: length(&timeline), exercises }
    }

    /// The timeline with all its phrases.
    ///
    /// The first is laid with guessed lengths and shows what will be said. Where that fits, or what the
    /// end says of the whole length, depends on the lengths themselves: so it is laid again until every
    /// phrase in it is there, which takes two or three times.
    fn lay(&mut self, routine: &Routine, progress: &Progress<'_>) -> Timeline {
        loop {
            let timeline = self.guess(routine);
            let missing = self.sounds.missing();
            if !self.make(&missing, progress) {
                return timeline;
            }
        }
    }

    /// Makes phrases; false if there is nothing to make, or nothing to make it with.
    fn make(&mut self, missing: &[String], progress: &Progress<'_>) -> bool {
        let Some(voice) = self.speaker.voice().filter(|_| !missing.is_empty()) else { return false };
        let (made, told) = self.speaker.make(missing, &|done| progress(done, missing.len()));
        self.warnings.extend(told);
        if self.speaker.voice() == Some(voice) {
            self.sounds.add(made);
        } else {
            // Another voice speaks from now on: it says everything.
            self.sounds.forget();
        }
        true
    }

    fn ready(mut self, timeline: Timeline, left_out: Vec<String>) -> PreparedSession {
        if length(&timeline) > LONGEST {
            let words = format!("this voice makes the session {} long", clock(length(&timeline)));
            self.warnings.push(words);
        }
        PreparedSession { timeline, sounds: self.sounds, left_out, warnings: self.warnings }
    }
}

fn length(timeline: &Timeline) -> Duration {
    timeline.end() - At::ZERO
}
