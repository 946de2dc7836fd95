//! Written text and its words.

use proptest::prelude::*;

use super::normalize;

#[track_caller]
fn check(table: &[(&str, &str)]) {
    for (written, expected) in table {
        assert_eq!(normalize(written), *expected, "`{written}`");
    }
}

#[test]
fn whole_numbers() {
    check(&[
        ("0", "zero"),
        ("10 reps", "ten reps"),
        ("21", "twenty one"),
        ("100", "one hundred"),
        ("121", "one hundred twenty one"),
        ("1000", "one thousand"),
        ("1,250", "one thousand two hundred fifty"),
        ("20015", "twenty thousand fifteen"),
        ("999,999", "nine hundred ninety nine thousand nine hundred ninety nine"),
        ("1000000", "one zero zero zero zero zero zero"),
        ("007", "zero zero seven"),
        ("-5", "minus five"),
        ("12.", "twelve."),
    ]);
}

#[test]
fn ordinals_and_decimals() {
    check(&[
        ("1st set", "first set"),
        ("2nd, 3rd, 4th", "second, third, fourth"),
        ("the 8th and 9th", "the eighth and ninth"),
        ("12th, 20th, 21st", "twelfth, twentieth, twenty first"),
        ("100th", "one hundredth"),
        ("2.5", "two point five"),
        ("0.25", "zero point two five"),
        (".5", "point five"),
    ]);
}

#[test]
fn ranges_and_times() {
    check(&[
        ("8-10 reps", "eight to ten reps"),
        ("8 – 10", "eight to ten"),
        ("30-60s", "thirty to sixty seconds"),
        ("3-1-2-0", "three one two zero"),
        ("5-10-5", "five ten five"),
        ("3x12", "three times twelve"),
        ("3 x 12", "three times twelve"),
        ("3×12 @ 20 kg", "three times twelve at twenty kilograms"),
        ("3x30s", "three times thirty seconds"),
        ("2x", "two times"),
        ("x3", "times three"),
        ("3-4x", "three to four times"),
    ]);
}

#[test]
fn durations_and_the_time_of_day() {
    check(&[
        ("1:30", "one minute thirty"),
        ("1:05", "one minute five"),
        ("0:45", "forty five seconds"),
        ("0:01", "one second"),
        ("0:00", "zero seconds"),
        ("2:00", "two minutes"),
        ("1:30:00", "one hour thirty minutes"),
        ("7:30 am", "seven thirty A M"),
        ("7:05pm.", "seven oh five P M."),
        ("3:1 ratio", "three: one ratio"),
    ]);
}

#[test]
fn units() {
    check(&[
        ("20 kg", "twenty kilograms"),
        ("20KG", "twenty kilograms"),
        ("1 kg", "one kilogram"),
        ("2.5 kg", "two point five kilograms"),
        ("500 g", "five hundred grams"),
        ("1 lb, 10 lbs", "one pound, ten pounds"),
        ("5 cm", "five centimeters"),
        ("5 mm", "five millimeters"),
        ("100 m", "one hundred meters"),
        ("5 km", "five kilometers"),
        ("5 km/h", "five kilometers per hour"),
        ("30s", "thirty seconds"),
        ("1 s", "one second"),
        ("30 sec. each", "thirty seconds each"),
        ("Rest 30 sec.", "Rest thirty seconds."),
        ("1 min", "one minute"),
        ("1h", "one hour"),
        ("80% effort", "eighty percent effort"),
        ("45°", "forty five degrees"),
        ("1°", "one degree"),
        ("20°C", "twenty degrees Celsius"),
        ("20-kg bar", "twenty kilogram bar"),
        ("10-second hold", "ten second hold"),
        ("3 sets", "three sets"),
    ]);
}

#[test]
fn fractions_and_positions() {
    check(&[
        ("1/2 way", "one half way"),
        ("3/4", "three quarters"),
        ("½ rep", "one half rep"),
        ("1½ reps", "one and a half reps"),
        ("set 2/3", "set two of three"),
        ("Round 1/4", "Round one of four"),
        ("7/10", "seven out of ten"),
        ("90/90 stretch", "ninety ninety stretch"),
    ]);
}

#[test]
fn symbols_and_abbreviations() {
    check(&[
        ("push & pull", "push and pull"),
        ("2+2", "two plus two"),
        ("left/right", "left right"),
        ("w/ band", "with band"),
        ("w/band", "with band"),
        ("w/o band", "without band"),
        ("approx. 10 reps", "approximately ten reps"),
        ("e.g. a chair", "for example a chair"),
        ("bands, etc.", "bands, et cetera."),
        ("~10", "about ten"),
        ("#3", "number three"),
        ("A1 and B2", "A one and B two"),
        ("* one", "one"),
    ]);
}

#[test]
fn other_text_is_left_alone() {
    let plain = "Single-leg bridge: don't rush (really), breathe — and hold!";
    assert_eq!(normalize(plain), plain);
    check(&[("ステップ 💪", "ステップ 💪"), ("child’s", "child's"), ("", ""), ("  a   b ", "a b")]);
}

#[test]
fn every_number_becomes_words() {
    for number in 0..20_000_u32 {
        let words = normalize(&number.to_string());
        assert!(words.chars().all(|c| c.is_ascii_lowercase() || c == ' '), "{number}: {words}");
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = normalize(&text);
    }

    #[test]
    fn numbers_and_symbols_become_words(text in "[0-9 .:/xX×°%a-d½+,~#@-]{0,24}") {
        let words = normalize(&text);
        prop_assert!(!words.contains(|c: char| c.is_ascii_digit()), "`{words}`");
    }
}
