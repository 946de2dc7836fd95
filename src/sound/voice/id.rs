//! Which voice a person wants.

use std::fmt;
use std::str::FromStr;

use crate::diagnostic::{nearest, quoted};
use crate::routine::field::ValueError;

/// A voice by its name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum VoiceId {
    /// The best there is on this machine.
    #[default]
    Auto,
    /// The natural voice, which `repcue voice install` gets.
    Natural,
    /// The voice in the program.
    BuiltIn,
    /// espeak-ng, a program.
    EspeakNg,
    /// flite, a program.
    Flite,
    /// piper, a program, with a model's path.
    Piper(String),
    /// `say`, of macOS.
    Say,
    /// System.Speech, of Windows.
    Sapi,
    /// A command of the person's own, with `{text}` and `{out}` to fill in. Only their own config may name it.
    Command(Vec<String>),
    /// No voice.
    Off,
}

/// The names that may be given.
pub const NAMES: [&str; 8] = ["auto", "natural", "built-in", "espeak-ng", "flite", "say", "sapi", "off"];

impl FromStr for VoiceId {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<VoiceId, ValueError> {
        Ok(match text {
            "auto" => VoiceId::Auto,
            "natural" => VoiceId::Natural,
            "built-in" => VoiceId::BuiltIn,
            "espeak-ng" => VoiceId::EspeakNg,
            "flite" => VoiceId::Flite,
            "say" => VoiceId::Say,
            "sapi" => VoiceId::Sapi,
            "off" => VoiceId::Off,
            _ => match text.strip_prefix("piper:") {
                Some(model) if !model.is_empty() => VoiceId::Piper(model.to_owned()),
                _ => {
                    let expected = format!("one of {}, or piper:MODEL", NAMES.join(", "));
                    let error = ValueError::new(expected, quoted(text));
                    return Err(match nearest(text, NAMES) {
                        Some(near) => error.fix(format!("\"{near}\"")),
                        None => error,
                    });
                }
            },
        })
    }
}

impl fmt::Display for VoiceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            VoiceId::Auto => "auto",
            VoiceId::Natural => "natural",
            VoiceId::BuiltIn => "built-in",
            VoiceId::EspeakNg => "espeak-ng",
            VoiceId::Flite => "flite",
            VoiceId::Piper(model) => return write!(f, "piper:{model}"),
            VoiceId::Say => "say",
            VoiceId::Sapi => "sapi",
            VoiceId::Command(_) => "command",
            VoiceId::Off => "off",
        })
    }
}
