//! Pauses while something else goes on.

use super::*;

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
fn if_there_is_nothing_to_say_a_pause_stays_silent() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.play(8);
    tape.transport.pause_long();
    tape.play(1);
    tape.transport.pause(false);
    assert_eq!(tape.play(12), "c.........c.");
    tape.transport.pause(true);
    tape.play(1);
    tape.transport.repeat();
    assert_eq!(tape.play(20), ".".repeat(20));
    tape.transport.remind_of_pause();
    assert_eq!(tape.play(20), ".".repeat(20), "the count-in was not asked for");
    assert_eq!(tape.transport.position().activity, Activity::Paused);
    tape.transport.pause(false);
    assert_eq!(tape.play(19), "........c.........(l!)");
}

#[test]
fn a_pause_while_the_device_is_lost_lasts_until_it_is_ended() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.play(8);
    tape.renderer.rewind_unheard(Frames(0));
    tape.transport.pause(true);
    tape.renderer.resume_after_loss();
    assert_eq!(tape.play(5), ".....");
    assert_eq!(tape.transport.position().activity, Activity::Paused);
    tape.transport.pause(false);
    assert_eq!(tape.play(31), format!("{COUNT_IN}(l!)"), "the rep begins again");
}

#[test]
fn a_short_pause_that_ends_while_the_device_is_lost_is_a_count_in() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.play(8);
    tape.transport.pause(true);
    tape.play(2);
    tape.renderer.rewind_unheard(Frames(0));
    tape.transport.pause(false);
    tape.renderer.resume_after_loss();
    assert_eq!(tape.play(33), format!("{COUNT_IN}.v."), "and work continues at the very frame");
}

#[test]
fn a_pause_is_known_at_once() {
    let tape = Tape::of(SHORT, PlaybackOptions::default());
    assert!(!tape.transport.is_paused());
    tape.transport.pause(true);
    assert!(tape.transport.is_paused(), "before it is heard");
    tape.transport.toggle_pause();
    assert!(!tape.transport.is_paused());
}
