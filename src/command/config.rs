//! `repcue config`: every setting and where its value comes from, and changes to `config.toml`.

use std::path::PathBuf;
use std::sync::Arc;

use toml::Value;

use super::set::{commit, not_a_change, undo_last};
use super::{EnvironmentError, Failure, Outcome, edit, new, print, warn};
use crate::cli::{ConfigArgs, ConfigChange};
use crate::config::{self, Config, KEYS, Origin};
use crate::diagnostic::{Diagnostic, Diagnostics, Source, nearest, quoted};
use crate::files;
use crate::routine::edit::{Edit, EditError, Target, put};
use crate::schema;

/// The first line of a new `config.toml`: where its schema is.
const HEAD: &str = "#:schema schema/config.json\n";

/// Shows or changes the settings.
pub(super) fn run(args: &ConfigArgs, config: &Config, ignored: bool) -> Result<Outcome, Failure> {
    match &args.change {
        None => show(config, ignored),
        Some(ConfigChange::Set { undo: true, .. }) => undo_last(&path()?),
        Some(ConfigChange::Set { values, .. }) => change(values, config),
        Some(ConfigChange::Edit) => open(),
    }
}

fn show(config: &Config, ignored: bool) -> Result<Outcome, Failure> {
    let rows = config.rows();
    let widest = rows.iter().map(|(_, value, _)| value.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (key, value, origin) in &rows {
        let origin = origin.map_or_else(|| "default".to_owned(), |origin| origin.to_string());
        text += &format!("{key:<12} {value:<widest$}  {origin}\n");
    }
    if let Some(folder) = files::config_folder() {
        let file = folder.join("config.toml");
        let state = match files::own_file("config.toml") {
            _ if ignored => " (ignored)",
            Ok(Some(_)) => "",
            Ok(None) => " (not created yet)",
            Err(_) => " (cannot be read)",
        };
        text += &format!("\nConfig file: {}{state}\n", file.display());
    }
    text += "Precedence: command line, environment (REPCUE_…), config file, default.\n";
    print(&text)?;
    Ok(Outcome::Done)
}

/// The path of the file, whether or not it exists.
fn path() -> Result<PathBuf, Failure> {
    let folder = files::config_folder().ok_or(EnvironmentError::NoHome("REPCUE_CONFIG_DIR"))?;
    Ok(folder.join("config.toml"))
}

/// Changes values in the file.
fn change(values: &[String], config: &Config) -> Result<Outcome, Failure> {
    let path = path()?;
    let name = path.display().to_string();
    let before = files::own_file("config.toml")?.map_or_else(String::new, |source| source.text.clone());
    let mut text = if before.is_empty() { HEAD.to_owned() } else { before.clone() };
    let (mut edits, mut keys) = (Vec::new(), Vec::new());
    for value in values {
        let (key, value) = value.split_once('=').ok_or_else(|| not_a_change(value))?;
        let edit = changed(&name, &text, key.trim(), value.trim())?;
        text.clone_from(&edit.text);
        edits.push(edit);
        keys.push(key.trim());
    }
    write_schema(&path)?;
    commit(&path, &before, &text, &edits)?;
    for (key, _, origin) in config.rows() {
        if let Some(Origin::Environment(variable)) = origin.filter(|_| keys.contains(&key)) {
            warn(format!("warning: the environment variable `{variable}` still overrides `{key}`"));
        }
    }
    Ok(Outcome::Done)
}

/// The text with a key changed: the value as it is written, as text, or as a time in seconds, whichever the key takes.
fn changed(name: &str, text: &str, key: &str, value: &str) -> Result<Edit, Failure> {
    if !KEYS.iter().any(|(known, _)| *known == key) {
        let error = Diagnostic::plain(format!("unknown key {} in config.toml", quoted(key)));
        return Err(match nearest(key, KEYS.iter().map(|(key, _)| *key)) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help("`repcue config` shows all keys"),
        }
        .into());
    }
    let set = |value: &str| {
        put(text, Target::Routine, key, value).map_err(|error| {
            let error = Diagnostic::plain(match error {
                EditError::Broken => format!("{} is not TOML", quoted(name)),
                _ => format!("{} cannot be changed in a line", quoted(key)),
            });
            Failure::from(error.help("`repcue config edit` opens the file"))
        })
    };
    let without = set("")?;
    if value.is_empty() {
        return Ok(without);
    }
    let errors = |text: &str| config::read(Some(&Source::new(name, text)), &|_| None).1;
    // Other keys may have errors of their own.
    let others = errors(&without.text).len();
    let as_text = Value::from(value).to_string();
    for value in [value, &as_text, &Value::from(format!("{value}s")).to_string()] {
        let edit = set(value)?;
        if errors(&edit.text).len() <= others {
            return Ok(edit);
        }
    }
    let mut errors = errors(&set(&as_text)?.text);
    errors.retain(|error| error.title.contains(&format!("`{key}`")));
    if let Some(last) = errors.last_mut() {
        last.help.push("nothing was changed".to_owned());
    }
    Err(errors.into())
}

/// Opens the file in the editor. A new one lists every key.
fn open() -> Result<Outcome, Failure> {
    let path = path()?;
    write_schema(&path)?;
    if files::is_there(&path) {
        edit::editable(&path)?;
    } else {
        new::write(&path, &template())?;
    }
    edit::until_fine(&path, |source: &Arc<Source>| {
        let (_, errors) = config::read(Some(source), &|_| None);
        if errors.is_empty() { Ok(()) } else { Err(Diagnostics(errors)) }
    })
}

/// Every key with its default, as comments.
fn template() -> String {
    let mut text = format!("{HEAD}# docs/settings.md describes the keys.\n");
    for (key, default, _) in Config::default().rows() {
        let errors = |value: &str| {
            config::read(Some(&Source::new("config.toml", format!("{key} = {value}"))), &|_| None).1
        };
        let value =
            if errors(default).is_empty() { default.to_owned() } else { Value::from(default).to_string() };
        text += &format!("#{key} = {value}\n");
    }
    text
}

/// Writes the schema beside the file, so that editors find it.
fn write_schema(config: &std::path::Path) -> Result<(), Failure> {
    let folder = config.parent().map(|folder| folder.join("schema"));
    let schema = schema::all().into_iter().find(|(name, _)| *name == "config");
    match (folder, schema) {
        (Some(folder), Some((_, text))) => new::write(&folder.join("config.json"), &text),
        _ => Ok(()),
    }
}
