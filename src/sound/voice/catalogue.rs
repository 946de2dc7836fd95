//! The voices on this machine, and the order in which they are tried.

use std::path::Path;

use super::Voice;
use super::builtin::BuiltIn;
use super::id::{OTHERS, VoiceId};
use super::natural;
use super::program::{Call, Program};
use super::unavailable::Unavailable;

/// The available voices for a `VoiceId`, in the order to try them; the last one always works. Empty if speech is off.
#[must_use]
pub fn voices(voice_id: &VoiceId, data: Option<&Path>) -> Vec<Box<dyn Voice>> {
    if *voice_id == VoiceId::Off {
        return Vec::new();
    }
    let mut order = vec![voice_id.clone()];
    order.extend(automatic().into_iter().filter(|other| other != voice_id));
    order.iter().filter_map(|voice_id| voice(voice_id, data)).collect()
}

/// The order of `auto`: the natural voice, the system's, the built-in one.
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

/// Returns a voice if it is available, as far as can be determined without speaking.
fn voice(voice_id: &VoiceId, data: Option<&Path>) -> Option<Box<dyn Voice>> {
    Some(match voice_id {
        VoiceId::Auto | VoiceId::Off => return None,
        VoiceId::Natural => natural::voice(data?)?,
        VoiceId::Other(name) => natural::other(data?, name)?,
        VoiceId::BuiltIn => Box::new(BuiltIn::default()),
        other => {
            let program = Program { call: call(other)? };
            program.path()?;
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
        VoiceId::Auto | VoiceId::Natural | VoiceId::Other(_) | VoiceId::BuiltIn | VoiceId::Off => {
            return None;
        }
    })
}

/// Why a voice cannot be used here; `None` if it can.
#[must_use]
pub fn missing(voice_id: &VoiceId, data: Option<&Path>) -> Option<Unavailable> {
    match voice_id {
        VoiceId::Natural => natural::missing(data),
        VoiceId::Other(name) => natural::other_missing(data, name),
        VoiceId::Auto | VoiceId::BuiltIn | VoiceId::Off => None,
        other => {
            let program = Program { call: call(other)? };
            program.path().is_none().then(|| Unavailable::NoProgram(program.program().to_owned()))
        }
    }
}

/// All voices that can be named without a parameter, each with a description.
pub const ALL: [(VoiceId, &str); 8] = [
    (VoiceId::Natural, "a natural female voice that runs locally"),
    (VoiceId::Other(OTHERS[0]), "a natural male voice that runs locally"),
    (VoiceId::Other(OTHERS[1]), "another natural female voice that runs locally"),
    (VoiceId::BuiltIn, "built in, robotic"),
    (VoiceId::EspeakNg, "external program"),
    (VoiceId::Flite, "external program"),
    (VoiceId::Say, "the macOS voice"),
    (VoiceId::Sapi, "the Windows voice"),
];
