//! MP3 files. The only file that names `nanomp3`.

use nanomp3::SliceReader;

use super::{Format, Mix, SoundError, mean};
use crate::sound::wav::MonoBuffer;

/// Whether the bytes look like an MP3 file; the format has no unambiguous signature.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    nanomp3::detect(bytes)
}

/// Decodes an MP3 file, without the silence that its encoder added, if the file declares how much.
pub(super) fn read(bytes: &[u8]) -> Result<MonoBuffer, SoundError> {
    let mut reader: SliceReader<'_, f32> = SliceReader::new(bytes);
    let Some(channels) = reader.channels() else {
        return Err(SoundError::EmptyMp3);
    };
    let channels = usize::from(channels.num());
    let mut mix = Mix::new(reader.sample_rate(), channels)?;
    while let Some(samples) = reader.read_frame().map_err(SoundError::damaged(Format::Mp3))? {
        for frame in samples.chunks_exact(channels) {
            mix.push(mean(frame.iter().copied()))?;
        }
    }
    mix.done()
}
