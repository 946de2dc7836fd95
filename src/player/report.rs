//! The renderer's report after each block, and its way to other threads.

use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicU64, fence};
use std::thread;

use super::added_time::AddedTime;
use super::command::Command;
use super::played::PlayedIntervals;
use super::position::Activity;
use super::rounds::CompleteExercises;
use super::told_ending::ToldEnding;
use crate::score::Score;
use crate::time::Frames;

/// The renderer's position, in frames.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Report {
    /// The number of commands applied.
    pub applied: u64,
    /// The next frame of the score; while a skip fades out, the frame that it goes to.
    pub frame: u64,
    /// The total number of frames rendered.
    pub rendered: u64,
    /// The frames from the first one of the score to its end, with pauses and all else that took time.
    pub taken: u64,
    /// How often the plan was changed: by a skip, a pause, added time, a wait.
    pub changes: u64,
    /// The length of the current pause, in frames.
    pub paused_for: u64,
    /// The time added.
    pub added: AddedTime,
    /// How often the last reps of an open-ended set have been repeated.
    pub loops: u32,
    /// The frames since the beginning of rounds that the user sets the pace of, if it is in some.
    pub clock: u64,
    /// What the sound is doing.
    pub activity: Activity,
    /// Whether it is over, or was stopped.
    pub finished: bool,
}

/// The number of values in a report.
const NUMBERS: usize = 12;

impl Report {
    /// The report expected after a command has been applied, as far as a display shows it immediately.
    pub(super) fn after(mut self, command: Command, score: &Score) -> Report {
        match command {
            Command::Seek(target) => {
                if !target.to_hold_point {
                    self.added.forget_unspent();
                }
                let here = score.mark_at(Frames(self.frame));
                if score.rounds_at(here) != score.rounds_at(target.mark) {
                    self.clock = 0;
                }
                self.frame = target.frame(score, (here, self.frame));
            }
            Command::AddTime(frames) => self.added.add(frames.0),
            _ => {}
        }
        self
    }

    fn numbers(&self) -> [u64; NUMBERS] {
        [
            self.applied,
            self.frame,
            self.rendered,
            self.taken,
            self.changes,
            self.paused_for,
            self.added.unspent,
            self.added.total,
            u64::from(self.loops),
            self.clock,
            self.activity as u64,
            u64::from(self.finished),
        ]
    }

    fn of(numbers: [u64; NUMBERS]) -> Report {
        let [
            applied,
            frame,
            rendered,
            taken,
            changes,
            paused_for,
            unspent,
            total,
            loops,
            clock,
            activity,
            finished,
        ] = numbers;
        Report {
            applied,
            frame,
            rendered,
            taken,
            changes,
            paused_for,
            added: AddedTime { unspent, total },
            loops: loops as u32,
            clock,
            activity: Activity::of(activity),
            finished: finished != 0,
        }
    }
}

/// What both sides share: the last report, as a sequence lock, whose only writer never waits, and whose reader never sees
/// a partial report; and what can be read and written at any time.
#[derive(Debug, Default)]
pub(super) struct SharedReport {
    /// Odd while a report is being written.
    version: AtomicU64,
    numbers: [AtomicU64; NUMBERS],
    /// How far each interval was played.
    pub played: PlayedIntervals,
    /// What was complete of rounds at the user's own pace.
    pub rounds: CompleteExercises,
    /// What is said at the end if the plan was changed.
    pub told_ending: ToldEnding,
}

impl SharedReport {
    /// For a score with this number of intervals, and of rounds at the user's own pace.
    pub(super) fn new(intervals: usize, rounds: usize) -> SharedReport {
        SharedReport {
            played: PlayedIntervals::new(intervals),
            rounds: CompleteExercises::new(rounds),
            ..SharedReport::default()
        }
    }

    /// Replaces the report. Only the holder of the renderer may call this: there is one writer at a time.
    pub(super) fn publish(&self, report: &Report) {
        let version = self.version.load(Relaxed);
        self.version.store(version + 1, Relaxed);
        fence(Release);
        for (shared, number) in self.numbers.iter().zip(report.numbers()) {
            shared.store(number, Relaxed);
        }
        self.version.store(version + 2, Release);
    }

    /// Reads the last report, and retries if it was replaced in between.
    pub(super) fn read(&self) -> Report {
        loop {
            let version = self.version.load(Acquire);
            let numbers = self.numbers.each_ref().map(|number| number.load(Relaxed));
            fence(Acquire);
            if version.is_multiple_of(2) && self.version.load(Relaxed) == version {
                return Report::of(numbers);
            }
            thread::yield_now();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;

    #[test]
    fn a_report_is_read_as_it_was_written() {
        let report = Report {
            applied: 1,
            frame: 2,
            rendered: 3,
            taken: 9,
            changes: 8,
            paused_for: 4,
            added: AddedTime { unspent: 5, total: 6 },
            loops: 7,
            clock: 10,
            activity: Activity::Waiting,
            finished: true,
        };
        let shared = SharedReport::default();
        assert_eq!(shared.read(), Report::default());
        shared.publish(&report);
        assert_eq!(shared.read(), report);
    }

    #[test]
    fn half_a_report_is_never_read() {
        let report =
            |n: u64| Report { applied: n, frame: n, rendered: n, paused_for: n, ..Report::default() };
        let shared = SharedReport::default();
        let ended = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                for n in 0..100_000 {
                    shared.publish(&report(n));
                }
                ended.store(true, Relaxed);
            });
            let mut last = 0;
            while !ended.load(Relaxed) {
                let read = shared.read();
                assert_eq!(read, report(read.applied));
                assert!(read.applied >= last, "never an older one");
                last = read.applied;
            }
        });
        assert_eq!(shared.read(), report(99_999));
    }
}
