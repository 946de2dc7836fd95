//! `repcue voice`: install, remove, list and try voices.

use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::target::write_error;
use super::{EnvironmentError, Failure, Outcome, print, resolved_options, speech};
use crate::causes::with_causes;
use crate::cli::Voice;
use crate::config::Config;
use crate::controls::keys::restore_terminal;
use crate::controls::signals::Signals;
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::files::write::Target;
use crate::output::DeviceRequest;
use crate::output::device::Device;
use crate::output::watch::{Verdict, Watch};
use crate::player::{PlaybackOptions, player};
use crate::routine::speed::Speed;
use crate::score::{Note, Score};
use crate::sound::clip::Clip;
use crate::sound::resample::ResampleKernel;
use crate::sound::voice::SpeechClip;
use crate::sound::voice::catalogue::{self, ALL};
use crate::sound::voice::id::{OTHERS, VoiceId};
use crate::sound::voice::natural::{self, State};
use crate::sound::voice::speaker::Pace;
use crate::sound::wav::{self, MonoBuffer};
use crate::time::Frames;

/// Runs the subcommand.
pub(super) fn run(args: &Voice, config: &Config) -> Result<Outcome, Failure> {
    match args {
        Voice::List { voice } => list(voice.as_ref(), config),
        Voice::Say { text, phonemes: true, .. } => phonemes(text),
        Voice::Say { text, voice, voice_speed, output, device, .. } => {
            let speed = resolved_options::voice_speed(*voice_speed, config);
            let voice_id = resolved_options::voice(voice.as_ref(), config);
            let name = device.as_ref().or(config.device.as_ref().map(|device| &device.value.0)).cloned();
            say(
                text,
                &voice_id,
                speed,
                output.as_deref(),
                &DeviceRequest { name, ..DeviceRequest::default() },
            )
        }
        Voice::Install { what, file } => {
            let name =
                what.as_deref().and_then(|what| OTHERS.into_iter().find(|name| what == Path::new(name)));
            match (name, file) {
                (Some(name), file) => install_other(name, file.as_deref()),
                (None, Some(_)) => {
                    let title = format!("`--file` is for the voices {}", OTHERS.join(" and "));
                    Err(Diagnostic::plain(title)
                        .help("give the wheel alone: `repcue voice install WHEEL-FILE`")
                        .into())
                }
                (None, None) => install(what.as_deref()),
            }
        }
        Voice::Remove => remove(),
    }
}

fn list(asked: Option<&VoiceId>, config: &Config) -> Result<Outcome, Failure> {
    let data = files::data_folder();
    let voice_id = resolved_options::voice(asked, config);
    let natural = data.as_deref().map(natural::state);
    let damaged = |voice_id: &VoiceId| match (voice_id, natural) {
        (VoiceId::Natural | VoiceId::Other(_), Some(State::Damaged)) => {
            Some("repcue voice install".to_owned())
        }
        (VoiceId::Other(name), Some(State::Whole)) => data
            .as_deref()
            .is_some_and(|data| natural::other_state(data, name) == State::Damaged)
            .then(|| format!("repcue voice install {name}")),
        _ => None,
    };
    let repair =
        |name: &str| ALL.iter().find(|(id, _)| id.to_string() == name).and_then(|(id, _)| damaged(id));
    let speaks = |name: &String| repair(name).is_none();
    let voices = catalogue::voices(&voice_id, data.as_deref());
    let used = voices.iter().map(|voice| voice.name()).find(speaks);
    let missing =
        |voice_id: &VoiceId| catalogue::missing(voice_id, data.as_deref()).map(|why| why.to_string());
    let mut text = String::new();
    let mut shown: Vec<(String, &str, Option<String>)> =
        ALL.iter().map(|(voice_id, about)| (voice_id.to_string(), *about, missing(voice_id))).collect();
    if matches!(voice_id, VoiceId::Piper(_) | VoiceId::Command(_)) {
        shown.push((voice_id.to_string(), "external program", missing(&voice_id)));
    }
    for (name, _, missing) in &mut shown {
        if let Some(command) = repair(name).filter(|_| missing.is_none()) {
            *missing = Some(format!("damaged; `{command}` repairs it"));
        }
    }
    for (name, about, missing) in shown {
        let mark = if used.as_ref() == Some(&name) { "*" } else { " " };
        let state = missing.map_or_else(|| about.to_owned(), |why| format!("{about} ({why})"));
        text += &format!("{mark} {name:<10}  {state}\n");
    }
    text += match (&voice_id, &used) {
        (VoiceId::Off, _) => "\nNo voice is in use: it is off.\n",
        _ => "\n* in use. Choose another with `--voice NAME`, or `voice = \"NAME\"` in config.toml.\n",
    };
    if let (Some(data), Some(State::Whole)) = (&data, natural) {
        text += &format!("The natural voice is in {}\n", natural::folder(data).display());
    }
    print(&text)?;
    Ok(Outcome::Done)
}

/// Prints what the natural voice would say: the words, and their phonemes.
fn phonemes(text: &str) -> Result<Outcome, Failure> {
    let phonemes = natural::phonemes(&data_folder()?, text).map_err(EnvironmentError::Phonemes)?;
    print(format!("words     {}\nphonemes  {phonemes}\n", natural::normalize(text)))?;
    Ok(Outcome::Done)
}

fn say(
    text: &str,
    voice_id: &VoiceId,
    speed: Speed,
    output: Option<&Path>,
    device: &DeviceRequest,
) -> Result<Outcome, Failure> {
    let mut speaker = speech::speaker(voice_id).at(Pace { speed, ..Pace::default() });
    let (mut phrases, warnings) = speaker.make(&[text.to_owned()], &|_| {});
    for warning in warnings {
        super::warn(format!("warning: {warning}"));
    }
    let phrase = phrases.remove(text).filter(|phrase| !phrase.samples.is_empty());
    let Some(phrase) = phrase else {
        return Err(EnvironmentError::NoSpeech.into());
    };
    match output {
        Some(path) => {
            let samples = phrase.samples.iter().map(|value| wav::sample(*value)).collect();
            let mono = MonoBuffer { rate: phrase.rate, samples };
            let written = Target::check(path).and_then(Target::begin).and_then(|mut file| {
                wav::write(BufWriter::new(&mut file), &mono)?;
                file.finish()
            });
            written.map_err(|error| write_error(path, error))?;
        }
        None => play(&phrase, device)?,
    }
    Ok(Outcome::Done)
}

/// Plays one phrase on a device until it ends or the device is lost.
fn play(phrase: &SpeechClip, request: &DeviceRequest) -> Result<(), EnvironmentError> {
    let mut device = Device::open(request).map_err(EnvironmentError::Play)?;
    let rate = device.rate();
    let steps = Arc::new(ResampleKernel::new(phrase.rate, rate));
    let clip = Clip::Packed(Arc::clone(&phrase.samples), steps);
    let length = Frames(clip.len() as u64);
    let score =
        Arc::new(Score::of_notes(rate, vec![Note { frame: Frames(0), clip, gains: [1.0; 2] }], length));
    let options = PlaybackOptions { lead_in: Frames(u64::from(rate) / 2), ..PlaybackOptions::default() };
    let (renderer, transport) = player(&score, options);
    device.play(Arc::new(std::sync::Mutex::new(renderer)));
    let begun = Instant::now();
    let mut watch = Watch::new(rate, Duration::ZERO, Frames(0));
    while !transport.position().finished {
        thread::sleep(Duration::from_millis(20));
        let verdict = watch.look(begun.elapsed(), transport.rendered(), device.ahead());
        if device.is_broken() || matches!(verdict, Verdict::Stalled | Verdict::TooSlow) {
            return Err(EnvironmentError::DeviceStopped);
        }
    }
    // The device still has to play what it has buffered.
    thread::sleep(Duration::from_millis(350));
    Ok(())
}

fn install(wheel: Option<&Path>) -> Result<Outcome, Failure> {
    let data = data_folder()?;
    let signals = Signals::catch(restore_terminal);
    // A closed standard output does not stop the installation.
    let fetching = || drop(print("Downloading hibari-tts 0.2.1 (14 MB)\n"));
    let before = match natural::install(&data, wheel, &fetching, &|| signals.end().is_some()) {
        Ok(before) => before,
        Err(error) => return failed(error, &signals),
    };
    let folder = natural::folder(&data);
    let folder = folder.display();
    print(&match before {
        State::NotInThisBuild | State::Absent => format!("Installed the natural voice in {folder}\n"),
        State::Damaged => format!("Repaired the damaged natural voice in {folder}\n"),
        State::Whole => format!("The natural voice is already installed in {folder}\n"),
    })?;
    Ok(Outcome::Done)
}

/// Installs another natural voice, and first the usual one, whose lexicon it shares.
fn install_other(name: &'static str, file: Option<&Path>) -> Result<Outcome, Failure> {
    let data = data_folder()?;
    let signals = Signals::catch(restore_terminal);
    let stopped = || signals.end().is_some();
    let natural = || drop(print("Downloading hibari-tts 0.2.1 (14 MB), which the voice needs\n"));
    let fetching = || drop(print(format!("Downloading the voice {name} (8 MB)\n")));
    let installed = natural::install(&data, None, &natural, &stopped)
        .and_then(|_| natural::install_other(&data, name, file, &fetching, &stopped));
    match installed {
        Err(error) => failed(error, &signals),
        Ok(before) => {
            print(&match before {
                State::NotInThisBuild | State::Absent => format!("Installed the voice {name}.\n"),
                State::Damaged => format!("Repaired the damaged voice {name}.\n"),
                State::Whole => format!("The voice {name} is already installed.\n"),
            })?;
            Ok(Outcome::Done)
        }
    }
}

/// The outcome of an installation that failed or was interrupted.
fn failed(error: natural::Error, signals: &Signals) -> Result<Outcome, Failure> {
    match signals.end().filter(|_| matches!(error, natural::Error::Interrupted)) {
        Some(signal) => {
            super::warn("Interrupted: nothing was installed.");
            Ok(Outcome::Signalled(signal))
        }
        None => match error {
            error @ natural::Error::GivenWheel(_) => Err(Diagnostic::plain(with_causes(&error)).into()),
            error => Err(EnvironmentError::from(error).into()),
        },
    }
}

fn remove() -> Result<Outcome, Failure> {
    let removed = natural::remove(&data_folder()?).map_err(EnvironmentError::from)?;
    print(if removed { "Removed the natural voice.\n" } else { "The natural voice was not installed.\n" })?;
    Ok(Outcome::Done)
}

fn data_folder() -> Result<std::path::PathBuf, EnvironmentError> {
    files::data_folder().ok_or(EnvironmentError::NoHome("REPCUE_DATA_DIR"))
}
