//! Published prescriptions as routines: each file in `tests/prescriptions` names its source, and ends with the work of its
//! session as it must come out, one line for each interval: when it begins (the first at 0:00), how long it lasts, and what
//! it is.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::time::Duration;

use repcue::diagnostic::Source;
use repcue::routine::Routine;
use repcue::routine::changes::Changes;
use repcue::routine::library::Library;
use repcue::routine::written::toml;
use repcue::sound::Sounds;
use repcue::timeline::phrases::Phrases;
use repcue::timeline::{Interval, IntervalKind, Timeline, compile};

/// The mark of a line of the expected session.
const MARK: &str = "#= ";

fn routine(name: &str, text: &str, week: Option<u32>) -> Routine {
    let changes = Changes { week, ..Changes::default() };
    Routine::parse(&Source::new(name, text), &Library::new([]), &changes)
        .unwrap_or_else(|errors| panic!("{name}\n{errors}"))
}

fn timeline(routine: &Routine) -> Timeline {
    compile(routine, &Phrases::built_in(), &Sounds::built_in(48_000))
}

fn seconds(length: Duration) -> String {
    let minutes = length.as_secs() / 60;
    let rest = length - Duration::from_secs(minutes * 60);
    format!("{minutes}:{:0>2}", rest.as_secs_f64())
}

fn line(interval: &Interval, first: &Interval) -> String {
    let exercise = interval.exercise.as_ref().unwrap();
    let set = interval.own_set().unwrap();
    let mut words = vec![seconds(interval.start - first.start), seconds(interval.length())];
    words.push(exercise.name.clone());
    if exercise.sets > 1 {
        words.push(format!("set {} of {}", interval.set, exercise.sets));
    }
    if interval.rounds > 1 {
        words.push(format!("round {} of {}", interval.round, interval.rounds));
    }
    words.extend(interval.side.map(|side| side.word().to_owned()));
    words.extend(interval.reps.or(set.work.reps()).map(|reps| exercise.counted(reps)));
    words.extend(set.load.clone());
    if set.rep.phases().iter().any(|phase| phase.words.is_some()) {
        let phases =
            set.rep.phases().iter().map(|phase| format!("{} {}", phase.name(), seconds(phase.length)));
        words.push(phases.collect::<Vec<_>>().join(", "));
    }
    words.join(" | ")
}

/// The work of a session, one line for each interval.
fn session(timeline: &Timeline) -> Vec<String> {
    let work = || timeline.intervals.iter().filter(|interval| interval.kind == IntervalKind::Work);
    let first = work().next().unwrap();
    let mut paced = timeline.timed_rounds.iter().filter(|rounds| rounds.own_pace.is_some()).peekable();
    let mut lines = Vec::new();
    for (n, interval) in timeline.intervals.iter().enumerate() {
        let Some(rounds) = paced.peek().filter(|rounds| rounds.intervals.contains(&n)) else {
            lines.extend((interval.kind == IntervalKind::Work).then(|| line(interval, first)));
            continue;
        };
        // At one's own pace, only the time of all rounds is prescribed.
        if interval.kind == IntervalKind::Work && interval.round == 1 {
            lines.push(line(interval, first).splitn(3, " | ").nth(2).unwrap().to_owned());
        }
        if n + 1 == rounds.intervals.end {
            lines.push(format!("until {}", seconds(rounds.time)));
            paced.next();
        }
    }
    lines
}

fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prescriptions");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap())).collect()
}

#[test]
fn every_prescription_comes_out_exactly() {
    let files = files();
    assert!(files.len() >= 28, "{}", files.len());
    let mut wrong = String::new();
    for (name, text) in files {
        assert!(text.starts_with("# "), "{name} names its source");
        let expected: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix(MARK)).collect();
        let found = session(&timeline(&routine(&name, &text, None)));
        if found != expected {
            wrong += &format!("{name}\n{MARK}{}\n", found.join(&format!("\n{MARK}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_prescription_that_is_written_out_happens_again() {
    for (name, text) in files() {
        let one = routine(&name, &text, None);
        let again = toml(&one, &Library::new([]));
        let (first, second) = (timeline(&one), timeline(&routine(&name, &again, None)));
        assert_eq!(session(&first), session(&second), "{again}");
        assert!(first.cues == second.cues, "{again}");
    }
}

#[test]
fn a_plan_of_six_weeks_goes_from_two_sets_of_ten_to_three_of_fifteen() {
    let (name, text) = files().into_iter().find(|(name, _)| name.ends_with("six-weeks.toml")).unwrap();
    let of_week = |week: u32| {
        let routine = routine(&name, &text, Some(week));
        let exercise = &routine.blocks[0].exercises[0];
        (exercise.sets, exercise.amount(exercise.set(1, 1)))
    };
    let weeks: Vec<(u32, String)> = (1..=7).map(of_week).collect();
    let expected = [(2, 10), (2, 10), (2, 12), (3, 12), (3, 12), (3, 15), (3, 15)];
    assert_eq!(weeks, expected.map(|(sets, reps)| (sets, format!("{reps} reps"))));
}

#[test]
fn hands_are_told_each_pose_and_breath() {
    let (name, text) = files().into_iter().find(|(name, _)| name.ends_with("tendon-glides.toml")).unwrap();
    let timeline = timeline(&routine(&name, &text, None));
    let says = |cue: &repcue::timeline::Cue| match &cue.kind {
        repcue::timeline::CueKind::Say(text) if cue.rep == Some(3) => Some(text.to_string()),
        _ => None,
    };
    let said: Vec<String> = timeline.cues.iter().filter_map(says).collect();
    let poses = ["Straight", "Hook", "Fist", "Table top", "Straight fist"];
    assert!(poses.iter().all(|pose| said.iter().any(|text| text == pose)), "{said:?}");
}
