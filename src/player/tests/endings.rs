//! What is said at the end, and how far each interval was played.

use super::*;

/// Like [`Letters`], with a voice for the end: `p` for what was planned, `k` for the phrase without numbers.
struct Voiced;

impl Clips for Voiced {
    fn sound(&self, sound: Sound) -> Clip {
        Letters.sound_clip(sound)
    }
    fn speech(&self, text: &str) -> Option<Clip> {
        match text {
            "Well done." => Some(Clip::from(vec![level(Sound::Knock)])),
            _ if text.starts_with("Well done.") => Some(Clip::from(vec![level(Sound::Pause)])),
            _ => None,
        }
    }
}

impl Letters {
    fn sound_clip(&self, sound: Sound) -> Clip {
        Clips::sound(self, sound)
    }
}

fn voiced(start: usize) -> Tape {
    let timeline = compile(&routine(SHORT), &Phrases::built_in(), &Letters);
    let score = Arc::new(Score::new(&timeline, &Voiced, RATE));
    let options = PlaybackOptions { volume: Volume(100), start, ..PlaybackOptions::default() };
    let (renderer, transport) = player(&score, options);
    Tape { score, renderer, transport }
}

/// The clip that tells how it went: `r`.
fn told() -> Clip {
    Clip::from(vec![level(Sound::Rep)])
}

/// The last letters: the words of the end come after its sound.
fn last_words(tape: &str) -> char {
    let end = tape.rsplit_once('D').unwrap().1;
    end.chars().find(char::is_ascii_lowercase).unwrap()
}

#[test]
fn a_session_as_planned_says_the_plan() {
    let mut tape = voiced(0);
    tape.transport.tell_ending(0, told());
    assert_eq!(last_words(&tape.play_out()), 'p', "even if something else was prepared");
}

#[test]
fn a_changed_session_says_what_was_told_if_it_is_still_true() {
    let mut tape = voiced(0);
    tape.play(3);
    tape.transport.next();
    tape.play(3);
    assert_eq!(tape.transport.progress().changes, 1);
    tape.transport.tell_ending(1, told());
    assert_eq!(last_words(&tape.play_out()), 'r');
    // Another change makes it untrue.
    let mut tape = voiced(0);
    tape.transport.next();
    tape.play(1);
    tape.transport.tell_ending(1, told());
    tape.transport.next();
    assert_eq!(last_words(&tape.play_out()), 'k');
    // The next one is true again.
    let mut tape = voiced(0);
    for changes in 1..=2 {
        tape.transport.next();
        tape.play(1);
        tape.transport.tell_ending(changes, if changes == 2 { told() } else { Clip::from(vec![0.5]) });
    }
    assert_eq!(last_words(&tape.play_out()), 'r');
}

#[test]
fn without_numbers_the_end_is_short() {
    assert_eq!(last_words(&voiced(1).play_out()), 'k', "it did not start at the beginning");
}

#[test]
fn every_interval_knows_how_far_it_was_played() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    // One rep and a half, then on to the rest, of which one second is heard.
    tape.play(9);
    tape.transport.next();
    tape.play(10);
    let played = tape.transport.progress().played;
    let until = |n: usize| played[n].until.map(|at| at.frames(RATE).0);
    assert_eq!((until(0), until(1), until(2)), (Some(9), Some(22), None));
    tape.play_out();
    let progress = tape.transport.progress();
    let marks: Vec<u64> = tape.score.marks.iter().skip(1).map(|mark| mark.start.0).collect();
    let end = tape.score.end.0;
    let ends: Vec<Option<u64>> =
        progress.played.iter().skip(1).map(|played| played.until.map(|at| at.frames(RATE).0)).collect();
    let expected: Vec<Option<u64>> = marks.iter().skip(1).copied().chain([end]).map(Some).collect();
    assert_eq!(ends, expected);
}

#[test]
fn the_time_taken_has_pauses_and_what_was_added_but_not_the_lead_in() {
    let options = PlaybackOptions { lead_in: crate::time::Frames(7), ..PlaybackOptions::default() };
    let mut tape = Tape::of(SHORT, options);
    let frames = tape.play_out().len();
    let planned = tape.transport.progress().taken;
    assert_eq!(planned, tape.score.end.at(RATE) - At::ZERO);
    tape.play(20);
    assert_eq!(tape.transport.progress().taken, planned, "it stops at the end: {frames}");

    let mut tape = Tape::of(SHORT, options);
    tape.play(7 + 3);
    tape.transport.pause(true);
    tape.play(15);
    tape.transport.pause(false);
    tape.play_out();
    assert_eq!(tape.transport.progress().taken, planned + Duration::from_millis(1_500));
}
