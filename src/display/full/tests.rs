//! The drawings of every state at four sizes are compared with `tests/screens/`. With `SCREENS=overwrite`, the files
//! are written instead.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::draw::{draw, fits};
use crate::display::canvas::Canvas;
use crate::display::scene::{Extras, Scene};
use crate::player::{Activity, Position};
use crate::testing;
use crate::timeline::{IntervalKind, Timeline};

/// A roomy window, the usual one, a small one and a narrow one.
const SIZES: [(u16, u16); 4] = [(100, 30), (80, 24), (50, 14), (40, 20)];

const ROUTINE: &str = r#"
    title = "Lower back and glutes"
    ready = "10s"
    rest = "20s"
    switch = "8s"
    [[block]]
    title = "Main"
    rounds = 2
    [[block.exercise]]
    name = "Lying clam shell"
    reps = 15
    sets = 2
    sides = "each"
    lift = "2s"
    hold = "3s"
    lower = "2s"
    setup = "Lie on your side with your knees bent, one leg on the other."
    tips = ["Keep your feet together and down.", "Do not roll back."]
    [[block.exercise]]
    name = "Plank"
    for = "45s"
    setup = "Lie on your front, and lift your body on your forearms and toes."
    rest-after = "ready"
    [[block.exercise]]
    name = "Dead bug"
    reps = 12
    sides = "alternate"
    [[block.exercise]]
    name = "Side-lying hip abduction"
    reps = "open"
    sides = "each"
"#;

fn timeline() -> Timeline {
    testing::timeline(ROUTINE)
}

/// The position some milliseconds into an interval, found by its kind and by what its exercise's name begins with.
fn at(timeline: &Timeline, kind: IntervalKind, name: &str, millis: u64) -> Position {
    let is_it = |interval: &crate::timeline::Interval| {
        let exercise = interval.exercise.as_ref().map_or("", |exercise| exercise.name.as_str());
        interval.kind == kind && exercise.starts_with(name)
    };
    let interval = timeline.intervals.iter().position(is_it).unwrap();
    testing::playing(interval, timeline.intervals[interval].start + Duration::from_millis(millis))
}

fn extras() -> Extras {
    let time_of_day = Some(Duration::from_secs(18 * 3_600 + 20 * 60));
    Extras { time_of_day, has_keys: true, ..Extras::default() }
}

/// A drawing as a file: the rows, then the inks.
fn file(canvas: &Canvas) -> String {
    let line = |row: String| format!("|{row}\n");
    let rows: String = canvas.rows().into_iter().map(line).collect();
    let inks: String = canvas.inks().into_iter().map(line).collect();
    format!("{rows}\nink:\n{inks}")
}

#[track_caller]
fn compare(name: &str, canvas: &Canvas) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens").join(format!("{name}.txt"));
    let drawn = file(canvas);
    if std::env::var("SCREENS").is_ok_and(|how| how == "overwrite") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &drawn).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(drawn, expected, "{name}: is\n{drawn}\nand {} has\n{expected}", path.display());
}

#[test]
fn every_state_is_drawn_as_its_file_says() {
    use IntervalKind::{Done, Ready, Rest, Switch, Work};
    let timeline = timeline();
    let at = |kind, name, millis| at(&timeline, kind, name, millis);
    let right = timeline
        .intervals
        .iter()
        .position(|interval| interval.kind == Work && interval.side == Some(crate::routine::Side::Right));
    let hold = at(Work, "Lying", 0);
    let hold = Position {
        interval: right.unwrap(),
        at: timeline.intervals[right.unwrap()].start + Duration::from_millis(6 * 7_000 + 2_600),
        ..hold
    };
    let work = at(Work, "Lying", 11 * 7_000 + 900);
    let states = [
        ("work", work, false),
        ("hold", hold, false),
        ("timed", at(Work, "Plank", 7_200), false),
        ("alternate", at(Work, "Dead", 5 * 4_000 + 500), false),
        ("open", Position { loops: 2, ..at(Work, "Side", 4_500) }, false),
        ("rest", at(Rest, "Lying", 5_000), false),
        ("ready", at(Ready, "Lying", 2_000), false),
        ("switch", at(Switch, "Lying", 1_000), false),
        (
            "paused",
            Position { activity: Activity::Paused, paused_for: Duration::from_secs(42), ..work },
            false,
        ),
        ("waiting", Position { activity: Activity::Waiting, ..at(Rest, "Plank", 17_000) }, false),
        ("lost", work, true),
        ("count-in", Position { activity: Activity::CountIn, ..work }, false),
        ("ended", at(Done, "", 0), false),
    ];
    for (name, position, held) in states {
        for (columns, rows) in SIZES {
            let scene = Scene::new(&timeline, &position, held, extras());
            compare(&format!("{name}-{columns}x{rows}"), &draw(&scene, (columns, rows), true));
        }
    }
    let own_pace =
        testing::timeline("ready = '0s'\n[[exercise]]\nname = 'Pull-ups'\nfor = 'open'\nreps = 5\n");
    for (columns, rows) in SIZES {
        let scene = Scene::new(&own_pace, &self::at(&own_pace, Work, "Pull", 12_000), false, extras());
        compare(&format!("own-pace-{columns}x{rows}"), &draw(&scene, (columns, rows), true));
    }
    let more = Extras {
        message: Some("warning: this session cannot be resumed later: the disk is full".to_owned()),
        volume: Some(85),
        ..extras()
    };
    let scene = Scene::new(&timeline, &work, false, more);
    compare("message-80x24", &draw(&scene, (80, 24), false));
    let scene = Scene::new(&timeline, &work, false, Extras { shows_keys: true, ..extras() });
    compare("keys-80x24", &draw(&scene, (80, 24), true));
    compare("keys-50x14", &draw(&scene, (50, 14), true));
    for position in [at(Rest, "Lying", 5_000), work] {
        // Only in the rest after a set.
        let scene = Scene::new(&timeline, &position, false, Extras { shows_effort: true, ..extras() });
        let has_hint = file(&draw(&scene, (80, 24), true)).contains("1 easy 2 right 3 too hard");
        assert_eq!(has_hint, position != work);
    }
}

/// Without colours, every state still differs from all others: in its characters, or in what is reversed.
#[test]
fn colour_is_never_the_only_sign() {
    use IntervalKind::{Ready, Rest, Switch, Work};
    let timeline = timeline();
    let work = at(&timeline, Work, "Lying", 500);
    let mut drawings = Vec::new();
    for (position, held) in [
        (work, false),
        (Position { activity: Activity::Paused, ..work }, false),
        (work, true),
        (at(&timeline, Work, "Lying", 2_500), false),
        (at(&timeline, Work, "Lying", 5_500), false),
        (at(&timeline, Rest, "Lying", 500), false),
        (at(&timeline, Ready, "Lying", 500), false),
        (at(&timeline, Switch, "Lying", 500), false),
    ] {
        let canvas = draw(&Scene::new(&timeline, &position, held, extras()), (80, 24), false);
        let colours: String = canvas.inks().concat().chars().filter(|ink| !" *,r".contains(*ink)).collect();
        assert_eq!(colours, "");
        drawings.push(canvas.rows().concat());
    }
    let count = drawings.len();
    drawings.sort();
    drawings.dedup();
    assert_eq!(drawings.len(), count);
}

/// Each interval of a round, at sizes from the smallest to a wall: nothing panics, and what matters is never left out.
#[test]
fn everything_fits_at_every_size() {
    let timeline = timeline();
    let first_round = timeline.intervals.iter().enumerate().filter(|(_, interval)| interval.round == 1);
    let places: Vec<_> = first_round.collect();
    for columns in [40, 50, 63, 100, 240] {
        for rows in [14, 18, 23, 24, 30, 80].into_iter().filter(|rows| fits((columns, *rows))) {
            for (n, interval) in places.clone() {
                for part in [0, 3] {
                    let at = interval.start + interval.length() * part / 4;
                    let position =
                        Position { at, interval: n, ..self::at(&timeline, IntervalKind::Ready, "Lying", 0) };
                    let canvas =
                        draw(&Scene::new(&timeline, &position, false, extras()), (columns, rows), true);
                    let text = canvas.rows().join("\n");
                    assert!(text.contains("Lower"), "{columns}x{rows}: {text}");
                    if interval.kind != IntervalKind::Done {
                        assert!(text.contains("Next:"), "{columns}x{rows}: {text}");
                        assert!(text.contains('█'), "{columns}x{rows}: {text}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_terminal_has_a_title() {
    let timeline = timeline();
    let title =
        |position: Position, held| Scene::new(&timeline, &position, held, Extras::default()).terminal_title();
    let work = at(&timeline, IntervalKind::Work, "Lying", 6 * 7_000 + 2_500);
    assert_eq!(title(work, false), "HOLD 7/15 · repcue");
    assert_eq!(title(work, true), "NO SOUND DEVICE · repcue");
    assert_eq!(title(Position { activity: Activity::Paused, ..work }, false), "PAUSED · repcue");
    assert_eq!(title(at(&timeline, IntervalKind::Work, "Side", 500), false), "LIFT 1 · repcue");
    assert_eq!(title(at(&timeline, IntervalKind::Work, "Plank", 0), false), "WORK Plank · repcue");
    assert_eq!(title(at(&timeline, IntervalKind::Rest, "Lying", 0), false), "REST Lying clam shell · repcue");
}

#[test]
fn alternating_sets_count_each_side() {
    let timeline = timeline();
    let details = |rep: u64| {
        let position = at(&timeline, IntervalKind::Work, "Dead", rep * 4_000);
        let scene = Scene::new(&timeline, &position, false, Extras::default());
        let super::super::scene::Stage::Work(work) = scene.stage else { panic!("not work") };
        (work.side.unwrap().word(), work.details)
    };
    let said = |side, words: &str| (side, words.to_owned());
    assert_eq!(details(0), said("left", "left 1, right 0"));
    assert_eq!(details(1), said("right", "left 1, right 1"));
    assert_eq!(details(2), said("left", "left 2, right 1"));
}
