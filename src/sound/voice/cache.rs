//! Phrases that were made before, on disk: a file for each, under a name made from the voice and the text.
//!
//! A file is a checksum of eight bytes, the rate and the number of samples, four bytes each, and the samples, two bytes
//! each, the lowest byte first. The checksum is the first bytes of the SHA-256 of all that follows: a file that is
//! damaged in any bit is no phrase, and the phrase is made again. All phrases of a session are read before it starts,
//! and a reader of WAV takes each sample by itself. A file may be deleted at any time, and two programs may use the
//! folder at once: a file appears under its name when it is whole.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::SpeechClip;
use crate::digest::{sha256, sha256_hex};
use crate::files::regular;
use crate::sound::wav::RATES;

/// The form of the files: another number is another phrase.
const FORM: u32 = 3;
/// The most bytes that are kept.
const MOST: u64 = 64 << 20;
/// The largest file: minutes of speech. A longer phrase is made again each time.
const LARGEST: u64 = 16 << 20;
/// Use is noted this often, at most. It need not be exact, and a session reads hundreds of phrases.
const NOTED: Duration = Duration::from_secs(24 * 60 * 60);
/// An unfinished file this old is a leftover of a killed program: writing one takes milliseconds.
const LEFT_OVER: Duration = Duration::from_secs(60 * 60);
/// How many hexadecimal digits are in a file's name.
const DIGITS: usize = 32;

/// A folder of phrases.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
    most: u64,
}

impl Cache {
    /// The phrases in a folder, which is made when the first is kept.
    #[must_use]
    pub fn new(folder: PathBuf) -> Cache {
        Cache { folder, most: MOST }
    }

    /// A phrase of a voice, if it was kept and is whole. What is no regular file is no phrase.
    #[must_use]
    pub fn get(&self, voice: &str, text: &str) -> Option<SpeechClip> {
        let path = self.path(voice, text);
        let phrase = parsed(&regular::read(&path, LARGEST).ok()?)?;
        // If it cannot be noted, the phrase is only deleted sooner.
        let _ = note_use(&path);
        Some(phrase)
    }

    /// Keeps a phrase, in place of a damaged one. If that fails, the phrase is made again another time.
    pub fn keep(&self, voice: &str, text: &str, phrase: &SpeechClip) {
        let bytes = written(phrase);
        if bytes.len() as u64 > LARGEST {
            return;
        }
        let path = self.path(voice, text);
        let unfinished = path.with_extension(format!("{}.unfinished", std::process::id()));
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(&self.folder)?;
            // Not synced: what a power cut leaves of it has the wrong checksum.
            fs::write(&unfinished, bytes)?;
            fs::rename(&unfinished, &path)
        };
        if write().is_err() {
            let _ = fs::remove_file(&unfinished);
        }
    }

    /// Deletes the phrases that were not used for the longest time, if there are too many, and leftovers of programs
    /// that were killed. Nothing that repcue did not write is touched.
    pub fn tidy(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        let now = SystemTime::now();
        let mut phrases: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
        for entry in entries.flatten() {
            // Of the entry itself: a link is not repcue's.
            let Some(about) = entry.metadata().ok().filter(fs::Metadata::is_file) else { continue };
            let Ok(used) = about.modified() else { continue };
            let old = || now.duration_since(used).is_ok_and(|age| age > LEFT_OVER);
            match entry.file_name().to_str().and_then(kind) {
                Some(Kind::Phrase) => phrases.push((used, about.len(), entry.path())),
                Some(Kind::Unfinished) if old() => {
                    // Another program may have deleted it just now; the same below.
                    let _ = fs::remove_file(entry.path());
                }
                _ => {}
            }
        }
        let mut size: u64 = phrases.iter().map(|(_, size, _)| size).sum();
        phrases.sort();
        for (_, bytes, path) in phrases {
            if size <= self.most {
                break;
            }
            let _ = fs::remove_file(path);
            size -= bytes;
        }
    }

    fn path(&self, voice: &str, text: &str) -> PathBuf {
        let hash = sha256_hex(format!("{FORM}\0{voice}\0{text}").as_bytes());
        Path::new(&self.folder).join(format!("{}.phrase", &hash[..DIGITS]))
    }
}

/// Makes the time of a file's last change the time of its last use.
fn note_use(path: &Path) -> std::io::Result<()> {
    let (noted, now) = (fs::metadata(path)?.modified()?, SystemTime::now());
    // A time to come is one by a clock that was wrong.
    if now.duration_since(noted).is_ok_and(|age| age < NOTED) {
        return Ok(());
    }
    fs::File::options().write(true).open(path)?.set_modified(now)
}

/// What repcue writes into the folder.
enum Kind {
    Phrase,
    Unfinished,
}

/// What a file of this name is; `None` if repcue gives no such names.
fn kind(name: &str) -> Option<Kind> {
    let (digits, ending) = name.split_once('.')?;
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if digits.len() != DIGITS || !digits.bytes().all(is_digit) {
        return None;
    }
    match ending.strip_suffix(".unfinished") {
        None => (ending == "phrase").then_some(Kind::Phrase),
        Some(process) => process.parse::<u32>().is_ok().then_some(Kind::Unfinished),
    }
}

/// A phrase as the bytes of its file.
#[must_use]
pub fn written(phrase: &SpeechClip) -> Vec<u8> {
    let mut body = Vec::with_capacity(8 + 2 * phrase.samples.len());
    body.extend(phrase.rate.to_le_bytes());
    body.extend((phrase.samples.len() as u32).to_le_bytes());
    body.extend(phrase.samples.iter().flat_map(|sample| sample.to_le_bytes()));
    sealed(&body)
}

/// Bytes with their checksum before them, which says nothing of what they mean.
#[must_use]
pub fn sealed(body: &[u8]) -> Vec<u8> {
    [&checksum(body), body].concat()
}

/// The phrase in the bytes of a file; `None` if they are damaged.
#[must_use]
pub fn parsed(bytes: &[u8]) -> Option<SpeechClip> {
    let (sum, body) = bytes.split_first_chunk()?;
    if *sum != checksum(body) {
        return None;
    }
    let (rate, rest) = body.split_first_chunk()?;
    let (count, rest) = rest.split_first_chunk()?;
    let (samples, odd) = rest.as_chunks();
    let rate = u32::from_le_bytes(*rate);
    // The checksum says that it was written like this; that it makes sense is another matter.
    let is_whole = odd.is_empty() && samples.len() == u32::from_le_bytes(*count) as usize;
    let samples = || samples.iter().map(|bytes| i16::from_le_bytes(*bytes)).collect();
    (is_whole && RATES.contains(&rate)).then(|| SpeechClip { rate, samples: samples() })
}

fn checksum(body: &[u8]) -> [u8; 8] {
    let hash = sha256(body);
    std::array::from_fn(|place| hash[place])
}

#[cfg(test)]
mod tests;
