//! A session as a sound file, faster than real time.

use std::io::{self, BufWriter, Seek, Write};
use std::ops::ControlFlow;

use super::levelled::Levelled;
use crate::files::write::Target;
use crate::sound::wav::Stereo;
use crate::time::Frames;

/// The number of frames rendered between two progress reports.
pub(super) const PART: usize = 16_384;

/// Writes a session's complete sound as a 16-bit stereo WAV file. It reports to `progress`, which can cancel the
/// export: then, as after an error, nothing remains of the new file and the old one is unchanged.
///
/// # Errors
/// If the file cannot be written.
pub fn write(
    sound: &mut Levelled,
    length: Frames,
    target: Target,
    progress: &mut dyn FnMut(Frames) -> ControlFlow<()>,
) -> io::Result<ControlFlow<()>> {
    let mut whole = target.begin()?;
    let written = write_to(sound, length, BufWriter::new(&mut whole), progress)?;
    if written.is_continue() {
        whole.finish()?;
    }
    Ok(written)
}

fn write_to(
    sound: &mut Levelled,
    length: Frames,
    file: impl Write + Seek,
    progress: &mut dyn FnMut(Frames) -> ControlFlow<()>,
) -> io::Result<ControlFlow<()>> {
    let mut wav = Stereo::new(file, sound.rate())?;
    let mut part = vec![[0.0; 2]; PART];
    let mut done = 0;
    while done < length.0 {
        let next = (length.0 - done).min(PART as u64);
        let frames = &mut part[..next as usize];
        sound.render(frames);
        wav.write(frames)?;
        done += next;
        if progress(Frames(done)).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    wav.finish()?;
    Ok(ControlFlow::Continue(()))
}
