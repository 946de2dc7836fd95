//! `repcue set`: a change of values that stays, in the person's own copy of a routine.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::target::unwritten;
use super::{Failure, Outcome, load, new, print};
use crate::cli::Set;
use crate::diagnostic::{Diagnostic, Source, nearest, quoted};
use crate::files::{self, write::Target};
use crate::routine::changes::Changes;
use crate::routine::edit::{Edit, Refusal, set};
use crate::routine::library::Library;

/// The most bytes of a file's name, on the usual file systems.
const LONGEST_NAME: usize = 255;

/// Changes values, or takes the last change back.
pub(super) fn run(args: &Set) -> Result<Outcome, Failure> {
    let library = load::library();
    let path = target(&args.routine)?;
    if args.undo {
        return undo(&path);
    }
    let source = files::routine(&args.routine, &library)?;
    // A file with mistakes is mended first: otherwise nobody knows which mistake is new.
    load::any_of(&source, &library, &Changes::default())?;
    let exercise = args.exercise.as_deref().unwrap_or_default();
    let mut text = source.text.clone();
    let mut edits = Vec::new();
    for value in &args.values {
        let Some((key, value)) = value.split_once('=') else {
            let mistake = Diagnostic::plain(format!("{} is no change", quoted(value)));
            return Err(mistake.help("write a key, `=` and a value, such as reps=12").into());
        };
        let edit = set(&text, exercise, key.trim(), value.trim())
            .map_err(|refusal| refused(&refusal, &args.routine, exercise, &library))?;
        text.clone_from(&edit.text);
        edits.push(edit);
    }
    let changed = Source::new(path.display().to_string(), text.clone());
    load::any_of(&changed, &library, &Changes::default()).map_err(|mut mistakes| {
        if let Some(last) = mistakes.last_mut() {
            last.help.push("nothing was changed".to_owned());
        }
        mistakes
    })?;
    if text == source.text {
        print("Nothing is different.\n")?;
        return Ok(Outcome::Done);
    }
    let is_new = !path.exists();
    let kept = before(&path);
    // Looked at before anything is written, so that a refusal leaves no copy behind.
    Target::of(&path).map_err(|error| unwritten(&path, &error))?;
    files::write_like(&kept, format!("{}\n{}", mark(&text), source.text), &path)
        .map_err(|error| unwritten(&kept, &error))?;
    new::write(&path, &text)?;
    let copied = if is_new { format!("Your own copy: {}\n", path.display()) } else { String::new() };
    print(&(copied + &edits.iter().map(|edit| shown(&path, edit)).collect::<String>()))?;
    Ok(Outcome::Done)
}

/// The file to change: the one that was named by its path, or the person's own of that name.
fn target(routine: &str) -> Result<PathBuf, Failure> {
    let path = Path::new(routine);
    if path.extension().is_some() || path.components().count() > 1 {
        return Ok(path.to_owned());
    }
    new::place("routines", routine)
}

/// A change as its lines, before and after.
fn shown(path: &Path, edit: &Edit) -> String {
    let lines = |sign: char, lines: &[String]| -> String {
        lines.iter().map(|line| format!("{sign} {line}\n")).collect()
    };
    let changes = lines('-', &edit.before) + &lines('+', &edit.after);
    if changes.is_empty() { changes } else { format!("{}:{}\n{changes}", path.display(), edit.line) }
}

fn refused(refusal: &Refusal, routine: &str, exercise: &str, library: &Library) -> Failure {
    let mistake = match refusal {
        Refusal::Broken => Diagnostic::plain(format!("{} is not TOML", quoted(routine))),
        Refusal::Unknown(names) => {
            let mistake = Diagnostic::plain(format!("the routine has no exercise {}", quoted(exercise)));
            // A person may know it by the library's name.
            let by_name = library.get(exercise).map(|entry| entry.id.as_str());
            match by_name
                .filter(|id| names.iter().any(|name| name == id))
                .or(nearest(exercise, names.iter().map(String::as_str)))
            {
                Some(near) => mistake.help(format!("did you mean `{near}`?")),
                None => mistake.help(format!("its exercises are {}", names.join(", "))),
            }
        }
        Refusal::Several(count) => {
            let name = exercise.split(':').next().unwrap_or(exercise);
            Diagnostic::plain(format!("the routine has {} {count} times", quoted(name)))
                .help(format!("name one of them: `{name}:1` to `{name}:{count}`"))
        }
    };
    mistake.into()
}

/// Where the text before the last change is kept: a line that tells the text after it, then the text.
fn before(path: &Path) -> PathBuf {
    let kept = path.with_extension("toml.before");
    let name = kept.file_name().unwrap_or_default();
    if name.len() <= LONGEST_NAME {
        kept
    } else {
        kept.with_file_name(mark(&name.to_string_lossy()) + ".before")
    }
}

fn mark(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn undo(path: &Path) -> Result<Outcome, Failure> {
    let kept = before(path);
    let nothing = || {
        Diagnostic::plain(format!(
            "there is no change of {} to take back",
            quoted(&path.display().to_string())
        ))
    };
    let text = fs::read_to_string(&kept).map_err(|_| nothing())?;
    let (after, text) = text.split_once('\n').ok_or_else(nothing)?;
    let now: Arc<Source> = files::read(path)?;
    if mark(&now.text) != after {
        let title = format!("{} has been changed since", quoted(&path.display().to_string()));
        let help =
            format!("the text before the last `repcue set` is in {}, below its first line", kept.display());
        return Err(Diagnostic::plain(title).help(help).into());
    }
    new::write(path, text)?;
    // Were it still there, it would only be refused the next time.
    let _ = fs::remove_file(&kept);
    print(&format!("{} is as it was before the last change.\n", path.display()))?;
    Ok(Outcome::Done)
}
