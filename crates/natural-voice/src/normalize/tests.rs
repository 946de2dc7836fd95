//! Written text and its words.

mod numbers;

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
        ("1/2 way", "half way"),
        ("3/4", "three quarters"),
        ("½ rep", "half rep"),
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
fn a_slash_after_an_amount_is_per() {
    check(&[
        ("Lunge 10/side", "Lunge ten per side"),
        ("8/leg, 12/arm", "eight per leg, twelve per arm"),
        ("3x10/side", "three times ten per side"),
        ("8–10 /leg", "eight to ten per leg"),
        ("10 / side", "ten per side"),
        ("30s/side", "thirty seconds per side"),
        ("10 lb/side", "ten pounds per side"),
        ("10 reps/side", "ten reps per side"),
        ("3x/week", "three times per week"),
        ("3x/wk", "three times per week"),
        ("2 /wk", "two per week"),
        ("Lunge /side", "Lunge per side"),
        ("10/min", "ten per minute"),
        ("2½/leg", "two and a half per leg"),
        ("5/each side", "five per each side"),
        ("10/failure", "ten failure"),
        ("L4/L5", "L four L five"),
        ("L4/5", "L four five"),
        ("C1/2", "C one two"),
        ("Day 1/rest", "Day one rest"),
        ("left/right leg", "left right leg"),
        ("opposite arm/leg", "opposite arm leg"),
        ("1 arm/leg", "one arm leg"),
        ("10 each/side", "ten each side"),
        ("5/3/1", "five three one"),
        ("20/10", "twenty ten"),
    ]);
}

#[test]
fn numbers_side_by_side_do_not_run_together() {
    check(&[
        ("30/5", "thirty, five"),
        ("100/50", "one hundred, fifty"),
        ("Set 20 5 apart", "Set twenty, five apart"),
        ("20-5-20", "twenty, five twenty"),
        ("2.5 3", "two point five, three"),
        ("90-90 stretch", "ninety ninety stretch"),
        ("30s-60s", "thirty seconds to sixty seconds"),
    ]);
}

#[test]
fn signs_for_units() {
    check(&[
        ("5'", "five minutes"),
        ("1'", "one minute"),
        ("30\"", "thirty seconds"),
        ("Rest 60\".", "Rest sixty seconds."),
        ("1'30\"", "one minute thirty seconds"),
        ("1’30”", "one minute thirty seconds"),
        ("24\" box", "twenty four inch box"),
        ("20\" or 24\" box", "twenty inch or twenty four inch box"),
        ("20\"-24\" box", "twenty inch to twenty four inch box"),
        ("30\" or 40\" hold", "thirty seconds or forty seconds hold"),
        ("6' rope", "six foot rope"),
        ("Say \"hold 30\" now", "Say \"hold thirty\" now"),
        ("Say “hold 30” now", "Say “hold thirty” now"),
        ("the 'big 5' lifts", "the 'big five' lifts"),
        ("10#", "ten pounds"),
        ("1# or 10# plate", "one pound or ten pound plate"),
        ("#10", "number ten"),
        ("6 in.", "six inches."),
        ("6 in. apart", "six inches apart"),
        ("1 in. apart", "one inch apart"),
        ("20in box", "twenty inch box"),
        ("20 in box", "twenty inch box"),
        ("10 in a row, a 2-in-1 move", "ten in a row, a two in one move"),
        ("8 ft box", "eight foot box"),
        ("180° turn", "one hundred eighty degree turn"),
        ("a 45 lb plate", "a forty five pound plate"),
        ("4pt kneeling", "four point kneeling"),
        ("2 wks, 1 wk", "two weeks, one week"),
        ("1h 30m", "one hour thirty minutes"),
        ("1h30m", "one hour thirty minutes"),
        ("5m 30s", "five minutes thirty seconds"),
        (":30 plank", "thirty seconds plank"),
        ("1:30 min", "one minute thirty"),
    ]);
}

#[test]
fn mixed_numbers_and_tempos() {
    check(&[
        ("1 1/2 reps", "one and a half reps"),
        ("1-1/2 reps", "one and a half reps"),
        ("2 3/4 miles", "two and three quarters miles"),
        ("1 ½ reps", "one and a half reps"),
        ("Day 1 1/2 kneeling", "Day one half kneeling"),
        ("½ range", "half range"),
        ("½-kneeling", "half kneeling"),
        ("1/2 mi", "half mile"),
        ("½ kg", "half kilogram"),
        ("31X1", "three one X one"),
        ("tempo 3010", "tempo three zero one zero"),
        ("3 sets x 12", "three sets of twelve"),
        ("12x10", "twelve times ten"),
        ("all 4s", "all fours"),
        ("4s", "four seconds"),
    ]);
}

#[test]
fn short_forms_of_the_gym_and_of_physiotherapists() {
    check(&[
        ("10 reps ea.", "ten reps each."),
        ("ea. side", "each side"),
        ("no. 3", "number three"),
        ("No. 1, and nos. 2 and 3", "number one, and numbers two and three"),
        ("No. Stop.", "No. Stop."),
        ("ext. rotation", "external rotation"),
        ("Int rotation", "internal rotation"),
        ("hip ext.", "hip extension."),
        ("hip abd. and Lt. leg", "hip abduction and left leg"),
        ("Ab roll-out, AB crunch", "Ab roll-out, ab crunch"),
        ("IT band, keep it", "I T band, keep it"),
        ("SI joint", "S I joint"),
        ("Tai chi", "Tai chee"),
        ("Warrior II, Warrior I", "Warrior two, Warrior one"),
        ("Teaser III and I", "Teaser three and I"),
        ("Phase IV", "Phase four"),
        ("at this level I rest, Level I", "at this level I rest, Level one"),
        ("the IV drip, X marks, and I", "the IV drip, X marks, and I"),
        ("Wk 2", "week two"),
        ("KB swing, DB press, BB row", "kettlebell swing, dumbbell press, barbell row"),
        ("BW squat, SL bridge, SA row", "body weight squat, single leg bridge, single arm row"),
        ("BOSU and LISS", "bosu and liss"),
        ("two KBs", "two kettlebells"),
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
