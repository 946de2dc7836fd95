//! Every number that is written is the number that is spoken, whatever is around it.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::normalize;

const SMALL: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
                     seventeen eighteen nineteen";
const TENS: &str = "twenty thirty forty fifty sixty seventy eighty ninety";
const PARTS: [(&str, &str); 9] = [
    ("one half", "1/2"),
    ("half", "1/2"),
    ("a half", "1/2"),
    ("one third", "1/3"),
    ("a third", "1/3"),
    ("two thirds", "2/3"),
    ("one quarter", "1/4"),
    ("a quarter", "1/4"),
    ("three quarters", "3/4"),
];

/// The place of a word in a list.
fn place(list: &str, word: &str) -> Option<u32> {
    list.split(' ').zip(0..).find_map(|(other, number)| (other == word).then_some(number))
}

/// Words, of which a number is read from the front. A word with punctuation behind it is the last of its number.
struct Words<'a>(std::collections::VecDeque<&'a str>);

impl Words<'_> {
    /// Takes the next word if it is `wanted` for somebody; punctuation behind it ends the number.
    fn take<T>(&mut self, ended: &mut bool, wanted: impl Fn(&str) -> Option<T>) -> Option<T> {
        let word = self.0.front().filter(|_| !*ended)?;
        let bare = word.trim_matches(|c: char| !c.is_alphabetic());
        let found = wanted(bare)?;
        *ended = word.ends_with(|c: char| !c.is_alphabetic());
        self.0.pop_front();
        Some(found)
    }

    fn small(&mut self, ended: &mut bool) -> Option<u32> {
        self.take(ended, |word| place(SMALL, word))
    }

    /// A number below a hundred.
    fn below_hundred(&mut self, ended: &mut bool) -> Option<u32> {
        let Some(tens) = self.take(ended, |word| place(TENS, word)) else { return self.small(ended) };
        let digit = self.take(ended, |word| place(SMALL, word).filter(|digit| (1..10).contains(digit)));
        Some((tens + 2) * 10 + digit.unwrap_or(0))
    }

    /// A number below a thousand.
    fn below_thousand(&mut self, ended: &mut bool) -> Option<u32> {
        let number = self.below_hundred(ended)?;
        match self.take(ended, |word| (word == "hundred").then_some(())) {
            Some(()) => Some(number * 100 + self.below_hundred(ended).unwrap_or(0)),
            None => Some(number),
        }
    }

    /// The fraction at the front, after `and` if it is the rest of a mixed number.
    fn part(&mut self, and: bool) -> Option<&'static str> {
        let words: Vec<&str> =
            self.0.iter().take(3).map(|word| word.trim_matches(|c: char| !c.is_alphabetic())).collect();
        let words = if and { words.strip_prefix(&["and"])? } else { &words[..] };
        let (name, part) = PARTS.iter().find(|(name, _)| {
            let name: Vec<&str> = name.split(' ').collect();
            words.starts_with(&name)
        })?;
        self.0.drain(..name.split(' ').count() + usize::from(and));
        Some(part)
    }
}

/// All numbers in spoken words, as they are written in digits.
fn spoken(text: &str) -> Vec<String> {
    // A bracket ends a number, as punctuation does.
    let text = text.replace('(', "( ");
    let mut words = Words(text.split(' ').collect());
    let mut found = Vec::new();
    while !words.0.is_empty() {
        if let Some(part) = words.part(false) {
            found.push(part.to_owned());
            continue;
        }
        let mut ended = false;
        let Some(mut number) = words.below_thousand(&mut ended) else {
            words.0.pop_front();
            continue;
        };
        if words.take(&mut ended, |word| (word == "thousand").then_some(())).is_some() {
            number = number * 1000 + words.below_thousand(&mut ended).unwrap_or(0);
        }
        let mut number = number.to_string();
        if words.take(&mut ended, |word| (word == "point").then_some(())).is_some() {
            // Without digits it is a unit: "four point kneeling".
            let mut separator = ".";
            while let Some(digit) =
                words.take(&mut ended, |word| place(SMALL, word).filter(|digit| *digit < 10))
            {
                number += &format!("{separator}{digit}");
                separator = "";
            }
        }
        if let Some(part) = (!ended).then(|| words.part(true)).flatten() {
            number = format!("{number}+{part}");
        }
        found.push(number);
    }
    found
}

#[test]
fn numbers_are_read_back() {
    let table: &[(&str, &[&str])] = &[
        ("twenty five reps, five.", &["25", "5"]),
        ("thirty, five", &["30", "5"]),
        ("ninety ninety", &["90", "90"]),
        ("one hundred five thousand two hundred ten", &["105210"]),
        ("two point five zero kilograms", &["2.50"]),
        ("ten and a half per side", &["10+1/2"]),
        ("half range and three quarters", &["1/2", "3/4"]),
        ("a push and two pulls", &["2"]),
    ];
    for (words, numbers) in table {
        assert_eq!(spoken(words), *numbers, "`{words}`");
    }
}

/// A text, and the numbers that are written in it.
type Written = (String, Vec<String>);

fn whole() -> impl Strategy<Value = u32> {
    prop_oneof![4 => 0..=120_u32, 1 => 0..=999_999_u32]
}

/// A number: whole, with thousands commas, decimal or mixed.
fn number() -> impl Strategy<Value = (String, String)> {
    let plain = whole().prop_map(|number| (number.to_string(), number.to_string()));
    let commas = (1..=999_u32, 0..=999_u32).prop_map(|(thousands, rest)| {
        (format!("{thousands},{rest:03}"), (thousands * 1000 + rest).to_string())
    });
    let decimal = (0..=500_u32, "[0-9]{1,2}").prop_map(|(whole, part)| {
        let number = format!("{whole}.{part}");
        (number.clone(), number)
    });
    let fraction = select(vec![("½", "1/2"), ("¼", "1/4"), ("¾", "3/4")]);
    let mixed = (1..=120_u32, fraction)
        .prop_map(|(whole, (sign, part))| (format!("{whole}{sign}"), format!("{whole}+{part}")));
    prop_oneof![6 => plain, 1 => commas, 2 => decimal, 1 => mixed]
}

/// One number among words, units and signs.
fn single() -> impl Strategy<Value = Written> {
    let before = select(vec!["", "no. ", "~", "@ ", "(", "#", "Lunge ", "up to ", "set ", "w/ ", "≥ "]);
    let after = select(vec![
        "",
        "/side",
        "/leg",
        " /arm",
        "/min",
        "/failure",
        " reps",
        " reps/side",
        "%",
        "°",
        "\"",
        "'",
        "# ",
        "s",
        "s/side",
        " kg",
        "kg/side",
        " lb.",
        " ft box",
        " in.",
        "in box",
        "-in box",
        "-kg bar",
        " ea.",
        " min",
        " m",
        "m",
        "x",
        "x/week",
        ",",
        ".",
        ")",
        "-step",
        " wks",
        "pt",
        "h",
    ]);
    (before, number(), after)
        .prop_map(|(before, (written, number), after)| (format!("{before}{written}{after}"), vec![number]))
}

/// Two numbers with a sign between.
fn pair() -> impl Strategy<Value = Written> {
    let sign = select(vec![
        "-",
        "–",
        " - ",
        "x",
        " x ",
        "×",
        " to ",
        " or ",
        ", ",
        "+",
        " sets x ",
        " x 1-",
        "s-",
        "kg/side or ",
        "%-",
    ]);
    let after = select(vec!["", " reps", "/side", "s", " kg", " in.", "\""]);
    (number(), sign, whole(), after).prop_map(|((first, one), sign, second, after)| {
        let extra = if sign.ends_with('1') || sign == " x 1-" { vec!["1".to_owned()] } else { Vec::new() };
        let numbers = [vec![one], extra, vec![second.to_string()]].concat();
        (format!("{first}{sign}{second}{after}"), numbers)
    })
}

/// Whole numbers with a slash between, which are fractions if they are usual ones, or several with dashes or slashes.
fn row() -> impl Strategy<Value = Written> {
    let fraction = (0..=200_u32, 1..=200_u32).prop_map(|(above, below)| {
        let common = ["1/2", "1/3", "2/3", "1/4", "3/4"];
        let written = format!("{above}/{below}");
        let numbers = match common.contains(&written.as_str()) {
            true => vec![written.clone()],
            false => vec![above.to_string(), below.to_string()],
        };
        (format!("about {written}"), numbers)
    });
    let row = (vec(0..=150_u32, 3..6), select(vec!["-", "/"])).prop_map(|(numbers, sign)| {
        let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
        (format!("of {}", numbers.join(sign)), numbers)
    });
    let label = (select(vec!["L", "T", "A"]), 1..=12_u32, 1..=12_u32).prop_map(|(letter, one, two)| {
        (format!("{letter}{one}/{letter}{two}"), vec![one.to_string(), two.to_string()])
    });
    let time = (1..=180_u32, 0..=59_u32).prop_map(|(minutes, seconds)| {
        let seconds_said = (seconds > 0).then(|| seconds.to_string());
        (
            format!("{minutes}:{seconds:02}"),
            std::iter::once(minutes.to_string()).chain(seconds_said).collect(),
        )
    });
    // Behind a word that counts, as in "Day 1 1/2 kneeling", it would be two numbers.
    let parts =
        select(vec![(" 1/2", "1/2"), (" ½", "1/2"), ("-1/2", "1/2"), (" 3/4", "3/4"), (" 2/3", "2/3")]);
    let mixed = (1..=99_u32, parts, select(vec!["", "/leg", " reps", " kg", " in."])).prop_map(
        |(whole, (sign, part), after)| {
            (format!("about {whole}{sign}{after}"), vec![format!("{whole}+{part}")])
        },
    );
    prop_oneof![fraction, row, label, time, mixed]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn every_number_written_is_the_number_spoken(
        parts in vec((prop_oneof![single(), pair(), row()], select(vec![" ", " then ", " reps, ", " hold ", ". Day "])), 1..5),
    ) {
        let text: String = parts.iter().map(|((text, _), between)| format!("{text}{between}")).collect();
        let expected: Vec<String> = parts.into_iter().flat_map(|((_, numbers), _)| numbers).collect();
        let words = normalize(&text);
        prop_assert_eq!(spoken(&words), expected, "`{}` is spoken as `{}`", text, words);
    }
}
