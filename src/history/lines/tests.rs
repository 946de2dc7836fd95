use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// A set's line with this id, revision and number of reps.
fn set(id: u8, rev: u8, cued: u8) -> Vec<u8> {
    format!(
        r#"{{"v":1,"type":"set","id":"s-{id}","rev":{rev},"session":"s","at":"2026-11-25T18:04:{:02}+01:00","exercise":"squat","name":"Squat","round":1,"set":1,"measure":"reps","planned":9,"cued":{cued},"seconds":30}}"#,
        id % 60
    )
    .into_bytes()
}

/// Lines of every kind: sets of few ids and revisions, later versions, other types, and any bytes.
fn line() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => (0u8..6, 0u8..3, 0u8..3).prop_map(|(id, rev, cued)| set(id, rev, cued)),
        1 => Just(br#"{"v":2,"type":"set","id":"s-1"}"#.to_vec()),
        1 => Just(br#"{"v":1,"type":"weight","id":"w-1"}"#.to_vec()),
        1 => vec(any::<u8>(), 0..40),
    ]
}

fn file() -> impl Strategy<Value = Vec<u8>> {
    vec(line(), 0..12).prop_map(|lines| lines.join(&b'\n'))
}

/// What files say, without the numbers of lines that say nothing.
fn meaning(files: &[&[u8]]) -> History {
    History { unknown: 0, damaged: 0, ..History::read(files.iter().copied()) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_can_be_read(bytes in vec(any::<u8>(), 0..400)) {
        let history = History::read([bytes.as_slice()]);
        prop_assert!(history.sets.is_empty() && history.sessions.is_empty());
    }

    #[test]
    fn files_say_the_same_in_any_order_and_any_number_of_times(a in file(), b in file(), c in file()) {
        let together = meaning(&[&a, &b, &c]);
        prop_assert_eq!(&together, &meaning(&[&c, &a, &b]));
        prop_assert_eq!(&together, &meaning(&[&b, &a, &c, &a, &b]));
        let mut ids: Vec<&str> = together.sets.iter().map(|set| set.id.as_str()).collect();
        ids.dedup();
        prop_assert_eq!(ids.len(), together.sets.len(), "each set once");
    }

    #[test]
    fn a_line_that_is_cut_off_takes_only_itself_along(a in file(), cut in 1usize..100) {
        let last = set(9, 0, 1);
        let torn = [&a[..], b"\n", &last[..cut.min(last.len() - 1)]].concat();
        prop_assert_eq!(meaning(&[&torn]), meaning(&[&a]));
        let ended = [&torn[..], b"\n", &set(8, 0, 2)].concat();
        prop_assert_eq!(meaning(&[&ended]), meaning(&[&a, &set(8, 0, 2)]));
    }
}

#[test]
fn the_highest_revision_counts_wherever_it_is() {
    let cued = |lines: &[Vec<u8>]| History::read([lines.join(&b'\n').as_slice()]).sets[0].cued;
    assert_eq!(cued(&[set(1, 0, 5), set(1, 1, 4)]), 4);
    assert_eq!(cued(&[set(1, 1, 4), set(1, 0, 5)]), 4);
    assert_eq!(cued(&[set(1, 0, 4), set(1, 0, 5)]), 5, "no order of lines decides");
}

#[test]
fn what_is_not_known_is_counted() {
    let text = b"\n{\"v\":2}\r\n\n[1]\nx\n{\"v\":1,\"type\":\"weight\",\"kg\":70}\n{\"v\":1,\"type\":\"se";
    let history = History::read([text.as_slice()]);
    assert_eq!((history.unknown, history.damaged), (2, 3));
}
