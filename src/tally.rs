//! What was cued in a session: exercises and reps that were played, and what was skipped. What the user did, nobody
//! knows.

use std::sync::Arc;
use std::time::Duration;

use crate::player::{Played, Progress};
use crate::timeline::rounds::{RoundsDone, TimedRounds};
use crate::timeline::{Interval, IntervalKind, Timeline};

/// Timed work that was cued for less than this does not count: it was skipped at once.
const LEAST: Duration = Duration::from_secs(1);

/// What was cued.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// The number of exercises with at least a whole rep or a second of work.
    pub exercises: usize,
    /// The number of whole reps, of both sides.
    pub reps: u32,
    /// What was skipped, in order.
    pub skipped: Vec<Skipped>,
    /// What was complete of rounds until time is up, in order.
    pub rounds: Vec<Rounds>,
}

/// What was complete of rounds until time is up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rounds {
    /// The title of the block, if it has one.
    pub block: Option<String>,
    /// How many.
    pub done: RoundsDone,
}

/// An exercise of which sets were skipped. With sides in turn, a set is skipped if both are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its name.
    pub name: String,
    /// The number of sets; `None` for all of them.
    pub sets: Option<u32>,
}

/// The sets of an exercise.
struct Sets<'a> {
    id: &'a str,
    name: &'a str,
    /// For each set, by block, round and number: whether it was cued.
    cued: Vec<(SetKey<'a>, bool)>,
}

/// A set, told apart from the same one in another block or round.
type SetKey<'a> = (Option<&'a Arc<str>>, u32, u32);

impl Tally {
    /// Counts what was played of the intervals from the index `start` on.
    #[must_use]
    pub fn new(timeline: &Timeline, played: &[Played], start: usize) -> Tally {
        let mut reps = 0;
        let mut exercises: Vec<Sets<'_>> = Vec::new();
        for (index, (interval, played)) in timeline.intervals.iter().zip(played).enumerate().skip(start) {
            let (IntervalKind::Work, Some(exercise)) = (interval.kind, &interval.exercise) else { continue };
            // Rounds that nobody had the time for were not skipped.
            if played.until.is_none() && interval.round > 1 && is_at_own_pace(timeline, index) {
                continue;
            }
            let cued = whole_reps(interval, *played);
            reps += cued.unwrap_or_default();
            // Work at the user's own pace is done as soon as the user continues.
            let is_done =
                is_at_own_pace(timeline, index) && played.until.is_some() && interval.cycle.is_some();
            let is_cued =
                is_done || cued.map_or_else(|| time_played(interval, *played) >= LEAST, |cued| cued > 0);
            let place = exercises.iter().position(|sets| sets.id == exercise.id).unwrap_or_else(|| {
                exercises.push(Sets { id: &exercise.id, name: &exercise.name, cued: Vec::new() });
                exercises.len() - 1
            });
            let sets = &mut exercises[place].cued;
            let key = (interval.block.as_ref(), interval.round, interval.set);
            match sets.last_mut() {
                Some((last, was_cued)) if *last == key && interval.side.is_some() => *was_cued |= is_cued,
                _ => sets.push((key, is_cued)),
            }
        }
        let skipped = exercises.iter().filter_map(|Sets { name, cued, .. }| {
            let count = cued.iter().filter(|(_, is_cued)| !is_cued).count();
            let sets = (count < cued.len()).then_some(count as u32);
            (count > 0).then(|| Skipped { name: (*name).to_owned(), sets })
        });
        let skipped: Vec<Skipped> = skipped.collect();
        let left_out = skipped.iter().filter(|skipped| skipped.sets.is_none()).count();
        Tally { exercises: exercises.len() - left_out, reps, skipped, rounds: Vec::new() }
    }

    /// The same with what was complete of rounds until time is up.
    #[must_use]
    pub fn with_rounds(self, timeline: &Timeline, progress: &Progress) -> Tally {
        let mut paced = progress.rounds_complete.iter();
        let rounds = timeline.timed_rounds.iter().filter_map(|rounds| {
            let complete = match rounds.own_pace {
                Some(_) => paced.next().copied().flatten(),
                None => complete_as_planned(timeline, rounds, &progress.played),
            };
            let block = rounds.block.as_deref().map(str::to_owned);
            complete.map(|complete| Rounds { block, done: rounds.done(complete) })
        });
        Tally { rounds: rounds.collect(), ..self }
    }
}

/// Whether an interval belongs to rounds until time is up at the user's own pace.
fn is_at_own_pace(timeline: &Timeline, interval: usize) -> bool {
    let mut paced = timeline.timed_rounds.iter().filter(|rounds| rounds.own_pace.is_some());
    paced.any(|rounds| rounds.intervals.contains(&interval))
}

/// How many exercises of rounds with cues were complete; `None` if they were not begun.
fn complete_as_planned(timeline: &Timeline, rounds: &TimedRounds, played: &[Played]) -> Option<u32> {
    let last = rounds.intervals.clone().rev().find(|index| played[*index].until.is_some())?;
    let is_over = played[last].until >= Some(timeline.intervals[last].end);
    let next = last + 1 - rounds.intervals.start;
    let at = if is_over { next } else { next - 1 };
    Some(rounds.complete.get(at).copied().unwrap_or(rounds.planned))
}

/// How long an interval was played, without repeated cycles.
#[must_use]
pub fn time_played(interval: &Interval, played: Played) -> Duration {
    played.until.map_or(Duration::ZERO, |until| until.min(interval.end) - interval.start)
}

/// The number of whole reps that were played, of both sides if they alternate; `None` for work without reps.
#[must_use]
pub fn whole_reps(interval: &Interval, played: Played) -> Option<u32> {
    let exercise = interval.exercise.as_ref()?;
    let all = interval.reps? * exercise.reps_of_a_number();
    let beat = interval.own_set()?.rep.beat();
    let of = |time: Duration| beat.within(time);
    let repeated = interval.cycle.map_or(0, |(from, to)| of(to - from) * played.loops);
    // The last rep may be shorter than the others.
    let is_whole = played.until.is_some_and(|until| until >= interval.end);
    let once = if is_whole { all } else { of(time_played(interval, played)).min(all) };
    Some(once + repeated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const TEXT: &str = "ready='3s'\nrest='5s'\n\
        [[exercise]]\nname='Clam'\nreps=3\nsets=2\nsides='each'\ntempo='1-0-1-0'\n\
        [[exercise]]\nname='Plank'\nfor='20s'\n\
        [[exercise]]\nname='Dead bug'\nreps=4\nsides='alternate'\ntempo='1-0-1-0'\n";

    /// The work intervals of the routine, each played for these seconds; what is between them not at all.
    fn tally(text: &str, seconds: &[f64], loops: u32, start: usize) -> Tally {
        let timeline = testing::timeline(text);
        let mut seconds = seconds.iter();
        let played = timeline.intervals.iter().map(|interval| match interval.kind {
            IntervalKind::Work => {
                let time = seconds.next().filter(|time| **time > 0.0);
                let until =
                    time.map(|time| (interval.start + Duration::from_secs_f64(*time)).min(interval.end));
                Played { until, loops }
            }
            _ => Played { until: None, loops: 0 },
        });
        let played: Vec<Played> = played.collect();
        Tally::new(&timeline, &played, start)
    }

    fn skipped(tally: &Tally) -> Vec<(&str, Option<u32>)> {
        tally.skipped.iter().map(|skipped| (skipped.name.as_str(), skipped.sets)).collect()
    }

    #[test]
    fn a_whole_session_has_all_reps_of_both_sides() {
        let all = tally(TEXT, &[99.0; 6], 0, 0);
        assert_eq!((all.exercises, all.reps), (3, 4 * 3 + 2 * 4));
        assert!(all.skipped.is_empty());
    }

    #[test]
    fn only_whole_reps_count_and_what_was_not_cued_is_skipped() {
        // Left side: two and a half reps; right side and set two not at all; the plank for less than a second.
        let some = tally(TEXT, &[5.0, 0.0, 1.9, 0.0, 0.9, 9.0], 0, 0);
        assert_eq!((some.exercises, some.reps), (2, 2 + 4));
        assert_eq!(skipped(&some), [("Clam", Some(1)), ("Plank", None)]);
        assert_eq!(skipped(&tally(TEXT, &[99.0, 0.0, 0.0, 99.0, 99.0, 99.0], 0, 0)), []);
        let none = tally(TEXT, &[], 0, 0);
        assert_eq!((none.exercises, none.reps, none.skipped.len()), (0, 0, 3));
    }

    #[test]
    fn what_comes_before_the_start_is_not_skipped() {
        let timeline = testing::timeline(TEXT);
        let plank = timeline
            .intervals
            .iter()
            .position(|interval| interval.exercise.as_ref().is_some_and(|exercise| exercise.id == "plank"))
            .unwrap();
        let rest = tally(TEXT, &[0.0, 0.0, 0.0, 0.0, 99.0, 99.0], 0, plank);
        assert_eq!((rest.exercises, rest.reps), (2, 8));
        assert!(rest.skipped.is_empty());
    }

    #[test]
    fn repeated_reps_of_an_open_ended_set_count() {
        let open =
            tally("ready='3s'\n[[exercise]]\nname='Squat'\nreps='open'\ntempo='1-0-1-0'", &[99.0], 7, 0);
        let once =
            tally("ready='3s'\n[[exercise]]\nname='Squat'\nreps='open'\ntempo='1-0-1-0'", &[99.0], 0, 0);
        assert_eq!(open.reps - once.reps, 7);
    }
}
