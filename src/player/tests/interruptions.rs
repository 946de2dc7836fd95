//! What breaks a session off, and how it goes on.

use super::*;

#[test]
fn after_a_long_pause_work_begins_again_at_its_rep_with_a_count_in() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    assert_eq!(tape.play(8), "(gl)..v..(l!).");
    tape.transport.toggle_pause();
    assert_eq!(tape.play(60), ".".repeat(60));
    assert_eq!(tape.transport.position().paused_for, Duration::from_secs(6));
    tape.transport.toggle_pause();
    assert_eq!(tape.play(10), "c.........");
    assert_eq!(tape.transport.position().activity, Activity::CountIn);
    assert_eq!(tape.play(24), "c.........c.........(l!)..v", "the second rep from its beginning");
    assert_eq!(tape.transport.position().activity, Activity::Playing);
    assert_eq!(tape.play_out(), SHORT_TAPE[16..], "and nothing is left out or comes twice");
}

#[test]
fn after_a_long_pause_rest_just_goes_on() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    let mut heard = tape.play(16);
    tape.transport.toggle_pause();
    tape.play(500);
    tape.transport.toggle_pause();
    heard += &tape.play_out();
    assert_eq!(heard, SHORT_TAPE);
}

#[test]
fn a_pause_of_five_seconds_is_not_long_unless_it_is_called_so() {
    for long in [false, true] {
        let mut tape = Tape::of(SHORT, PlaybackOptions::default());
        tape.play(8);
        if long {
            tape.transport.pause_long();
        } else {
            tape.transport.pause(true);
        }
        tape.play(50);
        tape.transport.pause(false);
        assert_eq!(tape.play(2), if long { "c." } else { ".v" });
    }
}

#[test]
fn a_long_pause_is_told_once_and_goes_on_being_one() {
    let mut tape = speaking(SPOKEN);
    with_speech(&mut tape, 52);
    tape.transport.toggle_pause();
    assert_eq!(with_speech(&mut tape, 3), "...");
    tape.transport.remind_of_pause();
    assert_eq!(with_speech(&mut tape, 12), "www.........");
    assert_eq!(tape.transport.position().activity, Activity::Paused);
    let at = tape.transport.position().at;
    tape.transport.repeat();
    assert_eq!(with_speech(&mut tape, 12), "www.........", "the instruction is heard in the pause too");
    assert_eq!(tape.transport.position().at, at);
}

/// One rep, a rest that waits for the person, one more.
const READY: &str = "ready='0s'\nlift='0.3s'\nlower='0.3s'\nrest-after='ready'\n[[exercise]]\nname='A'\nreps=1\n[[exercise]]\nname='B'\nreps=1\n";

#[test]
fn a_rest_until_ready_waits_and_reminds() {
    let mut tape = Tape::of(READY, PlaybackOptions { interactive: true, ..PlaybackOptions::default() });
    assert_eq!(tape.play(6), "(gl)..v..");
    let waiting = format!("(rR){}", ".".repeat(169));
    assert_eq!(tape.play(170), waiting, "as long as it takes to the count");
    let until_reminded = ".".repeat(300);
    assert_eq!(tape.play(300), until_reminded);
    assert_eq!(tape.transport.position().activity, Activity::Waiting);
    let mut reminder = [[0.0; 2]];
    tape.renderer.render(&mut reminder);
    let rest = level(Sound::Rest);
    assert!((reminder[0][0] - 0.35 * rest).abs() < 1e-6, "softly");
    assert_eq!(tape.play(299), ".".repeat(299));
    assert!(!tape.transport.more(Duration::from_secs(9)), "it has no end to move");
    assert!(tape.transport.go_on());
    assert_eq!(tape.play_out(), "c.........c.........c.........(gl)..v..(rD)........");
}

#[test]
fn who_is_ready_early_goes_on_early() {
    let mut tape = Tape::of(READY, PlaybackOptions { interactive: true, ..PlaybackOptions::default() });
    assert_eq!(tape.play(10), "(gl)..v..(rR)...");
    assert!(tape.transport.go_on());
    assert_eq!(tape.play(31), "c.........c.........c.........(gl)");
}

#[test]
fn a_rest_until_ready_that_nobody_can_end_ends_on_its_own() {
    let tape = Tape::of(READY, PlaybackOptions::default()).play_out();
    let rest = format!("(rR){}c.........c.........c.........", ".".repeat(169));
    assert_eq!(tape, format!("(gl)..v..{rest}(gl)..v..(rD)........"));
}

#[test]
fn what_was_lost_is_taken_out_of_the_next_silences() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    let mut heard = tape.play(1);
    tape.transport.recover_deficit(Frames(7));
    heard += &tape.play_out();
    // One of two frames, four times; then the rest out of nine.
    assert_eq!(heard, "(gl).v.(l!).v.(rR)......c.........c.........c.........(gl)..v..(rD)........");
    assert_eq!(letters_of(&heard), letters_of(SHORT_TAPE), "no sound is left out");
}

/// A tape without its silence.
fn letters_of(tape: &str) -> String {
    tape.replace('.', "")
}

#[test]
fn what_a_lost_device_did_not_play_is_heard_when_it_is_back() {
    for unheard in 0..12 {
        let mut tape = Tape::of(SHORT, PlaybackOptions { lead_in: Frames(3), ..PlaybackOptions::default() });
        let made = tape.play(14);
        tape.renderer.rewind_unheard(Frames(unheard));
        tape.renderer.resume_after_loss();
        let after = tape.play_out();
        // The device has played all but the unheard frames of what was rendered.
        let frames = frames_of(&made);
        let played: String = frames[..14 - unheard as usize].concat();
        let after = letters_of(&after).trim_start_matches("ccc").to_owned();
        assert_eq!(letters_of(&played) + &after, letters_of(SHORT_TAPE), "{unheard} of {made}");
    }
}

#[test]
fn a_skip_that_a_lost_device_has_not_played_is_no_less_a_skip() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.play(4);
    tape.transport.next();
    tape.play(2);
    let at = tape.transport.position();
    tape.renderer.rewind_unheard(Frames(6));
    let back = tape.transport.position();
    assert_eq!((back.interval, back.at.0 + Duration::from_millis(200)), (at.interval, at.at.0));
    tape.renderer.resume_after_loss();
    assert_eq!(letters_of(&tape.play_out()), "Rccc(gl)v(rD)", "the rest, and no rep again");
}

#[test]
fn a_sound_that_was_cut_off_is_heard_again_from_its_beginning() {
    let mut tape = speaking(SPOKEN);
    assert_eq!(with_speech(&mut tape, 2), "ww");
    tape.renderer.rewind_unheard(Frames(1));
    tape.renderer.resume_after_loss();
    assert_eq!(with_speech(&mut tape, 4), "www.", "the whole phrase, without a count-in");
}

#[test]
fn a_device_that_is_back_in_a_pause_stays_silent_until_the_pause_ends() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.play(4);
    tape.transport.toggle_pause();
    tape.play(2);
    tape.renderer.rewind_unheard(Frames(1));
    tape.renderer.resume_after_loss();
    assert_eq!(tape.play(3), "...");
    tape.transport.toggle_pause();
    assert_eq!(tape.play(31), "c.........c.........c.........(gl)");
}

#[test]
fn a_session_can_begin_in_its_middle() {
    let mut tape = Tape::of(SHORT, PlaybackOptions { start: 1, ..PlaybackOptions::default() });
    assert_eq!(tape.transport.position().interval, 1);
    assert_eq!(tape.play_out(), format!("R{}", &SHORT_TAPE[SHORT_TAPE.find("R)").unwrap() + 2..]));
    // In work, it counts in; the last two intervals are work and the end.
    let mut tape = Tape::of(SHORT, PlaybackOptions { start: 2, ..PlaybackOptions::default() });
    assert_eq!(tape.play_out(), format!("{COUNT_IN}(gl)..v..(rD)........"));
}

#[test]
fn an_interrupted_count_in_starts_again() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.play(8);
    tape.transport.pause_long();
    tape.play(1);
    tape.transport.pause(false);
    assert_eq!(tape.play(12), "c.........c.");
    tape.transport.pause_long();
    assert_eq!(tape.play(60), ".".repeat(60));
    assert_eq!(tape.transport.position().activity, Activity::Paused);
    tape.transport.pause(false);
    assert_eq!(tape.play(31), "c.........c.........c.........(l!)");
}

/// What interrupts a session, and what it waits for, is as long in blocks of any size.
#[test]
fn words_and_waits_are_as_long_in_larger_blocks() {
    let in_blocks = |tape: &mut Tape, size: usize, blocks: usize| {
        let mut heard = Vec::new();
        for _ in 0..blocks {
            let mut block = vec![[0.0; 2]; size];
            tape.renderer.render(&mut block);
            heard.extend(block.iter().map(|frame| frame[0].to_bits()));
        }
        heard
    };
    let heard = |size: usize| {
        let mut tape = speaking(SPOKEN);
        tape.play(4);
        tape.transport.next();
        let said = in_blocks(&mut tape, size, 60 / size);
        let mut tape = Tape::of(READY, interactive());
        (said, in_blocks(&mut tape, size, 900 / size))
    };
    let one = heard(1);
    for size in [2, 3, 4, 10, 60] {
        assert_eq!(heard(size), one, "blocks of {size}");
    }
}
