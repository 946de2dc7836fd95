//! Intervals without a file: the words of `repcue timer`, such as `20s/10s x8 Push-ups`, as the text of a routine.

use std::fmt::Write;
use std::time::Duration;

use toml::Value;

use super::duration::{Length, typed};
use super::field::MOST;
use super::library::Library;
use crate::diagnostic::{Diagnostic, quoted};

/// An example for messages.
const EXAMPLE: &str = "such as `repcue timer 20s/10s x8`";
/// The signs for "times", before or after a number.
const TIMES: [char; 4] = ['x', 'X', '×', '*'];

/// Intervals of work and rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timer {
    /// The length of the work.
    pub work: Length,
    /// The length of the rest after it; zero if there is none.
    pub rest: Length,
    /// How often, if that is given: sets, or rounds of the exercises.
    pub times: Option<u32>,
    /// The name of the work, or the title if there are exercises.
    pub name: Option<String>,
    /// The exercises of a round, as typed; without any there is one, of this name.
    pub exercises: Vec<String>,
    /// How long before the end of the work the time left is said; `None` as in every routine.
    pub warn: Option<Vec<Length>>,
}

impl Timer {
    /// Parses words in any order: a length (`40s`) or two (`40s/20s`), how often (`x8`, `8x`), and a name. A number without
    /// a unit is in seconds.
    ///
    /// # Errors
    /// The first word that makes no sense, with what to write instead.
    pub fn parse(words: &[String]) -> Result<Timer, Diagnostic> {
        let (mut lengths, mut times) = (None, None);
        let mut name: Vec<String> = Vec::new();
        let all: Vec<&str> = words.iter().flat_map(|word| word.split_whitespace()).collect();
        let mut left = all.iter().copied().peekable();
        while let Some(word) = left.next() {
            let is_sign = |word: &str| word.len() == 1 && word.starts_with(TIMES);
            let is_number = |word: &&str| word.parse::<u32>().is_ok();
            let (word, rest) = match word.split_once(TIMES) {
                // `8x20s/10s`
                Some((number, rest)) if is_number(&number) && !rest.is_empty() => {
                    (format!("x{number}"), Some(rest))
                }
                _ if is_sign(word) && left.peek().is_some_and(is_number) => {
                    (format!("x{}", left.next().unwrap_or_default()), None)
                }
                _ => (word.to_owned(), None),
            };
            for word in [Some(word.as_str()), rest].into_iter().flatten() {
                if let Some(number) = repeated(word) {
                    once(&mut times, number?, word, "how often is given twice")?;
                } else if begins_as_a_length(word) {
                    if lengths.is_some() {
                        return Err(a_second_length(word, name.is_empty() && times.is_none()));
                    }
                    lengths = Some(work_and_rest(word)?);
                } else {
                    name.push(word.to_owned());
                }
            }
        }
        let Some((work, rest)) = lengths else {
            let error = Diagnostic::plain("the length of the work is missing");
            return Err(error.help(format!("give it, and perhaps a rest and how often, {EXAMPLE}")));
        };
        let name = (!name.is_empty()).then(|| name.join(" "));
        Ok(Timer { work, rest, times, name, exercises: Vec::new(), warn: None })
    }

    /// The title: the name, or the lengths.
    #[must_use]
    pub fn title(&self) -> String {
        self.name.clone().unwrap_or_else(|| format!("Timer {}", self.lengths()))
    }

    /// The intervals as they were typed: `20s/10s x8`.
    #[must_use]
    pub fn lengths(&self) -> String {
        let rest = if self.rest.0.is_zero() { String::new() } else { format!("/{}", self.rest) };
        let times = self.times.map_or_else(String::new, |times| format!(" x{times}"));
        format!("{}{rest}{times}", self.work)
    }

    /// The intervals as the text of a routine. An exercise of the library is used as it is there, apart from its amount; any
    /// other name is only said.
    #[must_use]
    pub fn toml(&self, library: &Library) -> String {
        let mut text = String::new();
        let mut line = |key: &str, value: &str| {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{key} = {value}");
        };
        let (work, rest) = (quoted_length(self.work), quoted_length(self.rest));
        line("title", &quoted_text(&self.title()));
        line("rest", &rest);
        line("rest-after", &rest);
        if let Some(warn) = &self.warn {
            let list: Vec<String> = warn.iter().map(|length| quoted_length(*length)).collect();
            line("warn", &format!("[{}]", list.join(", ")));
        }
        let times = self.times.unwrap_or(1);
        if self.exercises.is_empty() {
            line("\n[[exercise]]\nname", &quoted_text(self.name.as_deref().unwrap_or("Work")));
            line("for", &work);
            line("sets", &times.to_string());
            return text;
        }
        line("\n[[block]]\nrounds", &times.to_string());
        for exercise in &self.exercises {
            // A plain name means the exercise that needs nothing: squats are not those with a bar.
            match library.get(&format!("Bodyweight {exercise}")).or_else(|| library.get(exercise)) {
                Some(entry) => line("\n[[block.exercise]]\nuse", &quoted_text(&entry.id)),
                None => line("\n[[block.exercise]]\nname", &quoted_text(exercise)),
            }
            line("for", &work);
            line("sets", "1");
        }
        text
    }
}

/// The number of a word such as `x8`, `8x` or `×8`; `None` if it is no such word.
fn repeated(word: &str) -> Option<Result<u32, Diagnostic>> {
    let digits = word.strip_prefix(TIMES).or_else(|| word.strip_suffix(TIMES))?;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = digits.parse().ok().filter(|number| (1..=MOST).contains(number));
    Some(number.ok_or_else(|| {
        Diagnostic::plain(format!("{} is not how often", quoted(word))).help(format!("x1 to x{MOST}"))
    }))
}

fn begins_as_a_length(word: &str) -> bool {
    let digits = word.strip_prefix(['-', '.', '/']).unwrap_or(word);
    digits.starts_with(|c: char| c.is_ascii_digit())
}

fn work_and_rest(word: &str) -> Result<(Length, Length), Diagnostic> {
    let length = |text: &str, what: &str| {
        typed(text).map_err(|error| {
            let found = if text.is_empty() { "nothing".to_owned() } else { error.found };
            Diagnostic::plain(format!("the {what} must be {}", error.expected))
                .help(format!("found {found}; write work/rest, {EXAMPLE}"))
        })
    };
    let (work, rest) = match word.split_once('/') {
        Some((work, rest)) => (length(work, "work")?, length(rest, "rest")?),
        None => (length(word, "work")?, Length(Duration::ZERO)),
    };
    if work.0 < Duration::from_secs(1) {
        let error = Diagnostic::plain("the work must be at least 1s");
        return Err(error.help(format!("found `{work}` in {}", quoted(word))));
    }
    Ok((work, rest))
}

/// The error for a second length: a rest if it is the next word, otherwise how often.
fn a_second_length(word: &str, is_next: bool) -> Diagnostic {
    let error = Diagnostic::plain(format!("unexpected {}", quoted(word)));
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return error.help(format!("write `x{word}` for {word} times, `/{word}` after the work for a rest"));
    }
    match is_next && !word.contains('/') {
        true => error.help(format!("write the work and the rest as one word, {EXAMPLE}")),
        false => error.help("a timer repeats one length of work; write anything else as a routine"),
    }
}

/// Sets a value that may be given only once.
fn once<T>(place: &mut Option<T>, value: T, word: &str, title: &str) -> Result<(), Diagnostic> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(Diagnostic::plain(title).help(format!("leave out {}", quoted(word)))),
    }
}

fn quoted_text(text: &str) -> String {
    Value::from(text).to_string()
}

fn quoted_length(length: Length) -> String {
    quoted_text(&length.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;
    use crate::routine::changes::Changes;
    use crate::routine::{Routine, Work};

    fn parsed(line: &str) -> Result<Timer, Diagnostic> {
        Timer::parse(&line.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    /// Work and rest in seconds, how often, and the name.
    fn read(line: &str) -> (u64, u64, Option<u32>, Option<String>) {
        let timer = parsed(line).unwrap_or_else(|error| panic!("{line}: {error:?}"));
        (timer.work.0.as_secs(), timer.rest.0.as_secs(), timer.times, timer.name)
    }

    #[test]
    fn the_words_are_taken_in_any_order_and_form() {
        let push_ups = || Some("Push ups".to_owned());
        for line in [
            "20s/10s x8 Push ups",
            "20/10 8x Push ups",
            "Push ups 0:20/10s ×8",
            "x 8 20s/10 Push ups",
            "8x20s/10s Push ups",
            "Push 8*20/10 ups",
        ] {
            assert_eq!(read(line), (20, 10, Some(8), push_ups()), "{line}");
        }
        let quoted = Timer::parse(&["20s/10s x8".to_owned(), "Push ups".to_owned()]).unwrap();
        assert_eq!((quoted.times, quoted.name), (Some(8), push_ups()));
        assert_eq!(read("10m"), (600, 0, None, None));
        assert_eq!(read("1:30 Box x jump"), (90, 0, None, Some("Box x jump".to_owned())));
        assert_eq!(read("1s/0"), (1, 0, None, None));
        assert_eq!(read("30s/0 x100000"), (30, 0, Some(100_000), None));
    }

    #[test]
    fn what_makes_no_sense_is_an_error_with_a_fix() {
        for (line, title, help) in [
            ("", "the length of the work is missing", "such as `repcue timer 20s/10s x8`"),
            ("x8 Plank", "the length of the work is missing", ""),
            ("20s/10s 8", "unexpected `8`", "write `x8` for 8 times"),
            ("20s x-fit 5", "unexpected `5`", "write `x5` for 5 times"),
            ("20s 10s", "unexpected `10s`", "as one word, such as `repcue timer 20s/10s x8`"),
            ("20s x3 10s", "unexpected `10s`", "as a routine"),
            ("20s/10s x8 x9", "how often is given twice", "leave out `x9`"),
            ("20s x0", "`x0` is not how often", "x1 to x100000"),
            ("20s x100001", "`x100001` is not how often", ""),
            ("0/10 x8", "the work must be at least 1s", "found `0s` in `0/10`"),
            ("20s/", "the rest must be a duration", "found nothing"),
            ("/10s", "the work must be a duration", "found nothing"),
            ("20q/10s", "the work must be a duration", "found `20q`"),
            ("20s/10s/5s", "the rest must be a duration", "found `10s/5s`"),
            ("-20s", "the work must be a duration that is not negative", ""),
            ("25h", "the work must be a duration of at most 24 hours", ""),
        ] {
            let error = parsed(line).unwrap_err();
            assert!(error.title.starts_with(title), "{line}: {}", error.title);
            assert!(error.help[0].contains(help), "{line}: {:?}", error.help);
        }
    }

    fn routine(timer: &Timer) -> Routine {
        let library = Library::new([]);
        let source = Source::new("timer", timer.toml(&library));
        Routine::parse(&source, &library, &Changes::default()).unwrap_or_else(|errors| panic!("{errors}"))
    }

    #[test]
    fn the_intervals_are_a_routine() {
        let boxing = Timer {
            name: Some("\"Boxing\" = hard".to_owned()),
            warn: Some(vec![Length(Duration::from_secs(10))]),
            ..parsed("3m/1m x6").unwrap()
        };
        let routine = routine(&boxing);
        assert_eq!(routine.title, "\"Boxing\" = hard");
        let exercise = &routine.blocks[0].exercises[0];
        assert_eq!((&*exercise.name, exercise.sets), ("\"Boxing\" = hard", 6));
        let set = &exercise.rounds[0].sets[0];
        assert_eq!(set.work, Work::Time(Duration::from_secs(180)));
        assert_eq!(set.rest.to_string(), "1m");
        assert_eq!(exercise.warn, Some(vec![Duration::from_secs(10)]));
    }

    #[test]
    fn exercises_are_those_of_the_library_in_any_spelling_and_otherwise_names() {
        let exercises = ["Clam Shells", "Jump rope", "squats", "barbell squat"].map(str::to_owned).to_vec();
        let timer = Timer { exercises, times: Some(3), ..parsed("40s/20s").unwrap() };
        let routine = routine(&timer);
        assert_eq!((&*routine.title, routine.blocks[0].rounds), ("Timer 40s/20s x3", 3));
        let exercises = &routine.blocks[0].exercises;
        let ids: Vec<&str> = exercises.iter().map(|exercise| exercise.id.as_str()).collect();
        assert_eq!(ids, ["clam-shell", "jump-rope", "bodyweight-squat", "squat"]);
        for exercise in exercises {
            let round = &exercise.rounds[0];
            assert_eq!(round.sets[0].work, Work::Time(Duration::from_secs(40)));
            assert_eq!((exercise.sets, round.rest_after.to_string().as_str()), (1, "20s"));
        }
    }
}
