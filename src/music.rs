//! The user's own music under the cues of a session.
//!
//! ```text
//!  folder ──▶ Playlist ──▶ Sequence ──▶ frames, without an end
//!             (files)      (order, one thread for each track)
//!
//!  session: Sequence ──feeder thread──▶ ring ──▶ Renderer        export: Sequence ──▶ Renderer
//! ```
//!
//! A track is decoded on a thread of its own, twice: first to measure how loud it is, then to be played. The thread of the
//! next track starts together with the current one, so that there is no gap between them. Neither keeps a whole file in
//! memory.

pub mod feeder;
mod level;
mod order;
pub mod playlist;
pub mod sequence;
mod track;

use crate::player::Volume;

/// The usual volume of music, and its loudness.
///
/// At this loudness, while it is not lowered for speech, the quietest cues of work are 14 dB louder between 0.3 and 6
/// kHz.
pub const USUAL: (Volume, f64) = (Volume(50), -30.0);

/// The loudness of music at a volume, in LUFS before the session's volume; `None` for a volume of 0. The scale is that of
/// [`Volume`]: from -30 LUFS at 50 to -18 LUFS at 100.
#[must_use]
pub fn loudness(volume: Volume) -> Option<f64> {
    let (Volume(usual), loudness) = USUAL;
    let part = f64::from(volume.0.min(100)) / f64::from(usual);
    (part > 0.0).then(|| loudness + 40.0 * part.log10())
}

#[cfg(test)]
mod tests;
