use std::time::Duration;

use super::*;
use crate::testing;
use crate::time::At;

/// One rep of two seconds, a rest of twenty, and one more rep.
const TEXT: &str = "ready='0s'\nlift='1s'\nlower='1s'\nrest-after='20s'\n[[exercise]]\nname='A'\nreps=1\n[[exercise]]\nname='B'\nreps=1\n";

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// The status `at` seconds into the session, with `extra` of `added` seconds of more rest still to come.
fn status(at: u64, extra: u64, added: u64) -> Status {
    let timeline = testing::timeline(TEXT);
    let interval = timeline.intervals.iter().rposition(|interval| interval.start.0 <= seconds(at)).unwrap();
    let position = Position {
        extra: seconds(extra),
        added: seconds(added),
        ..testing::playing(interval, At(seconds(at)))
    };
    Status::new("main", &timeline, &position, false)
}

/// The elapsed time, the total, and the time left in the interval, in seconds.
fn clocks(status: &Status) -> [u64; 3] {
    [status.at_ms, status.duration_ms, status.left_ms].map(|ms| ms / 1_000)
}

#[test]
fn more_rest_is_included_in_every_time() {
    let plain = status(6, 0, 0);
    assert_eq!((plain.kind, clocks(&plain)[0], clocks(&plain)[2]), (IntervalKind::Rest, 6, 16));
    let length = clocks(&plain)[1];
    assert_eq!(clocks(&status(6, 10, 10)), [6, length + 10, 26], "immediately");
    // The count of the rest begins after 19 s: the timeline waits there, and the session's clock continues.
    for waited in 0..=10 {
        let now = clocks(&status(19, 10 - waited, 10));
        assert_eq!(now, [19 + waited, length + 10, 13 - waited], "{waited} s of it are over");
    }
    assert_eq!(clocks(&status(23, 0, 10))[..2], [33, length + 10], "added time stays added");
}

#[test]
fn a_status_is_read_as_it_is_written() {
    for at in [0, 6, 23] {
        let status = status(at, 0, 0);
        let read: Status = serde_json::from_str(&status.json()).unwrap();
        assert_eq!((read.json(), read), (status.json(), status));
    }
}

#[test]
fn a_wait_for_a_change_can_be_interrupted_without_one() {
    let board = StatusChannel::default();
    board.write(status(0, 0, 0));
    let (seen, _) = board.wait(0, seconds(60));
    assert_eq!(board.wait(0, seconds(60)).0, seen, "a change is reported immediately");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| board.wait(seen, seconds(3_600)).0);
        while !waiting.is_finished() {
            board.nudge();
            std::thread::yield_now();
        }
        assert_eq!(waiting.join().unwrap(), seen);
    });
}

#[test]
fn a_status_says_what_comes_in_a_rest() {
    let rest = status(6, 0, 0);
    assert_eq!((rest.exercise.as_deref(), rest.exercise_number, rest.exercises), (Some("a"), Some(2), 2));
    assert_eq!((rest.block, rest.round, rest.rounds, rest.until_ready), (None, Some(1), Some(1), false));
    // The count of the rest begins after 19 s; added time moves it.
    assert_eq!((rest.hold_point_ms, rest.cycle_ms), (Some(19_000), None));
    assert_eq!(status(20, 0, 10).hold_point_ms, Some(29_000));
    assert_eq!(status(1, 0, 0).hold_point_ms, None);
}

#[test]
fn a_status_knows_the_phase_and_what_comes() {
    let phase = |at: u64| {
        let status = status(at, 0, 0);
        (status.phase.map(Phase::word), status.phase_ms, status.phase_left_ms, status.over_ms)
    };
    assert_eq!(phase(0), (Some("lift"), Some(1_000), Some(1_000), 0));
    assert_eq!(phase(1), (Some("lower"), Some(1_000), Some(1_000), 1_000));
    assert_eq!(phase(6), (None, None, None, 4_000), "a rest");
    let words = |at: u64| {
        let status = status(at, 0, 0);
        [status.work, status.amount, status.after].map(Option::unwrap_or_default)
    };
    assert_eq!(words(0), ["A", "1 rep", "Next: rest 0:20, then B: 1 rep"]);
    assert_eq!(words(6), ["B", "1 rep", "Last set"], "in a rest it is what comes");
    assert_eq!(status(0, 0, 0).said, None, "the first set begins at once, so nothing is said before");
    assert_eq!(status(20, 0, 0).said.as_deref(), Some("Rest. Next: B. 1 rep."));
}

#[test]
fn a_status_that_differs_only_in_time_is_no_change() {
    let channel = StatusChannel::default();
    assert_eq!(channel.read(), None);
    let now = status(6, 0, 0);
    channel.write(now.clone());
    let numbers = |channel: &StatusChannel| channel.wait(u64::MAX, Duration::ZERO).0;
    assert_eq!((numbers(&channel), channel.read()), (1, Some(now.clone())));
    let later = Status {
        at_ms: now.at_ms + 1,
        over_ms: now.over_ms + 1,
        left_ms: now.left_ms - 1,
        rounds_left_ms: Some(1),
        phase_left_ms: Some(1),
        hold_point_ms: Some(1),
        ..now.clone()
    };
    channel.write(later.clone());
    assert_eq!((numbers(&channel), channel.read()), (1, Some(later.clone())));
    channel.write(Status { state: State::Paused, ..later.clone() });
    assert_eq!(numbers(&channel), 2);
    // A wait for another change than the last returns at once.
    assert_eq!(channel.wait(1, seconds(3_600)), (2, Some(Status { state: State::Paused, ..later })));
}

#[test]
fn the_instant_of_a_pause_is_a_change() {
    for state in [State::Paused, State::Lost] {
        let channel = StatusChannel::default();
        let asked = Status { state, ..status(6, 0, 0) };
        let begun = Status { at_ms: asked.at_ms + 40, left_ms: asked.left_ms - 40, ..asked.clone() };
        for (now, number) in [(&asked, 1), (&begun, 2), (&begun, 2)] {
            channel.write(now.clone());
            assert_eq!(channel.wait(u64::MAX, Duration::ZERO), (number, Some(now.clone())));
        }
    }
}

#[test]
fn the_words_of_the_states_are_those_of_the_status() {
    for state in [
        State::Playing,
        State::Paused,
        State::Saying,
        State::CountIn,
        State::Waiting,
        State::Lost,
        State::Ended,
    ] {
        assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{}\"", state.word()));
    }
}
