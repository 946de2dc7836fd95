//! `repcue check`: reports all errors in files, without sound.

use super::resolved_options::ResolvedOptions;
use super::{Failure, Outcome, load, print, speech, warn};
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::cli::Check;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity, Source, draw, quoted};
use crate::files::{self, Own, copies};
use crate::output::SILENT_RATE;
use crate::routine::Routine;
use crate::routine::changes::Changes;
use crate::session::prepare::size;
use crate::sound::Sounds;
use crate::sound::voice::catalogue;
use crate::sound::voice::id::{OTHERS, VoiceId};
use crate::sound::voice::natural::unsayable;
use crate::timeline::{CueKind, Timeline, compile};

/// Checks each file and reports all their errors.
pub(super) fn run(args: &Check, config: &Config) -> Result<Outcome, Failure> {
    let library = load::library();
    let options = ResolvedOptions::for_session(&args.session, &args.sound.clone().into(), config);
    let changes = &options.changes;
    let mut sounds = Sounds::built_in(SILENT_RATE);
    let phrases = speech::phrases_or_built_in();
    let mut errors = Vec::new();
    let files = if args.files.is_empty() { own()? } else { args.files.clone() };
    for name in &files {
        let routine = load::source_of_either(name, &library)
            .and_then(|source| Ok((Routine::parse_any(&source, &library, changes)?, source)))
            .and_then(|(routine, source)| {
                // Each week is a session of its own.
                for week in &routine.weeks {
                    let of_week = Changes { week: Some(*week), ..changes.clone() };
                    Routine::parse_any(&source, &library, &of_week)?;
                }
                Ok((routine, source))
            });
        match routine {
            Ok((routine, source)) => {
                let timeline = compile(&routine, &phrases, &sounds);
                if let Err(error) = size::check(&timeline, &sounds.missing()) {
                    errors.push(error);
                    continue;
                }
                let exercises = routine.blocks.iter().flat_map(|block| &block.exercises);
                let count = exercises.map(|exercise| &exercise.id).collect::<BTreeSet<_>>().len();
                let exercises =
                    if count == 1 { "1 exercise".to_owned() } else { format!("{count} exercises") };
                print(format!("{name}: no errors; {exercises}\n"))?;
                let mut warnings = unpronounceable(&timeline, &options.voice, &source);
                warnings.extend(super::warnings(&source, &library, changes, &timeline));
                if !warnings.is_empty() {
                    warn(draw::styled(&warnings));
                }
            }
            Err(found) => errors.extend(found.0),
        }
    }
    if errors.is_empty() { Ok(Outcome::Done) } else { Err(errors.into()) }
}

/// The paths of all routines and exercises of the user's own; files that are not used are reported.
fn own() -> Result<Vec<String>, Failure> {
    let mut paths = Vec::new();
    for kind in copies::KINDS {
        let Own { found, ignored } = Own::read(kind);
        if !ignored.is_empty() {
            warn(draw::styled(&ignored));
        }
        let own = found.iter().filter_map(|found| files::own_path(kind, &found.name));
        paths.extend(own.map(|path| path.display().to_string()));
    }
    if paths.is_empty() {
        print("You have no routines or exercises of your own; `repcue new` creates one.\n")?;
    }
    Ok(paths)
}

/// Warnings about words that the current voice cannot pronounce, one for each word, at its position in the file.
fn unpronounceable(timeline: &Timeline, voice: &VoiceId, source: &Arc<Source>) -> Vec<Diagnostic> {
    let used = catalogue::voices(voice, files::data_folder().as_deref());
    let Some(used) = used.first().map(|voice| voice.name()) else { return Vec::new() };
    // For other voices this is unknown.
    let english = ["natural", "built-in"].into_iter().chain(OTHERS).any(|voice| voice == used);
    if !english {
        return Vec::new();
    }
    let texts = timeline.cues.iter().filter_map(|cue| match &cue.kind {
        CueKind::Say(text) => Some(&**text),
        CueKind::Sound(_) => None,
    });
    let words: BTreeSet<&str> = texts.flat_map(unsayable).collect();
    let warning = |(n, word): (usize, &str)| {
        let title = format!("the voice `{used}` cannot say {}", quoted(word));
        let help = "spell it as it sounds, with `say` or in a `[pronounce]` table";
        // Locating each of very many words would take quadratic time, and nobody reads that many.
        let find = || source.text.find(word).map(|at| at..at + word.len());
        let found = if n < draw::MOST { find() } else { None };
        let diagnostic = match found {
            Some(span) => Diagnostic::error(source, span, title, ""),
            None => Diagnostic::plain(title),
        };
        Diagnostic { severity: Severity::Warning, ..diagnostic }.help(help)
    };
    words.into_iter().enumerate().map(warning).collect()
}
