//! Changes to a whole history: putting files together, and forgetting. Pure: bytes in, a change out.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::lines::{Line, split};
use super::store::Change;
use crate::calendar::Moment;
use crate::routine::week::Day;

/// What putting files together did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Merged {
    /// The number of lines that were added.
    pub added: usize,
    /// The number of lines that say nothing new.
    pub known: usize,
    /// The number of lines that are not JSON.
    pub damaged: usize,
}

/// The lines of `files` that say something that `own` does not.
#[must_use]
pub fn merge(own: &[u8], files: &[Vec<u8>]) -> (Change, Merged) {
    let mut best: HashMap<String, (u32, &[u8])> = HashMap::new();
    let mut unknown: HashSet<&[u8]> = HashSet::new();
    let mut merged = Merged::default();
    let mut added = Vec::new();
    let own = split(own).map(|line| (line, true));
    let others = files.iter().flat_map(|file| split(file)).map(|line| (line, false));
    for (text, is_own) in own.chain(others) {
        let line = Line::read(text);
        let is_new = match (&line, line.id()) {
            (Line::Damaged, _) => {
                merged.damaged += usize::from(!is_own);
                continue;
            }
            (_, None) => unknown.insert(text),
            (_, Some((id, rev))) => {
                let is_better = best.get(id).is_none_or(|old| (rev, text) > *old);
                if is_better {
                    best.insert(id.to_owned(), (rev, text));
                }
                is_better
            }
        };
        match (is_own, is_new) {
            (true, _) => {}
            (false, true) => {
                merged.added += 1;
                added.push(text.to_vec());
            }
            (false, false) => merged.known += 1,
        }
    }
    (if added.is_empty() { Change::Nothing } else { Change::Append(added) }, merged)
}

/// What to forget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forgotten {
    /// Everything of the days before this one.
    Before(Day),
    /// The session with this id.
    Session(String),
    /// Everything.
    All,
}

/// What is forgotten.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loss {
    /// The number of sets.
    pub sets: usize,
    /// The number of lines of sessions.
    pub sessions: usize,
    /// The number of other lines.
    pub others: usize,
}

impl Loss {
    /// Whether nothing is forgotten.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Loss::default()
    }
}

/// The history without what is to be forgotten, with all revisions of it. Lines that cannot be read go too: nobody can
/// say what is in them.
#[must_use]
pub fn forget(own: &[u8], what: &Forgotten) -> (Change, Loss) {
    let mut kept = Vec::with_capacity(own.len());
    let (mut loss, mut sets) = (Loss::default(), HashSet::new());
    let mut sessions = HashSet::new();
    for text in split(own) {
        let line = Line::read(text);
        if !is_forgotten(&line, text, what) {
            kept.extend_from_slice(text);
            kept.push(b'\n');
            continue;
        }
        match line {
            Line::Set(set) => loss.sets += usize::from(sets.insert(set.id)),
            Line::Session(session) => loss.sessions += usize::from(sessions.insert(session.id)),
            Line::Unknown | Line::Damaged => loss.others += 1,
        }
    }
    (if loss.is_none() { Change::Nothing } else { Change::Replace(kept) }, loss)
}

fn is_forgotten(line: &Line, text: &[u8], what: &Forgotten) -> bool {
    let (session, at) = match line {
        Line::Set(set) => (Some(set.session.clone()), Some(set.at)),
        Line::Session(session) => (Some(session.id.clone()), Some(session.at)),
        Line::Damaged => return true,
        Line::Unknown => {
            // A later version says when and of which session a line is in the same keys.
            let value: Value = serde_json::from_slice(text).unwrap_or_default();
            let text = |key: &str| value.get(key).and_then(Value::as_str);
            let at = text("at").and_then(|at| at.parse::<Moment>().ok());
            (text("session").or_else(|| text("id")).map(str::to_owned), at)
        }
    };
    match what {
        Forgotten::All => true,
        Forgotten::Before(day) => at.is_some_and(|at| at.day() < *day),
        Forgotten::Session(id) => session.as_ref() == Some(id),
    }
}

#[cfg(test)]
mod tests;
