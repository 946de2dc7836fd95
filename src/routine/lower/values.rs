//! Turns the keys of one table into the values of one layer.

use std::sync::Arc;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, Source};
use crate::routine::duration::{Length, written};
use crate::routine::field::Field;
use crate::routine::file::{ExerciseKeys, LibraryKeys};
use crate::routine::list::{List, PerSet};
use crate::routine::range::{LengthRange, TimesRange, WorkTime};
use crate::routine::reps::{Range, Reps};
use crate::routine::settings::{Settings, WorkKind};
use crate::routine::tempo::LONGEST_PHASE;
use crate::routine::{Facts, Sides, Tempo};

/// The shortest timed work.
const SHORTEST_WORK: Duration = Duration::from_secs(1);

/// Where a table is: it decides what a list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The top of a routine, or a library exercise: one value for each set.
    Above,
    /// The top of a block of several rounds: one value for each round.
    Block {
        /// The number of rounds.
        rounds: u32,
    },
    /// An exercise in a block: one value for each set; with `sets = 1`, for each round.
    Exercise {
        /// The number of rounds.
        rounds: u32,
    },
}

/// A key whose value is a list.
struct Listed {
    key: &'static str,
    count: usize,
    span: std::ops::Range<usize>,
}

impl Listed {
    /// The number of sets that follow from it: rests are between sets.
    fn sets(&self) -> usize {
        if self.key == "rest" { self.count + 1 } else { self.count }
    }
}

/// The lists of a table.
fn lists(keys: &ExerciseKeys) -> Vec<Listed> {
    fn listed<T>(key: &'static str, field: Option<&Field<List<T>>>) -> Option<Listed> {
        let field = field?;
        let count = field.value.as_ref().ok()?.count()?;
        Some(Listed { key, count, span: field.span.clone() })
    }
    let all = [
        listed("reps", keys.reps.as_ref()),
        listed("for", keys.r#for.as_ref()),
        listed("load", keys.load.as_ref()),
        listed("rate", keys.rate.as_ref()),
        listed("tempo", keys.tempo.as_ref()),
        listed("lift", keys.lift.as_ref()),
        listed("hold", keys.hold.as_ref()),
        listed("lower", keys.lower.as_ref()),
        listed("pause", keys.pause.as_ref()),
        listed("rest", keys.rest.as_ref()),
    ];
    all.into_iter().flatten().collect()
}

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
    pub(super) fn settings(&mut self, keys: &ExerciseKeys, scope: Scope) -> Settings {
        let sets = self.take(keys.sets.as_ref(), "sets");
        let by_round = match scope {
            Scope::Above => false,
            Scope::Block { rounds } => rounds > 1,
            Scope::Exercise { rounds } => rounds > 1 && sets == Some(TimesRange::one(1)),
        };
        self.conflicts(keys);
        let lists = lists(keys);
        self.counts(&lists, by_round, sets, scope);
        // The number of sets follows from the longest list.
        let implied = lists.iter().map(Listed::sets).max().filter(|_| !by_round);
        let sets = sets.or(implied.map(|count| TimesRange::one(u32::try_from(count).unwrap_or(u32::MAX))));
        let mut settings = Settings { sets, ..Settings::default() };
        self.work(keys, by_round, &mut settings);
        self.phases(keys, by_round, &mut settings);
        let mut length = |field: &Option<Field<Length>>, key| self.take(field.as_ref(), key).map(|l| l.0);
        settings.ready = length(&keys.ready, "ready");
        settings.switch = length(&keys.switch, "switch");
        settings.every = length(&keys.every, "every");
        if let Some(every) = settings.every {
            self.at_least(keys.every.as_ref(), "every", every, Duration::from_secs(1));
        }
        let load = self.take(keys.load.as_ref(), "load");
        settings.load = load.map(|list| PerSet::new(list, by_round).map(|load| load.0.clone()));
        settings.rest = self.take(keys.rest.as_ref(), "rest").map(|list| PerSet::new(list, by_round));
        Settings {
            name: self.take(keys.name.as_ref(), "name"),
            say: self.take(keys.say.as_ref(), "say"),
            sides: self.take(keys.sides.as_ref(), "sides"),
            first: self.take(keys.first.as_ref(), "first"),
            start: self.take(keys.start.as_ref(), "start"),
            count: self.take(keys.count.as_ref(), "count"),
            count_at: self.take(keys.count_at.as_ref(), "count-at"),
            rest_after: self.take(keys.rest_after.as_ref(), "rest-after"),
            setup: self.take(keys.setup.as_ref(), "setup"),
            tips: self.take(keys.tips.as_ref(), "tips"),
            muscles: self.take(keys.muscles.as_ref(), "muscles"),
            equipment: self.take(keys.equipment.as_ref(), "equipment"),
            harder: self.take(keys.harder.as_ref(), "harder"),
            easier: self.take(keys.easier.as_ref(), "easier"),
            instructions: self.take(keys.instructions.as_ref(), "instructions"),
            ticks: self.take(keys.ticks.as_ref(), "ticks"),
            warn: self.take(keys.warn.as_ref(), "warn").map(|warnings| warnings.0),
            ..settings
        }
    }

    /// Reads the amount of work: `reps` and `for`.
    fn work(&mut self, keys: &ExerciseKeys, by_round: bool, settings: &mut Settings) {
        if let Some(list) = self.take(keys.reps.as_ref(), "reps") {
            let ranges = list.values.iter().map_while(|reps| match reps {
                Reps::Counted(range, _) => Some(*range),
                Reps::Open => None,
            });
            let ranges: Vec<Range> = ranges.collect();
            let units = list.values.iter().filter_map(|reps| match reps {
                Reps::Counted(_, unit) => unit.clone(),
                Reps::Open => None,
            });
            let units: Vec<String> = units.collect();
            let span = || keys.reps.as_ref().map_or(0..0, |field| field.span.clone());
            if ranges.len() == list.values.len() {
                if let Some(other) = units.iter().find(|unit| **unit != units[0]) {
                    let title = format!("one exercise counts either {} or {other}, not both", units[0]);
                    self.errors.push(
                        Diagnostic::error(self.source, span(), title, "two units")
                            .help("write two exercises, one for each unit"),
                    );
                }
                settings.work = Some(WorkKind::Counted);
                settings.unit = units.into_iter().next();
                settings.counted =
                    Some(PerSet::new(List { values: ranges, is_list: list.is_list }, by_round));
            } else if list.is_list {
                self.open_in_list(span(), "reps");
            } else {
                settings.work = Some(WorkKind::Open);
            }
        }
        let Some(list) = self.take(keys.r#for.as_ref(), "for") else { return };
        let ranges = list.values.iter().map_while(|time| match time {
            WorkTime::Range(range) => Some(*range),
            WorkTime::Open => None,
        });
        let ranges: Vec<LengthRange> = ranges.collect();
        let shortest = ranges.iter().map(|range| range.low).min();
        self.at_least(keys.r#for.as_ref(), "for", shortest.unwrap_or(SHORTEST_WORK), SHORTEST_WORK);
        if ranges.len() == list.values.len() {
            settings.work = Some(WorkKind::Timed);
            settings.time = Some(PerSet::new(List { values: ranges, is_list: list.is_list }, by_round));
        } else if list.is_list {
            let span = keys.r#for.as_ref().map_or(0..0, |field| field.span.clone());
            self.open_in_list(span, "for");
        } else {
            settings.work = Some(WorkKind::OwnPace(settings.counted.is_some()));
        }
    }

    fn open_in_list(&mut self, span: std::ops::Range<usize>, key: &str) {
        self.errors.push(
            Diagnostic::error(
                self.source,
                span,
                format!("a list of `{key}` cannot contain \"open\""),
                "a list",
            )
            .help(format!("write the open set as an exercise of its own, with `{key} = \"open\"`")),
        );
    }

    /// Reads the phases of a rep: each alone, as a tempo, or one's own; and the rate.
    fn phases(&mut self, keys: &ExerciseKeys, by_round: bool, settings: &mut Settings) {
        let tempo = self.take(keys.tempo.as_ref(), "tempo").map(|list| PerSet::new(list, by_round));
        let mut phase = |field: &Option<Field<List<LengthRange>>>, key, of: fn(Tempo) -> Duration| {
            let own = self.take(field.as_ref(), key);
            let longest = own.iter().flat_map(|list| &list.values).map(|range| range.high).max();
            self.at_most(field.as_ref(), key, longest.unwrap_or_default(), LONGEST_PHASE);
            let own = own.map(|list| PerSet::new(list, by_round));
            own.or(tempo.as_ref().map(|tempo| tempo.map(|tempo| LengthRange::one(of(*tempo)))))
        };
        settings.lift = phase(&keys.lift, "lift", |tempo| tempo.lift);
        settings.hold = phase(&keys.hold, "hold", |tempo| tempo.hold);
        settings.lower = phase(&keys.lower, "lower", |tempo| tempo.lower);
        settings.pause = phase(&keys.pause, "pause", |tempo| tempo.pause);
        settings.is_paced = [&settings.lift, &settings.hold, &settings.lower, &settings.pause]
            .iter()
            .any(|own| own.is_some());
        settings.phases = self.take(keys.phases.as_ref(), "phases");
        settings.rate = self.take(keys.rate.as_ref(), "rate").map(|list| PerSet::new(list, by_round));
        if let (Some(phases), Some(field)) = (&settings.phases, &keys.phases)
            && phases.have_lengths().is_none()
        {
            let title = "either all `phases` have a length, or none has";
            self.errors.push(
                Diagnostic::error(self.source, field.span.clone(), title, "some have none")
                    .help("without lengths, the phases are equal parts of the rep that `rate` gives"),
            );
        }
    }

    /// Reports lists whose numbers of values do not go together.
    fn counts(&mut self, lists: &[Listed], by_round: bool, sets: Option<TimesRange>, scope: Scope) {
        let mut error = |list: &Listed, title: String, help: String| {
            let label = format!("{} values", list.count);
            self.errors.push(Diagnostic::error(self.source, list.span.clone(), title, label).help(help));
        };
        if by_round {
            let (Scope::Block { rounds } | Scope::Exercise { rounds }) = scope else { return };
            for list in lists.iter().filter(|list| list.count > rounds as usize) {
                let title = format!("`{}` has {} values for {rounds} rounds", list.key, list.count);
                error(list, title, format!("write `rounds = {}`, or remove values", list.count));
            }
            return;
        }
        let longest = lists.iter().filter(|list| list.key != "rest").max_by_key(|list| list.count);
        let most =
            sets.map(|sets| sets.high as usize).or(longest.map(|list| list.count).filter(|most| *most > 1));
        for list in lists {
            match (list.key, most) {
                ("rest", Some(most)) if list.count >= most.max(2) => {
                    let title = match most {
                        0 | 1 => "one set has no rest between sets".to_owned(),
                        2 => "two sets have one rest between them".to_owned(),
                        _ => format!("{most} sets have {} rests between them", most - 1),
                    };
                    error(list, title, "remove the last, or write it as `rest-after`".to_owned());
                }
                (key, Some(most)) if list.count > most => {
                    let title = format!("`{key}` has {} values for {most} sets", list.count);
                    let help = "remove `sets`: the number of sets follows from the list".to_owned();
                    error(list, title, help);
                }
                (key, _) if key != "rest" && list.count > 1 => {
                    if let Some(longest) = longest.filter(|longest| longest.count == list.count + 1) {
                        let title = format!(
                            "`{key}` has {} values, `{}` has {}",
                            list.count, longest.key, longest.count
                        );
                        let help =
                            format!("if the last value of `{key}` is for the last two sets, write it twice");
                        error(list, title, help);
                    }
                }
                _ => {}
            }
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
        let span = |key: &str| -> Option<std::ops::Range<usize>> {
            match key {
                "tempo" => keys.tempo.as_ref().map(|field| field.span.clone()),
                "lift" => keys.lift.as_ref().map(|field| field.span.clone()),
                "hold" => keys.hold.as_ref().map(|field| field.span.clone()),
                "lower" => keys.lower.as_ref().map(|field| field.span.clone()),
                "pause" => keys.pause.as_ref().map(|field| field.span.clone()),
                "start" => keys.start.as_ref().map(|field| field.span.clone()),
                "phases" => keys.phases.as_ref().map(|field| field.span.clone()),
                "rate" => keys.rate.as_ref().map(|field| field.span.clone()),
                "every" => keys.every.as_ref().map(|field| field.span.clone()),
                "rest" => keys.rest.as_ref().map(|field| field.span.clone()),
                "for" => keys.r#for.as_ref().map(|field| field.span.clone()),
                "first" => keys.first.as_ref().map(|field| field.span.clone()),
                "sides" => keys.sides.as_ref().map(|field| field.span.clone()),
                _ => None,
            }
        };
        let is_open = keys
            .r#for
            .as_ref()
            .is_some_and(|field| field.value.as_ref().is_ok_and(|list| list.values == [WorkTime::Open]));
        let counts = keys
            .reps
            .as_ref()
            .is_some_and(|field| field.value.as_ref().is_ok_and(|list| !list.values.contains(&Reps::Open)));
        if let (Some(reps), Some(time)) = (&keys.reps, &keys.r#for)
            && !(is_open && counts)
        {
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
        let mut either = |key: &str, others: &[&str], label: &str, is: &str, help: &str| {
            let Some(own) = span(key) else { return };
            if let Some((other, place)) = others.iter().find_map(|other| Some((other, span(other)?))) {
                let title = format!("an exercise has either `{key}` or `{other}`, not both");
                self.errors
                    .push(Diagnostic::error(self.source, place, title, label).also(own, is).help(help));
            }
        };
        let phases = ["lift", "hold", "lower", "pause"];
        let remove = "remove one of the two";
        either("tempo", &phases, "a single phase", "all four phases: lower-pause-lift-hold", remove);
        let all = ["tempo", "lift", "hold", "lower", "pause", "start"];
        either(
            "phases",
            &all,
            "of the usual rep",
            "the phases of a rep of your own",
            "write the lengths in `phases`, such as \"Breathe in 4s\"",
        );
        either(
            "rate",
            &["tempo"],
            "gives the length of a rep too",
            "gives the length of a rep",
            "remove one of the two; `rate` scales the lengths of single phases",
        );
        either("every", &["rest"], "follows from `every`", "what the work leaves of it is rest", remove);
        let one_side =
            keys.sides.as_ref().is_some_and(|field| matches!(field.value, Ok(Sides::Left | Sides::Right)));
        if one_side {
            either("sides", &["first"], "there is no other side", "one side alone", "remove `first`");
        }
        if is_open {
            let cued = ["rate", "phases", "tempo", "lift", "hold", "lower", "pause"];
            either(
                "for",
                &cued,
                "is for reps that are cued",
                "at your own pace, without cues",
                "remove it, or write `reps = \"open\"` for cued reps until you continue",
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
