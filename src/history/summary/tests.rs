use super::*;

/// A line of a set: its session, its number, the day of November 2026, and more keys.
fn set(session: &str, number: u32, day: u32, more: &str) -> String {
    format!(
        r#"{{"v":1,"type":"set","id":"{session}-{number}","session":"{session}","at":"2026-11-{day:02}T18:{number:02}:00+01:00","exercise":"squat","name":"Squat","round":1,"seconds":30,{more}}}"#
    )
}

fn history(lines: &[String]) -> History {
    let text = lines.join("\n");
    let history = History::read([text.as_bytes()]);
    assert_eq!((history.damaged, history.unknown), (0, 0), "{text}");
    history
}

const REPS: &str = r#""measure":"reps","planned":12"#;

#[test]
fn sets_are_put_into_words() {
    let words = |sets: &[&str]| {
        let lines: Vec<String> = sets
            .iter()
            .enumerate()
            .map(|(n, more)| set("s", n as u32, 1, &format!("{REPS},{more}")))
            .collect();
        let history = history(&lines);
        amounts(&history.sets.iter().collect::<Vec<_>>())
    };
    assert_eq!(words(&[r#""set":1,"cued":12"#]), "12 reps");
    assert_eq!(words(&[r#""set":1,"cued":1,"unit":"breaths""#]), "1 breath");
    assert_eq!(words(&[r#""set":1,"cued":12"#, r#""set":2,"cued":12"#]), "2 × 12 reps");
    assert_eq!(words(&[r#""set":1,"cued":12"#, r#""set":2,"cued":9"#]), "12, 9 reps");
    let sides = |right| {
        [r#""set":1,"cued":12,"side":"left""#.to_owned(), format!(r#""set":1,"cued":{right},"side":"right""#)]
    };
    let of = |right: u32| words(&sides(right).each_ref().map(String::as_str));
    assert_eq!((of(12), of(7)), ("12 reps".to_owned(), "12/7 reps".to_owned()));
    assert_eq!(
        words(&[r#""set":1,"cued":5,"load":"8 kg""#, r#""set":2,"cued":5,"load":"8 kg""#]),
        "2 × 5 reps, 8 kg"
    );
    assert_eq!(words(&[r#""set":1,"cued":5,"load":"8 kg""#, r#""set":2,"cued":5"#]), "2 × 5 reps");
    assert_eq!(words(&[]), "");
}

#[test]
fn loads_are_compared_as_numbers() {
    let load = |load: &str| {
        let history = history(&[set("s", 1, 1, &format!(r#"{REPS},"set":1,"cued":1,"load":"{load}""#))]);
        load_in_thousandths(&history.sets[0])
    };
    assert_eq!(load("40 kg"), Some(40_000));
    assert_eq!(load("2 x 22.5 kg"), Some(2_000), "the first number");
    assert_eq!((load("22,5 kg"), load("7.12345 lb")), (Some(22_500), Some(7_123)));
    assert_eq!((load("red band"), load("99999999999999999999 kg")), (None, None));
}

#[test]
fn the_best_set_has_the_greatest_load_then_the_most_reps() {
    let more = |cued: u32, load: u32| format!(r#"{REPS},"set":1,"cued":{cued},"load":"{load} kg""#);
    let history = history(&[
        set("a", 1, 1, &more(12, 20)),
        set("a", 2, 1, &more(8, 30)),
        set("b", 1, 3, &more(9, 30)),
        set("b", 2, 3, &more(9, 30)),
        set("c", 1, 5, &more(15, 20)),
    ]);
    let all = practices(&history);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].best().unwrap().id, "b-1", "the first of equals");
    let (day, last) = all[0].last().unwrap();
    assert_eq!((day, last[0].id.as_str()), (Day::new(2026, 11, 5), "c-1"));
    let on_the_third: Vec<&str> =
        all[0].days[&Day::new(2026, 11, 3)].iter().map(|set| set.id.as_str()).collect();
    assert_eq!(on_the_third, ["b-1", "b-2"], "in the order in which they ended");
}

#[test]
fn a_session_without_its_own_line_is_one_too() {
    let done = r#"{"v":1,"type":"session","id":"b","at":"2026-11-02T18:00:00+01:00","what":"drill","title":"Squats","ending":"done","seconds":700,"paused":0,"by":"repcue"}"#;
    let more = format!(r#"{REPS},"set":1,"cued":12,"alternate":true"#);
    let history =
        history(&[set("b", 1, 2, &more), done.to_owned(), set("a", 1, 1, &more), set("a", 2, 1, &more)]);
    let sessions = performances(&history);
    let seen: Vec<_> = sessions
        .iter()
        .map(|session| {
            (session.id, session.title(), session.is_done(), session.seconds(), session.sets.len())
        })
        .collect();
    assert_eq!(seen, [("a", "Squat", false, 60, 2), ("b", "Squats", true, 700, 1)]);
    let totals = days(&history)[&Day::new(2026, 11, 1)];
    assert_eq!(totals, Totals { sets: 2, reps: 48, seconds: 60 }, "both sides of an alternating set count");
}
