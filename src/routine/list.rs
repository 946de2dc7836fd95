//! A value, or a list of values: one for each set, or one for each round.

use schemars::{Schema, json_schema};
use toml::Value;

use super::field::{FromToml, ValueError};

/// The most values in a list.
pub const MOST_VALUES: usize = 1_000;

/// The value of a key that can have one value for all sets, or a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T> {
    /// The values; at least one.
    pub values: Vec<T>,
    /// Whether it was written as a list.
    pub is_list: bool,
}

impl<T: FromToml> FromToml for List<T> {
    fn from_toml(value: &Value) -> Result<List<T>, ValueError> {
        let items = match value {
            Value::Array(items) => items,
            Value::String(text) => {
                return T::from_toml(value).map(List::one).map_err(|error| match commas(text) {
                    Some(list) if List::<T>::from_toml(&list).is_ok() => error.fix(list.to_string()),
                    _ => error,
                });
            }
            _ => return T::from_toml(value).map(List::one),
        };
        if items.is_empty() {
            return Err(ValueError::new("one value, or a list with one value for each set", "an empty list"));
        }
        if items.len() > MOST_VALUES {
            let found = format!("a list of {} values", items.len());
            return Err(ValueError::new(format!("a list of at most {MOST_VALUES} values"), found));
        }
        let item = |(n, item): (usize, &Value)| {
            T::from_toml(item).map_err(|error| {
                let fix = error.fix.as_ref().map(|fix| {
                    let mut all: Vec<String> = items.iter().map(Value::to_string).collect();
                    all[n].clone_from(fix);
                    format!("[{}]", all.join(", "))
                });
                let found = format!("{} as value {} of the list", error.found, n + 1);
                ValueError { found, fix, ..error }
            })
        };
        let values = items.iter().enumerate().map(item).collect::<Result<Vec<T>, _>>();
        match (values, T::from_toml(value)) {
            (Ok(values), _) => Ok(List { values, is_list: true }),
            // The list may be one value, such as a tempo.
            (Err(_), Err(whole)) if whole.fix.is_some() => Err(whole),
            (Err(error), _) => Err(error),
        }
    }

    fn schema() -> Schema {
        let one = T::schema();
        json_schema!({
            "anyOf": [one, { "type": "array", "items": one, "minItems": 1, "maxItems": MOST_VALUES }],
        })
    }
}

impl<T> List<T> {
    /// One value.
    pub fn one(value: T) -> List<T> {
        List { values: vec![value], is_list: false }
    }

    /// The number of values if it is a list; otherwise `None`.
    #[must_use]
    pub fn count(&self) -> Option<usize> {
        self.is_list.then_some(self.values.len())
    }
}

/// The list that a text with commas probably means.
fn commas(text: &str) -> Option<Value> {
    let items: Vec<&str> = text.split(',').map(str::trim).collect();
    if items.iter().any(|item| item.is_empty()) {
        return None;
    }
    let item = |item: &&str| item.parse::<i64>().map_or_else(|_| Value::from(*item), Value::from);
    Some(Value::Array(items.iter().map(item).collect()))
}

/// A value for each set or for each round; after the last one, the last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerSet<T> {
    values: Vec<T>,
    by_round: bool,
}

impl<T: Clone> PerSet<T> {
    /// One value for all sets.
    pub fn one(value: T) -> PerSet<T> {
        PerSet { values: vec![value], by_round: false }
    }

    /// The values of a list: one for each round if `by_round`, otherwise one for each set.
    pub fn new(list: List<T>, by_round: bool) -> PerSet<T> {
        PerSet { by_round: by_round && list.values.len() > 1, values: list.values }
    }

    /// The value for a set of a round, both from 0.
    pub fn get(&self, round: usize, set: usize) -> &T {
        let place = if self.by_round { round } else { set };
        &self.values[place.min(self.values.len() - 1)]
    }

    /// Its values, in order.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.values.iter()
    }

    /// The number of rounds and of sets whose values may differ.
    #[must_use]
    pub fn differs(&self) -> (usize, usize) {
        let count = self.values.len();
        if self.by_round { (count, 1) } else { (1, count) }
    }

    /// The same with other values.
    pub fn map<U>(&self, of: impl Fn(&T) -> U) -> PerSet<U> {
        PerSet { values: self.values.iter().map(of).collect(), by_round: self.by_round }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routine::field::Times;

    fn read(text: &str) -> Result<List<Times>, ValueError> {
        let table: toml::Table = format!("x = {text}").parse().unwrap();
        List::from_toml(&table["x"])
    }

    #[test]
    fn a_value_or_a_list_of_values() {
        let values = |text: &str| read(text).unwrap().values.iter().map(|n| n.0).collect::<Vec<_>>();
        assert_eq!(values("3"), [3]);
        assert_eq!(values("[12, 10, 8]"), [12, 10, 8]);
        assert_eq!((read("3").unwrap().count(), read("[3]").unwrap().count()), (None, Some(1)));
        assert!(read("[]").is_err() && read("[[1]]").is_err());
    }

    #[test]
    fn an_error_in_a_list_names_the_value_and_keeps_the_others() {
        let error = read("[3, \"4\"]").unwrap_err();
        assert_eq!(error.fix.as_deref(), Some("[3, 4]"));
        assert!(error.found.ends_with("as value 2 of the list"), "{}", error.found);
        assert_eq!(read("\"12, 10,8\"").unwrap_err().fix.as_deref(), Some("[12, 10, 8]"));
    }

    #[test]
    fn a_short_list_continues_with_its_last_value() {
        let list = read("[5, 3]").unwrap();
        let by_set = PerSet::new(list.clone(), false).map(|n| n.0);
        assert_eq!([(0, 0), (7, 1), (0, 2)].map(|(round, set)| *by_set.get(round, set)), [5, 3, 3]);
        let by_round = PerSet::new(list, true).map(|n| n.0);
        assert_eq!([(0, 7), (1, 0), (9, 0)].map(|(round, set)| *by_round.get(round, set)), [5, 3, 3]);
    }
}
