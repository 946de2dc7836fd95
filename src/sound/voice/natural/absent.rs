//! The natural voice in a build without it.

use std::path::{Path, PathBuf};

use super::{Error, State};
use crate::sound::voice::Voice;
use crate::sound::voice::error::VoiceError;
use crate::sound::voice::unavailable::Unavailable;

/// No voice.
#[must_use]
pub fn voice(_data: &Path) -> Option<Box<dyn Voice>> {
    None
}

/// Why the natural voice cannot be used.
#[must_use]
pub fn missing(_data: Option<&Path>) -> Option<Unavailable> {
    Some(Unavailable::NotInThisBuild)
}

/// No voice.
#[must_use]
pub fn other(_data: &Path, _name: &str) -> Option<Box<dyn Voice>> {
    None
}

/// Why another natural voice cannot be used.
#[must_use]
pub fn other_missing(data: Option<&Path>, _name: &str) -> Option<Unavailable> {
    missing(data)
}

/// [`State::NotInThisBuild`].
#[must_use]
pub fn other_state(_data: &Path, _name: &str) -> State {
    State::NotInThisBuild
}

/// Installs nothing.
///
/// # Errors
/// [`Error::NotInThisBuild`].
pub fn install_other(
    _data: &Path,
    _name: &str,
    _file: Option<&Path>,
    _fetching: &dyn Fn(),
    _stopped: &dyn Fn() -> bool,
) -> Result<State, Error> {
    Err(Error::NotInThisBuild)
}

/// No phonemes: why there are none.
///
/// # Errors
/// Always.
pub fn phonemes(_data: &Path, _text: &str) -> Result<String, VoiceError> {
    Err(Unavailable::NotInThisBuild.into())
}

/// The data folder itself: there is no folder of the voice.
#[must_use]
pub fn folder(data: &Path) -> PathBuf {
    data.to_owned()
}

/// [`State::NotInThisBuild`].
#[must_use]
pub fn state(_data: &Path) -> State {
    State::NotInThisBuild
}

/// Installs nothing.
///
/// # Errors
/// [`Error::NotInThisBuild`].
pub fn install(
    _data: &Path,
    _wheel: Option<&Path>,
    _fetching: &dyn Fn(),
    _stopped: &dyn Fn() -> bool,
) -> Result<State, Error> {
    Err(Error::NotInThisBuild)
}

/// Removes nothing.
///
/// # Errors
/// [`Error::NotInThisBuild`].
pub fn remove(_data: &Path) -> Result<bool, Error> {
    Err(Error::NotInThisBuild)
}
