//! Which layer wins: options, history, exercise, routine, library.

use super::*;
use crate::routine::past::{Attempt, Past, Tried};
use crate::routine::{Instructions, InstructionsChoice};

#[test]
fn changes_win_over_everything() {
    let text = "[[exercise]]\nuse=\"clam-shell\"\nreps=3\nrest-after=\"40s\"\n";
    let hard = Changes { level: Some(LevelChoice::Hard), ..Changes::default() };
    assert_eq!(first("[[exercise]]\nuse=\"clam-shell\"", &hard).set(1, 1).work, Work::Reps(20));
    let changes = Changes {
        reps: Some("12".parse().unwrap()),
        tempo: Some("3-1-2-0".parse().unwrap()),
        rest: Some("5s".parse().unwrap()),
        ..Changes::default()
    };
    let exercise = first(text, &changes);
    assert_eq!(exercise.set(1, 1).work, Work::Reps(12));
    assert_eq!(exercise.set(1, 1).rep.length(), Duration::from_secs(6));
    assert_eq!(exercise.rest_after(1), Rest::Time(Duration::from_secs(5)));
    let timed = Changes { r#for: Some("45s".parse().unwrap()), ..Changes::default() };
    assert_eq!(first(text, &timed).set(1, 1).work, Work::Time(Duration::from_secs(45)));
}

#[test]
fn what_progresses_is_what_the_history_can_tell_apart() {
    let at = |keys: &str, stage: u32| {
        let past = Past { stages: [("a".to_owned(), stage)].into(), ..Past::default() };
        let changes = Changes { level: Some(LevelChoice::Progress), past, ..Changes::default() };
        let exercise = first(&format!("[[exercise]]\nname='A'\n{keys}\n"), &changes);
        let values = exercise.progress.as_ref().map(|progress| progress.values.clone());
        let set = exercise.set(1, 1);
        format!("{} {} {:?} {values:?}", exercise.sets, exercise.amount(set), length_of(set, Phase::Hold))
    };
    assert_eq!(at("reps='8-12'", 1), "1 9 reps 0ns Some(\"9 reps\")");
    assert_eq!(at("reps='8-9'\nhold='2-4s'\nsets='2-3'", 3), "2 9 reps 4s Some(\"9 reps, hold 4s, 2 sets\")");
    assert_eq!(at("reps='8-9'\nhold='2-4s'\nsets='2-3'", 4), "3 9 reps 4s Some(\"9 reps, hold 4s, 3 sets\")");
    assert_eq!(at("reps='open'\nhold='2-4s'", 1), "1 as many reps as you like 3s Some(\"hold 3s\")");
    assert_eq!(at("for='20-30s'", 2), "1 22s 0ns Some(\"22s\")");
    assert_eq!(at("for='open'\nreps='8-12'", 1), "1 9 reps, own pace 0ns Some(\"9 reps\")");
    assert_eq!(at("for='20-30s'\nhold='2-4s'", 1), "1 20s 2s None");
    // The easy end of each range: of paced work the history has the reps, and of phases no hold.
    assert_eq!(at("for='20-30s'\nrate=20", 1), "1 20s 0ns None");
    assert_eq!(at("for='open'", 1), "1 own pace 0ns None");
    assert_eq!(at("reps=5\nphases=['In 2-4s', 'Out 2-4s']", 1), "1 5 reps 0ns None");
    assert_eq!(at("reps=5", 1), "1 5 reps 0ns None");
}

#[test]
fn with_two_sides_a_session_succeeds_only_with_both() {
    let stage = |sides: &str, done: &[Option<Side>]| {
        let tried = |side: &Option<Side>| Tried {
            round: 1,
            set: 1,
            side: *side,
            planned: Some(8),
            is_full: true,
            hold_ms: 0,
            load: None,
        };
        let attempt = || Attempt {
            sets: done.iter().map(tried).collect(),
            planned_sets: Some(1),
            ..Attempt::default()
        };
        let attempts = [("a".to_owned(), vec![attempt(), attempt()])].into();
        let past = Past { attempts, ..Past::default() };
        let changes = Changes { level: Some(LevelChoice::Progress), past, ..Changes::default() };
        let exercise = first(&format!("[[exercise]]\nname='A'\nreps='8-12'\nsides='{sides}'\n"), &changes);
        exercise.progress.unwrap().stage
    };
    assert_eq!(stage("together", &[None]), 1);
    assert_eq!(stage("each", &[Some(Side::Left), Some(Side::Right)]), 1);
    assert_eq!(stage("each", &[Some(Side::Left)]), 0);
    assert_eq!(stage("left", &[Some(Side::Left)]), 1);
}

#[test]
fn every_option_wins_over_the_file() {
    let text = "[[exercise]]\nname='A'\nreps=['4 steps', '5 steps']\nsides='each'\nfirst='left'\nready='9s'\nswitch='9s'\ncount='off'\ninstructions='off'\nrest='9s'\ntempo='1-1-1-1'\n";
    let with = |changes: Changes| first(text, &changes);
    let length = |text: &str| Some(text.parse().unwrap());
    let none = Changes::default();
    let exercise = with(Changes { sides: Some(Sides::Alternate), first: Some(Side::Right), ..none.clone() });
    assert_eq!((exercise.sides, exercise.first), (Sides::Alternate, Side::Right));
    let exercise = with(Changes { ready: length("3s"), switch: length("4s"), ..none.clone() });
    assert_eq!([exercise.ready, exercise.switch].map(|length| length.as_secs()), [3, 4]);
    assert_eq!(exercise.ready_from, Origin::Above, "it is for all exercises");
    assert_eq!(with(none.clone()).ready_from, Origin::Exercise);
    assert_eq!(first("[[exercise]]\nuse='squat'\n", &none).ready_from, Origin::Default);
    let exercise = with(Changes {
        count: Some(Count::Last),
        instructions: Some(InstructionsChoice::Brief),
        ..none.clone()
    });
    assert_eq!((exercise.count, exercise.instructions), (Count::Last, Instructions::Brief));
    let exercise = with(Changes { rest: Some("3s".parse().unwrap()), ..none.clone() });
    assert_eq!(
        (exercise.set(1, 1).rest.length(), exercise.rest_after(1).length()),
        (Duration::from_secs(3), Duration::from_secs(3))
    );
    let exercise = with(Changes { reps: Some("3 breaths".parse().unwrap()), sets: Some(3), ..none.clone() });
    assert_eq!((exercise.sets, exercise.amount(exercise.set(1, 3))), (3, "3 breaths".to_owned()));
    let open = with(Changes { reps: Some("open".parse().unwrap()), ..none.clone() });
    assert_eq!(open.set(1, 1).work, Work::Open(4), "as many as the file has");
    let timed = with(Changes { r#for: length("30s"), ..none.clone() });
    assert_eq!(timed.set(1, 1).work, Work::Time(Duration::from_secs(30)), "the tempo is that of the reps");
    let paced = |changes: Changes| with(Changes { r#for: length("30s"), ..changes }).set(1, 1).work;
    let reps = |reps| Work::Paced { time: Duration::from_secs(30), reps };
    assert_eq!(paced(Changes { lift: length("3s"), ..none.clone() }), reps(5));
    assert_eq!(paced(Changes { tempo: Some("2-0-2-0".parse().unwrap()), ..none.clone() }), reps(7));
    let phases = [
        (Changes { lift: length("7s"), ..none.clone() }, Phase::Lift),
        (Changes { hold: length("7s"), ..none.clone() }, Phase::Hold),
        (Changes { lower: length("7s"), ..none.clone() }, Phase::Lower),
        (Changes { pause: length("7s"), ..none }, Phase::Pause),
    ];
    for (changes, phase) in phases {
        let set = with(changes).set(1, 1).clone();
        assert_eq!((length_of(&set, phase).as_secs(), set.rep.length().as_secs()), (7, 10), "{phase:?}");
    }
}

#[test]
fn of_two_layers_that_exclude_each_other_the_nearer_wins() {
    let set = |text: &str| first(text, &Changes::default()).set(1, 1).clone();
    let seconds = |set: &Set| (set.rep.length().as_secs(), set.rest.length().as_secs());
    let with = |top: &str, own: &str| {
        seconds(&set(&format!("{top}\n[[exercise]]\nname='A'\nreps=2\nsets=2\n{own}\n")))
    };
    assert_eq!(with("rate=6", ""), (10, 20));
    for phase in ["lift='3s'", "hold='1s'", "lower='3s'", "pause='1s'"] {
        assert_eq!(with("rate=6", phase), (5, 20), "{phase}");
    }
    assert_eq!(with("lift='8s'", "rate=6"), (10, 20), "scaled");
    assert_eq!(with("every='1m'", ""), (4, 52));
    assert_eq!(with("every='1m'", "rest='5s'"), (4, 5));
    assert_eq!(with("every='1m'", "rest-after='5s'"), (4, 20));
    assert_eq!(with("rest='5s'\nrest-after='5s'", "every='1m'"), (4, 52));
    let after = first("rest-after='5s'\n[[exercise]]\nname='A'\nreps=2\nevery='1m'\n", &Changes::default());
    assert_eq!(after.rest_after(1).length().as_secs(), 52, "the clock has the last word");
}

#[test]
fn an_exercise_that_is_known_is_announced_briefly_unless_it_is_to_be_full() {
    let past = Past { known: ["a".to_owned()].into(), ..Past::default() };
    let of = |keys: &str| {
        let changes = Changes { past: past.clone(), ..Changes::default() };
        let exercise = first(&format!("[[exercise]]\nname='A'\nreps=1\n{keys}\n"), &changes);
        (exercise.instructions, exercise.learns)
    };
    assert_eq!(of(""), (Instructions::Brief, true));
    assert_eq!(of("instructions='full'"), (Instructions::Full, false));
    assert_eq!(
        first("[[exercise]]\nname='A'\nreps=1\n", &Changes::default()).instructions,
        Instructions::Full
    );
}
