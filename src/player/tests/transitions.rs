//! What happens when something is asked for while something else is going on.

use super::*;

/// One rep, a rest that waits for the user, and so on.
const READY: &str = "ready='0s'\nlift='0.3s'\nlower='0.3s'\nrest-after='ready'\n[[exercise]]\nname='A'\nreps=1\n[[exercise]]\nname='B'\nreps=1\n[[exercise]]\nname='C'\nreps=1\n";

const COUNT_IN: &str = "c.........c.........c.........";

fn interactive() -> PlaybackOptions {
    PlaybackOptions { interactive: true, ..PlaybackOptions::default() }
}

#[test]
fn what_is_said_in_a_pause_ends_with_the_pause_if_the_rep_begins_again() {
    let mut tape = speaking(SPOKEN);
    with_speech(&mut tape, 52);
    tape.transport.pause_long();
    with_speech(&mut tape, 2);
    tape.transport.repeat();
    assert_eq!(with_speech(&mut tape, 1), "w");
    assert_eq!(tape.transport.position().activity, Activity::Saying);
    tape.transport.pause(false);
    assert_eq!(with_speech(&mut tape, 31), format!("{COUNT_IN}(gl)"));
}

#[test]
fn what_is_said_in_a_pause_is_said_to_its_end_if_nothing_begins_again() {
    for (played, long) in [(10, false), (10, true), (52, false)] {
        let mut whole = speaking(SPOKEN);
        let whole = with_speech(&mut whole, 60);
        let mut tape = speaking(SPOKEN);
        with_speech(&mut tape, played);
        if long {
            tape.transport.pause_long();
        } else {
            tape.transport.pause(true);
        }
        with_speech(&mut tape, 2);
        tape.transport.repeat();
        assert_eq!(with_speech(&mut tape, 1), "w");
        tape.transport.pause(false);
        let after = frames_of(&whole)[played..].concat();
        let left = 60 - played + 5;
        assert_eq!(with_speech(&mut tape, left), format!("ww...{after}"), "{played}, {long}");
    }
}

#[test]
fn a_phrase_that_a_short_pause_interrupts_continues_where_it_was() {
    let mut tape = speaking(SPOKEN);
    with_speech(&mut tape, 52);
    tape.transport.repeat();
    assert_eq!(with_speech(&mut tape, 1), "w");
    tape.transport.pause(true);
    assert_eq!(with_speech(&mut tape, 4), "....");
    assert_eq!(tape.transport.position().activity, Activity::Paused);
    tape.transport.pause(false);
    assert_eq!(with_speech(&mut tape, 7), "ww....v");
}

#[test]
fn a_reminder_of_a_pause_that_is_over_is_not_said() {
    let mut tape = speaking(SPOKEN);
    with_speech(&mut tape, 10);
    tape.transport.remind_of_pause();
    assert_eq!(with_speech(&mut tape, 12), "..........c.");
    tape.transport.pause(true);
    assert_eq!(with_speech(&mut tape, 12), "............", "nor in the next one");
}

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
fn a_stop_in_a_pause_ends_it() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.play(4);
    tape.transport.pause(true);
    tape.play(4);
    tape.transport.stop();
    assert_eq!(tape.play(1), ".");
    assert!(tape.renderer.finished());
    let position = tape.transport.position();
    assert!(position.finished);
    assert_eq!(position.activity, Activity::Paused);
    assert_eq!(Frames::of(position.at - At::ZERO, RATE).0, 4);
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
fn pausing_twice_is_one_pause() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    let mut heard = tape.play(4);
    for _ in 0..2 {
        tape.transport.pause(true);
        tape.play(3);
    }
    assert_eq!(tape.transport.position().paused_for, Duration::from_millis(600));
    tape.transport.pause(false);
    tape.transport.pause(false);
    heard += &tape.play_out();
    assert_eq!(heard, SHORT_TAPE);
    assert_eq!(tape.transport.position().paused_for, Duration::ZERO);
}

#[test]
fn a_pause_that_is_called_long_while_it_lasts_is_long() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.play(8);
    tape.transport.pause(true);
    tape.play(3);
    tape.transport.pause_long();
    tape.play(3);
    tape.transport.pause(false);
    assert_eq!(tape.play(31), format!("{COUNT_IN}(l!)"));
    // The next one is not.
    tape.transport.pause(true);
    tape.play(3);
    tape.transport.pause(false);
    assert_eq!(tape.play(3), "..v");
}

#[test]
fn each_rest_until_ready_waits_anew() {
    let mut tape = Tape::of(READY, interactive());
    tape.play(6);
    for _ in 0..2 {
        tape.play(400);
        assert_eq!(tape.transport.position().activity, Activity::Waiting);
        assert!(tape.transport.go_on());
        assert_eq!(tape.play(36), format!("{COUNT_IN}(gl)..v.."));
        assert_eq!(tape.transport.position().activity, Activity::Playing);
    }
    assert_eq!(tape.play(2), "(rD).");
}

#[test]
fn only_time_spent_waiting_brings_a_reminder() {
    let options = PlaybackOptions { volume: Volume(100), ..interactive() };
    let score =
        Arc::new(Score::new(&compile(&routine(READY), &Phrases::built_in(), &Three), &Speaking, RATE));
    let (renderer, transport) = player(&score, options);
    let mut tape = Tape { score, renderer, transport };
    while tape.transport.position().activity != Activity::Waiting {
        tape.play(1);
    }
    tape.play(100);
    tape.transport.repeat();
    assert_eq!(with_speech(&mut tape, 1), "w");
    while tape.transport.position().activity == Activity::Saying {
        tape.play(1);
    }
    tape.transport.pause(true);
    tape.play(400);
    tape.transport.pause(false);
    // An interrupted wait is no work: nothing begins again.
    for silence in 0..2 {
        assert_eq!(tape.play(if silence == 0 { 200 } else { 300 }).replace('.', ""), "");
        let mut reminder = [[0.0; 2]];
        tape.renderer.render(&mut reminder);
        assert!((reminder[0][0] - 0.35 * 1024.0 / 8192.0).abs() < 1e-6, "{silence}");
    }
}

#[test]
fn a_device_lost_while_it_waits_for_the_user_waits_on() {
    let mut tape = Tape::of(READY, interactive());
    tape.play(300);
    assert_eq!(tape.transport.position().activity, Activity::Waiting);
    tape.renderer.rewind_unheard(Frames(20));
    tape.renderer.go_on();
    assert_eq!(tape.play(50), ".".repeat(50));
    assert_eq!(tape.transport.position().activity, Activity::Waiting);
    assert!(tape.transport.go_on());
    assert_eq!(tape.play(31), format!("{COUNT_IN}(gl)"));
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

#[test]
fn a_long_pause_in_a_repeated_rep_repeats_that_rep() {
    let mut tape = Tape::of(OPEN, interactive());
    tape.play(81);
    tape.transport.pause_long();
    tape.play(2);
    tape.transport.pause(false);
    assert_eq!(tape.play(36), format!("{COUNT_IN}l.v.l."));
    assert_eq!(tape.transport.position().loops, 1);
}

/// Reps of 0.66 s do not begin at whole frames: what comes after the count-in is the rep that the next frame is in.
#[test]
fn the_rep_that_begins_again_is_the_one_of_the_next_frame() {
    let text = "ready='0s'\nlift='0.33s'\nlower='0.33s'\n[[exercise]]\nname='A'\nreps=4\n";
    let whole = frames_of(&Tape::of(text, PlaybackOptions::default()).play_out());
    let begins = |n: &usize| whole[*n].contains('l');
    assert_eq!((0..27).filter(begins).collect::<Vec<_>>(), [0, 7, 13, 20]);
    for played in 1..26 {
        let mut tape = Tape::of(text, PlaybackOptions::default());
        tape.play(played);
        tape.transport.pause_long();
        tape.play(1);
        tape.transport.pause(false);
        let rep = (0..=played).rev().find(begins).unwrap();
        assert_eq!(tape.play_out(), format!("{COUNT_IN}{}", whole[rep..].concat()), "{played}");
    }
}

#[test]
fn what_a_device_lost_is_not_taken_out_of_a_sound() {
    let mut tape = speaking(SPOKEN);
    assert_eq!(with_speech(&mut tape, 1), "w");
    tape.transport.recover_deficit(Frames(4));
    assert_eq!(with_speech(&mut tape, 17), "ww.............c.");
}

#[test]
fn of_too_many_sounds_at_once_the_oldest_are_dropped() {
    let note = |n: u32| crate::score::Note {
        frame: Frames(0),
        clip: Clip::from(vec![(n + 1) as f32 / 8192.0; 3]),
        gains: [1.0; 2],
    };
    let score = Arc::new(Score::of_notes(RATE, (0..40).map(note).collect(), Frames(5)));
    let (mut renderer, _transport) =
        player(&score, PlaybackOptions { volume: Volume(100), ..PlaybackOptions::default() });
    let mut frames = [[0.0; 2]; 4];
    renderer.render(&mut frames);
    // Of 1 to 40, the last 32.
    let sum = (9..=40).sum::<u32>() as f32 / 8192.0;
    assert_eq!(frames.map(|frame| frame[0]), [sum, sum, sum, 0.0]);
}

/// At a real rate, where a skip fades out first: nobody sees another place than the one that is gone to.
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
    // Also two of them, the second while the first fades.
    transport.back();
    renderer.render(&mut block);
    transport.next();
    for _ in 0..20 {
        assert_eq!(transport.position().interval, 1);
        renderer.render(&mut block);
    }
}
