//! `repcue voice`: install, remove, list and try voices.

use std::fs;
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::target::unwritten;
use super::{Failure, Outcome, print, speech, wishes};
use crate::cli::Voice;
use crate::config::Config;
use crate::files;
use crate::files::write::Target;
use crate::output::device::Device;
use crate::output::{Output, Wanted};
use crate::player::{Manner, player};
use crate::score::{Note, Score};
use crate::sound::clip::{Clip, Steps};
use crate::sound::voice::Spoken;
use crate::sound::voice::catalogue::{self, ALL};
use crate::sound::voice::choice::Choice;
use crate::sound::voice::natural::install;
use crate::sound::wav::{self, Mono};
use crate::time::Frames;

/// Does what was asked for.
pub(super) fn run(args: &Voice, config: &Config) -> Result<Outcome, Failure> {
    match args {
        Voice::List { voice } => list(voice.as_ref(), config),
        Voice::Say { text, voice, output, device } => {
            let choice = wishes::voice(voice.as_ref(), config);
            let name = device.as_ref().or(config.device.as_ref().map(|device| &device.value)).cloned();
            say(text, &choice, output.as_deref(), &Wanted { name, ..Wanted::default() })
        }
        Voice::Install { wheel } => install(wheel.as_deref()),
        Voice::Remove => remove(),
    }
}

fn list(asked: Option<&Choice>, config: &Config) -> Result<Outcome, Failure> {
    let data = files::data_folder();
    let choice = wishes::voice(asked, config);
    let used = catalogue::voices(&choice, data.as_deref()).first().map(|voice| voice.name());
    let mut text = String::new();
    let mut shown: Vec<(String, &str, Option<String>)> = ALL
        .iter()
        .map(|(choice, about)| (choice.to_string(), *about, catalogue::missing(choice, data.as_deref())))
        .collect();
    if matches!(choice, Choice::Piper(_) | Choice::Command(_)) {
        let missing = catalogue::missing(&choice, data.as_deref());
        shown.push((choice.to_string(), "a program", missing));
    }
    for (name, about, missing) in shown {
        let mark = if used.as_ref() == Some(&name) { "*" } else { " " };
        let state = missing.map_or_else(|| about.to_owned(), |why| format!("{about} ({why})"));
        text += &format!("{mark} {name:<10}  {state}\n");
    }
    text += match (&choice, &used) {
        (Choice::Off, _) => "\nNo voice is used: it was turned off.\n",
        _ => "\n* is used. Another is chosen with `--voice NAME`, or `voice = \"NAME\"` in config.toml.\n",
    };
    if let Some(folder) = data.as_deref().and_then(install::installed) {
        text += &format!("The natural voice is in {}\n", folder.display());
    }
    print(&text)?;
    Ok(Outcome::Done)
}

fn say(text: &str, choice: &Choice, output: Option<&Path>, device: &Wanted) -> Result<Outcome, Failure> {
    let mut speaker = speech::speaker(choice);
    let (mut phrases, warnings) = speaker.make(&[text.to_owned()], &|_| {});
    for warning in warnings {
        super::warn(&format!("warning: {warning}"));
    }
    let phrase = phrases.remove(text).filter(|phrase| !phrase.samples.is_empty());
    let Some(phrase) = phrase else {
        return Err(Failure::World("the voice has nothing to say to that".to_owned()));
    };
    match output {
        Some(path) => {
            let samples = phrase.samples.iter().map(|value| wav::sample(*value)).collect();
            let mono = Mono { rate: phrase.rate, samples };
            let written = Target::of(path).and_then(Target::begin).and_then(|mut file| {
                wav::write(BufWriter::new(&mut file), &mono)?;
                file.finish()
            });
            written.map_err(|error| unwritten(path, &error))?;
        }
        None => play(&phrase, device)?,
    }
    Ok(Outcome::Done)
}

/// Plays one phrase on a device.
fn play(phrase: &Spoken, device: &Wanted) -> Result<(), Failure> {
    let device = Device::open(device).map_err(|why| {
        Failure::World(format!("no sound device: {why}\n  help: `-o FILE` writes it into a file instead"))
    })?;
    let mut output = Output::Device(device);
    let rate = output.rate();
    let steps = Arc::new(Steps::new(phrase.rate, rate));
    let clip = Clip::Packed(Arc::clone(&phrase.samples), steps);
    let length = Frames(clip.len() as u64);
    let score =
        Arc::new(Score::of_notes(rate, vec![Note { frame: Frames(0), clip, gains: [1.0; 2] }], length));
    let manner = Manner { lead_in: Frames(u64::from(rate) / 2), ..Manner::default() };
    let (renderer, transport) = player(&score, manner);
    output.play(&Arc::new(std::sync::Mutex::new(renderer)));
    while !transport.position().finished {
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_millis(350));
    Ok(())
}

fn install(wheel: Option<&Path>) -> Result<Outcome, Failure> {
    let failed = |error: install::Error| Failure::World(error.to_string());
    let data = data_folder()?;
    if let Some(folder) = install::installed(&data) {
        print(&format!("The natural voice is already in {}\n", folder.display()))?;
        return Ok(Outcome::Done);
    }
    let installed = match wheel {
        Some(wheel) => install::install_from_wheel(wheel, &data).map_err(failed)?,
        None => {
            let scratch = data.join(format!("fetch-{}", std::process::id()));
            fs::create_dir_all(&scratch)
                .map_err(|error| Failure::World(format!("cannot make `{}`: {error}", scratch.display())))?;
            print("Fetching hibari-tts 0.2.1 (14 MB)\n")?;
            let installed = install::fetch_wheel(&scratch)
                .and_then(|wheel| install::install_from_wheel(&wheel, &data))
                .map_err(failed);
            // What is left of it is in the way of nothing.
            let _ = fs::remove_dir_all(&scratch);
            installed?
        }
    };
    print(&format!("The natural voice is in {}\n", installed.folder.display()))?;
    Ok(Outcome::Done)
}

fn remove() -> Result<Outcome, Failure> {
    let data = data_folder()?;
    let removed = install::remove(&data).map_err(|error| Failure::World(error.to_string()))?;
    print(if removed {
        "The natural voice is removed.\n"
    } else {
        "The natural voice was not installed.\n"
    })?;
    Ok(Outcome::Done)
}

fn data_folder() -> Result<std::path::PathBuf, Failure> {
    files::data_folder().ok_or_else(|| {
        Failure::World(
            "there is no home folder to keep the voice in; set REPCUE_DATA_DIR to a folder".to_owned(),
        )
    })
}
