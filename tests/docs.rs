//! Checks the documents against the program: every TOML block and every built-in file is valid, every key is described,
//! the list of built-in exercises is complete.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use person::Person;
use repcue::diagnostic::Source;
use repcue::files;
use repcue::routine::changes::Changes;
use repcue::routine::library::{BUILT_IN, Library};
use repcue::routine::phase::Phase;
use repcue::routine::{Routine, Sides, Work};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Parses a text as a routine or an exercise.
fn lowered(name: &str, text: &str) -> Routine {
    let source = Source::new(format!("{name}.toml"), text);
    Routine::parse_any(&source, &Library::new([]), &Changes::default())
        .unwrap_or_else(|errors| panic!("{errors}"))
}

#[test]
fn every_toml_block_in_the_documents_is_valid() {
    for document in ["README.md", "docs/format.md", "docs/settings.md", "docs/speech.md"] {
        let text = read(document);
        let blocks: Vec<&str> =
            text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert!(!blocks.is_empty(), "{document}");
        for block in blocks {
            if block.starts_with("# config.toml") {
                let (config, errors) =
                    repcue::config::read(Some(&Source::new("config.toml", block)), &|_| None);
                assert!(errors.is_empty() && config != repcue::config::Config::default());
                continue;
            }
            lowered(document, block);
        }
    }
}

/// The keys that a document describes: each is in the first column of a table.
fn described(document: &str) -> Vec<String> {
    let key = |line: &str| Some(line.strip_prefix("| `")?.split('`').next()?.to_owned());
    read(document).lines().filter_map(key).collect()
}

#[test]
fn the_manual_describes_every_key_and_no_other() {
    let shapes = read("src/routine/file/shape.rs");
    let keys: Vec<String> = shapes
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(": Option<Field"))
        .map(|(name, _)| name.trim_start_matches("r#").replace('_', "-"))
        .collect();
    assert!(keys.len() > 25, "{keys:?}");
    let manual = described("docs/format.md");
    for key in &keys {
        assert!(manual.contains(key), "docs/format.md does not describe `{key}`");
    }
    for key in &manual {
        assert!(keys.contains(key), "docs/format.md describes `{key}`, which is not a key");
    }
}

/// For each key of `config.toml`, the row also names the variable and the option.
#[test]
fn the_settings_page_describes_every_key_with_its_variable_and_option() {
    let page = read("docs/settings.md");
    let keys = page.split("## Keys\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<&str> = keys.lines().filter(|line| line.starts_with("| `")).collect();
    assert_eq!(rows.len(), repcue::config::KEYS.len());
    for (row, (key, variable)) in rows.iter().zip(repcue::config::KEYS) {
        assert!(row.starts_with(&format!("| `{key}` |")), "{row}");
        assert!(row.contains(&format!("| `{variable}")), "{row}");
        // Some are set once and for all, and have no option.
        let option = [key.to_string(), format!("no-{key}")].into_iter().find(|name| has_option(name));
        let option = option.map_or_else(|| "none".to_owned(), |name| format!("`--{name}`"));
        assert!(row.contains(&format!("| {option} |")), "{row}");
    }
}

/// Whether a session has an option of this name.
fn has_option(name: &str) -> bool {
    let cli = repcue::cli::Cli::command();
    let run = cli.find_subcommand("run").unwrap();
    cli.get_arguments().chain(run.get_arguments()).any(|option| option.get_long() == Some(name))
}

#[test]
fn every_built_in_file_is_valid() {
    for folder in ["routines", "routines/exercises", "tests/routines"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                lowered(&path.display().to_string(), &read(&path));
            }
        }
    }
}

#[test]
fn the_library_is_the_folder() {
    let mut files: Vec<String> = fs::read_dir(root().join("routines/exercises"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let mut built_in: Vec<&str> = BUILT_IN.iter().map(|(id, _)| *id).collect();
    files.sort();
    built_in.sort_unstable();
    assert_eq!(files, built_in);
}

/// The ten exercises: id, reps at the easy end, sets, sides, seconds of hold, the phase that a rep begins with.
#[test]
fn the_built_in_routine_has_the_ten_with_their_numbers() {
    use Phase::{Lift, Lower};
    use Sides::{Alternate, Each, Together};
    let routine = lowered("lower-back-glutes", &read("routines/lower-back-glutes.toml"));
    let facts = [
        ("glute-bridge", 10, 1, Together, 1, Lift),
        ("squat", 10, 1, Together, 0, Lower),
        ("single-leg-romanian-deadlift", 10, 1, Each, 0, Lower),
        ("stability-ball-hip-thrust", 12, 1, Together, 3, Lift),
        ("single-leg-glute-bridge", 10, 1, Each, 2, Lift),
        ("clam-shell", 15, 1, Each, 1, Lift),
        ("side-lying-hip-abduction", 10, 1, Each, 3, Lift),
        ("bird-dog", 10, 1, Alternate, 1, Lift),
        ("fire-hydrant", 10, 3, Each, 0, Lift),
        ("donkey-kick", 12, 1, Each, 0, Lift),
    ];
    let exercises: Vec<_> = routine.blocks.iter().flat_map(|block| &block.exercises).collect();
    assert_eq!(exercises.len(), facts.len());
    for (exercise, (id, reps, sets, sides, hold, begins)) in exercises.iter().zip(facts) {
        assert_eq!(exercise.id, id);
        let set = exercise.set(1, 1);
        assert_eq!(set.work, Work::Reps(reps), "{id}");
        assert_eq!(exercise.sets, sets, "{id}");
        assert_eq!(exercise.sides, sides, "{id}");
        let length = |kind| set.rep.spans(kind).map(|(from, to)| (to - from).as_secs()).sum::<u64>();
        assert_eq!([Phase::Lift, Phase::Hold, Phase::Lower].map(length), [2, hold, 2], "{id}");
        assert_eq!(set.rep.phases()[0].phase, begins, "{id}");
        assert!(
            exercise.setup.is_some() && !exercise.tips.is_empty() && !exercise.muscles.is_empty(),
            "{id}"
        );
    }
}

#[test]
fn every_routine_in_the_folder_is_built_in() {
    let folder = fs::read_dir(root().join("routines")).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<String> = folder
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let mut built_in: Vec<&str> = files::BUILT_IN.iter().map(|(name, _)| *name).collect();
    files.sort();
    built_in.sort_unstable();
    assert_eq!(files, built_in);
}

/// The man pages match the program's own help.
#[test]
fn the_man_pages_are_those_of_this_program() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("man");
    let _ = fs::remove_dir_all(&folder);
    let made = Person::new("man").command(&["generate", "man"]).arg(&folder).status();
    assert!(made.unwrap().success());
    let pages = |folder: &Path| -> Vec<(String, String)> {
        let mut pages: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|entry| {
                (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap())
            })
            .collect();
        pages.sort();
        pages
    };
    let (made, kept) = (pages(&folder), pages(&root().join("docs/man")));
    assert!(made.len() > 10);
    assert!(made == kept, "docs/man is stale: cargo run --locked -- generate man docs/man");
}

/// Every test that docs/reliability.md names exists.
#[test]
fn every_test_that_the_reliability_page_names_exists() {
    fn walk(folder: &Path, into: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, into);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                into.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut files = Vec::new();
    walk(&root().join("src"), &mut files);
    walk(&root().join("tests"), &mut files);
    let page = read("docs/reliability.md");
    let named: Vec<(&str, &str)> =
        page.split('`').skip(1).step_by(2).filter_map(|span| span.split_once(".rs::")).collect();
    assert!(named.len() > 60, "{}", named.len());
    for (file, test) in named {
        let (file, test) = (format!("{file}.rs"), format!("fn {test}("));
        let is_there = files.iter().any(|(name, text)| *name == file && text.contains(&test));
        assert!(is_there, "docs/reliability.md names a test that {file} does not have: {test}");
    }
}

/// The preview in the README, line by line, except for the time of day.
#[test]
fn the_readme_shows_what_its_routine_does() {
    let readme = read("README.md");
    let block =
        |kind: &str| readme.split(&format!("```{kind}\n")).nth(1).unwrap().split("```").next().unwrap();
    let person = Person::new("readme");
    fs::create_dir_all(&person.folder).unwrap();
    fs::write(person.folder.join("five.toml"), block("toml")).unwrap();
    let mut command = person.command(&["show", "./five.toml"]);
    let (code, shown, told) = person.said(command.env("NO_COLOR", "1").current_dir(&person.folder));
    assert_eq!(code, 0, "{told}");
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.split(" ends at ").next().unwrap().trim_end().to_owned());
        lines.filter(|line| !line.is_empty()).collect()
    };
    assert_eq!(lines(block("text")), lines(&shown));
}

/// The anchor of a heading, as GitHub and others derive it.
fn anchor(heading: &str) -> String {
    let letters = heading.trim_start_matches('#').trim().to_lowercase();
    let letters = letters.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    letters.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Every linked path exists, and so does the heading if the link names one.
#[test]
fn every_link_between_documents_leads_somewhere() {
    let mut count = 0;
    for folder in ["", "docs", "sounds"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let document = entry.unwrap().path();
            if document.extension().is_none_or(|ending| ending != "md") {
                continue;
            }
            let text = read(&document);
            let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
            for link in links.filter(|link| !link.contains("://")) {
                let (path, heading) =
                    link.split_once('#').map_or((link, None), |(path, to)| (path, Some(to)));
                let target = match path {
                    "" => document.clone(),
                    path => document.parent().unwrap().join(path),
                };
                assert!(target.exists(), "{}: `{link}` leads nowhere", document.display());
                if let Some(heading) = heading {
                    let text = read(&target);
                    let mut headings = text.lines().filter(|line| line.starts_with('#')).map(anchor);
                    let is_there = headings.any(|known| known == heading);
                    assert!(is_there, "{}: `{link}` names no heading", document.display());
                }
                count += 1;
            }
        }
    }
    assert!(count > 50, "only {count} links were found");
}

#[test]
fn the_readme_names_every_command() {
    let readme = read("README.md");
    for command in repcue::cli::Cli::command().get_subcommands().filter(|command| !command.is_hide_set()) {
        let words = format!("repcue {}", command.get_name());
        assert!(readme.contains(&words), "README.md does not name `{}`", command.get_name());
    }
}

/// The table of the README has every built-in routine, with the minutes that `list` gives it.
#[test]
fn the_readme_has_every_routine_with_its_minutes() {
    let (code, list, told) = Person::new("docs-list").repcue(&["list"]);
    assert_eq!(code, 0, "{told}");
    let routines = list.split("\nExercises").next().unwrap();
    let mut listed: Vec<(String, u32)> = routines
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let (name, minutes, unit) = (words.next()?, words.next()?, words.next()?);
            (unit == "min").then_some((name.to_owned(), minutes.parse().ok()?))
        })
        .collect();
    let readme = read("README.md");
    let table = readme.split("## Routines\n").nth(1).and_then(|text| text.split("\n\n").next()).unwrap();
    let mut shown: Vec<(String, u32)> = table
        .lines()
        .skip(2)
        .flat_map(|row| {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let names = cells[1].split(", ").map(|name| name.trim_matches('`').to_owned());
            let minutes = cells[2].split(", ").map(|minutes| minutes.parse().unwrap());
            names.zip(minutes).collect::<Vec<_>>()
        })
        .collect();
    listed.sort();
    shown.sort();
    assert!(listed.len() > 10, "{list}");
    assert_eq!(shown, listed);
}

#[test]
fn a_shell_completes_the_names_of_routines_and_exercises() {
    let complete = |words: &[&str]| -> String {
        let mut command = Person::new("complete").command(&["--", "repcue"]);
        String::from_utf8(command.env("REPCUE_COMPLETE", "fish").args(words).output().unwrap().stdout)
            .unwrap()
    };
    assert_eq!(complete(&["run", "morn"]).trim(), "morning");
    assert_eq!(complete(&["drill", "bird"]).trim(), "bird-dog\tBird dog");
    assert_eq!(complete(&["run", "--skip", "clam"]).split_whitespace().next(), Some("clam-shell"));
    let (_, registration, _) = Person::new("register").repcue(&["generate", "completions", "bash"]);
    assert!(registration.contains("complete "));
}
