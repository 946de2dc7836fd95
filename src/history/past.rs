//! What the history says about the next session of a routine.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::lines::History;
use super::record::{Effort, SetRecord};
use super::summary::{Performance, performances};
use crate::routine::past::{Attempt, Past, Tried};
use crate::routine::week::{Day, LAST};

/// An exercise, or what a routine needs, is known after this number of sessions.
pub const KNOWN_AFTER: usize = 3;
/// What was absent for this number of days is no longer known.
pub const FORGOTTEN_AFTER: i64 = 28;

/// The past of a routine as of today: `routine` is its name or path as in the history, `None` for an exercise alone.
#[must_use]
pub fn of(history: &History, routine: Option<&str>, today: Day) -> Past {
    let all = performances(history);
    let mut own: Vec<Session<'_>> = Vec::new();
    for performance in &all {
        let Some(first) = performance.sets.first().filter(|set| set.routine.as_deref() == routine) else {
            continue;
        };
        let is_resumed = performance.record.is_some_and(|record| record.resumed);
        match own.last_mut().filter(|last| is_resumed && !last.is_done && last.week == first.week) {
            Some(last) => last.resume(performance),
            None => own.push(Session::new(performance, first)),
        }
    }
    let mut past = Past { known: known(history, today), ..Past::default() };
    for session in &own {
        let mut attempts: BTreeMap<&str, Attempt> = BTreeMap::new();
        for set in &session.sets {
            attempts.entry(&set.exercise).or_default().add(set);
        }
        for (id, attempt) in attempts {
            past.attempts.entry(id.to_owned()).or_default().push(attempt);
        }
    }
    let done: Vec<Day> = own.iter().filter(|session| session.is_done).map(|session| session.day).collect();
    past.knows_kit = done.len() >= KNOWN_AFTER && done.last().is_some_and(|last| is_recent(*last, today));
    past.week = week(&own, today);
    past
}

/// A session, with the one that resumed it.
struct Session<'a> {
    day: Day,
    week: Option<u32>,
    is_done: bool,
    sets: Vec<&'a SetRecord>,
}

impl<'a> Session<'a> {
    fn new(performance: &Performance<'a>, first: &SetRecord) -> Session<'a> {
        Session {
            day: performance.began.day(),
            week: first.week,
            is_done: performance.is_done(),
            sets: performance.sets.clone(),
        }
    }

    /// Adds what resumed it: a set that was cut off was done again from its start.
    fn resume(&mut self, performance: &Performance<'a>) {
        self.sets.retain(|set| set.is_full());
        self.sets.extend(&performance.sets);
        self.is_done = performance.is_done();
    }
}

impl Attempt {
    fn add(&mut self, set: &SetRecord) {
        self.was_too_hard |= set.effort == Some(Effort::TooHard);
        self.planned_sets = set.sets.or(self.planned_sets);
        self.planned_rounds = set.rounds.or(self.planned_rounds);
        self.sets.push(Tried {
            round: set.round,
            set: set.set,
            side: set.side,
            planned: set.planned,
            is_full: set.is_full(),
            hold_ms: set.hold_ms.unwrap_or(0),
            load: set.load.clone(),
        });
    }
}

/// The exercises that were cued in three sessions, the last of them less than four weeks ago.
fn known(history: &History, today: Day) -> BTreeSet<String> {
    let mut seen: HashMap<&str, (HashSet<&str>, Day)> = HashMap::new();
    for set in &history.sets {
        let (sessions, last) = seen.entry(&set.exercise).or_insert_with(|| (HashSet::new(), set.at.day()));
        if set.at.day().number() - last.number() >= FORGOTTEN_AFTER {
            sessions.clear();
        }
        sessions.insert(&set.session);
        *last = set.at.day();
    }
    let known = seen
        .into_iter()
        .filter(|(_, (sessions, last))| sessions.len() >= KNOWN_AFTER && is_recent(*last, today));
    known.map(|(id, _)| id.to_owned()).collect()
}

fn is_recent(last: Day, today: Day) -> bool {
    today.number() - last.number() < FORGOTTEN_AFTER
}

/// The week of the plan that is next: the one after the last week that was done in full, from the next Monday on; otherwise
/// the last one again.
fn week(sessions: &[Session<'_>], today: Day) -> Option<u32> {
    let last = sessions.iter().rev().find_map(|session| session.week)?;
    let is_full = |session: &&Session<'_>| {
        session.week == Some(last)
            && session.is_done
            && session.sets.iter().all(|set| set.is_full() && set.effort != Some(Effort::TooHard))
    };
    let done = sessions.iter().filter(is_full).any(|session| session.day.monday() < today.monday());
    Some(if done { (last + 1).min(LAST) } else { last })
}

#[cfg(test)]
mod tests;
