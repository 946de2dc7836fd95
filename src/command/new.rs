//! `repcue new`: creates a routine or exercise from a template whose comments teach the format.

use std::path::{Path, PathBuf};

use super::target::write_error;
use super::{EnvironmentError, Failure, Outcome, load, print};
use crate::cli::New;
use crate::diagnostic::{Diagnostic, quoted, quoted_path};
use crate::files;
use crate::printable::visible;
use crate::routine::changes::Changes;
use crate::routine::name::slug;
use crate::routine::written;
use crate::schema;

const ROUTINE: &str = include_str!("new/routine.toml");
const EXERCISE: &str = include_str!("new/exercise.toml");
/// The placeholder for the name in the two templates.
const NAME: &str = "NAME";

/// Creates the file.
pub(super) fn run(args: &New) -> Result<Outcome, Failure> {
    let kind = if args.exercise { "exercises" } else { "routines" };
    let path = unused(kind, &args.name)?;
    let text = match (&args.from, args.exercise) {
        (Some(from), _) => copy(from, &args.name)?,
        (None, true) => EXERCISE.replace(NAME, &title(&args.name)),
        (None, false) => ROUTINE.replace(NAME, &title(&args.name)),
    };
    create(&path, kind, &text)?;
    let (name, play) = (&args.name, if args.exercise { "drill" } else { "run" });
    print(format!(
        "{}\nEdit it with `repcue edit {name}`, preview it with `repcue show {name}`, play it with `repcue {play} {name}`.\n",
        path.display()
    ))?;
    Ok(Outcome::Done)
}

/// Windows device names, invalid in case the file is copied there; COM and LPT are followed by a digit.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The path for a new file of the user's; its name may contain letters, digits, `-` and `_`.
pub(super) fn place(kind: &str, name: &str) -> Result<PathBuf, Failure> {
    let lower = name.to_lowercase();
    let port = lower.strip_prefix("com").or(lower.strip_prefix("lpt"));
    let is_device = DEVICES.contains(&&*lower)
        || port.is_some_and(|number| number.len() == 1 && number.chars().all(|c| c.is_ascii_digit()));
    let is_plain = name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    if name.is_empty() || !is_plain || name.starts_with('-') || is_device {
        let error = Diagnostic::plain(format!("invalid name {}", quoted(name)));
        let error = match slug(name) {
            _ if is_device => error.help("Windows reserves this name"),
            near if name.chars().any(char::is_alphanumeric) => error.help(format!("try `{near}`")),
            _ => error,
        };
        return Err(error.help("use letters, digits, `-` and `_`, such as evening-glutes").into());
    }
    Ok(files::own_path(kind, name).ok_or(EnvironmentError::NoHome("REPCUE_CONFIG_DIR"))?)
}

/// The path for a new file of the user's that does not exist yet.
pub(super) fn unused(kind: &str, name: &str) -> Result<PathBuf, Failure> {
    let path = place(kind, name)?;
    if !files::is_there(&path) {
        return Ok(path);
    }
    let error = Diagnostic::plain(format!("{} already exists", quoted_path(&path)));
    Err(error.help(format!("`repcue edit {name}` opens it, `repcue rm {name}` deletes it")).into())
}

/// Writes a new routine or exercise of the user's, with a line that names its schema, unless it has one.
pub(super) fn create(path: &Path, kind: &str, text: &str) -> Result<(), Failure> {
    let schema = schemas(path, kind.trim_end_matches('s'))?;
    let head = if text.starts_with("#:schema ") { String::new() } else { format!("#:schema {schema}\n") };
    write(path, &(head + text))
}

/// Writes a file of the user's.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    files::write(path, text).map_err(|error| write_error(path, error))
}

/// Writes the schemas into the folder `schema` beside that of a new file, so that editors find them offline and in the
/// version of the program that reads the file. Returns the path from the file to its schema.
fn schemas(path: &Path, kind: &str) -> Result<String, Failure> {
    if let Some(own) = path.parent().and_then(Path::parent) {
        for (name, text) in schema::all() {
            write(&own.join("schema").join(format!("{name}.json")), &text)?;
        }
    }
    Ok(format!("../schema/{kind}.json"))
}

fn copy(from: &str, name: &str) -> Result<String, Failure> {
    let library = load::library();
    let mut routine = load::routine(from, &Changes::default())?;
    routine.title = title(name);
    let head = format!("# Copied from the routine {}, with every value spelled out.\n", visible(from));
    Ok(head + "# docs/format.md describes all keys.\n" + &written::toml(&routine, &library))
}

/// A title derived from a name: `evening-glutes` becomes `Evening glutes`.
pub(super) fn title(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
