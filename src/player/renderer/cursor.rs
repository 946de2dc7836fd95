//! The renderer's position in the score.

use super::rounds::RoundsClock;
use crate::player::command::Target;
use crate::score::{Mark, Score};
use crate::time::Frames;

/// A position in a score, or in the silence before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cursor {
    /// The frames of silence left before the score.
    pub lead_in: u64,
    /// The next frame of the score.
    pub frame: u64,
    /// The index of the interval that contains `frame`.
    pub mark: usize,
    /// The index of the first note that has not begun.
    pub note: usize,
    /// The clock of rounds that the user sets the pace of.
    pub clock: RoundsClock,
}

/// What has happened in the current interval since it was entered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Visit {
    /// Whether its wait for the user is over.
    pub released: bool,
    /// The frames that it has waited for the user, since the last reminder if there was one.
    pub waited: u64,
    /// How often its cycle has been repeated.
    pub loops: u32,
}

impl Cursor {
    /// The position of a target.
    pub(super) fn at(target: Target, score: &Score) -> Cursor {
        let mark = &score.marks[target.mark];
        let (frame, note) = match mark.hold_point {
            Some(hold_point) if target.to_hold_point => hold_point,
            _ => (mark.start, mark.note),
        };
        Cursor { lead_in: 0, frame: frame.0, mark: target.mark, note, clock: RoundsClock::default() }
    }

    /// The mark of its interval.
    pub(super) fn mark<'a>(&self, score: &'a Score) -> &'a Mark {
        &score.marks[self.mark]
    }

    /// Moves within its interval.
    pub(super) fn move_to(&mut self, frame: u64, score: &Score) {
        self.frame = frame;
        self.note = score.note_at(self.mark(score), Frames(frame));
    }

    /// Goes back to the start of the current rep.
    pub(super) fn rewind_rep(&mut self, score: &Score) {
        self.move_to(score.rep_start(self.mark(score), Frames(self.frame)).0, score);
    }

    /// Enters the intervals that have begun; returns whether there was one.
    pub(super) fn enter_intervals(&mut self, score: &Score) -> bool {
        let before = self.mark;
        while score.marks.get(self.mark + 1).is_some_and(|next| self.frame >= next.start.0) {
            self.mark += 1;
        }
        self.mark != before
    }

    /// Whether it is where time can be added and a rest can wait.
    pub(super) fn is_at_hold_point(&self, score: &Score) -> bool {
        self.mark(score).hold_point.is_some_and(|(frame, _)| frame.0 == self.frame)
    }

    /// Returns the next note if it is due, and marks it as begun.
    pub(super) fn take_due_note(&mut self, score: &Score) -> Option<usize> {
        let due = self.note;
        let is_due = score.notes.get(due).is_some_and(|note| note.frame.0 <= self.frame);
        is_due.then(|| {
            self.note += 1;
            due
        })
    }

    /// Goes back to the start of a cycle at its end; returns whether it did.
    pub(super) fn repeat_cycle(&mut self, score: &Score) -> bool {
        let cycle = self.mark(score).cycle.filter(|cycle| self.frame >= cycle.to.0);
        if let Some(cycle) = cycle {
            (self.frame, self.note) = (cycle.from.0, cycle.note);
        }
        cycle.is_some()
    }

    /// The number of frames until the next note of its interval; `None` if there is none.
    pub(super) fn until_next_note(&self, score: &Score) -> Option<u64> {
        let end = score.marks.get(self.mark + 1).map_or(score.end, |next| next.start);
        let next = score.notes.get(self.note).map(|note| note.frame).filter(|frame| *frame < end);
        next.map(|Frames(frame)| frame.saturating_sub(self.frame))
    }

    /// The number of frames until the next event, at least one.
    pub(super) fn until_next_event(&self, score: &Score) -> u64 {
        let mark = self.mark(score);
        let note = score.notes.get(self.note).map(|note| note.frame);
        let hold_point = mark.hold_point.map(|(frame, _)| frame);
        let cycle = mark.cycle.map(|cycle| cycle.to);
        let next = score.marks.get(self.mark + 1).map(|mark| mark.start);
        let events = [note, hold_point, cycle, next, Some(score.end)];
        let later = events.into_iter().flatten().filter_map(|Frames(frame)| frame.checked_sub(self.frame));
        later.filter(|frames| *frames > 0).min().unwrap_or(1)
    }
}
