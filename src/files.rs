//! Where files lie and how they are read: a person's folder, built-in routines, paths, standard input.

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
use crate::routine::name::composed;
pub use own::Own;
pub use write::{write, write_like};

/// Where the platform keeps things.
#[cfg(not(windows))]
type Strategy = etcetera::app_strategy::Xdg;
#[cfg(windows)]
type Strategy = etcetera::app_strategy::Windows;

macro_rules! built_in {
    ($($name:literal),+) => { &[$(($name, include_str!(concat!("../routines/", $name, ".toml")))),+] };
}

/// The built-in routines: a name and the text.
pub const BUILT_IN: &[(&str, &str)] =
    built_in!["lower-back-glutes", "morning", "first-week", "circuit", "bird-dog-ladder", "bad-day"];

/// The routine that is played when none is named.
pub const DEFAULT: &str = "lower-back-glutes";

/// The folder of a person's own routines and exercises: `repcue` in the platform's config folder, or what
/// the environment variable `REPCUE_CONFIG_DIR` names. `None` for someone without a home.
#[must_use]
pub fn config_folder() -> Option<PathBuf> {
    folder("REPCUE_CONFIG_DIR", etcetera::AppStrategy::config_dir)
}

/// The folder of the installed voice: `REPCUE_DATA_DIR`, or the platform's data folder.
#[must_use]
pub fn data_folder() -> Option<PathBuf> {
    folder("REPCUE_DATA_DIR", etcetera::AppStrategy::data_dir)
}

/// The folder of what can be made again: `REPCUE_CACHE_DIR`, or the platform's cache folder.
#[must_use]
pub fn cache_folder() -> Option<PathBuf> {
    folder("REPCUE_CACHE_DIR", etcetera::AppStrategy::cache_dir)
}

/// The folder of what is kept from one start to the next, such as where a session was: `REPCUE_STATE_DIR`, or the
/// platform's folder for it.
#[must_use]
pub fn state_folder() -> Option<PathBuf> {
    folder("REPCUE_STATE_DIR", |strategy| {
        let state = etcetera::AppStrategy::state_dir(strategy);
        state.unwrap_or_else(|| etcetera::AppStrategy::data_dir(strategy).join("state"))
    })
}

/// The folder of what lives only while a session does: `REPCUE_RUNTIME_DIR`, or `repcue` in the platform's folder
/// for it; where there is none, a folder of one's own among the temporary ones.
#[must_use]
pub fn runtime_folder() -> Option<PathBuf> {
    let named =
        |variable: &str| std::env::var_os(variable).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    if let Some(folder) = named("REPCUE_RUNTIME_DIR") {
        return Some(folder);
    }
    // The XDG specification: a relative path in such a variable is to be ignored.
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

/// A path as a shell would take it: `~` at its beginning is the home folder.
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

/// A person's own file of a name in their config folder, such as `config.toml`; `None` if there is none.
///
/// # Errors
/// If it exists and cannot be read, or if it cannot be told whether it exists.
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

/// Whether there is anything at a path, also a link that leads nowhere.
#[must_use]
pub fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// A file that a person or the program brought: where it is from, and its text.
#[derive(Debug, Clone)]
pub struct Found {
    /// The name to call it by on the command line.
    pub name: String,
    /// Whether it is a person's own.
    pub own: bool,
    /// The text, or why it cannot be read.
    pub source: Result<Arc<Source>, Diagnostic>,
}

/// All routines that have names: a person's own, then the built-in ones that these do not replace.
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

/// The exercise library, with the user's own exercises; also why some of their files are not used, as warnings.
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

/// The text of a routine: by its name, by its path, or from standard input (`-`).
pub fn routine(name: &str, library: &Library) -> Result<Arc<Source>, Diagnostic> {
    if name == "-" {
        return read_from(io::stdin().lock(), "<stdin>");
    }
    let Own { found, ignored } = Own::read("routines");
    let mut named = with_built_in(found);
    if let Some(place) = named.iter().position(|found| found.name == composed(name)) {
        return named.swap_remove(place).source;
    }
    let path = Path::new(name);
    let looks_like_a_path = path.components().count() > 1 || path.extension().is_some();
    if looks_like_a_path || path.exists() {
        return read(path);
    }
    let mut error = Diagnostic::plain(format!("no routine named {}", quoted(name)));
    // The one that was meant may be among those that are not used.
    error.help.extend(ignored.into_iter().map(|warning| warning.title));
    let here = PathBuf::from(format!("{name}.toml"));
    if here.is_file() {
        return Err(error.help(format!("for the file in this folder, give its path: `./{}`", here.display())));
    }
    let names = named.iter().map(|found| found.name.as_str());
    let exercises = library.ids();
    Err(if library.get(name).is_some() {
        error.help(format!("it is an exercise: `repcue drill {name}` plays it"))
    } else if let Some(near) = nearest(name, names.chain(exercises)) {
        error.help(format!("did you mean `{near}`?"))
    } else {
        error.help("`repcue list` shows all routines; for a file, give its path, such as `./mine.toml`")
    })
}

/// The text of a file.
///
/// # Errors
/// A diagnostic that names the path: it is missing, unreadable, a folder, too large or not UTF-8.
pub fn read(path: &Path) -> Result<Arc<Source>, Diagnostic> {
    read_opened(path, |path| fs::File::open(path))
}

/// The text of a file that nobody has named: only of a regular one, for a FIFO or a device can hold the program for ever.
///
/// # Errors
/// As [`read`], and when it is not a regular file.
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
        io::ErrorKind::NotFound => {
            refused("file not found").help("`repcue list` shows all routines")
        }
        io::ErrorKind::PermissionDenied => refused("no permission to read it"),
        _ => refused(&error.to_string()),
    })?;
    read_from(file, &name)
}

fn read_from(reader: impl Read, name: &str) -> Result<Arc<Source>, Diagnostic> {
    let refused =
        |why: String| Diagnostic::plain(format!("cannot read {}: {why}", quoted_path(Path::new(name))));
    let mut bytes = Vec::new();
    // One byte beyond the limit tells a file that is too large, however large it is.
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

/// The folder of the resume points, one file for each routine; `None` for someone without a home.
#[must_use]
pub fn resume_folder() -> Option<PathBuf> {
    state_folder().map(|folder| folder.join("resume"))
}

/// The place of a person's own file of a kind (`routines`, `exercises`), whether it is there or not.
#[must_use]
pub fn own_path(kind: &str, name: &str) -> Option<PathBuf> {
    config_folder().map(|folder| folder.join(kind).join(format!("{name}.toml")))
}
