//! Numbers in words, American style: no "and" after the hundred, no hyphens.

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ODD_ORDINALS: [(&str, &str); 7] = [
    ("one", "first"),
    ("two", "second"),
    ("three", "third"),
    ("five", "fifth"),
    ("eight", "eighth"),
    ("nine", "ninth"),
    ("twelve", "twelfth"),
];

/// A whole number in words: 121 is "one hundred twenty one". For 0 to 999,999; larger numbers become a number of thousands.
pub(super) fn cardinal(number: u32) -> String {
    let (thousands, rest) = (number / 1000, number % 1000);
    let mut words = Vec::new();
    if thousands > 0 {
        words.push(format!("{} thousand", cardinal(thousands)));
    }
    if rest >= 100 {
        words.push(format!("{} hundred", SMALL[(rest / 100) as usize]));
    }
    match rest % 100 {
        0 if number > 0 => {}
        below @ 0..=19 => words.push(SMALL[below as usize].to_owned()),
        below => {
            words.push(TENS[(below / 10) as usize].to_owned());
            if below % 10 > 0 {
                words.push(SMALL[(below % 10) as usize].to_owned());
            }
        }
    }
    words.join(" ")
}

/// The ordinal of a number: `21` is "twenty first".
pub(super) fn ordinal(number: &str) -> String {
    let words = in_words(number);
    let (head, last) = words.rsplit_once(' ').map_or(("", words.as_str()), |(head, last)| (head, last));
    let odd = ODD_ORDINALS.iter().find(|(word, _)| *word == last).map(|(_, odd)| (*odd).to_owned());
    let last = odd.unwrap_or_else(|| match last.strip_suffix('y') {
        Some(stem) => format!("{stem}ieth"),
        None => format!("{last}th"),
    });
    if head.is_empty() { last } else { format!("{head} {last}") }
}

/// A number with a decimal point: `2.5` is "two point five", `.5` "point five".
pub(super) fn decimal(number: &str) -> String {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let part = digits(part);
    if whole.is_empty() {
        return format!("point {part}");
    }
    format!("{} point {part}", in_words(whole))
}

/// A number digit by digit: `007` is "zero zero seven".
pub(super) fn digits(number: &str) -> String {
    let words = number.bytes().filter(u8::is_ascii_digit).map(|digit| SMALL[(digit - b'0') as usize]);
    words.collect::<Vec<_>>().join(" ")
}

/// A number as it is written: `1,250`, `2.5`, `.5`, `007`. From a million on it is spelled digit by digit.
pub(super) fn in_words(number: &str) -> String {
    let plain = number.replace(',', "");
    if plain.contains('.') {
        return decimal(&plain);
    }
    match plain.parse() {
        Ok(n @ 0..=999_999) if plain.len() == 1 || !plain.starts_with('0') => cardinal(n),
        _ => digits(&plain),
    }
}

/// The minutes of a time of day: `05` is "oh five".
pub(super) fn minutes_in_words(minutes: &str) -> String {
    match minutes.strip_prefix('0') {
        Some(one) => format!("oh {}", in_words(one)),
        None => in_words(minutes),
    }
}

/// Whether the words of a number, written right behind `before`, would be heard as part of a number at its end: "twenty" and
/// "five", "one hundred" and "ten", "two point five" and "three".
pub(super) fn fuse(before: &str, number: &str) -> bool {
    let is_number = |word: &&str| {
        SMALL.contains(word) || TENS[2..].contains(word) || ["hundred", "thousand", "point"].contains(word)
    };
    let phrase: Vec<&str> = before.rsplit(' ').take_while(is_number).collect();
    let (Some(last), Some(first)) = (phrase.first(), number.split(' ').next()) else { return false };
    let is_digit = SMALL[..10].contains(&first);
    first == "point"
        || ["hundred", "thousand"].contains(last)
        || is_digit && (TENS[2..].contains(last) && first != "zero" || phrase.contains(&"point"))
}
