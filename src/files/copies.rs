//! The user's copies of built-in routines and exercises: where they are, and what they are copies of.

use std::path::{Path, PathBuf};

use super::{BUILT_IN, own_path};
use crate::routine::library;

/// The folders of the user's own files.
pub const KINDS: [&str; 2] = ["routines", "exercises"];

/// The text of the built-in routine or exercise of a name.
pub fn built_in(kind: &str, name: &str) -> Option<&'static str> {
    let all = if kind == "exercises" { library::BUILT_IN } else { BUILT_IN };
    all.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// What a file is a copy of: the name of something built in, and its text.
pub fn copied(path: &Path) -> Option<(String, &'static str)> {
    let name = path.file_stem()?.to_str()?;
    let is_it = |kind: &&str| own_path(kind, name).is_some_and(|own| resolved(&own) == resolved(path));
    let kind = KINDS.into_iter().find(is_it)?;
    Some((name.to_owned(), built_in(kind, name)?))
}

/// The same path for the same file, however it is named and whether it exists yet or not: without links as far as
/// it exists.
pub fn resolved(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let known = path.ancestors().find_map(|known| Some((known.canonicalize().ok()?, known)));
    match known {
        // An empty rest would end the path with a separator.
        Some((canonical, known)) if known == path => canonical,
        Some((canonical, known)) => canonical.join(path.strip_prefix(known).unwrap_or(&path)),
        None => path,
    }
}
