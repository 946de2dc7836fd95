#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::*;
use crate::routine::list::List;

/// A progression of 10 to 12 reps.
fn reps() -> Progression {
    Progression {
        amount: Amount::Reps(PerSet::one(Range { low: 10, high: 12 })),
        unit: None,
        hold: None,
        sets: TimesRange::one(2),
        load: None,
        takes_turns: false,
    }
}

/// A session of two sets that was planned with these reps.
fn attempt(planned: u32, succeeds: bool) -> Attempt {
    let set = |set, is_full| Tried {
        round: 1,
        set,
        side: None,
        planned: Some(planned),
        is_full,
        hold_ms: 0,
        load: None,
    };
    let sets = vec![set(1, true), set(2, succeeds)];
    Attempt { sets, was_too_hard: false, planned_sets: Some(2), planned_rounds: Some(1) }
}

/// Plays months of which each letter is a session, `f` in full and `x` not, always with the values that it has.
fn months(progression: &Progression, sessions: &str) -> Progress {
    let mut attempts = Vec::new();
    for session in sessions.chars() {
        let stage = progression.climb(&attempts).unwrap().stage;
        attempts.push(attempt(10 + stage, session == 'f'));
    }
    progression.climb(&attempts).unwrap()
}

#[test]
fn two_in_full_lead_up_and_two_that_were_not_lead_down() {
    for (sessions, expected) in [
        ("", "10 reps: the low end, to begin with"),
        ("f", "10 reps: done in full once, the second time leads on"),
        ("ff", "11 reps: 10 reps done in full twice"),
        ("fxf", "10 reps: done in full once, the second time leads on"),
        ("fxff", "11 reps: 10 reps done in full twice"),
        ("xxxx", "10 reps: not yet done in full"),
        ("ffx", "11 reps: not yet done in full"),
        ("ffxx", "10 reps: 11 reps too much twice"),
        ("ffff", "12 reps: 11 reps done in full twice"),
        ("fffff", "12 reps: done in full once, the second time leads on"),
        ("ffffff", "12 reps: the high end, done in full twice"),
        ("fffffffff", "12 reps: the high end, done in full twice"),
        ("ffffffx", "12 reps: not yet done in full"),
        ("ffffffxx", "11 reps: 12 reps too much twice"),
    ] {
        assert_eq!(months(&reps(), sessions).to_string(), expected, "{sessions}");
    }
}

#[test]
fn reps_come_first_then_the_hold_then_the_sets() {
    let progression = Progression {
        hold: Some(PerSet::one("2-4s".parse().unwrap())),
        sets: TimesRange { low: 2, high: 3 },
        ..reps()
    };
    let all: Vec<String> = (0..=progression.highest()).map(|stage| progression.values(stage)).collect();
    assert_eq!(
        all,
        [
            "10 reps, hold 2s, 2 sets",
            "11 reps, hold 2s, 2 sets",
            "12 reps, hold 2s, 2 sets",
            "12 reps, hold 3s, 2 sets",
            "12 reps, hold 4s, 2 sets",
            "12 reps, hold 4s, 3 sets"
        ]
    );
}

#[test]
fn the_step_of_a_time_follows_from_its_range() {
    let times = |range: &str| {
        let time = PerSet::new(List::one(range.parse().unwrap()), false);
        let progression = Progression { amount: Amount::Time(time), ..reps() };
        (progression.highest(), progression.values(1))
    };
    assert_eq!(times("20-30s"), (10, "21s".to_owned()));
    assert_eq!(times("30-45s"), (8, "32s".to_owned()));
    assert_eq!(times("30-60s"), (6, "35s".to_owned()));
}

#[test]
fn without_a_range_nothing_progresses() {
    let progression = Progression { amount: Amount::Fixed, ..reps() };
    assert_eq!(progression.climb(&[attempt(10, true), attempt(10, true)]), None);
}

#[test]
fn a_session_with_other_values_says_nothing_and_a_chosen_rung_counts() {
    let climbed = |attempts: &[Attempt]| reps().climb(attempts).unwrap().stage;
    assert_eq!(climbed(&[attempt(5, true), attempt(5, true), attempt(40, true)]), 0);
    assert_eq!(climbed(&[attempt(11, true), attempt(11, true)]), 2);
    let mut loaded = attempt(12, true);
    loaded.sets.iter_mut().for_each(|set| set.load = Some("red band".to_owned()));
    assert_eq!(climbed(&[loaded]), 0, "another load");
}

#[test]
fn too_hard_and_a_skipped_set_or_side_are_no_success() {
    let hard = Attempt { was_too_hard: true, ..attempt(10, true) };
    let skipped = Attempt { planned_sets: Some(3), ..attempt(10, true) };
    let lost = Attempt { planned_rounds: Some(u32::MAX), ..attempt(10, true) };
    assert_eq!(
        [&attempt(10, true), &hard, &skipped, &lost].map(|attempt| attempt.succeeded(false)),
        [true, false, false, false]
    );
    assert!(!attempt(10, true).succeeded(true), "one side of two");
}

proptest! {
    #[test]
    fn doing_more_never_leads_lower(sessions in proptest::collection::vec(any::<(bool, bool)>(), 0..40)) {
        let word = |of: fn(&(bool, bool)) -> bool| -> String {
            sessions.iter().map(|session| if of(session) { 'f' } else { 'x' }).collect()
        };
        let less = months(&reps(), &word(|(one, other)| *one && *other)).stage;
        let more = months(&reps(), &word(|(one, _)| *one)).stage;
        prop_assert!(less <= more);
    }

    #[test]
    fn no_session_leads_out_of_the_range(planned in proptest::collection::vec((0..50_u32, any::<bool>()), 0..40)) {
        let attempts: Vec<Attempt> = planned.iter().map(|(planned, full)| attempt(*planned, *full)).collect();
        let stage = reps().climb(&attempts).unwrap().stage;
        let number = reps().steps(stage).reps(Range { low: 10, high: 12 });
        prop_assert!((10..=12).contains(&number));
    }
}
