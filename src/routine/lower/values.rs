//! Turns the keys of one table into the values of one layer.

use std::sync::Arc;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, Source};
use crate::routine::duration::{Length, written};
use crate::routine::field::Field;
use crate::routine::file::{ExerciseKeys, LibraryKeys};
use crate::routine::reps::Reps;
use crate::routine::settings::{Settings, WorkKind};
use crate::routine::tempo::LONGEST_PHASE;
use crate::routine::{Facts, Tempo};

/// Takes values out of fields and reports the invalid ones.
pub(super) struct Values<'a> {
    source: &'a Arc<Source>,
    errors: &'a mut Vec<Diagnostic>,
}

impl<'a> Values<'a> {
    pub(super) fn new(source: &'a Arc<Source>, errors: &'a mut Vec<Diagnostic>) -> Values<'a> {
        Values { source, errors }
    }

    /// The value of a key; `None` if it is missing or invalid.
    pub(super) fn take<T: Clone>(&mut self, field: Option<&Field<T>>, key: &str) -> Option<T> {
        field?.clone().value_or_report(self.source, key, self.errors)
    }

    /// The layer of an exercise's keys, or of defaults.
    pub(super) fn settings(&mut self, keys: &ExerciseKeys) -> Settings {
        self.conflicts(keys);
        let reps = self.take(keys.reps.as_ref(), "reps");
        let time = self.take(keys.r#for.as_ref(), "for");
        let (mut work, counted) = match reps {
            Some(Reps::Counted(range)) => (Some(WorkKind::Counted), Some(range)),
            Some(Reps::Open) => (Some(WorkKind::Open), None),
            None => (None, None),
        };
        if let Some(Length(time)) = time {
            self.at_least(keys.r#for.as_ref(), "for", time, Duration::from_secs(1));
            work = Some(WorkKind::Timed(time));
        }
        let tempo = self.take(keys.tempo.as_ref(), "tempo");
        let mut phase = |field: &Option<Field<Length>>, key, of: fn(Tempo) -> Duration| {
            let own = self.take(field.as_ref(), key).map(|length| length.0);
            if let Some(length) = own {
                self.at_most(field.as_ref(), key, length, LONGEST_PHASE);
            }
            own.or(tempo.map(of))
        };
        let lift = phase(&keys.lift, "lift", |tempo| tempo.lift);
        let hold = phase(&keys.hold, "hold", |tempo| tempo.hold);
        let lower = phase(&keys.lower, "lower", |tempo| tempo.lower);
        let pause = phase(&keys.pause, "pause", |tempo| tempo.pause);
        let mut length = |field: &Option<Field<Length>>, key| self.take(field.as_ref(), key).map(|l| l.0);
        let ready = length(&keys.ready, "ready");
        let switch = length(&keys.switch, "switch");
        Settings {
            name: self.take(keys.name.as_ref(), "name"),
            say: self.take(keys.say.as_ref(), "say"),
            work,
            counted,
            sets: self.take(keys.sets.as_ref(), "sets").map(|times| times.0),
            sides: self.take(keys.sides.as_ref(), "sides"),
            first: self.take(keys.first.as_ref(), "first"),
            start: self.take(keys.start.as_ref(), "start"),
            lift,
            hold,
            lower,
            pause,
            count: self.take(keys.count.as_ref(), "count"),
            count_at: self.take(keys.count_at.as_ref(), "count-at"),
            ready,
            rest: self.take(keys.rest.as_ref(), "rest"),
            rest_after: self.take(keys.rest_after.as_ref(), "rest-after"),
            switch,
            setup: self.take(keys.setup.as_ref(), "setup"),
            tips: self.take(keys.tips.as_ref(), "tips"),
            muscles: self.take(keys.muscles.as_ref(), "muscles"),
            equipment: self.take(keys.equipment.as_ref(), "equipment"),
            harder: self.take(keys.harder.as_ref(), "harder"),
            easier: self.take(keys.easier.as_ref(), "easier"),
            instructions: self.take(keys.instructions.as_ref(), "instructions"),
            ticks: self.take(keys.ticks.as_ref(), "ticks"),
            warn: self.take(keys.warn.as_ref(), "warn").map(|warnings| warnings.0),
        }
    }

    /// The facts about an exercise of the library.
    pub(super) fn facts(&mut self, keys: &LibraryKeys) -> Facts {
        Facts {
            aliases: self.take(keys.aliases.as_ref(), "aliases").unwrap_or_default(),
            level: self.take(keys.level.as_ref(), "level"),
            sources: self.take(keys.sources.as_ref(), "sources").unwrap_or_default(),
        }
    }

    /// Reports keys of one table that contradict each other.
    fn conflicts(&mut self, keys: &ExerciseKeys) {
        if let (Some(reps), Some(time)) = (&keys.reps, &keys.r#for) {
            self.errors.push(
                Diagnostic::error(
                    self.source,
                    time.span.clone(),
                    "an exercise has either `reps` or `for`, not both",
                    "is timed",
                )
                .also(reps.span.clone(), "counts reps")
                .help("remove one of the two"),
            );
        }
        let phases =
            [(&keys.lift, "lift"), (&keys.hold, "hold"), (&keys.lower, "lower"), (&keys.pause, "pause")];
        if let Some(tempo) = &keys.tempo
            && let Some((Some(phase), name)) = phases.iter().find(|(field, _)| field.is_some())
        {
            self.errors.push(
                Diagnostic::error(
                    self.source,
                    phase.span.clone(),
                    format!("an exercise has either `tempo` or `{name}`, not both"),
                    "a single phase",
                )
                .also(tempo.span.clone(), "all four phases: lower-pause-lift-hold")
                .help("remove one of the two"),
            );
        }
    }

    fn at_least<T>(&mut self, field: Option<&Field<T>>, key: &str, length: Duration, least: Duration) {
        if length < least {
            self.out_of_limits(field, format!("`{key}` must be at least {}", written(least)), length);
        }
    }

    fn at_most<T>(&mut self, field: Option<&Field<T>>, key: &str, length: Duration, most: Duration) {
        if length > most {
            self.out_of_limits(field, format!("`{key}` must be at most {}", written(most)), length);
        }
    }

    fn out_of_limits<T>(&mut self, field: Option<&Field<T>>, title: String, length: Duration) {
        let span = field.map_or(0..0, |field| field.span.clone());
        let label = format!("found {}", written(length));
        self.errors.push(Diagnostic::error(self.source, span, title, label));
    }
}
