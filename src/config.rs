//! A person's `config.toml`: what they want every time.

use std::sync::Arc;

use serde::Deserialize;
use toml::Value;

use crate::diagnostic::{Diagnostic, Source};
use crate::routine::field::{Field, FromToml, Mistake};
use crate::sound::voice::choice::Choice;

/// What the file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The voice.
    pub voice: Option<Choice>,
}

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct ConfigKeys {
    voice: Option<Field<Choice>>,
}

impl FromToml for Choice {
    /// A name, or `{ command = ["prog", "{text}", "{out}"] }`.
    fn from_toml(value: &Value) -> Result<Choice, Mistake> {
        const COMMAND: &str = "a command with both `{text}` and `{out}`, such as { command = [\"prog\", \"{text}\", \"{out}\"] }";
        match value {
            Value::String(name) => name.parse(),
            Value::Table(table) => {
                let words = table.get("command").filter(|_| table.len() == 1).and_then(Value::as_array);
                let words =
                    words.map(|all| all.iter().map(|word| word.as_str().map(str::to_owned)).collect());
                let Some(Some(words)) = words else { return Err(Mistake::kind(COMMAND, value)) };
                let words: Vec<String> = words;
                let has = |place: &str| words.iter().skip(1).any(|word| word.contains(place));
                if has("{text}") && has("{out}") {
                    Ok(Choice::Command(words))
                } else {
                    Err(Mistake::kind(COMMAND, value))
                }
            }
            _ => Err(Mistake::kind("the name of a voice in quotes", value)),
        }
    }
}

/// Reads a config file.
///
/// # Errors
/// All its mistakes.
pub fn read(source: &Arc<Source>) -> Result<Config, Vec<Diagnostic>> {
    let keys: ConfigKeys = toml::from_str(&source.text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        vec![Diagnostic::error(source, span, error.message().replace('\n', ", "), "here")]
    })?;
    let Some(field) = keys.voice else { return Ok(Config::default()) };
    match field.value {
        Ok(voice) => Ok(Config { voice: Some(voice) }),
        Err(mistake) => {
            let title = format!("`voice` must be {}", mistake.expected);
            let label = format!("found {}", mistake.found);
            Err(vec![Diagnostic::error(source, field.span, title, label)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_is_a_name_or_a_command() {
        let voice = |text: &str| read(&Source::new("config.toml", text)).map(|config| config.voice);
        assert_eq!(voice("").unwrap(), None);
        assert_eq!(voice("voice = 'built-in'").unwrap(), Some(Choice::BuiltIn));
        assert_eq!(voice("voice = 'piper:a.onnx'").unwrap(), Some(Choice::Piper("a.onnx".to_owned())));
        let command = voice("voice = { command = ['p', '-o', '{out}', '{text}'] }").unwrap();
        assert_eq!(
            command,
            Some(Choice::Command(["p", "-o", "{out}", "{text}"].map(str::to_owned).to_vec()))
        );
        for wrong in [
            "voice = 'natrual'",
            "voice = 3",
            "voice = { command = ['p', '{text}'] }",
            "voice = { command = 'p' }",
            "vioce = 'off'",
        ] {
            assert_eq!(voice(wrong).unwrap_err().len(), 1, "{wrong}");
        }
    }
}
