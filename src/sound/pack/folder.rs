//! A folder with the user's own sounds: which file belongs to which sound.

use std::fs;
use std::path::{Path, PathBuf};

use crate::causes::with_causes;
use crate::diagnostic::{nearest, quoted, quoted_path};
use crate::files::regular;
use crate::sound::decode;
use crate::sound::wav::MonoBuffer;
use crate::timeline::Sound;

/// The extensions that are read, in lower case; the format is detected from the content.
const ENDINGS: [&str; 4] = ["wav", "flac", "mp3", "ogg"];
/// Extensions of other audio files, which the user may expect to be played.
const OTHER_ENDINGS: [&str; 8] = ["aac", "aif", "aiff", "m4a", "oga", "opus", "wave", "wma"];
/// The maximum size of a file, in bytes.
pub(super) const LARGEST: u64 = 8 << 20;
/// The maximum number of unused files listed by name.
const MOST_NAMED: usize = 5;

/// The files of a folder, by sound.
#[derive(Debug, Default)]
pub(super) struct Folder {
    files: [Option<PathBuf>; Sound::ALL.len()],
}

impl Folder {
    /// Reads a folder; warnings about unused files are added to `told`, in alphabetical order.
    pub(super) fn look(folder: &Path, told: &mut Vec<String>) -> Folder {
        let place = quoted_path(folder);
        let mut found = Folder::default();
        if !folder.is_dir() {
            told.push(format!("the sound folder {place} was not found; using the built-in sounds"));
            return found;
        }
        let mut paths: Vec<PathBuf> = match fs::read_dir(folder) {
            Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
            Err(error) => {
                told.push(format!(
                    "the sound folder {place} cannot be read ({error}); using the built-in sounds"
                ));
                return found;
            }
        };
        paths.sort();
        let mut useless = Vec::new();
        for path in paths {
            useless.extend(found.add(path));
        }
        if found.files.iter().all(Option::is_none) {
            let words = Sound::ALL.map(Sound::word).join(", ");
            told.push(format!(
                "{place} has none of the sounds ({words}, each as WAV, FLAC, MP3 or Ogg Vorbis); the built-in \
                 ones are used"
            ));
        }
        let more = useless.len().saturating_sub(MOST_NAMED);
        useless.truncate(MOST_NAMED);
        told.extend(useless);
        if more > 0 {
            told.push(format!("{more} more files in {place} match no sound"));
        }
        found
    }

    /// Assigns a file to its sound, or returns why it has none. Files that are not audio, such as text, are ignored.
    fn add(&mut self, path: PathBuf) -> Option<String> {
        let name = path.file_name()?.to_string_lossy().into_owned();
        if name.starts_with('.') {
            return None;
        }
        let small =
            |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().to_lowercase();
        let (stem, ending) = (small(path.file_stem()), small(path.extension()));
        let is_read = ENDINGS.contains(&&*ending);
        let name = quoted(&name);
        match Sound::ALL.into_iter().find(|sound| sound.word() == stem) {
            Some(sound) if is_read => match &self.files[sound as usize] {
                Some(first) => {
                    let first = quoted(&first.file_name()?.to_string_lossy());
                    Some(format!("{first} and {name} are both for the sound `{stem}`; using {first}"))
                }
                None => {
                    self.files[sound as usize] = Some(path);
                    None
                }
            },
            Some(_) => {
                let endings = ENDINGS.map(|ending| format!("`{stem}.{ending}`")).join(", ");
                Some(format!("{name} is ignored; expected one of {endings}"))
            }
            None if is_read || OTHER_ENDINGS.contains(&&*ending) => {
                let ending = if is_read { &ending } else { "wav" };
                Some(match nearest(&stem, Sound::ALL.map(Sound::word)) {
                    Some(near) => format!("{name} is ignored; did you mean `{near}.{ending}`?"),
                    None => format!(
                        "{name} is ignored; the sounds are {}",
                        Sound::ALL.map(Sound::word).join(", ")
                    ),
                })
            }
            None => None,
        }
    }

    /// The sound of a file, or a warning if it cannot be used; `None` if there is no file.
    pub(super) fn sound(&self, sound: Sound, told: &mut Vec<String>) -> Option<MonoBuffer> {
        let path = self.files[sound as usize].as_ref()?;
        let refused = |why: String| {
            let name = quoted(&path.file_name().unwrap_or_default().to_string_lossy());
            told.push(format!("{name} {why}; using the built-in sound"));
        };
        regular::read(path, LARGEST)
            .map_err(|error| format!("cannot be read: {error}"))
            .and_then(|bytes| decode::sound(&bytes).map_err(|error| with_causes(&error)))
            .map_err(refused)
            .ok()
    }
}

#[cfg(test)]
mod tests;
