//! The built-in voice: CMU's `kal`, robotic but available on every machine. The only file that names `flite-rs`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use flite_rs::Engine;

use super::Voice;
use super::error::VoiceError;
use super::natural::{RULES, normalize};
use crate::routine::speed::Speed;
use crate::sound::wav::MonoBuffer;

/// The built-in voice.
#[derive(Default)]
pub struct BuiltIn {
    /// An engine for each speed, which is a setting of the whole engine. A session uses two.
    engines: Mutex<BTreeMap<Speed, Arc<Engine>>>,
}

impl BuiltIn {
    fn engine(&self, speed: Speed) -> Option<Arc<Engine>> {
        let mut engines = self.engines.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(engine) = engines.get(&speed) {
            return Some(Arc::clone(engine));
        }
        let mut engine = Engine::try_new().ok()?;
        if !engine.select_voice("kal16") {
            return None;
        }
        engine.set_duration_stretch(1.0 / speed.factor());
        let engine = Arc::new(engine);
        engines.insert(speed, Arc::clone(&engine));
        Some(engine)
    }
}

impl Voice for BuiltIn {
    fn name(&self) -> String {
        "built-in".to_owned()
    }

    fn key(&self) -> String {
        format!("built-in flite-rs 0.2 kal16 rules {RULES}")
    }

    fn speak(&self, text: &str, speed: Speed) -> Result<MonoBuffer, VoiceError> {
        let engine = self.engine(speed).ok_or(VoiceError::BuiltInDamaged)?;
        let audio = engine.synthesize(&normalize(text));
        let samples = audio.samples.iter().map(|sample| f32::from(*sample) / 32_768.0).collect();
        Ok(MonoBuffer { rate: audio.sample_rate, samples })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slower_voice_takes_longer() {
        let voice = BuiltIn::default();
        let length = |speed: &str| {
            voice
                .speak("Lie on your back with your knees bent.", speed.parse().unwrap())
                .unwrap()
                .samples
                .len() as f64
        };
        let own = length("1");
        for (speed, ratio) in [("0.7", 1.43), ("0.9", 1.11), ("1.3", 0.77)] {
            let found = length(speed) / own;
            assert!((found - ratio).abs() < 0.06, "at {speed} it takes {found} times as long");
        }
    }
}
