//! A session as a sound file, faster than real time.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::Path;

use crate::player::Renderer;
use crate::sound::wav::Stereo;
use crate::time::Frames;

/// Frames that are made between two looks at the progress.
const PART: usize = 16_384;

/// Writes all of a renderer's sound as a 16-bit stereo WAV file, and tells `progress` how far it is.
///
/// The file appears under its name when it is complete: a failure leaves what was there before.
///
/// # Errors
/// When the file cannot be written.
pub fn write(
    renderer: &mut Renderer,
    length: Frames,
    path: &Path,
    progress: &mut dyn FnMut(Frames),
) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        if path.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
        }
        // A device such as /dev/null is written to, never replaced.
        return write_to(renderer, length, File::options().write(true).open(path)?, progress);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = path.with_file_name(format!(".{name}.{}.unfinished", std::process::id()));
    let written = File::create(&unfinished)
        .and_then(|file| write_to(renderer, length, file, progress))
        .and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        // What is left over of a failure is worth less than the failure's own message.
        let _ = fs::remove_file(&unfinished);
    }
    written
}

fn write_to(
    renderer: &mut Renderer,
    length: Frames,
    file: File,
    progress: &mut dyn FnMut(Frames),
) -> io::Result<()> {
    let mut wav = Stereo::new(BufWriter::new(file), renderer.rate())?;
    let mut part = vec![[0.0; 2]; PART];
    let mut done = 0;
    while done < length.0 {
        let next = (length.0 - done).min(PART as u64);
        let frames = &mut part[..next as usize];
        renderer.render(frames);
        wav.write(frames)?;
        done += next;
        progress(Frames(done));
    }
    wav.finish()
}
