//! Rounds that the user sets the pace of: a clock runs with whatever is played, and ends them.

use std::sync::Arc;
use std::time::Duration;

use super::Renderer;
use super::cursor::Cursor;
use super::pending::Pending;
use super::state::{Kind, State};
use crate::player::command::Target;
use crate::score::{PacedRounds, Score};
use crate::time::Frames;

/// A phrase of the clock waits this long for a silence; then it is left out.
const PATIENCE: Duration = Duration::from_secs(10);

/// The clock of such rounds. It stands still outside them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct RoundsClock {
    /// The frames since they began, without pauses.
    pub elapsed: u64,
    /// The index of the first call that has not begun.
    pub call: usize,
}

impl RoundsClock {
    /// A clock at which this much has elapsed: what it said before is not said again.
    pub(super) fn at(elapsed: u64, rounds: &PacedRounds) -> RoundsClock {
        let call = rounds.calls.partition_point(|call| call.after.0 < elapsed);
        RoundsClock { elapsed, call }
    }
}

impl Cursor {
    /// The rounds that it is in.
    pub(super) fn rounds<'a>(&self, score: &'a Score) -> Option<&'a PacedRounds> {
        score.rounds_at(self.mark).map(|rounds| &score.rounds[rounds])
    }
}

impl Renderer {
    /// The rounds whose clock runs.
    pub(super) fn rounds(&self) -> Option<&PacedRounds> {
        self.cursor.rounds(&self.score).filter(|_| self.interactive && self.cursor.lead_in == 0)
    }

    /// Whether the clock runs now: not in a pause, nor in the count-in after it.
    fn clock_runs(&self) -> bool {
        let counts_in = self.state.interjection().is_some_and(|words| words.kind == Kind::CountIn);
        !self.state.is_paused() && self.state != State::Finished && !counts_in
    }

    /// Ends the rounds if their time is up: immediately in a silence, otherwise with a fade.
    pub(super) fn end_rounds_in_time(&mut self) {
        let is_over = self.rounds().filter(|rounds| self.cursor.clock.elapsed >= rounds.time.0);
        let Some(mark) = is_over.map(|rounds| rounds.end).filter(|_| self.clock_runs()) else { return };
        let target = Target { mark, to_hold_point: false };
        self.added.forget_unspent();
        if self.mixer.is_quiet() && self.state == State::Playing {
            self.seek(target);
        } else if self.pending.is_none_or(|pending| pending.target() != Some(target)) {
            self.pend(Pending::Seek(target));
            self.mixer.fade.aim(false);
        }
    }

    /// Whether the clock of rounds runs with what is played.
    pub(super) fn is_on_the_clock(&self) -> bool {
        self.rounds().is_some()
    }

    /// The frames until the end of the last of the rounds; `None` outside them.
    pub(super) fn until_end_of_rounds(&self) -> Option<u64> {
        self.rounds().map(|rounds| rounds.last.0.saturating_sub(self.cursor.frame))
    }

    /// The frames until something happens on the clock, at least one; `None` if no clock runs.
    pub(super) fn until_clock_event(&self) -> Option<u64> {
        let rounds = self.rounds().filter(|_| self.clock_runs())?;
        let call = rounds.calls.get(self.cursor.clock.call).map_or(rounds.time, |call| call.after);
        let next = call.0.min(rounds.time.0);
        Some(next.saturating_sub(self.cursor.clock.elapsed).max(1))
    }

    /// Whether it is at the end of the last of the rounds, which is not left before time is up.
    pub(super) fn waits_for_time(&self) -> bool {
        self.until_end_of_rounds() == Some(0)
    }

    /// Starts what is due on the clock: sounds at their frame, a phrase in the next silence that has room for it.
    pub(super) fn start_due_calls(&mut self) {
        let score = Arc::clone(&self.score);
        let Some(rounds) = self.cursor.rounds(&score).filter(|_| self.interactive) else { return };
        while let Some(call) = rounds.calls.get(self.cursor.clock.call) {
            let Some(late) = self.cursor.clock.elapsed.checked_sub(call.after.0) else { return };
            if call.is_phrase {
                let length = score.notes[call.note].clip.len() as u64;
                let has_room = self.mixer.is_quiet()
                    && self.cursor.until_next_note(&score).is_none_or(|silence| silence >= length);
                if !has_room && late < Frames::of(PATIENCE, score.rate).0 {
                    return;
                }
                if has_room {
                    self.mixer.start(call.note, None);
                }
            } else if late == 0 {
                self.mixer.start(call.note, None);
            }
            self.cursor.clock.call += 1;
        }
    }

    /// Lets the clock run.
    pub(super) fn advance_clock(&mut self, frames: u64) {
        if self.rounds().is_some() && self.clock_runs() {
            self.cursor.clock.elapsed += frames;
        }
    }

    /// Notes that the position changes from an interval: a clock starts as its rounds begin, and what is done of rounds
    /// that are left is known.
    pub(super) fn change_rounds(&mut self, from: usize) {
        let (before, now) = (self.score.rounds_at(from), self.score.rounds_at(self.cursor.mark));
        if before == now {
            return;
        }
        self.cursor.clock = RoundsClock::default();
        if let Some(rounds) = before {
            let complete = self.score.rounds[rounds].complete_at(from);
            self.shared.rounds.set(rounds, complete);
        }
    }

    /// The note to play for a note of the score: another one if it tells a number of rounds; `None` for silence.
    pub(super) fn told_rounds(&self, note: usize) -> Option<usize> {
        for (n, rounds) in self.score.rounds.iter().enumerate() {
            if let Some(told) = rounds.told(note, self.shared.rounds.get(n)) {
                return told;
            }
        }
        Some(note)
    }
}
