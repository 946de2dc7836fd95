use std::io::Cursor;
use std::process::{Command, Stdio};

use super::*;
use crate::causes::with_causes;

/// Half a second of a tone whose second half is quieter, at 8 kHz or a multiple, which every encoder accepts.
fn tone(rate: u32) -> MonoBuffer {
    let step = std::f32::consts::TAU * 440.0 / rate as f32;
    let loud = |n: u32| if n < rate / 4 { 0.5 } else { 0.25 };
    MonoBuffer { rate, samples: (0..rate / 2).map(|n| (step * n as f32).sin() * loud(n)).collect() }
}

fn wav_of(mono: &MonoBuffer) -> Vec<u8> {
    let mut bytes = Vec::new();
    wav::write(Cursor::new(&mut bytes), mono).unwrap();
    bytes
}

/// The output of a program that receives a WAV file through a pipe and writes to `FILE` or through another pipe; `None`
/// if the program is not installed.
fn made(program: &str, words: &str, wav: &[u8]) -> Option<Vec<u8>> {
    use std::io::Write;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("made");
    let mut command = Command::new(program);
    let words = words.replace("FILE", file.to_str().unwrap()).replace("STEREO", "-af pan=stereo|c0=c0|c1=c0");
    command.args(words.split_whitespace()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else {
        // Bypasses the test harness's capture, so that it is visible.
        let _ = writeln!(std::io::stderr(), "skipped: there is no {program}");
        return None;
    };
    let (mut to, wav) = (child.stdin.take().unwrap(), wav.to_owned());
    // A program that stops reading early shows that in its output.
    let writer = std::thread::spawn(move || to.write_all(&wav));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join();
    let made = std::fs::read(&file).unwrap_or(output.stdout);
    assert!(output.status.success() && !made.is_empty(), "{program} {words}");
    Some(made)
}

/// The level of the difference of two sounds relative to the first, in dB.
fn difference(wanted: &[f32], heard: &[f32]) -> f64 {
    let energy = |samples: &mut dyn Iterator<Item = f32>| samples.map(|s| f64::from(s).powi(2)).sum::<f64>();
    let off = energy(&mut wanted.iter().zip(heard).map(|(wanted, heard)| wanted - heard));
    10.0 * (off / energy(&mut wanted.iter().copied())).log10()
}

/// Why the bytes cannot be used, with all causes.
fn refused(bytes: &[u8]) -> String {
    with_causes(&sound(bytes).unwrap_err())
}

#[test]
fn every_format_that_programs_write_is_decoded_to_the_original_sound() {
    let wanted = tone(48_000);
    let wav = wav_of(&wanted);
    // Whether each sample is unchanged, and whether their number is: MP3 in a pipe cannot declare how much silence its
    // encoder added.
    for (program, words, exact, as_long) in [
        ("flac", "--silent --stdout -", true, true),
        ("flac", "--silent --best --lax --blocksize=4608 --stdout -", true, true),
        ("ffmpeg", "-i pipe: -f flac pipe:", true, true),
        ("ffmpeg", "-i pipe: -f flac -sample_fmt s32 STEREO pipe:", true, true),
        ("lame", "--quiet -b 192 - FILE", false, true),
        ("lame", "--quiet -V 2 - FILE", false, true),
        ("lame", "--quiet -b 128 - -", false, false),
        ("ffmpeg", "-i pipe: -f mp3 -b:a 192k STEREO pipe:", false, false),
        ("oggenc", "--quiet -q 6 -o - -", false, true),
        ("oggenc", "--quiet -q 6 -o FILE -", false, true),
        ("ffmpeg", "-i pipe: -f ogg -c:a libvorbis -q:a 6 STEREO pipe:", false, true),
        ("sox", "-t wav - -t wav -", true, true),
        ("sox", "-t wav - -t wav -e floating-point -b 32 -", true, true),
        ("ffmpeg", "-i pipe: -f wav pipe:", true, true),
        ("ffmpeg", "-i pipe: -f wav -c:a pcm_s24le pipe:", true, true),
        ("ffmpeg", "-i pipe: -f wav -c:a pcm_f32le STEREO pipe:", true, true),
    ] {
        let Some(bytes) = made(program, words, &wav) else { continue };
        let heard =
            sound(&bytes).unwrap_or_else(|error| panic!("{program} {words}: it {}", with_causes(&error)));
        assert_eq!(heard.rate, 48_000, "{program} {words}");
        let more = heard.samples.len().abs_diff(wanted.samples.len());
        assert!(more <= if as_long { 0 } else { 3_000 }, "{program} {words}: {more} frames more or less");
        let latest = if as_long { 0 } else { more };
        let off = (0..=latest)
            .map(|late| difference(&wanted.samples[..20_000], &heard.samples[late..]))
            .min_by(f64::total_cmp)
            .unwrap();
        // Rounding to 16 bits has an error of -95 dB relative to this tone.
        assert!(off < if exact { -80.0 } else { -25.0 }, "{program} {words}: {off:.1} dB");
    }
}

#[test]
fn unsupported_formats_are_named_in_words() {
    let wav = wav_of(&tone(8_000));
    for (program, words, why) in [
        (
            "ffmpeg",
            "-i pipe: -f wav -c:a pcm_f64le pipe:",
            "its samples are 64-bit float; save it as 16-bit PCM",
        ),
        ("ffmpeg", "-i pipe: -f wav -c:a pcm_alaw pipe:", "its samples are A-law; save it as 16-bit PCM"),
        ("ffmpeg", "-i pipe: -f wav -c:a pcm_mulaw pipe:", "its samples are µ-law; save it as 16-bit PCM"),
        ("ffmpeg", "-i pipe: -f wav -c:a adpcm_ms pipe:", "its samples are ADPCM; save it as 16-bit PCM"),
        ("ffmpeg", "-i pipe: -f ogg -c:a libopus -ar 48000 pipe:", "is an Ogg Opus file, not Ogg Vorbis"),
        ("ffmpeg", "-i pipe: -f ogg -c:a flac pipe:", "is an Ogg FLAC file, not Ogg Vorbis"),
        ("ffmpeg", "-i pipe: -f aiff pipe:", "is neither a WAV, FLAC, MP3 nor Ogg Vorbis file"),
    ] {
        let Some(bytes) = made(program, words, &wav) else { continue };
        let told = refused(&bytes);
        assert!(told.ends_with(why), "{program} {words}: {told}");
    }
}

#[test]
fn a_wav_file_of_unknown_length_is_read_to_its_end() {
    let wanted = tone(8_000);
    let wav = wav_of(&wanted);
    for size in [0, 0x7fff_f000, 0x7fff_ffff, u32::MAX, u32::MAX - 1] {
        for rest in [0, 1] {
            let mut unknown = wav[..wav.len() - rest].to_vec();
            unknown[4..8].copy_from_slice(&size.to_le_bytes());
            unknown[40..44].copy_from_slice(&size.to_le_bytes());
            let heard = sound(&unknown).unwrap();
            // Half a sample at the end is ignored.
            assert_eq!(heard.samples.len(), wanted.samples.len() - rest, "{size:#x}");
        }
    }
    let mut cut = wav.clone();
    cut.truncate(wav.len() - 100);
    assert_eq!(refused(&cut), "is a WAV file that cannot be read: it ends too early");
    let empty = wav_of(&MonoBuffer { rate: 8_000, samples: Vec::new() });
    assert_eq!(refused(&empty), "contains no sound");
    let with_list = [&empty[..], b"LIST\x04\0\0\0INFO"].concat();
    let mut with_list = with_list;
    let length = u32::try_from(with_list.len() - 8).unwrap();
    with_list[4..8].copy_from_slice(&length.to_le_bytes());
    assert_eq!(refused(&with_list), "contains no sound");
}

#[test]
fn limits_are_reported() {
    let long =
        |seconds: u32| wav_of(&MonoBuffer { rate: 8_000, samples: vec![0.1; 8_000 * seconds as usize] });
    assert!(sound(&long(10)).is_ok());
    assert_eq!(refused(&long(11)), "is longer than 10 s");
    let slow = wav_of(&MonoBuffer { rate: 4_000, samples: vec![0.1; 100] });
    let told = "is a WAV file that cannot be read: its sample rate is 4000 Hz, not 8 to 192 kHz";
    assert_eq!(refused(&slow), told);
    for (program, words) in
        [("flac", "--silent --stdout -"), ("lame", "--quiet - -"), ("oggenc", "--quiet -o - -")]
    {
        let Some(bytes) = made(program, words, &long(11)) else { continue };
        assert_eq!(refused(&bytes), "is longer than 10 s", "{program}");
    }
}

/// An Ogg file with single bytes of its packets changed but valid checksums, as an attacker would make it.
fn with_damaged_packets(good: &[u8], random: &mut fastrand::Rng) -> Vec<u8> {
    let mut reader = ogg::PacketReader::new(Cursor::new(good));
    let mut bytes = Vec::new();
    let mut writer = ogg::PacketWriter::new(&mut bytes);
    while let Some(mut packet) = reader.read_packet().unwrap() {
        if !packet.data.is_empty() && random.u8(..4) == 0 {
            let place = random.usize(..packet.data.len());
            packet.data[place] = random.u8(..);
        }
        let end = match (packet.last_in_stream(), packet.last_in_page()) {
            (true, _) => ogg::PacketWriteEndInfo::EndStream,
            (_, true) => ogg::PacketWriteEndInfo::EndPage,
            _ => ogg::PacketWriteEndInfo::NormalPacket,
        };
        let (stream, position) = (packet.stream_serial(), packet.absgp_page());
        writer.write_packet(packet.data, stream, end, position).unwrap();
    }
    bytes
}

/// Truncated, and with single bytes changed: any result is fine, but there must be one.
#[test]
fn damaged_files_give_a_result_or_an_error() {
    let wav = wav_of(&tone(8_000));
    let mut random = fastrand::Rng::with_seed(1);
    for (program, words) in
        [("flac", "--silent --stdout -"), ("lame", "--quiet - -"), ("oggenc", "--quiet -o - -")]
    {
        let Some(good) = made(program, words, &wav) else { continue };
        for round in 0..300 {
            let mut bytes = good.clone();
            if round % 3 == 0 {
                bytes.truncate(random.usize(..bytes.len()));
            }
            for _ in 0..random.usize(1..8) {
                if !bytes.is_empty() {
                    let place = random.usize(..bytes.len());
                    bytes[place] = random.u8(..);
                }
            }
            if let Ok(heard) = sound(&bytes) {
                assert!(heard.samples.iter().all(|sample| (-1.0..=1.0).contains(sample)));
                assert!(!heard.samples.is_empty() && RATES.contains(&heard.rate));
            }
        }
    }
    if let Some(good) = made("oggenc", "--quiet -o - -", &wav) {
        for _ in 0..300 {
            let bytes = with_damaged_packets(&good, &mut random);
            if let Ok(heard) = sound(&bytes) {
                assert!(heard.samples.iter().all(|sample| (-1.0..=1.0).contains(sample)));
            }
        }
    }
    for nothing in [&b""[..], b"RIFF", b"fLaC", b"OggS", b"ID3\x04\0\0\0\0\0\0"] {
        assert!(sound(nothing).is_err(), "{nothing:?}");
    }
}
