//! Phrases that were made before, on disk: a file for each, under a name made from the voice and the text.
//!
//! A file is the rate and the number of samples, four bytes each, and the samples, two bytes each, the lowest
//! byte first. All phrases of a session are read before it starts, and a reader of WAV takes each sample by
//! itself. It may be deleted at any time, and two programs may use it at once: a file appears under its name
//! when it is whole.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::Spoken;

/// The form of the files: another number is another phrase.
const FORM: u32 = 2;
/// The most bytes that are kept.
const MOST: u64 = 64 << 20;

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

    /// A phrase of a voice, if it was kept.
    #[must_use]
    pub fn get(&self, voice: &str, text: &str) -> Option<Spoken> {
        parsed(&fs::read(self.path(voice, text)).ok()?)
    }

    /// Keeps a phrase. Where that cannot be done, it is made again another time.
    pub fn keep(&self, voice: &str, text: &str, phrase: &Spoken) {
        let path = self.path(voice, text);
        let unfinished = path.with_extension(format!("{}.unfinished", std::process::id()));
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(&self.folder)?;
            fs::write(&unfinished, written(phrase))?;
            fs::rename(&unfinished, &path)
        };
        if write().is_err() {
            let _ = fs::remove_file(&unfinished);
        }
    }

    /// Deletes the oldest phrases where there are too many.
    pub fn tidy(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        let mut files: Vec<(SystemTime, u64, PathBuf)> = entries
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let about = entry.metadata().ok()?;
                Some((about.modified().ok()?, about.len(), entry.path()))
            })
            .collect();
        let mut size: u64 = files.iter().map(|(_, size, _)| size).sum();
        files.sort();
        for (_, bytes, path) in files {
            if size <= self.most {
                break;
            }
            // Another program may have deleted it just now.
            let _ = fs::remove_file(path);
            size -= bytes;
        }
    }

    fn path(&self, voice: &str, text: &str) -> PathBuf {
        let hash = Sha256::digest(format!("{FORM}\0{voice}\0{text}"));
        let name: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        Path::new(&self.folder).join(format!("{name}.phrase"))
    }
}

fn written(phrase: &Spoken) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(8 + 2 * phrase.samples.len());
    bytes.extend(phrase.rate.to_le_bytes());
    bytes.extend((phrase.samples.len() as u32).to_le_bytes());
    bytes.extend(phrase.samples.iter().flat_map(|sample| sample.to_le_bytes()));
    bytes
}

/// What was written; `None` where the file is damaged.
fn parsed(bytes: &[u8]) -> Option<Spoken> {
    let (rate, bytes) = bytes.split_first_chunk()?;
    let (count, bytes) = bytes.split_first_chunk()?;
    let (samples, rest) = bytes.as_chunks();
    let is_whole = rest.is_empty() && samples.len() == u32::from_le_bytes(*count) as usize;
    let rate = u32::from_le_bytes(*rate);
    let samples = || samples.iter().map(|bytes| i16::from_le_bytes(*bytes)).collect();
    (is_whole && rate > 0).then(|| Spoken { rate, samples: samples() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(name: &str) -> Cache {
        let folder = std::env::temp_dir().join(format!("repcue-cache-test-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        Cache::new(folder)
    }

    fn phrase(level: f32) -> Spoken {
        Spoken { rate: 24_000, samples: vec![(level * 32_767.0) as i16; 100].into() }
    }

    #[test]
    fn what_is_kept_comes_back_bit_for_bit() {
        let cache = cache("kept");
        assert_eq!(cache.get("v", "Go"), None);
        cache.keep("v", "Go", &phrase(0.3));
        assert_eq!(cache.get("v", "Go"), Some(phrase(0.3)));
        assert_eq!(cache.get("w", "Go"), None);
        assert_eq!(cache.get("v", "go"), None);
        fs::remove_dir_all(&cache.folder).unwrap();
        assert_eq!(cache.get("v", "Go"), None, "deleting it is safe");
    }

    #[test]
    fn a_damaged_file_is_made_again() {
        let cache = cache("damaged");
        cache.keep("v", "Go", &phrase(0.3));
        let path = cache.path("v", "Go");
        let good = fs::read(&path).unwrap();
        for bad in [&good[..3], &good[..8], &good[..good.len() - 1], &[&good[..], &[0, 0]].concat(), &[0; 8]]
        {
            fs::write(&path, bad).unwrap();
            assert_eq!(cache.get("v", "Go"), None, "{} bytes", bad.len());
        }
        cache.keep("v", "Go", &phrase(0.3));
        assert_eq!(cache.get("v", "Go"), Some(phrase(0.3)));
        fs::remove_dir_all(&cache.folder).unwrap();
    }

    #[test]
    fn it_does_not_grow_without_end() {
        let cache = Cache { most: 1_000, ..cache("bounded") };
        for n in 0..20 {
            cache.keep("v", &n.to_string(), &phrase(0.1));
        }
        cache.tidy();
        let left = (0..20).filter(|n| cache.get("v", &n.to_string()).is_some()).count();
        assert_eq!(left, 4, "four of 208 bytes fit");
        fs::remove_dir_all(&cache.folder).unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_no_trouble() {
        let cache = Cache::new(PathBuf::from("/dev/null/nowhere"));
        cache.keep("v", "Go", &phrase(0.1));
        cache.tidy();
        assert_eq!(cache.get("v", "Go"), None);
    }
}
