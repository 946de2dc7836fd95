use std::fs;

use super::*;
use crate::calendar::Moment;
use crate::history::lines::History;
use crate::history::record::{SessionFacts, What};
use crate::player::Played;
use crate::testing;

const TEXT: &str = "ready='3s'\nrest='5s'\n\
    [[exercise]]\nname='Squat'\nreps=3\nsides='each'\nswitch='4s'\ntempo='2-0-2-0'\n\
    [[exercise]]\nname='Plank'\nfor='20s'\n";

/// A recorder, the timeline, and what has been played so far.
struct Trial {
    recorder: Recorder,
    timeline: Timeline,
    progress: Progress,
    folder: tempfile::TempDir,
}

impl Trial {
    fn new() -> Trial {
        let folder = tempfile::tempdir().unwrap();
        let began: Moment = "2026-11-25T18:04:11+01:00".parse().unwrap();
        let facts = SessionFacts {
            id: "id".to_owned(),
            began,
            what: What::Routine,
            routine: Some("mine".to_owned()),
            week: None,
            resumed: false,
        };
        let timeline = testing::timeline(TEXT);
        let played = vec![Played { until: None, loops: 0 }; timeline.intervals.len()];
        let recorder = Recorder::new(facts, HistoryWriter::new(folder.path().join("history.jsonl")), None);
        Trial {
            recorder,
            timeline,
            progress: Progress { taken: Duration::ZERO, changes: 0, played, rounds_complete: Vec::new() },
            folder,
        }
    }

    /// The position in the interval with this index, which is played for this many seconds.
    fn play(&mut self, interval: usize, seconds: u64) -> Position {
        let this = &self.timeline.intervals[interval];
        let until = (this.start + Duration::from_secs(seconds)).min(this.end);
        self.progress.taken += until - this.start;
        self.progress.played[interval].until = Some(until);
        let position = testing::playing(interval, until);
        self.look(&position);
        position
    }

    fn look(&mut self, position: &Position) {
        let progress = self.progress.clone();
        assert!(self.recorder.look(&self.timeline, position, || progress).is_none());
    }

    fn effort(&mut self, effort: Effort, position: &Position) -> Option<String> {
        self.recorder.effort(effort, &self.timeline, position, &self.progress)
    }

    /// Ends the session; what is in the file.
    fn end(self, is_done: bool) -> (History, String) {
        let Trial { mut recorder, timeline, progress, folder } = self;
        assert!(recorder.end(&timeline, is_done, &progress).is_none());
        let text = fs::read_to_string(folder.path().join("history.jsonl")).unwrap_or_default();
        (History::read([text.as_bytes()]), text)
    }
}

#[test]
fn each_set_has_a_line_with_the_time_at_which_it_ended() {
    let mut trial = Trial::new();
    let kinds: Vec<&str> = trial.timeline.intervals.iter().map(|interval| interval.kind.word()).collect();
    assert_eq!(kinds, ["ready", "work", "switch", "work", "rest", "work", "done"]);
    for interval in 0..kinds.len() {
        trial.play(interval, 99);
    }
    let (history, text) = trial.end(true);
    let sets: Vec<_> =
        history.sets.iter().map(|set| (set.id.as_str(), set.cued, set.at.to_string())).collect();
    assert_eq!(
        sets,
        [
            ("id-1", 3, "2026-11-25T18:04:30+01:00".to_owned()),
            ("id-2", 3, "2026-11-25T18:04:47+01:00".to_owned()),
            ("id-3", 20, "2026-11-25T18:05:12+01:00".to_owned()),
        ]
    );
    let session = &history.sessions[0];
    assert_eq!((session.ending, session.seconds, session.paused), (Ended::Done, 61, 0));
    assert_eq!(text.lines().count(), 4, "{text}");
}

#[test]
fn a_session_of_which_nothing_was_cued_has_no_line() {
    let mut trial = Trial::new();
    trial.play(0, 3);
    trial.play(1, 2);
    assert_eq!(trial.end(false).1, "");
}

#[test]
fn the_effort_is_that_of_the_set_before_on_both_sides() {
    let mut trial = Trial::new();
    let mut last = trial.play(0, 99);
    assert_eq!(trial.effort(Effort::Easy, &last), None, "nothing was done");
    for interval in 1..=4 {
        last = trial.play(interval, 99);
    }
    assert_eq!(trial.effort(Effort::Easy, &last).as_deref(), Some("Squat"));
    assert_eq!(trial.effort(Effort::TooHard, &last).as_deref(), Some("Squat"), "and changed");
    let work = trial.play(5, 9);
    assert_eq!(trial.effort(Effort::Right, &work), None, "the set is not over");
    let (history, _) = trial.end(false);
    let efforts: Vec<_> = history.sets.iter().map(|set| (set.rev, set.effort)).collect();
    assert_eq!(efforts, [(2, Some(Effort::TooHard)), (2, Some(Effort::TooHard)), (0, None)]);
    assert_eq!(history.sessions[0].ending, Ended::Stopped);
}

#[test]
fn a_set_that_is_played_further_later_has_one_more_revision() {
    let mut trial = Trial::new();
    trial.play(1, 5);
    let rest = trial.play(2, 1);
    assert_eq!(trial.effort(Effort::Easy, &rest).as_deref(), Some("Squat"));
    trial.play(1, 99);
    let (history, text) = trial.end(false);
    assert_eq!(text.lines().count(), 4, "{text}");
    let set = &history.sets[0];
    assert_eq!((set.cued, set.rev, set.effort, history.sets.len()), (3, 2, Some(Effort::Easy), 1));
}

#[test]
fn pauses_are_added_up() {
    let mut trial = Trial::new();
    let position = trial.play(1, 99);
    for seconds in [1, 5, 9, 0, 2, 3] {
        trial.look(&Position { paused_for: Duration::from_secs(seconds), ..position });
    }
    assert_eq!(trial.end(false).0.sessions[0].paused, 12);
}

#[test]
fn what_cannot_be_written_is_reported_once() {
    let mut trial = Trial::new();
    let path = trial.folder.path().join("history.jsonl");
    fs::create_dir(&path).unwrap();
    trial.play(1, 99);
    let progress = trial.progress.clone();
    let error = trial.recorder.end(&trial.timeline, false, &progress);
    assert!(error.is_some());
}
