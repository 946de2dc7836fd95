//! Voices that are programs of the machine: a text goes in by argument, file or standard input, never
//! through a shell, and a WAV comes out.

use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::{Voice, estimated};
use crate::sound::wav::{self, Mono};
use crate::time::clock;

/// A program that takes longer than this for a phrase is ended.
const PATIENCE: Duration = Duration::from_secs(20);
/// Speech may be this long, and longer only for a text that is long.
const LONGEST: Duration = Duration::from_secs(120);
/// The largest WAV that is taken: ten minutes of speech.
const LARGEST: u64 = 64 << 20;

/// How a program is called.
#[derive(Debug, Clone)]
pub enum Call {
    /// `espeak-ng`.
    EspeakNg,
    /// `flite`.
    Flite,
    /// `piper`, with a model.
    Piper(String),
    /// `say`.
    Say,
    /// System.Speech through PowerShell.
    Sapi,
    /// A person's own command, with `{text}` and `{out}`.
    Own(Vec<String>),
}

/// A voice that is a program.
#[derive(Debug, Clone)]
pub struct Program {
    /// How it is called.
    pub call: Call,
}

/// What System.Speech is told; the text and the file's name come through the environment, not as code.
const SAPI: &str = "Add-Type -AssemblyName System.Speech; \
    $v = New-Object System.Speech.Synthesis.SpeechSynthesizer; \
    $v.SetOutputToWaveFile($env:REPCUE_OUT); $v.Speak($env:REPCUE_TEXT); $v.Dispose()";

impl Program {
    /// The program's name, to be looked for.
    #[must_use]
    pub fn program(&self) -> &str {
        match &self.call {
            Call::EspeakNg => "espeak-ng",
            Call::Flite => "flite",
            Call::Piper(_) => "piper",
            Call::Say => "say",
            Call::Sapi => "powershell",
            Call::Own(words) => words.first().map_or("", String::as_str),
        }
    }

    /// Where the program is, if it is there.
    #[must_use]
    pub fn found(&self) -> Option<PathBuf> {
        let program = PathBuf::from(self.program());
        if program.components().count() > 1 {
            return program.is_file().then_some(program);
        }
        let endings: &[&str] = if cfg!(windows) { &["", ".exe"] } else { &[""] };
        let folders = std::env::var_os("PATH")?;
        std::env::split_paths(&folders)
            .flat_map(|folder| {
                endings.iter().map(move |ending| folder.join(format!("{}{ending}", self.program())))
            })
            .find(|path| path.is_file())
    }

    /// The command for a text that is to be spoken into a file; and what goes to its standard input.
    fn command(&self, text: &str, scratch: &Scratch) -> std::io::Result<(Command, Option<String>)> {
        let out = &scratch.out;
        let mut command = Command::new(self.program());
        let mut input = None;
        match &self.call {
            Call::EspeakNg => {
                command.args(["-v", "en-us", "-s", "150", "-w"]).arg(out).args(["--", text]);
            }
            Call::Flite => {
                command.args(["-voice", "slt", "-t", text, "-o"]).arg(out);
            }
            Call::Piper(model) => {
                command.args(["-m", model, "-f"]).arg(out);
                input = Some(format!("{}\n", text.replace('\n', " ")));
            }
            Call::Say => {
                fs::write(&scratch.text, text)?;
                command.arg("-o").arg(out).arg("--data-format=LEI16@22050").arg("-f").arg(&scratch.text);
            }
            Call::Sapi => {
                command.args(["-NoProfile", "-NonInteractive", "-Command", SAPI]);
                command.env("REPCUE_OUT", out).env("REPCUE_TEXT", text);
            }
            Call::Own(words) => {
                let file = out.display().to_string();
                // The file first: a text may hold the letters `{out}`.
                command.args(words.iter().skip(1).map(|w| w.replace("{out}", &file).replace("{text}", text)));
            }
        }
        command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        Ok((command, input))
    }
}

impl Voice for Program {
    fn name(&self) -> String {
        match &self.call {
            Call::Piper(model) => format!("piper:{model}"),
            Call::Sapi => "sapi".to_owned(),
            Call::Own(_) => "command".to_owned(),
            Call::EspeakNg | Call::Flite | Call::Say => self.program().to_owned(),
        }
    }

    fn key(&self) -> String {
        // A program that is replaced by another version is another voice.
        let about = self.found().and_then(|path| fs::metadata(path).ok());
        let size = about.as_ref().map_or(0, fs::Metadata::len);
        let age = about.and_then(|about| about.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok());
        format!("{:?} {size} {}", self.call, age.map_or(0, |age| age.as_secs()))
    }

    fn speak(&self, text: &str) -> Result<Mono, String> {
        let program = self.program();
        let scratch = Scratch::new().map_err(|error| format!("no temporary folder: {error}"))?;
        let failed = |error: std::io::Error| format!("`{program}` cannot be run: {error}");
        let (mut command, input) = self.command(text, &scratch).map_err(failed)?;
        let mut child = command.spawn().map_err(failed)?;
        if let (Some(input), Some(mut stdin)) = (input, child.stdin.take()) {
            // A program that does not read its input tells by what it writes.
            let _ = stdin.write_all(input.as_bytes());
        }
        wait(&mut child).map_err(|why| format!("`{program}` {why}"))?;
        let mut bytes = Vec::new();
        fs::File::open(&scratch.out)
            .and_then(|file| file.take(LARGEST).read_to_end(&mut bytes))
            .map_err(|_| format!("`{program}` has made no sound"))?;
        let made =
            wav::read(&bytes).map_err(|why| format!("what `{program}` has made cannot be used: {why}"))?;
        plausible(made, text).map_err(|why| format!("`{program}` {why}"))
    }
}

/// What a program has made, unless it is far longer than its text takes to say: a rate that is wrong, or a program that
/// does not stop, would make a session wait.
fn plausible(made: Mono, text: &str) -> Result<Mono, String> {
    let most = LONGEST.max(estimated(text) * 4);
    let length = Duration::from_secs(1) * u32::try_from(made.samples.len()).unwrap_or(u32::MAX) / made.rate;
    if length > most {
        return Err(format!(
            "has spoken for {}; for this text, at most {} is used",
            clock(length),
            clock(most)
        ));
    }
    Ok(made)
}

/// Waits for a program to end well, but not for ever.
fn wait(child: &mut Child) -> Result<(), String> {
    let begun = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if begun.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(2)),
            Ok(None) => {
                // It may end by itself in this very moment.
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("took longer than {} s", PATIENCE.as_secs()));
            }
            Err(error) => return Err(error.to_string()),
        }
    };
    if status.success() {
        return Ok(());
    }
    let mut said = String::new();
    if let Some(stderr) = &mut child.stderr {
        // Without its words the exit status has to do.
        let _ = stderr.take(2_000).read_to_string(&mut said);
    }
    let said: String = said.lines().next().unwrap_or("").chars().filter(|c| !c.is_control()).collect();
    Err(if said.is_empty() { format!("failed: {status}") } else { format!("failed: {said}") })
}

/// A folder for one phrase; it goes when this goes.
struct Scratch {
    folder: PathBuf,
    out: PathBuf,
    text: PathBuf,
}

impl Scratch {
    fn new() -> std::io::Result<Scratch> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("repcue-speech-{}-{count}", std::process::id()));
        // Not `create_dir_all`: a folder that is there already may be somebody else's.
        fs::create_dir(&folder)?;
        Ok(Scratch { out: folder.join("out.wav"), text: folder.join("text.txt"), folder })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // The system clears its temporary folder of what is left.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speech_is_not_much_longer_than_its_text() {
        let made = |seconds: usize| Mono { rate: 8_000, samples: vec![0.1; seconds * 8_000] };
        assert_eq!(plausible(made(120), "Hold"), Ok(made(120)));
        let why = plausible(made(121), "Hold").unwrap_err();
        assert_eq!(why, "has spoken for 2:01; for this text, at most 2:00 is used");
        let long = "Lift and lower slowly. ".repeat(50);
        assert_eq!(plausible(made(200), &long), Ok(made(200)));
    }
}
