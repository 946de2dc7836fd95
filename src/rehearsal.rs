//! What comes before a session: its phrases are made, and its timeline is laid with their real lengths.

use std::time::Duration;

use crate::routine::Routine;
use crate::routine::selection::{fit, left_out};
use crate::sound::Sounds;
use crate::sound::voice::speaker::{Speaker, Warning};
use crate::time::At;
use crate::timeline::phrases::Phrases;
use crate::timeline::{Timeline, compile};

/// A session that is ready to be played.
#[derive(Debug)]
pub struct Rehearsal {
    /// What happens.
    pub timeline: Timeline,
    /// What is heard.
    pub sounds: Sounds,
    /// What was left out for it to fit into the time, in words.
    pub left_out: Vec<String>,
    /// What the person is to be told about the voice.
    pub warnings: Vec<Warning>,
}

/// Lays a routine out with these sounds, shortened to `most` where that is asked for; `progress`
/// is told how many phrases of how many are made.
pub fn rehearse(
    routine: &Routine,
    most: Option<Duration>,
    phrases: &Phrases,
    speaker: &mut Speaker,
    sounds: Sounds,
    progress: &Progress<'_>,
) -> Rehearsal {
    let mut stage = Stage { phrases, speaker, sounds, warnings: Vec::new() };
    let mut timeline = stage.lay(routine, progress);
    let Some(most) = most else { return stage.ready(timeline, Vec::new()) };
    let mut fitted = routine.clone();
    // What is fitted has phrases of its own ("two sets"), of guessed lengths until they are made.
    while length(&timeline) > most {
        let shorter = fit(&mut fitted, most, &mut |routine| length(&stage.guess(routine)));
        timeline = stage.lay(&fitted, progress);
        if !shorter {
            break;
        }
    }
    stage.ready(timeline, left_out(routine, &fitted))
}

/// Told how many phrases of how many are made.
pub type Progress<'a> = dyn Fn(usize, usize) + Sync + 'a;

struct Stage<'a> {
    phrases: &'a Phrases,
    speaker: &'a mut Speaker,
    sounds: Sounds,
    warnings: Vec<Warning>,
}

impl Stage<'_> {
    /// The timeline, in which phrases that are not made have a guessed length.
    fn guess(&self, routine: &Routine) -> Timeline {
        compile(routine, self.phrases, &self.sounds)
    }

    /// The timeline with all its phrases.
    ///
    /// The first is laid with guessed lengths and shows what will be said. Where that fits, or what the
    /// end says of the whole length, depends on the lengths themselves: so it is laid again until every
    /// phrase in it is there, which takes two or three times.
    fn lay(&mut self, routine: &Routine, progress: &Progress<'_>) -> Timeline {
        // What was asked for before is of another routine.
        self.sounds.missing();
        loop {
            let timeline = self.guess(routine);
            let missing = self.sounds.missing();
            let Some(voice) = self.speaker.voice().filter(|_| !missing.is_empty()) else {
                return timeline;
            };
            let (made, told) = self.speaker.make(&missing, &|done| progress(done, missing.len()));
            self.warnings.extend(told);
            if self.speaker.voice() == Some(voice) {
                self.sounds.add(made);
            } else {
                // Another voice speaks from now on: it says everything.
                self.sounds.forget();
            }
        }
    }

    fn ready(self, timeline: Timeline, left_out: Vec<String>) -> Rehearsal {
        Rehearsal { timeline, sounds: self.sounds, left_out, warnings: self.warnings }
    }
}

fn length(timeline: &Timeline) -> Duration {
    timeline.end() - At::ZERO
}
