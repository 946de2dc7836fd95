//! AAC, encoded for exports and decoded for music. The only file that names `syom`.

use std::io::{self, Read, Seek};

use syom::{AacError, DecodeOptions, EncodeContainer, EncodeOptions};

use super::decode::{Format, FrameReceiver, MOST_CHANNELS, SoundError};

/// Encodes stereo sound as blocks of AAC-LC.
pub struct Encoder(syom::Encoder);

impl Encoder {
    /// An encoder for a sample rate in hertz and a bitrate in bits per second.
    ///
    /// # Errors
    /// If it does not know the sample rate.
    pub fn new(rate: u32, bitrate: u32) -> io::Result<Encoder> {
        let options = EncodeOptions::raw()
            .with_container(EncodeContainer::Raw)
            .with_bitrate_bps(bitrate)
            // Without it, a cue that begins early in a block is smeared to before its beginning.
            .with_lookahead(true);
        Ok(Encoder(syom::Encoder::new(rate, 2, &options).map_err(io::Error::other)?))
    }

    /// The configuration that a decoder needs (the `AudioSpecificConfig` of ISO 14496-3).
    #[must_use]
    pub fn config(&self) -> &[u8] {
        self.0.asc()
    }

    /// Encodes the samples of the left and the right channel, each from -1 to 1; `block` receives complete blocks.
    ///
    /// # Errors
    /// If they cannot be encoded, or an error of `block`.
    pub fn feed(
        &mut self,
        [left, right]: [&[f32]; 2],
        mut block: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        self.0.feed(&[left, right], |next| Ok(block(next.au)?)).map(drop).map_err(io_error)
    }

    /// Encodes what is left.
    ///
    /// # Errors
    /// As for [`Encoder::feed`].
    pub fn finish(&mut self, mut block: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        self.0.finish(|next| Ok(block(next.au)?)).map(drop).map_err(io_error)
    }
}

fn io_error(error: AacError) -> io::Error {
    match error {
        AacError::Io(error) => error,
        error => io::Error::other(error),
    }
}

/// Decodes an MPEG-4 file with AAC, part by part: no more than its index and a block are in memory.
///
/// # Errors
/// Why the file cannot be used, or an error of the receiver.
pub fn stream(file: impl Read + Seek, out: &mut dyn FrameReceiver) -> Result<(), SoundError> {
    let mut refused = None;
    let (mut has_begun, mut frame) = (false, [0.0; MOST_CHANNELS]);
    let mut receive = |rate: u32, planes: &[&[f32]], count: usize| {
        if !has_begun {
            has_begun = true;
            out.begin(rate, planes.len())?;
        }
        let frame = &mut frame[..planes.len().min(MOST_CHANNELS)];
        for n in 0..count {
            for (sample, plane) in frame.iter_mut().zip(planes) {
                *sample = plane[n];
            }
            out.frame(frame)?;
        }
        Ok(())
    };
    let decoded = syom::decode_seek_streaming(file, &DecodeOptions::audio(), |block| {
        receive(block.sample_rate, block.planar, block.samples).map_err(|error| {
            refused = Some(error);
            // It only ends the decoding.
            AacError::Io(io::ErrorKind::Interrupted.into())
        })
    });
    match (refused, decoded) {
        (Some(error), _) => Err(error),
        (None, decoded) => decoded.map(drop).map_err(SoundError::damaged(Format::Mpeg4)),
    }
}
