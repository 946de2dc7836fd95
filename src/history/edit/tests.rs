use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::history::lines::History;

/// A line of a set of one of four sessions, each on a day of its own.
fn set(session: u8, number: u8, rev: u8, cued: u8) -> Vec<u8> {
    let day = 10 + session;
    format!(
        r#"{{"v":1,"type":"set","id":"{session}-{number}","rev":{rev},"session":"{session}","at":"2026-11-{day}T18:00:00+01:00","exercise":"squat","name":"Squat","round":1,"set":1,"measure":"reps","cued":{cued},"seconds":30}}"#
    )
    .into_bytes()
}

fn session(session: u8, rev: u8) -> Vec<u8> {
    let day = 10 + session;
    format!(
        r#"{{"v":1,"type":"session","id":"{session}","rev":{rev},"at":"2026-11-{day}T17:50:00+01:00","what":"drill","title":"Squat","ending":"done","seconds":700,"paused":0,"by":"repcue"}}"#
    )
    .into_bytes()
}

fn line() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        5 => (0u8..4, 0u8..3, 0u8..3, 1u8..4).prop_map(|(of, number, rev, cued)| set(of, number, rev, cued)),
        2 => (0u8..4, 0u8..3).prop_map(|(of, rev)| session(of, rev)),
        1 => (0u8..4).prop_map(|of| format!(r#"{{"v":2,"type":"set","session":"{of}","at":"2026-11-{}T18:00:00Z"}}"#, 10 + of).into_bytes()),
        1 => vec(any::<u8>(), 0..20),
    ]
}

fn file() -> impl Strategy<Value = Vec<u8>> {
    vec(line(), 0..10).prop_map(|lines| lines.join(&b'\n'))
}

/// The bytes of a history after a change.
fn after(own: &[u8], change: Change) -> Vec<u8> {
    match change {
        Change::Nothing => own.to_vec(),
        Change::Append(lines) => [own, b"\n", &lines.join(&b'\n')].concat(),
        Change::Replace(bytes) => bytes,
    }
}

fn merged(own: &[u8], files: &[&[u8]]) -> Vec<u8> {
    let files: Vec<Vec<u8>> = files.iter().map(|file| file.to_vec()).collect();
    after(own, merge(own, &files).0)
}

/// What a history says, with its lines of later versions.
fn meaning(bytes: &[u8]) -> (History, HashSet<Vec<u8>>) {
    let unknown = split(bytes).filter(|line| Line::read(line) == Line::Unknown).map(<[u8]>::to_vec).collect();
    (History { damaged: 0, unknown: 0, ..History::read([bytes]) }, unknown)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn merging_is_commutative(a in file(), b in file()) {
        prop_assert_eq!(meaning(&merged(&a, &[&b])), meaning(&merged(&b, &[&a])));
    }

    #[test]
    fn merging_is_associative(a in file(), b in file(), c in file()) {
        let (left, right) = (merged(&merged(&a, &[&b]), &[&c]), merged(&a, &[&merged(&b, &[&c])]));
        prop_assert_eq!(meaning(&left), meaning(&right));
        prop_assert_eq!(meaning(&left), meaning(&merged(&a, &[&c, &b])), "in one step, in another order");
    }

    #[test]
    fn merging_is_idempotent(a in file(), b in file()) {
        let once = merged(&a, &[&b]);
        prop_assert_eq!(&merged(&once, &[&b]), &once);
        prop_assert_eq!(&merged(&once, &[&a, &b, &once]), &once);
        prop_assert!(once.starts_with(&a), "nothing of the file changes");
    }

    #[test]
    fn forgetting_a_session_forgets_all_of_it_and_nothing_else(a in file(), of in 0u8..4) {
        let id = of.to_string();
        let (change, loss) = forget(&a, &Forgotten::Session(id.clone()));
        let (before, left) = (meaning(&a), meaning(&after(&a, change)));
        prop_assert!(left.0.sets.iter().all(|set| set.session != id));
        prop_assert!(left.0.sessions.iter().all(|session| session.id != id));
        let mark = format!("\"session\":\"{id}\"");
        let has_it = left.1.iter().any(|line| String::from_utf8_lossy(line).contains(&mark));
        prop_assert!(!has_it);
        prop_assert_eq!(before.0.sets.len(), left.0.sets.len() + loss.sets);
        prop_assert_eq!(before.0.sessions.len(), left.0.sessions.len() + loss.sessions);
    }

    #[test]
    fn forgetting_what_is_before_a_day_leaves_the_rest(a in file(), day in 9i64..15) {
        let limit = Day::new(2026, 11, day);
        let left = meaning(&after(&a, forget(&a, &Forgotten::Before(limit)).0)).0;
        let mut expected = meaning(&a).0;
        expected.sets.retain(|set| set.at.day() >= limit);
        expected.sessions.retain(|session| session.at.day() >= limit);
        prop_assert_eq!(left, expected);
    }

    #[test]
    fn forgetting_everything_leaves_nothing(a in vec(any::<u8>(), 0..200), b in file()) {
        for own in [a, b] {
            prop_assert_eq!(split(&after(&own, forget(&own, &Forgotten::All).0)).count(), 0);
        }
    }
}

#[test]
fn what_was_merged_is_counted() {
    let file = [set(1, 1, 0, 3), set(1, 1, 1, 2), session(1, 0), b"{\"v\":1,".to_vec()].join(&b'\n');
    let (_, first) = merge(&set(1, 1, 0, 3), std::slice::from_ref(&file));
    assert_eq!(first, Merged { added: 2, known: 1, damaged: 1 });
    let own = merged(&set(1, 1, 0, 3), &[&file]);
    assert_eq!(merge(&own, &[file]).1, Merged { added: 0, known: 3, damaged: 1 });
}
