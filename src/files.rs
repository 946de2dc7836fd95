//! Where files are and how they are read: the user's folders, built-in routines, paths, standard input.

pub mod copies;
mod own;
pub mod regular;
pub mod undo;
pub mod write;

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use etcetera::{AppStrategyArgs, choose_app_strategy};

use crate::diagnostic::{Diagnostic, Source, nearest, quoted, quoted_path};
use crate::routine::file::LARGEST;
use crate::routine::library::Library;
use crate::routine::name::{composed, loose};
pub use own::Own;
pub use write::{write, write_like};

/// The platform's conventions for folders.
#[cfg(not(windows))]
type Strategy = etcetera::app_strategy::Xdg;
#[cfg(windows)]
type Strategy = etcetera::app_strategy::Windows;

macro_rules! built_in {
    ($($name:literal),+) => { &[$(($name, include_str!(concat!("../routines/", $name, ".toml")))),+] };
}

/// The built-in routines: names and texts.
pub const BUILT_IN: &[(&str, &str)] = built_in![
    "first-week",
    "lower-back-glutes",
    "morning",
    "circuit",
    "bird-dog-ladder",
    "bad-day",
    "dumbbell-pyramid",
    "plank-ladder",
    "big-three",
    "box-breathing",
    "slow-breathing",
    "hamstrings",
    "sun-salutation",
    "emom",
    "cindy",
    "couch-to-5k",
    "six-weeks"
];

/// The routine of a user who has not played any: gentle, and without special equipment.
pub const FIRST: &str = "first-week";

/// The folder of the user's routines and exercises: `REPCUE_CONFIG_DIR`, or `repcue` in the platform's config folder.
/// `None` if the user has no home folder.
#[must_use]
pub fn config_folder() -> Option<PathBuf> {
    folder("REPCUE_CONFIG_DIR", etcetera::AppStrategy::config_dir)
}

/// The folder of the installed voice: `REPCUE_DATA_DIR`, or the platform's data folder.
#[must_use]
pub fn data_folder() -> Option<PathBuf> {
    folder("REPCUE_DATA_DIR", etcetera::AppStrategy::data_dir)
}

/// The folder for regenerable data: `REPCUE_CACHE_DIR`, or the platform's cache folder.
#[must_use]
pub fn cache_folder() -> Option<PathBuf> {
    folder("REPCUE_CACHE_DIR", etcetera::AppStrategy::cache_dir)
}

/// The folder for state between sessions, such as resume points: `REPCUE_STATE_DIR`, or the platform's state folder.
#[must_use]
pub fn state_folder() -> Option<PathBuf> {
    folder("REPCUE_STATE_DIR", |strategy| {
        let state = etcetera::AppStrategy::state_dir(strategy);
        state.unwrap_or_else(|| etcetera::AppStrategy::data_dir(strategy).join("state"))
    })
}

/// The folder for files that exist only during a session: `REPCUE_RUNTIME_DIR`, or `repcue` in the platform's runtime
/// folder or, if there is none, a private folder in the temporary folder.
#[must_use]
pub fn runtime_folder() -> Option<PathBuf> {
    let named =
        |variable: &str| std::env::var_os(variable).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    if let Some(folder) = named("REPCUE_RUNTIME_DIR") {
        return Some(folder);
    }
    // The XDG specification says to ignore relative paths in such variables.
    #[cfg(unix)]
    let xdg = named("XDG_RUNTIME_DIR").filter(|folder| folder.is_absolute());
    #[cfg(unix)]
    {
        let temporary = || std::env::temp_dir().join(format!("repcue-{}", crate::platform::user()));
        Some(xdg.map_or_else(temporary, |folder| folder.join("repcue")))
    }
    #[cfg(not(unix))]
    {
        Some(std::env::temp_dir().join("repcue"))
    }
}

/// Expands `~` at the start of a path to the home folder, as a shell does.
#[must_use]
pub fn with_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), etcetera::home_dir()) {
        (Ok(rest), Ok(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

fn folder(variable: &str, of: fn(&Strategy) -> PathBuf) -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os(variable).filter(|folder| !folder.is_empty()) {
        return Some(PathBuf::from(folder));
    }
    let strategy = choose_app_strategy(AppStrategyArgs {
        top_level_domain: "org".to_owned(),
        author: "repcue".to_owned(),
        app_name: "repcue".to_owned(),
    });
    strategy.ok().map(|strategy| of(&strategy))
}

/// The user's own file with this name in the config folder, such as `config.toml`; `None` if it does not exist.
///
/// # Errors
/// If it cannot be read, or its existence cannot be determined.
pub fn own_file(name: &str) -> Result<Option<Arc<Source>>, Diagnostic> {
    let Some(folder) = config_folder() else { return Ok(None) };
    let path = folder.join(name);
    let refused = |why: &str| Err(Diagnostic::plain(format!("cannot read {}: {why}", quoted_path(&path))));
    if !is_there(&folder) {
        return Ok(None);
    }
    match fs::metadata(&folder) {
        Ok(folder) if !folder.is_dir() => return refused("its folder is a file"),
        Ok(_) => {}
        Err(error) => return refused(&format!("its folder cannot be opened ({error})")),
    }
    match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            return refused("no permission to open its folder");
        }
        Err(error) => return refused(&error.to_string()),
        Ok(_) => {}
    }
    match fs::metadata(&path) {
        Ok(is) if is.is_dir() => refused("it is a folder, not a file"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            refused("it is a link to a file that does not exist")
        }
        _ => read_regular(&path).map(Some),
    }
}

/// Whether a path exists, including a dangling link.
#[must_use]
pub fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// A built-in file or one of the user's: its name and its text.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its name on the command line.
    pub name: String,
    /// Whether it is the user's own.
    pub own: bool,
    /// The text, or the reason why it cannot be read.
    pub source: Result<Arc<Source>, Diagnostic>,
}

/// All named routines: the user's own, then the built-in ones that they do not replace.
#[must_use]
pub fn routines() -> Vec<Found> {
    with_built_in(Own::read("routines").found)
}

fn with_built_in(mut found: Vec<Found>) -> Vec<Found> {
    for (name, text) in BUILT_IN {
        if !found.iter().any(|own| own.name == *name) {
            let source = Source::new(format!("routines/{name}.toml (built-in)"), *text);
            found.push(Found { name: (*name).to_owned(), own: false, source: Ok(source) });
        }
    }
    found
}

/// The name of the routine that a user means: this name, or one that differs only in case, spaces and signs. `None` for
/// an unknown name.
#[must_use]
pub fn routine_name(typed: &str) -> Option<String> {
    let mut found = routines();
    let place = position(&found, typed).or_else(|| loose_position(&found, typed))?;
    Some(found.swap_remove(place).name)
}

fn position(found: &[Found], name: &str) -> Option<usize> {
    let name = composed(name);
    found.iter().position(|found| found.name == name)
}

fn loose_position(found: &[Found], name: &str) -> Option<usize> {
    let name = loose(name);
    found.iter().position(|found| !name.is_empty() && loose(&found.name) == name)
}

/// The name of the routine or exercise that a user means, in the spelling of its file; what was typed if there is none.
#[must_use]
pub fn spelled(typed: &str, library: &Library) -> String {
    let exercise = || library.get(typed).map(|entry| entry.id.clone());
    routine_name(typed).or_else(exercise).unwrap_or_else(|| typed.to_owned())
}

/// The exercise library, including the user's own exercises, and warnings about files that are not used.
#[must_use]
pub fn library() -> (Library, Vec<Diagnostic>) {
    let Own { found, mut ignored } = Own::read("exercises");
    let own = found.into_iter().filter_map(|found| match found.source {
        Ok(source) => Some((found.name, source)),
        Err(diagnostic) => {
            ignored.push(diagnostic.warning());
            None
        }
    });
    (Library::new(own.collect::<Vec<_>>()), ignored)
}

/// The text of a routine, given its name, its path, or `-` for standard input.
pub fn routine(name: &str, library: &Library) -> Result<Arc<Source>, Diagnostic> {
    if name == "-" {
        return read_from(io::stdin().lock(), "<stdin>");
    }
    let Own { found, ignored } = Own::read("routines");
    let mut named = with_built_in(found);
    if let Some(place) = position(&named, name) {
        return named.swap_remove(place).source;
    }
    let path = Path::new(name);
    let looks_like_a_path = path.components().count() > 1 || path.extension().is_some();
    if looks_like_a_path || path.exists() {
        return read(path);
    }
    if let Some(place) = loose_position(&named, name) {
        return named.swap_remove(place).source;
    }
    let mut error = Diagnostic::plain(format!("no routine named {}", quoted(name)));
    // The routine may be among the files that are not used.
    error.help.extend(ignored.into_iter().map(|warning| warning.title));
    let here = PathBuf::from(format!("{name}.toml"));
    if here.is_file() {
        return Err(error.help(format!("for the file in this folder, give its path: `./{}`", here.display())));
    }
    let names = named.iter().map(|found| found.name.as_str());
    let exercises = library.ids();
    Err(if let Some(exercise) = library.get(name) {
        error.help(format!("it is an exercise: `repcue drill {}` plays it", exercise.id))
    } else if let Some(near) = nearest(name, names.chain(exercises)) {
        error.help(format!("did you mean `{near}`?"))
    } else {
        error.help("`repcue list` shows all routines; for a file, give its path, such as `./mine.toml`")
    })
}

/// Reads a text file.
///
/// # Errors
/// A diagnostic that names the path: missing, unreadable, a folder, too large, or not UTF-8.
pub fn read(path: &Path) -> Result<Arc<Source>, Diagnostic> {
    read_opened(path, |path| fs::File::open(path))
}

/// Reads a file that the user did not name, only if it is a regular file: a FIFO or device could block the program
/// forever.
///
/// # Errors
/// As for [`read`], and if it is not a regular file.
pub fn read_regular(path: &Path) -> Result<Arc<Source>, Diagnostic> {
    read_opened(path, regular::open)
}

fn read_opened(
    path: &Path,
    open: impl FnOnce(&Path) -> io::Result<fs::File>,
) -> Result<Arc<Source>, Diagnostic> {
    let name = path.display().to_string();
    let refused = |why: &str| Diagnostic::plain(format!("cannot read {}: {why}", quoted_path(path)));
    if path.is_dir() {
        let help = "choose a file in it, such as one that ends in `.toml`";
        return Err(refused("it is a folder, not a file").help(help));
    }
    let file = open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => refused("file not found").help("`repcue list` shows all routines"),
        io::ErrorKind::PermissionDenied => refused("no permission to read it"),
        _ => refused(&error.to_string()),
    })?;
    read_from(file, &name)
}

fn read_from(reader: impl Read, name: &str) -> Result<Arc<Source>, Diagnostic> {
    let refused =
        |why: String| Diagnostic::plain(format!("cannot read {}: {why}", quoted_path(Path::new(name))));
    let mut bytes = Vec::new();
    // One byte beyond the limit is enough to detect a file that is too large.
    reader.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| refused(error.to_string()))?;
    if bytes.len() as u64 > LARGEST {
        return Err(refused(format!("it is larger than {} MB", LARGEST >> 20))
            .help("a routine with 10,000 exercises is smaller: check that this is the right file"));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..good].iter().filter(|byte| **byte == b'\n').count() + 1;
        refused(format!("line {line} is not UTF-8 text")).help("save it as UTF-8 in your editor")
    })?;
    Ok(Source::new(name, text))
}

/// The folder of the resume points, one file per routine; `None` if the user has no home folder.
#[must_use]
pub fn resume_folder() -> Option<PathBuf> {
    state_folder().map(|folder| folder.join("resume"))
}

/// The path of the user's own file of a kind (`routines`, `exercises`), whether or not it exists.
#[must_use]
pub fn own_path(kind: &str, name: &str) -> Option<PathBuf> {
    config_folder().map(|folder| folder.join(kind).join(format!("{name}.toml")))
}
