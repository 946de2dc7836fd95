//! The search, on made-up words.

use super::Lexicon;

fn lexicon() -> Lexicon {
    Lexicon::from_lines(&[
        "Zed\ts\tzˈɛd",
        "ap\tg\tˈæp\tNOUN=ˈAp\tVERB=æp",
        "apple\ts\tæpˈɛl",
        "zebra\tg\tzˈibɹə",
        "zed\tg\tzˈʌd",
    ])
}

#[test]
fn finds_every_line_and_no_other() {
    let lexicon = lexicon();
    let usual = |word| lexicon.find(word).map(|entry| entry.usual);
    assert_eq!(usual("apple"), Some("æpˈɛl"));
    assert_eq!(usual("zebra"), Some("zˈibɹə"));
    for missing in ["", "a", "appl", "apples", "zz", "AP", "é", "\n", "\t"] {
        assert_eq!(usual(missing), None, "`{missing}`");
    }
}

#[test]
fn the_checked_list_wins_over_the_capital() {
    let lexicon = lexicon();
    assert_eq!(lexicon.find("Zed").map(|entry| entry.usual), Some("zˈʌd"));
    assert_eq!(lexicon.find("Apple").map(|entry| entry.usual), Some("æpˈɛl"));
    assert!(lexicon.is_gold("Zebra") && !lexicon.is_gold("apple"));
}

#[test]
fn classes_of_a_word() {
    let lexicon = lexicon();
    let entry = lexicon.find("ap").expect("the word is there");
    assert_eq!(
        (entry.in_class("NOUN"), entry.in_class("VERB"), entry.in_class("ADJ")),
        (Some("ˈAp"), Some("æp"), None)
    );
}

#[test]
fn a_damaged_file_does_no_harm() {
    for bytes in [&b"\n\n\t\t\n"[..], b"a", b"a\t", b"a\tg", b"\xff\xfe\ta\n", b""] {
        let lexicon = Lexicon(bytes.to_vec());
        assert!(lexicon.find("a").is_none());
    }
}
