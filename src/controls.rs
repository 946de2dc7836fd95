//! What a person does while a session plays: keys, and signals from outside.

pub mod keys;
pub mod signals;

/// Something that a person wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Pause, or resume; in an open-ended set, go on.
    Space,
    /// Go on from an open-ended set; resume.
    GoOn,
    /// To the next stretch.
    Next,
    /// To the start of this stretch, or to the one before.
    Back,
    /// A step louder.
    Louder,
    /// A step softer.
    Softer,
    /// The last instruction again.
    Repeat,
    /// More rest.
    MoreRest,
    /// End the session.
    Stop,
    /// End the session as Ctrl-C does.
    Interrupt,
}
