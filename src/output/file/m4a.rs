//! AAC-LC in an MPEG-4 file (`.m4a`, `.m4b`). The only file that names `syom`.
//!
//! The number of AAC blocks follows from the number of frames, so the size of the index is known before the sound: it
//! is written first as zeros and completed at the end. So nothing but the size of each block is kept in memory.

use std::io::{self, Seek, Write};

use syom::{AacError, EncodeContainer, EncodeOptions, Encoder};

use super::boxes::Movie;
use super::format::Quality;
use super::{Sink, Spec, patch};

/// The frames in an AAC block. The decoder's output starts this many frames early, too.
pub(super) const BLOCK: u32 = 1_024;

/// An MPEG-4 file that is being written.
pub(super) struct M4a<'s, W: Write + Seek> {
    to: W,
    encoder: Encoder,
    movie: Movie<'s>,
    /// The size of each block so far, in bytes.
    sizes: Vec<u32>,
    /// The left and the right samples of a part.
    planes: [Vec<f32>; 2],
}

impl<'s, W: Write + Seek> M4a<'s, W> {
    /// Starts a file.
    ///
    /// # Errors
    /// If the encoder does not know the sample rate, or the file cannot be written.
    pub(super) fn new(mut to: W, spec: &Spec<'s>) -> io::Result<M4a<'s, W>> {
        let options = EncodeOptions::raw()
            .with_container(EncodeContainer::Raw)
            .with_bitrate_bps(match spec.quality {
                Quality::Low => 48_000,
                Quality::Standard => 64_000,
                Quality::High => 96_000,
            })
            // Without it, a cue that begins early in a block is smeared to before its beginning.
            .with_lookahead(true);
        let encoder = Encoder::new(spec.rate, 2, &options).map_err(io::Error::other)?;
        let blocks = spec.length.0.div_ceil(u64::from(BLOCK)) + 1;
        let blocks = u32::try_from(blocks).map_err(io::Error::other)?;
        let movie = Movie::new(spec, encoder.asc().to_vec(), blocks)?;
        to.write_all(&movie.beginning(&vec![0; blocks as usize])?)?;
        Ok(M4a { to, encoder, movie, sizes: Vec::with_capacity(blocks as usize), planes: Default::default() })
    }

    /// Completes the file, and returns what it was written to.
    ///
    /// # Errors
    /// If it cannot be encoded or written.
    pub(super) fn complete(mut self) -> io::Result<W> {
        let (to, sizes) = (&mut self.to, &mut self.sizes);
        self.encoder.finish(|block| keep(to, sizes, block.au)).map_err(io_error)?;
        let beginning = self.movie.beginning(&self.sizes)?;
        patch(&mut self.to, 0, &beginning)?;
        self.to.flush()?;
        Ok(self.to)
    }
}

impl<W: Write + Seek> Sink for M4a<'_, W> {
    fn write(&mut self, frames: &[[f32; 2]]) -> io::Result<()> {
        for (channel, plane) in self.planes.iter_mut().enumerate() {
            plane.clear();
            // The encoder refuses what is beyond full scale.
            plane.extend(frames.iter().map(|frame| frame[channel].clamp(-1.0, 1.0)));
        }
        let [left, right] = &self.planes;
        let (to, sizes) = (&mut self.to, &mut self.sizes);
        let fed = self.encoder.feed(&[left, right], |block| keep(to, sizes, block.au));
        fed.map(drop).map_err(io_error)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.complete().map(drop)
    }
}

/// Writes a block.
fn keep(to: &mut impl Write, sizes: &mut Vec<u32>, block: &[u8]) -> Result<(), AacError> {
    sizes.push(block.len() as u32);
    Ok(to.write_all(block)?)
}

fn io_error(error: AacError) -> io::Error {
    match error {
        AacError::Io(error) => error,
        error => io::Error::other(error),
    }
}
