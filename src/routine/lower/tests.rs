mod layers;

use super::*;
use crate::routine::phase::Phase;
use crate::routine::reps::LevelChoice;
use crate::routine::selection::Selection;
use std::time::Duration;

fn lowered(text: &str, changes: &Changes) -> Result<Routine, Vec<String>> {
    let result = Routine::parse(&Source::new("t.toml", text), &Library::new([]), changes);
    result.map_err(|errors| errors.0.into_iter().map(|error| error.title).collect())
}

fn first(text: &str, changes: &Changes) -> Exercise {
    lowered(text, changes).unwrap().blocks.remove(0).exercises.remove(0)
}

fn length_of(set: &Set, kind: Phase) -> Duration {
    set.rep.spans(kind).map(|(from, to)| to - from).sum()
}

fn titles(text: &str) -> Vec<String> {
    lowered(text, &Changes::default()).expect_err("it has an error")
}

#[test]
fn the_nearer_layer_wins_value_by_value() {
    let text = r#"
        rest = "11s"
        ready = "9s"
        hold = "1s"
        [[block]]
        hold = "4s"
        [[block.exercise]]
        use = "clam-shell"
        lower = "3s"
    "#;
    let exercise = first(text, &Changes::default());
    assert_eq!(exercise.id, "clam-shell");
    assert_eq!(exercise.name, "Lying clam shell");
    let set = exercise.set(1, 1);
    assert_eq!(set.work, Work::Reps(15), "from the library, its easy end");
    let seconds = [
        set.rest.length(),
        exercise.rest_after(1).length(),
        exercise.ready,
        length_of(set, Phase::Hold),
        length_of(set, Phase::Lower),
    ];
    assert_eq!(seconds.map(|d| d.as_secs()), [11, 11, 9, 4, 3]);
    assert_eq!(length_of(set, Phase::Lift), Duration::from_secs(2));
}

#[test]
fn an_open_set_keeps_the_number_of_the_layer_below() {
    assert_eq!(
        first("[[exercise]]\nuse=\"fire-hydrant\"\nreps=\"open\"", &Changes::default()).set(1, 1).work,
        Work::Open(10)
    );
    assert_eq!(
        first("reps=7\n[[exercise]]\nname=\"A\"\nreps=\"open\"", &Changes::default()).set(1, 1).work,
        Work::Open(7)
    );
}

#[test]
fn all_errors_are_reported() {
    let text = r#"
        [[exercise]]
        use = "clamshel"
        [[exercise]]
        reps = 3
        [[exercise]]
        name = "A"
        [[exercise]]
        name = "B"
        reps = "12-10"
        for = "45"
        sets = 0
        [[exercise]]
        name = "C"
        for = "10s"
        tempo = "3-1"
        lift = "-2s"
        sides = "echa"
    "#;
    let number = "a duration such as \"90s\", \"1m30s\", \"1:30\" or \"1.5s\", with its unit";
    let tempo =
        "a tempo of four numbers, lower-pause-lift-hold, such as \"3-1-2-0\", \"3120\" or \"3-1-X-0\"";
    assert_eq!(
        titles(text),
        [
            "unknown exercise `clamshel`",
            "the exercise has neither `use` nor `name`",
            "the exercise has neither `reps` nor `for`",
            "`reps` must be a range whose low end comes first",
            "an exercise has either `reps` or `for`, not both",
            &format!("`for` must be {number}, or \"open\""),
            "`sets` must be a whole number from 1 to 100000, or a range such as \"2-3\"",
            &format!("`tempo` must be {tempo}"),
            "an exercise has either `tempo` or `lift`, not both",
            "`lift` must be a duration that is not negative",
            "`sides` must be one of \"together\", \"each\", \"alternate\", \"left\", \"right\"",
        ]
    );
}

#[test]
fn a_routine_has_a_maximum_length() {
    assert_eq!(
        titles("[[exercise]]\nname=\"A\"\nreps=1000\nsets=101"),
        ["the routine has more than 100000 reps"]
    );
    assert_eq!(
        titles("[[exercise]]\nname=\"A\"\nfor=\"13h\"\nsets=2"),
        ["the routine lasts longer than 24h"]
    );
    let short = "[[exercise]]\nname='A'\nreps=1\nready='1s'\nrest-after='0s'\n";
    let all = lowered(&short.repeat(10_000), &Changes::default());
    assert!(all.is_ok(), "only rests and switches that are played count");
    assert_eq!(
        titles("[[block]]\nrounds=100000\n[[block.exercise]]\nname=\"A\"\nreps=100000\nsets=100000"),
        ["the routine has more than 100000 reps"]
    );
}

#[test]
fn a_rep_of_no_length_is_refused() {
    assert_eq!(
        titles("[[exercise]]\nname=\"A\"\nreps=1\nlift=\"0s\"\nlower=\"0s\""),
        ["a rep must last at least 0.2s"]
    );
}

#[test]
fn from_starts_in_the_middle_of_a_round() {
    let text = r#"
        [[block]]
        rounds = 3
        round-rest = "50s"
        [[block.exercise]]
        name = "A"
        reps = 1
        [[block.exercise]]
        name = "B"
        reps = 1
    "#;
    let from = |name: &str| {
        lowered(
            text,
            &Changes {
                selection: Selection { from: Some(name.to_owned()), ..Selection::default() },
                ..Changes::default()
            },
        )
    };
    let routine = from("b").unwrap();
    let shape: Vec<(u32, usize)> = routine.blocks.iter().map(|b| (b.rounds, b.exercises.len())).collect();
    assert_eq!(shape, [(1, 1), (2, 2)]);
    assert_eq!(routine.blocks[0].exercises[0].rest_after(1), Rest::Time(Duration::from_secs(50)));
    assert_eq!(from("a").unwrap().blocks.len(), 1);
    assert_eq!(from("C").unwrap_err(), ["`--from`: the routine has no exercise `C`"]);
}

/// The sets of the first exercise in a round: amount, load and rest.
fn sets(text: &str, round: u32) -> Vec<String> {
    let exercise = first(text, &Changes::default());
    let line = |set| {
        let set = exercise.set(round, set);
        format!("{} {} {}", exercise.amount(set), set.load.as_deref().unwrap_or("-"), set.rest)
    };
    (1..=exercise.sets).map(line).collect()
}

#[test]
fn a_list_has_a_value_for_each_set() {
    let text =
        "[[exercise]]\nname='A'\nreps=[12, 10, 8, 6]\nload=['8 kg', '10 kg']\nrest=['60s', '90s', '2m']\n";
    assert_eq!(
        sets(text, 1),
        ["12 reps 8 kg 1m", "10 reps 10 kg 1m30s", "8 reps 10 kg 2m", "6 reps 10 kg 2m"]
    );
    let more = "[[exercise]]\nname='A'\nsets=3\nfor=['10s', '20s']\n";
    assert_eq!(sets(more, 1), ["10s - 20s", "20s - 20s", "20s - 20s"]);
    let two = Changes { sets: Some(2), reps: Some("5".parse().unwrap()), ..Changes::default() };
    assert_eq!((first(text, &two).sets, first(text, &two).set(1, 2).work), (2, Work::Reps(5)));
}

#[test]
fn a_list_at_the_top_of_a_block_has_a_value_for_each_round() {
    let block = "[[block]]\nrounds=3\nreps=[3, 2, 1]\n[[block.exercise]]\nname='A'\nsets=2\n";
    assert_eq!(
        (1..=3).map(|round| sets(block, round)[1].clone()).collect::<Vec<_>>(),
        ["3 reps - 20s", "2 reps - 20s", "1 rep - 20s"]
    );
    let own = "[[block]]\nrounds=3\n[[block.exercise]]\nname='A'\nsets=1\nreps=[3, 2, 1]\n";
    assert_eq!(
        (sets(own, 1), sets(own, 3)),
        (vec!["3 reps - 20s".to_owned()], vec!["1 rep - 20s".to_owned()])
    );
    let each = "[[block]]\nrounds=3\n[[block.exercise]]\nname='A'\nreps=[3, 2]\n";
    assert_eq!(sets(each, 3), ["3 reps - 20s", "2 reps - 20s"], "the sets of each round");
}

#[test]
fn combinations_that_mean_nothing_are_errors() {
    let error =
        |keys: &str| titles(&format!("[[exercise]]\nname='A'\n{}\n", keys.replace("; ", "\n"))).remove(0);
    for (keys, title) in [
        ("reps=[3, 2, 1]; load=['1 kg', '2 kg']", "`load` has 2 values, `reps` has 3"),
        ("reps=[3, 2, 1]; sets=2", "`reps` has 3 values for 2 sets"),
        ("reps=[3, 2]; rest=['1s', '2s']", "two sets have one rest between them"),
        ("reps=[3, 'open']", "a list of `reps` cannot contain \"open\""),
        ("for=['3s', 'open']", "a list of `for` cannot contain \"open\""),
        ("reps=['3 steps', '2 breaths']", "one exercise counts either steps or breaths, not both"),
        ("reps=3; every='1m'; rest='3s'", "an exercise has either `every` or `rest`, not both"),
        ("reps=3; every='10s'", "set 1 is 2s longer than `every`"),
        ("reps='open'; every='1m'", "`every` begins each set on the clock, and an open-ended set has no end"),
        ("reps=3; rate=18; tempo='2020'", "an exercise has either `rate` or `tempo`, not both"),
        ("reps=3; phases=['In 3s']; hold='2s'", "an exercise has either `phases` or `hold`, not both"),
        ("reps=3; phases=['In 3s', 'Out']", "either all `phases` have a length, or none has"),
        ("reps=3; phases=['In', 'Out']", "`phases` without lengths need a `rate`"),
        ("for='3s'; phases=['In 4s']", "not one rep is complete within 3s"),
        ("for='open'; tempo='2020'", "an exercise has either `for` or `tempo`, not both"),
        ("reps=3; sides='left'; first='left'", "an exercise has either `sides` or `first`, not both"),
    ] {
        assert_eq!(error(keys), title, "{keys}");
    }
    let block = |keys: &str, exercise: &str| {
        titles(&format!("[[block]]\n{keys}\n[[block.exercise]]\nname='A'\n{exercise}\n")).remove(0)
    };
    assert_eq!(block("rounds=2\nreps=[3, 2, 1]", ""), "`reps` has 3 values for 2 rounds");
    let both = block("rounds=2\nfor='9m'", "reps=3");
    assert_eq!(both, "a block has either `rounds` or, with `for`, rounds until time is up");
    assert_eq!(
        block("every='1m'\nround-rest='9s'", "reps=3"),
        "a block has either `every` or `round-rest`, not both"
    );
    assert_eq!(titles("[week.0]\nreps=3\n[[exercise]]\nname='A'\nreps=3\n"), ["`0` is not a week"]);
}

#[test]
fn a_level_takes_its_end_of_every_range() {
    let text = "[[exercise]]\nname='A'\nreps='8-10 breaths'\nsets='2-3'\nhold='3-5s'\nrest='60-90s'\n";
    let at = |level| {
        let exercise = first(text, &Changes { level: Some(level), ..Changes::default() });
        let set = exercise.set(1, 1);
        format!("{} {} {:?} {}", exercise.sets, exercise.amount(set), length_of(set, Phase::Hold), set.rest)
    };
    assert_eq!(at(LevelChoice::Easy), "2 8 breaths 3s 1m30s");
    assert_eq!(at(LevelChoice::Standard), "2 9 breaths 4s 1m15s");
    assert_eq!(at(LevelChoice::Hard), "3 10 breaths 5s 1m");
}

#[test]
fn timed_work_has_reps_only_if_a_rhythm_is_meant_for_it() {
    let work = |text: &str| first(text, &Changes::default()).set(1, 1).work;
    let (time, minute) = (|seconds| Work::Time(Duration::from_secs(seconds)), Duration::from_secs(60));
    assert_eq!(work("hold='7s'\n[[exercise]]\nname='A'\nfor='60s'\n"), time(60), "for the others");
    assert_eq!(work("[[exercise]]\nuse='squat'\nfor='60s'\n"), time(60), "of the library's reps");
    let paced = |reps| Work::Paced { time: minute, reps };
    assert_eq!(work("[[exercise]]\nname='A'\nfor='60s'\ntempo='3-0-4-0'\n"), paced(8));
    assert_eq!(work("rate=18\n[[exercise]]\nname='A'\nfor='60s'\n"), paced(18));
    assert_eq!(work("for='60s'\n[[exercise]]\nname='A'\nphases=['In 3s', 'Out 4s']\n"), paced(8));
}

#[test]
fn a_set_or_an_exercise_is_selected_by_its_number() {
    let text = "[[exercise]]\nname='Plank'\nfor=['10s', '20s', '30s']\n[[exercise]]\nname='A'\nreps=1\n[[exercise]]\nname='A'\nreps=2\n";
    let selected = |selection: Selection| {
        let changes = Changes { selection, ..Changes::default() };
        lowered(text, &changes).map(|routine| {
            let exercises = routine.blocks.iter().flat_map(|block| &block.exercises);
            let amounts = exercises.flat_map(|exercise| {
                (1..=exercise.sets).map(|set| exercise.amount(exercise.set(1, set))).collect::<Vec<_>>()
            });
            amounts.collect::<Vec<_>>().join(", ")
        })
    };
    let only = |name: &str| selected(Selection { only: vec![name.to_owned()], ..Selection::default() });
    let from = |name: &str| selected(Selection { from: Some(name.to_owned()), ..Selection::default() });
    let skip = |name: &str| selected(Selection { skip: vec![name.to_owned()], ..Selection::default() });
    assert_eq!(only("a:2").unwrap(), "2 reps");
    assert_eq!(only("plank:2").unwrap(), "20s");
    assert_eq!(from("plank:2").unwrap(), "20s, 30s, 1 rep, 2 reps");
    assert_eq!(from("a:2").unwrap(), "2 reps");
    assert_eq!(skip("plank:2").unwrap(), "10s, 30s, 1 rep, 2 reps");
    assert_eq!(only("plank:4").unwrap_err(), ["`--only`: the routine has no exercise `plank:4`"]);
}

#[test]
fn weeks_replace_the_top_of_the_routine_and_of_a_block() {
    let text = "starts = 2026-01-05\nsets=2\nreps=10\n[week.4]\nsets=3\n[week.6]\nreps=15\n[[block]]\nrounds=2\n[block.week.3]\nrounds=1\n[[block.exercise]]\nname='A'\n";
    let of = |changes: &Changes| {
        let routine = lowered(text, changes).unwrap();
        let exercise = &routine.blocks[0].exercises[0];
        (routine.week, routine.blocks[0].rounds, exercise.sets, exercise.set(1, 1).work.reps().unwrap())
    };
    let week = |week| of(&Changes { week: Some(week), ..Changes::default() });
    assert_eq!(
        [1, 3, 4, 6, 9].map(week),
        [(1, 2, 2, 10), (3, 1, 2, 10), (4, 1, 3, 10), (6, 1, 3, 15), (9, 1, 3, 15)]
    );
    let today = |day| {
        of(&Changes { today: Some(super::super::week::Day::new(2026, 1, day)), ..Changes::default() }).0
    };
    assert_eq!([4, 5, 11, 12].map(today), [1, 1, 1, 2]);
    // With `progress`, the plan goes on from the sessions before.
    let past = |level| {
        let past = crate::routine::past::Past { week: Some(6), ..Default::default() };
        let today = Some(super::super::week::Day::new(2026, 1, 12));
        of(&Changes { past, level, today, ..Changes::default() }).0
    };
    assert_eq!([Some(LevelChoice::Progress), None].map(past), [6, 2]);
}

#[test]
fn of_very_many_unknown_exercises_the_first_are_reported() {
    let unknown = "[[exercise]]\nuse='no such'\n";
    assert_eq!(titles(&unknown.repeat(1_000)).len(), 1_000);
    assert_eq!(titles(&unknown.repeat(1_002)).len(), 1_000);
}

#[test]
fn rests_alone_give_the_number_of_sets() {
    let text = "[[exercise]]\nname='A'\nreps=5\nrest=['7s', '8s']\n";
    assert_eq!(sets(text, 1), ["5 reps - 7s", "5 reps - 8s", "5 reps - 8s"]);
    let single = "[[exercise]]\nname='A'\nreps=[5]\nrest=['7s', '8s']\n";
    assert_eq!(sets(single, 1).len(), 3);
}

#[test]
fn a_phase_may_last_ten_minutes() {
    let text = |lift: &str| format!("[[exercise]]\nname='A'\nreps=2\nlift={lift}\n");
    assert!(lowered(&text("'10m'"), &Changes::default()).is_ok());
    assert_eq!(titles(&text("'601s'")), ["`lift` must be at most 10m"]);
    assert_eq!(titles(&text("['2s', '601s']")), ["`lift` must be at most 10m"]);
}

#[test]
fn the_time_of_a_block_is_that_of_its_week() {
    let text = "[[block]]\nfor='10s'\n[block.week.2]\nfor='20s'\n[[block.exercise]]\nname='A'\nfor='5s'\n";
    let of = |week| {
        let routine = lowered(text, &Changes { week: Some(week), ..Changes::default() }).unwrap();
        (routine.blocks[0].time.unwrap().as_secs(), routine.blocks[0].rounds)
    };
    assert_eq!([1, 2, 3].map(of), [(10, 2), (20, 4), (20, 4)]);
    // An open block has no time, and neither has one whose exercises have no amount.
    for open in [
        "for='open'\nrounds=2\n[[block.exercise]]\nname='A'\nreps=5",
        "for='9s'\n[[block.exercise]]\nname='A'",
    ] {
        let routine = lowered(&format!("[[block]]\n{open}\n"), &Changes::default()).unwrap();
        assert_eq!(routine.blocks[0].time, None, "{open}");
    }
}

#[test]
fn rounds_until_time_is_up_are_as_many_as_can_begin() {
    let rounds = |time: &str, reps: &str| {
        let text =
            format!("[[block]]\nfor='{time}'\n[[block.exercise]]\nname='A'\nrest-after='0s'\nreps={reps}\n");
        lowered(&text, &Changes::default()).unwrap().blocks[0].rounds
    };
    // A rep takes four seconds.
    assert_eq!([("4s", "1"), ("8s", "1"), ("9s", "1")].map(|(time, reps)| rounds(time, reps)), [1, 2, 3]);
    // Rounds of 12, 8 and then 4 seconds.
    let list = "[3, 2, 1]\nsets=1";
    assert_eq!(["12s", "13s", "20s", "21s", "24s", "25s"].map(|time| rounds(time, list)), [1, 2, 2, 3, 3, 4]);
}

#[test]
fn a_library_exercise_with_an_error_is_not_drilled() {
    let library = Library::new([(
        "broken".to_owned(),
        Source::new("broken.toml", "name='Broken'\nreps=3\nfor-each=2\n"),
    )]);
    let changes = Changes::default();
    let drilled = drill("broken", &Context { library: &library, changes: &changes });
    assert_eq!(drilled.unwrap_err()[0].title, "unknown key `for-each` in an exercise file");
}
