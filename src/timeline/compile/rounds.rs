//! Rounds until time is up: where they end, and how many were complete.

use super::*;
use crate::time::{COUNT_IN, counts};
use crate::timeline::rounds::{Call, OwnPace, TimedRounds, ToldNumber};

/// The half of rounds of at least this length is announced, and the last minute of twice as long ones.
const HALF_FROM: Duration = Duration::from_secs(60);
const LAST_MINUTE: Duration = Duration::from_secs(60);

/// Rounds until time is up that are being compiled.
pub(super) struct OpenRounds {
    block: Option<Arc<str>>,
    /// The index of their first interval.
    first: usize,
    time: Duration,
    /// The number of exercises in a round.
    exercises: usize,
    /// For each interval, how many exercises are complete when it begins.
    before: Vec<usize>,
    /// The number of exercises that are complete.
    complete: usize,
    /// Whether the user sets the pace, so that nobody knows how many there will be.
    is_at_own_pace: bool,
}

impl TimelineBuilder<'_> {
    /// Begins rounds until time is up.
    pub(super) fn begin_rounds(&mut self, step: &Step, time: Duration) {
        self.until = Some(self.at + time);
        self.open_rounds = Some(OpenRounds {
            block: step.block.clone(),
            first: self.intervals.len(),
            time,
            exercises: step.exercises,
            before: Vec::new(),
            complete: 0,
            is_at_own_pace: step.is_at_own_pace,
        });
    }

    /// A set of such rounds, cut off when time is up; `later` are the sets after it.
    pub(super) fn set_until(&mut self, end: At, step: &Step, later: &[Step]) {
        if self.at >= end {
            // What came before it took the rest of the time.
            self.cut_at(end);
            self.note_rounds();
            return;
        }
        let stop = self.at + step.exercise.length_of_set(step.own());
        let is_of_next_block = |next: &&Step| next.block_number != step.block_number;
        self.set(step, if stop >= end { later.iter().find(is_of_next_block) } else { later.first() });
        let is_in_time = if step.is_at_own_pace { self.at <= end } else { stop <= end };
        self.cut_at(end);
        self.note_rounds();
        self.complete(step, is_in_time);
    }

    /// When time is up; `None` if nobody knows what is played then, because the user sets the pace.
    pub(super) fn end_of_time(&self, step: &Step) -> Option<At> {
        self.until.filter(|_| !step.is_at_own_pace)
    }

    /// A length of a step, or what is left of it until time is up.
    pub(in crate::timeline) fn left_of(&self, step: &Step, length: Duration) -> Duration {
        self.end_of_time(step).map_or(length, |end| length.min(end.max(self.at) - self.at))
    }

    /// Notes how many exercises are complete when the latest intervals of such rounds begin.
    fn note_rounds(&mut self) {
        if let Some(rounds) = &mut self.open_rounds {
            rounds.before.resize(self.intervals.len() - rounds.first, rounds.complete);
        }
    }

    /// Counts an exercise of such rounds if this was its last set, and in time.
    fn complete(&mut self, step: &Step, is_in_time: bool) {
        if let Some(rounds) = &mut self.open_rounds {
            rounds.complete += usize::from(is_in_time && step.set == step.exercise.sets);
        }
    }

    /// Ends such rounds: all their intervals get the number of rounds, and what comes next says how many were complete.
    pub(super) fn end_rounds(&mut self) {
        self.until = None;
        let Some(rounds) = self.open_rounds.take() else { return };
        let (first, last) = (rounds.first, self.intervals.len());
        let number = self.intervals[first..last].iter().map(|interval| interval.round).max().unwrap_or(1);
        let number = if rounds.is_at_own_pace { 0 } else { number };
        // "Get ready" comes before the clock.
        let is_before = first > 0 && self.intervals[first - 1].kind == IntervalKind::Ready;
        for interval in &mut self.intervals[first - usize::from(is_before)..last] {
            interval.rounds = number;
        }
        let (whole, rest) = (rounds.complete / rounds.exercises, rounds.complete % rounds.exercises);
        let own_pace = rounds
            .is_at_own_pace
            .then(|| OwnPace { calls: self.calls(rounds.time), told: self.told(whole, rounds.exercises) });
        let told = match &own_pace {
            Some(own_pace) => own_pace.told.iter().map(|told| told.planned.to_string()).collect(),
            None => vec![self.script.time_up(whole, rest)],
        };
        self.unsaid.extend(told);
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.timed_rounds.push(TimedRounds {
            block: rounds.block,
            intervals: first..last,
            time: rounds.time,
            exercises: number(rounds.exercises),
            complete: rounds.before.into_iter().map(number).collect(),
            planned: number(rounds.complete),
            own_pace,
        });
    }

    /// What is heard on the clock: the half, the last minute and the last three seconds.
    fn calls(&mut self, time: Duration) -> Vec<Call> {
        let sound = |after: Duration, sound: Sound| Call { after, kind: CueKind::Sound(sound) };
        let mut calls = Vec::new();
        if time >= HALF_FROM {
            let half = time / 2;
            calls.push(sound(half, Sound::Half));
            let text = if half.subsec_nanos() == 0 { self.script.left(half) } else { self.script.half() };
            calls.push(self.call(half + self.lengths.sound(Sound::Half) + GAP, &text));
        }
        // Not right after the half.
        if time > LAST_MINUTE * 5 / 2 {
            let text = self.script.left(LAST_MINUTE);
            calls.push(self.call(time - LAST_MINUTE, &text));
        }
        for second in counts().filter(|second| *second < time) {
            calls.push(sound(time - second, Sound::Count));
        }
        calls
    }

    fn call(&mut self, after: Duration, text: &str) -> Call {
        // Requested now, so that it is generated with the others.
        self.lengths.speech(text);
        Call { after, kind: CueKind::Say(self.phrase(text)) }
    }

    /// What can be told when time is up: each number of rounds up to `most`, and of exercises in addition.
    fn told(&mut self, most: usize, exercises: usize) -> Vec<ToldNumber> {
        let rounds: Vec<Option<String>> =
            (0..=most).map(|n| Some(self.script.time_up_at_own_pace(n))).collect();
        let more = (0..exercises).map(|n| self.script.time_up_plus(n)).collect();
        [rounds, more].into_iter().filter_map(|texts| self.told_number(&texts)).collect()
    }

    fn told_number(&mut self, texts: &[Option<String>]) -> Option<ToldNumber> {
        let planned = texts.iter().flatten().max_by_key(|text| self.lengths.speech(text))?;
        let planned = self.phrase(planned);
        let phrases = texts.iter().map(|text| text.as_deref().map(|text| self.phrase(text))).collect();
        Some(ToldNumber { planned, phrases })
    }

    /// Ends the session so far at an instant: what is later is left out, and counted out.
    fn cut_at(&mut self, end: At) {
        if self.at <= end {
            return;
        }
        while self.intervals.last().is_some_and(|interval| interval.start >= end) {
            self.intervals.pop();
        }
        let Some(last) = self.intervals.len().checked_sub(1) else { return };
        // What was announced does not come.
        self.is_announced = false;
        self.unnamed.retain(|index| *index <= last);
        let is_at_own_pace = self.open_rounds.as_ref().is_some_and(|rounds| rounds.is_at_own_pace);
        let interval = &mut self.intervals[last];
        let start = interval.start;
        // A rep that would not be complete does not begin.
        let each = interval.exercise.as_ref().map_or(1, |exercise| exercise.reps_of_a_number());
        let whole = interval.own_set().map_or(1, |set| set.rep.beat().within(end - start) / each);
        let complete = whole.max(1);
        interval.end = end;
        let second = Duration::from_secs(1);
        let repeats = interval.cycle.is_some() && is_at_own_pace;
        interval.cycle = repeats.then(|| (At(end.0.saturating_sub(second)).max(start), end));
        interval.reps = interval.reps.map(|reps| reps.min(complete));
        interval.hold_point = interval.hold_point.filter(|at| *at < end);
        let is_kept = |cue: &Cue| {
            let is_speech = matches!(cue.kind, CueKind::Say(_));
            let is_counted = end - cue.at <= COUNT_IN && cue.kind == CueKind::Sound(Sound::Tick);
            let is_over = cue.at >= end || (is_speech && cue.at + cue.length > end);
            // In a first rep that is not complete, what is said of its holds is not true.
            let is_partial = cue.rep.is_some_and(|rep| rep > if is_speech { whole } else { complete });
            cue.interval < last || (cue.interval == last && !is_over && !is_counted && !is_partial)
        };
        self.cues.retain(is_kept);
        self.at = end;
        // At the user's own pace, the clock counts, whatever is played.
        for second in counts().filter(|second| !is_at_own_pace && *second < end - start) {
            self.cues.push(Cue {
                at: At(end.0 - second),
                kind: CueKind::Sound(Sound::Count),
                length: self.lengths.sound(Sound::Count),
                interval: last,
                side: None,
                rep: None,
            });
        }
        self.heard.cut_at(end);
        self.spoken.cut_at(end);
    }

    /// The announcement of rounds until time is up, before the first of them.
    pub(super) fn rounds_within(&self, before: Option<&Step>, step: &Step) -> Option<String> {
        let is_first = before.is_none_or(|before| before.block_number != step.block_number);
        let is_said = is_first && step.exercise.instructions != Instructions::Off;
        step.until.filter(|_| is_said).map(|time| self.script.rounds_within(time))
    }
}
