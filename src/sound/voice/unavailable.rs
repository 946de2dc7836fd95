//! Why a voice cannot be used on this machine.

/// Why a voice cannot be used on this machine.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// This build has no natural voice.
    #[error("not in this build of repcue; a build with the Cargo feature `natural-voice` has it")]
    NotInThisBuild,
    /// The natural voice is not installed.
    #[error("not installed; run `repcue voice install`")]
    NotInstalled,
    /// Another natural voice, of this name, is not installed.
    #[error("not installed; `repcue voice install {0}` downloads it")]
    OtherNotInstalled(String),
    /// The program of this name is not installed.
    #[error("`{0}` is not installed")]
    NoProgram(String),
}
