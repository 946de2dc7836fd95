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
fn only_ranges_are_shown_and_a_number_of_sets_without_a_range_is_no_stage() {
    let mut progression = reps();
    progression.hold = Some(PerSet::one(LengthRange { low: Duration::ZERO, high: 3 * HOLD_STEP }));
    assert_eq!(progression.values(0), "10 reps, hold 0s");
    progression.amount = Amount::Reps(PerSet::one(Range { low: 10, high: 10 }));
    assert_eq!(progression.values(1), "hold 1s");
    progression.amount = Amount::Time(PerSet::one(LengthRange::one(Duration::from_secs(30))));
    assert_eq!(progression.values(1), "hold 1s");
    let more_sets = |succeeds| Attempt { planned_sets: Some(9), ..attempt(10, succeeds) };
    assert_eq!(reps().stage_of(&more_sets(true)), Some(0));
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

/// A session that was planned with the values of a stage, and done in full.
fn planned(progression: &Progression, stage: u32) -> Attempt {
    let steps = progression.steps(stage);
    let sets = steps.sets(progression.sets);
    let set = |number: u32| {
        let at = number as usize - 1;
        Tried {
            round: 1,
            set: number,
            side: None,
            planned: match &progression.amount {
                Amount::Reps(reps) => Some(steps.reps(*reps.get(0, at))),
                Amount::Time(time) => Some((steps.time(*time.get(0, at)).as_secs_f64()).round() as u32),
                Amount::Fixed => None,
            },
            is_full: true,
            hold_ms: progression
                .hold
                .as_ref()
                .map_or(0, |hold| u32::try_from(steps.hold(*hold.get(0, at)).as_millis()).unwrap()),
            load: progression.load.as_ref().map(|load| load.get(0, at).clone()),
        }
    };
    Attempt {
        sets: (1..=sets).map(set).collect(),
        was_too_hard: false,
        planned_sets: Some(sets),
        planned_rounds: Some(1),
    }
}

#[test]
fn the_stage_of_a_session_is_found_from_its_values() {
    let ranges = |texts: &[&str]| {
        let values = texts.iter().map(|text| text.parse().unwrap()).collect();
        PerSet::new(List { values, is_list: true }, false)
    };
    let reps_of = |ranges: &[(u32, u32)]| {
        let values = ranges.iter().map(|(low, high)| Range { low: *low, high: *high }).collect();
        Amount::Reps(PerSet::new(List { values, is_list: true }, false))
    };
    let loads =
        PerSet::new(List { values: vec!["5 kg".to_owned(), "6 kg".to_owned()], is_list: true }, false);
    let fixed = Progression { amount: Amount::Fixed, ..reps() };
    for progression in [
        reps(),
        Progression { sets: TimesRange { low: 1, high: 3 }, ..reps() },
        Progression { amount: reps_of(&[(5, 5), (8, 12)]), ..reps() },
        Progression { amount: Amount::Time(ranges(&["20-30s"])), ..reps() },
        Progression { amount: Amount::Time(ranges(&["20.5-40.5s", "10s"])), ..reps() },
        Progression { hold: Some(ranges(&["2-4s", "2.5-6s"])), ..fixed.clone() },
        Progression { hold: Some(ranges(&["2-4s"])), load: Some(loads), ..reps() },
        Progression { sets: TimesRange { low: 2, high: 4 }, ..fixed.clone() },
    ] {
        for stage in 0..=progression.highest() {
            let attempt = planned(&progression, stage);
            let once = progression.climb(std::slice::from_ref(&attempt)).unwrap();
            assert_eq!((once.stage, once.why), (stage, Why::Again(true)), "{progression:?}");
            let twice = progression.climb(&[attempt.clone(), attempt]).unwrap();
            let next = if stage == progression.highest() {
                (stage, Why::Top)
            } else {
                (stage + 1, Why::Up(progression.values(stage)))
            };
            assert_eq!((twice.stage, twice.why), next, "{progression:?}");
        }
    }
    let hold = Progression { hold: Some(ranges(&["2-4s"])), ..fixed };
    assert_eq!(hold.values(1), "hold 3s", "nothing else has a range");
}

#[test]
fn a_resumed_session_keeps_its_stage() {
    let resumed = |stage| reps().resumed(stage).map(|progress| (progress.stage, progress.to_string()));
    assert_eq!(resumed(1), Some((1, "11 reps: as this session began".to_owned())));
    assert_eq!(
        resumed(9),
        Some((2, "12 reps: as this session began".to_owned())),
        "the range is shorter now"
    );
    assert_eq!(Progression { amount: Amount::Fixed, ..reps() }.resumed(1), None);
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
