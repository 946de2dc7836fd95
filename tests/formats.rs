//! Exports a session in every format, decodes it with other programs, and looks for every cue, chapter and tag.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "shared/person.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod person;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use person::{Person, skip};
use serde_json::Value;

/// A session with reps, holds, sides, rounds and several exercises.
const SESSION: &str = "tests/routines/mixed.toml";
/// As it is played, so that all formats have the same sound.
const PLAIN: [&str; 2] = ["--loudness", "off"];

/// A person, and a folder to export to.
fn exporter(name: &str) -> (Person, PathBuf) {
    let person = Person::new(name);
    let folder = person.folder.join("out");
    fs::create_dir_all(&folder).unwrap();
    (person, folder)
}

/// Exports [`SESSION`]; returns standard output.
fn export(person: &Person, path: &Path, options: &[&str]) -> Vec<u8> {
    let mut command = person.command(&["export", SESSION, "-f", "-o", path.to_str().unwrap()]);
    let output = command.args(options).output().unwrap();
    assert!(output.status.success(), "{options:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The timeline of [`SESSION`].
fn timeline(person: &Person) -> Value {
    let (code, said, told) = person.repcue(&["show", SESSION, "--json"]);
    assert_eq!(code, 0, "{told}");
    serde_json::from_str(&said).unwrap()
}

/// The output of a program of the system; `None`, with a word, if it is not installed.
fn run(program: &str, args: &[&str]) -> Option<Vec<u8>> {
    let output = Command::new(program).args(args).stdin(Stdio::null()).output();
    let Ok(output) = output else {
        skip(program, &format!("there is no {program}"));
        return None;
    };
    assert!(output.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(output.stdout)
}

/// Frames of two channels, from 16-bit little-endian samples.
fn frames(bytes: &[u8]) -> Vec<[i16; 2]> {
    let sample = |bytes: &[u8]| i16::from_le_bytes(bytes.try_into().unwrap());
    bytes.chunks_exact(4).map(|frame| [sample(&frame[..2]), sample(&frame[2..])]).collect()
}

/// The frames of a WAV file.
fn wav(path: &Path) -> Vec<[i16; 2]> {
    let mut reader = hound::WavReader::open(path).unwrap();
    let samples: Vec<i16> = reader.samples::<i16>().map(Result::unwrap).collect();
    samples.as_chunks::<2>().0.to_vec()
}

/// What a program decodes from a file.
fn decoded(program: &str, path: &Path) -> Option<Vec<[i16; 2]>> {
    let file = path.to_str().unwrap();
    let raw = |args: &[&str]| run(program, args).map(|bytes| frames(&bytes));
    match program {
        "ffmpeg" => raw(&["-v", "error", "-i", file, "-map", "0:a", "-f", "s16le", "-"]),
        "mpg123" => raw(&["-q", "-s", file]),
        "flac" => raw(&["-d", "-s", "-c", "--force-raw-format", "--endian=little", "--sign=signed", file]),
        "faad" => raw(&["-q", "-f", "2", "-w", file]),
        other => panic!("{other}"),
    }
}

/// How far a cue is from its place in another decoding of the same session, in frames: the lag with the smallest
/// difference, to a part of a frame. Without one, the cue begins at the frame `at`.
fn lag(exact: &[[i16; 2]], other: &[[i16; 2]], at: usize) -> f64 {
    const LONGEST: usize = 2_400;
    const FARTHEST: isize = 48;
    let sum = |frame: &[i16; 2]| f64::from(frame[0]) + f64::from(frame[1]);
    let end = (at + LONGEST).min(exact.len());
    let difference = |lag: isize| -> f64 {
        let there = |n: usize| n.checked_add_signed(lag).and_then(|m| other.get(m)).map_or(0.0, sum);
        (at..end).map(|n| (there(n) - sum(&exact[n])).powi(2)).sum()
    };
    let best = (-FARTHEST..=FARTHEST).min_by(|a, b| difference(*a).total_cmp(&difference(*b))).unwrap();
    // The vertex of the parabola through the smallest value and its neighbours.
    let [before, here, after] = [best - 1, best, best + 1].map(difference);
    best as f64 + (before - after) / (2.0 * (before - 2.0 * here + after))
}

/// Every cue is where it is in the WAV file, at most `most` frames away.
#[track_caller]
fn every_cue_is_in_place(person: &Person, exact: &[[i16; 2]], other: &[[i16; 2]], most: f64) {
    let timeline = timeline(person);
    let cues = timeline["cues"].as_array().unwrap().iter().filter(|cue| cue["kind"] != "say");
    let mut count = 0;
    for cue in cues {
        let at = (cue["at_ms"].as_f64().unwrap() * 48.0).round() as usize;
        let lag = lag(exact, other, at);
        assert!(lag.abs() <= most, "the {} at frame {at} is {lag} frames late", cue["kind"]);
        count += 1;
    }
    assert!(count > 100, "{count} cues");
}

/// The start of each chapter in milliseconds, worked out from the intervals: the rest before another exercise or round.
fn chapter_starts(timeline: &Value) -> Vec<f64> {
    let mut starts = Vec::new();
    let (mut before, mut rest) = (Value::Null, None);
    for interval in timeline["intervals"].as_array().unwrap() {
        let start = interval["start_ms"].as_f64().unwrap();
        let key = Value::from(vec![interval["exercise"].clone(), interval["round"].clone()]);
        match interval["kind"].as_str().unwrap() {
            "rest" => rest = rest.or(Some(start)),
            "done" => {}
            _ => {
                let start = rest.take().unwrap_or(start);
                if key != before {
                    starts.push(start);
                }
                before = key;
            }
        }
    }
    starts
}

/// What ffprobe reads: the chapters' starts and titles, and a tag.
fn probed(path: &Path) -> Option<Value> {
    let file = path.to_str().unwrap();
    let args = ["-v", "error", "-show_chapters", "-show_format", "-show_streams", "-of", "json", file];
    run("ffprobe", &args).map(|json| serde_json::from_slice(&json).unwrap())
}

/// ffprobe reads the chapters at their milliseconds, the tags and the cover.
#[track_caller]
fn tags_are_read(person: &Person, path: &Path, lyrics: &str) {
    let Some(probed) = probed(path) else { return };
    let timeline = timeline(person);
    let wanted = chapter_starts(&timeline);
    let chapters = probed["chapters"].as_array().unwrap();
    let found: Vec<f64> = chapters
        .iter()
        .map(|chapter| chapter["start_time"].as_str().unwrap().parse::<f64>().unwrap() * 1e3)
        .collect();
    assert!(wanted.len() > 2);
    assert_eq!(found.len(), wanted.len(), "{found:?}, {wanted:?}");
    for (found, wanted) in found.iter().zip(&wanted) {
        assert!((found - wanted).abs() < 1.0, "{found} instead of {wanted}");
    }
    let title = chapters[0]["tags"]["title"].as_str().unwrap();
    let first = timeline["intervals"][0]["name"].as_str().unwrap();
    assert!(title.starts_with(first), "{title}");
    let tags = &probed["format"]["tags"];
    let tag = |name: &str| {
        let tags = tags.as_object().unwrap();
        tags.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str().unwrap())
    };
    assert_eq!(tag("title"), timeline["title"].as_str());
    assert_eq!((tag("artist"), tag("album")), (Some("repcue"), Some("repcue")));
    let said = tag(lyrics).unwrap_or_default();
    let phrases = timeline["cues"].as_array().unwrap().iter().filter(|cue| cue["kind"] == "say");
    assert_eq!(said.lines().count(), phrases.count(), "{said}");
    let cover = probed["streams"].as_array().unwrap().iter().find(|stream| stream["codec_name"] == "png");
    assert_eq!(cover.unwrap()["width"], 600);
}

#[test]
fn an_m4a_file_has_every_cue_in_place_and_chapters_and_tags() {
    let (person, folder) = exporter("m4a");
    let (exact, other) = (folder.join("a.wav"), folder.join("a.m4a"));
    export(&person, &exact, &PLAIN);
    for quality in ["standard", "low", "high"] {
        export(&person, &other, &[&PLAIN[..], &["--quality", quality]].concat());
        let exact = wav(&exact);
        if let Some(found) = decoded("ffmpeg", &other) {
            // ffmpeg plays on to the end of the last block.
            assert!((exact.len()..exact.len() + 1_024).contains(&found.len()), "{}", found.len());
            every_cue_is_in_place(&person, &exact, &found, 4.8);
        }
    }
    tags_are_read(&person, &other, "lyrics");
    let exact = wav(&exact);
    if let Some(found) = decoded("faad", &other) {
        every_cue_is_in_place(&person, &exact, &found, 4.8);
    }
}

/// The boxes of an MPEG-4 file: their kinds and contents.
fn boxes(mut bytes: &[u8]) -> Vec<(String, &[u8])> {
    let mut boxes = Vec::new();
    while !bytes.is_empty() {
        let size = u32::from_be_bytes(bytes[..4].try_into().unwrap()) as usize;
        boxes.push((String::from_utf8_lossy(&bytes[4..8]).into_owned(), &bytes[8..size]));
        bytes = &bytes[size..];
    }
    boxes
}

/// The content of a box within boxes.
fn within<'a>(bytes: &'a [u8], path: &[&str]) -> &'a [u8] {
    path.iter().fold(bytes, |bytes, kind| {
        boxes(bytes).into_iter().find(|(found, _)| found == kind).unwrap_or_else(|| panic!("no {kind}")).1
    })
}

#[test]
fn an_m4a_file_has_its_index_first_and_its_exact_length_in_frames() {
    let (person, folder) = exporter("m4a-boxes");
    let path = folder.join("a.m4b");
    export(&person, &path, &PLAIN);
    let file = fs::read(&path).unwrap();
    let kinds: Vec<String> = boxes(&file).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["ftyp", "moov", "mdat"]);
    let length = (timeline(&person)["duration_ms"].as_f64().unwrap() * 48.0).round() as u32;
    let number = |bytes: &[u8], n: usize| u32::from_be_bytes(bytes[4 * n..4 * n + 4].try_into().unwrap());
    let header = within(&file, &["moov", "mvhd"]);
    assert_eq!([number(header, 3), number(header, 4)], [48_000, length]);
    // One edit: the whole session, from the 1,024th frame of the decoder's output.
    let edits = within(&file, &["moov", "trak", "edts", "elst"]);
    assert_eq!([1, 2, 3].map(|n| number(edits, n)), [1, length, 1_024]);
    // The chunks of about a second lead to the end of the file.
    let table = ["moov", "trak", "mdia", "minf", "stbl"];
    let table = |kind: &'static str| within(&file, &[&table[..], &[kind]].concat());
    let (sizes, chunks) = (table("stsz"), table("stco"));
    let blocks = number(sizes, 2) as usize;
    assert_eq!(blocks as u32, length.div_ceil(1_024) + 1);
    let bytes: u32 = (0..blocks).map(|n| number(sizes, 3 + n)).sum();
    assert_eq!(number(chunks, 2) + bytes, file.len() as u32);
    assert_eq!(number(chunks, 1) as usize, blocks.div_ceil(47));
}

#[test]
fn an_mp3_file_has_every_cue_in_place_and_chapters_and_tags() {
    let (person, folder) = exporter("mp3");
    let (exact, other) = (folder.join("a.wav"), folder.join("a.mp3"));
    export(&person, &exact, &PLAIN);
    let exact = wav(&exact);
    for quality in ["low", "high", "standard"] {
        export(&person, &other, &[&PLAIN[..], &["--quality", quality]].concat());
        for program in ["ffmpeg", "mpg123"] {
            if let Some(found) = decoded(program, &other) {
                assert_eq!(found.len(), exact.len(), "{program}");
                every_cue_is_in_place(&person, &exact, &found, 4.8);
            }
        }
    }
    tags_are_read(&person, &other, "lyrics-und");
}

#[test]
fn a_flac_file_has_every_bit_and_chapters_and_tags() {
    let (person, folder) = exporter("flac");
    let (exact, other) = (folder.join("a.wav"), folder.join("a.flac"));
    export(&person, &exact, &[]);
    export(&person, &other, &[]);
    let exact = wav(&exact);
    let mut reader = claxon::FlacReader::open(&other).unwrap();
    let samples: Vec<i16> = reader.samples().map(|sample| sample.unwrap() as i16).collect();
    assert!(samples.as_chunks::<2>().0 == exact);
    for program in ["ffmpeg", "flac"] {
        if let Some(found) = decoded(program, &other) {
            assert!(found == exact, "{program}");
        }
    }
    // The digest of the samples is right.
    run("flac", &["-t", "-s", "-w", other.to_str().unwrap()]);
    tags_are_read(&person, &other, "lyrics");
}

#[test]
fn a_pipe_gets_what_a_file_gets() {
    let (person, folder) = exporter("pipe");
    let whole = |name: &str| {
        export(&person, &folder.join(name), &PLAIN);
        fs::read(folder.join(name)).unwrap()
    };
    let piped = |format: &str| export(&person, Path::new("-"), &[&PLAIN[..], &["--format", format]].concat());
    assert!(piped("wav") == whole("a.wav"));
    assert!(piped("mp3") == whole("a.mp3"));
    let flac = piped("flac");
    let mut reader = claxon::FlacReader::new(&flac[..]).unwrap();
    let samples: Vec<i16> = reader.samples().map(|sample| sample.unwrap() as i16).collect();
    assert!(samples.as_chunks::<2>().0 == wav(&folder.join("a.wav")));
    assert!(fs::read_dir(&folder).unwrap().count() == 2);
}

#[test]
fn a_reader_that_has_enough_is_no_error() {
    let (person, _) = exporter("pipe-closed");
    let mut child = person
        .command(&["export", SESSION, "-o", "-"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_split_session_is_the_whole_in_numbered_files() {
    let (person, folder) = exporter("split");
    export(&person, &folder.join("whole.flac"), &[]);
    let said = String::from_utf8(export(&person, &folder.join("a.flac"), &["--split"])).unwrap();
    let playlist = fs::read_to_string(folder.join("a.m3u8")).unwrap();
    let names: Vec<&str> = playlist.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(names.len(), chapter_starts(&timeline(&person)).len());
    assert_eq!(said.lines().count(), names.len() + 1, "{said}");
    let samples = |name: &str| -> Vec<i32> {
        claxon::FlacReader::open(folder.join(name)).unwrap().samples().map(Result::unwrap).collect()
    };
    let mut all = Vec::new();
    for (n, name) in names.iter().enumerate() {
        assert!(name.starts_with(&format!("a-{:02}-", n + 1)), "{name}");
        all.extend(samples(name));
        let Some(probed) = probed(&folder.join(name)) else { continue };
        let tags = &probed["format"]["tags"];
        assert_eq!(tags["track"], (n + 1).to_string());
        assert_eq!(tags["ALBUM"], timeline(&person)["title"]);
    }
    assert!(all == samples("whole.flac"));
    let files = fs::read_dir(&folder).unwrap().count();
    assert_eq!(files, names.len() + 2);
}

#[test]
fn captions_and_chapters_are_written_beside_the_sound() {
    let (person, folder) = exporter("captions");
    let path = |name: &str| folder.join(name);
    let timeline = timeline(&person);
    let said: Vec<&Value> =
        timeline["cues"].as_array().unwrap().iter().filter(|cue| cue["kind"] == "say").collect();
    assert!(said.len() > 20);
    for (captions, chapters) in [("a.lrc", "a.txt"), ("a.vtt", "a.json"), ("a.srt", "a.txt")] {
        let options =
            ["--captions", path(captions).to_str().unwrap(), "--chapters", path(chapters).to_str().unwrap()]
                .map(str::to_owned);
        export(&person, &path("a.wav"), &options.each_ref().map(String::as_str));
        let text = fs::read_to_string(path(captions)).unwrap();
        let words = |phrase: &Value| phrase["text"].as_str().unwrap().to_owned();
        // Every phrase, in order, each on a line of its own.
        let mut lines = text.lines();
        for phrase in &said {
            let words = words(phrase);
            assert!(
                lines.any(|line| line == words || line.ends_with(&format!("] {words}"))),
                "{words}: {text}"
            );
        }
    }
    let second = said[1]["at_ms"].as_f64().unwrap();
    let (seconds, hundredths) = ((second / 1e3) as u64, (second / 10.0).round() as u64 % 100);
    let lrc = fs::read_to_string(path("a.lrc")).unwrap();
    assert!(lrc.starts_with("[ti:"), "{lrc}");
    let stamp = format!("[{:02}:{:02}.{hundredths:02}] ", seconds / 60, seconds % 60);
    assert!(lrc.contains(&format!("{stamp}{}", said[1]["text"].as_str().unwrap())), "{stamp}: {lrc}");
    assert!(fs::read_to_string(path("a.vtt")).unwrap().starts_with("WEBVTT\n\n00:00:0"));
    assert!(fs::read_to_string(path("a.srt")).unwrap().starts_with("1\n00:00:0"));
    let starts = chapter_starts(&timeline);
    let json: Value = serde_json::from_str(&fs::read_to_string(path("a.json")).unwrap()).unwrap();
    let found: Vec<f64> = json["chapters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|chapter| (chapter["startTime"].as_f64().unwrap() * 1e6).round() / 1e3)
        .collect();
    assert_eq!(found, starts);
    assert_eq!(fs::read_to_string(path("a.txt")).unwrap().lines().count(), starts.len());
}

#[test]
fn a_compressed_file_is_as_loud_as_a_podcast_unless_told_otherwise() {
    use ebur128::{EbuR128, Mode};
    let (person, folder) = exporter("loudness");
    let path = folder.join("a.m4a");
    let loudness = |options: &[&str]| {
        export(&person, &path, options);
        let found = decoded("ffmpeg", &path)?;
        let mut meter = EbuR128::new(2, 48_000, Mode::I).unwrap();
        meter.add_frames_i16(found.as_flattened()).unwrap();
        Some(meter.loudness_global().unwrap())
    };
    let (Some(usual), Some(played)) = (loudness(&[]), loudness(&PLAIN)) else { return };
    assert!((usual + 16.0).abs() < 0.5, "{usual} LUFS");
    assert!((played + 16.0).abs() > 1.0, "{played} LUFS");
}

#[test]
fn what_cannot_be_written_is_refused_with_what_can() {
    let (person, folder) = exporter("refused");
    let cases: [(&[&str], &str, &str); 7] = [
        (&["-o", "x.ogg"], "its name must end in .wav, .m4a, .m4b, .html, .mp3 or .flac", "try `x.wav`"),
        (&["-o", "x.wav", "--captions", "x.txt"], "its name must end in .lrc, .vtt or .srt", "try `x.lrc`"),
        (&["-o", "x.wav", "--chapters", "x"], "its name must end in .txt or .json", "try `x.txt`"),
        (
            &["-o", "x.flac", "--quality", "low"],
            "`--quality` does nothing for FLAC",
            "choose M4A, MP3 or HTML",
        ),
        (&["-o", "x.mp3", "--rate", "96000"], "MP3 has no sample rate of 96000 Hz", "44100, 48000"),
        (&["-o", "-", "--format", "m4a"], "M4A cannot be written to standard output", "`--format`"),
        (&["-o", "-", "--split"], "`--split` writes several files", "name a file with `-o`"),
    ];
    for (options, error, help) in cases {
        let words = [&["export", "squat"], options].concat();
        let (code, said, told) = person.said(person.command(&words).current_dir(&folder));
        assert_eq!((code, said.as_str()), (2, ""), "{options:?}: {told}");
        assert!(told.contains(error) && told.contains(help), "{options:?}: {told}");
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}
