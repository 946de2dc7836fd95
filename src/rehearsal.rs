//! What comes before a session: its phrases are made, and its timeline is laid with their real lengths.

use crate::routine::Routine;
use crate::sound::Sounds;
use crate::sound::voice::speaker::{Speaker, Warning};
use crate::timeline::phrases::Phrases;
use crate::timeline::{Timeline, compile};

/// A session that is ready to be played.
#[derive(Debug)]
pub struct Rehearsal {
    /// What happens.
    pub timeline: Timeline,
    /// What is heard.
    pub sounds: Sounds,
    /// What the person is to be told about the voice.
    pub warnings: Vec<Warning>,
}

/// Lays a routine out for `rate` frames a second; `progress` is told how many phrases of how many are made.
///
/// The first timeline is laid with guessed lengths and shows what will be said. Where that fits, or what
/// the end says of the whole length, depends on the lengths themselves: so it is laid again until every
/// phrase in it is there, which takes two or three times.
pub fn rehearse(
    routine: &Routine,
    phrases: &Phrases,
    speaker: &mut Speaker,
    rate: u32,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Rehearsal {
    let mut sounds = Sounds::new(rate);
    let mut warnings = Vec::new();
    loop {
        let timeline = compile(routine, phrases, &sounds);
        let missing = sounds.missing();
        let Some(voice) = speaker.voice().filter(|_| !missing.is_empty()) else {
            return Rehearsal { timeline, sounds, warnings };
        };
        let (made, told) = speaker.make(&missing, &|done| progress(done, missing.len()));
        warnings.extend(told);
        if speaker.voice() == Some(voice) {
            sounds.add(made);
        } else {
            // Another voice speaks from now on: it says everything.
            sounds.forget();
        }
    }
}
