use super::*;
use crate::routine::Facts;
use crate::testing::routine;

#[test]
fn what_follows_from_the_sets_of_an_exercise() {
    let of = |keys: &str| {
        routine(&format!("[[exercise]]\nname='Wall sit'\nswitch='3s'\n{keys}\n"))
            .blocks
            .remove(0)
            .exercises
            .remove(0)
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
    let sign = Exercise { id: "run".to_owned(), name: "🏃".to_owned(), ..aliased };
    assert!(sign.is_called("🏃") && sign.is_called("run") && !sign.is_called("🧗"));
}

#[test]
fn a_unit_is_in_the_singular_only_after_one() {
    let one = |unit| (singular(unit, true), singular(unit, false));
    assert_eq!(one("reps"), ("rep", "reps"));
    assert_eq!(one("press"), ("press", "press"), "a word that ends in a double s is no plural");
    assert_eq!(one("s"), ("s", "s"));
    assert_eq!(one("mal"), ("mal", "mal"));
}
