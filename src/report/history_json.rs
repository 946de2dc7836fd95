//! The history as JSON: what it adds up to, and all of its lines.

use serde::Serialize;

use crate::calendar::{Moment, format_day};
use crate::history::lines::History;
use crate::history::record::{SessionRecord, SetRecord};
use crate::history::summary::{Performance, Practice, Totals, days, performances, practices};
use crate::history::week::{self, Goal, Week};
use crate::printable;
use crate::routine::week::Day;

#[derive(Serialize)]
struct Whole<'a> {
    week: Week,
    totals: Total,
    days: Vec<OneDay>,
    exercises: Vec<Exercise<'a>>,
    sessions: Vec<Session<'a>>,
    sets: &'a [SetRecord],
    unknown_lines: usize,
    damaged_lines: usize,
}

#[derive(Serialize)]
struct Total {
    days: usize,
    sets: u64,
    reps: u64,
    seconds: u64,
}

#[derive(Serialize)]
struct OneDay {
    day: String,
    sets: u64,
    reps: u64,
    seconds: u64,
}

#[derive(Serialize)]
struct Exercise<'a> {
    exercise: &'a str,
    name: &'a str,
    days: usize,
    sets: usize,
    last: Vec<&'a SetRecord>,
    best: Option<&'a SetRecord>,
}

#[derive(Serialize)]
struct Session<'a> {
    id: &'a str,
    at: Moment,
    title: &'a str,
    sets: u64,
    reps: u64,
    seconds: u64,
    record: Option<&'a SessionRecord>,
}

/// The history as JSON, in several lines.
#[must_use]
pub fn text(history: &History, today: Day, goal: Goal) -> String {
    let by_day = days(history);
    let date = |day: Day| format_day(day, "%Y-%m-%d");
    let sets: Vec<&SetRecord> = history.sets.iter().collect();
    let Totals { sets, reps, seconds } = Totals::of(&sets);
    printable::pretty_json(&Whole {
        week: Week::new(&week::days(history), today, goal),
        totals: Total { days: by_day.len(), sets, reps, seconds },
        days: by_day
            .iter()
            .map(|(day, Totals { sets, reps, seconds })| OneDay {
                day: date(*day),
                sets: *sets,
                reps: *reps,
                seconds: *seconds,
            })
            .collect(),
        exercises: practices(history).iter().map(exercise).collect(),
        sessions: performances(history).iter().map(session).collect(),
        sets: &history.sets,
        unknown_lines: history.unknown,
        damaged_lines: history.damaged,
    }) + "\n"
}

fn exercise<'a>(practice: &Practice<'a>) -> Exercise<'a> {
    Exercise {
        exercise: practice.id,
        name: practice.name,
        days: practice.days.len(),
        sets: practice.sets().count(),
        last: practice.last().map_or_else(Vec::new, |(_, sets)| sets.to_vec()),
        best: practice.best(),
    }
}

fn session<'a>(session: &Performance<'a>) -> Session<'a> {
    let Totals { sets, reps, .. } = Totals::of(&session.sets);
    Session {
        id: session.id,
        at: session.began,
        title: session.record.map_or_else(|| fallback(session), |record| &record.title),
        sets,
        reps,
        seconds: session.seconds(),
        record: session.record,
    }
}

fn fallback<'a>(session: &Performance<'a>) -> &'a str {
    session.sets.first().map_or("", |set| set.routine.as_deref().unwrap_or(&set.name))
}
