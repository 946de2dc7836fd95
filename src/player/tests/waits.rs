//! Rests that wait for the user, lost devices, and many sounds at once.

use super::*;

/// One rep, a rest that waits for the user, and so on.
const READY: &str = "ready='0s'\nlift='0.3s'\nlower='0.3s'\nrest-after='ready'\n[[exercise]]\nname='A'\nreps=1\n[[exercise]]\nname='B'\nreps=1\n[[exercise]]\nname='C'\nreps=1\n";

#[test]
fn each_rest_until_ready_waits_again() {
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
        assert!((reminder[0][0] - 0.35 * level(Sound::Rest)).abs() < 1e-6, "{silence}");
    }
}

#[test]
fn a_device_lost_while_it_waits_for_the_user_waits_on() {
    let mut tape = Tape::of(READY, interactive());
    tape.play(300);
    assert_eq!(tape.transport.position().activity, Activity::Waiting);
    tape.renderer.rewind_unheard(Frames(20));
    tape.renderer.resume_after_loss();
    assert_eq!(tape.play(50), ".".repeat(50));
    assert_eq!(tape.transport.position().activity, Activity::Waiting);
    assert!(tape.transport.go_on());
    assert_eq!(tape.play(31), format!("{COUNT_IN}(gl)"));
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
    assert_eq!(frames.map(|frame| frame[0].to_bits()), [sum, sum, sum, 0.0].map(f32::to_bits));
}

#[test]
fn what_is_asked_for_while_the_device_is_lost_is_done_when_it_is_back() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.play(14);
    for n in 0..1_000 {
        tape.transport.set_volume(Volume((n % 100) as u8));
        assert!(tape.transport.more(Duration::from_secs(1)));
    }
    assert_eq!(tape.transport.position().extra, Duration::from_secs(1_000));
    tape.transport.pause(true);
    for interval in [2, 3] {
        tape.transport.next();
        assert_eq!(tape.transport.position().interval, interval);
    }
    for interval in [2, 1] {
        tape.transport.back();
        assert_eq!(tape.transport.position().interval, interval);
    }
    tape.transport.set_volume(Volume(100));
    let expected = tape.transport.position();
    assert_eq!(expected.added, Duration::ZERO, "what was skipped is not added");
    tape.play(2);
    let position = tape.transport.position();
    assert_eq!(Position { paused_for: Duration::ZERO, ..position }, expected);
    assert_eq!(position.activity, Activity::Paused);
    // Long enough for the volume to have moved there.
    tape.play(200);
    tape.transport.pause(false);
    assert_eq!(tape.play(11), "R.........c");
}

#[test]
fn each_wait_changes_the_plan_once() {
    let mut tape = Tape::of(READY, interactive());
    tape.play(100);
    assert_eq!(tape.transport.progress().changes, 0, "it is as long as it takes to the count");
    tape.play(200);
    assert_eq!(tape.transport.position().activity, Activity::Waiting);
    assert_eq!(tape.transport.progress().changes, 1);
    tape.transport.go_on();
    tape.play(36);
    let before = tape.transport.progress().changes;
    tape.play(300);
    assert_eq!(tape.transport.position().activity, Activity::Waiting);
    assert_eq!(tape.transport.progress().changes, before + 1);
}
