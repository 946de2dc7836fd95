//! Code on the audio thread neither allocates nor frees, whatever happens in the session.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::num::NonZero;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use repcue::diagnostic::Source;
use repcue::output::device::Feed;
use repcue::player::ring::{RingReceiver, ring};
use repcue::player::{PlaybackOptions, player};
use repcue::routine::Routine;
use repcue::routine::changes::Changes;
use repcue::routine::library::Library;
use repcue::score::Score;
use repcue::sound::Sounds;
use repcue::sound::voice::SpeechClip;
use repcue::time::Frames;
use repcue::timeline::compile;
use repcue::timeline::phrases::Phrases;

/// Aborts the test at a forbidden allocation.
#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

const RATE: u32 = 48_000;

const TEXT: &str = r#"
ready = "8s"
rest = "ready"
[[exercise]]
use = "clam-shell"
reps = 3
sets = 2
[[exercise]]
use = "bird-dog"
reps = "open"
"#;

/// Without music, and with music that runs out again and again.
#[test]
fn nothing_is_allocated_on_the_audio_thread() {
    a_session(None);
    let (mut sender, receiver) = ring(RATE as usize * 4);
    let part = [[0.1; 2]; 4_096];
    let feed = Box::new(move |seconds: f64| {
        let mut missing = (seconds * 0.5 * f64::from(RATE)) as usize;
        while missing > 0 && sender.send_some(&part[..missing.min(part.len())]) > 0 {
            missing = missing.saturating_sub(part.len());
        }
    });
    a_session(Some((receiver, feed)));
}

/// The receiver of the music, and what sends half of what this time needs.
type Music = (RingReceiver<[f32; 2]>, Box<dyn FnMut(f64)>);

fn a_session(music: Option<Music>) {
    let source = Source::new("t.toml", TEXT);
    let routine = Routine::parse(&source, &Library::new([]), &Changes::default()).unwrap();
    let mut sounds = Sounds::built_in(RATE);
    compile(&routine, &Phrases::built_in(), &sounds);
    let phrase =
        |text: String| (text, SpeechClip { rate: RATE / 2, samples: vec![3_000; RATE as usize / 2].into() });
    let phrases = sounds.missing().into_iter().map(phrase).collect();
    sounds.add(phrases);
    let timeline = compile(&routine, &Phrases::built_in(), &sounds);
    let score = Arc::new(Score::new(&timeline, &sounds, RATE));
    let options = PlaybackOptions { lead_in: Frames(100), interactive: true, ..PlaybackOptions::default() };
    let (mut renderer, transport) = player(&score, options);
    let mut feed_music: Box<dyn FnMut(f64)> = Box::new(|_| {});
    if let Some((receiver, feed)) = music {
        renderer = renderer.with_music(Box::new(receiver));
        feed_music = feed;
    }
    let stage = Arc::new(Mutex::new(renderer));
    let (stereo, rate) = (NonZero::new(2).unwrap(), NonZero::new(RATE).unwrap());
    let mut feed = Feed::new(Arc::clone(&stage), stereo, rate);
    let mut seconds = |seconds: f64| {
        feed_music(seconds);
        let samples = (seconds * f64::from(RATE)) as usize * 2;
        assert_no_alloc(|| feed.by_ref().take(samples).map(f32::abs).fold(0.0, f32::max))
    };
    assert!(seconds(12.0) > 0.0);
    // A short pause and a long one, with its phrase.
    transport.toggle_pause();
    seconds(1.0);
    transport.toggle_pause();
    seconds(1.0);
    transport.toggle_pause();
    seconds(6.0);
    transport.remind_of_pause();
    transport.repeat();
    seconds(3.0);
    transport.toggle_pause();
    assert!(seconds(4.0) > 0.0, "the count-in");
    // The music off and on.
    transport.toggle_music();
    seconds(1.0);
    transport.toggle_music();
    // Skips, more rest, another volume, a deficit to recover.
    for _ in 0..3 {
        transport.next();
        seconds(2.0);
        transport.back();
        transport.more(Duration::from_secs(1));
        transport.louder(-5);
        transport.recover_deficit(Frames(9_000));
        seconds(2.0);
    }
    // More than the capacity of the command queue.
    for _ in 0..200 {
        transport.repeat();
        transport.louder(1);
    }
    seconds(1.0);
    // A lost device.
    stage.lock().unwrap().rewind_unheard(Frames(8_192));
    stage.lock().unwrap().resume_after_loss();
    seconds(5.0);
    // To the end, past rests that wait and open-ended sets.
    while !transport.position().finished {
        seconds(40.0);
        transport.go_on();
    }
    transport.stop();
    seconds(1.0);
}
