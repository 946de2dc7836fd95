//! The problems in the environment of a command: their messages, and what the user can do.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitStatus;

use super::edit::USUAL;
use crate::controls::socket::NotPrivate;
use crate::controls::socket::line::AnswerError;
use crate::diagnostic::{quoted, quoted_path};
use crate::output::trouble::Trouble;
use crate::sound::voice::error::VoiceError;
use crate::sound::voice::natural;

/// A problem in the environment: an unknown device, a full disk. The message leaves out the cause.
#[derive(Debug, thiserror::Error)]
pub enum EnvironmentError {
    /// The renderer panicked during a session.
    #[error("the audio renderer failed; this is a bug, please report it")]
    RendererFailed,
    /// Standard output cannot be written.
    #[error(transparent)]
    Print(io::Error),
    /// There is no folder for the user's files; the variable that names one.
    #[error("no home folder found: set {0}")]
    NoHome(&'static str),
    /// A file cannot be written.
    #[error("cannot write {}", quoted_path(path))]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The history cannot be read.
    #[error("cannot read the history {}", quoted_path(path))]
    ReadHistory {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// A folder cannot be created, or a file in it cannot be written.
    #[error("cannot write into {}", quoted_path(folder))]
    WriteInto {
        /// The folder.
        folder: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// A file cannot be renamed.
    #[error("cannot rename {}", quoted_path(path))]
    Rename {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// A file cannot be deleted.
    #[error("cannot delete {}", quoted_path(path))]
    Delete {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The user did not allow this file to be replaced.
    #[error("{} was not replaced", quoted_path(.0))]
    NotReplaced(PathBuf),

    /// A session cannot play on the device that the user named.
    #[error("cannot play on the device {}", quoted(name))]
    Device {
        /// The device's name, as the user gave it.
        name: String,
        /// Why it cannot be opened.
        source: Trouble,
    },
    /// A phrase cannot be played.
    #[error("cannot play")]
    Play(#[source] Trouble),
    /// The device was lost while it played a phrase.
    #[error("the sound device stopped")]
    DeviceStopped,
    /// No voice has spoken the text.
    #[error("the voice produced no sound for this text")]
    NoSpeech,
    /// The natural voice has no phonemes for the text.
    #[error("cannot print phonemes: the natural voice")]
    Phonemes(#[source] VoiceError),
    /// The natural voice was not installed or removed.
    #[error(transparent)]
    NaturalVoice(#[from] natural::Error),

    /// None of the usual editors is installed; the file to edit.
    #[error("no editor found: set EDITOR, or install {}", USUAL.join(" or "))]
    NoEditor(PathBuf),
    /// The editor cannot be started.
    #[error("cannot start the editor {}", quoted(editor))]
    EditorNotStarted {
        /// The editor, as configured.
        editor: String,
        /// The file to edit.
        file: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The editor failed.
    #[error("{} exited with {}", quoted(editor), shown(*.status))]
    EditorFailed {
        /// The editor, as configured.
        editor: String,
        /// How it ended.
        status: ExitStatus,
    },

    /// A program is missing that reminders need.
    #[error("reminders need `{program}`, which was not found")]
    ReminderProgram {
        /// The program.
        program: &'static str,
        /// The reminder as a line for cron.
        line: String,
    },
    /// The operating system's timers have refused a reminder.
    #[error("the reminder was not set: `{command}` failed: {told}")]
    ReminderRefused {
        /// The command.
        command: String,
        /// What it printed.
        told: String,
        /// The reminder as a line for cron.
        line: String,
    },

    /// Nothing can be served at this address.
    #[error("cannot serve at {address}")]
    Serve {
        /// The address.
        address: SocketAddr,
        /// The system's error.
        source: io::Error,
    },
    /// There is no folder for control sockets.
    #[error("no folder is available for control sockets: set REPCUE_RUNTIME_DIR")]
    NoRuntimeFolder,
    /// The running sessions cannot be listed.
    #[error(transparent)]
    Sessions(io::Error),
    /// No session is running.
    #[error("no session is running")]
    NoSession,
    /// No session of this name is running.
    #[error("no session named {} is running", quoted(name))]
    NoSessionNamed {
        /// The name.
        name: String,
        /// The names of the running sessions; at least one.
        running: Vec<String>,
    },
    /// The session did not answer in time.
    #[error("the session {} does not answer", quoted(name))]
    SessionSilent {
        /// Its name.
        name: String,
        /// Its process, if known.
        process: Option<i64>,
    },
    /// The session closed the connection without an answer.
    #[error("the session {} closed the connection", quoted(.0))]
    SessionGone(String),
    /// The session gave an answer that is not one to the request.
    #[error("unexpected answer from the session {}", quoted(name))]
    UnexpectedAnswer {
        /// Its name.
        name: String,
        /// What is wrong with the answer.
        source: AnswerError,
    },
    /// The session cannot be reached.
    #[error("cannot reach the session {}", quoted(name))]
    SessionUnreachable {
        /// Its name.
        name: String,
        /// The system's error.
        source: io::Error,
    },
    /// The session refused the request, with this reason.
    #[error("{0}")]
    Refused(String),
}

impl EnvironmentError {
    /// What the user can do, each in one line.
    #[must_use]
    pub fn help(&self) -> Vec<String> {
        const INTO_FILE: &str = "`-o FILE` writes to a file instead";
        let lines = |first: Option<String>, last: &str| first.into_iter().chain([last.to_owned()]).collect();
        match self {
            EnvironmentError::Device { source, .. } => {
                lines(source.choice(), "`--no-sound` plays without one")
            }
            EnvironmentError::Play(trouble) => lines(trouble.choice(), INTO_FILE),
            EnvironmentError::DeviceStopped => vec![INTO_FILE.to_owned()],
            EnvironmentError::Serve { source, .. } if source.kind() == io::ErrorKind::AddrInUse => {
                vec!["leave out `--port`: then a free one is taken".to_owned()]
            }
            EnvironmentError::Serve { source, .. } if source.kind() == io::ErrorKind::PermissionDenied => {
                vec!["use a port above 1023".to_owned()]
            }
            EnvironmentError::NaturalVoice(error) => error.help().into_iter().collect(),
            EnvironmentError::NoEditor(file) => vec![format!("the file is {}", quoted_path(file))],
            EnvironmentError::EditorNotStarted { file, .. } => {
                vec![format!("set EDITOR to another one; the file is {}", quoted_path(file))]
            }
            EnvironmentError::Sessions(error) => {
                NotPrivate::from_io(error).map(|_| NotPrivate::HELP.to_owned()).into_iter().collect()
            }
            EnvironmentError::NoSessionNamed { running, .. } => {
                vec![format!("running: {}", running.join(", "))]
            }
            EnvironmentError::SessionSilent { process, .. } => vec![match process {
                Some(id) => format!(
                    "it may be suspended (Ctrl-Z): continue it with `fg` in its terminal or `kill -CONT {id}`, or end it \
                     with `kill -KILL {id}`"
                ),
                None => "it may be suspended (Ctrl-Z): close its terminal to end it".to_owned(),
            }],
            EnvironmentError::ReminderProgram { program: "notify-send", .. } => {
                vec![
                    "install it: it is in libnotify-bin (Debian, Ubuntu) or libnotify (Fedora, Arch)"
                        .to_owned(),
                ]
            }
            EnvironmentError::ReminderProgram { line, .. }
            | EnvironmentError::ReminderRefused { line, .. }
                if !cfg!(any(windows, target_os = "macos")) =>
            {
                vec![
                    "repcue uses the timers of your systemd user session".to_owned(),
                    format!("without one, add this line to your crontab with `crontab -e`: {line}"),
                ]
            }
            EnvironmentError::UnexpectedAnswer { .. } => {
                vec!["check that it runs the same version of repcue".to_owned()]
            }
            _ => Vec::new(),
        }
    }
}

/// How a program ended: its exit status as a number, or else the signal.
fn shown(status: ExitStatus) -> String {
    status.code().map_or_else(|| status.to_string(), |code| format!("status {code}"))
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use super::*;
    use crate::causes::with_causes;
    use crate::command::Failure;

    #[test]
    fn a_failure_keeps_its_causes() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let said = full.to_string();
        let failure = Failure::from(EnvironmentError::Write { path: "a.wav".into(), source: full });
        assert_eq!(with_causes(&failure), format!("cannot write `a.wav`: {said}"));
        let cause = failure.source().and_then(|cause| cause.downcast_ref::<io::Error>());
        assert_eq!(cause.map(io::Error::kind), Some(io::ErrorKind::StorageFull));
    }

    #[test]
    fn a_device_that_cannot_be_opened_has_two_suggestions() {
        let source = Trouble::Unknown(Vec::new());
        let error = EnvironmentError::Device { name: "head set".to_owned(), source };
        assert_eq!(
            with_causes(&error),
            "cannot play on the device `head set`: no sound device has this name"
        );
        assert_eq!(error.help(), ["there are no sound devices", "`--no-sound` plays without one"]);
    }
}
