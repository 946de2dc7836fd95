//! How far each interval was played: the renderer writes it, and the session reads it at its end.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use crate::time::{At, Frames};

/// How far one interval was played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Played {
    /// The latest instant that was played; `None` if it was never entered.
    pub until: Option<At>,
    /// How often its cycle was repeated.
    pub loops: u32,
}

/// The same for all intervals of a score, without locks: there is one writer, and each value only grows.
#[derive(Debug, Default)]
pub(super) struct PlayedIntervals(Box<[Cell]>);

/// For one interval: the first frame that was not played, 0 for none; and the number of repeated cycles.
#[derive(Debug, Default)]
struct Cell {
    frame: AtomicU64,
    loops: AtomicU64,
}

impl PlayedIntervals {
    /// For this number of intervals, none of them played.
    pub(super) fn new(intervals: usize) -> PlayedIntervals {
        PlayedIntervals((0..intervals).map(|_| Cell::default()).collect())
    }

    /// An interval was played up to a frame, with its cycle repeated `loops` times.
    pub(super) fn note(&self, interval: usize, frame: u64, loops: u32) {
        if let Some(cell) = self.0.get(interval) {
            cell.frame.fetch_max(frame, Relaxed);
            cell.loops.fetch_max(u64::from(loops), Relaxed);
        }
    }

    /// All of them, at a sample rate of `rate`.
    pub(super) fn read(&self, rate: u32) -> Vec<Played> {
        let read = |cell: &Cell| {
            let frame = cell.frame.load(Relaxed);
            let until = (frame > 0).then(|| Frames(frame).at(rate));
            Played { until, loops: cell.loops.load(Relaxed) as u32 }
        };
        self.0.iter().map(read).collect()
    }
}
