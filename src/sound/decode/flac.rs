//! FLAC files. The only file that names `claxon`.

use std::io::Cursor;

use claxon::{FlacReader, FlacReaderOptions};

use super::{Format, Mix, SoundError, mean};
use crate::sound::wav::MonoBuffer;

/// Decodes a FLAC file.
pub(super) fn read(bytes: &[u8]) -> Result<MonoBuffer, SoundError> {
    let options = FlacReaderOptions { metadata_only: false, read_vorbis_comment: false };
    let mut reader =
        FlacReader::new_ext(Cursor::new(bytes), options).map_err(SoundError::damaged(Format::Flac))?;
    let info = reader.streaminfo();
    let mut mix = Mix::new(info.sample_rate, info.channels as usize)?;
    // As for WAV files, full scale is the largest positive number.
    let full = ((1u64 << info.bits_per_sample.saturating_sub(1).min(32)) - 1).max(1) as f32;
    let mut blocks = reader.blocks();
    let mut buffer = Vec::new();
    while let Some(block) = blocks.read_next_or_eof(buffer).map_err(SoundError::damaged(Format::Flac))? {
        for frame in 0..block.duration() {
            mix.push(mean((0..block.channels()).map(|channel| block.sample(channel, frame) as f32 / full)))?;
        }
        buffer = block.into_buffer();
    }
    mix.done()
}
