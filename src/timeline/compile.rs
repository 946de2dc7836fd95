//! The order of a session: get ready, work, switch, work, rest; repeated until done.

mod rounds;
mod step;
mod ticks;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use super::occupied::OccupiedSpans;
use super::phrases::Phrases;
use super::preparation::Speech;
use super::script::Script;
use super::{Cue, CueKind, Interval, IntervalKind, Lengths, Sound, Timeline};
use crate::routine::{Exercise, Instructions, Origin, Rest, Routine, Side};
use crate::time::At;
use crate::timeline::rounds::TimedRounds;
use rounds::OpenRounds;
pub(super) use step::Step;
use step::steps;
use ticks::without_covered_ticks;

/// The silence around speech: after a sound, between phrases, before the count.
pub(super) const GAP: Duration = Duration::from_millis(300);
/// The time to get into position after the instructions, if no rest gives it.
const SETTLE: Duration = Duration::from_secs(5);

/// The time to fetch the equipment, after it is announced.
const FETCH: Duration = Duration::from_secs(8);

/// Compiles a routine into a timeline, including its speech.
pub fn compile(routine: &Routine, phrases: &Phrases, lengths: &dyn Lengths) -> Timeline {
    let script = Script::new(phrases, routine);
    let steps = steps(routine, &script);
    let mut builder = TimelineBuilder::new(script, lengths);
    let equipment: Option<Arc<str>> = builder.script.equipment(&routine.equipment()).map(Arc::from);
    // What the user knows is shown, and not waited for.
    builder.equipment = equipment.clone().filter(|_| !routine.kit_is_known);
    let mut before: Option<&Step> = None;
    for (n, step) in steps.iter().enumerate() {
        let begins_block = before.is_none_or(|before| before.block_number != step.block_number);
        if begins_block {
            builder.end_rounds();
        }
        if builder.until.is_some_and(|end| builder.at >= end) {
            continue;
        }
        builder.prepare(before, step);
        if let Some(time) = step.until.filter(|_| begins_block) {
            builder.begin_rounds(step, time);
        }
        match builder.until {
            Some(end) => builder.set_until(end, step, &steps[n + 1..]),
            None => builder.set(step, steps.get(n + 1)),
        }
        before = Some(step);
    }
    builder.end_rounds();
    builder.done(&steps);
    builder.finish(&routine.title, equipment)
}

/// Adds intervals and cues, one after the other.
pub(super) struct TimelineBuilder<'a> {
    pub(super) script: Script<'a>,
    pub(super) lengths: &'a dyn Lengths,
    /// The start of the next interval.
    pub(super) at: At,
    intervals: Vec<Interval>,
    cues: Vec<Cue>,
    pub(super) heard: OccupiedSpans,
    /// The spans of speech alone.
    pub(super) spoken: OccupiedSpans,
    /// The exercises whose instructions have been spoken.
    introduced: HashSet<String>,
    /// Whether the work to come has been named.
    pub(super) is_announced: bool,
    /// The work intervals that could not be named.
    pub(super) unnamed: Vec<usize>,
    /// The equipment that the session needs, until it has been announced.
    equipment: Option<Arc<str>>,
    /// The number of tips spoken for each exercise.
    pub(super) tips: HashMap<String, usize>,
    /// The tips of the current interval.
    pub(super) tips_of_interval: Vec<Arc<str>>,
    /// The rounds until time is up that are being played.
    open_rounds: Option<OpenRounds>,
    /// All such rounds that have been played.
    timed_rounds: Vec<TimedRounds>,
    /// When time is up, in such rounds.
    until: Option<At>,
    /// What is said of such rounds as soon as it can be.
    pub(super) unsaid: Vec<String>,
    /// The phrases used, each stored once.
    phrases: HashSet<Arc<str>>,
}

impl<'a> TimelineBuilder<'a> {
    fn new(script: Script<'a>, lengths: &'a dyn Lengths) -> TimelineBuilder<'a> {
        TimelineBuilder {
            script,
            lengths,
            at: At::ZERO,
            intervals: Vec::new(),
            cues: Vec::new(),
            heard: OccupiedSpans::default(),
            spoken: OccupiedSpans::default(),
            introduced: HashSet::new(),
            is_announced: false,
            unnamed: Vec::new(),
            equipment: None,
            tips: HashMap::new(),
            tips_of_interval: Vec::new(),
            open_rounds: None,
            timed_rounds: Vec::new(),
            until: None,
            unsaid: Vec::new(),
            phrases: HashSet::new(),
        }
    }

    /// What comes before a set: a rest, from the stop to the go; "get ready" if there is no rest.
    fn prepare(&mut self, before: Option<&Step>, step: &Step) {
        let rest = before.map(|before| (before, before.rest_before(step)));
        match rest {
            Some((before, rest)) if !rest.length().is_zero() => self.rest(before, step, rest),
            Some(_) if step.exercise.ready_from != Origin::Exercise => {
                let rounds = self.rounds_within(before, step);
                self.unsaid.extend(rounds);
            }
            _ => self.ready(before, step),
        }
    }

    fn ready(&mut self, before_block: Option<&Step>, step: &Step) {
        let exercise = &step.exercise;
        let side = exercise.turns(step.own())[0].or_else(|| exercise.first_of_alternating());
        let mut speech = Speech {
            announcements: self.script.announcements(step),
            grows: exercise.ready_from == Origin::Default,
            settle: SETTLE,
            tips_of: (exercise.instructions == Instructions::Brief).then_some(step),
            ..Speech::default()
        };
        speech.before.append(&mut self.unsaid);
        let says_kit = exercise.instructions == Instructions::Full || exercise.learns;
        if !exercise.ready.is_zero()
            && says_kit
            && let Some(equipment) = self.equipment.take()
        {
            speech.before.push(equipment.to_string());
            speech.fetch = FETCH;
        }
        if !exercise.ready.is_zero() && exercise.instructions == Instructions::Full {
            speech.instructions.extend(self.introduction(exercise));
        }
        speech.before.extend(self.rounds_within(before_block, step));
        self.preparation(step, IntervalKind::Ready, exercise.ready, None, side, speech);
    }

    /// The sides of a set; `next` is the set after it.
    fn set(&mut self, step: &Step, next: Option<&Step>) {
        let turns = step.exercise.turns(step.own());
        for (turn, side) in turns.iter().enumerate() {
            if turn > 0 {
                let speech = Speech {
                    announcements: vec![self.script.switch(*side)],
                    tips_of: Some(step),
                    ..Speech::default()
                };
                let length = step.exercise.switch;
                self.preparation(step, IntervalKind::Switch, length, Some(Sound::Switch), *side, speech);
            }
            let names = if turn > 0 {
                side.map(|side| self.script.side_now(side)).into_iter().collect()
            } else {
                self.script.now(step, *side)
            };
            let next = match turns.get(turn + 1) {
                Some(_) if !step.exercise.switch.is_zero() => Vec::new(),
                Some(side) => side.map(|side| self.script.next_side(side)).into_iter().collect(),
                None => next.map_or_else(Vec::new, |next| self.next_names(step, next)),
            };
            self.work(step, *side, &names, &next);
        }
    }

    /// How the set after this one is announced in this one's work, if nothing between them does.
    fn next_names(&self, step: &Step, next: &Step) -> Vec<String> {
        let has_ready = next.exercise.ready_from == Origin::Exercise && !next.exercise.ready.is_zero();
        if has_ready || !step.rest_before(next).length().is_zero() {
            return Vec::new();
        }
        self.script.next(next)
    }

    /// A rest. If time is up at its end, what would come next does not, and nothing is said of it.
    fn rest(&mut self, before: &Step, step: &Step, rest: Rest) {
        let exercise = &step.exercise;
        let is_last = self.end_of_time(step).is_some_and(|end| self.at + rest.length() >= end);
        let mut speech = Speech {
            announcements: if is_last {
                Vec::new()
            } else if step.continues() {
                self.script.rest_between_sets(step)
            } else if step.begins_round() {
                self.script.rest_before_round(step)
            } else {
                self.script.rest_before(step)
            },
            tips_of: (exercise.instructions != Instructions::Off && !is_last).then_some(step),
            ..Speech::default()
        };
        if exercise.instructions == Instructions::Full && !is_last {
            speech.instructions.extend(self.introduction(exercise));
        }
        speech.before.append(&mut self.unsaid);
        speech.before.extend(self.rounds_within(Some(before), step));
        if rest == Rest::Ready {
            speech.waits = true;
            speech.grows = true;
            speech.after.push(self.script.when_ready());
        }
        let length = if rest == Rest::Ready { rest.length() } else { self.left_of(step, rest.length()) };
        self.preparation(before, IntervalKind::Rest, length, Some(Sound::Rest), None, speech);
        if let [.., last, rest] = &mut self.intervals[..]
            && before.until.is_some()
        {
            // How many rounds there were until time was up, the step does not know.
            rest.rounds = last.rounds;
        }
    }

    fn done(&mut self, steps: &[Step]) {
        // Of rounds until time is up, not all may have begun.
        let work = self.intervals.iter().filter(|interval| interval.kind == IntervalKind::Work);
        let mut exercises: Vec<&str> =
            work.filter_map(|interval| Some(interval.exercise.as_ref()?.id.as_str())).collect();
        exercises.sort_unstable();
        exercises.dedup();
        let is_open = steps.iter().any(|step| step.own().work.is_open());
        let phrase = self.script.done(exercises.len(), (!is_open).then(|| self.at - At::ZERO));
        let start = self.at;
        self.cue(start, CueKind::Sound(Sound::Done), None, None);
        let phrases: Vec<String> = self.unsaid.drain(..).chain([phrase]).collect();
        let end = self.say(self.heard.until() + GAP, &phrases) + GAP;
        self.push(Interval::new(IntervalKind::Done, start, end));
    }

    /// The instructions for an exercise, the first time that they come in the session.
    fn introduction(&mut self, exercise: &Exercise) -> Option<String> {
        let setup = self.script.setup(exercise)?;
        self.introduced.insert(setup.clone()).then_some(setup)
    }

    /// A phrase, shared between all its uses.
    pub(super) fn phrase(&mut self, text: &str) -> Arc<str> {
        if let Some(phrase) = self.phrases.get(text) {
            return Arc::clone(phrase);
        }
        let phrase: Arc<str> = text.into();
        self.phrases.insert(Arc::clone(&phrase));
        phrase
    }

    /// Adds a cue to the current interval.
    pub(super) fn cue(&mut self, at: At, kind: CueKind, side: Option<Side>, rep: Option<u32>) {
        let length = match &kind {
            CueKind::Sound(sound) => self.lengths.sound(*sound),
            CueKind::Say(text) => self.lengths.speech(text),
        };
        // Ticks make room for phrases: see `without_covered_ticks`.
        if kind != CueKind::Sound(Sound::Tick) {
            self.heard.add(at, length);
        }
        if matches!(kind, CueKind::Say(_)) {
            self.spoken.add(at, length);
        }
        self.cues.push(Cue { at, kind, length, interval: self.intervals.len(), side, rep });
    }

    /// The cues so far in the current interval.
    pub(super) fn cues_of_interval(&self) -> impl Iterator<Item = &Cue> {
        let interval = self.intervals.len();
        self.cues.iter().rev().take_while(move |cue| cue.interval == interval)
    }

    /// The index of the current interval.
    pub(super) fn index(&self) -> usize {
        self.intervals.len()
    }

    /// Adds the current interval and starts the next one.
    pub(super) fn push(&mut self, interval: Interval) {
        self.at = interval.end;
        self.heard.forget_before(interval.end);
        self.spoken.forget_before(interval.end);
        self.tips_of_interval.clear();
        self.intervals.push(interval);
    }

    fn finish(mut self, title: &str, equipment: Option<Arc<str>>) -> Timeline {
        self.cues.sort_by_key(|cue| (cue.at, cue.interval));
        let still_paused = self.script.still_paused();
        let done_otherwise = self.script.done_otherwise();
        // Requested now so that it is generated with the others.
        self.lengths.speech(&still_paused);
        self.lengths.speech(&done_otherwise);
        let exercise_count =
            self.intervals.iter().map(|interval| interval.exercise_number).max().unwrap_or(0);
        Timeline {
            title: title.to_owned(),
            equipment,
            exercise_count,
            intervals: self.intervals,
            cues: without_covered_ticks(self.cues),
            still_paused,
            done_otherwise,
            timed_rounds: self.timed_rounds,
            unnamed: self.unnamed,
        }
    }
}
