#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

/// A line of a set: the day of November, the session, the exercise, the week, planned and cued.
fn set(day: u32, session: &str, exercise: &str, week: u32, planned: u32, cued: u32) -> String {
    format!(
        r#"{{"v":1,"type":"set","id":"{session}-{exercise}-{cued}","session":"{session}","at":"2026-11-{day:02}T18:00:00+01:00","routine":"plan","week":{week},"exercise":"{exercise}","name":"X","round":1,"set":1,"measure":"reps","planned":{planned},"cued":{cued},"seconds":20}}"#
    )
}

/// The line of a session.
fn session(day: u32, id: &str, ending: &str, resumed: bool) -> String {
    format!(
        r#"{{"v":1,"type":"session","id":"{id}","at":"2026-11-{day:02}T17:50:00+01:00","what":"routine","routine":"plan","title":"Plan","resumed":{resumed},"ending":"{ending}","seconds":60,"paused":0,"by":"test"}}"#
    )
}

fn past(lines: &[String], day: i64) -> Past {
    let text = lines.join("\n");
    let history = History::read([text.as_bytes()]);
    assert_eq!((history.unknown, history.damaged), (0, 0), "{text}");
    of(&history, Some("plan"), Day::new(2026, 11, day))
}

#[test]
fn an_exercise_is_known_after_three_sessions_until_it_is_absent_for_four_weeks() {
    let mut lines: Vec<String> =
        [(1, "a"), (2, "b")].iter().map(|(day, id)| set(*day, id, "squat", 1, 5, 5)).collect();
    assert!(past(&lines, 3).known.is_empty());
    lines.push(set(3, "c", "squat", 1, 5, 2));
    assert!(past(&lines, 30).known.contains("squat"));
    assert!(past(&lines, 31).known.is_empty(), "28 days after the last time");
}

#[test]
fn the_week_after_one_that_was_done_in_full_is_next_from_monday_on() {
    // 2 November 2026 is a Monday.
    let done = |day, id: &str, cued| [set(day, id, "squat", 2, 5, cued), session(day, id, "done", false)];
    assert_eq!(past(&done(3, "a", 5), 8).week, Some(2), "in the same week");
    assert_eq!(past(&done(3, "a", 5), 9).week, Some(3));
    assert_eq!(past(&done(3, "a", 4), 9).week, Some(2), "not in full");
    assert_eq!(past(&[], 9).week, None);
}

#[test]
fn a_resumed_session_is_one_with_what_it_resumed() {
    let lines = [
        set(3, "a", "squat", 1, 5, 2),
        session(3, "a", "stopped", false),
        set(4, "b", "squat", 1, 5, 5),
        session(4, "b", "done", true),
    ];
    let past = past(&lines, 5);
    assert_eq!(past.attempts["squat"].len(), 1);
    assert!(past.attempts["squat"][0].succeeded(false));
}

#[test]
fn other_routines_say_nothing_about_the_numbers() {
    let lines = [set(3, "a", "squat", 1, 5, 5)];
    let text = lines.join("\n");
    let history = History::read([text.as_bytes()]);
    assert!(of(&history, Some("other"), Day::new(2026, 11, 4)).attempts.is_empty());
}
