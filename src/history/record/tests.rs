use super::*;
use crate::testing;
use crate::timeline::Timeline;

fn facts() -> SessionFacts {
    let began: Moment = "2026-11-25T18:04:11+01:00".parse().unwrap();
    SessionFacts {
        id: SessionFacts::id(began, 0xab_cdef),
        began,
        what: What::Routine,
        routine: Some("five".to_owned()),
        week: None,
        resumed: false,
    }
}

/// The lines of a routine of which each set was played for these seconds, with its cycle repeated so often.
fn lines(text: &str, seconds: &[u64], loops: u32) -> Vec<SetRecord> {
    let timeline: Timeline = testing::timeline(&format!("ready='3s'\nrest='5s'\n{text}"));
    let work = timeline.intervals.iter().filter(|interval| interval.kind == IntervalKind::Work);
    let lines = work.zip(seconds).enumerate().map(|(n, (interval, seconds))| {
        let until =
            (*seconds > 0).then(|| (interval.start + Duration::from_secs(*seconds)).min(interval.end));
        let facts = facts();
        SetRecord::new(&facts, interval, n + 1, Played { until, loops }, facts.began)
    });
    lines.flatten().collect()
}

fn amounts(lines: &[SetRecord]) -> Vec<(Measure, Option<u32>, u32, u32)> {
    lines.iter().map(|line| (line.measure, line.planned, line.cued, line.seconds)).collect()
}

use Measure::{Reps, Seconds};

#[test]
fn a_line_says_what_was_planned_and_what_was_cued() {
    let text = "[[exercise]]\nuse='clam-shell'\nreps=3\nsets=2\ntempo='1-0-1-2'\nload='red band'\n";
    let lines = lines(text, &[99, 9, 2, 4], 0);
    // The third lasted less than three seconds; the fourth was stopped in its second rep.
    assert_eq!(amounts(&lines), [(Reps, Some(3), 3, 12), (Reps, Some(3), 2, 9), (Reps, Some(3), 1, 4)]);
    assert_eq!(lines.iter().map(SetRecord::is_full).collect::<Vec<_>>(), [true, false, false]);
    let json = serde_json::to_value(&lines[0]).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "v": 1, "type": "set", "id": "2026-11-25T18:04:11+01:00-abcdef-1",
            "session": "2026-11-25T18:04:11+01:00-abcdef", "at": "2026-11-25T18:04:11+01:00",
            "routine": "five", "exercise": "clam-shell", "name": "Lying clam shell", "round": 1, "set": 1,
            "side": "left", "sets": 2, "rounds": 1, "measure": "reps", "planned": 3, "cued": 3, "seconds": 12, "hold_ms": 2000,
            "load": "red band",
        })
    );
    assert_eq!(
        (lines[2].set, lines[2].side, lines[2].id.as_str()),
        (2, Some(Side::Right), &*format!("{}-4", facts().id))
    );
}

#[test]
fn each_kind_of_work_has_its_amounts() {
    let of = |exercise: &str, seconds: u64, loops: u32| {
        amounts(&lines(&format!("[[exercise]]\nname='X'\n{exercise}"), &[seconds], loops))
    };
    assert_eq!(of("for='20s'", 99, 0), [(Seconds, Some(20), 20, 20)]);
    assert_eq!(of("for='20s'", 7, 0), [(Seconds, Some(20), 7, 7)]);
    assert_eq!(of("for='20s'", 2, 0), [], "skipped");
    // As many reps as there is time for.
    assert_eq!(of("for='20s'\ntempo='1-0-2-0'", 99, 0), [(Reps, Some(6), 6, 20)]);
    // Until the user ends it: the last rep was repeated twice.
    assert_eq!(of("reps='open'\ntempo='2-0-2-0'", 99, 2)[0].1, None);
    assert_eq!(
        of("reps='open'\ntempo='2-0-2-0'", 99, 2)[0].2,
        of("reps='open'\ntempo='2-0-2-0'", 99, 0)[0].2 + 2
    );
    // At the user's own pace nothing is cued but the number.
    assert_eq!(of("for='open'", 99, 25), [(Seconds, None, 55, 55)]);
    assert_eq!(of("reps=8\nfor='open'", 99, 0), [(Reps, Some(8), 8, 32)]);
    assert_eq!(of("reps=1\ntempo='9-0-9-0'", 5, 0), [], "not one whole rep");
}

#[test]
fn alternating_sides_and_units_are_told() {
    let lines = lines(
        "[[exercise]]\nname='Dead bug'\nreps=4\nsides='alternate'\ntempo='1-0-1-0'\n\
         [[exercise]]\nname='Breathe'\nreps='5 breaths'\ntempo='2-0-2-0'\n",
        &[99, 99],
        0,
    );
    assert_eq!(amounts(&lines)[0], (Reps, Some(4), 4, 16), "per side");
    assert_eq!((lines[0].alternate, lines[0].reps(), lines[0].hold_ms), (true, 8, None));
    assert_eq!((lines[1].unit.as_deref(), lines[1].alternate, lines[1].reps()), (Some("breaths"), false, 5));
}

#[test]
fn numbers_out_of_their_range_are_no_effort_and_no_pain() {
    let effort = |number: u8| Effort::try_from(number).map(u8::from);
    assert_eq!([1, 2, 3].map(effort), [Ok(1), Ok(2), Ok(3)]);
    assert!(effort(0).is_err() && effort(4).is_err());
    assert_eq!([0, 10].map(|number| Pain::try_from(number).map(u8::from)), [Ok(0), Ok(10)]);
    assert!(Pain::try_from(11).is_err());
}

#[test]
fn every_line_is_valid_by_the_published_schema() {
    let (_, schema) = crate::schema::all().into_iter().find(|(name, _)| *name == "history").unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let valid = |value: &serde_json::Value| schema.is_valid(value);
    let text = "[[exercise]]\nuse='clam-shell'\nreps=3\nload='5 kg'\n[[exercise]]\nname='Plank'\nfor='20s'\n";
    for mut line in lines(text, &[99, 99, 99], 0) {
        assert!(valid(&serde_json::to_value(&line).unwrap()));
        (line.effort, line.rev) = (Some(Effort::TooHard), 1);
        assert!(valid(&serde_json::to_value(&line).unwrap()));
    }
    let session = SessionRecord {
        v: VERSION,
        kind: SessionLine::Session,
        id: facts().id,
        rev: 2,
        at: facts().began,
        what: What::Drill,
        routine: None,
        title: "Five".to_owned(),
        week: Some(3),
        resumed: true,
        ending: Ended::Stopped,
        seconds: 312,
        paused: 12,
        pain: Some(Pain(0)),
        by: "repcue".to_owned(),
    };
    let mut json = serde_json::to_value(&session).unwrap();
    assert!(valid(&json), "{json}");
    json["pain"] = 11.into();
    assert!(!valid(&json));
    let mut json = serde_json::to_value(&session).unwrap();
    json["future"] = "a further key".into();
    assert!(valid(&json));
    json["v"] = 2.into();
    assert!(!valid(&json), "of another version");
}
