//! Skips while something else goes on.

use super::*;

#[test]
fn a_skip_in_a_long_pause_counts_in_or_says_what_to_do() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.play(16);
    tape.transport.pause(true);
    tape.play(60);
    tape.transport.next();
    tape.play(1);
    tape.transport.pause(false);
    assert_eq!(tape.play(31), format!("{COUNT_IN}(gl)"));
    let mut tape = speaking(SPOKEN);
    with_speech(&mut tape, 10);
    tape.transport.pause(true);
    with_speech(&mut tape, 60);
    tape.transport.next();
    assert_eq!(with_speech(&mut tape, 9), ".........", "not in the pause");
    tape.transport.pause(false);
    assert_eq!(with_speech(&mut tape, 9), "www...(gl)..");
}

#[test]
fn a_skip_and_the_end_of_a_long_pause_at_once_are_a_skip() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.play(4);
    tape.transport.pause(true);
    tape.play(60);
    tape.transport.next();
    tape.transport.next();
    tape.transport.pause(false);
    assert_eq!(tape.play(4), "(gl)..v");
}

#[test]
fn a_skip_ends_what_is_being_said() {
    let mut tape = speaking(SPOKEN);
    with_speech(&mut tape, 4);
    tape.transport.next();
    assert_eq!(with_speech(&mut tape, 2), "ww");
    assert_eq!(tape.transport.position().activity, Activity::Saying);
    tape.transport.back();
    assert_eq!(with_speech(&mut tape, 24), "www.................c...", "the get-ready, from its beginning");
    // A count-in too.
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.play(8);
    tape.transport.pause_long();
    tape.play(1);
    tape.transport.pause(false);
    assert_eq!(tape.play(5), "c....");
    tape.transport.next();
    assert_eq!(tape.play(12), "R.........c.");
    assert_eq!(tape.transport.position().activity, Activity::Playing);
}

#[test]
fn a_skip_counts_more_than_a_repeat() {
    let mut tape = speaking(SPOKEN);
    with_speech(&mut tape, 10);
    tape.transport.repeat();
    tape.transport.next();
    assert_eq!(with_speech(&mut tape, 9), "www...(gl)..", "the words are those of the place that is gone to");
}

#[test]
fn what_is_said_in_a_pause_ends_when_a_skip_comes() {
    let mut tape = speaking(SPOKEN);
    with_speech(&mut tape, 52);
    tape.transport.pause(true);
    tape.play(1);
    tape.transport.repeat();
    assert_eq!(with_speech(&mut tape, 1), "w");
    tape.transport.back();
    assert_eq!(with_speech(&mut tape, 12), "............");
    assert_eq!(tape.transport.position().activity, Activity::Paused);
    tape.transport.pause(false);
    assert_eq!(with_speech(&mut tape, 4), "www.");
}

#[test]
fn the_lead_in_waits_in_a_pause_and_ends_with_a_skip() {
    let options = PlaybackOptions { lead_in: Frames(5), ..PlaybackOptions::default() };
    let mut tape = Tape::of(SHORT, options);
    tape.play(2);
    tape.transport.pause(true);
    tape.play(7);
    tape.transport.pause(false);
    assert_eq!(tape.play(4), "...(gl)", "three of five frames were left");
    let mut tape = Tape::of(SHORT, options);
    tape.play(2);
    tape.transport.next();
    assert_eq!(tape.play(2), "R.");
}

#[test]
fn a_skip_forgets_how_often_an_open_set_was_repeated() {
    let mut tape = Tape::of(OPEN, interactive());
    tape.play(96);
    assert_eq!(tape.transport.position().loops, 3);
    tape.transport.back();
    assert_eq!(tape.play(8), "(gl).v.l.v.");
    assert_eq!(tape.transport.position().loops, 0);
}

/// At a real sample rate, where a skip fades out first: displays see only the place that it goes to.
#[test]
fn a_skip_shows_at_once_where_it_goes() {
    let timeline = compile(&routine(SHORT), &Phrases::built_in(), &Letters);
    let score = Arc::new(Score::new(&timeline, &Letters, 48_000));
    let (mut renderer, transport) = player(&score, PlaybackOptions::default());
    let mut block = [[0.0; 2]; BLOCK];
    for _ in 0..100 {
        renderer.render(&mut block);
    }
    transport.next();
    for _ in 0..20 {
        assert_eq!(transport.position().interval, 1);
        renderer.render(&mut block);
    }
    // Even if another skip follows during the fade.
    transport.back();
    renderer.render(&mut block);
    transport.next();
    for _ in 0..20 {
        assert_eq!(transport.position().interval, 1);
        renderer.render(&mut block);
    }
    // Even if the session is stopped there.
    transport.next();
    renderer.render(&mut block);
    transport.stop();
    for _ in 0..20 {
        assert_eq!(transport.position().interval, 2);
        renderer.render(&mut block);
    }
    assert!(transport.position().finished);
}

#[test]
fn a_skip_to_an_interval_goes_to_its_start_and_not_beyond_the_end() {
    for (interval, sound) in [(0, "(gl)"), (1, "R"), (2, "(gl)"), (3, "D"), (99, "D")] {
        let mut tape = Tape::of(SHORT, PlaybackOptions::default());
        tape.play(9);
        tape.transport.go_to(interval);
        assert_eq!(tape.play(1), sound, "{interval}");
    }
}

#[test]
fn a_skip_back_goes_to_the_interval_before_only_soon_after_a_start() {
    let after = |frames: usize| {
        let mut tape = Tape::of(SHORT, PlaybackOptions::default());
        tape.play(12 + frames);
        tape.transport.back();
        tape.play(1)
    };
    let within = usize::try_from(BACK_WITHIN.as_millis() / 100).unwrap();
    assert_eq!([after(within - 1), after(within)], ["(gl)", "R"].map(str::to_owned));
}
