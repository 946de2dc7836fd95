//! The file of a resume point. It holds values as a routine has them, never the arguments of a command line.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use schemars::{Schema, json_schema};
use serde::Deserialize;
use toml::{Table, Value};

use super::{Origin, Place, ResumePoint, RoutineId};
use crate::diagnostic::{Diagnostic, Source};
use crate::routine::changes::Changes;
use crate::routine::duration::Length;
use crate::routine::field::{Field, FromToml, Times, ValueError};
use crate::routine::file::{Shape, read_plain};
use crate::routine::past::Past;
use crate::routine::reps::{LevelChoice, Reps};
use crate::routine::selection::Selection;
use crate::routine::settings::Settings;
use crate::routine::{Count, InstructionsChoice, Rest, Side, Sides, Tempo};

/// The file as written. The keys of the place begin with `at`; the others have the names of the options.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Keys {
    routine: Option<Field<Text>>,
    file: Option<Field<Text>>,
    session: Option<Field<Text>>,
    minutes: Option<Field<Times>>,
    reps: Option<Field<Reps>>,
    r#for: Option<Field<Length>>,
    sets: Option<Field<Times>>,
    sides: Option<Field<Sides>>,
    first: Option<Field<Side>>,
    tempo: Option<Field<Tempo>>,
    lift: Option<Field<Length>>,
    hold: Option<Field<Length>>,
    lower: Option<Field<Length>>,
    pause: Option<Field<Length>>,
    ready: Option<Field<Length>>,
    rest: Option<Field<Rest>>,
    switch: Option<Field<Length>>,
    count: Option<Field<Count>>,
    instructions: Option<Field<InstructionsChoice>>,
    level: Option<Field<LevelChoice>>,
    week: Option<Field<Times>>,
    stages: Option<Field<Stages>>,
    known: Option<Field<Texts>>,
    knows_kit: Option<Field<bool>>,
    from: Option<Field<Text>>,
    only: Option<Field<Texts>>,
    skip: Option<Field<Texts>>,
    shuffle: Option<Field<Seed>>,
    at_exercise: Option<Field<Text>>,
    at_name: Option<Field<Text>>,
    at_side: Option<Field<Side>>,
    at_round: Option<Field<Times>>,
    at_rounds: Option<Field<Times>>,
    at_set: Option<Field<Times>>,
    at_sets: Option<Field<Times>>,
    at_rounds_ms: Option<Field<Millis>>,
    at_number: Option<Field<Times>>,
    at_ms: Option<Field<Millis>>,
    duration_ms: Option<Field<Millis>>,
}

impl Shape for Keys {
    // Nobody writes this file by hand, so no key is suggested.
    fn first_error(&self) -> Option<&ValueError> {
        None
    }
}

/// Verbatim text: a path can contain anything.
#[derive(Debug)]
struct Text(String);

/// A list of verbatim texts.
#[derive(Debug)]
struct Texts(Vec<String>);

/// A duration in milliseconds.
#[derive(Debug)]
struct Millis(Duration);

/// The stages of exercises, by id.
#[derive(Debug)]
struct Stages(BTreeMap<String, u32>);

/// The seed of a shuffle: quoted, because it can exceed TOML's integers.
#[derive(Debug)]
struct Seed(u64);

impl FromToml for Text {
    fn from_toml(value: &Value) -> Result<Text, ValueError> {
        let text = value.as_str().ok_or_else(|| ValueError::kind("text in quotes", value))?;
        Ok(Text(text.to_owned()))
    }

    fn schema() -> Schema {
        json_schema!({ "type": "string" })
    }
}

impl FromToml for Texts {
    fn from_toml(value: &Value) -> Result<Texts, ValueError> {
        let wrong = || ValueError::kind("a list of texts in quotes", value);
        let items = value.as_array().ok_or_else(wrong)?;
        let texts = items.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<_>>();
        texts.map(Texts).ok_or_else(wrong)
    }

    fn schema() -> Schema {
        json_schema!({ "type": "array", "items": { "type": "string" } })
    }
}

impl FromToml for Stages {
    fn from_toml(value: &Value) -> Result<Stages, ValueError> {
        let wrong = || ValueError::kind("a table of whole numbers", value);
        let stage =
            |(id, stage): (&String, &Value)| Some((id.clone(), u32::try_from(stage.as_integer()?).ok()?));
        let stages = value.as_table().ok_or_else(wrong)?.iter().map(stage).collect::<Option<_>>();
        stages.map(Stages).ok_or_else(wrong)
    }

    fn schema() -> Schema {
        let stage = json_schema!({ "type": "integer", "minimum": 0 });
        json_schema!({ "type": "object", "additionalProperties": stage })
    }
}

impl FromToml for Millis {
    fn from_toml(value: &Value) -> Result<Millis, ValueError> {
        let number = value.as_integer().and_then(|number| u64::try_from(number).ok());
        let millis = number.map(|number| Millis(Duration::from_millis(number)));
        millis.ok_or_else(|| ValueError::kind("a whole number of milliseconds", value))
    }

    fn schema() -> Schema {
        json_schema!({ "type": "integer", "minimum": 0 })
    }
}

impl FromToml for Seed {
    fn from_toml(value: &Value) -> Result<Seed, ValueError> {
        let number = value.as_str().and_then(|text| text.parse().ok());
        number.map(Seed).ok_or_else(|| ValueError::kind("a whole number in quotes", value))
    }

    fn schema() -> Schema {
        json_schema!({ "type": "string", "pattern": r"^\d{1,20}$" })
    }
}

impl ResumePoint {
    /// Formats the file that [`ResumePoint::read`] reads.
    #[must_use]
    pub fn toml(&self) -> String {
        let mut file = Table::new();
        let mut put = |key: &str, value: Option<Value>| {
            file.extend(value.map(|value| (key.to_owned(), value)));
        };
        let ResumePoint { origin, place } = self;
        let Origin { routine, session, changes, minutes } = origin;
        let key = match routine {
            RoutineId::Named(_) => "routine",
            RoutineId::File(_) => "file",
        };
        put(key, Some(routine.as_str().into()));
        put("session", text(session.as_ref()));
        put("minutes", number(*minutes));
        // Destructured so that a new field that is not stored fails to compile.
        let Changes {
            reps,
            r#for,
            sets,
            sides,
            first,
            tempo,
            lift,
            hold,
            lower,
            pause,
            ready,
            rest,
            switch,
            count,
            instructions,
            level,
            week,
            today: _,
            past: Past { stages, known, knows_kit, attempts: _, week: _ },
            defaults: Settings { .. },
            selection,
        } = changes;
        put("reps", text(reps.as_ref()));
        put("for", text(r#for.as_ref()));
        put("sets", number(*sets));
        put("sides", text(sides.as_ref()));
        put("first", text(first.as_ref()));
        put("tempo", text(tempo.as_ref()));
        put("lift", text(lift.as_ref()));
        put("hold", text(hold.as_ref()));
        put("lower", text(lower.as_ref()));
        put("pause", text(pause.as_ref()));
        put("ready", text(ready.as_ref()));
        put("rest", text(rest.as_ref()));
        put("switch", text(switch.as_ref()));
        put("count", text(count.as_ref()));
        put("instructions", text(instructions.as_ref()));
        put("level", text(level.as_ref()));
        put("week", number(*week));
        let table: Table = stages.iter().map(|(id, stage)| (id.clone(), i64::from(*stage).into())).collect();
        put("stages", (!table.is_empty()).then_some(Value::Table(table)));
        put("known", (!known.is_empty()).then(|| known.iter().cloned().collect::<Vec<_>>().into()));
        put("knows-kit", knows_kit.then_some(true.into()));
        let Selection { from, only, skip, shuffle } = selection;
        put("from", text(from.as_ref()));
        put("only", (!only.is_empty()).then(|| only.clone().into()));
        put("skip", (!skip.is_empty()).then(|| skip.clone().into()));
        put("shuffle", text(shuffle.as_ref()));
        let Place {
            exercise,
            name,
            side,
            round,
            rounds,
            set,
            sets,
            rounds_elapsed,
            number: place_number,
            at,
            duration,
        } = place;
        put("at-exercise", text(Some(exercise)));
        put("at-name", text(Some(name)));
        put("at-side", text(side.as_ref()));
        put("at-round", number(Some(*round)));
        put("at-rounds", number(Some(*rounds).filter(|rounds| *rounds > 0)));
        put("at-rounds-ms", rounds_elapsed.and_then(millis));
        put("at-set", number(Some(*set)));
        put("at-sets", number(Some(*sets)));
        put("at-number", number(Some(*place_number)));
        put("at-ms", millis(*at));
        put("duration-ms", millis(*duration));
        format!("# An unfinished session: `repcue run --resume` resumes it.\n{file}")
    }

    /// Reads such a file.
    ///
    /// # Errors
    /// All errors in it.
    pub fn read(source: &Arc<Source>) -> Result<ResumePoint, Vec<Diagnostic>> {
        let (keys, errors): (Keys, _) = read_plain(source, "a resume point");
        let mut reader = Reader { source, errors };
        let routine = reader.value("routine", keys.routine).map(|text| RoutineId::Named(text.0));
        let file = reader.value("file", keys.file).map(|text| RoutineId::File(text.0));
        let changes = Changes {
            reps: reader.value("reps", keys.reps),
            r#for: reader.value("for", keys.r#for),
            sets: reader.value("sets", keys.sets).map(|times| times.0),
            sides: reader.value("sides", keys.sides),
            first: reader.value("first", keys.first),
            tempo: reader.value("tempo", keys.tempo),
            lift: reader.value("lift", keys.lift),
            hold: reader.value("hold", keys.hold),
            lower: reader.value("lower", keys.lower),
            pause: reader.value("pause", keys.pause),
            ready: reader.value("ready", keys.ready),
            rest: reader.value("rest", keys.rest),
            switch: reader.value("switch", keys.switch),
            count: reader.value("count", keys.count),
            instructions: reader.value("instructions", keys.instructions),
            level: reader.value("level", keys.level),
            week: reader.value("week", keys.week).map(|times| times.0),
            today: None,
            past: Past {
                stages: reader.value("stages", keys.stages).map(|stages| stages.0).unwrap_or_default(),
                known: reader
                    .value("known", keys.known)
                    .map(|texts| texts.0.into_iter().collect())
                    .unwrap_or_default(),
                knows_kit: reader.value("knows-kit", keys.knows_kit).unwrap_or_default(),
                ..Past::default()
            },
            defaults: Settings::default(),
            selection: Selection {
                from: reader.value("from", keys.from).map(|text| text.0),
                only: reader.value("only", keys.only).map_or_else(Vec::new, |texts| texts.0),
                skip: reader.value("skip", keys.skip).map_or_else(Vec::new, |texts| texts.0),
                shuffle: reader.value("shuffle", keys.shuffle).map(|seed| seed.0),
            },
        };
        let session = reader.value("session", keys.session).map(|text| text.0);
        let minutes = reader.value("minutes", keys.minutes).map(|times| times.0);
        let exercise = reader.needed("at-exercise", keys.at_exercise);
        let name = reader.needed("at-name", keys.at_name);
        let side = reader.value("at-side", keys.at_side);
        let rounds = reader.value("at-rounds", keys.at_rounds).map_or(0, |times| times.0);
        let rounds_elapsed = reader.value("at-rounds-ms", keys.at_rounds_ms).map(|millis| millis.0);
        let [round, set, sets, number] = [
            ("at-round", keys.at_round),
            ("at-set", keys.at_set),
            ("at-sets", keys.at_sets),
            ("at-number", keys.at_number),
        ]
        .map(|(key, field)| reader.needed(key, field).map(|times| times.0));
        let at = reader.needed("at-ms", keys.at_ms);
        let duration = reader.needed("duration-ms", keys.duration_ms);
        let routine = routine.xor(file);
        if routine.is_none() {
            reader.missing("a resume point has either a `routine` or a `file`");
        }
        let point = || {
            let place = Place {
                exercise: exercise?.0,
                name: name?.0,
                side,
                round: round?,
                rounds,
                set: set?,
                sets: sets?,
                rounds_elapsed,
                number: number?,
                at: at?.0,
                duration: duration?.0,
            };
            Some(ResumePoint { origin: Origin { routine: routine?, session, changes, minutes }, place })
        };
        match point() {
            Some(point) if reader.errors.is_empty() => Ok(point),
            _ => Err(reader.errors),
        }
    }
}

/// Reads values and collects errors.
struct Reader<'a> {
    source: &'a Arc<Source>,
    errors: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// The value of a key, if present and valid.
    fn value<T>(&mut self, key: &str, field: Option<Field<T>>) -> Option<T> {
        field?.value_or_report(self.source, key, &mut self.errors)
    }

    /// The value of a required key.
    fn needed<T>(&mut self, key: &str, field: Option<Field<T>>) -> Option<T> {
        if field.is_none() {
            self.missing(&format!("the resume point has no `{key}`"));
        }
        self.value(key, field)
    }

    fn missing(&mut self, what: &str) {
        self.errors.push(Diagnostic::error(self.source, 0..0, what, ""));
    }
}

fn text<T: ToString>(value: Option<&T>) -> Option<Value> {
    value.map(|value| value.to_string().into())
}

fn number(number: Option<u32>) -> Option<Value> {
    number.map(|number| i64::from(number).into())
}

fn millis(length: Duration) -> Option<Value> {
    Some(i64::try_from(length.as_millis()).unwrap_or(i64::MAX).into())
}
