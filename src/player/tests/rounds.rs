//! Rounds until time is up at the user's own pace: the clock runs whatever is played.

use super::*;
use crate::player::RoundsTime;

mod said;

/// Twenty seconds of rounds: squats at one's own pace, and two seconds of plank. Then four seconds of rest, and one rep.
const ROUNDS: &str = r#"
ready = "3s"
lift = "0.3s"
lower = "0.3s"
rest = "0s"
[[block]]
for = "20s"
round-rest = "0s"
[[block.exercise]]
name = "Squat"
for = "open"
ticks = "off"
reps = 2
[[block.exercise]]
name = "Plank"
for = "2s"
ticks = "off"
rest-after = "4s"
[[block]]
[[block.exercise]]
name = "B"
reps = 1
"#;
/// The rest after the rounds, and what follows.
/// It is a second longer than written, for what is told of the rounds.
const AFTER: [(usize, &str); 7] =
    [(0, "R"), (20, "c"), (30, "c"), (40, "c"), (50, "(gl)"), (53, "v"), (56, "(rD)")];

/// When the rounds begin, in frames: "get ready" says what they are.
const READY: usize = 40;

/// A tape at the beginning of the rounds.
fn begun() -> Tape {
    begun_with(ROUNDS)
}

fn begun_with(text: &str) -> Tape {
    let mut tape = Tape::of(text, interactive());
    assert!(tape.play(READY).ends_with(COUNT_IN));
    tape
}

/// The sounds of a tape, each with its frame.
fn heard(tape: &str) -> Vec<(usize, String)> {
    frames_of(tape).into_iter().enumerate().filter(|(_, frame)| frame != ".").collect()
}

fn is_heard(tape: &str, letters: &[(usize, &str)]) {
    let expected: Vec<(usize, String)> = letters.iter().map(|(n, heard)| (*n, (*heard).to_owned())).collect();
    assert_eq!(heard(tape), expected, "{tape}");
}

fn clock(tape: &Tape) -> RoundsTime {
    tape.transport.position().rounds.unwrap()
}

fn complete(tape: &Tape) -> Option<u32> {
    tape.transport.progress().rounds_complete[0]
}

#[test]
fn rounds_end_when_time_is_up_whatever_waits() {
    let mut tape = begun();
    // Nobody continues: the first squats last until time is up, and the last three seconds are counted.
    is_heard(&tape.play(200), &[(0, "g"), (170, "c"), (180, "c"), (190, "c")]);
    is_heard(&tape.play_out(), &AFTER);
    assert_eq!(complete(&tape), Some(0));
}

#[test]
fn rounds_go_on_with_the_user_until_time_is_up() {
    let mut tape = begun();
    let mut heard = tape.play(30);
    for pause in [70, 40] {
        assert!(tape.transport.go_on());
        heard += &tape.play(pause);
    }
    // Three seconds of squats, two of plank, five of squats, two of plank, and squats for the rest.
    assert!(tape.transport.go_on());
    heard += &tape.play(60);
    is_heard(
        &heard,
        &[
            (0, "g"),
            (30, "g"),
            (40, "c"),
            (50, "g"),
            (100, "g"),
            (110, "c"),
            (120, "g"),
            (140, "g"),
            (150, "c"),
            (160, "g"),
            (170, "c"),
            (180, "c"),
            (190, "c"),
        ],
    );
    assert_eq!(
        clock(&tape),
        RoundsTime {
            of: 0,
            start: At(Duration::from_secs(4)),
            elapsed: Duration::from_secs(20),
            time: Duration::from_secs(20),
        }
    );
    is_heard(&tape.play_out(), &AFTER);
    assert_eq!(complete(&tape), Some(6), "three rounds");
}

#[test]
fn a_timed_exercise_is_cut_off_when_time_is_up() {
    let mut tape = begun();
    tape.play(190);
    assert!(tape.transport.go_on());
    is_heard(&tape.play(10), &[(0, "(cg)")]);
    is_heard(&tape.play_out(), &AFTER);
    assert_eq!(complete(&tape), Some(1), "the squats, but not the plank");
}

#[test]
fn a_pause_stops_the_clock() {
    for (pause, count_in) in [(30, 0), (200, 30)] {
        let mut tape = begun();
        tape.play(50);
        tape.transport.pause(true);
        assert_eq!(heard(&tape.play(pause)), []);
        assert_eq!(clock(&tape).elapsed, Duration::from_secs(5));
        tape.transport.pause(false);
        // After a long pause, a count-in comes first.
        assert_eq!(heard(&tape.play(count_in)).len(), count_in / 10);
        assert_eq!(clock(&tape).elapsed, Duration::from_secs(5));
        is_heard(&tape.play(150), &[(120, "c"), (130, "c"), (140, "c")]);
        is_heard(&tape.play_out(), &AFTER);
    }
}

#[test]
fn a_skip_back_takes_an_exercise_back_and_the_clock_runs_on() {
    let mut tape = begun();
    tape.play(30);
    tape.transport.go_on();
    tape.play(5);
    // It was too early.
    tape.transport.back();
    is_heard(&tape.play(15), &[(0, "g")]);
    assert_eq!(clock(&tape).elapsed, Duration::from_secs(5));
    is_heard(&tape.play(150), &[(120, "c"), (130, "c"), (140, "c")]);
    is_heard(&tape.play(50), &AFTER[..4]);
    assert_eq!(complete(&tape), Some(0));
}

#[test]
fn rounds_that_were_left_begin_again_from_the_first() {
    let mut tape = begun();
    let first = tape.transport.position().interval;
    tape.play(200);
    tape.play(5);
    tape.transport.back();
    assert_eq!(tape.transport.position().interval, first);
    is_heard(&tape.play(200), &[(0, "g"), (170, "c"), (180, "c"), (190, "c")]);
    is_heard(&tape.play_out(), &AFTER);
}

#[test]
fn the_last_of_the_rounds_lasts_until_time_is_up() {
    let mut tape = begun();
    tape.play(1);
    // Much faster than anybody can be.
    let last = tape.score.rounds[0].end - 1;
    for _ in 0..50 {
        tape.transport.go_on();
        if tape.transport.position().interval < last {
            tape.transport.next();
        }
    }
    tape.play(1);
    assert_eq!(tape.transport.position().interval, last);
    let rest = tape.play(198);
    assert!(rest.ends_with("c.........c.........c........."), "{rest}");
    is_heard(&tape.play_out(), &AFTER);
}

#[test]
fn a_lost_device_takes_the_clock_back() {
    let mut tape = begun();
    tape.play(50);
    tape.renderer.rewind_unheard(Frames(20));
    assert_eq!(clock(&tape).elapsed, Duration::from_secs(3));
    tape.renderer.resume_after_loss();
    tape.play(30);
    assert_eq!(clock(&tape).elapsed, Duration::from_secs(3), "it counts in");
    is_heard(&tape.play(170), &[(140, "c"), (150, "c"), (160, "c")]);
    is_heard(&tape.play_out(), &AFTER);
}

#[test]
fn rests_of_rounds_wait_and_grow_within_the_time() {
    let text = ROUNDS.replace("name = \"Squat\"", "name = \"Squat\"\nrest-after = \"ready\"");
    let mut tape = begun_with(&text);
    tape.play(30);
    tape.transport.go_on();
    tape.play(170);
    assert_eq!(clock(&tape).left(), Duration::ZERO, "it waited until time was up");
    is_heard(&tape.play_out(), &AFTER);
    let text = ROUNDS.replace("name = \"Squat\"", "name = \"Squat\"\nrest-after = \"5s\"");
    let mut tape = begun_with(&text);
    tape.play(30);
    tape.transport.go_on();
    assert!(tape.transport.more(Duration::from_secs(60)));
    tape.play(170);
    assert_eq!(clock(&tape).left(), Duration::ZERO);
    is_heard(&tape.play(45), &AFTER[..4]);
    assert_eq!(tape.transport.position().added, Duration::ZERO, "nothing has become later");
}

#[test]
fn resumed_rounds_have_the_rest_of_their_time() {
    let mut tape = begun();
    tape.play(30);
    tape.transport.go_on();
    let start = tape.transport.position().interval;
    let options = PlaybackOptions { start, rounds_elapsed: Frames(190), ..interactive() };
    let mut tape = Tape::of(ROUNDS, options);
    is_heard(&tape.play(40), &[(0, "c"), (10, "c"), (20, "c"), (30, "(cg)")]);
    is_heard(&tape.play_out(), &AFTER);
}

#[test]
fn without_an_answer_rounds_are_played_at_a_usual_pace() {
    let routine = routine(ROUNDS).unattended();
    let score = Score::new(&compile(&routine, &Phrases::built_in(), &Letters), &Letters, RATE);
    assert!(score.rounds.is_empty());
    let score = Arc::new(score);
    let (renderer, transport) =
        player(&score, PlaybackOptions { volume: Volume(100), ..PlaybackOptions::default() });
    let mut tape = Tape { score, renderer, transport };
    tape.play(READY);
    // Two squats of four seconds, two seconds of plank.
    is_heard(
        &tape.play(200),
        &[
            (0, "g"),
            (50, "c"),
            (60, "c"),
            (70, "c"),
            (80, "g"),
            (90, "c"),
            (100, "g"),
            (150, "c"),
            (160, "c"),
            (170, "c"),
            (180, "g"),
            (190, "c"),
        ],
    );
    is_heard(&tape.play_out(), &AFTER);
}

#[test]
fn a_skip_within_rounds_leaves_the_clock_and_one_to_rounds_begins_it_again() {
    let mut tape = begun();
    tape.play(30);
    tape.transport.next();
    assert_eq!(clock(&tape).elapsed, Duration::from_secs(3), "shown before it is played");
    tape.play(1);
    assert_eq!(clock(&tape).elapsed, Duration::from_millis(3_100));
    tape.transport.go_to(0);
    tape.transport.go_to(1);
    assert_eq!(clock(&tape).elapsed, Duration::ZERO);
}

#[test]
fn the_clock_stands_still_in_the_silence_before_the_session() {
    let start = begun().score.rounds[0].first;
    let options =
        PlaybackOptions { start, lead_in: Frames(50), rounds_elapsed: Frames(190), ..interactive() };
    let mut tape = Tape::of(ROUNDS, options);
    is_heard(&tape.play(90), &[(50, "c"), (60, "c"), (70, "c"), (80, "(cg)")]);
    is_heard(&tape.play_out(), &AFTER);
}

#[test]
fn the_last_open_work_of_rounds_cannot_be_ended_before_time_is_up() {
    let plank = "[[block.exercise]]\nname = \"Plank\"\nfor = \"2s\"\nticks = \"off\"\nrest-after = \"4s\"\n";
    let text = ROUNDS.replace(plank, "");
    assert_ne!(text, ROUNDS);
    let mut tape = begun_with(&text);
    let last = tape.score.rounds[0].end - 1;
    while tape.transport.position().interval < last {
        assert!(tape.transport.go_on());
        tape.play(1);
    }
    let at = tape.transport.position().rounds.unwrap().elapsed;
    assert!(at < Duration::from_secs(10), "{at:?}");
    assert!(tape.transport.go_on(), "there is work to end");
    tape.play(1);
    assert_eq!(tape.transport.position().interval, last, "but it lasts until time is up");
}

#[test]
fn words_in_a_pause_do_not_move_the_clock() {
    let text = ROUNDS.replace("lift", "instructions='full'\nlift");
    let timeline = compile(&routine(&text), &Phrases::built_in(), &Three);
    let score = Arc::new(Score::new(&timeline, &Speaking, RATE));
    let (renderer, transport) = player(&score, PlaybackOptions { volume: Volume(100), ..interactive() });
    let mut tape = Tape { score, renderer, transport };
    tape.transport.go_to(tape.score.rounds[0].first);
    tape.play(50);
    tape.transport.pause_long();
    tape.play(3);
    let before = clock(&tape).elapsed;
    tape.transport.remind_of_pause();
    assert_eq!(with_speech(&mut tape, 5), "www..");
    assert_eq!(clock(&tape).elapsed, before);
}

/// At a real rate, with a `go` of half a minute.
#[test]
fn what_sounds_when_time_is_up_fades() {
    struct LongGo;
    impl Clips for LongGo {
        fn sound(&self, sound: Sound) -> Clip {
            Clip::from(if sound == Sound::Go { vec![0.25; 240_000] } else { Vec::new() })
        }
        fn speech(&self, _: &str) -> Option<Clip> {
            None
        }
    }
    let rate = 8_000;
    let timeline = compile(&routine(ROUNDS), &Phrases::built_in(), &Letters);
    let score = Arc::new(Score::new(&timeline, &LongGo, rate));
    let (mut renderer, transport) = player(&score, PlaybackOptions { volume: Volume(100), ..interactive() });
    let begin = 4 * rate as usize;
    let mut frames = vec![[0.0; 2]; begin + 21 * rate as usize];
    renderer.render(&mut frames);
    let levels: Vec<f32> = frames[begin + 1_000..].iter().map(|frame| frame[0]).collect();
    assert!((levels[0] - 0.25).abs() < 1e-6 && levels[levels.len() - 1].abs() < 1e-6);
    let largest = levels.windows(2).map(|two| (two[1] - two[0]).abs()).fold(0.0, f32::max);
    assert!(largest < 0.01, "a step of {largest}");
    assert_eq!(transport.position().interval, score.rounds[0].end);
}
