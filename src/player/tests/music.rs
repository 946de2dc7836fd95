//! Music under a session: how loud it is at each frame, and what is taken of it.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use super::*;
use crate::player::music::MusicSource;
use crate::score::Note;

/// So that a frame is a millisecond.
const SLOW: u32 = 1_000;
/// The level of the music.
const LEVEL: f32 = 0.25;
/// 12 dB lower.
const LOW: f32 = LEVEL * 0.251_188_64;

/// Music of one level, with this many frames at hand. Those that are taken are counted.
#[derive(Debug, Clone, Default)]
struct Steady {
    ready: Arc<AtomicUsize>,
    taken: Arc<AtomicUsize>,
}

impl Steady {
    fn endless() -> Steady {
        let music = Steady::default();
        music.ready.store(1 << 40, Relaxed);
        music
    }

    fn taken(&self) -> usize {
        self.taken.load(Relaxed)
    }
}

impl MusicSource for Steady {
    fn take(&mut self, out: &mut [[f32; 2]]) -> usize {
        let count = out.len().min(self.ready());
        out[..count].fill([LEVEL; 2]);
        self.ready.fetch_sub(count, Relaxed);
        self.taken.fetch_add(count, Relaxed);
        count
    }

    fn ready(&self) -> usize {
        self.ready.load(Relaxed)
    }
}

/// Twenty seconds with one phrase from the sixth to the seventh, which is silent itself.
fn one_phrase() -> Arc<Score> {
    let note = Note { frame: Frames(5_000), clip: Clip::from(vec![0.0; 1_000]), gains: [1.0; 2] };
    let score = Score::of_notes(SLOW, vec![note], Frames(20_000));
    Arc::new(Score { spoken: vec![Frames(5_000)..Frames(6_000)], ..score })
}

fn full() -> PlaybackOptions {
    PlaybackOptions { volume: Volume(100), interactive: true, ..PlaybackOptions::default() }
}

fn playing(score: &Arc<Score>, music: &Steady) -> (Renderer, Transport) {
    let (renderer, transport) = player(score, full());
    (renderer.with_music(Box::new(music.clone())), transport)
}

fn heard(renderer: &mut Renderer, frames: usize) -> Vec<f32> {
    let mut out = vec![[0.0; 2]; frames];
    renderer.render(&mut out);
    assert!(out.iter().all(|frame| frame[0].to_bits() == frame[1].to_bits()));
    out.iter().map(|frame| frame[0]).collect()
}

#[track_caller]
fn assert_level(level: f32, wanted: f32) {
    assert!((level - wanted).abs() < 1e-4, "{level} instead of {wanted}");
}

/// The largest step from one frame to the next.
fn largest_step(levels: &[f32]) -> f32 {
    levels.windows(2).map(|two| (two[1] - two[0]).abs()).fold(0.0, f32::max)
}

#[test]
fn music_is_low_from_the_first_frame_of_a_phrase_until_after_it_and_fades_out_at_the_end() {
    let (mut renderer, _) = playing(&one_phrase(), &Steady::endless());
    let levels = heard(&mut renderer, 20_100);
    assert!(levels[0] < 0.001, "it fades in");
    for (frame, level) in
        [(400, LEVEL), (4_699, LEVEL), (5_000, LOW), (5_999, LOW), (6_799, LOW), (7_600, LEVEL)]
    {
        assert_level(levels[frame], level);
    }
    assert!(levels[4_700..=5_000].is_sorted_by(|a, b| a >= b), "it goes down before the phrase");
    assert!(levels[4_850] < 0.6 * LEVEL && levels[4_850] > 0.4 * LEVEL, "evenly in decibels");
    assert!(levels[6_800..7_600].is_sorted(), "it comes up after the phrase");
    assert_level(levels[18_000], LEVEL / 4.0);
    assert!(levels[16_000..20_000].is_sorted_by(|a, b| a >= b));
    assert!(levels[20_000..].iter().all(|level| level.to_bits() == 0));
    assert!(renderer.finished());
    assert!(largest_step(&levels) < 0.005);
}

#[test]
fn blocks_of_any_size_have_the_same_music() {
    let whole = heard(&mut playing(&one_phrase(), &Steady::endless()).0, 20_000);
    for size in [1, 7, 64, 999] {
        let (mut renderer, _) = playing(&one_phrase(), &Steady::endless());
        let mut parts = Vec::new();
        while parts.len() < whole.len() {
            parts.extend(heard(&mut renderer, size));
        }
        assert!(whole.iter().zip(&parts).all(|(a, b)| a.to_bits() == b.to_bits()), "blocks of {size}");
    }
}

#[test]
fn silent_music_changes_no_bit_of_a_session() {
    #[derive(Debug)]
    struct Silence;
    impl MusicSource for Silence {
        fn take(&mut self, out: &mut [[f32; 2]]) -> usize {
            out.fill([0.0; 2]);
            out.len()
        }
        fn ready(&self) -> usize {
            usize::MAX
        }
    }
    let timeline = crate::testing::timeline(SHORT);
    let score = Arc::new(Score::new(&timeline, &crate::sound::Sounds::built_in(8_000), 8_000));
    let plain = |renderer: Renderer| {
        let mut out = vec![[0.0; 2]; score.end.0 as usize];
        let mut renderer = renderer;
        renderer.render(&mut out);
        out.into_flattened().into_iter().map(f32::to_bits).collect::<Vec<_>>()
    };
    let without = plain(player(&score, full()).0);
    assert_eq!(without, plain(player(&score, full()).0.with_music(Box::new(Silence))));
}

#[test]
fn music_fades_at_a_pause_waits_and_fades_in_again() {
    let music = Steady::endless();
    let (mut renderer, transport) = playing(&one_phrase(), &music);
    let mut levels = heard(&mut renderer, 2_000);
    transport.toggle_pause();
    levels.extend(heard(&mut renderer, 400));
    assert!(levels[2_310..].iter().all(|level| level.to_bits() == 0), "within 300 ms");
    let taken = music.taken();
    heard(&mut renderer, 4_000);
    assert_eq!(music.taken(), taken, "it waits");
    assert!(transport.position().paused_for >= Duration::from_secs(4));
    transport.toggle_pause();
    levels.extend(heard(&mut renderer, 400));
    assert_level(levels[levels.len() - 1], LEVEL);
    assert!(largest_step(&levels) < 0.005);
}

#[test]
fn music_fades_out_at_a_stop_before_the_session_is_over() {
    let (mut renderer, transport) = playing(&one_phrase(), &Steady::endless());
    let mut levels = heard(&mut renderer, 2_000);
    transport.stop();
    levels.extend(heard(&mut renderer, 200));
    assert!(!renderer.finished() && !transport.position().finished, "still heard");
    levels.extend(heard(&mut renderer, 150));
    assert!(renderer.finished() && transport.position().finished);
    assert!(levels[2_320..].iter().all(|level| level.to_bits() == 0));
    assert!(largest_step(&levels) < 0.005);
}

#[test]
fn words_outside_the_score_lower_the_music_at_once() {
    let text = "count='off'\nready='5s'\n[[exercise]]\nname='A'\nreps=2\nlift='3s'\nlower='3s'\n";
    struct Quiet;
    impl Clips for Quiet {
        fn sound(&self, _: Sound) -> Clip {
            Clip::from(vec![0.0])
        }
        fn speech(&self, _: &str) -> Option<Clip> {
            Some(Clip::from(vec![0.0; 1_000]))
        }
    }
    impl Lengths for Quiet {
        fn sound(&self, _: Sound) -> Duration {
            Duration::from_millis(1)
        }
        fn speech(&self, _: &str) -> Duration {
            Duration::from_secs(1)
        }
    }
    let timeline = compile(&routine(text), &Phrases::built_in(), &Quiet);
    let score = Arc::new(Score::new(&timeline, &Quiet, SLOW));
    assert!(!score.spoken.is_empty());
    let (mut renderer, transport) = playing(&score, &Steady::endless());
    // The phrases at the beginning: low from the very first frame on.
    assert!(heard(&mut renderer, 1_000).iter().all(|level| *level < LOW + 1e-4));
    // To the work, which is announced, and then to its middle, where nobody speaks.
    transport.next();
    heard(&mut renderer, 5_000);
    assert_level(heard(&mut renderer, 1)[0], LEVEL);
    transport.repeat();
    let levels = heard(&mut renderer, 100);
    assert_level(levels[80], LOW);
    assert!(largest_step(&levels) < 0.02);
}

#[test]
fn an_empty_ring_is_silence_and_music_that_is_back_fades_in() {
    let music = Steady::default();
    let (mut renderer, _) = playing(&one_phrase(), &music);
    assert!(heard(&mut renderer, 100).iter().all(|level| level.to_bits() == 0));
    music.ready.store(1_000, Relaxed);
    let mut levels = heard(&mut renderer, 2_000);
    assert_level(levels[500], LEVEL);
    assert!(levels[1_100..].iter().all(|level| level.to_bits() == 0));
    music.ready.store(1 << 40, Relaxed);
    levels.extend(heard(&mut renderer, 1_000));
    assert_level(levels[2_900], LEVEL);
    assert!(largest_step(&levels) < 0.005, "not even the end of the music clicks");
}

#[test]
fn music_stops_with_its_device_and_fades_in_on_the_next() {
    let (mut renderer, _) = playing(&one_phrase(), &Steady::endless());
    heard(&mut renderer, 2_000);
    renderer.rewind_unheard(Frames(170));
    renderer.resume_after_loss();
    let levels = heard(&mut renderer, 400);
    assert!(levels[0] < 0.001);
    assert_level(levels[399], LEVEL);
}

#[test]
fn the_volume_acts_on_the_music_too_and_the_music_can_be_turned_off() {
    let music = Steady::endless();
    let (mut renderer, transport) = playing(&one_phrase(), &music);
    heard(&mut renderer, 1_000);
    transport.set_volume(Volume(50));
    let levels = heard(&mut renderer, 2_000);
    assert!((levels[1_999] - LEVEL / 4.0).abs() < 0.01, "{}", levels[1_999]);
    assert!(!transport.toggle_music());
    assert!(heard(&mut renderer, 500)[400..].iter().all(|level| level.to_bits() == 0));
    assert_eq!(transport.position().volume, Volume(50));
    assert!(transport.toggle_music());
    assert!(heard(&mut renderer, 500)[400] > 0.05);
    assert_eq!(transport.progress().changes, 0, "it does not change the plan");
}

#[test]
fn music_that_ends_without_notice_is_silence_and_not_what_was_heard_before() {
    /// Claims to have more than it has.
    #[derive(Debug)]
    struct Sudden(usize);
    impl MusicSource for Sudden {
        fn take(&mut self, out: &mut [[f32; 2]]) -> usize {
            let count = out.len().min(self.0);
            out[..count].fill([LEVEL; 2]);
            self.0 -= count;
            count
        }
        fn ready(&self) -> usize {
            usize::MAX
        }
    }
    let (renderer, _) = player(&one_phrase(), full());
    let levels = heard(&mut renderer.with_music(Box::new(Sudden(2_000))), 3_000);
    assert_level(levels[1_000], LEVEL);
    assert!(levels[2_000..].iter().all(|level| level.to_bits() == 0));
}

#[test]
fn music_that_is_turned_on_under_a_phrase_is_low() {
    let (mut renderer, transport) = playing(&one_phrase(), &Steady::endless());
    assert!(!transport.toggle_music());
    heard(&mut renderer, 5_100);
    assert!(transport.toggle_music());
    let levels = heard(&mut renderer, 800);
    assert!(levels.iter().all(|level| *level < LOW + 1e-4));
    assert_level(levels[799], LOW);
}
