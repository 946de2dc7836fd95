//! `repcue list`: lists routines and exercises, all or those that suit the user.

use textwrap::Options;
use unicode_width::UnicodeWidthStr;

use super::{Failure, Outcome, columns, load, print, speech, warn};
use crate::cli::List;
use crate::diagnostic::{Diagnostic, Diagnostics, draw};
use crate::files;
use crate::output::SILENT_RATE;
use crate::routine::changes::Changes;
use crate::routine::filter::Filter;
use crate::routine::lower::{self, Context};
use crate::routine::name::slug;
use crate::routine::{Exercise, Routine};
use crate::sound::Sounds;
use crate::time::At;
use crate::timeline::phrases::Phrases;
use crate::timeline::{Timeline, compile};

/// The parts of the list of exercises, each with the muscles that an exercise in it trains first. An exercise with other
/// muscles, or with none, is at the end.
const REGIONS: [(&str, &[&str]); 6] = [
    (
        "Exercises: glutes and hips",
        &["gluteus maximus", "gluteus medius", "hip flexors", "hip rotators", "inner thighs"],
    ),
    ("Exercises: legs and feet", &["thighs", "hamstrings", "calves", "shins", "feet"]),
    ("Exercises: trunk", &["abdominals", "obliques", "pelvic floor"]),
    ("Exercises: back and neck", &["back", "upper back", "neck"]),
    ("Exercises: chest, shoulders and arms", &["chest", "shoulders", "triceps", "biceps", "forearms"]),
    ("Exercises: breathing", &["diaphragm"]),
];

/// Prints one line for each.
pub(super) fn run(args: &List) -> Result<Outcome, Failure> {
    let library = load::library();
    let filter = Filter::new(&args.equipment, &args.muscle, args.level, &library)?;
    let sounds = Sounds::built_in(SILENT_RATE);
    let changes = Changes::default();
    let context = Context { library: &library, changes: &changes };
    let phrases = speech::phrases_or_built_in();
    let length = |routine: &Routine| length(routine, &phrases, &sounds);

    // By group: those without one, then each group in the order in which it comes.
    let mut routines: Vec<(Option<String>, Vec<Vec<String>>)> = vec![(None, Vec::new())];
    for found in files::routines() {
        let routine = found
            .source
            .map_err(Diagnostics::from)
            .and_then(|source| Routine::parse_any(&source, &library, &changes));
        let group = routine.as_ref().ok().and_then(|routine| routine.group.clone());
        let row = match routine {
            Ok(routine) if filter.fits_routine(&routine) => {
                let mut about = routine.about.clone().unwrap_or_else(|| routine.title.clone());
                if !routine.equipment().is_empty() {
                    about += &format!(" · {}", routine.equipment().join(", "));
                }
                vec![found.name, length(&routine), description(found.own, about)]
            }
            Err(_) if filter.is_empty() => error_row(found.name, 1),
            _ => continue,
        };
        match routines.iter_mut().find(|(of, _)| *of == group) {
            Some((_, rows)) => rows.push(row),
            None => routines.push((group, vec![row])),
        }
    }

    let mut regions: [Vec<Vec<String>>; REGIONS.len() + 1] = Default::default();
    for entry in library.entries() {
        let (region, row) = match lower::drill(&entry.id, &context) {
            Ok(routine) if filter.fits(&routine.blocks[0].exercises[0]) => {
                let exercise = &routine.blocks[0].exercises[0];
                let level = exercise.facts.level.map_or_else(|| "-".to_owned(), |level| level.to_string());
                let about = description(entry.own, about(exercise));
                (region(exercise), vec![entry.id.clone(), length(&routine), level, about])
            }
            Err(_) if filter.is_empty() => (REGIONS.len(), error_row(entry.id.clone(), 2)),
            _ => continue,
        };
        regions[region].push(row);
    }
    if !filter.is_empty()
        && routines.iter().all(|(_, rows)| rows.is_empty())
        && regions.iter().all(Vec::is_empty)
    {
        let error = Diagnostic::plain("nothing in the library has all of this");
        return Err(error.help("leave out one of the filters").into());
    }

    let folder = match files::config_folder() {
        Some(folder) => format!(
            "Your routines: {}\nYour exercises: {}\n",
            folder.join("routines").display(),
            folder.join("exercises").display()
        ),
        None => String::new(),
    };
    let titles = REGIONS.iter().map(|(title, _)| *title).chain(["Exercises: others"]).map(str::to_owned);
    let routines = routines.into_iter().map(|(group, rows)| {
        (group.map_or_else(|| "Routines".to_owned(), |group| format!("Routines: {group}")), rows)
    });
    let parts = routines.chain(titles.zip(regions));
    let parts: Vec<String> = parts
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(title, rows)| format!("{title}\n{}\n", table(&rows, columns())))
        .collect();
    print(parts.concat() + if filter.is_empty() { &folder } else { "" })?;
    let ignored = files::Own::read("routines").ignored;
    if !ignored.is_empty() {
        warn(draw::styled(&ignored));
    }
    Ok(Outcome::Done)
}

/// The length of a routine. An estimate: a list does not generate the phrases.
pub(super) fn length(routine: &Routine, phrases: &Phrases, sounds: &Sounds) -> String {
    in_minutes(&compile(routine, phrases, sounds))
}

/// The length of a session in words: `11 min`.
pub(super) fn in_minutes(timeline: &Timeline) -> String {
    let seconds = (timeline.end() - At::ZERO).as_secs();
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min", (seconds + 30) / 60) }
}

fn description(own: bool, about: String) -> String {
    if own { format!("{about} (your own)") } else { about }
}

/// The index of the region that an exercise trains first.
fn region(exercise: &Exercise) -> usize {
    let trains = |(_, muscles): &(&str, &[&str])| {
        exercise.muscles.first().is_some_and(|muscle| muscles.contains(&muscle.as_str()))
    };
    REGIONS.iter().position(trains).unwrap_or(REGIONS.len())
}

/// What an exercise trains and needs, after its name if its id is another.
fn about(exercise: &Exercise) -> String {
    let name = (slug(&exercise.name) != exercise.id).then(|| exercise.name.clone());
    let lists = [&exercise.muscles, &exercise.equipment].map(|list| list.join(", "));
    let parts: Vec<String> = name.into_iter().chain(lists).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { exercise.name.clone() } else { parts.join(" · ") }
}

/// The row of a file with errors, with `unknown` columns that have no value.
fn error_row(name: String, unknown: usize) -> Vec<String> {
    let about = format!("has errors; see `repcue check {name}`");
    [name].into_iter().chain(vec!["-".to_owned(); unknown]).chain([about]).collect()
}

/// Aligns rows of the same length in columns, at most `columns` wide. The second column, the length, is right-aligned; the last
/// one is wrapped.
fn table(rows: &[Vec<String>], columns: usize) -> String {
    let count = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> =
        (0..count).map(|n| rows.iter().map(|row| row[n].width()).max().unwrap_or(0)).collect();
    let indent = " ".repeat(widths.iter().rev().skip(1).map(|width| width + 2).sum::<usize>() + 2);
    let line = |row: &Vec<String>| {
        let mut head = "  ".to_owned();
        for (n, cell) in row.iter().enumerate().take(count - 1) {
            let room = " ".repeat(widths[n] - cell.width());
            head += &if n == 1 { format!("{room}{cell}  ") } else { format!("{cell}{room}  ") };
        }
        let options = Options::new(columns.max(indent.len() + 20));
        textwrap::fill(&row[count - 1], options.initial_indent(&head).subsequent_indent(&indent)) + "\n"
    };
    rows.iter().map(line).collect()
}
