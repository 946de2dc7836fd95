//! Why no sound device could be opened.

use std::fmt;

use super::names::Named;

/// Why there is no device.
#[derive(Debug)]
pub enum Trouble {
    /// No device has the requested name; these are available.
    Unknown(Vec<Named>),
    /// The name matches several devices.
    Several(Vec<Named>),
    /// The sound system does not respond.
    Hung,
    /// Any other error, in words.
    Other(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Unknown(_) => f.write_str("no sound device has this name"),
            Trouble::Several(_) => f.write_str("several sound devices have this name"),
            Trouble::Hung => f.write_str("the sound server does not answer; restart it"),
            Trouble::Other(why) => f.write_str(why),
        }
    }
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
