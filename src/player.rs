//! Playing a score: the [`Renderer`] makes the sound and is the only clock; the [`Transport`] controls it
//! from outside, through atomics alone.

mod renderer;
mod transport;

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64};

use crate::score::Score;
use crate::time::Frames;

pub use renderer::{BLOCK, Renderer};
pub use transport::{Activity, Position, Transport};

/// How loud a session is, from 0 to 100: the ear's scale, so that equal steps sound equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Volume(pub u8);

impl Default for Volume {
    fn default() -> Volume {
        Volume(80)
    }
}

impl Volume {
    /// The factor for samples; a square, which follows the ear closely enough from 10 to 100.
    fn gain(self) -> f32 {
        let part = f32::from(self.0.min(100)) / 100.0;
        part * part
    }
}

/// How a score is to be played.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlaybackOptions {
    /// Silence before the score begins, which wakes a sleeping sink.
    pub lead_in: Frames,
    /// Whether somebody can answer: then open-ended sets and rests without an end go on until
    /// [`Transport::go_on`]; else they end after their own number or length.
    pub interactive: bool,
    /// The interval to begin with.
    pub start: usize,
    /// How loud to begin.
    pub volume: Volume,
}

/// What the two sides tell each other.
#[derive(Debug)]
struct Shared {
    // Commands.
    /// [`PLAYING`], [`PAUSED`], [`PAUSED_LONG`] or [`RESUMED`].
    paused: AtomicU8,
    stopping: AtomicBool,
    /// A place to go to, as [`Target::code`].
    seek: AtomicU64,
    /// Whether the last instruction is to be said again.
    repeat: AtomicBool,
    /// Whether it is to be said that the pause has become long.
    remind: AtomicBool,
    /// Whether the rest that waits is to end.
    released: AtomicBool,
    /// Frames to wait at the hold point of the present interval; the renderer counts them down.
    extra: AtomicU64,
    /// All frames that were added, also those already waited for.
    added: AtomicU64,
    /// Frames that the device has lost, to be taken out of silences; the renderer counts them down.
    deficit: AtomicU64,
    /// The level from 0 to 100, and its factor.
    volume: AtomicU8,
    gain: AtomicU32,
    // Reports.
    position: AtomicU64,
    loops: AtomicU32,
    rendered: AtomicU64,
    paused_for: AtomicU64,
    activity: AtomicU8,
    finished: AtomicBool,
}

const NO_SEEK: u64 = u64::MAX;

const PLAYING: u8 = 0;
const PAUSED: u8 = 1;
/// However short the pause is, work goes on as after a long one.
const PAUSED_LONG: u8 = 2;
/// Playing, after a pause that counts as long: the renderer makes it [`PLAYING`] when it has seen it.
const RESUMED: u8 = 3;

/// A place to go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Target {
    /// Which interval.
    mark: usize,
    /// To its hold point instead of its beginning.
    to_hold_point: bool,
}

impl Target {
    /// The target as one number, which an atomic can hold.
    fn code(self) -> u64 {
        self.mark as u64 * 2 + u64::from(self.to_hold_point)
    }

    /// The frame that it is at, for somebody at `now`, an interval and a frame: one who is beyond the hold point of the same
    /// interval stays there, for what is played again counts as added time.
    fn frame(self, score: &Score, now: (usize, u64)) -> u64 {
        let mark = &score.marks[self.mark];
        match mark.hold_point {
            Some((hold_point, _)) if self.to_hold_point && self.mark == now.0 => hold_point.0.max(now.1),
            Some((hold_point, _)) if self.to_hold_point => hold_point.0,
            _ => mark.start.0,
        }
    }

    /// The target of a number, within so many intervals; `None` for [`NO_SEEK`].
    fn of(code: u64, marks: usize) -> Option<Target> {
        let mark = usize::try_from(code / 2).ok()?.min(marks.checked_sub(1)?);
        (code != NO_SEEK).then_some(Target { mark, to_hold_point: code % 2 == 1 })
    }
}

impl Shared {
    /// Forgets added time that was not waited for.
    fn take_extra_back(&self) {
        let unspent = self.extra.swap(0, Relaxed);
        self.added.fetch_sub(unspent, Relaxed);
    }
}

/// The two sides of playing a score.
#[must_use]
pub fn player(score: &Arc<Score>, options: PlaybackOptions) -> (Renderer, Transport) {
    let start = options.start.min(score.marks.len() - 1);
    let shared = Arc::new(Shared {
        paused: AtomicU8::new(PLAYING),
        stopping: AtomicBool::new(false),
        seek: AtomicU64::new(NO_SEEK),
        repeat: AtomicBool::new(false),
        remind: AtomicBool::new(false),
        released: AtomicBool::new(false),
        extra: AtomicU64::new(0),
        added: AtomicU64::new(0),
        deficit: AtomicU64::new(0),
        volume: AtomicU8::new(options.volume.0),
        gain: AtomicU32::new(options.volume.gain().to_bits()),
        position: AtomicU64::new(score.marks[start].start.0),
        loops: AtomicU32::new(0),
        rendered: AtomicU64::new(0),
        paused_for: AtomicU64::new(0),
        activity: AtomicU8::new(0),
        finished: AtomicBool::new(false),
    });
    let renderer =
        Renderer::new(Arc::clone(score), Arc::clone(&shared), PlaybackOptions { start, ..options });
    (renderer, Transport::new(Arc::clone(score), shared))
}

#[cfg(test)]
mod tests;
