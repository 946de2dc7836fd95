//! Runs every command in the documents: in running text, in tables and in code blocks.
//!
//! A command is run as written, in a folder with the files that the documents mention. A session is stopped once it has
//! begun; commands that need a network or would play aloud are run in another way or only parsed, as [`WAYS`] says.

// A shell runs the commands as written; the documents are the same on every system.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{CommandFactory, Parser};
use person::Person;
use repcue::cli::Cli;

/// Placeholders in the documents, and what they are replaced with.
const BOUND: [(&str, &str); 9] = [
    ("ctl --session NAME …", "ctl --session main status"),
    ("ROUTINE", "lower-back-glutes"),
    ("EXERCISE", "clam-shell"),
    ("KEY=VALUE", "reps=12"),
    ("FILE", "five.toml"),
    ("FOLDER", "written"),
    ("SHELL", "bash"),
    ("NAME", "main"),
    ("…", ""),
];

/// How a command is tried.
enum Way {
    /// As it is, with these arguments added.
    With(&'static [&'static str]),
    /// It plays: it is started with the silent clock, and stopped.
    Begun,
    /// While a session is running. The command may be refused, as `silent` is when no device is lost.
    Beside,
    /// Only parsed, for this reason.
    Parsed(#[allow(dead_code, reason = "it is for who reads the list")] &'static str),
}

/// The ways of commands that are not simply run, by their first words; the first match counts.
const WAYS: [(&str, Way); 23] = [
    ("run --resume", Way::Parsed("tests/resume.rs resumes sessions")),
    ("run lower-back-glutes --resume", Way::Parsed("as above")),
    ("run ./five.toml --resume", Way::Parsed("tests/resume.rs resumes sessions")),
    ("run --device", Way::Parsed("it plays aloud, or there is no such device")),
    ("export morning -o run.m4a --music", Way::Parsed("it needs music; tests/music.rs has some")),
    ("config set music", Way::Parsed("the next command would need the folder")),
    ("remind --days", Way::Parsed("tests/remind.rs sets reminders")),
    ("remind morning", Way::Parsed("as above")),
    ("run", Way::Begun),
    ("drill", Way::Begun),
    ("timer", Way::Begun),
    ("ctl", Way::Beside),
    // A new person has no history; tests/history.rs has one.
    ("history clam-shell", Way::Parsed("it needs a history")),
    ("history last", Way::With(&[])),
    ("history pain", Way::Parsed("it needs a history")),
    ("history merge", Way::Parsed("it needs files; tests/history.rs merges some")),
    ("export lower-back-glutes -o -", Way::Parsed("it prints sound; tests/formats.rs reads it")),
    ("export", Way::With(&["--only", "clam-shell", "--reps", "1", "--rate", "8000"])),
    ("serve", Way::Parsed("it runs until a signal; tests/serve.rs opens its pages")),
    // There is no terminal to ask on.
    ("reset", Way::With(&["--yes"])),
    ("voice install", Way::Parsed("it needs a network")),
    ("voice say --phonemes", Way::Parsed("it needs the natural voice")),
    ("voice say", Way::With(&["--voice", "built-in", "--output", "said.wav"])),
];

/// The user's own routines that a document mentions and does not create.
const OWN: [(&str, &str); 1] = [("docs/format.md", "routines/evening.toml")];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every document for readers: its path and its text.
fn documents() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for folder in ["", "docs", "sounds"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "md") {
                let name = path.strip_prefix(root()).unwrap().display().to_string().replace('\\', "/");
                all.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    all.sort();
    all
}

/// Everything written as code: spans in running text and tables, and commands in code blocks.
fn code(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (n, part) in text.split("```").enumerate() {
        if n % 2 == 0 {
            let spans = part.split('`').skip(1).step_by(2);
            all.extend(spans.map(|span| span.split_whitespace().collect::<Vec<_>>().join(" ")));
            continue;
        }
        let (kind, block) = part.split_once('\n').unwrap();
        let lines = block.lines().map(|line| line.split("  #").next().unwrap().trim());
        match kind {
            "console" => all.extend(lines.filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned)),
            "sh" => all.extend(lines.map(str::to_owned)),
            _ => {}
        }
    }
    all
}

/// The repcue command in a piece of code, including one inside a shell's `<(…)`, and without any pipe after it.
fn commands(code: &str) -> Option<String> {
    let inside = code.split("<(").last()?.split([')', '|', ';']).next()?.trim();
    let is_it = inside == "repcue" || inside.starts_with("repcue ");
    is_it.then(|| inside.strip_prefix("repcue").unwrap_or_default().trim().to_owned())
}

/// The arguments of a command, with placeholders replaced.
fn arguments(document: &str, command: &str) -> Vec<String> {
    let bound = BOUND.iter().fold(command.to_owned(), |command, (name, value)| command.replace(name, value));
    let mut words = Vec::new();
    for (n, part) in bound.split('"').enumerate() {
        if n % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    for word in &words {
        let is_open = word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase() || c == '-');
        assert!(!is_open, "{document}: `repcue {command}`: what is `{word}`? Put it into BOUND");
    }
    words
}

/// Whether it is only the name of a command that needs more arguments.
fn is_a_name(words: &[String]) -> bool {
    let cli = Cli::command();
    let mut command = &cli;
    for word in words {
        let Some(below) = command.find_subcommand(word) else { return false };
        command = below;
    }
    let needs_more = |arg: &clap::Arg| arg.is_required_set();
    command.get_arguments().any(needs_more)
        || command.is_subcommand_required_set()
        || command.get_name() == "set"
}

/// Runs a command; returns what is wrong with it, if anything.
fn tried(person: &Person, folder: &Path, words: &[String]) -> Result<(), String> {
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    let line = words.join(" ");
    let way = WAYS.iter().find(|(start, _)| line == *start || line.starts_with(&format!("{start} ")));
    let beside = match way.map(|(_, way)| way) {
        Some(Way::Parsed(_)) => {
            let parsed = Cli::try_parse_from([&["repcue"], &words[..]].concat());
            return parsed.map(|_| ()).map_err(|error| error.to_string());
        }
        Some(Way::Begun) => {
            let mut command = person.command(&words);
            let session = person.begin(command.args(["--no-sound", "--plain"]).current_dir(folder));
            if !session.lines.is_empty() {
                session.signal("-TERM");
            }
            let (code, said, told) = session.end();
            return if code == 143 { Ok(()) } else { Err(format!("{code}: {said}{told}")) };
        }
        Some(Way::Beside) => Some(person.session(&["run", "lower-back-glutes"])),
        Some(Way::With(more)) => {
            words.extend(*more);
            None
        }
        None => None,
    };
    // An editor that changes nothing.
    let (code, said, told) = person.said(person.command(&words).env("EDITOR", "true").current_dir(folder));
    let is_refused = beside.is_some() && code == 1 && !told.contains("no session");
    if code == 0 || is_refused { Ok(()) } else { Err(format!("{code}: {said}{told}")) }
}

#[test]
fn every_command_in_a_document_does_what_it_says() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (document, text) in documents() {
        let commands: Vec<String> = code(&text).iter().filter_map(|code| commands(code)).collect();
        let person = Person::new(&format!("documents-{}", document.replace(['/', '.'], "-")));
        let folder = person.folder.join("work");
        fs::create_dir_all(&folder).unwrap();
        let routine = "title = \"Five minutes\"\n[[exercise]]\nuse = \"clam-shell\"\nreps = 12\n";
        fs::write(folder.join("five.toml"), routine).unwrap();
        for (_, own) in OWN.iter().filter(|(of, _)| *of == document) {
            let path = person.folder.join(own);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, routine).unwrap();
        }
        let mut seen = BTreeSet::new();
        for command in commands.iter().filter(|command| seen.insert(command.as_str())) {
            let words = arguments(&document, command);
            if is_a_name(&words) {
                continue;
            }
            count += 1;
            if let Err(why) = tried(&person, &folder, &words) {
                wrong.push(format!("{document}: `repcue {command}`\n{why}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 40, "only {count} commands were found");
}

#[test]
fn every_option_in_a_document_is_one() {
    fn options(command: &clap::Command, into: &mut BTreeSet<String>) {
        into.extend(command.get_arguments().filter_map(|arg| Some(format!("--{}", arg.get_long()?))));
        for below in command.get_subcommands() {
            options(below, into);
        }
    }
    let mut cli = Cli::command();
    cli.build();
    let mut known = BTreeSet::new();
    options(&cli, &mut known);
    let mut count = 0;
    for (document, text) in documents() {
        for code in code(&text).iter().filter(|code| code.starts_with("--") && code.len() > 2) {
            let option = code.split([' ', '=']).next().unwrap();
            assert!(known.contains(option), "{document}: there is no option `{option}`");
            count += 1;
        }
    }
    assert!(count > 10, "only {count} options were found");
}

#[test]
fn every_script_in_a_document_is_there() {
    let mut count = 0;
    for (document, text) in documents() {
        for code in code(&text).iter().filter(|code| code.starts_with("scripts/")) {
            let script = code.split_whitespace().next().unwrap();
            assert!(root().join(script).is_file(), "{document}: there is no `{script}`");
            count += 1;
        }
    }
    assert!(count > 5, "only {count} scripts were found");
}
