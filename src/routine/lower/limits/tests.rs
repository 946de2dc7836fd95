//! The limits, to the millisecond, the rep and the character.

use super::*;
use crate::testing;
use crate::timeline::{Interval, IntervalKind, Lengths, Sound, compile};

/// The routines whose timelines are written out.
const CASES: &str = include_str!("../../../../tests/timelines/cases.txt");

/// Nothing is spoken.
struct Silent;

impl Lengths for Silent {
    fn sound(&self, _: Sound) -> Duration {
        Duration::from_millis(100)
    }
    fn speech(&self, _: &str) -> Duration {
        Duration::ZERO
    }
}

fn titles(limits: &Limits, routine: &Routine) -> Vec<String> {
    let place = |_, _, _| (Source::new("t.toml", ""), 0..0);
    limits.check(routine, place).into_iter().map(|error| error.title).collect()
}

/// The titles of the errors of a text, with the usual limits.
fn errors(text: &str) -> Vec<String> {
    let source = Source::new("t.toml", text);
    let library = super::super::Library::new([]);
    let routine = Routine::parse(&source, &library, &super::super::Changes::default());
    routine.err().into_iter().flat_map(|errors| errors.0).map(|error| error.title).collect()
}

#[test]
fn get_ready_of_an_exercise_counts_with_its_name() {
    // Before the second set: as long as it is given, or as its name and the count need.
    let ready = |ready: &str, name: &str| {
        let text = format!("rest='0s'\n[[exercise]]\nname='{name}'\nready='{ready}'\nfor='10s'\nsets=2\n");
        let routine = testing::routine(&text);
        let mut length = Duration::from_secs(20);
        let is_within = |length| titles(&Limits { reps: u64::MAX, length }, &routine).is_empty();
        while !is_within(length) {
            length += Duration::from_millis(1);
        }
        // It comes before the first set too, where the limits count it.
        (length - Duration::from_secs(20)) / 2
    };
    assert_eq!(ready("9s", "A"), Duration::from_secs(9));
    assert_eq!(ready("0s", "A"), Duration::ZERO);
    let name = "A name that takes longer than that";
    assert_eq!(ready("1s", name), crate::routine::spoken::estimated(name) + COUNT_IN);
}

#[test]
fn a_text_is_as_long_as_it_is_said() {
    let word = |say: usize| format!("pronounce = {{ x = \"{}\" }}\n", "y".repeat(say));
    let exercise = "[[exercise]]\nname=\"A\"\nreps=1\n";
    let words = |count: usize| vec!["x"; count].join(" ");
    // 20 words of 99 characters, and 19 spaces between them: 1,999.
    for key in ["say", "setup"] {
        let text = |extra: &str| format!("{}{exercise}{key}=\"{}{extra}\"\n", word(99), words(20));
        assert_eq!(errors(&text("!")), [""; 0], "2,000 characters");
        assert_eq!(errors(&text("!!")), [format!("`{key}` is too long to say: 2001 characters")]);
    }
    let tips = format!("{}{exercise}tips=[\"a\", \"{}!!\"]\n", word(99), words(20));
    assert_eq!(errors(&tips), ["`tips` is too long to say: 2001 characters"]);
    let name = format!("{}[[exercise]]\nname=\"{}!!\"\nreps=1\n", word(99), words(20));
    assert_eq!(errors(&name), ["`name` is too long to say: 2001 characters"]);
    assert_eq!(errors(&name.replace(&word(99), "")), [""; 0], "as it is written");
}

#[test]
fn a_list_of_equipment_is_as_long_as_it_is_said() {
    // Each thing has its comma and space: 20 of 98 characters.
    let things = |last: usize| {
        let thing = |n: usize| format!("\"{:y<width$}\"", n, width = if n == 19 { last } else { 98 });
        (0..20).map(thing).collect::<Vec<_>>().join(", ")
    };
    let text = |last: usize, more: &str| {
        format!("[[exercise]]\nname=\"A\"\nreps=1\nequipment=[{}]\n{more}", things(last))
    };
    assert_eq!(errors(&text(98, "")), [""; 0]);
    assert_eq!(errors(&text(99, "")), ["the equipment list is too long to say"]);
    let again = "[[exercise]]\nname=\"B\"\nreps=1\nequipment=[\"a\"]\n";
    assert_eq!(errors(&text(99, again)), ["the equipment list is too long to say"], "once");
    let same = format!("[[exercise]]\nname=\"B\"\nreps=1\nequipment=[{}]\n", things(98));
    assert_eq!(errors(&text(98, &same)), [""; 0], "the same things");
}

#[test]
fn the_limits_of_texts_and_lists_are_exact() {
    let exercise = |keys: &str| errors(&format!("[[exercise]]\nname=\"A\"\nreps=1\n{keys}\n"));
    let text = |length: usize| exercise(&format!("setup=\"{}\"", "y".repeat(length)));
    assert_eq!(
        (text(2_000), text(2_001)),
        (vec![], vec!["`setup` must be text of at most 2000 characters".to_owned()])
    );
    let tips = |count: usize| exercise(&format!("tips=[{}]", vec!["\"y\""; count].join(", ")));
    assert_eq!(
        (tips(100), tips(101)),
        (vec![], vec!["`tips` must be a list of at most 100 items".to_owned()])
    );
    let values = |count: usize| exercise(&format!("hold=[{}]", vec!["\"1s\""; count].join(", ")));
    assert_eq!(
        (values(1_000), values(1_001)),
        (vec![], vec!["`hold` must be a list of at most 1000 values".to_owned()])
    );
    let phases = |count: usize| exercise(&format!("phases=[{}]", vec!["\"1s\""; count].join(", ")));
    assert_eq!(
        (phases(100), phases(101)),
        (vec![], vec!["`phases` must be a list of 1 to 100 phases".to_owned()])
    );
    let say = |length: usize| {
        errors(&format!(
            "pronounce = {{ x = \"{}\" }}\n[[exercise]]\nname=\"A\"\nreps=1\n",
            "y".repeat(length)
        ))
    };
    assert_eq!(say(100), [""; 0]);
    assert!(say(101)[0].ends_with("each with at most 100 characters"));
}

#[test]
fn a_routine_is_as_long_as_its_timeline_and_has_as_many_reps() {
    let mut tried = 0;
    for case in CASES.split("<<\n").skip(1) {
        let routine = testing::routine(case.split(">>\n").next().unwrap_or_default());
        let is_plain = |block: &Block| {
            block.time.is_none()
                && block.exercises.iter().all(|exercise| exercise.ready_from != Origin::Exercise)
        };
        if !routine.blocks.iter().all(is_plain) {
            continue;
        }
        tried += 1;
        let timeline = compile(&routine, &crate::timeline::phrases::Phrases::built_in(), &Silent);
        let is_counted =
            |interval: &&Interval| !matches!(interval.kind, IntervalKind::Ready | IntervalKind::Done);
        let length: Duration = timeline.intervals.iter().filter(is_counted).map(Interval::length).sum();
        let many = Limits { reps: u64::MAX, length };
        assert_eq!(titles(&many, &routine), [""; 0], "{case}");
        let one_less = Limits { length: length - Duration::from_millis(1), ..many };
        assert_eq!(
            titles(&one_less, &routine),
            [format!("the routine lasts longer than {}", written(one_less.length))],
            "{case}"
        );
        let work = timeline.intervals.iter().filter(|interval| interval.kind == IntervalKind::Work);
        let reps = work.map(|interval| {
            let each = interval.exercise.as_ref().map_or(1, |exercise| exercise.reps_of_a_number());
            interval.reps.map_or(1, |reps| u64::from(reps) * u64::from(each))
        });
        let reps: u64 = reps.sum();
        let exact = Limits { reps, length };
        assert_eq!(titles(&exact, &routine), [""; 0], "{case}");
        let one_less = Limits { reps: reps - 1, length };
        assert_eq!(
            titles(&one_less, &routine),
            [format!("the routine has more than {} reps", reps - 1)],
            "{case}"
        );
    }
    assert!(tried > 12, "{tried}");
}

#[test]
fn of_the_rounds_that_differ_only_those_that_come_count() {
    let text = "[[block]]\nrounds=4\n[[block.exercise]]\nname='A'\nsets=1\nreps=[3, 2, 1]\n";
    let exercise = &testing::routine(text).blocks[0].exercises[0];
    let times = |rounds| [1, 2, 3].map(|round| times_of_round(exercise, round, rounds));
    assert_eq!([1, 2, 3, 5].map(times), [[1, 0, 0], [1, 1, 0], [1, 1, 1], [1, 1, 3]]);
}
