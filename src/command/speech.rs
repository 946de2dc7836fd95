//! What every command needs that speaks: the voice that is wanted, the phrases, the rehearsal.

use std::cell::Cell;
use std::sync::Mutex;
use std::time::Duration;

use super::wishes::Wishes;
use super::{Failure, warn};
use crate::diagnostic::{Diagnostic, draw};
use crate::display::bars::Work;
use crate::files;
use crate::rehearsal::{Rehearsal, rehearse};
use crate::routine::Routine;
use crate::sound::Sounds;
use crate::sound::pack::Pack;
use crate::sound::voice::cache::Cache;
use crate::sound::voice::catalogue;
use crate::sound::voice::choice::Choice;
use crate::sound::voice::natural;
use crate::sound::voice::speaker::Speaker;
use crate::time::{At, clock};
use crate::timeline::phrases::Phrases;

/// Who speaks for a choice. A voice that was asked for by name and is not there is told, and replaced.
pub(super) fn speaker(choice: &Choice) -> Speaker {
    let data = files::data_folder();
    if let Some(why) = catalogue::missing(choice, data.as_deref()) {
        warn(format!("warning: no voice `{choice}`: {why}; another one speaks instead"));
    }
    let cache = files::cache_folder().map(|folder| Cache::new(folder.join("speech")));
    Speaker::new(catalogue::voices(choice, data.as_deref()), cache)
}

/// The phrases: the user's own over the built-in ones.
///
/// # Errors
/// All that is wrong with the user's own.
pub(super) fn phrases() -> Result<Phrases, Failure> {
    Ok(own_phrases()?)
}

/// The same for what does not play: errors in the user's own phrases are warnings, and the built-in ones count.
pub(super) fn phrases_or_built_in() -> Phrases {
    own_phrases().unwrap_or_else(|errors| {
        warn(draw::styled(&errors.into_iter().map(Diagnostic::warning).collect::<Vec<_>>()));
        Phrases::shipped()
    })
}

fn own_phrases() -> Result<Phrases, Vec<Diagnostic>> {
    match files::own_file("phrases.toml").map_err(|error| vec![error])? {
        Some(source) => Phrases::read(&source),
        None => Ok(Phrases::shipped()),
    }
}

/// Makes all phrases of a routine and lays it out for `rate` frames a second, fitted into the time that is
/// wished for; with a bar while it takes long.
pub(super) fn prepare(
    routine: &Routine,
    phrases: &Phrases,
    wishes: &Wishes,
    rate: u32,
) -> Result<Rehearsal, Failure> {
    let mut speaker = speaker(&wishes.voice);
    let (pack, told) = Pack::of(wishes.sounds.as_deref(), rate);
    for warning in told {
        warn(format!("warning: {warning}"));
    }
    let sounds = Sounds::new(pack, rate);
    let bar: Mutex<Cell<Option<Work>>> = Mutex::default();
    let progress = |done: usize, all: usize| {
        if let Ok(bar) = bar.lock() {
            let work = bar.take().unwrap_or_else(|| Work::new("voice", all as u64));
            work.show(done as u64);
            bar.set(Some(work));
        }
    };
    let most = wishes.minutes.map(|minutes| Duration::from_secs(60) * minutes);
    let rehearsal = rehearse(routine, most, phrases, &mut speaker, sounds, &progress)?;
    drop(bar);
    if let Some(minutes) = wishes.minutes {
        tell_of_fit(&rehearsal, minutes);
    }
    for warning in &rehearsal.warnings {
        warn(format!("warning: {warning}"));
    }
    Ok(rehearsal)
}

fn tell_of_fit(rehearsal: &Rehearsal, minutes: u32) {
    if !rehearsal.left_out.is_empty() {
        warn(format!("Left out for {minutes} min: {}", rehearsal.left_out.join("; ")));
    }
    let length = rehearsal.timeline.end() - At::ZERO;
    if length > Duration::from_secs(60) * minutes {
        warn(format!("warning: it cannot be shorter than {}", clock(length)));
    }
}

/// Whether the plain voice would speak although nobody asked for it by name, and the natural voice could be installed.
pub(super) fn could_be_better(choice: &Choice) -> bool {
    let first = || {
        catalogue::voices(&Choice::Auto, files::data_folder().as_deref()).first().map(|voice| voice.name())
    };
    natural::IN_THIS_BUILD && *choice == Choice::Auto && first().as_deref() == Some("built-in")
}
