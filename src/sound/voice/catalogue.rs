//! The voices there are on this machine, and which of them are tried, in which order.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::Voice;
use super::builtin::BuiltIn;
use super::id::VoiceId;
use super::natural::{self, Natural, SAMPLE_RATE, install};
use super::program::{Call, Program};
use crate::sound::wav::MonoBuffer;

/// The natural voice, loaded when it first speaks.
struct Installed {
    folder: PathBuf,
    voice: OnceLock<Result<Natural, natural::Error>>,
}

impl Voice for Installed {
    fn name(&self) -> String {
        "natural".to_owned()
    }

    fn key(&self) -> String {
        format!("natural hibari-tts 0.2.1 {}", install::identity())
    }

    fn speak(&self, text: &str) -> Result<MonoBuffer, String> {
        let why = |error: &natural::Error| match error.is_damage() {
            true => format!("{error}; `repcue voice install` repairs it"),
            false => error.to_string(),
        };
        let voice = self.voice.get_or_init(|| Natural::load(&self.folder)).as_ref().map_err(why)?;
        let samples = voice.speak(text, 1.0).map_err(|error| why(&error))?;
        Ok(MonoBuffer { rate: SAMPLE_RATE, samples })
    }
}

/// The voices to try for a voice_id, in their order: those that are there; the last one always speaks. Empty
/// where none is wanted.
#[must_use]
pub fn voices(voice_id: &VoiceId, data: Option<&Path>) -> Vec<Box<dyn Voice>> {
    if *voice_id == VoiceId::Off {
        return Vec::new();
    }
    let mut order = vec![voice_id.clone()];
    order.extend(automatic().into_iter().filter(|other| other != voice_id));
    order.iter().filter_map(|voice_id| voice(voice_id, data)).collect()
}

/// The order of `auto`: the natural voice, the system's own, the one in the program.
fn automatic() -> Vec<VoiceId> {
    let mut order = vec![VoiceId::Natural];
    if cfg!(target_os = "macos") {
        order.push(VoiceId::Say);
    }
    if cfg!(target_os = "windows") {
        order.push(VoiceId::Sapi);
    }
    order.push(VoiceId::BuiltIn);
    order
}

/// The voice of a name, if it is there, as far as can be told without making it speak.
fn voice(voice_id: &VoiceId, data: Option<&Path>) -> Option<Box<dyn Voice>> {
    Some(match voice_id {
        VoiceId::Auto | VoiceId::Off => return None,
        VoiceId::Natural => Box::new(Installed { folder: install::folder(data?)?, voice: OnceLock::new() }),
        VoiceId::BuiltIn => Box::new(BuiltIn::default()),
        other => {
            let program = Program { call: call(other)? };
            program.found()?;
            Box::new(program)
        }
    })
}

fn call(voice_id: &VoiceId) -> Option<Call> {
    Some(match voice_id {
        VoiceId::EspeakNg => Call::EspeakNg,
        VoiceId::Flite => Call::Flite,
        VoiceId::Piper(model) => Call::Piper(model.clone()),
        VoiceId::Say => Call::Say,
        VoiceId::Sapi => Call::Sapi,
        VoiceId::Command(words) => Call::Own(words.clone()),
        VoiceId::Auto | VoiceId::Natural | VoiceId::BuiltIn | VoiceId::Off => return None,
    })
}

/// Why a voice cannot be used here; `None` where it can.
#[must_use]
pub fn missing(voice_id: &VoiceId, data: Option<&Path>) -> Option<String> {
    match voice_id {
        VoiceId::Natural => match data {
            // A damaged one says so when it is to speak.
            Some(data) if install::folder(data).is_some() => None,
            _ => Some("not installed; `repcue voice install` gets it".to_owned()),
        },
        VoiceId::Auto | VoiceId::BuiltIn | VoiceId::Off => None,
        other => {
            let program = Program { call: call(other)? };
            program.found().is_none().then(|| format!("there is no program `{}`", program.program()))
        }
    }
}

/// All voices that have a name by themselves, each with a line on what it is.
pub const ALL: [(VoiceId, &str); 6] = [
    (VoiceId::Natural, "a natural female voice, made on this machine"),
    (VoiceId::BuiltIn, "a plain robot, in the program"),
    (VoiceId::EspeakNg, "a program"),
    (VoiceId::Flite, "a program"),
    (VoiceId::Say, "the voice of macOS"),
    (VoiceId::Sapi, "the voice of Windows"),
];
