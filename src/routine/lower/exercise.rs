//! Builds an exercise from its merged layers: its sets, each with its work, rep and rest.

use super::*;
use crate::routine::InstructionsChoice;
use crate::routine::progress::Progress;

impl Lowering<'_> {
    /// Reports the length of a usual phase for an exercise of the library that has phases of its own.
    pub(super) fn report_lengths_beside_phases(&mut self, file: &ExerciseFile) {
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

    /// Builds the exercise from its merged layers, for a block of `block_rounds` rounds.
    /// `gives_ready`: whether the exercise itself has a `ready`.
    pub(super) fn exercise(
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
        let progress = self.progress(&id, all);
        let steps = progress.as_ref().map(|(steps, _)| *steps);
        let sets = all.sets.map_or(1, |sets| steps.map_or_else(|| sets.at(level), |steps| steps.sets(sets)));
        let choice = all.instructions.unwrap_or_default();
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
            instructions: choice.of(self.context.changes.past.known.contains(&id)),
            learns: choice == InstructionsChoice::Learning,
            progress: progress.map(|(_, progress)| progress),
            ticks: all.ticks.unwrap_or(Ticks::Auto),
            warn: all.warn.clone(),
            id,
        };
        let (rounds, different) = all.differs();
        let rounds = rounds.min(block_rounds as usize);
        for round in 0..rounds {
            let mut of_round = Vec::new();
            for set in 0..different.min(sets as usize) {
                let place = Place { round, set, level, steps };
                of_round.push(self.set(file, all, &exercise, place)?);
            }
            let last = of_round.last()?.rest;
            let rest_after = all.rest_after.map_or(last, |rest| rest.at(level));
            exercise.rounds.push(Round { sets: of_round, rest_after });
        }
        Some(exercise)
    }

    /// Where in its ranges the exercise is, if it progresses and has any.
    fn progress(&self, id: &str, all: &Settings) -> Option<(Steps, Progress)> {
        let changes = self.context.changes;
        if changes.level != Some(LevelChoice::Progress) {
            return None;
        }
        let is_cued = matches!(all.work, Some(WorkKind::Counted | WorkKind::Open)) && all.phases.is_none();
        let progression = Progression {
            amount: match (all.work?, &all.counted, &all.time) {
                (WorkKind::Counted | WorkKind::OwnPace(true), Some(reps), _) => Amount::Reps(reps.clone()),
                // Of paced work the history counts reps, which do not tell the times apart.
                (WorkKind::Timed, _, Some(time)) if !is_paced(all) => Amount::Time(time.clone()),
                _ => Amount::Fixed,
            },
            unit: all.unit.clone(),
            hold: all.hold.clone().filter(|_| is_cued),
            sets: all.sets.unwrap_or(TimesRange::one(1)),
            load: all.load.clone(),
            takes_turns: all.sides == Some(Sides::Each),
        };
        let progress = match changes.past.stages.get(id) {
            Some(stage) => progression.resumed(*stage)?,
            None => progression.climb(changes.past.attempts.get(id).map_or(&[], Vec::as_slice))?,
        };
        Some((progression.steps(progress.stage), progress))
    }

    /// Builds one set of an exercise.
    fn set(&mut self, file: &ExerciseFile, all: &Settings, exercise: &Exercise, place: Place) -> Option<Set> {
        let keys = &file.keys;
        let rep = self.rep(file, all, place)?;
        let counted = all.counted.as_ref().map(|reps| place.reps(*place.of(reps)));
        let timed = all.time.as_ref().map(|time| place.time(*place.of(time)));
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
        if rep.length() < crate::routine::tempo::SHORTEST_REP && work.is_cued() {
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
                hold: all.hold.as_ref().map_or(Duration::ZERO, |hold| place.hold(*place.of(hold))),
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
    /// What its exercise has reached, if it progresses.
    steps: Option<Steps>,
}

impl Place {
    /// The reps of a range.
    fn reps(self, range: crate::routine::reps::Range) -> u32 {
        self.steps.map_or_else(|| range.at(self.level), |steps| steps.reps(range))
    }

    /// The time of a range.
    fn time(self, range: LengthRange) -> Duration {
        self.steps.map_or_else(|| range.at(self.level), |steps| steps.time(range))
    }

    /// The hold of a range.
    fn hold(self, range: LengthRange) -> Duration {
        self.steps.map_or_else(|| range.at(self.level), |steps| steps.hold(range))
    }

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
fn spans<T>(field: Option<&crate::routine::field::Field<T>>, otherwise: &Range<usize>) -> Range<usize> {
    field.map_or_else(|| otherwise.clone(), |field| field.span.clone())
}
