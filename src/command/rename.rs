//! `repcue rename`: a new name for a routine or exercise of the user's own.

use std::fs;

use super::{EnvironmentError, Failure, Outcome, new, own, print, warn};
use crate::cli::Rename;
use crate::diagnostic::draw;
use crate::files::{copies, undo};
use crate::session::played;

/// Renames the file.
pub(super) fn run(args: &Rename) -> Result<Outcome, Failure> {
    let old = own::find(&args.name)?;
    let path = new::unused(old.kind, &args.new)?;
    let kept = undo::stored_path(&old.path);
    fs::rename(&old.path, &path)
        .map_err(|source| EnvironmentError::Rename { path: old.path.clone(), source })?;
    if let Some(kept) = kept {
        undo::follow(&kept, &path);
    }
    if old.kind == "routines" {
        // Without it the first routine is played instead of the last one.
        let _ = played::rename(&old.name, &args.new);
    }
    print(format!(
        "{}\nUndo it with `repcue rename {} {}`.\n",
        path.display(),
        args.new,
        crate::shell::typed(&old.name).unwrap_or_default()
    ))?;
    if copies::built_in(old.kind, &old.name).is_some() {
        print(format!("The built-in `{}` is used again.\n", old.name))?;
    } else if old.kind == "exercises" {
        let users = own::users_of(&old.name, Some(&args.new));
        if !users.is_empty() {
            warn(draw::styled(&users));
        }
    }
    Ok(Outcome::Done)
}
