//! Shell completion: names, paths, and words of the routine on the command line. The only file that names
//! `clap_complete`.
//!
//! The scripts for bash, zsh and fish are our own. They pass the words without quotes, let the shell quote the
//! candidates, and fall back to the shell's own completion if repcue has none, so nothing is lost that the shell could
//! complete before.

mod line;
mod offered;

use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::Path;

use clap::{ArgMatches, Command};
use clap_complete::engine::{
    ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter, complete,
};
use clap_complete::env::{CompleteEnv, Elvish, EnvCompleter, Powershell, Shells};

use offered::{Line, Offer};

/// The environment variable that requests completions.
const VARIABLE: &str = "REPCUE_COMPLETE";

/// The shells with a script of our own, then those with the library's.
const SHELLS: Shells<'_> = Shells(&[
    &Own { name: "bash", script: include_str!("completion/bash.sh") },
    &Plain(&Elvish),
    &Own { name: "fish", script: include_str!("completion/fish.fish") },
    &Plain(&Powershell),
    &Own { name: "zsh", script: include_str!("completion/zsh.zsh") },
]);

/// Prints completions and exits, if a shell requests them.
pub fn answer(command: fn() -> Command) {
    CompleteEnv::with_factory(command).var(VARIABLE).shells(SHELLS).complete();
}

/// The script that a shell loads to enable completion; `None` for an unknown shell.
#[must_use]
pub fn registration(shell: &str) -> Option<String> {
    let mut text = Vec::new();
    SHELLS.completer(shell)?.write_registration(VARIABLE, "repcue", "repcue", "repcue", &mut text).ok()?;
    String::from_utf8(text).ok()
}

/// The supported shells.
#[must_use]
pub fn shells() -> Vec<&'static str> {
    SHELLS.names().collect()
}

/// Completes a routine: its name or path.
#[must_use]
pub fn routines() -> ArgValueCompleter {
    names_and_files(offered::routines)
}

/// Completes an exercise: its name or path.
#[must_use]
pub fn exercises() -> ArgValueCompleter {
    names_and_files(offered::exercises)
}

/// Completes a routine or an exercise: its name or path.
#[must_use]
pub fn either() -> ArgValueCompleter {
    names_and_files(offered::either)
}

/// Completes equipment of the library.
#[must_use]
pub fn equipment() -> ArgValueCompleter {
    offers(|_| offered::equipment())
}

/// Completes muscles, and their groups.
#[must_use]
pub fn muscles() -> ArgValueCompleter {
    offers(|_| offered::muscles())
}

/// Completes the name of a routine or an exercise.
#[must_use]
pub fn names() -> ArgValueCompleter {
    offers(|_| offered::either())
}

/// Completes the name of a routine or an exercise of the user's own.
#[must_use]
pub fn own() -> ArgValueCompleter {
    offers(|_| offered::own())
}

/// Completes a change of the settings.
#[must_use]
pub fn settings() -> ArgValueCompleter {
    offers(offered::settings)
}

/// Completes the exercises of the routine on the command line.
#[must_use]
pub fn of_the_routine() -> ArgValueCompleter {
    offers(offered::of_the_routine)
}

/// Completes the target of `set`: an exercise, a block, or a key of the routine.
#[must_use]
pub fn to_set() -> ArgValueCompleter {
    offers(offered::to_set)
}

/// Completes the changes of `set`.
#[must_use]
pub fn to_change() -> ArgValueCompleter {
    offers(offered::to_change)
}

/// Completes the id of an exercise in the history.
#[must_use]
pub fn practised() -> ArgValueCompleter {
    offers(|_| offered::practised())
}

/// Completes the names of running sessions.
#[must_use]
pub fn sessions() -> ArgValueCompleter {
    offers(|_| offered::sessions())
}

/// Completes one of these words.
#[must_use]
pub fn words(words: impl IntoIterator<Item = &'static str>) -> ArgValueCompleter {
    let words: Vec<&str> = words.into_iter().collect();
    offers(move |_| words.iter().map(|word| ((*word).to_owned(), None)).collect())
}

fn offers(of: impl Fn(&str) -> Vec<Offer> + Send + Sync + 'static) -> ArgValueCompleter {
    ArgValueCompleter::new(move |current: &OsStr| {
        current.to_str().map(|current| matching(of(current), current)).unwrap_or_default()
    })
}

fn names_and_files(names: fn() -> Vec<Offer>) -> ArgValueCompleter {
    ArgValueCompleter::new(move |current: &OsStr| {
        let mut all = current.to_str().map(|current| matching(names(), current)).unwrap_or_default();
        // Shells expand `~` themselves.
        if !current.as_encoded_bytes().starts_with(b"~") {
            let is_file =
                |path: &Path| path.extension().is_some_and(|ending| ending == "toml") && path.is_file();
            all.extend(PathCompleter::any().filter(is_file).complete(current));
        }
        all
    })
}

fn matching(offers: Vec<Offer>, current: &str) -> Vec<CompletionCandidate> {
    let matching = offers.into_iter().filter(|(word, _)| word.starts_with(current));
    matching.map(|(word, help)| CompletionCandidate::new(word).help(help.map(Into::into))).collect()
}

/// The candidates for the last word, one per word; options only if nothing else is left or the word starts with a
/// hyphen.
fn candidates(
    command: &mut Command,
    words: Vec<OsString>,
    folder: Option<&Path>,
) -> io::Result<Vec<CompletionCandidate>> {
    read(command, &words).begin();
    let index = words.len() - 1;
    let is_begun = words.last().is_some_and(|word| !word.is_empty());
    let mut all = complete(command, words, index, folder)?;
    all.retain(|candidate| {
        candidate.get_value().to_str().is_some_and(|word| !word.contains(char::is_control))
    });
    let is_option =
        |candidate: &CompletionCandidate| candidate.get_value().as_encoded_bytes().starts_with(b"-");
    if !is_begun && !all.iter().all(is_option) {
        all.retain(|candidate| !is_option(candidate));
    }
    Ok(all)
}

/// Parses the words of a command line as far as possible.
fn read(command: &Command, words: &[OsString]) -> Line {
    let command = command.clone().ignore_errors(true);
    let Ok(matches) = command.try_get_matches_from(words) else { return Line::default() };
    let Some((_, matches)) = matches.subcommand() else { return Line::default() };
    let texts = |id: &str| -> Vec<String> { many(matches, id) };
    let named = ["routine", "what"].iter().find_map(|id| texts(id).into_iter().next());
    Line {
        named,
        target: texts("target").into_iter().next(),
        chosen: ["only", "skip", "values"].iter().flat_map(|id| texts(id)).collect(),
    }
}

/// The values of an argument that may not be defined.
fn many(matches: &ArgMatches, id: &str) -> Vec<String> {
    matches.try_get_many::<String>(id).ok().flatten().into_iter().flatten().cloned().collect()
}

/// A shell with a script of our own.
struct Own {
    name: &'static str,
    script: &'static str,
}

impl EnvCompleter for Own {
    fn name(&self) -> &'static str {
        self.name
    }

    fn is(&self, name: &str) -> bool {
        self.name == name
    }

    fn write_registration(
        &self,
        _variable: &str,
        _name: &str,
        _bin: &str,
        _completer: &str,
        into: &mut dyn Write,
    ) -> io::Result<()> {
        into.write_all(self.script.as_bytes())
    }

    fn write_complete(
        &self,
        command: &mut Command,
        args: Vec<OsString>,
        folder: Option<&Path>,
        into: &mut dyn Write,
    ) -> io::Result<()> {
        match (self.name, &args[..]) {
            ("bash", [name, fragment, line, version]) => {
                let [name, fragment, line] = [name, fragment, line].map(|word| word.to_string_lossy());
                let is_old = version
                    .to_str()
                    .and_then(|version| version.parse().ok())
                    .is_some_and(|version: u32| version < 4);
                bash(command, &name, &fragment, &line, is_old, folder, into)
            }
            ("fish", [before @ .., current]) => {
                let current = line::unquoted(&current.to_string_lossy()).into();
                write_descriptions(&candidates(command, [before, &[current]].concat(), folder)?, into)
            }
            (_, []) => Ok(()),
            _ => write_descriptions(&candidates(command, args, folder)?, into),
        }
    }
}

/// One candidate per line, followed by a tab and its description.
fn write_descriptions(candidates: &[CompletionCandidate], into: &mut dyn Write) -> io::Result<()> {
    for candidate in candidates {
        write!(into, "{}", candidate.get_value().display())?;
        if let Some(help) = candidate.get_help() {
            write!(into, "\t{}", help.to_string().lines().next().unwrap_or_default())?;
        }
        writeln!(into)?;
    }
    Ok(())
}

/// Bash also splits words at `=` and `:`, and expects candidates only for the last `fragment`.
fn bash(
    command: &mut Command,
    name: &str,
    fragment: &str,
    line: &str,
    is_old: bool,
    folder: Option<&Path>,
    into: &mut dyn Write,
) -> io::Result<()> {
    let mut words = line::split(line);
    // Variable assignments may precede the command.
    words.drain(..words.iter().position(|word| word == name).unwrap_or(0));
    let current = words.last().cloned().unwrap_or_default();
    let fragment = line::unquoted(fragment);
    let before = match current.strip_suffix(&fragment) {
        Some(before) if before.ends_with(['=', ':']) => before,
        // The fragment may be the separator itself.
        _ if current.ends_with(&fragment) && [":", "="].contains(&fragment.as_str()) => &current,
        _ => "",
    };
    let words = words.into_iter().map(OsString::from).collect();
    for candidate in candidates(command, words, folder)? {
        let word = candidate.get_value().to_string_lossy();
        // Bash before version 4 cannot be told to quote.
        if let Some(word) = word.strip_prefix(before).filter(|word| !is_old || is_plain(word)) {
            writeln!(into, "{word}")?;
        }
    }
    Ok(())
}

/// A shell with the library's script, which may not quote: it is offered only words that need no quotes.
struct Plain(&'static (dyn EnvCompleter + Sync));

impl EnvCompleter for Plain {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn is(&self, name: &str) -> bool {
        self.0.is(name)
    }

    fn write_registration(
        &self,
        variable: &str,
        name: &str,
        bin: &str,
        completer: &str,
        into: &mut dyn Write,
    ) -> io::Result<()> {
        self.0.write_registration(variable, name, bin, completer, into)
    }

    fn write_complete(
        &self,
        command: &mut Command,
        args: Vec<OsString>,
        folder: Option<&Path>,
        into: &mut dyn Write,
    ) -> io::Result<()> {
        read(command, &args).begin();
        let mut all = Vec::new();
        self.0.write_complete(command, args, folder, &mut all)?;
        let all = String::from_utf8_lossy(&all);
        let is_offered = |line: &&str| line.split('\t').next().is_some_and(is_plain);
        let plain: Vec<&str> = all.lines().filter(is_offered).collect();
        into.write_all(plain.join("\n").as_bytes())
    }
}

/// Whether a word has no special meaning in any shell.
fn is_plain(word: &str) -> bool {
    word.chars().all(|c| c.is_alphanumeric() || "-_.,:=+/".contains(c))
}
