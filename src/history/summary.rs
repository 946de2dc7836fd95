//! What the lines of the history add up to: sessions, days and exercises.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::lines::History;
use super::record::{Effort, Ended, Measure, SessionRecord, SetRecord};
use crate::calendar::Moment;
use crate::routine::singular;
use crate::routine::week::Day;

/// A session, with its sets.
#[derive(Debug, Clone)]
pub struct Performance<'a> {
    /// Its id.
    pub id: &'a str,
    /// When it began; without its own line, when its first set ended.
    pub began: Moment,
    /// Its own line; `None` if it was killed.
    pub record: Option<&'a SessionRecord>,
    /// Its sets, in the order in which they ended.
    pub sets: Vec<&'a SetRecord>,
}

impl Performance<'_> {
    /// The title on the screen; without its own line, its routine, or its first exercise.
    #[must_use]
    pub fn title(&self) -> &str {
        let set = self.sets.first();
        let routine = set.map(|set| set.routine.as_deref().unwrap_or(&set.name));
        self.record.map(|record| record.title.as_str()).or(routine).unwrap_or_default()
    }

    /// Whether it was played to its end.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.record.is_some_and(|record| record.ending == Ended::Done)
    }

    /// How long it lasted, in seconds: without its own line, its work.
    #[must_use]
    pub fn seconds(&self) -> u64 {
        self.record.map_or_else(|| Totals::of(&self.sets).seconds, |record| record.seconds.into())
    }
}

/// What sets add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// The number of sets; two sides are two.
    pub sets: u64,
    /// The reps, of both sides.
    pub reps: u64,
    /// The seconds of work, without rests and pauses.
    pub seconds: u64,
}

impl Totals {
    /// Of these sets.
    #[must_use]
    pub fn of<'a>(sets: impl IntoIterator<Item = &'a &'a SetRecord>) -> Totals {
        let mut all = Totals::default();
        for set in sets {
            all.add(set);
        }
        all
    }

    fn add(&mut self, set: &SetRecord) {
        self.sets += 1;
        self.reps = self.reps.saturating_add(set.reps());
        self.seconds = self.seconds.saturating_add(set.seconds.into());
    }
}

/// An exercise, with the days on which it was done.
#[derive(Debug, Clone)]
pub struct Practice<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its last display name.
    pub name: &'a str,
    /// The sets of each day, in the order in which they ended.
    pub days: BTreeMap<Day, Vec<&'a SetRecord>>,
}

impl<'a> Practice<'a> {
    /// All its sets, in the order in which they ended.
    pub fn sets(&self) -> impl Iterator<Item = &'a SetRecord> {
        self.days.values().flatten().copied()
    }

    /// Its best set: with the greatest load, then with the most reps or seconds, then the first of those.
    #[must_use]
    pub fn best(&self) -> Option<&'a SetRecord> {
        self.sets().reduce(|best, set| if rank(set) > rank(best) { set } else { best })
    }

    /// The day on which it was done last, and its sets on that day.
    #[must_use]
    pub fn last(&self) -> Option<(Day, &[&'a SetRecord])> {
        self.days.last_key_value().map(|(day, sets)| (*day, sets.as_slice()))
    }
}

/// What makes a set better than another of the same exercise.
fn rank(set: &SetRecord) -> (u64, u32) {
    (load_in_thousandths(set).unwrap_or(0), set.cued)
}

/// The load as a number, in thousandths: 22,500 for `22.5 kg`. `None` if it is none, as in `red band`.
#[must_use]
pub fn load_in_thousandths(set: &SetRecord) -> Option<u64> {
    let load = set.load.as_deref()?;
    let number: String = load
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || ".,".contains(*c))
        .collect();
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((&number, ""));
    let part = format!("{part:0<3}");
    Some(whole.parse::<u64>().ok()?.checked_mul(1000)? + part.get(..3)?.parse::<u64>().ok()?)
}

/// The sessions of a history, in the order in which they began.
#[must_use]
pub fn performances(history: &History) -> Vec<Performance<'_>> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut all: Vec<Performance<'_>> = Vec::new();
    for record in &history.sessions {
        places.insert(&record.id, all.len());
        all.push(Performance { id: &record.id, began: record.at, record: Some(record), sets: Vec::new() });
    }
    for set in &history.sets {
        let place = *places.entry(&set.session).or_insert_with(|| {
            all.push(Performance { id: &set.session, began: set.at, record: None, sets: Vec::new() });
            all.len() - 1
        });
        all[place].sets.push(set);
    }
    all.sort_by_key(|session| session.began.seconds());
    all
}

/// What was done on each day.
#[must_use]
pub fn days(history: &History) -> BTreeMap<Day, Totals> {
    let mut days: BTreeMap<Day, Totals> = BTreeMap::new();
    for set in &history.sets {
        days.entry(set.at.day()).or_default().add(set);
    }
    days
}

/// The exercises of a history, that which was done last first.
#[must_use]
pub fn practices(history: &History) -> Vec<Practice<'_>> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut all: Vec<Practice<'_>> = Vec::new();
    for set in history.sets.iter().rev() {
        let place = *places.entry(&set.exercise).or_insert_with(|| {
            all.push(Practice { id: &set.exercise, name: &set.name, days: BTreeMap::new() });
            all.len() - 1
        });
        all[place].days.entry(set.at.day()).or_default().push(set);
    }
    for sets in all.iter_mut().flat_map(|practice| practice.days.values_mut()) {
        sets.reverse();
    }
    all
}

/// The amount of a set: `15 reps`, `5 breaths`, `45 s`.
#[must_use]
pub fn amount(set: &SetRecord) -> String {
    format!("{} {}", set.cued, unit(set))
}

/// What a set counts: `reps`, `breath`, `s`.
fn unit(set: &SetRecord) -> &str {
    match set.measure {
        Measure::Seconds => "s",
        Measure::Reps => singular(set.unit.as_deref().unwrap_or("reps"), set.cued == 1),
    }
}

/// The amounts of the sets of one exercise: `2 × 15 reps`, `15, 12 reps`, and `15/12` if the sides differ. The load
/// follows if all have the same.
#[must_use]
pub fn amounts(sets: &[&SetRecord]) -> String {
    let mut numbers: Vec<String> = Vec::new();
    for same in sets.chunk_by(|one, other| {
        (&one.session, one.round, one.set) == (&other.session, other.round, other.set)
            && one.side != other.side
    }) {
        let all: Vec<String> = same.iter().map(|set| set.cued.to_string()).collect();
        let is_same = all.iter().all(|number| *number == all[0]);
        numbers.push(if is_same { all[0].clone() } else { all.join("/") });
    }
    let Some(last) = sets.last() else { return String::new() };
    let is_same = numbers.iter().all(|number| *number == numbers[0]);
    let number = match numbers.len() {
        1 => numbers[0].clone(),
        count if is_same => format!("{count} × {}", numbers[0]),
        _ => numbers.join(", "),
    };
    let load = last.load.as_ref().filter(|load| sets.iter().all(|set| set.load.as_ref() == Some(*load)));
    let load = load.map_or_else(String::new, |load| format!(", {load}"));
    format!("{number} {}{load}", unit(last))
}

/// The hardest effort of sets, if the user said any.
#[must_use]
pub fn effort(sets: &[&SetRecord]) -> Option<Effort> {
    sets.iter().filter_map(|set| set.effort).max()
}

#[cfg(test)]
mod tests;
