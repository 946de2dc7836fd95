//! The order of a session: get ready, work, switch, work, rest; and again until it is done.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use super::heard::Heard;
use super::phrases::Phrases;
use super::script::Script;
use super::{Cue, CueKind, Lengths, Sound, Stretch, StretchKind, Timeline};
use crate::routine::{Exercise, Routine, Side, Work};
use crate::time::At;

/// How much of the end of a stretch is counted.
const COUNT: Duration = Duration::from_secs(3);
/// Silence around speech: after a sound, between phrases, before the count.
const GAP: Duration = Duration::from_millis(300);

/// Lays a routine out in time, with what is said in it.
pub fn compile(routine: &Routine, phrases: &Phrases, lengths: &dyn Lengths) -> Timeline {
    let steps = steps(routine);
    let mut composer = Composer::new(Script::new(phrases, routine), lengths);
    for (n, step) in steps.iter().enumerate() {
        composer.ready(step);
        composer.set(step);
        if let Some(next) = steps.get(n + 1) {
            composer.rest(step, next);
        }
    }
    composer.done(&steps);
    composer.finish(&routine.title)
}

/// One set of one exercise, with its place in the routine.
pub(super) struct Step {
    block: Option<Arc<str>>,
    /// Which of the routine's blocks.
    block_number: usize,
    pub(super) round: u32,
    round_rest: Option<Duration>,
    pub(super) exercise: Arc<Exercise>,
    /// Which exercise of its block.
    place: usize,
    pub(super) set: u32,
}

/// All sets of a routine, in the order in which they are done.
fn steps(routine: &Routine) -> Vec<Step> {
    let mut steps = Vec::new();
    for (block_number, block) in routine.blocks.iter().enumerate() {
        let title: Option<Arc<str>> = block.title.as_deref().map(Arc::from);
        let exercises: Vec<Arc<Exercise>> = block.exercises.iter().cloned().map(Arc::new).collect();
        for round in 1..=block.rounds {
            for (place, exercise) in exercises.iter().enumerate() {
                for set in 1..=exercise.sets {
                    steps.push(Step {
                        block: title.clone(),
                        block_number,
                        round,
                        round_rest: block.round_rest,
                        exercise: Arc::clone(exercise),
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
    /// Whether `next` is another set of the same turn at the same exercise.
    fn goes_on_in(&self, next: &Step) -> bool {
        next.set > 1
            && next.place == self.place
            && next.round == self.round
            && next.block_number == self.block_number
    }

    /// The rest between this set and the next one.
    fn rest_before(&self, next: &Step) -> Duration {
        let round_ends = next.block_number == self.block_number && next.round != self.round;
        match self.round_rest {
            Some(round_rest) if round_ends => round_rest,
            _ if self.goes_on_in(next) => self.exercise.rest,
            _ => self.exercise.rest_after,
        }
    }
}

/// Lays stretches and cues one after the other.
pub(super) struct Composer<'a> {
    pub(super) script: Script<'a>,
    pub(super) lengths: &'a dyn Lengths,
    /// Where the next stretch begins.
    pub(super) at: At,
    stretches: Vec<Stretch>,
    cues: Vec<Cue>,
    pub(super) heard: Heard,
    /// The exercises whose set-up has been said.
    introduced: HashSet<String>,
    /// How many tips of each exercise have been said.
    pub(super) tips: HashMap<String, usize>,
}

impl<'a> Composer<'a> {
    fn new(script: Script<'a>, lengths: &'a dyn Lengths) -> Composer<'a> {
        Composer {
            script,
            lengths,
            at: At::ZERO,
            stretches: Vec::new(),
            cues: Vec::new(),
            heard: Heard::default(),
            introduced: HashSet::new(),
            tips: HashMap::new(),
        }
    }

    fn ready(&mut self, step: &Step) {
        let mut phrases = vec![self.script.announcement(&step.exercise, step.set)];
        if step.exercise.ready > Duration::ZERO {
            phrases.extend(self.introduction(&step.exercise));
        }
        let side = step.exercise.turns()[0].or_else(|| step.exercise.first_of_alternating());
        self.preparation(step, StretchKind::Ready, step.exercise.ready, None, side, phrases);
    }

    fn set(&mut self, step: &Step) {
        for (turn, side) in step.exercise.turns().into_iter().enumerate() {
            if turn > 0 {
                let phrases = vec![self.script.switch(side)];
                let length = step.exercise.switch;
                self.preparation(step, StretchKind::Switch, length, Some(Sound::Switch), side, phrases);
            }
            self.work(step, side);
        }
    }

    fn rest(&mut self, step: &Step, next: &Step) {
        let length = step.rest_before(next);
        let mut phrases = Vec::new();
        if length > Duration::ZERO {
            phrases.push(if step.goes_on_in(next) {
                self.script.rest_between_sets(next.set, next.exercise.sets)
            } else {
                self.script.rest_before(&next.exercise)
            });
            phrases.extend(self.introduction(&next.exercise));
        }
        self.preparation(step, StretchKind::Rest, length, Some(Sound::Rest), None, phrases);
    }

    fn done(&mut self, steps: &[Step]) {
        let mut exercises: Vec<&str> = steps.iter().map(|step| step.exercise.id.as_str()).collect();
        exercises.sort_unstable();
        exercises.dedup();
        let phrase = self.script.done(exercises.len(), self.at - At::ZERO);
        let start = self.at;
        self.cue(start, CueKind::Sound(Sound::Done), None, None);
        let end = self.say(self.heard.until() + GAP, vec![phrase]) + GAP;
        let stretch = Stretch {
            start,
            end,
            kind: StretchKind::Done,
            block: None,
            round: 1,
            exercise: None,
            set: 1,
            side: None,
            reps: None,
            cycle: None,
            dwell: None,
            skipped: None,
        };
        self.push(stretch);
    }

    /// How to lie or stand and what is needed, the first time in the session that an exercise comes.
    fn introduction(&mut self, exercise: &Exercise) -> Vec<String> {
        if !self.introduced.insert(exercise.id.clone()) {
            return Vec::new();
        }
        self.script.introduction(exercise)
    }

    /// A stretch before work: its sound, what is said in it, and the count at its end. It grows to fit
    /// what is said, to a whole second. A stretch of no length is left out, with all that is in it.
    fn preparation(
        &mut self,
        step: &Step,
        kind: StretchKind,
        length: Duration,
        sound: Option<Sound>,
        side: Option<Side>,
        phrases: Vec<String>,
    ) {
        if length.is_zero() {
            return;
        }
        let start = self.at;
        if let Some(sound) = sound {
            self.cue(start, CueKind::Sound(sound), None, None);
        }
        // What the stretch before ends with may still be heard.
        let heard = self.heard.until();
        let speech = if heard > start { heard + GAP } else { start };
        let spoken = self.say(speech, phrases);
        let mut end = start + length;
        if spoken + GAP + COUNT > end {
            end = start + whole_seconds(spoken + GAP + COUNT - start);
        }
        for second in (1..=3).rev().map(Duration::from_secs) {
            if end - start >= second {
                self.cue(At(end.0 - second), CueKind::Sound(Sound::Count), None, None);
            }
        }
        let dwell = At(end.0.saturating_sub(COUNT)).max(start);
        let reps = (kind != StretchKind::Rest).then(|| step.counted()).flatten();
        self.push(Stretch { dwell: Some(dwell), side, reps, ..step.stretch(kind, start, end) });
    }

    /// Says phrases one after the other, and tells when the last one is over.
    fn say(&mut self, mut at: At, phrases: Vec<String>) -> At {
        for (n, phrase) in phrases.into_iter().enumerate() {
            if n > 0 {
                at = at + GAP;
            }
            let length = self.lengths.speech(&phrase);
            self.cue(at, CueKind::Say(phrase.into()), None, None);
            at = at + length;
        }
        at
    }

    /// Adds a cue to the stretch that is being laid.
    pub(super) fn cue(&mut self, at: At, kind: CueKind, side: Option<Side>, rep: Option<u32>) {
        let length = match &kind {
            CueKind::Sound(sound) => self.lengths.sound(*sound),
            CueKind::Say(text) => self.lengths.speech(text),
        };
        self.heard.add(at, length);
        self.cues.push(Cue { at, kind, length, stretch: self.stretches.len(), side, rep });
    }

    /// The cues so far of the stretch that is being laid.
    pub(super) fn cues_of_stretch(&self) -> impl Iterator<Item = &Cue> {
        let stretch = self.stretches.len();
        self.cues.iter().rev().take_while(move |cue| cue.stretch == stretch)
    }

    /// Ends the stretch that is being laid.
    pub(super) fn push(&mut self, stretch: Stretch) {
        self.at = stretch.end;
        self.stretches.push(stretch);
    }

    fn finish(mut self, title: &str) -> Timeline {
        self.cues.sort_by_key(|cue| (cue.at, cue.stretch));
        Timeline { title: title.to_owned(), stretches: self.stretches, cues: self.cues }
    }
}

impl Step {
    /// A stretch of this step, with nothing in it yet.
    pub(super) fn stretch(&self, kind: StretchKind, start: At, end: At) -> Stretch {
        Stretch {
            start,
            end,
            kind,
            block: self.block.clone(),
            round: self.round,
            exercise: Some(Arc::clone(&self.exercise)),
            set: self.set,
            side: None,
            reps: None,
            cycle: None,
            dwell: None,
            skipped: None,
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

/// The least number of whole seconds that `length` fits in.
fn whole_seconds(length: Duration) -> Duration {
    let more = u64::from(length.subsec_nanos() > 0);
    Duration::from_secs(length.as_secs() + more)
}
