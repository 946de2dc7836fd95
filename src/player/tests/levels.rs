//! Levels, and what the renderer reports.

use super::*;

/// A constant level, so that only the volume changes it.
struct Steady;

impl Clips for Steady {
    fn sound(&self, _: Sound) -> Clip {
        Clip::from(vec![0.5; 480_000])
    }
    fn speech(&self, _: &str) -> Option<Clip> {
        None
    }
}

fn steady(volume: Volume) -> (Renderer, Transport) {
    let routine = routine("ready=\"0s\"\nfirst='left'\n[[exercise]]\nname=\"A\"\nfor=\"5s\"\n");
    let score = Arc::new(Score::new(&compile(&routine, &Phrases::built_in(), &Letters), &Steady, 48_000));
    player(&score, PlaybackOptions { volume, ..PlaybackOptions::default() })
}

/// The level of the last of this number of blocks.
fn level(renderer: &mut Renderer, blocks: usize) -> f32 {
    let mut frames = vec![[0.0; 2]; blocks * BLOCK];
    renderer.render(&mut frames);
    frames[frames.len() - 1][0]
}

#[test]
fn the_volume_is_heard() {
    for (volume, gain) in [(100, 1.0), (80, 0.64), (50, 0.25), (10, 0.01), (0, 0.0)] {
        // From the beginning.
        let (mut renderer, _) = steady(Volume(volume));
        assert!((level(&mut renderer, 1) - 0.5 * gain).abs() < 1e-6, "{volume} from the beginning");
        // And when it is changed: within 120 blocks, a sixth of a second.
        let (mut renderer, transport) = steady(Volume(30));
        assert!((level(&mut renderer, 10) - 0.5 * 0.09).abs() < 1e-6);
        transport.set_volume(Volume(volume));
        let after_a_block = level(&mut renderer, 1);
        let tenth = 0.5 * (0.09 + (gain - 0.09) * 0.1);
        assert!((after_a_block - tenth).abs() < 1e-6, "{volume}: a tenth of the way in each block");
        assert!((level(&mut renderer, 120) - 0.5 * gain).abs() < 1e-6, "{volume} after a change");
    }
}

#[test]
fn louder_is_louder_and_softer_is_softer() {
    let (mut renderer, transport) = steady(Volume(50));
    let mut last = level(&mut renderer, 10);
    for (step, is_louder) in [(5, true), (5, true), (-5, false), (-5, false), (-5, false)] {
        transport.louder(step);
        let now = level(&mut renderer, 120);
        assert_eq!(now > last, is_louder, "{step}: from {last} to {now}");
        last = now;
    }
}

#[test]
fn a_rest_until_ready_is_reported_as_such_and_only_then() {
    let text = "ready='0s'\nlift='0.3s'\nlower='0.3s'\nrest-after='ready'\n[[exercise]]\nname='A'\nreps=1\n[[exercise]]\nname='B'\nreps=1\n";
    let mut tape = Tape::of(text, PlaybackOptions { interactive: true, ..PlaybackOptions::default() });
    tape.play(20);
    assert_eq!(tape.transport.position().activity, Activity::Playing, "the rest has only begun");
    tape.play(400);
    assert_eq!(tape.transport.position().activity, Activity::Waiting);
    tape.transport.toggle_pause();
    tape.play(1);
    assert_eq!(tape.transport.position().activity, Activity::Paused, "a pause is a pause there too");
    tape.transport.toggle_pause();
    tape.play(1);
    assert_eq!(tape.transport.position().activity, Activity::Waiting);
    // If nobody can respond, nothing waits.
    let mut tape = Tape::of(text, PlaybackOptions::default());
    for _ in 0..300 {
        tape.play(1);
        assert_eq!(tape.transport.position().activity, Activity::Playing);
    }
}

#[test]
fn a_skip_does_not_release_a_rest_that_waits() {
    let text = "ready='0s'\nlift='0.3s'\nlower='0.3s'\nrest-after='ready'\n[[exercise]]\nname='A'\nreps=1\n[[exercise]]\nname='B'\nreps=1\n";
    let mut tape = Tape::of(text, PlaybackOptions { interactive: true, ..PlaybackOptions::default() });
    tape.play(40);
    assert!(tape.transport.go_on());
    assert_eq!(tape.play(1), "c", "the count has begun");
    tape.transport.back();
    assert_eq!(tape.play(1), "R", "the rest from its beginning");
    tape.play(1_000);
    assert_eq!(tape.transport.position().activity, Activity::Waiting, "it waits again");
}

#[test]
fn what_was_being_said_goes_on_after_a_long_pause() {
    let mut tape = speaking(SPOKEN);
    with_speech(&mut tape, 52);
    tape.transport.repeat();
    assert_eq!(with_speech(&mut tape, 1), "w");
    tape.transport.toggle_pause();
    tape.play(80);
    tape.transport.toggle_pause();
    assert_eq!(with_speech(&mut tape, 2), "ww", "the phrase, from where it was");
    assert_eq!(tape.transport.position().activity, Activity::Saying);
    assert_eq!(with_speech(&mut tape, 6), "....v.", "and then the rep, which has not begun again");
}

#[test]
fn the_rep_that_a_long_pause_interrupts_is_repeated() {
    // The second rep is heard in the frames from 6 to 11.
    for frames in 6..12 {
        let mut tape = Tape::of(SHORT, PlaybackOptions::default());
        tape.play(frames);
        tape.transport.pause_long();
        tape.play(3);
        tape.transport.pause(false);
        assert_eq!(tape.play(31), "c.........c.........c.........(l!)", "after {frames} frames");
    }
}
