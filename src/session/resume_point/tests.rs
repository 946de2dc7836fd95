use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use super::*;
use crate::diagnostic::Source;
use crate::routine::duration::Length;
use crate::routine::past::Past;
use crate::routine::reps::{LevelChoice, Range, Reps};
use crate::routine::selection::Selection;
use crate::routine::settings::Settings;
use crate::routine::{Count, InstructionsChoice, Rest, Tempo};
use crate::testing::timeline;

const TEXT: &str = r#"
[[block]]
rounds = 2
[[block.exercise]]
use = "clam-shell"
reps = 2
sets = 2
[[block.exercise]]
use = "squat"
reps = 2
ready = "0s"
"#;

#[test]
fn each_interval_resumes_at_the_start_of_its_set() {
    let timeline = timeline(TEXT);
    let kinds: Vec<&str> = timeline.intervals.iter().map(|interval| interval.kind.word()).collect();
    let set = ["work", "switch", "work", "rest"];
    let round = [&set[..], &set, &["work", "rest"]].concat();
    assert_eq!(kinds, [&["ready"], &round[..], &round[..round.len() - 1], &["done"]].concat());
    let found: Vec<Option<usize>> =
        (0..timeline.intervals.len()).map(|n| Place::at_interval(&timeline, n)?.find(&timeline)).collect();
    // A rest leads to the next set; the end cannot be resumed.
    let starts = [[0; 4].as_slice(), &[5; 4], &[9; 2], &[11; 4], &[15; 4], &[19; 2]].concat();
    let expected: Vec<Option<usize>> = starts.into_iter().map(Some).chain([None]).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_place_says_where_it_is() {
    let timeline = timeline(TEXT);
    let place = |n| Place::at_interval(&timeline, n).unwrap().to_string();
    // The second side is worked after the first: the set resumes with the first.
    assert_eq!(place(7), "Lying clam shell, left (round 1 of 2, set 2 of 2)");
    assert_eq!(place(19), "Dumbbell or bar squat (round 2 of 2)");
}

#[test]
fn in_a_changed_routine_the_same_set_is_found_or_none() {
    let place = Place::at_interval(&timeline(TEXT), 15).unwrap();
    assert_eq!((place.exercise.as_str(), place.round, place.set, place.number), ("clam-shell", 2, 2, 5));
    let longer = timeline(&TEXT.replace("ready = \"0s\"", "sets = 3"));
    let found = place.find(&longer).unwrap();
    assert_eq!((longer.intervals[found].round, longer.intervals[found].set), (2, 2));
    let shorter = timeline(&TEXT.replace("rounds = 2", "rounds = 1"));
    assert_eq!(place.find(&shorter), None);
}

#[test]
fn all_errors_in_a_file_are_reported() {
    let titles = |text: &str| -> Vec<String> {
        let errors = ResumePoint::read(&Source::new("x.toml", text)).unwrap_err();
        errors.into_iter().map(|error| error.title).collect()
    };
    let found = titles("at-name = 3\nat-round = 0\nshuffle = 7\nnonsense = 1\n");
    assert!(found.contains(&"unknown key `nonsense` in a resume point".to_owned()), "{found:?}");
    assert!(found.contains(&"the resume point has no `at-ms`".to_owned()), "{found:?}");
    assert!(found.contains(&"a resume point has either a `routine` or a `file`".to_owned()), "{found:?}");
    assert_eq!(found.len(), 1 + 3 + 6 + 1, "{found:?}");
    let both = titles("routine = 'a'\nfile = '/a'\n");
    assert!(both.contains(&"a resume point has either a `routine` or a `file`".to_owned()), "{both:?}");
}

/// Any content of a path, a name or a title.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ \t\"'\\\\\n./aé日\u{1b}-]{0,12}",
        Just("./two  spaces/\"r\".toml".to_owned())
    ]
}

fn length() -> impl Strategy<Value = Length> {
    prop_oneof![
        (0..=86_400_000u64).prop_map(|millis| Length(Duration::from_millis(millis))),
        (0..86_400u64, 0..1_000_000_000u32).prop_map(|(s, n)| Length(Duration::new(s, n))),
    ]
}

fn tempo() -> impl Strategy<Value = Tempo> {
    let phase = || (0..600u64, 0..1_000_000_000u32).prop_map(|(s, n)| Duration::new(s, n));
    (1..600u64, phase(), phase(), phase()).prop_map(|(lift, hold, lower, pause)| Tempo {
        lift: Duration::from_secs(lift),
        hold,
        lower,
        pause,
    })
}

fn reps() -> impl Strategy<Value = Reps> {
    let unit = of(proptest::sample::select(vec!["breaths".to_owned(), "steps".to_owned()]));
    let range = (1..=100_000u32, 0..=100u32, unit)
        .prop_map(|(low, more, unit)| Reps::Counted(Range { low, high: (low + more).min(100_000) }, unit));
    prop_oneof![range, Just(Reps::Open)]
}

fn changes() -> impl Strategy<Value = Changes> {
    let phases = (of(length()), of(length()), of(length()), of(length()), of(tempo()));
    let rest = prop_oneof![length().prop_map(|length| Rest::Time(length.0)), Just(Rest::Ready)];
    let times = (of(length()), of(rest), of(length()), of(length()));
    let sides = [Sides::Each, Sides::Alternate, Sides::Together, Sides::Left];
    let counts = [Count::All, Count::Fives, Count::Last, Count::Off];
    let levels = [LevelChoice::Easy, LevelChoice::Hard, LevelChoice::Progress];
    let words = (
        of(proptest::sample::select(sides.to_vec())),
        of(proptest::sample::select(vec![Side::Left, Side::Right])),
        of(proptest::sample::select(counts.to_vec())),
        of(proptest::sample::select(levels.to_vec())),
        of(proptest::sample::select(vec![
            InstructionsChoice::Learning,
            InstructionsChoice::Full,
            InstructionsChoice::Brief,
            InstructionsChoice::Off,
        ])),
    );
    let selection = (of(text()), vec(text(), 0..3), vec(text(), 0..3), of(any::<u64>()));
    (of(reps()), of(1..=100_000u32), phases, times, words, (of(1..=520u32), selection)).prop_map(
        |(
            reps,
            sets,
            (lift, hold, lower, pause, tempo),
            (ready, rest, switch, r#for),
            words,
            (week, selection),
        )| {
            let ((sides, first, count, level, instructions), (from, only, skip, shuffle)) =
                (words, selection);
            Changes {
                reps,
                r#for,
                sets,
                sides,
                first,
                tempo,
                lift,
                hold,
                lower,
                pause,
                ready,
                rest,
                switch,
                count,
                instructions,
                level,
                week,
                today: None,
                past: Past {
                    stages: [("clam-shell".to_owned(), 3)].into(),
                    known: ["plank".to_owned()].into(),
                    knows_kit: true,
                    ..Past::default()
                },
                defaults: Settings::default(),
                selection: Selection { from, only, skip, shuffle },
            }
        },
    )
}

fn place() -> impl Strategy<Value = Place> {
    let number = || 1..=100_000u32;
    let side = of(proptest::sample::select(vec![Side::Left, Side::Right]));
    let times = (0..=u64::from(u32::MAX), 0..=u64::from(u32::MAX));
    let numbers = ([number(), number(), number(), number()], 0..=100_000u32);
    (text(), text(), side, numbers, times, of(0..=u64::from(u32::MAX))).prop_map(
        |(exercise, name, side, ([round, set, sets, number], rounds), (at, duration), elapsed)| Place {
            exercise,
            name,
            side,
            round,
            rounds,
            set,
            sets,
            rounds_elapsed: elapsed.map(Duration::from_millis),
            number,
            at: Duration::from_millis(at),
            duration: Duration::from_millis(duration),
        },
    )
}

fn resume_point() -> impl Strategy<Value = ResumePoint> {
    let routine = prop_oneof![text().prop_map(RoutineId::Named), text().prop_map(RoutineId::File)];
    (routine, of(text()), changes(), of(1..=1440u32), place()).prop_map(
        |(routine, session, changes, minutes, place)| ResumePoint {
            origin: Origin { routine, session, changes, minutes },
            place,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(point in resume_point()) {
        let read = ResumePoint::read(&Source::new("x.toml", point.toml()));
        prop_assert_eq!(read.unwrap(), point);
    }
}

#[test]
fn a_place_has_the_time_of_its_interval() {
    let timeline = timeline(TEXT);
    for (n, interval) in timeline.intervals.iter().enumerate() {
        let Some(place) = Place::at_interval(&timeline, n) else { continue };
        assert_eq!(place.at.as_millis(), interval.start.0.as_millis());
        assert_eq!(place.duration.as_millis(), timeline.end().0.as_millis());
    }
}
