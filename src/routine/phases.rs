//! The phases of one's own reps: `"Breathe in 4s"`, `"lift: Push 6s"`, `"Catch"`.

use std::time::Duration;

use schemars::{Schema, json_schema};
use toml::Value;

use super::field::{FromToml, ValueError};
use super::phase::Phase;
use super::range::LengthRange;
use super::rep::TimedPhase;
use super::reps::Level;
use super::tempo::LONGEST_PHASE;
use crate::diagnostic::quoted;

/// The most phases in a rep.
const MOST_PHASES: usize = 100;
/// The most characters in the words of a phase.
const LONGEST_WORDS: usize = 100;

/// The value of the key `phases`; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phases(pub Vec<WrittenPhase>);

/// One phase as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenPhase {
    /// The kind whose sound it has, if given.
    pub kind: Option<Phase>,
    /// What is said.
    pub words: Option<String>,
    /// Its length; `None` if the rate gives it.
    pub length: Option<LengthRange>,
}

const EXPECTED: &str = "a list of phases such as [\"Breathe in 4s\", \"Breathe out 8s\"]";

impl WrittenPhase {
    fn read(text: &str) -> Result<WrittenPhase, ValueError> {
        let trimmed = text.trim();
        let (kind, rest) = match trimmed.split_once(':') {
            Some((kind, rest))
                if !kind.contains(char::is_whitespace) && !kind.ends_with(|c: char| c.is_ascii_digit()) =>
            {
                let all = [Phase::Lift, Phase::Hold, Phase::Lower, Phase::Pause];
                let Some(found) = all.into_iter().find(|phase| phase.word() == kind) else {
                    let expected = "a phase whose sound is `lift:`, `hold:`, `lower:` or `pause:`";
                    return Err(ValueError::new(expected, quoted(text)));
                };
                (Some(found), rest.trim())
            }
            _ => (None, trimmed),
        };
        // The longest end that is a duration is the length.
        let starts =
            rest.char_indices().filter(|(at, _)| *at == 0 || rest[..*at].ends_with(char::is_whitespace));
        let found =
            starts.map(|(at, _)| at).find_map(|at| Some((at, rest[at..].parse::<LengthRange>().ok()?)));
        let (words, length) = match found {
            Some((at, length)) => (rest[..at].trim(), Some(length)),
            None => (rest, None),
        };
        if let Some(length) = length
            && (length.low.is_zero() || length.high > LONGEST_PHASE)
        {
            return Err(ValueError::new("phases that last from 0.001s to 10m", quoted(text)));
        }
        let words = match words {
            "" => None,
            words => Some(String::from_toml(&Value::from(words))?),
        };
        if words.as_ref().is_some_and(|words| words.chars().count() > LONGEST_WORDS) {
            let expected = format!("phases with at most {LONGEST_WORDS} characters each");
            return Err(ValueError::new(expected, "a longer one"));
        }
        if words.is_none() && length.is_none() {
            return Err(ValueError::new(EXPECTED, "a phase without words and length"));
        }
        Ok(WrittenPhase { kind, words, length })
    }
}

/// The sounds of `count` phases that do not pick one: the usual ones for up to four; beyond that, up and down in turn.
fn usual(n: usize, count: usize) -> Phase {
    match (count, n) {
        (3 | 4, 1) => Phase::Hold,
        (3 | 4, 2) => Phase::Lower,
        (4, 3) => Phase::Pause,
        (_, n) if n % 2 == 0 => Phase::Lift,
        _ => Phase::Lower,
    }
}

impl Phases {
    /// Whether all phases have lengths, or none: `Some` of that; otherwise `None`.
    #[must_use]
    pub fn have_lengths(&self) -> Option<bool> {
        let count = self.0.iter().filter(|phase| phase.length.is_some()).count();
        match count {
            0 => Some(false),
            all if all == self.0.len() => Some(true),
            _ => None,
        }
    }

    /// The phases at a level. Without lengths of their own they are equal parts.
    #[must_use]
    pub fn at(&self, level: Level) -> Vec<TimedPhase> {
        let phase = |(n, phase): (usize, &WrittenPhase)| TimedPhase {
            phase: phase.kind.unwrap_or_else(|| usual(n, self.0.len())),
            length: phase.length.map_or(Duration::from_secs(1), |length| length.at(level)),
            words: phase.words.clone(),
        };
        self.0.iter().enumerate().map(phase).collect()
    }
}

impl FromToml for Phases {
    fn from_toml(value: &Value) -> Result<Phases, ValueError> {
        let Value::Array(items) = value else {
            let error = ValueError::kind(EXPECTED, value);
            return Err(match value {
                Value::String(text) if WrittenPhase::read(text).is_ok() => error.fix(format!("[{text:?}]")),
                _ => error,
            });
        };
        if items.is_empty() || items.len() > MOST_PHASES {
            let expected = format!("a list of 1 to {MOST_PHASES} phases");
            return Err(ValueError::new(expected, format!("a list of {}", items.len())));
        }
        let item = |item: &Value| match item {
            Value::String(text) => WrittenPhase::read(text),
            _ => Err(ValueError::kind(EXPECTED, item)),
        };
        items.iter().map(item).collect::<Result<_, _>>().map(Phases)
    }

    fn schema() -> Schema {
        json_schema!({
            "type": "array",
            "items": { "type": "string", "pattern": r"\S" },
            "minItems": 1,
            "maxItems": MOST_PHASES,
            "examples": [["Breathe in 4s", "Hold 7s", "Breathe out 8s"]],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routine::duration::written;

    fn shown(text: &str) -> Option<String> {
        let phase = WrittenPhase::read(text).ok()?;
        let kind = phase.kind.map_or("-", Phase::word);
        let length = phase.length.map_or("-".to_owned(), |length| written(length.low));
        Some(format!("{kind}|{}|{length}", phase.words.as_deref().unwrap_or("-")))
    }

    #[test]
    fn a_phase_is_a_sound_words_and_a_length() {
        for (text, is) in [
            ("Breathe in 4s", "-|Breathe in|4s"),
            ("lift: Breathe in 4 s", "lift|Breathe in|4s"),
            ("pause: 1m30s", "pause|-|1m30s"),
            ("Catch", "-|Catch|-"),
            ("Reach 20-30s", "-|Reach|20s"),
            ("Reach 1:30", "-|Reach|1m30s"),
            ("Round 2 5s", "-|Round 2|5s"),
            ("Slowly now: out 3s", "-|Slowly now: out|3s"),
            ("0:05", "-|-|5s"),
            ("Push 10m", "-|Push|10m"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(is), "{text}");
        }
        let words = |count: usize| shown(&format!("{} 3s", "y".repeat(count))).is_some();
        assert_eq!([words(LONGEST_WORDS), words(LONGEST_WORDS + 1)], [true, false]);
        for text in ["", "lift:", "up: Push 3s", "Push 0s", "Push 11m"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn phases_that_pick_no_sound_have_the_usual_ones() {
        let sounds = |count: usize| (0..count).map(|n| usual(n, count).word()).collect::<Vec<_>>().join(" ");
        assert_eq!(sounds(1), "lift");
        assert_eq!(sounds(2), "lift lower");
        assert_eq!(sounds(3), "lift hold lower");
        assert_eq!(sounds(4), "lift hold lower pause");
        assert_eq!(sounds(5), "lift lower lift lower lift");
    }
}
