//! What is said of rounds until time is up, and when.

use super::*;

/// Every phrase is heard, for this number of frames.
struct Aloud(usize);

impl Lengths for Aloud {
    fn sound(&self, sound: Sound) -> Duration {
        Lengths::sound(&Letters, sound)
    }
    fn speech(&self, _: &str) -> Duration {
        Duration::from_millis(100) * u32::try_from(self.0).unwrap()
    }
}

impl Clips for Aloud {
    fn sound(&self, sound: Sound) -> Clip {
        Clips::sound(&Letters, sound)
    }
    fn speech(&self, _: &str) -> Option<Clip> {
        // The bit above those of the sounds, which no letter shows.
        Some(Clip::from(vec![(1 << LETTERS.len()) as f32 / UNIT; self.0]))
    }
}

/// The frames in which something is spoken, of the first 54 seconds of rounds.
fn spoken(text: &str, length: usize) -> Vec<usize> {
    let timeline = compile(&routine(text), &Phrases::built_in(), &Aloud(length));
    let score = Arc::new(Score::new(&timeline, &Aloud(length), RATE));
    let (mut renderer, _transport) = player(&score, PlaybackOptions { volume: Volume(100), ..interactive() });
    let first = timeline.timed_rounds[0].intervals.start;
    let begin = usize::try_from(timeline.intervals[first].start.0.as_millis() / 100).unwrap();
    let mut frames = vec![[0.0; 2]; begin + 600];
    renderer.render(&mut frames);
    let is_spoken =
        |frame: &[f32; 2]| ((frame[0] + frame[1]) / 2.0 * UNIT).round() as usize >> LETTERS.len() > 0;
    (0..540).filter(|n| is_spoken(&frames[begin + n])).collect()
}

#[test]
fn the_time_left_is_said_in_the_next_silence_that_has_room() {
    let text = |work: &str| {
        format!(
            "ready='3s'\nrest='0s'\n[[block]]\nfor='60s'\n[[block.exercise]]\nname='A'\n{work}\n[[block.exercise]]\nname='B'\nfor='open'\n"
        )
    };
    // The half is at 30 s, for a frame and a gap of three.
    assert_eq!(spoken(&text("for='open'"), 3), [304, 305, 306]);
    // A tick each second: a phrase of half a second fits at once, or after the next tick.
    assert_eq!(spoken(&text("for='59s'\nticks='all'\nwarn='off'"), 5), (304..309).collect::<Vec<_>>());
    assert_eq!(spoken(&text("for='59s'\nticks='all'\nwarn='off'"), 7), (311..318).collect::<Vec<_>>());
    assert_eq!(
        spoken(&text("for='59s'\nticks='all'\nwarn='off'"), 12),
        [0; 0],
        "nothing is said over a tick, or much later"
    );
}

/// Says only what is told of rounds, as a sample for each number: 0.5 for `Time`, and a hundredth for each in it.
struct Numbers;

impl Clips for Numbers {
    fn sound(&self, _: Sound) -> Clip {
        Clip::from(Vec::new())
    }
    fn speech(&self, text: &str) -> Option<Clip> {
        let number = |text: &str| text.split(' ').find_map(|word| word.parse::<u8>().ok()).map(f32::from);
        let level = match text.strip_prefix("Time. ") {
            Some(rounds) => 0.5 + number(rounds)? / 100.0,
            None => number(text.strip_prefix("And ")?)? / 100.0,
        };
        Some(Clip::from(vec![level]))
    }
}

/// What is said of rounds in which the user continues so often, in hundredths.
fn told(continued: usize) -> Vec<u32> {
    let timeline = compile(&routine(ROUNDS), &Phrases::built_in(), &Letters);
    let score = Arc::new(Score::new(&timeline, &Numbers, RATE));
    let start = score.rounds[0].first;
    // A second before time is up.
    let options =
        PlaybackOptions { volume: Volume(100), start, rounds_elapsed: Frames(190), ..interactive() };
    let (mut renderer, transport) = player(&score, options);
    let mut said = Vec::new();
    for n in 0..600 {
        if n < continued {
            transport.next();
        }
        let mut frame = [[0.0; 2]];
        renderer.render(&mut frame);
        said.extend((frame[0][0] != 0.0).then(|| (frame[0][0] * 100.0).round() as u32));
    }
    said
}

#[test]
fn the_number_of_rounds_that_were_done_is_told() {
    assert_eq!(told(0), [50]);
    assert_eq!(told(1), [50, 1]);
    assert_eq!(told(2), [51]);
    assert_eq!(told(5), [52, 1]);
}

#[test]
fn the_time_left_waits_until_other_words_are_over() {
    let text = "ready='3s'\nrest='0s'\n[[block]]\nfor='60s'\n[[block.exercise]]\nname='A'\nfor='59s'\nticks='off'\nwarn=['29s']\n[[block.exercise]]\nname='B'\nfor='open'\n";
    // The 29 seconds that are left of the exercise, and right after it the half of the rounds.
    let said = spoken(text, 20);
    assert_eq!(said[..40], (300..340).collect::<Vec<_>>());
}

#[test]
fn what_was_said_before_a_resume_is_not_said_again() {
    let text = "ready='3s'\nrest='0s'\n[[block]]\nfor='60s'\n[[block.exercise]]\nname='A'\nfor='open'\nticks='off'\n";
    let timeline = compile(&routine(text), &Phrases::built_in(), &Aloud(3));
    let score = Arc::new(Score::new(&timeline, &Aloud(3), RATE));
    let said = |elapsed: u64| {
        let start = score.rounds[0].first;
        let options =
            PlaybackOptions { start, rounds_elapsed: Frames(elapsed), volume: Volume(100), ..interactive() };
        let (mut renderer, _transport) = player(&score, options);
        let mut frames = [[0.0; 2]; 150];
        renderer.render(&mut frames);
        // After the count-in.
        (30..150).filter(|n| (frames[*n][0] * UNIT).round() as usize >> LETTERS.len() > 0).collect::<Vec<_>>()
    };
    // The half is said at 30.4 seconds.
    assert_eq!(said(294), [40, 41, 42]);
    assert_eq!(said(310), [0; 0]);
}
