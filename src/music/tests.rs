//! Tracks as files in a folder, and the frames that a session gets of them.

use std::fs::{self, File};
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::playlist::Playlist;
use super::sequence::Sequence;
use super::{feeder, loudness};
use crate::output::file::format::{ENDINGS, Quality};
use crate::output::file::{About, Spec};
use crate::player::Volume;
use crate::player::music::MusicSource;
use crate::sound::decode::{self, FrameReceiver, SoundError};
use crate::sound::loudness::Meter;
use crate::time::Frames;

const RATE: u32 = 48_000;

/// Noise without its highest and lowest frequencies, which every format keeps.
fn noise(frames: u32, level: f32, seed: u64) -> Vec<[f32; 2]> {
    let mut random = fastrand::Rng::with_seed(seed);
    let (mut low, mut lower) = ([0.0f32; 2], [0.0f32; 2]);
    let mut next = || {
        for channel in 0..2 {
            low[channel] += 0.2 * (random.f32() - 0.5 - low[channel]);
            lower[channel] += 0.02 * (low[channel] - lower[channel]);
        }
        [0, 1].map(|channel| level * (low[channel] - lower[channel]))
    };
    (0..frames).map(|_| next()).collect()
}

/// Writes a file in the format of its ending.
fn write(path: &Path, rate: u32, frames: &[[f32; 2]]) {
    let ending = path.extension().unwrap().to_str().unwrap();
    let (_, format) = *ENDINGS.iter().find(|(known, _)| *known == ending).unwrap();
    let (length, about) = (Frames(frames.len() as u64), About::default());
    let spec = Spec { format, quality: Quality::High, has_music: true, rate, length, about: &about };
    let mut sink = spec.file(File::create(path).unwrap()).unwrap();
    for part in frames.chunks(10_000) {
        sink.write(part).unwrap();
    }
    sink.finish().unwrap();
}

fn sequence(folder: &Path, seed: u64) -> (Sequence, Receiver<String>) {
    let (sender, warnings) = channel();
    let playlist = Arc::new(Playlist::find(folder).unwrap());
    (Sequence::new(playlist, seed, RATE, -30.0, sender), warnings)
}

fn seconds(music: &mut Sequence, seconds: u32) -> Vec<[f32; 2]> {
    let mut frames = vec![[0.0; 2]; (RATE * seconds) as usize];
    assert_eq!(music.fill(&mut frames), frames.len());
    frames
}

fn measured(frames: &[[f32; 2]]) -> f64 {
    let mut meter = Meter::new(RATE);
    meter.add(frames);
    meter.integrated().unwrap()
}

#[test]
fn every_format_is_played_as_loud_as_every_other() {
    let sounds = ENDINGS.iter().filter(|(_, format)| !format.is_page());
    for (ending, _) in sounds.chain(&[("mono.wav", ENDINGS[0].1)]) {
        for (rate, level) in [(44_100, 0.9), (48_000, 0.06)] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(format!("track.{ending}"));
            if ending.starts_with("mono") {
                let samples = noise(rate * 4, level, 1).iter().map(|frame| frame[0]).collect();
                let mono = crate::sound::wav::MonoBuffer { rate, samples };
                crate::sound::wav::write(File::create(path).unwrap(), &mono).unwrap();
            } else {
                write(&path, rate, &noise(rate * 4, level, 1));
            }
            // Longer than the track, so that it also begins again.
            let (mut music, warnings) = sequence(folder.path(), 1);
            let loudness = measured(&seconds(&mut music, 7));
            assert!((loudness + 30.0).abs() < 0.3, "{ending} at {rate} Hz: {loudness} LUFS");
            assert_eq!(warnings.try_iter().count(), 0);
        }
    }
}

#[test]
fn tracks_of_any_loudness_follow_each_other_without_a_gap_at_one_loudness() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("album")).unwrap();
    for (name, level, seed) in
        [("loud.wav", 1.0, 1), ("album/soft.flac", 0.06, 2), ("album/middle.wav", 0.1, 3)]
    {
        write(&folder.path().join(name), RATE, &noise(RATE * 3, level, seed));
    }
    let (mut music, _warnings) = sequence(folder.path(), 5);
    let frames = seconds(&mut music, 18);
    for track in frames.chunks(RATE as usize * 3) {
        assert!((measured(track) + 30.0).abs() < 0.2, "{} LUFS", measured(track));
    }
    let silent =
        frames.chunks(64).filter(|part| part.iter().all(|frame| frame[0].to_bits() << 1 == 0)).count();
    assert_eq!(silent, 0);
}

#[test]
fn a_seed_gives_the_same_frames_for_ever_and_another_one_another_order() {
    let folder = tempfile::tempdir().unwrap();
    for seed in 0..5 {
        write(&folder.path().join(format!("{seed}.wav")), 44_100, &noise(44_100, 0.3, seed));
    }
    let bits = |seed| {
        let frames = seconds(&mut sequence(folder.path(), seed).0, 12);
        frames.into_flattened().into_iter().map(f32::to_bits).collect::<Vec<_>>()
    };
    let first = bits(3);
    assert_eq!(first, bits(3));
    assert_ne!(first, bits(4));
}

#[test]
fn bad_files_are_skipped_with_one_warning_each() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("a.wav"), RATE, &noise(RATE * 2, 0.3, 1));
    write(&folder.path().join("fragment.wav"), RATE, &noise(RATE / 2, 0.3, 1));
    write(&folder.path().join("silence.flac"), RATE, &vec![[0.0; 2]; RATE as usize * 2]);
    let good = fs::read(folder.path().join("a.wav")).unwrap();
    fs::write(folder.path().join("cut.wav"), &good[..good.len() * 3 / 4]).unwrap();
    fs::write(folder.path().join("text.mp3"), "no music at all").unwrap();
    fs::write(folder.path().join("empty.ogg"), "").unwrap();
    fs::write(folder.path().join("notes.txt"), "not looked at").unwrap();
    fs::write(folder.path().join("._a.wav"), "not looked at either").unwrap();
    let (mut music, warnings) = sequence(folder.path(), 1);
    seconds(&mut music, 20);
    let mut told: Vec<String> = warnings.try_iter().collect();
    let place = folder.path().display().to_string();
    told.sort();
    // It is played as far as it goes, each time.
    let cut = "warning: the music file `PLACE/cut.wav` is a WAV file that cannot be read: it ends too early; the \
               rest of it is skipped";
    assert!(told.iter().filter(|line| line.replace(&place, "PLACE") == cut).count() > 1, "{told:#?}");
    let others: Vec<String> = told
        .iter()
        .filter(|line| !line.contains("cut.wav"))
        .map(|line| line.replace(&place, "PLACE"))
        .collect();
    let skipped =
        |name: &str, why: &str| format!("warning: the music file `PLACE/{name}` {why}; it is skipped");
    let none = "is neither a WAV, FLAC, MP3, Ogg Vorbis nor M4A file";
    let expected = [
        skipped("empty.ogg", none),
        skipped("fragment.wav", "is shorter than a second"),
        skipped("silence.flac", "contains no sound"),
        skipped("text.mp3", none),
    ];
    assert_eq!(others, expected);
}

/// Files that become unreadable, or too short to be worth it, end the music instead of being tried for ever.
#[test]
fn music_that_is_gone_ends() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.wav", "b.wav"] {
        write(&folder.path().join(name), RATE, &noise(RATE * 2, 0.3, 1));
    }
    let (mut music, warnings) = sequence(folder.path(), 1);
    seconds(&mut music, 1);
    for name in ["a.wav", "b.wav"] {
        fs::remove_file(folder.path().join(name)).unwrap();
    }
    let mut frames = vec![[0.0; 2]; RATE as usize * 60];
    let count = music.fill(&mut frames);
    assert!(count < RATE as usize * 8, "what was opened is played: {count}");
    assert_eq!((music.fill(&mut frames), music.ready()), (0, 0));
    let told: Vec<String> = warnings.try_iter().collect();
    assert_eq!(told.last().unwrap(), "warning: there is no music left that can be played");
    assert!((2..=3).contains(&told.len()), "{told:?}");
}

#[test]
fn a_folder_without_music_is_an_error_that_says_what_is_played() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |path: &Path| {
        let error = Playlist::find(path).unwrap_err();
        (error.title.replace(&folder.path().display().to_string(), "PLACE"), error.help.join("\n"))
    };
    let (title, help) = refused(&folder.path().join("none"));
    assert_eq!(title, "the music `PLACE/none` cannot be played: it was not found");
    assert!(help.contains("`--no-music`"), "{help}");
    fs::write(folder.path().join("cover.jpg"), "").unwrap();
    let (title, help) = refused(folder.path());
    assert_eq!(title, "there is no music in `PLACE`");
    assert!(help.starts_with("repcue plays WAV, FLAC, MP3, Ogg Vorbis"), "{help}");
    for name in ["a.mp3", "b.flac"] {
        fs::write(folder.path().join(name), "text").unwrap();
    }
    let (title, _) = refused(folder.path());
    let why = "is neither a WAV, FLAC, MP3, Ogg Vorbis nor M4A file";
    assert_eq!(title, format!("none of the 2 music files in `PLACE` can be played: `PLACE/a.mp3` {why}"));
    let (title, _) = refused(&folder.path().join("b.flac"));
    assert_eq!(title, format!("the music file `PLACE/b.flac` {why}"));
}

/// The thread keeps the ring full, and ends with it.
#[test]
fn a_ring_is_filled_and_its_thread_ends_with_it() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("a.wav"), RATE, &noise(RATE * 3, 0.3, 1));
    let expected = seconds(&mut sequence(folder.path(), 1).0, 10);
    let (music, warnings) = sequence(folder.path(), 1);
    let mut ring = feeder::start(music, RATE).unwrap();
    let (mut heard, mut part, begun) = (Vec::new(), [[0.0; 2]; 64], Instant::now());
    while heard.len() < expected.len() && begun.elapsed() < Duration::from_secs(60) {
        let count = ring.take(&mut part);
        heard.extend_from_slice(&part[..count]);
        thread::yield_now();
    }
    assert!(heard.iter().zip(&expected).all(|(a, b)| a[0].to_bits() == b[0].to_bits()));
    assert!(heard.len() >= expected.len());
    drop(ring);
    // The sender of the warnings is dropped with the thread.
    assert!(
        warnings
            .recv_timeout(Duration::from_secs(60))
            .is_err_and(|error| { error == std::sync::mpsc::RecvTimeoutError::Disconnected })
    );
}

#[test]
fn the_volume_is_a_loudness() {
    let rounded = |volume| loudness(Volume(volume)).map(|lufs| (lufs * 10.0).round() / 10.0);
    assert_eq!([0, 25, 50, 63, 100].map(rounded), [None, Some(-42.0), Some(-30.0), Some(-26.0), Some(-18.0)]);
}

/// Truncated, and with bytes changed: any result is fine, but there must be one, of sane frames.
#[test]
fn damaged_music_gives_frames_or_an_error() {
    struct Sane(usize);
    impl FrameReceiver for Sane {
        fn begin(&mut self, rate: u32, channels: usize) -> Result<(), SoundError> {
            decode::check(rate, channels)
        }
        fn frame(&mut self, frame: &[f32]) -> Result<(), SoundError> {
            assert!((1..=decode::MOST_CHANNELS).contains(&frame.len()));
            self.0 += 1;
            if self.0 < 200_000 { Ok(()) } else { Err(SoundError::NotNeeded) }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let mut random = fastrand::Rng::with_seed(1);
    for (ending, _) in ENDINGS {
        let path = folder.path().join(format!("track.{ending}"));
        write(&path, RATE, &noise(RATE / 4, 0.5, 1));
        let good = fs::read(&path).unwrap();
        for round in 0..60 {
            let mut bytes = good.clone();
            if round % 3 == 0 {
                bytes.truncate(random.usize(..bytes.len()));
            }
            // Half of them near the beginning, where the index and the headers are.
            for _ in 0..random.usize(1..8) {
                let end = if random.bool() { bytes.len() } else { bytes.len().min(1_000) };
                if end > 0 {
                    bytes[random.usize(..end)] = random.u8(..);
                }
            }
            let _ = decode::stream(Cursor::new(bytes), &mut Sane(0));
        }
    }
}
