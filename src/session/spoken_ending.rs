//! What is said at the end of a session in which something was skipped, paused or added: it is generated shortly before.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::player::{Activity, Played, Position, Progress, Transport};
use crate::routine::Routine;
use crate::score::Clips;
use crate::sound::Sounds;
use crate::sound::clip::Clip;
use crate::sound::voice::speaker::Speaker;
use crate::tally::Tally;
use crate::threads;
use crate::timeline::phrases::Phrases;
use crate::timeline::{IntervalKind, Timeline, ending};

/// How long before the end the phrase is generated: a slow voice takes some seconds.
const AHEAD: Duration = Duration::from_secs(30);

/// Speaks what is known only while a session plays.
#[derive(Debug)]
pub struct Narrator {
    /// Generates the phrases.
    pub speaker: Speaker,
    /// The sounds of the session, which know its sample rate.
    pub sounds: Sounds,
    /// The phrases.
    pub phrases: Phrases,
    /// The routine, with its pronunciations.
    pub routine: Routine,
}

impl Narrator {
    /// The clip of the ending; `None` without a voice.
    fn ending(&mut self, exercises: usize, time: Duration) -> Option<Clip> {
        let text = ending(&self.phrases, &self.routine, exercises, Some(time));
        let (phrases, _) = self.speaker.make(std::slice::from_ref(&text), &|_| {});
        self.sounds.add(phrases);
        self.sounds.speech(&text)
    }
}

/// Prepares the spoken ending while a session plays.
#[derive(Debug)]
pub(super) struct SpokenEnding {
    narrator: Arc<Mutex<Narrator>>,
    /// The index of the interval that the session started with.
    start: usize,
    /// The number of changes of plan for which the phrase was last requested.
    requested: u64,
}

impl SpokenEnding {
    /// For a session that starts with an interval.
    pub(super) fn new(narrator: Narrator, start: usize) -> SpokenEnding {
        SpokenEnding { narrator: Arc::new(Mutex::new(narrator)), start, requested: 0 }
    }

    /// Generates the phrase, on a thread of its own, if the end is near and the plan was changed since the last time.
    pub(super) fn poll(&mut self, timeline: &Timeline, transport: &Transport, position: &Position) {
        if let Some(request) = self.request(timeline, transport, position) {
            // If no thread can be started, the session ends without the numbers.
            let _ = threads::start("spoken ending", move || request.fulfil());
        }
    }

    fn request(
        &mut self,
        timeline: &Timeline,
        transport: &Transport,
        position: &Position,
    ) -> Option<Request> {
        let left = time_to_end(timeline, position).filter(|left| *left <= AHEAD)?;
        let Progress { taken, changes, played, .. } = transport.progress();
        if changes == self.requested {
            return None;
        }
        self.requested = changes;
        let Tally { exercises, .. } = Tally::new(timeline, &expected(timeline, position, played), self.start);
        (exercises > 0).then(|| Request {
            narrator: Arc::clone(&self.narrator),
            transport: transport.clone(),
            changes,
            exercises,
            time: taken + left,
        })
    }
}

/// A phrase to generate.
struct Request {
    narrator: Arc<Mutex<Narrator>>,
    transport: Transport,
    /// The number of changes of plan after which it is true.
    changes: u64,
    /// The number of exercises that will have been cued.
    exercises: usize,
    /// The time that it will have taken.
    time: Duration,
}

impl Request {
    fn fulfil(self) {
        let mut narrator = self.narrator.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(clip) = narrator.ending(self.exercises, self.time) {
            self.transport.tell_ending(self.changes, clip);
        }
    }
}

/// The time until the routine is over, if nothing more is changed; `None` if that is unknown.
fn time_to_end(timeline: &Timeline, position: &Position) -> Option<Duration> {
    let last = timeline.intervals.last().filter(|last| last.kind == IntervalKind::Done)?;
    let is_known = timeline.intervals[position.interval..]
        .iter()
        .all(|interval| !interval.waits && interval.cycle.is_none());
    let is_playing = position.activity == Activity::Playing && position.at < last.start;
    (is_known && is_playing).then(|| last.start - position.at + position.extra)
}

/// What will have been played at the end, if nothing more is changed.
fn expected(timeline: &Timeline, position: &Position, mut played: Vec<Played>) -> Vec<Played> {
    for (interval, played) in timeline.intervals.iter().zip(&mut played).skip(position.interval) {
        played.until = Some(interval.end);
    }
    played
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::{PlaybackOptions, player};
    use crate::routine::speed::Speed;
    use crate::score::Score;
    use crate::sound::voice::Voice;
    use crate::sound::voice::error::VoiceError;
    use crate::sound::wav::MonoBuffer;
    use crate::testing;
    use crate::timeline::compile;

    const RATE: u32 = 8_000;
    const TEXT: &str = "ready='3s'\nrest='1m'\n\
        [[exercise]]\nname='Plank'\nfor='20s'\n[[exercise]]\nname='Clam'\nfor='20s'\n";

    /// Speaks a click for each letter.
    struct Clicks;

    impl Voice for Clicks {
        fn name(&self) -> String {
            "clicks".to_owned()
        }
        fn key(&self) -> String {
            self.name()
        }
        fn speak(&self, text: &str, _: Speed) -> Result<MonoBuffer, VoiceError> {
            let samples = (0..text.len() * 400).map(|n| if n % 100 < 50 { 0.2 } else { -0.2 }).collect();
            Ok(MonoBuffer { rate: RATE, samples })
        }
    }

    /// A session with skips, after each of which these frames are played: what is requested then.
    fn requested(skips: usize, then: usize) -> Option<(usize, Duration)> {
        let (routine, phrases) = (testing::routine(TEXT), Phrases::built_in());
        let mut speaker = Speaker::new(vec![Box::new(Clicks)], None);
        let mut sounds = Sounds::built_in(RATE);
        let timeline = loop {
            let timeline = compile(&routine, &phrases, &sounds);
            let missing = sounds.missing();
            if missing.is_empty() {
                break timeline;
            }
            sounds.add(speaker.make(&missing, &|_| {}).0);
        };
        let score = Arc::new(Score::new(&timeline, &sounds, RATE));
        let (mut renderer, transport) = player(&score, PlaybackOptions::default());
        let mut ending = SpokenEnding::new(Narrator { speaker, sounds, phrases, routine }, 0);
        let mut frames = vec![[0.0; 2]; then];
        assert!(ending.request(&timeline, &transport, &transport.position()).is_none(), "it is far away");
        for _ in 0..skips {
            transport.next();
            renderer.render(&mut frames);
        }
        // A skip to work is announced first.
        while transport.position().activity != Activity::Playing {
            renderer.render(&mut [[0.0; 2]; 80]);
        }
        let request = ending.request(&timeline, &transport, &transport.position())?;
        assert!(ending.request(&timeline, &transport, &transport.position()).is_none(), "once is enough");
        let found = (request.exercises, request.time);
        request.fulfil();
        assert!(!transport.position().finished, "in time");
        Some(found)
    }

    #[test]
    fn it_is_requested_near_the_end_with_what_will_have_been_cued() {
        let second = RATE as usize;
        assert_eq!(requested(1, second), None, "the first exercise has just begun");
        // To the plank, of which two seconds are played; to the rest; to the clam.
        let (exercises, time) = requested(3, 2 * second).unwrap();
        assert_eq!(exercises, 2);
        assert!((22..25).contains(&time.as_secs()), "{time:?}");
        let (exercises, _) = requested(3, second / 10).unwrap();
        assert_eq!(exercises, 1, "the plank was skipped at once");
    }
}
