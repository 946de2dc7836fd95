//! One line for each interval and each event, for pipes, logs, screen readers, and terminals without cursor control.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use super::view::{heading, numbers, round};
use crate::player::{Activity, Position, Volume};
use crate::printable::visible;
use crate::time::{At, clock};
use crate::timeline::{Interval, IntervalKind, Timeline};

/// The keys, as a sentence that can be read aloud.
const KEYS: &str = "Keys: space pauses and resumes, n next, b back, N next exercise, P previous \
    exercise, r repeat, m more rest, + louder, - softer, q stop.";

/// Writes to standard output.
#[derive(Debug)]
pub struct Lines {
    /// The events shown so far.
    story: Story,
    /// The line ending: in raw mode, a line feed alone does not return the cursor to the first column.
    ending: &'static str,
}

impl Lines {
    /// Lines starting at an interval; the keys come first if there is a keyboard.
    #[must_use]
    pub fn new(first: usize, has_keys: bool) -> Lines {
        let ending = if io::stdout().is_terminal() { "\r\n" } else { "\n" };
        Lines { story: Story { first, has_keys, shown: None, again: false }, ending }
    }

    pub(super) fn show(&mut self, timeline: &Timeline, position: &Position) {
        for line in self.story.advance(timeline, position) {
            self.say(&line);
        }
    }

    /// Shows a message about a command that leads to an interval, and shows that interval next even if it is the same
    /// again.
    pub(super) fn lead(&mut self, words: &str) {
        self.say(words);
        self.story.again = true;
    }

    pub(super) fn say(&self, words: &str) {
        print_with(words, self.ending);
    }

    /// Shows the keys again.
    pub(super) fn say_keys(&self) {
        if self.story.has_keys {
            self.say(KEYS);
        }
    }
}

/// Prints lines on a terminal, which may be in raw mode.
pub(super) fn print(words: &str) {
    print_with(words, "\r\n");
}

fn print_with(words: &str, ending: &str) {
    let lines: String = words.lines().map(|line| visible(line) + ending).collect();
    // The session continues even if nothing reads the pipe any more.
    let _ = io::stdout().write_all(lines.as_bytes()).and_then(|()| io::stdout().flush());
}

/// A session as lines.
#[derive(Debug)]
struct Story {
    /// The interval that it starts with.
    first: usize,
    has_keys: bool,
    shown: Option<Shown>,
    /// Whether the interval is shown again.
    again: bool,
}

/// What was shown last.
#[derive(Debug, Clone, Copy)]
struct Shown {
    interval: usize,
    activity: Activity,
    volume: Volume,
    extra: Duration,
}

impl Story {
    /// The lines for everything that happened since the last position.
    fn advance(&mut self, timeline: &Timeline, position: &Position) -> Vec<String> {
        let Position { interval, activity, volume, extra, .. } = *position;
        let mut now = Shown { interval, activity, volume, extra };
        let mut lines = Vec::new();
        // Intervals that passed between two calls are included.
        let first = match self.shown {
            None => self.first.min(interval),
            Some(shown) if shown.interval < interval => shown.interval + 1,
            Some(shown) if shown.interval == interval && !self.again => interval + 1,
            Some(_) => interval,
        };
        self.again = false;
        if self.shown.is_none() && self.has_keys {
            lines.push(KEYS.to_owned());
        }
        let was_played = |n: &usize| {
            // The session itself reports its end, with what was cued.
            timeline.intervals[*n].kind != IntervalKind::Done
                && (*n == interval || !is_in_rounds_that_are_over(timeline, *n, position))
        };
        lines.extend((first..=interval).filter(was_played).map(|n| {
            let interval = &timeline.intervals[n];
            // In rounds at the user's own pace, the clock says when it begins, and nobody knows when it ends.
            let of_rounds = position.rounds.filter(|_| interval.rounds == 0);
            match of_rounds.map(|rounds| rounds.start + rounds.elapsed) {
                Some(start) => row(interval, start, None),
                None => line(interval),
            }
        }));
        let before = self.shown.unwrap_or(Shown { activity: Activity::Playing, ..now });
        if before.volume != volume {
            lines.push(format!("Volume {}.", volume.0));
        }
        if extra > before.extra {
            let left = timeline.intervals[interval].end - position.at + extra;
            lines.push(format!("More rest: {} left.", clock(left)));
        }
        match (before.activity, activity) {
            // During an interjection, keep the previous activity.
            (_, Activity::Saying) => now.activity = before.activity,
            (Activity::Paused, Activity::Paused) | (Activity::Waiting, Activity::Waiting) => {}
            (_, Activity::Paused) => lines.push(format!("Paused at {}.", clock(position.at - At::ZERO))),
            (Activity::Paused, Activity::CountIn) => lines.push("Resumed, with a count-in.".to_owned()),
            (Activity::Paused, Activity::Playing) => lines.push("Resumed.".to_owned()),
            (_, Activity::Waiting) => lines.push(self.waits().to_owned()),
            (_, Activity::Playing | Activity::CountIn) => {}
        }
        self.shown = Some(now);
        lines
    }

    fn waits(&self) -> &'static str {
        if self.has_keys {
            "Waiting until you are ready: press Enter."
        } else {
            "Waiting until you are ready: `repcue ctl resume` continues."
        }
    }
}

/// Whether an interval belongs to rounds at the user's own pace that time has ended: not all of them began.
fn is_in_rounds_that_are_over(timeline: &Timeline, interval: usize, position: &Position) -> bool {
    timeline.timed_rounds.iter().enumerate().any(|(n, rounds)| {
        let is_now = position.rounds.is_some_and(|now| now.of == n);
        rounds.own_pace.is_some() && rounds.intervals.contains(&interval) && !is_now
    })
}

/// An interval as one line: start, length, what it is.
#[must_use]
pub fn line(interval: &Interval) -> String {
    row(interval, interval.start, Some(interval.length()))
}

fn row(interval: &Interval, start: At, length: Option<Duration>) -> String {
    let mut words = vec![heading(interval)];
    words.extend((interval.rounds == 0 && interval.kind == IntervalKind::Work).then(|| round(interval)));
    words.extend(numbers(interval));
    if interval.waits {
        words.push("until you are ready".to_owned());
    }
    let (start, length) = (clock(start - At::ZERO), length.map_or_else(String::new, clock));
    format!("{start:>7}  {length:>6}  {}", words.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::RoundsTime;
    use crate::testing;

    const TEXT: &str = "ready='10s'\nrest='20s'\n[[exercise]]\nname='Clam'\nreps=3\nsets=2\nrest='ready'\n";

    /// The lines of a story, without the times of intervals.
    fn lines_of(story: &mut Story, timeline: &Timeline, position: Position) -> Vec<String> {
        let lines = story.advance(timeline, &position);
        lines.iter().map(|line| line.rsplit("  ").next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn every_event_has_exactly_one_line() {
        let timeline = testing::timeline(TEXT);
        let mut story = Story { first: 0, has_keys: true, shown: None, again: false };
        let playing = testing::playing(0, At(Duration::from_secs(3)));
        let told = |story: &mut Story, position| lines_of(story, &timeline, position);
        assert_eq!(told(&mut story, playing), [KEYS, "Get ready · Clam · set 1 of 2 · 3 reps"]);
        assert!(told(&mut story, playing).is_empty());
        let paused = Position { activity: Activity::Paused, ..playing };
        assert_eq!(told(&mut story, paused), ["Paused at 0:03."]);
        let saying = Position { activity: Activity::Saying, ..paused };
        assert!(told(&mut story, saying).is_empty(), "speech during a pause does not end it");
        assert!(told(&mut story, paused).is_empty());
        assert_eq!(told(&mut story, Position { volume: Volume(85), ..playing }), ["Volume 85.", "Resumed."]);
        assert_eq!(told(&mut story, playing), ["Volume 80."]);
        let more = |left| Position { extra: Duration::from_secs(left), ..playing };
        assert_eq!(told(&mut story, more(10)), ["More rest: 0:17 left."]);
        assert!(told(&mut story, more(8)).is_empty(), "it waits for the user");
        assert_eq!(told(&mut story, more(18)), ["More rest: 0:25 left."]);
        // Back to the start of the same interval.
        story.again = true;
        assert_eq!(told(&mut story, playing), ["Get ready · Clam · set 1 of 2 · 3 reps"]);
        assert!(told(&mut story, playing).is_empty());
        // Skips over an interval between two calls, then goes one back.
        let rest = Position { interval: 2, at: timeline.intervals[2].start, ..playing };
        assert_eq!(told(&mut story, rest), ["Clam · set 1 of 2 · 3 reps", "Rest · until you are ready"]);
        let waiting = Position { activity: Activity::Waiting, ..rest };
        assert_eq!(told(&mut story, waiting), ["Waiting until you are ready: press Enter."]);
        assert!(told(&mut story, Position { activity: Activity::CountIn, ..rest }).is_empty());
        let work = Position { interval: 1, at: timeline.intervals[1].start, ..playing };
        assert_eq!(told(&mut story, work), ["Clam · set 1 of 2 · 3 reps"]);
        let counted_in = Position { activity: Activity::CountIn, ..work };
        told(&mut story, Position { activity: Activity::Paused, ..work });
        assert_eq!(told(&mut story, counted_in), ["Resumed, with a count-in."]);
    }

    #[test]
    fn a_session_that_is_resumed_begins_at_its_interval() {
        let timeline = testing::timeline(TEXT);
        let mut story = Story { first: 3, has_keys: false, shown: None, again: false };
        let position = testing::playing(3, timeline.intervals[3].start);
        assert_eq!(lines_of(&mut story, &timeline, position), ["Clam · set 2 of 2 · 3 reps"]);
    }

    #[test]
    fn rounds_that_time_has_ended_are_not_listed_to_their_planned_end() {
        let text = "ready='1s'\nrest='0s'\n[[block]]\nfor='12s'\n[[block.exercise]]\nname='A'\nfor='open'\nreps=4\n[[block]]\n[[block.exercise]]\nname='B'\nreps=1\n";
        let timeline = testing::timeline(text);
        // Get ready, three rounds of A, B, done.
        assert_eq!(timeline.intervals.len(), 6);
        let mut story = Story { first: 0, has_keys: false, shown: None, again: false };
        let at = |interval: usize, is_on_the_clock: bool| Position {
            rounds: is_on_the_clock.then_some(RoundsTime {
                of: 0,
                start: timeline.intervals[1].start,
                elapsed: Duration::from_secs(5),
                time: Duration::from_secs(12),
            }),
            ..testing::playing(interval, timeline.intervals[interval].start)
        };
        let told = |story: &mut Story, position| lines_of(story, &timeline, position);
        assert_eq!(told(&mut story, at(0, false)), ["Get ready · A · 4 reps"]);
        // The user is quick: two rounds between two calls.
        assert_eq!(told(&mut story, at(2, true)), ["A · round 1 · 4 reps", "A · round 2 · 4 reps"]);
        assert_eq!(told(&mut story, at(4, false)), ["B · 1 rep"], "the third round did not begin");
        assert!(told(&mut story, at(5, false)).is_empty());
    }
}
