//! MP3 files. The only file that names `nanomp3`.

use std::io::{Read, Seek};

use nanomp3::Reader;

use super::{Format, FrameReceiver, SoundError};

/// Whether it looks like an MP3 file; the format has no unambiguous signature. The file is then at its beginning.
///
/// # Errors
/// If it cannot be read.
pub(super) fn is_one(file: &mut (impl Read + Seek)) -> std::io::Result<bool> {
    let is_one = nanomp3::detect_reader(&mut *file)?;
    file.rewind()?;
    Ok(is_one)
}

/// Decodes an MP3 file, without the silence that its encoder added, if the file declares how much.
pub(super) fn read(file: impl Read + Seek, out: &mut dyn FrameReceiver) -> Result<(), SoundError> {
    let mut reader: Reader<_, f32> = Reader::new(file).map_err(SoundError::damaged(Format::Mp3))?;
    let Some(channels) = reader.channels() else {
        return Err(SoundError::EmptyMp3);
    };
    let channels = usize::from(channels.num());
    out.begin(reader.sample_rate(), channels)?;
    while let Some(samples) = reader.read_frame().map_err(SoundError::damaged(Format::Mp3))? {
        for frame in samples.chunks_exact(channels) {
            out.frame(frame)?;
        }
    }
    Ok(())
}
