//! Lowers shapes to a [`Routine`]: merges the layers and reports every error that only then becomes visible.

mod block;
mod exercise;
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
use super::list::{List, PerSet};
use super::name::slug;
use super::progress::{Amount, Progression, Steps};
use super::range::{LengthRange, RestRange, TimesRange, WorkTime};
use super::reps::{Level, LevelChoice, REPS};
use super::settings::{Settings, WorkKind};
use super::{
    Block, BlockKind, Count, CountAt, Exercise, Facts, Origin, Rep, Rest, Round, Routine, Set, Side, Sides,
    Start, Tempo, Ticks, Work,
};
use crate::diagnostic::{Diagnostic, Source, nearest, quoted};
use crate::printable::visible;
use limits::{Limits, Part};
use std::time::Duration;
use values::{Scope, Values};

/// The values of an exercise that no layer and no config file gives. What is not here has its default where it is used.
fn base() -> Settings {
    let seconds = |n| Some(PerSet::one(LengthRange::one(Duration::from_secs(n))));
    Settings {
        lift: seconds(2),
        lower: seconds(2),
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
    let found = context.library.find(id).map_err(|error| vec![error])?;
    let file = &found.file;
    let mut lowering = Lowering {
        source: &found.source,
        context,
        complete: found.errors.is_empty(),
        errors: found.errors.clone(),
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
    let mut errors = lowering.errors;
    errors.sort_by_key(|error| error.labels.first().map(|label| label.span.start));
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
                kit_is_known: false,
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
        let changes = self.context.changes;
        let progressed = || changes.past.week.filter(|_| changes.level == Some(LevelChoice::Progress));
        let by_date = || Some(self.context.changes.today?.week(starts?));
        self.week = self.context.changes.week.or_else(progressed).or_else(by_date).unwrap_or(1);
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
            kit_is_known: false,
            voice_speed,
            week,
            weeks,
            starts,
        };
        let first = routine.blocks.iter().flat_map(|block| &block.exercises).next();
        routine.kit_is_known = changes.past.knows_kit && first.is_some_and(|exercise| exercise.learns);
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
        let mut errors = found.errors.clone();
        let mut values = Values::new(&found.source, &mut errors);
        let settings = values.settings(&found.file.keys, Scope::Above);
        let facts = values.facts(&found.file.facts);
        if errors.is_empty() {
            return Some((found.id.clone(), settings, facts));
        }
        self.report_once(&found.id, errors);
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
