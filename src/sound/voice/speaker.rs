//! Generates phrases: from the cache, or else with a voice, on all cores.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use super::cache::Cache;
use super::error::VoiceError;
use super::normalize::normalized;
use super::{SpeechClip, Voice};
use crate::causes::with_causes;
use crate::routine::speed::Speed;
use crate::threads::on_all_cores;

/// The voices to try, and the cache of their phrases.
pub struct Speaker {
    voices: Vec<Box<dyn Voice>>,
    cache: Option<Cache>,
    pace: Pace,
}

impl fmt::Debug for Speaker {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Speaker").field(&self.voice()).finish()
    }
}

/// How fast phrases are spoken.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    /// The speed.
    pub speed: Speed,
    /// The phrases that are instructions, which are spoken more slowly.
    pub instructions: HashSet<String>,
}

impl Pace {
    /// The speed of a phrase.
    #[must_use]
    pub fn of(&self, text: &str) -> Speed {
        if self.instructions.contains(text) { self.speed.of_instructions() } else { self.speed }
    }
}

/// A message for the user, shown once.
pub type Warning = String;

impl Speaker {
    /// A speaker with voices in order of preference; none for silence.
    #[must_use]
    pub fn new(voices: Vec<Box<dyn Voice>>, cache: Option<Cache>) -> Speaker {
        Speaker { voices, cache, pace: Pace::default() }
    }

    /// The same speaker at another pace.
    #[must_use]
    pub fn at(self, pace: Pace) -> Speaker {
        Speaker { pace, ..self }
    }

    /// The name of the voice in use; `None` for silence.
    #[must_use]
    pub fn voice(&self) -> Option<String> {
        self.voices.first().map(|voice| voice.name())
    }

    /// Generates phrases, all with the same voice. If a voice fails, this is reported and the next one takes over.
    pub fn make(
        &mut self,
        texts: &[String],
        progress: &(dyn Fn(usize) + Sync),
    ) -> (HashMap<String, SpeechClip>, Vec<Warning>) {
        let mut warnings = Vec::new();
        while let Some(voice) = self.voices.first() {
            match make(voice.as_ref(), self.cache.as_ref(), &self.pace, texts, progress) {
                Ok(phrases) => return (phrases, warnings),
                Err(error) => {
                    let next = self
                        .voices
                        .get(1)
                        .map_or_else(|| "nothing".to_owned(), |next| format!("`{}`", next.name()));
                    let why = with_causes(&error);
                    warnings.push(format!("the voice `{}` failed ({why}); using {next}", voice.name()));
                }
            }
            self.voices.remove(0);
        }
        (HashMap::new(), warnings)
    }
}

fn make(
    voice: &dyn Voice,
    cache: Option<&Cache>,
    pace: &Pace,
    texts: &[String],
    progress: &(dyn Fn(usize) + Sync),
) -> Result<HashMap<String, SpeechClip>, VoiceError> {
    let name = voice.key();
    let key = |text: &String| format!("{name} speed {}", pace.of(text).percent());
    let kept = |text: &String| cache.and_then(|cache| cache.get(&key(text), text));
    let found: Vec<OnceLock<SpeechClip>> = texts.iter().map(|_| OnceLock::new()).collect();
    let looked = AtomicUsize::new(0);
    on_all_cores(texts.len(), || {
        while let Some(place) =
            Some(looked.fetch_add(1, Ordering::Relaxed)).filter(|place| *place < texts.len())
        {
            if let Some(phrase) = kept(&texts[place]) {
                // No other thread writes to this cell.
                let _ = found[place].set(phrase);
            }
        }
    });
    let mut phrases = HashMap::new();
    let mut to_make = Vec::new();
    for (text, phrase) in texts.iter().zip(found) {
        match phrase.into_inner() {
            Some(phrase) => drop(phrases.insert(text.clone(), phrase)),
            None => to_make.push(text),
        }
    }
    if to_make.is_empty() {
        return Ok(phrases);
    }
    // The longest first, so that no core is left with a long one at the end.
    to_make.sort_by_key(|text| std::cmp::Reverse(text.len()));
    progress(phrases.len());
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(phrases.len()));
    let made = Mutex::new(Ok(Vec::new()));
    // Not rayon's threads: a voice may use them, and a thread that waits inside rayon would be given other phrases.
    let work = || {
        while let Some(text) = to_make.get(next.fetch_add(1, Ordering::Relaxed)) {
            let phrase = voice.speak(text, pace.of(text)).map(|made| normalized(&made));
            if let (Ok(phrase), Some(cache)) = (&phrase, cache) {
                cache.store(&key(text), text, phrase);
            }
            let Ok(mut made) = made.lock() else { return };
            match (&mut *made, phrase) {
                (Ok(all), Ok(phrase)) => all.push(((*text).clone(), phrase)),
                (Ok(_), Err(error)) => {
                    // Another phrase of this voice could take as long again.
                    *made = Err(error);
                    return;
                }
                (Err(_), _) => return,
            }
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
        }
    };
    on_all_cores(to_make.len(), work);
    if let Some(cache) = cache {
        cache.tidy();
    }
    let made = made.into_inner().map_err(|_| VoiceError::Panicked)?;
    phrases.extend(made?);
    Ok(phrases)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::wav::MonoBuffer;

    /// Speaks a tone of as many centiseconds as the text has letters; fails for some texts.
    struct Tone(&'static str);

    impl Voice for Tone {
        fn name(&self) -> String {
            self.0.to_owned()
        }
        fn key(&self) -> String {
            self.0.to_owned()
        }
        fn speak(&self, text: &str, speed: Speed) -> Result<MonoBuffer, VoiceError> {
            if self.0 == "broken" && text == "b" {
                return Err(VoiceError::BuiltInDamaged);
            }
            Ok(MonoBuffer {
                rate: 8_000,
                samples: (0..text.len() * 80_000 / usize::from(speed.percent()))
                    .map(|n| (n as f32 * 0.3).sin() * 0.1)
                    .collect(),
            })
        }
    }

    #[test]
    fn a_failing_voice_is_reported_once_and_the_next_one_takes_over() {
        let mut speaker = Speaker::new(vec![Box::new(Tone("broken")), Box::new(Tone("good"))], None);
        let texts: Vec<String> = ["a", "b", "ccc"].map(str::to_owned).to_vec();
        let (phrases, warnings) = speaker.make(&texts, &|_| {});
        assert_eq!(warnings, ["the voice `broken` failed (its built-in data is damaged); using `good`"]);
        assert_eq!(phrases.len(), 3);
        assert_eq!(speaker.voice().as_deref(), Some("good"));
        assert!(speaker.make(&texts, &|_| {}).1.is_empty());
    }

    /// Always fails, and counts how often it is called.
    struct Mute(&'static AtomicUsize);

    impl Voice for Mute {
        fn name(&self) -> String {
            "mute".to_owned()
        }
        fn key(&self) -> String {
            self.name()
        }
        fn speak(&self, _: &str, _: Speed) -> Result<MonoBuffer, VoiceError> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Err(VoiceError::BuiltInDamaged)
        }
    }

    #[test]
    fn a_voice_that_has_failed_is_not_used_again() {
        static ASKED: AtomicUsize = AtomicUsize::new(0);
        let mut speaker = Speaker::new(vec![Box::new(Mute(&ASKED)), Box::new(Tone("good"))], None);
        let texts: Vec<String> = (0..500).map(|n| n.to_string()).collect();
        assert_eq!(speaker.make(&texts, &|_| {}).0.len(), 500);
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let asked = ASKED.load(Ordering::Relaxed);
        assert!((1..=cores).contains(&asked), "at most once per core, not {asked} times");
    }

    /// A phrase that was stored at one speed is not used at another.
    #[test]
    fn instructions_are_slower_and_every_speed_has_its_own_phrases() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().to_owned());
        let text = "Lie on your back.";
        let length = |speed: &str, instructions: &[&str]| {
            let instructions = instructions.iter().map(|text| (*text).to_owned()).collect();
            let pace = Pace { speed: speed.parse().unwrap(), instructions };
            let mut speaker = Speaker::new(vec![Box::new(Tone("good"))], Some(cache.clone())).at(pace);
            speaker.make(&[text.to_owned()], &|_| {}).0[text].samples.len() as f64
        };
        let own = length("1", &[]);
        for (speed, instructions, expected) in [
            ("1", &[text][..], 1.0 / 0.9),
            ("1.3", &[], 1.0 / 1.3),
            ("0.7", &[text], 1.0 / 0.63),
            ("1", &["Lie"], 1.0),
        ] {
            let ratio = length(speed, instructions) / own;
            assert!((ratio - expected).abs() < 0.01, "{speed} {instructions:?}: {ratio}");
        }
    }

    #[test]
    fn silence_has_no_phrases() {
        let mut speaker = Speaker::new(Vec::new(), None);
        assert!(speaker.make(&["a".to_owned()], &|_| {}).0.is_empty());
        assert_eq!(speaker.voice(), None);
    }
}
