//! The rules, on a handful of words; the real lexicon is tried where the voice is installed.

use std::convert::Infallible;

use proptest::prelude::*;

use super::super::lexicon::Lexicon;
use super::grammar::{Kind, kind};
use super::phonemes;
use super::tokens::tokens;

fn lexicon() -> Lexicon {
    Lexicon::from_lines(&[
        "L\tg\tˈɛl",
        "M\tg\tˈɛm",
        "R\tg\tˈɑɹ",
        "arm\tg\tˈɑɹm",
        "band\tg\tbˈænd",
        "bend\tg\tbˈɛnd",
        "close\tg\tklˈOs\tNOUN=klˈOz\tVERB=klˈOz",
        "lift\tg\tlˈɪft",
        "press\tg\tpɹˈɛs",
        "single\tg\tsˈɪŋɡᵊl",
        "leg\tg\tlˈɛɡ",
        "set\tg\tsˈɛt",
        "and\tg\tænd",
        "up\tg\tˌʌp",
        "rest\ts\tɹˈɛst",
        "get\tg\tɡɛt\tNone=ɡˈɛt",
        "grown-up\tg\tɡɹˈOnˌʌp",
    ])
}

fn say(text: &str) -> String {
    let unknown = |word: &str| Ok::<_, Infallible>(Some(format!("<{word}>")));
    match phonemes(text, &lexicon(), &unknown) {
        Ok(said) => said,
        Err(never) => match never {},
    }
}

#[test]
fn words_of_the_lexicon_in_any_case() {
    assert_eq!(say("lift and bend."), "lˈɪft ænd bˈɛnd.");
    assert_eq!(say("Lift AND Bend!"), "lˈɪft ˈænd bˈɛnd!");
    assert_eq!(say("And lift, rest"), "ˌænd lˈɪft, ɹˈɛst");
}

#[test]
fn endings() {
    assert_eq!(say("bands lifts presses"), "bˈændz lˈɪfts pɹˈɛsᵻz");
    assert_eq!(say("lifted rested pressed"), "lˈɪftᵻd ɹˈɛstᵻd pɹˈɛst");
    assert_eq!(say("lifting setting"), "lˈɪftɪŋ sˈɛTɪŋ");
    assert_eq!(say("leg's legs'"), "lˈɛɡz lˈɛɡz");
}

#[test]
fn letters_and_unknown_words() {
    assert_eq!(say("RL"), "ˌɑɹˈɛl");
    assert_eq!(say("lm"), "<lm>");
    assert_eq!(say("Pilates band"), "<Pilates> bˈænd");
}

#[test]
fn small_words_listen_to_the_next_sound() {
    assert_eq!(say("the leg, the arm"), "ðə lˈɛɡ, ði ˈɑɹm");
    assert_eq!(say("to bend, to arm, to."), "tə bˈɛnd, tʊ ˈɑɹm, tu.");
    assert_eq!(say("get up, get."), "ɡɛt ˌʌp, ɡˈɛt.");
    assert_eq!(say("a leg and an arm"), "ɐ lˈɛɡ ænd ɐn ˈɑɹm");
}

#[test]
fn compounds_have_one_main_stress() {
    assert_eq!(say("single-leg"), "sˈɪŋɡᵊllˌɛɡ");
    assert_eq!(say("grown-up"), "ɡɹˈOnˌʌp");
    assert_eq!(say("L-band"), "ˈɛlbˌænd");
}

#[test]
fn verbs_and_nouns() {
    assert_eq!(say("close the band"), "klˈOz ðə bˈænd");
    assert_eq!(say("a close leg"), "ɐ klˈOs lˈɛɡ");
    assert_eq!(say("leg close to the band"), "lˈɛɡ klˈOs tə ðə bˈænd");
    let at = |text: &str, at: usize| kind(&tokens(text), at);
    assert_eq!(at("use the band", 0), Kind::Verb);
    assert_eq!(at("do not use it", 2), Kind::Verb);
    assert_eq!(at("the use of it", 1), Kind::Noun);
    assert_eq!(at("incline press", 0), Kind::Describing);
}

#[test]
fn marks() {
    assert_eq!(say("lift - bend"), "lˈɪft — bˈɛnd");
    assert_eq!(say("\"lift\" (bend)"), "“lˈɪft” (bˈɛnd)");
    assert_eq!(say("💪 ステップ 1"), "<ステップ>");
    assert_eq!(say(""), "");
}

#[test]
fn very_long_words_take_no_longer_than_they_should() {
    let word = "a-".repeat(5_000) + &"'".repeat(5_000);
    assert!(!say(&word).is_empty());
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = say(&text);
    }

    #[test]
    fn no_word_panics(text in "[a-zA-Z'éßŁ -]{0,20}") {
        let _ = say(&text);
    }
}
