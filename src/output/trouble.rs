//! Why no sound device could be opened.

use std::io;

use super::names::Named;
use crate::causes::{BoxedError, with_causes};

/// Why there is no device. The message leaves out the cause.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// No device has the requested name; these are available.
    #[error("no sound device has this name")]
    Unknown(Vec<Named>),
    /// The name matches several devices.
    #[error("several sound devices have this name")]
    Several(Vec<Named>),
    /// The sound system does not respond.
    #[error("the sound server does not answer; restart it")]
    Hung,
    /// There is no device at all.
    #[error("there is no sound device")]
    Absent,
    /// The sound system panicked.
    #[error("the sound system failed")]
    Failed,
    /// No thread can be started to open it.
    #[error("cannot start a thread for it")]
    NotStarted(#[source] io::Error),
    /// An error of the sound system.
    #[error(transparent)]
    System(BoxedError),
    /// Another trouble, and what the sound system said of it. The message has the causes, because what was said comes
    /// last.
    #[error("{} ({said})", with_causes(trouble))]
    Explained {
        /// The trouble.
        trouble: Box<Trouble>,
        /// A message of the sound system.
        said: String,
    },
}

impl Trouble {
    /// The available devices, as one line.
    #[must_use]
    pub fn choice(&self) -> Option<String> {
        let (Trouble::Unknown(devices) | Trouble::Several(devices)) = self else { return None };
        if devices.is_empty() {
            return Some("there are no sound devices".to_owned());
        }
        let devices: Vec<String> = devices.iter().map(Named::to_string).collect();
        Some(format!("choose one of these: {}", devices.join(", ")))
    }
}
