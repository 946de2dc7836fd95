//! The user's copies of built-in routines and exercises: their paths and originals.

use std::path::{Path, PathBuf};

use super::{BUILT_IN, own_path};
use crate::routine::library;

/// The folders of the user's own files.
pub const KINDS: [&str; 2] = ["routines", "exercises"];

/// The text of the built-in routine or exercise with this name.
pub fn built_in(kind: &str, name: &str) -> Option<&'static str> {
    let all = if kind == "exercises" { library::BUILT_IN } else { BUILT_IN };
    all.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The built-in original of a file: its name and text.
pub fn copied(path: &Path) -> Option<(String, &'static str)> {
    let name = path.file_stem()?.to_str()?;
    let is_it = |kind: &&str| own_path(kind, name).is_some_and(|own| resolved(&own) == resolved(path));
    let kind = KINDS.into_iter().find(is_it)?;
    Some((name.to_owned(), built_in(kind, name)?))
}

/// A canonical path for a file that may not exist: links are resolved as far as the path exists.
pub fn resolved(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let known = path.ancestors().find_map(|known| Some((known.canonicalize().ok()?, known)));
    match known {
        // Joining an empty rest would end the path with a separator.
        Some((canonical, known)) if known == path => canonical,
        Some((canonical, known)) => canonical.join(path.strip_prefix(known).unwrap_or(&path)),
        None => path,
    }
}
