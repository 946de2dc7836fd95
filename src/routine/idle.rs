//! Warnings about values that do nothing, such as a `hold` of a timed set: nothing that a file gives is dropped silently.
//!
//! A value of an exercise is compared with the exercise that results from all layers. A default of a routine or a block
//! does nothing if it can do nothing in any exercise below.

use std::ops::Range;
use std::sync::Arc;

use super::changes::Changes;
use super::field::Field;
use super::file::{BlockFile, ExerciseKeys, RoutineFile, is_exercise, read_exercise, read_routine};
use super::library::Library;
use super::lower::{self, Context};
use super::{Block, Count, Exercise, Rest, Routine, Set, Sides, Ticks, Work};
use crate::diagnostic::{Diagnostic, Source};
use crate::routine::phase::Phase;
use crate::routine::rep::TimedPhase;
use std::time::Duration;

/// Why a value does nothing, and what to do.
type Reason = (&'static str, &'static str);

impl Routine {
    /// Warnings about the values of a routine or an exercise file that do nothing, each at its location, in the order of
    /// the file; none if the file has errors. Of `changes`, only the settings count, because a command-line option is for
    /// one session.
    #[must_use]
    pub fn warnings(source: &Arc<Source>, library: &Library, changes: &Changes) -> Vec<Diagnostic> {
        let changes = Changes { defaults: changes.defaults.clone(), ..Changes::default() };
        let mut found = Found { source, warnings: Vec::new() };
        if is_exercise(&source.text) {
            if let (file, errors) = read_exercise(source)
                && errors.is_empty()
                && let Ok(routine) = Routine::parse_exercise(source, &changes)
            {
                found.defaults(&file.keys, &[&routine.blocks[0].exercises[0]]);
            }
        } else if let (file, errors) = read_routine(source)
            && errors.is_empty()
            && let Ok(routine) = lower::routine(&file, &Context { library, changes: &changes }, true)
        {
            found.routine(&file, &routine);
            // Of a plan, a value does nothing if it does nothing in any week.
            for week in &routine.weeks {
                let changes = Changes { week: Some(*week), ..changes.clone() };
                let Ok(routine) = lower::routine(&file, &Context { library, changes: &changes }, true) else {
                    continue;
                };
                let mut of_week = Found { source, warnings: Vec::new() };
                of_week.routine(&file, &routine);
                let about = |warning: &Diagnostic| {
                    (warning.title.clone(), warning.labels.first().map(|label| label.span.clone()))
                };
                found.warnings.retain(|own| of_week.warnings.iter().any(|other| about(own) == about(other)));
            }
        }
        found.warnings.sort_by_key(|warning| warning.labels.first().map(|label| label.span.start));
        found.warnings
    }
}

/// The warnings found so far.
struct Found<'a> {
    source: &'a Arc<Source>,
    warnings: Vec<Diagnostic>,
}

impl Found<'_> {
    /// Adds a warning for the value of a key.
    fn add(&mut self, key: &str, span: Range<usize>, (why, help): Reason) {
        let label = format!("this does nothing, because {why}");
        let warning = Diagnostic::error(self.source, span, format!("`{key}` does nothing"), label);
        self.warnings.push(warning.warning().help(help));
    }

    fn routine(&mut self, file: &RoutineFile, routine: &Routine) {
        let all: Vec<&Exercise> = routine.blocks.iter().flat_map(|block| &block.exercises).collect();
        self.defaults(&file.defaults, &all);
        let mut before = None;
        for (n, (file, block)) in file.blocks.iter().zip(&routine.blocks).enumerate() {
            let is_last = n + 1 == routine.blocks.len();
            self.block(file, block, is_last, before);
            before = block.exercises.last().map(|exercise| exercise.rest_after(block.rounds));
        }
        if let ([only], [block], [file_of_block]) = (&all[..], &routine.blocks[..], &file.blocks[..])
            && only.sets == 1
            && block.rounds == 1
            && reason("rest", only).is_none()
        {
            let own = file_of_block.exercises.iter().map(|exercise| &exercise.keys);
            let levels = [&file.defaults, &file_of_block.defaults].into_iter().chain(own);
            for rest in levels.filter_map(|keys| keys.rest.as_ref()) {
                let why = "there is only one set, and nothing comes after it";
                self.add("rest", rest.span.clone(), (why, "add `sets`, or remove it"));
            }
        }
    }

    /// `before` is the rest before the block; `None` for the first one.
    fn block(&mut self, file: &BlockFile, block: &Block, is_last: bool, before: Option<Rest>) {
        let mut defaults = given(&file.defaults);
        // With a time, `for` is that of the block.
        defaults.retain(|(key, _)| *key != "for" || block.time.is_none());
        self.idle(defaults, &block.exercises.iter().collect::<Vec<_>>());
        if let Some(rest) = &file.keys.round_rest
            && block.rounds == 1
            && block.time.is_none()
        {
            let help =
                "add `rounds`, or remove it; the rest after a block is its last exercise's `rest-after`";
            self.add("round-rest", rest.span.clone(), ("the block has only one round", help));
        }
        self.sets_of_block(file, block);
        for (n, (file, exercise)) in file.exercises.iter().zip(&block.exercises).enumerate() {
            let keys = &file.keys;
            for (key, span) in given(keys) {
                if let Some(reason) = reason(key, exercise) {
                    self.add(key, span, reason);
                }
            }
            if let Some(ready) = &keys.ready
                && rests_before(block, n, before).iter().all(|rest| !rest.length().is_zero())
            {
                let help = "remove it, or make the rest before this exercise longer";
                self.add("ready", ready.span.clone(), ("a rest comes before each of its sets", help));
            }
            let is_followed =
                n + 1 < block.exercises.len() || !is_last || (block.rounds > 1 && block.round_rest.is_none());
            if let Some(rest) = &keys.rest_after
                && !is_followed
            {
                let why = if block.rounds > 1 {
                    "`round-rest` comes between the rounds, and nothing after the last one"
                } else {
                    "nothing comes after this exercise"
                };
                self.add("rest-after", rest.span.clone(), (why, "remove it"));
            }
        }
    }

    /// Warns about `sets` of a block that look like rounds: they repeat each exercise in a row.
    fn sets_of_block(&mut self, file: &BlockFile, block: &Block) {
        let affected = file.exercises.iter().filter(|exercise| exercise.keys.sets.is_none()).count();
        let Some(sets) = &file.defaults.sets else { return };
        let Ok(times) = &sets.value else { return };
        if file.keys.rounds.is_some() || affected < 2 || times.high == 1 {
            return;
        }
        let (times, name) = (times.high, &block.exercises[0].name);
        let title = "`sets` of a block does not repeat the block";
        let label = format!("each exercise is done {times} times in a row, beginning with {name}");
        let warning = Diagnostic::error(self.source, sets.span.clone(), title, label).warning();
        self.warnings.push(warning.help(format!(
            "`rounds = {times}` repeats the exercises in turn; for sets in a row, give each exercise its own `sets`"
        )));
    }

    /// Warns about defaults that can do nothing in any of these exercises.
    fn defaults(&mut self, keys: &ExerciseKeys, below: &[&Exercise]) {
        self.idle(given(keys), below);
    }

    /// Warns about those of these defaults that can do nothing in any of these exercises.
    fn idle(&mut self, given: Vec<(&'static str, Range<usize>)>, below: &[&Exercise]) {
        for (key, span) in given {
            let mut reasons = below.iter().map(|exercise| reason(key, exercise));
            if let Some(Some(first)) = reasons.next()
                && reasons.all(|reason| reason.is_some())
            {
                self.add(key, span, first);
            }
        }
    }
}

/// The rests before the sets of an exercise of a block; zero before the first set of a routine.
fn rests_before(block: &Block, place: usize, before: Option<Rest>) -> Vec<Rest> {
    let exercise = &block.exercises[place];
    let none = Rest::Time(Duration::ZERO);
    let mut rests = Vec::new();
    if exercise.sets > 1 {
        rests.push(exercise.set(1, 1).rest);
    }
    match place.checked_sub(1) {
        Some(previous) => rests.push(block.exercises[previous].rest_after(1)),
        None => {
            rests.push(before.unwrap_or(none));
            if block.rounds > 1 {
                let after = block.exercises.last().map_or(none, |last| last.rest_after(1));
                rests.push(block.round_rest.unwrap_or(after));
            }
        }
    }
    rests
}

/// The keys that may do nothing, as far as they are given, with the spans of their values.
fn given(keys: &ExerciseKeys) -> Vec<(&'static str, Range<usize>)> {
    fn span<T>(field: Option<&Field<T>>) -> Option<Range<usize>> {
        field.map(|field| field.span.clone())
    }
    let spans = [
        ("reps", span(keys.reps.as_ref())),
        ("for", span(keys.r#for.as_ref())),
        ("first", span(keys.first.as_ref())),
        ("start", span(keys.start.as_ref())),
        ("tempo", span(keys.tempo.as_ref())),
        ("lift", span(keys.lift.as_ref())),
        ("hold", span(keys.hold.as_ref())),
        ("lower", span(keys.lower.as_ref())),
        ("pause", span(keys.pause.as_ref())),
        ("phases", span(keys.phases.as_ref())),
        ("rate", span(keys.rate.as_ref())),
        ("every", span(keys.every.as_ref())),
        ("count", span(keys.count.as_ref())),
        ("count-at", span(keys.count_at.as_ref())),
        ("rest", span(keys.rest.as_ref())),
        ("switch", span(keys.switch.as_ref())),
        ("ticks", span(keys.ticks.as_ref())),
        ("warn", span(keys.warn.as_ref())),
    ];
    spans.into_iter().filter_map(|(key, span)| Some((key, span?))).collect()
}

/// Why a key can do nothing in any set of an exercise, if that is so.
fn reason(key: &str, exercise: &Exercise) -> Option<Reason> {
    let mut sets = exercise.rounds.iter().flat_map(|round| &round.sets);
    let first = reason_in_set(key, exercise, exercise.set(1, 1))?;
    sets.all(|set| reason_in_set(key, exercise, set).is_some()).then_some(first)
}

/// Why a key can do nothing in a set, if that is so.
fn reason_in_set(key: &str, exercise: &Exercise, set: &Set) -> Option<Reason> {
    let time = match set.work {
        Work::Time(length) | Work::Paced { time: length, .. } => Some(length),
        Work::OwnPace { time, .. } => time,
        Work::Reps(_) | Work::Open(_) => None,
    };
    let is_cued = set.work.is_cued();
    let is_timed = !matches!(set.work, Work::Reps(_) | Work::Open(_));
    let has_words = set.rep.phases().iter().any(|phase| phase.words.is_some());
    let takes_turns = matches!(exercise.sides, Sides::Each | Sides::Alternate);
    let is_at_own_pace = matches!(set.work, Work::OwnPace { .. });
    match key {
        "reps" if is_timed && set.work.reps().is_none_or(|_| is_cued) => {
            Some(("every exercise below it is timed", "remove it"))
        }
        "for" if !is_timed => Some(("every exercise below it counts reps", "remove it")),
        "count" if is_at_own_pace => Some(("nobody counts reps at your own pace", "remove it")),
        "count" if !is_cued => {
            Some(("a timed set has no reps", "remove it; `warn = \"off\"` stops the time left"))
        }
        "start" | "tempo" | "lift" | "hold" | "lower" | "pause" | "count-at" | "phases" | "rate"
            if !is_cued =>
        {
            Some(("a timed set has no reps", "remove it, or count reps: `reps` instead of `for`"))
        }
        "start" | "tempo" | "lift" | "hold" | "lower" | "pause" if has_words => {
            Some(("the reps have `phases` of their own", "remove it"))
        }
        "every" if exercise.every.is_none() => Some(("a nearer `rest` replaces it", "remove one of the two")),
        "rest" if exercise.every.is_some() => {
            Some(("`every` leaves the rest", "remove it, or remove `every`"))
        }
        "count-at" if exercise.count == Count::Off => {
            Some(("no rep is counted aloud", "remove it, or change `count`"))
        }
        "first" | "switch" if exercise.sides.only().is_some() => Some(("one side works alone", "remove it")),
        "first" | "switch" if !takes_turns => Some((
            "both sides work at once",
            "add `sides = \"each\"` if each side has its turn, or remove it",
        )),
        "switch" if is_at_own_pace && exercise.turns(set).len() == 1 => {
            Some(("both sides are in one interval, at your own pace", "remove it"))
        }
        "switch" if exercise.turns(set).len() == 1 => Some((
            "the sides alternate with every rep",
            "remove it, or use `sides = \"each\"` for one side after the other",
        )),
        // Without a `rest-after`, the two are equal.
        "rest" if exercise.sets == 1 && set.rest != exercise.rest_after(1) => Some((
            "there is only one set, and the rest after it is `rest-after`",
            "add `sets`, or change `rest-after` instead",
        )),
        "ticks" if is_cued && exercise.ticks != Ticks::Off && !has_ticks(set) => {
            Some(("no phase of its reps is long enough for a tick", "remove it"))
        }
        "warn" if is_at_own_pace && time.is_none() => {
            exercise.warn.as_ref().filter(|notices| !notices.is_empty())?;
            Some(("nobody knows when work at your own pace ends", "remove it, or add `every`"))
        }
        "warn" => {
            let hold = set.rep.spans(Phase::Hold).map(|(from, to)| to - from).max();
            let span = time.or(hold).unwrap_or_default();
            let notices = exercise.warn.as_ref().filter(|notices| !notices.is_empty())?;
            notices.iter().all(|left| *left >= span).then_some(if time.is_some() {
                ("the set is shorter than that", "choose a time before the end of the set, or remove it")
            } else {
                ("no hold is longer than that", "it is for timed work and holds: remove it")
            })
        }
        _ => None,
    }
}

/// Whether `ticks` decides anything in a rep.
fn has_ticks(set: &Set) -> bool {
    let is_ticked = |phase: &TimedPhase| match phase.phase {
        Phase::Hold => phase.length > Duration::from_secs(1),
        _ => phase.length >= Duration::from_secs(3),
    };
    set.rep.phases().iter().any(is_ticked)
}

#[cfg(test)]
mod tests;
