//! Prepares a session: generates its phrases and compiles the timeline with their real lengths.

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
    /// The timeline.
    pub timeline: Timeline,
    /// Its sounds and phrases.
    pub sounds: Sounds,
    /// What was dropped to fit the time, in words.
    pub left_out: Vec<String>,
    /// Warnings about the voice.
    pub warnings: Vec<Warning>,
    /// Its speaker.
    pub speaker: Speaker,
}

/// Compiles a routine with these sounds, shortened to `most` if given. `progress` receives the number of phrases
/// generated and the total.
///
/// # Errors
/// If the session is too long, or has too much speech.
pub fn lay_out(
    routine: &Routine,
    most: Option<Duration>,
    phrases: &Phrases,
    speaker: Speaker,
    sounds: Sounds,
    progress: &Progress<'_>,
) -> Result<PreparedSession, Diagnostic> {
    let mut stage = Builder { phrases, speaker, sounds, warnings: Vec::new() };
    let first = stage.guess(routine);
    let to_say = stage.sounds.missing();
    // Before any phrase is generated: there may be too many.
    size::check(&first, &to_say)?;
    if stage.speaker.voice().is_none() {
        stage.sounds = stage.sounds.silent();
    }
    stage.make(&to_say, progress);
    let timeline = stage.lay(routine, progress);
    let Some(most) = most.filter(|most| *most < length(&timeline)) else {
        return Ok(stage.ready(timeline, Vec::new()));
    };
    // A shortened routine has phrases of its own ("two sets"), with estimated lengths until they are generated.
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

/// Receives the number of phrases generated and the total.
pub type Progress<'a> = dyn Fn(usize, usize) + Sync + 'a;

struct Builder<'a> {
    phrases: &'a Phrases,
    speaker: Speaker,
    sounds: Sounds,
    warnings: Vec<Warning>,
}

impl Builder<'_> {
    /// The timeline, with estimated lengths for phrases that are not generated.
    fn guess(&self, routine: &Routine) -> Timeline {
        compile(routine, self.phrases, &self.sounds)
    }

    /// The length of a routine and of each of its exercises.
    fn measure(&self, routine: &Routine) -> Laid {
        let timeline = compile(routine, self.phrases, &self.sounds.measure());
        let exercises = timeline.exercises().into_iter().map(|(_, length)| length).collect();
        Laid { length: length(&timeline), exercises }
    }

    /// The timeline with all its phrases.
    ///
    /// The first one uses estimated lengths and shows which phrases are needed. Where they fit, and the total time
    /// announced at the end, depend on their lengths: so it is compiled again until no phrase is missing, which takes
    /// two or three times.
    fn lay(&mut self, routine: &Routine, progress: &Progress<'_>) -> Timeline {
        loop {
            let timeline = self.guess(routine);
            let missing = self.sounds.missing();
            if !self.make(&missing, progress) {
                return timeline;
            }
        }
    }

    /// Generates phrases; false if none are missing, or there is no voice.
    fn make(&mut self, missing: &[String], progress: &Progress<'_>) -> bool {
        let Some(voice) = self.speaker.voice().filter(|_| !missing.is_empty()) else { return false };
        let (made, told) = self.speaker.make(missing, &|done| progress(done, missing.len()));
        self.warnings.extend(told);
        if self.speaker.voice() == Some(voice) {
            self.sounds.add(made);
        } else {
            // Another voice takes over: it speaks all phrases.
            self.sounds.forget();
        }
        true
    }

    fn ready(mut self, timeline: Timeline, left_out: Vec<String>) -> PreparedSession {
        if length(&timeline) > LONGEST {
            let words = format!("this voice makes the session {} long", clock(length(&timeline)));
            self.warnings.push(words);
        }
        PreparedSession {
            timeline,
            sounds: self.sounds,
            left_out,
            warnings: self.warnings,
            speaker: self.speaker,
        }
    }
}

fn length(timeline: &Timeline) -> Duration {
    timeline.end() - At::ZERO
}
