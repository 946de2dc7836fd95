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
