use super::*;
use crate::routine::phase::Phase;
use crate::routine::reps::Level;
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
    let hard = Changes { level: Some(Level::Hard), ..Changes::default() };
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
        use = "clamshell"
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
            "unknown exercise `clamshell`",
            "the exercise has neither `use` nor `name`",
            "the exercise has neither `reps` nor `for`",
            "`reps` must be a range whose low end comes first",
            "an exercise has either `reps` or `for`, not both",
            &format!("`for` must be {number}"),
            "`sets` must be a whole number from 1 to 100000",
            &format!("`tempo` must be {tempo}"),
            "an exercise has either `tempo` or `lift`, not both",
            "`lift` must be a duration that is not negative",
            "`sides` must be one of \"together\", \"each\", \"alternate\"",
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
