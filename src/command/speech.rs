//! What every command with speech needs: the voice, the phrases, the prepared session.

use std::cell::Cell;
use std::sync::Mutex;
use std::time::Duration;

use super::resolved_options::ResolvedOptions;
use super::{Failure, warn};
use crate::diagnostic::{Diagnostic, draw};
use crate::display::bars::Work;
use crate::files;
use crate::routine::Routine;
use crate::session::prepare::{PreparedSession, Progress, lay_out};
use crate::sound::Sounds;
use crate::sound::pack::Pack;
use crate::sound::voice::cache::Cache;
use crate::sound::voice::catalogue;
use crate::sound::voice::id::VoiceId;
use crate::sound::voice::natural;
use crate::sound::voice::speaker::{Pace, Speaker};
use crate::time::{At, clock};
use crate::timeline::instructions::instructions;
use crate::timeline::phrases::Phrases;

/// The speaker for a voice. If a voice requested by name is missing, this is reported and another one is used.
pub(super) fn speaker(voice_id: &VoiceId) -> Speaker {
    let data = files::data_folder();
    if let Some(why) = catalogue::missing(voice_id, data.as_deref()) {
        warn(format!("warning: voice `{voice_id}` is not available ({why}); using another one"));
    }
    let cache = files::cache_folder().map(|folder| Cache::new(folder.join("speech")));
    Speaker::new(catalogue::voices(voice_id, data.as_deref()), cache)
}

/// The phrases: the user's own over the built-in ones.
///
/// # Errors
/// All errors in the user's phrases.
pub(super) fn phrases() -> Result<Phrases, Failure> {
    Ok(own_phrases()?)
}

/// The same for commands that do not play: errors in the user's phrases are warnings, and the built-in ones are used.
pub(super) fn phrases_or_built_in() -> Phrases {
    own_phrases().unwrap_or_else(|errors| {
        warn(draw::styled(&errors.into_iter().map(Diagnostic::warning).collect::<Vec<_>>()));
        Phrases::built_in()
    })
}

fn own_phrases() -> Result<Phrases, Vec<Diagnostic>> {
    match files::own_file("phrases.toml").map_err(|error| vec![error])? {
        Some(source) => Phrases::read(&source),
        None => Ok(Phrases::built_in()),
    }
}

/// Generates all phrases of a routine and compiles it at a sample rate of `rate`, fitted into the requested time, with
/// a progress bar if it takes long.
pub(super) fn prepare(
    routine: &Routine,
    phrases: &Phrases,
    options: &ResolvedOptions,
    rate: u32,
) -> Result<PreparedSession, Failure> {
    let bar: Mutex<Cell<Option<Work>>> = Mutex::default();
    let progress = |done: usize, all: usize| {
        if let Ok(bar) = bar.lock() {
            let work = bar.take().unwrap_or_else(|| Work::new("voice", all as u64));
            work.show(done as u64);
            bar.set(Some(work));
        }
    };
    prepare_with(routine, phrases, options, rate, &progress)
}

/// The same with another progress, which receives the number of phrases generated and the total.
pub(super) fn prepare_with(
    routine: &Routine,
    phrases: &Phrases,
    options: &ResolvedOptions,
    rate: u32,
    progress: &Progress<'_>,
) -> Result<PreparedSession, Failure> {
    let speed = options.voice_speed.or(routine.voice_speed).unwrap_or(options.usual_speed);
    let pace = Pace { speed, instructions: instructions(routine, phrases) };
    let speaker = speaker(&options.voice).at(pace);
    let (pack, told) = Pack::from_folder(options.sounds.as_deref(), rate);
    for warning in told {
        warn(format!("warning: {warning}"));
    }
    let sounds = Sounds::new(pack, rate);
    let most = options.minutes.map(|minutes| Duration::from_secs(60) * minutes);
    let prepared = lay_out(routine, most, phrases, speaker, sounds, progress)?;
    if let Some(minutes) = options.minutes {
        report_fit(&prepared, minutes);
    }
    for warning in &prepared.warnings {
        warn(format!("warning: {warning}"));
    }
    Ok(prepared)
}

fn report_fit(prepared: &PreparedSession, minutes: u32) {
    if !prepared.left_out.is_empty() {
        warn(format!("Dropped to fit {minutes} min: {}", prepared.left_out.join("; ")));
    }
    let length = prepared.timeline.end() - At::ZERO;
    if length > Duration::from_secs(60) * minutes {
        warn(format!("warning: the shortest possible session is {}", clock(length)));
    }
}

/// Whether the built-in voice would speak without having been requested, although the natural voice could be installed.
pub(super) fn could_be_better(voice_id: &VoiceId) -> bool {
    let first = || {
        catalogue::voices(&VoiceId::Auto, files::data_folder().as_deref()).first().map(|voice| voice.name())
    };
    natural::IN_THIS_BUILD && *voice_id == VoiceId::Auto && first().as_deref() == Some("built-in")
}
