//! The voices there are on this machine, and which of them are tried, in which order.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::Voice;
use super::builtin::BuiltIn;
use super::choice::Choice;
use super::natural::{self, Natural, SAMPLE_RATE, install};
use super::program::{Call, Program};
use crate::sound::wav::Mono;

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

    fn speak(&self, text: &str) -> Result<Mono, String> {
        let why = |error: &natural::Error| match error.is_damage() {
            true => format!("{error}; `repcue voice install` repairs it"),
            false => error.to_string(),
        };
        let voice = self.voice.get_or_init(|| Natural::load(&self.folder)).as_ref().map_err(why)?;
        let samples = voice.speak(text, 1.0).map_err(|error| why(&error))?;
        Ok(Mono { rate: SAMPLE_RATE, samples })
    }
}

/// The voices to try for a choice, in their order: those that are there; the last one always speaks. Empty
/// where none is wanted.
#[must_use]
pub fn voices(choice: &Choice, data: Option<&Path>) -> Vec<Box<dyn Voice>> {
    if *choice == Choice::Off {
        return Vec::new();
    }
    let mut order = vec![choice.clone()];
    order.extend(automatic().into_iter().filter(|other| other != choice));
    order.iter().filter_map(|choice| voice(choice, data)).collect()
}

/// The order of `auto`: the natural voice, the system's own, the one in the program.
fn automatic() -> Vec<Choice> {
    let mut order = vec![Choice::Natural];
    if cfg!(target_os = "macos") {
        order.push(Choice::Say);
    }
    if cfg!(target_os = "windows") {
        order.push(Choice::Sapi);
    }
    order.push(Choice::BuiltIn);
    order
}

/// The voice of a name, if it is there, as far as can be told without making it speak.
fn voice(choice: &Choice, data: Option<&Path>) -> Option<Box<dyn Voice>> {
    Some(match choice {
        Choice::Auto | Choice::Off => return None,
        Choice::Natural => Box::new(Installed { folder: install::folder(data?)?, voice: OnceLock::new() }),
        Choice::BuiltIn => Box::new(BuiltIn::default()),
        other => {
            let program = Program { call: call(other)? };
            program.found()?;
            Box::new(program)
        }
    })
}

fn call(choice: &Choice) -> Option<Call> {
    Some(match choice {
        Choice::EspeakNg => Call::EspeakNg,
        Choice::Flite => Call::Flite,
        Choice::Piper(model) => Call::Piper(model.clone()),
        Choice::Say => Call::Say,
        Choice::Sapi => Call::Sapi,
        Choice::Command(words) => Call::Own(words.clone()),
        Choice::Auto | Choice::Natural | Choice::BuiltIn | Choice::Off => return None,
    })
}

/// Why a voice cannot be used here; `None` where it can.
#[must_use]
pub fn missing(choice: &Choice, data: Option<&Path>) -> Option<String> {
    match choice {
        Choice::Natural => match data {
            // A damaged one says so when it is to speak.
            Some(data) if install::folder(data).is_some() => None,
            _ => Some("not installed; `repcue voice install` gets it".to_owned()),
        },
        Choice::Auto | Choice::BuiltIn | Choice::Off => None,
        other => {
            let program = Program { call: call(other)? };
            program.found().is_none().then(|| format!("there is no program `{}`", program.program()))
        }
    }
}

/// All voices that have a name by themselves, each with a line on what it is.
pub const ALL: [(Choice, &str); 6] = [
    (Choice::Natural, "a natural female voice, made on this machine"),
    (Choice::BuiltIn, "a plain robot, in the program"),
    (Choice::EspeakNg, "a program"),
    (Choice::Flite, "a program"),
    (Choice::Say, "the voice of macOS"),
    (Choice::Sapi, "the voice of Windows"),
];
