//! A number and what belongs to it: a unit, a range, a multiplication sign.

use super::Piece;
use super::normalizer::Normalizer;
use super::numbers::{cardinal, digits, in_words, minutes_in_words, ordinal};
use super::per::is_counted;
use super::tables::{FOOT, FRACTIONS, INCH, MEASURED, MINUTE, POUND, SECOND, Unit, find_unit};

/// The marks between the numbers of a range.
const DASHES: &str = "-–—−";

impl<'a> Normalizer<'a> {
    /// A number and what belongs to it: `1:30`, `8-10 kg`, `3x12`, `2/3`, `1st`, `45°`, `10/side`.
    pub(super) fn quantity(&mut self, number: &'a str) {
        let label = self.is_label(self.at);
        if self.tempo(number) || self.duration(number) || self.all_fours(number) {
            return;
        }
        if self.fraction(number) {
            self.per(label);
            return;
        }
        if let (Some(Piece::Word(ending)), false) = (self.peek(1), number.contains('.'))
            && ["st", "nd", "rd", "th"].iter().any(|e| ending.eq_ignore_ascii_case(e))
        {
            self.write_number(&ordinal(number));
            self.at += 2;
            return;
        }
        self.write_number(&in_words(number));
        self.at += 1;
        let mut is_one = number == "1";
        is_one &= !self.mixed(number, label);
        if self.is_mark(self.skip_space(0), DASHES)
            && self.number(self.skip_space(self.skip_space(0) + 1)).is_some()
        {
            is_one = false;
            self.range(number);
        }
        self.times();
        self.unit(is_one);
        self.per(label);
    }

    /// The fraction after a whole number: `1½`, `1 ½`, `1 1/2` and `1-1/2`. In `Day 1 1/2 kneeling` the number before is
    /// another one.
    fn mixed(&mut self, number: &str, label: bool) -> bool {
        let place = if self.is_mark(0, "-") { 1 } else { self.skip_space(0) };
        if number.contains('.') || label && place > 0 {
            return false;
        }
        let sign = |(key, _): &&(&str, &str)| key.chars().count() == 1 && self.is_mark(place, key);
        let (words, pieces) = match FRACTIONS.iter().find(sign) {
            Some((_, words)) => (*words, 1),
            None if place == 0 => return false,
            None => {
                let (Some(above), true, Some(below)) =
                    (self.number(place), self.is_mark(place + 1, "/"), self.number(place + 2))
                else {
                    return false;
                };
                let key = format!("{above}/{below}");
                match FRACTIONS.iter().find(|(common, _)| *common == key) {
                    Some((_, words)) if !self.goes_on(place + 3) => (*words, 3),
                    _ => return false,
                }
            }
        };
        self.write(&format!("and {}", words.replacen("one ", "a ", 1)));
        self.at += place + pieces;
        true
    }

    /// `8-10` is a range; `90-90`, `3-1-2-0` and `5-10-5` are single numbers.
    fn range(&mut self, first: &str) {
        let mut numbers = Vec::new();
        let mut ahead = 0;
        loop {
            let dash = self.skip_space(ahead);
            let next = self.skip_space(dash + 1);
            let Some(number) = self.is_mark(dash, DASHES).then(|| self.number(next)).flatten() else {
                break;
            };
            numbers.push(number);
            ahead = next + 1;
        }
        match numbers[..] {
            [last] if last != first => self.write(&format!("to {}", in_words(last))),
            _ => numbers.iter().for_each(|number| self.write_number(&in_words(number))),
        }
        self.at += ahead;
    }

    /// A tempo without dashes, digit by digit: `31X1`, and `3010` after "tempo".
    fn tempo(&mut self, number: &str) -> bool {
        let digits_only = |count| number.len() == count && number.bytes().all(|b| b.is_ascii_digit());
        // "12X5" is a product: at the top of a rep there is hardly a pause.
        let last = self.number(2).filter(|last| ["0", "1"].contains(last));
        if let (true, Some(Piece::Word("X")), Some(last)) = (digits_only(2), self.peek(1), last) {
            self.write_number(&format!("{} X {}", digits(number), digits(last)));
            self.at += 3;
            return true;
        }
        if digits_only(4) && self.is_after(&["tempo"]) {
            self.write_number(&digits(number));
            self.at += 1;
            return true;
        }
        false
    }

    /// `all 4s`: on hands and knees.
    fn all_fours(&mut self, number: &str) -> bool {
        let fours = number == "4" && self.peek(1) == Some(Piece::Word("s")) && self.is_after(&["all"]);
        if fours {
            self.write("fours");
            self.at += 2;
        }
        fours
    }

    /// Seconds without minutes, from the colon on: `:30`.
    pub(super) fn seconds(&mut self) -> bool {
        match self.number(1).map(|seconds| (seconds.len(), seconds.parse::<u32>())) {
            Some((2, Ok(seconds @ 0..60))) => {
                self.write_number(&format!(
                    "{} second{}",
                    cardinal(seconds),
                    if seconds == 1 { "" } else { "s" }
                ));
                self.at += 2;
                true
            }
            _ => false,
        }
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
            self.write_number(&format!("{}{minutes} {half_of_day}", in_words(number)));
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
        self.write_number(&words);
        self.at += length;
        // "1:30 min": the unit is already said.
        if let Some(Piece::Word(word)) = self.peek(self.skip_space(0))
            && find_unit(word).is_some_and(|unit| unit.one == "minute" || unit.one == "hour")
        {
            self.at += self.skip_space(0) + 1;
        }
        true
    }

    /// `1/2` and `3/4` are fractions, `set 2/3` is a position, `7/10` is "seven out of ten", `5/3/1` are single numbers.
    fn fraction(&mut self, number: &'a str) -> bool {
        let (true, Some(below)) = (self.is_mark(1, "/"), self.number(2)) else {
            return false;
        };
        if self.goes_on(3) {
            self.write_number(&in_words(number));
            self.at += 1;
            while let Some(number) = self.number(1).filter(|_| self.is_mark(0, "/")) {
                self.write_number(&in_words(number));
                self.at += 2;
            }
            return true;
        }
        if number.contains('.') || below.contains('.') {
            return false;
        }
        // "L4/5" are two.
        let named = self.is_label(self.at) && self.is_joined();
        let before = self.out.trim_end().rsplit(' ').next().unwrap_or_default();
        let common = FRACTIONS.iter().find(|(key, _)| *key == format!("{number}/{below}"));
        match common {
            _ if is_counted(before) => {
                self.write_number(&format!("{} of {}", in_words(number), in_words(below)));
            }
            Some((_, words)) if !named => {
                self.at += 3;
                self.part(words);
                return true;
            }
            // The "90/90" stretch has two angles; "7/10" is a share.
            _ => {
                let (part, whole) = (number.parse::<u32>(), below.parse::<u32>());
                let share = !named && matches!((part, whole), (Ok(part), Ok(whole)) if part < whole);
                self.write_number(&in_words(number));
                if share {
                    self.write("out of");
                }
                self.write_number(&in_words(below));
            }
        }
        self.at += 3;
        true
    }

    /// Whether another number comes after a slash, so that there is no fraction: `5/3/1`.
    fn goes_on(&self, slash: usize) -> bool {
        self.is_mark(slash, "/") && self.number(slash + 1).is_some()
    }

    /// A fraction, whose sign or digits are already passed, with its unit: "one half", but "half range" and "half mile".
    pub(super) fn part(&mut self, words: &str) {
        let joined = self.is_mark(0, "-") && matches!(self.peek(1), Some(Piece::Word(_)));
        let place = if joined { 1 } else { self.skip_space(0) };
        let before_noun =
            matches!(self.peek(place), Some(Piece::Word(word)) if !word.eq_ignore_ascii_case("x"));
        let words = if words == "one half" && before_noun { "half" } else { words };
        self.write_number(words);
        self.unit(true);
    }

    /// The unit after a number, with or without a space or a hyphen: `20 kg`, `30s`, `20-kg`, `45°`, `6 in.`, `5'`, `30"`, `10#`.
    fn unit(&mut self, is_one: bool) {
        let hyphen = self.is_mark(0, "-") && matches!(self.peek(1), Some(Piece::Word(_)));
        let place = if hyphen { 1 } else { self.skip_space(0) };
        let Some(unit) = self.unit_at(place) else {
            if hyphen {
                self.out.push(' ');
                self.at += 1;
            }
            return;
        };
        self.at += place + 1;
        let describes = unit.one != "second" && unit.one != "minute" && self.is_before_measured(0);
        self.write(if is_one || hyphen || describes { unit.one } else { unit.many });
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
            // "30 sec. each": the full stop belongs to the unit unless the sentence ends there.
            (Some(Piece::Mark('.')), Some(Piece::Space))
                if unit.is_abbreviation && self.peek(2).is_some_and(is_lower_case_word) =>
            {
                self.at += 1;
            }
            // "30s-60s".
            (Some(Piece::Mark('-' | '–')), Some(Piece::Number(_))) => {
                self.write("to");
                self.at += 1;
            }
            _ => {}
        }
        if unit.one == "hour" {
            self.minutes_of_hour();
        }
    }

    /// The unit whose spelling is the piece at `place`.
    fn unit_at(&self, place: usize) -> Option<&'static Unit> {
        let joined = place == 0;
        match self.peek(place)? {
            // "6 in. apart" and "20in box", but not "ten in a row" and "2-in-1".
            Piece::Word(word) if word.eq_ignore_ascii_case("in") => {
                let hyphens = self.is_mark(place + 1, "-");
                let inches = joined || self.is_mark(place + 1, ".") || self.is_before_measured(place + 1);
                (inches && !hyphens).then_some(&INCH)
            }
            // "5m 30s".
            Piece::Word("m") if self.is_before_seconds(place + 1) => Some(&MINUTE),
            Piece::Word(word) => find_unit(word),
            Piece::Mark('#')
                if joined && !matches!(self.peek(1), Some(Piece::Number(_) | Piece::Word(_))) =>
            {
                Some(&POUND)
            }
            Piece::Mark('"' | '”' | '″') if joined && !self.is_open(true) => {
                Some(if self.is_before_measured(1) { &INCH } else { &SECOND })
            }
            Piece::Mark('\'' | '’' | '′')
                if joined && !self.is_open(false) && !matches!(self.peek(1), Some(Piece::Word(_))) =>
            {
                Some(if self.is_before_measured(1) { &FOOT } else { &MINUTE })
            }
            Piece::Mark(mark) => find_unit(mark.encode_utf8(&mut [0; 4])),
            _ => None,
        }
    }

    /// Whether a noun of [`MEASURED`] comes after the unit, from `ahead` on: `24" box`, `6 in. step`, `20" or 24" box`.
    fn is_before_measured(&self, mut ahead: usize) -> bool {
        // More measures before one noun are not looked at: a text can be long.
        for _ in 0..4 {
            let place = self.skip_space(ahead + usize::from(self.is_mark(ahead, ".")));
            let is_joint = match self.peek(place) {
                Some(Piece::Word(word)) if MEASURED.contains(&word.to_lowercase().as_str()) => return true,
                Some(Piece::Word(word)) => ["to", "or", "and"].contains(&word),
                Some(Piece::Mark(mark)) => DASHES.contains(mark),
                _ => false,
            };
            let number = self.skip_space(place + 1);
            let unit = self.skip_space(number + 1);
            let is_unit = self.is_mark(unit, "\"”″'’′#") || matches!(self.peek(unit), Some(Piece::Word(_)));
            if !(is_joint && self.number(number).is_some() && is_unit) {
                return false;
            }
            ahead = unit + 1;
        }
        false
    }

    /// Whether a number of seconds comes from `ahead` on.
    fn is_before_seconds(&self, ahead: usize) -> bool {
        let number = self.skip_space(ahead);
        let unit = self.peek(self.skip_space(number + 1));
        self.number(number).is_some()
            && matches!(unit, Some(Piece::Word(word)) if find_unit(word).is_some_and(|unit| unit.one == "second"))
    }

    /// The minutes after hours, in which `m` is no meter: `1h 30m`.
    fn minutes_of_hour(&mut self) {
        let place = self.skip_space(0);
        if let (Some(minutes), Some(Piece::Word("m"))) =
            (self.number(place), self.peek(self.skip_space(place + 1)))
        {
            self.at += self.skip_space(place + 1) + 1;
            self.write_number(&in_words(minutes));
            self.write(if minutes == "1" { MINUTE.one } else { MINUTE.many });
        }
    }
}

fn is_lower_case_word(piece: Piece<'_>) -> bool {
    matches!(piece, Piece::Word(word) if word.starts_with(char::is_lowercase))
}
