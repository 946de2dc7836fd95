//! The voices there are on this machine, and which of them are tried, in which order.

use std::path::Path;

use super::Voice;
use super::builtin::BuiltIn;
use super::choice::Choice;
use super::natural;
use super::program::{Call, Program};

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
        Choice::Natural => natural::voice(data?)?,
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
        Choice::Natural => natural::missing(data),
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
