//! Records a session in the history: a line when a set ends, and one for the session.

use std::io;
use std::time::{Duration, Instant};

use crate::history::record::{
    Effort, Ended, SessionFacts, SessionLine, SessionRecord, SetRecord, VERSION, rounded,
};
use crate::history::week::Week;
use crate::history::writer::HistoryWriter;
use crate::player::{Position, Progress};
use crate::printable;
use crate::timeline::{IntervalKind, Timeline};

/// How long after a change of interval its set is recorded. The position shows a skip at once, but the sound that is
/// left fades out first, and only then it is known how far the set was played.
const SETTLED: Duration = Duration::from_millis(400);

/// Records a session.
#[derive(Debug)]
pub struct Recorder {
    facts: SessionFacts,
    writer: HistoryWriter,
    /// The last line of each interval.
    written: Vec<Option<SetRecord>>,
    /// The interval that is played.
    current: Option<usize>,
    /// How long the session had lasted when each interval ended.
    ends: Vec<Option<Duration>>,
    /// When an interval ended whose set is not recorded yet.
    ended: Option<Instant>,
    /// The length of all pauses that are over, and of the current one.
    paused: [Duration; 2],
    /// The week in which it is played, including today.
    week: Option<Week>,
}

impl Recorder {
    /// A recorder of a session that begins now.
    #[must_use]
    pub fn new(facts: SessionFacts, writer: HistoryWriter, week: Option<Week>) -> Recorder {
        Recorder {
            facts,
            writer,
            written: Vec::new(),
            current: None,
            ends: Vec::new(),
            ended: None,
            paused: [Duration::ZERO; 2],
            week,
        }
    }

    /// The id of the session.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.facts.id
    }

    /// The week in which it is played, including today.
    pub(super) fn week(&self) -> Option<Week> {
        self.week
    }

    /// Whether anything of the session was recorded.
    pub(super) fn has_recorded(&self) -> bool {
        self.written.iter().any(Option::is_some)
    }

    /// Records the sets that have ended by now. `progress` says how far the session was played. Returns the first error
    /// of writing, once.
    pub(super) fn look(
        &mut self,
        timeline: &Timeline,
        position: &Position,
        progress: impl FnOnce() -> Progress,
    ) -> Option<io::Error> {
        if position.paused_for < self.paused[1] {
            self.paused[0] += self.paused[1];
        }
        self.paused[1] = position.paused_for;
        let last = self.current.replace(position.interval).filter(|last| *last != position.interval);
        let is_due = self.ended.is_some_and(|at| at.elapsed() >= SETTLED);
        if last.is_some() || is_due {
            let progress = progress();
            if is_due {
                self.record(timeline, &progress, Some(position.interval));
            }
            if let Some(last) = last {
                self.ends.resize(timeline.intervals.len(), None);
                self.ends[last] = Some(progress.taken);
                self.ended = self.ended.or_else(|| Some(Instant::now()));
            }
        }
        self.writer.poll()
    }

    /// Records how hard the last set was that has ended. Returns the name of its exercise; `None` if there is no such set.
    pub(super) fn effort(
        &mut self,
        effort: Effort,
        timeline: &Timeline,
        position: &Position,
        progress: &Progress,
    ) -> Option<String> {
        self.record(timeline, progress, Some(position.interval));
        if timeline.intervals[position.interval].kind == IntervalKind::Work {
            return None;
        }
        let last = self.written.iter().take(position.interval).rposition(Option::is_some)?;
        let set = |record: &SetRecord| (record.exercise.clone(), record.round, record.set);
        let (key, name) = self.written[last].as_ref().map(|last| (set(last), last.name.clone()))?;
        // Both sides of a set are one.
        let earlier = self.written[..=last].iter_mut().rev();
        let sides = earlier.flatten().take_while(|record| set(record) == key);
        for record in sides.filter(|record| record.effort != Some(effort)) {
            record.effort = Some(effort);
            record.rev += 1;
            self.writer.write(printable::json(record));
        }
        Some(name)
    }

    /// Records the sets that are not recorded yet, and the session, unless nothing of it was cued. Returns an error of
    /// writing that was not reported yet.
    pub(super) fn end(
        &mut self,
        timeline: &Timeline,
        is_done: bool,
        progress: &Progress,
    ) -> Option<io::Error> {
        self.ended = Some(Instant::now());
        self.record(timeline, progress, None);
        if self.has_recorded() {
            let facts = &self.facts;
            self.writer.write(printable::json(&SessionRecord {
                v: VERSION,
                kind: SessionLine::Session,
                id: facts.id.clone(),
                rev: 0,
                at: facts.began,
                what: facts.what,
                routine: facts.routine.clone(),
                title: timeline.title.clone(),
                week: facts.week,
                resumed: facts.resumed,
                ending: if is_done { Ended::Done } else { Ended::Stopped },
                seconds: rounded(progress.taken),
                paused: rounded(self.paused.iter().sum()),
                pain: None,
                by: concat!("repcue ", env!("CARGO_PKG_VERSION")).to_owned(),
            }));
        }
        self.writer.end()
    }

    /// Writes a line for each set that has none, or was played further since: the user can go back. `current` is the
    /// interval that is still played.
    fn record(&mut self, timeline: &Timeline, progress: &Progress, current: Option<usize>) {
        if self.ended.take().is_none() {
            return;
        }
        self.written.resize(timeline.intervals.len(), None);
        let mut number = 0;
        for (index, (interval, played)) in timeline.intervals.iter().zip(&progress.played).enumerate() {
            if interval.kind != IntervalKind::Work {
                continue;
            }
            number += 1;
            if current == Some(index) {
                continue;
            }
            let lasted = self.ends.get(index).copied().flatten().unwrap_or(progress.taken);
            let at = self.facts.began.after(lasted);
            let Some(set) = SetRecord::new(&self.facts, interval, number, *played, at) else { continue };
            let last = &mut self.written[index];
            let set = match last {
                Some(last) if last.cued == set.cued && last.seconds == set.seconds => continue,
                Some(last) => SetRecord { rev: last.rev + 1, effort: last.effort, ..set },
                None => set,
            };
            self.writer.write(printable::json(&set));
            *last = Some(set);
        }
    }
}

#[cfg(test)]
mod tests;
