//! The files that can be played.

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::level;
use crate::causes::with_causes;
use crate::diagnostic::{Diagnostic, quoted_path};
use crate::files::regular;
use crate::sound::decode::{self, FrameReceiver, SoundError};

/// The endings of music files, in lower case; the content decides the format.
const ENDINGS: &[&str] = &[
    "wav",
    "flac",
    "mp3",
    "ogg",
    "oga",
    #[cfg(feature = "aac")]
    "m4a",
    #[cfg(feature = "aac")]
    "m4b",
    #[cfg(feature = "aac")]
    "mp4",
];
/// The formats in words.
#[cfg(feature = "aac")]
const FORMATS: &str = "WAV, FLAC, MP3, Ogg Vorbis and M4A (AAC)";
#[cfg(not(feature = "aac"))]
const FORMATS: &str = "WAV, FLAC, MP3 and Ogg Vorbis";
/// How deep folders in folders are searched: by artist, album and disc, and some more.
const DEPTH: usize = 8;
/// The most files of a playlist.
const MOST: usize = 20_000;

/// Music files.
#[derive(Debug)]
pub struct Playlist {
    /// The files, in order of their paths.
    pub files: Vec<MusicFile>,
}

/// A music file.
#[derive(Debug)]
pub struct MusicFile {
    /// Its path.
    pub path: PathBuf,
    /// Its loudness in LUFS, once it has been measured; or why it cannot be played.
    loudness: OnceLock<Result<f64, String>>,
    failed: AtomicBool,
}

impl MusicFile {
    fn new(path: PathBuf) -> MusicFile {
        MusicFile { path, loudness: OnceLock::new(), failed: AtomicBool::new(false) }
    }

    /// Its loudness in LUFS. The first call decodes the file.
    ///
    /// # Errors
    /// Why it cannot be played, in words that follow its name.
    pub(super) fn loudness(&self) -> Result<f64, String> {
        let measure = || level::loudness(&self.path).map_err(|error| with_causes(&error));
        self.loudness.get_or_init(measure).clone()
    }

    /// Whether it could not be played: then it is not tried again.
    pub(super) fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    pub(super) fn fail(&self) {
        self.failed.store(true, Ordering::Relaxed);
    }
}

impl Playlist {
    /// The music in a folder and its folders, or a single file. At least one file looks as if it could be played.
    ///
    /// # Errors
    /// If there is none.
    pub fn find(path: &Path) -> Result<Playlist, Diagnostic> {
        let place = quoted_path(path);
        let about = fs::metadata(path).map_err(|error| {
            let why = match error.kind() {
                io::ErrorKind::NotFound => "it was not found".to_owned(),
                _ => error.to_string(),
            };
            with_ways_out(Diagnostic::plain(format!("the music {place} cannot be played: {why}")))
        })?;
        let mut paths = Vec::new();
        if about.is_dir() {
            search(path, DEPTH, &mut paths);
            paths.sort();
        } else {
            paths.push(path.to_owned());
        }
        if paths.is_empty() {
            let error = Diagnostic::plain(format!("there is no music in {place}"));
            return Err(with_ways_out(error.help(format!("repcue plays {FORMATS} files"))));
        }
        let mut first = None;
        for path in &paths {
            match probe(path) {
                Ok(()) => return Ok(Playlist { files: paths.into_iter().map(MusicFile::new).collect() }),
                Err(why) => first = first.or_else(|| Some((path.clone(), with_causes(&why)))),
            }
        }
        let title = match first {
            Some((file, why)) if paths.len() == 1 => format!("the music file {} {why}", quoted_path(&file)),
            Some((file, why)) => {
                let (count, file) = (paths.len(), quoted_path(&file));
                format!("none of the {count} music files in {place} can be played: {file} {why}")
            }
            None => format!("there is no music in {place}"),
        };
        Err(with_ways_out(Diagnostic::plain(title).help(format!("repcue plays {FORMATS} files"))))
    }
}

fn with_ways_out(error: Diagnostic) -> Diagnostic {
    error.help("`--music FOLDER` plays other music, `--no-music` none; `repcue config` shows your settings")
}

/// Collects music files. A folder that cannot be read has none.
fn search(folder: &Path, depth: usize, into: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for path in entries.map(|entry| entry.path()) {
        let is_hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if is_hidden || into.len() == MOST {
            continue;
        }
        if path.is_dir() {
            if depth > 0 {
                search(&path, depth - 1, into);
            }
            continue;
        }
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if ENDINGS.contains(&&*ending) {
            into.push(path);
        }
    }
}

/// Opens a file. Anything but a regular file is an error.
pub(super) fn open(path: &Path) -> Result<BufReader<File>, SoundError> {
    Ok(BufReader::with_capacity(1 << 16, regular::open(path)?))
}

/// Decodes the first frame of a file.
fn probe(path: &Path) -> Result<(), SoundError> {
    struct First;
    impl FrameReceiver for First {
        fn begin(&mut self, rate: u32, channels: usize) -> Result<(), SoundError> {
            decode::check(rate, channels)
        }
        fn frame(&mut self, _: &[f32]) -> Result<(), SoundError> {
            Err(SoundError::NotNeeded)
        }
    }
    match decode::stream(open(path)?, &mut First) {
        Err(SoundError::NotNeeded) => Ok(()),
        Ok(()) => Err(SoundError::Empty),
        Err(error) => Err(error),
    }
}
