use super::*;
use crate::history::summary::performances;

/// Sessions of two exercises on some days of November 2026, with growing reps and loads.
fn lines() -> String {
    let mut text = String::new();
    for (n, day) in [2, 4, 6, 9, 11, 13, 16, 18, 23, 25].into_iter().enumerate() {
        let (session, date) = (format!("s{n}"), format!("2026-11-{day:02}"));
        let (reps, hold, load) = (10 + n / 2, if n < 5 { 2000 } else { 3000 }, 20 + 5 * (n / 3));
        for (number, side) in [(1, "left"), (2, "right")] {
            text += &format!(
                r#"{{"v":1,"type":"set","id":"{session}-{number}","session":"{session}","at":"{date}T18:0{number}:00+01:00","routine":"mine","exercise":"clam-shell","name":"Lying clam shell","round":1,"set":1,"side":"{side}","measure":"reps","planned":{reps},"cued":{reps},"seconds":75,"hold_ms":{hold}{}}}"#,
                if n == 3 { r#","effort":3"# } else { "" }
            );
            text += "\n";
        }
        let cued = if n == 9 { 7 } else { 12 };
        text += &format!(
            r#"{{"v":1,"type":"set","id":"{session}-3","session":"{session}","at":"{date}T18:05:00+01:00","routine":"mine","exercise":"squat","name":"Squat","round":1,"set":1,"measure":"reps","planned":12,"cued":{cued},"seconds":{},"load":"{load} kg"}}"#,
            48 + 180 * n
        );
        text += "\n";
        if n != 8 {
            let pain = if n % 2 == 0 { format!(r#","pain":{}"#, 4 - n / 3) } else { String::new() };
            text += &format!(
                r#"{{"v":1,"type":"session","id":"{session}","at":"{date}T18:00:00+01:00","what":"routine","routine":"mine","title":"Mine","ending":"{}","seconds":{},"paused":{}{pain},"by":"repcue"}}"#,
                if n == 9 { "stopped" } else { "done" },
                400 + 180 * n,
                if n == 9 { 30 } else { 0 }
            );
            text += "\n";
        }
    }
    text
}

fn history() -> History {
    let history = History::read([lines().as_bytes()]);
    assert_eq!((history.damaged, history.unknown), (0, 0));
    history
}

/// Compares with what is stored; `BLESS=1` stores it.
#[track_caller]
fn compare(name: &str, text: &str) {
    let path = format!("{}/tests/history/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap_or_default(), "{path}");
}

/// Without colours.
fn plain(text: &Printable) -> String {
    anstream::adapter::strip_str(text.text()).to_string()
}

#[test]
fn the_whole_history() {
    let shown = plain(&overview(&history(), Day::new(2026, 11, 26), Goal(3), 46));
    compare("overview", &shown);
}

#[test]
fn an_exercise_over_time() {
    let history = history();
    let all = practices(&history);
    let of = |id: &str| exercise(all.iter().find(|practice| practice.id == id).unwrap(), &history);
    // Reps, hold, effort and pain; and load.
    compare("clam-shell", &of("clam-shell"));
    compare("squat", &of("squat"));
}

#[test]
fn an_exercise_has_the_pain_of_its_own_sessions() {
    let set = |session: &str, exercise: &str| {
        format!(
            r#"{{"v":1,"type":"set","id":"{session}-1","session":"{session}","at":"2026-11-02T18:01:00+01:00","exercise":"{exercise}","name":"{exercise}","round":1,"set":1,"measure":"reps","planned":5,"cued":5,"seconds":20}}"#
        )
    };
    let session = |session: &str, pain: u8| {
        format!(
            r#"{{"v":1,"type":"session","id":"{session}","at":"2026-11-02T18:00:00+01:00","what":"drill","title":"x","ending":"done","seconds":30,"paused":0,"pain":{pain},"by":"repcue"}}"#
        )
    };
    let lines = [set("a", "bridge"), session("a", 2), set("b", "clam"), session("b", 7)].join("\n");
    let history = History::read([lines.as_bytes()]);
    assert_eq!((history.damaged, history.unknown), (0, 0));
    let practices = crate::history::summary::practices(&history);
    let pain = |name: &str| {
        let practice = practices.iter().find(|practice| practice.name == name).unwrap();
        exercise(practice, &history).trim_end().chars().last()
    };
    assert_eq!([pain("bridge"), pain("clam")], [Some('2'), Some('7')], "on the same day");
}

#[test]
fn one_session() {
    let history = history();
    let all = performances(&history);
    compare("stopped", &session(&all[9]));
    compare("killed", &session(&all[8]));
}

#[test]
fn what_is_not_there_is_said() {
    let shown =
        |text: &str| plain(&overview(&History::read([text.as_bytes()]), Day::new(2026, 11, 26), Goal(3), 80));
    assert_eq!(shown(""), EMPTY);
    assert_eq!(
        shown("{\"v\":9}\n{\"v\":1\n{"),
        format!(
            "{EMPTY}\n1 line of a later version: kept, but not shown.\n\n2 lines cannot be read: not shown.\n"
        )
    );
}

#[test]
fn a_long_time_is_hours_and_minutes() {
    let of = |seconds| hours(seconds);
    assert_eq!(
        [of(0), of(29), of(90), of(3_569), of(3_570), of(45_000)],
        ["0 s", "29 s", "2 min", "59 min", "1 h 00 min", "12 h 30 min"]
    );
}
