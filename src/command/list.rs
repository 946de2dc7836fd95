//! `repcue list`: lists routines and exercises.

use textwrap::Options;

use super::{Failure, Outcome, columns, load, print, speech, warn};
use crate::diagnostic::{Diagnostics, draw};
use crate::files;
use crate::output::SILENT_RATE;
use crate::routine::Routine;
use crate::routine::changes::Changes;
use crate::routine::lower::{self, Context};
use crate::sound::Sounds;
use crate::time::At;
use crate::timeline::compile;

/// Prints one line for each.
pub(super) fn run() -> Result<Outcome, Failure> {
    let library = load::library();
    let sounds = Sounds::built_in(SILENT_RATE);
    let changes = Changes::default();
    let context = Context { library: &library, changes: &changes };
    let phrases = speech::phrases_or_built_in();
    // An estimate: a list does not generate the phrases.
    let length = |routine: &Routine| {
        let seconds = (compile(routine, &phrases, &sounds).end() - At::ZERO).as_secs();
        if seconds < 60 { format!("{seconds} s") } else { format!("{} min", (seconds + 30) / 60) }
    };

    let mut routines = Vec::new();
    for found in files::routines() {
        let routine = found
            .source
            .map_err(Diagnostics::from)
            .and_then(|source| Routine::parse_any(&source, &library, &changes));
        let group = routine.as_ref().ok().and_then(|routine| routine.group.clone());
        let row = match routine {
            Ok(routine) => {
                let about = routine.about.clone().unwrap_or_else(|| routine.title.clone());
                [found.name, length(&routine), description(found.own, about)]
            }
            Err(_) => error_row(found.name),
        };
        routines.push((group, row));
    }

    let mut exercises = Vec::new();
    for entry in library.entries() {
        exercises.push(match lower::drill(&entry.id, &context) {
            Ok(routine) => {
                let exercise = &routine.blocks[0].exercises[0];
                let mut about = exercise.name.clone();
                for list in [&exercise.muscles, &exercise.equipment] {
                    if !list.is_empty() {
                        about += &format!(" · {}", list.join(", "));
                    }
                }
                [entry.id.clone(), length(&routine), description(entry.own, about)]
            }
            Err(_) => error_row(entry.id.clone()),
        });
    }

    let folder = match files::config_folder() {
        Some(folder) => format!(
            "Your routines: {}\nYour exercises: {}\n",
            folder.join("routines").display(),
            folder.join("exercises").display()
        ),
        None => String::new(),
    };
    let routines = in_groups(routines, columns());
    let exercises = table(&exercises, columns());
    print(format!("Routines\n{routines}\nExercises\n{exercises}\n{folder}"))?;
    let ignored = files::Own::read("routines").ignored;
    if !ignored.is_empty() {
        warn(draw::styled(&ignored));
    }
    Ok(Outcome::Done)
}

/// The routines without a group, then each group below its name, in the order in which they come.
fn in_groups(rows: Vec<(Option<String>, [String; 3])>, columns: usize) -> String {
    let mut groups: Vec<Option<String>> = vec![None];
    for (group, _) in &rows {
        if !groups.contains(group) {
            groups.push(group.clone());
        }
    }
    let all: Vec<[String; 3]> = rows.iter().map(|(_, row)| row.clone()).collect();
    let widths = widths(&all);
    let groups = groups.iter().map(|group| {
        let of_group = rows.iter().filter(|(of, _)| of == group).map(|(_, row)| row.clone());
        let text = aligned(&of_group.collect::<Vec<_>>(), widths, columns);
        group.as_ref().map_or(text.clone(), |group| format!(" {group}\n{text}"))
    });
    groups.collect()
}

fn description(own: bool, about: String) -> String {
    if own { format!("{about} (your own)") } else { about }
}

fn error_row(name: String) -> [String; 3] {
    let about = format!("has errors; see `repcue check {name}`");
    [name, "-".to_owned(), about]
}

/// Aligns rows in columns, at most `columns` wide; the length is right-aligned.
fn table(rows: &[[String; 3]], columns: usize) -> String {
    aligned(rows, widths(rows), columns)
}

/// The widths of the names and of the lengths.
fn widths(rows: &[[String; 3]]) -> [usize; 2] {
    [0, 1].map(|column| {
        rows.iter().map(|row| unicode_width::UnicodeWidthStr::width(row[column].as_str())).max().unwrap_or(0)
    })
}

fn aligned(rows: &[[String; 3]], [names, lengths]: [usize; 2], columns: usize) -> String {
    let indent = " ".repeat(names + lengths + 6);
    rows.iter()
        .map(|[name, length, about]| {
            let head = format!("  {name:names$}  {length:>lengths$}  ");
            let options = Options::new(columns.max(indent.len() + 20));
            textwrap::fill(about, options.initial_indent(&head).subsequent_indent(&indent)) + "\n"
        })
        .collect()
}
