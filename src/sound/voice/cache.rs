//! The cache of generated phrases: one file each, named by a hash of the voice and the text.
//!
//! A file has a checksum (8 bytes), the sample rate and the number of samples (4 bytes each) and the samples (2 bytes
//! each), little-endian. The checksum is the start of the SHA-256 of everything after it: a file with any damaged bit
//! is rejected, and the phrase is generated again. The format is not WAV because all phrases of a session are read
//! before it starts, and a WAV reader decodes samples one by one. A file may be deleted at any time, and two programs
//! may use the folder at once: a file gets its name once it is complete.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::SpeechClip;
use crate::digest::{sha256, sha256_hex};
use crate::files::regular;
use crate::sound::wav::RATES;

/// The version of the file format, part of the hash.
const FORM: u32 = 3;
/// The maximum size of the cache, in bytes.
const MOST: u64 = 64 << 20;
/// The largest file, some minutes of speech. A longer phrase is generated each time.
const LARGEST: u64 = 16 << 20;
/// How often the use of a file is recorded at most. It need not be exact, and a session reads hundreds of phrases.
const NOTED: Duration = Duration::from_secs(24 * 60 * 60);
/// An unfinished file of this age was left by a killed program: writing one takes milliseconds.
const LEFT_OVER: Duration = Duration::from_secs(60 * 60);
/// The number of hexadecimal digits in a file name.
const DIGITS: usize = 32;

/// A folder of phrases.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
    most: u64,
}

impl Cache {
    /// A cache in a folder, which is created with the first phrase.
    #[must_use]
    pub fn new(folder: PathBuf) -> Cache {
        Cache { folder, most: MOST }
    }

    /// Reads a phrase of a voice, if it is stored and undamaged. Anything but a regular file is ignored.
    #[must_use]
    pub fn get(&self, voice: &str, text: &str) -> Option<SpeechClip> {
        let path = self.path(voice, text);
        let phrase = from_bytes(&regular::read(&path, LARGEST).ok()?)?;
        // If this fails, the phrase is only deleted sooner.
        let _ = note_use(&path);
        Some(phrase)
    }

    /// Stores a phrase, replacing a damaged one. If that fails, the phrase is generated again next time.
    pub fn store(&self, voice: &str, text: &str, phrase: &SpeechClip) {
        let bytes = to_bytes(phrase);
        if bytes.len() as u64 > LARGEST {
            return;
        }
        let path = self.path(voice, text);
        let unfinished = path.with_extension(format!("{}.unfinished", std::process::id()));
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(&self.folder)?;
            // Not synced: a file truncated by a power cut has the wrong checksum.
            fs::write(&unfinished, bytes)?;
            fs::rename(&unfinished, &path)
        };
        if write().is_err() {
            let _ = fs::remove_file(&unfinished);
        }
    }

    /// Deletes the least recently used phrases if the cache is too large, and unfinished files of killed programs.
    /// Files that repcue did not write are not touched.
    pub fn tidy(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        let now = SystemTime::now();
        let mut phrases: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
        for entry in entries.flatten() {
            // Metadata of the entry itself: a link is not repcue's.
            let Some(about) = entry.metadata().ok().filter(fs::Metadata::is_file) else { continue };
            let Ok(used) = about.modified() else { continue };
            let old = || now.duration_since(used).is_ok_and(|age| age > LEFT_OVER);
            match entry.file_name().to_str().and_then(kind) {
                Some(Kind::Phrase) => phrases.push((used, about.len(), entry.path())),
                Some(Kind::Unfinished) if old() => {
                    // Another program may have just deleted it; the same applies below.
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

/// Sets the modification time of a file to record its last use.
fn note_use(path: &Path) -> std::io::Result<()> {
    let (noted, now) = (fs::metadata(path)?.modified()?, SystemTime::now());
    // A time in the future comes from a wrong clock.
    if now.duration_since(noted).is_ok_and(|age| age < NOTED) {
        return Ok(());
    }
    fs::File::options().write(true).open(path)?.set_modified(now)
}

/// The kinds of files that repcue writes into the folder.
enum Kind {
    Phrase,
    Unfinished,
}

/// The kind of file with this name; `None` if it is not repcue's.
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

/// Serialises a phrase as a file.
#[must_use]
pub fn to_bytes(phrase: &SpeechClip) -> Vec<u8> {
    let mut body = Vec::with_capacity(8 + 2 * phrase.samples.len());
    body.extend(phrase.rate.to_le_bytes());
    body.extend((phrase.samples.len() as u32).to_le_bytes());
    body.extend(phrase.samples.iter().flat_map(|sample| sample.to_le_bytes()));
    with_checksum(&body)
}

/// Prepends the checksum, which says nothing about the meaning of the bytes.
#[must_use]
pub fn with_checksum(body: &[u8]) -> Vec<u8> {
    [&checksum(body), body].concat()
}

/// Parses a file; `None` if it is damaged.
#[must_use]
pub fn from_bytes(bytes: &[u8]) -> Option<SpeechClip> {
    let (sum, body) = bytes.split_first_chunk()?;
    if *sum != checksum(body) {
        return None;
    }
    let (rate, rest) = body.split_first_chunk()?;
    let (count, rest) = rest.split_first_chunk()?;
    let (samples, odd) = rest.as_chunks();
    let rate = u32::from_le_bytes(*rate);
    // The checksum shows that it was written like this, not that it makes sense.
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
