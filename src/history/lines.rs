//! Reading the history, from any bytes: nothing in the file stops a session or a command.
//!
//! What a file says does not depend on the order of its lines, nor on how often a line is there. Of lines with the same
//! `id` the one with the highest `rev` counts, and of those the last one by its text. So putting files together is
//! commutative, associative and idempotent.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde::Deserialize;

use super::record::{SessionRecord, SetRecord, VERSION};

/// Everything that the lines say, in order of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// The sets, in the order in which they ended.
    pub sets: Vec<SetRecord>,
    /// The sessions that wrote a line at their end, in the order in which they began.
    pub sessions: Vec<SessionRecord>,
    /// The number of lines of a later version, or of a type that this one does not know. They are kept.
    pub unknown: usize,
    /// The number of lines that are not JSON, such as one that a crash cut off.
    pub damaged: usize,
}

/// A line as far as it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A set.
    Set(SetRecord),
    /// A session.
    Session(SessionRecord),
    /// Of a later version, or another type.
    Unknown,
    /// Not an object of JSON.
    Damaged,
}

impl Line {
    /// Reads a line.
    #[must_use]
    pub fn read(line: &[u8]) -> Line {
        /// All that is needed of a line to see that it is one.
        #[derive(Deserialize)]
        struct Any {}
        // Most lines are sets. One of another type is refused at its second key.
        match serde_json::from_slice::<SetRecord>(line) {
            Ok(set) if set.v == VERSION => return Line::Set(set),
            Ok(_) => return Line::Unknown,
            Err(_) => {}
        }
        match serde_json::from_slice::<SessionRecord>(line) {
            Ok(session) if session.v == VERSION => return Line::Session(session),
            Ok(_) => return Line::Unknown,
            Err(_) => {}
        }
        if line.starts_with(b"{") && serde_json::from_slice::<Any>(line).is_ok() {
            Line::Unknown
        } else {
            Line::Damaged
        }
    }

    /// Its id and its revision, if it is known.
    #[must_use]
    pub fn id(&self) -> Option<(&str, u32)> {
        match self {
            Line::Set(set) => Some((&set.id, set.rev)),
            Line::Session(session) => Some((&session.id, session.rev)),
            Line::Unknown | Line::Damaged => None,
        }
    }
}

/// The lines of a file, without their ends and without empty ones.
pub fn split(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty())
}

impl History {
    /// Reads files, or parts of one, together.
    #[must_use]
    pub fn read<'a>(files: impl IntoIterator<Item = &'a [u8]>) -> History {
        let mut history = History::default();
        let mut best: HashMap<String, (u32, &[u8], Line)> = HashMap::new();
        for text in files.into_iter().flat_map(split) {
            let line = Line::read(text);
            let Some((id, rev)) = line.id() else {
                match line {
                    Line::Damaged => history.damaged += 1,
                    _ => history.unknown += 1,
                }
                continue;
            };
            match best.entry(id.to_owned()) {
                Entry::Vacant(place) => {
                    place.insert((rev, text, line));
                }
                Entry::Occupied(mut place) => {
                    let (old_rev, old_text, _) = *place.get();
                    if (rev, text) > (old_rev, old_text) {
                        place.insert((rev, text, line));
                    }
                }
            }
        }
        for (_, _, line) in best.into_values() {
            match line {
                Line::Set(set) => history.sets.push(set),
                Line::Session(session) => history.sessions.push(session),
                Line::Unknown | Line::Damaged => {}
            }
        }
        history.sets.sort_by_cached_key(|set| (set.at.seconds(), set.id.clone()));
        history.sessions.sort_by_cached_key(|session| (session.at.seconds(), session.id.clone()));
        history
    }
}

#[cfg(test)]
mod tests;
