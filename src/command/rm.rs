//! `repcue rm`: deletes a routine or exercise of the user's own, and restores it.

use std::fs;

use super::target::{delete_error, write_error};
use super::{Failure, Outcome, own, print, warn};
use crate::cli::Rm;
use crate::diagnostic::{Diagnostic, draw, quoted, quoted_path};
use crate::files::{self, copies, undo};

/// Deletes the file, or restores it.
pub(super) fn run(args: &Rm) -> Result<Outcome, Failure> {
    if args.undo {
        return restore(&args.name);
    }
    let file = own::find(&args.name)?;
    let shown = file.path.display();
    let mut undone = String::new();
    match undo::deleted_path(&file.path) {
        Some(kept) => {
            let text = files::read_regular(&file.path).map_err(|error| {
                error.help(format!(
                    "without its text it could not be restored; delete the file yourself: {shown}"
                ))
            })?;
            undo::store_deleted(&kept, &file.path, &text.text).map_err(|error| write_error(&kept, error))?;
            if let Some(name) = crate::shell::typed(&file.name) {
                undone = format!(" Undo it with `repcue rm {name} --undo`.");
            }
        }
        None => warn("warning: no home folder found for the undo file, so this cannot be undone"),
    }
    fs::remove_file(&file.path).map_err(|error| delete_error(&file.path, error))?;
    print(format!("Deleted {shown}.{undone}\n"))?;
    if copies::built_in(file.kind, &file.name).is_some() {
        print(format!("The built-in `{}` is used again.\n", file.name))?;
    } else if file.kind == "exercises" {
        let users = own::users_of(&file.name, None);
        if !users.is_empty() {
            warn(draw::styled(&users));
        }
    }
    Ok(Outcome::Done)
}

/// Restores the deleted routine or exercise of this name.
fn restore(name: &str) -> Result<Outcome, Failure> {
    for kind in copies::KINDS {
        let Some(path) = files::own_path(kind, name) else { continue };
        let Some((kept, text)) = undo::load_deleted(&path) else { continue };
        if files::is_there(&path) {
            let error = Diagnostic::plain(format!("{} already exists", quoted_path(&path)));
            return Err(error
                .help(format!("the deleted text is in {}, after its first line", kept.display()))
                .into());
        }
        files::write_like(&path, text, &kept).map_err(|error| write_error(&path, error))?;
        undo::discard(&path);
        print(format!("Restored {}.\n", path.display()))?;
        return Ok(Outcome::Done);
    }
    let error = Diagnostic::plain(format!("nothing to restore under the name {}", quoted(name)));
    Err(error.help("only what `repcue rm` deleted can be restored, and only once").into())
}
