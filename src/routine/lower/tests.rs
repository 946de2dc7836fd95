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
}

#[test]
fn what_progresses_is_what_the_history_can_tell_apart() {
    let at = |keys: &str, stage: u32| {
        let past = super::super::past::Past {
            stages: [("a".to_owned(), stage)].into(),
            ..super::super::past::Past::default()
        };
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
    // The easy end of each range: of paced work the history has the reps, and of phases no hold.
    assert_eq!(at("for='20-30s'\nrate=20", 1), "1 20s 0ns None");
    assert_eq!(at("for='open'", 1), "1 own pace 0ns None");
    assert_eq!(at("reps=5\nphases=['In 2-4s', 'Out 2-4s']", 1), "1 5 reps 0ns None");
    assert_eq!(at("reps=5", 1), "1 5 reps 0ns None");
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
    let exercise = with(Changes {
        count: Some(Count::Last),
        instructions: Some(super::super::InstructionsChoice::Brief),
        ..none.clone()
    });
    assert_eq!((exercise.count, exercise.instructions), (Count::Last, super::super::Instructions::Brief));
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
fn what_follows_from_the_sets_of_an_exercise() {
    let of = |keys: &str| {
        first(&format!("[[exercise]]\nname='Wall sit'\nswitch='3s'\n{keys}\n"), &Changes::default())
    };
    // Sets of 20, 16 and twice 12 seconds, with rests of 5, 6 and 6 between them.
    let sets = of("reps=[5, 4, 3]\nsets=4\nrest=['5s', '6s', '6s']");
    assert_eq!(sets.length_of_round(1).as_secs(), 20 + 5 + 16 + 6 + 12 + 6 + 12);
    assert_eq!(
        sets.each_set(2).map(|(set, times)| (set.work.reps().unwrap(), times)).collect::<Vec<_>>(),
        [(5, 2), (4, 2), (3, 4)]
    );
    assert_eq!(sets.each_set(0).map(|(_, times)| times).sum::<u64>(), 0);
    for (sides, reps, work, whole) in
        [("together", 5, 20, 20), ("each", 10, 40, 43), ("alternate", 10, 40, 40), ("left", 5, 20, 20)]
    {
        let exercise = of(&format!("reps=5\nsides='{sides}'"));
        let set = exercise.set(1, 1);
        assert_eq!(
            (
                exercise.reps_of_set(set),
                exercise.work_of_set(set).as_secs(),
                exercise.length_of_set(set).as_secs()
            ),
            (reps, work, whole),
            "{sides}"
        );
    }
    let timed = of("for='9s'\nsides='alternate'");
    assert_eq!((timed.reps_of_set(timed.set(1, 1)), timed.length_of_set(timed.set(1, 1)).as_secs()), (2, 21));
    let aliased = Exercise {
        id: "wall".to_owned(),
        facts: Facts { aliases: vec!["Chair".to_owned()], ..timed.facts.clone() },
        ..timed
    };
    for name in ["wall", "Wall sit", "wall sits", "WALL-SIT", "chair", "chairs"] {
        assert!(aliased.is_called(name), "{name}");
    }
    assert!(!aliased.is_called("sit") && !aliased.is_called("wal"));
}

#[test]
fn an_exercise_that_is_known_is_announced_briefly_unless_it_is_to_be_full() {
    let past =
        super::super::past::Past { known: ["a".to_owned()].into(), ..super::super::past::Past::default() };
    let of = |keys: &str| {
        let changes = Changes { past: past.clone(), ..Changes::default() };
        let exercise = first(&format!("[[exercise]]\nname='A'\nreps=1\n{keys}\n"), &changes);
        (exercise.instructions, exercise.learns)
    };
    use super::super::Instructions;
    assert_eq!(of(""), (Instructions::Brief, true));
    assert_eq!(of("instructions='full'"), (Instructions::Full, false));
    assert_eq!(
        first("[[exercise]]\nname='A'\nreps=1\n", &Changes::default()).instructions,
        Instructions::Full
    );
}

#[test]
fn rounds_that_the_user_sets_the_pace_of_are_known() {
    let has = |work: &str| {
        let text = format!("[[block]]\nfor='5m'\n[[block.exercise]]\nname='A'\n{work}\n");
        lowered(&text, &Changes::default()).unwrap().has_rounds_at_own_pace()
    };
    assert_eq!([has("for='open'"), has("for='20s'"), has("reps=3")], [true, false, false]);
}
