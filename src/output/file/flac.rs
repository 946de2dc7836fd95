//! 16-bit FLAC, which keeps every bit of the WAV file. The only file that names `flacenc`.
//!
//! The encoder makes the frames; the blocks before them are written here, because the encoder wants to have all frames
//! in memory, and because a crate for tags would not keep the order of the chapters.

use std::io::{self, Write};

use flacenc::bitsink::ByteSink;
use flacenc::component::{BitRepr, StreamInfo};
use flacenc::config::Encoder;
use flacenc::error::{Verified, Verify};
use flacenc::source::{Context, Fill, FrameBuf};

use super::{ARTIST, About, Patch, Sink, Spec};
use crate::report::captions::lyrics;
use crate::report::chapters::stamp;
use crate::sound::wav::quantised;

/// The frames in a block of the file.
const BLOCK: usize = 4_096;
/// The place of the header's content: after the file's signature and the header's own kind and length.
const HEADER: u64 = 8;

/// A FLAC file that is being written.
pub(super) struct Flac<W: Write> {
    to: W,
    patch: Option<Patch<W>>,
    config: Verified<Encoder>,
    info: StreamInfo,
    rate: u32,
    buffer: FrameBuf,
    /// Counts the blocks and digests the samples.
    context: Context,
    /// The interleaved samples of an unfinished block.
    samples: Vec<i32>,
    length: u64,
    /// The smallest and the largest block, in bytes.
    sizes: [usize; 2],
}

impl<W: Write> Flac<W> {
    /// Starts a file. Without `patch`, its header says neither the digest of the samples nor the sizes of the blocks.
    ///
    /// # Errors
    /// If the encoder refuses the sample rate, or the beginning cannot be written.
    pub(super) fn new(mut to: W, patch: Option<Patch<W>>, spec: &Spec<'_>) -> io::Result<Flac<W>> {
        let info = StreamInfo::new(spec.rate as usize, 2, 16).map_err(other)?;
        let config = Encoder::default().into_verified().map_err(|(_, error)| other(error))?;
        let header = header(spec.rate, spec.length.0, [0, 0], [0; 16]);
        let blocks = [(0, header), (4, comments(spec.about)), (6, picture(&spec.about.cover))];
        to.write_all(b"fLaC")?;
        let count = if spec.about.cover.is_empty() { 2 } else { 3 };
        for (n, (kind, content)) in blocks.iter().take(count).enumerate() {
            let last = if n + 1 == count { 0x80 } else { 0 };
            let length = (content.len() as u32).to_be_bytes();
            to.write_all(&[kind | last, length[1], length[2], length[3]])?;
            to.write_all(content)?;
        }
        Ok(Flac {
            to,
            patch,
            config,
            info,
            rate: spec.rate,
            buffer: FrameBuf::with_size(2, BLOCK).map_err(other)?,
            context: Context::new(16, 2),
            samples: Vec::with_capacity(2 * BLOCK),
            length: spec.length.0,
            sizes: [usize::MAX, 0],
        })
    }

    /// Encodes the samples of a block, the last of which may be shorter.
    fn encode(&mut self) -> io::Result<()> {
        self.buffer.fill_interleaved(&self.samples).map_err(other)?;
        self.context.fill_interleaved(&self.samples).map_err(other)?;
        self.samples.clear();
        let number = self.context.current_frame_number().unwrap_or(0);
        let block = flacenc::encode_fixed_size_frame(&self.config, &self.buffer, number, &self.info)
            .map_err(other)?;
        let mut bytes = ByteSink::new();
        block.write(&mut bytes).map_err(other)?;
        let bytes = bytes.as_slice();
        self.sizes = [self.sizes[0].min(bytes.len()), self.sizes[1].max(bytes.len())];
        self.to.write_all(bytes)
    }
}

impl<W: Write> Sink for Flac<W> {
    fn write(&mut self, frames: &[[f32; 2]]) -> io::Result<()> {
        let mut samples = frames.as_flattened();
        while !samples.is_empty() {
            let (now, later) = samples.split_at(samples.len().min(2 * BLOCK - self.samples.len()));
            self.samples.extend(now.iter().map(|sample| i32::from(quantised(*sample))));
            samples = later;
            if self.samples.len() == 2 * BLOCK {
                self.encode()?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        if !self.samples.is_empty() {
            self.encode()?;
        }
        if let Some(patch) = self.patch {
            let header = header(self.rate, self.length, self.sizes, self.context.md5_digest());
            patch(&mut self.to, HEADER, &header)?;
        }
        self.to.flush()
    }
}

/// The header: the sizes of blocks in frames and in bytes, the rate, two channels of 16 bits, the number of frames and
/// the digest.
fn header(rate: u32, length: u64, sizes: [usize; 2], digest: [u8; 16]) -> Vec<u8> {
    let mut header = [(BLOCK as u16).to_be_bytes(); 2].concat();
    for size in sizes {
        header.extend(&(size as u32).to_be_bytes()[1..]);
    }
    let packed = u64::from(rate) << 44 | 1 << 41 | 15 << 36 | length;
    header.extend(packed.to_be_bytes());
    header.extend(digest);
    header
}

/// The tags, with the chapters as most players read them.
fn comments(about: &About) -> Vec<u8> {
    let mut tags =
        vec![format!("TITLE={}", about.title), format!("ARTIST={ARTIST}"), format!("ALBUM={}", about.album)];
    if let Some([number, of]) = about.track {
        tags.extend([format!("TRACKNUMBER={number}"), format!("TRACKTOTAL={of}")]);
    }
    if !about.captions.is_empty() {
        tags.push(format!("LYRICS={}", lyrics(&about.captions)));
    }
    for (n, chapter) in about.chapters.iter().enumerate() {
        let start = stamp(chapter.start, '.');
        tags.extend([format!("CHAPTER{n:03}={start}"), format!("CHAPTER{n:03}NAME={}", chapter.title)]);
    }
    let text = |text: &str| [&(text.len() as u32).to_le_bytes()[..], text.as_bytes()].concat();
    let mut content = text(ARTIST);
    content.extend((tags.len() as u32).to_le_bytes());
    content.extend(tags.iter().flat_map(|tag| text(tag)));
    content
}

/// The cover, as a picture of the front.
fn picture(png: &[u8]) -> Vec<u8> {
    const FRONT: u32 = 3;
    const TYPE: &[u8] = b"image/png";
    let mut content = [FRONT.to_be_bytes(), (TYPE.len() as u32).to_be_bytes()].concat();
    content.extend(TYPE);
    // No description; the width, the height, the bits of a pixel and the number of colours are in the image.
    content.extend([0; 20]);
    content.extend((png.len() as u32).to_be_bytes());
    content.extend(png);
    content
}

/// The encoder's errors cannot be sent to other threads, as an I/O error can: only their words are kept.
fn other(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}
