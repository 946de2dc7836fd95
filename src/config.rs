//! The user's settings: `config.toml`, overridden by environment variables.

use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use toml::Value;

use crate::diagnostic::{Diagnostic, Source, quoted};
use crate::display::DisplayKind;
use crate::history::week::Goal;
use crate::output::latency::Latency;
use crate::player::Volume;
use crate::routine::duration::Length;
use crate::routine::field::{Field, FromToml, ValueError, Verbatim, words};
use crate::routine::file::{read_plain, shape};
use crate::routine::reps::LevelChoice;
use crate::routine::speed::Speed;
use crate::routine::{Count, InstructionsChoice, Rest};
use crate::sound::voice::id::{NAMES, VoiceId};

/// A value, its text, and its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Its text as written.
    pub written: String,
    /// Its origin.
    pub origin: Origin,
}

/// The origin of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The user's `config.toml`.
    File,
    /// The environment variable of this name.
    Environment(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Origin::File => "config.toml",
            Origin::Environment(variable) => variable,
        })
    }
}

/// When colours are used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Colours {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

words!(Colours, "auto" => Colours::Auto, "always" => Colours::Always, "never" => Colours::Never);

words!(DisplayKind, "full" => DisplayKind::Full, "bars" => DisplayKind::Bars, "plain" => DisplayKind::Plain);

/// A row of `repcue config`: the key, the value as text, and its origin; `None` for a default.
pub type Row<'a> = (&'static str, &'a str, Option<Origin>);

/// A key as it is written in the file: the field's name, unless that cannot be a Rust name.
macro_rules! key {
    ($name:ident) => {
        stringify!($name)
    };
    ($name:ident $key:literal) => {
        $key
    };
}

macro_rules! config {
    ($($(#[$doc:meta])* $name:ident: $kind:ty, $variable:literal, $default:literal $(, $key:literal)?;)+) => {
        /// The values that are set; `None` uses the default.
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct Config {
            $($(#[$doc])* pub $name: Option<Setting<$kind>>,)+
        }

        /// The file as written.
        #[derive(Debug, Default, serde::Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
        struct ConfigKeys {
            $($(#[$doc])* $name: Option<Field<$kind>>,)+
        }

        shape!(ConfigKeys: $($name),+);

        /// The keys and their environment variables.
        pub const KEYS: &[(&str, &str)] = &[$((key!($name $($key)?), $variable)),+];

        impl Config {
            fn load(source: Option<&Arc<Source>>, variable: &Variables<'_>, errors: &mut Vec<Diagnostic>) -> Config {
                let keys = source.map_or_else(ConfigKeys::default, |source| {
                    let (keys, found) = read_plain(source, "config.toml");
                    errors.extend(found);
                    keys
                });
                Config {
                    $($name: {
                        let file = source.and_then(|source| setting(source, keys.$name, key!($name $($key)?), errors));
                        from_environment($variable, variable, errors).or(file)
                    },)+
                }
            }

            /// All settings, in the order of the file.
            #[must_use]
            pub fn rows(&self) -> Vec<Row<'_>> {
                vec![$(match &self.$name {
                    Some(setting) => (key!($name $($key)?), setting.written.as_str(), Some(setting.origin)),
                    None => (key!($name $($key)?), $default, None),
                },)+]
            }
        }
    };
}

config! {
    /// The voice.
    voice: VoiceId, "REPCUE_VOICE", "auto";
    /// The speed of the voice, from 0.7 to 1.3, unless the routine says.
    voice_speed: Speed, "REPCUE_VOICE_SPEED", "1", "voice-speed";
    /// The volume, from 0 to 100.
    volume: Volume, "REPCUE_VOLUME", "80";
    /// Music under the cues: a folder, or a file.
    music: Verbatim, "REPCUE_MUSIC", "none";
    /// The volume of the music, from 0 to 100.
    music_volume: Volume, "REPCUE_MUSIC_VOLUME", "50", "music-volume";
    /// The sound device: its name, or a unique part of it.
    device: Verbatim, "REPCUE_DEVICE", "system default";
    /// The length of the device's buffer.
    latency: Latency, "REPCUE_LATENCY", "170ms";
    /// A folder of sounds that replace the built-in ones.
    sounds: Verbatim, "REPCUE_SOUNDS", "built-in";
    /// When colours are used.
    color: Colours, "REPCUE_COLOR", "auto";
    /// How a session is displayed.
    display: DisplayKind, "REPCUE_DISPLAY", "full";
    /// Whether a session prints lines, whatever `display` says.
    plain: bool, "REPCUE_PLAIN", "false";
    /// Which end of a rep range to train.
    level: LevelChoice, "REPCUE_LEVEL", "easy";
    /// Which reps are counted aloud, unless the routine says.
    count: Count, "REPCUE_COUNT", "all";
    /// How much is said before a set, unless the routine says.
    instructions: InstructionsChoice, "REPCUE_INSTRUCTIONS", "learning";
    /// The length of "get ready", unless the routine says.
    ready: Length, "REPCUE_READY", "5s";
    /// The rest, unless the routine says.
    rest: Rest, "REPCUE_REST", "20s";
    /// The time to switch sides, unless the routine says.
    switch: Length, "REPCUE_SWITCH", "8s";
    /// Whether sessions are recorded in the history.
    history: bool, "REPCUE_HISTORY", "true";
    /// The number of days a week to reach.
    goal: Goal, "REPCUE_GOAL", "3";
    /// Whether the screen reminds of the keys that say how hard a set was.
    effort: bool, "REPCUE_EFFORT", "false";
    /// Whether a session asks for the pain after it.
    pain: bool, "REPCUE_PAIN", "false";
}

/// The JSON Schema of the file, for editors.
#[must_use]
pub fn schema(generator: &mut SchemaGenerator) -> Schema {
    ConfigKeys::json_schema(generator)
}

/// Looks up an environment variable.
pub type Variables<'a> = dyn Fn(&str) -> Option<OsString> + 'a;

/// Reads the config file, if there is one, and the environment, which takes precedence. Returns every valid value and
/// all errors, those of the file last. A value with an error counts as missing.
#[must_use]
pub fn read(source: Option<&Arc<Source>>, variables: &Variables<'_>) -> (Config, Vec<Diagnostic>) {
    let mut errors = Vec::new();
    let config = Config::load(source, variables, &mut errors);
    errors.sort_by_key(|error| error.labels.first().map(|label| label.span.start));
    (config, errors)
}

fn setting<T>(
    source: &Arc<Source>,
    field: Option<Field<T>>,
    key: &str,
    errors: &mut Vec<Diagnostic>,
) -> Option<Setting<T>> {
    let field = field?;
    let written =
        source.text.get(field.span.clone()).unwrap_or_default().trim_matches(['"', '\'']).to_owned();
    let value = field.value_or_report(source, key, errors)?;
    // A line with a syntax error can leave a key without a value.
    (!written.is_empty()).then_some(Setting { value, written, origin: Origin::File })
}

fn from_environment<T: FromToml>(
    name: &'static str,
    variables: &Variables<'_>,
    errors: &mut Vec<Diagnostic>,
) -> Option<Setting<T>> {
    let written = variables(name).filter(|text| !text.is_empty())?;
    let read = match written.to_str() {
        Some(text) => from_variable(text).map(|value| (value, text.to_owned())),
        None => Err(ValueError::new("valid UTF-8", quoted(&written.to_string_lossy()))),
    };
    match read {
        Ok((value, written)) => Some(Setting { value, written, origin: Origin::Environment(name) }),
        Err(error) => {
            let title = format!("the environment variable `{name}` must be {}", error.expected);
            let help = format!("found {}; change it, or remove it with `unset {name}`", error.found);
            errors.push(Diagnostic::plain(title).help(help));
            None
        }
    }
}

/// The value of an environment variable, which has no quotes to tell text from numbers.
fn from_variable<T: FromToml>(text: &str) -> Result<T, ValueError> {
    let truth = match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    };
    let whole = text.parse().ok().map(Value::Integer);
    let number = whole.or_else(|| text.parse().ok().map(Value::Float));
    let others = [truth.map(Value::Boolean), number];
    let as_text = T::from_toml(&Value::from(text));
    others.into_iter().flatten().fold(as_text, |read, value| read.or_else(|_| T::from_toml(&value)))
}

impl FromToml for VoiceId {
    /// A name, or `{ command = ["prog", "{text}", "{out}"] }`.
    fn from_toml(value: &Value) -> Result<VoiceId, ValueError> {
        const COMMAND: &str = "a command with both `{text}` and `{out}`, such as { command = [\"prog\", \"{text}\", \"{out}\"] }";
        match value {
            Value::String(name) => name.parse(),
            Value::Table(table) => {
                let words = table.get("command").filter(|_| table.len() == 1).and_then(Value::as_array);
                let words =
                    words.map(|all| all.iter().map(|word| word.as_str().map(str::to_owned)).collect());
                let Some(Some(words)) = words else { return Err(ValueError::kind(COMMAND, value)) };
                let words: Vec<String> = words;
                let has = |place: &str| words.iter().skip(1).any(|word| word.contains(place));
                if has("{text}") && has("{out}") {
                    Ok(VoiceId::Command(words))
                } else {
                    Err(ValueError::kind(COMMAND, value))
                }
            }
            _ => Err(ValueError::kind("the name of a voice in quotes", value)),
        }
    }

    fn schema() -> Schema {
        let word = |place: &str| json_schema!({ "contains": { "type": "string", "pattern": place } });
        json_schema!({
            "anyOf": [
                { "enum": NAMES },
                { "type": "string", "pattern": "^piper:." },
                {
                    "type": "object",
                    "properties": {
                        "command": {
                            "type": "array",
                            "items": { "type": "string" },
                            "allOf": [word(r"\{text\}"), word(r"\{out\}")],
                        },
                    },
                    "required": ["command"],
                    "additionalProperties": false,
                },
            ],
        })
    }
}

impl FromToml for Volume {
    fn from_toml(value: &Value) -> Result<Volume, ValueError> {
        let number = value.as_integer().and_then(|number| u8::try_from(number).ok());
        let volume = number.filter(|number| *number <= 100).map(Volume);
        volume.ok_or_else(|| ValueError::kind("a whole number from 0 to 100", value))
    }

    fn schema() -> Schema {
        json_schema!({ "type": "integer", "minimum": 0, "maximum": 100 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(errors: &[Diagnostic]) -> Vec<&str> {
        errors.iter().map(|error| error.title.as_str()).collect()
    }

    fn of_file(text: &str) -> (Config, Vec<Diagnostic>) {
        read(Some(&Source::new("config.toml", text)), &|_| None)
    }

    fn of_variable(name: &'static str, value: &'static str) -> (Config, Vec<Diagnostic>) {
        read(None, &|asked| (asked == name).then(|| value.into()))
    }

    #[test]
    fn a_voice_is_a_name_or_a_command() {
        let voice = |text: &str| {
            let (config, errors) = of_file(text);
            assert!(errors.is_empty(), "{text}: {errors:?}");
            config.voice.map(|voice| voice.value)
        };
        assert_eq!(voice(""), None);
        assert_eq!(voice("voice = 'built-in'"), Some(VoiceId::BuiltIn));
        assert_eq!(voice("voice = 'piper:a.onnx'"), Some(VoiceId::Piper("a.onnx".to_owned())));
        let command = voice("voice = { command = ['p', '-o', '{out}', '{text}'] }");
        assert_eq!(
            command,
            Some(VoiceId::Command(["p", "-o", "{out}", "{text}"].map(str::to_owned).to_vec()))
        );
        for wrong in [
            "voice = 'natrual'",
            "voice = 3",
            "voice = { command = ['p', '{text}'] }",
            "voice = { command = 'p' }",
        ] {
            assert_eq!(of_file(wrong).1.len(), 1, "{wrong}");
        }
    }

    #[test]
    fn all_errors_are_reported_and_every_good_value_counts() {
        let (config, errors) = of_file("vioce = 'off'\nvolume = 200\nlevel = 'hrad'\nrest = '10s'\n");
        assert_eq!(
            titles(&errors),
            [
                "unknown key `vioce` in config.toml",
                "`volume` must be a whole number from 0 to 100",
                "`level` must be one of \"easy\", \"standard\", \"hard\", \"progress\"",
            ]
        );
        assert_eq!((config.volume, config.rest.unwrap().written.as_str()), (None, "10s"));
        let (_, errors) = of_variable("REPCUE_REST", "soon");
        assert!(titles(&errors)[0].starts_with("the environment variable `REPCUE_REST` must be "));
    }

    #[test]
    fn a_variable_is_parsed_by_the_type_of_its_key() {
        let device = |value| of_variable("REPCUE_DEVICE", value).0.device.map(|device| device.value.0);
        assert_eq!(device("3").as_deref(), Some("3"), "a valid device name");
        assert_eq!(device("USB  Audio").as_deref(), Some("USB  Audio"), "spaces are part of a name");
        let plain = |value| of_variable("REPCUE_PLAIN", value).0.plain.map(|plain| plain.value);
        assert_eq!(["1", "true", "0", "false"].map(plain), [true, true, false, false].map(Some));
        let found = |name, value| of_variable(name, value).1[0].help[0].clone();
        assert!(found("REPCUE_VOLUME", "200").starts_with("found the number `200`;"));
        assert!(found("REPCUE_PLAIN", "yes").starts_with("found `yes`;"));
    }

    #[cfg(unix)]
    #[test]
    fn a_variable_that_is_not_utf_8_is_an_error() {
        use std::os::unix::ffi::OsStringExt;
        let (config, errors) =
            read(None, &|name| (name == "REPCUE_SOUNDS").then(|| OsString::from_vec(b"/a\xff".to_vec())));
        assert_eq!(config.sounds, None);
        assert_eq!(titles(&errors), ["the environment variable `REPCUE_SOUNDS` must be valid UTF-8"]);
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let source = Source::new("config.toml", "volume = 60\nrest = \"10s\"");
        let variables = |name: &str| match name {
            "REPCUE_VOLUME" => Some("30".into()),
            "REPCUE_DEVICE" => Some("usb".into()),
            "REPCUE_LEVEL" => Some(OsString::new()),
            _ => None,
        };
        let (config, _) = read(Some(&source), &variables);
        assert_eq!(config.volume.as_ref().unwrap().value, Volume(30));
        assert_eq!(config.device.as_ref().unwrap().value.0, "usb");
        assert_eq!(config.level, None, "an empty variable is ignored");
        let rows = config.rows();
        assert_eq!(rows[2], ("volume", "30", Some(Origin::Environment("REPCUE_VOLUME"))));
        assert_eq!(rows[15], ("rest", "10s", Some(Origin::File)));
        assert_eq!(rows[16], ("switch", "8s", None));
        assert_eq!(rows.len(), KEYS.len());
    }
}
