//! JSON Schemas of the user's files, so that editors complete and check them while typing.
//!
//! They are generated from the shapes that read the files, and accept everything that the reader accepts. What only the
//! reader can check (an unknown exercise, a reversed range, a value beyond a limit) they accept too.

use std::collections::{BTreeMap, HashMap};

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::config;
use crate::history::record::{SessionRecord, SetRecord};
use crate::routine::field::FromToml;
use crate::routine::file::{BlockKeys, ExerciseKeys, LibraryKeys, OF_ONE_EXERCISE, RoutineKeys};
use crate::routine::library::BUILT_IN;

/// All schemas by name.
#[must_use]
pub fn all() -> [(&'static str, String); 4] {
    [
        ("routine", document("A repcue routine", routine)),
        ("exercise", document("An exercise for all your repcue routines", exercise)),
        ("config", document("The settings of repcue: config.toml", config::schema)),
        ("history", document("A line of repcue's history.jsonl", history)),
    ]
}

/// A complete schema document.
fn document(title: &str, of: fn(&mut SchemaGenerator) -> Schema) -> String {
    // Editors support this draft.
    let mut generator = SchemaSettings::draft07().into_generator();
    let mut schema = without_null(of(&mut generator).to_value());
    Definitions::new(&schema).factor_out(&mut schema);
    if let Some(object) = schema.as_object_mut() {
        object.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        object.insert("title".to_owned(), json!(title));
        object.remove("description");
    }
    format!("{schema:#}\n")
}

fn routine(generator: &mut SchemaGenerator) -> Schema {
    let exercise = one_exercise(generator);
    let block = Layer::from_shape::<BlockKeys>(generator)
        .and(Layer::defaults(generator))
        .with("exercise", list("The exercises of the block.", &exercise))
        .with("week", weeks(Layer::from_shape::<BlockKeys>(generator).and(Layer::defaults(generator))))
        .closed(&[some("exercise")]);
    Layer::from_shape::<RoutineKeys>(generator)
        .and(Layer::defaults(generator))
        .with("exercise", list("The exercises of a routine without blocks.", &exercise))
        .with("block", list("The blocks, one after the other.", &block))
        .with("week", weeks(Layer::defaults(generator)))
        .closed(&[json!({ "anyOf": [
            { "allOf": [some("exercise"), none("block")] },
            { "allOf": [some("block"), none("exercise")] },
        ] })])
}

fn exercise(generator: &mut SchemaGenerator) -> Schema {
    let mut layer =
        Layer::from_shape::<LibraryKeys>(generator).and(Layer::from_shape::<ExerciseKeys>(generator));
    layer.0.remove("use");
    layer.closed(&[json!({ "required": ["name"] })])
}

/// An exercise of a routine: one of the library, or one with its own name.
fn one_exercise(generator: &mut SchemaGenerator) -> Schema {
    let mut layer = Layer::from_shape::<ExerciseKeys>(generator);
    if let Some(library) = layer.0.get_mut("use").and_then(Value::as_object_mut) {
        let built_in: Vec<&str> = BUILT_IN.iter().map(|(id, _)| *id).collect();
        library.retain(|key, _| key == "description");
        library.insert("anyOf".to_owned(), json!([{ "enum": built_in }, String::schema()]));
    }
    layer.closed(&[json!({ "anyOf": [{ "required": ["use"] }, { "required": ["name"] }] })])
}

/// A line of the history; a reader ignores keys that it does not know.
fn history(generator: &mut SchemaGenerator) -> Schema {
    let of_type = [SetRecord::json_schema(generator), SessionRecord::json_schema(generator)];
    json_schema!({ "oneOf": of_type })
}

fn list(description: &str, item: &Schema) -> Value {
    json!({ "type": "array", "items": item, "description": description })
}

/// The weeks of a plan: `[week.4]`.
fn weeks(keys: Layer) -> Value {
    json!({
        "type": "object",
        "description": "What changes from a week on: a table for each week, such as [week.4].",
        "patternProperties": { "^0*[1-9][0-9]{0,2}$": keys.closed(&[]) },
        "additionalProperties": false,
    })
}

/// Requires a list to be non-empty.
fn some(key: &str) -> Value {
    json!({ "required": [key], "properties": { key: { "minItems": 1 } } })
}

/// Requires a list to be empty.
fn none(key: &str) -> Value {
    json!({ "properties": { key: { "maxItems": 0 } } })
}

/// The keys of one table, with the schemas of their values.
struct Layer(Map<String, Value>);

impl Layer {
    fn from_shape<T: JsonSchema>(generator: &mut SchemaGenerator) -> Layer {
        let shape = T::json_schema(generator);
        Layer(shape.get("properties").and_then(Value::as_object).cloned().unwrap_or_default())
    }

    /// The keys of exercises that may be defaults above them.
    fn defaults(generator: &mut SchemaGenerator) -> Layer {
        let mut layer = Layer::from_shape::<ExerciseKeys>(generator);
        layer.0.retain(|key, _| !OF_ONE_EXERCISE.contains(&key.as_str()));
        layer
    }

    fn and(mut self, other: Layer) -> Layer {
        self.0.extend(other.0);
        self
    }

    fn with(mut self, key: &str, schema: Value) -> Layer {
        self.0.insert(key.to_owned(), schema);
        self
    }

    /// A table with exactly these keys, and these rules in addition to those of all layers.
    fn closed(self, rules: &[Value]) -> Schema {
        let phases = ["lift", "hold", "lower", "pause"].map(|phase| json!({ "required": ["tempo", phase] }));
        let not_both = |one: &str, others: &[&str]| {
            let pairs: Vec<Value> = others.iter().map(|other| json!({ "required": [one, other] })).collect();
            json!({ "not": { "anyOf": pairs } })
        };
        // At your own pace, the number of reps is only said.
        let timed =
            json!({ "required": ["reps", "for"], "properties": { "for": { "not": { "const": "open" } } } });
        let mut all = vec![
            json!({ "not": timed }),
            json!({ "not": { "anyOf": phases } }),
            not_both("phases", &["tempo", "lift", "hold", "lower", "pause", "start"]),
            not_both("rate", &["tempo"]),
            not_both("every", &["rest", "round-rest"]),
        ];
        all.extend_from_slice(rules);
        json_schema!({
            "type": "object",
            "properties": self.0,
            "additionalProperties": false,
            "allOf": all,
        })
    }
}

/// Removes null from a schema: TOML has no null, and an optional key is simply not required.
fn without_null(schema: Value) -> Value {
    match schema {
        Value::Object(object) => {
            let mut object: Map<String, Value> =
                object.into_iter().map(|(key, value)| (key, without_null(value))).collect();
            for key in ["type", "enum", "anyOf"] {
                let Some(Value::Array(kinds)) = object.get_mut(key) else { continue };
                kinds.retain(|kind| !kind.is_null() && *kind != "null" && *kind != json!({ "type": "null" }));
                if let [one] = &kinds[..]
                    && key != "enum"
                {
                    let one = one.clone();
                    match (key, one) {
                        ("anyOf", Value::Object(one)) => {
                            object.remove(key);
                            object.extend(one);
                        }
                        (_, one) => {
                            object.insert(key.to_owned(), one);
                        }
                    }
                }
            }
            Value::Object(object)
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_null).collect()),
        other => other,
    }
}

/// The values of keys that occur several times in a schema: each is written once, and referred to.
struct Definitions {
    /// For each such value as text, its name.
    names: HashMap<String, String>,
}

/// A value shorter than this is not worth a reference.
const WORTH: usize = 100;

impl Definitions {
    /// The values of keys that occur several times in a schema.
    fn new(schema: &Value) -> Definitions {
        let mut counts: BTreeMap<String, (String, usize)> = BTreeMap::new();
        count_properties(schema, &mut counts);
        let mut names = HashMap::new();
        let mut taken: HashMap<String, usize> = HashMap::new();
        for (text, (key, count)) in counts {
            if count > 1 && text.len() >= WORTH {
                let number = taken.entry(key.clone()).or_default();
                *number += 1;
                let name = if *number == 1 { key } else { format!("{key}-{number}") };
                names.insert(text, name);
            }
        }
        Definitions { names }
    }

    /// Writes these values once, and refers to them elsewhere.
    fn factor_out(&self, schema: &mut Value) {
        let mut found = BTreeMap::new();
        self.refer(schema, &mut found);
        if let Some(object) = schema.as_object_mut()
            && !found.is_empty()
        {
            object.insert("definitions".to_owned(), found.into_iter().collect::<Map<String, Value>>().into());
        }
    }

    fn refer(&self, value: &mut Value, found: &mut BTreeMap<String, Value>) {
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    if let ("properties", Some(properties)) = (key.as_str(), value.as_object_mut()) {
                        for property in properties.values_mut() {
                            self.refer(property, found);
                            if let Some(name) = self.names.get(&property.to_string()) {
                                let reference = json!({ "$ref": format!("#/definitions/{name}") });
                                let whole = std::mem::replace(property, reference);
                                found.insert(name.clone(), whole);
                            }
                        }
                    } else {
                        self.refer(value, found);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.refer(item, found)),
            _ => {}
        }
    }
}

/// Counts the values of the keys of all tables in a schema; each with the first key that has it.
fn count_properties(value: &Value, counts: &mut BTreeMap<String, (String, usize)>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                if let ("properties", Some(properties)) = (key.as_str(), value.as_object()) {
                    for (key, property) in properties {
                        counts.entry(property.to_string()).or_insert_with(|| (key.clone(), 0)).1 += 1;
                    }
                }
                count_properties(value, counts);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| count_properties(item, counts)),
        _ => {}
    }
}
