//! MP3 with a variable bit rate, and its ID3 tag. The only file that names `rusty_mp3` and `id3`.

use std::io::{self, Write};

use id3::frame::{
    Chapter, Content, Lyrics, Picture, PictureType, SynchronisedLyrics, SynchronisedLyricsType,
    TableOfContents, TimestampFormat,
};
use id3::{Encoder as TagEncoder, Frame, Tag, TagLike, Version};
use rusty_mp3::{Mp3Encoder, Mp3EncoderConfig, vbr_quality_index};

use super::format::Quality;
use super::{ARTIST, About, Patch, Sink, Spec};
use crate::report::captions::lyrics;
use crate::time::At;

/// The language of titles and lyrics in the tag: not given.
const LANGUAGE: &str = "und";
/// A place in the file that is not given.
const NO_PLACE: u32 = u32::MAX;

/// An MP3 file that is being written.
pub(super) struct Mp3<W: Write> {
    to: W,
    patch: Option<Patch<W>>,
    encoder: Mp3Encoder,
    rate: u32,
    /// The place of the first MP3 frame, after the tag. It says how many frames of sound to leave out at both ends.
    start: u64,
}

impl<W: Write> Mp3<W> {
    /// Starts a file. Without `patch`, it is kept in memory until it is complete, because its first frame is known last.
    ///
    /// # Errors
    /// If the tag cannot be written.
    pub(super) fn new(mut to: W, patch: Option<Patch<W>>, spec: &Spec<'_>) -> io::Result<Mp3<W>> {
        let index = match spec.quality {
            Quality::Low => 9.0,
            Quality::Standard => 7.0,
            Quality::High => 5.0,
        };
        let vbr_quality = Some(vbr_quality_index(index));
        let encoder = Mp3Encoder::new(Mp3EncoderConfig { bitrate_kbps: 0, vbr_quality });
        let mut bytes = Vec::new();
        // The third version of the tag is the one that every player reads.
        TagEncoder::new()
            .version(Version::Id3v23)
            .encode(&tag(spec.about), &mut bytes)
            .map_err(io::Error::other)?;
        to.write_all(&bytes)?;
        Ok(Mp3 { to, patch, encoder, rate: spec.rate, start: bytes.len() as u64 })
    }

    /// Writes what is encoded so far.
    fn drain(&mut self) -> io::Result<()> {
        // Its only errors say that there is no frame yet, or no frame any more.
        while let Ok(frame) = self.encoder.next_packet() {
            self.to.write_all(&frame)?;
        }
        Ok(())
    }
}

impl<W: Write> Sink for Mp3<W> {
    fn write(&mut self, frames: &[[f32; 2]]) -> io::Result<()> {
        self.encoder.push_pcm_f32(frames.as_flattened(), 2, self.rate).map_err(io::Error::other)?;
        if self.patch.is_some() { self.drain() } else { Ok(()) }
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.encoder.finish();
        self.drain()?;
        if let (Some(patch), Some(first)) = (self.patch, self.encoder.lame_tag_frame()) {
            patch(&mut self.to, self.start, first)?;
        }
        self.to.flush()
    }
}

/// The tag of a file.
fn tag(about: &About) -> Tag {
    let millis = |at: At| u32::try_from(at.0.as_millis()).unwrap_or(u32::MAX);
    let mut tag = Tag::new();
    tag.set_title(&about.title);
    tag.set_artist(ARTIST);
    tag.set_album(&about.album);
    if let Some([number, of]) = about.track {
        tag.set_track(number.into());
        tag.set_total_tracks(of.into());
    }
    if !about.captions.is_empty() {
        let (lang, description) = (LANGUAGE.to_owned(), String::new());
        let text = lyrics(&about.captions);
        tag.add_frame(Lyrics { lang: lang.clone(), description: description.clone(), text });
        let content = about.captions.iter().map(|caption| (millis(caption.start), caption.text.clone()));
        tag.add_frame(SynchronisedLyrics {
            lang,
            timestamp_format: TimestampFormat::Ms,
            content_type: SynchronisedLyricsType::Transcription,
            description,
            content: content.collect(),
        });
    }
    if !about.cover.is_empty() {
        tag.add_frame(Picture {
            mime_type: "image/png".to_owned(),
            picture_type: PictureType::CoverFront,
            description: String::new(),
            data: about.cover.clone(),
        });
    }
    let name = |n: usize| format!("chapter{n}");
    for (n, chapter) in about.chapters.iter().enumerate() {
        tag.add_frame(Chapter {
            element_id: name(n),
            start_time: millis(chapter.start),
            end_time: millis(chapter.end),
            start_offset: NO_PLACE,
            end_offset: NO_PLACE,
            frames: vec![Frame::with_content("TIT2", Content::Text(chapter.title.clone()))],
        });
    }
    if !about.chapters.is_empty() {
        // The list counts its chapters with one byte.
        let elements = (0..about.chapters.len().min(255)).map(name).collect();
        let (element_id, frames) = ("contents".to_owned(), Vec::new());
        tag.add_frame(TableOfContents { element_id, top_level: true, ordered: true, elements, frames });
    }
    tag
}
