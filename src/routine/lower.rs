//! Lowers shapes to a [`Routine`]: merges the layers and reports every error that only then becomes visible.

mod limits;
mod values;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::changes::Changes;
use super::file::{BlockFile, ExerciseFile, MOST_ERRORS, RoutineFile};
use super::library::Library;
use super::name::slug;
use super::settings::{Settings, WorkKind};
use super::{
    Block, BlockKind, Count, CountAt, Exercise, Instructions, Origin, Rep, Rest, Round, Routine, Set, Side,
    Sides, Start, Tempo, Ticks, Work,
};
use crate::diagnostic::{Diagnostic, Source, nearest, quoted};
use crate::printable::visible;
use limits::{Limits, Part};
use std::time::Duration;
use values::Values;

/// The values of an exercise that no layer and no config file gives.
fn base() -> Settings {
    let seconds = |n| Some(Duration::from_secs(n));
    Settings {
        sets: Some(1),
        sides: Some(Sides::Together),
        first: Some(Side::Left),
        start: Some(Start::Lift),
        lift: seconds(2),
        hold: seconds(0),
        lower: seconds(2),
        pause: seconds(0),
        count: Some(Count::All),
        count_at: Some(CountAt::End),
        rest: Some(Rest::Time(Duration::from_secs(20))),
        switch: seconds(8),
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
    };
    let own = lowering.layer(file);
    let gives_ready = own.ready.is_some();
    let below = own.over(&lowering.base());
    let settings = context.changes.settings().over(&below);
    let exercise = lowering.exercise(file, found.id.clone(), &settings, gives_ready);
    let errors = lowering.errors;
    match exercise {
        Some(exercise) if errors.is_empty() => {
            let exercises = vec![exercise];
            let block = Block { title: None, kind: BlockKind::Main, rounds: 1, round_rest: None, exercises };
            let title = block.exercises[0].name.clone();
            let mut routine =
                Routine { title, about: None, blocks: vec![block], pronounce: Vec::new(), voice_speed: None };
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
}

impl Lowering<'_> {
    fn routine(&mut self, file: &RoutineFile) -> Routine {
        let mut values = Values::new(self.source, &mut self.errors);
        let title = values.take(file.keys.title.as_ref(), "title");
        let about = values.take(file.keys.about.as_ref(), "about");
        let pronounce = values.take(file.keys.pronounce.as_ref(), "pronounce");
        let voice_speed = values.take(file.keys.voice_speed.as_ref(), "voice-speed");
        let defaults = values.settings(&file.defaults);
        if file.blocks.is_empty() && self.complete {
            self.errors.push(
                Diagnostic::error(self.source, 0..0, "the routine has no exercises", "")
                    .help("add a line `[[exercise]]`, and below it `use = \"glute-bridge\"`"),
            );
        }
        let blocks = file.blocks.iter().map(|block| self.block(block, &defaults)).collect();
        let title = title.unwrap_or_else(|| stem(&self.source.name));
        let pronounce = pronounce.map_or_else(Vec::new, |table| table.0);
        let mut routine = Routine { title, about, blocks, pronounce, voice_speed };
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
        let mut values = Values::new(self.source, &mut self.errors);
        let title = values.take(block.keys.title.as_ref(), "title");
        let kind = values.take(block.keys.kind.as_ref(), "kind").unwrap_or(BlockKind::Main);
        let rounds = values.take(block.keys.rounds.as_ref(), "rounds");
        let round_rest = values.take(block.keys.round_rest.as_ref(), "round-rest");
        let defaults = values.settings(&block.defaults).over(above);
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
        let exercises = block.exercises.iter().filter_map(|file| self.entry(file, &defaults)).collect();
        let round_rest = self.context.changes.rest.or(round_rest);
        Block { title, kind, rounds: rounds.map_or(1, |times| times.0), round_rest, exercises }
    }

    /// An exercise of a routine: its own values over those of the block, the routine and the library.
    fn entry(&mut self, file: &ExerciseFile, defaults: &Settings) -> Option<Exercise> {
        let own = Values::new(self.source, &mut self.errors).settings(&file.keys);
        let mut gives_ready = own.ready.is_some();
        let own = own.over(defaults);
        let (id, library) = match &file.keys.r#use {
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
                (own.name.as_deref().map(slug).unwrap_or_default(), Settings::default())
            }
        };
        gives_ready |= own.ready.is_none() && library.ready.is_some();
        let settings = self.context.changes.settings().over(&own).over(&library).over(&self.base());
        self.exercise(file, id, &settings, gives_ready)
    }

    /// Looks up the exercise that `use` names.
    fn looked_up(&mut self, name: &super::field::Field<String>) -> Option<(String, Settings)> {
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
            let settings = Values::new(&found.source, &mut errors).settings(&found.file.keys);
            if errors.is_empty() {
                return Some((found.id.clone(), settings));
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
        Values::new(self.source, &mut self.errors).settings(&file.keys)
    }

    /// Builds the exercise from its merged layers.
    /// `gives_ready`: whether the exercise itself has a `ready`.
    fn exercise(
        &mut self,
        file: &ExerciseFile,
        id: String,
        all: &Settings,
        gives_ready: bool,
    ) -> Option<Exercise> {
        let number = all.counted.map(|range| range.at(self.context.changes.level.unwrap_or_default()));
        let work = match (all.work, number) {
            (Some(WorkKind::Timed(length)), _) => Work::Time(length),
            (Some(WorkKind::Open), number) => Work::Open(number.unwrap_or(OPEN_REPS)),
            (Some(WorkKind::Counted), Some(number)) => Work::Reps(number),
            _ if self.complete && file.keys.reps.is_none() && file.keys.r#for.is_none() => {
                self.errors.push(
                    Diagnostic::error(
                        self.source,
                        file.span.clone(),
                        "the exercise has neither `reps` nor `for`",
                        "this exercise",
                    )
                    .help("add `reps = 10` to count reps, or `for = \"45s\"` for a timed set"),
                );
                return None;
            }
            _ => return None,
        };
        let tempo = Tempo {
            lift: all.lift.unwrap_or_default(),
            hold: all.hold.unwrap_or_default(),
            lower: all.lower.unwrap_or_default(),
            pause: all.pause.unwrap_or_default(),
        };
        let rep = Rep::usual(all.start.unwrap_or(Start::Lift), tempo);
        if rep.length() < super::tempo::SHORTEST_REP && !matches!(work, Work::Time(_)) {
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
        let rest = all.rest.unwrap_or(Rest::Time(Duration::ZERO));
        let ready_from = match all.ready {
            _ if self.context.changes.ready.is_some() => Origin::Above,
            Some(_) if gives_ready => Origin::Exercise,
            Some(_) => Origin::Above,
            None => Origin::Default,
        };
        Some(Exercise {
            name: all.name.clone().unwrap_or_else(|| id.clone()),
            id,
            say: all.say.clone(),
            sets: all.sets.unwrap_or(1),
            rounds: vec![Round {
                sets: vec![Set { work, rep, rest }],
                rest_after: all.rest_after.unwrap_or(rest),
            }],
            sides: all.sides.unwrap_or(Sides::Together),
            first: all.first.unwrap_or(Side::Left),
            count: all.count.unwrap_or(Count::All),
            count_at: all.count_at.unwrap_or(CountAt::End),
            ready: all.ready.unwrap_or(READY),
            ready_from,
            switch: all.switch.unwrap_or_default(),
            setup: all.setup.clone(),
            tips: all.tips.clone().unwrap_or_default(),
            muscles: all.muscles.clone().unwrap_or_default(),
            equipment: all.equipment.clone().unwrap_or_default(),
            harder: all.harder.clone(),
            instructions: all.instructions.unwrap_or(Instructions::Full),
            ticks: all.ticks.unwrap_or(Ticks::Auto),
            warn: all.warn.clone(),
        })
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
