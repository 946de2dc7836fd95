//! A session as a sound file, faster than real time.

#[cfg(feature = "aac")]
mod boxes;
#[cfg(feature = "flac")]
mod flac;
pub mod format;
#[cfg(feature = "aac")]
mod html;
#[cfg(feature = "aac")]
mod m4a;
#[cfg(feature = "mp3")]
mod mp3;

use std::io::{self, Seek, Write};
use std::ops::ControlFlow;

use super::levelled::Levelled;
use crate::report::captions::Caption;
use crate::report::chapters::Chapter;
use crate::report::page::Page;
use crate::sound::wav;
use crate::time::Frames;
use format::{Format, Quality};

/// The number of frames rendered between two progress reports.
pub(super) const PART: usize = 16_384;

/// What a file says about its sound, apart from the sound.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The title of the session, or of a part of it.
    pub title: String,
    /// The album.
    pub album: String,
    /// The number of this file among the parts of a session, and the number of parts.
    pub track: Option<[u16; 2]>,
    /// What is said, with instants from the beginning of the file.
    pub captions: Vec<Caption>,
    /// The chapters, with instants from the beginning of the file.
    pub chapters: Vec<Chapter>,
    /// A PNG image.
    pub cover: Vec<u8>,
    /// The page around the sound, for a file that is one.
    pub page: Page,
}

/// The artist of every file.
pub const ARTIST: &str = "repcue";

/// Everything about a file that must be known before its first frame.
#[derive(Debug, Clone, Copy)]
pub struct Spec<'a> {
    /// The format.
    pub format: Format,
    /// How good it sounds, if the format has a choice.
    pub quality: Quality,
    /// The sample rate, in hertz.
    pub rate: u32,
    /// The number of frames.
    pub length: Frames,
    /// Titles, chapters, captions and cover.
    pub about: &'a About,
}

/// Receives the frames of a file, in order.
pub trait Sink {
    /// Adds frames, each a left and a right sample from -1 to 1.
    ///
    /// # Errors
    /// If they cannot be encoded or written.
    fn write(&mut self, frames: &[[f32; 2]]) -> io::Result<()>;

    /// Completes the file.
    ///
    /// # Errors
    /// If it cannot be written.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// Goes back to a place that was written before, writes these bytes there, and returns to the end.
#[cfg(any(feature = "aac", feature = "flac", feature = "mp3"))]
type Patch<W> = fn(&mut W, u64, &[u8]) -> io::Result<()>;

/// The [`Patch`] of anything that can seek.
#[cfg(any(feature = "aac", feature = "flac", feature = "mp3"))]
fn patch<W: Write + Seek>(to: &mut W, at: u64, bytes: &[u8]) -> io::Result<()> {
    to.seek(io::SeekFrom::Start(at))?;
    to.write_all(bytes)?;
    to.seek(io::SeekFrom::End(0)).map(drop)
}

impl<'s> Spec<'s> {
    /// Starts a file.
    ///
    /// # Errors
    /// If its beginning cannot be written.
    pub fn file<'a, W: Write + Seek + 'a>(&self, to: W) -> io::Result<Box<dyn Sink + 'a>>
    where
        's: 'a,
    {
        Ok(match self.format {
            Format::Wav => Box::new(wav::Stereo::new(to, self.rate)?),
            #[cfg(feature = "aac")]
            Format::M4a => Box::new(m4a::M4a::new(to, self)?),
            #[cfg(feature = "aac")]
            Format::Html => Box::new(html::Html::new(to, self)?),
            #[cfg(feature = "mp3")]
            Format::Mp3 => Box::new(mp3::Mp3::new(to, Some(patch), self)?),
            #[cfg(feature = "flac")]
            Format::Flac => Box::new(flac::Flac::new(to, Some(patch), self)?),
        })
    }

    /// Starts a file that is written from the beginning to the end, such as a pipe.
    ///
    /// # Errors
    /// If its beginning cannot be written, or the format needs a file ([`Format::fits_a_pipe`]).
    pub fn pipe<'a, W: Write + 'a>(&self, to: W) -> io::Result<Box<dyn Sink + 'a>>
    where
        's: 'a,
    {
        Ok(match self.format {
            Format::Wav => Box::new(wav::Piped::new(to, self.rate, self.length)?),
            #[cfg(feature = "aac")]
            Format::M4a => return Err(io::Error::new(io::ErrorKind::Unsupported, "M4A needs a file")),
            #[cfg(feature = "aac")]
            Format::Html => Box::new(html::Html::new(to, self)?),
            #[cfg(feature = "mp3")]
            Format::Mp3 => Box::new(mp3::Mp3::new(to, None, self)?),
            #[cfg(feature = "flac")]
            Format::Flac => Box::new(flac::Flac::new(to, None, self)?),
        })
    }
}

/// Writes the next frames of a session into a file and completes it. It reports the number of frames written so far to
/// `progress`, which can cancel.
///
/// # Errors
/// If the file cannot be written.
pub fn write(
    sound: &mut Levelled,
    length: Frames,
    mut sink: Box<dyn Sink + '_>,
    progress: &mut dyn FnMut(Frames) -> ControlFlow<()>,
) -> io::Result<ControlFlow<()>> {
    let mut part = vec![[0.0; 2]; PART];
    let mut done = 0;
    while done < length.0 {
        let next = (length.0 - done).min(PART as u64);
        let frames = &mut part[..next as usize];
        sound.render(frames);
        sink.write(frames)?;
        done += next;
        if progress(Frames(done)).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    sink.finish()?;
    Ok(ControlFlow::Continue(()))
}

impl<W: Write + Seek> Sink for wav::Stereo<W> {
    fn write(&mut self, frames: &[[f32; 2]]) -> io::Result<()> {
        wav::Stereo::write(self, frames)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        wav::Stereo::finish(*self)
    }
}

impl<W: Write> Sink for wav::Piped<W> {
    fn write(&mut self, frames: &[[f32; 2]]) -> io::Result<()> {
        wav::Piped::write(self, frames)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        wav::Piped::finish(*self)
    }
}
