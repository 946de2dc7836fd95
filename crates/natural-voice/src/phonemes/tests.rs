//! The rules, on a small lexicon. `tests/voice.rs` tests them on the real one.

use std::convert::Infallible;

use proptest::prelude::*;

use super::grammar::{Class, class};
use super::tokens::tokenize;
use super::transcribe;
use crate::lexicon::Lexicon;

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

fn transcribed(text: &str) -> String {
    let guess = |word: &str| Ok::<_, Infallible>(Some(format!("<{word}>")));
    match transcribe(text, &lexicon(), &guess) {
        Ok(phonemes) => phonemes,
        Err(never) => match never {},
    }
}

#[test]
fn words_of_the_lexicon_in_any_case() {
    assert_eq!(transcribed("lift and bend."), "lˈɪft ænd bˈɛnd.");
    assert_eq!(transcribed("Lift AND Bend!"), "lˈɪft ˈænd bˈɛnd!");
    assert_eq!(transcribed("And lift, rest"), "ˌænd lˈɪft, ɹˈɛst");
}

#[test]
fn endings() {
    assert_eq!(transcribed("bands lifts presses"), "bˈændz lˈɪfts pɹˈɛsᵻz");
    assert_eq!(transcribed("lifted rested pressed"), "lˈɪftᵻd ɹˈɛstᵻd pɹˈɛst");
    assert_eq!(transcribed("lifting setting"), "lˈɪftɪŋ sˈɛTɪŋ");
    assert_eq!(transcribed("leg's legs'"), "lˈɛɡz lˈɛɡz");
}

#[test]
fn letters_and_unknown_words() {
    assert_eq!(transcribed("RL"), "ˌɑɹˈɛl");
    assert_eq!(transcribed("lm"), "<lm>");
    assert_eq!(transcribed("Pilates band"), "<Pilates> bˈænd");
}

#[test]
fn function_words_depend_on_the_next_phoneme() {
    assert_eq!(transcribed("the leg, the arm"), "ðə lˈɛɡ, ði ˈɑɹm");
    assert_eq!(transcribed("to bend, to arm, to."), "tə bˈɛnd, tʊ ˈɑɹm, tu.");
    assert_eq!(transcribed("get up, get."), "ɡɛt ˌʌp, ɡˈɛt.");
    assert_eq!(transcribed("a leg and an arm"), "ɐ lˈɛɡ ænd ɐn ˈɑɹm");
}

#[test]
fn compounds_have_one_main_stress() {
    assert_eq!(transcribed("single-leg"), "sˈɪŋɡᵊllˌɛɡ");
    assert_eq!(transcribed("grown-up"), "ɡɹˈOnˌʌp");
    assert_eq!(transcribed("L-band"), "ˈɛlbˌænd");
}

#[test]
fn verbs_and_nouns() {
    assert_eq!(transcribed("close the band"), "klˈOz ðə bˈænd");
    assert_eq!(transcribed("a close leg"), "ɐ klˈOs lˈɛɡ");
    assert_eq!(transcribed("leg close to the band"), "lˈɛɡ klˈOs tə ðə bˈænd");
    let at = |text: &str, at: usize| class(&tokenize(text), at);
    assert_eq!(at("use the band", 0), Class::Verb);
    assert_eq!(at("do not use it", 2), Class::Verb);
    assert_eq!(at("the use of it", 1), Class::Noun);
    assert_eq!(at("incline press", 0), Class::Modifier);
}

#[test]
fn punctuation() {
    assert_eq!(transcribed("lift - bend"), "lˈɪft — bˈɛnd");
    assert_eq!(transcribed("\"lift\" (bend)"), "“lˈɪft” (bˈɛnd)");
    assert_eq!(transcribed("💪 ステップ 1"), "<ステップ>");
    assert_eq!(transcribed(""), "");
}

#[test]
fn very_long_words_do_not_hang() {
    let word = "a-".repeat(5_000) + &"'".repeat(5_000);
    assert!(!transcribed(&word).is_empty());
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = transcribed(&text);
    }

    #[test]
    fn no_word_panics(text in "[a-zA-Z'éßŁ -]{0,20}") {
        let _ = transcribed(&text);
    }
}
