//! The built-in voice: CMU's `kal`, robotic but available on every machine. The only file that names `flite-rs`.

use std::sync::OnceLock;

use flite_rs::Engine;

use super::Voice;
use super::natural::{RULES, normalize};
use crate::sound::wav::MonoBuffer;

/// The built-in voice.
#[derive(Default)]
pub struct BuiltIn {
    engine: OnceLock<Option<Engine>>,
}

impl Voice for BuiltIn {
    fn name(&self) -> String {
        "built-in".to_owned()
    }

    fn key(&self) -> String {
        format!("built-in flite-rs 0.2 kal16 rules {RULES}")
    }

    fn speak(&self, text: &str) -> Result<MonoBuffer, String> {
        let engine = self.engine.get_or_init(|| {
            let mut engine = Engine::try_new().ok()?;
            engine.select_voice("kal16").then_some(engine)
        });
        let engine = engine.as_ref().ok_or("its data in the program is damaged")?;
        let audio = engine.synthesize(&normalize(text));
        let samples = audio.samples.iter().map(|sample| f32::from(*sample) / 32_768.0).collect();
        Ok(MonoBuffer { rate: audio.sample_rate, samples })
    }
}
