//! The identity of a voice.

use std::fmt;
use std::str::FromStr;

use crate::diagnostic::{nearest, quoted};
use crate::routine::field::ValueError;

/// A voice by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum VoiceId {
    /// The best available voice.
    #[default]
    Auto,
    /// The natural voice, which `repcue voice install` installs.
    Natural,
    /// Another natural voice by its name in [`OTHERS`], which `repcue voice install NAME` installs.
    Other(&'static str),
    /// The built-in voice.
    BuiltIn,
    /// The program espeak-ng.
    EspeakNg,
    /// The program flite.
    Flite,
    /// The program piper, with the path of a model.
    Piper(String),
    /// `say` of macOS.
    Say,
    /// System.Speech of Windows.
    Sapi,
    /// The user's own command, with the placeholders `{text}` and `{out}`. Only their own config file may define it.
    Command(Vec<String>),
    /// No speech.
    Off,
}

/// The other natural voices.
pub const OTHERS: [&str; 2] = ["fenrir", "kore"];
/// The valid names.
pub const NAMES: [&str; 10] =
    ["auto", "natural", OTHERS[0], OTHERS[1], "built-in", "espeak-ng", "flite", "say", "sapi", "off"];

impl FromStr for VoiceId {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<VoiceId, ValueError> {
        Ok(match text {
            "auto" => VoiceId::Auto,
            "natural" => VoiceId::Natural,
            "fenrir" => VoiceId::Other(OTHERS[0]),
            "kore" => VoiceId::Other(OTHERS[1]),
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
            VoiceId::Other(name) => name,
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
