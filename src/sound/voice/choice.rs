//! Which voice a person wants.

use std::fmt;
use std::str::FromStr;

use crate::diagnostic::{nearest, quoted};
use crate::routine::field::Mistake;

/// A voice by its name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Choice {
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

impl FromStr for Choice {
    type Err = Mistake;

    fn from_str(text: &str) -> Result<Choice, Mistake> {
        Ok(match text {
            "auto" => Choice::Auto,
            "natural" => Choice::Natural,
            "built-in" => Choice::BuiltIn,
            "espeak-ng" => Choice::EspeakNg,
            "flite" => Choice::Flite,
            "say" => Choice::Say,
            "sapi" => Choice::Sapi,
            "off" => Choice::Off,
            _ => match text.strip_prefix("piper:") {
                Some(model) if !model.is_empty() => Choice::Piper(model.to_owned()),
                _ => {
                    let expected = format!("one of {}, or piper:MODEL", NAMES.join(", "));
                    let mistake = Mistake::new(expected, format!("the text {}", quoted(text)));
                    return Err(match nearest(text, NAMES) {
                        Some(near) => mistake.mend(format!("\"{near}\"")),
                        None => mistake,
                    });
                }
            },
        })
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Choice::Auto => "auto",
            Choice::Natural => "natural",
            Choice::BuiltIn => "built-in",
            Choice::EspeakNg => "espeak-ng",
            Choice::Flite => "flite",
            Choice::Piper(model) => return write!(f, "piper:{model}"),
            Choice::Say => "say",
            Choice::Sapi => "sapi",
            Choice::Command(_) => "command",
            Choice::Off => "off",
        })
    }
}
