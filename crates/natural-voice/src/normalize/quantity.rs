//! A number and what belongs to it: a unit, a range, a multiplication sign.

use super::Piece;
use super::normalizer::Normalizer;
use super::numbers::{cardinal, in_words, minutes_in_words, ordinal};
use super::tables::{COUNTED, FRACTIONS, find_unit};

impl<'a> Normalizer<'a> {
    /// A number and what belongs to it: `1:30`, `8-10 kg`, `3x12`, `2/3`, `1st`, `45°`.
    pub(super) fn quantity(&mut self, number: &'a str) {
        if self.duration(number) || self.fraction(number) {
            return;
        }
        if let (Some(Piece::Word(ending)), false) = (self.peek(1), number.contains('.'))
            && ["st", "nd", "rd", "th"].iter().any(|e| ending.eq_ignore_ascii_case(e))
        {
            self.write(&ordinal(number));
            self.at += 2;
            return;
        }
        self.write(&in_words(number));
        self.at += 1;
        let mut is_one = number == "1";
        let dash = self.is_mark(self.skip_space(0), "-–—−")
            && self.number(self.skip_space(self.skip_space(0) + 1)).is_some();
        if dash {
            is_one = false;
            self.range();
        }
        if let Some((words, length)) =
            FRACTIONS.iter().find(|(sign, _)| self.is_mark(0, sign)).map(|(_, w)| (*w, 1))
        {
            self.write(&format!("and {}", words.replacen("one ", "a ", 1)));
            self.at += length;
            is_one = false;
        }
        self.times();
        self.unit(is_one);
    }

    /// `8-10` is a range; `3-1-2-0` and `5-10-5` are single numbers.
    fn range(&mut self) {
        let mut numbers = Vec::new();
        let mut ahead = 0;
        loop {
            let dash = self.skip_space(ahead);
            let next = self.skip_space(dash + 1);
            let Some(number) = self.is_mark(dash, "-–—−").then(|| self.number(next)).flatten() else {
                break;
            };
            numbers.push(number);
            ahead = next + 1;
        }
        if let [last] = numbers[..] {
            self.write(&format!("to {}", in_words(last)));
        } else {
            numbers.iter().for_each(|number| self.write(&in_words(number)));
        }
        self.at += ahead;
    }

    /// `3x12`, `3 x 12`, `3×12` and `2x`: writes the sign; the second number comes next.
    fn times(&mut self) {
        let sign = self.skip_space(0);
        let joined = sign == 0;
        let cross = self.is_mark(sign, "×✕✖*") || matches!(self.peek(sign), Some(Piece::Word("x" | "X")));
        if cross && (joined || self.number(self.skip_space(sign + 1)).is_some()) {
            self.write("times");
            self.at += sign + 1;
        }
    }

    /// `1:30`, `0:45`, `2:00`, `1:30:00`, and a time of day with "am" or "pm".
    fn duration(&mut self, number: &'a str) -> bool {
        let sixty = |n: &&str| n.len() == 2 && n.parse::<u8>().is_ok_and(|n| n < 60);
        let part = |ahead| self.is_mark(ahead, ":").then(|| self.number(ahead + 1)).flatten().filter(sixty);
        let Some(second) =
            part(1).filter(|_| number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit()))
        else {
            return false;
        };
        let third = part(3);
        let length = if third.is_some() { 5 } else { 3 };
        let half_of_day = match self.peek(self.skip_space(length)) {
            Some(Piece::Word(word)) if word.eq_ignore_ascii_case("am") => Some("A M"),
            Some(Piece::Word(word)) if word.eq_ignore_ascii_case("pm") => Some("P M"),
            _ => None,
        };
        let count = |n: &str, unit: &str| match n.parse().unwrap_or(0) {
            0_u32 => None,
            1 => Some(format!("one {unit}")),
            n => Some(format!("{} {unit}s", cardinal(n))),
        };
        if let Some(half_of_day) = half_of_day {
            let minutes =
                if second == "00" { String::new() } else { format!(" {}", minutes_in_words(second)) };
            self.write(&format!("{}{minutes} {half_of_day}", in_words(number)));
            self.at += self.skip_space(length) + 1;
            return true;
        }
        let words = match third {
            Some(third) => [count(number, "hour"), count(second, "minute"), count(third, "second")]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
            None => match (count(number, "minute"), second) {
                (Some(minutes), "00") => minutes,
                (Some(minutes), second) => {
                    format!("{minutes} {}", cardinal(second.parse().unwrap_or(0)))
                }
                (None, second) => count(second, "second").unwrap_or_else(|| "zero seconds".to_owned()),
            },
        };
        self.write(&words);
        self.at += length;
        true
    }

    /// `1/2` and `3/4` are fractions, `set 2/3` is a position, `7/10` is "seven out of ten".
    fn fraction(&mut self, number: &'a str) -> bool {
        let (true, Some(below)) = (self.is_mark(1, "/"), self.number(2)) else {
            return false;
        };
        if self.is_mark(3, "/") || number.contains('.') || below.contains('.') {
            return false;
        }
        let before = self.out.trim_end().rsplit(' ').next().unwrap_or_default().to_lowercase();
        let common = FRACTIONS.iter().find(|(key, _)| *key == format!("{number}/{below}"));
        let words = match common {
            _ if COUNTED.contains(&before.as_str()) => {
                format!("{} of {}", in_words(number), in_words(below))
            }
            Some((_, words)) => (*words).to_owned(),
            // The "90/90" stretch has two angles; "7/10" is a share.
            None => {
                let (part, whole) = (number.parse::<u32>(), below.parse::<u32>());
                let share = matches!((part, whole), (Ok(part), Ok(whole)) if part < whole);
                let between = if share { " out of " } else { " " };
                format!("{}{between}{}", in_words(number), in_words(below))
            }
        };
        self.write(&words);
        self.at += 3;
        true
    }

    /// The unit after a number, with or without a space or a hyphen: `20 kg`, `30s`, `20-kg`, `45°`.
    fn unit(&mut self, is_one: bool) {
        let hyphen = self.is_mark(0, "-") && matches!(self.peek(1), Some(Piece::Word(_)));
        let place = if hyphen { 1 } else { self.skip_space(0) };
        let unit = match self.peek(place) {
            Some(Piece::Word(word)) => find_unit(word),
            Some(Piece::Mark(mark)) => find_unit(mark.encode_utf8(&mut [0; 4])),
            _ => None,
        };
        let Some(unit) = unit else {
            if hyphen {
                self.out.push(' ');
                self.at += 1;
            }
            return;
        };
        self.write(if is_one || hyphen { unit.one } else { unit.many });
        self.at += place + 1;
        let scale = |word: &str| {
            [("C", "Celsius"), ("F", "Fahrenheit")]
                .iter()
                .find(|(key, _)| *key == word)
                .map(|(_, name)| *name)
        };
        match (self.peek(0), self.peek(1)) {
            (Some(Piece::Word(word)), _) if unit.one == "degree" && scale(word).is_some() => {
                self.write(scale(word).unwrap_or_default());
                self.at += 1;
            }
            (Some(Piece::Mark('/')), Some(Piece::Word(word))) if find_unit(word).is_some() => {
                self.write(&format!("per {}", find_unit(word).map_or("", |unit| unit.one)));
                self.at += 2;
            }
            // "30 sec. each": the full stop belongs to the unit unless the sentence ends there.
            (Some(Piece::Mark('.')), Some(Piece::Space))
                if unit.is_abbreviation && self.peek(2).is_some_and(is_lower_case_word) =>
            {
                self.at += 1;
            }
            _ => {}
        }
    }
}

fn is_lower_case_word(piece: Piece<'_>) -> bool {
    matches!(piece, Piece::Word(word) if word.starts_with(char::is_lowercase))
}
