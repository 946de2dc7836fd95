//! Rounds until time is up: where they end, and how many were complete.

use super::*;

/// Rounds until time is up.
pub(super) struct TimedRounds {
    /// The index of their first interval.
    first: usize,
    /// The number of exercises in a round.
    exercises: usize,
    /// The number of exercises that are complete.
    complete: usize,
    /// Whether the user ends a set, so that nobody knows how many are.
    is_open: bool,
}

impl TimelineBuilder<'_> {
    /// Begins rounds until time is up.
    pub(super) fn begin_rounds(&mut self, step: &Step) {
        let first = self.intervals.len();
        let (exercises, complete, is_open) = (step.exercises, 0, false);
        self.rounds = Some(TimedRounds { first, exercises, complete, is_open });
    }

    /// Counts an exercise of such rounds whose last set has ended in time.
    pub(super) fn complete(&mut self, step: &Step, end: At) {
        let is_in_time = self.at <= end && step.set == step.exercise.sets;
        if let Some(rounds) = &mut self.rounds {
            rounds.complete += usize::from(is_in_time);
            rounds.is_open |= step.own().work.is_open();
        }
    }

    /// Ends such rounds: all their intervals get the number of rounds.
    pub(super) fn end_rounds(&mut self) {
        let Some(rounds) = self.rounds.take() else { return };
        let (first, last) = (rounds.first, self.intervals.len());
        let number = self.intervals[first..last].iter().map(|interval| interval.round).max().unwrap_or(1);
        for interval in &mut self.intervals[first..last] {
            interval.rounds = number;
        }
        if !rounds.is_open {
            let (whole, rest) = (rounds.complete / rounds.exercises, rounds.complete % rounds.exercises);
            self.time_up = Some(self.script.time_up(whole, rest));
        }
    }

    /// Ends the session so far at an instant: what is later is left out, and counted out.
    pub(super) fn cut_at(&mut self, end: At) {
        if self.at <= end {
            return;
        }
        while self.intervals.last().is_some_and(|interval| interval.start >= end) {
            self.intervals.pop();
        }
        let Some(last) = self.intervals.len().checked_sub(1) else { return };
        self.unnamed.retain(|index| *index <= last);
        let interval = &mut self.intervals[last];
        let start = interval.start;
        // A rep that would not be complete does not begin.
        let each = interval.exercise.as_ref().map_or(1, |exercise| exercise.reps_of_a_number());
        let complete = interval.own_set().map_or(1, |set| (set.rep.beat().within(end - start) / each).max(1));
        interval.end = end;
        interval.cycle = None;
        interval.reps = interval.reps.map(|reps| reps.min(complete));
        interval.hold_point = interval.hold_point.filter(|at| *at < end);
        let is_kept = |cue: &Cue| {
            let is_speech = matches!(cue.kind, CueKind::Say(_));
            let counts = end - cue.at <= COUNT && cue.kind == CueKind::Sound(Sound::Tick);
            let is_over = cue.at >= end || (is_speech && cue.at + cue.length > end);
            let is_partial = cue.rep.is_some_and(|rep| rep > complete);
            cue.interval < last || (cue.interval == last && !is_over && !counts && !is_partial)
        };
        self.cues.retain(is_kept);
        self.at = end;
        for second in (1..=3).rev().map(Duration::from_secs) {
            if second < end - start {
                self.cues.push(Cue {
                    at: At(end.0 - second),
                    kind: CueKind::Sound(Sound::Count),
                    length: self.lengths.sound(Sound::Count),
                    interval: last,
                    side: None,
                    rep: None,
                });
            }
        }
        self.heard.cut_at(end);
        self.spoken.cut_at(end);
    }

    /// Announces rounds until time is up before the first of them.
    pub(super) fn say_until(&self, before: Option<&Step>, step: &Step, speech: &mut Speech<'_>) {
        let is_first = before.is_none_or(|before| before.block_number != step.block_number);
        if let Some(time) = step.until.filter(|_| is_first && step.exercise.instructions != Instructions::Off)
        {
            speech.before.push(self.script.rounds_within(time));
        }
    }
}
