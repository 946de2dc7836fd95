//! The boxes of an MPEG-4 file before its sound: the index, the chapters in both ways that players read, and the tags.
//!
//! All times are in frames: the edit list, which leaves out the block that the decoder starts early, and the end of the
//! session are exact.

use std::io;

use super::m4a::BLOCK;
use super::{ARTIST, About, Spec};

/// The most chapters in the list that counts them with one byte, and the most bytes of a title there.
const MOST: usize = 255;
/// The identity matrix of a track: no picture is moved or turned.
const MATRIX: [u32; 9] = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];
/// The ids of the tracks.
const SOUND: u32 = 1;
const CHAPTERS: u32 = 2;

/// Everything that comes before the sound.
#[derive(Debug)]
pub(super) struct Movie<'s> {
    rate: u32,
    /// The length of the session in frames.
    length: u32,
    /// The number of AAC blocks.
    blocks: u32,
    /// The encoder's own description of the sound.
    config: Vec<u8>,
    about: &'s About,
    /// The length of each chapter in frames, and its title as a sample of the text track.
    texts: Vec<(u32, Vec<u8>)>,
}

impl<'s> Movie<'s> {
    /// Describes a file of `blocks` AAC blocks.
    ///
    /// # Errors
    /// If it is longer than 32 bits can count.
    pub(super) fn new(spec: &Spec<'s>, config: Vec<u8>, blocks: u32) -> io::Result<Movie<'s>> {
        let length = u32::try_from(spec.length.0).map_err(io::Error::other)?;
        blocks.checked_mul(BLOCK).ok_or_else(|| io::Error::other("too many AAC blocks"))?;
        let texts = spec.about.chapters.iter().map(|chapter| {
            let frames = chapter.end.frames(spec.rate).0 - chapter.start.frames(spec.rate).0;
            (frames as u32, text_sample(&chapter.title))
        });
        Ok(Movie {
            rate: spec.rate,
            length,
            blocks,
            config,
            about: spec.about,
            texts: texts.filter(|(frames, _)| *frames > 0).collect(),
        })
    }

    /// The file up to its first AAC block, if its blocks have these sizes in bytes. Its own length does not depend on
    /// them.
    ///
    /// # Errors
    /// If the number of blocks is wrong, or the file exceeds 4 GB.
    pub(super) fn beginning(&self, sizes: &[u32]) -> io::Result<Vec<u8>> {
        if sizes.len() != self.blocks as usize {
            let found = sizes.len();
            return Err(io::Error::other(format!("{found} AAC blocks instead of {}", self.blocks)));
        }
        let texts: Vec<u8> = self.texts.iter().flat_map(|(_, text)| text).copied().collect();
        let bytes: u64 = sizes.iter().map(|size| u64::from(*size)).sum();
        // Before the index, which adds them up.
        u32::try_from(bytes).map_err(io::Error::other)?;
        let mut file = in_box(b"ftyp", &[b"M4A ", &[0; 4][..], b"M4A mp42isom"].concat());
        // The index has the same length wherever the sound begins.
        let index = self.index(sizes, 0).len();
        let start = file.len() + index + 8;
        let whole = u32::try_from(start as u64 + texts.len() as u64 + bytes).map_err(io::Error::other)?;
        file.extend(self.index(sizes, start as u32));
        file.extend((whole - start as u32 + 8).to_be_bytes());
        file.extend(b"mdat");
        file.extend(texts);
        Ok(file)
    }

    /// The index and the tags; `start` is the place of the first chapter's text, which the sound follows.
    fn index(&self, sizes: &[u32], start: u32) -> Vec<u8> {
        let texts: u32 = self.texts.iter().map(|(_, text)| text.len() as u32).sum();
        let has_chapters = !self.texts.is_empty();
        let mut header = numbers(&[0, 0, 0, self.rate, self.length, 0x1_0000]);
        // Full volume.
        header.extend([1, 0]);
        header.extend([0; 10]);
        header.extend(numbers(&MATRIX));
        header.extend([0; 24]);
        header.extend((CHAPTERS + 1).to_be_bytes());
        let mut parts = vec![in_box(b"mvhd", &header), self.sound(sizes, start + texts, has_chapters)];
        if has_chapters {
            parts.push(self.chapters(start));
        }
        let mut user = self.tags();
        if has_chapters {
            user = [self.chapter_list(), user].concat();
        }
        parts.push(in_box(b"udta", &user));
        in_box(b"moov", &parts.concat())
    }

    /// The track of the sound.
    fn sound(&self, sizes: &[u32], start: u32, has_chapters: bool) -> Vec<u8> {
        let edits = in_box(b"edts", &in_box(b"elst", &numbers(&[0, 1, self.length, BLOCK, 0x1_0000])));
        let chapters = match has_chapters {
            true => in_box(b"tref", &in_box(b"chap", &CHAPTERS.to_be_bytes())),
            false => Vec::new(),
        };
        let a_second = self.rate.div_ceil(BLOCK);
        let mut chunks = vec![0, 0];
        let mut at = start;
        for chunk in sizes.chunks(a_second as usize) {
            chunks.push(at);
            at += chunk.iter().sum::<u32>();
        }
        chunks[1] = chunks.len() as u32 - 2;
        let (full, last) = (self.blocks / a_second, self.blocks % a_second);
        let runs: Vec<[u32; 3]> = match (full, last) {
            (0, _) => vec![[1, last, 1]],
            (_, 0) => vec![[1, a_second, 1]],
            _ => vec![[1, a_second, 1], [full + 1, last, 1]],
        };
        let runs = [&[0, runs.len() as u32][..], runs.as_flattened()].concat();
        let table = [
            in_box(b"stsd", &[numbers(&[0, 1]), self.sound_entry(sizes)].concat()),
            in_box(b"stts", &numbers(&[0, 1, self.blocks, BLOCK])),
            in_box(b"stsc", &numbers(&runs)),
            in_box(b"stsz", &[numbers(&[0, 0, self.blocks]), numbers(sizes)].concat()),
            in_box(b"stco", &numbers(&chunks)),
        ];
        let media = [
            self.media_header(self.blocks * BLOCK),
            handler(b"soun", b"Sound"),
            in_box(
                b"minf",
                &[in_box(b"smhd", &[0; 8]), data_here(), in_box(b"stbl", &table.concat())].concat(),
            ),
        ];
        // Enabled, in the movie and in its preview; full volume.
        let header = self.track_header(SOUND, 7, 0x100);
        in_box(b"trak", &[header, edits, chapters, in_box(b"mdia", &media.concat())].concat())
    }

    /// How the sound is encoded.
    fn sound_entry(&self, sizes: &[u32]) -> Vec<u8> {
        let bits = sizes.iter().map(|size| u64::from(*size) * 8).sum::<u64>() * u64::from(self.rate);
        let average = (bits / (u64::from(self.blocks) * u64::from(BLOCK))) as u32;
        let most = u64::from(sizes.iter().copied().max().unwrap_or(0)) * 8 * u64::from(self.rate);
        let most = (most / u64::from(BLOCK)) as u32;
        // AAC; a sound stream; the size of the decoder's buffer is not given.
        let mut decoder = vec![0x40, 0x15, 0, 0, 0];
        decoder.extend(numbers(&[most, average]));
        decoder.extend(descriptor(5, &self.config));
        let stream = [&[0, 1, 0][..], &descriptor(4, &decoder), &descriptor(6, &[2])].concat();
        let mut entry = vec![0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
        // Two channels of 16 bits; the rate as 16.16, which is 0 where it does not fit and is read from the descriptor.
        entry.extend([0, 2, 0, 16, 0, 0, 0, 0]);
        entry.extend(u16::try_from(self.rate).map_or(0, |rate| u32::from(rate) << 16).to_be_bytes());
        entry.extend(in_box(b"esds", &[&[0; 4][..], &descriptor(3, &stream)].concat()));
        in_box(b"mp4a", &entry)
    }

    /// The chapters as a track of text, which Apple's players read.
    fn chapters(&self, start: u32) -> Vec<u8> {
        let count = self.texts.len() as u32;
        let mut lengths = vec![0, count];
        let (mut places, mut sizes) = (vec![0, count], vec![0, 0, count]);
        let mut at = start;
        for (frames, text) in &self.texts {
            lengths.extend([1, *frames]);
            places.push(at);
            sizes.push(text.len() as u32);
            at += text.len() as u32;
        }
        // The style of the text: all zero, as nobody shows it.
        let entry = in_box(b"text", &[&[0, 0, 0, 0, 0, 0, 0, 1][..], &[0; 44]].concat());
        let table = [
            in_box(b"stsd", &[numbers(&[0, 1]), entry].concat()),
            in_box(b"stts", &numbers(&lengths)),
            in_box(b"stsc", &numbers(&[0, 1, 1, 1, 1])),
            in_box(b"stsz", &numbers(&sizes)),
            in_box(b"stco", &numbers(&places)),
        ];
        let mode = [0, 0, 0, 0, 0, 0x40, 0x80, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0];
        let base = [in_box(b"gmin", &mode), in_box(b"text", &numbers(&MATRIX))];
        let media = [
            self.media_header(self.texts.iter().map(|(frames, _)| frames).sum()),
            handler(b"text", b"Chapters"),
            in_box(
                b"minf",
                &[in_box(b"gmhd", &base.concat()), data_here(), in_box(b"stbl", &table.concat())].concat(),
            ),
        ];
        // Not enabled: it is only for the sound's reference to it.
        let header = self.track_header(CHAPTERS, 0, 0);
        in_box(b"trak", &[header, in_box(b"mdia", &media.concat())].concat())
    }

    /// The chapters as a list, which other players read: in units of 100 ns.
    fn chapter_list(&self) -> Vec<u8> {
        let chapters = &self.about.chapters[..self.about.chapters.len().min(MOST)];
        let mut list = numbers(&[0x0100_0000, 0]);
        list.push(chapters.len() as u8);
        for chapter in chapters {
            let title = &chapter.title[..chapter.title.floor_char_boundary(MOST)];
            list.extend(((chapter.start.0.as_nanos() / 100) as u64).to_be_bytes());
            list.push(title.len() as u8);
            list.extend(title.as_bytes());
        }
        in_box(b"chpl", &list)
    }

    /// The tags: title, artist, album, track, lyrics, cover.
    fn tags(&self) -> Vec<u8> {
        const TEXT: u32 = 1;
        const PNG: u32 = 14;
        let about = self.about;
        let lyrics = crate::report::captions::lyrics(&about.captions);
        let [number, of] = about.track.unwrap_or_default().map(u16::to_be_bytes);
        let track = [0, 0, number[0], number[1], of[0], of[1], 0, 0];
        let tags: [(&[u8; 4], u32, &[u8]); 6] = [
            (b"\xa9nam", TEXT, about.title.as_bytes()),
            (b"\xa9ART", TEXT, ARTIST.as_bytes()),
            (b"\xa9alb", TEXT, about.album.as_bytes()),
            (b"trkn", 0, if about.track.is_some() { &track } else { &[] }),
            (b"\xa9lyr", TEXT, lyrics.as_bytes()),
            (b"covr", PNG, &about.cover),
        ];
        let there = tags.iter().filter(|(_, _, content)| !content.is_empty());
        let items: Vec<Vec<u8>> = there
            .map(|(name, kind, content)| {
                in_box(name, &in_box(b"data", &[&numbers(&[*kind, 0]), *content].concat()))
            })
            .collect();
        let mut handler = vec![0; 8];
        handler.extend(b"mdirappl");
        handler.extend([0; 9]);
        in_box(
            b"meta",
            &[&[0; 4][..], &in_box(b"hdlr", &handler), &in_box(b"ilst", &items.concat())].concat(),
        )
    }

    fn track_header(&self, id: u32, flags: u32, volume: u16) -> Vec<u8> {
        let mut header = numbers(&[flags, 0, 0, id, 0, self.length, 0, 0, 0]);
        header.extend(volume.to_be_bytes());
        header.extend([0, 0]);
        header.extend(numbers(&MATRIX));
        header.extend([0; 8]);
        in_box(b"tkhd", &header)
    }

    fn media_header(&self, length: u32) -> Vec<u8> {
        let mut header = numbers(&[0, 0, 0, self.rate, length]);
        // English, as three letters of five bits.
        header.extend(0x15c7u16.to_be_bytes());
        header.extend([0, 0]);
        in_box(b"mdhd", &header)
    }
}

/// A title as QuickTime stores it: its length, its bytes, and that they are UTF-8.
fn text_sample(title: &str) -> Vec<u8> {
    let title = &title[..title.floor_char_boundary(usize::from(u16::MAX))];
    let mut sample = (title.len() as u16).to_be_bytes().to_vec();
    sample.extend(title.as_bytes());
    sample.extend(in_box(b"encd", &[0, 0, 1, 0]));
    sample
}

/// A box: its size, its kind, its content.
fn in_box(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32 + 8).to_be_bytes()[..], kind, content].concat()
}

/// A descriptor, with a length of four bytes.
fn descriptor(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len() as u8;
    [&[tag, 0x80, 0x80, 0x80, length][..], content].concat()
}

/// Numbers of 32 bits.
fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

/// What a track contains.
fn handler(kind: &[u8; 4], name: &[u8]) -> Vec<u8> {
    in_box(b"hdlr", &[&[0; 8][..], kind, &[0; 12], name, &[0]].concat())
}

/// That the data of a track are in this file.
fn data_here() -> Vec<u8> {
    in_box(b"dinf", &in_box(b"dref", &[numbers(&[0, 1]), in_box(b"url ", &[0, 0, 0, 1])].concat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::file::format::{Format, Quality};
    use crate::report::chapters::Chapter;
    use crate::time::{At, Frames};
    use std::time::Duration;

    /// What follows the name of a box, wherever it is.
    fn after<'a>(file: &'a [u8], kind: &[u8; 4]) -> &'a [u8] {
        let at = file.windows(4).position(|found| found == kind).unwrap();
        &file[at + 4..]
    }

    #[test]
    fn the_short_list_holds_255_chapters_and_titles_are_cut_at_a_character() {
        let at = |second: u64| At(Duration::from_secs(second));
        let title = "ü".repeat(200);
        let chapters = (0..300).map(|n| Chapter {
            start: at(n),
            end: at(n + 1),
            title: title.clone(),
            id: String::new(),
        });
        let about = About { chapters: chapters.collect(), ..About::default() };
        let spec = Spec {
            format: Format::M4a,
            quality: Quality::Standard,
            has_music: false,
            rate: 48_000,
            length: Frames(300 * 48_000),
            about: &about,
        };
        let blocks = 300 * 48_000 / BLOCK + 2;
        let movie = Movie::new(&spec, vec![0x11, 0x90], blocks).unwrap();
        let empty = movie.beginning(&vec![0; blocks as usize]).unwrap();
        let file = movie.beginning(&vec![1_000; blocks as usize]).unwrap();
        assert_eq!(empty.len(), file.len());
        let list = after(&file, b"chpl");
        assert_eq!(list[8], 255);
        // The first start and the length of the first title.
        assert_eq!(list[9..18], [0, 0, 0, 0, 0, 0, 0, 0, 254]);
        assert_eq!(std::str::from_utf8(&list[18..18 + 254]).unwrap(), "ü".repeat(127));
        // The text track has all of them, in full.
        let sample = [&[0x01, 0x90][..], title.as_bytes(), b"\0\0\0\x0cencd\0\0\x01\0"].concat();
        assert_eq!(file.windows(sample.len()).filter(|found| *found == sample).count(), 300);
        assert!(movie.beginning(&[0; 3]).is_err());
        assert!(movie.beginning(&vec![u32::MAX / 1_000; blocks as usize]).is_err());
    }
}
