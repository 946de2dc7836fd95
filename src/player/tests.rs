//! The tape: a session at ten frames a second, its sound read as text.
//!
//! Each sound is one frame long and has a letter; `.` is silence, `(gl)` two at once.

use std::sync::Arc;

use super::*;
use crate::score::Clips;
use crate::sound::clip::Clip;
use crate::testing::routine;
use crate::time::At;
use crate::timeline::phrases::Phrases;
use crate::timeline::{Lengths, Sound, compile};
use std::time::Duration;

mod endings;
mod interruptions;
mod levels;
mod more_rest;
mod music;
mod pauses;
mod rounds;
mod skips;
mod waits;

const RATE: u32 = 10;
/// What the lowest bit is divided by: far enough below full scale for all bits together.
const UNIT: f32 = 32768.0;
/// In the order of [`Sound::ALL`].
const LETTERS: [char; 14] = ['c', 'k', 'g', 'l', 'h', 't', 'v', 'p', 'r', '2', '!', 's', 'R', 'D'];

/// The one sample of a sound: a bit of its own, so that a sum shows which sounds it consists of.
fn level(sound: Sound) -> f32 {
    (1 << (sound as usize)) as f32 / UNIT
}

struct Letters;

impl Lengths for Letters {
    fn sound(&self, _: Sound) -> Duration {
        Duration::from_millis(100)
    }
    fn speech(&self, _: &str) -> Duration {
        Duration::from_millis(100)
    }
}

impl Clips for Letters {
    fn sound(&self, sound: Sound) -> Clip {
        Clip::from(vec![level(sound)])
    }
    fn speech(&self, _: &str) -> Option<Clip> {
        None
    }
}

fn letters(frame: [f32; 2]) -> String {
    let bits = ((frame[0] + frame[1]) / 2.0 * UNIT).round() as usize;
    let heard: String = (0..LETTERS.len()).filter(|n| bits & (1 << n) != 0).map(|n| LETTERS[n]).collect();
    match heard.len() {
        0 => ".".to_owned(),
        1 => heard,
        _ => format!("({heard})"),
    }
}

struct Tape {
    score: Arc<Score>,
    renderer: Renderer,
    transport: Transport,
}

impl Tape {
    fn of(text: &str, options: PlaybackOptions) -> Tape {
        let score =
            Arc::new(Score::new(&compile(&routine(text), &Phrases::built_in(), &Letters), &Letters, RATE));
        let (renderer, transport) = player(&score, PlaybackOptions { volume: Volume(100), ..options });
        Tape { score, renderer, transport }
    }

    /// The next frames, asked for one by one: a command is obeyed at the very next one.
    fn play(&mut self, frames: usize) -> String {
        (0..frames)
            .map(|_| {
                let mut frame = [[0.0; 2]];
                self.renderer.render(&mut frame);
                letters(frame[0])
            })
            .collect()
    }

    fn play_out(&mut self) -> String {
        let mut tape = String::new();
        while !self.renderer.finished() && tape.len() < 5_000 {
            tape += &self.play(1);
        }
        tape
    }
}

/// Two reps of 0.3 s up and 0.3 s down, then 4 s of rest, then one more exercise of one rep.
const SHORT: &str = r#"
ready = "0s"
lift = "0.3s"
lower = "0.3s"
rest-after = "4s"
[[exercise]]
name = "A"
reps = 2
[[exercise]]
name = "B"
reps = 1
"#;
/// Three, two, one.
const COUNT_IN: &str = "c.........c.........c.........";
const SHORT_TAPE: &str = "(gl)..v..(l!)..v..(rR).........c.........c.........c.........(gl)..v..(rD)........";

#[test]
fn a_session_sounds_as_written() {
    assert_eq!(Tape::of(SHORT, PlaybackOptions::default()).play_out(), SHORT_TAPE);
}

#[test]
fn blocks_of_any_size_give_the_same_tape() {
    for size in [1, 7, 64, 200] {
        let mut tape = Tape::of(SHORT, PlaybackOptions::default());
        let mut frames = vec![[0.0; 2]; size];
        let mut heard = String::new();
        while !tape.renderer.finished() {
            tape.renderer.render(&mut frames);
            heard.extend(frames.iter().map(|frame| letters(*frame)));
        }
        assert_eq!(heard.trim_end_matches('.'), SHORT_TAPE.trim_end_matches('.'), "{size}");
    }
}

#[test]
fn the_lead_in_is_silence_before_the_first_cue() {
    let options = PlaybackOptions { lead_in: Frames(5), ..PlaybackOptions::default() };
    assert_eq!(Tape::of(SHORT, options).play_out(), format!(".....{SHORT_TAPE}"));
}

#[test]
fn a_pause_adds_silence_and_nothing_else() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    let mut heard = tape.play(4);
    tape.transport.toggle_pause();
    assert!(tape.transport.is_paused());
    assert_eq!(tape.play(7), ".......");
    tape.transport.toggle_pause();
    heard += &tape.play_out();
    assert_eq!(heard, SHORT_TAPE);
}

#[test]
fn next_and_back_go_to_the_beginnings_of_intervals() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    assert_eq!(tape.play(2), "(gl).");
    tape.transport.next();
    assert_eq!(tape.play(3), "R..", "the rest, without the rep that was not done");
    tape.transport.back();
    assert_eq!(tape.play(4), "(gl)..v", "soon after the start: the interval before");
    tape.transport.next();
    assert_eq!(tape.play(20), "R.........c.........");
    tape.transport.back();
    assert_eq!(tape.play(2), "R.", "later: the start of this one");
    tape.transport.next();
    tape.transport.next();
    assert_eq!(tape.play(2), "D.", "twice at once is two intervals");
    tape.transport.next();
    assert_eq!(tape.play_out(), ".", "from the last one to the end");
    assert!(tape.transport.position().finished);
}

#[test]
fn back_at_the_beginning_stays_there() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.play(1);
    tape.transport.back();
    assert_eq!(tape.play_out(), SHORT_TAPE);
}

#[test]
fn a_skip_while_paused_waits_there() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.play(2);
    tape.transport.toggle_pause();
    tape.transport.next();
    assert_eq!(tape.play(3), "...");
    assert_eq!(tape.transport.position().interval, 1);
    tape.transport.toggle_pause();
    assert_eq!(tape.play(2), "R.");
}

/// The frames of a tape, one by one.
fn frames_of(tape: &str) -> Vec<String> {
    let mut frames = Vec::new();
    let mut rest = tape;
    while let Some(first) = rest.chars().next() {
        let length = if first == '(' { rest.find(')').unwrap() + 1 } else { first.len_utf8() };
        frames.push(rest[..length].to_owned());
        rest = &rest[length..];
    }
    frames
}

#[test]
fn stop_ends_at_once() {
    let mut tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.play(2);
    tape.transport.stop();
    assert_eq!(tape.play_out(), ".");
    assert!(tape.transport.position().finished);
}

/// What a session plays with that somebody can answer.
fn interactive() -> PlaybackOptions {
    PlaybackOptions { interactive: true, ..PlaybackOptions::default() }
}

const OPEN: &str = r#"
ready = "0s"
lift = "0.2s"
lower = "0.2s"
[[exercise]]
name = "A"
reps = "open"
sides = "alternate"
"#;

#[test]
fn an_open_set_goes_on_until_the_person_does() {
    let mut tape = Tape::of(OPEN, PlaybackOptions { interactive: true, ..PlaybackOptions::default() });
    assert_eq!(tape.play(80), format!("(gl).v.{}", "l.v.".repeat(19)));
    assert_eq!(tape.transport.position().loops, 1, "the first repetition is about to begin");
    assert_eq!(tape.play(16), "l.v.".repeat(4), "two pairs beyond its own number");
    assert_eq!(tape.transport.position().loops, 3);
    assert!(tape.transport.go_on());
    assert_eq!(tape.play(1), "D");
    assert!(!tape.transport.go_on());
}

#[test]
fn an_open_set_that_nobody_can_end_ends_on_its_own() {
    let tape = Tape::of(OPEN, PlaybackOptions::default()).play_out();
    assert_eq!(tape, format!("(gl).v.{}(rD)........", "l.v.".repeat(19)));
}

#[test]
fn each_side_is_heard_from_its_side_and_alike_in_mono() {
    let mut tape = Tape::of(OPEN, PlaybackOptions::default());
    let mut frames = [[0.0; 2]; 8];
    tape.renderer.render(&mut frames);
    let [left, right] = [frames[2], frames[6]];
    assert_eq!(left[0].to_bits(), right[1].to_bits());
    assert_eq!(left[1].to_bits(), right[0].to_bits());
    assert!(left[0] > 5.0 * left[1]);
    assert!(((left[0] + left[1]) - 2.0 * level(Sound::Lower)).abs() < 1e-7);
}

#[test]
fn the_volume_goes_in_steps_between_silence_and_full() {
    let tape = Tape::of(SHORT, PlaybackOptions::default());
    tape.transport.louder(5);
    assert_eq!(tape.transport.position().volume, Volume(100));
    for _ in 0..30 {
        tape.transport.louder(-5);
    }
    assert_eq!(tape.transport.position().volume, Volume(0));
}

/// At a real rate: no step is larger than what the sounds themselves have, whatever is done.
#[test]
fn pausing_and_skipping_never_click() {
    struct Steady;
    impl Clips for Steady {
        fn sound(&self, _: Sound) -> Clip {
            // A level that stays: any step is ours.
            Clip::from(vec![0.25; 480_000])
        }
        fn speech(&self, _: &str) -> Option<Clip> {
            None
        }
    }
    let rate = 48_000;
    let routine = routine("ready=\"0s\"\n[[exercise]]\nname=\"A\"\nfor=\"5s\"\n");
    let score = Arc::new(Score::new(&compile(&routine, &Phrases::built_in(), &Letters), &Steady, rate));
    let (mut renderer, transport) =
        player(&score, PlaybackOptions { volume: Volume(100), ..PlaybackOptions::default() });
    let mut frames = vec![[0.0; 2]; 4800];
    renderer.render(&mut frames);
    let mut last = frames[4799][0];
    assert!((last - 0.25).abs() < 1e-6);
    let acts: [fn(&Transport); 5] =
        [|t| t.toggle_pause(), |t| t.toggle_pause(), |t| t.louder(-20), |t| t.toggle_pause(), |t| t.stop()];
    for act in acts {
        act(&transport);
        renderer.render(&mut frames);
        for frame in &frames {
            assert!((frame[0] - last).abs() < 0.002, "a step of {}", (frame[0] - last).abs());
            last = frame[0];
        }
    }
    assert!(last.abs() < f32::EPSILON && renderer.finished());
}

/// Phrases are three frames long.
struct Speaking;

impl Clips for Speaking {
    fn sound(&self, sound: Sound) -> Clip {
        Clips::sound(&Letters, sound)
    }
    fn speech(&self, _: &str) -> Option<Clip> {
        Some(Clip::from(vec![level(Sound::Done); 3]))
    }
}

/// The lengths of what is heard with [`Speaking`].
struct Three;

impl Lengths for Three {
    fn sound(&self, _: Sound) -> Duration {
        Duration::from_millis(100)
    }
    fn speech(&self, _: &str) -> Duration {
        Duration::from_millis(300)
    }
}

/// A tape with phrases of three frames: `w` is speech.
fn speaking(text: &str) -> Tape {
    let score = Arc::new(Score::new(&compile(&routine(text), &Phrases::built_in(), &Three), &Speaking, RATE));
    let (renderer, transport) =
        player(&score, PlaybackOptions { volume: Volume(100), ..PlaybackOptions::default() });
    Tape { score, renderer, transport }
}

/// Speech is as loud as `D`, which is not heard in these tests: it is shown as `w`.
fn with_speech(tape: &mut Tape, frames: usize) -> String {
    tape.play(frames).replace('D', "w")
}

const SPOKEN: &str = "count='off'\nready='5s'\n[[exercise]]\nname='A'\nreps=2\nlift='0.3s'\nlower='0.3s'\n";

#[test]
fn a_skip_to_work_says_what_to_do_before_it_begins() {
    let mut tape = speaking(SPOKEN);
    assert_eq!(with_speech(&mut tape, 4), "www.");
    tape.transport.next();
    assert_eq!(with_speech(&mut tape, 6), "www...", "a word, and a moment");
    assert_eq!(tape.transport.position().at, At(Duration::from_secs(5)), "the session waits meanwhile");
    assert_eq!(with_speech(&mut tape, 4), "(gl)..v");
}

#[test]
fn repeat_says_the_last_instruction_while_the_session_waits() {
    let mut tape = speaking(SPOKEN);
    assert_eq!(with_speech(&mut tape, 50), "www.................c.........c.........c.........");
    assert_eq!(with_speech(&mut tape, 2), "(gl).");
    let at = tape.transport.position().at;
    tape.transport.repeat();
    assert_eq!(with_speech(&mut tape, 6), "www...");
    assert_eq!(tape.transport.position().at, at);
    assert_eq!(with_speech(&mut tape, 8), ".v..(l!)..v", "and goes on where it was");
}

#[test]
fn a_start_beyond_the_end_is_the_end() {
    let options = PlaybackOptions { start: usize::MAX, ..PlaybackOptions::default() };
    let mut tape = Tape::of(SHORT, options);
    assert_eq!(tape.play_out(), "D........");
    assert_eq!(tape.transport.rendered(), Frames(9));
}

#[test]
fn a_skip_shows_where_it_goes_and_more_rest_never_goes_back() {
    let score = Tape::of(SHORT, PlaybackOptions::default()).score;
    let shown = |mark, to_hold_point, now| command::Target { mark, to_hold_point }.frame(&score, now);
    // The rest is from frame 12 to 52, and its count is the last three seconds.
    assert_eq!(shown(1, false, (1, 30)), 12);
    assert_eq!(shown(1, true, (1, 15)), 22);
    assert_eq!(shown(1, true, (1, 30)), 30, "what is played again counts as added time");
    assert_eq!(shown(1, true, (2, 60)), 22);
    assert_eq!(shown(0, true, (0, 5)), 0, "work has no hold point");
}

#[test]
fn only_what_waits_can_be_gone_on_with() {
    let mut tape = Tape::of(SHORT, interactive());
    let mut heard = tape.play(16);
    assert!(!tape.transport.go_on(), "this rest has a length");
    heard += &tape.play_out();
    assert_eq!(heard, SHORT_TAPE);
}
