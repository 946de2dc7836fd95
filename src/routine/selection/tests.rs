use super::*;
use crate::diagnostic::{Diagnostics, Source};
use crate::routine::changes::Changes;
use crate::routine::library::Library;

const TEXT: &str = r#"
[[block]]
title = "Start"
kind = "warm-up"
[[block.exercise]]
name = "Cat"
reps = 5
[[block]]
title = "Main"
rounds = 2
[[block.exercise]]
name = "One"
reps = 5
[[block.exercise]]
name = "Two"
sets = 3
reps = 5
[[block.exercise]]
name = "Three"
reps = 5
[[block]]
title = "End"
kind = "cool-down"
[[block.exercise]]
name = "Knees"
for = "30s"
"#;

fn parsed(text: &str, selection: Selection) -> Result<Routine, Diagnostics> {
    let changes = Changes { selection, ..Changes::default() };
    Routine::parse(&Source::new("test.toml", text), &Library::new([]), &changes)
}

fn selected(selection: Selection) -> Result<Routine, Diagnostics> {
    parsed(TEXT, selection)
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Lists the exercises of a routine, with their sets and, if there are several, the rounds of their block.
fn summary(routine: &Routine) -> String {
    let times = |n: u32| if n == 1 { String::new() } else { format!("*{n}") };
    let blocks = routine.blocks.iter().map(|block| {
        let exercises: Vec<String> =
            block.exercises.iter().map(|exercise| exercise.id.clone() + &times(exercise.sets)).collect();
        format!("({}){}", exercises.join(" "), times(block.rounds))
    });
    blocks.collect::<Vec<_>>().join(" ")
}

#[test]
fn only_and_skip_drop_exercises() {
    let whole = selected(Selection::default()).unwrap();
    assert_eq!(summary(&whole), "(cat) (one two*3 three)*2 (knees)");
    let only = Selection { only: names(&["Three", "one"]), ..Selection::default() };
    assert_eq!(summary(&selected(only).unwrap()), "(one three)*2");
    let skip = Selection { skip: names(&["two", "cat"]), ..Selection::default() };
    assert_eq!(summary(&selected(skip).unwrap()), "(one three)*2 (knees)");
}

#[test]
fn all_unknown_names_are_reported() {
    let wrong = Selection { only: names(&["thre", "one"]), skip: names(&["zzzzzz"]), ..Selection::default() };
    let told = selected(wrong).unwrap_err().to_string();
    assert!(told.contains("`--only`: the routine has no exercise `thre`"), "{told}");
    assert!(told.contains("did you mean `three`?"), "{told}");
    assert!(told.contains("its exercises are cat, one, two, three, knees"), "{told}");
    let nothing = Selection { only: names(&["one"]), skip: names(&["one"]), ..Selection::default() };
    assert!(selected(nothing).unwrap_err().to_string().contains("no exercises are left to play"));
}

#[test]
fn shuffling_is_repeatable_and_leaves_warm_up_and_cool_down_where_they_are() {
    let shuffled =
        |seed| summary(&selected(Selection { shuffle: Some(seed), ..Selection::default() }).unwrap());
    let orders: std::collections::BTreeSet<String> = (0..50).map(shuffled).collect();
    assert_eq!(orders.len(), 6, "every order of three comes up: {orders:?}");
    assert!(orders.iter().all(|order| order.starts_with("(cat) (") && order.ends_with(")*2 (knees)")));
    assert_eq!(shuffled(7), shuffled(7));
}

#[test]
fn from_the_middle_of_a_single_round_leaves_no_other_round() {
    let text = TEXT.replace("rounds = 2\n", "");
    let selection = Selection { from: Some("two".to_owned()), ..Selection::default() };
    let routine = parsed(&text, selection).unwrap();
    assert_eq!(summary(&routine), "(two*3 three) (knees)");
    assert!(routine.blocks.iter().all(|block| block.rounds == 1));
}

#[test]
fn a_selected_set_keeps_its_own_values() {
    let text = "[[block]]\nrounds=2\n[[block.exercise]]\nname='A'\nreps=[5, 4, 3]\nsets=5\n[[block.exercise]]\nname='B'\nreps=1\n";
    let reps = |selection: Selection| {
        let routine = parsed(text, selection).unwrap();
        let blocks = routine.blocks.iter().map(|block| {
            let exercise = &block.exercises[0];
            let sets = (1..=exercise.sets).map(|set| exercise.set(1, set).work.reps().unwrap().to_string());
            format!("{}: {}", block.rounds, sets.collect::<Vec<_>>().join(" "))
        });
        blocks.collect::<Vec<_>>().join("; ")
    };
    let only = |name: &str| reps(Selection { only: names(&[name]), ..Selection::default() });
    let skip = |name: &str| reps(Selection { skip: names(&[name]), ..Selection::default() });
    let from = |name: &str| reps(Selection { from: Some(name.to_owned()), ..Selection::default() });
    let several = |only: &[&str], skip: &[&str]| {
        reps(Selection { only: names(only), skip: names(skip), ..Selection::default() })
    };
    assert_eq!(several(&["a:1", "a:3"], &[]), "2: 5 3");
    assert_eq!(several(&[], &["a:2", "a:3"]), "2: 5 3 3");
    assert_eq!(several(&["a"], &["a:5", "a:1"]), "2: 4 3 3");
    assert_eq!(several(&["a:1", "a", "b"], &["a:2"]), "2: 5 3 3 3");
    assert_eq!(only("a"), "2: 5 4 3 3 3");
    assert_eq!(only("a:1"), "2: 5");
    assert_eq!(only("a:2"), "2: 4");
    assert_eq!(skip("a:1"), "2: 4 3 3 3");
    assert_eq!(only("a:5"), "2: 3", "as the last that differs");
    assert_eq!(skip("a:2"), "2: 5 3 3 3");
    assert_eq!(skip("a:3"), "2: 5 4 3 3");
    assert_eq!(skip("a:5"), "2: 5 4 3 3");
    assert_eq!(from("a:2"), "1: 4 3 3 3; 1: 5 4 3 3 3");
    assert_eq!(from("a:4"), "1: 3 3; 1: 5 4 3 3 3");
    assert_eq!(from("a:1"), "2: 5 4 3 3 3", "the whole");
    assert_eq!(from("b"), "1: 1; 1: 5 4 3 3 3");
}

#[test]
fn an_unknown_set_or_repetition_names_those_that_there_are() {
    let text = "[[exercise]]\nname='A'\nreps=1\nsets=3\n[[exercise]]\nname='B'\nreps=1\n[[exercise]]\nname='B'\nreps=1\n";
    let help = |name: &str| {
        let selection = Selection { only: names(&[name]), ..Selection::default() };
        parsed(text, selection).unwrap_err()[0].help.join("; ")
    };
    assert_eq!(help("a:4"), "there is one `a`, of 3 sets: `a:1` to `a:3`");
    assert_eq!(help("a:0"), "there is one `a`, of 3 sets: `a:1` to `a:3`");
    assert_eq!(help("b:0"), "choose one: `b:1` to `b:2`");
    assert_eq!(help("b:3"), "choose one: `b:1` to `b:2`");
    assert_eq!(help("zzz:1"), "its exercises are a, b");
    let many = |count: usize| {
        let text: String = (0..count).map(|n| format!("[[exercise]]\nname='E {n}'\nreps=1\n")).collect();
        let selection = Selection { only: names(&["zzz"]), ..Selection::default() };
        parsed(&text, selection).unwrap_err()[0].help.join("; ")
    };
    assert!(many(40).ends_with("e-39") && many(41).ends_with("e-39, …"), "{}", many(41));
}

#[test]
fn from_the_middle_of_rounds_that_differ_each_keeps_its_values() {
    let text = "[[block]]\nrounds=3\nround-rest='33s'\n[[block.exercise]]\nname='A'\nreps=[5, 4, 3]\nsets=1\n[[block.exercise]]\nname='B'\nreps=1\n";
    let selection = Selection { from: Some("b".to_owned()), ..Selection::default() };
    let routine = parsed(text, selection).unwrap();
    assert_eq!(summary(&routine), "(b) (a b)*2");
    let [partial, whole] = &routine.blocks[..] else { panic!("{}", routine.blocks.len()) };
    let reps = |round| whole.exercises[0].set(round, 1).work.reps().unwrap();
    assert_eq!([1, 2].map(reps), [4, 3]);
    // The rest of a round comes before the others.
    assert_eq!(partial.exercises[0].rest_after(1).length().as_secs(), 33);
    assert_eq!((whole.exercises[0].rounds.len(), whole.exercises[1].rounds.len()), (2, 1));
}
