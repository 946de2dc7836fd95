//! Voices that are external programs: text goes in as an argument, a file or standard input, never through a shell, and
//! WAV comes out.

mod error;

use std::fs;
use std::io::{self, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use super::Voice;
use super::error::VoiceError;
use crate::files::regular;
use crate::platform;
use crate::routine::speed::Speed;
use crate::routine::spoken::estimated;
use crate::sound::wav::{self, MonoBuffer};
use crate::threads;
pub use error::ProgramError;

/// A program that takes longer than this for a phrase is killed.
const PATIENCE: Duration = Duration::from_secs(20);
/// The maximum length of speech, except for a long text.
const LONGEST: Duration = Duration::from_secs(120);
/// The largest WAV file accepted, ten minutes of speech. A program that writes more is killed.
const LARGEST: u64 = 64 << 20;
/// The number of bytes kept of a program's standard error.
const WORDS: u64 = 2_000;
/// How long to wait for the end of standard error after the program has ended: its child processes may keep it open.
const MOMENT: Duration = Duration::from_millis(200);

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
    /// The user's own command, with `{text}` and `{out}`, and perhaps `{speed}`.
    Own(Vec<String>),
}

/// A voice that is an external program.
#[derive(Debug, Clone)]
pub struct Program {
    /// How it is called.
    pub call: Call,
}

/// The script for System.Speech; the text and the file name are passed in the environment, not as code.
const SAPI: &str = "Add-Type -AssemblyName System.Speech; \
    $v = New-Object System.Speech.Synthesis.SpeechSynthesizer; \
    $v.SetOutputToWaveFile($env:REPCUE_OUT); $v.Rate = [int]$env:REPCUE_RATE; $v.Speak($env:REPCUE_TEXT); $v.Dispose()";

impl Program {
    /// The name of the program to look for.
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

    /// The path of the program, if it is installed.
    #[must_use]
    pub fn path(&self) -> Option<PathBuf> {
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

    /// The command that speaks a text into a file. At the voice's own pace, no option says so: a model may have another
    /// default.
    fn command(&self, text: &str, speed: Speed, scratch: &Scratch) -> io::Result<Command> {
        let out = &scratch.out;
        let mut command = Command::new(self.program());
        let mut input = Stdio::null();
        match &self.call {
            Call::EspeakNg => {
                let pace = words_per_minute(150, speed);
                command.args(["-v", "en-us", "-s", &pace, "-w"]).arg(out).args(["--", text]);
            }
            Call::Flite => {
                command.args(["-voice", "slt"]);
                if !speed.is_own() {
                    command.arg("--setf").arg(format!("duration_stretch={:.3}", 1.0 / speed.factor()));
                }
                command.args(["-t", text, "-o"]).arg(out);
            }
            Call::Piper(model) => {
                command.args(["-m", model]);
                if !speed.is_own() {
                    command.arg("--length-scale").arg(format!("{:.3}", 1.0 / speed.factor()));
                }
                command.arg("-f").arg(out);
                // A file, because a program that does not read its pipe would block the writer.
                fs::write(&scratch.text, format!("{}\n", text.replace('\n', " ")))?;
                input = fs::File::open(&scratch.text)?.into();
            }
            Call::Say => {
                fs::write(&scratch.text, text)?;
                if !speed.is_own() {
                    command.args(["-r", &words_per_minute(175, speed)]);
                }
                command.arg("-o").arg(out).arg("--data-format=LEI16@22050").arg("-f").arg(&scratch.text);
            }
            Call::Sapi => {
                command.args(["-NoProfile", "-NonInteractive", "-Command", SAPI]);
                // Ten steps are three times as fast.
                let steps = (10.0 * speed.factor().ln() / 3f32.ln()).round() as i32;
                command.env("REPCUE_OUT", out).env("REPCUE_TEXT", text).env("REPCUE_RATE", steps.to_string());
            }
            Call::Own(words) => {
                let file = out.display().to_string();
                // The text last: it may contain the characters `{out}`.
                command.args(words.iter().skip(1).map(|w| {
                    w.replace("{out}", &file).replace("{speed}", &speed.to_string()).replace("{text}", text)
                }));
            }
        }
        command.stdin(input).stdout(Stdio::null()).stderr(Stdio::piped());
        Ok(command)
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
        let about = self.path().and_then(|path| fs::metadata(path).ok());
        let size = about.as_ref().map_or(0, fs::Metadata::len);
        let age = about.and_then(|about| about.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok());
        format!("{:?} {size} {}", self.call, age.map_or(0, |age| age.as_secs()))
    }

    fn speak(&self, text: &str, speed: Speed) -> Result<MonoBuffer, VoiceError> {
        let program = || self.program().to_owned();
        let failed = |error| VoiceError::Program { program: program(), error };
        let scratch = Scratch::new().map_err(VoiceError::NoFolder)?;
        let child = self.command(text, speed, &scratch).and_then(|mut command| command.spawn());
        let mut child = child.map_err(|source| VoiceError::NotStarted { program: program(), source })?;
        wait(&mut child, &scratch, PATIENCE).map_err(failed)?;
        // Only a regular file is opened: anything else could block.
        let bytes = regular::read(&scratch.out, LARGEST).map_err(|_| failed(ProgramError::NoSound))?;
        let made = wav::read(&bytes).map_err(|source| VoiceError::Output { program: program(), source })?;
        plausible(made, text).map_err(failed)
    }
}

/// The words per minute of a voice whose own pace is `own`.
fn words_per_minute(own: u16, speed: Speed) -> String {
    (f32::from(own) * speed.factor()).round().to_string()
}

/// Returns the output of a program, unless it is much longer than its text takes to say: a wrong sample rate, or a
/// program that does not stop, would make a session wait.
fn plausible(made: MonoBuffer, text: &str) -> Result<MonoBuffer, ProgramError> {
    let most = LONGEST.max(estimated(text) * 4);
    let length = Duration::from_secs(1) * u32::try_from(made.samples.len()).unwrap_or(u32::MAX) / made.rate;
    if length > most {
        return Err(ProgramError::TooLong { length, most });
    }
    Ok(made)
}

/// Waits for a program to end successfully, but not forever.
fn wait(child: &mut Child, scratch: &Scratch, patience: Duration) -> Result<(), ProgramError> {
    let begun = Instant::now();
    let words = child.stderr.take().map(listen);
    let status = loop {
        let error = match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if begun.elapsed() >= patience => ProgramError::TooSlow(patience),
            Ok(None) if fs::metadata(&scratch.out).is_ok_and(|out| out.len() > LARGEST) => {
                ProgramError::TooLarge
            }
            Ok(None) => {
                thread::sleep(Duration::from_millis(2));
                continue;
            }
            Err(error) => ProgramError::Wait(error),
        };
        platform::kill_with_children(child);
        // Reaps the process.
        let _ = child.wait();
        return Err(error);
    };
    if status.success() {
        return Ok(());
    }
    let said = words.map(|words| stderr_of(&words)).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let said: String = said.lines().next().unwrap_or("").chars().filter(|c| !c.is_control()).collect();
    Err(if said.is_empty() { ProgramError::FailedSilently(status) } else { ProgramError::Failed(said) })
}

/// Reads standard error as long as it is open, so that a full pipe blocks nobody, and passes on its beginning.
fn listen(stderr: ChildStderr) -> Receiver<Vec<u8>> {
    let (sender, words) = mpsc::channel();
    // Without a thread the pipe is closed, and the exit status must do.
    let _ = threads::start("voice", move || {
        let mut first = stderr.take(WORDS);
        let mut part = [0; 512];
        while let Ok(length @ 1..) = first.read(&mut part) {
            // The receiver may have given up, but the program must still be able to write.
            let _ = sender.send(part[..length].to_vec());
        }
        drop(sender);
        let _ = io::copy(&mut first.into_inner(), &mut io::sink());
    });
    words
}

/// What an ended program wrote to standard error.
fn stderr_of(words: &Receiver<Vec<u8>>) -> Vec<u8> {
    let begun = Instant::now();
    let next = || words.recv_timeout(MOMENT.saturating_sub(begun.elapsed())).ok();
    std::iter::from_fn(next).flatten().collect()
}

/// A temporary folder for one phrase, deleted on drop.
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
        // Not `create_dir_all`: an existing folder may belong to another user.
        fs::create_dir(&folder)?;
        Ok(Scratch { out: folder.join("out.wav"), text: folder.join("text.txt"), folder })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // The system clears what is left in its temporary folder.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::causes::with_causes;
    use crate::sound::voice::Voice;

    /// A voice that is a shell script, with the output file as `$1`.
    fn script(script: &str) -> Program {
        let words = ["sh", "-c", script, "sh", "{out}", "{text}"];
        Program { call: Call::Own(words.map(str::to_owned).to_vec()) }
    }

    /// Why such a voice does not speak.
    fn refused(text: &str) -> String {
        with_causes(&script(text).speak("a", Speed::default()).expect_err("it does not speak"))
    }

    #[test]
    fn speech_is_not_much_longer_than_its_text() {
        let made = |seconds: usize| MonoBuffer { rate: 8_000, samples: vec![0.1; seconds * 8_000] };
        assert_eq!(plausible(made(120), "Hold").unwrap(), made(120));
        let why = plausible(made(121), "Hold").unwrap_err().to_string();
        assert_eq!(why, "spoke for 2:01, but the limit for this text is 2:00");
        let long = "Lift and lower slowly. ".repeat(50);
        assert_eq!(plausible(made(200), &long).unwrap(), made(200));
    }

    #[test]
    fn a_program_may_say_as_much_as_it_likes_on_standard_error() {
        let begun = Instant::now();
        let loud = "i=0; while [ $i -lt 4000 ]; do echo 'a line of fifty characters, or nearly as many as that' >&2; \
                    i=$((i+1)); done; exit 3";
        let why = refused(loud);
        assert_eq!(why, "`sh` failed: a line of fifty characters, or nearly as many as that");
        assert!(begun.elapsed() < PATIENCE);
    }

    #[test]
    fn processes_that_a_program_leaves_behind_block_nothing() {
        let begun = Instant::now();
        let why = refused("sleep 60 & echo 'no model' >&2; echo $! >&2; exit 1");
        assert_eq!(why, "`sh` failed: no model");
        assert!(begun.elapsed() < PATIENCE);
    }

    #[test]
    fn a_program_that_takes_too_long_is_ended_with_all_that_it_started() {
        let scratch = Scratch::new().unwrap();
        let started = scratch.folder.join("started");
        let text =
            format!("sh -c 'echo $$ >{0}.part; mv {0}.part {0}; sleep 60; true'; true", started.display());
        let program = script(&text);
        let mut child = program.command("a", Speed::default(), &scratch).unwrap().spawn().unwrap();
        while !started.exists() {
            thread::yield_now();
        }
        let grandchild = fs::read_to_string(&started).unwrap();
        let runs = || {
            fs::read_to_string(format!("/proc/{}/stat", grandchild.trim()))
                .is_ok_and(|stat| !stat.contains(") Z"))
        };
        if cfg!(target_os = "linux") {
            assert!(runs());
        }
        let why = wait(&mut child, &scratch, Duration::ZERO).unwrap_err().to_string();
        assert_eq!(why, "took longer than 0 s");
        let killed = Instant::now();
        while runs() {
            assert!(killed.elapsed() < PATIENCE, "the grandchild is still there");
            thread::yield_now();
        }
    }

    #[test]
    fn a_program_that_writes_without_end_is_ended() {
        let why = refused("exec cat /dev/zero >\"$1\"");
        assert_eq!(why, "`sh` wrote more than 64 MB");
    }

    #[test]
    fn only_a_file_is_read() {
        let begun = Instant::now();
        let why = refused("mkfifo \"$1\"");
        assert_eq!(why, "`sh` produced no sound");
        assert!(begun.elapsed() < PATIENCE);
    }
}

#[cfg(test)]
mod command_lines;
