use super::*;
use crate::testing::routine;

const TEXT: &str = r#"
ready = "0s"
rest = "0s"
[[block]]
title = "Start"
kind = "warm-up"
rounds = 2
[[block.exercise]]
name = "Cat"
for = "10s"
[[block]]
title = "Main"
rounds = 2
[[block.exercise]]
name = "One"
for = "20s"
[[block.exercise]]
name = "Two"
sets = 3
for = "30s"
[[block.exercise]]
name = "Three"
for = "40s"
[[block]]
title = "End"
kind = "cool-down"
[[block.exercise]]
name = "Knees"
for = "50s"
"#;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Measures only work and rests.
fn lay(routine: &Routine) -> Laid {
    let exercises = routine.blocks.iter().flat_map(|block| {
        block.exercises.iter().map(|exercise| {
            let set = exercise.set(1, 1);
            let rest = set.rest.length() * (exercise.sets - 1);
            (exercise.work_of_set(set) * exercise.sets + rest) * block.rounds
        })
    });
    let exercises: Vec<Duration> = exercises.collect();
    Laid { length: exercises.iter().sum(), exercises }
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

fn fitted(text: &str, most: u64) -> (String, Vec<String>, u64) {
    let fit = fit(&routine(text), seconds(most), &lay);
    let length = lay(&fit.routine).length;
    assert_eq!(fit.fits, length <= seconds(most));
    (summary(&fit.routine), fit.left_out, length.as_secs())
}

#[test]
fn sets_and_rounds_go_first_and_then_exercises() {
    let expected = [
        (370, "(cat)*2 (one two*3 three)*2 (knees)", "", 370),
        (369, "(cat)*2 (one two*2 three)*2 (knees)", "1 set of Two", 310),
        (309, "(cat)*2 (one two three)*2 (knees)", "2 sets of Two", 250),
        // With one round there is room for the sets again.
        (249, "(cat)*2 (one two*3 three) (knees)", "1 round of Main", 220),
        (219, "(cat)*2 (one two*2 three) (knees)", "1 round of Main; 1 set of Two", 190),
        (160, "(cat)*2 (one two three) (knees)", "1 round of Main; 2 sets of Two", 160),
        // The closest fit, not the first exercises.
        (159, "(cat)*2 (two three) (knees)", "1 round of Main; One; 2 sets of Two", 140),
        (130, "(cat)*2 (one three) (knees)", "1 round of Main; Two", 130),
        (120, "(cat)*2 (one two) (knees)", "1 round of Main; 2 sets of Two; Three", 120),
        (110, "(cat)*2 (three) (knees)", "1 round of Main; One; Two", 110),
        (90, "(cat)*2 (one) (knees)", "1 round of Main; Two; Three", 90),
    ];
    for (most, left, out, length) in expected {
        let (words, left_out, is) = fitted(TEXT, most);
        assert_eq!((words.as_str(), left_out.join("; ").as_str(), is), (left, out, length), "{most} s");
    }
}

#[test]
fn a_routine_that_cannot_fit_is_as_short_as_possible() {
    let (words, left_out, length) = fitted(TEXT, 10);
    assert_eq!((words.as_str(), length), ("(cat)*2 (one) (knees)", 90));
    assert_eq!(left_out, ["1 round of Main", "Two", "Three"]);
    // The shortest exercise, not the first.
    let text = "rest='0s'\n[[exercise]]\nname='A'\nfor='60s'\n[[exercise]]\nname='B'\nfor='30s'\n";
    assert_eq!(fitted(text, 1), ("(b)".to_owned(), vec!["A".to_owned()], 30));
    let text = "[[block]]\nkind='warm-up'\n[[block.exercise]]\nname='A'\nfor='60s'\n";
    assert_eq!(fitted(text, 1), ("(a)".to_owned(), Vec::new(), 60));
}

#[test]
fn a_dropped_block_is_reported_by_its_exercises() {
    let block = |title: &str, time: &str| {
        format!("[[block]]\ntitle='{title}'\nrounds=2\n[[block.exercise]]\nname='{title}er'\nfor='{time}'\n")
    };
    let text = format!("rest='0s'\n{}{}", block("Long", "90s"), block("Short", "30s"));
    assert_eq!(fitted(&text, 60), ("(shorter)*2".to_owned(), vec!["Longer".to_owned()], 60));
}

#[test]
fn the_nearest_lengths_are_found_exactly() {
    let lengths = [367, 221, 143, 89, 55, 34, 21].map(seconds);
    let sums = |keep: &[bool]| -> u64 {
        lengths.iter().zip(keep).filter(|(_, keep)| **keep).map(|(length, _)| length.as_secs()).sum()
    };
    for room in 1..1_000 {
        let best = (0u32..128).map(|set| sums(&std::array::from_fn::<bool, 7, _>(|n| set >> n & 1 == 1)));
        let best = best.filter(|sum| *sum <= room).max().unwrap();
        assert_eq!(sums(&nearest(&lengths, seconds(room))), best, "{room} s");
    }
    assert_eq!(nearest(&[seconds(5), seconds(5)], seconds(6)), [true, false], "the first of two equal ones");
    assert_eq!(nearest(&lengths, Duration::ZERO), [false; 7]);
}

#[test]
fn it_is_measured_a_few_dozen_times_for_any_number_of_sets() {
    let mut routine = routine("rest='1s'\n[[exercise]]\nname='A'\nfor='1s'\n");
    for sets in [10, 1_000, 100_000] {
        routine.blocks[0].exercises[0].sets = sets;
        let times = std::cell::Cell::new(0);
        let fit = fit(&routine, seconds(11), &|routine| {
            times.set(times.get() + 1);
            lay(routine)
        });
        assert_eq!(summary(&fit.routine), "(a*6)");
        assert!(times.get() < 30, "{sets} sets: {} times", times.get());
    }
}

#[test]
fn sets_are_levelled_with_few_measurements() {
    // 40 exercises of up to 50 sets, each of a second.
    let one = "[[exercise]]\nname='A'\nsets=50\nfor='1s'\n";
    let routine = routine(&format!("rest='0s'\n{}", one.repeat(40)));
    let times = std::cell::Cell::new(0);
    let fitted = |most| {
        times.set(0);
        let fit = fit(&routine, seconds(most), &|routine| {
            times.set(times.get() + 1);
            lay(routine)
        });
        let sets: Vec<u32> = fit.routine.blocks[0].exercises.iter().map(|exercise| exercise.sets).collect();
        assert!(times.get() < 60, "{most}: {} times", times.get());
        sets
    };
    assert_eq!(fitted(40 * 20 + 13), [vec![21; 13], vec![20; 27]].concat());
    assert_eq!(fitted(40 * 20), [20; 40]);
    assert_eq!(fitted(40 * 50 - 1), [vec![50; 39], vec![49]].concat());
    assert_eq!(fitted(41), [vec![2; 1], vec![1; 39]].concat());
    assert_eq!(fitted(40 * 50), [50; 40]);
    assert!(times.get() <= 3, "all of it fits: {} times", times.get());
}

#[test]
fn what_does_not_fit_is_tried_a_limited_number_of_times() {
    // Of 150 exercises of 10 seconds and more, five fit; each of the others is a little longer than it seems.
    let one = |n: usize| format!("[[exercise]]\nname='A{n}'\nfor='{}s'\n", 10 + n % 7);
    let routine = routine(&format!("rest='0s'\n{}", (0..150).map(one).collect::<String>()));
    let times = std::cell::Cell::new(0);
    let fit = fit(&routine, seconds(55), &|routine| {
        times.set(times.get() + 1);
        lay(routine)
    });
    assert!(lay(&fit.routine).length <= seconds(55));
    assert!((10..=120).contains(&times.get()), "{} times", times.get());
}

#[test]
fn instructions_that_move_to_another_exercise_are_fitted_too() {
    // The first exercise that is left is explained, for 10 seconds; without A and B, C for a minute.
    let text = "rest='0s'\n[[exercise]]\nname='A'\nfor='20s'\n[[exercise]]\nname='B'\nfor='21s'\n[[exercise]]\nname='C'\nfor='22s'\n[[exercise]]\nname='D'\nfor='23s'\n";
    let explained = |routine: &Routine| {
        let mut laid = lay(routine);
        let more = match routine.blocks[0].exercises[0].id.as_str() {
            "a" | "b" => seconds(10),
            _ => seconds(60),
        };
        laid.exercises[0] += more;
        laid.length += more;
        laid
    };
    let routine = routine(text);
    for (most, left) in [(96, "(a b c d)"), (75, "(a c d)"), (53, "(a d)"), (46, "(a)"), (31, "(a)")] {
        let fit = fit(&routine, seconds(most), &explained);
        assert_eq!((summary(&fit.routine).as_str(), fit.fits), (left, true), "{most} s");
    }
}
