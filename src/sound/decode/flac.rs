//! FLAC files. The only file that names `claxon`.

use std::io::Read;

use claxon::{FlacReader, FlacReaderOptions};

use super::{Format, FrameReceiver, MOST_CHANNELS, SoundError};

/// Decodes a FLAC file.
pub(super) fn read(file: impl Read, out: &mut dyn FrameReceiver) -> Result<(), SoundError> {
    let options = FlacReaderOptions { metadata_only: false, read_vorbis_comment: false };
    let mut reader = FlacReader::new_ext(file, options).map_err(SoundError::damaged(Format::Flac))?;
    let info = reader.streaminfo();
    out.begin(info.sample_rate, info.channels as usize)?;
    // As for WAV files, full scale is the largest positive number.
    let full = ((1u64 << info.bits_per_sample.saturating_sub(1).min(32)) - 1).max(1) as f32;
    let mut blocks = reader.blocks();
    let (mut buffer, mut frame) = (Vec::new(), [0.0; MOST_CHANNELS]);
    while let Some(block) = blocks.read_next_or_eof(buffer).map_err(SoundError::damaged(Format::Flac))? {
        let frame = &mut frame[..(block.channels() as usize).min(MOST_CHANNELS)];
        for n in 0..block.duration() {
            for (channel, sample) in (0..).zip(frame.iter_mut()) {
                *sample = block.sample(channel, n) as f32 / full;
            }
            out.frame(frame)?;
        }
        buffer = block.into_buffer();
    }
    Ok(())
}
