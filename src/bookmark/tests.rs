use super::*;
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

fn words() -> Vec<String> {
    ["mine", "--only", "a \"b\""].map(str::to_owned).to_vec()
}

#[test]
fn each_stretch_leads_back_to_the_beginning_of_its_set() {
    let timeline = timeline(TEXT);
    let kinds: Vec<&str> = timeline.stretches.iter().map(|stretch| stretch.kind.word()).collect();
    let set = ["ready", "work", "switch", "work", "rest"];
    let round = [&set[..], &set, &["work", "rest"]].concat();
    assert_eq!(kinds, [&round[..], &round[..round.len() - 1], &["done"]].concat());
    let found: Vec<Option<usize>> = (0..timeline.stretches.len())
        .map(|n| Bookmark::of(&timeline, n, &words())?.find(&timeline))
        .collect();
    let to = |place: usize, times: usize| vec![Some(place); times];
    // A rest leads to the set that comes.
    let expected = [to(0, 4), to(5, 5), to(10, 2), to(12, 5), to(17, 5), to(22, 1), vec![None]].concat();
    assert_eq!(found[..4], expected[..4]);
    assert_eq!(found[4], Some(5));
    assert_eq!(found[9], Some(10));
    assert_eq!(found[11], Some(12));
    assert_eq!(found[21], Some(22));
    assert_eq!(found[23], None, "the end is no place to go on at");
}

#[test]
fn what_is_written_is_read() {
    let timeline = timeline(TEXT);
    for n in 0..timeline.stretches.len() - 1 {
        let bookmark = Bookmark::of(&timeline, n, &words()).unwrap();
        let read = Bookmark::read(&Source::new("main.toml", bookmark.toml())).unwrap();
        assert_eq!(read, bookmark);
    }
}

#[test]
fn in_a_changed_routine_the_same_set_is_found_or_none() {
    let bookmark = Bookmark::of(&timeline(TEXT), 17, &words()).unwrap();
    assert_eq!(
        (bookmark.exercise.as_str(), bookmark.round, bookmark.set, bookmark.place),
        ("clam-shell", 2, 2, 5)
    );
    let longer = timeline(&TEXT.replace("ready = \"0s\"", "sets = 3"));
    let found = bookmark.find(&longer).unwrap();
    assert_eq!((longer.stretches[found].round, longer.stretches[found].set), (2, 2));
    let shorter = timeline(&TEXT.replace("rounds = 2", "rounds = 1"));
    assert_eq!(bookmark.find(&shorter), None);
}

#[test]
fn a_file_that_is_none_is_told() {
    let told = Bookmark::read(&Source::new("main.toml", "words = 3\nround = 0\nnonsense = 1\n")).unwrap_err();
    let titles: Vec<&str> = told.iter().map(|mistake| mistake.title.as_str()).collect();
    assert!(titles.contains(&"unknown key `nonsense` in a bookmark"), "{titles:?}");
    assert!(titles.contains(&"the bookmark has no `at`"), "{titles:?}");
    assert_eq!(titles.len(), 1 + 2 + 5, "{titles:?}");
}
