//! The chapters of a session: one for each exercise, for players and for files beside an export.

use std::sync::Arc;

use serde::Serialize;

use crate::display::view::round;
use crate::printable::{pretty_json, visible};
use crate::routine::{Exercise, Sides};
use crate::time::{At, millis};
use crate::timeline::{Interval, IntervalKind, Timeline};

/// A part of a session that a player can jump to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// Its first instant.
    pub start: At,
    /// The first instant after it; the start of the next chapter, or the end of the session.
    pub end: At,
    /// One line of text, without control characters, such as `Squat, 12 reps`.
    pub title: String,
    /// The id of the exercise, for the name of a file.
    pub id: String,
}

/// What one chapter contains.
type Key = (*const Exercise, u32);

/// The chapters of a session, in order and without gaps. Each begins with the rest before its exercise, in which the
/// exercise is explained. A session with a single exercise has a chapter for each set.
#[must_use]
pub fn chapters(timeline: &Timeline) -> Vec<Chapter> {
    let by_round = divide(timeline, |interval| interval.round);
    let places = if by_round.len() > 1 { by_round } else { divide(timeline, |interval| interval.set) };
    let by_set = places.len() > 1 && divide(timeline, |interval| interval.round).len() < 2;
    let ends = places.iter().skip(1).map(|(start, _)| *start).chain([timeline.end()]);
    places
        .iter()
        .zip(ends)
        .map(|((start, interval), end)| Chapter {
            start: *start,
            end,
            title: visible(&title(interval, by_set)),
            id: interval.exercise.as_ref().map_or_else(String::new, |exercise| exercise.id.clone()),
        })
        .collect()
}

/// Divides a session by exercise and by a number: where each part begins, and its first interval with work or with what
/// comes directly before work.
fn divide(timeline: &Timeline, number: impl Fn(&Interval) -> u32) -> Vec<(At, &Interval)> {
    let mut places: Vec<(At, &Interval)> = Vec::new();
    let mut before: Option<Key> = None;
    let mut rest = None;
    for interval in &timeline.intervals {
        let Some(exercise) = &interval.exercise else { continue };
        if interval.kind == IntervalKind::Rest {
            rest = rest.or(Some(interval.start));
            continue;
        }
        let key = (Arc::as_ptr(exercise), number(interval));
        let start = rest.take().unwrap_or(interval.start);
        if before != Some(key) {
            before = Some(key);
            places.push((if places.is_empty() { At::ZERO } else { start }, interval));
        }
    }
    places
}

/// The title of the chapter that begins with an interval.
fn title(interval: &Interval, by_set: bool) -> String {
    let Some(exercise) = &interval.exercise else { return String::new() };
    let amount = interval.own_set().map_or_else(String::new, |set| format!(", {}", exercise.amount(set)));
    let side = match exercise.sides {
        Sides::Together => "",
        Sides::Each | Sides::Alternate => " on each side",
        Sides::Left => " on the left side",
        Sides::Right => " on the right side",
    };
    let sets = match exercise.sets {
        1 => String::new(),
        sets if by_set => format!(", set {} of {sets}", interval.set),
        sets => format!(", {sets} sets"),
    };
    let round = if interval.rounds == 1 { String::new() } else { format!(", {}", round(interval)) };
    format!("{}{amount}{side}{sets}{round}", exercise.name)
}

/// The chapters as lines of text, each with its start: `00:01:05.000 Squat, 12 reps`.
#[must_use]
pub fn text(chapters: &[Chapter]) -> String {
    chapters.iter().map(|chapter| format!("{} {}\n", stamp(chapter.start, '.'), chapter.title)).collect()
}

#[derive(Serialize)]
struct ChaptersJson<'a> {
    version: &'static str,
    chapters: Vec<ChapterJson<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ChapterJson<'a> {
    start_time: f64,
    end_time: f64,
    title: &'a str,
}

/// The chapters as podcast apps read them: the JSON format of the Podcast Namespace, version 1.2.0, with times in
/// seconds.
#[must_use]
pub fn json(chapters: &[Chapter]) -> String {
    let chapter = |chapter: &'_ Chapter| -> (f64, f64) {
        (millis(chapter.start - At::ZERO) / 1e3, millis(chapter.end - At::ZERO) / 1e3)
    };
    let chapters = chapters.iter().map(|it| {
        let (start_time, end_time) = chapter(it);
        ChapterJson { start_time, end_time, title: &it.title }
    });
    pretty_json(&ChaptersJson { version: "1.2.0", chapters: chapters.collect() }) + "\n"
}

/// An instant as `00:01:05.250`, with `point` before the milliseconds; rounded to the nearest.
#[must_use]
pub fn stamp(at: At, point: char) -> String {
    let millis = (at.0.as_nanos() + 500_000) / 1_000_000;
    let (seconds, millis) = (millis / 1_000, millis % 1_000);
    format!("{:02}:{:02}:{:02}{point}{millis:03}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}
