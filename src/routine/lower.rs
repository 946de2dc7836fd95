//! Lowers shapes to a [`Routine`]: merges the layers and reports every error that only then becomes visible.

mod limits;
mod values;

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::changes::Changes;
use super::duration::written;
use super::field::MOST;
use super::file::{BlockFile, ExerciseFile, MOST_ERRORS, RoutineFile};
use super::library::Library;
use super::list::PerSet;
use super::name::slug;
use super::range::{LengthRange, RestRange, TimesRange, WorkTime};
use super::reps::{Level, REPS};
use super::settings::{Settings, WorkKind};
use super::{
    Block, BlockKind, Count, CountAt, Exercise, Facts, Instructions, Origin, Rep, Rest, Round, Routine, Set,
    Side, Sides, Start, Tempo, Ticks, Work,
};
use crate::diagnostic::{Diagnostic, Source, nearest, quoted};
use crate::printable::visible;
use limits::{Limits, Part};
use std::time::Duration;
use values::{Scope, Values};

/// The values of an exercise that no layer and no config file gives.
fn base() -> Settings {
    let seconds = |n| Some(PerSet::one(LengthRange::one(Duration::from_secs(n))));
    Settings {
        sets: Some(TimesRange::one(1)),
        sides: Some(Sides::Together),
        first: Some(Side::Left),
        start: Some(Start::Lift),
        lift: seconds(2),
        hold: seconds(0),
        lower: seconds(2),
        pause: seconds(0),
        count_at: Some(CountAt::End),
        rest: Some(PerSet::one(RestRange::Time(LengthRange::one(Duration::from_secs(20))))),
        switch: Some(Duration::from_secs(8)),
        ..Settings::default()
    }
}

/// The length of "get ready" if nothing gives one; it grows so that the announcement fits.
const READY: Duration = Duration::from_secs(5);

/// The number of reps of an open-ended set if its exercise has none.
const OPEN_REPS: u32 = 10;

/// What lowering needs besides the file.
#[derive(Debug)]
pub struct Context<'a> {
    /// The library that `use` refers to.
    pub library: &'a Library,
    /// The topmost layer.
    pub changes: &'a Changes,
}

/// Lowers a routine file, or returns all errors.
///
/// `complete` is false if the file had errors that have been reported, so values may be missing. Missing values are
/// then not reported.
pub fn routine(
    file: &RoutineFile,
    context: &Context<'_>,
    complete: bool,
) -> Result<Routine, Vec<Diagnostic>> {
    let mut lowering = Lowering {
        source: &file.source,
        context,
        complete,
        errors: Vec::new(),
        unknown: 0,
        reported: HashSet::new(),
        week: 1,
    };
    let routine = lowering.routine(file);
    if lowering.errors.is_empty() { Ok(routine) } else { Err(lowering.errors) }
}

/// One exercise of the library, as a routine.
pub fn drill(id: &str, context: &Context<'_>) -> Result<Routine, Vec<Diagnostic>> {
    let found = context.library.find(id)?;
    let file = &found.file;
    let mut lowering = Lowering {
        source: &found.source,
        context,
        complete: true,
        errors: Vec::new(),
        unknown: 0,
        reported: HashSet::new(),
        week: 1,
    };
    let own = lowering.layer(file);
    let facts = Values::new(lowering.source, &mut lowering.errors).facts(&file.facts);
    let gives_ready = own.ready.is_some();
    let below = own.over(&lowering.base());
    let settings = context.changes.settings().over(&below);
    let exercise = lowering.exercise(file, found.id.clone(), facts, &settings, gives_ready, 1);
    let errors = lowering.errors;
    match exercise {
        Some(exercise) if errors.is_empty() => {
            let exercises = vec![exercise];
            let block = Block {
                title: None,
                kind: BlockKind::Main,
                rounds: 1,
                time: None,
                round_rest: None,
                exercises,
            };
            let title = block.exercises[0].name.clone();
            let mut routine = Routine {
                title,
                about: None,
                group: None,
                warning: None,
                plan: None,
                blocks: vec![block],
                pronounce: Vec::new(),
                voice_speed: None,
                week: 1,
                weeks: Vec::new(),
                starts: None,
            };
            let place = |_, _, part| (Arc::clone(&found.source), span_of(file, part));
            let too_much = Limits::default().check(&routine, place);
            if !too_much.is_empty() {
                return Err(too_much);
            }
            let errors = context.changes.selection.apply(&mut routine);
            if errors.is_empty() { Ok(routine) } else { Err(errors) }
        }
        _ => Err(errors),
    }
}

struct Lowering<'a> {
    source: &'a Arc<Source>,
    context: &'a Context<'a>,
    complete: bool,
    errors: Vec<Diagnostic>,
    /// The number of unknown exercises reported.
    unknown: usize,
    /// The library exercises whose errors have been reported: several exercises may use the same one.
    reported: HashSet<String>,
    /// The week of the plan.
    week: u32,
}

impl Lowering<'_> {
    fn routine(&mut self, file: &RoutineFile) -> Routine {
        let mut values = Values::new(self.source, &mut self.errors);
        let title = values.take(file.keys.title.as_ref(), "title");
        let about = values.take(file.keys.about.as_ref(), "about");
        let group = values.take(file.keys.group.as_ref(), "group");
        let warning = values.take(file.keys.warning.as_ref(), "warning");
        let plan = values.take(file.keys.plan.as_ref(), "plan");
        let pronounce = values.take(file.keys.pronounce.as_ref(), "pronounce");
        let voice_speed = values.take(file.keys.voice_speed.as_ref(), "voice-speed");
        let starts = values.take(file.keys.starts.as_ref(), "starts");
        let by_date = || Some(self.context.changes.today?.week(starts?));
        self.week = self.context.changes.week.or_else(by_date).unwrap_or(1);
        let mut values = Values::new(self.source, &mut self.errors);
        let mut defaults = values.settings(&file.defaults, Scope::Above);
        for week in &file.weeks {
            // Every week is read, so that its errors are reported.
            let settings = values.settings(&week.defaults, Scope::Above);
            if week.week <= self.week {
                defaults = settings.over(&defaults);
            }
        }
        if file.blocks.is_empty() && self.complete {
            self.errors.push(
                Diagnostic::error(self.source, 0..0, "the routine has no exercises", "")
                    .help("add a line `[[exercise]]`, and below it `use = \"glute-bridge\"`"),
            );
        }
        let blocks = file.blocks.iter().map(|block| self.block(block, &defaults)).collect();
        let title = title.unwrap_or_else(|| stem(&self.source.name));
        let pronounce = pronounce.map_or_else(Vec::new, |table| table.0);
        let all = file.blocks.iter().flat_map(|block| &block.weeks).chain(&file.weeks);
        let weeks: BTreeSet<u32> = all.map(|week| week.week).collect();
        let (week, weeks) = (if weeks.is_empty() { 1 } else { self.week }, weeks.into_iter().collect());
        let mut routine = Routine {
            title,
            about,
            group,
            warning,
            plan,
            blocks,
            pronounce,
            voice_speed,
            week,
            weeks,
            starts,
        };
        if self.errors.is_empty() {
            let place = |block: usize, exercise: usize, part| {
                let block = &file.blocks[block];
                let span = match (part, &block.keys.round_rest) {
                    (Part::RoundRest, Some(rest)) => rest.span.clone(),
                    (Part::RoundRest, None) => block.span.clone(),
                    _ => block.exercises.get(exercise).map_or(0..0, |exercise| span_of(exercise, part)),
                };
                (Arc::clone(self.source), span)
            };
            self.errors = Limits::default().check(&routine, place);
        }
        if self.complete && self.errors.is_empty() {
            self.errors = self.context.changes.selection.apply(&mut routine);
        }
        routine
    }

    fn block(&mut self, block: &BlockFile, above: &Settings) -> Block {
        let level = self.level();
        let time = self.time_of_block(block);
        let this_week = self.week;
        let mut values = Values::new(self.source, &mut self.errors);
        // The top of the block, and then what changes each week; every week is read, so that its errors are reported.
        let layers = block.weeks.iter().map(|week| (week.week, &week.keys, &week.defaults));
        let layers = std::iter::once((0, &block.keys, &block.defaults)).chain(layers);
        let (mut title, mut kind, mut rounds, mut round_rest) = (None, None, None, None);
        for (week, keys, _) in layers.clone() {
            let given = (
                values.take(keys.title.as_ref(), "title"),
                values.take(keys.kind.as_ref(), "kind"),
                values.take(keys.rounds.as_ref(), "rounds").map(|rounds| rounds.at(level)),
                values.take(keys.round_rest.as_ref(), "round-rest"),
            );
            if week <= this_week {
                title = given.0.or(title);
                kind = given.1.or(kind);
                rounds = given.2.or(rounds);
                round_rest = given.3.or(round_rest);
            }
        }
        // Until time is up there may be any number of rounds.
        let most = if time.is_some() { MOST } else { rounds.unwrap_or(1) };
        let mut defaults = Settings::default();
        for (week, _, keys) in layers {
            let settings = values.settings(keys, Scope::Block { rounds: most });
            if week <= this_week {
                defaults = settings.over(&defaults);
            }
        }
        if time.is_some() {
            (defaults.work, defaults.time) = (None, None);
        }
        let defaults = defaults.over(above);
        let kind = kind.unwrap_or(BlockKind::Main);
        if block.exercises.is_empty() && self.complete {
            self.errors.push(
                Diagnostic::error(
                    self.source,
                    block.span.clone(),
                    "the block has no exercises",
                    "this block",
                )
                .help("add `[[block.exercise]]` below it, then the exercise's keys"),
            );
        }
        if let (Some(every), Some(rest)) = (&block.defaults.every, &block.keys.round_rest) {
            self.errors.push(
                Diagnostic::error(
                    self.source,
                    rest.span.clone(),
                    "a block has either `every` or `round-rest`, not both",
                    "follows from `every`",
                )
                .also(every.span.clone(), "what the work leaves of it is rest")
                .help("remove one of the two"),
            );
        }
        let mut exercises = Vec::new();
        for file in &block.exercises {
            let Some(exercise) = self.entry(file, &defaults, most) else { continue };
            if time.is_some() {
                self.report_waits(file, &exercise);
            }
            exercises.push(exercise);
        }
        let round_rest = self.context.changes.rest.or(round_rest.map(|rest| rest.at(level)));
        let mut block = Block { title, kind, rounds: most, time, round_rest, exercises };
        if let Some(time) = time {
            block.rounds = rounds_within(&block, time);
        }
        block
    }

    /// The time until which the rounds of a block are played: its `for`, if each of its exercises has an amount of its
    /// own. Otherwise `for` is a default for its exercises.
    fn time_of_block(&mut self, block: &BlockFile) -> Option<Duration> {
        let weeks = block.weeks.iter().filter(|week| week.week <= self.week);
        let field =
            weeks.rev().find_map(|week| week.defaults.r#for.as_ref()).or(block.defaults.r#for.as_ref())?;
        let has_amount = |file: &ExerciseFile| file.keys.reps.is_some() || file.keys.r#for.is_some();
        let is_open = field.value.as_ref().is_ok_and(|list| list.values == [WorkTime::Open]);
        if is_open || block.exercises.is_empty() || !block.exercises.iter().all(has_amount) {
            return None;
        }
        if let Some(rounds) = &block.keys.rounds {
            self.errors.push(
                Diagnostic::error(
                    self.source,
                    rounds.span.clone(),
                    "a block has either `rounds` or, with `for`, rounds until time is up",
                    "a number of rounds",
                )
                .also(field.span.clone(), "until this time is up")
                .help("remove one of the two"),
            );
        }
        let list = field.value.as_ref().ok()?;
        match &list.values[..] {
            [WorkTime::Range(range)] => Some(range.at(self.level())),
            _ => {
                let title = "the time of a block must be one duration";
                self.errors.push(
                    Diagnostic::error(self.source, field.span.clone(), title, "rounds until this time is up")
                        .help("write a duration such as \"20m\"; each exercise has its own amount"),
                );
                None
            }
        }
    }

    /// Reports an exercise that waits for the user in rounds until time is up, which are laid out before they are played.
    fn report_waits(&mut self, file: &ExerciseFile, exercise: &Exercise) {
        let keys = &file.keys;
        let (span, help) = match exercise.set(1, 1).work {
            work if work.is_open() => {
                let span = keys.r#for.as_ref().map(|field| field.span.clone());
                let span = span.or(keys.reps.as_ref().map(|field| field.span.clone()));
                (span, "write a number of `reps`: its tempo decides how many rounds fit into the time")
            }
            _ if exercise.set(1, 1).rest == Rest::Ready || exercise.rest_after(1) == Rest::Ready => {
                let span = keys.rest.as_ref().map(|field| field.span.clone());
                (span.or(keys.rest_after.as_ref().map(|field| field.span.clone())), "give the rest a length")
            }
            _ => return,
        };
        let title = "rounds until time is up cannot wait for you";
        let span = span.unwrap_or_else(|| file.span.clone());
        self.errors.push(Diagnostic::error(self.source, span, title, "until you continue").help(help));
    }

    fn level(&self) -> Level {
        self.context.changes.level.unwrap_or_default()
    }

    /// An exercise of a routine: its own values over those of the block, the routine and the library.
    fn entry(&mut self, file: &ExerciseFile, defaults: &Settings, rounds: u32) -> Option<Exercise> {
        let own = Values::new(self.source, &mut self.errors).settings(&file.keys, Scope::Exercise { rounds });
        let mut gives_ready = own.ready.is_some();
        let has_phases = own.phases.is_some() || defaults.phases.is_some();
        let own = own.over(defaults);
        let (id, library, facts) = match &file.keys.r#use {
            Some(id) => self.looked_up(id)?,
            None => {
                if own.name.is_none() && file.keys.name.is_none() {
                    if self.complete {
                        self.errors.push(
                            Diagnostic::error(self.source, file.span.clone(), "the exercise has neither `use` nor `name`", "this exercise")
                                .help("add `use = \"glute-bridge\"` for an exercise of the library (see `repcue list`), or `name = \"…\"` for your own"),
                        );
                    }
                    return None;
                }
                (own.name.as_deref().map(slug).unwrap_or_default(), Settings::default(), Facts::default())
            }
        };
        if library.phases.is_some() && !has_phases {
            self.report_lengths_beside_phases(file);
        }
        gives_ready |= own.ready.is_none() && library.ready.is_some();
        let settings = self.context.changes.settings().over(&own).over(&library).over(&self.base());
        self.exercise(file, id, facts, &settings, gives_ready, rounds)
    }

    /// Reports the length of a usual phase for an exercise of the library that has phases of its own.
    fn report_lengths_beside_phases(&mut self, file: &ExerciseFile) {
        let keys = &file.keys;
        let tempo = keys.tempo.as_ref().map(|field| ("tempo", field.span.clone()));
        let phases =
            [("lift", &keys.lift), ("hold", &keys.hold), ("lower", &keys.lower), ("pause", &keys.pause)];
        let phases = phases.into_iter().filter_map(|(key, field)| Some((key, field.as_ref()?.span.clone())));
        for (key, span) in tempo.into_iter().chain(phases) {
            let title = format!("this exercise has phases of its own, and no `{key}`");
            self.errors.push(
                Diagnostic::error(self.source, span, title, "not one of its phases")
                    .help("write `phases` with the lengths that you want, or `rate` to scale them"),
            );
        }
    }

    /// Looks up the exercise that `use` names.
    fn looked_up(&mut self, name: &super::field::Field<String>) -> Option<(String, Settings, Facts)> {
        let id = Values::new(self.source, &mut self.errors).take(Some(name), "use")?;
        let library = self.context.library;
        let Some(found) = library.get(&id) else {
            self.unknown += 1;
            if self.unknown > MOST_ERRORS {
                return None;
            }
            let title = format!("unknown exercise {}", quoted(&id));
            let error = Diagnostic::error(self.source, name.span.clone(), title, "not in the library");
            self.errors.push(match nearest(&id, library.ids()) {
                Some(near) => error
                    .help(format!("did you mean `{near}`?"))
                    .fix(name.span.clone(), format!("\"{near}\"")),
                None => error.help(
                    "`repcue list` shows the library; for your own exercise, use `name` instead of `use`",
                ),
            });
            return None;
        };
        if found.errors.is_empty() {
            let mut errors = Vec::new();
            let mut values = Values::new(&found.source, &mut errors);
            let settings = values.settings(&found.file.keys, Scope::Above);
            let facts = values.facts(&found.file.facts);
            if errors.is_empty() {
                return Some((found.id.clone(), settings, facts));
            }
            self.report_once(&id, errors);
        } else {
            self.report_once(&id, found.errors.clone());
        }
        None
    }

    /// Adds the errors of a library exercise once, however many exercises use it.
    fn report_once(&mut self, id: &str, errors: Vec<Diagnostic>) {
        if self.reported.insert(id.to_owned()) {
            self.errors.extend(errors);
        }
    }

    /// The values that no layer gives.
    fn base(&self) -> Settings {
        self.context.changes.defaults.clone().over(&base())
    }

    fn layer(&mut self, file: &ExerciseFile) -> Settings {
        Values::new(self.source, &mut self.errors).settings(&file.keys, Scope::Above)
    }

    /// Builds the exercise from its merged layers, for a block of `block_rounds` rounds.
    /// `gives_ready`: whether the exercise itself has a `ready`.
    fn exercise(
        &mut self,
        file: &ExerciseFile,
        id: String,
        facts: Facts,
        all: &Settings,
        gives_ready: bool,
        block_rounds: u32,
    ) -> Option<Exercise> {
        let has_amount = match all.work {
            Some(WorkKind::Counted) => all.counted.is_some(),
            Some(WorkKind::Timed) => all.time.is_some(),
            Some(WorkKind::Open | WorkKind::OwnPace(_)) => true,
            None => false,
        };
        if !has_amount {
            if self.complete && file.keys.reps.is_none() && file.keys.r#for.is_none() {
                self.errors.push(
                    Diagnostic::error(
                        self.source,
                        file.span.clone(),
                        "the exercise has neither `reps` nor `for`",
                        "this exercise",
                    )
                    .help("add `reps = 10` to count reps, or `for = \"45s\"` for a timed set"),
                );
            }
            return None;
        }
        let level = self.level();
        let sets = all.sets.map_or(1, |sets| sets.at(level));
        let ready_from = match all.ready {
            _ if self.context.changes.ready.is_some() => Origin::Above,
            Some(_) if gives_ready => Origin::Exercise,
            Some(_) => Origin::Above,
            None => Origin::Default,
        };
        let is_paced = is_paced(all);
        let usual_count = if is_paced && all.work == Some(WorkKind::Timed) { Count::Off } else { Count::All };
        let mut exercise = Exercise {
            name: all.name.clone().unwrap_or_else(|| id.clone()),
            id,
            say: all.say.clone(),
            sets,
            rounds: Vec::new(),
            unit: all.unit.clone().filter(|unit| unit != REPS),
            sides: all.sides.unwrap_or(Sides::Together),
            first: all.sides.and_then(Sides::only).or(all.first).unwrap_or(Side::Left),
            count: all.count.unwrap_or(usual_count),
            count_at: all.count_at.unwrap_or(CountAt::End),
            ready: all.ready.unwrap_or(READY),
            every: all.every,
            ready_from,
            switch: all.switch.unwrap_or_default(),
            setup: all.setup.clone(),
            tips: all.tips.clone().unwrap_or_default(),
            muscles: all.muscles.clone().unwrap_or_default(),
            equipment: all.equipment.clone().unwrap_or_default(),
            harder: all.harder.clone(),
            easier: all.easier.clone(),
            facts,
            instructions: all.instructions.unwrap_or(Instructions::Full),
            ticks: all.ticks.unwrap_or(Ticks::Auto),
            warn: all.warn.clone(),
        };
        let (rounds, different) = all.differs();
        let rounds = rounds.min(block_rounds as usize);
        for round in 0..rounds {
            let mut of_round = Vec::new();
            for set in 0..different.min(sets as usize) {
                let place = Place { round, set, level };
                of_round.push(self.set(file, all, &exercise, place)?);
            }
            let last = of_round.last()?.rest;
            let rest_after = all.rest_after.map_or(last, |rest| rest.at(level));
            exercise.rounds.push(Round { sets: of_round, rest_after });
        }
        Some(exercise)
    }

    /// Builds one set of an exercise.
    fn set(&mut self, file: &ExerciseFile, all: &Settings, exercise: &Exercise, place: Place) -> Option<Set> {
        let keys = &file.keys;
        let rep = self.rep(file, all, place)?;
        let counted = all.counted.as_ref().map(|reps| place.of(reps).at(place.level));
        let timed = all.time.as_ref().map(|time| place.of(time).at(place.level));
        let number = place.set + 1;
        let work = match (all.work?, timed) {
            (WorkKind::Counted, _) => Work::Reps(counted?),
            (WorkKind::Open, _) => Work::Open(counted.unwrap_or(OPEN_REPS)),
            (WorkKind::OwnPace(counts), _) => {
                Work::OwnPace { reps: counted.filter(|_| counts), time: all.every }
            }
            (WorkKind::Timed, time) if !is_paced(all) => Work::Time(time?),
            (WorkKind::Timed, time) => {
                let time = time?;
                let reps = rep.beat().within(time) / exercise.reps_of_a_number();
                if reps == 0 {
                    let span = spans(keys.r#for.as_ref(), &file.span);
                    let title = format!("not one rep is complete within {}", written(time));
                    let label = format!("a rep lasts {}", written(rep.times(exercise.reps_of_a_number())));
                    let error = Diagnostic::error(self.source, span, title, label);
                    self.errors
                        .push(error.help("for a timed set without cues, remove the lengths of its phases"));
                    return None;
                }
                Work::Paced { time, reps }
            }
        };
        if rep.length() < super::tempo::SHORTEST_REP && work.is_cued() {
            self.errors.push(
                Diagnostic::error(
                    self.source,
                    file.span.clone(),
                    "a rep must last at least 0.2s",
                    "the phases of this exercise add up to less",
                )
                .help("set `lift`, `hold`, `lower` or `pause`, or a `tempo` such as \"2-0-2-0\""),
            );
            return None;
        }
        let rest = all.rest.as_ref().map(|rest| place.of(rest).at(place.level));
        let load = all.load.as_ref().map(|load| place.of(load).clone());
        let mut set = Set { work, rep, load, rest: rest.unwrap_or(Rest::Time(Duration::ZERO)) };
        let Some(every) = all.every else { return Some(set) };
        let length = exercise.length_of_set(&set);
        let span = spans(keys.every.as_ref(), &file.span);
        if matches!(work, Work::Open(_)) {
            let title = "`every` begins each set on the clock, and an open-ended set has no end";
            self.errors.push(Diagnostic::error(self.source, span, title, "on the clock").help(
                "write `for = \"open\"` instead of `reps = \"open\"`: own pace, until the next set begins",
            ));
            return None;
        }
        if length > every {
            let title = format!("set {number} is {} longer than `every`", written(length - every));
            let label = format!("`every` is {}, the work {}", written(every), written(length));
            let error = Diagnostic::error(self.source, span, title, label);
            self.errors.push(error.help("do less in a set, or write a longer `every`"));
            return None;
        }
        set.rest = Rest::Time(every - length);
        Some(set)
    }

    /// Builds the rep of one set.
    fn rep(&mut self, file: &ExerciseFile, all: &Settings, place: Place) -> Option<Rep> {
        let rate = all.rate.as_ref().map(|rate| place.of(rate).at(place.level));
        let length = |phase: &Option<PerSet<LengthRange>>| {
            phase.as_ref().map_or(Duration::ZERO, |phase| place.of(phase).at(place.level))
        };
        let Some(phases) = &all.phases else {
            let tempo = Tempo {
                lift: length(&all.lift),
                hold: length(&all.hold),
                lower: length(&all.lower),
                pause: length(&all.pause),
            };
            let rep = Rep::usual(all.start.unwrap_or(Start::Lift), tempo);
            return Some(rate.map_or_else(|| rep.clone(), |rate| Rep::at_rate(rep.phases().to_vec(), rate)));
        };
        match (rate, phases.have_lengths()) {
            (Some(rate), Some(_)) => Some(Rep::at_rate(phases.at(place.level), rate)),
            (None, Some(true)) => Some(Rep::new(phases.at(place.level))),
            (None, Some(false)) => {
                let span = spans(file.keys.phases.as_ref(), &file.span);
                let title = "`phases` without lengths need a `rate`";
                self.errors.push(
                    Diagnostic::error(self.source, span, title, "how long is a rep?").help(
                        "write lengths, such as \"Breathe in 4s\", or `rate = 6` for six reps a minute",
                    ),
                );
                None
            }
            (_, None) => None,
        }
    }
}

/// A set of a round, both from 0, at a level.
#[derive(Debug, Clone, Copy)]
struct Place {
    round: usize,
    set: usize,
    level: Level,
}

impl Place {
    /// The value that a list has here.
    fn of<T: Clone>(self, list: &PerSet<T>) -> &T {
        list.get(self.round, self.set)
    }
}

/// Whether timed work has reps: a rhythm is given for it, not only for counted work.
fn is_paced(all: &Settings) -> bool {
    all.is_paced || all.phases.is_some() || all.rate.is_some()
}

/// The span of a key; `otherwise` if it comes from elsewhere.
fn spans<T>(field: Option<&super::field::Field<T>>, otherwise: &Range<usize>) -> Range<usize> {
    field.map_or_else(|| otherwise.clone(), |field| field.span.clone())
}

/// The most rounds of a block that can begin within a time. Rests between exercises are not counted, so it is never too
/// few.
fn rounds_within(block: &Block, time: Duration) -> u32 {
    let different = block.exercises.iter().map(|exercise| exercise.rounds.len()).max().unwrap_or(1);
    let of_round = |round: usize| {
        let number = u32::try_from(round).unwrap_or(u32::MAX);
        let of = block.exercises.iter().map(|exercise| exercise.length_of_round(number));
        of.fold(Duration::ZERO, Duration::saturating_add)
    };
    let mut left = time;
    for round in 1..different {
        left = left.saturating_sub(of_round(round));
        if left.is_zero() {
            return u32::try_from(round).unwrap_or(MOST);
        }
    }
    let last = of_round(different).as_nanos().max(1);
    let more = u32::try_from(left.as_nanos().div_ceil(last)).unwrap_or(MOST);
    u32::try_from(different - 1).unwrap_or(MOST).saturating_add(more).clamp(1, MOST)
}

/// The span of a part of an exercise; that of the exercise if the part comes from elsewhere.
fn span_of(file: &ExerciseFile, part: Part) -> Range<usize> {
    let keys = &file.keys;
    let span = match part {
        Part::Whole | Part::RoundRest => None,
        Part::Name => keys.say.as_ref().or(keys.name.as_ref()).map(|field| &field.span),
        Part::Setup => keys.setup.as_ref().map(|field| &field.span),
        Part::Tips => keys.tips.as_ref().map(|field| &field.span),
        Part::Equipment => keys.equipment.as_ref().map(|field| &field.span),
    };
    span.unwrap_or(&file.span).clone()
}

/// The title of a routine without one: its file name without folder and extension.
fn stem(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    visible(name.strip_suffix(".toml").unwrap_or(name))
}

#[cfg(test)]
mod tests;
