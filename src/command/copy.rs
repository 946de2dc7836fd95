//! `repcue copy`: a copy of a routine or exercise under a new name, with its comments.

use super::{Failure, Outcome, load, new, print};
use crate::cli::Copy;
use crate::routine::Routine;
use crate::routine::changes::Changes;
use crate::routine::edit::{Target, set};
use crate::routine::file::is_exercise;

/// Writes the copy.
pub(super) fn run(args: &Copy) -> Result<Outcome, Failure> {
    let library = load::library();
    let source = load::source_of_either(&args.what, &library)?;
    Routine::parse_any(&source, &library, &Changes::default())?;
    let is_exercise = is_exercise(&source.text);
    let (kind, key) = if is_exercise { ("exercises", "name") } else { ("routines", "title") };
    let path = new::unused(kind, &args.name)?;
    // Two of the same title could not be told apart by ear.
    let mut changes = vec![(key, new::title(&args.name))];
    if is_exercise {
        // The names of the original stay with it.
        changes.push(("aliases", String::new()));
    }
    let mut text = source.text.clone();
    for (key, value) in changes {
        // A text without errors can be changed, unless the value is spread over several lines, which may stay.
        text = set(&text, Target::Routine, key, &value).map_or(text, |edit| edit.text);
    }
    new::create(&path, kind, &text)?;
    let name = &args.name;
    print(format!(
        "{}\nEdit it with `repcue edit {name}`, delete it with `repcue rm {name}`.\n",
        path.display()
    ))?;
    Ok(Outcome::Done)
}
