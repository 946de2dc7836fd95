//! The order of a session: get ready, work, switch, work, rest; repeated until done.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use super::occupied::OccupiedSpans;
use super::phrases::Phrases;
use super::script::Script;
use super::{Cue, CueKind, Interval, IntervalKind, Lengths, Sound, Timeline};
use crate::routine::{Exercise, Rest, Routine, Side, Work};
use crate::time::At;

/// The counted part at the end of an interval before work, and of a timed exercise.
pub(super) const COUNT: Duration = Duration::from_secs(3);
/// The silence around speech: after a sound, between phrases, before the count.
const GAP: Duration = Duration::from_millis(300);
/// The time to get into position after the instructions, if no rest gives it.
const SETTLE: Duration = Duration::from_secs(5);

/// Compiles a routine into a timeline, including its speech.
pub fn compile(routine: &Routine, phrases: &Phrases, lengths: &dyn Lengths) -> Timeline {
    let script = Script::new(phrases, routine);
    let steps = steps(routine, &script);
    let mut builder = TimelineBuilder::new(script, lengths);
    builder.equipment = builder.script.equipment(&equipment(routine));
    for (n, step) in steps.iter().enumerate() {
        builder.ready(step);
        builder.set(step);
        if let Some(next) = steps.get(n + 1) {
            builder.rest(step, next);
        }
    }
    builder.done(&steps);
    builder.finish(&routine.title)
}

/// All equipment that a routine needs, each item once.
fn equipment(routine: &Routine) -> Vec<&str> {
    let mut said = HashSet::new();
    let exercises = routine.blocks.iter().flat_map(|block| &block.exercises);
    let all = exercises.flat_map(|exercise| &exercise.equipment).map(String::as_str);
    all.filter(|thing| said.insert(*thing)).collect()
}

/// Tips as spoken.
type Tips = Arc<[Arc<str>]>;

/// One set of one exercise, with its place in the routine.
pub(super) struct Step {
    block: Option<Arc<str>>,
    /// The index of its block.
    block_number: usize,
    pub(super) round: u32,
    rounds: u32,
    round_rest: Option<Rest>,
    pub(super) exercise: Arc<Exercise>,
    /// The tips of the exercise, as spoken.
    pub(super) tips: Tips,
    /// The index of the exercise in its block.
    place: usize,
    pub(super) set: u32,
}

/// All sets of a routine, in order.
fn steps(routine: &Routine, script: &Script<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for (block_number, block) in routine.blocks.iter().enumerate() {
        let title: Option<Arc<str>> = block.title.as_deref().map(Arc::from);
        let tips = |exercise: &Exercise| exercise.tips.iter().map(|tip| script.tip(tip).into()).collect();
        let exercises: Vec<(Arc<Exercise>, Tips)> =
            block.exercises.iter().map(|exercise| (Arc::new(exercise.clone()), tips(exercise))).collect();
        for round in 1..=block.rounds {
            for (place, (exercise, tips)) in exercises.iter().enumerate() {
                for set in 1..=exercise.sets {
                    steps.push(Step {
                        block: title.clone(),
                        block_number,
                        round,
                        rounds: block.rounds,
                        round_rest: block.round_rest,
                        exercise: Arc::clone(exercise),
                        tips: Arc::clone(tips),
                        place,
                        set,
                    });
                }
            }
        }
    }
    steps
}

impl Step {
    /// Whether `next` is another set of the same exercise in the same round.
    fn continues_in(&self, next: &Step) -> bool {
        next.set > 1
            && next.place == self.place
            && next.round == self.round
            && next.block_number == self.block_number
    }

    /// Whether another round of a block begins with this set.
    fn begins_round(&self) -> bool {
        self.round > 1 && self.place == 0 && self.set == 1
    }

    /// The rest between this set and the next one.
    fn rest_before(&self, next: &Step) -> Rest {
        let round_ends = next.block_number == self.block_number && next.round != self.round;
        match self.round_rest {
            Some(round_rest) if round_ends => round_rest,
            _ if self.continues_in(next) => self.exercise.rest,
            _ => self.exercise.rest_after,
        }
    }
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
    /// The exercises whose instructions have been spoken.
    introduced: HashSet<String>,
    /// The equipment that the session needs, until it has been announced.
    equipment: Option<String>,
    /// The number of tips spoken for each exercise.
    pub(super) tips: HashMap<String, usize>,
    /// The tips of the current interval.
    pub(super) tips_of_interval: Vec<Arc<str>>,
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
            introduced: HashSet::new(),
            equipment: None,
            tips: HashMap::new(),
            tips_of_interval: Vec::new(),
            phrases: HashSet::new(),
        }
    }

    fn ready(&mut self, step: &Step) {
        let exercise = &step.exercise;
        let side = exercise.turns()[0].or_else(|| exercise.first_of_alternating());
        let mut announcement = Announcement::new(vec![self.script.announcement(exercise, step.set)]);
        if exercise.ready > Duration::ZERO {
            if let Some(equipment) = self.equipment.take() {
                announcement.phrases.insert(0, equipment);
            }
            if let Some(setup) = self.introduction(exercise) {
                announcement.settle = SETTLE;
                announcement.phrases.push(setup);
            }
        }
        self.preparation(step, IntervalKind::Ready, exercise.ready, None, side, &announcement);
    }

    fn set(&mut self, step: &Step) {
        for (turn, side) in step.exercise.turns().into_iter().enumerate() {
            if turn > 0 {
                let announcement =
                    Announcement { tips_of: Some(step), ..Announcement::new(vec![self.script.switch(side)]) };
                let length = step.exercise.switch;
                self.preparation(
                    step,
                    IntervalKind::Switch,
                    length,
                    Some(Sound::Switch),
                    side,
                    &announcement,
                );
            }
            self.work(step, side);
        }
    }

    fn rest(&mut self, step: &Step, next: &Step) {
        let rest = step.rest_before(next);
        let length = rest.length();
        let mut announcement = Announcement { tips_of: Some(next), ..Announcement::new(Vec::new()) };
        if length > Duration::ZERO {
            announcement.phrases.push(if step.continues_in(next) {
                self.script.rest_between_sets(&next.exercise, next.set)
            } else if next.begins_round() {
                self.script.rest_before_round(&next.exercise, next.round, next.rounds)
            } else {
                self.script.rest_before(&next.exercise)
            });
            announcement.phrases.extend(self.introduction(&next.exercise));
        }
        if rest == Rest::Ready {
            announcement.waits = true;
            announcement.phrases.push(self.script.when_ready());
        }
        self.preparation(step, IntervalKind::Rest, length, Some(Sound::Rest), None, &announcement);
    }

    fn done(&mut self, steps: &[Step]) {
        let mut exercises: Vec<&str> = steps.iter().map(|step| step.exercise.id.as_str()).collect();
        exercises.sort_unstable();
        exercises.dedup();
        let is_open = steps.iter().any(|step| matches!(step.exercise.work, Work::Open(_)));
        let phrase = self.script.done(exercises.len(), (!is_open).then(|| self.at - At::ZERO));
        let start = self.at;
        self.cue(start, CueKind::Sound(Sound::Done), None, None);
        let end = self.say(self.heard.until() + GAP, &[phrase]) + GAP;
        let interval = Interval {
            start,
            end,
            kind: IntervalKind::Done,
            block: None,
            round: 1,
            rounds: 1,
            exercise: None,
            set: 1,
            side: None,
            reps: None,
            cycle: None,
            hold_point: None,
            waits: false,
            skipped: Vec::new(),
        };
        self.push(interval);
    }

    /// The instructions for an exercise, the first time that it comes in the session.
    fn introduction(&mut self, exercise: &Exercise) -> Option<String> {
        if !self.introduced.insert(exercise.id.clone()) {
            return None;
        }
        self.script.setup(exercise)
    }

    /// Adds an interval before work: its sound, its speech, and the count at its end. It is extended to a whole second
    /// so that the speech fits. An interval of zero length is left out, with everything in it.
    fn preparation(
        &mut self,
        step: &Step,
        kind: IntervalKind,
        length: Duration,
        sound: Option<Sound>,
        side: Option<Side>,
        announcement: &Announcement<'_>,
    ) {
        if length.is_zero() {
            return;
        }
        let start = self.at;
        if let Some(sound) = sound {
            self.cue(start, CueKind::Sound(sound), None, None);
        }
        // The last sound of the interval before may still be heard.
        let heard = self.heard.until();
        let speech = if heard > start { heard + GAP } else { start };
        let spoken = self.say(speech, &announcement.phrases);
        let least = spoken + GAP.max(announcement.settle) + COUNT;
        let mut end = start + length;
        if least > end {
            end = start + whole_seconds(least - start);
        }
        if let Some(next) = announcement.tips_of {
            self.tip_before_work(next, spoken + GAP, At(end.0.saturating_sub(COUNT + GAP)));
        }
        for second in (1..=3).rev().map(Duration::from_secs) {
            if end - start >= second {
                self.cue(At(end.0 - second), CueKind::Sound(Sound::Count), None, None);
            }
        }
        let hold_point = At(end.0.saturating_sub(COUNT)).max(start);
        let reps = (kind != IntervalKind::Rest).then(|| step.counted()).flatten();
        let waits = announcement.waits;
        self.push(Interval {
            hold_point: Some(hold_point),
            waits,
            side,
            reps,
            ..step.interval(kind, start, end)
        });
    }

    /// Adds phrases one after the other; returns the end of the last one.
    fn say(&mut self, mut at: At, phrases: &[String]) -> At {
        for (n, phrase) in phrases.iter().enumerate() {
            if n > 0 {
                at = at + GAP;
            }
            let length = self.lengths.speech(phrase);
            let text = self.phrase(phrase);
            self.cue(at, CueKind::Say(text), None, None);
            at = at + length;
        }
        at
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
        // A tick is the one sound that may play during a phrase: it comes every second and is louder.
        if kind != CueKind::Sound(Sound::Tick) {
            self.heard.add(at, length);
        }
        self.cues.push(Cue { at, kind, length, interval: self.intervals.len(), side, rep });
    }

    /// The cues so far in the current interval.
    pub(super) fn cues_of_interval(&self) -> impl Iterator<Item = &Cue> {
        let interval = self.intervals.len();
        self.cues.iter().rev().take_while(move |cue| cue.interval == interval)
    }

    /// Ends the current interval.
    pub(super) fn push(&mut self, interval: Interval) {
        self.at = interval.end;
        self.heard.forget_before(interval.end);
        self.tips_of_interval.clear();
        self.intervals.push(interval);
    }

    fn finish(mut self, title: &str) -> Timeline {
        self.cues.sort_by_key(|cue| (cue.at, cue.interval));
        let still_paused = self.script.still_paused();
        // Requested now so that it is generated with the others.
        self.lengths.speech(&still_paused);
        Timeline { title: title.to_owned(), intervals: self.intervals, cues: self.cues, still_paused }
    }
}

impl Step {
    /// An interval of this step, without any cues.
    pub(super) fn interval(&self, kind: IntervalKind, start: At, end: At) -> Interval {
        Interval {
            start,
            end,
            kind,
            block: self.block.clone(),
            round: self.round,
            rounds: self.rounds,
            exercise: Some(Arc::clone(&self.exercise)),
            set: self.set,
            side: None,
            reps: None,
            cycle: None,
            hold_point: None,
            waits: false,
            skipped: Vec::new(),
        }
    }

    /// The number of reps of a set; `None` for a timed one.
    pub(super) fn counted(&self) -> Option<u32> {
        match self.exercise.work {
            Work::Reps(reps) | Work::Open(reps) => Some(reps),
            Work::Time(_) => None,
        }
    }
}

/// What is announced before work.
struct Announcement<'a> {
    phrases: Vec<String>,
    /// The time after it to get into position.
    settle: Duration,
    /// The set whose exercise's tip is also spoken if there is time left.
    tips_of: Option<&'a Step>,
    /// Whether the interval waits until the user continues.
    waits: bool,
}

impl Announcement<'_> {
    fn new(phrases: Vec<String>) -> Announcement<'static> {
        Announcement { phrases, settle: Duration::ZERO, tips_of: None, waits: false }
    }
}

/// `length` rounded up to whole seconds.
fn whole_seconds(length: Duration) -> Duration {
    let more = u64::from(length.subsec_nanos() > 0);
    Duration::from_secs(length.as_secs() + more)
}
